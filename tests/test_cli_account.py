"""``dateline account``, and what ``dateline serve`` refuses to let others reach."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dateline.cli import cli
from dateline.serve.workbench import Workbench
from dateline.store import create_store, open_store
from dateline.store.accounts import People, Tokens

PASSWORD = "lemon tree at dusk"


@pytest.fixture
def store(tmp_path: Path) -> str:
    """The path of an empty store."""
    path = tmp_path / "team.db"
    create_store(path).close()
    return str(path)


def ran(*words: str, given: str | None = None) -> Result:
    return CliRunner().invoke(cli, list(words), input=given, catch_exceptions=False)


def add(store: str, name: str, role: str = "admin") -> Result:
    return ran("account", "add", name, "--store", store, "--role", role, "--password-stdin", given=PASSWORD + "\n")


def test_people_are_added_listed_changed_and_disabled(store: str) -> None:
    assert add(store, "Ada").output == "Ada is admin in team.\n"
    assert "taken" in add(store, "ADA").stderr
    weak = ran("account", "add", "Ben", "--store", store, "--password-stdin", given="password1234\n")
    assert (weak.exit_code, "tried first" in weak.stderr) == (3, True)
    ran(
        "account",
        "add",
        "Ben",
        "--store",
        store,
        "--no-password",
        "--project",
        "a",
        "--project",
        "b",
        "--role",
        "coder",
    )
    listed = ran("account", "list", "--store", store).output
    assert listed == "Ada  admin in team  [password]\nBen  coder in a, coder in b  [tokens only]\n"
    assert ran("account", "role", "Ben", "a", "none", "--store", store).output == "Ben is coder in b.\n"
    last = ran("account", "disable", "Ada", "--store", store)
    assert (last.exit_code, "last admin of 'team'" in last.stderr) == (3, True)
    ran("account", "role", "Ben", "team", "admin", "--store", store)
    assert ran("account", "disable", "Ada", "--store", store, "--by", "Ben").exit_code == 0
    assert "(disabled)" in ran("account", "list", "--store", store).output
    ran("account", "enable", "Ada", "--store", store)
    assert "(disabled)" not in ran("account", "list", "--store", store).output
    assert ran("account", "role", "Eve", "a", "viewer", "--store", store).exit_code == 3
    with open_store(store) as opened:
        assert ("Ben", "disable", "Ada") in [(line.person, line.action, line.about) for line in People(opened).log()]


def test_a_password_is_asked_for_twice_and_never_shown(store: str) -> None:
    asked = ran("account", "add", "Ada", "--store", store, given=f"{PASSWORD}\n{PASSWORD}\n")
    assert asked.exit_code == 0
    assert PASSWORD not in asked.output
    changed = ran("account", "password", "Ada", "--store", store, "--password-stdin", given="gravel roads in rain\n")
    assert "signed out everywhere" in changed.output
    assert ran("account", "password", "Eve", "--store", store).exit_code == 3


def test_a_token_is_printed_once(store: str) -> None:
    add(store, "Ada")
    made = ran(
        "account", "token", "Ada", "sync", "--store", store, "--scope", "read", "--scope", "write", "--days", "7"
    )
    secret = made.stdout.strip()
    with open_store(store) as opened:
        token = Tokens(opened).of(secret)
    assert token is not None
    assert token.scopes == {"read", "write"}
    listed = ran("account", "tokens", "--store", store).output
    assert "sync" in listed
    assert secret not in listed
    ran("account", "revoke", str(token.number), "--store", store)
    assert ran("account", "tokens", "--store", store).output == ""


@pytest.mark.parametrize(
    ("options", "people", "why"),
    [
        (("--host", "0.0.0.0"), False, "there are no accounts"),
        (("--host", "192.0.2.1"), False, "there are no accounts"),
        (("--host-name", "team.example"), False, "there are no accounts"),
        (("--https",), False, "there are no accounts"),
        (("--proxy", "127.0.0.1"), False, "there are no accounts"),
        (("--host", "192.0.2.1"), True, "passwords would travel"),
        (("--host", "0.0.0.0", "--https"), True, "--host-name"),
        (("--by", "me"), True, "not by --by"),
        (("--certificate", __file__), True, "go together"),
    ],
)
def test_others_are_let_in_only_with_accounts_and_by_https(
    store: str, options: tuple[str, ...], people: bool, why: str
) -> None:  # fmt: skip
    if people:
        add(store, "Ada")
    refused = ran("serve", "--store", store, *options)
    assert refused.exit_code == 2
    assert why in " ".join(refused.stderr.split())


def test_accounts_that_hold_nobody_are_no_accounts(store: str, tmp_path: Path) -> None:
    other = tmp_path / "accounts.db"
    create_store(other).close()
    refused = ran("serve", "--store", store, "--accounts", str(other))
    assert (refused.exit_code, "holds no accounts" in refused.stderr) == (2, True)


def test_the_accounts_of_the_first_store_are_found(store: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    served: list[tuple[Workbench, object]] = []
    monkeypatch.setattr("dateline.serve.run.run", lambda workbench, *_, **how: served.append((workbench, how)))
    other = tmp_path / "second.db"
    create_store(other).close()
    ran("serve", "--store", store, "--store", str(other))
    assert served[-1][0].accounts.open
    add(store, "Ada")
    ran(
        "serve",
        "--store",
        store,
        "--store",
        str(other),
        "--https",
        "--proxy",
        "192.0.2.9",
        "--host-name",
        "Team.Example",
    )
    ran("serve", "--store", str(other), "--accounts", store)
    first, second = (workbench for workbench, _ in served[-2:])
    assert [first.accounts.open, second.accounts.open] == [False, False]
    assert first.secure
    assert first.hosts[-1] == "team.example"
    assert first.secret == second.secret, "kept with the accounts: forms outlive the server"
    assert served[-2][1]["proxies"] == ("192.0.2.9",)  # type: ignore[index]
