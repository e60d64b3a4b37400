"""By area and kind: where it happened and what, as tables, a map and charts, and the gravest incidents that are not new."""

from __future__ import annotations

from collections.abc import Sequence

from dateline.brief.material import Material
from dateline.brief.record import Dimension, Figure, Measure, Picture, Row, Section, Sentence, Table
from dateline.brief.said import incident_sentence
from dateline.brief.sections.news import gravity
from dateline.brief.tally import PERIODS
from dateline.brief.words import cell, clean

_MEASURES: tuple[Measure, ...] = ("incidents", "killed", "injured")


def by_area_and_kind(material: Material, pictures: Sequence[Picture], told: frozenset[str]) -> Section | None:
    """The tables, with the pictures; ``told`` are the incidents that the brief has told of already."""
    if not material.counted:
        return None
    rest = [one for one in material.counted if one.id not in told and "killed" in one.bands]
    gravest = sorted(rest, key=gravity, reverse=True)[: material.limits.gravest]
    sentences: list[Sentence] = [incident_sentence(material, one, quote=False) for one in gravest]
    return Section(
        heading="By area and kind",
        sentences=tuple(sentences),
        tables=(
            table_of(material, material.area_by, material.limits.areas),
            table_of(material, "type", material.limits.kinds),
        ),
        pictures=tuple(pictures),
    )


def table_of(
    material: Material, by: Dimension, most: int, measures: Sequence[Measure] = _MEASURES, *, caption: str | None = None
) -> Table:
    """Incidents and tolls by a dimension, the rows with the most first; how many rows are left out is said.

    Periods stand in their order, the last ones where there are too many, and without those in which nothing happened.
    """
    measures = [measure for measure in measures if measure == "incidents" or material.tally(measure).total.with_figure]
    ranked = _ranked(material, by, measures)
    shown = ranked[-most:] if by in PERIODS else ranked[:most]
    names = {"area": "area", "place": "place", "type": "kind", "actor": "actor"}
    what = names.get(by, by)
    left = f"; {len(ranked) - len(shown)} more rows are not shown" if len(ranked) > len(shown) else ""
    rows = []
    for key, label in shown:
        figures = tuple(
            figure.model_copy(update={"words": cell(figure.amount)})
            for figure in (material.figure(measure, by, key) for measure in measures)
        )
        rows.append(_row(clean(label), figures))
    return Table(
        caption=caption or f"{_counted(measures)} by {what}{left}",
        columns=(what.capitalize(), *(measure.capitalize() for measure in measures)),
        numeric=tuple(range(1, len(measures) + 1)),
        rows=tuple(rows),
    )


def _counted(measures: Sequence[Measure]) -> str:
    """What a table counts: "Incidents", "Incidents and people harmed (“+”: at least, “–”: no figure)"."""
    return "Incidents and people harmed (“+”: at least, “–”: no figure)" if len(measures) > 1 else "Incidents"


def _ranked(material: Material, by: Dimension, measures: Sequence[Measure]) -> list[tuple[str, str]]:
    killed = {row.key: row.best or row.low or 0 for row in material.tally("killed", by).rows}
    rows = material.tally(measures[0], by).rows
    if by in PERIODS:
        return [(row.key, row.label) for row in rows if row.incidents]
    ranked = sorted(rows, key=lambda row: (row.key == "", -killed.get(row.key, 0), -row.incidents, row.label))
    return [(row.key, row.label) for row in ranked]


def _row(label: str, figures: tuple[Figure, ...]) -> Row:
    return Row(
        cells=(label, *(figure.words for figure in figures)),
        citations=tuple(figure.lookup for figure in figures),
        figures=figures,
    )
