"""Reports about people and places that must not leave, and a profile over them without a store."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from dateline.export.responsibility.digest import Reports
from dateline.export.responsibility.documents import Means
from dateline.export.responsibility.people import Keys, People
from dateline.export.responsibility.profile import Responsible, areas_of, rules_of
from dateline.export.responsibility.rules import ProfileRules
from dateline.incidents import Incident
from dateline.link.tellings import Ref
from dateline.ontology.authority import Authority
from dateline.records import (
    Actor,
    CodedDocument,
    Document,
    Event,
    Note,
    Place,
    PlaceAlternative,
    Relation,
    Span,
    Statement,
    Toll,
    Victims,
)  # fmt: skip
from dateline.settings import Settings

DAY = "2024-12-05"


def profile_over(
    name: str, records: Iterable[CodedDocument], tellings: Mapping[str, Mapping[str, list[Ref]]] | None = None,
    rules: ProfileRules | None = None, roster: Iterable[tuple[str, str | None]] = (),
) -> Responsible:  # fmt: skip
    """The profile over these records, with the key that tests use."""
    chosen = rules or rules_of(name, Settings())
    keys = Keys(b"a key for tests")
    means = Means(name, chosen, _areas(), People(chosen, Authority.load(), keys, roster), keys)
    held = {record.document.id: record for record in records}
    together = tellings or {}
    return Responsible(means, Reports(held.__getitem__, lambda document: dict(together.get(document, {}))), DAY)


@lru_cache(maxsize=1)
def _areas() -> Any:
    return areas_of(Settings())


def spans(text: str, words: str) -> tuple[Span, ...]:
    """Every place of the text at which the words stand."""
    found, at = [], text.find(words)
    while at >= 0:
        found.append(Span.of(text, at, at + len(words)))
        at = text.find(words, at + len(words))
    return tuple(found)


def report(
    text: str, person: str, mentions: Iterable[str], town: str, lat: float, lon: float, target: str = "market",
    **fields: Any,
) -> CodedDocument:  # fmt: skip
    """A report of an attack on a target in a town, in which a person is killed, named in these ways."""
    event = Event(
        id="e1", type="ASSAULT", trigger=spans(text, "hit")[0], evidence=(Span.of(text, 0, len(text)),),
        actors=("a2",), recipients=("a1",), targets=spans(text, target)[:1], places=("p1",), rule="by hand",
        confidence=0.9,
    )  # fmt: skip
    return CodedDocument(
        document=Document.from_text(text, **fields),
        actors=(
            Actor(
                id="a1", name=person, individual=True, kind="civilians",
                mentions=tuple(s for words in dict.fromkeys(mentions) for s in spans(text, words)),
            ),
            Actor(id="a2", name="army", kind="military", mentions=spans(text, "army")),
        ),
        places=(
            Place(
                id="p1", name=town, geonames_id=169577, lat=lat, lon=lon, country="SYR", admin1="Aleppo", feature="PPL",
                precision=1, radius_km=3.7, confidence=0.9, mentions=spans(text, town),
                alternatives=(
                    PlaceAlternative(
                        name=town, geonames_id=7, lat=round(lat + 1.23457, 5), lon=lon, country="SYR", confidence=0.05
                    ),
                ),
            ),
        ),
        events=(event,),
        tolls=(
            Toll(
                id="t1", harm="killed", low=1, best=1, high=1, bound="exact", event="e1", places=("p1",),
                victims=Victims(actor="a1", text=spans(text, person)[0] if person in text else None),
                evidence=event.evidence, rule="by hand", confidence=0.9,
            ),
        ),
        statements=(
            Statement(
                id="s1", speaker="a1", direct=False, content=event.evidence, evidence=event.evidence, rule="by hand",
                confidence=0.5,
            ),
        ),
        relations=(
            Relation(
                id="r1", subject="a1", relation="role_in", object="a2", role=f"cook of {person}", evidence=event.evidence,
                rule="by hand", confidence=0.5,
            ),
        ),
        notes=(Note(code="W302", message=f"{town!r} near {person} was not resolved", span=event.trigger),),
    )  # fmt: skip


def incident_of(record: CodedDocument, number: int = 1) -> Incident:
    """An incident that this report alone tells of, with the person and the place in every field that may hold them."""
    person, place = record.actors[0].name, record.places[0]
    claim = {"document": record.document.id, "claim": "e1"}
    held = {
        "id": f"i{number}", "title": f"Attack, {place.name}, {person}", "type": "ASSAULT",
        "acled": {"event_type": "Violence against civilians", "sub_event_type": "Attack"},
        "place": {
            "name": place.name, "geonames_id": place.geonames_id, "lat": place.lat, "lon": place.lon,
            "country": place.country, "admin1": place.admin1, "feature": place.feature, "precision": place.precision,
        },
        "when": {"start": "2024-12-03", "end": "2024-12-03", "precision": "day"},
        "actors": [{"name": "army", "kind": "military", "claims": [claim]}],
        "recipients": [{"name": person, "kind": "civilians", "claims": [claim]}],
        "reports": [
            {"document": record.document.id, "event": "e1", "source": record.document.source, "published": "2024-12-03"}
        ],
        "sources": 1, "independent_sources": 1, "grade": "weak", "grade_reasons": [f"one source: {person}"],
        "tolls": [
            {
                "harm": "killed", "side": person, "group": person, "low": 1, "best": 1, "high": 1, "rule": "one-source",
                "phrase": f"{person} and others", "claims": [{"document": record.document.id, "claim": "t1"}],
                "set_aside": [{"claim": claim, "rule": "r", "reason": f"{person} in {place.name}"}],
            }
        ],
        "disagreements": [
            {"field": "place", "values": [{"value": place.name, "claims": [claim]}]},
            {"field": "actors", "values": [{"value": person, "claims": [claim]}]},
        ],
        "history": [{"at": "2024-12-04T00:00:00Z", "by": "Ola Nordquist", "what": "merge", "why": f"{person} in both"}],
    }  # fmt: skip
    return Incident.model_validate_json(json.dumps(held))
