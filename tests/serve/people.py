"""People without accounts: the session's cookie is the name, for tests in which several persons work together."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.testclient import TestClient
from starlette.types import ASGIApp

from dateline.serve.access import SESSION_COOKIE, Role, Visitor
from dateline.serve.workbench import Workbench
from dateline.store import Store
from tests.serve.asking import Asking

VIEWER, ONE, OTHER, REVIEWER = "onlooker", "coder-one", "coder-two", "the-reviewer"
ROLES: Mapping[str, Role] = {VIEWER: "viewer", ONE: "coder", OTHER: "coder", REVIEWER: "reviewer"}


class ByName:
    """Accounts in which everybody is whom their cookie says."""

    open = False

    def visitor(self, *, session: str | None, bearer: str | None) -> Visitor | None:
        """The visitor of this name."""
        return Visitor(name=session, via="session", key=f"session {session}") if session in ROLES else None

    def role(self, visitor: Visitor, project: str) -> Role | None:
        """What they are, in every project."""
        return ROLES.get(visitor.name)


def workbench_of(store: Store) -> Workbench:
    """A workbench in which these people work."""
    return Workbench(projects={"samples": store}, accounts=ByName())


def asking_as(app: ASGIApp, person: str) -> Asking:
    """Asks as this person."""
    return Asking(TestClient(app, base_url="http://localhost", cookies={SESSION_COOKIE: person}), "samples")
