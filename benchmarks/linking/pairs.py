"""The hand-written hard pairs: two short reports each, through the real coder, the same happening or not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks.linking.world import data
from dateline import Coder
from dateline.link.facts import facts_of
from dateline.link.linker import Linker
from dateline.link.links import Linked


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a pair came out: ``same`` is the truth, ``linked`` whether any event of one report is linked to one of the other."""

    why: str
    same: bool
    linked: bool

    @property
    def right(self) -> bool:
        """Whether the linker was right."""
        return self.same == self.linked


def outcomes(coder: Coder, linker: Linker, name: str) -> Iterator[Outcome]:
    """The outcome of every pair of a file, each linked by itself: two reports are as few as can be."""
    for pair in data(name):
        coded = [coder.code(text, source=source, published=str(day)) for day, source, text in (pair["a"], pair["b"])]
        first, second = (
            tuple(f._replace(document=name) for f in facts_of(c)) for name, c in zip("ab", coded, strict=True)
        )
        yield Outcome(pair["why"], pair["same"], _linked(linker.link([*first, *second])))


def _linked(linked: Linked) -> bool:
    return any(len({document for document, _ in group.members}) > 1 for group in linked.groups)
