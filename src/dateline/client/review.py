"""What a client may do in a project: verdicts on claims."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dateline.client.parts import Part, quoted


class ReviewPart(Part):
    """Review."""

    def review(self, document: str) -> dict[str, Any]:
        """A document under review: the record as it holds, the machine's, the verdicts and the version of each claim."""
        found: dict[str, Any] = self._get(f"documents/{quoted(document)}/review")
        return found

    def add_verdicts(
        self, document: str, verdicts: Sequence[Mapping[str, Any]], *, key: str | None = None
    ) -> list[dict[str, Any]]:
        """Keep verdicts on one document, all or none: ``{"verdict": "rejected", "claim": "t2", "seen": 0}``.

        A correction may bring along what the document does not name: ``{"verdict": "corrected", "claim": "e1", "fields":
        {"places": ["there"]}, "brings": {"places": {"there": {"geonames_id": 163533}}}}``.
        Sent again with the same ``key``, it writes nothing more; the client makes one where none is given.
        """
        path = f"documents/{quoted(document)}/verdicts"
        made: list[dict[str, Any]] = self._decide(path, list(verdicts), key=key)
        return made

    def add_verdicts_in_bulk(
        self, verdicts: Sequence[Mapping[str, Any]], *, key: str | None = None
    ) -> list[dict[str, Any]]:
        """Keep verdicts on many documents, each by itself; what became of each."""
        made: list[dict[str, Any]] = self._decide("verdicts", list(verdicts), key=key)
        return made

    def undo_verdict(self, number: int, reason: str | None = None, *, key: str | None = None) -> int:
        """Take a verdict back, or restore one that was; the number of the line that does."""
        made: dict[str, int] = self._decide(f"verdicts/{number}/undo", {"reason": reason}, key=key)
        return made["number"]
