"""``dateline schema`` and ``dateline version``: what results are made of."""

from __future__ import annotations

import click

from dateline.cli.endings import told
from dateline.errors import SettingError


@click.command()
def schema() -> None:
    """Print the JSON Schema of a coded document."""
    import json

    from dateline.records import json_schema

    click.echo(json.dumps(json_schema(), indent=2, ensure_ascii=False))


@click.command()
@click.pass_context
def version(context: click.Context) -> None:
    """Print the versions that a result depends on."""
    from platform import python_version

    from dateline import __version__
    from dateline.settings import load_settings

    try:
        model = load_settings().model
    except SettingError as error:
        context.exit(told(error))
    click.echo(f"dateline {__version__}")
    click.echo("schema   dateline/1")
    click.echo(f"python   {python_version()}")
    click.echo(f"spacy    {_installed('spacy')}")
    click.echo(f"model    {model} {_installed(model)}")


def _installed(package: str) -> str:
    from importlib.metadata import PackageNotFoundError
    from importlib.metadata import version as version_of

    try:
        return version_of(package)
    except (PackageNotFoundError, ValueError):
        return "not installed"
