"""``dateline link``, and what a person decides about incidents: merge, split, pin, forbid, undo, judgements."""

from __future__ import annotations

import getpass
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from dateline.cli.endings import told
from dateline.cli.incidents import STORE
from dateline.errors import DatelineError, StoreError

if TYPE_CHECKING:
    from dateline.store import Store

    Ref = tuple[str, str]

_BY = click.option("--by", "person", metavar="NAME", help="Who decides this (default: the name you are logged in by).")
_WHY = click.option("--why", "reason", metavar="TEXT", help="Why; it is kept in the log.")


@click.command()
@STORE
@click.pass_context
def link(context: click.Context, /, address: str) -> None:
    """Link what waits in a store: after ``add --no-link``, or when linking was interrupted."""
    from dateline.store import open_store

    try:
        with open_store(address) as store:
            click.echo(_relink(store))
    except DatelineError as error:
        context.exit(told(error))


@click.command()
@click.argument("incidents", nargs=-1, required=True, metavar="ID ID...")
@STORE
@_BY
@_WHY
@click.pass_context
def merge(
    context: click.Context, /, incidents: tuple[str, ...], address: str, person: str | None, reason: str | None
) -> None:
    """Make two or more incidents one. No later run takes them apart; `dateline undo` does."""
    if len(set(incidents)) < 2:
        raise click.UsageError("two incidents or more are needed")
    _judge(context, address, "merge", person, reason, lambda store: [_events(store, i) for i in incidents])


@click.command()
@click.argument("incident")
@click.argument("events", nargs=-1, required=True, metavar="DOCUMENT:EVENT...")
@STORE
@_BY
@_WHY
@click.pass_context
def split(
    context: click.Context, /, incident: str, events: tuple[str, ...], address: str, person: str | None, reason: str | None
) -> None:  # fmt: skip
    """Take events out of an incident: they are another happening. Events are named as the dossier names them."""

    def sides(store: Store) -> list[list[Ref]]:
        everyone = _events(store, incident)
        out = [_one_of(everyone, name) for name in events]
        rest = [ref for ref in everyone if ref not in out]
        if not rest:
            raise StoreError("these are all events of the incident: nothing would be left to split them from")
        return [rest, out]

    _judge(context, address, "split", person, reason, sides)


@click.command()
@click.argument("incident")
@STORE
@_BY
@_WHY
@click.pass_context
def pin(context: click.Context, /, incident: str, address: str, person: str | None, reason: str | None) -> None:
    """Hold an incident's events together as they are, whatever later runs find."""
    _judge(context, address, "pin", person, reason, lambda store: [_events(store, incident)])


@click.command()
@click.argument("one")
@click.argument("other")
@STORE
@_BY
@_WHY
@click.pass_context
def forbid(
    context: click.Context, /, one: str, other: str, address: str, person: str | None, reason: str | None
) -> None:
    """Say that two incidents are two, so that no later run makes them one."""
    _judge(context, address, "forbid", person, reason, lambda store: [_events(store, one), _events(store, other)])


@click.command()
@click.argument("number", type=int)
@STORE
@_BY
@_WHY
@click.pass_context
def undo(context: click.Context, /, number: int, address: str, person: str | None, reason: str | None) -> None:
    """Take a judgement back, by its number in `dateline judgements`. An undo can be undone."""
    from dateline.store import open_store

    try:
        with open_store(address) as store:
            line = store.undo(number, person or getpass.getuser(), reason)
            click.echo(f"Judgement {line}: judgement {number} no longer holds.")
            click.echo(_relink(store))
    except DatelineError as error:
        context.exit(told(error))


@click.command()
@STORE
@click.pass_context
def judgements(context: click.Context, /, address: str) -> None:
    """List what people decided, the oldest first: who, when, what and why."""
    from dateline.export.words.incidents import short
    from dateline.store import open_store

    try:
        with open_store(address) as store:
            for j in store.judgements():
                sides = " | ".join(", ".join(f"{short(d)}:{e}" for d, e in side) for side in j.sides)
                state = "  (undone)" if j.undone else ""
                why = f"  — {j.reason}" if j.reason else ""
                click.echo(f"{j.number:4}  {j.made}  {j.person}  {j.kind}  {sides}{why}{state}")
    except DatelineError as error:
        context.exit(told(error))


def _judge(context: click.Context, address: str, kind: Any, person: str | None, reason: str | None, sides: Any) -> None:
    from dateline.store import open_store

    try:
        with open_store(address) as store:
            number = store.judge(kind, person or getpass.getuser(), sides=sides(store), reason=reason)
            click.echo(f"Judgement {number} is kept; take it back with: dateline undo {number} --store {store.where}")
            click.echo(_relink(store))
    except DatelineError as error:
        context.exit(told(error))


def _relink(store: Store) -> str:
    from dateline.intake.linking import link_all

    done = link_all(store)
    return f"Linked {done.documents} reports ({done.copies} copies): {done.incidents} incidents new or changed."


def _events(store: Store, incident: str) -> list[Ref]:
    return [(r.document, r.event) for r in store.incident(incident).reports]


def _one_of(events: Sequence[Ref], name: str) -> Ref:
    """The event that ``DOCUMENT:EVENT`` names, the document by as much of its id as tells it apart."""
    document, _, event = name.partition(":")
    found = [ref for ref in events if ref[0].startswith(document) and ref[1] == event]
    if len(found) != 1:
        said = ", ".join(f"{d[:10]}:{e}" for d, e in events)
        raise StoreError(f"{name!r} names {len(found)} events of the incident; it has {said}")
    return found[0]
