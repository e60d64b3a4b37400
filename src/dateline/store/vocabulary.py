"""The actors and places that a person may name in a correction: all of the authority and of the gazetteer, while they type.

The team's own lists count as they stand, as they do when reports are coded.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from dateline.ontology.authority import Authority, AuthorityActor
from dateline.ontology.authority.begun import begun
from dateline.ontology.gazetteer import Entry, Gazetteer, fold
from dateline.ontology.gazetteer.added.place import kinds_of
from dateline.ontology.gazetteer.precision import precision_of
from dateline.records import ActorKind
from dateline.settings import Settings, load_settings
from dateline.store.lists import with_lists

if TYPE_CHECKING:
    from dateline.store.store import Store

MOST = 20
_LONGEST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownActor:
    """An actor of the authority, with what tells it from its namesakes.

    ``called`` is the name that it was found by. ``part_of`` is the name of what it is part of, ``office`` the last post of
    a person in words; ``since`` and ``until`` are years.
    """

    authority_id: str
    name: str
    called: str
    kind: ActorKind
    country: str | None
    individual: bool
    part_of: str | None
    office: str | None
    since: int | None
    until: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownPlace:
    """A place of the gazetteer, with what tells it from its namesakes: ``feature`` is a GeoNames code, ``kind`` what it is in words."""

    geonames_id: int | None
    name: str
    lat: float
    lon: float
    country: str | None
    admin1: str | None
    feature: str
    kind: str
    population: int
    precision: int


class Vocabulary:
    """The authority and the gazetteer that a store's reports are coded with."""

    def __init__(self, store: Store) -> None:
        self._settings = with_lists(load_settings(), store)

    def actors(self, written: str, most: int = MOST) -> list[KnownActor]:
        """The actors one of whose names begins so, word by word."""
        return [
            _known_actor(self._authority, found.actor, found.name)
            for found in begun(self._authority, written[:_LONGEST], most)
        ]

    def actor(self, authority_id: str, year: int | None = None) -> AuthorityActor | None:
        """The actor of the id, as of a year."""
        found = self._authority.actor(authority_id)
        return None if found is None else found.as_of(year)

    def places(self, written: str, country: str | None = None, most: int = MOST) -> list[KnownPlace]:
        """The places of the name, then those of which a word of the name begins so, then those that sound like it.

        ``country`` is an alpha-3 code or a name. What stands after a comma is the country or the first-level area:
        "Idlib, Syria".
        """
        name, _, within = written[:_LONGEST].partition(",")
        wanted = [part for part in (within.strip(), (country or "").strip()) if part]
        found: dict[int, Entry] = {}
        for entry in self._entries(name.strip(), most):
            if all(self._lies_in(entry, part) for part in wanted):
                found.setdefault(entry.number, entry)
            if len(found) == most:
                break
        return [_known_place(entry) for entry in found.values()]

    def place(self, geonames_id: int) -> KnownPlace | None:
        """The place of a GeoNames id."""
        found = self._gazetteer.with_geonames_id(geonames_id)
        return None if found is None else _known_place(found)

    def country(self, words: str) -> str | None:
        """The alpha-3 code of a country's code or name; None when it is none."""
        return self._gazetteer.country_of(words.strip())

    def _entries(self, name: str, most: int) -> Iterator[Entry]:
        """Half of what is shown at first are places of just this name, so that a longer one is there too."""
        if not name:
            return
        exact = self._gazetteer.find(name)
        yield from exact[: most // 2]
        yield from self._gazetteer.begun(name, _CANDIDATES)
        yield from exact[most // 2 :]
        yield from self._gazetteer.find_alike_anywhere(name)

    def _lies_in(self, entry: Entry, words: str) -> bool:
        area = fold(entry.admin1 or "")
        return entry.country == self._gazetteer.country_of(words) or bool(area and area.startswith(fold(words)))

    @property
    def _authority(self) -> Authority:
        return Authority.load(self._settings.actors)

    @property
    def _gazetteer(self) -> Gazetteer:
        return _gazetteer(self._settings, tuple(_marks(self._settings.gazetteers)))


_CANDIDATES = 2_000
"""Of so many places whose name begins so a country or area is looked for."""


@lru_cache(maxsize=4)
def _gazetteer(settings: Settings, marks: tuple[tuple[int, int], ...]) -> Gazetteer:
    """The gazetteer, read again only when one of the user's files is another one."""
    return Gazetteer.open(settings)


def _marks(paths: Iterable[str]) -> Iterator[tuple[int, int]]:
    for path in paths:
        found = Path(path).stat() if Path(path).is_file() else None
        yield (found.st_mtime_ns, found.st_size) if found else (0, 0)


def _known_actor(authority: Authority, actor: AuthorityActor, called: str) -> KnownActor:
    parent = authority.actor(actor.parent) if actor.parent else None
    post = actor.offices[-1] if actor.offices else None
    body = authority.actor(post.of) if post else None
    return KnownActor(
        authority_id=actor.id, name=actor.name, called=called, kind=actor.kind, country=actor.country,
        individual=actor.individual, part_of=parent.name if parent else None,
        office=f"{post.role}, {body.name if body else post.of}" if post else None, since=actor.since, until=actor.until,
    )  # fmt: skip


def _known_place(entry: Entry) -> KnownPlace:
    return KnownPlace(
        geonames_id=entry.geonames_id, name=entry.name, lat=entry.lat, lon=entry.lon, country=entry.country,
        admin1=entry.admin1, feature=entry.feature, kind=_kind(entry.feature), population=entry.population, precision=precision_of(entry),
    )  # fmt: skip


def _kind(feature: str) -> str:
    """What a place of the feature is, in words; the code itself where there is none."""
    if feature.startswith("PPL"):
        return _TOWNS.get(feature, "town or village")
    return next(iter(kinds_of(feature)), feature)


_TOWNS = {
    "PPLC": "capital", "PPLA": "capital of a first-level area", "PPLA2": "capital of a district", "PPLX": "neighbourhood"
}  # fmt: skip
