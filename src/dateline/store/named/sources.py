"""Sources: who published and who is cited, what each republished and reported first, and how its figures stand to others'."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from dateline.ontology.authority import fold
from dateline.store import schema
from dateline.store.arrivals import Failure
from dateline.store.found import FoundDocument
from dateline.store.named.remembering import HEADS, MENTIONS, Remembering
from dateline.store.search import documents_at

LOOKED_AT = 300
"""The latest incidents of a source in which is looked who was first, and what others say."""
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class ListedSource:
    """A source by its folded name: how many reports it published, and how many incidents it is a source of."""

    key: str
    name: str
    reports: int
    incidents: int


@dataclass(frozen=True, slots=True)
class Copying:
    """Another source, and how many reports the one took from it, or it from the one."""

    name: str
    reports: int


@dataclass(frozen=True, slots=True)
class First:
    """Of the latest incidents of a source: how many were looked at, and in how many it reported first, and alone."""

    looked_at: int
    first: int
    alone: int
    shown: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Beside:
    """A source's last figure of a harm beside the last of each other one of the same incidents: how often it was which.

    ``incidents`` are those in which it and another publisher gave a number of the same harm.
    """

    harm: str
    incidents: int
    same: int
    lower: int
    higher: int


class Sources(Remembering):
    """Asks a store about sources."""

    def listed(self, text: str, size: int, start: int = 0) -> tuple[list[ListedSource], int]:
        """Those whose name holds the words, those with the most reports first, and how many they are."""
        words = fold(text)
        found = [source for source in self.ask(_all) if words in source.key]
        return found[start : start + size], len(found)

    def one(self, key: str) -> ListedSource | None:
        """A source by its folded name; None where nothing is by it and nobody cites it."""
        return next((source for source in self.ask(_all) if source.key == key), None)

    def written(self, key: str) -> tuple[str, ...]:
        """The spellings under which its reports came."""
        return self.ask(lambda connection: _written(connection, key), "written", key)

    def latest(self, key: str) -> list[FoundDocument]:
        """Its latest reports."""
        names = self.written(key)
        return self.ask(lambda connection: documents_at(connection, _rows(connection, names, HEADS)), "latest", key)

    def copied(self, key: str) -> tuple[tuple[Copying, ...], tuple[Copying, ...]]:
        """From whom its reports were taken, and who took reports of its own."""
        names = self.written(key)
        return self.ask(lambda connection: (_taken(connection, names), _given(connection, names)), "copied", key)

    def first(self, key: str) -> First:
        """In how many of its latest incidents it reported first."""
        return self._compared(key)[0]

    def beside(self, key: str) -> tuple[Beside, ...]:
        """Its figures beside those of others, in its latest incidents."""
        return self._compared(key)[1]

    def citing(self, key: str) -> tuple[Copying, ...]:
        """Whose reports cite it, of its latest incidents: how many of them."""
        names, latest = self.written(key), self._latest_incidents(key)
        return self.ask(lambda connection: _citing(connection, latest, key, names), "citing", key)

    def _compared(self, key: str) -> tuple[First, tuple[Beside, ...]]:
        latest = self._latest_incidents(key)

        def compare(connection: Connection) -> tuple[First, tuple[Beside, ...]]:
            records = _records(connection, latest)
            return _first(records, key), _beside(connection, records, key)

        return self.ask(compare, key)

    def _latest_incidents(self, key: str) -> Sequence[str]:
        """The ids of the latest incidents that it is a source of."""
        return self.ask(lambda connection: _latest(connection, key), "latest incidents", key)

    def failures(self, key: str) -> list[Failure]:
        """What could not be read from the hosts that its reports came from."""
        names = self.written(key)
        return self.ask(lambda connection: _failures(connection, names), "failures", key)


def _all(connection: Connection) -> list[ListedSource]:
    documents, table = schema.documents.c, schema.incident_sources.c
    reports: Counter[str] = Counter()
    names: dict[str, tuple[int, str]] = {}
    published = sa.select(documents.source, sa.func.count()).where(documents.source.is_not(None))
    for name, count in connection.execute(published.group_by(documents.source)):
        if key := fold(name):
            reports[key] += count
            names[key] = max(names.get(key, (0, "")), (count, name))
    counted = sa.select(table.source, sa.func.count()).group_by(table.source)
    incidents: dict[str, int] = {name: count for name, count in connection.execute(counted)}  # noqa: C416 - rows
    found = [
        ListedSource(key, names[key][1] if key in names else key, reports[key], incidents.get(key, 0))
        for key in {*names, *incidents}
    ]
    return sorted(found, key=lambda source: (-source.reports, -source.incidents, source.key))


def _written(connection: Connection, key: str) -> tuple[str, ...]:
    documents = schema.documents.c
    names = connection.execute(sa.select(documents.source).where(documents.source.is_not(None)).distinct()).scalars()
    return tuple(sorted(name for name in names if fold(name) == key))


def _rows(connection: Connection, names: Sequence[str], most: int) -> list[int]:
    documents = schema.documents.c
    query = sa.select(documents.row).where(documents.source.in_(names)).order_by(documents.row.desc()).limit(most)
    return list(connection.execute(query).scalars())


def _taken(connection: Connection, names: Sequence[str]) -> tuple[Copying, ...]:
    return _copies(connection, "copy", "original", names)


def _given(connection: Connection, names: Sequence[str]) -> tuple[Copying, ...]:
    return _copies(connection, "original", "copy", names)


def _copies(connection: Connection, mine: str, theirs: str, names: Sequence[str]) -> tuple[Copying, ...]:
    """Whose reports stand on the other end of a copy."""
    ends = {"copy": schema.documents.alias("copy"), "original": schema.documents.alias("original")}
    table = schema.copies.c
    joined = schema.copies.join(ends["copy"], ends["copy"].c.row == table.document)
    joined = joined.join(ends["original"], ends["original"].c.row == table.original)
    other = sa.func.coalesce(ends[theirs].c.source, "publisher not known")
    query = (
        sa.select(other, sa.func.count().label("n"))
        .select_from(joined)
        .where(ends[mine].c.source.in_(names), table.kind == "copy")
        .group_by(other)
        .order_by(sa.desc("n"), other)
        .limit(HEADS)
    )
    return tuple(Copying(*row) for row in connection.execute(query))


def _latest(connection: Connection, key: str) -> list[str]:
    incidents, table = schema.incidents.c, schema.incident_sources.c
    query = sa.select(incidents.id).join(schema.incident_sources, table.incident == incidents.id)
    query = query.where(table.source == key).order_by(incidents.row.desc()).limit(LOOKED_AT)
    return list(connection.execute(query).scalars())


def _records(connection: Connection, ids: Sequence[str]) -> list[dict[str, Any]]:
    """Incidents as they were kept, the latest first. They are read after they are chosen: a sort would carry them all."""
    incidents = schema.incidents.c
    query = sa.select(incidents.record).where(incidents.id.in_(ids)).order_by(incidents.row.desc())
    return [json.loads(record) for record in connection.execute(query).scalars()]


def _first(records: Sequence[dict[str, Any]], key: str) -> First:
    """Who reported first by the day of publication; two of one day were both first."""
    looked_at = first = alone = 0
    shown: list[tuple[str, str]] = []
    for record in records:
        days = [(r["published"], fold(r["source"] or "")) for r in record["reports"] if r["published"]]
        if record["aggregate"] or key not in {source for _, source in days}:
            continue
        looked_at += 1
        earliest = {source for day, source in days if day == min(days)[0]}
        if key in earliest:
            first += 1
            shown.append((record["id"], record["title"]))
        alone += {source for _, source in days} == {key}
    return First(looked_at, first, alone, tuple(shown[:HEADS]))


def _beside(connection: Connection, records: Sequence[dict[str, Any]], key: str) -> tuple[Beside, ...]:
    several = [record for record in records if len(publishers := _publishers(record)) > 1 and key in publishers]
    wanted = {
        (claim["document"], claim["claim"])
        for record in several
        for toll in record["tolls"]
        for claim in (*toll["claims"], *(aside["claim"] for aside in toll["set_aside"]))
    }
    numbers = _numbers(connection, wanted)
    counts: dict[str, Counter[str]] = {}
    for record in several:
        said = {
            r["document"]: (r["published"] or "", fold(r["source"] or "")) for r in record["reports"] if r["original"]
        }
        for toll in record["tolls"]:
            last: dict[str, tuple[str, int]] = {}
            for claim in (*toll["claims"], *(aside["claim"] for aside in toll["set_aside"])):
                number = numbers.get((claim["document"], claim["claim"]))
                if number is not None and (by := said.get(claim["document"])) is not None:
                    last[by[1]] = max(last.get(by[1], ("", 0)), (by[0], number))
            if key in last and len(last) > 1:
                own = last.pop(key)[1]
                others = [number for _, number in last.values()]
                state = "lower" if own < min(others) else "higher" if own > max(others) else "same"
                counts.setdefault(toll["harm"], Counter()).update(("incidents", state))
    return tuple(
        Beside(harm, c["incidents"], c["same"], c["lower"], c["higher"])
        for harm, c in sorted(counts.items(), key=lambda item: (-item[1]["incidents"], item[0]))
    )


def _publishers(record: dict[str, Any]) -> set[str]:
    """Who published its reports, without copies."""
    return {fold(report["source"] or "") for report in record["reports"] if report["original"]}


def _numbers(connection: Connection, wanted: set[tuple[str, str]]) -> dict[tuple[str, str], int]:
    claims, documents = schema.claims.c, schema.documents.c
    query = (
        sa.select(documents.id, claims.claim, claims.best)
        .join(schema.claims, claims.document == documents.row)
        .where(claims.kind == "toll", claims.best.is_not(None))
    )
    ids = sorted({document for document, _ in wanted})
    return {
        (row.id, row.claim): row.best
        for start in range(0, len(ids), _AT_ONCE)
        for row in connection.execute(query.where(documents.id.in_(ids[start : start + _AT_ONCE])))
        if (row.id, row.claim) in wanted
    }


def _citing(connection: Connection, incidents: Sequence[str], key: str, names: Sequence[str]) -> tuple[Copying, ...]:
    """The publishers of the reports of its incidents whose claims name it as their source."""
    claims, documents, members = schema.claims.c, schema.documents.c, schema.incident_claims.c
    query = (
        sa.select(documents.id, documents.source, claims.facts)
        .select_from(schema.incident_claims)
        .join(schema.claims, claims.row == members.claim)
        .join(schema.documents, documents.row == claims.document)
        .where(members.incident.in_(incidents))
        .where(sa.or_(documents.source.is_(None), documents.source.not_in(names)))
        .limit(MENTIONS)
    )
    found: dict[str, set[str]] = {}
    for row in connection.execute(query):
        publisher = row.source or "publisher not known"
        if key in {fold(name) for name in _cited(json.loads(row.facts))}:
            found.setdefault(publisher, set()).add(row.id)
    return tuple(
        Copying(name, len(ids))
        for name, ids in sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))[:HEADS]
    )


def _cited(facts: dict[str, Any]) -> set[str]:
    chains = [facts["sources"], *(toll["sources"] for toll in facts["tolls"])]
    return {source["name"] for chain in chains for source in chain}


def _failures(connection: Connection, names: Sequence[str]) -> list[Failure]:
    documents, table = schema.documents.c, schema.failures.c
    if connection.execute(sa.select(table.number).limit(1)).first() is None:
        return []
    rows = _rows(connection, names, LOOKED_AT)
    urls = connection.execute(
        sa.select(documents.url).where(documents.row.in_(rows), documents.url.is_not(None))
    ).scalars()
    hosts = sorted({host for url in urls if (host := _host(url))})[:HEADS]
    if not hosts:
        return []
    at_hosts = [table.origin.contains(f"//{host}/", autoescape=True) for host in hosts]
    query = sa.select(table.origin, table.problem).where(sa.or_(*at_hosts)).order_by(table.number.desc()).limit(HEADS)
    return [Failure(row.origin, row.problem) for row in connection.execute(query)]


def _host(url: str) -> str:
    try:
        return urlsplit(url).netloc
    except ValueError:
        return ""
