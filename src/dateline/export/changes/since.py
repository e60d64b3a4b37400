"""What changed in a store since a day: two states of it compared, and the reports and judgements in between."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from dateline.export.changes.comparing import Changes, Entry, JudgementChange, ReportChange, compared, entry_of
from dateline.incidents import Incident

if TYPE_CHECKING:
    from dateline.export.responsibility import Responsible
    from dateline.store import Store
    from dateline.store.judgements import Judgement


def changes_since(
    store: Store, profile: Responsible, since: date, until: date, conditions: Mapping[str, Any] | None = None
) -> Changes:
    """What changed in the store from the day ``since`` on: as it was known the day before, against ``until``.

    ``conditions`` are fields of :class:`~dateline.store.query.Query` by name, without ``as_of``. Reports that became
    known, and judgements that were made, are listed whatever the conditions: a judgement may be why an incident no
    longer meets them.
    """
    from dateline.export.selection import conditions_in_words
    from dateline.store.changed import incidents_that_differ, new_reports, read_anew

    asked = {name: value for name, value in (conditions or {}).items() if value is not None}
    before, after = (
        _entries(profile, found) for found in incidents_that_differ(store, since - timedelta(days=1), until, asked)
    )
    made = [line for line in store.judgements() if since.isoformat() <= line.made[:10] <= until.isoformat()]
    log = [(frozenset(ref for side in line.sides for ref in side), judged_words(line, profile)) for line in made]
    holder = {tuple(event): id_ for id_, entry in after.items() for event in entry.events}
    reports = [
        _report(store, profile, r.id, r.known.isoformat(), r.corrects, r.figures)
        for r in new_reports(store, since, until)
    ]
    reports += [
        _report(store, profile, r.id, r.made[:10], None, None, anew=True) for r in read_anew(store, since, until)
    ]
    return Changes(
        since=since.isoformat(),
        until=until.isoformat(),
        profile=profile.name,
        conditions=profile.conditions(conditions_in_words(asked)),
        incidents=tuple(compared(before, after, log, until.isoformat())),
        reports=tuple(report for report in reports if report is not None),
        judgements=tuple(_judgement(line, profile, holder) for line in made),
    )


def _entries(profile: Responsible, incidents: Iterable[Incident]) -> dict[str, Entry]:
    shown = ((incident, profile.incident(incident)) for incident in incidents)
    return {incident.id: entry_of(incident, out) for incident, out in shown if out is not None}


def _report(
    store: Store, profile: Responsible, id_: str, at: str, corrects: str | None, figures: str | None, *, anew: bool = False
) -> ReportChange | None:  # fmt: skip
    out = profile.document(store.document(id_))
    if out is None:
        return None
    of = profile.document(store.document(corrects)) if corrects else None
    return ReportChange(
        became="read anew" if anew else "corrects" if of else "added",
        id=out.document.id, title=out.document.title, source=out.document.source, at=at,
        corrects=of.document.id if of else None, figures=figures if of else None,
    )  # fmt: skip


def judged_words(line: Judgement, profile: Responsible) -> str:
    """A judgement in words, as the profile lets it out: "merge by A. Analyst on 2024-12-03: the same strike"."""
    by, why = profile.judged(line.person, line.reason)
    return (
        f"{line.kind} by {by} on {line.made[:10]}"
        + (f": {why}" if why else "")
        + (" (taken back)" if line.undone else "")
    )


def _judgement(line: Judgement, profile: Responsible, holder: Mapping[tuple[str, ...], str]) -> JudgementChange:
    by, why = profile.judged(line.person, line.reason)
    about = sorted({holder[ref] for side in line.sides for ref in side if ref in holder})
    return JudgementChange(
        number=line.number,
        what=line.kind,
        by=by,
        why=why,
        at=line.made[:10],
        undone=line.undone,
        incidents=tuple(about),
    )
