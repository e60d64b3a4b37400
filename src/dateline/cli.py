"""The command ``dateline``: arguments and printing only. What a command needs is imported when it runs."""

from __future__ import annotations

import io
import signal
import sys
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import groupby, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dateline.errors import DatelineError, SettingError

if TYPE_CHECKING:
    from rich.progress import Progress

    from dateline.read import ReadFailure, ReadOptions, Received
    from dateline.records import CodedDocument, Document

SOME_FAILED = 1
USAGE = 2
NOTHING_CODED = 3
INTERRUPTED = 130

_STDIN = "-"
_FORMATS = ("json", "jsonl", "text", "html")
_FORMAT_OF_SUFFIX = {".json": "json", ".jsonl": "jsonl", ".html": "html", ".htm": "html", ".txt": "text"}
_FIELDS = {
    "text": "the text (JSON only)",
    "title": "the title",
    "published": "the day of publication",
    "source": "the publisher",
    "url": "the address",
}
_LISTED_FAILURES = 200
_LONG_WORK_BYTES = 200_000
_CHATTY = ("trafilatura", "htmldate", "charset_normalizer")


def main() -> None:
    """Run the command and leave with its exit code."""
    if hasattr(signal, "SIGPIPE"):
        # "dateline code … | head" ends as every Unix tool does, without a word.
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    try:
        sys.exit(cli.main(standalone_mode=False))
    except click.exceptions.Abort:
        click.echo("Interrupted; no file was changed.", err=True)
        sys.exit(INTERRUPTED)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def cli() -> None:
    """Read reports of conflict and crisis; write down who says what happened, and in which words."""


def _metadata_options(command: Any) -> Any:
    """The options about what the input says, or does not say, of itself."""
    for name, holds in reversed(_FIELDS.items()):
        about = f"The field of JSON and front matter that holds {holds}."
        command = click.option(f"--{name}-field", default=name, show_default=True, metavar="NAME", help=about)(command)
    command = click.option("--source", metavar="NAME", help="The publisher, of reports that name none.")(command)
    return click.option(
        "--published", metavar="DATE", callback=_day, help="The day of publication, of reports that give none."
    )(command)


