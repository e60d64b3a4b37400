"""Where a place lies that has no known point of its own: at the place that it is named after, or said to lie in or beside.

A facility or a part of a town, named with no place at all, lies in the town that its sentence names, or else in the last one
named before it, as long as the towns of the document lie close together.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from dateline.coding.places.evidence import distance_km
from dateline.coding.places.resolution import Answer
from dateline.coding.places.scene import Offset, Scene, Toponym
from dateline.ontology.earth import EARTH_KM
from dateline.ontology.gazetteer import Entry

_PARTS_OF_TOWNS = frozenset({"district", "neighborhood", "neighbourhood", "suburb", "subdistrict", "quarter", "area"})
_TOGETHER_KM = 161.0
_MOST_TOGETHER = 0.5
_SURE = 0.6
_DIRECTION_ERROR = 0.4
"""How far to a side of "10 km south" the true point may lie, as a share of the distance: half of an eighth of the compass."""
_LEAST_RADIUS_KM = 2.0
_TOWN_RADIUS_KM = 5.0


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place whose point another takes, how it came to it (a key of ``anchored`` in ranking.yaml), and how far off it lies."""

    answer: Answer
    entry: Entry
    how: str
    offset: Offset | None = None


@dataclass(frozen=True, slots=True)
class Anchors:
    """The toponyms of a document with the answers for each."""

    scene: Scene
    toponyms: Sequence[Toponym]
    answers: Sequence[Answer]
    """One for each toponym."""
    towns: Sequence[int]
    """The toponyms that are towns, in order; those of datelines only when there are no others."""

    @classmethod
    def of(cls, scene: Scene, toponyms: Sequence[Toponym], answers: Sequence[Answer]) -> Anchors:
        """The anchors that a document has."""
        towns = [
            n
            for n, (t, a) in enumerate(zip(toponyms, answers, strict=True))
            if a.entry is not None and a.entry.feature.startswith("PPL") and t.kind == "place" and not t.hidden
        ]
        told = [n for n in towns if scene.parsed.kind_of(scene.doc[toponyms[n].start]) != "dateline"]
        return cls(scene, toponyms, answers, told or towns)

    def find(self, members: Sequence[int]) -> Anchor | None:
        """What the first of these toponyms that is anchored at all is anchored to."""
        named = next((anchor for member in members if (anchor := self._named(member))), None)
        if named is not None and named.answer.confidence >= _SURE:
            return named
        towns = (self._in_a_town(member) for member in members if self._is_in_a_town(member))
        return next((anchor for anchor in towns if anchor), named)

    def _named(self, number: int) -> Anchor | None:
        toponym = self.toponyms[number]
        for other, offset in ((toponym.beside, toponym.offset), (toponym.within, None)):
            if other is None or other == number:
                continue
            answer = self.answers[other]
            entry = answer.entry
            small = entry is not None and (
                entry.added
                or entry.feature.startswith("PPL")
                or entry.feature == "ADM2"
                or entry.feature == "ADM1"
                and offset is None
            )
            if entry is not None and small:
                return Anchor(answer, entry, "named", offset)
        return None

    def _is_in_a_town(self, number: int) -> bool:
        """Whether the thing is of those that stand in some town: a building, a street, a quarter."""
        toponym, words = self.toponyms[number], self.scene.words
        last = self.scene.lowers[toponym.end - 1]
        return (
            toponym.kind == "facility"
            or toponym.generic in _PARTS_OF_TOWNS
            or last in words.street | words.part_in_town
        )

    def _in_a_town(self, number: int) -> Anchor | None:
        toponym = self.toponyms[number]
        sentence = self.scene.doc[toponym.start].sent
        inside = [n for n in self.towns if sentence.start <= self.toponyms[n].start < sentence.end]
        if inside:
            nearest = min(inside, key=lambda n: abs(self.toponyms[n].start - toponym.start))
            return self._anchor(nearest, "sentence")
        before = [n for n in self.towns if self.toponyms[n].start < toponym.start]
        nearest = before[-1] if before else self.towns[0] if self.towns else -1
        return self._anchor(nearest, "before") if nearest >= 0 and self._is_where_most_are(nearest) else None

    def _anchor(self, number: int, how: str) -> Anchor | None:
        answer = self.answers[number]
        return Anchor(answer, answer.entry, how) if answer.entry is not None else None

    def _is_where_most_are(self, number: int) -> bool:
        """Whether most of the document's towns lie around this one."""
        centre = self.answers[number].entry
        others = [e for n in self.towns if (e := self.answers[n].entry) is not None]
        near = sum(distance_km(e, centre) <= _TOGETHER_KM for e in others) if centre else 0
        return near >= _MOST_TOGETHER * len(others)


def moved(entry: Entry, offset: Offset) -> tuple[float, float, float]:
    """Latitude and longitude of the point so far from the place, and the radius in km within which the true one lies."""
    if offset.bearing is None:
        return entry.lat, entry.lon, round(offset.km + _TOWN_RADIUS_KM, 1)
    radius = max(_LEAST_RADIUS_KM, offset.km * _DIRECTION_ERROR)
    bearing, part = math.radians(offset.bearing), offset.km / EARTH_KM
    lat, lon = math.radians(entry.lat), math.radians(entry.lon)
    to_lat = math.asin(math.sin(lat) * math.cos(part) + math.cos(lat) * math.sin(part) * math.cos(bearing))
    to_lon = lon + math.atan2(
        math.sin(bearing) * math.sin(part) * math.cos(lat), math.cos(part) - math.sin(lat) * math.sin(to_lat)
    )
    degrees = (math.degrees(to_lon) + 540) % 360 - 180
    return round(math.degrees(to_lat), 5), round(degrees, 5), round(radius, 1)
