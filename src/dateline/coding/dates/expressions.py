"""What the grammar reads in a time expression before it is known what it is read against."""

from __future__ import annotations

from dataclasses import dataclass

Part = str
"""A part of the day as TIMEX3 has it ("MO", "AF", "EV", "NI", "MI", "DT"), or a clock time "HH:MM"."""


@dataclass(frozen=True, slots=True)
class CalendarDate:
    """A day, month, season, quarter, year ... named by the calendar; what it leaves out comes from the anchor.

    ``relation``: "last", "next", "this" or "that" before a month, season or weekday; ``year_relation`` the same for
    "of that year"; ``quarter`` is "Q1" to "H2"; ``weeks`` how many more weeks back a weekday is.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    season: str | None = None
    quarter: str | None = None
    relation: str | None = None
    year_relation: str | None = None
    mod: str | None = None
    part: Part | None = None
    weeks: int = 0


@dataclass(frozen=True, slots=True)
class Fixed:
    """A value that needs no anchor: "PRESENT_REF", "198", "20" and sets such as "XXXX-WXX-5"."""

    value: str
    type: str = "DATE"
    mod: str | None = None


@dataclass(frozen=True, slots=True)
class Deictic:
    """Such as "yesterday", "tonight", "this morning": a day counted from the publication day, and a part of it."""

    days: int
    part: Part | None = None
    mod: str | None = None


@dataclass(frozen=True, slots=True)
class Shifted:
    """A calendar unit counted from an anchor: "last week", "the following day", "earlier this month", "that year".

    ``base`` is "publication" or "reference" (the date that the story stands under); ``edge`` -1 for "earlier", +1
    for "later".
    """

    unit: str
    count: int
    base: str
    edge: int = 0
    mod: str | None = None
    part: Part | None = None


@dataclass(frozen=True, slots=True)
class Offset:
    """Such as "two days ago", "a year later": so many units from an anchor; ``amount`` is None where it is not said
    ("months ago").
    """

    unit: str
    amount: float | None
    sign: int
    base: str


@dataclass(frozen=True, slots=True)
class Length:
    """Such as "three-hour", "nearly 14 years", "the past 24 hours": a length of time; ``side`` -1 up to the anchor, +1
    from it on.
    """

    unit: str
    amount: float | None
    side: int = 0
    base: str = "publication"
    recent: bool = False


@dataclass(frozen=True, slots=True)
class PartOfDay:
    """Such as "that night", "the next morning", "10 p.m.": a part of the day or a clock time on the day that the story
    stands at.
    """

    part: Part
    shift: int = 0
    base: str = "reference"


@dataclass(frozen=True, slots=True)
class Feast:
    """A feast or month of the Islamic calendar, in a year that is said or comes from the anchor. ``name`` is its key in
    holidays.yaml; ``day`` a day of the month; ``year`` is of the Hijra where ``hegira`` says so.
    """

    name: str
    year: int | None = None
    relation: str | None = None
    mod: str | None = None
    day: int | None = None
    hegira: bool = False


@dataclass(frozen=True, slots=True)
class PartOf:
    """Such as "the first week of April", "the last Friday of October", "the first nine months of 2024".

    ``ordinal`` is 1 for the first and -1 for the last; ``unit`` a unit, "HALF", or the number of a weekday; ``count`` how
    many of them, None for one.
    """

    ordinal: int
    unit: str
    whole: CalendarDate | Shifted
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Stretch:
    """Two dates written as one word: "26–28 November", "2011–2024"."""

    first: CalendarDate
    last: CalendarDate


Meaning = CalendarDate | Fixed | Deictic | Shifted | Offset | Length | PartOfDay | Feast | PartOf | Stretch


@dataclass(frozen=True, slots=True)
class Expression:
    """A time expression of the text: token numbers, the last included, and what it means.

    ``half`` is 1 or 2 for the first or second of two dates that share a token, as in "26–28 November"; else 0.
    """

    first: int
    last: int
    meaning: Meaning
    half: int = 0
