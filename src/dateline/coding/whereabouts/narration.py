"""Which clauses tell what happened, and which share their place."""

from __future__ import annotations

from collections.abc import Container

from dateline.coding.syntax import clause_root
from dateline.parse import Token

_UP = 8


def narrates(root: Token) -> bool:
    """Whether a clause with this main verb tells what happened: not what someone is or was, nor what always is so."""
    if any(c.dep_ in ("ccomp", "expl") for c in root.children) or root.pos_ not in ("VERB", "AUX"):
        return True
    if root.lemma_ == "be":
        return False
    finite = next((c for c in root.children if c.dep_ in ("aux", "auxpass")), root)
    return finite.tag_ not in ("VBZ", "VBP") or finite.lemma_ == "have"


def carries_on(token: Token) -> bool:
    """Whether what the token tells of carries the story on: not what is always so, and no aside about someone."""
    if not narrates(token.sent.root):
        return False
    clause = clause_root(token)
    for _ in range(_UP):
        if clause.dep_ == "relcl":
            return False
        if clause.head.i == clause.i:
            break
        clause = clause_root(clause.head)
    return True


def clauses_above(token: Token, spoken: Container[str]) -> list[int]:
    """The clauses whose place the token's shares: its own, and those it is joined to without being what they say.

    ``spoken`` are the lemmas of verbs of speech.
    """
    root = clause_root(token)
    out = [root.i]
    for _ in range(_UP):
        if root.head.i == root.i or root.dep_ == "relcl":
            break
        if root.dep_ in ("ccomp", "parataxis") and root.head.lemma_ in spoken:
            break
        root = clause_root(root.head)
        out.append(root.i)
    return out
