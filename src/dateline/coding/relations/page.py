"""One document's actors as the rules for relations reach them."""

from __future__ import annotations

from dataclasses import dataclass

from dateline.coding.actors.offices import Holder, is_only_office
from dateline.coding.mentions import Mentions
from dateline.ontology.authority import Lexicon
from dateline.parse import Token
from dateline.records import Actor, RelationName


@dataclass(frozen=True, slots=True)
class Found:
    """A relation before it has an id: token numbers of its evidence, and what it was read from."""

    subject: str
    relation: RelationName
    object: str
    role: str | None
    first: int
    last: int
    rule: str
    confidence: float
    how: str


class Page:
    """One document's actors, reached from tokens."""

    def __init__(self, mentions: Mentions, lexicon: Lexicon) -> None:
        self.mentions = mentions
        self.doc = mentions.parsed.doc
        self.by_head = mentions.actors.by_head
        self.roles = lexicon.roles
        self.lexicon = lexicon
        self._token_at = {t.idx: t.i for t in self.doc}
        self._heads_of: dict[str, list[int]] = {}
        for head, ids in self.by_head.items():
            for actor_id in ids:
                self._heads_of.setdefault(actor_id, []).append(head)

    def at(self, token: Token) -> tuple[str, ...]:
        """The ids of the actors that the token is the head of."""
        return self.by_head.get(token.i, ())

    def actor(self, actor_id: str) -> Actor:
        """The actor of the id."""
        return self.mentions.actor(actor_id)

    def is_named(self, actor_id: str) -> bool:
        """Whether the text gives the actor a name of its own."""
        actor = self.actor(actor_id)
        described = " of " in actor.name and actor.name.split()[0].lower() in self.lexicon.nouns
        return actor.authority_id is not None or _has_capital(actor.name) and not described

    def holders(self) -> list[Holder]:
        """The names of the document, with their titles."""
        found: list[Holder] = []
        for head, ids in self.by_head.items():
            token = self.doc[head]
            if len(ids) != 1 or not token.text[:1].isupper() or token.pos_ in ("PRON", "DET"):
                continue
            actor = self.actor(ids[0])
            span = next((m for m in actor.mentions if m.start <= token.idx < m.end), None)
            if (
                span is None
                or not self.is_named(ids[0])
                or actor.individual
                and is_only_office(actor.name, self.lexicon)
            ):
                continue
            first = self._token_at.get(span.start, head)
            last = head
            while last + 1 < len(self.doc) and self.doc[last + 1].idx < span.end:
                last += 1
            found.append(Holder(first, last, head, actor.individual))
        return found

    def around(self, actor_id: str, *tokens: int) -> tuple[int, int]:
        """From the first to the last of the tokens, with the actor's name where it stands right before or after."""
        lo, hi = min(tokens), max(tokens)
        sentence = self.doc[lo].sent
        for head in self._heads_of.get(actor_id, ()):
            if (lo - 6 <= head < lo or hi < head <= hi + 6) and sentence.start <= head < sentence.end:
                lo, hi = min(lo, head), max(hi, head)
        return lo, hi

    def clear_state(self) -> str | None:
        """The id of the one state that the document is about; None where it names several, or places elsewhere."""
        states = [
            a
            for a in self.mentions.actors.actors
            if a.authority_id is not None and a.country is not None and a.authority_id == a.country.lower()
        ]
        if len(states) != 1:
            return None
        elsewhere = any(p.country not in (None, states[0].country) for p in self.mentions.places.places)
        return None if elsewhere else states[0].id


def _has_capital(name: str) -> bool:
    """Whether the last word of the name is a proper one: "Karim al-Hadi", and not "Eritrean envoy"."""
    return any(c.isupper() for c in name.split()[-1])
