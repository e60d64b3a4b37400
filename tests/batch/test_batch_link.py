"""Linking what a batch has coded: the groups are those that linking makes of the same events."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import duckdb
import pytest

from dateline.batch import Output, link_output, run_batch
from dateline.cli import cli
from dateline.errors import BatchError
from dateline.link.facts import facts_of
from dateline.link.linker import Linker
from dateline.link.model import Model
from dateline.link.scoring_spark import in_words_of_spark
from dateline.read import find_inputs
from tests.batch.acting_coder import batch, knowing
from tests.faults.reports import reports

REPORTS = reports(60)


@pytest.fixture
def coded(tmp_path: Path) -> Path:
    """Reports of which some stand in two inputs."""
    for name, some in {"one": REPORTS[:40], "two": REPORTS[30:]}.items():
        lines = [report.document.model_dump_json(include={"text", "published"}) for report in some]
        (tmp_path / f"{name}.jsonl").write_text("\n".join(lines) + "\n")
    run_batch(list(find_inputs([str(tmp_path / "*.jsonl")])), batch(tmp_path / "out", engine=knowing(REPORTS)))
    return tmp_path / "out"


def groups(output: Path) -> set[frozenset[tuple[str, str]]]:
    found = defaultdict(set)
    rows = duckdb.sql(f"select document, event, incident from '{output}/_linked/groups.parquet'").fetchall()
    for document, event, incident in rows:
        found[incident].add((document, event))
    return {frozenset(group) for group in found.values()}


def test_the_groups_are_those_of_linking_and_a_report_counts_once(coded: Path) -> None:
    facts = [fact for report in REPORTS for fact in facts_of(report)]
    expected = Linker.load().link(facts)
    for _ in range(2):  # a second time in place of the first
        linked = link_output(Output(coded))
        assert (linked.events, linked.incidents) == (len(facts), len(expected.groups))
        assert groups(coded) == {frozenset(group.members) for group in expected.groups}
    joined = duckdb.sql(f"select count(*) from '{coded}/_linked/pairs.parquet' where joined").fetchall()
    assert joined == [(len(expected.links),)]


def test_the_shards_are_read_as_before(coded: Path) -> None:
    """What linking writes is in no glob over the shards."""
    before = duckdb.sql(f"select count(*) from '{coded}/*/events.parquet'").fetchall()
    link_output(Output(coded))
    assert duckdb.sql(f"select count(*) from '{coded}/*/events.parquet'").fetchall() == before
    assert run_batch([], batch(coded)).there == 0


def test_nothing_to_link_is_told(tmp_path: Path) -> None:
    with pytest.raises(BatchError, match="holds no shard"):
        link_output(Output(tmp_path / "none"))


def test_the_model_has_no_function_that_only_duckdb_has() -> None:
    told = in_words_of_spark(Model.load().for_size(100))
    conditions = [level["sql_condition"] for each in told["comparisons"] for level in each["comparison_levels"]]
    assert not [condition for condition in conditions if "list_" in condition or "len(" in condition]
    assert any("arrays_overlap(" in condition for condition in conditions)


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("batch", "none.jsonl", "out"), 3, "there is no such file"),
        (("batch", "a.jsonl", "out", "--master", "local[1]"), 2, "go with --engine spark"),
        (("batch", "a.jsonl", "out", "--engine", "spark", "--spark-conf", "x"), 2, "not NAME=VALUE"),
        (("batch", "a.jsonl", "out", "--fetch", "always"), 2, "fetches nothing"),
        (("batch", "a.jsonl", "a.jsonl"), 2, "is a file"),
        (("batch-link", "."), 3, "holds no shard"),
    ],
)
def test_commands_that_cannot_be_done_say_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], code: int, told: str
) -> None:
    from click.testing import CliRunner

    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.jsonl").write_text('{"text": "One."}\n')
    found = CliRunner().invoke(cli, list(words))
    assert (found.exit_code, told in found.stderr) == (code, True), found.output
