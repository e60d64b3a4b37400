"""A table with the columns of UCDP GED: one row an incident of organised violence."""

from __future__ import annotations

from collections import Counter
from math import floor
from pathlib import Path
from typing import Any

from dateline.export.contract import Format, Selection, Written
from dateline.export.event_data.codes import code_of, country_name, region
from dateline.export.event_data.deaths import Deaths, deaths_of
from dateline.export.event_data.rows import Actors, days_of, length_of, names_of, number_of, sides_of, violent
from dateline.export.tables.table import Column, Row, listed, write_csv
from dateline.export.words.claims import one_line
from dateline.export.words.reports import Headed, Reported
from dateline.incidents import ClaimRef, Incident, IncidentPlace
from dateline.ontology.authority.record import fold

_NOT_KNOWN = "Empty: it is UCDP's own."
COLUMNS = (
    Column("id", "A number made from the incident's id: always the same.", "integer", "#event+id"),
    Column("relid", "The incident's id.", hxl="#event+id+rel"),
    Column("year", "The year of the first day.", "integer", "#date+year"),
    Column("active_year", _NOT_KNOWN, "integer"),
    Column("code_status", _NOT_KNOWN),
    Column("type_of_violence", "1 state-based, 2 non-state, 3 one-sided; empty where the actors do not say.", "integer", "#event+type"),
    Column("conflict_dset_id", _NOT_KNOWN),
    Column("conflict_new_id", _NOT_KNOWN),
    Column("conflict_name", _NOT_KNOWN),
    Column("dyad_dset_id", _NOT_KNOWN),
    Column("dyad_new_id", _NOT_KNOWN),
    Column("dyad_name", "Both sides, where both are known.", hxl="#group+dyad"),
    Column("side_a_dset_id", _NOT_KNOWN),
    Column("side_a_new_id", _NOT_KNOWN),
    Column("side_a", "The state, or the one who acted.", hxl="#group+side_a"),
    Column("side_b_dset_id", _NOT_KNOWN),
    Column("side_b_new_id", _NOT_KNOWN),
    Column("side_b", "The other side; “Civilians” in one-sided violence.", hxl="#group+side_b"),
    Column("number_of_sources", "Publishers, copies left out.", "integer", "#meta+sources+num"),
    Column("source_article", "Publisher, day and headline of each report.", hxl="#meta+source+article"),
    Column("source_office", "The publisher of the first report.", hxl="#meta+source+office"),
    Column("source_date", "The day of the first report.", "date", "#meta+source+date"),
    Column("source_headline", "The headline of the first report.", hxl="#meta+source+headline"),
    Column("source_original", "Whose word it is, as the reports say.", hxl="#meta+source+original"),
    Column("where_prec", "1 exact, 2 near, 3 ADM2, 4 ADM1, 5 vague or larger, 6 country, 7 sea or air.", "integer", "#geo+precision"),
    Column("where_coordinates", "The place that the coordinates are of.", hxl="#loc+name"),
    Column("where_description", "The place, its first-level area and its country.", hxl="#loc+description"),
    Column("adm_1", "The first-level area.", hxl="#adm1+name"),
    Column("adm_2", "Empty: the record has no second-level area.", hxl="#adm2+name"),
    Column("latitude", "WGS 84 degrees.", "number", "#geo+lat"),
    Column("longitude", "WGS 84 degrees.", "number", "#geo+lon"),
    Column("geom_wkt", "The point as well-known text.", hxl="#geo+wkt"),
    Column("priogrid_gid", "The cell of PRIO-GRID that holds the point.", "integer", "#geo+grid"),
    Column("country", "The country.", hxl="#country+name"),
    Column("country_id", "Empty: no list of Gleditsch and Ward's numbers comes with Dateline.", "integer"),
    Column("region", "UCDP's region.", hxl="#region+name"),
    Column("event_clarity", "1 one day; 2 more days.", "integer", "#event+clarity"),
    Column("date_prec", "1 day, 2 two to six days, 3 week, 4 month, 5 year.", "integer", "#date+precision"),
    Column("date_start", "The first day.", "date", "#date+start"),
    Column("date_end", "The last day.", "date", "#date+end"),
    Column("deaths_a", "Combatants of side a killed.", "integer", "#affected+killed+side_a"),
    Column("deaths_b", "Combatants of side b killed.", "integer", "#affected+killed+side_b"),
    Column("deaths_civilians", "Civilians killed.", "integer", "#affected+killed+civilians"),
    Column("deaths_unknown", "Others killed: of no known class or side.", "integer", "#affected+killed+unknown"),
    Column("best", "The sum of the four.", "integer", "#affected+killed+best"),
    Column("high", "The highest figure; the best where the highest is open.", "integer", "#affected+killed+max"),
    Column("low", "The lowest figure.", "integer", "#affected+killed+min"),
    Column("gwnoa", "Empty: no list of Gleditsch and Ward's numbers comes with Dateline.", "integer"),
    Column("gwnob", "Empty: no list of Gleditsch and Ward's numbers comes with Dateline.", "integer"),
)  # fmt: skip
_DATE_PREC = ((1, 1), (6, 2), (7, 3), (31, 4))
_YEAR_OR_MORE = 5
_STATE_BASED, _NON_STATE, _ONE_SIDED = 1, 2, 3
_EVERYTHING = "without-deaths"


