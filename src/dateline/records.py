"""The record: what Dateline says that a report says.

Frozen, validated, and the same in Python and in JSON. Every :class:`Span` is a stretch of ``document.text``
in Unicode code points, end exclusive, and ``span.text == document.text[span.start:span.end]`` holds for every
span of every record: :class:`CodedDocument` refuses to exist otherwise.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from dateline.errors import RecordError
from dateline.ontology.codes import ACLED_SUB_EVENTS, PLOVER_CONTEXTS, PLOVER_MODES

SCHEMA: Literal["dateline/1"] = "dateline/1"
WITHOUT_RULES = "W201"
"""The code of the note of a document in whose language nothing is coded."""
PASSED_OVER = "W202"
"""The code of the note of a document that the relevance gate passed over."""

ActorKind = Literal[
    "government", "military", "police", "rebel", "militia", "party", "igo", "ngo", "media", "civil_society",
    "business", "religious", "ethnic", "civilians", "criminal", "unknown",
]  # fmt: skip
EventType = Literal[
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT",
    "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
]  # fmt: skip
Status = Literal["occurred", "ongoing", "attempted", "planned", "threatened", "called_for", "hypothetical", "denied"]
Certainty = Literal["stated", "reported", "alleged", "estimated", "confirmed", "denied"]
Harm = Literal[
    "killed", "injured", "missing", "abducted", "detained", "captured", "displaced", "evacuated", "returned",
    "homes_destroyed", "besieged", "unspecified",
]  # fmt: skip
Bound = Literal["exact", "at_least", "at_most", "approximately", "range", "order", "unquantified"]
Unit = Literal["person", "household", "dwelling"]
VictimStatus = Literal["civilian", "combatant", "mixed", "unknown"]
Scope = Literal["incident", "cumulative"]
RelationName = Literal[
    "leads", "member_of", "part_of", "commands", "ally_of", "supports", "opposes", "spokesperson_of", "role_in"
]  # fmt: skip
Reviewed = Literal["accepted", "corrected", "added"]
DateType = Literal["DATE", "TIME", "DURATION", "SET"]
WhenPrecision = Literal["day", "week", "month", "year", "unknown"]

Id = Annotated[str, Field(min_length=1)]
IsoDate = Annotated[str, Field(pattern=r"^-?[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$")]
"""An ISO 8601 date as precise as the text is: year, month or day."""
Country = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
Confidence = Annotated[float, Field(ge=0.0, le=1.0)]
Precision = Annotated[int, Field(ge=1, le=7)]


class Record(BaseModel):
    """The base of every record: frozen, no unknown fields, no silent conversions."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, populate_by_name=True)


class Span(Record):
    """A stretch of ``document.text``: offsets in Unicode code points, end exclusive."""

    start: Annotated[int, Field(ge=0)]
    end: int
    text: str

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.end - self.start != len(self.text) or not self.text:
            raise RecordError(f"a span from {self.start} to {self.end} cannot hold {self.text!r}")
        return self

    @classmethod
    def of(cls, text: str, start: int, end: int) -> Span:
        """The span of ``text[start:end]``. Raises RecordError when that is empty or outside the text."""
        return cls(start=start, end=end, text=text[start:end])


class Document(Record):
    """One report as received. ``id`` is the SHA-256 of the text in UTF-8, ``original_sha256`` that of the bytes."""

    id: Id
    text: str
    title: str | None = None
    source: str | None = None
    url: str | None = None
    published: IsoDate | None = None
    retrieved: str | None = None
    language: str = "en"
    original_sha256: str | None = None
    extra: dict[str, Any] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _id_is_hash(self) -> Self:
        if self.id != text_id(self.text):
            raise RecordError(f"document.id {self.id!r} is not the SHA-256 of its text")
        return self

    @classmethod
    def from_text(cls, text: str, **fields: Any) -> Document:
        """A document of the text, its id computed; ``fields`` are the other fields by name."""
        return cls(id=text_id(text), text=text, **fields)


