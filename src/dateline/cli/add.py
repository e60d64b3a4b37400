"""``dateline add`` and ``dateline watch``: reports into a store."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dateline.cli.add_batches import add_outputs, outputs_among
from dateline.cli.endings import INTERRUPTED, NOTHING_DONE, SOME_FAILED, told
from dateline.cli.inputs import (
    STDIN,
    engine_option,
    fetcher,
    find,
    gate_option,
    knowledge_options,
    metadata_options,
    options,
    progress,
    read,
    settings,
)
from dateline.errors import DatelineError, StoreError

if TYPE_CHECKING:
    from rich.progress import Progress

    from dateline.intake import Added
    from dateline.read import FeedMemory, Fetcher, Item, ReadFailure, ReadOptions
    from dateline.store import Store

_LISTED_FAILURES = 200
_GOES_ON = "What was kept stays; the same command goes on where it stopped."
_STORE = click.option(
    "--store", "address", required=True, metavar="STORE", help="The store: a path, or a database URL."
)
_WORKERS = click.option(
    "--workers", type=click.IntRange(min=1), default=1, show_default=True, help="How many processes code."
)


@click.command()
@click.argument("inputs", nargs=-1, required=True, metavar="PATH|URL|BATCH|reliefweb:?QUERY...")
@_STORE
@_WORKERS
@click.option("--recode", is_flag=True, help="Code anew what another version of code, rules or model has coded.")
@click.option("--coded", is_flag=True, help="The inputs are records already: JSON Lines of dateline code.")
@click.option("--no-link", is_flag=True, help="Leave the linking for later.")
@engine_option
@gate_option
@knowledge_options
@metadata_options
@click.pass_context
def add(
    context: click.Context,
    /,
    inputs: tuple[str, ...],
    address: str,
    workers: int,
    recode: bool,
    coded: bool,
    no_link: bool,
    **given: Any,
) -> None:
    """Code reports and keep them in a store: files, folders, globs, addresses of the Web, or - for standard input.

    The address may be of a page, a feed, or a list of articles; of a feed, a later run asks only for what is new.
    A folder that dateline batch wrote is added as it was coded.

    What the store has already is passed over: after an interruption, the same command goes on where it stopped. The
    store is made where a path names none.

    \b
    Exit codes: 0 everything was kept; 1 some inputs failed, and are listed;
    2 the command is wrong; 3 nothing could be done; 130 interrupted.
    """  # noqa: D301 (click wants the character itself)
    from dateline.intake import Intake, add_and_link, add_coded
    from dateline.store import create_store

    begun = False
    outputs = outputs_among(inputs)
    try:
        found, skipped = _inputs(() if outputs else inputs)
        with create_store(address) as store, progress(found, to_screen=False) as bar:
            begun = True
            memory = _memory(store, given) if any(_is_address(item) for item in inputs) and not recode else None
            asking = fetcher(given, memory)
            how = options(given, asking)
            on_progress = _shown(bar)
            intake = Intake(
                store=store, settings=settings(given), workers=workers, recode=recode, link=not no_link,
                on_progress=on_progress,
            )  # fmt: skip
            if outputs:
                added = add_outputs(outputs, store, link=not no_link, recode=recode)
            elif coded:
                added = add_coded(_lines(found), intake)
            else:
                added = add_and_link(_received(found, how, asking, _step(bar)), intake)
            if memory is not None:
                _keep(memory, store)
    except DatelineError as error:
        context.exit(_stopped(error, begun=begun))
    except KeyboardInterrupt:
        click.echo(f"Interrupted. {_GOES_ON}", err=True)
        context.exit(INTERRUPTED)
    for line in (*skipped, *added.skipped, *asking.said):
        click.echo(line, err=True)
    _report(context, added)


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@_STORE
@_WORKERS
@engine_option
@gate_option
@knowledge_options
@metadata_options
@click.pass_context
def watch(context: click.Context, /, folder: Path, address: str, workers: int, **given: Any) -> None:
    """Code, keep and link the reports that arrive in FOLDER, until interrupted.

    What lies there already is added first. A file is read when it has stopped changing; hidden files are left out.
    """
    from dateline.intake import Intake
    from dateline.intake.watch import watch as watched
    from dateline.store import create_store

    how, begun = options(given), False
    try:
        with create_store(address) as store:
            begun = True
            intake = Intake(store=store, settings=settings(given), workers=workers)
            for path, added in watched(folder, intake, how):
                linked = f", {added.linked.incidents:,} incidents" if added.linked else ""
                click.echo(f"{path}: {_counts(added)}{linked}")
                for line in added.skipped:
                    click.echo(line, err=True)
                for failure in added.failures[:_LISTED_FAILURES]:
                    click.echo(f"{failure.origin}: {failure.problem}", err=True)
    except DatelineError as error:
        context.exit(_stopped(error, begun=begun))
    except KeyboardInterrupt:
        click.echo("Watching has ended. What was kept stays.", err=True)
        context.exit(INTERRUPTED)


def _stopped(error: DatelineError, *, begun: bool) -> int:
    """Print why nothing more could be done; the exit code. A store that went away may come back."""
    code = told(error)
    if begun and isinstance(error, StoreError):
        click.echo(_GOES_ON, err=True)
    return code


def _inputs(inputs: tuple[str, ...]) -> tuple[list[Path | str | ReadFailure], list[str]]:
    """Paths, addresses and standard input in their order, and what was passed over."""
    found: list[Path | str | ReadFailure] = []
    skipped: list[str] = []
    for item in inputs:
        if _is_address(item):
            found.append(item)
        else:
            more, passed = find((item,))
            found += more
            skipped += passed
    return found, skipped


def _is_address(text: str) -> bool:
    return "://" in text or text.lower().startswith("reliefweb:")


def _memory(store: Store, given: dict[str, Any]) -> FeedMemory:
    """What earlier runs have read of feeds into this store."""
    from dateline.read import FeedMemory

    return FeedMemory(settings(given).cache_folder() / "feeds", store.where, _documents(store))


def _keep(memory: FeedMemory, store: Store) -> None:
    try:
        memory.keep(_documents(store))
    except OSError as error:
        click.echo(f"what was read of feeds could not be written down, and will be asked for again ({error})", err=True)


def _documents(store: Store) -> int:
    return int(store.stats()["documents"] or 0)


def _received(
    found: list[Path | str | ReadFailure], how: ReadOptions, asking: Fetcher, step: Callable[[], None]
) -> Iterator[Item]:
    from dateline.read import ReadFailure

    for item in found:
        if isinstance(item, ReadFailure):
            yield item
        elif isinstance(item, str) and item != STDIN:
            yield from asking.read(item, how)
        else:
            yield from read(item, how)
        step()


def _lines(found: list[Path | str | ReadFailure]) -> Iterator[tuple[bytes, str]]:
    """The lines of files that hold records."""
    from dateline.read import ReadFailure, lines_of

    for item in found:
        if isinstance(item, ReadFailure):
            raise item.error
        if not isinstance(item, Path):
            raise click.UsageError("--coded takes files")
        if item.suffix == ".parquet":
            raise click.UsageError(
                f"{item} is Parquet; --coded takes JSON Lines, or the whole folder of dateline batch"
            )
        yield from lines_of(item)


def _shown(bar: Progress | None) -> Callable[[Added], None]:
    """What shows how many reports are done."""
    if bar is None:
        return lambda added: None
    return lambda added: bar.update(bar.task_ids[0], documents=added.done)


def _step(bar: Progress | None) -> Callable[[], None]:
    """What shows that one more input is read."""
    if bar is None:
        return lambda: None
    return lambda: bar.advance(bar.task_ids[0])


def _counts(added: Added) -> str:
    parts = [f"{added.added:,} added"]
    parts += [f"{added.recoded:,} coded anew"] if added.recoded else []
    parts += [f"{added.known:,} there already"] if added.known else []
    parts += [f"{len(added.failures):,} failed"] if added.failures else []
    return ", ".join(parts)


def _report(context: click.Context, added: Added) -> None:
    for failure in added.failures[:_LISTED_FAILURES]:
        click.echo(f"{failure.origin}: {failure.problem}", err=True)
    if len(added.failures) > _LISTED_FAILURES:
        click.echo(f"… and {len(added.failures) - _LISTED_FAILURES:,} more", err=True)
    click.echo(_counts(added))
    for line in added.uncoded.told():
        click.echo(line)
    if added.linked:
        click.echo(f"{added.linked.documents:,} reports linked, {added.linked.incidents:,} incidents new or changed")
    if added.failures:
        context.exit(SOME_FAILED if added.done > len(added.failures) else NOTHING_DONE)
