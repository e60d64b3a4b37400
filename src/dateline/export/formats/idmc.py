"""A table of displacement in IDMC's fields and terms: one row a figure of a report."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from dateline.export.contract import Format, Selection, Written
from dateline.export.event_data.codes import country_name, displacement
from dateline.export.tables.table import Column, Row, listed, write_csv
from dateline.export.words.claims import HAPPENED, STATUS_WORDS, Names, one_line, source_words, toll_amount
from dateline.export.words.days import first_day, last_day
from dateline.export.words.reports import said_by
from dateline.incidents import Incident
from dateline.records import CodedDocument, Event, Place, Toll

COLUMNS = (
    Column("id", "The report's id and the claim's id there.", hxl="#meta+id"),
    Column("event_id", "The incident that the figure is of.", hxl="#event+id"),
    Column("event_name", "The incident's title.", hxl="#event+name"),
    Column("iso3", "The country, ISO 3166 alpha-3.", hxl="#country+code"),
    Column("country", "The country.", hxl="#country+name"),
    Column("role", "“Recommended figure”: the one that stands for its incident; “Triangulation”: every other.", hxl="#meta+role"),
    Column("measure", "flow: people newly displaced; stock: people displaced at a date.", hxl="#indicator+type"),
    Column("scope", "incident, or cumulative: a count over time.", hxl="#indicator+scope"),
    Column("quantifier", "more than, less than, exact or approximately.", hxl="#indicator+quantifier"),
    Column("figure", "The number; empty where the report gives words only.", "integer", "#affected+num"),
    Column("figure_low", "The lowest number, where the report gives one.", "integer", "#affected+num+min"),
    Column("figure_high", "The highest number, where the report gives one.", "integer", "#affected+num+max"),
    Column("figure_words", "The number in the report's own words.", hxl="#affected+num+text"),
    Column("unit", "person or household.", hxl="#indicator+unit"),
    Column("term", "IDMC's term.", hxl="#indicator+term"),
    Column("displacement_type", "Conflict or Disaster; empty where the report ties the figure to neither.", hxl="#cause+type"),
    Column("displacement_start_date", "The first day.", "date", "#date+start"),
    Column("displacement_end_date", "The last day; of a stock the day that it is of.", "date", "#date+end"),
    Column("date_precision", "day, week, month, year, or unknown.", hxl="#date+precision"),
    Column("locations_name", "The places, a semicolon between.", hxl="#loc+name"),
    Column("locations_type", "Origin, Destination or Unspecified, as many as places.", hxl="#loc+type"),
    Column("locations_coordinates", "Latitude, longitude of each; empty between semicolons where not known.", hxl="#geo+coord"),
    Column("locations_accuracy", "From Point to ADM0, as many as places.", hxl="#geo+precision"),
    Column("sources", "Whose word it is; the publisher where the report says it in its own voice.", hxl="#meta+source"),
    Column("publishers", "The publisher.", hxl="#meta+publisher"),
    Column("source_url", "The report's address.", hxl="#meta+url"),
    Column("publication_date", "The day of publication.", "date", "#date+published"),
    Column("excerpt", "The words that the figure was read from.", hxl="#description+excerpt"),
    Column("standard_popup_text", "The figure in a sentence.", hxl="#description"),
)  # fmt: skip
_RECOMMENDED, _OTHER = "Recommended figure", "Triangulation"
_BETWEEN = "; "


@dataclass(frozen=True, slots=True)
class _Standing:
    """An incident's figure of displacement that waits for the report which gives it."""

    best: int
    taken: list[str] = field(default_factory=list)


def write(selection: Selection, path: Path) -> Written:
    """Write a row for each figure of displacement that the reports give of what happened."""
    left_out: Counter[str] = Counter()
    incidents = _Incidents(selection.incidents())
    rows = (
        _row(toll, coded, incidents)
        for coded in selection.documents()
        for toll in _wanted(coded, selection.answering(coded), left_out)
    )
    count = write_csv(path, COLUMNS, rows, hxl="hxl" in selection.options)
    return Written(counts={"figures of displacement": count}, left_out=left_out)


class _Incidents:
    """By claim, the incident that it is of, and the figures that stand for incidents."""

    def __init__(self, incidents: Iterable[Incident]) -> None:
        self.of_event: dict[tuple[str, str], tuple[str, str]] = {}
        self._standing: dict[tuple[str, str], _Standing] = {}
        for incident in incidents:
            for report in incident.reports:
                self.of_event[report.document, report.event] = (incident.id, incident.title)
            for toll in incident.tolls:
                whole = toll.within is None and toll.group is None and toll.scope == "incident"
                if toll.harm in displacement()["harms"] and whole and toll.best is not None and not incident.aggregate:
                    standing = _Standing(toll.best)
                    self._standing |= {(claim.document, claim.claim): standing for claim in toll.claims}

    def role(self, toll: Toll, document: str) -> str:
        """Whether the figure stands for its incident: one of those that say so does, so that a sum counts nobody twice."""
        standing = self._standing.get((document, toll.id))
        if standing is None or toll.best != standing.best or standing.taken:
            return _OTHER
        standing.taken.append(toll.id)
        return _RECOMMENDED


def _wanted(coded: CodedDocument, answering: frozenset[str], left_out: Counter[str]) -> Iterator[Toll]:
    for toll in coded.tolls:
        if toll.harm in displacement()["harms"] and toll.id in answering:
            if toll.status in HAPPENED:
                yield toll
            else:
                left_out[f"figures of what did not happen ({STATUS_WORDS[toll.status]})"] += 1


