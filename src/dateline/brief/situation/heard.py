"""What the reports known by a day say of control, ties, counts over time and positions, read in one pass.

Claims are kept small; the reports themselves are not kept. What is planned, threatened, called for, supposed or
attempted is passed over: it did not happen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice
from typing import Any

from dateline.brief.phrases import named, phrases
from dateline.brief.record import Evidence
from dateline.brief.situation.held import GUESSED, held, sentence
from dateline.brief.situation.lexicon import lexicon
from dateline.brief.situation.record import ClaimKind, Party, TieKind
from dateline.brief.situation.sides import STATE_KINDS, Side, closest, doer, is_generic, side_of
from dateline.brief.words import clean
from dateline.link.facts import SourceFacts
from dateline.link.reconcile import Scene
from dateline.link.reconcile.voices import ARMED_KINDS, Voice
from dateline.ontology.authority import fold
from dateline.store import FoundDocument, Store
from dateline.store.query import Term
from dateline.store.rows import day_of
from dateline.store.terms import code
from dateline.store.told import (
    Told,
    ToldActor,
    ToldAttribution,
    ToldEvent,
    ToldPlace,
    ToldToll,
    source_profiles,
    told,
)

HAPPENED = frozenset({"occurred", "ongoing"})
_FEWEST_WORDS = 3
_LARGEST = 3
_TOWN = 2
_AREA = 4
"""The vaguest precision of a place that says where a report is about: a first-level area."""
_UNNAMED = "a publisher not named"


@dataclass(frozen=True, slots=True)
class Heard:
    """One thing that one report says: whose word it is (``voice``), in which words, and since when that is known."""

    voice: Voice
    publisher: str
    known: date
    evidence: Evidence
    at: int

    @property
    def words(self) -> str:
        """Whose word it is: "residents (in Nile Courier)"."""
        name = clean(self.voice.name)
        return f"{named(name)} (in {self.publisher})" if self.voice.cited else self.publisher

    @property
    def order(self) -> tuple[date, str, int]:
        """By when it became known, then in an order that does not depend on how reports came."""
        return self.known, self.evidence.document, self.at


@dataclass(frozen=True, slots=True)
class HeardControl:
    """That a side took, holds or left a place, or that it is denied."""

    heard: Heard
    kind: ClaimKind
    side: Side
    beside: tuple[str, ...]
    place: ToldPlace
    country: str | None
    site: str | None
    day: date
    dated: bool

    @property
    def key(self) -> str:
        """Of the place, and the part of it."""
        place = self.place
        own = str(place.geonames_id) if place.geonames_id else f"{fold(place.name)}/{self.country or ''}"
        return f"{own}/{fold(self.site)}" if self.site else own

    @property
    def own(self) -> bool:
        """Whether it is the word of the holder's own side, or of media that belong to it."""
        voice, side = self.heard.voice, self.side
        if self.kind == "denied":
            return voice.kind in ARMED_KINDS
        if (voice.authority_id or fold(voice.name)) == side.party.id:
            return True
        if side.state is None:
            return False
        if voice.kind in STATE_KINDS and fold(voice.name).split()[-1:] != ["commander"]:
            return (voice.country or self.country) == side.state
        return not voice.cited and voice.country == side.state


@dataclass(frozen=True, slots=True)
class HeardTie:
    """That one party fights, talks with, backs or leads another on a day; ``ends``: that this was stopped."""

    heard: Heard
    kind: TieKind
    one: Party
    other: Party
    day: date
    ends: bool = False


@dataclass(frozen=True, slots=True)
class HeardToll:
    """A figure over a time, by one source; ``place`` in words."""

    heard: Heard
    toll: ToldToll
    place: str | None


@dataclass(frozen=True, slots=True)
class HeardPosition:
    """What a party said, or did in words: ``act`` is empty for a statement, else a PLOVER type."""

    heard: Heard
    party: Party
    act: str
    direct: bool


