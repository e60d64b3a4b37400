"""``dateline stats``: counts and tolls of the incidents of a store."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from dateline.cli.brief import write
from dateline.cli.endings import told
from dateline.cli.find import conditions_without
from dateline.errors import DatelineError, SettingError

_BY = ("day", "week", "month", "area", "place", "type", "actor", "grade")
_OF = (
    "incidents", "killed", "injured", "missing", "abducted", "detained", "captured", "displaced", "evacuated", "returned",
    "homes_destroyed", "besieged", "unspecified",
)  # fmt: skip
"""As the records have them, which are too heavy to import for ``--help``."""
_FORMS = ("table", "csv", "json", "sparkline", "png")


@click.command()
@click.argument("text", required=False)
@click.option("--store", "address", required=True, metavar="STORE", help="The store: a path, or a database URL.")
@conditions_without("--order", "--min-confidence")
@click.option("--by", type=click.Choice(_BY), default="month", show_default=True, help="What makes a row.")
@click.option("--of", type=click.Choice(_OF), multiple=True, default=("incidents", "killed"), show_default=True,
              metavar="MEASURE", help="What is counted: incidents, or a harm: killed, displaced … May be repeated.")  # fmt: skip
@click.option("--format", "form", type=click.Choice(_FORMS), default="table", show_default=True, help="How to give it.")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file to write. Default: standard output.",
)
@click.pass_context
def stats(
    context: click.Context,
    /,
    text: str | None,
    address: str,
    by: Any,
    of: tuple[Any, ...],
    form: str,
    output: Path | None,
    **given: Any,
) -> None:
    """Count incidents and add up tolls, by day, week, month, area, place, type, actor or grade.

    A toll is low–high with the best-founded figure in brackets, or "+" for at least. Nothing is added that may count the same people
    twice. What is not dated, not placed or not in figures is shown, and how late reports come (DELAY: the median from incident to
    first report). --place may also be a country.
    """
    from dateline.brief import outputs
    from dateline.brief.lookup import written
    from dateline.brief.material import resolved
    from dateline.brief.tally import gather, tally
    from dateline.store import open_store

    if form == "png" and output is None:
        raise click.UsageError("a chart needs a file: add -o chart.png")
    try:
        with open_store(address) as store:
            asked, _ = resolved(store, {"text": text, **given})
            gathered = gather(store, asked)
        tallies = [tally(gathered, measure, by) for measure in dict.fromkeys(of)]
        if form == "png":
            content = outputs.as_png(tallies)
        elif form == "json":
            content = outputs.as_json(tallies, written(asked)).encode("utf-8", "replace")
        else:
            made = {"table": outputs.as_table, "csv": outputs.as_csv, "sparkline": outputs.as_sparkline}[form](tallies)
            content = made.encode("utf-8", "replace")
        write(content, output)
    except ModuleNotFoundError as error:
        context.exit(told(SettingError(f"the module {error.name} is missing: install the extra dateline[brief]")))
    except DatelineError as error:
        context.exit(told(error))
    if len(tallies) > 1 and form == "png":
        click.echo(f"The chart shows {tallies[0].of} alone; for the others ask again with one --of.", err=True)
