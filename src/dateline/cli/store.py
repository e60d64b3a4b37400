"""``dateline store``: making, checking, migrating, copying and measuring a store."""

from __future__ import annotations

from pathlib import Path

import click

from dateline.cli.endings import NOTHING_DONE, told
from dateline.errors import DatelineError


@click.group()
def store() -> None:
    """Make, check, migrate, back up and measure a store.

    STORE is the path of a SQLite file, or the URL of a PostgreSQL database: postgresql://user@host/name.
    """


@store.command()
@click.argument("address", metavar="STORE")
@click.pass_context
def create(context: click.Context, address: str) -> None:
    """Make a store. One that is there already is left as it is."""
    from dateline.store import create_store

    try:
        with create_store(address) as made:
            click.echo(f"The store is at {made.where}")
    except DatelineError as error:
        context.exit(told(error))


@store.command()
@click.argument("address", metavar="STORE")
@click.pass_context
def migrate(context: click.Context, address: str) -> None:
    """Bring a store that an older version made to this version's schema: all of it, or nothing."""
    from dateline.store import migrate_store

    try:
        before, after = migrate_store(address)
    except DatelineError as error:
        context.exit(told(error))
    click.echo(f"The store has the schema {after}" + (" already" if before == after else f"; it had {before}"))


@store.command()
@click.argument("address", metavar="STORE")
@click.option("--quick", is_flag=True, help="Leave out the hashes of bytes and codings, which take the longest.")
@click.pass_context
def check(context: click.Context, address: str, quick: bool) -> None:
    """Check that a store is whole: hashes, references, counts and indexes.

    The exit code is 0 when it is, and 3 when it is not.
    """
    from dateline.store import open_store

    try:
        with open_store(address) as opened:
            findings = opened.check(hashes=not quick)
    except DatelineError as error:
        context.exit(told(error))
    for finding in findings:
        click.echo(f"{'ok   ' if finding.ok else 'WRONG'} {finding.checked}: {finding.found}")
    if not all(finding.ok for finding in findings):
        context.exit(NOTHING_DONE)


@store.command()
@click.argument("address", metavar="STORE")
@click.argument("target", type=click.Path(path_type=Path))
@click.pass_context
def backup(context: click.Context, address: str, target: Path) -> None:
    """Copy a store, while it is used, to the new file TARGET.

    A SQLite store becomes a SQLite file that can be used as it is. Of a PostgreSQL store pg_dump makes an archive for
    pg_restore; its version must not be older than the server's.
    """
    from dateline.store import open_store

    try:
        with open_store(address) as opened:
            opened.backup(target)
    except DatelineError as error:
        context.exit(told(error))
    click.echo(f"{target} holds the store, {target.stat().st_size:,} bytes")


@store.command()
@click.argument("address", metavar="STORE")
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
@click.pass_context
def stats(context: click.Context, address: str, as_json: bool) -> None:
    """Count what a store holds."""
    import json

    from dateline.store import open_store

    try:
        with open_store(address) as opened:
            counts = opened.stats()
    except DatelineError as error:
        context.exit(told(error))
    if as_json:
        click.echo(json.dumps(counts))
        return
    for name, value in counts.items():
        click.echo(f"{name:24} {value:>14,}" if isinstance(value, int) else f"{name:24} {value or '–':>14}")
