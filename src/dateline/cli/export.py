"""``dateline export``: what a store holds, in the formats of others."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dateline.cli.endings import told
from dateline.cli.exports import BY, PROFILE, logging_to
from dateline.cli.find import conditions
from dateline.cli.incidents import STORE
from dateline.errors import DatelineError

if TYPE_CHECKING:
    from dateline.export.contract import Format, Selection, Written
    from dateline.store import Store

_STDOUT = "-"
_OPTIONS = ("hxl", "without_deaths")


class _WithFormats(click.Command):
    """A command whose help lists the formats of export."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        from dateline.export.registry import all_formats

        with formatter.section("Formats"):
            formatter.write_dl([(form.name, f"{form.title} ({form.suffix or 'a folder'})") for form in all_formats()])


@click.command(cls=_WithFormats)
@click.argument("form", metavar="FORMAT")
@click.argument("text", required=False)
@STORE
@click.option("-o", "--out", metavar="PATH", help="Where to: a file, or a folder where the format is one; - is standard "
              "output. Without it a new file named for the format in this folder.")  # fmt: skip
@PROFILE
@BY
@conditions
@click.option("--hxl", is_flag=True, help="With a row of HXL tags under the header.")
@click.option("--without-deaths", is_flag=True, help="With events in which nobody is known to have died (ucdp).")
@click.pass_context
def export(
    context: click.Context,
    /,
    form: str,
    text: str | None,
    address: str,
    out: str | None,
    profile: str,
    person: str | None,
    **given: Any,
) -> None:
    """Write what a store holds in a FORMAT that others read; TEXT and the options say which part, as for dateline find.

    A file or an earlier export that stands at PATH is replaced when the new one is whole.
    """
    from dateline.export.registry import check_usable, format_of
    from dateline.export.responsibility import open_profile
    from dateline.export.selection import conditions_in_words, selection_of
    from dateline.store import open_store

    options = frozenset(name.replace("_", "-") for name in _OPTIONS if given.pop(name))
    try:
        chosen = format_of(form)
        check_usable(chosen, options)
        place = _place(chosen, out)
        with open_store(address) as store, _progress() as on_step:
            _check_no_store(place, store)
            asked = {"text": text, **given}
            selection = selection_of(store, asked, open_profile(profile, store), options=options, on_step=on_step)
            log = logging_to(store, chosen.name, profile, conditions_in_words(asked), place, person)
            written = _write(chosen, selection, place, log)
    except DatelineError as error:
        context.exit(told(error))
    for line in _report(selection, written, place):
        click.echo(line, err=True)


def _place(form: Format, out: str | None) -> Path | None:
    """The path to write to, None for standard output."""
    from dateline.errors import ExportError
    from dateline.export.placing import check_place

    if out == _STDOUT:
        return None
    place = Path(out or f"dateline-{form.name}{form.suffix}")
    if out is None and place.exists():
        raise ExportError(f"{place} is there already: name the place with -o")
    check_place(form, place.absolute())
    return place


def _check_no_store(place: Path | None, store: Store) -> None:
    from dateline.errors import ExportError

    if place is not None and place.exists() and place.resolve() == Path(store.where).resolve():
        raise ExportError(f"{place} is the store itself: name another file with -o")


def _write(form: Format, selection: Selection, place: Path | None, log: Callable[[Path, Written], None]) -> Written:
    from dateline.export.placing import export_to, export_to_stream

    if place is None:
        return export_to_stream(form, selection, sys.stdout.buffer, log)
    return export_to(form, selection, place, log)


def _report(selection: Selection, written: Written, place: Path | None) -> Iterator[str]:
    """What was written, and what was left out, a line each."""
    from dateline.export.placing import withheld

    counts = ", ".join(f"{count:,} {what}" for what, count in written.counts.items()) or "nothing"
    yield f"{place or 'Standard output'}: {counts}, by the profile {selection.about.profile}"
    for reason, count in {**written.left_out, **withheld(selection)}.items():
        if count:
            yield f"  left out {count:,}: {reason}"


@contextmanager
def _progress() -> Iterator[Callable[[str], None]]:
    """Counts what was read, on standard error where someone can see it."""
    if not sys.stderr.isatty():
        yield lambda kind: None
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.completed:,} records read"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("export", total=None)
        yield lambda kind: bar.advance(task)
