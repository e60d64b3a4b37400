"""The tables of people and of what they are in which project.

Of what somebody holds in secret (a password, a session, a token, an invitation) only a hash is kept.
"""

from __future__ import annotations

import sqlalchemy as sa

from dateline.store.schema import METADATA, RowNumber


def _number() -> sa.Column[int]:
    return sa.Column("number", RowNumber, primary_key=True)


people = sa.Table(
    "people",
    METADATA,
    _number(),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("folded", sa.Text, nullable=False, unique=True),
    sa.Column("password", sa.Text),
    sa.Column("made", sa.String, nullable=False),
    sa.Column("disabled", sa.String),
)
"""Nobody is ever deleted: their names stand in logs. ``folded`` keeps two names apart that look alike in small letters."""

project_roles = sa.Table(
    "project_roles",
    METADATA,
    sa.Column("person", sa.ForeignKey("people.number"), primary_key=True),
    sa.Column("project", sa.String, primary_key=True),
    sa.Column("role", sa.String(8), nullable=False),
    sa.Index("project_roles_of_project", "project"),
)

identities = sa.Table(
    "identities",
    METADATA,
    sa.Column("issuer", sa.Text, primary_key=True),
    sa.Column("subject", sa.Text, primary_key=True),
    sa.Column("person", sa.ForeignKey("people.number"), nullable=False, index=True),
    sa.Column("made", sa.String, nullable=False),
)
"""Who somebody is at an OpenID provider."""

sessions = sa.Table(
    "sessions",
    METADATA,
    _number(),
    sa.Column("hash", sa.String(64), nullable=False, unique=True),
    sa.Column("person", sa.ForeignKey("people.number"), nullable=False, index=True),
    sa.Column("made", sa.String, nullable=False),
    sa.Column("used", sa.String, nullable=False),
    sa.Column("address", sa.Text, nullable=False),
    sa.Column("agent", sa.Text, nullable=False),
)

api_tokens = sa.Table(
    "api_tokens",
    METADATA,
    _number(),
    sa.Column("hash", sa.String(64), nullable=False, unique=True),
    sa.Column("person", sa.ForeignKey("people.number"), nullable=False, index=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("project", sa.String),
    sa.Column("scopes", sa.String, nullable=False),
    sa.Column("made", sa.String, nullable=False),
    sa.Column("expires", sa.String, nullable=False),
    sa.Column("used", sa.String),
    sa.Column("revoked", sa.String),
)

invitations = sa.Table(
    "invitations",
    METADATA,
    _number(),
    sa.Column("hash", sa.String(64), nullable=False, unique=True),
    sa.Column("project", sa.String, nullable=False, index=True),
    sa.Column("role", sa.String(8), nullable=False),
    sa.Column("note", sa.Text, nullable=False),
    sa.Column("inviter", sa.Text, nullable=False),
    sa.Column("made", sa.String, nullable=False),
    sa.Column("expires", sa.String, nullable=False),
    sa.Column("person", sa.ForeignKey("people.number")),
    sa.Column("taken", sa.String),
    sa.Column("revoked", sa.String),
)

account_log = sa.Table(
    "account_log",
    METADATA,
    _number(),
    sa.Column("made", sa.String, nullable=False),
    sa.Column("person", sa.Text, nullable=False),
    sa.Column("action", sa.String, nullable=False),
    sa.Column("about", sa.Text, nullable=False),
    sa.Column("project", sa.String, index=True),
    sa.Column("detail", sa.Text, nullable=False),
)
"""Who did what about whom, as a log to which lines are only ever added."""

attempts = sa.Table(
    "attempts",
    METADATA,
    sa.Column("hash", sa.String(64), primary_key=True),
    sa.Column("moments", sa.Text, nullable=False),
    sa.Column("last", sa.String, nullable=False),
    sa.Index("attempts_last", "last"),
)
"""What was tried of late under a name or from an address, of which only a hash is kept; ``moments`` is JSON."""
