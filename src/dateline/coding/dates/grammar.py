"""The grammar: from the codes of a text to its time expressions, the longest at each place first."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from dateline.coding.dates.expressions import Expression, Meaning
from dateline.coding.dates.scan import Alphabet, Scan
from dateline.coding.numbers import Number
from dateline.parse import Doc, Token


class NotATimeError(Exception):
    """The words are no time expression, and no part of them is: an age, for instance."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a rule found: its groups, with the meaning of the code that each starts with."""

    match: re.Match[str]
    scan: Scan
    doc: Doc

    def has(self, group: str) -> bool:
        """Whether the group took part in the match."""
        return group in self.match.re.groupindex and self.match.start(group) >= 0

    def token(self, group: str) -> Token:
        """The first token of the group."""
        return self.doc[self.match.start(group)]

    def word(self, group: str) -> str:
        """What the code of the group means, as a string; "" when the group took no part."""
        return str(self.scan.codes[self.match.start(group)].value) if self.has(group) else ""

    def kind(self, group: str) -> str:
        """The kind of the code that the group starts with; "" when the group took no part."""
        return self.scan.codes[self.match.start(group)].kind if self.has(group) else ""

    def figure(self, group: str) -> int | None:
        """A whole number: of a month, day, weekday, ordinal or year."""
        return int(self.word(group)) if self.has(group) else None

    def amount(self, group: str) -> float | None:
        """How many: None where the words say no figure ("several")."""
        code = self.scan.codes[self.match.start(group)]
        if isinstance(code.value, Number):
            return code.value.low if code.value.kind != "order" else None
        return float(str(code.value[0] if isinstance(code.value, tuple) else code.value))

    def whole(self, position: int) -> int:
        """The whole number at a token of the match."""
        value = self.scan.codes[position].value
        return int(value.low) if isinstance(value, Number) else int(str(value))

    def parts(self, group: str) -> tuple[Any, ...]:
        """What a token of several parts holds, as figures.py made it; () for any other."""
        value = self.scan.codes[self.match.start(group)].value
        return value if isinstance(value, tuple) else ()

    def figures(self, group: str) -> tuple[int, ...]:
        """The whole numbers of a token that holds several: of a date, of two days."""
        return tuple(int(str(figure)) for figure in self.parts(group))

    @property
    def before(self) -> Token | None:
        """The token before the match."""
        return self.doc[self.match.start() - 1] if self.match.start() else None

    @property
    def after(self) -> Token | None:
        """The token after the match."""
        return self.doc[self.match.end()] if self.match.end() < len(self.doc) else None

    def tight(self, first: int, last: int) -> bool:
        """Whether no space stands between the tokens from ``first`` to ``last``."""
        return all(not self.doc[i].whitespace_ for i in range(first, last))


Handler = Callable[[Found], Meaning | None]


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern of kinds (see :meth:`Alphabet.compile`) and what makes a meaning of a match, or None where it is none.

    ``groups`` are the groups whose words are the expression; the whole match where there are none.
    """

    pattern: str
    handler: Handler
    groups: tuple[str, ...] = ()


class Grammar:
    """The rules, compiled once."""

    def __init__(self, rules: tuple[Rule, ...], alphabet: Alphabet, strong: tuple[str, ...]) -> None:
        self._rules = tuple((alphabet.compile(rule.pattern), rule) for rule in rules)
        letters = alphabet.any_of(*strong)
        self._island = re.compile(rf"[^.]*[{letters}][^.]*")

    def read(self, scan: Scan, doc: Doc) -> Iterator[Expression]:
        """The time expressions of the text in order; none overlaps another."""
        starts = [*[sentence.start for sentence in doc.sents][1:], len(doc)]
        for island in self._island.finditer(scan.letters):
            i = island.start()
            while i < island.end():
                end = min(island.end(), starts[bisect_right(starts, i)])
                expressions, i = self._longest(scan, doc, i, end)
                yield from expressions

    def _longest(self, scan: Scan, doc: Doc, i: int, end: int) -> tuple[list[Expression], int]:
        """The longest expression that starts at token ``i``, and where to go on."""
        matches = [(m.end(), n, m, r) for n, (p, r) in enumerate(self._rules) if (m := p.match(scan.letters, i, end))]
        for stop, _, match, rule in sorted(matches, key=lambda found: (-found[0], found[1])):
            found = Found(match, scan, doc)
            try:
                meaning = rule.handler(found)
            except NotATimeError:
                return [], stop
            if meaning is not None:
                first, last = _extent(match, rule)
                return [Expression(first, last, meaning)], stop
        return [], i + 1


def _extent(match: re.Match[str], rule: Rule) -> tuple[int, int]:
    spans = [match.span(g) for g in rule.groups if match.start(g) >= 0] or [match.span()]
    return min(s for s, _ in spans), max(e for _, e in spans) - 1
