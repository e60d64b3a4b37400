"""The effective record: the machine's coding with what people decided about its claims laid over it.

It is computed of the coding and of the verdicts that hold, and of nothing else: taking a verdict back restores what
was there before, in whatever order verdicts are taken back.

A verdict is about words. When a document is coded anew, it goes to the claim that stands on those words; its values
are kept as they were judged, whatever the new coding says. Where no claim stands there any more, the claim is kept as
it was judged, and the verdict is listed as lost.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from dateline.records import CodedDocument, Event, Relation, Span, Statement, Toll
from dateline.store.review.reattach import Mentions, attach

ClaimKind = Literal["event", "toll", "statement", "relation"]
Word = Literal["accepted", "corrected", "rejected", "added"]
Claim = Event | Toll | Statement | Relation
LAYER: Mapping[str, str] = {"event": "events", "toll": "tolls", "statement": "statements", "relation": "relations"}
PREFIX: Mapping[str, str] = {"event": "e", "toll": "t", "statement": "s", "relation": "r"}
RECORD: Mapping[str, type[Claim]] = {"event": Event, "toll": Toll, "statement": Statement, "relation": Relation}
_ALIKE = ("type", "mode", "harm", "best", "low", "relation", "subject", "object", "speaker")


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a person decided about one claim of one document: a line of the log.

    ``claim`` is the id that the claim had then, ``start`` and ``end`` are the words that it hangs on. ``was`` is the
    claim as it was before, ``to`` as it is since (None where it is rejected), both as JSON with the ids of that time;
    ``around`` is what these ids stood for. ``subject`` is the number of the first verdict about the same claim.
    ``holds`` is false where it was taken back; ``assignment`` is set on drafts of double coding, which change nothing
    outside it. ``last`` is the last line that touched it: its own, or one that took it back or restored it.
    """

    number: int
    made: str
    person: str
    verdict: Word
    kind: ClaimKind
    claim: str
    start: int
    end: int
    subject: int
    reason: str | None = None
    was: Mapping[str, Any] | None = None
    to: Mapping[str, Any] | None = None
    around: Mapping[str, Any] = field(default_factory=dict)
    assignment: int | None = None
    holds: bool = True
    last: int = 0
    undone_by: str | None = None

    @property
    def changed(self) -> tuple[str, ...]:
        """The fields of the claim that came out otherwise, by name."""
        was, to = self.was or {}, self.to or {}
        return tuple(sorted(name for name in to if name != "review" and was.get(name) != to.get(name))) if was else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlaid:
    """A record with the verdicts that hold laid over it.

    ``verdicts``: of each claim of ``record`` that somebody judged, the verdict that holds; ``rejected``: of each claim
    of the coding that is not in the record for it, by its id there. ``lost`` are the verdicts whose words no claim of
    the coding stands on any more. ``before`` are the claims before references to rejected ones were led elsewhere.
    ``subjects`` says of claims, by id, which subject they are, also where nothing about it holds any more.
    """

    record: CodedDocument
    verdicts: Mapping[str, Verdict]
    rejected: Mapping[str, Verdict]
    lost: tuple[Verdict, ...]
    before: Mapping[str, Claim]
    subjects: Mapping[str, int]

    @property
    def waiting(self) -> int:
        """How many claims nobody has judged."""
        return sum(claim.review is None for claim in claims_of(self.record))


def overlay(coded: CodedDocument, verdicts: Iterable[Verdict]) -> CodedDocument:
    """The effective record: see :func:`overlaid`."""
    return overlaid(coded, verdicts).record


def overlaid(coded: CodedDocument, verdicts: Iterable[Verdict]) -> Overlaid:
    """The machine's record with those of the verdicts that hold laid over it. They are all of one document."""
    log = sorted(verdicts, key=lambda verdict: verdict.number)
    subjects: dict[int, list[Verdict]] = {}
    for verdict in log:
        subjects.setdefault(verdict.subject, []).append(verdict)
    machine = claims_of(coded)
    at = _placed(machine, subjects)
    return _Laying(coded, machine, subjects, at).laid()


