"""Place, time, actors and type of an incident: the most specific that the better sources agree on; who differs is listed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import date
from typing import NamedTuple, TypeVar

from dateline.incidents import ClaimRef, Disagreement, DisputedValue, IncidentActor, IncidentPlace, IncidentTime
from dateline.link.facts import ActorFacts, EventFacts, PlaceFacts
from dateline.link.reconcile.voices import Scene, same_side
from dateline.ontology import earth
from dateline.ontology.authority import fold
from dateline.ontology.codes import ACLED_SUB_EVENTS
from dateline.records import Acled, EventType, WhenPrecision

V = TypeVar("V")
_POINT_KM, _NEAR_KM, _AREA_KM = 5.0, 25.0, 60.0
_READS_NO_DAY = 31


class Backing(NamedTuple):
    """How well a value is backed: origins that give it, and the best standing among them."""

    origins: int
    standing: int


def ref(event: EventFacts) -> ClaimRef:
    """The event as a claim to point at."""
    return ClaimRef(document=event.document, claim=event.event)


def backing(events: Iterable[EventFacts], scene: Scene) -> Backing:
    """How well what these events say is backed."""
    voices = [scene.of_event(e) for e in events]
    return Backing(len({v.key for v in voices}), max((scene.standing(v) for v in voices), default=0))


def agreed_place(events: Sequence[EventFacts], scene: Scene) -> tuple[IncidentPlace | None, Disagreement | None]:
    """The most specific place that as many origins allow as speak against it; and the places that cannot be it."""
    groups = _grouped(events, lambda e: e.place, _place_key)
    if not groups:
        return None, None
    groups.sort(key=lambda g: (_specificity(g[0]), *(-x for x in backing(g[1], scene))))

    def against(place: PlaceFacts) -> list[tuple[PlaceFacts, list[EventFacts]]]:
        return [g for g in groups if not _may_be_one(place, g[0])]

    chosen = next(
        (
            g
            for g in groups
            if backing([e for o in groups if _may_be_one(g[0], o[0]) for e in o[1]], scene)
            >= backing([e for o in against(g[0]) for e in o[1]], scene)
        ),
        groups[0],
    )
    p = chosen[0]
    place = IncidentPlace(
        name=p.name,
        geonames_id=p.geonames_id,
        lat=p.lat,
        lon=p.lon,
        country=p.country,
        admin1=p.admin1,
        feature=p.feature,
        precision=p.precision,
    )
    return place, _disagreement("place", [chosen, *against(p)], lambda v: v.name)


def agreed_time(events: Sequence[EventFacts], scene: Scene) -> tuple[IncidentTime, Disagreement | None]:
    """The narrowest days that as many origins allow as speak against; a window read from no text yields to any that was."""
    dated = [e for e in events if e.start is not None and e.end is not None]
    read = [e for e in dated if e.derived_by is None or "window" not in e.derived_by] or dated
    groups = _grouped(read, _days, lambda d: d)
    if not groups:
        return IncidentTime(), None
    groups.sort(key=lambda g: ((g[0][1] - g[0][0]).days, *(-x for x in backing(g[1], scene)), g[0]))

    def split(days: tuple[date, date], *, meets: bool) -> list[tuple[tuple[date, date], list[EventFacts]]]:
        return [g for g in groups if (g[0][0] <= days[1] and days[0] <= g[0][1]) is meets]

    chosen = next(
        (
            g
            for g in groups
            if backing([e for o in split(g[0], meets=True) for e in o[1]], scene)
            >= backing([e for o in split(g[0], meets=False) for e in o[1]], scene)
        ),
        groups[0],
    )
    (start, end), those = chosen
    time = IncidentTime(start=start.isoformat(), end=end.isoformat(), precision=_precision(start, end, those))
    return time, _disagreement("when", [chosen, *split(chosen[0], meets=False)], _days_text)


def agreed_type(
    events: Sequence[EventFacts], scene: Scene
) -> tuple[EventType, str | None, Acled | None, tuple[Disagreement, ...]]:
    """The PLOVER type, mode and ACLED type that most origins give (by standing where equal), and who says otherwise."""
    types: list[tuple[EventType, list[EventFacts]]] = _ranked(_grouped(events, lambda e: e.type, lambda t: t), scene)
    kind, of_kind = types[0]
    modes = _ranked(_grouped(of_kind, lambda e: e.mode, lambda m: m), scene)
    of_mode = modes[0][1] if modes else of_kind
    acleds = _ranked(_grouped(of_mode, lambda e: e.acled, lambda a: a), scene) or _ranked(
        _grouped(of_kind, lambda e: e.acled, lambda a: a), scene
    )
    found = [_disagreement("type", types, str), _disagreement("mode", modes, str)]
    return (
        kind,
        modes[0][0] if modes else None,
        _acled(acleds[0][0]) if acleds else None,
        tuple(d for d in found if d is not None),
    )


def agreed_actors(
    events: Sequence[EventFacts], those: Callable[[EventFacts], tuple[ActorFacts, ...]], scene: Scene
) -> tuple[tuple[IncidentActor, ...], bool]:
    """The actors that reports name, those with most origins first; and whether reports name sides that exclude one another."""
    by_actor: dict[Hashable, list[tuple[ActorFacts, EventFacts]]] = defaultdict(list)
    for event in events:
        for actor in those(event):
            by_actor[_actor_key(actor)].append((actor, event))
    rivals = _rivals(events, those, scene)
    made = [
        (backing([e for _, e in named], scene), _incident_actor(named, contested=key in rivals))
        for key, named in by_actor.items()
    ]
    made.sort(key=lambda m: (-m[0].origins, -m[0].standing, m[1].name))
    return tuple(actor for _, actor in made), bool(rivals)


def distance_km(a: PlaceFacts, b: PlaceFacts) -> float | None:
    """The great-circle distance (haversine) in km, None where either has no coordinates."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return None
    return earth.distance_km(a.lat, a.lon, b.lat, b.lon)


