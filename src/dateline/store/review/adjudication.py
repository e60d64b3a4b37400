"""Adjudication: what two coders and the machine say side by side, and the decisions of a reviewer that end the difference.

A decision is a verdict like any other, by the reviewer and with who and why, and is undone like any other. What one
coder added and the reviewer takes for no claim is dismissed: a line of the log that changes no record.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from dateline.records import CodedDocument
from dateline.store import schema
from dateline.store.engine import reading
from dateline.store.engine import write as in_transaction
from dateline.store.judgements import keep_judgement
from dateline.store.review.agreement import Unit, units_of
from dateline.store.review.assignments import AssignmentError, Assignments, Task
from dateline.store.review.overlay import Claim, Verdict, anchor_of, claims_of
from dateline.store.review.reattach import Mentions, around_of, led
from dateline.store.review.verdicts import Decision, Looked, Review

if TYPE_CHECKING:
    from dateline.store.store import Store

NO_CLAIM = "no claim"
MACHINE = "machine"
_DISMISSED = "dismissed"
_POINTING = ("event", "part_of", "same_as")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What a reviewer chooses for a unit: as a coder has it, as the machine has it, or that it is no claim.

    ``fields`` are those chosen otherwise: the name of a field, and whose value it gets. ``own`` are attributes of the
    record with values of the reviewer's own, as JSON.
    """

    as_: str
    fields: Mapping[str, str] = field(default_factory=dict)
    own: Mapping[str, Any] = field(default_factory=dict)
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dismissal:
    """A line of the log that says that what a coder added is no claim."""

    number: int
    made: str
    person: str
    reason: str | None
    start: int
    end: int
    of: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A unit, and how it was decided: the verdict that holds, or the dismissal; neither where it is open."""

    unit: Unit
    key: str
    verdict: Verdict | None = None
    dismissal: Dismissal | None = None

    @property
    def open(self) -> bool:
        """Whether nobody has decided it yet."""
        return self.verdict is None and self.dismissal is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitting:
    """One document of an assignment with all that is to be decided about it."""

    document: CodedDocument
    coders: tuple[Task, ...]
    cases: tuple[Case, ...]
    looked: Looked

    @property
    def agreed(self) -> tuple[Case, ...]:
        """The open cases in which the coders say the same."""
        return tuple(case for case in self.cases if case.open and case.unit.agreed)

    @property
    def differing(self) -> tuple[Case, ...]:
        """The open cases in which they differ."""
        return tuple(case for case in self.cases if case.open and not case.unit.agreed)

    @property
    def decided(self) -> tuple[Case, ...]:
        """The cases that are decided."""
        return tuple(case for case in self.cases if not case.open)

    @property
    def ready(self) -> bool:
        """Whether both coders are done."""
        return len(self.coders) > 1 and all(task.done for task in self.coders)


class Adjudication:
    """Adjudication in a store."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._review = Review(store)
        self._assignments = Assignments(store)

    def sitting(self, number: int, document: str) -> Sitting:
        """One document of an assignment. Raises AssignmentError when nobody codes it there."""
        coders = self._assignments.coders(number, document)
        if not coders:
            raise AssignmentError(f"nobody codes this document in assignment {number}")
        given = self._assignments.get(number)
        looked = self._review.look(document)
        units = self.units(number, document, [task.person for task in coders])
        dismissals = self._dismissals(document, number)
        cases = tuple(_case(n, unit, looked, dismissals, given.made) for n, unit in enumerate(units))
        return Sitting(document=looked.record, coders=tuple(coders), cases=cases, looked=looked)

    def units(self, number: int, document: str, coders: Sequence[str]) -> list[Unit]:
        """The claims of the document as the machine and these coders of the assignment have them."""
        looked = {coder: self._review.look(document, assignment=number, person=coder) for coder in coders}
        machine = next(iter(looked.values())).machine
        return units_of(machine, {coder: each.record for coder, each in looked.items()})

    def coded_units(self, number: int) -> list[Unit]:
        """The units of all documents of an assignment that all their coders have done."""
        by_document: dict[str, list[Task]] = {}
        for task in self._assignments.tasks(number):
            if task.withdrawn is None:
                by_document.setdefault(task.document, []).append(task)
        done = {d: tasks for d, tasks in by_document.items() if len(tasks) > 1 and all(task.done for task in tasks)}
        return [
            unit for document, tasks in done.items() for unit in self.units(number, document, [t.person for t in tasks])
        ]

    def version(self, number: int) -> tuple[int, int, int]:
        """What changes whenever :meth:`coded_units` of an assignment may: lines of the log, codings, tasks that are done."""
        log, codings = schema.judgements.c.number, schema.codings.c.number
        with reading(self._store.engine) as connection:
            lines, made = (connection.execute(sa.select(sa.func.max(c))).scalar_one() or 0 for c in (log, codings))
        return lines, made, self._assignments.get(number).done

    def adopt(self, number: int, document: str, by: str) -> int:
        """Adopt all on which the coders agree, in one step; how many claims that are.

        Raises AssignmentError while a coder is not done, and StaleError when somebody judged one of them meanwhile.
        """
        sitting = self._ready(number, document)
        people = " and ".join(task.person for task in sitting.coders)
        decisions: list[Decision] = []
        seen: dict[str, int] = {}
        for case in sitting.agreed:
            choice = Choice(as_=sitting.coders[0].person, reason=f"{people} agree (assignment {number})")
            if (decision := _decision(case.unit, choice, sitting.looked)) is not None:
                decisions.append(decision)
                seen |= _seen(decision, sitting.looked)
        if decisions:
            self._review.judge_all(document, by, decisions, seen=seen)
        self._settle(number, document, by)
        return len(decisions)

    def decide(self, number: int, document: str, key: str, choice: Choice, by: str) -> None:
        """Decide one case. Raises AssignmentError for a case that is not there or is decided, and what ``judge`` raises."""
        sitting = self._ready(number, document)
        case = next((case for case in sitting.cases if case.key == key), None)
        if case is None or not case.open:
            raise AssignmentError("this is decided already, or a coder has changed it since: look at it again")
        whose = f"as {choice.as_}" if choice.as_ not in (MACHINE, NO_CLAIM) else choice.as_
        reason = f"adjudicated in assignment {number}: {whose}" + (f"; {choice.reason}" if choice.reason else "")
        decision = _decision(case.unit, Choice(**_with(choice, reason)), sitting.looked)
        if decision is None:
            self._dismiss(number, document, case.unit, by, reason)
        else:
            self._review.judge_all(document, by, [decision], seen=_seen(decision, sitting.looked))
        self._settle(number, document, by)

    def _ready(self, number: int, document: str) -> Sitting:
        sitting = self.sitting(number, document)
        if not sitting.ready:
            waiting = ", ".join(task.person for task in sitting.coders if not task.done) or "a second coder"
            raise AssignmentError(f"{waiting} is not done with this document yet")
        return sitting

    def _settle(self, number: int, document: str, by: str) -> None:
        """The document is settled once nothing about it is open."""
        sitting = self.sitting(number, document)
        if not any(case.open for case in sitting.cases) and not any(task.settled for task in sitting.coders):
            self._assignments.settle(number, document, by)

    def _dismiss(self, number: int, document: str, unit: Unit, by: str, reason: str) -> None:
        claim = _any_claim(unit)
        anchor = anchor_of(claim)

        def add(connection: Connection) -> None:
            content = {
                _DISMISSED: unit.kind,
                "assignment": number,
                "added_by": [c for c, has in unit.coders.items() if has],
            }
            line = keep_judgement(connection, "review", by, reason=reason, content=content)
            documents = schema.documents.c
            row = connection.execute(sa.select(documents.row).where(documents.id == document)).scalar_one()
            about = {
                "judgement": line, "position": 0, "side": 0, "document": row, "claim": claim.id, "kind": _DISMISSED,
                "anchor_start": anchor.start, "anchor_end": anchor.end,
            }  # fmt: skip
            connection.execute(sa.insert(schema.judged_claims).values(about))

        in_transaction(self._store.engine, add)

    def _dismissals(self, document: str, number: int) -> list[Dismissal]:
        log, judged, documents = schema.judgements.c, schema.judged_claims.c, schema.documents.c
        query = (
            sa.select(log.number, log.made, log.person, log.reason, log.content, judged.anchor_start, judged.anchor_end)
            .join(schema.judged_claims, judged.judgement == log.number)
            .join(schema.documents, documents.row == judged.document)
            .where(documents.id == document, judged.kind == _DISMISSED)
            .order_by(log.number)
        )
        found = []
        with reading(self._store.engine) as connection:
            for row in connection.execute(query).all():
                content = json.loads(row.content)
                if content["assignment"] == number and _holds(connection, row.number):
                    found.append(
                        Dismissal(
                            number=row.number, made=row.made, person=row.person, reason=row.reason,
                            start=row.anchor_start, end=row.anchor_end, of=content[_DISMISSED],
                        )
                    )  # fmt: skip
        return found


