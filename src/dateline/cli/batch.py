"""``dateline batch`` and ``dateline batch-link``: archives in shards, on one machine or a cluster."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dateline.cli.endings import INTERRUPTED, NOTHING_DONE, SOME_FAILED, told
from dateline.cli.inputs import gate_option, knowledge_options, metadata_options, options, settings
from dateline.errors import DatelineError
from dateline.settings import ENGINES, GATE_ON

if TYPE_CHECKING:
    from dateline.batch import Ran
    from dateline.batch.run import Engine

_LISTED = 200
_SAID_EVERY_SECONDS = 60.0
_GOES_ON = "The shards that are whole stay; the same command goes on where it stopped."
_FOLDER = click.Path(file_okay=False, path_type=Path)


def spark_options(command: Any) -> Any:
    """Where shards are coded, or pairs scored."""
    command = click.option(
        "--spark-conf", multiple=True, metavar="NAME=VALUE", help="A property of Spark; may be given again."
    )(command)
    command = click.option(
        "--master",
        metavar="URL",
        help="The Spark master: spark://host:7077, yarn, k8s://…, local[2]. Default: as set for Spark.",
    )(command)
    return click.option(
        "--engine", "runner", type=click.Choice(("processes", "spark")), default="processes", show_default=True,
        help="Processes on this machine, or executors of a Spark cluster, which see INPUT and OUTPUT under the same paths.",
    )(command)  # fmt: skip


@click.command()
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.argument("output", type=_FOLDER)
@click.option(
    "--workers",
    type=click.IntRange(min=1),
    default=os.cpu_count(),
    help="How many processes code. Default: one a processor.",
)
@click.option(
    "--shard-size",
    type=click.IntRange(min=1),
    metavar="N",
    help="Lines, rows or records of a shard, of a new OUTPUT (500).",
)
@click.option("--again", is_flag=True, help="Code anew what another version coded, or what has changed in the input.")
@click.option("--coder", "engine", type=click.Choice(ENGINES), help="What codes: rules, the reader (model), or both.")
@spark_options
@gate_option
@knowledge_options
@metadata_options
@click.pass_context
def batch(
    context: click.Context,
    /,
    inputs: tuple[str, ...],
    output: Path,
    workers: int,
    shard_size: int | None,
    again: bool,
    runner: str,
    master: str | None,
    spark_conf: tuple[str, ...],
    **given: Any,
) -> None:
    """Code archives into a folder of Parquet, shard by shard: files, folders and globs of Parquet, JSON Lines and WARC.

    A shard is there whole or not at all. Run again, the command codes what is missing, and nothing else.
    Other formats are read too, each file as one shard.

    \b
    Exit codes: 0 everything was coded; 1 some inputs failed, and are listed;
    2 the command is wrong; 3 nothing could be done; 130 interrupted.
    """  # noqa: D301 (click wants the character itself)
    from dateline.batch import Batch, Output, run_batch
    from dateline.read import find_inputs

    if given["fetch"] == "always":
        raise click.UsageError("a batch fetches nothing from the Web; use dateline add")
    try:
        with _shown() as on_progress:
            wanted = Batch(
                output=Output(output), settings=settings(given, gate=GATE_ON), options=options(given), again=again,
                engine=_engine(runner, workers, master, spark_conf), shard_size=shard_size, on_progress=on_progress,
            )  # fmt: skip
            ran = run_batch(list(find_inputs(inputs)), wanted)
    except DatelineError as error:
        context.exit(told(error))
    except KeyboardInterrupt:
        click.echo(f"Interrupted. {_GOES_ON}", err=True)
        context.exit(INTERRUPTED)
    _report(context, ran, output)


@click.command("batch-link")
@click.argument("output", type=click.Path(exists=True, file_okay=False, path_type=Path))
@spark_options
@click.pass_context
def batch_link(
    context: click.Context, /, output: Path, runner: str, master: str | None, spark_conf: tuple[str, ...]
) -> None:
    """Link the events of a folder that dateline batch wrote: which tell of one happening.

    The pairs with their scores and the groups go into OUTPUT/_linked, in place of those of an earlier run.
    """
    from dateline.batch import Output, link_output

    try:
        if runner == "spark":
            from dateline.batch.spark import scores

            with scores(master, properties(spark_conf)) as score:
                linked = link_output(Output(output), score)
        else:
            _refuse_spark(master, spark_conf)
            linked = link_output(Output(output))
    except DatelineError as error:
        context.exit(told(error))
    click.echo(f"{linked.events:,} events, {linked.incidents:,} incidents, {linked.pairs:,} pairs kept")
    if linked.crowded:
        click.echo(f"{linked.crowded:,} groups of events were too large to be compared one by one", err=True)


def _refuse_spark(master: str | None, spark_conf: tuple[str, ...]) -> None:
    if master or spark_conf:
        raise click.UsageError("--master and --spark-conf go with --engine spark")


def _engine(runner: str, workers: int, master: str | None, spark_conf: tuple[str, ...]) -> Engine:
    if runner == "processes":
        _refuse_spark(master, spark_conf)
        from dateline.batch.run import by_processes

        return by_processes(workers)
    from dateline.batch.spark import by_spark

    return by_spark(master, properties(spark_conf))


def properties(given: tuple[str, ...]) -> dict[str, str]:
    """NAME=VALUE as a mapping."""
    found = {}
    for each in given:
        name, is_said, value = each.partition("=")
        if not is_said:
            raise click.BadParameter(f"{each!r} is not NAME=VALUE", param_hint="--spark-conf")
        found[name] = value
    return found


@contextmanager
def _shown() -> Iterator[Callable[[Ran], None]]:
    """What shows how far it is: a bar on a terminal, else a line a minute."""
    if sys.stderr.isatty():
        with _bar() as on_progress:
            yield on_progress
        return
    began = said = time.monotonic()

    def say(ran: Ran) -> None:
        nonlocal said
        if ran.shards and time.monotonic() - said > _SAID_EVERY_SECONDS:
            said = time.monotonic()
            click.echo(_progress(ran, said - began), err=True)

    yield say


def _progress(ran: Ran, seconds: float) -> str:
    done = ran.counts["documents"]
    left = round(seconds / ran.shards * (ran.planned - ran.shards))
    hours, minutes = divmod(left // 60, 60)
    rate = done / seconds
    return f"{ran.shards:,} of {ran.planned:,} shards, {done:,} documents, {rate:,.1f} a second, {hours}:{minutes:02} h left"


@contextmanager
def _bar() -> Iterator[Callable[[Ran], None]]:
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    columns = (
        BarColumn(), MofNCompleteColumn(), TextColumn("shards · {task.fields[documents]:,} documents · {task.fields[rate]:,.1f} a second"),
        TimeElapsedColumn(), TextColumn("left"), TimeRemainingColumn(),
    )  # fmt: skip
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("coding", total=None, documents=0, rate=0.0)

        def show(ran: Ran) -> None:
            documents = ran.counts["documents"]
            seconds = bar.tasks[0].elapsed or 1.0
            bar.update(task, total=ran.planned, completed=ran.shards, documents=documents, rate=documents / seconds)

        yield show


def _report(context: click.Context, ran: Ran, output: Path) -> None:
    for lines in (ran.skipped, ran.failures):
        for line in lines[:_LISTED]:
            click.echo(line, err=True)
        if len(lines) > _LISTED:
            click.echo(f"… and {len(lines) - _LISTED:,} more", err=True)
    if ran.counts["failures"]:
        where = output / "*" / "failures.parquet"
        click.echo(f"{ran.counts['failures']:,} reports could not be read or coded; why is in {where}", err=True)
    parts = [f"{ran.shards:,} shards coded ({ran.counts['documents']:,} documents, {ran.counts['events']:,} events)"]
    parts += [f"{ran.there:,} there already"] if ran.there else []
    parts += [f"{ran.copies:,} inputs are copies of others"] if ran.copies else []
    parts += [f"{ran.removed:,} outdated shards removed"] if ran.removed else []
    click.echo(", ".join(parts))
    for line in ran.uncoded.told():
        click.echo(line)
    if ran.again:
        click.echo(f"{ran.again:,} came once more in their shard: coded once")
    if ran.skipped:
        listed = "listed above"
        if len(ran.skipped) > _LISTED:
            listed = (
                f"the first {_LISTED} are listed above, and what was inside an archive in its shard's manifest.json"
            )
        click.echo(f"{len(ran.skipped):,} members or entries of the inputs were passed over: {listed}")
    if ran.failed:
        context.exit(SOME_FAILED if ran.counts["documents"] or ran.there else NOTHING_DONE)
