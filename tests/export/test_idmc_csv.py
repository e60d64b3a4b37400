"""The table of displacement, read back by pandas and checked by pandera against IDMC's terms."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pandera.pandas as pa
import pytest

from dateline.export.formats.idmc import EXPORT
from dateline.incidents import ClaimRef, Incident, IncidentToll, Report
from dateline.records import CodedDocument, Document, Span, Toll, Victims
from tests.export.invented import invented
from tests.export.selections import ARTICLE, invented_incidents, invented_selection, selection

SCHEMA = pa.DataFrameSchema(
    {
        "id": pa.Column(str, unique=True),
        "role": pa.Column(str, pa.Check.isin(["Recommended figure", "Triangulation"])),
        "measure": pa.Column(str, pa.Check.isin(["flow", "stock"])),
        "quantifier": pa.Column(str, pa.Check.isin(["more than", "less than", "exact", "approximately"]), nullable=True),
        "figure": pa.Column("Int64", pa.Check.ge(0), nullable=True, coerce=True),
        "unit": pa.Column(str, pa.Check.isin(["person", "household"])),
        "term": pa.Column(str, pa.Check.isin([
            "displaced", "evacuated", "forced to flee", "homeless", "in relief camp", "sheltered", "relocated",
            "destroyed housing", "partially destroyed housing", "uninhabitable housing", "refugee", "asylum seeker",
            "evicted", "returned"])),
        "displacement_type": pa.Column(str, pa.Check.isin(["Conflict", "Disaster"]), nullable=True),
        "standard_popup_text": pa.Column(str),
    }
)  # fmt: skip


def table(documents: list[CodedDocument], some: tuple[Incident, ...], path: Path) -> pd.DataFrame:
    EXPORT.write(selection(some, documents), path)
    return SCHEMA.validate(pd.read_csv(path, dtype=str, keep_default_na=False).replace("", None), lazy=True)


def told(text: str, number: str, **fields: Any) -> CodedDocument:
    """A report of one sentence with one figure of displacement in it."""
    at = text.index(number)
    toll = Toll(**{
        "id": "t1", "harm": "displaced", "bound": "exact", "low": 40, "best": 40, "high": 40,
        "number": Span.of(text, at, at + len(number)), "evidence": (Span.of(text, 0, len(text)),), "rule": "r",
        "confidence": 0.9, **fields,
    })  # fmt: skip
    document = Document.from_text(text, source="Delta Post", published="2024-05-02")
    return CodedDocument(document=document, tolls=(toll,))


def test_one_row_a_figure_with_where_people_left_and_went(tmp_path: Path) -> None:
    found = table([ARTICLE], invented_incidents(), tmp_path / "i.csv")
    fled = found[found["figure_words"] == "Dozens"].iloc[0]
    assert (fled["term"], fled["unit"]) == ("forced to flee", "household")
    assert fled[["figure", "quantifier"]].isna().all(), "a word is no number"
    assert fled["locations_name"] == "Karsh, Highlands, XVR; Ordun, Highlands, XVR"
    assert fled["locations_type"] == "Origin; Destination"
    assert fled["locations_coordinates"] == "10.42, 60.11; 10.31, 60.34"
    assert fled["standard_popup_text"].startswith("Dozens of households displaced from Karsh to Ordun")


def test_a_count_since_a_day_is_a_flow_over_these_days(tmp_path: Path) -> None:
    found = table([ARTICLE], (), tmp_path / "i.csv")
    since = found[found["figure"] == 2300].iloc[0]
    assert (since["measure"], since["scope"], since["quantifier"]) == ("flow", "cumulative", "approximately")
    assert since["displacement_start_date"] == "2024-02-01"
    assert since["sources"] == "Aid workers"


def test_a_count_with_no_beginning_is_a_stock_of_the_reports_day(tmp_path: Path) -> None:
    coded = told("Some 40 people are displaced.", "40", scope="cumulative")
    found = table([coded], (), tmp_path / "i.csv").iloc[0]
    assert found["measure"] == "stock"
    assert (found["displacement_start_date"], found["displacement_end_date"]) == ("2024-05-02", "2024-05-02")


@pytest.mark.parametrize(
    ("text", "fields", "term", "why"),
    [
        ("40 people were displaced.", {}, "displaced", "the harm's own term"),
        ("40 people fled the town.", {}, "forced to flee", "a word of the evidence"),
        ("40 people were evicted.", {}, "evicted", "a word of the evidence"),
        ("40 people are sheltering in a school.", {}, "sheltered", "a word of the evidence"),
        ("40 people were evacuated.", {"harm": "evacuated"}, "evacuated", "the harm's own term"),
        ("40 people who had fled came home.", {"harm": "returned"}, "returned", "who came home is not counted as fleeing"),
        ("40 homes were destroyed.", {"harm": "homes_destroyed", "unit": "dwelling"}, "destroyed housing", "housing"),
        ("40 homes were partially destroyed.", {"harm": "homes_destroyed", "unit": "dwelling"},
         "partially destroyed housing", "housing"),
    ],
)  # fmt: skip
def test_terms(text: str, fields: dict[str, Any], term: str, why: str, tmp_path: Path) -> None:
    assert table([told(text, "40", **fields)], (), tmp_path / "i.csv").iloc[0]["term"] == term, why


def test_refugees_are_named_by_the_words_for_the_victims(tmp_path: Path) -> None:
    text = "40 refugees crossed the river."
    coded = told(text, "40", victims=Victims(text=Span.of(text, 3, 11)))
    assert table([coded], (), tmp_path / "i.csv").iloc[0]["term"] == "refugee"


@pytest.mark.parametrize(
    ("fields", "quantifier"),
    [
        ({"bound": "exact"}, "exact"),
        ({"bound": "at_least", "high": None}, "more than"),
        ({"bound": "at_most", "low": None}, "less than"),
        ({"bound": "approximately", "low": None, "high": None}, "approximately"),
        ({"bound": "range", "high": 50}, "approximately"),
    ],
)
def test_quantifiers(fields: dict[str, Any], quantifier: str, tmp_path: Path) -> None:
    coded = told("40 people were displaced.", "40", **fields)
    assert table([coded], (), tmp_path / "i.csv").iloc[0]["quantifier"] == quantifier


def test_one_figure_stands_for_its_incident_so_that_a_sum_counts_nobody_twice(tmp_path: Path) -> None:
    reports = [told("40 people were displaced.", "40"), told("The flood displaced 40 people.", "40")]
    claims = tuple(ClaimRef(document=coded.document.id, claim="t1") for coded in reports)
    incident = invented_incidents()[0].model_copy(
        update={
            "tolls": (IncidentToll(harm="displaced", low=40, best=40, high=40, rule="sources-agree", claims=claims),),
            "reports": tuple(Report(document=coded.document.id, event="e1") for coded in reports),
        }
    )
    found = table(reports, (incident,), tmp_path / "i.csv")
    assert sorted(found["role"]) == ["Recommended figure", "Triangulation"]
    summary = incident.model_copy(update={"aggregate": True})
    assert set(table(reports, (summary,), tmp_path / "j.csv")["role"]) == {"Triangulation"}


def test_what_did_not_happen_is_left_out_and_counted(tmp_path: Path) -> None:
    written = EXPORT.write(
        selection((), [told("40 people may be displaced.", "40", status="hypothetical")]), tmp_path / "i.csv"
    )
    assert (written.counts, list(written.left_out.values())) == ({"figures of displacement": 0}, [1])


def test_the_dead_are_no_displaced(tmp_path: Path) -> None:
    EXPORT.write(invented_selection(), tmp_path / "i.csv")
    wanted = {"displaced", "evacuated", "returned", "homes_destroyed"}
    expected = [toll for toll in invented().tolls if toll.harm in wanted]
    assert len(pd.read_csv(tmp_path / "i.csv")) == len(expected) > 0
