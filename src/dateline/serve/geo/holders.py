"""How holders of places stand in a table and on the map: contested places first, a colour and a shape for each holder."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from dateline.brief.situation.record import Holding
from dateline.brief.situation.wording import named_place

COLOURS = 6
"""So many holders have a colour of their own; the others share one."""


def shown(holdings: Sequence[Holding]) -> dict[str, Any]:
    """What ``holdings.html`` takes: the places in their order, and the number of each holder's colour."""
    counts = Counter(holding.holder.name for holding in holdings)
    order = sorted(counts, key=lambda name: (-counts[name], name))
    return {
        "held": sorted(holdings, key=lambda holding: holding.state != "contested"),
        "holders": {name: number for number, name in enumerate(order[:COLOURS])},
        "named_place": named_place,
    }
