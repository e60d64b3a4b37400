"""Whose word a claim is: the origin that answers for it, how far that is believed, and which side it is on.

Rule 7 of the coding rules: copies of one wire story are one source, and so are reports that cite the same origin.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from dateline.link.facts import ActorFacts, EventFacts, SourceFacts, TollFacts
from dateline.ontology.authority import fold
from dateline.ontology.sources import Profiles

STATE_KINDS = frozenset({"government", "military", "police"})
ARMED_KINDS = frozenset({"government", "military", "police", "rebel", "militia", "criminal", "party"})
CREDIBLE = 2
"""The standing from which a source counts towards a grade of "fair"."""
_PARTY_STANDING = 1
_NOBODY = frozenset({"", "it", "he", "she", "they", "we", "i", "who", "which", "that", "one", "those", "others"})
"""Names of sources that say nothing of who they are: pronouns that coding could not resolve."""


class Voice(NamedTuple):
    """An origin of claims: ``key`` is the same for all that go back to it; ``cited`` is false for a publisher's own word."""

    key: str
    name: str
    standing: int
    authority_id: str | None
    country: str | None
    kind: str
    cited: bool


@dataclass(frozen=True)
class Scene:
    """What an incident's claims are judged by: who took part, whose copies its documents are, and the source profiles.

    ``copy_of`` leads from a copy's document id to that of its original.
    """

    events: tuple[EventFacts, ...]
    profiles: Profiles
    copy_of: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def doers(self) -> tuple[ActorFacts, ...]:
        """Those whom any report names as having done it."""
        return tuple(dict.fromkeys(a for e in self.events if e.status != "denied" for a in e.actors))

    @cached_property
    def suffered(self) -> tuple[ActorFacts, ...]:
        """Those whom any report names as having suffered it."""
        return tuple(dict.fromkeys(a for e in self.events for a in e.recipients))

    @cached_property
    def _publishers(self) -> Mapping[str, str | None]:
        return {e.document: e.publisher for e in self.events}

    def voice(self, sources: Sequence[SourceFacts], document: str, publisher: str | None) -> Voice:
        """Who answers for a claim: the innermost source that is named, else the publisher of the (original) report."""
        cited = next((s for s in reversed(sources) if s.authority_id or fold(s.name) not in _NOBODY), None)
        if cited is not None:
            return self._cited(cited)
        original = self.copy_of.get(document, document)
        name = self._publishers.get(original) or publisher
        if name is None:
            return Voice(f"document:{original}", "a publisher not named", 1, None, None, "media", cited=False)
        name = self.profiles.origin_of(name)
        profile = self.profiles.of(name, "media")
        kind = profile.kind or "media"
        return Voice(f"name:{fold(name)}", name, profile.standing, profile.side, profile.side, kind, cited=False)

    def _cited(self, source: SourceFacts) -> Voice:
        name = self.profiles.origin_of(source.name)
        profile = self.profiles.of(name, source.kind)
        if fold(name) != fold(source.name):  # it passes on the word of another, whom the report does not cite
            return Voice(
                f"name:{fold(name)}",
                name,
                profile.standing,
                profile.side,
                profile.side,
                profile.kind or "unknown",
                cited=True,
            )
        key = f"actor:{source.authority_id}" if source.authority_id else f"name:{fold(source.name)}"
        if not source.authority_id and source.country:
            key += f"/{source.country}"
        return Voice(
            key,
            source.name,
            profile.standing,
            source.authority_id or profile.side,
            profile.side if profile.side and profile.side.isupper() else source.country,
            profile.kind or source.kind,
            cited=True,
        )

    def of_event(self, event: EventFacts) -> Voice:
        """Who answers for the event: its own source, else the one that its tolls cite, else the publisher."""
        sources = event.sources or next((t.sources for t in event.tolls if t.sources), ())
        return self.voice(sources, event.document, event.publisher)

    def of_toll(self, toll: TollFacts) -> Voice:
        """Who answers for the figure."""
        return self.voice(toll.sources, toll.document, toll.publisher)

    def origins(self, events: Sequence[EventFacts]) -> frozenset[str]:
        """The keys of all whom these events go back to: those whom a report cites, or its publisher where it cites nobody.

        A publisher that cites others is no witness of its own.
        """
        by_report: dict[str, set[Voice]] = {}
        for event in events:
            report = by_report.setdefault(self.copy_of.get(event.document, event.document), set())
            report.update([self.of_event(event), *map(self.of_toll, event.tolls)])
        cited = {v.key for voices in by_report.values() for v in voices if v.cited}
        return frozenset(
            cited | {v.key for voices in by_report.values() if not any(v.cited for v in voices) for v in voices}
        )

    def did_it(self, voice: Voice) -> bool:
        """Whether the voice is of the side that is said to have done it."""
        return any(is_side(voice, actor) for actor in self.doers)

    def suffered_it(self, voice: Voice) -> bool:
        """Whether the voice is of the side that is said to have suffered it."""
        return any(is_side(voice, actor) for actor in self.suffered if actor.kind in ARMED_KINDS)

    def is_party(self, voice: Voice) -> bool:
        """Whether the voice is of a side to the event."""
        return self.did_it(voice) or self.suffered_it(voice)

    def standing(self, voice: Voice) -> int:
        """How far the voice is believed here: a party to the event never more than a bystander."""
        return min(voice.standing, _PARTY_STANDING) if self.is_party(voice) else voice.standing


def is_side(voice: Voice, actor: ActorFacts) -> bool:
    """Whether the voice speaks for the actor's side: the actor itself, its like without a name, or another organ of its state.

    The media of a state (source profiles say which) speak for it too.
    """
    if voice.authority_id is not None and voice.authority_id == actor.authority_id:
        return True
    if not voice.authority_id and voice.key == f"name:{fold(actor.name)}":
        return True
    if actor.authority_id is None and actor.kind in ARMED_KINDS and actor.kind == voice.kind:
        return actor.country in (None, voice.country)  # "soldiers", as the army says: its own
    of_state = voice.kind in STATE_KINDS or voice.country == voice.authority_id
    return of_state and actor.kind in STATE_KINDS and voice.country is not None and voice.country == actor.country


def same_side(a: ActorFacts, b: ActorFacts) -> bool:
    """Whether two actors are one, or organs of one state, or one is only a description that the other may fit."""
    if a.authority_id and b.authority_id:
        return a.authority_id == b.authority_id or (_of_state(a) and _of_state(b) and a.country == b.country)
    if fold(a.name) == fold(b.name):
        return True
    if a.country and b.country and a.country != b.country:
        return False
    return (_of_state(a) == _of_state(b) or "unknown" in (a.kind, b.kind)) and not (a.authority_id and b.authority_id)


def _of_state(actor: ActorFacts) -> bool:
    return actor.kind in STATE_KINDS
