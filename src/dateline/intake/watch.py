"""Watching a folder: what arrives in it is coded, kept and linked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from threading import Event

from watchfiles import Change
from watchfiles import watch as changes

from dateline.intake.add import Added, Input, Intake, add_and_link
from dateline.read import ReadFailure, ReadOptions, Skipped, find_inputs, read_path

_SETTLED_MS = 500
"""A file that has not changed for so long is taken to be whole."""


def watch(folder: Path, intake: Intake, options: ReadOptions, stop: Event | None = None) -> Iterator[tuple[str, Added]]:
    """Add what lies in the folder, then what arrives; after each, what was added and where from.

    Goes on until interrupted, or until ``stop`` is set. A file that changes is read again: its new text is a new
    document, and the old one stays.
    """
    # Watching begins before the first look, so that nothing arrives between the two unseen.
    arriving = changes(
        folder,
        step=_SETTLED_MS,
        stop_event=stop,
        watch_filter=_wanted,
        raise_interrupt=True,
        rust_timeout=1000,
        yield_on_timeout=True,
    )
    next(arriving, None)
    first = add_and_link(_read(find_inputs([str(folder)]), options), intake)
    yield str(folder), _without_emptiness(first)
    for changed in arriving:
        paths = sorted({path for _, path in changed if Path(path).is_file()})
        if paths:
            yield ", ".join(paths), add_and_link(_read(find_inputs(paths), options), intake)


def _wanted(change: Change, path: str) -> bool:
    """Whether the change may bring a report: hidden files and folders are left out, and what is deleted stays kept."""
    return change is not Change.deleted and not any(part.startswith(".") for part in Path(path).parts)


def _read(found: Iterable[Path | ReadFailure | Skipped], options: ReadOptions) -> Iterator[Input]:
    paths = (item for item in found if not isinstance(item, Skipped))
    return chain.from_iterable(
        [item] if isinstance(item, ReadFailure) else read_path(item, options=options) for item in paths
    )


def _without_emptiness(added: Added) -> Added:
    """An empty folder is no failure here: it is what one watches."""
    added.failures = [failure for failure in added.failures if "no file in the folder" not in failure.problem]
    return added
