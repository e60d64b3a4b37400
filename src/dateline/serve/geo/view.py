"""What of the map is shown, as it stands in the address beside the filters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from typing import Annotated, Any, Literal, get_args

from fastapi import Depends, Request

from dateline.serve.filters import FilterError, Filters

Shading = Literal["none", "incidents", "killed"]
Names = Literal["both", "latin", "arabic"]
Toggle = Literal["on", "off"]
_CHOICES: Mapping[str, tuple[str, ...]] = {
    "shade": get_args(Shading), "names": get_args(Names), "marks": get_args(Toggle), "vague": get_args(Toggle),
    "control": get_args(Toggle),
}  # fmt: skip
_LONGEST_WINDOW = 36_500


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """``at`` is latitude, longitude and zoom. ``day`` is the last day of the window that is shown, of ``days`` days.

    ``shade`` colours first-level areas by a number; ``marks`` are the incidents, ``vague`` the areas around those whose
    place is poorly known, ``control`` who is said to hold each place on the day.
    """

    at: str | None = None
    day: date | None = None
    days: int | None = None
    shade: Shading = "none"
    names: Names = "both"
    marks: Toggle = "on"
    vague: Toggle = "on"
    control: Toggle = "off"

    @classmethod
    def of(cls, given: Mapping[str, str]) -> View:
        """The view of a query string. Raises FilterError."""
        found: dict[str, Any] = {}
        for field in fields(cls):
            if not (value := given.get(field.name, "").strip()):
                continue
            if field.name in _CHOICES and value not in _CHOICES[field.name]:
                raise FilterError(f"{field.name}: {value!r} is none of {', '.join(_CHOICES[field.name])}")
            found[field.name] = _READ[field.name](value) if field.name in _READ else value
        return cls(**found)

    def kept(self, **changes: Any) -> dict[str, str]:
        """The parts of the address: only what is not as it is without being said."""
        changed, usual = replace(self, **changes), View()
        return {
            field.name: str(getattr(changed, field.name))
            for field in fields(self)
            if getattr(changed, field.name) != getattr(usual, field.name)
        }

    def window(self) -> tuple[date | None, date | None]:
        """The first and the last day that are shown; None where there is no bound."""
        if self.day is None:
            return None, None
        if self.days is None:
            return None, self.day
        return self.day - timedelta(days=min(self.days - 1, self.day.toordinal() - 1)), self.day

    def narrowed(self, filters: Filters) -> dict[str, Any]:
        """The conditions of the filters, within the days that are shown; ``None`` under "nothing" where no day is in both."""
        conditions = filters.conditions()
        first, last = self.window()
        if first:
            conditions["since"] = max(first, conditions.get("since", first))
        if last:
            conditions["until"] = min(last, conditions.get("until", last))
        return conditions


def _at(value: str) -> str:
    try:
        lat, lon, zoom = (float(part) for part in value.split(","))
    except ValueError:
        raise FilterError(f"at: {value!r} is not latitude,longitude,zoom") from None
    if not (-90 <= lat <= 90 and -540 <= lon <= 540 and 0 <= zoom <= 24):
        raise FilterError(f"at: {value!r} is no place on the map")
    return f"{lat:g},{lon:g},{zoom:g}"


def _day(value: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise FilterError(f"day: {value!r} is no day; write it as 2024-12-03") from None


def _days(value: str) -> int:
    if not (value.isascii() and value.isdigit() and 1 <= int(value) <= _LONGEST_WINDOW):
        raise FilterError(f"days: {value!r} is no number of days")
    return int(value)


_READ: Mapping[str, Any] = {"at": _at, "day": _day, "days": _days}


def view_of(request: Request) -> View:
    """The view of a request."""
    return View.of(request.query_params)


Viewed = Annotated[View, Depends(view_of)]
