"""Looking up places in the gazetteer file."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from pathlib import Path
from typing import Literal, Self

import numpy as np

from dateline.errors import SettingError
from dateline.ontology.gazetteer.fold import fold, key_of, skeleton, skeleton_key, surface_key, without_article
from dateline.ontology.gazetteer.layout import map_arrays
from dateline.settings import Settings

_LOG = logging.getLogger(__name__)
_ALTERNATE = np.uint32(1 << 31)
_NUMBER = np.uint32((1 << 31) - 1)
_ALIKE = 0.62
Matched = Literal["name", "alternate", "skeleton"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One place of the gazetteer: WGS 84 degrees, ``country`` alpha-3, ``feature`` a GeoNames feature code (PPLC, ADM1, PCLI …).

    ``matched`` says how the name that was looked up is one of the place's: its main name, another one, or a
    spelling with the same consonants. ``geonames_id`` is None for places of our own.
    """

    number: int
    geonames_id: int | None
    name: str
    lat: float
    lon: float
    country: str | None
    admin1: str | None
    feature: str
    population: int
    matched: Matched = "name"


class Gazetteer:
    """A gazetteer file, mapped into memory and read only."""

    def __init__(self, path: Path) -> None:
        self.path = path
        arrays, self._tables = map_arrays(path)
        self._arrays = arrays
        self._keys = arrays["keys"]
        self._entries = arrays["entries"]
        self.find = lru_cache(maxsize=20_000)(self._find)
        self.has = lru_cache(maxsize=50_000)(self._has)

    @classmethod
    def open(cls, settings: Settings) -> Self:
        """The gazetteer that the settings name, or the one of the installed packages, built now if it was not yet.

        Raises SettingError when the file that the settings name is not there.
        """
        if settings.gazetteer:
            path = Path(settings.gazetteer)
            if not path.is_file():
                raise SettingError(f"DATELINE_GAZETTEER is {settings.gazetteer!r}, and there is no such file")
            return cls(path)
        from dateline.ontology.gazetteer.build import build, default_path

        path = default_path(settings)
        if not path.is_file():
            _LOG.warning("Building the gazetteer; this is done once and takes a minute at most")
            build(path, _LOG.info)
        return cls(path)

    def _find(self, name: str) -> tuple[Entry, ...]:
        """Every place of this name, the most populous first; short forms ("Va.", "US") only as they are written."""
        if len(name) <= 7 and (short := self._at(surface_key(name))):
            return short
        if _is_abbreviation(name):
            return ()
        folded = fold(name)
        found = self._at(key_of(folded))
        if not found and (bare := without_article(folded)) != folded:
            found = self._at(key_of(bare))
        return found

    def _has(self, name: str) -> bool:
        """Whether some place has this name."""
        if len(name) <= 7 and self._holds(surface_key(name)):
            return True
        if _is_abbreviation(name):
            return False
        folded = fold(name)
        if self._holds(key_of(folded)):
            return True
        bare = without_article(folded)
        return bare != folded and self._holds(key_of(bare))

    def _holds(self, key: int) -> bool:
        at = int(np.searchsorted(self._keys, np.uint64(key)))
        return at < len(self._keys) and int(self._keys[at]) == key

    def find_alike(self, name: str, country: str) -> tuple[Entry, ...]:
        """Places of the country (alpha-3) whose names sound like this one: "Hodeidah" finds Al Ḩudaydah in YEM."""
        folded = fold(name)
        bones = skeleton(folded)
        if not bones:
            return ()
        keys = self._arrays["skeletons"]
        key = np.uint64(skeleton_key(country, bones))
        first, last = np.searchsorted(keys, key, "left"), np.searchsorted(keys, key, "right")
        found = [self.entry(int(n), "skeleton") for n in self._arrays["skeleton_entries"][first:last]]
        return tuple(sorted((e for e in found if _alike(folded, fold(e.name))), key=_by_population))

    def entry(self, number: int, matched: Matched = "name") -> Entry:
        """The place with this number in the file."""
        a = self._arrays
        start, end = int(a["name_start"][number]), int(a["name_start"][number + 1])
        return Entry(
            number,
            int(a["geonames"][number]) or None,
            bytes(a["name_pool"][start:end]).decode(),
            round(float(a["lat"][number]), 5),
            round(float(a["lon"][number]), 5),
            self._tables["countries"][a["country"][number]] or None,
            self._tables["admin1"][a["admin1"][number]] or None,
            self._tables["features"][a["feature"][number]],
            int(a["population"][number]),
            matched,
        )

    def _at(self, key: int) -> tuple[Entry, ...]:
        wanted = np.uint64(key)
        first = int(np.searchsorted(self._keys, wanted, "left"))
        last = first
        while last < len(self._keys) and self._keys[last] == wanted:
            last += 1
        found = (
            self.entry(int(n & _NUMBER), "alternate" if n & _ALTERNATE else "name") for n in self._entries[first:last]
        )
        return tuple(sorted(found, key=_by_population))


def _is_abbreviation(name: str) -> bool:
    """Whether the name is initials with full stops, which never stand for a town that has those letters for a name."""
    return "." in name and len(name.replace(".", "").replace(" ", "")) <= 3


def _by_population(entry: Entry) -> int:
    return -entry.population


def _alike(a: str, b: str) -> bool:
    """Same consonants are not enough: the spellings must share most of their letters too."""
    return SequenceMatcher(None, without_article(a), without_article(b)).ratio() >= _ALIKE
