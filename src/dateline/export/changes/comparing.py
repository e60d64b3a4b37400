"""What changed between two states of a store's incidents: added, changed, retracted, each with its reasons."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from dateline.export.words.incidents import figure, plural, whose
from dateline.incidents import Incident, IncidentToll
from dateline.link.tellings import Ref

Became = Literal["added", "changed", "retracted"]
_FIELDS = ("title", "type", "place", "when", "actors", "recipients", "grade", "figures", "disputed")
_REPORTS_NAMED = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An incident as changes are told of it, in words. ``reports`` are (id as exported, publisher, day published).

    ``events`` are the events that it is made of, by the store's own ids: by them one sees where they went. They never leave.
    """

    title: str
    type: str
    place: str
    when: str
    actors: str
    recipients: str
    grade: str
    figures: Mapping[str, str]
    disputed: str
    known: str
    reports: Sequence[Sequence[str]]
    events: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One field before and after; None where there was, or is, nothing."""

    field: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What became of one incident; ``at`` is the day, ISO 8601, on which that became known."""

    became: Became
    id: str
    title: str
    at: str
    differences: tuple[Difference, ...] = ()
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportChange:
    """A report that became known, or was read anew; ``corrects`` is the id of the report whose figures it changes."""

    became: Literal["added", "corrects", "read anew"]
    id: str
    title: str | None
    source: str | None
    at: str
    corrects: str | None = None
    figures: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgementChange:
    """A judgement that was made: what (merge, split …), by whom, why, and of which incidents as they now are."""

    number: int
    what: str
    by: str
    why: str | None
    at: str
    undone: bool
    incidents: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """Everything that changed from the day ``since`` on, up to and with the day ``until``, ISO 8601."""

    since: str
    until: str
    profile: str
    conditions: Mapping[str, str] = field(default_factory=dict)
    incidents: tuple[Change, ...] = ()
    reports: tuple[ReportChange, ...] = ()
    judgements: tuple[JudgementChange, ...] = ()

    def of(self, became: Became) -> list[Change]:
        """The incidents of which this became."""
        return [change for change in self.incidents if change.became == became]

    def to_dict(self) -> dict[str, Any]:
        """As plain values."""
        return asdict(self)


def entry_of(incident: Incident, out: Incident) -> Entry:
    """The entry of an incident: ``out`` is as the profile lets it out, ``incident`` as it is in the store."""
    place = out.place
    published = sorted(r.published for r in out.reports if r.published)
    return Entry(
        title=out.title,
        type=out.acled.sub_event_type if out.acled else "/".join(x for x in (out.type, out.mode) if x),
        place=", ".join(x for x in (place.name, place.admin1, place.country) if x) if place else "",
        when="/".join(dict.fromkeys(x for x in (out.when.start, out.when.end) if x)),
        actors=", ".join(sorted({a.name for a in out.actors})),
        recipients=", ".join(sorted({a.name for a in out.recipients})),
        grade=out.grade,
        figures=dict(_figures(out.tolls)),
        disputed=", ".join(sorted({d.field for d in out.disagreements})),
        known=published[0] if published else "",
        reports=sorted({(r.document, r.source or "", r.published or "") for r in out.reports}),
        events=sorted({(r.document, r.event) for r in incident.reports}),
    )


def _figures(tolls: Iterable[IncidentToll]) -> Iterator[tuple[str, str]]:
    """Each figure by what it counts: two of one label are told apart by number."""
    seen: dict[str, int] = {}
    for toll in tolls:
        scope = f"in all since {toll.since}" if toll.since else "in all" if toll.scope == "cumulative" else ""
        label = ", ".join(x for x in (toll.harm.replace("_", " "), whose(toll), scope) if x)
        seen[label] = seen.get(label, 0) + 1
        yield (label if seen[label] == 1 else f"{label} ({seen[label]})"), figure(toll)


