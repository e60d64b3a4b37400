"""Verdicts of people on claims: accepted, corrected, rejected, added; each a line of the log, and undone by a line.

::

    review = Review(store)
    looked = review.look(document_id)
    review.judge(document_id, "A. Analyst", Decision("rejected", claim="t2", reason="an age"), seen=looked.version("t2"))

Afterwards the document's rows follow the effective record, and it waits for linking: call
:func:`dateline.intake.linking.link_all`.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from pydantic import ValidationError
from sqlalchemy.engine import Connection

from dateline.errors import AbsentError, RecordError, StoreError
from dateline.records import CodedDocument
from dateline.store import schema
from dateline.store.engine import reading
from dateline.store.engine import write as in_transaction
from dateline.store.judgements import keep_judgement
from dateline.store.once import Once, done_once
from dateline.store.review.bringing import MentionsByRef, brought_into
from dateline.store.review.laying import coding_of, lay_again
from dateline.store.review.log import keep_verdict, verdict_at, verdicts_of
from dateline.store.review.overlay import (
    PREFIX,
    RECORD,
    Claim,
    ClaimKind,
    Overlaid,
    Verdict,
    Word,
    anchor_of,
    claims_of,
    kind_of,
    overlaid,
)
from dateline.store.review.reattach import around_of, pointed_at
from dateline.store.write import place_of

if TYPE_CHECKING:
    from dateline.store.store import Store


class StaleError(StoreError):
    """Somebody else has judged the claim since it was looked at; nothing was written. ``latest`` is their verdict."""

    def __init__(self, latest: Verdict) -> None:
        super().__init__(_told(latest))
        self.latest = latest


class VerdictError(StoreError):
    """A verdict cannot be made: ``problems`` are (field, what is wrong with it)."""

    def __init__(self, problems: Sequence[tuple[str, str]]) -> None:
        super().__init__("; ".join(f"{name}: {what}" if name else what for name, what in problems))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decides about one claim.

    ``claim`` is its id in the record that they saw; None for one that the machine missed, of which ``kind`` says what
    it is. ``fields`` are those of the claim's record that get another value, as JSON; of one that is added, all.
    ``mentions`` are the actors, places and dates that the fields point at and the document does not name, by what the fields
    call each (:class:`~dateline.store.review.bringing.Brought` makes them).
    """

    verdict: Word
    claim: str | None = None
    kind: ClaimKind | None = None
    fields: Mapping[str, Any] = field(default_factory=dict)
    reason: str | None = None
    mentions: MentionsByRef = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Looked:
    """A document as a reviewer sees it: the effective record, what stands behind it, and the whole log about it."""

    over: Overlaid
    machine: CodedDocument
    log: tuple[Verdict, ...]

    @property
    def record(self) -> CodedDocument:
        """The effective record."""
        return self.over.record

    def version(self, claim: str) -> int:
        """The last line of the log about the claim, 0 where there is none: what :meth:`Review.judge` takes as ``seen``."""
        subject = self.over.subjects.get(claim)
        return max((verdict.last for verdict in self.log if verdict.subject == subject), default=0)

    def latest(self, claim: str) -> Verdict | None:
        """The verdict that the last line about the claim made, took back or restored."""
        subject = self.over.subjects.get(claim)
        return max((v for v in self.log if v.subject == subject), key=lambda v: v.last, default=None)


