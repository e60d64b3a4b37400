"""Uploads and jobs, saved searches and what is new in them, and names by how they begin."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from dateline.store.migrations import indexes

revision = "0010"
down_revision = "0009"

RowNumber = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables, and the indexes by which names are suggested while they are typed."""
    _jobs()
    _searches()
    # No more than the first characters: PostgreSQL has no room for a long name in an index.
    for index, table, before, column in (
        ("mentions_name_search", "mentions", "layer, ", "name"),
        ("documents_source_search", "documents", "", "source"),
    ):
        start = f"lower(substr({column}, 1, 100))"
        start = start if indexes.is_sqlite() else f'({start}) COLLATE "C"'
        op.execute(f"CREATE INDEX {index} ON {table} ({before}{start})")


def _jobs() -> None:
    op.create_table(
        "uploads",
        sa.Column("number", RowNumber, nullable=False),
        sa.Column("made", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("described", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_table(
        "jobs",
        sa.Column("number", RowNumber, nullable=False),
        sa.Column("upload", RowNumber),
        sa.Column("subject", sa.String()),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=9), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("due", sa.String(), nullable=False),
        sa.Column("worker", sa.String()),
        sa.Column("leased", sa.String()),
        sa.Column("made", sa.String(), nullable=False),
        sa.Column("finished", sa.String()),
        sa.Column("problem", sa.Text()),
        sa.ForeignKeyConstraint(["upload"], ["uploads.number"]),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_index(op.f("ix_jobs_upload"), "jobs", ["upload"], unique=False)
    op.create_index(op.f("ix_jobs_subject"), "jobs", ["subject"], unique=False)
    op.create_index("jobs_due", "jobs", ["state", "due", "number"], unique=False)
    op.create_table(
        "job_bytes",
        sa.Column("job", RowNumber, nullable=False),
        sa.Column("packed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["job"], ["jobs.number"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("job"),
    )
    op.create_table(
        "job_results",
        sa.Column("job", RowNumber, nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("document", sa.String(length=64)),
        sa.Column("title", sa.Text()),
        sa.Column("outcome", sa.String(length=7), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["job"], ["jobs.number"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("job", "key"),
    )


def _searches() -> None:
    op.create_table(
        "searches",
        sa.Column("number", RowNumber, nullable=False),
        sa.Column("made", sa.String(), nullable=False),
        sa.Column("changed", sa.String(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("conditions", sa.Text(), nullable=False),
        sa.Column("feed", sa.String(length=64)),
        sa.Column("hook", sa.Text()),
        sa.Column("hook_secret", sa.LargeBinary()),
        sa.Column("checked", sa.String()),
        sa.Column("state", sa.Integer()),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("feed"),
    )
    op.create_index(op.f("ix_searches_owner"), "searches", ["owner"], unique=False)
    op.create_table(
        "search_matches",
        sa.Column("search", RowNumber, nullable=False),
        sa.Column("incident", sa.String(), nullable=False),
        sa.Column("computed", sa.String(), nullable=False),
        sa.Column("told", sa.Text()),
        sa.ForeignKeyConstraint(["search"], ["searches.number"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("search", "incident"),
    )
    op.create_table(
        "search_news",
        sa.Column("number", RowNumber, nullable=False),
        sa.Column("search", RowNumber, nullable=False),
        sa.Column("incident", sa.String(), nullable=False),
        sa.Column("kind", sa.String(length=9), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("told", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["search"], ["searches.number"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_index("search_news_of", "search_news", ["search", "number"], unique=False)
