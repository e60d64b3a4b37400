"""What a person names in a claim that the document does not: an actor or a place of the lists or by hand, a date of its words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from dateline.coding.dates.calendars import days_of
from dateline.errors import StoreError
from dateline.records import Actor, ActorKind, Country, Place, Span, WhenPrecision
from dateline.records import When as DateRecord
from dateline.store.review.reattach import Mentions, led
from dateline.store.rows import day_of
from dateline.store.vocabulary import Vocabulary

if TYPE_CHECKING:
    from dateline.records import CodedDocument
    from dateline.store.review.verdicts import Looked

MentionsByRef = Mapping[str, Mapping[str, Mapping[str, Any]]]
"""Records of mentions as JSON, by layer and by what the fields of the claim call them."""
Name = Annotated[str, Field(min_length=1, max_length=200)]


class BringingError(StoreError):
    """What is named is in no list, lies nowhere, or is no date."""


class _Brought(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class BroughtActor(_Brought):
    """An actor: its id in the authority; or its name, for one that no list has."""

    authority_id: Name | None = None
    name: Name | None = None
    kind: ActorKind = "unknown"
    country: Country | None = None
    individual: bool = False


class BroughtPlace(_Brought):
    """A place: its GeoNames id in the gazetteer; or its name and where it lies, in WGS 84 degrees."""

    geonames_id: Annotated[int, Field(ge=1, lt=2**31)] | None = None
    name: Name | None = None
    lat: Annotated[float, Field(ge=-90, le=90)] | None = None
    lon: Annotated[float, Field(ge=-180, le=180)] | None = None
    country: Country | None = None
    admin1: Annotated[str, Field(max_length=200)] | None = None


class BroughtDate(_Brought):
    """A date: its TIMEX value or an interval ("2024-W48", "2024-11-26/2024-12-03"), and the words of the text that say it."""

    value: Annotated[str, Field(max_length=60)]
    start: Annotated[int, Field(ge=0)]
    end: Annotated[int, Field(ge=1)]


class Brought(_Brought):
    """What a correction brings along, by what the fields of the claim call each."""

    actors: dict[str, BroughtActor] = {}
    places: dict[str, BroughtPlace] = {}
    dates: dict[str, BroughtDate] = {}

    def mentions(self, vocabulary: Vocabulary, record: CodedDocument) -> MentionsByRef:
        """The records of all. Raises BringingError for what is in no list, or lies nowhere."""
        year = day_of(record.document.published, last=False)
        made: dict[str, dict[str, Any]] = {
            "actors": {ref: _actor(one, vocabulary, year.year if year else None) for ref, one in self.actors.items()},
            "places": {ref: _place(one, vocabulary) for ref, one in self.places.items()},
            "dates": {ref: _date(one, record.document.text) for ref, one in self.dates.items()},
        }
        return {
            layer: {ref: item.model_dump(mode="json") for ref, item in items.items()}
            for layer, items in made.items()
            if items
        }


def interval_of(value: str) -> tuple[str | None, str | None]:
    """The first and last day of a TIMEX value or of an interval of two, of which one may be open (".."). ISO 8601.

    Raises BringingError for what is neither, and for an interval that ends before it begins.
    """
    first, slash, last = (part.strip() for part in value.strip().partition("/"))
    start, end = _days(first, value), _days(last, value) if slash else None
    if not slash:
        end = start
    if start is None and end is None:
        raise BringingError(f"{value!r} names no day")
    begins, ends = start[0] if start else None, end[1] if end else None
    if begins and ends and begins > ends:
        raise BringingError(f"{value!r} ends before it begins")
    return begins, ends


def value_of(start: str | None, end: str | None) -> str:
    """The shortest value of these days: a day, month or year where they are just that, else an interval."""
    if start is None and end is None:
        return ""
    if start and end:
        for value in (start, start[:7], start[:4]):
            if (days := days_of(value)) and tuple(map(str, days)) == (start, end):
                return value
    return f"{start or '..'}/{end or '..'}"


def precision_of_days(start: str | None, end: str | None) -> WhenPrecision:
    """How closely an event is dated that happened on one of these days."""
    if start is None or end is None:
        return "day" if start or end else "unknown"
    length = value_of(start, end)
    if "/" not in length:
        return {10: "day", 7: "month", 4: "year"}[len(length)]  # type: ignore[return-value]
    first, last = day_of(start, last=False), day_of(end, last=True)
    days = (last - first).days + 1 if first and last else 0
    return "day" if days <= 2 else "week" if days <= 10 else "month" if days <= 31 else "year"


def _days(part: str, value: str) -> tuple[str, str] | None:
    if part in ("..", ""):
        return None
    if (found := days_of(part)) is None:
        raise BringingError(f"{value!r} is no date; write 2024-11-26, 2024-11, 2024-W48, or 2024-11-26/2024-12-03")
    return found[0].isoformat(), found[1].isoformat()


def _actor(one: BroughtActor, vocabulary: Vocabulary, year: int | None) -> Actor:
    if one.authority_id is None:
        return Actor(
            id="a1", name=_named(one.name), kind=one.kind, country=one.country, individual=one.individual, mentions=()
        )
    if (known := vocabulary.actor(one.authority_id, year)) is None:
        raise BringingError(f"there is no actor {one.authority_id!r} in the authority")
    return Actor(
        id="a1", name=known.name, authority_id=known.id, kind=known.kind, country=known.country,
        individual=known.individual, mentions=(),
    )  # fmt: skip


def _place(one: BroughtPlace, vocabulary: Vocabulary) -> Place:
    if one.geonames_id is None:
        if one.lat is None or one.lon is None:
            raise BringingError(f"where does {_named(one.name)} lie? Give latitude and longitude in degrees")
        return Place(
            id="p1", name=_named(one.name), lat=one.lat, lon=one.lon, country=one.country, admin1=one.admin1 or None,
            precision=1, mentions=(),
        )  # fmt: skip
    if (known := vocabulary.place(one.geonames_id)) is None:
        raise BringingError(f"there is no place {one.geonames_id} in the gazetteer")
    return Place(
        id="p1", name=known.name, geonames_id=known.geonames_id, lat=known.lat, lon=known.lon, country=known.country,
        admin1=known.admin1, feature=known.feature, precision=known.precision, mentions=(),
    )  # fmt: skip


def _date(one: BroughtDate, text: str) -> DateRecord:
    start, end = interval_of(one.value)
    if not one.start < one.end <= len(text):
        raise BringingError(f"the text has no words from {one.start} to {one.end}")
    return DateRecord(
        id="d1", value=one.value.strip(), start=start, end=end, type="DATE", mention=Span.of(text, one.start, one.end)
    )


def _named(name: str | None) -> str:
    named = " ".join((name or "").split())
    if not any(map(str.isalnum, named)) or not named.isprintable():
        raise BringingError(f"{named!r} is no name: it needs a letter or figure, and nothing that cannot be seen")
    return named


def brought_into(
    looked: Looked, fields: Mapping[str, Any], mentions: MentionsByRef
) -> tuple[Looked, dict[str, Any]]:  # fmt: skip
    """The document with what the fields bring along among its mentions, and the fields with the ids that these have there.

    Where the document names the same already, the fields point at that.
    """
    here = Mentions(looked.record)
    ids = {layer: {ref: here.id_of(layer, record) for ref, record in by.items()} for layer, by in mentions.items()}
    record = looked.record.model_copy(update=here.layers())
    made = led(fields, lambda layer, ref: ids.get(layer, {}).get(ref, ref))
    return replace(looked, over=replace(looked.over, record=record)), made
