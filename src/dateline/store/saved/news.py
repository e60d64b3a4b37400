"""What is new in a saved search since it was last looked for: what it finds that is new, changed or no longer there."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from dateline.store.arrivals import now
from dateline.store.engine import reading, write
from dateline.store.query import Query
from dateline.store.saved.items import Found, found, matches, state_of
from dateline.store.saved.searches import SavedSearch
from dateline.store.saved.tables import search_matches, search_news, searches

if TYPE_CHECKING:
    from dateline.store.store import Store

_AT_ONCE = 500
_MOST_TOLD = 500
_MOST_DESCRIBED = 2_000
Told = Mapping[str, Any]
Tell = Callable[[Found], Told | None]
"""What may be said of what was found; None where nothing may. What is under :data:`WHERE` says where it is, and is no news."""
WHERE = ("document", "claim")


@dataclass(frozen=True, slots=True)
class News:
    """One thing that is new: ``kind`` is new, changed, retracted, or more where there is too much to tell.

    ``item`` is the key of what it is of: the id of an incident, say. ``told`` is what may be said of it now; of a retracted
    one, what was said last. With ``before``, what was said of it until now.
    """

    number: int
    item: str
    kind: str
    at: str
    told: Told


@dataclass(frozen=True, slots=True)
class Look:
    """What came of looking: the numbers of the first and the last thing that is new, None where nothing is."""

    search: int
    first: int | None
    last: int | None


def is_behind(store: Store) -> bool:
    """Whether anything changed since a search that tells somebody was last looked for."""
    tells = sa.or_(searches.c.feed.is_not(None), searches.c.hook.is_not(None))
    with reading(store.engine) as connection:
        state = state_of(connection)
        behind = sa.or_(searches.c.state.is_(None), searches.c.state != state)
        return connection.execute(sa.select(searches.c.number).where(tells, behind).limit(1)).first() is not None


def look(store: Store, search: SavedSearch, query: Query, tell: Tell) -> Look:
    """Look for what is new, and keep it. The first time, all that is found is taken as known."""
    with reading(store.engine) as connection:
        state = state_of(connection)
        there = {match.key: match for match in matches(connection, store, search.kind, query)}
        known = {
            row.item: row
            for row in connection.execute(sa.select(search_matches).where(search_matches.c.search == search.number))
        }
        touched = [match for key, match in there.items() if key not in known or known[key].stamp != match.stamp]
        first_time = search.state is None
        described = touched[:_MOST_DESCRIBED] if first_time else touched
        said = {key: tell(one) for key, one in found(connection, store, described)}
    gone = [key for key in known if key not in there]
    keys = [match.key for match in touched]
    items = [] if first_time else [*_news(keys, known, said), *_retracted(gone, known)]
    rows = [
        {"search": search.number, "item": match.key, "stamp": match.stamp,
         "told": _json(said[match.key]) if said.get(match.key) else None}
        for match in touched
    ]  # fmt: skip

    def keep(connection: Connection) -> Look:
        mine = sa.and_(searches.c.number == search.number, searches.c.state.is_not_distinct_from(search.state))
        # Where another worker was first, or the search is gone, nothing is kept: it was told, or nobody is to be.
        if connection.execute(sa.update(searches).where(mine).values(checked=now(), state=state)).rowcount != 1:
            return Look(search.number, None, None)
        _replace(connection, search.number, [*keys, *gone], rows)
        numbers = [_keep(connection, search.number, item) for item in _cut(items)]
        return Look(search.number, numbers[0] if numbers else None, numbers[-1] if numbers else None)

    return write(store.engine, keep)


def news_of(store: Store, search: int, *, limit: int = 100, first: int = 0, last: int | None = None) -> list[News]:
    """What was new in a search, the newest first."""
    table = search_news
    query = sa.select(table).where(table.c.search == search, table.c.number >= first)
    if last is not None:
        query = query.where(table.c.number <= last)
    with reading(store.engine) as connection:
        rows = connection.execute(query.order_by(table.c.number.desc()).limit(limit)).all()
    return [News(r.number, r.item, r.kind, r.at, json.loads(r.told)) for r in rows]


def _news(touched: Sequence[str], known: Mapping[str, Any], said: Mapping[str, Told | None]) -> Iterator[News]:
    for key in touched:
        told = said.get(key)
        if told is None:
            continue  # nothing may be said of it
        before = known.get(key)
        if before is None:
            yield News(0, key, "new", "", told)
        elif before.told is None:
            yield News(0, key, "changed", "", told)
        elif _without_where(earlier := json.loads(before.told)) != _without_where(told):
            yield News(0, key, "changed", "", {**told, "before": earlier})


def _without_where(told: Told) -> dict[str, Any]:
    return {name: value for name, value in told.items() if name not in WHERE}


def _retracted(gone: Sequence[str], known: Mapping[str, Any]) -> Iterator[News]:
    for key in gone:
        if known[key].told is not None:
            yield News(0, key, "retracted", "", json.loads(known[key].told))


def _cut(items: Sequence[News]) -> list[News]:
    """No more than can be read; how many more there are is said."""
    if len(items) <= _MOST_TOLD:
        return list(items)
    more = {"title": f"{len(items) - _MOST_TOLD:,} more are new, changed or gone: open the search to see them"}
    return [*items[:_MOST_TOLD], News(0, "", "more", "", more)]


def _replace(connection: Connection, search: int, old: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> None:
    table = search_matches
    for start in range(0, len(old), _AT_ONCE):
        part = table.c.item.in_(old[start : start + _AT_ONCE])
        connection.execute(sa.delete(table).where(table.c.search == search, part))
    if rows:
        connection.execute(sa.insert(table), list(rows))


def _keep(connection: Connection, search: int, item: News) -> int:
    row = {"search": search, "item": item.item, "kind": item.kind, "at": now(), "told": _json(item.told)}
    return int(connection.execute(sa.insert(search_news).values(row).returning(search_news.c.number)).scalar_one())


def _json(told: Told | None) -> str:
    return json.dumps(told, ensure_ascii=False, sort_keys=True)
