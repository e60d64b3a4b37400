"""How a command ends: its exit codes, and errors as people read them."""

from __future__ import annotations

import click

from dateline.errors import DatelineError, SettingError

SOME_FAILED = 1
USAGE = 2
NOTHING_DONE = 3
INTERRUPTED = 130


def told(error: DatelineError) -> int:
    """Print the error; the exit code that it means."""
    click.echo(f"Error: {error}", err=True)
    return USAGE if isinstance(error, SettingError) else NOTHING_DONE
