"""What Alembic runs for a migration: on the connection that it is given, each migration in one transaction."""

from __future__ import annotations

from alembic import context

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
