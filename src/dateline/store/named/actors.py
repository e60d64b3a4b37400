"""Actors: who took part in how many incidents, and what the store has of one of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from dateline.incidents import Incident
from dateline.ontology.authority import fold
from dateline.store import schema
from dateline.store.named.remembering import MENTIONS, Remembering, names_of, newest, publishers_of
from dateline.store.overview import Bin, Figures, TopPlace, sums
from dateline.store.overview.selection import Selection
from dateline.store.overview.tables import parts

_TABLE = schema.mentions.c
_SELECTED = "SELECT DISTINCT w.row AS row FROM incident_parts w WHERE w.actor = :key AND w.role = :did_or_suffered"


@dataclass(frozen=True, slots=True)
class ListedActor:
    """An actor by its key (the id in the authority, else its folded name), and how many incidents it did and suffered."""

    key: str
    name: str
    kind: str
    did: int
    suffered: int

    @property
    def incidents(self) -> int:
        """Its parts in incidents."""
        return self.did + self.suffered


@dataclass(frozen=True, slots=True)
class OtherActor:
    """Who else took part in incidents of an actor, on the other side: how many of them."""

    key: str
    name: str
    incidents: int


class Actors(Remembering):
    """Asks a store about actors."""

    def listed(self, text: str, size: int, start: int = 0) -> tuple[list[ListedActor], int]:
        """Those whose name holds the words, the most active first, and how many they are."""
        words = fold(text)
        found = self.ask(_all)
        if words:
            found = [actor for actor in found if words in fold(actor.name) or words in actor.key]
        return list(found[start : start + size]), len(found)

    def one(self, key: str) -> ListedActor | None:
        """An actor that took part in incidents; None where it took part in none."""
        return self.ask(lambda connection: _one(connection, key), "one", key)

    def incidents(self, key: str, role: str, before: int | None = None) -> tuple[list[Incident], int | None]:
        """What it did or suffered (``role``), the newest first, and after which row the next page begins."""
        those = sa.and_(parts.c.actor == key, parts.c.role == role)
        return self.ask(
            lambda connection: newest(connection, parts.c.row, those, before), "incidents", key, role, before
        )

    def months(self, key: str, role: str) -> tuple[Bin, ...]:
        """Its incidents by month, without those that are not dated so closely."""
        return self.ask(lambda connection: sums.bins(_chosen(connection, key, role), "month"), "months", key, role)

    def figures(self, key: str, role: str) -> dict[str, Figures]:
        """The sums of the figures of its incidents by harm."""
        return self.ask(lambda connection: sums.figures(_chosen(connection, key, role)), "figures", key, role)

    def others(self, key: str, role: str, most: int = 10) -> tuple[OtherActor, ...]:
        """Who stood on the other side in incidents that it did or suffered, those with the most first."""
        return self.ask(lambda connection: _others(connection, key, role, most), "others", key, role, most)

    def places(self, key: str, role: str, most: int = 10) -> tuple[TopPlace, ...]:
        """Where its incidents were."""
        return self.ask(lambda connection: sums.places(_chosen(connection, key, role), most), "places", key, role, most)

    def names(self, authority_id: str) -> tuple[Counter[str], int]:
        """As what it is named in reports, and in how many reports that was looked for; only for one of the authority."""
        return self.ask(
            lambda connection: names_of(connection, _TABLE.authority_id == authority_id), "names", authority_id
        )

    def publishers(self, authority_id: str) -> tuple[Counter[str], int]:
        """Whose reports name it, and how many reports that was looked for in; only for one of the authority."""
        return self.ask(lambda connection: _publishers(connection, authority_id), "publishers", authority_id)


def _all(connection: Connection) -> list[ListedActor]:
    did = sa.func.count(sa.case((parts.c.role == "did", 1)))
    suffered = sa.func.count(sa.case((parts.c.role == "suffered", 1)))
    query = (
        sa.select(parts.c.actor, sa.func.min(parts.c.name), sa.func.min(parts.c.kind), did, suffered)
        .where(parts.c.counts)
        .group_by(parts.c.actor)
    )
    found = [ListedActor(*row) for row in connection.execute(query)]
    return sorted(found, key=lambda actor: (-actor.incidents, fold(actor.name), actor.key))


def _one(connection: Connection, key: str) -> ListedActor | None:
    did = sa.func.count(sa.case((sa.and_(parts.c.role == "did", parts.c.counts), 1)))
    suffered = sa.func.count(sa.case((sa.and_(parts.c.role == "suffered", parts.c.counts), 1)))
    query = (
        sa.select(parts.c.actor, sa.func.min(parts.c.name), sa.func.min(parts.c.kind), did, suffered)
        .where(parts.c.actor == key)
        .group_by(parts.c.actor)
    )
    row = connection.execute(query).first()
    return None if row is None else ListedActor(*row)


def _chosen(connection: Connection, key: str, role: str) -> Selection:
    return Selection(connection, _SELECTED, {"key": key, "did_or_suffered": role})


def _others(connection: Connection, key: str, role: str, most: int) -> tuple[OtherActor, ...]:
    mine, theirs = parts.alias("mine"), parts.alias("theirs")
    query = (
        sa.select(theirs.c.actor, sa.func.min(theirs.c.name), sa.func.count().label("n"))
        .select_from(mine.join(theirs, theirs.c.row == mine.c.row))
        .where(
            mine.c.actor == key, mine.c.role == role, mine.c.counts, theirs.c.role != role, theirs.c.actor != key
        )
        .group_by(theirs.c.actor)
        .order_by(sa.desc("n"), theirs.c.actor)
        .limit(most)
    )  # fmt: skip
    return tuple(OtherActor(*row) for row in connection.execute(query))


def _publishers(connection: Connection, authority_id: str) -> tuple[Counter[str], int]:
    return publishers_of(
        connection, sa.select(_TABLE.document).where(_TABLE.authority_id == authority_id).limit(MENTIONS)
    )
