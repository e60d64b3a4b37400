"""What a client may do in a project: the records, and what people decide."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Literal

from dateline.client.names import NamesPart
from dateline.client.parts import quoted
from dateline.client.review import ReviewPart
from dateline.client.team import TeamPart
from dateline.incidents import Incident
from dateline.records import CodedDocument

Ref = tuple[str, str]
"""A claim: its document and its id there."""


class Project(NamesPart, ReviewPart, TeamPart):
    """A project of the workbench. Lists go through all pages; conditions are those of :class:`dateline.store.Query`."""

    def overview(self, **conditions: Any) -> dict[str, Any]:
        """Counts, sums and the first of many; ``by`` is day, week, month or year."""
        found: dict[str, Any] = self._get("overview", **conditions)
        return found

    def stats(self) -> dict[str, Any]:
        """How much of everything the project holds, and your role in it."""
        found: dict[str, Any] = self._get("")
        return found

    # --- records ---

    def documents(self, **conditions: Any) -> Iterator[dict[str, Any]]:
        """The documents that meet all conditions."""
        return self._pages("documents", **conditions)

    def document(self, document: str) -> CodedDocument:
        """The record of a document, with what people have decided about it."""
        return CodedDocument.from_json(self._ask("GET", f"documents/{quoted(document)}").text)

    def codings(self, document: str) -> list[dict[str, Any]]:
        """Every coding of the document by the machine."""
        found: list[dict[str, Any]] = self._get(f"documents/{quoted(document)}/codings")
        return found

    def coding(self, document: str, number: int) -> CodedDocument:
        """One coding as the machine made it."""
        return CodedDocument.from_json(self._ask("GET", f"documents/{quoted(document)}/codings/{number}").text)

    def custody(self, document: str) -> list[dict[str, Any]]:
        """How the document came, each time."""
        found: list[dict[str, Any]] = self._get(f"documents/{quoted(document)}/custody")
        return found

    def original(self, document: str, sha256: str) -> bytes:
        """The bytes received."""
        return self._ask("GET", f"documents/{quoted(document)}/originals/{quoted(sha256)}").content

    def claims(
        self, kind: Literal["events", "tolls", "statements", "relations"], **conditions: Any
    ) -> Iterator[dict[str, Any]]:
        """The claims of one kind that meet all conditions."""
        return self._pages(f"claims/{kind}", **conditions)

    def incidents(self, **conditions: Any) -> Iterator[Incident]:
        """The incidents that meet all conditions."""
        return (Incident.model_validate_json(json.dumps(item)) for item in self._pages("incidents", **conditions))

    def incident(self, incident: str, as_of: object = None) -> Incident:
        """One incident, or what it was on a day."""
        return Incident.model_validate_json(
            self._ask("GET", f"incidents/{quoted(incident)}", params={"as_of": as_of}).text
        )

    def events_of(self, incident: str) -> list[dict[str, Any]]:
        """The events that the incident was made from."""
        found: list[dict[str, Any]] = self._get(f"incidents/{quoted(incident)}/events")
        return found

    def pairs_of(self, incident: str) -> list[dict[str, Any]]:
        """Why its events are linked, and which others were nearly."""
        found: list[dict[str, Any]] = self._get(f"incidents/{quoted(incident)}/pairs")
        return found

    # --- judgements ---

    def judge(
        self,
        kind: Literal["merge", "split", "pin", "forbid"],
        *,
        incidents: Sequence[str] = (),
        events: Sequence[Ref] = (),
        reason: str | None = None,
        seen: str | None = None,
        key: str | None = None,
    ) -> dict[str, Any]:
        """Decide about incidents; ``seen`` is the tag (ETag) of the first one as it was seen.

        Sent again with the same ``key``, it decides nothing more; the client makes one where none is given.
        """
        body = {"kind": kind, "incidents": list(incidents), "events": [list(ref) for ref in events], "reason": reason}
        made: dict[str, Any] = self._decide("judgements", body, seen=seen, key=key)
        return made

    def undo(self, number: int, reason: str | None = None, *, key: str | None = None) -> dict[str, Any]:
        """Take a judgement back."""
        made: dict[str, Any] = self._decide(f"judgements/{number}/undo", {"reason": reason}, key=key)
        return made

    # --- sources ---

    def source_profiles(self) -> Iterator[dict[str, Any]]:
        """The sources that have a profile."""
        return self._pages("source-profiles")

    def source_profile(self, name: str) -> dict[str, Any]:
        """The profile of a source."""
        found: dict[str, Any] = self._get(f"source-profiles/{quoted(name)}")
        return found

    def set_source_profile(self, name: str, *, seen: str | None = None, **fields: Any) -> dict[str, Any]:
        """Change the profile: standing, side, kind, ownership, origin."""
        made: dict[str, Any] = self._send("PATCH", f"source-profiles/{quoted(name)}", fields, seen)
        return made

    # --- what leaves ---

    def export_formats(self) -> list[dict[str, Any]]:
        """The formats of exports."""
        found: list[dict[str, Any]] = self._get("export-formats")
        return found

    def export(
        self, form: str, path: str | Path, *, profile: str = "public", options: Sequence[str] = (), **conditions: Any
    ) -> Path:
        """Write an export to a path, under a profile of data responsibility; a folder comes as a ZIP."""
        target = Path(path)
        partly = target.with_name(f"{target.name}.part")
        asked = {"profile": profile, "options": list(options), **conditions}
        with self._stream(f"exports/{quoted(form)}", **asked) as response, partly.open("wb") as file:
            for piece in response.iter_bytes():
                file.write(piece)
        return partly.replace(target)

    def export_log(self) -> Iterator[dict[str, Any]]:
        """Who took what out of the store."""
        return self._pages("export-log")

    def changes(self, first: object, last: object = None, **conditions: Any) -> dict[str, Any]:
        """What is new, revised or retracted since a day."""
        found: dict[str, Any] = self._get("changes", first=first, last=last, **conditions)
        return found

    def situation(self, on: object, *, place: str | None = None, since: object = None) -> dict[str, Any]:
        """Who is said to hold what, and who is tied to whom, as of a day."""
        found: dict[str, Any] = self._get("situation", on=on, place=place, since=since)
        return found

    def brief(
        self,
        since: object,
        *,
        until: object = None,
        place: str | None = None,
        form: Literal["html", "md", "pdf", "docx"] = "html",
    ) -> bytes:
        """A situation brief, with the citations of every sentence."""
        asked = {"since": since, "until": until, "place": place, "format": form}
        return self._ask("GET", "brief", params=asked).content
