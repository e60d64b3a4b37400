"""The sources of each incident, by which a change of what is known of a source finds what to compute again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from dateline.store.incidents import keep_sources, members_of

revision = "0005"
down_revision = "0004"

_AT_ONCE = 500


def upgrade() -> None:
    """Make the table, and fill it from the events of the incidents that are there."""
    op.create_table(
        "incident_sources",
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("incident", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["incident"], ["incidents.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("source", "incident"),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_incident_sources_incident"), "incident_sources", ["incident"], unique=False)
    connection = op.get_bind()
    ids = connection.execute(sa.text("SELECT id FROM incidents ORDER BY id")).scalars().all()
    for start in range(0, len(ids), _AT_ONCE):
        for incident, members in members_of(connection, ids[start : start + _AT_ONCE]).items():
            keep_sources(connection, incident, members)
