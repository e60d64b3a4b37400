"""What people decide about claims and incidents: a log to which lines are only added, and what of it holds now.

A judgement is about words in a text, not about the number that a coding gave a claim: when a document is coded anew,
it is about the claim that now stands on those words.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, get_args

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from dateline.errors import AbsentError, StoreError
from dateline.link.links import Judgements
from dateline.link.tellings import Ref
from dateline.store import schema
from dateline.store.arrivals import now

Kind = Literal["merge", "split", "pin", "forbid", "correction", "review", "undo"]
_TOGETHER = ("merge", "pin")
_APART = ("split", "forbid")
ABOUT_LINKS: tuple[Kind, ...] = ("merge", "pin", "split", "forbid")


@dataclass(frozen=True, slots=True)
class Judgement:
    """One line of the log.

    ``sides`` are the events that it is about, as they are called now: for merge and pin all of them are one
    happening; for split and forbid no event of one side is one with an event of another. ``lost`` counts those whose
    words no claim stands on any more. ``undone`` says that a later line took it back.
    """

    number: int
    made: str
    person: str
    kind: Kind
    reason: str | None
    content: Mapping[str, Any]
    sides: tuple[tuple[Ref, ...], ...] = ()
    lost: int = 0
    undone: bool = False


def keep_judgement(
    connection: Connection,
    kind: Kind,
    person: str,
    *,
    sides: Sequence[Iterable[Ref]] = (),
    reason: str | None = None,
    content: Mapping[str, Any] | None = None,
    undoes: int | None = None,
) -> int:
    """Add a line to the log; its number. Raises StoreError when a claim, or the line to be undone, is not there."""
    if kind not in get_args(Kind):
        raise StoreError(f"there is no judgement {kind!r}, only {', '.join(get_args(Kind))}")
    if not person.strip():
        raise StoreError("a judgement needs the name of who made it")
    if undoes is not None:
        _check_undo(connection, undoes)
    row = {
        "made": now(), "person": person, "kind": kind, "reason": reason, "undoes": undoes,
        "content": json.dumps(dict(content or {}), ensure_ascii=False, sort_keys=True),
    }  # fmt: skip
    made = connection.execute(sa.insert(schema.judgements).values(row).returning(schema.judgements.c.number))
    number = int(made.scalar_one())
    claims = [_anchor(connection, ref) | {"side": n} for n, side in enumerate(sides) for ref in side]
    if claims:
        rows = [claim | {"judgement": number, "position": n} for n, claim in enumerate(claims)]
        connection.execute(sa.insert(schema.judged_claims), rows)
    return number


def judgements(
    connection: Connection,
    refs: Iterable[Ref] | None = None,
    until: date | None = None,
    *,
    kinds: Collection[Kind] | None = None,
    documents: Collection[str] | None = None,
) -> list[Judgement]:
    """The whole log, the oldest first; or only the lines about these events; or the log as it was on the day ``until``.

    With ``kinds`` or ``documents``, only lines of these kinds, or about claims of these documents, are read at all, and
    those that take back a line.
    """
    table = schema.judgements.c
    wanted_lines = _wanted_lines(kinds, documents)
    query = sa.select(schema.judgements).where(sa.or_(wanted_lines, table.kind == "undo")).order_by(table.number)
    rows = connection.execute(query).all()
    if until is not None:
        rows = [row for row in rows if row.made[:10] <= until.isoformat()]
    holding = _holding({row.number: row.undoes for row in rows})
    claims = _claims_now(connection, wanted_lines)
    wanted = None if refs is None else set(refs)
    found = []
    for row in rows:
        sides, lost = _sides(claims.get(row.number, []))
        if wanted is None or wanted & {ref for side in sides for ref in side}:
            found.append(
                Judgement(
                    row.number, row.made, row.person, row.kind, row.reason, json.loads(row.content), sides, lost,
                    row.number not in holding,
                )
            )  # fmt: skip
    return found


def _wanted_lines(kinds: Collection[Kind] | None, documents: Collection[str] | None) -> sa.ColumnElement[bool]:
    table, judged = schema.judgements.c, schema.judged_claims.c
    wanted: sa.ColumnElement[bool] = sa.true()
    if kinds is not None:
        wanted = table.kind.in_(kinds)
    if documents is not None:
        about = sa.select(judged.judgement).join(schema.documents, schema.documents.c.row == judged.document)
        wanted = sa.and_(wanted, table.number.in_(about.where(schema.documents.c.id.in_(documents))))
    return wanted


def for_linking(log: Iterable[Judgement]) -> Judgements:
    """What of the log holds, as linking takes it. Where two lines contradict one another, the later one holds."""
    said: dict[frozenset[Ref], tuple[bool, tuple[Ref, Ref]]] = {}
    for line in log:
        if not line.undone:
            for pair in _pairs(line):
                if (key := frozenset(pair)) in said:
                    del said[key]
                said[key] = (line.kind in _TOGETHER, pair)
    together = tuple(pair for is_one, pair in said.values() if is_one)
    return Judgements(together, tuple(pair for is_one, pair in said.values() if not is_one))


def _pairs(line: Judgement) -> Iterator[tuple[Ref, Ref]]:
    everyone = [ref for side in line.sides for ref in side]
    if line.kind in _TOGETHER:
        yield from ((one, other) for n, one in enumerate(everyone) for other in everyone[n + 1 :])
    elif line.kind in _APART:
        for n, side in enumerate(line.sides):
            for another in line.sides[n + 1 :]:
                yield from ((one, other) for one in side for other in another)


def decision_behind(connection: Connection, number: int) -> int:
    """The line that this one, and what it takes back, goes back to: itself, where it takes nothing back."""
    table = schema.judgements.c
    undoes = connection.execute(sa.select(table.undoes).where(table.number == number)).scalar_one()
    return number if undoes is None else decision_behind(connection, undoes)


def _check_undo(connection: Connection, undoes: int) -> None:
    table = schema.judgements.c
    if connection.execute(sa.select(table.number).where(table.number == undoes)).first() is None:
        raise AbsentError(f"there is no judgement {undoes} to undo")
    if connection.execute(sa.select(table.number).where(table.undoes == undoes)).first() is not None:
        raise StoreError(f"judgement {undoes} has been undone already")


def _holding(undoes: Mapping[int, int | None]) -> set[int]:
    """The lines that hold: a later line that holds itself may have taken one back."""
    holding: set[int] = set()
    taken_back: set[int] = set()
    for number in sorted(undoes, reverse=True):
        if number not in taken_back:
            holding.add(number)
            if (earlier := undoes[number]) is not None:
                taken_back.add(earlier)
    return holding


def _anchor(connection: Connection, ref: Ref) -> dict[str, Any]:
    claims, documents = schema.claims.c, schema.documents.c
    query = (
        sa.select(claims.document, claims.claim, claims.kind, claims.anchor_start, claims.anchor_end)
        .join(schema.documents, documents.row == claims.document)
        .where(documents.id == ref[0], claims.claim == ref[1])
    )
    found = connection.execute(query).first()
    if found is None:
        raise AbsentError(f"there is no claim {ref[1]} of document {ref[0]}")
    return dict(found._mapping)


def _claims_now(connection: Connection, lines: sa.ColumnElement[bool]) -> dict[int, list[Any]]:
    """Of each of the judgements its claims: side, and the document and id of the claim that overlaps those words the most."""
    judged, claims, documents = schema.judged_claims.c, schema.claims.c, schema.documents.c
    overlaps = sa.and_(
        claims.document == judged.document,
        claims.kind == judged.kind,
        claims.anchor_start < judged.anchor_end,
        claims.anchor_end > judged.anchor_start,
    )
    joined = schema.judged_claims.join(schema.documents, documents.row == judged.document)
    joined = joined.outerjoin(schema.claims, overlaps)
    query = sa.select(
        judged.judgement, judged.position, judged.side, documents.id, claims.claim,
        claims.anchor_start.label("start"), claims.anchor_end.label("end"), judged.anchor_start, judged.anchor_end,
        sa.case((claims.claim == judged.claim, 0), else_=1).label("renamed"),
    ).select_from(joined)  # fmt: skip
    query = query.where(judged.judgement.in_(sa.select(schema.judgements.c.number).where(lines)))
    best: dict[tuple[int, int], Any] = {}
    for row in connection.execute(query):
        key = (row.judgement, row.position)
        if key not in best or _distance(row) < _distance(best[key]):
            best[key] = row
    found: dict[int, list[Any]] = {}
    for (judgement, _), row in sorted(best.items()):
        found.setdefault(judgement, []).append(row)
    return found


def _distance(row: Any) -> tuple[int, int]:
    """How far a claim's words are from those that were judged; of two on the same words, the one of the same id is meant."""
    if row.start is None:
        return 0, 0
    return abs(row.start - row.anchor_start) + abs(row.end - row.anchor_end), row.renamed


def _sides(rows: Iterable[Any]) -> tuple[tuple[tuple[Ref, ...], ...], int]:
    sides: dict[int, list[Ref]] = {}
    lost = 0
    for row in rows:
        if row.claim is None:
            lost += 1
        else:
            sides.setdefault(row.side, []).append((row.id, row.claim))
    return tuple(tuple(sides[n]) for n in sorted(sides)), lost
