"""``dateline store exports``: who took what out of a store; and what all commands share that let something out."""

from __future__ import annotations

import getpass
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dateline.cli.endings import told
from dateline.errors import DatelineError

if TYPE_CHECKING:
    from dateline.export.contract import Written
    from dateline.store import Store
    from dateline.store.exports import Export

PROFILE = click.option(
    "--profile", default="public", show_default=True, metavar="PROFILE",
    help="The profile of data responsibility, which says what may go out: internal, partner, public, or one of your own.",
)  # fmt: skip
BY = click.option(
    "--by", "person", metavar="NAME", help="Who takes this out of the store, for its log (default: the name you are logged in by)."
)  # fmt: skip


def logging_to(
    store: Store, form: str, profile: str, conditions: Mapping[str, str], place: Path | None, person: str | None
) -> Callable[[Path, Written], None]:
    """What writes a line into the store's log when an export is whole; ``place`` is None for standard output."""

    def log(path: Path, written: Written) -> None:
        from dateline.export.sums import hash_of
        from dateline.store.exports import Export, log_export

        target = str(place.absolute()) if place else "standard output"
        line = Export(
            person=person or getpass.getuser(), form=form, profile=profile, conditions=conditions,
            counts=written.counts, target=target, sha256=hash_of(path),
        )  # fmt: skip
        log_export(store, line)

    return log


@click.command()
@click.argument("address", metavar="STORE")
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON Lines, with the hashes.")
@click.pass_context
def exports(context: click.Context, address: str, as_json: bool) -> None:
    """List what was taken out of a store: when, by whom, in which format, under which profile, and what was asked.

    The log cannot be changed: the database refuses it.
    """
    from dateline.store import open_store
    from dateline.store.exports import exports as exports_of

    try:
        with open_store(address) as store:
            lines = exports_of(store)
    except DatelineError as error:
        context.exit(told(error))
    for line in lines:
        click.echo(json.dumps(asdict(line), ensure_ascii=False) if as_json else _line(line))
    if not lines and not as_json:
        click.echo("Nothing has been exported yet.", err=True)


def _line(line: Export) -> str:
    asked = ", ".join(f"{name} {value}" for name, value in line.conditions.items()) or "all"
    counts = ", ".join(f"{count:,} {what}" for what, count in line.counts.items()) or "nothing"
    return f"{line.made[:16].replace('T', ' ')}  {line.person}  {line.form} ({line.profile})  {counts}  of: {asked}  → {line.target}"
