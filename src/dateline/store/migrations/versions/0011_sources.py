"""An index over the publishers of reports, by which sources are counted and their reports found."""

from __future__ import annotations

from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Make the index."""
    op.create_index("documents_source", "documents", ["source", "row"])
