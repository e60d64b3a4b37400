"""``dateline brief``: a cited situation brief from a store."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from dateline.cli.endings import told
from dateline.cli.find import conditions_without
from dateline.errors import DatelineError, SettingError

_FORMS = ("md", "html", "docx", "pdf")
_BINARY = frozenset({"docx", "pdf"})


@click.command()
@click.argument("text", required=False)
@click.option("--store", "address", required=True, metavar="STORE", help="The store: a path, or a database URL.")
@conditions_without("--order", "--min-confidence")
@click.option(
    "--format",
    "form",
    type=click.Choice(_FORMS),
    help="The form of the brief. Default: by the name of the file, else md.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file to write. Default: standard output.",
)
@click.option(
    "--check", is_flag=True, help="Look every figure up again by the query that it cites, and say what differs."
)
@click.pass_context
def brief(
    context: click.Context,
    /,
    text: str | None,
    address: str,
    form: str | None,
    output: Path | None,
    check: bool,
    **given: Any,
) -> None:
    """Write a situation brief of one to four pages from what the reports of a store say.

    It has headline figures with their ranges and sources, what is new, areas and kinds, displacement, control of ground, who
    said what, contested claims side by side, what is not known, and the method. Every sentence cites reports or queries. --place may
    also be a country.
    """
    from dateline import __version__
    from dateline.brief.check import differences
    from dateline.brief.compose import compositions
    from dateline.brief.render import rendered
    from dateline.store import open_store

    form = form or (output.suffix.removeprefix(".").lower() if output else "md")
    if form not in _FORMS:
        raise click.UsageError(f"{output}: which form is that? Add --format {'|'.join(_FORMS)}")
    if form in _BINARY and output is None:
        raise click.UsageError(f"a {form} file needs a name: add -o brief.{form}")
    try:
        with open_store(address) as store:
            made, content = rendered(form, compositions(store, {"text": text, **given}, version=__version__))
            wrong = differences(store, made) if check else ()
        write(content, output)
    except ModuleNotFoundError as error:
        context.exit(told(SettingError(f"the module {error.name} is missing: install the extra dateline[brief]")))
    except DatelineError as error:
        context.exit(told(error))
    for line in wrong:
        click.echo(line, err=True)
    if check and not wrong:
        click.echo("Every figure was found again by the query that it cites.", err=True)
    if wrong:
        context.exit(1)


def write(content: bytes, output: Path | None) -> None:
    """The file in its place when it is whole, or the text on standard output."""
    if output is None:
        click.echo(content.decode("utf-8"), nl=False)
        return
    aside = output.with_name(f".{output.name}.part")
    try:
        aside.write_bytes(content)
        aside.replace(output)
    except OSError as error:
        aside.unlink(missing_ok=True)
        raise SettingError(f"{output} cannot be written: {error.strerror}") from error
    click.echo(f"Wrote {output}", err=True)
