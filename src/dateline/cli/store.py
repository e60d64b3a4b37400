"""``dateline store``: making, checking, migrating, copying and measuring a store."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from dateline.cli.endings import NOTHING_DONE, told
from dateline.cli.exports import exports
from dateline.errors import DatelineError

if TYPE_CHECKING:
    from dateline.ontology.sources import Profile


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


store.add_command(exports)


@store.group()
def source() -> None:
    """List, show and change what a store knows of sources: whose they are, and how far they are believed."""


@source.command("list")
@click.argument("address", metavar="STORE")
@click.pass_context
def source_list(context: click.Context, address: str) -> None:
    """List all sources that have a profile."""
    from dateline.store import open_store

    try:
        with open_store(address) as opened:
            profiles = opened.source_profiles()
    except DatelineError as error:
        context.exit(told(error))
    for folded in sorted(profiles.by_name):
        click.echo(_profile(profiles.names[folded], profiles.by_name[folded]))


@source.command("show")
@click.argument("address", metavar="STORE")
@click.argument("name")
@click.pass_context
def source_show(context: click.Context, address: str, name: str) -> None:
    """Show how a source is taken, listed or not."""
    from dateline.store import open_store

    try:
        with open_store(address) as opened:
            click.echo(_profile(name, opened.source_profiles().of(name, "media")))
    except DatelineError as error:
        context.exit(told(error))


@source.command("set")
@click.argument("address", metavar="STORE")
@click.argument("name")
@click.option(
    "--standing", type=click.IntRange(0, 4), help="How far its figures go: 4 counts by a method, 0 is not believed."
)
@click.option("--side", metavar="SIDE", help="To whom it belongs: a state (alpha-3), or the id of an actor.")
@click.option("--kind", metavar="KIND", help="The kind of actor that it is: media, ngo, government …")
@click.option("--ownership", metavar="OWNER", help="Who owns it: state, party, public, private, community.")
@click.option("--origin", metavar="NAME", help="The source whose word it passes on.")
@click.pass_context
def source_set(context: click.Context, /, address: str, name: str, **given: int | str | None) -> None:
    """Change the profile of a source, and compute the incidents again that it is a source of."""
    from dateline.store import open_store

    fields = {field: value for field, value in given.items() if value is not None}
    if not fields:
        raise click.UsageError("say what to change: --standing, --side, --kind, --ownership or --origin")
    try:
        with open_store(address) as opened:
            changed = opened.set_source_profile(name, **fields)
            click.echo(_profile(name, opened.source_profiles().of(name, "media")))
    except DatelineError as error:
        context.exit(told(error))
    click.echo(f"{changed:,} incidents came out otherwise")


@source.command("refresh")
@click.argument("address", metavar="STORE")
@click.pass_context
def source_refresh(context: click.Context, address: str) -> None:
    """Compute all incidents again, after a change of the files that the setting `sources` names.

    Their events stay together as they are; only figures, grades and what else rests on sources may come out otherwise.
    """
    from dateline.store import open_store

    try:
        with open_store(address) as opened:
            changed = opened.compute_again()
    except DatelineError as error:
        context.exit(told(error))
    click.echo(f"{changed:,} incidents came out otherwise")


def _profile(name: str, profile: Profile) -> str:
    told_of = (
        f"{field} {getattr(profile, field)}"
        for field in ("kind", "side", "ownership", "origin")
        if getattr(profile, field)
    )
    return "  ".join([f"{name}: standing {profile.standing}", *told_of])
