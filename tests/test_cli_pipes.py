"""Where a pipe breaks: nobody reads the output any more, which is no error; or something else has gone, which is told."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

_HERE = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
_COMMAND = """
import os, click
from dateline.cli import cli, main

@cli.command()
def breaks():
    ours, theirs = os.pipe()
    os.close(ours)
    os.write(theirs, b"to nobody")

@cli.command()
@click.option("--err", is_flag=True)
def talks(err):
    for _ in range(100_000):
        click.echo("a line of the output", err=err)

main()
"""


def test_a_broken_pipe_inside_is_told() -> None:
    """A worker that was killed, or Spark's connection: it once ended the whole command without a word."""
    ran = subprocess.run([sys.executable, "-c", _COMMAND, "breaks"], capture_output=True, text=True, env=_HERE)
    assert ran.returncode == 3
    assert ran.stderr.startswith("Error: a process or connection that Dateline was writing to has ended")


@pytest.mark.parametrize("words", [["talks"], ["talks", "--err"]], ids=["output", "error"])
def test_nobody_reading_any_more_ends_the_command_without_a_word(words: list[str], tmp_path: Path) -> None:
    with (tmp_path / "other").open("w+") as other:
        pipes = (
            {"stderr": subprocess.PIPE, "stdout": other}
            if "--err" in words
            else {"stdout": subprocess.PIPE, "stderr": other}
        )
        run = subprocess.Popen([sys.executable, "-c", _COMMAND, *words], env=_HERE, **pipes)  # type: ignore[call-overload]
        read = run.stderr if "--err" in words else run.stdout
        assert read.readline() == b"a line of the output\n"
        read.close()
        assert run.wait(60) == -signal.SIGPIPE
        other.seek(0)
        assert other.read() == ""


def test_the_output_is_whole_and_in_order_through_a_pipe() -> None:
    ran = subprocess.run([sys.executable, "-m", "dateline", "version"], capture_output=True, text=True, env=_HERE)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.endswith("\n")