class Review:
    """Verdicts in a store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def look(self, document: str, *, assignment: int | None = None, person: str | None = None) -> Looked:
        """The document with the verdicts that hold.

        With ``assignment`` it is as that ``person`` has drafted it there, and shows nobody else's work. Raises
        StoreError when there is no such document.
        """
        with reading(self._store.engine) as connection:
            return _look(connection, _row_of(connection, document), assignment, person)

    def verdicts(
        self, document: str, *, assignment: int | None = None, person: str | None = None
    ) -> list[Verdict]:  # fmt: skip
        """All verdicts on claims of the document, the oldest first, with those taken back (``holds`` is false).

        Those that count; or the drafts of an assignment, of one person where one is named.
        """
        with reading(self._store.engine) as connection:
            return _of(verdicts_of(connection, _row_of(connection, document)), assignment, person)

    def judge(
        self, document: str, person: str, decision: Decision, *, seen: int | None = None, assignment: int | None = None
    ) -> Verdict:
        """Keep a verdict on a claim; it holds at once, everywhere.

        ``seen`` is the version of the claim that the person saw (:meth:`Looked.version`); None asks for none. With
        ``assignment`` it is a draft, which only that person sees, until it is adjudicated. Raises StaleError where
        somebody else has judged since, and VerdictError where the fields make no claim; then nothing is written.
        """
        versions = {} if seen is None or decision.claim is None else {decision.claim: seen}
        return self.judge_all(document, person, [decision], seen=versions, assignment=assignment)[0]

    def judge_all(
        self, document: str, person: str, decisions: Sequence[Decision], *, seen: Mapping[str, int] = {},
        assignment: int | None = None, request: Once | None = None,
    ) -> tuple[Verdict, ...]:  # fmt: skip
        """Keep several verdicts on one document, all or none; ``seen`` are versions by the id of a claim.

        A ``request`` that was done before is answered with its verdicts as they stand now.
        """

        def work(connection: Connection) -> tuple[Verdict, ...]:
            at = place_of(connection, document)
            drafter = None if assignment is None else person

            def judge() -> list[int]:
                _check_seen(_look(connection, at.row, assignment, drafter), seen)
                made = []
                for decision in decisions:
                    verdict = _verdict(_look(connection, at.row, assignment, drafter), decision, person)
                    made.append(keep_verdict(connection, at.row, replace(verdict, assignment=assignment)))
                if assignment is None:
                    lay_again(connection, at)
                return made

            made = done_once(connection, request, judge)
            log = {verdict.number: verdict for verdict in verdicts_of(connection, at.row)}
            return tuple(log[number] for number in made)

        return in_transaction(self._store.engine, work)

    def undo(self, number: int, person: str, reason: str | None = None, *, request: Once | None = None) -> int:
        """Take a verdict back, or restore one that was; the number of the line that does.

        Raises StoreError when the line is no verdict, or has been taken back already, unless by the same ``request``.
        """

        def work(connection: Connection) -> int:
            return done_once(connection, request, lambda: [undo_verdict(connection, number, person, reason)])[0]

        return in_transaction(self._store.engine, work)


def undo_verdict(connection: Connection, number: int, person: str, reason: str | None = None) -> int:
    """See :meth:`Review.undo`."""
    if (found := verdict_at(connection, number)) is None:
        raise AbsentError(f"there is no verdict {number} to take back")
    row, verdict = found
    documents = schema.documents.c
    at = place_of(connection, connection.execute(sa.select(documents.id).where(documents.row == row)).scalar_one())
    # One that was taken back and restored is taken back by taking the line back that restored it.
    undoes = verdict.last if verdict.number == number and verdict.holds else number
    line = keep_judgement(connection, "undo", person, reason=reason, undoes=undoes)
    if verdict.assignment is None:
        lay_again(connection, at)
    return line


def _check_seen(looked: Looked, seen: Mapping[str, int]) -> None:
    """Raises StaleError where a claim was judged since it was looked at."""
    for claim, version in seen.items():
        if looked.version(claim) != version and (latest := looked.latest(claim)) is not None:
            raise StaleError(latest)


def _row_of(connection: Connection, document: str) -> int:
    table = schema.documents.c
    row = connection.execute(sa.select(table.row).where(table.id == document)).scalar_one_or_none()
    if row is None:
        raise AbsentError(f"there is no document {document} in the store")
    return int(row)


def _look(connection: Connection, row: int, assignment: int | None, person: str | None) -> Looked:
    log = _of(verdicts_of(connection, row), assignment, person)
    machine = coding_of(connection, row)
    return Looked(overlaid(machine, log), machine, tuple(log))


def _of(log: Sequence[Verdict], assignment: int | None, person: str | None) -> list[Verdict]:
    return [v for v in log if v.assignment == assignment and (person is None or v.person == person)]


def _verdict(looked: Looked, decision: Decision, person: str) -> Verdict:
    """The verdict as it is kept; its number is not known yet."""
    if decision.verdict == "added":
        return _added(looked, decision, person)
    claim_id = decision.claim or ""
    before = looked.over.before.get(claim_id)
    past = looked.over.rejected.get(claim_id)
    if before is None and past is None:
        raise VerdictError([("", f"there is no claim {claim_id!r} in this document any more")])
    was, kind, around = _before(looked, before, past)
    to: dict[str, Any] | None = None
    if decision.verdict != "rejected":
        looked, fields = _fields(looked, decision, kind, was) if decision.verdict == "corrected" else (looked, {})
        to = was | fields
        around = _merged(around, looked, to)
    claim = _checked(kind, to if to is not None else was, looked.record)
    # A correction may move the words that the claim hangs on; it is found again by those that the machine found.
    anchor = anchor_of(before if before is not None else claim)
    return Verdict(
        number=0, made="", person=person, verdict=decision.verdict, kind=kind, claim=claim_id, start=anchor.start,
        end=anchor.end, subject=looked.over.subjects.get(claim_id, 0), reason=decision.reason, was=was, to=to,
        around=around,
    )  # fmt: skip


def _fields(
    looked: Looked, decision: Decision, kind: ClaimKind, was: Mapping[str, Any]
) -> tuple[Looked, dict[str, Any]]:
    """The fields that get another value, and the document with the mentions that they bring along.

    Raises VerdictError where they make no claim, or point at what the document does not name.
    """
    _checked(kind, {**was, **decision.fields}, looked.record)
    looked, fields = brought_into(looked, decision.fields, decision.mentions)
    record = looked.record
    ids = {layer: {item.id for item in getattr(record, layer)} for layer in ("actors", "places", "dates")}
    missing = [(layer, wanted) for layer, wanted in pointed_at(fields) if wanted not in ids[layer]]
    if missing:
        layer, wanted = missing[0]
        raise VerdictError([("", f"there is no {wanted!r} among the document's {layer}")])
    return looked, fields


def _before(
    looked: Looked, before: Claim | None, past: Verdict | None
) -> tuple[dict[str, Any], ClaimKind, Mapping[str, Any]]:  # fmt: skip
    """The claim as it is before a verdict, its kind, and what its ids stand for; of a rejected one, as it was then."""
    if before is None:
        assert past is not None
        return dict(past.was or {}), past.kind, past.around
    was = before.model_dump(mode="json", exclude={"id", "review"})
    return was, kind_of(before), around_of(was, looked.record, _claims_about(looked))


def _added(looked: Looked, decision: Decision, person: str) -> Verdict:
    if decision.kind is None:
        raise VerdictError([("kind", "say what it is: an event, a toll, a statement or a relation")])
    looked, fields = _fields(looked, decision, decision.kind, {"rule": "added-by-a-person", "confidence": 1.0})
    fields = {"rule": "added-by-a-person", "confidence": 1.0} | fields
    claim = _checked(decision.kind, fields, looked.record)
    anchor = anchor_of(claim)
    to = claim.model_dump(mode="json", exclude={"id", "review"})
    return Verdict(
        number=0, made="", person=person, verdict="added", kind=decision.kind, claim=_free_id(looked, decision.kind),
        start=anchor.start, end=anchor.end, subject=0, reason=decision.reason, to=to,
        around=around_of(to, looked.record, _claims_about(looked)),
    )  # fmt: skip


def _merged(around: Mapping[str, Any], looked: Looked, to: Mapping[str, Any]) -> dict[str, Any]:
    """What ids stand for: what is known of them from before, and of those that a correction brings."""
    new = around_of(to, looked.record, _claims_about(looked))
    return {name: {**around.get(name, {}), **new.get(name, {})} for name in {*around, *new}}


def _claims_about(looked: Looked) -> dict[str, dict[str, Any]]:
    """What finds each claim again that another one may point at."""
    about: dict[str, dict[str, Any]] = {}
    added = {verdict.subject for verdict in looked.log if verdict.verdict == "added"}
    for claim in (*claims_of(looked.machine), *looked.over.before.values()):
        anchor, subject = anchor_of(claim), looked.over.subjects.get(claim.id)
        about[claim.id] = {"kind": kind_of(claim), "start": anchor.start, "end": anchor.end}
        about[claim.id] |= {"subject": subject} if subject is not None else {}
        about[claim.id] |= {"added": True} if subject in added else {}
    return about


def _checked(kind: ClaimKind, fields: Mapping[str, Any], record: CodedDocument) -> Claim:
    """The claim that the fields make. Raises VerdictError, which names each field that is wrong."""
    problems: list[tuple[str, str]] = []
    try:
        claim = RECORD[kind].model_validate_json(json.dumps({"id": "new", **fields}))
    except ValidationError as error:
        for found in error.errors(include_url=False):
            names = [str(part) for part in found["loc"]]
            problems.append((".".join(names), found["msg"].removeprefix("Value error, ")))
        raise VerdictError(problems) from error
    except RecordError as error:
        raise VerdictError([("", str(error))]) from error
    if kind == "toll" and not (claim.evidence):
        raise VerdictError([("evidence", "a toll rests on words of the text")])
    return claim


def _free_id(looked: Looked, kind: ClaimKind) -> str:
    """An id that no claim of the document has ever had."""
    used: Collection[str] = {c.id for c in claims_of(looked.machine)} | {v.claim for v in looked.log}
    number = 1 + sum(kind_of(claim) == kind for claim in claims_of(looked.machine))
    while f"{PREFIX[kind]}{number}" in used:
        number += 1
    return f"{PREFIX[kind]}{number}"


def _told(latest: Verdict) -> str:
    if not latest.holds:
        return (
            f"{latest.undone_by} has taken the verdict “{latest.verdict}” on this {latest.kind} back since you looked"
        )
    changes = [f"{n}: {(latest.was or {}).get(n)} → {(latest.to or {}).get(n)}" for n in latest.changed]
    what = f" ({'; '.join(changes)})" if changes else ""
    why = f": “{latest.reason}”" if latest.reason else ""
    return f"{latest.person} has {latest.verdict} this {latest.kind}{what} since you looked{why}"
