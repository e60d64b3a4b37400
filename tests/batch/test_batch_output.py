"""What a batch writes: each shard whole or not at all, each report once, and nothing again that is there."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import resource
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest
from click.testing import CliRunner

from dateline.batch import Output, Ran, run_batch
from dateline.batch.shards import Shard, code_shard
from dateline.cli import cli
from dateline.errors import BatchError
from dateline.read import ReadOptions, find_inputs
from dateline.read.contract import FieldNames
from dateline.settings import Settings
from tests.batch.acting_coder import ActingCoder, batch, here

TABLES = {
    "actors", "dates", "documents", "events", "failures", "notes", "places", "receipts", "relations", "statements", "tolls"
}  # fmt: skip


def run(source: Path, output: Path, **how: Any) -> Ran:
    ActingCoder.coded.clear()
    return run_batch(list(find_inputs([str(source)])), batch(output, **how))


def texts(output: Path) -> list[str]:
    """The text of every document of an output, by one glob."""
    found = duckdb.sql(f"select text from read_parquet('{output}/*/documents.parquet')").fetchall()
    return sorted(text for (text,) in found)


REPORTS = sorted(f"Report {n}." for n in range(50))


@pytest.mark.parametrize("name", ["reports.jsonl", "packed.jsonl.gz"])
def test_each_report_is_coded_once_and_not_again(tmp_path: Path, packed_lines: Path, name: str) -> None:
    output = tmp_path / "out"
    first = run(tmp_path / name, output)
    assert (first.shards, first.there, first.counts["documents"]) == (5, 0, 50)
    assert texts(output) == sorted(ActingCoder.coded) == REPORTS
    second = run(tmp_path / name, output)
    assert (second.shards, second.there, ActingCoder.coded) == (0, 5, [])


def test_a_shard_has_all_tables_and_a_manifest_that_tells_of_them(tmp_path: Path, lines: Path) -> None:
    output = tmp_path / "out"
    run(lines, output)
    shards = sorted(output.glob("shard=*"))
    assert len(shards) == 5
    for shard in shards:
        manifest = json.loads((shard / "manifest.json").read_text())
        assert {file.stem for file in shard.glob("*.parquet")} == TABLES == set(manifest["counts"])
        assert manifest["counts"]["documents"] == 10
        assert manifest["input"]["sha256"] == hashlib.sha256(lines.read_bytes()).hexdigest()
        assert {"dateline", "rules", "model", "gazetteer", "settings", "reading"} <= set(manifest["versions"])
        for name, digest in manifest["files"].items():
            assert hashlib.sha256((shard / name).read_bytes()).hexdigest() == digest


def test_the_same_input_gives_the_same_bytes(tmp_path: Path, lines: Path) -> None:
    for name in ("one", "two"):
        run(lines, tmp_path / name)
    manifests = [
        [(shard.name, (shard / "manifest.json").read_text()) for shard in sorted((tmp_path / name).glob("shard=*"))]
        for name in ("one", "two")
    ]
    assert manifests[0] == manifests[1]


def test_pandas_and_duckdb_read_all_of_an_output(tmp_path: Path, lines: Path) -> None:
    run(lines, tmp_path / "out")
    frame = pd.read_parquet([str(file) for file in (tmp_path / "out").glob("*/documents.parquet")])
    assert sorted(frame["text"]) == REPORTS
    counted = duckdb.sql(f"select count(*), count(distinct shard) from '{tmp_path}/out/*/notes.parquet'").fetchall()
    assert counted == [(50, 5)]


def test_what_fails_is_told_and_what_came_twice_is_one_document(tmp_path: Path) -> None:
    file = tmp_path / "mixed.jsonl"
    file.write_text('{"text": "One."}\n{bad\n{"text": "FAIL"}\n{"text": "One."}\n{"text": ""}\n')
    ran = run(file, tmp_path / "out")
    assert (ran.counts["documents"], ran.failed) == (1, 3)
    failures = duckdb.sql(f"select origin, problem from '{tmp_path}/out/*/failures.parquet' order by 1").fetchall()
    assert [origin.rpartition(", ")[2] for origin, _ in failures] == ["line 2", "line 3", "line 5"]
    assert "ValueError: as asked" in failures[1][1]
    receipts = duckdb.sql(f"select document, origin from '{tmp_path}/out/*/receipts.parquet'").fetchall()
    assert sorted(origin.rpartition(", ")[2] for _, origin in receipts) == ["line 1", "line 3", "line 4"]
    assert len({document for document, _ in receipts}) == 2


def test_what_was_not_coded_is_counted_by_its_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two shards: the gate passed over three, there are no rules for two, one came again, one failed, one line is broken."""
    monkeypatch.setattr("dateline.batch.run.by_processes", lambda workers: here)
    told = ["OTHER 1.", "OTHER 2.", "One.", "One.", "FAIL", "OTHER 3.", "Two."]
    file = tmp_path / "some.jsonl"
    file.write_text("".join(json.dumps({"text": text, "language": "en"}) + "\n" for text in told) + "{bad\n")
    done = CliRunner().invoke(cli, ["batch", str(file), str(tmp_path / "out"), "--shard-size", "4"])
    assert done.exit_code == 1
    assert done.stdout.splitlines() == [
        "2 shards coded (5 documents, 0 events)",
        "2 not in English: kept, not coded (en 2)",
        "3 passed over by the relevance gate: kept, not coded",
        "1 came once more in their shard: coded once",
    ]
    assert "2 reports could not be read or coded" in done.stderr


