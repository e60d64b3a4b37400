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

    def add_verdicts(self, document: str, verdicts: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """Keep verdicts on one document, all or none: ``{"verdict": "rejected", "claim": "t2", "seen": 0}``."""
        made: list[dict[str, Any]] = self._send("POST", f"documents/{quoted(document)}/verdicts", list(verdicts))
        return made

    def add_verdicts_in_bulk(self, verdicts: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """Keep verdicts on many documents, each by itself; what became of each."""
        made: list[dict[str, Any]] = self._send("POST", "verdicts", list(verdicts))
        return made

    def undo_verdict(self, number: int, reason: str | None = None) -> int:
        """Take a verdict back, or restore one that was; the number of the line that does."""
        made: dict[str, int] = self._send("POST", f"verdicts/{number}/undo", {"reason": reason})
        return made["number"]
