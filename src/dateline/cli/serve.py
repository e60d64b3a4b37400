"""``dateline serve``: the workbench."""

from __future__ import annotations

import getpass
import ipaddress
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from functools import reduce
from typing import TYPE_CHECKING, Any

import click

from dateline.cli.endings import told
from dateline.errors import DatelineError

if TYPE_CHECKING:
    from dateline.serve.accounts import StoredAccounts
    from dateline.store import Store

_LOCAL = ("localhost", "127.0.0.1", "[::1]")
_ANYWHERE = ("0.0.0.0", "::")
_FILE = click.Path(exists=True, dir_okay=False)


def _reach(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that say how others reach the workbench."""
    options = (
        click.option("--accounts", metavar="STORE",
                     help="The store that holds the accounts (default: the first one, once it holds people)."),
        click.option("--host-name", "names", multiple=True, metavar="NAME",
                     help="A name under which others reach the workbench; it is not answered under any other."),
        click.option("--https", is_flag=True, help="A proxy before the workbench speaks HTTPS with those who reach it."),
        click.option("--proxy", "proxies", multiple=True, metavar="ADDRESS",
                     help="The address of that proxy, whose word on who asks and how (X-Forwarded-For, -Proto) is taken."),
        click.option("--certificate", type=_FILE, help="Speak HTTPS, with the chain of certificates in this file (PEM)."),
        click.option("--key", type=_FILE, help="The key of the certificate (PEM)."),
    )  # fmt: skip
    return reduce(lambda made, option: option(made), reversed(options), command)


@click.command()
@click.option("--store", "addresses", required=True, multiple=True, metavar="[NAME=]STORE",
              help="A store, by its path or database URL; more than one make as many projects.")  # fmt: skip
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8571, show_default=True, help="The port; 0 takes a free one."
)
@click.option(
    "--by", "person", metavar="NAME", help="Who you are in the log, without accounts (default: your log-in name)."
)
@click.option(
    "--workers", type=click.IntRange(0, 64), default=1, show_default=True,
    help="How many processes code what is uploaded; each holds a model. Without any, it waits.",
)  # fmt: skip
@click.option("--open", "show", is_flag=True, help="Open the workbench in a browser.")
@_reach
@click.pass_context
def serve(
    context: click.Context,
    /,
    addresses: Sequence[str],
    host: str,
    port: int,
    person: str | None,
    *,
    show: bool,
    **reach: Any,
) -> None:
    """Serve the workbench: read, check, correct, and see what happened.

    Without accounts it is yours alone, and answers on this machine only. With accounts (see dateline account) it may
    answer others, by HTTPS.
    """
    from dateline.serve.access import NoAccounts
    from dateline.serve.run import run
    from dateline.serve.workbench import Workbench
    from dateline.store.secret import secret_of

    if bool(reach["certificate"]) != bool(reach["key"]):
        raise click.UsageError("--certificate and --key go together")
    try:
        with ExitStack() as opened:
            projects = _projects(addresses, opened)
            first = next(iter(projects.values()))
            accounts, holder = _accounts(reach["accounts"], first, opened)
            _check_reach(host, reach, has_accounts=accounts is not None)
            if accounts is not None and person is not None:
                raise click.UsageError("there are accounts: people stand in the log by theirs, not by --by")
            workbench = Workbench(
                projects=projects, accounts=accounts or NoAccounts(person or getpass.getuser()),
                hosts=_hosts(host, reach["names"]), secure=reach["https"] or reach["certificate"] is not None,
                secret=secret_of(holder, "forms"), workers=reach["workers"],
            )  # fmt: skip
            tls = (reach["certificate"], reach["key"]) if reach["certificate"] else None
            run(workbench, host, port, said=click.echo, show=show, tls=tls, proxies=reach["proxies"])
    except DatelineError as error:
        context.exit(told(error))


def _projects(addresses: Sequence[str], opened: ExitStack) -> dict[str, Store]:
    from dateline.serve.run import project_name
    from dateline.store import open_store

    projects: dict[str, Store] = {}
    for given in addresses:
        name, address = project_name(given)
        if name in projects:
            raise click.UsageError(
                f"two projects are called {name!r}: give each a name, as in --store {name}2={address}"
            )
        projects[name] = opened.enter_context(open_store(address))
    return projects


def _accounts(address: str | None, first: Store, opened: ExitStack) -> tuple[StoredAccounts | None, Store]:
    """The accounts, where there are any, and the store that holds what the workbench keeps for itself."""
    from dateline.serve.accounts import StoredAccounts
    from dateline.serve.openid import Provider
    from dateline.settings import load_settings
    from dateline.store import open_store
    from dateline.store.accounts import People

    holder = first if address is None else opened.enter_context(open_store(address))
    has_people = People(holder).any()
    if address is None and not has_people:
        return None, holder
    settings = load_settings()
    provider = None
    if settings.openid_issuer:
        provider = Provider(settings.openid_issuer, settings.openid_client_id, settings.openid_client_secret)
    elif not has_people:
        raise click.UsageError(
            f"{holder.where} holds no accounts: make the first with: dateline account add NAME --store {holder.where}"
            " --project PROJECT --role admin"
        )
    return StoredAccounts(holder, provider), holder


def _check_reach(host: str, reach: Mapping[str, Any], *, has_accounts: bool) -> None:
    """Raises UsageError where others could reach what they must not, or passwords would travel for all to read."""
    others = not _is_loopback(host)
    if not has_accounts:
        if others:
            raise click.UsageError(
                f"{host} can be reached from elsewhere, and there are no accounts: only this machine may ask."
                " Make accounts with: dateline account add"
            )
        if reach["names"] or reach["https"] or reach["proxies"]:
            raise click.UsageError(
                "--host-name, --https and --proxy let others in, and there are no accounts: make some with:"
                " dateline account add"
            )
    if others and not (reach["https"] or reach["certificate"] or reach["proxies"]):
        raise click.UsageError(
            f"{host} can be reached from elsewhere, and passwords would travel for all to read: put a proxy with HTTPS"
            " before the workbench and say --https, or give --certificate and --key"
        )
    if host in _ANYWHERE and not reach["names"]:
        raise click.UsageError(f"with --host {host}, say by --host-name under which names the workbench is reached")


def _hosts(host: str, names: Sequence[str]) -> tuple[str, ...]:
    own = () if host in _ANYWHERE else (f"[{host}]" if ":" in host else host,)
    return tuple(dict.fromkeys((*_LOCAL, *own, *(name.casefold() for name in names))))


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
