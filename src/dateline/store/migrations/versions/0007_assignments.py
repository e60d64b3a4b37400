"""Assignments of documents to people, and what is at stake in each incident, by which claims wait for review."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from dateline.incidents import Incident
from dateline.store.stakes import contested_of, impact_of

revision = "0007"
down_revision = "0006"

RowNumber = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_AT_ONCE = 500


def upgrade() -> None:
    """Make the tables, and fill in what is at stake from the incidents that are there."""
    _make_assignments()
    _make_stakes()
    op.create_index("claims_confidence", "claims", ["confidence", "row"])
    connection = op.get_bind()
    last, read = -1, sa.text("SELECT row, id, record FROM incidents WHERE row > :last ORDER BY row LIMIT :limit")
    doubted = sa.text(
        "SELECT count(*) AS claims, min(confidence) AS least FROM ("
        " SELECT e.confidence FROM claims e JOIN incident_claims m ON m.claim = e.row WHERE m.incident = :id"
        " UNION ALL SELECT t.confidence FROM claims e JOIN incident_claims m ON m.claim = e.row"
        " JOIN claims t ON t.document = e.document AND t.event = e.claim WHERE m.incident = :id) AS both_kinds"
    )
    add = sa.text(
        "INSERT INTO incident_stakes (incident, row, impact, contested, doubt, mixed, waiting)"
        " VALUES (:incident, :row, :impact, :contested, :doubt, :mixed, :waiting)"
    )
    while rows := connection.execute(read, {"last": last, "limit": _AT_ONCE}).all():
        last = rows[-1].row
        for row in rows:
            found = connection.execute(doubted, {"id": row.id}).one()
            incident = Incident.model_validate_json(row.record)
            impact, contested, doubt = (
                impact_of(incident),
                contested_of(incident),
                1 - (1 if found.least is None else found.least),
            )
            mixed = 0.4 * impact + 0.35 * contested + 0.25 * doubt
            made = {"incident": row.id, "row": row.row, "impact": impact, "contested": contested, "doubt": doubt}
            connection.execute(add, made | {"mixed": mixed, "waiting": found.claims})


def _make_assignments() -> None:
    op.create_table(
        "assignments",
        sa.Column("number", RowNumber, nullable=False),
        sa.Column("made", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("due", sa.String(length=10), nullable=True),
        sa.Column("double", sa.Boolean(), nullable=False),
        sa.Column("blind", sa.Boolean(), nullable=False),
        sa.Column("withdrawn", sa.String(), nullable=True),
        sa.Column("withdrawn_by", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_table(
        "assigned_documents",
        sa.Column("assignment", RowNumber, nullable=False),
        sa.Column("document", RowNumber, nullable=False),
        sa.Column("settled", sa.String(), nullable=True),
        sa.Column("settled_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["assignment"], ["assignments.number"]),
        sa.ForeignKeyConstraint(["document"], ["documents.row"]),
        sa.PrimaryKeyConstraint("assignment", "document"),
    )
    op.create_index(op.f("ix_assigned_documents_document"), "assigned_documents", ["document"])
    op.create_table(
        "tasks",
        sa.Column("assignment", RowNumber, nullable=False),
        sa.Column("document", RowNumber, nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("given", sa.String(), nullable=False),
        sa.Column("given_by", sa.String(), nullable=False),
        sa.Column("done", sa.String(), nullable=True),
        sa.Column("withdrawn", sa.String(), nullable=True),
        sa.Column("withdrawn_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["assignment"], ["assignments.number"]),
        sa.ForeignKeyConstraint(["document"], ["documents.row"]),
        sa.PrimaryKeyConstraint("assignment", "document", "person"),
    )
    op.create_index(op.f("ix_tasks_document"), "tasks", ["document"])
    op.create_index("tasks_of_person", "tasks", ["person", "done"])


def _make_stakes() -> None:
    op.create_table(
        "incident_stakes",
        sa.Column("incident", sa.String(), nullable=False),
        sa.Column("row", RowNumber, nullable=False),
        sa.Column("impact", sa.Float(), nullable=False),
        sa.Column("contested", sa.Float(), nullable=False),
        sa.Column("doubt", sa.Float(), nullable=False),
        sa.Column("mixed", sa.Float(), nullable=False),
        sa.Column("waiting", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["incident"], ["incidents.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("incident"),
    )
    op.create_index("incident_stakes_row", "incident_stakes", ["row"])
    waits = sa.text("waiting > 0")
    for order in ("mixed", "impact", "contested"):
        op.create_index(
            f"incident_stakes_{order}", "incident_stakes", [order, "row"], sqlite_where=waits, postgresql_where=waits
        )