def _grouped(
    events: Iterable[EventFacts], value: Callable[[EventFacts], V | None], key: Callable[[V], Hashable]
) -> list[tuple[V, list[EventFacts]]]:
    """The values that the events give, each once with the events that give it, in the order of first sight."""
    out: dict[Hashable, tuple[V, list[EventFacts]]] = {}
    for event in events:
        found = value(event)
        if found is not None:
            out.setdefault(key(found), (found, []))[1].append(event)
    return list(out.values())


def _ranked(groups: list[tuple[V, list[EventFacts]]], scene: Scene) -> list[tuple[V, list[EventFacts]]]:
    return sorted(groups, key=lambda g: (*(-x for x in backing(g[1], scene)), -len(g[1]), str(g[0])))


def _disagreement(
    field: str, groups: Sequence[tuple[V, list[EventFacts]]], text: Callable[[V], str]
) -> Disagreement | None:
    if len(groups) < 2:
        return None
    values = tuple(DisputedValue(value=text(v), claims=tuple(ref(e) for e in those)) for v, those in groups)
    return Disagreement(field=field, values=values)


def _place_key(place: PlaceFacts) -> Hashable:
    return place.geonames_id if place.geonames_id is not None else (fold(place.name), place.country)


def _specificity(place: PlaceFacts) -> tuple[bool, int]:
    return place.lat is None, place.precision or 7


def _may_be_one(a: PlaceFacts, b: PlaceFacts) -> bool:
    """Whether both may name one spot: the same name, the one within the other, or near enough for how exact they are."""
    if _place_key(a) == _place_key(b):
        return True
    if a.country and b.country and a.country != b.country:
        return False
    coarse = max(a.precision or 7, b.precision or 7)
    if coarse >= 6:
        return True
    if coarse == 4:
        return a.admin1 is None or b.admin1 is None or a.admin1 == b.admin1
    apart = distance_km(a, b)
    if apart is None:
        return fold(a.name) in fold(b.name) or fold(b.name) in fold(a.name)
    return apart <= (_POINT_KM if coarse == 1 else _NEAR_KM if coarse == 2 else _AREA_KM)


def _days(event: EventFacts) -> tuple[date, date] | None:
    return (event.start, event.end) if event.start is not None and event.end is not None else None


def _days_text(days: tuple[date, date]) -> str:
    return days[0].isoformat() if days[0] == days[1] else f"{days[0].isoformat()}/{days[1].isoformat()}"


def _precision(start: date, end: date, events: Sequence[EventFacts]) -> WhenPrecision:
    if start == end:
        return "day"
    named = next((e.when_precision for e in events if e.when_precision not in ("day", "unknown")), None)
    width = (end - start).days
    return named or ("week" if width <= 7 else "month" if width <= _READS_NO_DAY else "year")


def _acled(sub_event: str) -> Acled | None:
    return next(
        (Acled(event_type=t, sub_event_type=sub_event) for t, subs in ACLED_SUB_EVENTS.items() if sub_event in subs),
        None,
    )


def _actor_key(actor: ActorFacts) -> Hashable:
    return actor.authority_id or (fold(actor.name), actor.country)


def _incident_actor(named: Sequence[tuple[ActorFacts, EventFacts]], *, contested: bool) -> IncidentActor:
    actor = named[0][0]
    return IncidentActor(
        name=actor.name,
        authority_id=actor.authority_id,
        kind=actor.kind,
        country=actor.country,
        contested=contested,
        claims=tuple(dict.fromkeys(ref(e) for _, e in named)),
    )


def _rivals(
    events: Sequence[EventFacts], those: Callable[[EventFacts], tuple[ActorFacts, ...]], scene: Scene
) -> set[Hashable]:
    """The actors of accounts that exclude one another: two origins whose actors have no side in common."""
    by_origin: dict[str, list[ActorFacts]] = defaultdict(list)
    for event in events:
        by_origin[scene.of_event(event).key] += those(event)
    accounts = [actors for actors in by_origin.values() if actors]
    rivals: set[Hashable] = set()
    for number, ours in enumerate(accounts):
        for theirs in accounts[number + 1 :]:
            if not any(same_side(a, b) for a in ours for b in theirs):
                rivals.update(_actor_key(a) for a in (*ours, *theirs))
    return rivals
