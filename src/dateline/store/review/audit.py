"""The audit log: who changed what, when and why, from what to what; and what left the store.

It is read a page at a time, the latest first, and never whole.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from dateline.errors import StoreError
from dateline.store import schema
from dateline.store.engine import reading
from dateline.store.review.reattach import names_in

if TYPE_CHECKING:
    from dateline.store.store import Store

KINDS: Mapping[str, str] = {
    "review": "accepted or rejected a claim", "correction": "corrected or added a claim", "merge": "merged incidents",
    "split": "split an incident", "pin": "kept events together", "forbid": "kept events apart",
    "undo": "took a step back", "export": "took data out",
}  # fmt: skip
"""The kinds of lines, in words."""
_AT_ONCE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which lines are asked for; ``since`` and ``until`` are days, both included.

    ``seen_by`` is a coder, who sees no drafts of others: the two codings of a document would not be independent else.
    """

    person: str | None = None
    kind: str | None = None
    since: date | None = None
    until: date | None = None
    document: str | None = None
    seen_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """A claim that a line is about, as it was called then, with the title of its document and the words."""

    document: str
    title: str | None
    claim: str
    kind: str
    side: int
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of the log; ``number`` is that of its judgement, or of its export.

    ``content`` is what was kept with it: of a verdict the claim before (``was``) and since (``to``); of an export what was
    asked for and counted. ``undoes`` is the line that it took back. ``holds`` is false where a later line took it back,
    that of ``undone_by``; ``last`` is the last line in that chain, which is what an undo takes back.
    """

    kind: str
    number: int
    made: str
    person: str
    reason: str | None
    content: Mapping[str, Any]
    about: tuple[About, ...] = ()
    undoes: int | None = None
    holds: bool = True
    undone_by: str | None = None

    @property
    def verdict(self) -> str | None:
        """What was decided on a claim: accepted, rejected, corrected, added."""
        found = self.content.get("verdict")
        return str(found) if found else None

    @property
    def draft(self) -> int | None:
        """The assignment that the line is a draft of; drafts change nothing outside it."""
        found = self.content.get("assignment")
        return int(found) if found is not None else None

    @property
    def named(self) -> Mapping[str, str]:
        """What the ids in the claim, before and since, stood for."""
        return names_in(self.content.get("around") or {})

    @property
    def changed(self) -> tuple[tuple[str, Any, Any], ...]:
        """The fields that came out otherwise: name, before, since."""
        was, to = self.content.get("was") or {}, self.content.get("to") or {}
        names = [name for name in to if name not in ("review", "id") and was.get(name) != to[name]] if was else []
        return tuple((name, was.get(name), to[name]) for name in names)


class Audit:
    """The audit log of a store."""

    def __init__(self, store: Store) -> None:
        self._engine = store.engine

    def page(self, asked: Asked, size: int = 50, after: str | None = None) -> tuple[list[Line], str | None]:
        """Lines of the log, the latest first, and where the next ones begin; None where these are the last.

        Raises StoreError for a kind, or a place in the log, that is none.
        """
        if asked.kind is not None and asked.kind not in KINDS:
            raise StoreError(f"there are no lines of the kind {asked.kind!r}, only {', '.join(KINDS)}")
        judged, exported = _place(after)
        with reading(self._engine) as connection:
            lines = _judgements(connection, asked, judged, size + 1) if asked.kind != "export" else []
            if asked.kind in (None, "export") and asked.document is None:
                lines += _exports(connection, asked, exported, size + 1)
            lines.sort(key=lambda line: (line.made, line.number), reverse=True)
            shown = _whole(connection, lines[:size])
        if len(lines) <= size:
            return shown, None
        numbers = {True: judged, False: exported}
        for line in shown:
            numbers[line.kind != "export"] = line.number
        return shown, f"{numbers[True] or ''}.{numbers[False] or ''}"

    def line(self, number: int, seen_by: str | None = None) -> Line:
        """One line by the number of its judgement. Raises StoreError when there is none, or none for ``seen_by``."""
        with reading(self._engine) as connection:
            found = _judgements(connection, Asked(seen_by=seen_by), number + 1, 1)
            if not found or found[0].number != number:
                raise StoreError(f"there is no line {number} in the log")
            return _whole(connection, found)[0]

    def people(self) -> list[str]:
        """Everybody who is in the log."""
        log, out = schema.judgements.c.person, schema.exports.c.person
        with reading(self._engine) as connection:
            found = sa.union(sa.select(log), sa.select(out)).subquery()
            return sorted(connection.execute(sa.select(found.c[0])).scalars())


def _place(after: str | None) -> tuple[int | None, int | None]:
    if after is None:
        return None, None
    try:
        judged, exported = (int(part) if part else None for part in after.split("."))
    except ValueError as error:
        raise StoreError(f"{after!r} is no place in the log") from error
    return judged, exported


def _days(query: sa.Select[Any], table: sa.Table, asked: Asked) -> sa.Select[Any]:
    if asked.person is not None:
        query = query.where(table.c.person == asked.person)
    if asked.since is not None:
        query = query.where(table.c.made >= asked.since.isoformat())
    if asked.until is not None:
        query = query.where(table.c.made < (asked.until + timedelta(days=1)).isoformat())
    return query


def _judgements(connection: Connection, asked: Asked, before: int | None, limit: int) -> list[Line]:
    log = schema.judgements
    query = _days(sa.select(log), log, asked).order_by(log.c.number.desc()).limit(limit)
    if asked.kind is not None:
        query = query.where(log.c.kind == asked.kind)
    if before is not None:
        query = query.where(log.c.number < before)
    if asked.seen_by is not None:
        query = query.where(_shown_to(asked.seen_by))
    if asked.document is not None:
        judged, documents = schema.judged_claims, schema.documents.c
        of = sa.select(judged.c.judgement).join(schema.documents, documents.row == judged.c.document)
        query = query.where(log.c.number.in_(of.where(documents.id == asked.document)))
    return [
        Line(
            kind=row.kind, number=row.number, made=row.made, person=row.person, reason=row.reason,
            content=json.loads(row.content), undoes=row.undoes,
        )
        for row in connection.execute(query)
    ]  # fmt: skip


def _shown_to(person: str) -> sa.ColumnElement[bool]:
    """That a line is no other's draft, nor takes one back. A key of the content stands in no text: quotes are escaped there."""
    log, earlier = schema.judgements.c, schema.judgements.alias("earlier").c
    first = schema.judgements.alias("first").c

    def draft(table: Any) -> sa.ColumnElement[bool]:
        return sa.and_(table.content.contains('"assignment":'), table.content.contains('"verdict":'))

    back = sa.select(earlier.number).outerjoin(first.number.table, first.number == earlier.undoes)
    of_draft = log.undoes.in_(back.where(sa.or_(draft(earlier), draft(first))))
    return sa.or_(log.person == person, ~sa.or_(draft(log), sa.and_(log.undoes.is_not(None), of_draft)))


