"""Which way a bare weekday or month points: back, as in "met on Friday", or ahead, as in "will meet on Friday"."""

from __future__ import annotations

from dateline.coding.dates.lexicon import cue_words
from dateline.parse import Doc, Token

_MOST_STEPS = 8


def direction(doc: Doc, first: int, last: int) -> int:
    """-1 where the clause that the tokens stand in tells of the past, +1 of the future, 0 where its tense does not
    say.
    """
    token, ahead, infinitive = _head(doc, first, last), cue_words("ahead"), False
    for _ in range(_MOST_STEPS):
        if token.tag_ == "VBD" and token.lemma_ in cue_words("settled") and not infinitive:
            return -1
        infinitive = infinitive or token.tag_ == "VB"
        if token.lower_ in ahead or token.lemma_ in ahead:
            return 1
        if token.pos_ in ("VERB", "AUX"):
            way = _of_verb(token, first, last)
            if way is not None:
                return way
        if token.head.i == token.i:
            break
        token = token.head
    return -1


def _head(doc: Doc, first: int, last: int) -> Token:
    """The token of the stretch whose head stands outside it."""
    for i in range(last, first - 1, -1):
        if not first <= doc[i].head.i <= last:
            return doc[i].head
    return doc[last]


def _of_verb(verb: Token, first: int, last: int) -> int | None:
    """The verb's own tense; None for an infinitive or participle that has none, whose governor decides. The words from
    ``first`` to ``last`` do not count: they are a date, and its "May" is no modal.
    """
    modals = cue_words("ahead_modals")
    aux = [c for c in verb.children if c.dep_ in ("aux", "auxpass") and not first <= c.i <= last]
    words = {c.lower_ for c in aux}
    if words & modals or verb.lower_ in modals:
        have = any(c.lower_ == "have" for c in aux)
        return -1 if have and "will" not in words else 1
    if verb.tag_ == "VBD" or any(c.tag_ == "VBD" or c.lower_ in ("has", "have", "had", "'ve") for c in aux):
        return -1
    if verb.tag_ == "VBP" and verb.lower_ in cue_words("past_alike"):
        return -1
    if verb.tag_ in ("VBZ", "VBP"):
        return 0
    if any(c.tag_ in ("VBZ", "VBP") for c in aux):
        return 1 if verb.tag_ == "VBG" else 0
    return None


def lasts_until_now(doc: Doc, first: int, last: int) -> bool:
    """Whether a length of time reaches up to the present: "has ruled for 14 years"."""
    if not any(doc[i].lower_ == "for" for i in range(max(first - 2, 0), first)):
        return False
    token = _head(doc, first, last)
    for _ in range(_MOST_STEPS):
        if token.pos_ in ("VERB", "AUX"):
            aux = {c.lower_ for c in token.children if c.dep_ in ("aux", "auxpass")}
            return bool(aux & cue_words("perfect")) and token.tag_ != "VB" and not aux & cue_words("ahead_modals")
        if token.head.i == token.i:
            break
        token = token.head
    return False
