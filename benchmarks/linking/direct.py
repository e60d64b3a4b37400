"""Reports of generated incidents as facts, with the mistakes a coder makes: for sizes that no coder is waited for."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import cast

from benchmarks.linking.world import Incident, Town, incidents_of
from dateline.link.facts import ActorFacts, EventFacts, PlaceFacts, TollFacts
from dateline.records import ActorKind, EventType

_CODES = {
    "air": ("ASSAULT", "aerial", "Air/drone strike"),
    "drone": ("ASSAULT", "drone", "Air/drone strike"),
    "shelling": ("ASSAULT", "heavy-weapons", "Shelling/artillery/missile attack"),
    "bomb": ("ASSAULT", "explosives", "Remote explosive/landmine/IED"),
    "suicide": ("ASSAULT", "suicide-attack", "Suicide bomb"),
    "raid": ("ASSAULT", "firearms", "Attack"),
    "clash": ("ASSAULT", None, "Armed clash"),
    "abduction": ("ASSAULT", "abduct", "Abduction/forced disappearance"),
    "takeover": ("COERCE", "seize", "Non-state actor overtakes territory"),
    "protest": ("PROTEST", "demo", "Peaceful protest"),
    "arrest": ("COERCE", "arrest", "Arrests"),
}
YEARS = 10.0


def facts_at_scale(events: int, seed: int = 0, *, years: float = YEARS) -> Iterator[tuple[EventFacts, int]]:
    """So many events of reports, four to an incident on average, over so many years, each with its incident."""
    rng = random.Random(f"direct-{seed}")
    incidents = incidents_of("test", events // 4 + 1, seed)
    days = round(years * 365)
    made = 0
    while True:
        for incident in incidents:
            shift = timedelta(days=(incident.number // 3) * 7919 % days)
            for _ in range(rng.choice((1, 2, 3, 4, 5, 9))):
                yield _facts(rng, incident, incident.day + shift, made), incident.number
                made += 1
                if made == events:
                    return


def _facts(rng: random.Random, incident: Incident, day: date, number: int) -> EventFacts:
    published = day + timedelta(days=rng.choices((0, 1, 2, 3, 20), (45, 33, 12, 6, 4))[0])
    type_, mode, acled = _CODES[incident.kind]
    if rng.random() < 0.1:
        mode, acled = None, "Attack" if type_ == "ASSAULT" else acled
    said = rng.random() < 0.8
    killed = max(1, round(incident.killed * rng.choice((0.6, 0.85, 1, 1, 1))))
    named = rng.random() < 0.6
    text = f"{incident.kind} hit {incident.target} in {incident.town.name} and killed {killed} {incident.victim}"
    document = f"d{number:08d}"
    place = _place(incident.town, vague=rng.random() < 0.08)
    return EventFacts(
        document=document,
        event="e1",
        publisher=f"publisher {rng.randrange(40)}",
        published=published,
        type=cast(EventType, type_),
        mode=mode,
        acled=acled,
        status="occurred",
        place=place if rng.random() < 0.95 else None,
        start=day if said else published,
        end=day if said else published,
        when_precision="day" if said else "unknown",
        derived_by="clause" if said else "publication-window",
        actors=(_actor(incident.perpetrator, "rebel"),) if named else (),
        recipients=(_actor(incident.victim, "civilians"),),
        means=(),
        targets=(incident.target,),
        tolls=(_toll(document, killed, incident.victim),) if rng.random() < 0.85 else (),
        sources=(),
        trigger=incident.kind,
        text=text,
        offset=0,
        confidence=0.9,
        sentence=text,
        places=(place,),
    )


def _place(town: Town, *, vague: bool) -> PlaceFacts:
    name = town.admin1 or town.name if vague else town.name
    return PlaceFacts(
        name,
        None if vague else town.number,
        town.lat,
        town.lon,
        town.country,
        town.admin1,
        "ADM1" if vague else "PPL",
        4 if vague else 1,
    )


def _actor(name: str, kind: ActorKind) -> ActorFacts:
    return ActorFacts(name, None, kind, None)


def _toll(document: str, killed: int, victims: str) -> TollFacts:
    return TollFacts(
        document=document, toll="t1", event="e1", part_of=None, harm="killed", number=str(killed), low=killed, best=killed, high=killed,
        bound="exact",        unit="person", scope="incident", since=None, until=None, victims="unknown", victims_text=victims, side=None,
        age=None, sex=None, status="occurred", sources=(), text=f"killed {killed}", start=0, published=None,
        publisher=None, confidence=0.9,
    )  # fmt: skip
