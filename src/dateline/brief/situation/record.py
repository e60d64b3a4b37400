"""The record of a situation as of a day. Nothing in it can exist without what it rests on.

Days are ISO 8601. ``voices`` are those whose word it is, in words: "residents (in Nile Courier)".
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from dateline.brief.record import Amount, Brief, Citation, Figure, Lookup
from dateline.records import Harm, Id, Record, Unit

Cited = Annotated[tuple[Citation, ...], Field(min_length=1)]
ClaimKind = Literal["taken", "held", "left", "denied"]
TieKind = Literal["fights", "talks", "backs", "allied", "leads", "opposes"]
State = Literal["held", "contested", "left"]
Part = Literal["control", "ties", "tolls", "displacement", "positions"]


class Party(Record):
    """Someone who holds ground, fights, backs or talks. ``id`` is that of the authority where it is on the list, else its name, folded."""

    id: Id
    name: str
    authority_id: str | None = None
    kind: str = "unknown"


class ControlClaim(Record):
    """That someone has taken, holds or has left a place, or (``denied``) that it was not so, as reports say it.

    ``day`` is the last day on which it may have been so, ``dated`` whether a text gives that day, ``known`` when it became known.
    ``own`` marks the word of the holder's own side, ``beside`` are others who are said to have taken it with the holder.
    """

    kind: ClaimKind
    holder: Party
    beside: tuple[str, ...] = ()
    day: str
    dated: bool
    known: str
    voices: tuple[str, ...]
    own: bool
    quote: str
    citations: Cited


class Holding(Record):
    """A place, and who is said to hold it; ``site`` is a part of the place ("the airport") where only that was meant.

    ``claims`` are those for the holder, latest first, ``rivals`` those that stand against them, ``earlier`` the history.
    ``since`` is the first day for which the holder is said to hold it without a break. ``state`` left: the last that is
    said is that the holder has gone; who holds it is then not known.
    """

    id: Id
    place: str
    site: str | None = None
    area: str | None = None
    country: str | None = None
    lat: float | None = None
    lon: float | None = None
    precision: int | None = None
    state: State
    holder: Party
    since: str
    since_dated: bool
    latest: str
    claims: Annotated[tuple[ControlClaim, ...], Field(min_length=1)]
    rivals: tuple[ControlClaim, ...] = ()
    earlier: tuple[ControlClaim, ...] = ()


class Tie(Record):
    """That ``one`` fights, talks with, backs, leads or opposes the ``other``: from ``reports`` of ``sources`` (copies count once).

    ``first`` and ``last`` are the days it is told of. ``ended`` is the day from which a report says that it was broken off
    or stopped, where nothing later says otherwise.
    """

    kind: TieKind
    one: Party
    other: Party
    reports: int
    sources: int
    first: str
    last: str
    ended: str | None = None
    voices: tuple[str, ...]
    quote: str
    citations: Cited


class Total(Record):
    """A harm over all incidents that can be added: ``incidents`` of them have a figure, ``unquantified`` none."""

    harm: Harm
    words: str
    amount: Amount
    incidents: int
    unquantified: int
    party_only: int
    figure: Figure
    citations: Cited


class Running(Record):
    """The latest figure over a time that one source gives of a harm: never added to any other."""

    harm: Harm
    words: str
    amount: Amount
    unit: Unit
    since: str | None
    place: str | None
    known: str
    voices: tuple[str, ...]
    figure: Figure
    citations: Cited


class Position(Record):
    """The last statement or act in words of a party: ``act`` says which, in words ("said", "rejected")."""

    party: Party
    act: str
    known: str
    voices: tuple[str, ...]
    quote: str
    citations: Cited


class Change(Record):
    """Something that is otherwise on the later day than on the earlier one."""

    part: Part
    text: str
    citations: Cited


class LeftOut(Record):
    """What is not known or was left out, counted."""

    text: str
    citations: Annotated[tuple[Lookup, ...], Field(min_length=1)]


class Situation(Record):
    """The situation of a place as of the end of a day; ``compared_with`` is the earlier day that ``changes`` start from."""

    place: str | None
    on: str
    compared_with: str | None = None
    reports: int
    holdings: tuple[Holding, ...]
    ties: tuple[Tie, ...]
    totals: tuple[Total, ...]
    running: tuple[Running, ...]
    displaced: tuple[Running, ...]
    positions: tuple[Position, ...]
    changes: tuple[Change, ...] = ()
    left_out: tuple[LeftOut, ...]


class Page(Record):
    """A situation with its page: the same, as sections of sentences, tables and pictures with numbered citations."""

    situation: Situation
    brief: Brief
