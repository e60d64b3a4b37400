"""The overview: what is new since one last looked, and all incidents in numbers, the contested ones first."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, cast, get_args

from fastapi import APIRouter
from starlette.responses import Response

from dateline.serve.access import AsViewer, Here
from dateline.serve.charts import bars_of, drawn_figures, level_for
from dateline.serve.filters import CHOICES, Asked, FilterError
from dateline.serve.pages import Nav
from dateline.store.arrivals import stamp
from dateline.store.overview import Level, Overview

ROUTER = APIRouter()
NAV = Nav(10, "Overview", "", "o")

MOVED = ("displaced", "evacuated", "returned", "homes_destroyed")
HARMED = ("killed", "injured", "missing", "abducted", "detained", "captured", "besieged", "unspecified")
_FIELDS = ("text", "country", "place", "since", "until", "type", "actor", "harm", "grade", "source")
_SHOWN = 8
_ANOTHER_LOOK = timedelta(minutes=30)
"""Who comes back within this time is still looking."""
_KEPT = 400 * 24 * 3600
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
SINCE: Mapping[str, str] = {
    "looked": "I last looked", "yesterday": "yesterday", "monday": "Monday", "month": "30 days ago",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Look:
    """When a visitor last looked, and now looks; ``before`` is None the first time."""

    before: datetime | None
    now: datetime

    def written(self) -> str:
        """As the cookie keeps it."""
        return ".".join("" if moment is None else _iso(moment) for moment in (self.before, self.now))

    @classmethod
    def after(cls, written: str, now: datetime) -> Look:
        """This look, by what the cookie of the last one says."""
        parts = [_moment(part) for part in written.split(".")] if written.count(".") == 1 else [None, None]
        before, last = parts
        if last is not None and now - last < _ANOTHER_LOOK and last <= now:
            return cls(before, now)
        return cls(last if last is not None and last <= now else None, now)


@dataclass(frozen=True, slots=True)
class Since:
    """From when on something is new: the choice in the address, the moment, and both in words."""

    choice: str
    moment: datetime
    words: str


def since_of(choice: str | None, look: Look) -> Since:
    """What a choice in the address means; without one, since the visitor last looked. Raises FilterError."""
    choice = choice or "looked"
    today = look.now.replace(hour=0, minute=0, second=0, microsecond=0)
    if choice == "looked" and look.before is not None:
        return Since(choice, look.before, f"you last looked, {_words(look.before)}")
    if choice in ("looked", "yesterday"):
        start = today - timedelta(days=1)
        first = "yesterday; you have not looked before" if choice == "looked" else "yesterday"
        return Since(choice, start, f"{first}, {_words(start)}")
    if choice == "monday":
        start = today - timedelta(days=today.weekday())
        return Since(choice, start, f"Monday, {_words(start)}")
    if choice == "month":
        start = today - timedelta(days=30)
        return Since(choice, start, _words(start))
    try:
        day = date.fromisoformat(choice)
    except ValueError:
        raise FilterError(f"new: {choice!r} is no day; write it as 2024-12-03, or one of {', '.join(SINCE)}") from None
    start = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return Since(choice, start, _words(start))


@ROUTER.get("/p/{project}/")
def shown(here: AsViewer, filters: Asked, new: str | None = None, level: str | None = None) -> Response:
    """The overview, narrowed by the filters in the address."""
    cookie = _cookie(here)
    look = Look.after(here.request.cookies.get(cookie, ""), datetime.now(UTC).replace(microsecond=0))
    since = since_of(new, look)
    if level is not None and level not in get_args(Level):
        raise FilterError(f"level: {level!r} is none of {', '.join(get_args(Level))}")
    response = here.page("overview.html", filters=filters, choices=CHOICES, fields=_FIELDS, since=since, since_choices=SINCE,
                         kept={"new": new, "level": level}, **_found(here, filters.conditions(), since, level))  # fmt: skip
    if "hx-request" not in here.request.headers:
        response.set_cookie(
            cookie,
            look.written(),
            max_age=_KEPT,
            path=here.path(),
            httponly=True,
            samesite="lax",
            secure=here.workbench.secure,
        )
    return response


def _found(here: Here, conditions: dict[str, Any], since: Since, level: str | None) -> dict[str, Any]:
    """All that the page shows."""
    not_shown = [name for name in ("as_of", "min_confidence") if conditions.pop(name, None) is not None]
    conditions.pop("order", None)
    ask = Overview(here.store)
    chosen = cast(Level, level) if level else level_for(ask.bins("month", **conditions))
    figures = ask.figures(**conditions)
    return {
        "not_shown": not_shown,
        "news": ask.news(stamp(since.moment), **conditions),
        "selected": ask.selected(**conditions),
        "bars": bars_of(ask.bins(chosen, **conditions), chosen),
        "levels": get_args(Level),
        "harmed": drawn_figures(figures, HARMED),
        "moved": drawn_figures(figures, MOVED),
        "contested": ask.contested(_SHOWN, **conditions),
        "places": ask.places(_SHOWN, **conditions),
        "did": ask.actors("did", _SHOWN, **conditions),
        "suffered": ask.actors("suffered", _SHOWN, **conditions),
        "is_empty": not conditions and here.store.documents().page(1).items == (),
    }


def _cookie(here: Here) -> str:
    """The name of the visitor's cookie: people who share a browser have each their own."""
    return f"dateline_looked_{hashlib.sha256(here.visitor.name.encode()).hexdigest()[:12]}"


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _moment(text: str) -> datetime | None:
    if not _MOMENT.fullmatch(text):
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _words(moment: datetime) -> str:
    from dateline.export.words.days import day_words

    return f"{day_words(moment.date().isoformat())}, {moment:%H:%M} UTC"
