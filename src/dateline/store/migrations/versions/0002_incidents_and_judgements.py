"""Incidents, links, copies, judgements and sources."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from dateline.store.migrations import indexes

revision = "0002"
down_revision = "0001"

RowNumber = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables, and what finds their rows."""
    op.create_table(
        "counters",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "judgements",
        sa.Column("number", RowNumber, nullable=False),
        sa.Column("made", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("undoes", RowNumber, nullable=True),
        sa.ForeignKeyConstraint(
            ["undoes"],
            ["judgements.number"],
        ),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("undoes"),
    )
    op.create_table(
        "source_profiles",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("changed", sa.String(), nullable=False),
        sa.Column("profile", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "copies",
        sa.Column("document", RowNumber, nullable=False),
        sa.Column("original", RowNumber, nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("likeness", sa.Float(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document"],
            ["documents.row"],
        ),
        sa.ForeignKeyConstraint(
            ["original"],
            ["documents.row"],
        ),
        sa.PrimaryKeyConstraint("document"),
    )
    op.create_index(op.f("ix_copies_original"), "copies", ["original"], unique=False)
    op.create_table(
        "incidents",
        sa.Column("row", RowNumber, autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("run", RowNumber, nullable=False),
        sa.Column("computed", sa.String(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("mode", sa.String(), nullable=True),
        sa.Column("acled", sa.String(), nullable=True),
        sa.Column("grade", sa.String(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("known", sa.Date(), nullable=False),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("country", sa.String(length=3), nullable=True),
        sa.Column("admin1", sa.Text(), nullable=True),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("lon", sa.Float(), nullable=True),
        sa.Column("sources", sa.Integer(), nullable=False),
        sa.Column("independent_sources", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("codes", sa.Text(), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["run"],
            ["runs.number"],
        ),
        sa.PrimaryKeyConstraint("row"),
        sa.UniqueConstraint("id"),
        sa.UniqueConstraint("number"),
    )
    op.create_table(
        "judged_claims",
        sa.Column("judgement", RowNumber, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("side", sa.Integer(), nullable=False),
        sa.Column("document", RowNumber, nullable=False),
        sa.Column("claim", sa.String(), nullable=False),
        sa.Column("kind", sa.String(length=9), nullable=False),
        sa.Column("anchor_start", sa.Integer(), nullable=False),
        sa.Column("anchor_end", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document"],
            ["documents.row"],
        ),
        sa.ForeignKeyConstraint(
            ["judgement"],
            ["judgements.number"],
        ),
        sa.PrimaryKeyConstraint("judgement", "position"),
    )
    op.create_index(op.f("ix_judged_claims_document"), "judged_claims", ["document"], unique=False)
    op.create_table(
        "signature_bands",
        sa.Column("band", sa.LargeBinary(), nullable=False),
        sa.Column("document", RowNumber, nullable=False),
        sa.ForeignKeyConstraint(
            ["document"],
            ["documents.row"],
        ),
        sa.PrimaryKeyConstraint("band", "document"),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_signature_bands_document"), "signature_bands", ["document"], unique=False)
    op.create_table(
        "signatures",
        sa.Column("document", RowNumber, nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document"],
            ["documents.row"],
        ),
        sa.PrimaryKeyConstraint("document"),
    )
    op.create_table(
        "contained",
        sa.Column("summary", RowNumber, nullable=False),
        sa.Column("event", RowNumber, nullable=False),
        sa.ForeignKeyConstraint(["event"], ["claims.row"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["summary"], ["claims.row"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("summary", "event"),
    )
    op.create_index(op.f("ix_contained_event"), "contained", ["event"], unique=False)
    op.create_table(
        "incident_claims",
        sa.Column("claim", RowNumber, nullable=False),
        sa.Column("incident", sa.String(), nullable=False),
        sa.Column("grade", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["claim"], ["claims.row"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["incident"],
            ["incidents.id"],
        ),
        sa.PrimaryKeyConstraint("claim"),
    )
    op.create_index("incident_claims_grade", "incident_claims", ["grade", "claim"], unique=False)
    op.create_index(op.f("ix_incident_claims_incident"), "incident_claims", ["incident"], unique=False)
    op.create_table(
        "link_keys",
        sa.Column("key", sa.BigInteger(), nullable=False),
        sa.Column("claim", RowNumber, nullable=False),
        sa.ForeignKeyConstraint(["claim"], ["claims.row"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("key", "claim"),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_link_keys_claim"), "link_keys", ["claim"], unique=False)
    op.create_table(
        "links",
        sa.Column("number", RowNumber, nullable=False),
        sa.Column("kind", sa.String(length=9), nullable=False),
        sa.Column("one", RowNumber, nullable=False),
        sa.Column("other", RowNumber, nullable=False),
        sa.Column("run", RowNumber, nullable=False),
        sa.Column("weight", sa.Float(), nullable=False),
        sa.Column("levels", sa.LargeBinary(), nullable=False),
        sa.Column("against", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["one"], ["claims.row"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["other"], ["claims.row"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["run"],
            ["runs.number"],
        ),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("one", "other", name="links_once"),
    )
    op.create_index(op.f("ix_links_other"), "links", ["other"], unique=False)
    indexes.add_search("incidents")
    indexes.add_places("incidents")
    indexes.keep_for_ever("judgements")
    indexes.keep_for_ever("judged_claims")
    indexes.add_numbers("incidents")
    op.execute("INSERT INTO counters (name, value) VALUES ('linked', 0)")
