"""``dateline find``: what a store holds, by what is asked of it."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable, Iterable
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from dateline.cli.endings import told
from dateline.errors import DatelineError

if TYPE_CHECKING:
    from dateline.store import Page

_KINDS = ("events", "tolls", "statements", "relations", "documents", "incidents")


def as_day(context: click.Context, parameter: click.Parameter, value: str | None) -> date | None:
    """The day that an option names. Raises BadParameter when it is none."""
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise click.BadParameter(f"{value!r} is no day; write it as 2024-12-03") from error


def _numbers(context: click.Context, parameter: click.Parameter, value: str | None) -> tuple[float, ...] | None:
    if value is None:
        return None
    wanted = 4 if parameter.name == "box" else 2
    try:
        found = tuple(float(part) for part in value.split(","))
    except ValueError as error:
        raise click.BadParameter(f"{value!r} is not {wanted} numbers with commas between") from error
    if len(found) != wanted:
        raise click.BadParameter(f"{value!r} is not {wanted} numbers with commas between")
    return found


_CONDITIONS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("--place", {"metavar": "NAME", "help": "At a place of this name, in any spelling that is known."}),
    ("--admin1", {"metavar": "NAME", "help": "In this first-level area: province, state, governorate."}),
    ("--country", {"metavar": "NAME", "help": "In this country: its name or ISO 3166 alpha-3."}),
    ("--near", {"metavar": "LAT,LON", "callback": _numbers, "help": "Near this point, in degrees."}),
    ("--within-km", {"type": float, "default": 25.0, "show_default": True, "help": "How near."}),
    ("--box", {"metavar": "S,W,N,E", "callback": _numbers, "help": "In this box, in degrees."}),
    ("--since", {"metavar": "DATE", "callback": as_day, "help": "May have happened on this day or later."}),
    ("--until", {"metavar": "DATE", "callback": as_day, "help": "May have happened on this day or before."}),
    ("--as-of", {"metavar": "DATE", "callback": as_day, "help": "As it was known on this day."}),
    ("--type", {"metavar": "TYPE", "help": "Of this PLOVER or ACLED type."}),
    ("--mode", {"metavar": "MODE", "help": "Of this PLOVER mode."}),
    ("--context", {"metavar": "CONTEXT", "help": "In this PLOVER context."}),
    ("--status", {"metavar": "STATUS", "help": "Of this status: occurred, planned, denied …"}),
    ("--actor", {"metavar": "NAME", "help": "With this actor, its other names and its parts."}),
    ("--role", {"type": click.Choice(("any", "by", "to", "victim")), "default": "any", "help": "What the actor did."}),
    ("--harm", {"metavar": "HARM", "help": "With this harm: killed, injured, displaced …"}),
    ("--at-least", {"type": click.IntRange(min=1), "metavar": "N", "help": "With a figure of that harm of N or more."}),
    ("--source", {"metavar": "NAME", "help": "Published by this source."}),
    ("--cited", {"metavar": "NAME", "help": "Told by this source, as the report says."}),
    ("--grade", {"metavar": "GRADE", "help": "Of an incident of this grade: confirmed, fair, weak …"}),
    (
        "--min-confidence",
        {"type": click.FloatRange(0, 1), "metavar": "P", "help": "Coded with this confidence or more."},
    ),
    ("--order", {"type": click.Choice(("newest", "oldest")), "default": "newest", "help": "Which come first."}),
)


def conditions_without(*names: str) -> Callable[[Any], Any]:
    """The options that narrow a search, named as the fields of a query, but for these."""

    def add(command: Any) -> Any:
        for name, how in reversed(_CONDITIONS):
            if name not in names:
                command = click.option(name, **how)(command)
        return command

    return add


conditions = conditions_without()
"""All options that narrow a search."""
as_of = click.option("--as-of", **dict(_CONDITIONS)["--as-of"])


@click.command()
@click.argument("text", required=False)
@click.option("--store", "address", required=True, metavar="STORE", help="The store: a path, or a database URL.")
@click.option("--kind", type=click.Choice(_KINDS), default="events", show_default=True, help="What to find.")
@conditions
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True, help="How many at most.")
@click.option("--all", "everything", is_flag=True, help="As many as there are.")
@click.option("--after", metavar="PLACE", help="Go on after the place that an earlier answer ended at.")
@click.option("--format", "form", type=click.Choice(("text", "jsonl", "csv")), default="text", show_default=True,
              help="How to print it.")  # fmt: skip
@click.pass_context
def find(
    context: click.Context,
    /,
    text: str | None,
    address: str,
    kind: str,
    limit: int,
    everything: bool,
    after: str | None,
    form: str,
    **given: Any,
) -> None:
    """Find claims, documents or incidents in a store by their words and by the options.

    All words of TEXT must be there, in any form that English gives them; a "phrase in quotes" as it stands; -word must not be there.
    """
    from dateline.store import open_store

    try:
        with open_store(address) as store:
            results = store.find(kind, text, **given)
            page: Page[Any] | None = None
            if not everything:
                page = results.page(limit, after)
            _print(page.items if page else results, form)
    except DatelineError as error:
        context.exit(told(error))
    if page and page.after:
        click.echo(f"There is more: --after {page.after}", err=True)


def _print(items: Iterable[Any], form: str) -> None:
    if form == "csv":
        _print_csv(items)
        return
    for item in items:
        click.echo(json.dumps(_plain(item), ensure_ascii=False) if form == "jsonl" else _line(item))


def _print_csv(items: Iterable[Any]) -> None:
    writer = None
    for item in items:
        row = _plain(item)
        if writer is None:
            writer = csv.DictWriter(sys.stdout, list(row), lineterminator="\n")
            writer.writeheader()
        writer.writerow(row)


def _plain(item: Any) -> dict[str, Any]:
    found: dict[str, Any] = item.model_dump(mode="json") if hasattr(item, "model_dump") else asdict(item)
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in found.items()}


def _line(item: Any) -> str:
    """One found thing on one line: when, what, where, how many, who says so, in which words."""
    row = _plain(item)
    if "evidence" not in row:
        line = (
            f"{row.get('published') or '–':10}  {row.get('title') or row['id']}  ({row.get('source') or 'no source'})"
        )
        return line if row.get("language", "en") == "en" else f"{line}  [{row['language']}: not coded]"
    days = row["first_day"] if row["first_day"] == row["last_day"] else f"{row['first_day']}/{row['last_day']}"
    what = "/".join(part for part in (row["type"], row["mode"]) if part) or row["harm"] or row["kind"]
    figure = f" {row['best'] if row['best'] is not None else '?'}" if row["harm"] else ""
    where = ", ".join(part for part in (row["place"], row["country"]) if part) or "–"
    words = " ".join(row["evidence"].split())
    shown = words if len(words) <= _WORDS_SHOWN else words[: _WORDS_SHOWN - 1] + "…"
    return f"{days}  {what}{figure}  {where}  [{row['source'] or '–'}]  {shown}"


_WORDS_SHOWN = 160