def _holds(connection: Connection, number: int) -> bool:
    log, holds = schema.judgements.c, True
    later = connection.execute(sa.select(log.number).where(log.undoes == number)).scalar_one_or_none()
    while later is not None:
        holds = not holds
        later = connection.execute(sa.select(log.number).where(log.undoes == later)).scalar_one_or_none()
    return holds


def _case(n: int, unit: Unit, looked: Looked, dismissals: Sequence[Dismissal], since: str) -> Case:
    """The case of a unit: decided where somebody judged it since the assignment was made."""
    anchor = anchor_of(_any_claim(unit))
    key = f"{unit.kind}-{anchor.start}-{anchor.end}-{n}"
    if unit.machine is not None:
        verdict = looked.over.verdicts.get(unit.machine.id) or looked.over.rejected.get(unit.machine.id)
        return Case(unit=unit, key=key, verdict=verdict if verdict and verdict.made >= since else None)
    added = (
        v for v in looked.over.verdicts.values()
        if v.kind == unit.kind and v.made >= since and v.claim not in {c.id for c in claims_of(looked.machine)}
        and v.start < anchor.end and v.end > anchor.start
    )  # fmt: skip
    gone = (d for d in dismissals if d.of == unit.kind and d.start < anchor.end and d.end > anchor.start)
    return Case(unit=unit, key=key, verdict=next(added, None), dismissal=next(gone, None))


