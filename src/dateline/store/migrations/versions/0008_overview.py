"""Outlines of incidents: what pages count and add, in short columns; and what was there and is no more."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from dateline.incidents import Incident
from dateline.store.overview.keep import Times, keep_outlines, keep_repeats

revision = "0008"
down_revision = "0007"

RowNumber = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_AT_ONCE = 500


def upgrade() -> None:
    """Make the tables, and fill them from the incidents that are there."""
    _make_outlines()
    _make_bands()
    _make_parts()
    _make_repeats()
    _make_gone()
    op.create_index("claims_kind", "claims", ["kind", "document", "row"])
    connection = op.get_bind()
    incidents = sa.table(
        "incidents",
        *(sa.column(name) for name in ("row", "computed", "record")),
        *(sa.column(name, sa.Date()) for name in ("first_day", "last_day", "known")),
    )
    query, last = sa.select(incidents).order_by(incidents.c.row).limit(_AT_ONCE), -1
    while rows := connection.execute(query.where(incidents.c.row > last)).all():
        last = rows[-1].row
        keep_outlines(
            connection,
            [(dict(r._mapping), Incident.model_validate_json(r.record), Times(r.computed, r.computed)) for r in rows],
        )
    with_figures = sa.text("SELECT DISTINCT row FROM incident_bands WHERE counts = :yes AND quantified = :yes")
    for row in connection.execute(with_figures, {"yes": True}).scalars().all():
        keep_repeats(connection, row)


def _cascading(column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], ["incidents.row"], ondelete="CASCADE")


def _make_outlines() -> None:
    op.create_table(
        "incident_outlines",
        sa.Column("row", RowNumber, autoincrement=False, nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("counts", sa.Boolean(), nullable=False),
        *(sa.Column(name, sa.Date(), nullable=False) for name in ("first_day", "last_day", "known")),
        *(sa.Column(name, sa.Integer()) for name in ("begins", "ends", "day", "week", "month", "year")),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("kind", "grade")),
        *(sa.Column(name, sa.Boolean(), nullable=False) for name in ("aggregate", "reviewed", "contested")),
        sa.Column("geonames_id", sa.Integer()),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("admin1", sa.Text(), nullable=False),
        sa.Column("country", sa.String(length=3), nullable=False),
        sa.Column("precision", sa.Integer()),
        sa.Column("lat", sa.Float()),
        sa.Column("lon", sa.Float()),
        sa.Column("made", sa.String(), nullable=False),
        sa.Column("changed", sa.String(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        _cascading("row"),
        sa.PrimaryKeyConstraint("row"),
        sa.UniqueConstraint("id"),
    )
    counted = ["counts", "aggregate", "grade", "reviewed", "contested", "begins", "ends"]
    op.create_index("outlines_counted", "incident_outlines", counted)
    for level in ("day", "week", "month", "year"):
        op.create_index(f"outlines_{level}", "incident_outlines", ["counts", level, "kind"])
    op.create_index("outlines_places", "incident_outlines", ["counts", "geonames_id", "place", "country", "precision"])
    op.create_index("outlines_contested", "incident_outlines", ["contested", "counts", "row"])
    op.create_index("outlines_made", "incident_outlines", ["made", "row"])
    op.create_index("outlines_changed", "incident_outlines", ["changed", "made", "row"])
    op.create_index("outlines_geonames", "incident_outlines", ["geonames_id"])


def _make_bands() -> None:
    op.create_table(
        "incident_bands",
        sa.Column("row", RowNumber, nullable=False),
        sa.Column("harm", sa.String(), nullable=False),
        sa.Column("quantified", sa.Boolean(), nullable=False),
        sa.Column("counts", sa.Boolean(), nullable=False),
        *(sa.Column(name, sa.BigInteger()) for name in ("low", "best", "high")),
        sa.Column("ends", sa.Integer()),
        _cascading("row"),
        sa.PrimaryKeyConstraint("row", "harm"),
        sqlite_with_rowid=False,
    )
    counted = ["counts", "quantified", "harm", "ends", "low", "best", "high"]
    op.create_index("bands_counted", "incident_bands", counted)


def _make_parts() -> None:
    op.create_table(
        "incident_parts",
        sa.Column("row", RowNumber, nullable=False),
        sa.Column("role", sa.String(length=8), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("contested", sa.Boolean(), nullable=False),
        sa.Column("counts", sa.Boolean(), nullable=False),
        _cascading("row"),
        sa.PrimaryKeyConstraint("row", "role", "actor"),
        sqlite_with_rowid=False,
    )
    op.create_index("parts_actor", "incident_parts", ["actor", "role", "row"])
    op.create_index("parts_counted", "incident_parts", ["counts", "role", "actor", "contested"])


def _make_repeats() -> None:
    op.create_table(
        "incident_repeats",
        sa.Column("vague", RowNumber, nullable=False),
        sa.Column("harm", sa.String(), nullable=False),
        sa.Column("close", RowNumber, nullable=False),
        _cascading("vague"),
        _cascading("close"),
        sa.PrimaryKeyConstraint("vague", "harm", "close"),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_incident_repeats_close"), "incident_repeats", ["close"])


def _make_gone() -> None:
    op.create_table(
        "incidents_gone",
        sa.Column("id", sa.String(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("made", "changed", "gone")),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_incidents_gone_gone"), "incidents_gone", ["gone"])
