"""A user's own places and actors, from the command and from settings to the record."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

import dateline
from dateline import Settings
from dateline.cli import cli

TEXT = """\
Shelling hit Kafr Zaytun camp in northern Syria on Tuesday, killing 12 people, said the Blue River Committee.

Two soldiers were wounded near Zone Alpha on Monday.
"""
PLACES = "name,lat,lon,kind,country\nKafr Zaytun,36.21,36.71,camp,SYR\nZone Alpha,36.30,36.90,front line,SYR\n"
ACTORS = "actors:\n- {name: Blue River Committee, kind: ngo, country: SYR}\n"


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    made = {}
    for name, text in (("report.txt", TEXT), ("places.csv", PLACES), ("actors.yaml", ACTORS)):
        made[name] = tmp_path / name
        made[name].write_text(text)
    return made


def test_the_command_reads_both(files: dict[str, Path]) -> None:
    options = ["--gazetteer", str(files["places.csv"]), "--actors", str(files["actors.yaml"]), "--format", "jsonl"]
    result = CliRunner().invoke(cli, ["code", str(files["report.txt"]), *options, "--published", "2024-12-03"])
    assert result.exit_code == 0, result.output
    record = json.loads(result.stdout)
    places = {p["name"]: p for p in record["places"]}
    assert (places["Kafr Zaytun"]["lat"], places["Kafr Zaytun"]["feature"]) == (36.21, "CMPRF")
    assert places["Kafr Zaytun"]["precision"] == 1
    assert places["Zone Alpha"]["precision"] == 2
    assert "blue-river-committee" in {a["authority_id"] for a in record["actors"]}


@pytest.mark.parametrize(
    ("option", "name", "text"),
    [
        ("--gazetteer", "places.csv", "name,lat,lon\nZone,north,1\n"),
        ("--actors", "actors.yaml", "actors:\n- {kind: rebel}\n"),
    ],
)
def test_a_bad_file_stops_the_command_before_anything_is_written(
    files: dict[str, Path], tmp_path: Path, option: str, name: str, text: str
) -> None:
    files[name].write_text(text)
    out = tmp_path / "out.jsonl"
    result = CliRunner().invoke(cli, ["code", str(files["report.txt"]), option, str(files[name]), "-o", str(out)])
    assert result.exit_code == 3
    assert f"{files[name]}" in result.stderr
    assert "line 2" in result.stderr
    assert not out.exists()


def test_a_file_that_is_not_there_is_a_wrong_command(files: dict[str, Path]) -> None:
    result = CliRunner().invoke(cli, ["explain", str(files["report.txt"]), "--at", "3", "--gazetteer", "none.csv"])
    assert result.exit_code == 2


def test_a_run_can_say_which_files_it_used(files: dict[str, Path]) -> None:
    settings = Settings(gazetteers=(str(files["places.csv"]),), actors=(str(files["actors.yaml"]),))
    used = dateline.load(settings).files_used()
    assert [f.role for f in used] == ["gazetteer", "places", "actors"]
    assert used[1].sha256 == hashlib.sha256(PLACES.encode()).hexdigest()
    files["places.csv"].write_text(PLACES + "Zone Beta,36.3,36.8,camp,SYR\n")
    again = dateline.load(settings).files_used()
    assert again[1].sha256 != used[1].sha256
    assert again[0] == used[0]
