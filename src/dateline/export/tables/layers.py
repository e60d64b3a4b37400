"""The tables that an export lays its records out in: one a layer, for people who work in spreadsheets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from dateline.export.contract import Selection
from dateline.export.tables import layer_rows as rows
from dateline.export.tables.layer_columns import COLUMNS
from dateline.export.tables.table import Column, Row

Name = Literal[
    "incidents", "figures", "reports", "documents", "events", "tolls", "statements", "relations", "actors", "places", "dates",
    "notes",
]  # fmt: skip
FROM_INCIDENTS: tuple[Name, ...] = ("incidents", "figures", "reports")
FROM_DOCUMENTS: tuple[Name, ...] = (
    "documents", "events", "tolls", "statements", "relations", "actors", "places", "dates", "notes",
)  # fmt: skip
TITLES: dict[Name, str] = {
    "incidents": "Incidents: each happening once, as all its reports tell it.",
    "figures": "The reconciled figures of incidents, by harm and class of victims.",
    "reports": "Which reports tell of which incident.",
    "documents": "The reports.",
    "events": "Events, as each report tells them.",
    "tolls": "How many were harmed, as each report says.",
    "statements": "Who said what.",
    "relations": "How actors stand to one another, as a report says.",
    "actors": "Actors, as each report names them.",
    "places": "Places, as each report names them.",
    "dates": "Dates, as each report gives them.",
    "notes": "What a reader of a record should know.",
}


@dataclass(frozen=True, slots=True)
class LayerRow:
    """A row and the table that it belongs to."""

    layer: Name
    row: Row


def columns_of(layer: Name) -> tuple[Column, ...]:
    """The columns of a table, in their order."""
    return COLUMNS[layer]


def rows_of(selection: Selection) -> Iterator[LayerRow]:
    """Every row of every table: the incidents with their figures and reports, then a document after the other.

    Claims are those that answer the conditions; actors, places, dates and notes are those of whole documents.
    """
    incident_of: dict[tuple[str, str], str] = {}
    for incident in selection.incidents():
        incident_of |= {(report.document, report.event): incident.id for report in incident.reports}
        yield LayerRow("incidents", rows.incident(incident))
        yield from (LayerRow("figures", row) for row in rows.figures(incident))
        yield from (LayerRow("reports", row) for row in rows.reports(incident))
    for coded in selection.documents():
        about = rows.DocumentRows(coded, selection.answering(coded), incident_of)
        yield LayerRow("documents", rows.document(about))
        for layer, make in rows.OF_DOCUMENTS.items():
            yield from (LayerRow(layer, row) for row in make(about))
