"""What the text names, as the claims need it: names, places, dates and actors, each reachable from its tokens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from dateline.parse import ParsedDocument
from dateline.records import Actor, ActorKind, Note, Place, When

if TYPE_CHECKING:
    from dateline.coding.dates.attachment import DateMention

NON_STATE_ARMED = frozenset[ActorKind]({"rebel", "militia", "criminal"})
"""Kinds of actors that are under arms and no state's."""
NameKind = Literal["person", "organisation", "group", "place", "demonym", "facility", "other"]


@dataclass(frozen=True, slots=True)
class Name:
    """A proper name, typed. ``start`` and ``end`` are token numbers in the parse, end exclusive.

    ``group`` is an armed group, people or community, ``demonym`` a word like "Syrian", ``facility`` a mosque,
    dam or base with a name, ``other`` what is named and neither acts nor lies anywhere (operations, ships, laws).
    """

    start: int
    end: int
    kind: NameKind
    authority_id: str | None = None


@dataclass(frozen=True, slots=True)
class Places:
    """The places of a document. ``by_token`` leads from each token of a mention to the place's id."""

    places: tuple[Place, ...] = ()
    by_token: Mapping[int, str] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Dates:
    """The time expressions of a document. ``by_token`` leads from each token of a mention to the date's id, ``attached``
    from a sentence's first token to its dates, in order. ``report_day`` is the day that the report is of: that of its
    publication, or else of its dateline or headline, in ISO 8601.
    """

    dates: tuple[When, ...] = ()
    by_token: Mapping[int, str] = field(default_factory=dict)
    attached: Mapping[int, tuple[DateMention, ...]] = field(default_factory=dict)
    report_day: str | None = None


@dataclass(frozen=True, slots=True)
class Actors:
    """The actors of a document. ``by_head`` leads from the head token of each mention to the actors it stands for.

    A head stands for several where the words do: "both sides", "they" after "the US and the EU", and
    "the Syrian and Russian air forces", whose two actors hang on the one head.
    """

    actors: tuple[Actor, ...] = ()
    by_head: Mapping[int, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Mentions:
    """All that the text names: the input of every coder of claims."""

    parsed: ParsedDocument
    names: tuple[Name, ...]
    places: Places
    dates: Dates
    actors: Actors
    _actors: Mapping[str, Actor] = field(init=False, repr=False)
    _places: Mapping[str, Place] = field(init=False, repr=False)
    _dates: Mapping[str, When] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_actors", {a.id: a for a in self.actors.actors})
        object.__setattr__(self, "_places", {p.id: p for p in self.places.places})
        object.__setattr__(self, "_dates", {d.id: d for d in self.dates.dates})

    def actor(self, actor_id: str) -> Actor:
        """The actor with this id."""
        return self._actors[actor_id]

    def place(self, place_id: str) -> Place:
        """The place with this id."""
        return self._places[place_id]

    def date(self, date_id: str) -> When:
        """The date with this id."""
        return self._dates[date_id]
