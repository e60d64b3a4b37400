"""``dateline release``: a dated, signed folder of data for others; and checking one."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dateline.cli.endings import NOTHING_DONE, told
from dateline.cli.exports import BY, PROFILE
from dateline.cli.find import conditions
from dateline.errors import DatelineError

if TYPE_CHECKING:
    from dateline.export.contract import Format
    from dateline.export.release import Made

_NOBODY = "The keepers of the record"
_FILE = click.Path(path_type=Path)


@click.command()
@click.option("--store", "address", metavar="STORE", help="The store: a path, or a database URL.")
@click.option("-o", "--out", type=_FILE, metavar="FOLDER", help="The folder in which the release becomes a folder.")
@click.option("--format", "names", multiple=True, metavar="FORMAT",
              help="A format of export that is in it, as often as you like (default: csv, geojson, json, parquet).")  # fmt: skip
@PROFILE
@conditions
@click.option("--title", default="Incidents recorded with Dateline", show_default=True, help="What it is called.")
@click.option(
    "--author",
    "authors",
    multiple=True,
    metavar="NAME",
    help="Who answers for it, for its citation (default: nobody by name).",
)
@BY
@click.option("--sign", "key", type=_FILE, metavar="KEY", help="Sign it with this key of OpenSSH.")
@click.option("--verify", type=_FILE, metavar="RELEASE", help="Check the release in this folder, and make none.")
@click.option(
    "--signers", type=_FILE, metavar="FILE", help="With --verify: the keys that you trust, OpenSSH's allowed signers."
)
@click.pass_context
def release(
    context: click.Context,
    /,
    address: str | None,
    out: Path | None,
    verify: Path | None,
    signers: Path | None,
    **given: Any,
) -> None:
    """Write a release: a folder of today's date (UTC) with data, codebook, methodology, changes and checksums.

    The same store on the same day gives the same bytes. A release is never replaced. With --verify, check one: the
    exit code is 0 when every file is as it was, and 3 when not.
    """
    try:
        if verify is not None:
            context.exit(_verify(verify, signers))
        if address is None or out is None:
            raise click.UsageError("give --store STORE and -o FOLDER; or --verify RELEASE")
        made = _make(address, out, **given)
    except DatelineError as error:
        context.exit(told(error))
    _report(made)


def _make(
    address: str, out: Path, names: tuple[str, ...], profile: str, title: str, authors: tuple[str, ...],
    person: str | None, key: Path | None, **conditions: Any,
) -> Made:  # fmt: skip
    import getpass

    from dateline.export.release import Cover, Order, make_release
    from dateline.export.responsibility import open_profile
    from dateline.store import open_store

    day = datetime.now(UTC).date().isoformat()
    who = person or getpass.getuser()
    order = Order(
        folder=out, formats=_formats(names), person=who, key=key,
        cover=Cover(title=title, authors=authors or (_NOBODY,), day=day),
        conditions={name: value for name, value in conditions.items() if value is not None},
    )  # fmt: skip
    with open_store(address) as store:
        return make_release(store, open_profile(profile, store, day=day), order)


def _formats(names: tuple[str, ...]) -> list[Format]:
    from dateline.export.registry import check_usable, format_of
    from dateline.export.release import FORMATS

    found = [format_of(name) for name in dict.fromkeys(names or FORMATS)]
    for form in found:
        check_usable(form)
    return found


def _report(made: Made) -> None:
    counts = ", ".join(f"{count:,} {what}" for what, count in made.counts.items())
    click.echo(f"{made.folder}: {counts}" + (" (it was there already, with the same bytes)" if made.again else ""))
    became = ", ".join(f"{len(made.changes.of(what)):,} {what}" for what in ("added", "changed", "retracted"))
    click.echo(f"  since {made.changes.since}: {became}")


def _verify(folder: Path, signers: Path | None) -> int:
    from dateline.export.release import check_release

    checked = check_release(folder, signers)
    for problem in checked.wrong:
        click.echo(f"WRONG {problem}")
    click.echo(f"{'ok   ' if not checked.wrong else '     '} {checked.files:,} files are as the list of hashes says")
    click.echo(f"      signature: {checked.signature or 'none; anyone may have made this folder'}")
    return NOTHING_DONE if checked.wrong else 0
