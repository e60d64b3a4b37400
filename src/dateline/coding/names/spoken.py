"""What a whole document says of one name."""

from __future__ import annotations

from dataclasses import dataclass

_PART_OF_MORE, _MOST_OF_MORE = 0.5, 1.25


@dataclass(slots=True)
class Spoken:
    """What the whole document says of one name: the best places that it stands in, and what speaks for an actor."""

    labels: float = 0.0
    mentions: int = 0
    best: float = 0.0
    more: float = 0.0
    actor: float = 0.0
    close: bool = False

    def add(self, label: float, context: float, actor: float, *, close: bool) -> None:
        """One more mention."""
        self.labels += label
        self.mentions += 1
        self.more += max(0.0, min(context, self.best))
        self.best = max(self.best, context)
        self.actor += actor
        self.close |= close

    @property
    def ground(self) -> float:
        """How much speaks for a place: the best mention, and a part of the others."""
        return self.best + min(_MOST_OF_MORE, _PART_OF_MORE * self.more)
