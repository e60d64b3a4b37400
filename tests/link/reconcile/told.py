"""Short ways to write what reports say, for the case tables. All names, places and figures are invented."""

from __future__ import annotations

import itertools
import re
from datetime import date
from typing import Any

from dateline.link.facts import ActorFacts, EventFacts, PlaceFacts, SourceFacts, TollFacts
from dateline.link.reconcile import Scene
from dateline.ontology.sources import Profiles

PROFILES = Profiles.load()

ARMY = ActorFacts("the army", "army-of-sudan", "military", "SDN")
STATE = ActorFacts("the government", "sudan", "government", "SDN")
REBELS = ActorFacts("Northern Front", "northern-front", "rebel", "SDN")
FOREIGN = ActorFacts("Chad", "chad", "military", "TCD")
SOLDIERS = ActorFacts("soldiers", None, "military", None)
GUNMEN = ActorFacts("gunmen", None, "unknown", None)
PEOPLE = ActorFacts("residents", None, "civilians", None)

MONITOR = ("Conflict Monitor", "igo", None)
AID = ("Relief Federation", "ngo", None)
HOSPITAL = ("a hospital official", "unknown", None)
WITNESS = ("a witness", "civilians", None)
POLICE_ABROAD = ("police", "police", "KEN")

TOWN = PlaceFacts("Berek", 1, 12.00, 25.00, "SDN", "Darfur", "PPL", 1)
SUBURB = PlaceFacts("Berek camp", 2, 12.02, 25.01, "SDN", "Darfur", "CMP", 1)
NEAR_TOWN = TOWN._replace(precision=2)
FAR_TOWN = PlaceFacts("Sarif", 3, 14.50, 25.00, "SDN", "Darfur", "PPL", 1)
PROVINCE = PlaceFacts("Darfur", 4, 13.00, 24.50, "SDN", "Darfur", "ADM1", 4)
OTHER_PROVINCE = PlaceFacts("Kordofan", 5, 13.00, 30.00, "SDN", "Kordofan", "ADM1", 4)
COUNTRY = PlaceFacts("Sudan", 6, 15.00, 30.00, "SDN", None, "PCLI", 6)
ABROAD = PlaceFacts("Tine", 7, 15.00, 22.80, "TCD", "Wadi Fira", "PPL", 1)
UNKNOWN = PlaceFacts("Um Hashab", None, None, None, None, None, None, None)

_NUMBERS = itertools.count(100)
_FIGURE = re.compile(r"(?P<sign>>=|<=|~)?(?P<low>\d+)(?:-(?P<high>\d+))?$")


def source(who: tuple[str, str, str | None] | ActorFacts, certainty: str = "stated") -> SourceFacts:
    """Someone as a source."""
    if isinstance(who, ActorFacts):
        return SourceFacts(who.name, who.authority_id, who.kind, who.country, certainty)  # type: ignore[arg-type]
    return SourceFacts(who[0], None, who[1], who[2], certainty)  # type: ignore[arg-type]


def said(
    figure: str, by: Any = None, *, doc: str = "a", day: int | None = 1, certainty: str = "stated", **fields: Any
) -> TollFacts:
    """A figure: "25", ">=25", "<=25", "~25", "20-30", "dozens", or "?" for none."""
    bound, low, best, high = _figures(figure)
    made: dict[str, Any] = {
        "document": doc,
        "toll": fields.pop("toll", f"t{next(_NUMBERS)}"),
        "event": "e1",
        "part_of": None,
        "harm": "killed",
        "number": figure,
        "low": low,
        "best": best,
        "high": high,
        "bound": bound,
        "unit": "person",
        "scope": "incident",
        "since": None,
        "until": None,
        "victims": "unknown",
        "victims_text": None,
        "side": None,
        "age": None,
        "sex": None,
        "status": "occurred",
        "sources": (source(by, certainty),) if by is not None else (),
        "text": figure,
        "start": 0,
        "published": date(2024, 3, day) if day else None,
        "publisher": f"Wire {doc.upper()}",
        "confidence": 0.9,
    }
    return TollFacts(**{**made, **fields})


def _figures(figure: str) -> tuple[str, int | None, int | None, int | None]:
    match = _FIGURE.match(figure)
    if match is None:
        return ("unquantified" if figure == "?" else "order"), None, None, None
    n = int(match["low"])
    if match["high"]:
        return "range", n, n, int(match["high"])
    return {
        None: ("exact", n, n, n),
        ">=": ("at_least", n, n, None),
        "<=": ("at_most", None, n, n),
        "~": ("approximately", None, n, None),
    }[match["sign"]]  # type: ignore[return-value]


def report(doc: str = "a", *tolls: TollFacts, by: Any = None, certainty: str = "stated", **fields: Any) -> EventFacts:
    """One report of a strike by the army on 1 March."""
    first = fields.pop("start", date(2024, 3, 1))
    made: dict[str, Any] = {
        "document": doc,
        "event": "e1",
        "publisher": f"Wire {doc.upper()}",
        "published": date(2024, 3, 2),
        "type": "ASSAULT",
        "mode": "aerial",
        "acled": "Air/drone strike",
        "status": "occurred",
        "place": TOWN,
        "start": first,
        "end": fields.pop("end", first),
        "when_precision": "day",
        "derived_by": None,
        "actors": (ARMY,),
        "recipients": (PEOPLE,),
        "means": (),
        "targets": (),
        "tolls": tolls,
        "sources": (source(by, certainty),) if by is not None else (),
        "trigger": "strike",
        "text": "strike",
        "offset": 0,
        "confidence": 0.9,
    }
    return EventFacts(**{**made, **fields})


def scene(*events: EventFacts, copy_of: dict[str, str] | None = None) -> Scene:
    """The reports of one incident."""
    return Scene(events, PROFILES, copy_of or {})
