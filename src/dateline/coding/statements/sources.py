"""Who is responsible for reported words: the subject of the reporting verb, or whoever stands behind it."""

from __future__ import annotations

from collections.abc import Iterator

from dateline.coding.statements.extent import is_nominal
from dateline.coding.statements.lexicon import Cue, Lexicon
from dateline.coding.syntax import child, subjects_of
from dateline.parse import Token

_SOURCE_RELATIONS = frozenset({"compound", "poss", "nmod", "amod"})


def source_of(verb: Token, lexicon: Lexicon) -> Token | None:
    """The head of the verb's subject; of "the party issued a statement saying", the party."""
    source = next((s for s in subjects_of(verb) if is_nominal(s)), None)
    if (
        source is None
        or verb.dep_ != "acl"
        or source.lemma_.lower() not in lexicon.documents
        or source.head.pos_ != "VERB"
    ):
        return source
    return next((s for s in subjects_of(source.head) if is_nominal(s)), source)


def listener_of(verb: Token, entry: Cue) -> Token | None:
    """Whom it is said to: the object of "told Reuters", the "to" phrase of "said to reporters"."""
    if entry.addressee:
        told = child(verb, "dobj", "dative")
        if told is not None and is_nominal(told):
            return told
    to = next((p for p in verb.children if p.dep_ in ("prep", "dative") and p.lower_ == "to"), None)
    return child(to, "pobj") if to is not None else None


def speaker_of(head: Token, lexicon: Lexicon) -> Token:
    """Who stands behind a source: of "UN estimates" or "a report by the agency", the UN and the agency."""
    if head.lemma_.lower() not in lexicon.documents:
        return head
    return next(_behind(head), head)


def _behind(document: Token) -> Iterator[Token]:
    for c in document.children:
        if c.dep_ in ("prep", "agent") and c.lower_ in ("by", "from", "of"):
            yield from (o for o in c.children if o.dep_ == "pobj" and o.pos_ in ("PROPN", "NOUN"))
        elif c.dep_ == "acl":
            yield from (o for by in c.children if by.dep_ == "agent" for o in by.children if o.dep_ == "pobj")
    for c in document.lefts:
        if c.dep_ in _SOURCE_RELATIONS and (c.pos_ == "PROPN" or c.dep_ == "poss"):
            yield c
