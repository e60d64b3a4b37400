"""What Alembic runs for a migration: on the connection that it is given, each migration in one transaction."""

from __future__ import annotations

from alembic import context

from dateline.store import once  # noqa: F401
from dateline.store.accounts import tables as accounts_tables  # noqa: F401
from dateline.store.jobs import tables as jobs_tables  # noqa: F401
from dateline.store.overview import tables as overview_tables  # noqa: F401
from dateline.store.review import assignment_tables  # noqa: F401
from dateline.store.review import schema as review_schema  # noqa: F401
from dateline.store.saved import tables as saved_tables  # noqa: F401
from dateline.store.schema import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    # Both databases roll tables back, so that a kill in the middle of a migration leaves the store as it was.
    transactional_ddl=True,
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
