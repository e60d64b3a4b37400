"""PostgreSQL learns which latitudes and longitudes go together: it then knows how many rows lie in a box."""

from __future__ import annotations

from alembic import op

from dateline.store.migrations import indexes

revision = "0004"
down_revision = "0003"

_KEPT_PLACES = 1000


def upgrade() -> None:
    """Keep statistics of the places that most claims and incidents are at."""
    if indexes.is_sqlite():
        return
    for table in ("claims", "incidents"):
        op.execute(f"CREATE STATISTICS {table}_where (mcv) ON lat, lon FROM {table}")
        op.execute(f"ALTER STATISTICS {table}_where SET STATISTICS {_KEPT_PLACES}")
