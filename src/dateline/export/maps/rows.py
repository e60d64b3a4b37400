"""Incidents, claims and places as rows for maps: one flat row each, whose columns every map format has in common."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Generic, Literal, TypeVar

from dateline.export.words.claims import ClaimWords, claims_in_words, one_line
from dateline.export.words.incidents import figure, whose
from dateline.incidents import Incident, IncidentActor, IncidentToll
from dateline.records import CodedDocument, Event, EventTime, Place, Toll

Kind = Literal["text", "integer", "real", "boolean", "date"]
Value = str | int | float | bool | date | None
Row = Mapping[str, Value]
Item = TypeVar("Item")

RADIUS_KM: Mapping[int, float] = {1: 5.0, 2: 25.0, 3: 50.0, 4: 150.0, 5: 300.0, 6: 500.0, 7: 300.0}
"""How far the true point may lie from the one given, by ``precision``, where the text does not say it.

25 km is what UCDP means by its class 2; the others are rules of thumb for what a map has to draw, not measurements.
"""

_HARMS = ("killed", "injured", "displaced")


@dataclass(frozen=True, slots=True)
class MapColumn(Generic[Item]):
    """A column: its name, kind and meaning, and how its value is got."""

    name: str
    kind: Kind
    meaning: str
    value: Callable[[Item], Value]


@dataclass(frozen=True, slots=True)
class PlaceOfDocument:
    """A place and the document that names it."""

    coded: CodedDocument
    place: Place


@dataclass(frozen=True, slots=True)
class ClaimOfDocument:
    """A claim, in words too, the document that makes it, and its first place that has coordinates, else its first."""

    coded: CodedDocument
    words: ClaimWords
    claim: Event | Toll | None
    when: EventTime
    place: Place | None


class Bounds:
    """What encloses the points that were added: west, south, east, north in degrees; ``without`` counts the missing.

    Points on both sides of the antimeridian give a box around the world, which is true of them.
    """

    def __init__(self) -> None:
        self.box: tuple[float, float, float, float] | None = None
        self.without = 0

    def add(self, point: tuple[float, float] | None) -> None:
        """Take in a point (longitude, latitude), or count that there is none."""
        if point is None:
            self.without += 1
            return
        lon, lat = point
        west, south, east, north = self.box or (lon, lat, lon, lat)
        self.box = min(west, lon), min(south, lat), max(east, lon), max(north, lat)


def row_of(item: Item, columns: tuple[MapColumn[Item], ...]) -> dict[str, Value]:
    """The values of the columns, by name, in their order."""
    return {column.name: column.value(item) for column in columns}


def point_of(row: Row) -> tuple[float, float] | None:
    """Longitude and latitude of a row in degrees (WGS 84), None where it has none."""
    lon, lat = row["longitude"], row["latitude"]
    return (lon, lat) if isinstance(lon, float) and isinstance(lat, float) else None


def radius_of(place: Place) -> float | None:
    """The radius in km that the text gives, else that of the precision; None without coordinates."""
    if place.lat is None or place.lon is None:
        return None
    return place.radius_km if place.radius_km is not None else RADIUS_KM.get(place.precision or 0)


def places_in(coded: CodedDocument) -> Iterator[PlaceOfDocument]:
    """The places of a document."""
    return (PlaceOfDocument(coded, place) for place in coded.places)


def claims_in(coded: CodedDocument, wanted: frozenset[str]) -> Iterator[ClaimOfDocument]:
    """The claims of a document whose ids are wanted, in the order in which people want them."""
    events = {event.id: event for event in coded.events}
    claims: dict[str, Event | Toll] = {**events, **{toll.id: toll for toll in coded.tolls}}
    places = {place.id: place for place in coded.places}
    for words in claims_in_words(coded):
        if words.id not in wanted:
            continue
        claim = claims.get(words.id)
        event = events.get(claim.event or "") if isinstance(claim, Toll) else claim
        named = [*claim.places, *claim.destination, *claim.origin] if claim else []
        # A figure that names no place of its own is of the place of its event.
        named += event.places if event is not None and not named else ()
        found = [places[number] for number in named]
        on_map = next((place for place in found if place.lat is not None and place.lon is not None), None)
        place = on_map or next(iter(found), None)
        yield ClaimOfDocument(coded, words, claim, event.when if event is not None else EventTime(), place)


def headline_figure(incident: Incident, harm: str) -> IncidentToll | None:
    """The one figure that stands for a harm on a map: of this incident alone, in persons, and the largest.

    Parts of other figures ("including five children") and figures of a longer time are not taken, and figures of
    different classes of victims are not added.
    """
    figures = [
        toll
        for toll in incident.tolls
        if toll.harm == harm and toll.scope == "incident" and toll.unit == "person"
        and toll.within is None and toll.group is None and _size(toll) is not None
    ]  # fmt: skip
    return max(figures, key=lambda toll: _size(toll) or 0, default=None)


def figures_in_words(incident: Incident) -> str:
    """Every figure of the incident: ``killed at least 14 civilians; displaced Dozens households``."""
    return _listed(_figure_in_words(toll) for toll in incident.tolls)


def _size(toll: IncidentToll) -> int | None:
    return next((n for n in (toll.best, toll.high, toll.low) if n is not None), None)


def _figure_in_words(toll: IncidentToll) -> str:
    since = f" since {toll.since}" if toll.since else ""
    scope = f"(cumulative{since}: not of this incident alone)" if toll.scope == "cumulative" else ""
    within = "(counted in another figure)" if toll.within is not None else ""
    return " ".join(x for x in (toll.harm, figure(toll), whose(toll), scope, within) if x)


def _listed(words: Iterator[str] | tuple[str, ...]) -> str:
    return "; ".join(one_line(word) for word in words if word)


def _text(words: str | None) -> str | None:
    return one_line(words) if words is not None else None


def _day(iso: str | None) -> date | None:
    return date.fromisoformat(iso) if iso else None


def _figure_columns() -> Iterator[MapColumn[Incident]]:
    for harm in _HARMS:
        for part in ("low", "best", "high"):

            def value(incident: Incident, harm: str = harm, part: str = part) -> int | None:
                found = headline_figure(incident, harm)
                number: int | None = getattr(found, part) if found is not None else None
                return number

            yield MapColumn(
                f"{harm}_{part}", "integer", f"The {part} figure of people {harm}: the largest single one.", value
            )


def _names(actors: tuple[IncidentActor, ...]) -> str:
    return _listed(actor.name for actor in actors)


def _figures_as_json(incident: Incident) -> str:
    return json.dumps([toll.model_dump(mode="json") for toll in incident.tolls], ensure_ascii=False)


def _differences(incident: Incident) -> str:
    return _listed(f"{d.field}: {' / '.join(v.value for v in d.values)}" for d in incident.disagreements)


def _incident_radius(incident: Incident) -> float | None:
    place = incident.place
    if place is None or place.lat is None or place.lon is None:
        return None
    return RADIUS_KM.get(place.precision or 0)


INCIDENT_COLUMNS: tuple[MapColumn[Incident], ...] = (
    MapColumn("id", "text", "The incident's id.", lambda i: i.id),
    MapColumn("title", "text", "What, where and when, in one line.", lambda i: one_line(i.title)),
    MapColumn("type", "text", "The PLOVER type.", lambda i: i.type),
    MapColumn("mode", "text", "The PLOVER mode.", lambda i: i.mode),
    MapColumn("acled_event_type", "text", "The ACLED event type.", lambda i: i.acled.event_type if i.acled else None),
    MapColumn("acled_sub_event_type", "text", "The ACLED sub-event type.",
           lambda i: i.acled.sub_event_type if i.acled else None),
    MapColumn("date_start", "date", "The first day on which it may have happened.", lambda i: _day(i.when.start)),
    MapColumn("date_end", "date", "The last day, included.", lambda i: _day(i.when.end)),
    MapColumn("date_precision", "text", "How narrow these days are: day, week, month, year, unknown.",
           lambda i: i.when.precision),
    MapColumn("place", "text", "The place's name.", lambda i: _text(i.place.name) if i.place else None),
    MapColumn("admin1", "text", "The first-level area.", lambda i: _text(i.place.admin1) if i.place else None),
    MapColumn("country", "text", "ISO 3166-1 alpha-3.", lambda i: i.place.country if i.place else None),
    MapColumn("geonames_id", "integer", "The GeoNames id of the place.", lambda i: i.place.geonames_id if i.place else None),
    MapColumn("place_feature", "text", "The GeoNames feature code.", lambda i: _text(i.place.feature) if i.place else None),
    MapColumn("where_precision", "integer", "UCDP's where_prec: 1 exact, 2 near, 3 second-level area, 4 first-level area, "
           "5 larger, 6 country, 7 sea or air.", lambda i: i.place.precision if i.place else None),
    MapColumn("latitude", "real", "Degrees, WGS 84.", lambda i: i.place.lat if i.place else None),
    MapColumn("longitude", "real", "Degrees, WGS 84.", lambda i: i.place.lon if i.place else None),
    MapColumn("radius_km", "real", "How far from the point it may have happened, by where_precision.", _incident_radius),
    MapColumn("actors", "text", "Who did it, as reports say, best backed first; between semicolons.",
           lambda i: _names(i.actors)),
    MapColumn("actor_kinds", "text", "What kind of actor each of them is, in the same order.",
           lambda i: _listed(a.kind for a in i.actors)),
    MapColumn("actors_contested", "boolean", "Whether other reports name other actors.",
           lambda i: any(a.contested for a in i.actors)),
    MapColumn("recipients", "text", "To whom it was done.", lambda i: _names(i.recipients)),
    MapColumn("recipient_kinds", "text", "What kind of actor each of them is.", lambda i: _listed(a.kind for a in i.recipients)),
    *_figure_columns(),
    MapColumn("figures", "text", "Every figure, in words.", figures_in_words),
    MapColumn("figures_json", "text", "Every figure with its claims and rule: `tolls` of the incident's record, as JSON.",
           _figures_as_json),
    MapColumn("grade", "text", "How well it is founded: confirmed, fair, weak, contested, discounted.", lambda i: i.grade),
    MapColumn("grade_reasons", "text", "Why it has that grade.", lambda i: _listed(i.grade_reasons)),
    MapColumn("sources", "integer", "How many publishers report it.", lambda i: i.sources),
    MapColumn("independent_sources", "integer", "How many origins that goes back to.", lambda i: i.independent_sources),
    MapColumn("publishers", "text", "Who reports it.", lambda i: _listed(tuple(dict.fromkeys(r.source or "" for r in i.reports)))),
    MapColumn("reports", "integer", "How many documents tell of it, copies too.", lambda i: len({r.document for r in i.reports})),
    MapColumn("documents", "text", "Their ids.", lambda i: _listed(tuple(dict.fromkeys(r.document for r in i.reports)))),
    MapColumn("first_published", "text", "When the earliest of them was published.",
           lambda i: min((r.published for r in i.reports if r.published), default=None)),
    MapColumn("disagreements", "text", "Where reports differ: the field, and the values given.", _differences),
    MapColumn("aggregate", "boolean", "Whether it sums up several happenings: never add its figures to theirs.",
           lambda i: i.aggregate),
    MapColumn("contains", "text", "The incidents that a summary sums up, by id.", lambda i: _listed(i.contains)),
    MapColumn("reviewed", "boolean", "Whether a person decided anything about it.", lambda i: i.reviewed),
)  # fmt: skip
"""The columns of an incident."""


def _place_columns(place_of: Callable[[Item], Place | None]) -> tuple[MapColumn[Item], ...]:
    """What is said of a place wherever one stands in a row."""

    def column(name: str, kind: Kind, meaning: str, value: Callable[[Place], Value]) -> MapColumn[Item]:
        def of_item(item: Item) -> Value:
            place = place_of(item)
            return value(place) if place is not None else None

        return MapColumn(name, kind, meaning, of_item)

    return (
        column("place", "text", "The place's name.", lambda p: one_line(p.name)),
        column("admin1", "text", "The first-level area.", lambda p: _text(p.admin1)),
        column("country", "text", "ISO 3166-1 alpha-3.", lambda p: p.country),
        column("geonames_id", "integer", "The GeoNames id of the place.", lambda p: p.geonames_id),
        column("place_feature", "text", "The GeoNames feature code.", lambda p: _text(p.feature)),
        column("where_precision", "integer", "UCDP's where_prec, as in the incidents.", lambda p: p.precision),
        column("latitude", "real", "Degrees, WGS 84.", lambda p: p.lat),
        column("longitude", "real", "Degrees, WGS 84.", lambda p: p.lon),
        column("radius_km", "real", "How far from the point the true one may lie: the text's own, else by where_precision.",
               radius_of),
        column("place_confidence", "real", "The probability that the coordinates are right.", lambda p: p.confidence),
    )  # fmt: skip


_DOCUMENT = "The document's id: the SHA-256 of its text."

CLAIM_COLUMNS: tuple[MapColumn[ClaimOfDocument], ...] = (
    MapColumn("document", "text", _DOCUMENT, lambda c: c.coded.document.id),
    MapColumn("claim", "text", "The claim's id in the document.", lambda c: c.words.id),
    MapColumn("layer", "text", "events, tolls, statements or relations.", lambda c: c.words.layer),
    MapColumn("says", "text", "What is claimed, in words.", lambda c: c.words.headline),
    MapColumn("details", "text", "The rest of it, in words.", lambda c: _listed(f"{k}: {v}" for k, v in c.words.details)),
    MapColumn("status", "text", "Whether it happened: occurred, ongoing, attempted, planned, threatened, called_for, "
           "hypothetical, denied.", lambda c: c.words.status),
    MapColumn("according_to", "text", "Who is responsible for it; empty for the report's own voice.",
           lambda c: c.words.source or None),
    MapColumn("type", "text", "The PLOVER type of an event.", lambda c: c.claim.type if isinstance(c.claim, Event) else None),
    MapColumn("mode", "text", "Its PLOVER mode.", lambda c: c.claim.mode if isinstance(c.claim, Event) else None),
    MapColumn("harm", "text", "What a toll counts.", lambda c: c.claim.harm if isinstance(c.claim, Toll) else None),
    MapColumn("low", "integer", "A toll's low figure.", lambda c: c.claim.low if isinstance(c.claim, Toll) else None),
    MapColumn("best", "integer", "A toll's best figure.", lambda c: c.claim.best if isinstance(c.claim, Toll) else None),
    MapColumn("high", "integer", "A toll's high figure.", lambda c: c.claim.high if isinstance(c.claim, Toll) else None),
    MapColumn("bound", "text", "How the words bound the figure.", lambda c: c.claim.bound if isinstance(c.claim, Toll) else None),
    MapColumn("unit", "text", "What is counted: person, household, dwelling.",
           lambda c: c.claim.unit if isinstance(c.claim, Toll) else None),
    MapColumn("scope", "text", "Whether a toll is of one incident, or cumulative over time.",
           lambda c: c.claim.scope if isinstance(c.claim, Toll) else None),
    MapColumn("date_start", "date", "The first day on which it may have happened.", lambda c: _day(c.when.start)),
    MapColumn("date_end", "date", "The last day, included.", lambda c: _day(c.when.end)),
    MapColumn("date_precision", "text", "How narrow these days are.", lambda c: c.when.precision),
    *_place_columns(lambda c: c.place),
    MapColumn("evidence", "text", "The words that it rests on.",
           lambda c: " … ".join(one_line(span.text) for span in c.words.evidence)),
    MapColumn("start", "integer", "Where its trigger stands in the text, in code points.",
           lambda c: c.words.anchor.start if c.words.anchor else None),
    MapColumn("end", "integer", "Where its trigger ends, exclusive.", lambda c: c.words.anchor.end if c.words.anchor else None),
    MapColumn("publisher", "text", "The document's source.", lambda c: _text(c.coded.document.source)),
    MapColumn("published", "text", "When it was published, as precisely as is known.", lambda c: c.coded.document.published),
    MapColumn("url", "text", "Its address.", lambda c: _text(c.coded.document.url)),
    MapColumn("rule", "text", "The rule that made the claim.", lambda c: one_line(c.words.rule)),
    MapColumn("confidence", "real", "How sure the claim is.", lambda c: c.words.confidence),
)  # fmt: skip
"""The columns of a claim."""

PLACE_COLUMNS: tuple[MapColumn[PlaceOfDocument], ...] = (
    MapColumn("document", "text", _DOCUMENT, lambda p: p.coded.document.id),
    MapColumn("id", "text", "The place's id in the document.", lambda p: p.place.id),
    *_place_columns(lambda p: p.place),
    MapColumn("mentions", "integer", "How often the text names it.", lambda p: len(p.place.mentions)),
    MapColumn("named", "text", "The words by which it does.",
           lambda p: _listed(tuple(dict.fromkeys(span.text for span in p.place.mentions)))),
    MapColumn("publisher", "text", "The document's source.", lambda p: _text(p.coded.document.source)),
    MapColumn("published", "text", "When it was published, as precisely as is known.", lambda p: p.coded.document.published),
)  # fmt: skip
"""The columns of a place."""
