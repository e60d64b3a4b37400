"""The places of a document as a small map, drawn without any outline that would have to come from elsewhere.

An equirectangular projection, true to scale along its middle parallel, fitted to the places that claims point to.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from dateline.export.words.claims import one_line
from dateline.records import CodedDocument, Event, Place, Toll

WIDTH, HEIGHT = 420, 300
_PADDING = 0.18
_SMALLEST_SPAN = 0.6
"""Degrees: a map of a single town still shows some of what lies around it."""
_STEPS = (0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 45)
_KM_PER_DEGREE = 111.32
_SCALE_LENGTHS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)
_CHAR_WIDTH, _LINE_HEIGHT = 6.9, 14
_RADIUS = {"point": 5, "area": 12, "country": 8}
_COUNTRY = 6
Box = tuple[float, float, float, float]
"""Left, top, right and bottom."""
_EDGES: tuple[Box, ...] = ((0, HEIGHT - 34, WIDTH / 3, HEIGHT), (0, 0, WIDTH, 15), (WIDTH - 44, 0, WIDTH, HEIGHT))
"""The corner of the scale bar, and the edges with the degrees."""

PRECISION_WORDS = {
    1: "exact",
    2: "near, or a limited area",
    3: "second-level area",
    4: "first-level area",
    5: "vague or larger area",
    6: "country",
    7: "sea or air",
}


class Located(Protocol):
    """A place with WGS 84 degrees; ``precision`` is UCDP's where_prec."""

    @property
    def name(self) -> str:
        """Its name."""

    @property
    def lat(self) -> float | None:
        """Degrees to the north."""

    @property
    def lon(self) -> float | None:
        """Degrees to the east."""

    @property
    def precision(self) -> int | None:
        """How closely it is known, from 1 to 7."""


@dataclass(frozen=True, slots=True)
class Marker:
    """A place on the map; ``shape`` says how precise it is: point, area or country."""

    x: float
    y: float
    shape: str
    name: str


@dataclass(frozen=True, slots=True)
class Label:
    """A name beside its marker, with the end of a leader line where it could not stand close to it."""

    marker: Marker
    x: float
    y: float
    text: str
    leader: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class GridLine:
    """A meridian or parallel, and its degrees in words."""

    at: float
    words: str


@dataclass(frozen=True, slots=True)
class PlaceMap:
    """What to draw, in the units of a viewBox of WIDTH by HEIGHT, y downwards; ``frame`` is what of the world that is."""

    markers: tuple[Marker, ...]
    labels: tuple[Label, ...]
    meridians: tuple[GridLine, ...]
    parallels: tuple[GridLine, ...]
    scale_px: float
    scale_words: str
    outside: tuple[str, ...]
    frame: Frame


def draw_map(coded: CodedDocument) -> PlaceMap | None:
    """The map, or None where no place has coordinates. Places outside its frame are named in ``outside``."""
    located = [place for place in coded.places if place.lat is not None and place.lon is not None]
    return draw_places(located, _framing(coded, located))


def draw_places(
    located: Sequence[Located], framing: Sequence[Located], smallest: float = _SMALLEST_SPAN
) -> PlaceMap | None:
    """The map of places that all have coordinates, its frame around some of them; None where there are none.

    ``smallest`` is how many degrees it shows at least.
    """
    if not located:
        return None
    frame = Frame.around(_positions(framing), smallest)
    shown, outside = [], []
    for place in located:
        x, y = frame.project(*_position(place))
        if 0 <= x <= WIDTH and 0 <= y <= HEIGHT:
            shown.append(Marker(round(x, 1), round(y, 1), _shape(place), one_line(place.name)))
        else:
            outside.append(one_line(place.name))
    scale_km = _scale_km(frame)
    return PlaceMap(
        markers=tuple(shown),
        labels=tuple(_labels(_merged(shown))),
        meridians=tuple(frame.meridians()),
        parallels=tuple(frame.parallels()),
        scale_px=round(scale_km * frame.px_per_degree / _KM_PER_DEGREE, 1),
        scale_words=f"{scale_km:,} km",
        outside=tuple(outside),
        frame=frame,
    )


def taken_by(map: PlaceMap) -> list[Box]:
    """What of the map markers, their labels, the scale and the degrees stand on."""
    boxes = [
        (m.x - _RADIUS[m.shape], m.y - _RADIUS[m.shape], m.x + _RADIUS[m.shape], m.y + _RADIUS[m.shape])
        for m in map.markers
    ]
    boxes += [label_box(label.x, label.y, label.text) for label in map.labels]
    return [*boxes, *_EDGES]


def label_box(x: float, y: float, text: str) -> Box:
    """What a label stands on that begins at x, with its baseline at y."""
    return (x, y - _LINE_HEIGHT + 3, x + len(text) * _CHAR_WIDTH, y + 3)


def degrees_words(value: float, positive: str, negative: str) -> str:
    """Degrees with their hemisphere, as few decimals as they need: ``36.5°N``."""
    return f"{abs(round(value, 2)):g}°{positive if value >= 0 else negative}"


def _framing(coded: CodedDocument, located: list[Place]) -> list[Place]:
    """The places that the frame must hold: those of claims, without countries, as far as there are any."""
    claims: tuple[Event | Toll, ...] = (*coded.events, *coded.tolls)
    claimed = {i for claim in claims for i in (*claim.places, *claim.origin, *claim.destination)}
    local = [place for place in located if (place.precision or 0) < _COUNTRY]
    return [place for place in local if place.id in claimed] or local or located


def _position(place: Located) -> tuple[float, float]:
    return place.lat or 0.0, place.lon or 0.0


