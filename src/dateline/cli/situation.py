"""``dateline situation``: who is said to hold what, and who is tied to whom, as of a day."""

from __future__ import annotations

import shutil
import sys
from datetime import date, datetime
from pathlib import Path

import click

from dateline.cli.brief import write
from dateline.cli.endings import told
from dateline.errors import DatelineError, SettingError

_FORMS = ("text", "json", "html", "md")
_SUFFIXES = {"txt": "text", "htm": "html"}
_WIDTH = 100
"""Of text that goes into a file or a pipe, in characters."""
_DAY = click.DateTime(("%Y-%m-%d",))


@click.command()
@click.option("--store", "address", required=True, metavar="STORE", help="The store: a path, or a database URL.")
@click.option(
    "--place",
    metavar="NAME",
    help="The country, first-level area or place that it is about. Default: all that the store holds.",
)
@click.option(
    "--on",
    "day",
    required=True,
    type=_DAY,
    metavar="DATE",
    help="As of the end of this day: nothing published later counts.",
)
@click.option(
    "--and",
    "other",
    type=_DAY,
    metavar="DATE",
    help="A second day: the situation as of the later one, and what changed between.",
)
@click.option(
    "--since", type=_DAY, metavar="DATE", help="What changed since the end of this day; as --and with an earlier day."
)
@click.option(
    "--format", "form", type=click.Choice(_FORMS), help="The form. Default: by the name of the file, else text."
)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file to write. Default: standard output.",
)
@click.pass_context
def situation(
    context: click.Context,
    /,
    address: str,
    place: str | None,
    day: datetime,
    other: datetime | None,
    since: datetime | None,
    form: str | None,
    output: Path | None,
) -> None:
    """Tell the situation as of a day: who is said to hold each place, who fights, talks to, backs and leads whom, tolls, positions.

    Only what had been published by the end of the day counts. Every line cites its reports. With two days it also tells what changed
    between them.
    """
    if other and since:
        raise click.UsageError("--and and --since both name the second day: give one of them")
    if since and since >= day:
        raise click.UsageError(f"--since {since.date()} is not before --on {day.date()}")
    days = sorted({day.date(), (other or since or day).date()})
    suffix = output.suffix.removeprefix(".").lower() if output else "text"
    form = form or _SUFFIXES.get(suffix, suffix)
    if form not in _FORMS:
        raise click.UsageError(f"{output}: which form is that? Add --format {'|'.join(_FORMS)}")
    try:
        content = _content(address, place, days, form, output)
        write(content, output)
    except ModuleNotFoundError as error:
        context.exit(told(SettingError(f"the module {error.name} is missing: install the extra dateline[brief]")))
    except DatelineError as error:
        context.exit(told(error))


def _content(address: str, place: str | None, days: list[date], form: str, output: Path | None) -> bytes:
    from dateline import __version__
    from dateline.brief.situation.compose import situation as compose
    from dateline.store import open_store

    with open_store(address) as store:
        made, reports = compose(store, place, days[-1], days[0] if len(days) > 1 else None)
    if form == "json":
        return (made.model_dump_json(indent=1) + "\n").encode("utf-8", "replace")
    from dateline.brief.render import renderer
    from dateline.brief.situation.page import page
    from dateline.brief.situation.text import render

    brief = page(made, reports, version=__version__, pictures=form == "html")
    if form == "text":
        wide = shutil.get_terminal_size().columns if output is None and sys.stdout.isatty() else _WIDTH
        return render(brief, wide).encode("utf-8", "replace")
    return renderer(form)(brief)
