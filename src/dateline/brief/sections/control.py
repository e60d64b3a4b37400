"""Control of ground: the incidents in which it is said to have changed hands."""

from __future__ import annotations

from datetime import date

from dateline.brief.material import Material
from dateline.brief.phrases import phrases
from dateline.brief.record import Section
from dateline.brief.said import incident_sentence


def control(material: Material, told: frozenset[str]) -> Section | None:
    """The latest first; those that the brief has ``told`` of already without their words."""
    changes = [one for one in material.counted if one.kind in phrases().control]
    latest = sorted(changes, key=lambda one: (one.end or one.known or date.min, one.id), reverse=True)[
        : material.limits.control
    ]
    if not latest:
        return None
    left = f" (the latest {len(latest)} of {len(changes)})" if len(changes) > len(latest) else ""
    sentences = tuple(incident_sentence(material, one, quote=one.id not in told) for one in latest)
    return Section(heading=f"Control of ground{left}", sentences=sentences)
