"""How far to trust a reported saying: its construction's share, corrected for where the verb stands.

The shares of the lexicon hold for a main verb in the past tense under a named subject. The corrections are the
weights of a logistic regression over annotated news, in log-odds.
"""

from __future__ import annotations

import math
from dataclasses import replace

from dateline.coding.statements.saying import Saying
from dateline.coding.syntax import is_nobody
from dateline.parse import Doc, Token

LEAST = 0.4
"""What is less likely than this to report anything is not written."""

LEAST_NESTED = 0.25
"""The same for clauses inside of clauses with a source of their own. Annotators pass most of them over; the chain of
sources needs them."""

_PLACE = {
    "ROOT": 0.0, "parataxis": 0.0, "advcl": -0.6, "conj": -0.95, "ccomp": -0.75, "xcomp": -0.95, "pcomp": -1.5,
    "acl": -1.65, "relcl": -1.35,
}  # fmt: skip
_ELSEWHERE = -0.8
_TAG = {"VB": -0.95, "VBG": -0.4, "VBZ": -0.3, "VBP": -0.1}
_MODALS = frozenset(["would", "could", "should", "may", "might", "can", "must"])
_MODAL = -0.4
_IN_CLAUSE = -1.9
_IN_CONDITION = -0.7
_NO_SOURCE = -2.7
_SPEAKER_OR_HEARER = -1.05
_PRONOUN = -0.3
_IT = -0.8
_COMMON_NOUN = -0.45


def weighed(doc: Doc, saying: Saying) -> Saying | None:
    """The saying with its confidence corrected; None when it is too unlikely."""
    verb = doc[saying.verb]
    odds = math.log(saying.confidence / (1 - saying.confidence))
    odds += _PLACE.get(verb.dep_, _ELSEWHERE) + _TAG.get(verb.tag_, 0.0)
    if any(c.dep_ == "aux" and c.lower_ in _MODALS for c in verb.children):
        odds += _MODAL
    if verb.dep_ == "ccomp" or any(a.dep_ == "ccomp" for a in verb.ancestors):
        odds += _IN_CLAUSE
    if any(c.dep_ == "mark" and c.lower_ in ("if", "whether", "unless") for c in verb.children):
        odds += _IN_CONDITION
    if not saying.rule.split(".")[-1].startswith("passive"):
        odds += _source_weight(doc[saying.speaker] if saying.speaker is not None else None)
    confidence = 1 / (1 + math.exp(-odds))
    nested = saying.entry.kind == "speech" and saying.source is not None and saying.rule.endswith(".clause")
    return replace(saying, confidence=confidence) if confidence >= (LEAST_NESTED if nested else LEAST) else None


def _source_weight(head: Token | None) -> float:
    if head is None or is_nobody(head):
        return _NO_SOURCE
    if head.pos_ == "PROPN":
        return 0.0
    if head.lower_ in ("i", "we", "you"):
        return _SPEAKER_OR_HEARER
    if head.lower_ == "it":
        return _IT
    return _PRONOUN if head.pos_ == "PRON" else _COMMON_NOUN
