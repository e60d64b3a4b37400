"""Who someone is across reports, and whether two names may stand for one side."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from dateline.brief.situation.lexicon import lexicon
from dateline.brief.situation.record import Party
from dateline.brief.words import clean
from dateline.link.linker import parents_of
from dateline.link.rows import ParentsOf
from dateline.ontology.authority import Authority, fold
from dateline.store.told import ToldActor, ToldPlace, ToldRecord

STATE_KINDS = frozenset({"government", "military", "police"})
_GENERIC = "some:"
_ABOVE = 4
"""Of a region: a place this vague is none that someone holds, unless nothing closer is named."""


@dataclass(frozen=True, slots=True)
class Side:
    """A party with what tells its side: the state that it serves, if it does, as ISO 3166 alpha-3."""

    party: Party
    state: str | None

    @property
    def generic(self) -> bool:
        """Whether it may be anyone of its kind: "rebels"."""
        return self.party.id.startswith(_GENERIC)

    def agrees(self, other: Side) -> bool:
        """Whether both may be one side: the same, of one state, one a part of the other, or one of them not named."""
        if self.state or other.state:
            return self.state == other.state or self._named_as(other)
        if self.generic or other.generic:
            return True
        return self._named_as(other)

    def _named_as(self, other: Side) -> bool:
        one, two = self.party.id, other.party.id
        return one == two or one in _parents()(two) or two in _parents()(one)


def side_of(actor: ToldActor, country: str | None = None) -> Side:
    """The side of an actor as a report knows it; a state's body without a country is taken for that of ``country``."""
    name = clean(actor.name)
    state = (actor.country or country) if actor.kind in STATE_KINDS else None
    if actor.authority_id:
        return Side(Party(id=actor.authority_id, name=name, authority_id=actor.authority_id, kind=actor.kind), state)
    if actor.kind == "government" and actor.country and (known := _authority().country_actor(actor.country)):
        return Side(Party(id=known.id, name=known.name, authority_id=known.id, kind="government"), state)
    if is_generic(actor):
        return Side(Party(id=f"{_GENERIC}{state or actor.kind}", name=name, kind=actor.kind), state)
    return Side(Party(id=fold(name) or name, name=name, kind=actor.kind), state)


def is_generic(actor: ToldActor) -> bool:
    """Whether the name is one that any side may have: "rebels", "government forces"."""
    words = fold(actor.name).split()
    if actor.authority_id or not words or words[-1] not in lexicon().generic:
        return False
    return len(words) == 1 or actor.name.islower()


def doer(record: ToldRecord, actor: ToldActor, sources: Iterable[str]) -> ToldActor:
    """The actor, or whose fighters it is: of "fighters of X", and of "its fighters" in the words of X."""
    if not is_generic(actor):
        return actor
    text, by_id = record.document.text, {a.id: a for a in record.actors}
    for mention in actor.mentions:
        before = text[max(0, mention.start - 8) : mention.start].casefold().split()
        if before and before[-1] in lexicon().possessives:
            named = [by_id[s] for s in sources if s in by_id and by_id[s].kind == actor.kind]
            if named:
                return named[-1]
        after = text[mention.end : mention.end + 12].casefold()
        of = next((skip for skip in (" of the ", " of ", " from the ", " from ") if after.startswith(skip)), None)
        if of is not None:
            start = mention.end + len(of)
            found = next((a for a in record.actors if any(m.start == start for m in a.mentions)), None)
            if found is not None and not is_generic(found):
                return found
    return actor


def closest(places: Iterable[ToldPlace]) -> tuple[ToldPlace, ...]:
    """The places that are meant: towns before the areas that they lie in; no countries."""
    kept = [p for p in places if (p.precision or 1) <= _ABOVE]
    towns = [p for p in kept if (p.precision or 1) <= 2]
    return tuple(towns or kept)


@cache
def _authority() -> Authority:
    return Authority.load()


@cache
def _parents() -> ParentsOf:
    return parents_of(_authority())