def claims_of(coded: CodedDocument) -> tuple[Claim, ...]:
    """The claims of a record, layer by layer."""
    return (*coded.events, *coded.tolls, *coded.statements, *coded.relations)


def kind_of(claim: Claim) -> ClaimKind:
    """Of which kind a claim is."""
    kinds: Mapping[type[Claim], ClaimKind] = {
        Event: "event", Toll: "toll", Statement: "statement", Relation: "relation"
    }  # fmt: skip
    return kinds[type(claim)]


def anchor_of(claim: Claim) -> Span:
    """The words that a claim hangs on, by which it is found again."""
    if isinstance(claim, Event):
        return claim.trigger
    if isinstance(claim, Toll):
        return claim.number or claim.evidence[0]
    if isinstance(claim, Statement):
        return claim.cue or claim.evidence[0]
    return claim.evidence[0]


def _placed(machine: Sequence[Claim], subjects: Mapping[int, Sequence[Verdict]]) -> dict[int, str]:
    """Of each subject the claim of the coding that it is, where there is one; no two are the same claim."""
    found = []
    for subject, lines in subjects.items():
        if lines[0].verdict == "added":
            continue
        line = lines[-1]
        idle = not any(verdict.holds for verdict in lines)
        for claim in machine:
            anchor = anchor_of(claim)
            if kind_of(claim) == line.kind and anchor.start < line.end and anchor.end > line.start:
                apart = abs(anchor.start - line.start) + abs(anchor.end - line.end)
                found.append((idle, apart, _unlike(claim, lines[0].was), claim.id != line.claim, subject, claim.id))
    at: dict[int, str] = {}
    taken: set[str] = set()
    for *_, subject, claim_id in sorted(found):
        if subject not in at and claim_id not in taken:
            at[subject] = claim_id
            taken.add(claim_id)
    return at


def _unlike(claim: Claim, was: Mapping[str, Any] | None) -> int:
    """In how many of what tells claims on the same words apart they differ."""
    return sum(getattr(claim, name) != (was or {}).get(name) for name in _ALIKE if hasattr(claim, name))


