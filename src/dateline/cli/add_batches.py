"""``dateline add`` of folders that ``dateline batch`` wrote."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from dateline.batch import Output
    from dateline.intake import Added
    from dateline.store import Store

_SAID_EVERY_SECONDS = 60.0


def outputs_among(inputs: Sequence[str]) -> list[Output]:
    """The folders among the inputs that dateline batch wrote. Raises UsageError where there are other inputs besides."""
    from dateline.batch import Output

    outputs = [output for item in inputs if (output := Output(Path(item))).is_there]
    if outputs and len(outputs) < len(inputs):
        raise click.UsageError(f"{outputs[0].folder} is of dateline batch; add it without other inputs")
    return outputs


def add_outputs(outputs: Sequence[Output], store: Store, *, link: bool, recode: bool) -> Added:
    """Add them; a line a minute says how far it is."""
    from dateline.intake import Intake, add_batches
    from dateline.settings import load_settings

    how = Intake(store=store, settings=load_settings(), recode=recode, link=link, on_progress=_sayer())
    return add_batches(outputs, how)


def _sayer() -> Callable[[Added], None]:
    said = time.monotonic()

    def say(added: Added) -> None:
        nonlocal said
        if time.monotonic() - said > _SAID_EVERY_SECONDS:
            said = time.monotonic()
            click.echo(f"{added.done:,} documents", err=True)

    return say
