"""Which places lie near a point: the places of one-degree cells, sorted once."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

_KM_A_DEGREE = 111.2


class Nearby:
    """Places by where they are; ``lat`` and ``lon`` are their degrees, by number."""

    def __init__(self, lat: np.ndarray[Any, Any], lon: np.ndarray[Any, Any]) -> None:
        self._lat, self._lon = lat, lon
        cells = _cell(np.floor(lat).astype(np.int32), np.floor(lon).astype(np.int32))
        self._order = np.argsort(cells, kind="stable")
        self._cells = cells[self._order]

    def within(self, lat: float, lon: float, km: float) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
        """The numbers of the places within ``km`` (at most 110), the nearest first, and their distances in kilometres."""
        width = min(180, math.ceil(km / (_KM_A_DEGREE * max(0.01, math.cos(math.radians(min(89.0, abs(lat) + 1)))))))
        rows, columns = range(math.floor(lat) - 1, math.floor(lat) + 2), math.floor(lon)
        cells = [_cell(row, (columns + step + 180) % 360 - 180) for row in rows for step in range(-width, width + 1)]
        wanted = np.array(
            cells, self._cells.dtype
        )  # Of another type, all the places' cells would be converted each time.
        first, last = np.searchsorted(self._cells, wanted, "left"), np.searchsorted(self._cells, wanted, "right")
        numbers = np.concatenate([self._order[a:b] for a, b in zip(first, last, strict=True)])
        east = (self._lon[numbers] - lon + 180) % 360 - 180
        away = _KM_A_DEGREE * np.hypot(self._lat[numbers] - lat, east * math.cos(math.radians(lat)))
        order = np.argsort(away, kind="stable")
        order = order[: np.searchsorted(away[order], km, "right")]
        return numbers[order], away[order]


def _cell(row: Any, column: Any) -> Any:
    return (row + 90) * 360 + column + 180
