"""Borders as places: "the Syria–Turkey border", "the Colombian-Venezuelan frontier", "Mali's border with Niger"."""

from __future__ import annotations

import importlib.resources
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

import yaml

from dateline.coding.places.scene import Scene

_BORDER = frozenset({"border", "borders", "frontier", "borderline", "borderland", "borderlands"})
_JOINING = frozenset({"-", "–", "/", "and"})
_LINKS = frozenset({"between", "with", "of"})
_LONGEST_NAME = 4


@dataclass(frozen=True, slots=True)
class Border:
    """Where a border is named: token numbers, end exclusive; the country, alpha-3, and the one across, where it is said."""

    start: int
    end: int
    country: str
    across: str | None


@dataclass(frozen=True, slots=True)
class Line:
    """A land border: a point near its middle, WGS 84 degrees, and how far it reaches from there."""

    lat: float
    lon: float
    reach_km: float


@lru_cache(maxsize=1)
def load_borders() -> Mapping[frozenset[str], Line]:
    """The land borders by their two countries, alpha-3 (``ontology/data/places/borders.yaml``)."""
    path = importlib.resources.files("dateline.ontology") / "data" / "places" / "borders.yaml"
    rows = yaml.load(path.read_text("utf8"), Loader=yaml.CSafeLoader)
    return {frozenset((a, b)): Line(lat, lon, km) for a, b, lat, lon, km in rows}


def find_borders(scene: Scene) -> list[Border]:
    """The borders of countries that the text names, in order."""
    return [found for i, word in enumerate(scene.lowers) if word in _BORDER and (found := _border_at(scene, i))]


def _border_at(scene: Scene, i: int) -> Border | None:
    before = _countries_before(scene, i)
    after = _countries_after(scene, i)
    named = list(dict.fromkeys(country for country, _, _ in (*before, *after)))
    if not named:
        return None
    start = min([i, *(start for _, start, _ in before)])
    end = max([i + 1, *(end for _, _, end in after)])
    return Border(start, end, named[0], named[1] if len(named) > 1 else None)


_Named = tuple[str, int, int]


def _countries_before(scene: Scene, i: int) -> list[_Named]:
    """The countries right before the word: "Syria-Turkey", "Syrian and Turkish", "Mali's", "southern Turkish"."""
    found: list[_Named] = []
    at = i - 1
    while len(found) < 2:
        if scene.lower(at) in ("'s", "'") or scene.lower(at) in scene.words.directions and not found:
            at -= 1
            continue
        named = _country_ending(scene, at)
        if named is None:
            break
        found.append(named)
        at = named[1] - 1
        if scene.lower(at) not in _JOINING:
            break
        at -= 1
    return found[::-1]


def _countries_after(scene: Scene, i: int) -> list[_Named]:
    """The countries after "between", "with" or "of" that follow the word."""
    if scene.lower(i + 1) not in _LINKS:
        return []
    found: list[_Named] = []
    at = i + 2
    while len(found) < 2:
        while scene.lower(at) == "the" or scene.lower(at) in scene.words.directions and scene.lower(at).endswith("ern"):
            at += 1
        named = _country_starting(scene, at)
        if named is None:
            break
        found.append(named)
        at = named[2]
        if scene.lower(at) != "and" or scene.lower(i + 1) != "between":
            break
        at += 1
    return found


def _country_ending(scene: Scene, last: int) -> _Named | None:
    spans = ((start, last + 1) for start in range(max(0, last - _LONGEST_NAME + 1), last + 1))
    return next(_named(scene, spans), None) if last >= 0 else None


def _country_starting(scene: Scene, first: int) -> _Named | None:
    longest = min(len(scene.lowers), first + _LONGEST_NAME)
    return next(_named(scene, ((first, end) for end in range(longest, first, -1))), None)


def _named(scene: Scene, spans: Iterator[tuple[int, int]]) -> Iterator[_Named]:
    for start, end in spans:
        text = scene.text(start, end)
        if not text[:1].isupper() or scene.doc[end - 1].is_punct:
            continue
        state = scene.authority.state(text)
        if country := state.country if state else scene.authority.demonym(text):
            yield country, start, end
