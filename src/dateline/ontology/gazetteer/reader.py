"""Looking up places: by name, then by sound, those that the user added before the built ones."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from pathlib import Path
from typing import Self

from dateline.errors import SettingError
from dateline.ontology.gazetteer.added import Additions, read_added
from dateline.ontology.gazetteer.built import BuiltPlaces
from dateline.ontology.gazetteer.entry import Entry
from dateline.ontology.gazetteer.fold import fold, key_of, surface_key, without_article
from dateline.ontology.gazetteer.sounds import consonants, skeletons
from dateline.settings import Settings

_LOG = logging.getLogger(__name__)
_ALIKE, _ALIKE_OF_FEW, _MANY_CONSONANTS = 0.62, 0.7, 3
"""The share of letters that spellings with the same consonants must have in common; chosen on alternate names in GeoNames."""
_KNOWN_BY_ALL = 100_000


class Gazetteer:
    """A gazetteer file, mapped into memory and read only, and the places of the user's files over it.

    Raises OntologyError when one of the files is wrong.
    """

    def __init__(self, path: Path, added: Sequence[Path | str] = ()) -> None:
        self.path = path
        self._built = BuiltPlaces(path)
        places = read_added(added, self._built.country_of)
        self._added = Additions.over(self._built, places) if added else None
        self.find = lru_cache(maxsize=20_000)(self._find)
        self.has = lru_cache(maxsize=50_000)(self._has)
        self.find_alike = lru_cache(maxsize=20_000)(self._find_alike)

    @classmethod
    def open(cls, settings: Settings) -> Self:
        """The gazetteer that the settings name, or the one of the installed packages, built now if it was not yet.

        Raises SettingError when the file that the settings name is not there, OntologyError when one of the user's files is wrong.
        """
        return cls(built_file(settings), settings.gazetteers)

    def _find(self, name: str) -> tuple[Entry, ...]:
        """Every place of this name: added ones first, then the most populous first.

        Short forms ("Va.", "US") only as they are written.
        """
        built = self._find_built(name)
        if self._added is None:
            return built
        return self._added.first(self._added.find(name, fold(name)), built)

    def _find_built(self, name: str) -> tuple[Entry, ...]:
        if len(name) <= 7 and (short := _most_populous_first(self._built.at(surface_key(name)))):
            return short
        if _is_abbreviation(name):
            return ()
        folded = fold(name)
        found = _most_populous_first(self._built.at(key_of(folded)))
        if not found and (bare := without_article(folded)) != folded:
            found = _most_populous_first(self._built.at(key_of(bare)))
        return found

    def _has(self, name: str) -> bool:
        """Whether some place has this name."""
        if self.adds(name):
            return True
        if len(name) <= 7 and self._built.holds(surface_key(name)):
            return True
        if _is_abbreviation(name):
            return False
        folded = fold(name)
        bare = without_article(folded)
        return self._built.holds(key_of(folded)) or (bare != folded and self._built.holds(key_of(bare)))

    @property
    def has_added(self) -> bool:
        """Whether there are places that the user added."""
        return self._added is not None

    def adds(self, name: str) -> bool:
        """Whether a place that the user added has this name."""
        return self._added is not None and bool(self._added.find(name, fold(name)))

    def _find_alike(self, name: str, country: str) -> tuple[Entry, ...]:
        """Places of the country (alpha-3) whose names sound like this one: "Hodeidah" finds Al Ḩudaydah in YEM."""
        folded = fold(name)
        bones = skeletons(folded, country)
        heard = {e.number: e for b in bones for e in self._built.sounding(country, b) if _alike(folded, e.name, b)}
        built = _most_populous_first(heard.values())
        if self._added is None:
            return built
        added = [(b, e) for b in bones for e in self._added.by_sound.get((country, b), ())]
        own = {e.number: e for b, e in added if _alike(folded, e.name, b)}
        return self._added.first(tuple(own.values()), built)

    def find_in(self, name: str, country: str) -> tuple[Entry, ...]:
        """What the name means in the country (alpha-3): places of the name, else those that sound like it.

        A name that all the world knows as another country, province or city is never looked up by its sound: "Nigeria" is no
        spelling of Niger.
        """
        found = self.find(name)
        here = tuple(e for e in found if e.country == country)
        elsewhere = any(e.feature in ("PCLI", "ADM1") or e.population >= _KNOWN_BY_ALL for e in found)
        return here or (() if elsewhere else self.find_alike(name, country))

    def begun(self, written: str, most: int) -> tuple[Entry, ...]:
        """Up to ``most`` places of each file of whose main name a word begins so: added ones first, then the most populous."""
        built = self._built.begun(written, most)
        if self._added is None:
            return tuple(built)
        return self._added.first(self._added.begun(fold(written))[:most], built)

    def find_alike_anywhere(self, name: str) -> tuple[Entry, ...]:
        """As :meth:`find_alike`, in every country: the most populous first."""
        found = (entry for country in self._built.countries() for entry in self.find_alike(name, country))
        return _most_populous_first({entry.number: entry for entry in found}.values())

    def with_geonames_id(self, geonames_id: int) -> Entry | None:
        """The place of this id, as the user's files have it where they do."""
        own = None if self._added is None else self._added.with_geonames_id(geonames_id)
        return own or self._built.with_geonames_id(geonames_id)

    def country_of(self, words: str) -> str | None:
        """The alpha-3 code of a country's code or name; None when it is none."""
        return self._built.country_of(words)

    def entry(self, number: int) -> Entry:
        """The place with this number in the built file."""
        return self._built.entry(number)

    def around(self, lat: float, lon: float, km: float) -> list[Entry]:
        """The places of the built file within ``km`` (at most 110) of a point in degrees, the nearest first."""
        numbers, _ = self._built.nearby().within(lat, lon, km)
        return self._built.entries(numbers)


def built_file(settings: Settings) -> Path:
    """The gazetteer file that the settings name, or that of the installed packages, built now if it was not yet.

    Raises SettingError when the file that the settings name is not there.
    """
    if settings.gazetteer:
        path = Path(settings.gazetteer)
        if not path.is_file():
            raise SettingError(f"DATELINE_GAZETTEER is {settings.gazetteer!r}, and there is no such file")
        return path
    from dateline.ontology.gazetteer.build import build, default_path

    path = default_path(settings)
    if not path.is_file():
        _LOG.warning("Building the gazetteer; this is done once and takes a minute at most")
        build(path, _LOG.info)
    return path


def _most_populous_first(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    return tuple(sorted(entries, key=lambda entry: -entry.population))


def _is_abbreviation(name: str) -> bool:
    """Whether the name is initials with full stops, which never stand for a town that has those letters for a name."""
    return "." in name and len(name.replace(".", "").replace(" ", "")) <= 3


def _alike(folded: str, name: str, bones: str) -> bool:
    """Same consonants are not enough: the spellings must share most of their letters too, the more the fewer consonants."""
    least = _ALIKE if consonants(bones) >= _MANY_CONSONANTS else _ALIKE_OF_FEW
    return SequenceMatcher(None, without_article(folded), without_article(fold(name))).ratio() >= least
