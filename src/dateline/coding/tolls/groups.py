"""Counted groups: a number, what it counts, and how the words around it bound it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from dateline.coding.mentions import Mentions
from dateline.coding.numbers import Number, numbers
from dateline.coding.tolls.counted import counted_noun
from dateline.coding.tolls.figures import Figures, bound_after, bound_before, figures_of
from dateline.coding.tolls.lexicon import NounKind, lexicon
from dateline.coding.tolls.lines import run_on_end
from dateline.coding.tolls.nouns import is_countable, noun_kind
from dateline.parse import Doc

_NAMES = frozenset({"LAW", "FAC", "PRODUCT"})
_OLDEST = 115
_ARTICLES = frozenset({"a", "an"})


@dataclass(frozen=True, slots=True)
class Group:
    """A number of people or homes, by token numbers, ends included.

    ``first`` is where its bounding words start, ``number`` where the number itself stands, ``head`` the noun counted,
    or the number's last token when none is named (``noun`` is false then), and ``last`` the end of the noun phrase.
    """

    first: int
    head: int
    last: int
    number: tuple[int, int]
    figures: Figures
    noun: bool
    kind: NounKind | None


@dataclass(frozen=True, slots=True)
class GroupIndex:
    """The groups of a text from left to right, and by their tokens."""

    groups: tuple[Group, ...]
    by_token: dict[int, Group] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        by_token: dict[int, Group] = {}
        for group in self.groups:
            for i in range(group.first, group.last + 1):
                by_token[i] = group  # of "four of the nine students", the nine are the inner group
        object.__setattr__(self, "by_token", by_token)

    def at(self, i: int) -> Group | None:
        """The group that token ``i`` is in."""
        return self.by_token.get(i)

    def first_in(self, tokens: Iterable[int]) -> Group | None:
        """The group of the first of the tokens that is in one."""
        return next((group for i in tokens if (group := self.by_token.get(i)) is not None), None)


def counted_groups(mentions: Mentions) -> GroupIndex:
    """The groups of the text. Numbers that count something else than people and homes are left out."""
    doc = mentions.parsed.doc
    found = (_group(mentions, number) for number in (*numbers(doc), *_vague(doc)))
    return GroupIndex(tuple(sorted((g for g in found if g is not None), key=lambda g: g.first)))


def _vague(doc: Doc) -> Iterator[Number]:
    """As in "many" (more than two), "a number of", "some" without a figure: an order; "both": two."""
    words = lexicon()
    for token in doc[:-1]:
        i, word = token.i, token.lower_
        if word in words.vague:
            if token.pos_ in ("DET", "ADJ") and not _bounds_a_number(doc, i):
                yield Number(i, i, words.vague[word], None, "order")
        elif word in words.vague_nouns:
            start = _article_before(doc, i)
            if start is not None and doc[i + 1].lower_ == "of":
                yield Number(start, i, words.vague_nouns[word] if start == i - 1 else 0, None, "order")
        elif word == "both":
            yield Number(i, i, 2, 2)


def _article_before(doc: Doc, i: int) -> int | None:
    """The article of "a number" or "an unknown number"; None where there is none, as in "the number"."""
    start = i - 2 if i > 1 and doc[i - 1].pos_ in ("ADJ", "VERB") else i - 1
    return start if start >= 0 and doc[start].lower_ in _ARTICLES else None


def _bounds_a_number(doc: Doc, i: int) -> bool:
    """Whether the word belongs to a number: "some 200", "as many as 20", "how many"."""
    return doc[i + 1].like_num or (i > 0 and doc[i - 1].lower_ in ("as", "so", "how", "too", "that", "this"))


def _group(mentions: Mentions, number: Number) -> Group | None:
    doc = mentions.parsed.doc
    if _is_no_count(mentions, number):
        return None
    first, before = bound_before(doc, number.first)
    start, after = bound_after(doc, number.last + 1)
    grown = number.first > 0 and doc[number.first - 1].lower_ == "from"
    figures = figures_of(number, before or after, grown=grown)
    if figures is None:
        return None
    span = (number.last, number.last) if grown and number.kind == "range" else (number.first, number.last)
    found = counted_noun(mentions, doc[number.last], start, run_on_end(doc, number.first))
    if found is None:
        return Group(first, number.last, max(number.last, start - 1), span, figures, noun=False, kind=None)
    head, last = found
    kind = noun_kind(mentions, doc[head])
    return None if kind == "thing" else Group(first, head, last, span, figures, noun=True, kind=kind)


def _is_no_count(mentions: Mentions, number: Number) -> bool:
    """A date, an age, a share, nought, or a number that is a name ("Resolution 2254", "Flight 17")."""
    doc, i = mentions.parsed.doc, number.first
    token = doc[i]
    if i in mentions.dates.by_token or token.ent_type_ == "ORDINAL" or (number.kind == "exact" and not number.low):
        return True
    if token.ent_type_ == "DATE" and token.is_digit and 1900 < number.low < 2100:
        return not (number.last + 1 < len(doc) and is_countable(mentions, doc[number.last + 1]))
    return (i > 0 and _is_name(doc, number)) or _is_measure(doc, number)


def _is_name(doc: Doc, number: Number) -> bool:
    """As in "Article 5", "M-16", "Route 302", the age of "Amina Nur, 22, who", and "members of one family"."""
    if number.first > 1 and doc[number.first - 1].lower_ == "of" and doc[number.first - 2].lower_ == "members":
        return True
    before, after = doc[number.first - 1], doc[number.last + 1 : number.last + 2]
    if before.lower_ in lexicon().gaps["named_by_number"]:
        return True
    if before.text == "-" and not before.whitespace_ and number.first > 1 and doc[number.first - 2].is_alpha:
        return True
    if before.pos_ == "PROPN" and before.ent_type_ in _NAMES and doc[number.first].ent_type_ == before.ent_type_:
        return True
    aged = before.text in (",", "(") and number.first > 1 and doc[number.first - 2].pos_ == "PROPN"
    return aged and number.low < _OLDEST and all(t.text in (",", ")", ".", ";") for t in after)


def _is_measure(doc: Doc, number: Number) -> bool:
    """As in "12%", "500-strong", "120-mm"."""
    if number.last + 1 >= len(doc):
        return False
    after, last = doc[number.last + 1], doc[number.last]
    if after.text in ("%", "°") or after.lower_ == "percent":
        return True
    return after.text in ("-", "–") and not last.whitespace_ and not after.whitespace_