def _exports(connection: Connection, asked: Asked, before: int | None, limit: int) -> list[Line]:
    table = schema.exports
    query = _days(sa.select(table), table, asked).order_by(table.c.number.desc()).limit(limit)
    if before is not None:
        query = query.where(table.c.number < before)
    return [
        Line(
            kind="export", number=row.number, made=row.made, person=row.person, reason=None,
            content={
                "form": row.form, "profile": row.profile, "target": row.target, "sha256": row.sha256,
                "conditions": json.loads(row.conditions), "counts": json.loads(row.counts),
            },
        )
        for row in connection.execute(query)
    ]  # fmt: skip


def _whole(connection: Connection, lines: Sequence[Line]) -> list[Line]:
    """The lines with what they are about, and whether they hold."""
    numbers = [line.number for line in lines if line.kind != "export"]
    numbers += [line.undoes for line in lines if line.undoes is not None]
    about = _about(connection, numbers)
    chain = _chain(connection, numbers)
    made = []
    for line in lines:
        if line.kind == "export":
            made.append(line)
            continue
        holds, last, by = True, line.number, None
        while (later := chain.get(last)) is not None:
            holds, last, by = not holds, later[0], later[1]
        told = tuple(about.get(line.number, ()) or about.get(line.undoes or 0, ()))
        fields = {
            name: getattr(line, name) for name in ("kind", "number", "made", "person", "reason", "content", "undoes")
        }
        made.append(Line(**fields, about=told, holds=holds, undone_by=None if holds else by))
    return made


def _chain(connection: Connection, numbers: Sequence[int]) -> dict[int, tuple[int, str]]:
    """Of each line the one that took it back, and of that one the next: number and person."""
    log = schema.judgements.c
    chain: dict[int, tuple[int, str]] = {}
    asked = list(dict.fromkeys(numbers))
    while asked:
        found: list[Any] = []
        for start in range(0, len(asked), _AT_ONCE):
            query = sa.select(log.number, log.undoes, log.person).where(log.undoes.in_(asked[start : start + _AT_ONCE]))
            found += connection.execute(query).all()
        chain |= {row.undoes: (row.number, row.person) for row in found}
        asked = [row.number for row in found]
    return chain


def _about(connection: Connection, numbers: Sequence[int]) -> dict[int, list[About]]:
    """The claims of each line, with their words: of the text, as it was then and is now."""
    judged, documents = schema.judged_claims.c, schema.documents.c
    start = judged.anchor_start
    words = sa.func.substr(documents.text, start + 1, judged.anchor_end - start)
    query = (
        sa.select(
            judged.judgement,
            documents.id,
            documents.title,
            judged.claim,
            judged.kind,
            judged.side,
            words.label("words"),
        )
        .join(schema.documents, documents.row == judged.document)
        .where(judged.judgement.in_(numbers))
        .order_by(judged.judgement, judged.position)
    )
    found: dict[int, list[About]] = {}
    for row in connection.execute(query):
        one = About(
            document=row.id, title=row.title, claim=row.claim, kind=row.kind, side=row.side, words=row.words
        )  # fmt: skip
        found.setdefault(row.judgement, []).append(one)
    return found
