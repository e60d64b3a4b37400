"""What pages show of all incidents at once: counts, sums of figures, places and actors, and what is new.

Each incident is kept a second time as an outline of a few short columns, with what it adds to sums and who took part,
so that a hundred thousand of them are counted in the time of a page. The outlines are computed from the incident's
record and written in the same transaction; they are never a source.
"""

from __future__ import annotations

from dateline.store.overview.overview import Overview
from dateline.store.overview.record import (
    Bin,
    ContestedIncident,
    Figures,
    Level,
    New,
    NewIncident,
    Selected,
    Step,
    TopActor,
    TopPlace,
)
from dateline.store.overview.spread import OF_REPORTS, Cumulative, Drawn, Said

__all__ = [
    "OF_REPORTS",
    "Bin",
    "ContestedIncident",
    "Cumulative",
    "Drawn",
    "Figures",
    "Level",
    "New",
    "NewIncident",
    "Overview",
    "Said",
    "Selected",
    "Step",
    "TopActor",
    "TopPlace",
]
