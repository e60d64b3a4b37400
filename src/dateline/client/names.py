"""What a client may ask of a project's actors, places and sources."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dateline.client.parts import Part, quoted


class NamesPart(Part):
    """Actors, places, sources, what the lists know, and the points of a map."""

    def actors(self, text: str = "") -> Iterator[dict[str, Any]]:
        """The actors of incidents, the most active first."""
        return self._pages("actors", text=text)

    def actor(self, key: str) -> dict[str, Any]:
        """What one did and suffered."""
        found: dict[str, Any] = self._get(f"actors/{quoted(key)}")
        return found

    def places(self, text: str = "") -> Iterator[dict[str, Any]]:
        """The places of incidents, those with the most first."""
        return self._pages("places", text=text)

    def place(self, geonames_id: int) -> dict[str, Any]:
        """What happened at one."""
        found: dict[str, Any] = self._get(f"places/{geonames_id}")
        return found

    def known_actors(self, text: str, limit: int = 20) -> list[dict[str, Any]]:
        """The actors of the authority one of whose names begins so, whether a report names them or not."""
        found: list[dict[str, Any]] = self._get("vocabulary/actors", text=text, limit=limit)
        return found

    def known_places(self, text: str, country: str | None = None, limit: int = 20) -> list[dict[str, Any]]:
        """The places of the gazetteer of this name, beginning or sound, whether a report names them or not."""
        found: list[dict[str, Any]] = self._get("vocabulary/places", text=text, country=country, limit=limit)
        return found

    def sources(self, text: str = "") -> Iterator[dict[str, Any]]:
        """The publishers of reports, and whom they cite."""
        return self._pages("sources", text=text)

    def source(self, key: str) -> dict[str, Any]:
        """What one copied, reported first, and said beside others."""
        found: dict[str, Any] = self._get(f"sources/{quoted(key)}")
        return found

    def points(self, **conditions: Any) -> dict[str, Any]:
        """Where the incidents are that meet all conditions."""
        found: dict[str, Any] = self._get("points", **conditions)
        return found
