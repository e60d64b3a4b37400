"""``dateline stats`` and ``dateline brief`` at the command line."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import get_args

import click
import pytest
from click.testing import CliRunner, Result

from dateline.cli import cli
from dateline.cli.stats import stats
from dateline.records import Harm
from tests.brief.made_briefs import filled


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("stats") / "s.db"
    filled(path).close()
    return str(path)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, arguments, catch_exceptions=False)


def test_a_table_adds_up_and_says_what_is_missing(address: str) -> None:
    result = run("stats", "--store", address, "--by", "day", "--of", "incidents", "--of", "killed")
    assert result.exit_code == 0
    head, *rows = result.stdout.splitlines()
    assert head.split() == ["DAY", "INCIDENTS", "KILLED", "DELAY"]
    days = {row.split()[0]: row.split()[1:] for row in rows if row[:4] == "2024"}
    assert days["2024-06-03"][:3] == ["2", "25–28", "1"] or days["2024-06-03"][:2] == ["2", "25–28"]
    assert days["2024-06-04"][0] == "0"
    assert "without a day" in result.stdout
    assert "From incident to first report" in result.stdout


def test_csv_and_json_say_the_same(address: str) -> None:
    rows = list(
        csv.DictReader(
            io.StringIO(run("stats", "--store", address, "--by", "area", "--of", "killed", "--format", "csv").stdout)
        )
    )
    told = json.loads(run("stats", "--store", address, "--by", "area", "--of", "killed", "--format", "json").stdout)
    assert [row["key"] for row in rows if row["row"] != "total"] == [row["key"] for row in told["tallies"][0]["rows"]]
    total = next(row for row in rows if row["row"] == "total")
    assert (total["low"], total["high"]) == ("25", "28")
    assert told["tallies"][0]["total"]["best"] == int(total["best"])


@pytest.mark.parametrize("by", ["day", "week", "month", "area", "place", "type", "actor", "grade"])
@pytest.mark.parametrize("form", ["table", "csv", "json", "sparkline", "png"])
def test_every_dimension_in_every_form(address: str, tmp_path: Path, by: str, form: str) -> None:
    chart = ("-o", str(tmp_path / "chart.png")) if form == "png" else ()
    result = run("stats", "--store", address, "--by", by, "--of", "killed", "--format", form, *chart)
    assert result.exit_code == 0
    assert (tmp_path / "chart.png").read_bytes().startswith(b"\x89PNG") if form == "png" else result.stdout


def test_every_harm_can_be_counted() -> None:
    of = next(option for option in stats.params if option.name == "of")
    assert isinstance(of.type, click.Choice)
    assert list(of.type.choices) == ["incidents", *get_args(Harm)]


def test_statistics_of_nothing(address: str, tmp_path: Path) -> None:
    for form in ("table", "csv", "json", "sparkline"):
        result = run("stats", "--store", address, "--country", "Fiji", "--format", form)
        assert result.exit_code == 0
        assert result.stdout
    target = str(tmp_path / "none.png")
    assert run("stats", "--store", address, "--country", "Fiji", "--format", "png", "-o", target).exit_code == 0


def test_a_place_that_is_a_country_is_asked_as_one(address: str) -> None:
    assert (
        run("stats", "--store", address, "--place", "Sudan").stdout
        == run("stats", "--store", address, "--country", "SDN").stdout
    )


def test_no_cell_is_a_formula(address: str) -> None:
    from dateline.brief.outputs import as_csv
    from dateline.brief.tally import Delay, Tally, TallyRow

    row = TallyRow(key="=1+1", label="@x", incidents=1)
    made = Tally(by="actor", of="incidents", rows=(row,), total=row, undated=0, unplaced=0, without_actor=0, summaries=0,
                 denied=0, delay=Delay(known=0, unknown=1))  # fmt: skip
    first = next(csv.DictReader(io.StringIO(as_csv([made]))))
    assert (first["key"], first["label"]) == ("'=1+1", "'@x")


def test_a_brief_is_written_and_checked(address: str, tmp_path: Path) -> None:
    target = tmp_path / "brief.md"
    result = run("brief", "--store", address, "--place", "Sudan", "-o", str(target), "--check")
    assert result.exit_code == 0
    assert "Every figure was found again" in result.stderr
    assert target.read_text("utf-8").startswith("# Situation brief: Sudan")
    assert [file.name for file in tmp_path.iterdir()] == ["brief.md"]


def test_a_command_that_a_brief_cites_gives_its_figure(address: str, tmp_path: Path) -> None:
    """A reader types what stands in the list of queries."""
    page = run("brief", "--store", address, "--place", "Sudan").stdout
    first = next(line for line in page.splitlines() if line.startswith(r"- **\[Q1\]**"))
    words = first.split("`")[1].replace("STORE", address).split()[1:]
    total = next(line for line in run(*words).stdout.splitlines() if line.startswith("total"))
    assert total.split()[1] in next(line for line in page.splitlines() if "The record holds" in line)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--format", "pdf"), "needs a name"),
        (("-o", "brief.odt"), "which form is that"),
        (("--since", "2024-06-09", "--until", "2024-06-01"), "no day is"),
    ],
)
def test_what_cannot_be_done_says_what_to_do(address: str, arguments: tuple[str, ...], says: str) -> None:
    result = run("brief", "--store", address, *arguments)
    assert result.exit_code in (2, 3)
    assert says in result.stderr


def test_a_file_that_cannot_be_written_is_an_error_and_leaves_nothing(address: str, tmp_path: Path) -> None:
    result = run("brief", "--store", address, "-o", str(tmp_path / "no" / "brief.md"))
    assert result.exit_code == 2
    assert "cannot be written" in result.stderr


def test_a_missing_library_is_named(address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "weasyprint", None)
    result = run("brief", "--store", address, "-o", str(tmp_path / "b.pdf"))
    assert result.exit_code == 2
    assert "dateline[brief]" in result.stderr
    assert not list(tmp_path.iterdir())