def _day(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    from dateline.read import parse_published

    day = parse_published(value) if value is not None else None
    if value is not None and day is None:
        raise click.BadParameter(f"{value!r} is no date; write it as 2024-12-03")
    return day


@cli.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option(
    "--format", "form", type=click.Choice(_FORMATS), help="Default: by OUT's suffix; text on a terminal; else jsonl."
)
@click.option("-o", "--out", metavar="OUT", help="The file to write; for HTML, a folder takes one page a report.")
@_metadata_options
@click.pass_context
def code(context: click.Context, /, paths: tuple[str, ...], form: str | None, out: str | None, **given: Any) -> None:
    """Code reports: files, folders (searched to the bottom), globs, or - for standard input.

    Text, Markdown, HTML, JSON and JSON Lines are read, each also as .gz.

    \b
    Exit codes: 0 everything was coded; 1 some inputs failed, and are listed;
    2 the command is wrong; 3 nothing could be coded; 130 interrupted.
    """  # noqa: D301 (click wants the character itself)
    from dateline.export.sinks import OutputError, open_sink

    target = None if out in {None, _STDIN} else Path(str(out))
    form = form or _default_format(target)
    run = _Run(_options(given))
    try:
        inputs = run.find(paths)
        _check_target(target, form, inputs)
        with open_sink(form, target, sys.stdout) as sink, _progress(inputs, to_screen=_on_screen(target)) as progress:
            for coded, where in run.coded(inputs, progress):
                sink.add(coded, where)
            if not run.done:
                raise _NothingCoded
    except _NothingCoded:
        run.report()
        context.exit(NOTHING_CODED)
    except OutputError as error:
        raise click.UsageError(str(error)) from error
    except DatelineError as error:
        context.exit(_told(error))
    except OSError as error:
        # Reading tells of its own; what is left is the output: no right to write, a full disk.
        click.echo(f"Error: {out or 'standard output'} cannot be written ({error})", err=True)
        context.exit(NOTHING_CODED)
    run.report()
    context.exit(SOME_FAILED if run.failed else 0)


@cli.command()
@click.argument("file")
@click.option(
    "--at", type=click.IntRange(min=0), metavar="OFFSET", help="Explain the word at this character of the text."
)
@click.option("--event", "--claim", "claim", metavar="ID", help="Explain this claim: e1, t1, s1, r1.")
@click.option("--number", type=click.IntRange(min=1), metavar="N", help="The report to explain, in a file of several.")
@_metadata_options
@click.pass_context
def explain(
    context: click.Context, /, file: str, at: int | None, claim: str | None, number: int | None, **given: Any
) -> None:
    """Show why FILE was coded as it was: at one character, or for one claim."""
    if (at is None) == (claim is None):
        raise click.UsageError("Say what to explain: --at OFFSET, or --event ID")
    try:
        document = _one_document(file, number, _options(given))
        if at is not None and at >= len(document.text):
            raise click.BadParameter(f"the text has {len(document.text):,} characters, from 0", param_hint="--at")
        from rich.console import Console

        from dateline.export.explain import render_explanation
        from dateline.pipeline import load

        render_explanation(load().explain(document), at=at, claim=claim, console=Console())
    except DatelineError as error:
        context.exit(_told(error))


@cli.command()
def schema() -> None:
    """Print the JSON Schema of a coded document."""
    import json

    from dateline.records import json_schema

    click.echo(json.dumps(json_schema(), indent=2, ensure_ascii=False))


@cli.command()
@click.pass_context
def version(context: click.Context) -> None:
    """Print the versions that a result depends on."""
    from platform import python_version

    from dateline import __version__
    from dateline.settings import load_settings

    try:
        model = load_settings().model
    except SettingError as error:
        context.exit(_told(error))
    click.echo(f"dateline {__version__}")
    click.echo("schema   dateline/1")
    click.echo(f"python   {python_version()}")
    click.echo(f"spacy    {_installed('spacy')}")
    click.echo(f"model    {model} {_installed(model)}")


class _NothingCoded(Exception):  # noqa: N818
    """Leaves the block of the output, so that no empty file takes the place of a full one."""


class _Run:
    """One run of ``dateline code``: what was coded, what failed and what was passed over."""

    def __init__(self, options: ReadOptions) -> None:
        self.done = 0
        self.failed = 0
        self._options = options
        self._messages: list[str] = []
        self._skipped: list[str] = []
        self._waiting: deque[Received] = deque()

    def find(self, paths: tuple[str, ...]) -> list[Path | str | ReadFailure]:
        """The inputs that the arguments mean, failures among them in their place; ``-`` stays as it is."""
        from dateline.read import Skipped, find_inputs

        found: list[Path | str | ReadFailure] = []
        for is_stdin, group in groupby(paths, key=lambda path: path == _STDIN):
            for item in [_STDIN] if is_stdin else find_inputs(list(group)):
                if isinstance(item, Skipped):
                    kinds = ", ".join(
                        f"{count} {suffix or 'without suffix'}" for suffix, count in item.suffixes.items()
                    )
                    self._skipped.append(f"{item.where}: passed over, as no kind that is read: {kinds}")
                else:
                    found.append(item)
        return found

    def coded(
        self, inputs: list[Path | str | ReadFailure], progress: Progress | None
    ) -> Iterator[tuple[CodedDocument, str]]:
        """Every document that could be coded, with the notes of its reading, and where it was read."""
        from dateline.pipeline import load

        coder = load()
        documents = self._documents(inputs, progress)
        for coded in coder.pipe(documents, on_error=self._coding_failed):
            received = self._waiting.popleft()
            self.done += 1
            yield coded.model_copy(update={"notes": (*received.notes, *coded.notes)}), received.where

    def report(self) -> None:
        """Say on standard error what was not coded, and why."""
        for line in (*self._skipped, *self._messages):
            click.echo(line, err=True)
        if self.failed > len(self._messages):
            click.echo(f"… and {self.failed - len(self._messages):,} more", err=True)
        if self.failed:
            click.echo(f"{self.done:,} coded, {self.failed:,} failed", err=True)

    def _documents(self, inputs: list[Path | str | ReadFailure], progress: Progress | None) -> Iterator[Document]:
        from dateline.read import ReadFailure

        for item in inputs:
            for received in [item] if isinstance(item, ReadFailure) else _read(item, self._options):
                if isinstance(received, ReadFailure):
                    self._fail(str(received.error))
                else:
                    self._waiting.append(received)
                    yield received.document
                if progress:
                    progress.update(progress.task_ids[0], documents=self.done)
            if progress:
                progress.advance(progress.task_ids[0])

    def _coding_failed(self, document: Document, error: Exception) -> None:
        # Documents come back in the order in which they went in, coded or not.
        self._fail(f"{self._waiting.popleft().where}: it could not be coded ({type(error).__name__}: {error})")

    def _fail(self, message: str) -> None:
        self.failed += 1
        if len(self._messages) < _LISTED_FAILURES:
            self._messages.append(message)


def _options(given: dict[str, Any]) -> ReadOptions:
    import logging

    from dateline.read import FieldNames, ReadOptions
    from dateline.settings import load_settings

    for name in _CHATTY:
        # What they would say of a page is said by the failure or note of its reading.
        logging.getLogger(name).setLevel(logging.CRITICAL)
    fields = FieldNames(
        **{name.removesuffix("_field"): value for name, value in given.items() if name.endswith("_field")}
    )
    try:
        longest = load_settings().max_chars
    except SettingError as error:
        raise click.UsageError(str(error)) from error
    return ReadOptions(fields=fields, published=given["published"], source=given["source"], max_chars=longest)


def _read(item: Path | str, options: ReadOptions) -> Iterator[Received | ReadFailure]:
    from dateline.read import read_path, read_stream

    if isinstance(item, Path):
        return read_path(item, options=options)
    return read_stream(sys.stdin.buffer, "standard input", options=options)


def _one_document(file: str, number: int | None, options: ReadOptions) -> Document:
    from dateline.read import ReadFailure

    wanted = number or 1
    held = list(islice(_read(file if file == _STDIN else Path(file), options), wanted if number else 2))
    if len(held) > 1 and number is None:
        raise click.UsageError("The file holds several reports: say which with --number N")
    if len(held) < wanted:
        raise click.UsageError(f"The file holds only {len(held)} reports")
    received = held[wanted - 1]
    if isinstance(received, ReadFailure):
        raise received.error
    return received.document


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


@contextmanager
def _progress(inputs: list[Path | str | ReadFailure], *, to_screen: bool) -> Iterator[Progress | None]:
    """A bar on standard error, where someone can see it, nothing else is printed there and the work is long."""
    sizes = [item.stat().st_size for item in inputs if isinstance(item, Path) and item.is_file()]
    if to_screen or not sys.stderr.isatty() or (len(inputs) == 1 and sum(sizes) < _LONG_WORK_BYTES):
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("files · {task.fields[documents]} reports"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        progress.add_task("coding", total=len(inputs), documents=0)
        yield progress


def _told(error: DatelineError) -> int:
    """Print the error; the exit code that it means."""
    click.echo(f"Error: {error}", err=True)
    return USAGE if isinstance(error, SettingError) else NOTHING_CODED


def _installed(package: str) -> str:
    from importlib.metadata import PackageNotFoundError
    from importlib.metadata import version as version_of

    try:
        return version_of(package)
    except (PackageNotFoundError, ValueError):
        return "not installed"
