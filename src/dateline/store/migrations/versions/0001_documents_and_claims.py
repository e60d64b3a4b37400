"""Documents, how they came, their codings and claims."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from dateline.store.migrations import indexes

revision = "0001"
down_revision = None

RowNumber = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables, and what finds their rows."""
    indexes.add_text_configuration()
    op.create_table(
        "documents",
        sa.Column("row", RowNumber, autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("published", sa.String(length=10), nullable=True),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("known", sa.Date(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("codes", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("row"),
        sa.UniqueConstraint("id"),
        sa.UniqueConstraint("number"),
    )
    op.create_table(
        "originals",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("packed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256"),
    )
    op.create_table(
        "runs",
        sa.Column("number", RowNumber, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("started", sa.String(), nullable=False),
        sa.Column("finished", sa.String(), nullable=True),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("versions", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_table(
        "claims",
        sa.Column("row", RowNumber, autoincrement=False, nullable=False),
        sa.Column("document", RowNumber, nullable=False),
        sa.Column("claim", sa.String(), nullable=False),
        sa.Column("kind", sa.String(length=9), nullable=False),
        sa.Column("type", sa.String(), nullable=True),
        sa.Column("mode", sa.String(), nullable=True),
        sa.Column("acled", sa.String(), nullable=True),
        sa.Column("status", sa.String(), nullable=True),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("dated_by", sa.String(), nullable=True),
        sa.Column("known", sa.Date(), nullable=False),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("country", sa.String(length=3), nullable=True),
        sa.Column("admin1", sa.Text(), nullable=True),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("lon", sa.Float(), nullable=True),
        sa.Column("precision", sa.Integer(), nullable=True),
        sa.Column("event", sa.String(), nullable=True),
        sa.Column("harm", sa.String(), nullable=True),
        sa.Column("low", sa.BigInteger(), nullable=True),
        sa.Column("best", sa.BigInteger(), nullable=True),
        sa.Column("high", sa.BigInteger(), nullable=True),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("anchor_start", sa.Integer(), nullable=False),
        sa.Column("anchor_end", sa.Integer(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("codes", sa.Text(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document"],
            ["documents.row"],
        ),
        sa.PrimaryKeyConstraint("row"),
        sa.UniqueConstraint("document", "claim", name="claims_once"),
    )
    op.create_table(
        "codings",
        sa.Column("number", RowNumber, nullable=False),
        sa.Column("document", RowNumber, nullable=False),
        sa.Column("run", RowNumber, nullable=False),
        sa.Column("made", sa.String(), nullable=False),
        sa.Column("superseded", sa.String(), nullable=True),
        sa.Column("linked", sa.String(), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("packed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document"],
            ["documents.row"],
        ),
        sa.ForeignKeyConstraint(
            ["run"],
            ["runs.number"],
        ),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_index(
        "codings_current",
        "codings",
        ["document"],
        unique=True,
        sqlite_where=sa.text("superseded IS NULL"),
        postgresql_where=sa.text("superseded IS NULL"),
    )
    op.create_index("codings_of_document", "codings", ["document"], unique=False)
    op.create_index(
        "codings_unlinked",
        "codings",
        ["number"],
        unique=False,
        sqlite_where=sa.text("superseded IS NULL AND linked IS NULL"),
        postgresql_where=sa.text("superseded IS NULL AND linked IS NULL"),
    )
    op.create_index(op.f("ix_codings_run"), "codings", ["run"], unique=False)
    op.create_table(
        "failures",
        sa.Column("number", RowNumber, nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("original", sa.String(length=64), nullable=True),
        sa.Column("run", RowNumber, nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["original"],
            ["originals.sha256"],
        ),
        sa.ForeignKeyConstraint(
            ["run"],
            ["runs.number"],
        ),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("origin", "problem", name="failures_once"),
    )
    op.create_table(
        "mentions",
        sa.Column("document", RowNumber, nullable=False),
        sa.Column("mention", sa.String(), nullable=False),
        sa.Column("layer", sa.String(length=8), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("authority_id", sa.String(), nullable=True),
        sa.Column("geonames_id", sa.Integer(), nullable=True),
        sa.Column("country", sa.String(length=3), nullable=True),
        sa.Column("record", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document"],
            ["documents.row"],
        ),
        sa.PrimaryKeyConstraint("document", "mention"),
    )
    op.create_index(
        "mentions_authority",
        "mentions",
        ["authority_id"],
        unique=False,
        sqlite_where=sa.text("authority_id IS NOT NULL"),
        postgresql_where=sa.text("authority_id IS NOT NULL"),
    )
    op.create_index(
        "mentions_geonames",
        "mentions",
        ["geonames_id"],
        unique=False,
        sqlite_where=sa.text("geonames_id IS NOT NULL"),
        postgresql_where=sa.text("geonames_id IS NOT NULL"),
    )
    op.create_table(
        "receipts",
        sa.Column("number", RowNumber, nullable=False),
        sa.Column("document", RowNumber, nullable=False),
        sa.Column("original", sa.String(length=64), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("received", sa.String(), nullable=False),
        sa.Column("described", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document"],
            ["documents.row"],
        ),
        sa.ForeignKeyConstraint(
            ["original"],
            ["originals.sha256"],
        ),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("document", "original", "origin", name="receipts_once"),
    )
    op.create_index(op.f("ix_receipts_document"), "receipts", ["document"], unique=False)
    op.create_index(op.f("ix_receipts_original"), "receipts", ["original"], unique=False)
    indexes.add_document_search("documents")
    indexes.add_search("claims")
    indexes.add_places("claims")
    indexes.keep_for_ever("originals")
    indexes.keep_for_ever("receipts")
    indexes.add_numbers("documents")
