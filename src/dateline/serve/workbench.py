"""What the workbench serves: projects, each a store of its own, and who may use them."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field

from dateline.serve.access import Accounts, NoAccounts
from dateline.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Workbench:
    """The projects by their names, and the accounts.

    ``hosts`` are the names under which the workbench may be asked for; a request for another one is refused, so that no
    page elsewhere can reach it by a name of its own. ``secure`` says that it stands behind HTTPS. ``largest_upload`` is
    how many bytes a request may have that uploads files; all others are held to far less.
    """

    projects: Mapping[str, Store]
    accounts: Accounts = field(default_factory=NoAccounts)
    hosts: tuple[str, ...] = ("localhost", "127.0.0.1", "[::1]")
    secure: bool = False
    largest_upload: int = 2**29
    workers: int = 0
    """How many processes code what is uploaded, and look for what is new, as long as the workbench is served."""
    secret: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)
    """The key of the tokens that protect forms; it must outlast the process where sessions do."""
