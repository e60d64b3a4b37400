"""Reports of the generated incidents: wording, vague dates, wrong spellings, and tolls that rise and conflict."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from benchmarks.linking.world import FIRE, Incident, Split, data

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_ONE = re.compile(r"([Oo]ne (?:person|[a-z]+[a-z]|police officer)) were")
_SMALL = "one two three four five six seven eight nine ten eleven twelve".split()
_PUBLISHERS = ("Wire", "Courier", "Gazette", "Daily Post", "Herald", "Monitor", "Relief Bulletin", "State Agency")


@dataclass(frozen=True, slots=True)
class Told:
    """A stretch of a report that tells of an incident: code points, the end exclusive."""

    incident: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Report:
    """One generated report, and which part of it tells of which incident."""

    number: int
    text: str
    published: date
    publisher: str
    told: tuple[Told, ...]


def reports_of(split: Split, incidents: Sequence[Incident], least: int, seed: int = 0) -> list[Report]:
    """At least so many reports: each incident has one, some have a dozen, and every eighth report tells of two."""
    rng = random.Random(f"{split}-reports-{seed}")
    main = [(incident, lag) for incident in incidents for lag in _lags(rng, least / len(incidents))]
    while len(main) < least:
        main.append((rng.choice(incidents), _lag(rng)))
    written = []
    for number, (incident, lag) in enumerate(main):
        published = incident.day + timedelta(days=lag)
        second = _companion(rng, incidents, incident, published) if rng.random() < 0.125 else None
        written.append(_report(rng, split, number, incident, second, published))
    return written


def _lags(rng: random.Random, mean: float) -> Iterator[int]:
    count = 1 + min(11, int(rng.expovariate(1 / mean)))
    yield from (_lag(rng) for _ in range(count))


def _lag(rng: random.Random) -> int:
    """Days from the happening to the report."""
    return rng.randrange(12, 40) if rng.random() < 0.06 else rng.choices((0, 1, 2, 3, 6), (44, 34, 13, 6, 3))[0]


def _companion(rng: random.Random, incidents: Sequence[Incident], first: Incident, published: date) -> Incident | None:
    recent = [
        i for i in incidents if i.number != first.number and i.country_name == first.country_name
        and 0 <= (published - i.day).days <= 3
    ]  # fmt: skip
    return rng.choice(recent) if recent else None


def _report(
    rng: random.Random, split: Split, number: int, first: Incident, second: Incident | None, published: date
) -> Report:
    words = data("templates.yaml")
    parts: list[tuple[str, int | None]] = [(_lead(rng, split, first, published), first.number)]
    if rng.random() < 0.5:
        detail = rng.choice(words["details"][split])
        parts.append((_filled(detail, _slots(rng, split, _as_seen(rng, first), published)), None))
    if second is not None:
        lead = _lead(rng, split, second, published)
        parts.append((rng.choice(words["joins"][split]) + lead[0].lower() + lead[1:], second.number))
    if (published - first.day).days > 7:
        parts.append((rng.choice(words["late"][split]), None))
    if rng.random() < 0.25:
        slots = _slots(rng, split, first, published) | {"number": str(rng.randrange(20, 400))}
        parts.append((_filled(rng.choice(words["sums"][split]), slots), None))
    if rng.random() < 0.15:
        parts.append((rng.choice(words["condemned"][split]), None))
    text, told = "", []
    for words_, incident in parts:
        start = len(text) + bool(text)
        text = f"{text} {words_}" if text else words_
        if incident is not None:
            told.append(Told(incident, start, len(text)))
    return Report(number, text, published, rng.choice(_PUBLISHERS), tuple(told))


def _as_seen(rng: random.Random, incident: Incident) -> Incident:
    """The incident as one reporter has it: another word for the target, the victims only "people", now and then a mistake."""
    words = data("templates.yaml")
    seen = incident
    if rng.random() < 0.4:
        seen = replace(seen, target=rng.choice(words["also_called"][incident.target]))
    chance = rng.random()
    if chance < 0.3:
        seen = replace(seen, victim="people")
    elif chance < 0.42:
        seen = replace(seen, victim=rng.choice(words["victims"]["civil"]))
    if rng.random() < 0.07:
        seen = replace(seen, kind=rng.choice(words["often_confused"].get(incident.kind, [incident.kind])))
    if rng.random() < 0.06:
        seen = replace(seen, perpetrator=incident.enemy, enemy=incident.perpetrator)
    if rng.random() < 0.02:
        seen = replace(seen, day=incident.day + timedelta(days=rng.choice((-1, 1))))
    if rng.random() < 0.3:
        seen = replace(seen, landmark=rng.choice(words["landmarks"]))
    return seen


def _lead(rng: random.Random, split: Split, told: Incident, published: date) -> str:
    incident = _as_seen(rng, told)
    frames = data("templates.yaml")["frames"]["fire" if incident.kind in FIRE else incident.kind][split]
    return _filled(rng.choice(frames), _slots(rng, split, incident, published))


def _filled(frame: str, slots: dict[str, str]) -> str:
    text = " ".join(frame.format(**slots).split()).replace(" ,", ",").replace(" .", ".").replace(" ;", ";")
    text = _ONE.sub(r"\1 was", text)
    return text[0].upper() + text[1:]


def _slots(rng: random.Random, split: Split, incident: Incident, published: date) -> dict[str, str]:
    words = data("templates.yaml")
    lag = max(0, (published - incident.day).days)
    attack = words["attacks"].get(incident.kind, {"train": {"np": ["an attack"], "vp": ["attacked"]}})
    attack = attack.get(split) or attack["train"]
    place = _place(rng, incident)
    slots = {
        "place": place,
        "when": _when(rng, incident.day, published),
        "k": _people(rng, incident.killed, lag, incident.victim),
        "n_inj": _spelled(_seen(rng, incident.injured, lag)),
        "number": str(_seen(rng, incident.killed, lag)),
        "target": incident.target,
        "np": rng.choice(attack["np"]),
        "vp": rng.choice(attack["vp"]),
        "perp": _called(incident.perpetrator),
        "enemy": _called(incident.enemy),
        "victim": incident.victim,
        "src": rng.choice(words["sources"][split]),
        "landmark": incident.landmark,
        "cause": incident.cause,
        "region": incident.town.admin1 or incident.country_name,
        "country": incident.country_name,
        "weekday": rng.choice(_DAYS),
        "year": str(rng.randrange(2012, 2021)),
    }
    slots["inj"] = f"wounding {slots['n_inj']}"
    return slots | {key[0].upper() + key[1:]: value[:1].upper() + value[1:] for key, value in slots.items()}


def _called(name: str) -> str:
    """A name in a sentence: "the Syrian army", but "Mali's army", "Syrian troops" and "Boko Haram"."""
    return f"the {name}" if name.endswith((" army", " military")) and "'s" not in name else name


def _place(rng: random.Random, incident: Incident) -> str:
    town = incident.town
    name = rng.choice(town.spellings) if town.spellings and rng.random() < 0.15 else town.name
    chance = rng.random()
    if chance < 0.06 and town.admin1:
        return f"{town.admin1} province"
    if chance < 0.5 or not town.admin1:
        return f"{name}, {incident.country_name}" if rng.random() < 0.7 else name
    return (
        f"{name}, {town.admin1}, {incident.country_name}"
        if rng.random() < 0.4
        else f"{name} in {incident.country_name}"
    )


def _when(rng: random.Random, day: date, published: date) -> str:
    lag = max(0, (published - day).days)
    chance = rng.random()
    if lag > 7:
        if chance < 0.6:
            return f"on {day.day} {day:%B}"
        return f"in {day:%B}" if chance < 0.85 or day.day < 21 else f"in late {day:%B}"
    if lag == 6:
        return "last week" if day.isocalendar().week != published.isocalendar().week else f"on {day.day} {day:%B}"
    if chance < 0.08:
        return ""
    if chance < 0.14:
        return "earlier this week" if day.weekday() < published.weekday() else "in recent days"
    if chance < 0.3:
        return f"on {day.day} {day:%B}" if rng.random() < 0.5 else f"on {day:%B} {day.day}, {day.year}"
    return f"{rng.choice(('on', 'on', 'on', 'late on', 'early on'))} {_DAYS[day.weekday()]}"


def _seen(rng: random.Random, final: int, lag: int) -> int:
    """The figure that a reporter has so many days after: rising, and now and then another side's."""
    share = (0.6, 0.85, 0.95, 1.0)[min(lag, 3)] if rng.random() < 0.6 else 1.0
    if rng.random() < 0.05:
        share *= rng.choice((0.5, 1.6))
    return max(1, round(final * share))


def _people(rng: random.Random, final: int, lag: int, victim: str) -> str:
    count = _seen(rng, final, lag)
    chance = rng.random()
    if count >= 24 and chance < 0.12:
        return f"dozens of {victim}"
    noun = _single(victim) if count == 1 else victim
    if chance < 0.3:
        return f"at least {_spelled(count)} {noun}"
    if chance < 0.36 and count > 12:
        return f"more than {count // 10 * 10} {noun}"
    if chance < 0.4 and count > 6:
        return f"between {count - 2} and {count + 3} {noun}"
    return f"{_spelled(count)} {noun}"


def _spelled(count: int) -> str:
    return _SMALL[count - 1] if count <= len(_SMALL) else str(count)


def _single(victim: str) -> str:
    return "person" if victim == "people" else victim[:-1]