@dataclass
class Hearing:
    """All that was heard.

    ``running`` has the latest figure of each source, harm and place, ``largest`` the gravest of single incidents; ``places``
    are the towns that reports name, by GeoNames id, and ``names`` the ids by each name. Counted as left out: claims of
    control that name ``nobody``, of areas too ``vague``, of names that lie ``nowhere``, and of what is ``unreal``.
    """

    control: list[HeardControl] = field(default_factory=list)
    ties: list[HeardTie] = field(default_factory=list)
    running: dict[tuple[str, str, str, str], HeardToll] = field(default_factory=dict)
    largest: dict[str, list[HeardToll]] = field(default_factory=dict)
    places: dict[str, ToldPlace] = field(default_factory=dict)
    names: dict[str, set[str]] = field(default_factory=dict)
    positions: dict[tuple[str, str], HeardPosition] = field(default_factory=dict)
    reports: dict[str, FoundDocument] = field(default_factory=dict)
    not_coded: int = 0
    nobody: int = 0
    vague: int = 0
    unreal: int = 0
    nowhere: int = 0


@dataclass(frozen=True)
class Scope:
    """The place that is asked for: a country, or the codes of places of a name; without either, everywhere."""

    country: str | None
    terms: tuple[Term, ...]

    @classmethod
    def of(cls, store: Store, asked: Mapping[str, Any]) -> Scope:
        """The scope of the resolved conditions of a brief."""
        return cls(asked.get("country"), store.names.place(asked["place"]) if asked.get("place") else ())

    def holds(self, place: ToldPlace) -> bool:
        """Whether the place lies in it."""
        if self.country is not None and place.country != self.country:
            return False
        codes = {code("l", place.name)}
        codes |= {code("g", str(place.geonames_id))} if place.geonames_id else set()
        codes |= {code("d", place.admin1)} if place.admin1 else set()
        return not self.terms or any(term.code in codes for term in self.terms)


def hear(store: Store, asked: Mapping[str, Any], most: int | None = None) -> Hearing:
    """What the reports that name the place say, or the latest ``most`` of them.

    Raises StoreError for conditions that cannot be asked.
    """
    hearing = Hearing()
    scope, scene = Scope.of(store, asked), Scene((), source_profiles(store))
    for report in islice(told(store, **asked), most):
        hearing.reports[report.found.id] = report.found
        hearing.not_coded += report.found.language != "en"
        _Reader(hearing, scope, scene, report).read()
    claims = [_resolved(claim, hearing) for claim in hearing.control]
    hearing.control = [claim for claim in claims if claim.place.feature != GUESSED]
    hearing.nowhere = len(claims) - len(hearing.control)
    return hearing


def _resolved(claim: HeardControl, hearing: Hearing) -> HeardControl:
    """The claim with its place, where only other reports say which place of the scope bears the name."""
    found = hearing.names.get(fold(claim.place.name), ())
    if claim.place.geonames_id or len(found) != 1:
        return claim
    place = hearing.places[next(iter(found))]
    return replace(claim, place=place, country=place.country)


