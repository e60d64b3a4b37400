"""What can be asked of a store, and the conditions that it comes to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from dateline.errors import StoreError
from dateline.incidents import Grade
from dateline.ontology.codes import ACLED_SUB_EVENTS, PLOVER_CONTEXTS, PLOVER_MODES
from dateline.records import Harm, RelationName, Status

Order = Literal["newest", "oldest"]
Role = Literal["any", "by", "to", "victim"]
_VOCABULARIES: dict[str, frozenset[str]] = {
    "type": frozenset(
        (
            *PLOVER_MODES,
            *ACLED_SUB_EVENTS,
            *(t for sub in ACLED_SUB_EVENTS.values() for t in sub),
            *get_args(RelationName),
        )
    ),
    "mode": frozenset(mode for modes in PLOVER_MODES.values() for mode in modes),
    "context": frozenset(PLOVER_CONTEXTS),
    "status": frozenset(get_args(Status)),
    "harm": frozenset(get_args(Harm)),
    "grade": frozenset(get_args(Grade)),
    "role": frozenset(get_args(Role)),
    "order": frozenset(get_args(Order)),
}
ROLE_PREFIXES: dict[str, str] = {"any": "a", "by": "by", "to": "to", "victim": "vi"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """The conditions of a search: a row answers it when it meets all of them; those that are None are none.

    ``text``: words, all of which must be there; a phrase stands in double quotes, a word with ``-`` before it must
    not be there. ``since`` and ``until``: it may have happened on one of these days. ``as_of``: only what was known
    on that day. ``place`` is the name of a place, ``admin1`` of the first-level area that it lies in, ``country`` a
    name or ISO 3166 alpha-3; ``near`` is (lat, lon) in degrees, and takes what lies ``within_km``; ``box`` is (south,
    west, north, east). ``type`` is a PLOVER or an ACLED type. ``actor`` is a name or an id of the authority: its
    other names, and its parts, count too; ``role`` says what it did. ``source`` published the report; ``cited`` is
    whom the report cites for the claim. ``at_least`` is the lowest figure of ``harm``.
    """

    text: str | None = None
    place: str | None = None
    admin1: str | None = None
    country: str | None = None
    near: tuple[float, float] | None = None
    within_km: float = 25.0
    box: tuple[float, float, float, float] | None = None
    since: date | None = None
    until: date | None = None
    as_of: date | None = None
    type: str | None = None
    mode: str | None = None
    context: str | None = None
    status: str | None = None
    actor: str | None = None
    role: Role = "any"
    harm: str | None = None
    at_least: int | None = None
    source: str | None = None
    cited: str | None = None
    grade: str | None = None
    min_confidence: float | None = None
    order: Order = "newest"

    def __post_init__(self) -> None:
        if self.near is not None and not (-90 <= self.near[0] <= 90 and -180 <= self.near[1] <= 180):
            raise StoreError(f"{self.near[0]},{self.near[1]} is no place on earth: give latitude, longitude in degrees")
        if self.box is not None and not self.box[0] <= self.box[2]:
            raise StoreError(f"the box {self.box} has its south above its north: give south, west, north, east")
        if self.since and self.until and self.since > self.until:
            raise StoreError(f"no day is from {self.since} until {self.until}")
        if self.at_least is not None and self.harm is None:
            raise StoreError(f"at_least={self.at_least} of which harm? Say, for instance, harm='killed'")
        for name, words in _VOCABULARIES.items():
            value = getattr(self, name)
            if value is not None and value.casefold() not in {word.casefold() for word in words}:
                raise StoreError(f"there is no {name} {value!r}, only {', '.join(sorted(words))}")


@dataclass(frozen=True, slots=True)
class Term:
    """A code that a row must have; with ``start``, one that begins so."""

    code: str
    start: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    """Degrees; ``west`` is never above ``east``."""

    south: float
    west: float
    north: float
    east: float


@dataclass(frozen=True, slots=True)
class Circle:
    """All points within ``km`` of the middle."""

    lat: float
    lon: float
    km: float


@dataclass(frozen=True, slots=True)
class Segment:
    """Rows from ``low`` up to, but without, ``high``; of each inner tuple of ``terms``, they have one."""

    low: int
    high: int
    terms: tuple[tuple[Term, ...], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A query as both databases take it: one search of the index, and what is then checked of each row.

    ``terms``: of each inner tuple, one must be there. ``checks`` are conditions in SQL over the row, called ``r``.
    ``segments`` are apart from one another, in the order of the answer.
    """

    terms: tuple[tuple[Term, ...], ...]
    phrases: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    segments: tuple[Segment, ...]
    boxes: tuple[Box, ...] = ()
    circle: Circle | None = None
    checks: tuple[str, ...] = ()
    values: dict[str, object]
    order: Order = "newest"
