"""Assignments: documents given to people to be coded, by one each or by two who do not see one another's work."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from dateline.errors import StoreError
from dateline.store import schema
from dateline.store.arrivals import now
from dateline.store.engine import reading
from dateline.store.engine import write as in_transaction
from dateline.store.once import Once, done_once
from dateline.store.review.assignment_tables import assigned_documents, assignments, tasks

if TYPE_CHECKING:
    from dateline.store.store import Store

MOST = 2000
"""No assignment has more documents than these."""
_AT_ONCE = 500
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class AssignmentError(StoreError):
    """An assignment cannot be made, or is not as whoever changes it took it to be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """An assignment that is to be made: ``documents`` are ids, ``due`` is an ISO day."""

    title: str
    documents: Sequence[str]
    people: Sequence[str]
    due: str | None = None
    note: str | None = None
    double: bool = False
    blind: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One document for one person to code. ``due``, ``double`` and ``blind`` are those of its assignment."""

    assignment: int
    title: str
    document: str
    document_title: str | None
    document_source: str | None
    person: str
    given_by: str
    due: str | None
    double: bool
    blind: bool
    note: str | None
    done: str | None
    withdrawn: str | None
    settled: str | None

    @property
    def open(self) -> bool:
        """Whether there is something left to do for the person."""
        return self.done is None and self.withdrawn is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """An assignment, and how far it is: ``tasks`` and ``done`` count what is not withdrawn, ``settled`` documents."""

    number: int
    made: str
    person: str
    title: str
    note: str | None
    due: str | None
    double: bool
    blind: bool
    withdrawn: str | None
    documents: int
    tasks: int
    done: int
    settled: int
    coded: int
    """How many documents all their coders have done."""
    people: tuple[str, ...]

    @property
    def open(self) -> bool:
        """Whether something of it is left to do."""
        left = self.settled < self.documents if self.double else self.done < self.tasks
        return self.withdrawn is None and left


class Assignments:
    """The assignments of a store."""

    def __init__(self, store: Store) -> None:
        self._engine = store.engine

    def assign(self, wanted: Wanted, by: str, *, request: Once | None = None) -> int:
        """Make an assignment; its number, which is the same where the same ``request`` has made it before.

        The documents are shared out among the people in turn; in double coding each goes to two of them. Raises
        AssignmentError when that cannot be done, in words.
        """
        people, documents = _checked(wanted, by)

        def add(connection: Connection) -> int:
            rows = _rows_of(connection, documents)
            row = {
                "made": now(), "person": by, "title": wanted.title.strip(), "note": (wanted.note or "").strip() or None,
                "due": wanted.due or None, "double": wanted.double, "blind": wanted.double and wanted.blind,
            }  # fmt: skip
            made = connection.execute(sa.insert(assignments).values(row).returning(assignments.c.number))
            number = int(made.scalar_one())
            listed = [{"assignment": number, "document": row} for row in rows]
            connection.execute(sa.insert(assigned_documents), listed)
            shared = [
                {"assignment": number, "document": row, "person": person, "given": now(), "given_by": by}
                for row, each in zip(rows, _turns(people, 2 if wanted.double else 1), strict=False)
                for person in each
            ]
            connection.execute(sa.insert(tasks), shared)
            return number

        def once(connection: Connection) -> int:
            return done_once(connection, request, lambda: [add(connection)])[0]

        return in_transaction(self._engine, once)

    def of(self, person: str, *, only_open: bool = True, limit: int = 200) -> list[Task]:
        """What the person has to do: what is due first, in the order in which it was given."""
        query = _tasks().where(tasks.c.person == person, tasks.c.withdrawn.is_(None))
        query = query.where(assignments.c.withdrawn.is_(None))
        if only_open:
            query = query.where(tasks.c.done.is_(None))
        order = (sa.func.coalesce(assignments.c.due, "9999"), assignments.c.number, tasks.c.document.desc())
        return self._read(query.order_by(*order).limit(limit))

    def tasks(self, number: int) -> list[Task]:
        """All tasks of an assignment, by document."""
        return self._read(
            _tasks().where(tasks.c.assignment == number).order_by(tasks.c.document.desc(), tasks.c.person)
        )

    def task(self, number: int, document: str, person: str) -> Task | None:
        """One task; None where the person has none of this document in this assignment."""
        found = self._read(
            _tasks().where(
                tasks.c.assignment == number, schema.documents.c.id == document, tasks.c.person == person
            )
        )  # fmt: skip
        return found[0] if found else None

    def coders(self, number: int, document: str) -> list[Task]:
        """Who codes the document in the assignment; not those from whom it was withdrawn."""
        query = _tasks().where(tasks.c.assignment == number, schema.documents.c.id == document)
        return self._read(query.where(tasks.c.withdrawn.is_(None)).order_by(tasks.c.person))

    def all(self, limit: int = 200) -> list[Assignment]:
        """The assignments, the newest first, with how far they are."""
        return self._progress(sa.select(assignments).order_by(assignments.c.number.desc()).limit(limit))

    def get(self, number: int) -> Assignment:
        """One assignment. Raises AssignmentError when there is none of this number."""
        found = self._progress(sa.select(assignments).where(assignments.c.number == number))
        if not found:
            raise AssignmentError(f"there is no assignment {number}")
        return found[0]

    def finish(self, number: int, document: str, person: str) -> None:
        """The person has done the document. Raises AssignmentError when it is not theirs to do (any more)."""
        self._change(number, document, person, {"done": now()}, "done already or withdrawn")

    def reopen(self, number: int, document: str, person: str) -> None:
        """Let the person go on with a document that they had done, while nobody has settled it yet."""

        def change(connection: Connection) -> None:
            row = _rows_of(connection, [document])[0]
            settled = sa.select(assigned_documents.c.document).where(
                assigned_documents.c.assignment == number,
                assigned_documents.c.document == row,
                assigned_documents.c.settled.is_not(None),
            )
            theirs = sa.and_(*_key(number, row, person), tasks.c.done.is_not(None), tasks.c.withdrawn.is_(None))
            changed = sa.update(tasks).where(theirs, ~sa.exists(settled)).values(done=None)
            if connection.execute(changed).rowcount != 1:
                raise AssignmentError("this document cannot be taken up again: it was not done, or is settled already")

        in_transaction(self._engine, change)

    def reassign(self, number: int, document: str, person: str, to: str, by: str) -> None:
        """Take a document that is not done from one person and give it to another.

        Raises AssignmentError when it is done or withdrawn meanwhile, or the other has it already.
        """
        if not to.strip():
            raise AssignmentError("say to whom it is to be given")

        def change(connection: Connection) -> None:
            row = _rows_of(connection, [document])[0]
            _update(
                connection, (number, row, person), {"withdrawn": now(), "withdrawn_by": by}, "done already or withdrawn"
            )
            held = connection.execute(sa.select(tasks.c.withdrawn).where(*_key(number, row, to))).first()
            if held is not None and held.withdrawn is None:
                raise AssignmentError(f"{to} has this document already: choose somebody else")
            if held is not None:
                again = {"given": now(), "given_by": by, "withdrawn": None, "withdrawn_by": None, "done": None}
                connection.execute(sa.update(tasks).where(*_key(number, row, to)).values(again))
                return
            given = {"assignment": number, "document": row, "person": to, "given": now(), "given_by": by}
            connection.execute(sa.insert(tasks).values(given))

        in_transaction(self._engine, change)

    def withdraw(self, number: int, by: str) -> None:
        """Take an assignment back. What was coded in it stays on record. Raises AssignmentError when it is back already."""

        def change(connection: Connection) -> None:
            which = sa.and_(assignments.c.number == number, assignments.c.withdrawn.is_(None))
            changed = sa.update(assignments).where(which).values(withdrawn=now(), withdrawn_by=by)
            if connection.execute(changed).rowcount != 1:
                raise AssignmentError(f"there is no assignment {number} that can be withdrawn")

        in_transaction(self._engine, change)

    def settle(self, number: int, document: str, by: str) -> None:
        """A reviewer has decided on all of the document. Raises AssignmentError when it was settled meanwhile."""

        def change(connection: Connection) -> None:
            row = _rows_of(connection, [document])[0]
            table = assigned_documents.c
            which = sa.and_(table.assignment == number, table.document == row, table.settled.is_(None))
            changed = sa.update(assigned_documents).where(which).values(settled=now(), settled_by=by)
            if connection.execute(changed).rowcount != 1:
                raise AssignmentError("this document is settled already, or is not in the assignment")

        in_transaction(self._engine, change)

    def sees_others(self, number: int, document: str, person: str) -> bool:
        """Whether a coder may see what the other coder of the document says: not before both are done, when blind."""
        coders = self.coders(number, document)
        mine = next((task for task in coders if task.person == person), None)
        return mine is not None and (not mine.blind or all(task.done for task in coders))

    def _change(self, number: int, document: str, person: str, values: dict[str, Any], problem: str) -> None:
        def change(connection: Connection) -> None:
            row = _rows_of(connection, [document])[0]
            _update(connection, (number, row, person), values, problem)

        in_transaction(self._engine, change)

    def _read(self, query: sa.Select[Any]) -> list[Task]:
        with reading(self._engine) as connection:
            return [Task(**row._mapping) for row in connection.execute(query)]

    def _progress(self, query: sa.Select[Any]) -> list[Assignment]:
        with reading(self._engine) as connection:
            rows = connection.execute(query).all()
            numbers = [row.number for row in rows]
            counts = {row.assignment: row for row in connection.execute(_counts(numbers))}
            settled: dict[int, int] = dict(connection.execute(_settled(numbers)).all())
            people: dict[int, list[str]] = {}
            for row in connection.execute(_people(numbers)):
                people.setdefault(row.assignment, []).append(row.person)
        return [
            Assignment(
                **{name: getattr(row, name) for name in _OWN},
                # PostgreSQL's sums are decimal numbers.
                documents=int(counts[row.number].documents), tasks=int(counts[row.number].tasks),
                done=int(counts[row.number].done), coded=int(counts[row.number].coded),
                settled=settled.get(row.number, 0),
                people=tuple(people.get(row.number, ())),
            )
            for row in rows
        ]  # fmt: skip


_OWN = ("number", "made", "person", "title", "note", "due", "double", "blind", "withdrawn")


def _checked(wanted: Wanted, by: str) -> tuple[list[str], list[str]]:
    """The people and the documents, each once. Raises AssignmentError for what cannot be."""
    people = list(dict.fromkeys(name for person in wanted.people if (name := person.strip())))
    documents = list(dict.fromkeys(wanted.documents))
    if not by.strip():
        raise AssignmentError("an assignment needs the name of who makes it")
    if not wanted.title.strip():
        raise AssignmentError("give the assignment a title")
    if not documents:
        raise AssignmentError("choose at least one document")
    if len(documents) > MOST:
        raise AssignmentError(
            f"an assignment has at most {MOST:,} documents; these are {len(documents):,}: make several"
        )
    if len(people) < (2 if wanted.double else 1):
        raise AssignmentError("double coding needs two people" if wanted.double else "choose who is to code them")
    if wanted.due:
        _check_day(wanted.due)
    return people, documents


def _check_day(due: str) -> None:
    try:
        if not _DAY.fullmatch(due):
            raise ValueError(due)
        date.fromisoformat(due)
    except ValueError as error:
        raise AssignmentError(f"{due!r} is no day: write it as 2024-12-31") from error


def _turns(people: Sequence[str], each: int) -> Iterator[tuple[str, ...]]:
    """Who takes the next document, without end: every one, or every pair, in turn."""
    groups = [
        tuple(people[(first + step) % len(people)] for step in (0, gap)) if each == 2 else (people[first],)
        for gap in range(1, len(people) // 2 + 1 if each == 2 else 2)
        for first in range(len(people))
    ]
    groups = list({frozenset(group): group for group in groups}.values())
    while True:
        yield from groups


def _rows_of(connection: Connection, documents: Sequence[str]) -> list[int]:
    table = schema.documents.c
    found: dict[str, int] = {}
    for start in range(0, len(documents), _AT_ONCE):
        some = sa.select(table.id, table.row).where(table.id.in_(documents[start : start + _AT_ONCE]))
        found |= dict(connection.execute(some).all())
    if missing := [document for document in documents if document not in found]:
        raise AssignmentError(f"there is no document {missing[0]} in the store")
    return [found[document] for document in documents]


def _key(number: int, row: int, person: str) -> tuple[sa.ColumnElement[bool], ...]:
    return tasks.c.assignment == number, tasks.c.document == row, tasks.c.person == person


def _update(connection: Connection, key: tuple[int, int, str], values: dict[str, Any], problem: str) -> None:
    """Change a task that is open, whoever else tries at the same time."""
    withdrawn = sa.select(assignments.c.number).where(
        assignments.c.number == key[0], assignments.c.withdrawn.is_not(None)
    )
    open_ = sa.and_(*_key(*key), tasks.c.done.is_(None), tasks.c.withdrawn.is_(None), ~sa.exists(withdrawn))
    if connection.execute(sa.update(tasks).where(open_).values(values)).rowcount != 1:
        raise AssignmentError(f"{key[2]} has no such document to code in assignment {key[0]}, or it is {problem}")


def _tasks() -> sa.Select[Any]:
    documents, given, of = schema.documents.c, assignments.c, assigned_documents.c
    query = sa.select(
        tasks.c.assignment, given.title, documents.id.label("document"), documents.title.label("document_title"),
        documents.source.label("document_source"), tasks.c.person, tasks.c.given_by, given.due, given.double, given.blind,
        given.note, tasks.c.done, sa.func.coalesce(tasks.c.withdrawn, given.withdrawn).label("withdrawn"), of.settled,
    )  # fmt: skip
    joined = tasks.join(assignments, given.number == tasks.c.assignment)
    joined = joined.join(schema.documents, documents.row == tasks.c.document)
    joined = joined.join(
        assigned_documents, sa.and_(of.assignment == tasks.c.assignment, of.document == tasks.c.document)
    )
    return query.select_from(joined)


def _counts(numbers: Iterable[int]) -> sa.Select[Any]:
    """Of each assignment: documents, tasks, those that are done, and documents that all their coders have done."""
    each = (
        sa.select(
            tasks.c.assignment, tasks.c.document,
            sa.func.count().filter(tasks.c.withdrawn.is_(None)).label("given"),
            sa.func.count().filter(tasks.c.withdrawn.is_(None), tasks.c.done.is_not(None)).label("done"),
        )
        .where(tasks.c.assignment.in_(list(numbers)))
        .group_by(tasks.c.assignment, tasks.c.document)
        .subquery()
    )  # fmt: skip
    whole = sa.case((sa.and_(each.c.given > 0, each.c.given == each.c.done), 1), else_=0)
    return sa.select(
        each.c.assignment, sa.func.count().label("documents"), sa.func.sum(each.c.given).label("tasks"),
        sa.func.sum(each.c.done).label("done"), sa.func.sum(whole).label("coded"),
    ).group_by(each.c.assignment)  # fmt: skip


def _settled(numbers: Iterable[int]) -> sa.Select[Any]:
    table = assigned_documents.c
    query = sa.select(table.assignment, sa.func.count()).where(table.settled.is_not(None))
    return query.where(table.assignment.in_(list(numbers))).group_by(table.assignment)


def _people(numbers: Iterable[int]) -> sa.Select[Any]:
    query = sa.select(tasks.c.assignment, tasks.c.person).where(tasks.c.withdrawn.is_(None))
    return query.where(tasks.c.assignment.in_(list(numbers))).distinct().order_by(tasks.c.assignment, tasks.c.person)
