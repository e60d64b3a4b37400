"""A claim with the reasons for it: what the rules hand on, and what ``dateline explain`` prints."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from dateline.records import Event, Relation, Span, Statement, Toll

ClaimT = TypeVar("ClaimT", Event, Toll, Statement, Relation)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why one field of a claim has its value: the words it was read from, and how they were found."""

    field: str
    words: Span | None
    how: str


@dataclass(frozen=True, slots=True)
class Reasoned(Generic[ClaimT]):
    """A claim and its reasons. ``shares`` are the votes on it, by voter, where rules and reader voted."""

    claim: ClaimT
    reasons: tuple[Reason, ...] = ()
    shares: Mapping[str, float] = field(default_factory=dict)