def write(selection: Selection, path: Path) -> Written:
    """Write the table; without the option ``without-deaths`` only incidents in which at least one person died."""
    left_out: Counter[str] = Counter()
    reported = Reported(selection.documents())
    incidents = violent(selection.incidents(), left_out)
    if _EVERYTHING not in selection.options:
        incidents = (incident for incident in incidents if _has_deaths(incident, left_out))
    rows = (_row(incident, reported) for incident in incidents)
    count = write_csv(path, COLUMNS, rows, hxl="hxl" in selection.options)
    return Written(counts={"incidents": count}, left_out=left_out)


def _has_deaths(incident: Incident, left_out: Counter[str]) -> bool:
    deaths = deaths_of(incident)
    if deaths.best is None:
        left_out["incidents whose deaths have no figure that counts (--without-deaths has them)"] += 1
    elif deaths.best == 0:
        left_out["incidents in which nobody is known to have died (--without-deaths has them)"] += 1
    return bool(deaths.best)


def _row(incident: Incident, reported: Reported) -> Row:
    days = days_of(incident)
    assert days is not None
    kind, side_a, side_b = _violence(incident)
    name_b = "Civilians" if kind == _ONE_SIDED else names_of(side_b)
    name_a = names_of(side_a)
    return {
        "id": number_of(incident.id),
        "relid": incident.id,
        "year": days[0].year,
        "type_of_violence": kind,
        "dyad_name": f"{name_a} - {name_b}" if name_a and name_b else None,
        "side_a": name_a,
        "side_b": name_b,
        **_sources(incident, reported),
        **_where(incident.place),
        "event_clarity": 1 if length_of(days) == 1 else 2,
        "date_prec": next((code for longest, code in _DATE_PREC if length_of(days) <= longest), _YEAR_OR_MORE),
        "date_start": days[0].isoformat(),
        "date_end": days[1].isoformat(),
        **_deaths(deaths_of(incident), side_a, side_b),
    }


def _violence(incident: Incident) -> tuple[int | None, Actors, Actors]:
    """The type of violence, and the two sides; the state first where one side is one."""
    one, other = sides_of(incident)
    kinds = (_side(one), _side(other))
    if _is_one_sided(incident, other):
        return (_ONE_SIDED if kinds[0] in ("state", "group") else None), _alike(one), other
    one, other = _alike(one), _alike(other)
    if kinds == ("group", "state"):
        return _STATE_BASED, other, one
    if kinds[0] == "state" and kinds[1] in ("state", "group"):
        return _STATE_BASED, one, other
    return (_NON_STATE if kinds == ("group", "group") else None), one, other


