"""How far the parts of a statement reach: its source, its cue and its content, in token numbers."""

from __future__ import annotations

from dateline.coding.statements.lexicon import Lexicon
from dateline.coding.statements.saying import Tokens
from dateline.coding.syntax import NOMINAL, child, phrase
from dateline.parse import Doc, Token

QUOTATION_MARKS = frozenset({'"', "''"})
"""Quotation marks as tokens: newspapers write two apostrophes too."""
_IN_CUE = frozenset({"aux", "auxpass", "neg", "prt"})
_TRIMMED = frozenset({",", ".", ";", ":", "-", "--", "—", "–", "…"})
_LONGEST_SOURCE = 40


def trimmed(doc: Doc, first: int, last: int) -> Tokens | None:
    """The tokens without spaces and separating marks at either end; None when nothing else is there."""
    while first <= last and (doc[first].is_space or doc[first].text in _TRIMMED):
        first += 1
    while last >= first and (doc[last].is_space or doc[last].text in _TRIMMED):
        last -= 1
    return (first, last) if first <= last else None


def closed(doc: Doc, part: Tokens) -> Tokens:
    """The part with the quotation mark that it lacks at one end, where that stands right beside it."""
    first, last = part
    if sum(t.text in QUOTATION_MARKS for t in doc[first : last + 1]) % 2 == 0:
        return part
    if last + 1 < len(doc) and doc[last + 1].text in QUOTATION_MARKS:
        return first, last + 1
    return (first - 1, last) if first and doc[first - 1].text in QUOTATION_MARKS else part


def source_extent(head: Token, verb: Token) -> Tokens:
    """The noun phrase of a source with appositions and relative clauses, unless the reporting verb stands in them."""
    if relative := next(
        (c for c in verb.children if c.tag_ in ("WP", "WDT") and c.dep_ == "nsubj" and c.i > head.i), None
    ):
        return phrase(head)[0], relative.i
    first, last = head.left_edge.i, head.right_edge.i
    if first <= verb.i <= last or last - first > _LONGEST_SOURCE:
        first, last = phrase(head)
        if first <= verb.i <= last:
            first = last = head.i
    if (
        any(t.text in QUOTATION_MARKS for t in head.doc[first : last + 1])
        and head.doc[first : last + 1].text.count('"') % 2
    ):
        first, last = phrase(head)
    return trimmed(head.doc, first, last) or (head.i, head.i)


def cue_extent(verb: Token) -> Tokens:
    """The verb with the auxiliaries, negation, particle and adverbs that stand right beside it."""
    first = last = verb.i
    near = {c.i: c for c in verb.children}
    while (c := near.get(first - 1)) is not None and (
        c.dep_ in _IN_CUE or (c.dep_ == "advmod" and c.left_edge.i == c.i)
    ):
        first -= 1
    while (c := near.get(last + 1)) is not None and c.dep_ == "prt":
        last += 1
    while first < verb.i and verb.doc[first].dep_ == "advmod" and verb.doc[first].lower_ in _NOT_IN_CUE:
        first += 1
    return first, last


def cue_with_medium(verb: Token, cue: Tokens, lexicon: Lexicon) -> Tokens:
    """The cue with the medium right behind it: "said in a statement", "wrote on its website"."""
    medium = next(
        (
            c
            for c in verb.children
            if c.i == cue[1] + 1 and c.dep_ == "prep" and c.lower_ in ("in", "on", "during", "at")
        ),
        None,
    )
    held = child(medium, "pobj") if medium is not None else None
    if held is None or held.lemma_.lower() not in lexicon.documents:
        return cue
    return cue[0], phrase(held)[1]


_NOT_IN_CUE = frozenset(["when", "where", "how", "why", "so", "then", "however", "meanwhile"])


def is_nominal(token: Token) -> bool:
    """Whether the token can head a source."""
    return token.pos_ in NOMINAL or token.tag_ in ("DT", "WP", "WDT", "CD")