def _positions(places: Iterable[Located]) -> list[tuple[float, float]]:
    return [_position(place) for place in places]


def _shape(place: Located) -> str:
    precision = place.precision or 1
    return "country" if precision >= _COUNTRY else "area" if precision >= 3 else "point"


@dataclass(frozen=True, slots=True)
class Frame:
    """The part of the world that is drawn. Longitudes count on past 180 where the places lie across it."""

    lat: float
    lon: float
    px_per_degree: float
    squeeze: float = field(default=1.0)

    @classmethod
    def around(cls, positions: Sequence[tuple[float, float]], smallest: float = _SMALLEST_SPAN) -> Frame:
        """The frame of these positions, and of so many degrees at least."""
        lats = [lat for lat, _ in positions]
        lons = [lon for _, lon in positions]
        if max(lons) - min(lons) > 180:
            lons = [lon % 360 for lon in lons]
        lat, lon = (min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2
        squeeze = max(math.cos(math.radians(lat)), 0.05)
        high = max(max(lats) - min(lats), smallest) * (1 + 2 * _PADDING)
        wide = max((max(lons) - min(lons)) * squeeze, smallest) * (1 + 2 * _PADDING)
        return cls(lat, lon, min(HEIGHT / high, WIDTH / wide), squeeze)

    def project(self, lat: float, lon: float) -> tuple[float, float]:
        """Where a position lies on the map, by the shorter way round the world."""
        east = (lon - self.lon + 180) % 360 - 180
        return WIDTH / 2 + east * self.squeeze * self.px_per_degree, HEIGHT / 2 - (lat - self.lat) * self.px_per_degree

    def meridians(self) -> Iterable[GridLine]:
        px = self.px_per_degree * self.squeeze
        for degree in _round_degrees(self.lon, WIDTH / px):
            x = round(WIDTH / 2 + (degree - self.lon) * px, 1)
            words = degrees_words((degree + 180) % 360 - 180, "E", "W")
            # At the right edge there is no room for words.
            yield GridLine(x, words if x < WIDTH - len(words) * _CHAR_WIDTH else "")

    def parallels(self) -> Iterable[GridLine]:
        for degree in _round_degrees(self.lat, HEIGHT / self.px_per_degree):
            if abs(degree) <= 90:
                y = round(HEIGHT / 2 - (degree - self.lat) * self.px_per_degree, 1)
                yield GridLine(y, degrees_words(degree, "N", "S"))


def _round_degrees(middle: float, span: float) -> list[float]:
    """Round degrees within ``span`` around ``middle``, some three to six of them."""
    step = next((step for step in _STEPS if span / step <= 5), _STEPS[-1])
    first = math.ceil((middle - span / 2) / step)
    last = math.floor((middle + span / 2) / step)
    return [round(number * step, 4) for number in range(first, last + 1)]


def _scale_km(frame: Frame) -> int:
    longest = WIDTH / 4 / frame.px_per_degree * _KM_PER_DEGREE
    return max((length for length in _SCALE_LENGTHS if length <= longest), default=_SCALE_LENGTHS[0])


def _merged(markers: Iterable[Marker]) -> list[Marker]:
    """One marker for places at the same spot, which share a label."""
    names: dict[tuple[float, float], Marker] = {}
    for marker in markers:
        at = (marker.x, marker.y)
        known = names.get(at)
        names[at] = Marker(marker.x, marker.y, known.shape, f"{known.name}, {marker.name}") if known else marker
    return list(names.values())


def _labels(markers: list[Marker]) -> Iterable[Label]:
    """A label for each marker, overlapping neither marker nor label; one that fits nowhere is left to the table."""
    taken = [
        (marker.x - radius, marker.y - radius, marker.x + radius, marker.y + radius)
        for marker, radius in ((marker, _RADIUS[marker.shape]) for marker in markers)
    ]
    taken += _EDGES
    for marker in sorted(markers, key=lambda marker: (marker.shape == "country", marker.y)):
        text = marker.name if len(marker.name) <= 28 else marker.name[:27] + "…"
        width = len(text) * _CHAR_WIDTH
        radius = _RADIUS[marker.shape]
        for x, y, is_near in _candidates(marker, width, radius):
            box = label_box(x, y, text)
            if fits(box, taken):
                taken.append(box)
                end = None if is_near else (round(min(max(marker.x, x), x + width), 1), round(y - 4, 1))
                yield Label(marker, round(x, 1), round(y, 1), text, end)
                break


def _candidates(marker: Marker, width: float, radius: float) -> Iterable[tuple[float, float, bool]]:
    """Places for a label of the width, as its left end and baseline: close by first, then further out with a leader."""
    for distance in (radius + 5, radius + 13, radius + 25, radius + 40, radius + 56):
        is_near = distance <= radius + 13
        yield marker.x + distance, marker.y + 4, is_near
        yield marker.x - distance - width, marker.y + 4, is_near
        yield marker.x - width / 2, marker.y - distance, is_near
        yield marker.x - width / 2, marker.y + distance + _LINE_HEIGHT - 4, is_near
        for side in (marker.x + distance * 0.6, marker.x - distance * 0.6 - width):
            yield side, marker.y - distance * 0.7, is_near
            yield side, marker.y + distance * 0.7 + _LINE_HEIGHT - 4, is_near


def fits(box: Box, taken: Iterable[Box]) -> bool:
    """Whether what stands there lies on the map, and on nothing else."""
    left, top, right, bottom = box
    if left < 4 or top < 2 or right > WIDTH - 4 or bottom > HEIGHT - 2:
        return False
    return not any(left < r and right > x and top < b and bottom > y for x, y, r, b in taken)
