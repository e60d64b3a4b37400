"""A workbench of two projects with people of each role, signed in."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count

import pytest
from starlette.testclient import TestClient

from dateline.serve.access import ROLES, SESSION_COOKIE, form_token
from dateline.serve.accounts import StoredAccounts
from dateline.serve.app import create_app
from dateline.serve.openid import Provider
from dateline.serve.workbench import Workbench
from dateline.store import Store
from tests.contracts.stores import NewAddress, execute

_numbers = count(1)
PROJECT, OTHER = "samples", "other"
SECRET = b"0" * 32


@pytest.fixture(scope="session")
def empty_address(
    filled_address: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> NewAddress:  # fmt: skip
    """Makes the address of an empty store, in the same database as the samples are in."""
    if not filled_address.startswith("postgresql"):
        folder = tmp_path_factory.mktemp("empty")
        return lambda: str(folder / f"{next(_numbers)}.db")
    url: str = request.getfixturevalue("postgres_url")

    def make() -> str:
        name = f"empty{next(_numbers)}"
        execute(url, f"CREATE DATABASE {name} TEMPLATE made")
        return url.format(name=name)

    return make


@dataclass
class Team:
    """The people are called as what they are: viewer, coder, reviewer, admin of the project, and outsider of the other."""

    workbench: Workbench
    accounts: StoredAccounts
    client: TestClient
    numbers: dict[str, int] = field(default_factory=dict)
    sessions: dict[str, str] = field(default_factory=dict)

    def add(self, name: str, **roles: str) -> int:
        """Somebody without a password, with roles by project, signed in."""
        person = self.accounts.people.add(name, by="test")
        for project, role in roles.items():
            self.accounts.people.set_role(name, project, role, by="test")  # type: ignore[arg-type]
        self.numbers[name] = person.number
        self.sessions[name] = self.accounts.sessions.start(person.number, address="127.0.0.1", agent="test")
        return person.number

    def headers(self, name: str | None) -> dict[str, str]:
        """What the browser of somebody sends along; of nobody, nothing."""
        if name is None:
            return {}
        visitor = self.accounts.visitor(session=self.sessions[name], bearer=None)
        token = form_token(self.workbench, visitor) if visitor is not None else ""
        return {"cookie": f"{SESSION_COOKIE}={self.sessions[name]}", "x-csrf-token": token}

    def token(self, name: str, *scopes: str, project: str | None = None) -> dict[str, str]:
        """What a program of somebody sends along."""
        secret, _ = self.accounts.tokens.make(self.numbers[name], "test", scopes=scopes, days=1, project=project)
        return {"authorization": f"Bearer {secret}"}


def team(project: Store, other: Store, accounts: Store, provider: Provider | None = None) -> Team:
    """The workbench, with one person of each role."""
    stored = StoredAccounts(accounts, provider)
    workbench = Workbench(projects={PROJECT: project, OTHER: other}, accounts=stored, secret=SECRET)
    client = TestClient(create_app(workbench), base_url="http://localhost", follow_redirects=False)
    made = Team(workbench, stored, client)
    for role in ROLES:
        made.add(role, **{PROJECT: role})
    made.add("outsider", **{OTHER: "admin"})
    return made
