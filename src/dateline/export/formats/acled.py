"""A table with ACLED's columns: one row an incident that ACLED would code."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from dateline.export.contract import Format, Selection, Written
from dateline.export.event_data.codes import code_of, country_name, country_number, region
from dateline.export.event_data.deaths import deaths_of
from dateline.export.event_data.rows import (
    CIVILIANS,
    days_of,
    length_of,
    middle_of,
    names_of,
    notes_of,
    number_of,
    sides_of,
    violent,
)
from dateline.export.tables.table import Column, Row, listed, write_csv
from dateline.export.words.days import last_day
from dateline.export.words.reports import Reported
from dateline.incidents import Incident, IncidentActor

COLUMNS = (
    Column("event_id_cnty", "The country's ISO code and a number made from the incident's id: always the same.", hxl="#event+id"),
    Column("event_date", "The day; the middle day where it is a week or a month.", "date", "#date+occurred"),
    Column("year", "The year of the day.", "integer", "#date+year"),
    Column("time_precision", "1 day, 2 week, 3 month.", "integer", "#date+precision"),
    Column("disorder_type", "Political violence, Demonstrations or Strategic developments.", hxl="#event+disorder"),
    Column("event_type", "ACLED's event type.", hxl="#event+type"),
    Column("sub_event_type", "ACLED's sub-event type.", hxl="#event+subtype"),
    Column("actor1", "The first of those who acted; in a protest or riot those who took to the street.", hxl="#group+actor1"),
    Column("assoc_actor_1", "The others who acted.", hxl="#group+actor1+assoc"),
    Column("inter1", "1 state, 2 rebel, 3 political and 4 identity militia, 5 rioters, 6 protesters, 7 civilians, 8 other.",
           "integer", "#group+actor1+code"),
    Column("actor2", "The first of those to whom it was done.", hxl="#group+actor2"),
    Column("assoc_actor_2", "The others to whom it was done.", hxl="#group+actor2+assoc"),
    Column("inter2", "As inter1; 0 where there is no second actor.", "integer", "#group+actor2+code"),
    Column("interaction", "Both codes, the lower first; the code and 0 where one acted alone.", "integer", "#group+interaction"),
    Column("civilian_targeting", "“Civilian targeting” where civilians were its main target.", hxl="#event+civilian"),
    Column("iso", "The country's number of ISO 3166.", "integer", "#country+code+num"),
    Column("region", "ACLED's region.", hxl="#region+name"),
    Column("country", "The country.", hxl="#country+name"),
    Column("admin1", "The first-level area.", hxl="#adm1+name"),
    Column("admin2", "Empty: the record has no second-level area.", hxl="#adm2+name"),
    Column("admin3", "Empty: the record has no third-level area.", hxl="#adm3+name"),
    Column("location", "The place.", hxl="#loc+name"),
    Column("latitude", "WGS 84 degrees.", "number", "#geo+lat"),
    Column("longitude", "WGS 84 degrees.", "number", "#geo+lon"),
    Column("geo_precision", "1 town, 2 part of a region or near a town, 3 larger region.", "integer", "#geo+precision"),
    Column("source", "The publishers, copies left out.", hxl="#meta+source"),
    Column("source_scale", "Empty: the record does not know a source's reach.", hxl="#meta+source+scale"),
    Column("notes", "The incident in words, with its figures, their phrases and whose word they are.", hxl="#description"),
    Column("fatalities", "The best figure of deaths; 0 where no report tells of any, empty where none can be given.",
           "integer", "#affected+killed"),
    Column("tags", "Empty: the record has none of ACLED's tags.", hxl="#meta+tags"),
    Column("timestamp", "When the row last changed, as Unix time: the last judgement, or the last report's day.",
           "integer", "#date+updated"),
)  # fmt: skip
_DEMONSTRATIONS = {"Protests": ("Protesters", 6), "Riots": ("Rioters", 5)}
_AGAINST_CIVILIANS = "Violence against civilians"
_STATE, _EXTERNAL = 1, 8
_TIME = ((1, 1), (7, 2), (31, 3))
_GEO = {1: 1, 2: 2, 3: 2}


def write(selection: Selection, path: Path) -> Written:
    """Write the table; what ACLED would not code, or could not date, is left out and counted."""
    left_out: Counter[str] = Counter()
    reported = Reported(selection.documents())
    rows = (_row(incident, reported) for incident in violent(selection.incidents(), left_out))
    count = write_csv(path, COLUMNS, rows, hxl="hxl" in selection.options)
    return Written(counts={"incidents": count}, left_out=left_out)


def _row(incident: Incident, reported: Reported) -> Row:
    assert incident.acled is not None
    place = incident.place
    country = place.country if place else None
    days = days_of(incident)
    assert days is not None
    return {
        "event_id_cnty": f"{country or ''}{number_of(incident.id)}",
        "event_date": middle_of(days).isoformat(),
        "year": middle_of(days).year,
        "time_precision": next((code for longest, code in _TIME if length_of(days) <= longest), None),
        "disorder_type": _disorder(incident.acled.event_type, incident.acled.sub_event_type),
        "event_type": incident.acled.event_type,
        "sub_event_type": incident.acled.sub_event_type,
        **_sides(incident),
        "iso": country_number(country),
        "region": region(country, "acled"),
        "country": country_name(country),
        "admin1": place.admin1 if place else None,
        "location": place.name if place else None,
        "latitude": place.lat if place else None,
        "longitude": place.lon if place else None,
        "geo_precision": _GEO.get(place.precision, 3) if place and place.precision else None,
        "source": listed(dict.fromkeys(head.source for head in reported.heads(incident.reports) if head.source)),
        "notes": notes_of(incident, reported),
        "fatalities": deaths_of(incident).best,
        "timestamp": _changed(incident),
    }


def _disorder(event_type: str, sub_event_type: str) -> str:
    if event_type == "Strategic developments":
        return event_type
    if sub_event_type == "Excessive force against protesters":
        return "Political violence; Demonstrations"
    if event_type == "Protests" or sub_event_type == "Violent demonstration":
        return "Demonstrations"
    return "Political violence"


def _sides(incident: Incident) -> dict[str, Any]:
    """The columns of who did it to whom."""
    assert incident.acled is not None
    first, second = sides_of(incident)
    crowd = _DEMONSTRATIONS.get(incident.acled.event_type)
    if crowd and second and not _is_crowd(first) and _is_crowd(second):
        # In ACLED those who demonstrate come first, also where they were acted upon.
        first, second = second, first
    inter1 = crowd[1] if crowd and (not first or _is_crowd(first)) else _inter(first, incident)
    # Of violence against civilians the type alone says who suffered it.
    civilians = not second and incident.acled.event_type == _AGAINST_CIVILIANS
    inter2 = CIVILIANS if civilians else _inter(second, incident) if second else 0
    return {
        "actor1": first[0].name if first else crowd[0] if crowd else None,
        "assoc_actor_1": names_of(first[1:]),
        "inter1": inter1,
        "actor2": second[0].name if second else "Civilians" if civilians else None,
        "assoc_actor_2": names_of(second[1:]),
        "inter2": inter2,
        "interaction": _interaction(inter1, inter2),
        "civilian_targeting": "Civilian targeting" if _targets_civilians(incident, inter2) else None,
    }


def _is_crowd(actors: tuple[IncidentActor, ...]) -> bool:
    return bool(actors) and code_of(actors[0].kind, "acled_inter") == CIVILIANS


def _inter(actors: tuple[IncidentActor, ...], incident: Incident) -> int | None:
    """The code of the first actor; a state's forces outside their country are external. None where the kind is unknown."""
    if not actors:
        return None
    code: int | None = code_of(actors[0].kind, "acled_inter")
    here = incident.place.country if incident.place else None
    abroad = here is not None and actors[0].country not in (None, here)
    return _EXTERNAL if code == _STATE and abroad else code


def _interaction(one: int | None, other: int | None) -> int | None:
    if one is None or other is None:
        return None
    return one * 10 if not other else min(one, other) * 10 + max(one, other)


def _targets_civilians(incident: Incident, inter2: int | None) -> bool:
    assert incident.acled is not None
    if incident.acled.event_type == _AGAINST_CIVILIANS:
        return True
    remote = incident.acled.event_type == "Explosions/Remote violence"
    return (remote and inter2 == CIVILIANS) or incident.acled.sub_event_type == "Excessive force against protesters"


def _changed(incident: Incident) -> int | None:
    """When the incident last changed, in seconds since 1970: the last judgement, else the day of the last report."""
    judged = [moment for step in incident.history if (moment := _moment(step.at))]
    published = [day for report in incident.reports if (day := last_day(report.published))]
    days = [datetime(day.year, day.month, day.day, tzinfo=UTC) for day in published]
    last = max(judged or days, default=None)
    return int(last.timestamp()) if last else None


def _moment(at: str) -> datetime | None:
    """A time of a history, UTC where it names no zone; None for what is no time of ISO 8601."""
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


EXPORT = Format(
    name="acled", title="ACLED's 31 columns, a row an incident", suffix=".csv", options=frozenset({"hxl"}), write=write
)