def compared(
    before: Mapping[str, Entry], after: Mapping[str, Entry], log: Sequence[tuple[frozenset[Ref], str]], day: str
) -> list[Change]:
    """What became of the incidents: those added first, then the changed and the retracted ones, each by day and id.

    ``log`` are the judgements in between, in words, with the events that each is about; ``day`` stands where no report
    says when a change became known.
    """
    holder = {tuple(event): id_ for id_, entry in after.items() for event in entry.events}
    before = _aligned(before, after, holder)
    found = []
    for id_ in sorted(after.keys() - before.keys()):
        reasons = (*_came_from(id_, after[id_], before), *_judged(after[id_], log))
        found.append(
            Change(became="added", id=id_, title=after[id_].title, at=_latest(after[id_], None, day), reasons=reasons)
        )
    for id_ in sorted(after.keys() & before.keys()):
        if differences := _differences(before[id_], after[id_]):
            reasons = (*_new_reports(before[id_], after[id_]), *_judged(after[id_], log))
            at = _latest(after[id_], before[id_], day)
            found.append(
                Change(
                    became="changed", id=id_, title=after[id_].title, at=at, differences=differences, reasons=reasons
                )
            )
    for id_ in sorted(before.keys() - after.keys()):
        reasons = (*_went(before[id_], after, holder), *_judged(before[id_], log))
        found.append(Change(became="retracted", id=id_, title=before[id_].title, at=day, reasons=reasons))
    order = {"added": 0, "changed": 1, "retracted": 2}
    return sorted(found, key=lambda change: (order[change.became], change.at, change.id))


def _aligned(
    before: Mapping[str, Entry], after: Mapping[str, Entry], holder: Mapping[tuple[str, ...], str]
) -> Mapping[str, Entry]:
    """``before`` with the ids that its incidents have now: one that only got another id is no other incident."""
    claimed: dict[str, list[str]] = {}
    for id_ in before.keys() - after.keys():
        homes = {holder[tuple(event)] for event in before[id_].events if tuple(event) in holder}
        if len(homes) == 1 and not homes & before.keys():
            claimed.setdefault(homes.pop(), []).append(id_)
    renamed = {old: new for new, olds in claimed.items() if len(olds) == 1 for old in olds}
    return {renamed.get(id_, id_): entry for id_, entry in before.items()}


def _differences(before: Entry, after: Entry) -> tuple[Difference, ...]:
    found = []
    for name in _FIELDS:
        old, new = getattr(before, name), getattr(after, name)
        if name == "figures":
            labels = list(dict.fromkeys([*old, *new]))
            found += [
                Difference(field=label, before=old.get(label), after=new.get(label))
                for label in labels
                if old.get(label) != new.get(label)
            ]
        elif old != new:
            found.append(Difference(field=name, before=old or None, after=new or None))
    if len(before.reports) != len(after.reports):
        found.append(Difference(field="reports", before=str(len(before.reports)), after=str(len(after.reports))))
    return tuple(found)


def _new_reports(before: Entry, after: Entry) -> Iterator[str]:
    known = {report[0] for report in before.reports}
    new = [report for report in after.reports if report[0] not in known]
    if new:
        named = [" ".join(x for x in (source or "no source", f"({day})" if day else "") if x) for _, source, day in new]
        more = f" and {len(named) - _REPORTS_NAMED} more" if len(named) > _REPORTS_NAMED else ""
        yield f"{len(new)} more {plural('report', len(new))}: {', '.join(named[:_REPORTS_NAMED])}{more}"
    if gone := known - {report[0] for report in after.reports}:
        yield f"{len(gone)} {plural('report', len(gone))} no longer told of it"


def _came_from(id_: str, entry: Entry, before: Mapping[str, Entry]) -> Iterator[str]:
    """Where its events were before, if they were anywhere."""
    mine = {tuple(event) for event in entry.events}
    homes = (
        sorted(old for old, told in before.items() if mine & {tuple(event) for event in told.events}) if mine else []
    )
    if homes:
        yield f"its events were told as {' and '.join(homes)} before"


def _went(entry: Entry, after: Mapping[str, Entry], holder: Mapping[tuple[str, ...], str]) -> Iterator[str]:
    homes = sorted({holder[tuple(event)] for event in entry.events if tuple(event) in holder})
    if len(homes) == 1:
        yield f"it is now told as part of {homes[0]} ({after[homes[0]].title})"
    elif homes:
        yield f"it was taken apart: its events are now told as {', '.join(homes)}"
    else:
        yield "its reports are read otherwise now, or it no longer meets the conditions"


def _judged(entry: Entry, log: Sequence[tuple[frozenset[Ref], str]]) -> Iterator[str]:
    mine = {(document, event) for document, event in entry.events}
    yield from (words for refs, words in log if refs & mine)


def _latest(after: Entry, before: Entry | None, day: str) -> str:
    known = {report[0] for report in before.reports} if before else set()
    days = [report[2] for report in after.reports if report[0] not in known and report[2]]
    return max(days, default=day)
