"""The timeline: incidents, statements and figures over time on one axis, from years to hours, and the same as tables.

What is shown is counted on the server at a level that fits the range, and drawn one by one where it is little; the range
is in the address, and each step of the zoom is a link.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Annotated, Any, get_args

from fastapi import APIRouter, Query
from starlette.responses import Response

from dateline.records import Harm
from dateline.serve.access import AsViewer, Here
from dateline.serve.charts import KIND_OF, level_for, middle, next_of, stretch_words
from dateline.serve.filters import CHOICES, Asked, FilterError, Filters
from dateline.serve.geo.kinds import KINDS
from dateline.serve.pages import Nav
from dateline.store.overview import OF_REPORTS, Bin, Level, Overview, Step

ROUTER = APIRouter()
NAV = Nav(30, "Timeline", "timeline", "t")

_FIELDS = ("text", "country", "place", "type", "actor", "harm", "grade", "source")
_DAY = timedelta(days=1)
_SHORTEST = timedelta(hours=6)
_FIRST, _LAST = datetime(1850, 1, 1), datetime(2200, 1, 1)
_LEVELS: tuple[tuple[Level, int], ...] = (("day", 120), ("week", 800), ("month", 4400))
_ONE_BY_ONE, _SAID, _STEPS, _CLAIMS = 150, 80, 400, 60


@dataclass(frozen=True, slots=True)
class Range:
    """The stretch of time that is shown."""

    start: datetime
    end: datetime

    @property
    def level(self) -> Level:
        """The length of the stretches that are counted."""
        days = (self.end - self.start) / _DAY
        return next((level for level, most in _LEVELS if days <= most), "year")

    @property
    def days(self) -> tuple[date, date]:
        """The first and last day of which a part is shown."""
        return self.start.date(), (self.end - timedelta(minutes=1)).date()

    def zoomed(self, factor: float, shift: float = 0) -> Range:
        """A range of so many times the length around the same middle, moved by so many lengths."""
        span = self.end - self.start
        length = min(max(span * factor, _SHORTEST), _LAST - _FIRST)
        start = self.start + (span - length) / 2 + span * shift
        start = min(max(start, _FIRST), _LAST - length)
        return Range(_minute(start), _minute(start + length))

    def address(self) -> dict[str, str]:
        """Its part of the address."""
        return {"from": _written(self.start), "to": _written(self.end)}


def _minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


def _written(moment: datetime) -> str:
    return moment.date().isoformat() if moment.time() == time() else moment.isoformat(timespec="minutes")


def range_of(start: str | None, end: str | None, days: tuple[Bin, ...]) -> Range:
    """The range that the address gives, or that in which next to all incidents lie. Raises FilterError."""
    if not start and not end:
        return whole(days)
    moments = []
    for name, text in (("from", start), ("to", end)):
        try:
            moments.append(datetime.fromisoformat(text or "").replace(tzinfo=None))
        except ValueError:
            raise FilterError(f"{name}: {text!r} is no moment; write it as 2024-12-03 or 2024-12-03T06:00") from None
    first, last = (_minute(min(max(moment, _FIRST), _LAST)) for moment in moments)
    if last - first < _SHORTEST:
        raise FilterError(f"from {start} to {end}: the range must be {_SHORTEST // timedelta(hours=1)} hours or longer")
    return Range(first, last)


def whole(days: tuple[Bin, ...]) -> Range:
    """The range in which next to all incidents lie."""
    if not days:
        today = datetime.combine(date.today(), time())
        return Range(today - timedelta(days=365), today + _DAY)
    first, last = (datetime.combine(day, time()) for day in middle(days))
    spare = max((last - first) * 0.03, _DAY)
    return Range(max(first - _floor(spare), _FIRST), min(last + _DAY + _floor(spare), _LAST))


def _floor(span: timedelta) -> timedelta:
    return timedelta(days=span.days)


@ROUTER.get("/p/{project}/timeline")
def shown(
    here: AsViewer,
    filters: Asked,
    start: Annotated[str | None, Query(alias="from", max_length=40)] = None,
    end: Annotated[str | None, Query(alias="to", max_length=40)] = None,
    figure: str = "killed",
) -> Response:
    """The timeline of the range in the address."""
    if figure not in get_args(Harm):
        raise FilterError(f"figure: {figure!r} is none of {', '.join(get_args(Harm))}")
    conditions = _conditions(filters)
    ask = Overview(here.store)
    days = _closest(ask, conditions)
    seen = range_of(start, end, days)
    kept = seen.address() | {"figure": figure}
    return here.page(
        "timeline.html", filters=filters, choices=CHOICES, fields=_FIELDS, kept=kept, seen=seen, harms=get_args(Harm),
        figure=figure, steps=_zooms(filters, seen, days, figure), not_narrowed=_not_narrowed(conditions), kinds=KINDS,
        stretch_words=stretch_words, by_the_hour=seen.end - seen.start <= 3 * _DAY, **_found(here, ask, conditions, seen, figure),
    )  # fmt: skip


def _closest(ask: Overview, conditions: dict[str, Any]) -> tuple[Bin, ...]:
    """The incidents by month, or by day where they lie within a few months."""
    months = ask.bins("month", **conditions)
    return ask.bins("day", **conditions) if level_for(months) == "day" else months


def _conditions(filters: Filters) -> dict[str, Any]:
    return {k: v for k, v in filters.conditions().items() if k not in ("as_of", "min_confidence", "order")}


def _not_narrowed(conditions: dict[str, Any]) -> list[str]:
    """The filters that do not narrow statements."""
    return [name for name in conditions if name not in OF_REPORTS and name not in ("since", "until")]


def _zooms(filters: Filters, seen: Range, days: tuple[Bin, ...], figure: str) -> list[dict[str, str]]:
    """The steps of the zoom: each a link, a key and words."""
    steps = (
        ("+", "+ =", "Closer", seen.zoomed(0.5)), ("−", "-", "Farther", seen.zoomed(2)),
        ("←", "ArrowLeft", "Earlier", seen.zoomed(1, -0.5)), ("→", "ArrowRight", "Later", seen.zoomed(1, 0.5)),
        ("All", "0", "All of it", whole(days)),
    )  # fmt: skip
    return [
        {"sign": sign, "key": key, "words": words, "address": filters.address(**to.address(), figure=figure)}
        for sign, key, words, to in steps
    ]


def _found(here: Here, ask: Overview, conditions: dict[str, Any], seen: Range, figure: str) -> dict[str, Any]:
    """What the range holds: for the tables, and the same as data for the drawing."""
    first, last = seen.days
    inside = conditions | {
        "since": max(first, conditions.get("since", first)), "until": min(last, conditions.get("until", last)),
    }  # fmt: skip
    none = inside["since"] > inside["until"]
    items = () if none else ask.drawn(_ONE_BY_ONE, **inside)
    bins = () if none or items is not None else ask.bins(seen.level, **inside)
    said = () if none else ask.said(_SAID, **inside)
    spoken = () if none or said is not None else ask.statements(seen.level, **inside)
    running = _within(ask.running(figure, **conditions), first, last, seen.level)
    claimed = () if none else ask.cumulative(figure, _CLAIMS, **inside)
    found = {"items": items, "bins": bins, "said": said, "spoken": spoken, "running": running, "claimed": claimed}
    return found | {"table": _table(bins), "data": _data(here, seen, found)}


def _within(steps: tuple[Step, ...], first: date, last: date, level: Level) -> list[Step]:
    """The steps of the range, with the last one before it; the last of each stretch where they are many."""
    before = [step for step in steps if step.day < first][-1:]
    inside = [step for step in steps if first <= step.day <= last]
    if len(inside) > _STEPS:
        stretches = {
            (step.day.year, step.day.month if level != "week" else step.day.isocalendar()[1]): step for step in inside
        }
        inside = list(stretches.values())
    return [*before, *inside]


def _table(bins: tuple[Bin, ...]) -> list[tuple[date, dict[str, int], int]]:
    """A row for each stretch: how many of each kind, and of all."""
    rows: dict[date, dict[str, int]] = {}
    for item in bins:
        rows.setdefault(item.day, {})[item.kind] = item.incidents
    return [(day, counts, sum(counts.values())) for day, counts in sorted(rows.items())]


def _data(here: Here, seen: Range, found: dict[str, Any]) -> dict[str, Any]:
    """What the drawing draws. Days are given with the day after them, at which they end."""
    level = seen.level

    def stretch(day: date) -> list[str]:
        return [day.isoformat(), next_of(day, level).isoformat()]

    return {
        "from": seen.start.isoformat(), "to": seen.end.isoformat(), "level": level,
        "kinds": [{"id": kind.id, "words": kind.words, "colour": kind.colour} for kind in KINDS],
        "items": found["items"] and [
            {"days": [i.begins.isoformat(), (i.ends + _DAY).isoformat()], "title": i.title, "kind": KIND_OF[i.kind].id,
             "grade": i.grade, "link": here.path(f"incidents/{i.id}")} for i in found["items"]
        ],
        "bins": [{"days": stretch(b.day), "kind": KIND_OF[b.kind].id, "n": b.incidents} for b in found["bins"]],
        "said": found["said"] and [
            {"day": s.known.isoformat(), "words": s.evidence[:200], "link": here.path(f"documents/{s.document}?claim={s.claim}")}
            for s in found["said"]
        ],
        "spoken": [{"days": stretch(b.day), "n": b.incidents} for b in found["spoken"]],
        "running": [{"day": (s.day + _DAY).isoformat(), "low": s.low, "best": s.best, "high": s.high} for s in found["running"]],
        "claimed": [
            {"day": c.known.isoformat(), "low": c.low, "best": c.best, "high": c.high, "words": c.evidence[:200],
             "link": here.path(f"documents/{c.document}?claim={c.claim}")} for c in found["claimed"]
        ],
    }  # fmt: skip