class _Laying:
    """One laying of verdicts over a coding."""

    def __init__(
        self, coded: CodedDocument, machine: Sequence[Claim], subjects: Mapping[int, Sequence[Verdict]],
        at: Mapping[int, str],
    ) -> None:  # fmt: skip
        self._coded, self._machine, self._subjects = coded, machine, subjects
        self._mentions = Mentions(coded)
        self._ids = {item.id for layer in ("actors", "places", "dates") for item in getattr(coded, layer)}
        self._ids |= {claim.id for claim in machine}
        self._holding = {s: held[-1] for s, lines in subjects.items() if (held := [v for v in lines if v.holds])}
        self._id_of = dict(at)
        for subject, verdict in self._holding.items():
            if subject not in at:
                self._id_of[subject] = self._free(verdict)
        self._of_machine = {claim_id: subject for subject, claim_id in at.items()}
        self._placed = at

    def _free(self, verdict: Verdict) -> str:
        """The id that the claim was judged under, or another that nothing else has."""
        number, made = 1, verdict.claim
        while made in self._ids:
            made = f"{PREFIX[verdict.kind]}{number}"
            number += 1
        self._ids.add(made)
        return made

    def laid(self) -> Overlaid:
        """The effective record, and what became of each verdict."""
        before: dict[str, Claim] = {}
        judged: dict[str, Verdict] = {}
        rejected: dict[str, Verdict] = {}
        gone: dict[str, Claim] = {}
        for claim in self._machine:
            verdict = self._holding.get(self._of_machine.get(claim.id, 0))
            if verdict is None:
                before[claim.id] = claim
            elif verdict.verdict == "rejected":
                rejected[claim.id], gone[claim.id] = verdict, claim
            else:
                before[claim.id], judged[claim.id] = self._as_judged(claim.id, verdict), verdict
        for subject, verdict in self._holding.items():
            if subject not in self._placed:
                claim_id = self._id_of[subject]
                if verdict.verdict == "rejected":
                    rejected[claim_id] = verdict
                else:
                    before[claim_id], judged[claim_id] = self._as_judged(claim_id, verdict), verdict
        lost = tuple(
            verdict
            for subject, verdict in self._holding.items()
            if subject not in self._placed and self._subjects[subject][0].verdict != "added"
        )
        return Overlaid(
            record=self._record(_without(before, gone)),
            verdicts=judged,
            rejected=rejected,
            lost=lost,
            before=before,
            subjects={claim_id: subject for subject, claim_id in self._id_of.items()},
        )

    def _as_judged(self, claim_id: str, verdict: Verdict) -> Claim:
        """The claim as it was judged, with the ids that things have in this coding."""
        assert verdict.to is not None
        fields = attach(verdict.to, verdict.around, self._mentions, self._claim_id)
        fields |= {"id": claim_id, "review": self._review(verdict)}
        return RECORD[verdict.kind].model_validate_json(json.dumps(fields))

    def _review(self, verdict: Verdict) -> str:
        """What a person made of the claim: one that was corrected and then accepted is no machine's."""
        lines = self._subjects[verdict.subject]
        if lines[0].verdict == "added":
            return "added"
        corrected = any(line.holds and line.verdict == "corrected" for line in lines)
        return "corrected" if corrected else verdict.verdict

    def _claim_id(self, claim_id: str, about: Mapping[str, Any]) -> str | None:
        """The id that a claim which a judged one points at has now; None where it is no more."""
        if (subject := about.get("subject")) in self._id_of:
            return self._id_of[subject]
        if about.get("added"):
            return None
        found = []
        for claim in self._machine:
            anchor = anchor_of(claim)
            if kind_of(claim) == about["kind"] and anchor.start < about["end"] and anchor.end > about["start"]:
                apart = abs(anchor.start - about["start"]) + abs(anchor.end - about["end"])
                found.append((apart, claim.id != claim_id, claim.id))
        return min(found)[2] if found else None

    def _record(self, claims: Mapping[str, Claim]) -> CodedDocument:
        fields = {name: getattr(self._coded, name) for name in ("document", "notes")}
        fields |= self._mentions.layers()
        for kind, layer in LAYER.items():
            fields[layer] = tuple(claim for claim in claims.values() if kind_of(claim) == kind)
        return CodedDocument(**fields)


def _without(claims: Mapping[str, Claim], gone: Mapping[str, Claim]) -> dict[str, Claim]:
    """The claims, those that point at a rejected one led to what it was said to be itself, or to nothing.

    A toll of a rejected event goes to another event that tells of the same happening, and is without one else: the
    figure stands in the text all the same. Whoever rejects the event for the figure's sake rejects the toll too.
    """

    def led(claim_id: str | None, name: str, seen: Collection[str] = ()) -> str | None:
        if claim_id is None or claim_id in claims:
            return claim_id
        if claim_id not in gone or claim_id in seen:
            return None
        further = getattr(gone[claim_id], name)
        if further is None and name == "same_as":
            further = next((e.id for e in claims.values() if isinstance(e, Event) and e.same_as == claim_id), None)
        return led(further, name, (*seen, claim_id))

    made: dict[str, Claim] = {}
    for claim in claims.values():
        update: dict[str, str | None] = {}
        if isinstance(claim, Toll):
            update = {"event": led(claim.event, "same_as"), "part_of": led(claim.part_of, "part_of")}
        elif isinstance(claim, Event):
            same = led(claim.same_as, "same_as")
            update = {"same_as": same if same != claim.id else None}
        changed = any(getattr(claim, name) != value for name, value in update.items())
        made[claim.id] = claim.model_copy(update=update) if changed else claim
    return made
