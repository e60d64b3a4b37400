"""Statements, and the chain of sources that is responsible for each word of a text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from dateline.coding.claims import Reasoned
from dateline.coding.statements.saying import Saying
from dateline.records import Attribution, Statement


@dataclass(frozen=True, slots=True)
class Statements:
    """The statements of a document, and who is responsible for each of its words."""

    statements: tuple[Reasoned[Statement], ...] = ()
    by_token: Mapping[int, tuple[Attribution, ...]] = field(default_factory=dict)

    def attribution_at(self, token_index: int) -> tuple[Attribution, ...]:
        """The sources responsible for the word at this token number, outermost first; empty in the text's own voice."""
        return self.by_token.get(token_index, ())


def chains(sayings: Sequence[Saying], links: Sequence[Attribution]) -> dict[int, tuple[Attribution, ...]]:
    """The chain of each token that stands in what somebody says; ``links`` are the sayings' attributions, in order.

    A saying is inside of another when its reporting verb is; one and the same chain is shared by all its tokens.
    """
    covering: dict[int, list[int]] = {}
    for number, saying in enumerate(sayings):
        if saying.attributes:
            for first, last in saying.content:
                for token in range(first, last + 1):
                    covering.setdefault(token, []).append(number)
    depth = {n: len(covering.get(s.verb, ())) for n, s in enumerate(sayings)}
    made: dict[tuple[int, ...], tuple[Attribution, ...]] = {}
    out: dict[int, tuple[Attribution, ...]] = {}
    for token, numbers in covering.items():
        key = tuple(numbers)
        if key not in made:
            made[key] = tuple(links[n] for n in sorted(key, key=lambda n: (depth[n], sayings[n].verb)))
        out[token] = made[key]
    return out
