"""What the overview answers with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Level = Literal["day", "week", "month", "year"]
"""How long the stretches are that incidents are counted by; a week begins on Monday."""


@dataclass(frozen=True, slots=True)
class Figures:
    """A sum of figures of different incidents, and what it is made of.

    ``incidents`` have a figure that adds; ``open`` of them have no upper bound, and ``high`` is then None; ``party_only``
    are known only from a party to them, and add to ``high`` alone. ``unquantified`` tell of the harm without such a
    figure, ``repeated`` with one that may count the people of another incident of the same report.
    """

    low: int
    best: int | None
    high: int | None
    incidents: int
    open: int
    party_only: int
    unquantified: int = 0
    repeated: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """A sum over the incidents that had happened by a day.

    Where an incident has no upper bound, ``high`` holds its best or lowest figure; there are ``open`` of them.
    """

    day: date
    incidents: int
    low: int
    best: int
    high: int
    open: int


@dataclass(frozen=True, slots=True)
class Bin:
    """How many incidents of a kind there are in the stretch that begins on ``day``; ``kind`` is an ACLED event type or empty."""

    day: date
    kind: str
    incidents: int


@dataclass(frozen=True, slots=True)
class Selected:
    """How many incidents meet the conditions.

    ``counted`` are all but ``summaries`` of several happenings and what is ``discounted``. Of the counted, ``reviewed``
    rest on what a person decided, ``contested`` are contested in themselves or in a figure, ``undated`` have no day; ``grades``
    gives how many have which grade.
    """

    counted: int
    summaries: int
    discounted: int
    reviewed: int
    contested: int
    undated: int
    grades: tuple[tuple[str, int], ...]
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class TopPlace:
    """A place and how many of the incidents are there."""

    name: str
    geonames_id: int | None
    country: str
    incidents: int


@dataclass(frozen=True, slots=True)
class TopActor:
    """An actor and how many of the incidents it took part in; ``contested`` of them name it, and other reports another."""

    key: str
    name: str
    incidents: int
    contested: int


@dataclass(frozen=True, slots=True)
class ContestedIncident:
    """An incident that is contested; ``low``, ``best`` and ``high`` are of those killed, where there is such a figure."""

    id: str
    title: str
    day: date
    grade: str
    low: int | None
    best: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class NewIncident:
    """An incident that is new, that came out otherwise, or that is no more; ``at`` is when (ISO 8601, UTC)."""

    id: str
    title: str
    day: date
    at: str
    grade: str | None


@dataclass(frozen=True, slots=True)
class New:
    """What has become new since a moment: how many, and the newest of them."""

    made: int
    changed: int
    gone: int
    documents: int
    newest: tuple[NewIncident, ...]
    otherwise: tuple[NewIncident, ...]
    no_more: tuple[NewIncident, ...]
