"""The places that a user added, ready to be looked up before the built ones, which they override."""

from __future__ import annotations

import logging
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol, TypeVar

import numpy as np

from dateline.errors import OntologyError
from dateline.ontology.gazetteer.added.place import AddedPlace, kinds_of
from dateline.ontology.gazetteer.entry import Entry
from dateline.ontology.gazetteer.fold import fold, without_article
from dateline.ontology.gazetteer.nearby import Nearby
from dateline.ontology.gazetteer.sounds import skeletons

_LOG = logging.getLogger(__name__)
_AROUND_KM, _NEIGHBOURS = 100.0, 5
_SAME_KM, _CORRECTED_KM = 1.0, 25.0


_Key = TypeVar("_Key", str, tuple[str, str])
_Table = dict[_Key, dict[int, Entry]]
"""Under each key the entries by number."""


class Built(Protocol):
    """What is asked of the built gazetteer."""

    size: int

    def entries(self, numbers: np.ndarray[Any, Any]) -> Sequence[Entry]: ...
    def nearby(self) -> Nearby: ...
    def with_main_name(self, folded: str) -> Sequence[Entry]: ...
    def with_geonames_id(self, geonames_id: int) -> Entry | None: ...


@dataclass(frozen=True, slots=True)
class Additions:
    """The added places: by folded name, by short form as written, by consonants within a country.

    ``replaced`` leads from the number of a built place to the added one that corrects it: every name of the former then
    means the latter.
    """

    by_name: Mapping[str, tuple[Entry, ...]]
    by_surface: Mapping[str, tuple[Entry, ...]]
    by_sound: Mapping[tuple[str, str], tuple[Entry, ...]]
    replaced: Mapping[int, Entry]

    @classmethod
    def over(cls, built: Built, places: Iterable[AddedPlace]) -> Additions:
        """The additions to a built gazetteer. What the user should know of them is logged as a warning."""
        by_name: _Table[str] = defaultdict(dict)
        by_surface: _Table[str] = defaultdict(dict)
        by_sound: _Table[tuple[str, str]] = defaultdict(dict)
        replaced: dict[int, Entry] = {}
        for number, place in enumerate(_without_doubles(places), built.size):
            entry, corrected = _entry(number, place, built)
            if corrected is not None:
                replaced[corrected.number] = entry
            other, heard = replace(entry, matched="alternate"), replace(entry, matched="skeleton")
            for name in (place.name, *place.also):
                if _is_short_form(name):
                    by_surface[name][number] = entry
                    continue
                folded = fold(name)
                for spelling in _spellings(folded, entry.feature):
                    by_name[spelling].setdefault(number, entry if name == place.name else other)
                if entry.country is not None:
                    for bones in skeletons(folded, entry.country):
                        by_sound[entry.country, bones][number] = heard
        return cls(_frozen(by_name), _frozen(by_surface), _frozen(by_sound), replaced)

    def find(self, name: str, folded: str) -> tuple[Entry, ...]:
        """The added places of this name."""
        return self.by_surface.get(name, ()) + (
            self.by_name.get(folded) or self.by_name.get(without_article(folded), ())
        )

    def begun(self, folded: str) -> tuple[Entry, ...]:
        """The added places of whose names a word begins so, each once."""
        named = (entry for name, entries in self.by_name.items() if f" {folded}" in f" {name}" for entry in entries)
        return tuple({entry.number: entry for entry in named}.values())

    def with_geonames_id(self, geonames_id: int) -> Entry | None:
        """The added place of this id."""
        named = (entry for entries in self.by_name.values() for entry in entries)
        return next((entry for entry in named if entry.geonames_id == geonames_id), None)

    def first(self, own: Sequence[Entry], built: Iterable[Entry]) -> tuple[Entry, ...]:
        """The added places, then those of the built ones that none of them overrides.

        An added place overrides every built one of its name in its country (in any, where it has none): a town or other
        spot all but areas, an area only areas of the same level, so that a town does not hide the province of its name.
        """
        now = [self._now(entry) for entry in built]
        kept = {e.number: e for e in now if not any(_overrides(o, e) for o in own)}
        for added in own:
            kept.pop(added.number, None)
        return (*own, *kept.values())

    def _now(self, entry: Entry) -> Entry:
        correct = self.replaced.get(entry.number)
        return replace(correct, matched=entry.matched) if correct is not None else entry


def _frozen(table: _Table[_Key]) -> dict[_Key, tuple[Entry, ...]]:
    return {key: tuple(entries.values()) for key, entries in table.items()}


def _spellings(folded: str, feature: str) -> Iterator[str]:
    """The name with and without its article, and with the word for its kind after it: "kafr zaytun camp"."""
    for spelling in (folded, without_article(folded)):
        yield spelling
        yield from (f"{spelling} {kind}" for kind in kinds_of(feature) if not spelling.endswith(kind))


