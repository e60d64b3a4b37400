"""What each database has for full text and places, as its own DDL. Published migrations use it: it is not changed."""

from __future__ import annotations

from alembic import op
from sqlalchemy import text

_TOKENS = "porter unicode61 remove_diacritics 2 tokenchars ''_''"
_STEMMED = "asciiword, word, numword, hword, asciihword, numhword, hword_part, hword_asciipart, hword_numpart"
_PLAIN = "email, protocol, url, host, url_path, file, sfloat, float, int, uint, version, tag, entity"


def is_sqlite() -> bool:
    """Whether the migration runs on SQLite; it runs on PostgreSQL else."""
    return op.get_bind().dialect.name == "sqlite"


def add_text_configuration() -> None:
    """PostgreSQL: English stems with no stop words, so that a phrase is a phrase, as it is in SQLite."""
    if is_sqlite():
        return
    op.execute("CREATE TEXT SEARCH DICTIONARY dateline_stem (TEMPLATE = snowball, LANGUAGE = english)")
    op.execute("CREATE TEXT SEARCH CONFIGURATION dateline (PARSER = default)")
    op.execute(f"ALTER TEXT SEARCH CONFIGURATION dateline ADD MAPPING FOR {_STEMMED} WITH dateline_stem")
    op.execute(f"ALTER TEXT SEARCH CONFIGURATION dateline ADD MAPPING FOR {_PLAIN} WITH simple")


def add_search(table: str) -> None:
    """Index the columns ``words`` and ``codes`` of the table, kept in step by the database itself."""
    if not is_sqlite():
        op.execute(
            f"ALTER TABLE {table} ADD COLUMN search tsvector GENERATED ALWAYS AS (to_tsvector('dateline'::regconfig, words)"
            " || array_to_tsvector(string_to_array(codes, ' '))) STORED"
        )
        _add_gin(table)
        return
    op.execute(
        f"CREATE VIRTUAL TABLE {table}_search USING fts5(words, codes, content='{table}', content_rowid='row',"
        f" tokenize='{_TOKENS}')"
    )
    add = f"INSERT INTO {table}_search (rowid, words, codes) VALUES (new.row, new.words, new.codes);"
    remove = (
        f"INSERT INTO {table}_search ({table}_search, rowid, words, codes)"
        " VALUES ('delete', old.row, old.words, old.codes);"
    )
    _add_triggers(table, "search", ("row", "words", "codes"), add, remove)


def add_document_search(table: str) -> None:
    """Index the words of whole texts. Neither database keeps the words themselves a second time: the writer gives them."""
    if is_sqlite():
        op.execute(f"CREATE VIRTUAL TABLE {table}_search USING fts5(words, codes, content='', tokenize='{_TOKENS}')")
    else:
        op.execute(f"ALTER TABLE {table} ADD COLUMN search tsvector NOT NULL")
        _add_gin(table)


def add_places(table: str) -> None:
    """Index the columns ``lat`` and ``lon`` of the table, kept in step by the database itself."""
    if not is_sqlite():
        op.create_index(f"{table}_lat_lon", table, ["lat", "lon"])
        if _has_postgis():
            op.execute(
                f"ALTER TABLE {table} ADD COLUMN geom geometry(Point, 4326)"
                " GENERATED ALWAYS AS (ST_SetSRID(ST_MakePoint(lon, lat), 4326)) STORED"
            )
            op.execute(f"CREATE INDEX {table}_geom ON {table} USING gist (geom)")
        return
    op.execute(f"CREATE VIRTUAL TABLE {table}_places USING rtree(row, south, north, west, east)")
    add = (
        f"INSERT INTO {table}_places SELECT new.row, new.lat, new.lat, new.lon, new.lon"
        " WHERE new.lat IS NOT NULL AND new.lon IS NOT NULL;"
    )
    remove = f"DELETE FROM {table}_places WHERE row = old.row;"
    _add_triggers(table, "places", ("row", "lat", "lon"), add, remove)


def add_numbers(table: str) -> None:
    """PostgreSQL: running numbers that two writers never draw twice. In SQLite one writes at a time."""
    if not is_sqlite():
        op.execute(f"CREATE SEQUENCE {table}_numbers")


def keep_for_ever(table: str) -> None:
    """Let no row of the table be changed or deleted, whoever tries."""
    refusal = f"rows of {table} are never changed"
    if is_sqlite():
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table}"
                f" BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
            )
        return
    op.execute(
        "CREATE OR REPLACE FUNCTION dateline_refuse() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION 'rows of % are never changed', TG_TABLE_NAME; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION dateline_refuse()"
    )


def _add_gin(table: str) -> None:
    op.execute(f"CREATE INDEX {table}_search ON {table} USING gin (search)")
    # The planner must know how common each code is: it walks the rows for a common one, and the index for a rare one.
    op.execute(f"ALTER TABLE {table} ALTER COLUMN search SET STATISTICS 1000")


def _add_triggers(table: str, index: str, columns: tuple[str, ...], add: str, remove: str) -> None:
    name = f"{table}_{index}"
    op.execute(f"CREATE TRIGGER {name}_insert AFTER INSERT ON {table} BEGIN {add} END")
    op.execute(f"CREATE TRIGGER {name}_delete AFTER DELETE ON {table} BEGIN {remove} END")
    op.execute(f"CREATE TRIGGER {name}_update AFTER UPDATE OF {', '.join(columns)} ON {table} BEGIN {remove} {add} END")


def _has_postgis() -> bool:
    """Whether PostGIS is there, or can be installed in this database by this user."""
    bind = op.get_bind()
    if bind.scalar(text("SELECT count(*) FROM pg_extension WHERE extname = 'postgis'")):
        return True
    available = bind.scalar(text("SELECT count(*) FROM pg_available_extensions WHERE name = 'postgis'"))
    allowed = bind.scalar(text("SELECT rolsuper FROM pg_roles WHERE rolname = current_user"))
    if not (available and allowed):
        return False
    op.execute("CREATE EXTENSION postgis")
    return True