def text_id(text: str) -> str:
    """The id of a document with this text: SHA-256 of its UTF-8 bytes, in hex."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


class Actor(Record):
    """Someone who acts, is acted upon or speaks; ``mentions`` are all its mentions in the text, in order."""

    id: Id
    name: str
    authority_id: str | None = None
    kind: ActorKind = "unknown"
    country: Country | None = None
    individual: bool = False
    mentions: tuple[Span, ...]


class PlaceAlternative(Record):
    """Another place that the name may stand for, and how probable that is."""

    name: str
    geonames_id: int | None = None
    lat: Annotated[float, Field(ge=-90, le=90)] | None = None
    lon: Annotated[float, Field(ge=-180, le=180)] | None = None
    country: Country | None = None
    admin1: str | None = None
    feature: str | None = None
    confidence: Confidence


class Place(Record):
    """A place that the text names. ``precision`` is UCDP's where_prec; coordinates are WGS 84 degrees or null.

    ``radius_km`` is given where the text gives a point beside the named one ("10 km south of X"): the true point lies
    within it. ``confidence`` is the probability that the coordinates are right, null where there are none;
    ``alternatives`` are the next best readings of the name, best first.
    """

    id: Id
    name: str
    geonames_id: int | None = None
    lat: Annotated[float, Field(ge=-90, le=90)] | None = None
    lon: Annotated[float, Field(ge=-180, le=180)] | None = None
    country: Country | None = None
    admin1: str | None = None
    feature: str | None = None
    precision: Precision | None = None
    radius_km: Annotated[float, Field(ge=0)] | None = None
    confidence: Confidence | None = None
    alternatives: tuple[PlaceAlternative, ...] = ()
    mentions: tuple[Span, ...]


class When(Record):
    """A time expression: TIMEX3 ``value`` and ``type``, and the days that it spans where it can be said."""

    id: Id
    value: str
    start: str | None = None
    end: str | None = None
    type: DateType
    mention: Span


class Attribution(Record):
    """One link of the chain of sources: the actor where it is known, the words, and how sure they were."""

    source: Id | None = None
    cue: Span | None = None
    source_text: Span | None = None
    certainty: Certainty = "stated"


class Acled(Record):
    """The ACLED 2024 type that the event would have."""

    event_type: str
    sub_event_type: str

    @model_validator(mode="after")
    def _in_codebook(self) -> Self:
        if self.sub_event_type not in ACLED_SUB_EVENTS.get(self.event_type, ()):
            raise RecordError(f"ACLED has no sub-event type {self.sub_event_type!r} under {self.event_type!r}")
        return self


class EventTime(Record):
    """When an event happened: the first and last day it may have, and where that was read."""

    start: str | None = None
    end: str | None = None
    precision: WhenPrecision = "unknown"
    date: Id | None = None
    derived_by: str | None = None


class Event(Record):
    """Something that the text says someone did."""

    id: Id
    type: EventType
    mode: str | None = None
    contexts: tuple[str, ...] = ()
    acled: Acled | None = None
    trigger: Span
    evidence: tuple[Span, ...]
    actors: tuple[Id, ...] = ()
    recipients: tuple[Id, ...] = ()
    means: tuple[Span, ...] = ()
    targets: tuple[Span, ...] = ()
    places: tuple[Id, ...] = ()
    origin: tuple[Id, ...] = ()
    destination: tuple[Id, ...] = ()
    when: EventTime = EventTime()
    status: Status = "occurred"
    attribution: tuple[Attribution, ...] = ()
    same_as: Id | None = None
    rule: str
    confidence: Confidence
    review: Reviewed | None = None

    @model_validator(mode="after")
    def _in_plover(self) -> Self:
        if self.mode is not None and self.mode not in PLOVER_MODES[self.type]:
            raise RecordError(f"PLOVER has no mode {self.mode!r} of {self.type}")
        if unknown := set(self.contexts) - PLOVER_CONTEXTS:
            raise RecordError(f"PLOVER has no context {min(unknown)!r}")
        return self


class Victims(Record):
    """Who was harmed, as the text says it."""

    text: Span | None = None
    status: VictimStatus = "unknown"
    actor: Id | None = None
    age: str | None = None
    sex: str | None = None


class Toll(Record):
    """How many were harmed, according to someone. See the fields ``bound``, ``low``, ``high`` and ``best``.

    ``part_of`` is the toll that counts the same people too ("20 killed, including two children"): never add the two.
    """

    id: Id
    harm: Harm
    low: Annotated[int, Field(ge=0)] | None = None
    high: Annotated[int, Field(ge=0)] | None = None
    best: Annotated[int, Field(ge=0)] | None = None
    bound: Bound
    unit: Unit = "person"
    victims: Victims = Victims()
    scope: Scope = "incident"
    since: IsoDate | None = None
    until: IsoDate | None = None
    part_of: Id | None = None
    event: Id | None = None
    places: tuple[Id, ...] = ()
    origin: tuple[Id, ...] = ()
    destination: tuple[Id, ...] = ()
    number: Span | None = None
    attribution: tuple[Attribution, ...] = ()
    status: Status = "occurred"
    evidence: tuple[Span, ...]
    rule: str
    confidence: Confidence
    review: Reviewed | None = None

    @model_validator(mode="after")
    def _figures_fit_bound(self) -> Self:
        if not BOUND_FIGURES[self.bound](self.low, self.best, self.high):
            raise RecordError(
                f"a toll with bound {self.bound} cannot have low={self.low} best={self.best} high={self.high}"
            )
        return self


def _is_range(low: int | None, best: int | None, high: int | None) -> bool:
    return low is not None and best is not None and high is not None and low <= best <= high


BOUND_FIGURES: Mapping[str, Callable[[int | None, int | None, int | None], bool]] = {
    "exact": lambda low, best, high: low is not None and low == best == high,
    "at_least": lambda low, best, high: low is not None and low == best and high is None,
    "at_most": lambda low, best, high: low is None and best is not None and best == high,
    "approximately": lambda low, best, high: low is None and high is None and best is not None,
    "range": _is_range,
    "order": lambda low, best, high: best is None and high is None,
    "unquantified": lambda low, best, high: low is None and best is None and high is None,
}
"""Which figures each bound of a toll has: (low, best, high) → whether they fit it."""


class Statement(Record):
    """What someone said: ``content`` holds every part of it, two when a reporting clause splits a quotation."""

    id: Id
    speaker: Id | None = None
    addressee: Id | None = None
    direct: bool
    cue: Span | None = None
    source_text: Span | None = None
    content: tuple[Span, ...]
    evidence: tuple[Span, ...]
    rule: str
    confidence: Confidence
    review: Reviewed | None = None


class Relation(Record):
    """How two actors stand to one another, according to the text; ``role`` names the office of a ``role_in``."""

    id: Id
    subject: Id
    relation: RelationName
    object: Id
    role: str | None = None
    attribution: tuple[Attribution, ...] = ()
    evidence: tuple[Span, ...]
    rule: str
    confidence: Confidence
    review: Reviewed | None = None


class Note(Record):
    """Something that a reader of the record should know: what was not resolved, not read, or doubtful."""

    code: str
    message: str
    span: Span | None = None


class CodedDocument(Record):
    """One report and everything that was read from it."""

    schema_: Literal["dateline/1"] = Field(default=SCHEMA, alias="schema")
    document: Document
    actors: tuple[Actor, ...] = ()
    places: tuple[Place, ...] = ()
    dates: tuple[When, ...] = ()
    events: tuple[Event, ...] = ()
    tolls: tuple[Toll, ...] = ()
    statements: tuple[Statement, ...] = ()
    relations: tuple[Relation, ...] = ()
    notes: tuple[Note, ...] = ()

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        text = self.document.text
        for span in spans_of(self):
            if text[span.start : span.end] != span.text:
                raise RecordError(
                    f"span {span.start}–{span.end} holds {span.text!r}, the text {text[span.start : span.end]!r}"
                )
        _check_references(self)
        return self

    def to_json(self, *, indent: int | None = None) -> str:
        """The record as JSON; :meth:`from_json` gives back an equal record."""
        return self.model_dump_json(by_alias=True, indent=indent)

    @classmethod
    def from_json(cls, text: str | bytes) -> CodedDocument:
        """The record that :meth:`to_json` wrote. Raises RecordError when it is none."""
        try:
            return cls.model_validate_json(text)
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            where = ".".join(str(part) for part in first["loc"]) or "the record"
            raise RecordError(f"this is no coded document: {where}: {first['msg']}") from error

    def to_frames(self) -> dict[str, Any]:
        """One pandas DataFrame a layer, by the layer's name. Needs the extra ``dateline[pandas]``."""
        from dateline.export.frames import to_frames

        return to_frames(self)


