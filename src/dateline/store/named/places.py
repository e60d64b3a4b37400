"""Places: how many incidents are where, and what the store has of one of them."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from dateline.incidents import Incident
from dateline.ontology.authority import fold
from dateline.store import schema
from dateline.store.named.remembering import MENTIONS, Remembering, names_of, newest, publishers_of
from dateline.store.overview import Bin, Figures, TopActor, sums
from dateline.store.overview.selection import Selection
from dateline.store.overview.tables import outlines

_TABLE = schema.mentions.c
_SELECTED = "SELECT w.row AS row FROM incident_outlines w WHERE w.geonames_id = :geonames_id"


@dataclass(frozen=True, slots=True)
class ListedPlace:
    """A place with how many incidents are there; ``geonames_id`` is None for a name that no list has."""

    geonames_id: int | None
    name: str
    admin1: str
    country: str
    incidents: int
    lat: float | None
    lon: float | None
    precision: int | None


class Places(Remembering):
    """Asks a store about places."""

    def listed(self, text: str, size: int, start: int = 0) -> tuple[list[ListedPlace], int]:
        """Those whose name or area holds the words, the ones with the most incidents first, and how many they are."""
        words = fold(text)
        found = self.ask(_all)
        if words:
            found = [
                p for p in found if words in fold(p.name) or words in fold(p.admin1) or words == p.country.casefold()
            ]
        return list(found[start : start + size]), len(found)

    def one(self, geonames_id: int) -> ListedPlace | None:
        """A place by its GeoNames id, as incidents or, where none is there, as mentions of it have it."""
        return self.ask(lambda connection: _one(connection, geonames_id), "one", geonames_id)

    def incidents(self, geonames_id: int, before: int | None = None) -> tuple[list[Incident], int | None]:
        """What happened there, the newest first, and after which row the next page begins."""
        those = outlines.c.geonames_id == geonames_id
        return self.ask(
            lambda connection: newest(connection, outlines.c.row, those, before), "incidents", geonames_id, before
        )

    def months(self, geonames_id: int) -> tuple[Bin, ...]:
        """The incidents by month, without those that are not dated so closely."""
        return self.ask(lambda connection: sums.bins(_chosen(connection, geonames_id), "month"), "months", geonames_id)

    def figures(self, geonames_id: int) -> dict[str, Figures]:
        """The sums of the figures of its incidents by harm."""
        return self.ask(lambda connection: sums.figures(_chosen(connection, geonames_id)), "figures", geonames_id)

    def actors(self, geonames_id: int, role: str, most: int = 10) -> tuple[TopActor, ...]:
        """Who did, or suffered, what happened there."""
        return self.ask(
            lambda connection: sums.actors(_chosen(connection, geonames_id), role, most),
            "actors",
            geonames_id,
            role,
            most,
        )

    def names(self, geonames_id: int) -> tuple[Counter[str], int]:
        """As what it is named in reports, and in how many that was looked for."""
        return self.ask(
            lambda connection: names_of(connection, _TABLE.geonames_id == geonames_id), "names", geonames_id
        )

    def publishers(self, geonames_id: int) -> tuple[Counter[str], int]:
        """Whose reports name it, and how many reports that was looked for in."""
        return self.ask(lambda connection: _publishers(connection, geonames_id), "publishers", geonames_id)


def _all(connection: Connection) -> list[ListedPlace]:
    table = outlines.c
    named = sa.case((table.geonames_id.is_(None), table.place))
    query = (
        sa.select(
            table.geonames_id, sa.func.min(table.place), sa.func.min(table.admin1), table.country, sa.func.count(),
            sa.func.min(table.lat), sa.func.min(table.lon), sa.func.min(table.precision),
        )
        .where(table.counts, table.place != "")
        .group_by(table.geonames_id, named, table.country)
    )  # fmt: skip
    found = [ListedPlace(*row) for row in connection.execute(query)]
    return sorted(found, key=lambda place: (-place.incidents, fold(place.name), place.geonames_id or 0))


def _one(connection: Connection, geonames_id: int) -> ListedPlace | None:
    table = outlines.c
    row = connection.execute(
        sa.select(
            table.geonames_id, sa.func.min(table.place), sa.func.min(table.admin1), sa.func.min(table.country),
            sa.func.count(sa.case((table.counts, 1))), sa.func.min(table.lat), sa.func.min(table.lon),
            sa.func.min(table.precision),
        )
        .where(table.geonames_id == geonames_id)
        .group_by(table.geonames_id)
    ).first()  # fmt: skip
    if row is not None:
        return ListedPlace(*row)
    mentions = schema.mentions.c
    query = sa.select(mentions.record).where(mentions.geonames_id == geonames_id).limit(1)
    record = connection.execute(query).scalar_one_or_none()
    if record is None:
        return None
    place = json.loads(record)
    return ListedPlace(
        geonames_id, place["name"], place["admin1"] or "", place["country"] or "", 0, place["lat"], place["lon"],
        place["precision"],
    )  # fmt: skip


def _chosen(connection: Connection, geonames_id: int) -> Selection:
    return Selection(connection, _SELECTED, {"geonames_id": geonames_id})


def _publishers(connection: Connection, geonames_id: int) -> tuple[Counter[str], int]:
    return publishers_of(
        connection, sa.select(_TABLE.document).where(_TABLE.geonames_id == geonames_id).limit(MENTIONS)
    )
