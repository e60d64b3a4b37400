"""How many: a number with the words that bound it."""

from __future__ import annotations

from dataclasses import dataclass

from dateline.coding.numbers import Number
from dateline.coding.tolls.lexicon import lexicon
from dateline.parse import Doc
from dateline.records import Bound


@dataclass(frozen=True, slots=True)
class Figures:
    """The bound of a toll, and the figures that it allows (see ``records.Toll``)."""

    bound: Bound
    low: int | None = None
    best: int | None = None
    high: int | None = None


ONE = Figures("exact", 1, 1, 1)


def bound_before(doc: Doc, i: int) -> tuple[int, Bound | None]:
    """Where the words that bound the number at token ``i`` start, and what they say: "at least", "an estimated"."""
    bound: Bound | None = None
    while i > 0 and not doc[i].is_sent_start:
        found = _phrase_before(doc, i)
        if found is None:
            break
        i, means = found
        bound = means if bound in (None, "exact") else bound
    return i, None if bound == "exact" else bound


def _phrase_before(doc: Doc, i: int) -> tuple[int, Bound] | None:
    """The phrase that ends before token ``i``; none in "has gone up to 35", which says how many there are."""
    for phrase, means in lexicon().bounds_before.get(doc[i - 1].lower_, ()):
        start = i - len(phrase)
        if start >= 0 and all(doc[start + k].lower_ == w for k, w in enumerate(phrase)):
            grown = phrase == ("up", "to") and start > 0 and doc[start - 1].lemma_.lower() in lexicon().scope["rises"]
            return None if grown else (start, means)
    return None


def bound_after(doc: Doc, i: int) -> tuple[int, Bound | None]:
    """Past the words at token ``i`` that bound the number before them, and what they say: "or more", "or so"."""
    if i >= len(doc):
        return i, None
    for phrase, means in lexicon().bounds_after.get(doc[i].lower_, ()):
        if all(i + k < len(doc) and doc[i + k].lower_ == w for k, w in enumerate(phrase)):
            return i + len(phrase), means
    return i, None


def figures_of(number: Number, bound: Bound | None, *, grown: bool) -> Figures | None:
    """The figures of the number; None for a fraction. ``grown``: "from 20 to 35" says that there are 35 by now.

    Words of an order ("several", "dozens") have a low and no best: the least that casualty recorders take them for, as
    ACLED's codebook does (tens 10, dozens 12, hundreds 100), and three for more than two.
    """
    if number.kind == "order":
        return Figures("order", int(number.low) or None)
    if number.kind == "range":
        low, high = int(number.low), int(number.high or number.low)
        if grown:
            return Figures("exact", high, high, high)
        return Figures("at_most", None, high, high) if bound == "at_most" else Figures("range", low, low, high)
    n = number.value
    if n is None:
        return None
    match bound:
        case "at_least":
            return Figures("at_least", n, n, None)
        case "at_most":
            return Figures("at_most", None, n, n)
        case "approximately":
            return Figures("approximately", None, n, None)
        case _:
            return Figures("exact", n, n, n)
