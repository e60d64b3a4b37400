"""``dateline account``: the people of a workbench, their roles, passwords and tokens."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from dateline.cli.endings import told
from dateline.cli.incidents import STORE
from dateline.errors import DatelineError, StoreError

if TYPE_CHECKING:
    from dateline.store import Store
    from dateline.store.accounts import Person

_ROLES = ("viewer", "coder", "reviewer", "admin")
_BY = click.option("--by", metavar="NAME", help="Who does this, in the log (default: the name you are logged in by).")
_PASSWORD_STDIN = click.option("--password-stdin", "stdin", is_flag=True, help="Read the password from standard input.")


@click.group()
def account() -> None:
    """Who may use the workbench: people, and what they are in which project.

    A store holds the accounts; dateline serve finds those of its first store, or of the one that --accounts names.
    Of passwords and tokens only hashes are kept.
    """


@account.command()
@click.argument("name")
@STORE
@click.option("--project", "projects", multiple=True, help="A project to be in (default: what the store is called).")
@click.option("--role", type=click.Choice(_ROLES), help="What to be there.")
@click.option("--no-password", is_flag=True, help="Let the person sign in by tokens only.")
@_PASSWORD_STDIN
@_BY
@click.pass_context
def add(
    context: click.Context,
    /,
    name: str,
    address: str,
    projects: Sequence[str],
    role: str | None,
    by: str | None,
    *,
    no_password: bool,
    stdin: bool,
) -> None:
    """Add somebody, who signs in by this name and a password that is asked for."""
    from dateline.serve.run import project_name
    from dateline.store.accounts import People

    with _opened(context, address) as store:
        people = People(store)
        if people.called(name) is not None:
            raise StoreError(f"the name {name!r} is taken")
        hashed = None if no_password else _asked_password(name, stdin=stdin)
        person = people.add(name, by=_doer(by), password=hashed)
        for project in projects or ([project_name(address)[0]] if role else []):
            people.set_role(person.name, project, role or "viewer", by=_doer(by))  # type: ignore[arg-type]
        _said_roles(store, person.name)


@account.command("list")
@STORE
@click.pass_context
def list_people(context: click.Context, /, address: str) -> None:
    """List the people, and what they are where."""
    from dateline.store.accounts import People

    with _opened(context, address) as store:
        for person in People(store).everyone():
            how = [*person.issuers, *(["password"] if person.password else [])]
            state = "  (disabled)" if person.disabled else ""
            click.echo(f"{person.name}  {_roles_of(person)}  [{', '.join(how) or 'tokens only'}]{state}")


@account.command()
@click.argument("name")
@click.argument("project")
@click.argument("role", type=click.Choice((*_ROLES, "none")))
@STORE
@_BY
@click.pass_context
def role(context: click.Context, /, name: str, project: str, role: str, address: str, by: str | None) -> None:
    """Make somebody something in a project, or nothing."""
    from dateline.store.accounts import People

    with _opened(context, address) as store:
        wanted = None if role == "none" else role
        People(store).set_role(name, project, wanted, by=_doer(by))  # type: ignore[arg-type]
        _said_roles(store, name)


@account.command()
@click.argument("name")
@STORE
@_PASSWORD_STDIN
@_BY
@click.pass_context
def password(context: click.Context, /, name: str, address: str, by: str | None, *, stdin: bool) -> None:
    """Set somebody's password; they are signed out everywhere."""
    from dateline.store.accounts import People

    with _opened(context, address) as store:
        _called(store, name)
        People(store).set_password(name, _asked_password(name, stdin=stdin), by=_doer(by))
        click.echo(f"{name} has a new password, and is signed out everywhere.")


@account.command()
@click.argument("name")
@STORE
@_BY
@click.pass_context
def disable(context: click.Context, /, name: str, address: str, by: str | None) -> None:
    """Let somebody do nothing any more. Their name stays in the logs."""
    from dateline.store.accounts import People

    with _opened(context, address) as store:
        People(store).disable(name, by=_doer(by))
        click.echo(f"{name} can do nothing any more, and is signed out everywhere.")


@account.command()
@click.argument("name")
@STORE
@_BY
@click.pass_context
def enable(context: click.Context, /, name: str, address: str, by: str | None) -> None:
    """Let somebody do again what their roles allow."""
    from dateline.store.accounts import People

    with _opened(context, address) as store:
        People(store).enable(name, by=_doer(by))
        _said_roles(store, name)


@account.command()
@click.argument("name")
@click.argument("purpose")
@STORE
@click.option("--project", help="The only project in which it is good (default: all of the person's).")
@click.option("--scope", "scopes", type=click.Choice(("read", "write", "admin")), multiple=True, default=("read",),
              show_default=True, help="What it may do, as far as the person may.")  # fmt: skip
@click.option("--days", type=click.IntRange(1, 366), default=90, show_default=True, help="How long it lasts.")
@click.pass_context
def token(
    context: click.Context, /, name: str, purpose: str, address: str, project: str | None, scopes: Sequence[str], days: int
) -> None:  # fmt: skip
    """Make a token of the API for somebody's program; it is printed this once."""
    from dateline.store.accounts import Tokens

    with _opened(context, address) as store:
        person = _called(store, name)
        secret, made = Tokens(store).make(person.number, purpose, scopes=scopes, days=days, project=project)
        click.echo(secret)
        click.echo(f"Token {made.number} is good until {made.expires[:10]}, and is not shown again.", err=True)


@account.command()
@click.argument("number", type=int)
@STORE
@_BY
@click.pass_context
def revoke(context: click.Context, /, number: int, address: str, by: str | None) -> None:
    """Make a token good for nothing, by its number in dateline account tokens."""
    from dateline.store.accounts import Tokens

    with _opened(context, address) as store:
        Tokens(store).revoke(number, by=_doer(by))
        click.echo(f"Token {number} is good for nothing any more.")


@account.command()
@STORE
@click.pass_context
def tokens(context: click.Context, /, address: str) -> None:
    """List the tokens that are good: whose, for what, what they may do, and until when."""
    from dateline.store.accounts import People, Tokens

    with _opened(context, address) as store:
        for person in People(store).everyone():
            for made in Tokens(store).of_person(person.number):
                where = made.project or "all projects"
                scopes = ", ".join(sorted(made.scopes))
                click.echo(f"{made.number:4}  {person.name}  {made.name}  {where}  {scopes}  until {made.expires[:10]}")


@contextmanager
def _opened(context: click.Context, address: str) -> Iterator[Store]:
    """The store; an error is told, and ends the command."""
    from dateline.store import open_store

    try:
        with open_store(address) as store:
            yield store
    except DatelineError as error:
        context.exit(told(error))


def _asked_password(name: str, *, stdin: bool) -> str:
    """The hash of a password that is good enough."""
    from dateline.serve import passwords

    if stdin:
        given = sys.stdin.readline().rstrip("\r\n")
    else:
        given = click.prompt(f"Password of {name}", hide_input=True, confirmation_prompt=True)
    passwords.check(given, name)
    return passwords.hash_of(given)


def _said_roles(store: Store, name: str) -> None:
    person = _called(store, name)
    click.echo(f"{person.name} is {_roles_of(person)}.")


def _called(store: Store, name: str) -> Person:
    """The person of the name. Raises StoreError where there is nobody."""
    from dateline.store.accounts import People

    if (person := People(store).called(name)) is None:
        raise StoreError(f"there is nobody called {name!r}")
    return person


def _roles_of(person: Person) -> str:
    return ", ".join(f"{role} in {project}" for project, role in person.roles.items()) or "in no project"


def _doer(by: str | None) -> str:
    return by or getpass.getuser()
