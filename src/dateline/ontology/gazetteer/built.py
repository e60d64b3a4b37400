"""The built gazetteer: its file mapped into memory, its places by number and by key."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from dateline.ontology.gazetteer.beginnings import Beginnings
from dateline.ontology.gazetteer.entry import Entry, Matched
from dateline.ontology.gazetteer.fold import fold, key_of, skeleton_key
from dateline.ontology.gazetteer.layout import map_arrays
from dateline.ontology.gazetteer.nearby import Nearby

_ALTERNATE = np.uint32(1 << 31)
_NUMBER = np.uint32((1 << 31) - 1)


class BuiltPlaces:
    """The places of a gazetteer file. Raises OntologyError when the file is no gazetteer of this version."""

    def __init__(self, path: Path) -> None:
        self._arrays, self._tables = map_arrays(path)
        self._keys = self._arrays["keys"]
        self.size = len(self._arrays["lat"])

    def entry(self, number: int, matched: Matched = "name") -> Entry:
        """The place with this number in the file."""
        return self._entries(np.array([number]), [matched])[0]

    def entries(self, numbers: np.ndarray[Any, Any]) -> list[Entry]:
        """The places with these numbers, in their order."""
        return self._entries(numbers, ["name"] * len(numbers))

    def _entries(self, numbers: np.ndarray[Any, Any], matched: Iterable[Matched]) -> list[Entry]:
        """The places with these numbers: a column at a time, as a name may have hundreds."""
        a, tables = self._arrays, self._tables
        starts, ends = a["name_start"][numbers].tolist(), a["name_start"][numbers + 1].tolist()
        countries, areas, features = tables["countries"], tables["admin1"], tables["features"]
        columns = zip(
            numbers.tolist(),
            a["geonames"][numbers].tolist(),
            starts,
            ends,
            np.round(a["lat"][numbers].astype(np.float64), 5).tolist(),
            np.round(a["lon"][numbers].astype(np.float64), 5).tolist(),
            a["country"][numbers].tolist(),
            a["admin1"][numbers].tolist(),
            a["feature"][numbers].tolist(),
            a["population"][numbers].tolist(),
            matched,
            strict=True,
        )
        return [
            Entry(
                number, geonames or None, bytes(a["name_pool"][start:end]).decode(), lat, lon, countries[country] or None,
                areas[area] or None, features[feature], population, how,
            )
            for number, geonames, start, end, lat, lon, country, area, feature, population, how in columns
        ]  # fmt: skip

    def holds(self, key: int) -> bool:
        """Whether some place is filed under the key."""
        at = int(np.searchsorted(self._keys, np.uint64(key)))
        return at < len(self._keys) and int(self._keys[at]) == key

    def at(self, key: int) -> list[Entry]:
        """The places filed under the key."""
        found = _under(self._keys, self._arrays["entries"], key)
        if not len(found):
            return []
        alternates = (found & _ALTERNATE).tolist()
        return self._entries(found & _NUMBER, ["alternate" if flag else "name" for flag in alternates])

    def sounding(self, country: str, bones: str) -> list[Entry]:
        """The places of the country (alpha-3) that have a name with these consonants."""
        found = _under(self._arrays["skeletons"], self._arrays["skeleton_entries"], skeleton_key(country, bones))
        return self._entries(found, ["skeleton"] * len(found)) if len(found) else []

    def with_main_name(self, folded: str) -> list[Entry]:
        """The places whose main name this is."""
        return [e for e in self.at(key_of(folded)) if e.matched == "name"]

    def with_geonames_id(self, geonames_id: int) -> Entry | None:
        """The place of this id."""
        order = self._by_geonames_id
        at = int(np.searchsorted(self._arrays["geonames"], geonames_id, sorter=order))
        number = int(order[at]) if at < len(order) else 0
        return self.entry(number) if self._arrays["geonames"][number] == geonames_id else None

    @cached_property
    def _by_geonames_id(self) -> np.ndarray[Any, Any]:
        return np.argsort(self._arrays["geonames"], kind="stable")

    def begun(self, written: str, most: int) -> list[Entry]:
        """The places of whose main name a word begins so, the most populous first."""
        numbers = self._beginnings.numbers(written)
        order = np.argsort(-self._arrays["population"][numbers].astype(np.int64), kind="stable")
        return self.entries(numbers[order[:most]])

    @cached_property
    def _beginnings(self) -> Beginnings:
        pool, starts = bytes(self._arrays["name_pool"]), self._arrays["name_start"].tolist()
        return Beginnings(pool[start:end].decode() for start, end in pairwise(starts))

    @cached_property
    def _nearby(self) -> Nearby:
        return Nearby(np.asarray(self._arrays["lat"]), np.asarray(self._arrays["lon"]))

    def nearby(self) -> Nearby:
        """The places by where they are."""
        return self._nearby

    def countries(self) -> list[str]:
        """The alpha-3 codes of the countries that it has places of."""
        return [code for code in self._tables["countries"] if code]

    def country_of(self, words: str) -> str | None:
        """The alpha-3 code of a country's code or name; None when it is none."""
        if words.upper() in self._tables["countries"]:
            return words.upper()
        if len(words) == 2:
            import pycountry

            found = pycountry.countries.get(alpha_2=words.upper())
            return str(found.alpha_3) if found else None
        return next((e.country for e in self.at(key_of(fold(words))) if e.feature == "PCLI"), None)


def _under(keys: np.ndarray[Any, Any], values: np.ndarray[Any, Any], key: int) -> np.ndarray[Any, Any]:
    """The values of a sorted table that stand beside the key."""
    wanted = np.uint64(key)
    first = int(np.searchsorted(keys, wanted, "left"))
    last = (
        int(np.searchsorted(keys[first:], wanted, "right")) + first
        if first < len(keys) and keys[first] == wanted
        else first
    )
    return values[first:last]
