"""Appeals made in someone's own words: "armed forces should take precautions", "stay calm".

Such words, said by a speaker, are the speaker's REQUEST to those who should act (PLOVER manual: REQUEST covers appeals in direct speech).
"""

from __future__ import annotations

from collections.abc import Collection

from dateline.coding.events.triggers import Trigger
from dateline.coding.mentions import Mentions
from dateline.coding.statements import Statements
from dateline.coding.syntax import subjects_of
from dateline.ontology.event_rules import EventRule
from dateline.parse import Token

APPEAL = EventRule(
    id="request/own-words", type="REQUEST", confidence=0.7, recipient=("subject",), contexts=("diplomatic",)
)
_OUGHT = frozenset({"should", "must", "ought"})
_COURTESIES = frozenset(
    {
        "look",
        "listen",
        "let",
        "see",
        "remember",
        "imagine",
        "say",
        "mind",
        "know",
        "thank",
        "please",
        "wait",
        "go",
        "take",
    }
)


class Appeals:
    """Finds the appeals of one document."""

    def __init__(self, mentions: Mentions, statements: Statements) -> None:
        self._mentions = mentions
        self._statements = statements

    def find(self, taken: Collection[int]) -> list[Trigger]:
        """A trigger for each appeal in someone's words, but where a rule has fired on the same verb already."""
        return [
            Trigger(t, APPEAL, (t,), nominal=False)
            for t in self._mentions.parsed.doc
            if t.pos_ in ("VERB", "AUX")
            and t.i not in taken
            and (self._is_ought(t) or self._is_imperative(t))
            and self._is_said(t)
        ]

    def _is_said(self, token: Token) -> bool:
        chain = self._statements.attribution_at(token.i)
        return bool(chain) and chain[-1].source is not None

    def _is_ought(self, token: Token) -> bool:
        """Someone else "should", "must" or "ought to" do it."""
        modal = any(c.dep_ == "aux" and c.lower_ in _OUGHT for c in token.children)
        if not modal or token.dep_ not in ("ROOT", "ccomp", "conj"):
            return False
        return any(s.i in self._mentions.actors.by_head and s.lower_ not in ("i", "we") for s in subjects_of(token))

    def _is_imperative(self, token: Token) -> bool:
        """A bare verb without a subject that leads a clause inside a quotation."""
        if (
            token.tag_ != "VB"
            or token.lemma_.lower() in _COURTESIES
            or self._mentions.parsed.quote_at(token.idx) is None
        ):
            return False
        joined = token.dep_ == "conj" and token.head.tag_ == "VB" and not _is_bound(token.head)
        return (token.dep_ in ("ROOT", "ccomp") or joined) and not _is_bound(token)


def _is_bound(verb: Token) -> bool:
    """Whether a subject, auxiliary or conjunction makes the verb something else than an imperative."""
    binding = ("nsubj", "nsubjpass", "aux", "expl", "mark")
    return any(c.dep_ in binding and c.lower_ not in ("do", "n't") for c in verb.children)
