"""The filters of pages: in the address, so that a view can be shared and returned to, and as conditions of the store.

A page takes them by ``filters: Asked``; what the address holds beyond them is the page's own business::

    @ROUTER.get("/p/{project}/map")
    def shown(here: AsViewer, filters: Asked) -> Response:
        found = here.store.incidents(**filters.conditions()).page(50)
        return here.page("map.html", filters=filters, found=found)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Annotated, Any, NamedTuple, get_args
from urllib.parse import urlencode

from fastapi import Depends, Request

from dateline.errors import DatelineError
from dateline.incidents import Grade
from dateline.ontology.codes import ACLED_SUB_EVENTS, PLOVER_MODES
from dateline.records import Harm
from dateline.store import Query
from dateline.store.query import Role

_LONGEST = 400
_LABELS = {
    "text": "words",
    "admin1": "area",
    "near": "near",
    "within_km": "within km",
    "box": "box on the map",
    "as_of": "as known on",
    "at_least": "at least",
    "cited": "cites",
    "min_confidence": "confidence of",
}
_DEFAULTS: Mapping[str, object] = {field.name: field.default for field in fields(Query)}


class FilterError(DatelineError):
    """A filter in the address that is none, with what it could be."""


class Chip(NamedTuple):
    """A filter in words, and the query string of the address without it."""

    label: str
    value: str
    without: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters(Query):
    """What a view is narrowed to: the conditions of a query, as an address and a form have them."""

    @classmethod
    def of(cls, given: Mapping[str, str]) -> Filters:
        """The filters of a query string; what is empty is no filter. Raises FilterError, StoreError."""
        found = {
            field.name: _READ.get(field.name, _text)(field.name, value)
            for field in fields(cls)
            if (value := given.get(field.name, "").strip())
        }
        return cls(**found)

    def conditions(self) -> dict[str, Any]:
        """The conditions, for ``store.incidents(**…)``: only those that are set."""
        return _set(dict(self._all()))

    def address(self, **changes: Any) -> str:
        """The query string of these filters, with changes: a name with None is left out, other names are added.

        It begins with ``?`` and is empty where there is nothing to say.
        """
        names = {field.name for field in fields(self)}
        own: dict[str, Any] = {k: _DEFAULTS.get(k) if v is None else v for k, v in changes.items() if k in names}
        parts = {name: _written(value) for name, value in _set({**dict(self._all()), **own}).items()}
        parts |= {name: str(value) for name, value in changes.items() if name not in names and value is not None}
        return f"?{urlencode(parts)}" if parts else ""

    def chips(self, **kept: Any) -> list[Chip]:
        """Each filter that is set in words, and the address without it; ``kept`` are other parts of the address."""
        return [
            Chip(
                _LABELS.get(name, name),
                _written(value),
                self.address(**kept, **dict.fromkeys(_WITH.get(name, (name,)))),
            )
            for name, value in self.conditions().items()
            if name not in ("within_km", "order") and not (name == "role" and self.actor is None)
        ]

    def written(self, name: str) -> str:
        """A field as it stands in the address and in a form; empty where it is not set."""
        value = getattr(self, name)
        return "" if value is None or value == _DEFAULTS.get(name) else _written(value)

    def _all(self) -> list[tuple[str, Any]]:
        return [(field.name, getattr(self, field.name)) for field in fields(self)]


def _set(given: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in given.items() if value != _DEFAULTS.get(name)}


_WITH = {"actor": ("actor", "role"), "harm": ("harm", "at_least"), "near": ("near", "within_km")}
"""What goes with a filter that is taken away."""

CHOICES: Mapping[str, tuple[str, ...]] = {
    "type": (*ACLED_SUB_EVENTS, *sorted(t for subs in ACLED_SUB_EVENTS.values() for t in subs), *sorted(PLOVER_MODES)),
    "harm": get_args(Harm),
    "grade": get_args(Grade),
    "role": get_args(Role),
}
"""What can be chosen, for the fields that have a list."""


def _text(name: str, value: str) -> str:
    if len(value) > _LONGEST:
        raise FilterError(f"{name}: {len(value):,} characters are too long to look for; {_LONGEST} are the most")
    return value


def _day(name: str, value: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise FilterError(f"{name}: {value!r} is no day; write it as 2024-12-03") from None


def _number(name: str, value: str) -> float:
    try:
        number = float(value)
    except ValueError:
        raise FilterError(f"{name}: {value!r} is no number") from None
    if not -1e9 < number < 1e9:
        raise FilterError(f"{name}: {value!r} is no number that could be meant")
    return number


def _whole(name: str, value: str) -> int:
    number = _number(name, value)
    if number < 0 or number != int(number):
        raise FilterError(f"{name}: {value!r} is no whole number")
    return int(number)


def _numbers(name: str, value: str) -> tuple[float, ...]:
    wanted = {"near": 2, "box": 4}[name]
    parts = tuple(_number(name, part) for part in value.split(","))
    if len(parts) != wanted:
        what = "latitude,longitude" if wanted == 2 else "south,west,north,east"
        raise FilterError(f"{name}: {value!r} is not {what} in degrees")
    return parts


_READ: Mapping[str, Any] = {
    "since": _day, "until": _day, "as_of": _day, "at_least": _whole, "within_km": _number, "min_confidence": _number,
    "near": _numbers, "box": _numbers,
}  # fmt: skip


def _written(value: object) -> str:
    if isinstance(value, tuple):
        return ",".join(_written(part) for part in value)
    if isinstance(value, float):
        return repr(int(value)) if value == int(value) else repr(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def filters_of(request: Request) -> Filters:
    """The filters of a request."""
    return Filters.of(request.query_params)


Asked = Annotated[Filters, Depends(filters_of)]
