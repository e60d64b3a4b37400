"""Nouns that report: "the ministry's claim that", "calls by the UN for", "their demand to"."""

from __future__ import annotations

from collections.abc import Iterator

from dateline.coding.statements.extent import is_nominal, source_extent, trimmed
from dateline.coding.statements.lexicon import Lexicon
from dateline.coding.statements.saying import Saying
from dateline.coding.syntax import child
from dateline.parse import Token

_HEARSAY = frozenset({"reported", "alleged"})
_SOURCE_FIRST = ("poss", "compound")


def noun_saying(noun: Token, lexicon: Lexicon) -> Saying | None:
    """What the noun reports; None when nobody is named whose words they are, or nothing that they say."""
    entry = lexicon.nouns.get(noun.lemma_.lower())
    if entry is None:
        return None
    source = next(_sources(noun), None)
    for frame, first in _complements(noun, source):
        if frame not in entry.frames or (source is None and not (frame == "clause" and entry.certainty in _HEARSAY)):
            continue
        content = trimmed(noun.doc, first.left_edge.i, first.right_edge.i)
        if content is None:
            continue
        return Saying(
            entry=entry,
            verb=noun.i,
            cue=(noun.i, noun.i),
            content=(content,),
            source=source_extent(source, noun) if source is not None else None,
            speaker=source.i if source is not None else None,
            addressee=None,
            direct=False,
            attributes=entry.attributes(frame),
            rule=f"{entry.kind}.{entry.lemma}.noun-{frame}",
            confidence=entry.frames[frame],
        )
    return None


def _sources(noun: Token) -> Iterator[Token]:
    yield from (c for c in noun.lefts if c.dep_ in _SOURCE_FIRST and (c.dep_ == "poss" or c.pos_ == "PROPN"))
    for prep in noun.rights:
        if prep.dep_ in ("prep", "agent") and prep.lower_ in ("by", "from"):
            yield from (o for o in prep.children if o.dep_ == "pobj" and is_nominal(o))


def _complements(noun: Token, source: Token | None) -> Iterator[tuple[str, Token]]:
    for c in noun.rights:
        if c.dep_ in ("acl", "ccomp", "relcl") and child(c, "mark") is not None:
            yield "clause", c
        elif c.dep_ in ("acl", "xcomp") and c.tag_ == "VB":
            yield "infinitive", c
        elif c.dep_ == "prep" and (source is None or not c.i <= source.i <= c.right_edge.i):
            yield c.lower_, c
