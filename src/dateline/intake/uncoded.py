"""Documents that are kept without a claim because nobody read them: counted by the reason, so that none is lost unseen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from dateline.records import PASSED_OVER, WITHOUT_RULES, CodedDocument


@dataclass(slots=True)
class Uncoded:
    """How many documents the relevance gate passed over, and by language those that there are no rules for."""

    passed_over: int = 0
    languages: Counter[str] = field(default_factory=Counter)

    def count(self, coded: CodedDocument) -> None:
        """Count the document where nothing of it was read."""
        codes = {note.code for note in coded.notes}
        self.passed_over += PASSED_OVER in codes
        if WITHOUT_RULES in codes:
            self.languages[coded.document.language] += 1

    def add(self, other: Uncoded) -> None:
        """Add what another has counted."""
        self.passed_over += other.passed_over
        self.languages.update(other.languages)

    def to_dict(self) -> dict[str, Any]:
        """The counts, for a manifest."""
        return {"passed_over": self.passed_over, "languages": dict(sorted(self.languages.items()))}

    @classmethod
    def from_dict(cls, counts: Mapping[str, Any]) -> Self:
        """The counts of a manifest."""
        return cls(counts["passed_over"], Counter(counts["languages"]))

    def told(self) -> list[str]:
        """What it counted, in words: a line a reason."""
        lines = []
        if self.languages:
            names = ", ".join(f"{name} {number:,}" for name, number in self.languages.most_common())
            lines.append(f"{self.languages.total():,} not in English: kept, not coded ({names})")
        if self.passed_over:
            lines.append(f"{self.passed_over:,} passed over by the relevance gate: kept, not coded")
        return lines
