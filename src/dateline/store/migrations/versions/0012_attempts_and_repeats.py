"""What was tried at the log-in, and requests that may come twice; jobs by when they ended."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Make the tables, and the index by which jobs that have long ended are found."""
    op.create_table(
        "attempts",
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("moments", sa.Text(), nullable=False),
        sa.Column("last", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("hash"),
    )
    op.create_index("attempts_last", "attempts", ["last"])
    op.create_table(
        "answered",
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("made", sa.String(), nullable=False),
        sa.Column("asked", sa.String(length=64), nullable=False),
        sa.Column("numbers", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("person", "key"),
    )
    op.create_index("answered_made", "answered", ["made"])
    op.create_index("jobs_finished", "jobs", ["finished"])