class _Reader:
    """Reads one report."""

    def __init__(self, hearing: Hearing, scope: Scope, scene: Scene, report: Told) -> None:
        self._to, self._scope, self._scene = hearing, scope, scene
        self._found, self._record = report.found, report.record
        self._actors = {a.id: a for a in report.record.actors}
        self._places = {p.id: p for p in report.record.places}
        self._events = {e.id: e for e in report.record.events}
        self._publisher = clean(report.found.source or "") or _UNNAMED
        close = [scope.holds(p) for p in report.record.places if p.country and (p.precision or 1) <= _AREA]
        self._here = sum(close) > len(close) / 2

    def _inside(self, place: ToldPlace) -> bool:
        """Whether a place lies in the scope; one that no list has does where most that the report names do."""
        return self._scope.holds(place) or (place.country is None and self._here)

    def read(self) -> None:
        """Take from the report what it says."""
        for place in self._record.places:
            if place.geonames_id and (place.precision or 1) <= _TOWN and self._inside(place):
                id_ = str(place.geonames_id)
                self._to.places[id_] = replace(place, mentions=())
                for name in (place.name, *(m.text for m in place.mentions)):
                    self._to.names.setdefault(fold(name), set()).add(id_)
        for event in self._record.events:
            self._event(event)
        for one in held(self._record):
            source = (one.statement.speaker,) if one.statement and one.statement.speaker else ()
            chain = [self._source(self._actors[s], "stated") for s in source]
            claim = one.statement.id if one.statement else one.actor.id
            heard = self._heard(chain, claim, one.start, one.end)
            self._control(
                "left" if one.lost else "held",
                [doer(self._record, one.actor, source)],
                one.places,
                heard,
                (),
                self._found.known,
            )
        for relation in self._record.relations:
            kind = lexicon().relation_ties.get(relation.relation)
            if kind:
                span = relation.evidence[0]
                chain = self._chain(relation.attribution)
                heard = self._heard(chain, relation.id, *sentence(self._record.document.text, span.start, span.end))
                self._tie(kind, relation.subject, relation.object, heard, self._found.known)
        for toll in self._record.tolls:
            self._toll(toll)
        for statement in self._record.statements:
            words = " … ".join(c.text.strip(' “”"') if statement.direct else c.text for c in statement.content)
            if statement.speaker and len(words.split()) >= _FEWEST_WORDS:
                speaker = self._actors[statement.speaker]
                heard = self._own_word(statement.id, words.removeprefix("that "), statement.content[0].start)
                self._position(speaker, "", statement.direct, heard)

    def _event(self, event: ToldEvent) -> None:
        leaving = event.type == "RETREAT" and event.mode == "withdraw"
        changes = event.acled is not None and event.acled.sub_event_type in phrases().control
        taking = (event.type == "COERCE" and event.mode == "seize") or (changes and event.type != "RETREAT")
        if event.status not in HAPPENED and not (taking and event.status == "denied"):
            self._to.unreal += taking or leaving
            return
        first, last = sentence(self._record.document.text, event.trigger.start, event.trigger.end)
        heard = self._heard(self._chain(event.attribution), event.id, first, last, event.trigger.start)
        day = min(day_of(event.when.end or event.when.start, last=True) or self._found.known, self._found.known)
        if taking or leaving:
            self._ground(event, heard, day)
        if event.status in HAPPENED:
            self._event_ties(event, heard, day)
            if event.type in lexicon().acts and event.actors:
                self._position(self._actors[event.actors[0]], event.type, False, heard)

    def _ground(self, event: ToldEvent, heard: Heard, day: date) -> None:
        """The claim of control that a seizure or withdrawal is, if it is one."""
        first = event.trigger.text.casefold().split()[0]
        words = lexicon()
        kind: ClaimKind = "taken"
        if event.type == "RETREAT":
            if first in words.staying or event.status != "occurred":
                return
            kind = "left"
        elif event.status == "denied":
            kind = "denied"
        elif event.acled is None or event.acled.sub_event_type not in phrases().control or first in words.entering:
            return
        kind = "left" if first in words.losing and kind == "taken" else kind
        sources = tuple(a.source for a in event.attribution if a.source)
        places = [self._places[p] for p in ((event.origin or event.places) if kind == "left" else event.places)]
        actors = [doer(self._record, self._actors[a], sources) for a in event.actors]
        derived = event.when.derived_by or ""
        dated = event.when.end is not None and not derived.startswith("publication")
        targets = tuple(t.text for t in event.targets)
        self._control(kind, actors, places, heard, targets, day, dated=dated)

    def _control(
        self, kind: ClaimKind, actors: list[ToldActor], places: Iterable[ToldPlace], heard: Heard,
        targets: tuple[str, ...], day: date, *, dated: bool = False,
    ) -> None:  # fmt: skip
        inside = [p for p in places if self._inside(p)]
        meant = closest(inside)
        holders = [a for a in actors if a.kind in lexicon().holders]
        holders.sort(key=is_generic)
        if inside and not meant:
            self._to.vague += 1
        if meant and not holders:
            self._to.nobody += 1
            return
        for place in meant:
            country = place.country or self._scope.country
            side = side_of(holders[0], country)
            beside = tuple(dict.fromkeys(clean(a.name) for a in holders[1:] if a.id != holders[0].id))
            site = _site(place, targets)
            self._to.control.append(HeardControl(heard, kind, side, beside, place, country, site, day, dated))

    def _event_ties(self, event: ToldEvent, heard: Heard, day: date) -> None:
        kind = lexicon().ties.get(event.type)
        places = [self._places[p] for p in event.places]
        if kind == "fights" and places and not any(self._inside(p) for p in places):
            return
        ended = lexicon().endings.get(f"{event.type}/{event.mode}", ())
        for pair in self._pairs(event, mutual=kind in lexicon().mutual or bool(ended)):
            if kind:
                self._tie(kind, *pair, heard, day)
            for over in ended:
                self._tie(over, *pair, heard, day, ends=True)

    def _pairs(self, event: ToldEvent, *, mutual: bool) -> Iterator[tuple[str, str]]:
        """Who did it to or with whom; where nobody is on the other side, those who did it with one another."""
        if event.recipients or not mutual:
            yield from ((a, b) for a in event.actors for b in event.recipients)
            return
        yield from ((a, b) for n, a in enumerate(event.actors) for b in event.actors[n + 1 :])

    def _tie(self, kind: Any, subject: str, object_: str, heard: Heard, day: date, *, ends: bool = False) -> None:
        one, other = (self._party(doer(self._record, self._actors[i], ())) for i in (subject, object_))
        if one is None or other is None or one.id == other.id:
            return
        if kind in lexicon().mutual and (other.id, other.name) < (one.id, one.name):
            one, other = other, one
        self._to.ties.append(HeardTie(heard, kind, one, other, min(day, self._found.known), ends))

    def _party(self, actor: ToldActor) -> Party | None:
        """The actor as one who may have ties: not just any "rebels", and nobody of a kind that has none."""
        if (
            is_generic(actor)
            or actor.kind not in lexicon().parties
            or (actor.kind == "unknown" and not actor.authority_id)
        ):
            return None
        return side_of(actor).party

    def _toll(self, toll: ToldToll) -> None:
        if toll.status not in HAPPENED or toll.part_of or (toll.best is None and toll.high is None):
            return
        event = self._events.get(toll.event or "")
        places = [self._places[p] for p in (toll.places or (event.places if event else ()))]
        inside = [p for p in places if self._inside(p)]
        if places and not inside:
            return
        chain = self._chain(toll.attribution) or (self._chain(event.attribution) if event else [])
        words = " … ".join(dict.fromkeys(span.text for span in toll.evidence))
        heard = self._own_word(toll.id, words, toll.evidence[0].start, chain)
        one = HeardToll(heard, toll, clean(inside[0].name) if inside else None)
        if toll.scope == "cumulative" or toll.harm in phrases().displacement:
            key = (heard.voice.key, toll.harm, toll.unit, one.place or "")
            old = self._to.running.get(key)
            if old is None or (heard.order, toll.best or 0) > (old.heard.order, old.toll.best or 0):
                self._to.running[key] = one
        else:
            kept = self._to.largest.setdefault(toll.harm, [])
            kept.append(one)
            kept.sort(key=lambda t: (t.toll.best or 0, t.heard.order), reverse=True)
            del kept[_LARGEST:]

    def _position(self, speaker: ToldActor, act: str, direct: bool, heard: Heard) -> None:
        party = self._party(speaker)
        if party is None:
            return
        new = HeardPosition(heard, party, act, direct)
        old = self._to.positions.get((party.id, "act" if act else ""))
        if old is None or _later(new) > _later(old):
            self._to.positions[party.id, "act" if act else ""] = new

    def _own_word(self, claim: str, words: str, at: int, chain: list[SourceFacts] | None = None) -> Heard:
        voice = self._scene.voice(chain or (), self._found.id, self._found.source)
        evidence = Evidence(document=self._found.id, claim=claim, quote=clean(words) or "-")
        return Heard(voice, self._publisher, self._found.known, evidence, at)

    def _heard(self, chain: list[SourceFacts], claim: str, first: int, last: int, at: int | None = None) -> Heard:
        words = self._record.document.text[first:last].strip()
        return self._own_word(claim, words, first if at is None else at, chain)

    def _chain(self, attribution: tuple[ToldAttribution, ...]) -> list[SourceFacts]:
        return [
            self._source(
                self._actors.get(link.source or ""), link.certainty, link.source_text.text if link.source_text else ""
            )
            for link in attribution
        ]

    def _source(self, actor: ToldActor | None, certainty: Any, words: str = "") -> SourceFacts:
        if actor is None:
            return SourceFacts(words, None, "unknown", None, certainty)
        return SourceFacts(actor.name, actor.authority_id, actor.kind, actor.country, certainty)  # type: ignore[arg-type]


def _later(position: HeardPosition) -> tuple[date, bool, str, int]:
    heard = position.heard
    return heard.known, position.direct, heard.evidence.document, -heard.at


def _site(place: ToldPlace, targets: tuple[str, ...]) -> str | None:
    """The part of the place that is meant, where the words for what was taken name one: "the airport"."""
    names = {fold(m.text) for m in place.mentions} | {fold(place.name)}
    for target in targets:
        words = fold(target).split()
        if words and words[-1] in lexicon().sites and fold(target) not in names:
            return clean(target)
    return None
