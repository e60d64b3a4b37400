"""``dateline code``: reports in, coded records out."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dateline.cli.endings import NOTHING_DONE, SOME_FAILED, told
from dateline.cli.inputs import (
    STDIN,
    engine_option,
    find,
    gate_option,
    knowledge_options,
    metadata_options,
    options,
    progress,
    read,
    settings,
)
from dateline.errors import DatelineError

if TYPE_CHECKING:
    from rich.progress import Progress

    from dateline.intake.workers import Coded
    from dateline.read import ReadFailure, ReadOptions, Received
    from dateline.records import CodedDocument
    from dateline.settings import Settings

_FORMATS = ("json", "jsonl", "text", "html")
_FORMAT_OF_SUFFIX = {".json": "json", ".jsonl": "jsonl", ".html": "html", ".htm": "html", ".txt": "text"}
_LISTED_FAILURES = 200


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option(
    "--format", "form", type=click.Choice(_FORMATS), help="Default: by OUT's suffix; text on a terminal; else jsonl."
)
@click.option("-o", "--out", metavar="OUT", help="The file to write; for HTML, a folder takes one page a report.")
@click.option("--workers", type=click.IntRange(min=1), default=1, show_default=True, help="How many processes code.")
@engine_option
@gate_option
@knowledge_options
@metadata_options
@click.pass_context
def code(
    context: click.Context,
    /,
    paths: tuple[str, ...],
    form: str | None,
    out: str | None,
    workers: int,
    **given: Any,
) -> None:
    """Code reports: files, folders (searched to the bottom), globs, or - for standard input.

    Positions come from GeoNames (CC BY 4.0): name it where you publish them.

    Text, Markdown, HTML, JSON, PDF, DOCX, ODT, mail, feeds, news XML, tables, web
    archives, and ZIP and tar of them are read, each also as .gz, .bz2 or .xz.

    \b
    Exit codes: 0 everything was coded; 1 some inputs failed, and are listed;
    2 the command is wrong; 3 nothing could be coded; 130 interrupted.
    """  # noqa: D301 (click wants the character itself)
    from dateline.export.sinks import OutputError, open_sink

    target = None if out in {None, STDIN} else Path(str(out))
    form = form or _default_format(target)
    run = _Run(options(given), settings(given), workers)
    try:
        inputs = run.find(paths)
        _check_target(target, form, inputs)
        with open_sink(form, target, sys.stdout) as sink, progress(inputs, to_screen=_on_screen(target)) as bar:
            for coded, where in run.coded(inputs, bar):
                sink.add(coded, where)
            if not run.done:
                raise _NothingCoded
    except _NothingCoded:
        run.report()
        context.exit(NOTHING_DONE)
    except OutputError as error:
        raise click.UsageError(str(error)) from error
    except DatelineError as error:
        context.exit(told(error))
    except OSError as error:
        # Reading tells of its own; what is left is the output: no right to write, a full disk.
        click.echo(f"Error: {out or 'standard output'} cannot be written ({error})", err=True)
        context.exit(NOTHING_DONE)
    run.report()
    context.exit(SOME_FAILED if run.failed else 0)


class _NothingCoded(Exception):  # noqa: N818
    """Leaves the block of the output, so that no empty file takes the place of a full one."""


class _Run:
    """One run of ``dateline code``: what was coded, what failed and what was passed over."""

    def __init__(self, options: ReadOptions, settings: Settings, workers: int) -> None:
        self._settings = settings
        self._workers = workers
        self.done = 0
        self.failed = 0
        from dateline.intake.uncoded import Uncoded

        self.uncoded = Uncoded()
        self._options = options
        self._messages: list[str] = []
        self._skipped: list[str] = []

    def find(self, paths: tuple[str, ...]) -> list[Path | str | ReadFailure]:
        """The inputs that the arguments mean, failures among them in their place; ``-`` stays as it is."""
        found, self._skipped = find(paths)
        return found

    def coded(
        self, inputs: list[Path | str | ReadFailure], progress: Progress | None
    ) -> Iterator[tuple[CodedDocument, str]]:
        """Every document that could be coded, with the notes of its reading, and where it was read, in order."""
        with self._coding(self._received(inputs, progress)) as answers:
            for received, answer in answers:
                if isinstance(answer, str):
                    self._fail(f"{received.where}: {answer}")
                    continue
                self.done += 1
                self.uncoded.count(answer)
                yield answer.model_copy(update={"notes": (*received.notes, *answer.notes)}), received.where

    @contextmanager
    def _coding(self, received: Iterator[Received]) -> Iterator[Iterator[Coded]]:
        from dateline.intake.workers import WorkerPool, code_here

        if self._workers == 1:
            yield code_here(received, self._settings)
            return
        with WorkerPool(self._settings, self._workers, ordered=True) as pool:
            yield pool.code(received)

    def report(self) -> None:
        """Say on standard error what was not coded, and why."""
        for line in (*self._skipped, *self._messages):
            click.echo(line, err=True)
        if self.failed > len(self._messages):
            click.echo(f"… and {self.failed - len(self._messages):,} more", err=True)
        for line in self.uncoded.told():
            click.echo(line, err=True)
        if self.failed:
            click.echo(f"{self.done:,} coded, {self.failed:,} failed", err=True)

    def _received(self, inputs: list[Path | str | ReadFailure], progress: Progress | None) -> Iterator[Received]:
        from dateline.read import ReadFailure, Skipped

        for item in inputs:
            for received in [item] if isinstance(item, ReadFailure) else read(item, self._options):
                if isinstance(received, ReadFailure):
                    self._fail(str(received.error))
                elif isinstance(received, Skipped):
                    self._skipped.append(received.message)
                else:
                    yield received
                if progress:
                    progress.update(progress.task_ids[0], documents=self.done)
            if progress:
                progress.advance(progress.task_ids[0])

    def _fail(self, message: str) -> None:
        self.failed += 1
        if len(self._messages) < _LISTED_FAILURES:
            self._messages.append(message)


def _default_format(target: Path | None) -> str:
    if target is None:
        return "text" if sys.stdout.isatty() else "jsonl"
    name = target.with_suffix("") if target.suffix == ".gz" else target
    return _FORMAT_OF_SUFFIX.get(name.suffix.lower(), "jsonl")


def _check_target(target: Path | None, form: str, inputs: list[Path | str | ReadFailure]) -> None:
    """Before any work: the output can be written, and is no input, which would be lost or coded by the next run."""
    if target is None:
        return
    if any(isinstance(item, Path) and item.resolve() == target.resolve() for item in inputs):
        raise click.UsageError(f"{target} is one of the inputs; write to another file or folder")
    if not target.resolve().parent.is_dir():
        raise click.UsageError(f"{target.parent} is no folder")
    if form != "html" and target.is_dir():
        raise click.UsageError(f"{target} is a folder; only HTML is written into one")


def _on_screen(target: Path | None) -> bool:
    return target is None and sys.stdout.isatty()