def _is_one_sided(incident: Incident, other: Actors) -> bool:
    """Whether civilians were attacked: those who die where two sides fight, and are not said to be aimed at, are no side."""
    assert incident.acled is not None
    kinds = {code_of(actor.kind, "ucdp_side") for actor in other}
    if incident.acled.event_type == "Violence against civilians":
        return not other or "civilians" in kinds
    is_fight = incident.acled.event_type == "Battles" and not deaths_of(incident).civilians
    return _side(other) == "civilians" and not is_fight


def _side(actors: Actors) -> str | None:
    side: str | None = code_of(actors[0].kind, "ucdp_side") if actors else None
    return side


def _alike(actors: Actors) -> Actors:
    """Those who are what the first one is: bystanders are no part of a side."""
    return tuple(actor for actor in actors if code_of(actor.kind, "ucdp_side") == _side(actors))


def _sources(incident: Incident, reported: Reported) -> dict[str, Any]:
    heads = reported.heads(incident.reports)
    first = heads[0] if heads else Headed("", None, None, None)
    claims = [claim for actor in (*incident.actors, *incident.recipients) for claim in actor.claims]
    claims += [ClaimRef(document=report.document, claim=report.event) for report in incident.reports]
    claims += [claim for toll in incident.tolls for claim in toll.claims]
    return {
        "number_of_sources": incident.sources,
        "source_article": listed(_article(head) for head in heads),
        "source_office": first.source,
        "source_date": first.published,
        "source_headline": first.title or None,
        "source_original": listed(reported.sources(claims)),
    }


def _article(head: Headed) -> str:
    return ", ".join(
        one_line(part) for part in (head.source, head.published, f'"{head.title}"' if head.title else "") if part
    )


def _where(place: IncidentPlace | None) -> dict[str, Any]:
    if place is None:
        return {}
    named = [place.name, place.admin1, country_name(place.country)]
    where: dict[str, Any] = {
        "where_prec": place.precision,
        "where_coordinates": place.name,
        "where_description": ", ".join(dict.fromkeys(part for part in named if part)),
        "adm_1": place.admin1,
        "country": country_name(place.country),
        "region": region(place.country, "ucdp"),
    }
    if place.lat is not None and place.lon is not None:
        where |= {"latitude": place.lat, "longitude": place.lon, "geom_wkt": f"POINT ({place.lon} {place.lat})"}
        where["priogrid_gid"] = priogrid(place.lat, place.lon)
    return where


def priogrid(lat: float, lon: float) -> int:
    """The number of the PRIO-GRID cell, half a degree wide, that holds the point: counted from the south-west corner, row by row."""
    row, column = min(floor((lat + 90) * 2), 359), min(floor((lon + 180) * 2), 719)
    return row * 720 + column + 1


def _deaths(deaths: Deaths, side_a: Actors, side_b: Actors) -> dict[str, int | None]:
    """The columns of deaths; combatants of a side that is neither of the two are of no known side."""
    if deaths.best is None:
        return {"high": deaths.high}
    by_side = {"a": 0, "b": 0}
    unknown = deaths.unknown
    for side, count in deaths.sides.items():
        of = "a" if side in _keys(side_a) else "b" if side in _keys(side_b) else None
        if of is None:
            unknown += count
        else:
            by_side[of] += count
    return {
        "deaths_a": by_side["a"], "deaths_b": by_side["b"], "deaths_civilians": deaths.civilians,
        "deaths_unknown": unknown, "best": deaths.best, "high": deaths.high, "low": deaths.low,
    }  # fmt: skip


def _keys(actors: Actors) -> set[str]:
    """By what the sides of tolls call these actors."""
    return {key for actor in actors for key in (actor.authority_id, fold(actor.name)) if key}


EXPORT = Format(
    name="ucdp",
    title="UCDP GED's 49 columns, a row an incident with deaths",
    suffix=".csv",
    options=frozenset({"hxl", _EVERYTHING}),
    write=write,
)
