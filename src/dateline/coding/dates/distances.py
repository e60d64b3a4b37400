"""Where "two days after the truce" lies: so far from the day of what it is counted from, where the text says that day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from dateline.coding.dates.anchors import Resolved
from dateline.coding.dates.calendars import PARTS_OF_DAY, days_of, shift, unit_value
from dateline.coding.dates.expressions import Expression, Length
from dateline.coding.dates.lexicon import cue_words
from dateline.parse import Doc, Token

_UP = 5


def tie_distances(expressions: Sequence[Expression], resolved: list[Resolved], doc: Doc) -> None:
    """Give the lengths before "after", "following" and "before" the days that they lead to. The value stays a length.

    The day counted from stands with what follows ("two days after the truce of 26 November"), or with an earlier
    mention of it ("A truce took hold on 26 November. ... Two days after the truce").
    """
    for n, expression in enumerate(expressions):
        meaning, preposition = expression.meaning, counted_from(doc, expression.last)
        if preposition is None or not isinstance(meaning, Length) or meaning.side or meaning.amount is None:
            continue
        day = _day_within(preposition, n, expressions, resolved) or _day_before(preposition, n, expressions, resolved)
        if day is None:
            continue
        sign = -1 if preposition.lower_ == "before" else 1
        other = shift(day, meaning.unit, sign * meaning.amount)
        days = days_of(unit_value(other, "D" if meaning.unit in PARTS_OF_DAY else meaning.unit))
        if days is not None:
            resolved[n] = replace(resolved[n], start=days[0], end=days[1])


def counted_from(doc: Doc, last: int) -> Token | None:
    """The "after" or "before" that follows the expression whose last token is ``last``; None where there is none."""
    after = doc[last + 1] if last + 1 < len(doc) else None
    return after if after is not None and after.lower_ in cue_words("distance") else None


def _day_within(
    preposition: Token, n: int, expressions: Sequence[Expression], resolved: Sequence[Resolved]
) -> date | None:
    """The day that is said in what the preposition governs: of a noun, or of a clause."""
    top = preposition.head if preposition.dep_ == "mark" else preposition
    end, doc = top.right_edge.i, top.doc
    if end + 1 < len(doc) and doc[end + 1].lower_ in ("on", "of", "in"):
        end += 2  # "a week before the vote on 20 March", whose date the parse may hang on the verb
    for later, found in zip(expressions[n + 1 :], resolved[n + 1 :], strict=True):
        if later.first > end:
            return None
        if found.start is not None and found.start == found.end:
            return found.start
    return None


def _day_before(
    preposition: Token, n: int, expressions: Sequence[Expression], resolved: Sequence[Resolved]
) -> date | None:
    """The last day that an earlier mention of the same noun stands with: under it, or under the same verb."""
    noun = next((c for c in preposition.children if c.dep_ == "pobj" and c.pos_ == "NOUN"), None)
    if noun is None or not any(c.dep_ in ("det", "poss") and c.lower_ not in ("a", "an") for c in noun.children):
        return None
    for earlier, found in zip(reversed(expressions[:n]), reversed(resolved[:n]), strict=True):
        if found.start is not None and found.start == found.end and _stands_with(noun, preposition.doc[earlier.last]):
            return found.start
    return None


def _stands_with(noun: Token, token: Token) -> bool:
    """Whether the token hangs on a mention of the noun, or on the verb whose subject or object that is."""
    for _ in range(_UP):
        if token.lemma_ == noun.lemma_:
            return True
        if token.pos_ in ("VERB", "AUX"):
            return any(c.lemma_ == noun.lemma_ and c.pos_ == "NOUN" for c in token.children)
        if token.head.i == token.i:
            return False
        token = token.head
    return False
