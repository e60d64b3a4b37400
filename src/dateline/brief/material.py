"""What a brief is composed from: the incidents that answer, and the reports behind those that it tells of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from dateline.brief.count import Counted
from dateline.brief.limits import LEVELS, Limits
from dateline.brief.lookup import written
from dateline.brief.record import Amount, Dimension, Figure, Lookup, Measure
from dateline.brief.reports import Reports
from dateline.brief.tally import Gathered, Tally, TallyRow, gather, tally
from dateline.brief.words import amount_words, country_name
from dateline.errors import StoreError
from dateline.incidents import Incident
from dateline.store import Store

_OF_REPORTS = frozenset(
    "text place admin1 country near within_km box since until as_of source actor harm at_least".split()
)

_OF_PLACE = frozenset("place admin1 country near within_km box".split())


@dataclass(frozen=True)
class Material:
    """The answer of a store to the conditions of a brief. ``place`` is what the brief is about, in words, if it is of a place."""

    store: Store
    conditions: Mapping[str, Any]
    place: str | None
    gathered: Gathered
    reports: Reports
    area_by: Dimension = "area"
    limits: Limits = LEVELS[0]
    _incidents: dict[str, Incident] = field(default_factory=dict)
    _by_key: dict[tuple[Measure, Dimension | None], dict[str, TallyRow]] = field(default_factory=dict)
    _tallies: dict[tuple[Measure, Dimension | None], Tally] = field(default_factory=dict)

    @classmethod
    def of(cls, store: Store, conditions: Mapping[str, Any]) -> Material:
        """What the store has. Raises StoreError for conditions that cannot be asked."""
        asked, place = resolved(store, conditions)
        local = asked.get("place") or asked.get("admin1") or asked.get("near")
        return cls(store, asked, place, gather(store, asked), Reports(store), "place" if local else "area")

    @property
    def counted(self) -> tuple[Counted, ...]:
        """The incidents that count."""
        return self.gathered.counted

    @property
    def since(self) -> date | None:
        """The first day that was asked for."""
        return self.gathered.since

    @property
    def until(self) -> date | None:
        """The last day that was asked for."""
        return self.gathered.until

    @cached_property
    def of_reports(self) -> dict[str, Any]:
        """Those of the conditions that a report can meet as a whole: where and when, its words, who and what it names."""
        return {name: value for name, value in self.conditions.items() if name in _OF_REPORTS}

    @property
    def narrower(self) -> bool:
        """Whether the conditions ask more of incidents than a report can meet as a whole: a type, a grade, a role."""
        return set(self.conditions) > set(self.of_reports)

    @cached_property
    def written(self) -> tuple[tuple[str, str], ...]:
        """The conditions as citations hold them."""
        return written(self.conditions)

    @cached_property
    def anywhere(self) -> dict[str, Any]:
        """The conditions without those of place."""
        return {name: value for name, value in self.conditions.items() if name not in _OF_PLACE}

    def tally(self, of: Measure, by: Dimension | None = None) -> Tally:
        """The counts of a measure, made once."""
        if (of, by) not in self._tallies:
            self._tallies[of, by] = tally(self.gathered, of, by)
        return self._tallies[of, by]

    def _rows(self, of: Measure, by: Dimension | None) -> dict[str, TallyRow]:
        if (of, by) not in self._by_key:
            self._by_key[of, by] = {row.key: row for row in self.tally(of, by).rows}
        return self._by_key[of, by]

    def lookup(self, of: Measure, by: Dimension | None = None, key: str | None = None) -> Lookup:
        """The query for a count."""
        return Lookup(kind="tally", conditions=self.written, of=of, by=by, key=key)

    def figure(self, of: Measure, by: Dimension | None = None, key: str | None = None) -> Figure:
        """A count as a figure: of a row, or the total."""
        made = self.tally(of, by)
        row = made.total if key is None else self._rows(of, by)[key]
        return Figure(words=amount_words(row.amount), amount=row.amount, lookup=self.lookup(of, by, key))

    def toll(self, incident: Incident, at: int, words: str) -> Figure:
        """A figure of an incident."""
        found = incident.tolls[at]
        as_of = self.written if self.conditions.get("as_of") else ()
        return Figure(
            words=words,
            amount=Amount(low=found.low, best=found.best, high=found.high),
            lookup=Lookup(kind="toll", incident=incident.id, at=at, conditions=as_of),
        )

    def incident(self, one: Counted) -> Incident:
        """The whole record of an incident, read once."""
        if one.id not in self._incidents:
            self._incidents[one.id] = self.store.incident(one.id, self.conditions.get("as_of"))
        return self._incidents[one.id]


def resolved(store: Store, conditions: Mapping[str, Any]) -> tuple[dict[str, Any], str | None]:
    """The conditions with a place that names a country asked as a country; and what they are about, in words."""
    idle = {"order": None, "role": "any", "within_km": 25.0}
    asked = {n: v for n, v in conditions.items() if v is not None and n != "order" and v != idle.get(n)}
    if (place := asked.get("place")) and "country" not in asked:
        try:
            asked["country"] = store.names.country(place)
            del asked["place"]
        except StoreError:
            pass
    elif asked.get("country"):
        asked["country"] = store.names.country(asked["country"])
    named = [asked[name] for name in ("place", "admin1") if asked.get(name)]
    named += [country_name(asked["country"])] if asked.get("country") else []
    if asked.get("near"):
        named.append(f"within {asked.get('within_km', 25.0):g} km of {asked['near'][0]:g}, {asked['near'][1]:g}")
    if asked.get("box"):
        named.append("the box {:g}, {:g} to {:g}, {:g}".format(*asked["box"]))
    return asked, ", ".join(dict.fromkeys(named)) or None
