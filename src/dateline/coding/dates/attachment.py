"""Where a date hangs in its sentence: the word it dates, the preposition before it, and the range it is part of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dateline.coding.dates.lexicon import cue_words
from dateline.coding.mentions import Mentions
from dateline.parse import SpacySpan, Token
from dateline.records import When

_TRANSPARENT = frozenset({"ADP", "SCONJ", "PART", "DET", "NUM", "ADV", "PUNCT", "SYM", "ADJ", "X"})
_UP = 8


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date where it stands. ``first`` and ``last`` are its token numbers, the last included; ``governor`` is the
    word that it dates by the parse; ``preposition`` is "since", "until", "between" ... or ""; ``beside`` is whether
    its governor itself stands after "since", "after" and the like, so that the clause above happens at another time
    ("since the war last August").
    """

    date: When
    first: int
    last: int
    governor: Token
    preposition: str
    beside: bool = False


def dates_in(mentions: Mentions, sentence: SpacySpan) -> Iterator[DateMention]:
    """The dates of the sentence, in order."""
    by_token = mentions.dates.by_token
    i = sentence.start
    while i < sentence.end:
        date_id = by_token.get(i)
        if date_id is None:
            i += 1
            continue
        last = i
        while last + 1 < sentence.end and by_token.get(last + 1) == date_id:
            last += 1
        governor = _governor(mentions, i, last)
        yield DateMention(
            mentions.date(date_id), i, last, governor, _preposition(mentions, i), _stands_beside(governor)
        )
        i = last + 1


def _governor(mentions: Mentions, first: int, last: int) -> Token:
    """The verb or noun outside the date that it hangs on."""
    doc, by_token = mentions.parsed.doc, mentions.dates.by_token
    token = next((doc[i] for i in range(last, first - 1, -1) if not first <= doc[i].head.i <= last), doc[last])
    for _ in range(_UP):
        if token.head.i == token.i:
            return token
        token = token.head
        if not first <= token.i <= last and token.pos_ not in _TRANSPARENT and token.i not in by_token:
            return token
    return token


def _stands_beside(governor: Token) -> bool:
    """Whether "since", "after" or the like stands between the noun, or the gerund, and the verb above it."""
    for _ in range(_UP):
        if governor.head.i == governor.i or (governor.pos_ in ("VERB", "AUX") and governor.dep_ != "pcomp"):
            return False
        governor = governor.head
        if governor.lower_ in cue_words("other_time") and governor.pos_ in ("ADP", "SCONJ"):
            return True
    return False


def _preposition(mentions: Mentions, first: int) -> str:
    """The preposition before the date, articles and words like "early" passed over."""
    doc = mentions.parsed.doc
    for i in range(first - 1, max(first - 4, -1), -1):
        word = doc[i].lower_
        if word in cue_words("temporal_prepositions"):
            return word
        if doc[i].is_punct or doc[i].pos_ in ("VERB", "AUX", "NOUN", "PROPN") or i in mentions.dates.by_token:
            return ""
    return ""


def range_partner(found: DateMention, all_found: list[DateMention], mentions: Mentions) -> DateMention | None:
    """The second date of "between 3 and 7 April", "from Monday to Friday" and "12-17 November", from the first."""
    doc = mentions.parsed.doc
    for other in all_found:
        if other.first == found.last + 2 and doc[found.last + 1].lower_ in cue_words("range"):
            joint = doc[found.last + 1].lower_
            if joint != "and" or found.preposition == "between":
                return other
    return None