LAYERS = ("actors", "places", "dates", "events", "tolls", "statements", "relations")


def spans_of(value: object) -> Iterator[Span]:
    """Every span in a record, depth first, in the order of its fields."""
    if isinstance(value, Span):
        yield value
    elif isinstance(value, Record):
        for name in type(value).model_fields:
            yield from spans_of(getattr(value, name))
    elif isinstance(value, tuple):
        for item in value:
            yield from spans_of(item)


def json_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a coded document."""
    schema = CodedDocument.model_json_schema(by_alias=True)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:{SCHEMA.replace('/', ':')}",
        **schema,
    }


def _check_references(coded: CodedDocument) -> None:
    """Ids are unique, and every id that a claim points at is there, in the layer that it should be in."""
    ids = {layer: {item.id for item in getattr(coded, layer)} for layer in LAYERS}
    if sum(map(len, ids.values())) != len(set().union(*ids.values())) or any(
        len(ids[layer]) != len(getattr(coded, layer)) for layer in LAYERS
    ):
        raise RecordError("two records of one document have the same id")
    for layer, wanted in _references(coded):
        if wanted not in ids[layer]:
            raise RecordError(f"a record points at {wanted!r}, which is not among the document's {layer}")


def _references(coded: CodedDocument) -> Iterator[tuple[str, str]]:
    for claim in (*coded.events, *coded.tolls):
        for name in ("places", "origin", "destination"):
            yield from (("places", i) for i in getattr(claim, name))
    for event in coded.events:
        yield from (("actors", i) for i in (*event.actors, *event.recipients))
        yield from (("dates", i) for i in (event.when.date,) if i)
        yield from (("events", i) for i in (event.same_as,) if i)
    for toll in coded.tolls:
        yield from (("actors", i) for i in (toll.victims.actor,) if i)
        yield from (("events", i) for i in (toll.event,) if i)
        yield from (("tolls", i) for i in (toll.part_of,) if i)
    for statement in coded.statements:
        yield from (("actors", i) for i in (statement.speaker, statement.addressee) if i)
    for relation in coded.relations:
        yield from (("actors", i) for i in (relation.subject, relation.object))
    chains = [claim.attribution for layer in (coded.events, coded.tolls, coded.relations) for claim in layer]
    yield from (("actors", a.source) for chain in chains for a in chain if a.source)
