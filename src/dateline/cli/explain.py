"""``dateline explain``: why a report was coded as it was."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dateline.cli.endings import told
from dateline.cli.inputs import (
    STDIN,
    engine_option,
    gate_option,
    knowledge_options,
    metadata_options,
    options,
    read,
    settings,
)
from dateline.errors import DatelineError

if TYPE_CHECKING:
    from dateline.read import ReadOptions
    from dateline.records import Document


@click.command()
@click.argument("file")
@click.option(
    "--at", type=click.IntRange(min=0), metavar="OFFSET", help="Explain the word at this character of the text."
)
@click.option("--event", "--claim", "claim", metavar="ID", help="Explain this claim: e1, t1, s1, r1.")
@click.option("--number", type=click.IntRange(min=1), metavar="N", help="The report to explain, in a file of several.")
@engine_option
@gate_option
@knowledge_options
@metadata_options
@click.pass_context
def explain(
    context: click.Context, /, file: str, at: int | None, claim: str | None, number: int | None, **given: Any
) -> None:
    """Show why FILE was coded as it was: at one character, or for one claim."""
    if (at is None) == (claim is None):
        raise click.UsageError("Say what to explain: --at OFFSET, or --event ID")
    try:
        document = _one_document(file, number, options(given))
        if at is not None and at >= len(document.text):
            raise click.BadParameter(f"the text has {len(document.text):,} characters, from 0", param_hint="--at")
        from rich.console import Console

        from dateline.export.explain import render_explanation
        from dateline.pipeline import load

        render_explanation(load(settings(given)).explain(document), at=at, claim=claim, console=Console())
    except DatelineError as error:
        context.exit(told(error))


def _one_document(file: str, number: int | None, how: ReadOptions) -> Document:
    from dateline.read import ReadFailure, Skipped

    wanted = number or 1
    items = read(file if file == STDIN else Path(file), how)
    reports = (item for item in items if not isinstance(item, Skipped))
    held = list(islice(reports, wanted if number else 2))
    if len(held) > 1 and number is None:
        raise click.UsageError("The file holds several reports: say which with --number N")
    if len(held) < wanted:
        raise click.UsageError(f"The file holds only {len(held)} reports")
    received = held[wanted - 1]
    if isinstance(received, ReadFailure):
        raise received.error
    return received.document
