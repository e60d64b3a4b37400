"""``python -m benchmarks.serve.fill ADDRESS``: a store of a million claims and a hundred thousand incidents.

Some thousand made-up reports go the whole way, linking included; the rest are their copies on other days. The same
arguments make the same store.
"""

from __future__ import annotations

import argparse
import re
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from benchmarks.serve.codings import copy_codings
from benchmarks.store.load import fill, multiply
from dateline.incidents import Incident
from dateline.intake.linking import link_all
from dateline.store import Store, create_store, schema
from dateline.store.engine import write
from dateline.store.keys import row_number
from dateline.store.overview.keep import Times, keep_outlines
from dateline.store.overview.tables import outlines, repeats
from dateline.store.stakes import incident_stakes

CLAIMS, INCIDENTS, BASE = 1_000_000, 100_000, 5_000
_LATER = 7
"""Copies stand a week later for each doubling, as :mod:`benchmarks.store.load` makes them."""
_TOGETHER = 2_000
_DAY_SHIFT, _NUMBER_SHIFT = 46, 16
_DAY, _DOCUMENT = re.compile(r'"(\d{4}-\d\d-\d\d)"'), re.compile(r'"([0-9a-f]{64})"')


@dataclass(frozen=True, slots=True)
class _Copy:
    """The copy number ``at`` of the first reports: how far its days and its numbers are from theirs.

    ``ids`` are those of all documents, by their numbers.
    """

    at: int
    documents: int
    ids: Mapping[int, str]

    @property
    def days(self) -> int:
        return _LATER * self.at.bit_count()

    def row(self, row: int) -> int:
        return row + (self.days << _DAY_SHIFT) + (self.at * self.documents << _NUMBER_SHIFT)

    def document(self, number: int) -> str:
        return self.ids[number + self.at * self.documents]


def filled(address: str, claims: int = CLAIMS, incidents: int = INCIDENTS, base: int = BASE) -> Store:
    """The store at the address, filled where it is empty."""
    store = create_store(address)
    if not store.stats()["claims"]:
        fill(store, base)
        link_all(store)
        documents = int(store.stats()["documents"] or 0)
        multiply(store, claims)
        copy_incidents(store, documents, incidents)
        copy_codings(store, documents)
        _settle(store)
    return store


