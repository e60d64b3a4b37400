"""People, what they are in which project, how they are known, and what was done about them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from dateline.store.migrations import indexes

revision = "0009"
down_revision = "0008"

RowNumber = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "people",
        sa.Column("number", RowNumber, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("password", sa.Text(), nullable=True),
        sa.Column("made", sa.String(), nullable=False),
        sa.Column("disabled", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("folded"),
    )
    op.create_table(
        "project_roles",
        sa.Column("person", RowNumber, nullable=False),
        sa.Column("project", sa.String(), nullable=False),
        sa.Column("role", sa.String(length=8), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["people.number"]),
        sa.PrimaryKeyConstraint("person", "project"),
    )
    op.create_index("project_roles_of_project", "project_roles", ["project"])
    op.create_table(
        "identities",
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("person", RowNumber, nullable=False),
        sa.Column("made", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["people.number"]),
        sa.PrimaryKeyConstraint("issuer", "subject"),
    )
    op.create_index(op.f("ix_identities_person"), "identities", ["person"])
    _bearers()
    op.create_table(
        "account_log",
        sa.Column("number", RowNumber, nullable=False),
        sa.Column("made", sa.String(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("project", sa.String(), nullable=True),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_index(op.f("ix_account_log_project"), "account_log", ["project"])
    indexes.keep_for_ever("account_log")


def _bearers() -> None:
    """What somebody holds in secret, of which only a hash is kept."""
    op.create_table(
        "sessions",
        sa.Column("number", RowNumber, nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("person", RowNumber, nullable=False),
        sa.Column("made", sa.String(), nullable=False),
        sa.Column("used", sa.String(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("agent", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["people.number"]),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("hash"),
    )
    op.create_index(op.f("ix_sessions_person"), "sessions", ["person"])
    op.create_table(
        "api_tokens",
        sa.Column("number", RowNumber, nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("person", RowNumber, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("project", sa.String(), nullable=True),
        sa.Column("scopes", sa.String(), nullable=False),
        sa.Column("made", sa.String(), nullable=False),
        sa.Column("expires", sa.String(), nullable=False),
        sa.Column("used", sa.String(), nullable=True),
        sa.Column("revoked", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["person"], ["people.number"]),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("hash"),
    )
    op.create_index(op.f("ix_api_tokens_person"), "api_tokens", ["person"])
    op.create_table(
        "invitations",
        sa.Column("number", RowNumber, nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("project", sa.String(), nullable=False),
        sa.Column("role", sa.String(length=8), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("inviter", sa.Text(), nullable=False),
        sa.Column("made", sa.String(), nullable=False),
        sa.Column("expires", sa.String(), nullable=False),
        sa.Column("person", RowNumber, nullable=True),
        sa.Column("taken", sa.String(), nullable=True),
        sa.Column("revoked", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["person"], ["people.number"]),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("hash"),
    )
    op.create_index(op.f("ix_invitations_project"), "invitations", ["project"])
