"""Incidents at the command line: three reports, two of one strike, and what a person decides about them. All are invented."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dateline.cli import cli
from dateline.incidents import Incident

FEED = [
    {
        "text": "An air strike hit the market in Omdurman on Monday, killing at least 22 people, the Emergency Lawyers said. "
        "The army denied that its planes had struck the market.",
        "published": "2024-06-04",
        "source": "Nile Wire",
    },
    {
        "text": "OMDURMAN, June 4 - At least 25 people were killed in an air strike on a market in Omdurman on Monday, a hospital "
        "official said on Tuesday.",
        "published": "2024-06-04",
        "source": "Savannah News",
    },
    {
        "text": "Gunmen killed three farmers in Bukavu on Sunday, police said.",
        "published": "2024-06-04",
        "source": "Lakes Radio",
    },
]


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, arguments, catch_exceptions=False)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("incidents")
    feed = folder / "feed.jsonl"
    feed.write_text("".join(json.dumps(line) + "\n" for line in FEED), "utf-8")
    assert run("add", str(feed), "--store", str(folder / "s.db")).exit_code == 0
    return folder / "s.db"


@pytest.fixture
def store(filled: Path, tmp_path: Path) -> str:
    copy = tmp_path / "s.db"
    assert run("store", "backup", str(filled), str(copy)).exit_code == 0
    return str(copy)


def found(store: str, *arguments: str) -> list[Incident]:
    result = run("incidents", "--store", store, "--format", "jsonl", "--all", *arguments)
    return [Incident.model_validate_json(line) for line in result.stdout.splitlines()]


def of_deaths(store: str) -> list[Incident]:
    return sorted(found(store, "--harm", "killed"), key=lambda i: -len(i.reports))


def test_two_reports_of_one_strike_are_one_incident(store: str) -> None:
    strike, shooting = of_deaths(store)
    assert {r.source for r in strike.reports} == {"Nile Wire", "Savannah News"}
    assert (strike.sources, strike.independent_sources) == (2, 2)
    (killed,) = [t for t in strike.tolls if t.harm == "killed" and t.within is None]
    assert (killed.low, killed.high) == (22, None)
    assert {r.source for r in shooting.reports} == {"Lakes Radio"}


def test_list_says_grade_title_figures_and_sources(store: str) -> None:
    lines = run("incidents", "--store", store, "--harm", "killed").stdout.splitlines()
    strike = next(line for line in lines if "Omdurman" in line)
    assert "killed" in strike
    assert "2 publishers, 2 origins" in strike


def test_csv_has_a_row_for_each_figure(store: str) -> None:
    text = run("incidents", "--store", store, "--harm", "killed", "--format", "csv").stdout
    rows = list(csv.DictReader(io.StringIO(text)))
    assert {row["place"] for row in rows} >= {"Omdurman", "Bukavu"}
    assert all(row["id"] and row["grade"] for row in rows)


def test_dossier_holds_figures_sources_evidence_and_reasons(store: str) -> None:
    text = run("incident", of_deaths(store)[0].id, "--store", store).stdout
    for part in ("GRADE", "FIGURES", "at least 22", "Emergency Lawyers", "hospital official", "Nile Wire", "bits"):
        assert part in text


def test_dossier_says_whose_each_figure_is_and_marks_the_best(store: str) -> None:
    text = run("incident", of_deaths(store)[0].id, "--store", store).stdout
    figures = text[text.index("FIGURES") : text.index("WHAT WAS SAID")].splitlines()
    (first,) = [line for line in figures if "Emergency Lawyers" in line and "22" in line]
    (second,) = [line for line in figures if "hospital official" in line and "25" in line]
    assert "at least 22" in first
    assert "4 June 2024" in first
    assert "Nile Wire" in first
    assert second.lstrip().startswith("▸")
    assert max(map(len, text.splitlines())) <= 100


def test_dossier_shows_a_copy_as_one_line(tmp_path: Path) -> None:
    wire = "At least nine people were killed when a shell hit a bus station in Taiz on Sunday, two medics said. " * 2
    feed = tmp_path / "feed.jsonl"
    reports = [("2024-03-03", "Red Sea Wire", wire), ("2024-03-04", "Aden Post", wire + "Reporting by Red Sea Wire.")]
    lines = [json.dumps({"text": text, "published": day, "source": source}) for day, source, text in reports]
    feed.write_text("\n".join(lines), "utf-8")
    store = str(tmp_path / "s.db")
    assert run("add", str(feed), "--store", store).exit_code == 0
    text = run("incident", of_deaths(store)[0].id, "--store", store).stdout
    said = text[text.index("WHAT WAS SAID") :]
    (line,) = [line for line in said.splitlines() if "Aden Post" in line]
    assert "a copy of" in line


def test_dossier_as_json_is_the_incident(store: str) -> None:
    incident = of_deaths(store)[0]
    assert (
        Incident.model_validate_json(run("incident", incident.id, "--store", store, "--format", "json").stdout)
        == incident
    )


def test_merge_holds_and_undo_takes_it_back(store: str) -> None:
    before = of_deaths(store)
    merged = run("merge", before[0].id, before[1].id, "--store", store, "--by", "analyst", "--why", "one raid")
    assert merged.exit_code == 0, merged.output
    (one,) = of_deaths(store)
    assert len(one.reports) == sum(len(i.reports) for i in before)
    assert one.reviewed
    assert one.history[-1].why == "one raid"
    assert run("link", "--store", store).exit_code == 0
    assert len(of_deaths(store)) == 1, "a later run leaves it as it is"
    assert run("undo", "1", "--store", store, "--by", "analyst").exit_code == 0
    assert [{r.event for r in i.reports} for i in of_deaths(store)] == [{r.event for r in i.reports} for i in before]
    assert "(undone)" in run("judgements", "--store", store).stdout


def test_split_takes_a_report_out(store: str) -> None:
    strike = of_deaths(store)[0]
    out = [f"{r.document[:12]}:{r.event}" for r in strike.reports if r.source == "Savannah News"]
    assert run("split", strike.id, *out, "--store", store, "--by", "analyst").exit_code == 0
    assert len(of_deaths(store)) == 3


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("incident", "nonsense"), "there is no incident"),
        (("merge", "a", "b"), "there is no incident"),
        (("merge", "a"), "two incidents or more"),
        (("undo", "99"), "no judgement 99"),
        (("split", "nonsense", "x:e1"), "there is no incident"),
    ],
)
def test_what_is_not_there_is_said(store: str, arguments: tuple[str, ...], said: str) -> None:
    result = CliRunner().invoke(cli, [*arguments, "--store", store])
    assert result.exit_code != 0
    assert said in result.output


def test_an_event_of_another_incident_cannot_be_split_out(store: str) -> None:
    strike = of_deaths(store)[0]
    result = run("split", strike.id, "abcdef:e1", "--store", store)
    assert result.exit_code != 0
    assert "names 0 events" in result.output
