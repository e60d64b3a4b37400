"""The record of an incident: the reports of one happening gathered, and what they say together.

An incident is computed from claims and human judgements. It never replaces them, and can always be taken apart
again: every figure names the claims that it was made from and the rule that fired.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from dateline.records import (
    Acled,
    ActorKind,
    Country,
    EventType,
    Harm,
    Id,
    Precision,
    Record,
    Scope,
    Unit,
    VictimStatus,
    WhenPrecision,
)

Grade = Literal["confirmed", "fair", "weak", "contested", "discounted"]
"""How well an incident or a figure is founded, after Airwars."""


class ClaimRef(Record):
    """A claim by its document and its id there: ``e4`` or ``t1``."""

    document: Id
    claim: Id


class Report(Record):
    """One report of the incident: the document and its event; ``original`` is false for a copy of another report."""

    document: Id
    event: Id
    original: bool = True
    source: str | None = None
    published: str | None = None


class IncidentPlace(Record):
    """Where it happened: the most specific place that the better sources agree on. WGS 84 degrees."""

    name: str
    geonames_id: int | None = None
    lat: Annotated[float, Field(ge=-90, le=90)] | None = None
    lon: Annotated[float, Field(ge=-180, le=180)] | None = None
    country: Country | None = None
    admin1: str | None = None
    feature: str | None = None
    precision: Precision | None = None


class IncidentTime(Record):
    """The first and last day on which it may have happened, both included, ISO 8601."""

    start: str | None = None
    end: str | None = None
    precision: WhenPrecision = "unknown"


class IncidentActor(Record):
    """Someone who took part, as the reports name them, with the claims that do; ``contested`` when others name others."""

    name: str
    authority_id: str | None = None
    kind: ActorKind = "unknown"
    country: Country | None = None
    contested: bool = False
    claims: tuple[ClaimRef, ...] = ()


class IncidentToll(Record):
    """How many were harmed: the reconciled figures, the rule that made them and the claims behind them.

    ``side`` is the actor that the victims belonged to where that is known, ``group`` the part of them that is counted
    ("child"), ``since`` the day from which a cumulative figure counts, ``phrase`` words that stand for a number ("dozens").
    Figures of different classes are never added to one another. ``within`` says that these victims are counted in
    another figure of the incident too ("including three children"): the index of that figure in ``Incident.tolls``.
    ``reviewed``: people have judged every claim that the figure was made from.
    """

    harm: Harm
    victims: VictimStatus = "unknown"
    side: str | None = None
    group: str | None = None
    unit: Unit = "person"
    scope: Scope = "incident"
    since: str | None = None
    low: Annotated[int, Field(ge=0)] | None = None
    best: Annotated[int, Field(ge=0)] | None = None
    high: Annotated[int, Field(ge=0)] | None = None
    phrase: str | None = None
    grade: Grade = "weak"
    rule: str
    within: int | None = None
    reviewed: bool = False
    claims: tuple[ClaimRef, ...]
    set_aside: tuple[SetAside, ...] = ()


class SetAside(Record):
    """A claim that did not count towards a figure, and the rule that set it aside."""

    claim: ClaimRef
    rule: str
    reason: str


class Disagreement(Record):
    """A field in which reports differ: each value with the claims that hold it, the chosen one first."""

    field: str
    values: tuple[DisputedValue, ...]


class DisputedValue(Record):
    """One of the values that reports give for a field."""

    value: str
    claims: tuple[ClaimRef, ...]


class History(Record):
    """A step in how the incident came to be as it is: ISO 8601 time, who (a person's name or a rule), what and why."""

    at: str
    by: str
    what: str
    why: str | None = None


class Incident(Record):
    """One happening as all its reports together tell it.

    ``aggregate`` marks a summary ("airstrikes across the province since Tuesday"): it contains incidents
    (``contains``, by id), and its figures never add to theirs. ``sources`` counts publishers,
    ``independent_sources`` those left when copies and reports that cite one origin count once.
    """

    id: Id
    title: str
    type: EventType
    mode: str | None = None
    acled: Acled | None = None
    place: IncidentPlace | None = None
    when: IncidentTime = IncidentTime()
    actors: tuple[IncidentActor, ...] = ()
    recipients: tuple[IncidentActor, ...] = ()
    reports: tuple[Report, ...]
    sources: Annotated[int, Field(ge=0)]
    independent_sources: Annotated[int, Field(ge=0)]
    grade: Grade
    grade_reasons: tuple[str, ...] = ()
    tolls: tuple[IncidentToll, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    aggregate: bool = False
    contains: tuple[Id, ...] = ()
    reviewed: bool = False
    history: tuple[History, ...] = ()


IncidentToll.model_rebuild()
Disagreement.model_rebuild()
Incident.model_rebuild()
