"""Where a date hangs in its sentence: the word it dates, the preposition before it, and the range it is part of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dateline.coding.dates.distances import counted_from
from dateline.coding.dates.lexicon import cue_words
from dateline.coding.mentions import Mentions
from dateline.coding.syntax import clause_root
from dateline.parse import Doc, SpacySpan, Token
from dateline.records import When

_TRANSPARENT = frozenset({"ADP", "SCONJ", "PART", "DET", "NUM", "ADV", "PUNCT", "SYM", "ADJ", "X"})
_UP = 8


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date where it stands. ``first`` and ``last`` are its token numbers, the last included; ``governor`` is the
    word that it dates by the parse; ``preposition`` is "since", "until", "between" ... or ""; ``beside`` is whether
    its governor itself stands after "since", "after" and the like, so that the clause above happens at another time
    ("since the war last August"). ``opens`` is whether it starts a stretch that has no end: "since Monday", "since the
    war began in March".
    """

    date: When
    first: int
    last: int
    governor: Token
    preposition: str
    beside: bool = False
    opens: bool = False


def attached_dates(doc: Doc, dates: Sequence[tuple[When, int, int]]) -> dict[int, tuple[DateMention, ...]]:
    """From the first token of each sentence that has dates to these, in order; given with first and last token number."""
    inside = frozenset(i for _, first, last in dates for i in range(first, last + 1))
    found: dict[int, list[DateMention]] = {}
    for date, first, last in dates:
        governor = _governor(doc, inside, first, last)
        after = counted_from(doc, last)
        if after is not None and after.dep_ == "mark" and after.head == governor:
            governor = governor.head  # "struck two days after it was signed": the length is of the striking
        preposition = _preposition(doc, inside, first)
        opens = preposition == "since" or _since_clause(governor)
        found.setdefault(doc[first].sent.start, []).append(
            DateMention(date, first, last, governor, preposition, _stands_beside(governor), opens)
        )
    return {start: tuple(each) for start, each in found.items()}


def dates_in(mentions: Mentions, sentence: SpacySpan) -> tuple[DateMention, ...]:
    """The dates of the sentence, in order."""
    return mentions.dates.attached.get(sentence.start, ())


def _governor(doc: Doc, inside: frozenset[int], first: int, last: int) -> Token:
    """The verb or noun outside the date that it hangs on."""
    token = next((doc[i] for i in range(last, first - 1, -1) if not first <= doc[i].head.i <= last), doc[last])
    for _ in range(_UP):
        if token.head.i == token.i:
            return token
        token = token.head
        if not first <= token.i <= last and token.pos_ not in _TRANSPARENT and token.i not in inside:
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


def _since_clause(governor: Token) -> bool:
    """Whether the date tells when something began, after which the clause above has gone on."""
    root = clause_root(governor)
    return root.dep_ == "advcl" and any(c.lower_ == "since" and c.i < root.i for c in root.children)


def _preposition(doc: Doc, inside: frozenset[int], first: int) -> str:
    """The preposition before the date, articles and words like "early" passed over."""
    for i in range(first - 1, max(first - 4, -1), -1):
        word = doc[i].lower_
        if word in cue_words("temporal_prepositions"):
            return word
        if doc[i].is_punct or doc[i].pos_ in ("VERB", "AUX", "NOUN", "PROPN") or i in inside:
            return ""
    return ""


def range_partner(found: DateMention, all_found: Sequence[DateMention], mentions: Mentions) -> DateMention | None:
    """The second date of "between 3 and 7 April", "from Monday to Friday" and "12-17 November", from the first."""
    doc = mentions.parsed.doc
    for other in all_found:
        if other.first == found.last and other.date.mention.start > found.date.mention.start:
            return other  # "26–28 November", whose figures are one token
        if other.first == found.last + 2 and doc[found.last + 1].lower_ in cue_words("range"):
            joint = doc[found.last + 1].lower_
            if joint != "and" or found.preposition == "between":
                return other
    return None
