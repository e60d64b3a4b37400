"""Where an event happened when its own words do not say: its clause, its sentence, then the story so far.

The reporter's dateline is never an event's place (codes.md, rules for places).
"""

from __future__ import annotations

from dateline.coding.claims import Reason
from dateline.coding.events.roles import Roles
from dateline.coding.events.triggers import Trigger
from dateline.coding.mentions import Mentions
from dateline.parse import Token
from dateline.records import Status

_PHYSICAL = frozenset({"ASSAULT", "COERCE", "PROTEST", "MOBILIZE", "RETREAT"})


class Setting:
    """Finds the places of the events of one document, in text order."""

    def __init__(self, mentions: Mentions) -> None:
        self._mentions = mentions
        self._places = mentions.places.by_token
        self._actors = mentions.actors.by_head
        self._last: tuple[str, ...] = ()

    def places(self, trigger: Trigger, roles: Roles, status: Status) -> tuple[tuple[str, ...], Reason | None]:
        """The event's places, and the reason where they were not read from its own words."""
        physical = trigger.rule.type in _PHYSICAL
        found, reason = tuple(roles.places), None
        if not found and physical:
            found = self._in_sentence(trigger.token)
            reason = Reason("places", None, "named in the same sentence") if found else None
        if not found and physical and status in ("occurred", "ongoing") and self._last:
            found, reason = self._last, Reason("places", None, "where the story last was")
        if physical and found and reason is None or (found and reason is not None and reason.how.endswith("sentence")):
            self._last = found
        return found, reason

    def _in_sentence(self, token: Token) -> tuple[str, ...]:
        """The places of the sentence, when no other event's words hold them: those in its clause first."""
        clause = _clause(token)
        inside = self._of(t for t in clause.subtree)
        return inside or self._of(t for t in token.sent)

    def _of(self, tokens: object) -> tuple[str, ...]:
        out: dict[str, None] = {}
        for token in tokens:  # type: ignore[attr-defined]
            place = self._places.get(token.i)
            if place and token.i not in self._actors and self._stands_for_place(token):
                out.setdefault(place)
        return tuple(out)[:2]

    @staticmethod
    def _stands_for_place(token: Token) -> bool:
        head = token
        while head.dep_ in ("conj", "compound", "appos", "nmod", "amod") and head.head.i != head.i:
            head = head.head
        return head.dep_ in ("pobj", "dobj", "nsubj", "nsubjpass", "npadvmod") and not (
            head.dep_ == "pobj" and head.head.lower_ in ("of", "from", "with", "by")
        )


def _clause(token: Token) -> Token:
    node = token
    while node.head.i != node.i and node.dep_ not in ("advcl", "relcl", "ccomp", "conj", "acl", "parataxis"):
        node = node.head
    return node