def test_what_is_passed_over_in_an_input_is_counted_beyond_what_is_listed(
    tmp_path: Path, lines: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def skips(how: Any, shards: tuple[Shard, ...]) -> Any:
        yield from (replace(done, skipped=("a member is passed over",) * 50) for done in here(how, shards))

    monkeypatch.setattr("dateline.batch.run.by_processes", lambda workers: skips)
    done = CliRunner().invoke(cli, ["batch", str(lines), str(tmp_path / "out"), "--shard-size", "10"])
    assert done.stderr.splitlines()[-1] == "… and 50 more"
    assert done.stdout.splitlines()[-1] == (
        "250 members or entries of the inputs were passed over: the first 200 are listed above, "
        "and what was inside an archive in its shard's manifest.json"
    )


def test_a_shard_that_is_missing_is_coded_and_no_other(tmp_path: Path, lines: Path) -> None:
    output = tmp_path / "out"
    run(lines, output)
    Output(output).remove(sorted(Output(output).ids())[2])
    ran = run(lines, output)
    assert (ran.shards, ran.there, len(ActingCoder.coded)) == (1, 4, 10)
    assert texts(output) == REPORTS


def test_other_versions_are_coded_anew_only_where_that_is_said(tmp_path: Path, lines: Path) -> None:
    output, other = tmp_path / "out", {"settings": Settings(max_chars=100_000), "options": ReadOptions(source="Wire")}
    run(lines, output)
    with pytest.raises(BatchError, match=r"5 shards in it were made by other versions \(reading, settings\).*--again"):
        run(lines, output, **other)
    assert ActingCoder.coded == []
    assert run(lines, output, again=True, **other).shards == 5
    assert texts(output) == REPORTS
    assert duckdb.sql(f"select distinct source from '{output}/*/documents.parquet'").fetchall() == [("Wire",)]


def test_settings_that_change_no_record_make_no_other_version(tmp_path: Path, lines: Path) -> None:
    run(lines, tmp_path / "out")
    settings = Settings(batch_size=7, worker_seconds=9, worker_megabytes=900, cache=str(tmp_path))
    assert run(lines, tmp_path / "out", settings=settings).there == 5


def test_an_input_that_has_changed_takes_the_place_of_what_it_was(tmp_path: Path, lines: Path) -> None:
    output = tmp_path / "out"
    run(lines, output)
    with lines.open("a") as stream:
        stream.write('{"text": "Later."}\n')
    with pytest.raises(BatchError, match="5 shards in it are of inputs that have changed"):
        run(lines, output)
    ran = run(lines, output, again=True)
    assert (ran.shards, ran.removed) == (6, 5)
    assert texts(output) == sorted([*REPORTS, "Later."])


def test_other_inputs_are_added_and_a_copy_is_not_coded_twice(tmp_path: Path, lines: Path) -> None:
    output = tmp_path / "out"
    run(lines, output)
    folder = tmp_path / "more"
    folder.mkdir()
    (folder / "a.jsonl").write_bytes(lines.read_bytes())
    (folder / "b.jsonl").write_text('{"text": "More."}\n')
    (folder / "c.jsonl").write_text('{"text": "More."}\n')
    ran = run(folder, output)
    assert (ran.shards, ran.there, ran.copies) == (1, 5, 1)
    assert texts(output) == sorted([*REPORTS, "More."])


def test_the_size_of_shards_stays(tmp_path: Path, lines: Path) -> None:
    output = tmp_path / "out"
    run(lines, output)
    with pytest.raises(BatchError, match="has shards of 10, and 20 were asked for"):
        run(lines, output, shard_size=20)
    assert run(lines, output, shard_size=None).there == 5


def test_columns_are_read_by_the_names_that_are_given(tmp_path: Path) -> None:
    file = tmp_path / "own.jsonl"
    file.write_text('{"body": "One.", "day": "2024-12-03"}\n')
    run(file, tmp_path / "out", options=ReadOptions(fields=FieldNames(text="body", published="day")))
    assert duckdb.sql(f"select text, published from '{tmp_path}/out/*/documents.parquet'").fetchall() == [
        ("One.", "2024-12-03")
    ]


def test_a_second_run_into_the_same_output_says_so(tmp_path: Path, lines: Path) -> None:
    output = tmp_path / "out"
    with Output(output).held(), pytest.raises(BatchError, match=f"being written by process {os.getpid()} on "):
        run(lines, output)
    assert run(lines, output).shards == 5
    with (output / "_lock").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)


