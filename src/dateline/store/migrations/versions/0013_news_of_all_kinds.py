"""Saved searches tell what is new of claims and documents too: what they found is no more an incident alone."""

from __future__ import annotations

from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Call the columns by what they hold."""
    for table, old, new in (
        ("search_matches", "incident", "item"),
        ("search_matches", "computed", "stamp"),
        ("search_news", "incident", "item"),
    ):
        op.execute(f"ALTER TABLE {table} RENAME COLUMN {old} TO {new}")
