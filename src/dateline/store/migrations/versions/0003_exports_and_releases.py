"""The log of exports, releases, and the secrets of the store."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from dateline.store.migrations import indexes

revision = "0003"
down_revision = "0002"

RowNumber = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "secrets",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "exports",
        sa.Column("number", RowNumber, nullable=False),
        sa.Column("made", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("profile", sa.String(), nullable=False),
        sa.Column("conditions", sa.Text(), nullable=False),
        sa.Column("counts", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_table(
        "releases",
        sa.Column("number", RowNumber, nullable=False),
        sa.Column("export", RowNumber, nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("profile", sa.String(), nullable=False),
        sa.Column("conditions", sa.Text(), nullable=False),
        sa.Column("packed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["export"], ["exports.number"]),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("export"),
    )
    indexes.keep_for_ever("exports")
    indexes.keep_for_ever("releases")
