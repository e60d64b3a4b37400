"""``dateline incidents`` and ``dateline incident``: what the reports of a store tell of together."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import click

from dateline.cli.endings import told
from dateline.cli.find import as_of, conditions
from dateline.errors import DatelineError

if TYPE_CHECKING:
    from datetime import date

    from dateline.export.dossier import Dossier
    from dateline.incidents import Incident
    from dateline.store import Page, Store

_WIDTH = 100
"""Of a dossier that goes into a file or a pipe, in characters."""
STORE = click.option("--store", "address", required=True, metavar="STORE", help="The store: a path, or a database URL.")
_COLUMNS = (
    "id", "title", "type", "mode", "acled", "first_day", "last_day", "place", "country", "admin1", "lat", "lon", "grade",
    "reports", "sources", "independent_sources", "harm", "victims", "side", "group", "scope", "low", "best", "high", "phrase",
    "figure_grade", "rule", "aggregate", "reviewed",
)  # fmt: skip


@click.command()
@click.argument("text", required=False)
@STORE
@conditions
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True, help="How many at most.")
@click.option("--all", "everything", is_flag=True, help="As many as there are.")
@click.option("--after", metavar="PLACE", help="Go on after the place that an earlier answer ended at.")
@click.option("--format", "form", type=click.Choice(("text", "jsonl", "csv")), default="text", show_default=True,
              help="A line each; the whole incidents as JSON Lines; or a row for each figure.")  # fmt: skip
@click.pass_context
def incidents(
    context: click.Context,
    /,
    text: str | None,
    address: str,
    limit: int,
    everything: bool,
    after: str | None,
    form: str,
    **given: Any,
) -> None:
    """List incidents: happenings that one or more reports tell of, each counted once, with its reconciled figures."""
    from dateline.store import open_store

    try:
        with open_store(address) as store:
            results = store.incidents(text, **given)
            page: Page[Incident] | None = None if everything else results.page(limit, after)
            _print(page.items if page else results, form)
    except DatelineError as error:
        context.exit(told(error))
    if page and page.after:
        click.echo(f"There is more: --after {page.after}", err=True)


@click.command()
@click.argument("incident_id", metavar="ID")
@STORE
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text", show_default=True,
              help="The dossier, or the incident as JSON.")  # fmt: skip
@as_of
@click.pass_context
def incident(context: click.Context, /, incident_id: str, address: str, form: str, **given: Any) -> None:
    """Show all that is known of one incident: its figures and the claims behind them, who said what when, and the evidence."""
    from rich.console import Console

    from dateline.export.dossier import render
    from dateline.store import open_store

    try:
        with open_store(address) as store:
            if form == "json":
                click.echo(store.incident(incident_id, **given).model_dump_json(indent=1))
                return
            width = None if sys.stdout.isatty() else _WIDTH
            render(_dossier(store, incident_id, given["as_of"]), Console(file=sys.stdout, width=width, highlight=False))
    except DatelineError as error:
        context.exit(told(error))


def _print(found: Iterable[Incident], form: str) -> None:
    from dateline.export.words.incidents import line

    if form == "csv":
        writer = csv.DictWriter(sys.stdout, _COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(row for item in found for row in _rows(item))
        return
    for item in found:
        click.echo(item.model_dump_json() if form == "jsonl" else line(item))


def _rows(item: Incident) -> Iterable[dict[str, Any]]:
    """The incident once for each of its figures, and once with none where it has none."""
    place, when = item.place, item.when
    base: dict[str, Any] = {
        "id": item.id, "title": item.title, "type": item.type, "mode": item.mode,
        "acled": item.acled.sub_event_type if item.acled else None, "first_day": when.start, "last_day": when.end,
        "place": place.name if place else None, "country": place.country if place else None,
        "admin1": place.admin1 if place else None, "lat": place.lat if place else None, "lon": place.lon if place else None,
        "grade": item.grade, "reports": len(item.reports), "sources": item.sources,
        "independent_sources": item.independent_sources, "aggregate": item.aggregate, "reviewed": item.reviewed,
    }  # fmt: skip
    if not item.tolls:
        yield base
    for toll in item.tolls:
        yield base | {
            "harm": toll.harm, "victims": toll.victims, "side": toll.side, "group": toll.group, "scope": toll.scope,
            "low": toll.low, "best": toll.best, "high": toll.high, "phrase": toll.phrase, "figure_grade": toll.grade,
            "rule": toll.rule,
        }  # fmt: skip


def _dossier(store: Store, incident_id: str, as_of: date | None) -> Dossier:
    from dateline.export.dossier import Dossier, Pair
    from dateline.incidents import ClaimRef
    from dateline.link.facts import facts_of
    from dateline.link.links import reasons_of
    from dateline.link.model import Model

    item = store.incident(incident_id, as_of)
    wanted = {(r.document, r.event) for r in item.reports}
    pairs_found = store.pairs_of(incident_id.partition("~")[0])
    if as_of is not None:  # what it was compared with later was not there
        pairs_found = [p for p in pairs_found if {p.one, p.other} <= wanted]
    near = (ref[0] for p in pairs_found for ref in (p.one, p.other))
    coded = {d: store.document(d) for d in dict.fromkeys([*(r.document for r in item.reports), *near])}
    model = Model.load()
    pairs = tuple(
        Pair(
            ClaimRef(document=p.one[0], claim=p.one[1]),
            ClaimRef(document=p.other[0], claim=p.other[1]),
            p.kind == "link",
            p.weight,
            tuple(reasons_of(p.levels, model)),
            p.against,
        )
        for p in pairs_found
    )
    facts = [f for c in coded.values() for f in facts_of(c) if (f.document, f.event) in wanted]
    documents = {id: c.document for id, c in coded.items()}
    return Dossier(item, facts, documents, store.copy_of(documents), pairs, store.source_profiles())
