"""Making a store, and bringing an older one to this version's schema."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Connection, Engine

from dateline.errors import StoreError
from dateline.store.engine import reading, write

_FOLDER = Path(__file__).parent / "migrations"


@cache
def head() -> str:
    """The newest migration."""
    newest = ScriptDirectory(str(_FOLDER)).get_current_head()
    assert newest is not None
    return newest


def migrations() -> tuple[str, ...]:
    """All migrations, oldest first."""
    return tuple(reversed([script.revision for script in ScriptDirectory(str(_FOLDER)).walk_revisions()]))


def revision(engine: Engine) -> str | None:
    """The migration that the store is at; None where there is no store yet."""
    with reading(engine) as connection:
        return MigrationContext.configure(connection).get_current_revision()


def migrate(engine: Engine, to: str = "head") -> tuple[str | None, str]:
    """Run the migrations that are missing, all or none; which one the store was at, and which one it is at now."""

    def run(connection: Connection) -> tuple[str | None, str]:
        before = MigrationContext.configure(connection).get_current_revision()
        if before is not None and before not in migrations():
            raise StoreError(f"the store was made by a newer version of Dateline (schema {before}): use that version")
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", str(_FOLDER))
        command.upgrade(config, to)
        after = MigrationContext.configure(connection).get_current_revision()
        assert after is not None
        return before, after

    return write(engine, run)