def test_of_two_that_code_one_shard_the_first_stays(tmp_path: Path, lines: Path) -> None:
    """As executors of a cluster may."""

    def twice(how: Any, shards: tuple[Shard, ...]) -> Any:
        for shard in shards:
            one = code_shard(shard, how, ActingCoder(), lambda at, seconds: None)  # type: ignore[arg-type]
            assert code_shard(shard, how, ActingCoder(), lambda at, seconds: None) == one  # type: ignore[arg-type]
            yield one

    run(lines, tmp_path / "out", engine=twice)
    assert len(ActingCoder.coded) == 100
    assert texts(tmp_path / "out") == REPORTS
    assert list((tmp_path / "out" / "_aside").iterdir()) == []


def test_what_breaks_in_mid_shard_leaves_nothing_of_it(tmp_path: Path, lines: Path) -> None:
    def breaks(how: Any, shards: tuple[Shard, ...]) -> Any:
        yield from here(how, shards[:2])

        def say(at: Any, seconds: float | None) -> None:
            if at and at[0][0] == 25:
                raise KeyboardInterrupt

        yield code_shard(shards[2], how, ActingCoder(), say)  # type: ignore[arg-type]

    with pytest.raises(KeyboardInterrupt):
        run(lines, tmp_path / "out", engine=breaks)
    assert (len(texts(tmp_path / "out")), list((tmp_path / "out" / "_aside").iterdir())) == (20, [])
    assert run(lines, tmp_path / "out").shards == 3
    assert texts(tmp_path / "out") == REPORTS


def test_a_full_disk_is_told_and_leaves_nothing_half_written(tmp_path: Path) -> None:
    """No file may grow beyond a limit, as on a full disk; when there is room again the same run goes on."""
    file = tmp_path / "long.jsonl"
    digits = str.maketrans("abcdef", "012345")  # of which no library asks in which language they are
    texts_given = (f"Of the {os.urandom(30_000).hex().translate(digits)}" for _ in range(8))
    file.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts_given))
    script = (
        "import sys\n"
        "from pathlib import Path\n"
        "from dateline.batch import run_batch\n"
        "from dateline.errors import BatchError\n"
        "from dateline.read import find_inputs\n"
        "from tests.batch.acting_coder import batch\n"
        "try:\n"
        "    run_batch(list(find_inputs([sys.argv[1]])), batch(Path(sys.argv[2]), shard_size=4))\n"
        "except BatchError as error:\n"
        "    sys.exit(f'told: {error}')\n"
    )

    def no_room() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))

    command = [sys.executable, "-c", script, str(file), str(tmp_path / "out")]
    here = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    stopped = subprocess.run(command, capture_output=True, text=True, preexec_fn=no_room, check=False, env=here)
    assert stopped.stderr.startswith("told: ")
    assert "cannot be written" in stopped.stderr
    assert list((tmp_path / "out").glob("shard=*")) == []
    assert list((tmp_path / "out" / "_aside").iterdir()) == []
    assert subprocess.run(command, check=False, env=here).returncode == 0
    assert len(texts(tmp_path / "out")) == 8


def test_a_manifest_that_is_damaged_is_told(tmp_path: Path, lines: Path) -> None:
    run(lines, tmp_path / "out")
    (sorted((tmp_path / "out").glob("shard=*"))[0] / "manifest.json").write_text("{")
    with pytest.raises(BatchError, match=r"manifest\.json cannot be read"):
        run(lines, tmp_path / "out")
