"""What commands that read reports have in common: their options, their inputs and their progress."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dateline.errors import SettingError
from dateline.settings import ENGINES, GATE_AUTO, GATE_OFF, GATE_ON

if TYPE_CHECKING:
    from rich.progress import Progress

    from dateline.read import FeedMemory, Fetcher, Item, ReadFailure, ReadOptions
    from dateline.settings import Settings

STDIN = "-"
_FIELDS = {
    "text": "the text (not of front matter)",
    "title": "the title",
    "published": "the day of publication (file_date: of PDF and office files, the day of the file)",
    "source": "the publisher",
    "url": "the address",
}
_FETCH = ("auto", "always", "never")
_ABOUT_FETCH = (
    "Whether the articles are fetched that a feed only sums up, or a list only names: auto, where the feed or list "
    "itself comes from the Web; always, also where it is a file; never."
)
_LONG_WORK_BYTES = 200_000
_CHATTY = ("trafilatura", "htmldate", "charset_normalizer")


def metadata_options(command: Any) -> Any:
    """The options about what the input says, or does not say, of itself."""
    for name, holds in reversed(_FIELDS.items()):
        about = f"The field of JSON or front matter, or the column of a table, that holds {holds}."
        command = click.option(f"--{name}-field", default=name, show_default=True, metavar="NAME", help=about)(command)
    command = click.option("--source", metavar="NAME", help="The publisher, of reports that name none.")(command)
    command = click.option("--fetch", type=click.Choice(_FETCH), default="auto", show_default=True, help=_ABOUT_FETCH)(
        command
    )
    return click.option(
        "--published", metavar="DATE", callback=_day, help="The day of publication, of reports that give none."
    )(command)


def knowledge_options(command: Any) -> Any:
    """The user's own places and actors."""
    files = click.Path(exists=True, dir_okay=False)
    for name, parameter, about in (
        ("--actors", "actors", "Your own actors, a YAML file, over the list that ships; may be given again."),
        (
            "--gazetteer",
            "gazetteers",
            "Your own places, a CSV or GeoJSON file, over the gazetteer; may be given again.",
        ),
    ):
        command = click.option(name, parameter, multiple=True, type=files, metavar="FILE", help=about)(command)
    return command


def engine_option(command: Any) -> Any:
    """Who codes: rules, the reader, or both."""
    return click.option(
        "--engine", type=click.Choice(ENGINES), help="What codes: rules, the reader (model), or both. Default: as set."
    )(command)


def gate_option(command: Any) -> Any:
    """Whether reports that have nothing of conflict or crisis are passed over."""
    about = (
        "Pass over reports that have nothing of conflict or crisis, unread; each is kept with a note. Default: as set."
    )
    return click.option("--gate/--no-gate", default=None, help=about)(command)


def settings(given: dict[str, Any], *, gate: str = GATE_AUTO) -> Settings:
    """The settings of the environment, the files of the options added after theirs, and what they ask for besides.

    ``gate`` is what the gate of this command is where neither an option nor the environment says.
    """
    from dataclasses import replace

    from dateline.settings import load_settings

    found = load_settings()
    return replace(
        found,
        gazetteers=(*found.gazetteers, *given["gazetteers"]),
        actors=(*found.actors, *given["actors"]),
        engine=given.get("engine") or found.engine,
        gate=_gate(given.get("gate"), found.gate, gate),
    )


def _gate(asked: bool | None, found: str, usual: str) -> str:
    if asked is None:
        return usual if found == GATE_AUTO else found
    if not asked:
        return GATE_OFF
    return GATE_ON if found in {GATE_AUTO, GATE_OFF} else found


def _day(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    from dateline.read import parse_published

    day = parse_published(value) if value is not None else None
    if value is not None and day is None:
        raise click.BadParameter(f"{value!r} is no date; write it as 2024-12-03")
    return day


def find(paths: tuple[str, ...]) -> tuple[list[Path | str | ReadFailure], list[str]]:
    """The inputs that the arguments mean, failures among them in their place, ``-`` as it is; and what was passed over."""
    from dateline.read import Skipped, find_inputs

    found: list[Path | str | ReadFailure] = []
    skipped = []
    for is_stdin, group in groupby(paths, key=lambda path: path == STDIN):
        for item in [STDIN] if is_stdin else find_inputs(list(group)):
            if isinstance(item, Skipped):
                skipped.append(item.message)
            else:
                found.append(item)
    return found, skipped


def fetcher(given: dict[str, Any], memory: FeedMemory | None = None) -> Fetcher:
    """What asks the Web, by the options given and the settings."""
    from dateline.read import Fetcher
    from dateline.settings import load_settings

    appname = load_settings().reliefweb_appname
    return Fetcher(follow=given["fetch"] != "never", memory=memory, reliefweb_appname=appname)


def options(given: dict[str, Any], asking: Fetcher | None = None) -> ReadOptions:
    """How to read, by the options given and the settings; ``asking`` follows what files name, where that is wanted."""
    import logging

    from dateline.read import FieldNames, ReadOptions, broken_readers
    from dateline.settings import load_settings

    for line in broken_readers():
        click.echo(line, err=True)
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
    follow = (asking or fetcher(given)).follow if given["fetch"] == "always" else None
    return ReadOptions(
        fields=fields, published=given["published"], source=given["source"], max_chars=longest, follow=follow
    )


def read(item: Path | str, how: ReadOptions) -> Iterator[Item]:
    """What a path, or standard input, holds."""
    from dateline.read import read_path, read_stream

    if isinstance(item, Path):
        return read_path(item, options=how)
    return read_stream(sys.stdin.buffer, "standard input", options=how)


@contextmanager
def progress(inputs: list[Path | str | ReadFailure], *, to_screen: bool) -> Iterator[Progress | None]:
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
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        bar.add_task("coding", total=len(inputs), documents=0)
        yield bar