def _decision(unit: Unit, choice: Choice, looked: Looked) -> Decision | None:
    """The decision that a choice comes to; None where there is nothing to write: what only coders had is no claim."""
    base = None if choice.as_ == NO_CLAIM else _claim_of(unit, choice.as_)
    if base is None:
        return None if unit.machine is None else Decision("rejected", claim=unit.machine.id, reason=choice.reason)
    here = Mentions(looked.record)
    fields = _said(unit, choice.as_, base, here)
    for one in unit.fields:
        if (whose := choice.fields.get(one.name)) is not None and (other := _claim_of(unit, whose)) is not None:
            given = _said(unit, whose, other, here)
            fields |= {attribute: given[attribute] for attribute in one.attributes}
    fields |= choice.own
    known = {claim.id for claim in claims_of(looked.record)}
    fields |= {name: None for name in _POINTING if fields.get(name) is not None and fields[name] not in known}
    if unit.machine is None:
        return Decision("added", kind=unit.kind, fields=fields, reason=choice.reason, mentions=here.added())  # type: ignore[arg-type]
    now = looked.over.before.get(unit.machine.id, unit.machine).model_dump(mode="json")
    changed = {name: value for name, value in fields.items() if now.get(name) != value}
    word = "corrected" if changed or unit.machine.id in looked.over.rejected else "accepted"
    return Decision(word, claim=unit.machine.id, fields=changed, reason=choice.reason, mentions=here.added())  # type: ignore[arg-type]


def _said(unit: Unit, whose: str, claim: Claim, here: Mentions) -> dict[str, Any]:
    """The fields of a claim of the machine or of a coder, what it points at as it is called here."""
    fields = claim.model_dump(mode="json", exclude={"id", "review"})
    record = unit.records[None if whose == MACHINE else whose]
    around = around_of(fields, record, {})
    return led(fields, lambda layer, old: here.id_of(layer, around[layer][old]))


def _claim_of(unit: Unit, whose: str) -> Claim | None:
    return unit.machine if whose == MACHINE else unit.coders.get(whose)


def _any_claim(unit: Unit) -> Claim:
    return unit.machine or next(claim for claim in unit.coders.values() if claim is not None)


def _seen(decision: Decision, looked: Looked) -> dict[str, int]:
    return {} if decision.claim is None else {decision.claim: looked.version(decision.claim)}


def _with(choice: Choice, reason: str) -> dict[str, Any]:
    return {"as_": choice.as_, "fields": choice.fields, "own": choice.own, "reason": reason}
