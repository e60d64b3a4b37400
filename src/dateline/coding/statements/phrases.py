"""Sources that no reporting verb brings in: "according to X", "reportedly"."""

from __future__ import annotations

from dateline.coding.statements.extent import is_nominal, source_extent, trimmed
from dateline.coding.statements.lexicon import Lexicon
from dateline.coding.statements.saying import Saying, Tokens
from dateline.coding.statements.sources import speaker_of
from dateline.coding.syntax import child
from dateline.parse import Token

_LONGEST_APPOSITION = 12
_BRACKETS = frozenset({",", "—", "–", "-", "--"})


def according_to(token: Token, lexicon: Lexicon) -> Saying | None:
    """What "according to X" is about: the rest of the clause it stands in."""
    doc = token.doc
    if token.i + 1 >= len(doc) or doc[token.i + 1].lower_ != "to":
        return None
    to = doc[token.i + 1]
    head = child(to, "pobj") or child(token, "pobj")
    if head is None or not is_nominal(head):
        return None
    first, last = source_extent(head, token)
    last = _with_apposition(token, last)
    content = _around(token, last)
    if not content:
        return None
    entry = lexicon.verbs["accord"]
    return Saying(
        entry=entry,
        verb=token.i,
        cue=(token.i, to.i),
        content=content,
        source=(first, last),
        speaker=speaker_of(head, lexicon).i,
        addressee=None,
        direct=False,
        attributes=True,
        rule="speech.according-to.to",
        confidence=entry.frames["to"],
    )


def _with_apposition(token: Token, last: int) -> int:
    """The end of the source with "a UK-based monitor" behind it, where the parser has torn that off."""
    doc, end = token.doc, token.sent.end
    if last + 2 >= end or doc[last + 1].text != "," or doc[last + 2].lower_ not in ("a", "an"):
        return last
    for i in range(last + 3, min(last + 3 + _LONGEST_APPOSITION, end)):
        if doc[i].pos_ in ("VERB", "AUX") and doc[i].tag_ != "VBN":
            return last
        if doc[i].text == ",":
            return i - 1
    return last


def _around(token: Token, last: int) -> tuple[Tokens, ...]:
    """The sentence without the phrase: what stands before it, else what follows; both where it is between commas."""
    sent, doc = token.sent, token.doc
    before = trimmed(doc, sent.start, token.i - 1)
    after = trimmed(doc, last + 1, sent.end - 1)
    if before is None or after is None:
        return tuple(part for part in (before, after) if part is not None)
    aside = doc[token.i - 1].text in _BRACKETS and doc[last + 1].text in _BRACKETS
    if aside and doc[after[0]].dep_ != "cc":
        return before, after
    return (before,) if before[1] - before[0] >= 2 else (after,)


def hearsay(token: Token, lexicon: Lexicon) -> Saying | None:
    """What "reportedly" or "allegedly" is about: the clause of the verb or the phrase of the noun it modifies."""
    entry = lexicon.adverbs.get(token.lower_)
    if entry is None or token.dep_ not in ("advmod", "amod", "dep", "ROOT"):
        return None
    head = token.head
    first, last = _clause_of(head)
    pieces = (trimmed(token.doc, first, token.i - 1), trimmed(token.doc, token.i + 1, last))
    content = tuple(p for p in pieces if p is not None)
    if not content:
        return None
    return Saying(
        entry=entry,
        verb=token.i,
        cue=(token.i, token.i),
        content=content,
        source=None,
        speaker=None,
        addressee=None,
        direct=False,
        attributes=True,
        rule=f"speech.{entry.lemma}",
        confidence=entry.frames.get("adverb", 0.5),
    )


def _clause_of(head: Token) -> Tokens:
    """The head's subtree without its further predicates and adverbial clauses."""
    first, last = head.left_edge.i, head.right_edge.i
    for c in head.children:
        if c.dep_ in ("conj", "advcl", "parataxis", "cc") and c.i > head.i:
            last = min(last, c.left_edge.i - 1)
        elif c.dep_ in ("advcl", "parataxis") and c.i < head.i:
            first = max(first, c.right_edge.i + 1)
    return first, max(last, head.i)
