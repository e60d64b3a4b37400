"""A claim with the reasons for it: what the rules hand on, and what ``dateline explain`` prints."""

from __future__ import annotations

from dataclasses import dataclass
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
    """A claim and its reasons."""

    claim: ClaimT
    reasons: tuple[Reason, ...] = ()
