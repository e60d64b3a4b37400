"""From the reports of one happening to an incident: figures, place, time, actors, type and grade, each with its claims.

Nothing here is read or written; the same claims in any order give the same incident.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dateline.incidents import Disagreement, History, Incident, IncidentActor, IncidentPlace, IncidentTime, Report
from dateline.link.facts import EventFacts, TollFacts
from dateline.link.reconcile.agree import agreed_actors, agreed_place, agreed_time, agreed_type
from dateline.link.reconcile.grades import graded
from dateline.link.reconcile.tolls import reconcile_tolls
from dateline.link.reconcile.voices import Scene
from dateline.records import Acled, EventType

__all__ = ["Scene", "reconcile"]


def reconcile(
    incident_id: str,
    scene: Scene,
    *,
    aggregate: bool = False,
    contains: Sequence[str] = (),
    reviewed: bool = False,
    history: Sequence[History] = (),
) -> Incident:
    """The incident that the scene's events tell of together.

    ``aggregate`` and ``contains`` mark a summary of other incidents.
    Raises ValueError when there is no event.
    """
    events = sorted(scene.events, key=_in_order)
    if not events:
        raise ValueError("an incident needs at least one event")
    told = [e for e in events if e.status != "denied"] or events
    kind, mode, acled, about_type = agreed_type(told, scene)
    place, about_place = agreed_place(told, scene)
    when, about_time = agreed_time(told, scene)
    actors, rivals = agreed_actors(told, lambda e: e.actors, scene)
    recipients, _ = agreed_actors(told, lambda e: e.recipients, scene)
    grade, reasons = graded(events, scene, rivals=rivals)
    tolls = sorted(_tolls(events, aggregate=aggregate), key=lambda t: (t.document, t.start, t.toll))
    return Incident(
        id=incident_id,
        title=_title(_what(kind, mode, acled, actors, recipients), place, when),
        type=kind,
        mode=mode,
        acled=acled,
        place=place,
        when=when,
        actors=actors,
        recipients=recipients,
        reports=tuple(_report(e, scene) for e in events),
        sources=_publishers(events, scene),
        independent_sources=len(scene.origins(told)),
        grade=grade,
        grade_reasons=reasons,
        tolls=reconcile_tolls(tolls, scene),
        disagreements=_listed(*about_type, about_place, about_time),
        aggregate=aggregate,
        contains=tuple(contains),
        reviewed=reviewed,
        history=tuple(history),
    )


def _tolls(events: Sequence[EventFacts], *, aggregate: bool) -> Iterator[TollFacts]:
    """The events' tolls. "The toll has risen to 19" counts over time, but of one day's event it is that event's toll."""
    for event in events:
        one_day = event.start is not None and event.start == event.end and not aggregate
        for toll in event.tolls:
            rising = toll.scope == "cumulative" and toll.since is None and toll.until is None
            yield toll._replace(scope="incident") if rising and one_day else toll


def _in_order(event: EventFacts) -> tuple[str, str, int, str]:
    return (event.published.isoformat() if event.published else "", event.document, event.offset, event.event)


def _report(event: EventFacts, scene: Scene) -> Report:
    return Report(
        document=event.document,
        event=event.event,
        original=event.document not in scene.copy_of,
        source=event.publisher,
        published=event.published.isoformat() if event.published else None,
    )


def _publishers(events: Sequence[EventFacts], scene: Scene) -> int:
    """How many publishers reported it, copies of another's report not counted."""
    originals = [e for e in events if e.document not in scene.copy_of] or events
    return len({e.publisher or e.document for e in originals})


def _listed(*found: Disagreement | None) -> tuple[Disagreement, ...]:
    return tuple(d for d in found if d is not None)


def _what(
    kind: EventType,
    mode: str | None,
    acled: Acled | None,
    actors: Sequence[IncidentActor],
    recipients: Sequence[IncidentActor],
) -> str:
    """The ACLED type, or else the PLOVER type with who and whom: "Reject: Sudan → Chad"."""
    if acled is not None:
        return acled.sub_event_type
    what = kind.capitalize() + (f" ({mode})" if mode else "")
    sides = [" and ".join(a.name for a in side[:2]) for side in (actors, recipients)]
    return what + (f": {' → '.join(s for s in sides if s)}" if any(sides) else "")


def _title(what: str, place: IncidentPlace | None, when: IncidentTime) -> str:
    """As in "Air/drone strike, Idlib, 2024-11-27/2024-12-03"."""
    days = when.start if when.start == when.end else f"{when.start}/{when.end}"
    return ", ".join(x for x in (what, place.name if place else None, days if when.start else None) if x)
