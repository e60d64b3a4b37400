"""What the reports of an incident say, in words: figures and who gives them, events, and why a figure is what it is."""

from __future__ import annotations

from collections.abc import Sequence

from dateline.export.words.days import day_words, interval_words
from dateline.export.words.incidents import figure, plural, whose
from dateline.incidents import Incident, IncidentActor, IncidentToll
from dateline.link.facts import EventFacts, SourceFacts, TollFacts

_RULES = {
    "one-source": "the only source's figure",
    "one-source-latest": "the only source's latest figure",
    "sources-agree": "all sources agree",
    "most-credible-latest": "the most credible source's latest figure; low and high are the extremes",
    "enemy-claim-alone": "only a party to the event says so of its enemy: no best figure",
    "phrase-only": "no source gives a number",
    "nothing-counted": "no claim gives a figure of something that happened",
}
_BOUNDS = {"at_least": "at least ", "at_most": "up to ", "approximately": "about "}


def rule_words(rule: str) -> str:
    """Why a reconciled figure is what it is."""
    return _RULES.get(rule, rule)


def toll_words(toll: IncidentToll) -> str:
    """Which harm, how many, whose, and whether it is of this incident alone."""
    since = f" since {day_words(toll.since)}" if toll.since else ""
    scope = f" (cumulative{since}: not of this incident alone)" if toll.scope == "cumulative" else ""
    return " ".join(x for x in (toll.harm, figure(toll), whose(toll)) if x) + scope


def within_words(toll: IncidentToll, incident: Incident) -> str:
    """In which figure of the incident these people are counted too; empty where in none."""
    if toll.within is None:
        return ""
    whole = incident.tolls[toll.within]
    return f"counted in {whole.harm} {figure(whole)}"


def figure_said(toll: TollFacts) -> str:
    """The figure as a report gives it."""
    if toll.best is None:
        return toll.number or toll.victims_text or "no number"
    return f"{_BOUNDS.get(toll.bound, '')}{toll.best:,}"


def day_said(facts: EventFacts | TollFacts) -> str:
    """The day on which it was published."""
    return day_words(facts.published.isoformat()) if facts.published else "day not known"


def who_said(sources: Sequence[SourceFacts]) -> str:
    """ "the ministry ← the Observatory", from the outermost source to the innermost; empty for the report's own voice."""
    return " ← ".join(source.name for source in sources)


def event_said(event: EventFacts) -> str:
    """What one report says happened: type, status, figures, and according to whom."""
    what = "/".join(x for x in (event.type, event.mode) if x)
    figures = "; ".join(f"{t.harm} {figure_said(t)}{' of them' if t.part_of else ''}" for t in event.tolls)
    cited = event.sources or next((t.sources for t in event.tolls if t.sources), ())
    source = f"according to {who_said(cited)}" if cited else "in its own voice"
    status = "" if event.status == "occurred" else event.status.replace("_", " ").upper()
    return " · ".join(x for x in (what, status, figures, source) if x)


def reports_counted(incident: Incident) -> str:
    """How many reports, copies, publishers and independent origins there are."""
    copies = len({r.document for r in incident.reports if not r.original})
    documents = len({r.document for r in incident.reports})
    copied = f" ({copies} {'of them a copy' if copies == 1 else 'of them copies'})" if copies else ""
    return (
        f"{documents} {plural('report', documents)}{copied} by {incident.sources} {plural('publisher', incident.sources)}; "
        f"what they say goes back to {incident.independent_sources} independent {plural('origin', incident.independent_sources)}"
    )


def place_words(incident: Incident) -> str:
    """Where it happened, and how closely that is known."""
    place = incident.place
    if place is None:
        return "no place named"
    inside = ", ".join(x for x in (place.admin1, place.country) if x)
    on_map = place.lat is not None and place.lon is not None
    at = f"{place.lat:.4f}, {place.lon:.4f}" if on_map else "not on the map"
    precision = place.precision or "unknown"
    return f"{place.name}{f' ({inside})' if inside else ''} · {at} · precision {precision} of 7 (1 is exact)"


def time_words(incident: Incident) -> str:
    """When it happened."""
    when = incident.when
    return interval_words(when.start, when.end, when.precision) if when.start or when.end else "no day known"


def actor_words(actor: IncidentActor) -> str:
    """Who took part, how many claims say so, and whether others name others."""
    about = ", ".join(x for x in (actor.kind, actor.country) if x and x != "unknown")
    disputed = " · other reports name others" if actor.contested else ""
    count = len(actor.claims)
    return f"{actor.name}{f' ({about})' if about else ''} · {count} {plural('claim', count)}{disputed}"
