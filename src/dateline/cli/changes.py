"""``dateline changes``: what is new, revised or retracted in a store since a day."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import click

from dateline.cli.endings import told
from dateline.cli.exports import BY
from dateline.cli.find import as_day, conditions_without
from dateline.cli.incidents import STORE
from dateline.errors import DatelineError

if TYPE_CHECKING:
    from dateline.store import Store

_SHARED = "atom"


@click.command()
@STORE
@conditions_without("--since", "--until", "--as-of")
@click.option("--since", "first", required=True, callback=as_day, metavar="DATE",
              help="What became known, or was decided, on this day or later.")  # fmt: skip
@click.option("--until", "last", callback=as_day, metavar="DATE",
              help="… up to and with this day (default: today, UTC).")  # fmt: skip
@click.option(
    "--profile", metavar="PROFILE", help="The profile of data responsibility (default: public for atom, internal else)."
)
@BY
@click.option("--format", "form", type=click.Choice(("text", "json", "atom")), default="text", show_default=True,
              help="How to print it.")  # fmt: skip
@click.pass_context
def changes(
    context: click.Context,
    /,
    address: str,
    first: date,
    last: date | None,
    profile: str | None,
    person: str | None,
    form: str,
    **given: Any,
) -> None:
    """Tell what changed since a day: incidents that are new, revised or retracted, reports, and judgements.

    Two states are compared: what was known on the day before, and what is known now. The other options say of which
    incidents, as for dateline find. An Atom feed goes into the log of exports.
    """
    from dateline.export.changes.since import changes_since
    from dateline.export.changes.words import atom, lines
    from dateline.export.responsibility import open_profile
    from dateline.store import open_store

    since, until = first, last or datetime.now(UTC).date()
    _check_days(since, until)
    name = profile or ("public" if form == _SHARED else "internal")
    try:
        with open_store(address) as store:
            found = changes_since(store, open_profile(name, store, day=until.isoformat()), since, until, given)
            if form == "text":
                text = "\n".join(lines(found)) + "\n"
            else:
                text = (
                    atom(found) if form == "atom" else json.dumps(found.to_dict(), ensure_ascii=False, indent=1) + "\n"
                )
            if form == _SHARED:
                _log(store, text, name, given, len(found.incidents), person)
    except DatelineError as error:
        context.exit(told(error))
    click.echo(text, nl=False)


def _check_days(since: date, until: date) -> None:
    if since > until:
        raise click.UsageError(f"no day is from {since} until {until}")


def _log(store: Store, text: str, profile: str, given: dict[str, Any], count: int, person: str | None) -> None:
    import getpass
    import hashlib

    from dateline.export.selection import conditions_in_words
    from dateline.store.exports import Export, log_export

    line = Export(
        person=person or getpass.getuser(), form="atom", profile=profile, conditions=conditions_in_words(given),
        counts={"changed incidents": count}, target="standard output", sha256=hashlib.sha256(text.encode()).hexdigest(),
    )  # fmt: skip
    log_export(store, line)
