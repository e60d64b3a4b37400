"""The command ``dateline``: arguments and printing only. What a command needs is imported when it runs."""

from __future__ import annotations

import io
import sys
from typing import Any

import click

from dateline.cli.account import account
from dateline.cli.add import add, watch
from dateline.cli.batch import batch, batch_link
from dateline.cli.brief import brief
from dateline.cli.changes import changes
from dateline.cli.code import code
from dateline.cli.endings import INTERRUPTED, told
from dateline.cli.explain import explain
from dateline.cli.export import export
from dateline.cli.facts import schema, version
from dateline.cli.find import find
from dateline.cli.incidents import incident, incidents
from dateline.cli.judge import forbid, judgements, link, merge, pin, split, undo
from dateline.cli.pipes import broken_pipes_told, end_with_reader
from dateline.cli.release import release
from dateline.cli.serve import serve
from dateline.cli.situation import situation
from dateline.cli.stats import stats
from dateline.cli.store import store
from dateline.errors import DatelineError


def main() -> None:
    """Run the command and leave with its exit code."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    end_with_reader()
    try:
        sys.exit(cli.main(standalone_mode=False))
    except click.exceptions.Abort:
        click.echo("Interrupted; no file was changed.", err=True)
        sys.exit(INTERRUPTED)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except DatelineError as error:
        sys.exit(told(error))


class _Commands(click.Group):
    """The commands, none of which ends without a word."""

    def invoke(self, ctx: click.Context) -> Any:
        with broken_pipes_told():
            return super().invoke(ctx)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
def cli() -> None:
    """Read reports of conflict and crisis; write down who says what happened, and in which words."""


_COMMANDS = (
    code, explain, add, watch, batch, batch_link,
    find, incidents, incident, link, merge, split, pin, forbid, undo, judgements, store, schema,
    version, export, changes, release, brief, situation, stats,
    serve, account,
)  # fmt: skip
for command in _COMMANDS:
    cli.add_command(command)
