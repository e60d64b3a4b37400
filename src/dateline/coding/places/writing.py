"""The records of a document's places, from what was read and answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from dateline.coding.mentions import Places
from dateline.coding.places.anchors import Anchor, Anchors, moved
from dateline.coding.places.borders import Border, find_borders, load_borders
from dateline.coding.places.metonyms import stands_for_government
from dateline.coding.places.ranking import Ranking
from dateline.coding.places.reading import Reading, Sense
from dateline.coding.places.resolution import Answer
from dateline.coding.places.scene import Toponym
from dateline.ontology.gazetteer import Entry
from dateline.ontology.gazetteer.precision import AREA_PRECISIONS, precision_of
from dateline.records import Note, Place, PlaceAlternative, Span

UNRESOLVED = "W302"
_BORDER_PRECISION = 5


@dataclass(slots=True)
class Writer:
    """Writes the places of one document: those of its toponyms first, then its borders."""

    reading: Reading
    answers: Sequence[Answer]
    """One for each sense."""
    ranking: Ranking
    found: list[Place] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    by_token: dict[int, str] = field(default_factory=dict)

    def places(self) -> Places:
        """The records, with the way from each token to its place, and the notes on what was not resolved."""
        reading = self.reading
        each = [self.answers[reading.where[i]] for i in range(len(reading.toponyms))]
        anchors = Anchors.of(reading.scene, reading.toponyms, each)
        for numbers in self._merged():
            self._write(numbers, anchors)
        for border in find_borders(reading.scene):
            self._write_border(border)
        return Places(tuple(self.found), self.by_token, tuple(self.notes))

    def _merged(self) -> list[list[int]]:
        """The senses that turn out to mean one place, together."""
        merged: dict[tuple[object, ...], list[int]] = {}
        for number, (sense, _) in enumerate(self.reading.senses):
            entry = self.answers[number].entry
            identity: tuple[object, ...] = (
                (entry.number, sense.near, sense.vague, sense.facility, sense.offset)
                if entry
                else (sense.name, sense.near)
            )
            merged.setdefault(identity, []).append(number)
        return list(merged.values())

    def _write(self, numbers: list[int], anchors: Anchors) -> None:
        reading, toponyms = self.reading, self.reading.toponyms
        members = sorted(i for n in numbers for i in reading.senses[n][1] if not toponyms[i].hidden)
        answer = max((self.answers[n] for n in numbers), key=lambda a: a.confidence)
        kept = [i for i in members if not stands_for_government(reading.scene, toponyms[i], answer.entry)]
        if not kept:
            return
        place_id = f"p{len(self.found) + 1}"
        mentions = tuple(self._span(toponyms[i]) for i in members)
        if answer.entry is not None:
            sense = reading.senses[numbers[0]][0]
            place = self._resolved(place_id, answer, answer.entry, toponyms[members[0]], sense, mentions)
        else:
            place = self._anchored(place_id, answer, anchors.find(kept), mentions)
        self.found.append(place)
        self.by_token |= {
            t: place.id for i in kept if not toponyms[i].embedded for t in range(toponyms[i].start, toponyms[i].end)
        }
        if place.lat is None:
            is_facility = toponyms[members[0]].kind == "facility"
            reason = "it is a facility, and the text names no town for it" if is_facility else answer.reason
            self.notes.append(
                Note(code=UNRESOLVED, message=f"{place.name!r} has no coordinates: {reason}", span=place.mentions[0])
            )

    def _span(self, toponym: Toponym) -> Span:
        return self.reading.scene.parsed.tokens_span(toponym.start, toponym.end - 1)

    def _resolved(
        self, place_id: str, answer: Answer, entry: Entry, first: Toponym, sense: Sense, mentions: tuple[Span, ...]
    ) -> Place:
        lat, lon, radius = entry.lat, entry.lon, None
        if sense.offset is not None and entry.feature.startswith("PPL"):
            lat, lon, radius = moved(entry, sense.offset)
        return Place(
            id=place_id, name=entry.name, geonames_id=entry.geonames_id, lat=lat, lon=lon, country=entry.country,
            admin1=entry.admin1, feature=entry.feature, precision=_precision(entry, first), radius_km=radius,
            confidence=round(answer.confidence, 3), alternatives=_alternatives(answer), mentions=mentions,
        )  # fmt: skip

    def _anchored(self, place_id: str, answer: Answer, anchor: Anchor | None, mentions: tuple[Span, ...]) -> Place:
        if anchor is None:
            return Place(
                id=place_id, name=mentions[0].text, country=answer.country, admin1=answer.admin1,
                alternatives=_alternatives(answer), mentions=mentions,
            )  # fmt: skip
        entry = anchor.entry
        lat, lon, radius = entry.lat, entry.lon, None
        if anchor.offset is not None:
            lat, lon, radius = moved(entry, anchor.offset)
        return Place(
            id=place_id, name=mentions[0].text, lat=lat, lon=lon, country=entry.country, admin1=entry.admin1,
            precision=max(2, AREA_PRECISIONS.get(entry.feature, 2)), radius_km=radius,
            confidence=round(anchor.answer.confidence * self.ranking.anchored[anchor.how], 3), mentions=mentions,
        )  # fmt: skip

    def _write_border(self, border: Border) -> None:
        """The border as one place; a country named in its name stays a place of its own, but the words mean the border."""
        scene = self.reading.scene
        lines, across, sureness = load_borders(), border.across, "named"
        if across is None:
            sureness = "sentence"
            near = [c for c in self._countries() if frozenset((border.country, c)) in lines]
            across = near[0] if near else None
        line = lines.get(frozenset((border.country, across))) if across else None
        states = [scene.authority.country_actor(code) for code in (border.country, across) if code]
        if line is None or len(states) < 2 or None in states:
            return
        span = scene.parsed.tokens_span(border.start, border.end - 1)
        name = "–".join(state.name for state in states if state) + " border"
        same = next((n for n, p in enumerate(self.found) if p.name == name), None)
        if same is None:
            place = Place(
                id=f"p{len(self.found) + 1}", name=name, lat=line.lat, lon=line.lon, precision=_BORDER_PRECISION,
                radius_km=line.reach_km, confidence=self.ranking.anchored[sureness], mentions=(span,),
            )  # fmt: skip
            self.found.append(place)
        else:
            place = self.found[same] = self.found[same].model_copy(
                update={"mentions": (*self.found[same].mentions, span)}
            )
        self.by_token |= dict.fromkeys(range(border.start, border.end), place.id)

    def _countries(self) -> list[str]:
        """The countries of the places found, the one most named first."""
        weights: dict[str, int] = {}
        for place in self.found:
            if place.country:
                weights[place.country] = weights.get(place.country, 0) + len(place.mentions)
        return sorted(weights, key=lambda c: -weights[c])


def _alternatives(answer: Answer) -> tuple[PlaceAlternative, ...]:
    return tuple(
        PlaceAlternative(
            name=e.name, geonames_id=e.geonames_id, lat=e.lat, lon=e.lon, country=e.country, admin1=e.admin1,
            feature=e.feature, confidence=round(sure, 3),
        )
        for e, sure in answer.others
    )  # fmt: skip


def _precision(entry: Entry, toponym: Toponym) -> int:
    """UCDP's where_prec of the place as the text speaks of it: 2 near a town, 5 a vague part of a country."""
    precision = precision_of(entry)
    if precision == 1 and toponym.near:
        return 2
    if entry.precision is None and (toponym.vague or toponym.near) and entry.feature == "PCLI":
        return 5
    return precision
