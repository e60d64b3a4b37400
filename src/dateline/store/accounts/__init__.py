"""Who may use the workbench: people, their roles by project, sessions, tokens and invitations.

One store holds them for all projects that a workbench serves. Of every secret only a hash is kept.
"""

from __future__ import annotations

from dateline.store.accounts.attempts import Attempts
from dateline.store.accounts.bearers import Sessions, Tokens
from dateline.store.accounts.invitations import Invitations
from dateline.store.accounts.people import People
from dateline.store.accounts.records import (
    ROLES,
    SCOPES,
    ApiToken,
    Invitation,
    Line,
    Person,
    Role,
    Scope,
    Session,
    clean_name,
    folded,
)

__all__ = [
    "ROLES",
    "SCOPES",
    "ApiToken",
    "Attempts",
    "Invitation",
    "Invitations",
    "Line",
    "People",
    "Person",
    "Role",
    "Scope",
    "Session",
    "Sessions",
    "Tokens",
    "clean_name",
    "folded",
]