def _overrides(added: Entry, built: Entry) -> bool:
    if built.added or (added.country and added.country != built.country):
        return False
    return added.feature == built.feature if added.is_area or built.is_area else True


def _is_short_form(name: str) -> bool:
    """Whether the name is a few capitals, read only as they are written: "PK5", so that "is" and "us" stay words."""
    return len(name) <= 3 and not name.islower()


def _entry(number: int, place: AddedPlace, built: Built) -> tuple[Entry, Entry | None]:
    """The place with what the file leaves out, and the built place that it corrects, if any."""
    country, admin1 = _surroundings(place, built)
    entry = Entry(
        number, place.geonames_id, place.name, place.lat, place.lon, country, admin1, place.feature or "PPL",
        place.population or 0, "name", place.precision or (None if place.feature else 1), place.where,
    )  # fmt: skip
    corrected = _corrected(entry, place, built)
    if corrected is not None:
        entry = replace(
            entry,
            geonames_id=entry.geonames_id or corrected.geonames_id,
            feature=place.feature or corrected.feature,
            precision=place.precision,
            population=place.population or corrected.population,
        )
    return entry, corrected


def _corrected(entry: Entry, place: AddedPlace, built: Built) -> Entry | None:
    """The built place of the same GeoNames id, else the one of the same main name and country (the nearest, of several)."""
    if place.geonames_id is not None:
        return built.with_geonames_id(place.geonames_id)
    twins = [
        e
        for e in built.with_main_name(fold(place.name))
        if entry.country in (None, e.country) and (e.feature == place.feature if e.is_area or entry.is_area else True)
    ]
    if len(twins) > 1:
        numbers, _ = built.nearby().within(place.lat, place.lon, _CORRECTED_KM)
        twins = [e for n in numbers for e in twins if e.number == n][:1]
    return twins[0] if twins else None


def _surroundings(place: AddedPlace, built: Built) -> tuple[str | None, str | None]:
    """Country and first-level area: as the file says, else those that all the nearest known places share."""
    numbers, _ = built.nearby().within(place.lat, place.lon, _AROUND_KM)
    around = [e for e in built.entries(numbers[: 4 * _NEIGHBOURS]) if e.feature.startswith("PPL")]
    if place.country:
        if not any(e.country == place.country for e in around):
            _check_country(place, built, numbers)
        around = [e for e in around if e.country == place.country]
    nearest = around[:_NEIGHBOURS]
    countries, areas = {e.country for e in nearest}, {e.admin1 for e in nearest}
    country = place.country or (countries.pop() if len(countries) == 1 else None)
    return country, place.admin1 or (areas.pop() if country and len(areas) == 1 else None)


def _check_country(place: AddedPlace, built: Built, numbers: np.ndarray[Any, Any]) -> None:
    """Raises OntologyError where the point lies far from its country, and with lat and lon exchanged would lie in it."""
    if any(e.country == place.country for e in built.entries(numbers)):
        return
    exchanged, _ = built.nearby().within(*_as_point(place.lon, place.lat), _AROUND_KM)
    if abs(place.lon) <= 90 and any(e.country == place.country for e in built.entries(exchanged)):
        raise OntologyError(
            place.where,
            f"lat, lon: {place.lat}, {place.lon} is nowhere near {place.country}, but {place.lon}, {place.lat} is; exchange them",
        )
    _LOG.warning(
        "%s: %r lies %g km or more from every known place of %s", place.where, place.name, _AROUND_KM, place.country
    )


def _as_point(lat: float, lon: float) -> tuple[float, float]:
    return max(-90.0, min(90.0, lat)), lon


def _without_doubles(places: Iterable[AddedPlace]) -> Iterator[AddedPlace]:
    """Of places of one name and country within a kilometre the last; those and namesakes further off are said."""
    kept: dict[tuple[str, str | None], list[AddedPlace]] = defaultdict(list)
    said: Counter[str] = Counter()
    for place in places:
        twins = kept[fold(place.name), place.country]
        double = next((t for t in twins if _is_same_point(t, place)), None)
        if double is not None:
            twins.remove(double)
            _say(said, f"{place.where}: {place.name!r} is there twice; it takes the place of {double.where}")
        elif twins:
            _say(said, f"{place.where}: {place.name!r} is also the name of {twins[-1].where}, elsewhere; both are kept")
        twins.append(place)
    if (unsaid := said["all"] - _SAID) > 0:
        _LOG.warning("… and %s more names that are there twice", f"{unsaid:,}")
    for twins in kept.values():
        yield from twins


_SAID = 20


def _say(said: Counter[str], message: str) -> None:
    said["all"] += 1
    if said["all"] <= _SAID:
        _LOG.warning(message)


def _is_same_point(a: AddedPlace, b: AddedPlace) -> bool:
    return abs(a.lat - b.lat) < _SAME_KM / 111 and abs(a.lon - b.lon) < _SAME_KM / 80