def copy_incidents(store: Store, documents: int, wanted: int) -> None:
    """Copy the incidents of the first reports to those of their copies, until there are so many."""
    with store.engine.connect() as connection:
        ids = dict(connection.execute(sa.select(schema.documents.c.number, schema.documents.c.id)).all())
        numbers = {id_: number for number, id_ in ids.items() if number <= documents}
        rows = [dict(row._mapping) for row in connection.execute(sa.select(schema.incidents))]
        members: dict[str, list[tuple[int, str]]] = {}
        for row in connection.execute(sa.select(schema.incident_claims)):
            members.setdefault(row.incident, []).append((row.claim, row.grade))
        pairs = connection.execute(sa.select(repeats.c.vague, repeats.c.harm, repeats.c.close)).all()
        places = dict(connection.execute(sa.select(schema.incidents.c.row, schema.incidents.c.number)).all())
        last = max(places.values())
    there = len(rows)
    for at in range(1, -(-wanted // there)):
        copy, some = _Copy(at, documents, ids), rows[: max(0, wanted - at * there)]
        moved = {row["row"]: _moved(row["row"], copy, places[row["row"]], last) for row in some}
        for start in range(0, len(some), _TOGETHER):
            part = list(_copied(some[start : start + _TOGETHER], copy, numbers, moved, last))
            write(store.engine, lambda connection, part=part: _keep(connection, part, copy, members))  # type: ignore[misc]  # noqa: B023
        linked = [{"vague": moved[v], "harm": h, "close": moved[c]} for v, h, c in pairs if v in moved and c in moved]
        if linked:
            write(store.engine, lambda connection, linked=linked: connection.execute(sa.insert(repeats), linked))  # type: ignore[misc]


def _moved(row: int, copy: _Copy, number: int, last: int) -> int:
    return row + (copy.days << _DAY_SHIFT) + (copy.at * last << _NUMBER_SHIFT)


def _copied(
    rows: Sequence[dict[str, Any]], copy: _Copy, numbers: Mapping[str, int], moved: Mapping[int, int], last: int
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each row's first id, and the row as the copy has it."""
    later = timedelta(days=copy.days)

    def day(match: re.Match[str]) -> str:
        return f'"{(date.fromisoformat(match[1]) + later).isoformat()}"'

    def document(match: re.Match[str]) -> str:
        return f'"{copy.document(numbers[match[1]])}"' if match[1] in numbers else match[0]

    for row in rows:
        id_ = f"{row['id']}-{copy.at}"
        record = _DOCUMENT.sub(document, _DAY.sub(day, row["record"])).replace(f'"{row["id"]}"', f'"{id_}"', 1)
        days = {name: row[name] + later for name in ("first_day", "last_day", "known")}
        number = row["number"] + copy.at * last
        assert moved[row["row"]] == row_number(days["first_day"], number)
        yield row["id"], row | days | {"row": moved[row["row"]], "number": number, "id": id_, "record": record}


def _keep(
    connection: Connection, rows: Sequence[tuple[str, dict[str, Any]]], copy: _Copy, members: Mapping[str, Any]
) -> None:
    connection.execute(sa.insert(schema.incidents), [row for _, row in rows])
    claims = [
        {"claim": copy.row(claim), "incident": row["id"], "grade": grade}
        for first, row in rows
        for claim, grade in members[first]
    ]
    connection.execute(sa.insert(schema.incident_claims), claims)
    for table in (incident_stakes, schema.incident_sources):
        held: dict[str, list[dict[str, Any]]] = {}
        for found in connection.execute(sa.select(table).where(table.c.incident.in_([first for first, _ in rows]))):
            held.setdefault(found.incident, []).append(dict(found._mapping))
        moved = [{"row": row["row"], "incident": row["id"]} for _, row in rows]
        copied = [
            {name: here.get(name, value) for name, value in one.items()}
            for (first, _), here in zip(rows, moved, strict=True)
            for one in held.get(first, ())
        ]
        if copied:
            connection.execute(sa.insert(table), copied)
    keep_outlines(
        connection,
        [
            (row, Incident.model_validate_json(row["record"]), Times(row["computed"], row["computed"]))
            for _, row in rows
        ],
    )


def _settle(store: Store) -> None:
    """Let the database look at what it has; PostgreSQL's next numbers come after those given here."""
    if store.engine.dialect.name == "postgresql":
        with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")
            connection.exec_driver_sql("SELECT setval('incidents_numbers', (SELECT max(number) FROM incidents))")
            connection.exec_driver_sql("SELECT setval('documents_numbers', (SELECT max(number) FROM documents))")
        return
    write(store.engine, lambda connection: connection.exec_driver_sql("ANALYZE"))


def main() -> None:
    """Fill the store at an address, and say how much it holds and how long that took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("address", help="a path, or the URL of an empty database")
    parser.add_argument("--claims", type=int, default=CLAIMS)
    parser.add_argument("--incidents", type=int, default=INCIDENTS)
    parser.add_argument("--base", type=int, default=BASE, help="claims that go the whole way")
    given = parser.parse_args()
    began = time.perf_counter()
    with filled(given.address, given.claims, given.incidents, given.base) as store:
        with store.engine.connect() as connection:
            held = connection.execute(sa.select(sa.func.count()).select_from(outlines)).scalar_one()
        print(f"{store.stats()['claims']:,} claims, {held:,} incidents, {time.perf_counter() - began:.0f} s")


if __name__ == "__main__":
    main()