def _row(toll: Toll, coded: CodedDocument, incidents: _Incidents) -> Row:
    document = coded.document
    event = next((event for event in coded.events if event.id == toll.event), None)
    incident = incidents.of_event.get((document.id, toll.event or ""), (None, None))
    names = Names(coded)
    stock = toll.scope == "cumulative" and toll.since is None
    said = said_by(toll.attribution, names.actors) if toll.attribution else None
    return {
        "id": f"{document.id}:{toll.id}",
        "event_id": incident[0],
        "event_name": incident[1],
        "role": incidents.role(toll, document.id),
        "measure": "stock" if stock else "flow",
        "scope": toll.scope,
        "quantifier": displacement()["quantifiers"].get(toll.bound),
        "figure": toll.best,
        "figure_low": toll.low,
        "figure_high": toll.high,
        "figure_words": toll.number.text if toll.number else None,
        "unit": displacement()["units"][toll.unit],
        "term": _term(toll),
        "displacement_type": _cause(event),
        **_dates(toll, event, document.published, stock=stock),
        **_locations(toll, coded),
        "sources": said or document.source,
        "publishers": document.source,
        "source_url": document.url,
        "publication_date": document.published,
        "excerpt": listed(dict.fromkeys(one_line(span.text) for span in toll.evidence)),
        "standard_popup_text": _popup(toll, coded, names),
    }


def _term(toll: Toll) -> str:
    """The narrowest of IDMC's terms that the claim's words allow."""
    terms = displacement()
    lists = (
        [(terms["victims"], toll.victims.text.text if toll.victims.text else "")] if toll.harm == "displaced" else []
    )
    lists.append((terms["evidence"].get(toll.harm, {}), " ".join(span.text for span in toll.evidence)))
    for narrower, words in lists:
        for term, known in narrower.items():
            if _any_word(tuple(known)).search(words.casefold()):
                return str(term)
    return str(terms["harms"][toll.harm])


@cache
def _any_word(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\b")


def _cause(event: Event | None) -> str | None:
    if event is None:
        return None
    return "Disaster" if "disasters" in event.contexts else "Conflict" if event.acled else None


def _dates(toll: Toll, event: Event | None, published: str | None, *, stock: bool) -> dict[str, Any]:
    """The days of a figure: those it says, else those of its event; a stock is of one day, that of the report at the latest."""
    when = event.when if event and toll.scope == "incident" else None
    start = first_day(toll.since or (when.start if when else None))
    end = last_day(toll.until or (when.end if when else None) or (published if toll.scope == "cumulative" else None))
    if stock:
        start = end
    if when and not (toll.since or toll.until):
        precision = str(when.precision)
    else:
        precision = {10: "day", 7: "month", 4: "year"}.get(
            len(toll.since or toll.until or ""), "day" if end else "unknown"
        )
    return {
        "displacement_start_date": start.isoformat() if start else None,
        "displacement_end_date": end.isoformat() if end else None,
        "date_precision": precision,
    }


def _locations(toll: Toll, coded: CodedDocument) -> dict[str, Any]:
    """The places in four cells that go together, the origin first; the countries are those of all of them."""
    places = {place.id: place for place in coded.places}
    roles = [("Origin", toll.origin), ("Destination", toll.destination), ("Unspecified", _elsewhere(toll))]
    given = [(role, places[i]) for role, ids in roles for i in ids]
    countries = list(dict.fromkeys(place.country for _, place in given if place.country))
    positions = [f"{p.lat}, {p.lon}" if p.lat is not None else "" for _, p in given]
    return {
        "iso3": listed(countries),
        "country": listed(country_name(country) for country in countries),
        "locations_name": _BETWEEN.join(one_line(_full_name(place)) for _, place in given),
        "locations_type": _BETWEEN.join(role for role, _ in given),
        "locations_coordinates": _BETWEEN.join(positions) if any(positions) else None,
        "locations_accuracy": _BETWEEN.join(_accuracy(place) or "" for _, place in given),
    }


def _elsewhere(toll: Toll) -> tuple[str, ...]:
    """The places of which the report does not say whether people left or reached them."""
    return tuple(i for i in toll.places if i not in toll.origin and i not in toll.destination)


def _full_name(place: Place) -> str:
    parts = [place.name, place.admin1, country_name(place.country)]
    return ", ".join(dict.fromkeys(part for part in parts if part))


def _accuracy(place: Place) -> str | None:
    terms = displacement()
    feature = place.feature or ""
    known = (name for start, name in terms["features"].items() if feature.startswith(start))
    found: str | None = next(known, None) or terms["precisions"].get(place.precision)
    return found


def _popup(toll: Toll, coded: CodedDocument, names: Names) -> str:
    """The figure in a sentence: "About 2,300 displaced from Karsh to Ordun — said by aid workers (estimated). Lodestar News"."""
    amount = toll_amount(toll)
    where = [
        f"from {names.list_places(toll.origin)}" if toll.origin else "",
        f"to {names.list_places(toll.destination)}" if toll.destination else "",
        f"in {names.list_places(_elsewhere(toll))}" if _elsewhere(toll) else "",
    ]
    said = source_words(toll.attribution, names)
    head = f"{coded.document.source}{f', {coded.document.published}' if coded.document.published else ''}"
    sentence = " ".join(part for part in [amount[:1].upper() + amount[1:], *where] if part)
    return f"{sentence}{f' — {said}' if said else ''}." + (f" {one_line(head)}." if coded.document.source else "")


EXPORT = Format(
    name="idmc",
    title="Displacement in IDMC's fields, a row a figure",
    suffix=".csv",
    options=frozenset({"hxl"}),
    write=write,
)
