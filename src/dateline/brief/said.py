"""An incident and a figure in one sentence: whose word it is, what, where, when, how many, in neutral words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dateline.brief.count import Counted
from dateline.brief.material import Material
from dateline.brief.phrases import WHO, named, phrases
from dateline.brief.record import Amount, Citation, Evidence, Figure, Sentence
from dateline.brief.words import amount_words, clean, distinct, listed, quoted, when_words
from dateline.incidents import ClaimRef, Incident, IncidentActor, IncidentToll, Report

_ARMED = frozenset({"government", "military", "police", "rebel", "militia", "criminal", "party"})
_PEOPLE = {"civilian": " civilians", "combatant": " fighters or soldiers", "mixed": "", "unknown": ""}
_UNITS = {"person": "", "household": " households", "dwelling": ""}


def incident_sentence(material: Material, one: Counted, *, quote: bool = True) -> Sentence:
    """The incident in a sentence, with the words of its first report after it."""
    incident = material.incident(one)
    told = _told(material, incident)
    figures = tuple(_figures(material, incident))
    refs = [ClaimRef(document=r.document, claim=r.event) for r in told]
    voices = material.reports.voices([*refs, *_behind(incident, figures)])
    clause = phrases().clause(incident.acled.sub_event_type if incident.acled else None, incident.type)
    doers = _doers(incident, clause.by)
    what = clause.clause.replace(WHO, doers)
    parts = [what, where(incident), when_words(incident.when), "" if clause.by == WHO else doers]
    text = f"According to {listed(voices) or 'a publisher not named'}, {' '.join(p for p in parts if p)}"
    if figures:
        text += f": {'; '.join(figure.words for figure in figures)}"
    text += f" ({_standing(incident)})."
    citations = _citations(material, refs, _behind(incident, figures))
    if quote and refs:
        first = material.reports.evidence(refs[0])
        text += f" {material.reports.of(first.document).publisher}: {quoted(first.quote, material.limits.quote)}"
    return Sentence(text=text, citations=(*citations, *(f.lookup for f in figures[:1])), figures=figures)


def where(incident: Incident) -> str:
    """ "in El Obeid (North Kordofan)"; empty where no place is known."""
    place = incident.place
    if place is None:
        return ""
    name, area = clean(place.name), clean(place.admin1 or "")
    return f"in {name} ({area})" if area and area != name else f"in {name}"


def victims(toll: IncidentToll) -> str:
    """Whom a figure counts, to stand after it: " civilians", " households", " (child)"."""
    group = f" ({phrases().groups.get(toll.group, clean(toll.group))})" if toll.group else ""
    return f"{_UNITS[toll.unit]}{_PEOPLE[toll.victims]}{group}"


def toll_words(toll: IncidentToll) -> str:
    """ "at least 41 killed", "5 civilians killed", "scores detained"."""
    amount = amount_words(Amount(low=toll.low, best=toll.best, high=toll.high), toll.phrase)
    return f"{amount}{victims(toll)} {phrases().harms[toll.harm]}"


def names_of(actors: Iterable[IncidentActor]) -> list[str]:
    """The actors who can be named: those on the list of actors, and armed or official ones by description."""
    return distinct(
        named(clean(a.name)) for a in actors if a.authority_id or a.kind in _ARMED or a.kind in ("igo", "ngo")
    )


def _told(material: Material, incident: Incident) -> list[Report]:
    """The reports to cite, an event each: originals before copies, those whose claims give the figures first."""
    figured = {ref.document for t in incident.tolls for ref in t.claims}
    rows = [r for r in incident.reports if material.reports.of(r.document).events[r.event].status != "denied"]
    first: dict[str, Report] = {}

    def rank(report: Report) -> tuple[bool, ...]:
        read = material.reports.of(report.document)
        event = read.events[report.event]
        is_title = clean(event.sentence) == clean(read.coded.document.title or "")
        return not report.original, report.document not in figured, is_title, not event.tolls

    for report in sorted(rows or incident.reports, key=rank):
        first.setdefault(report.document, report)
        if len(first) == material.limits.cited:
            break
    return list(first.values())


def _figures(material: Material, incident: Incident) -> Iterable[Figure]:
    """The incident's own figures: no counts over time, and no parts of others."""
    for at, toll in enumerate(incident.tolls):
        if toll.scope == "incident" and toll.within is None and toll.rule != "nothing-counted":
            alone = ", as a party to it says of its enemy" if toll.rule == "enemy-claim-alone" else ""
            yield material.toll(incident, at, toll_words(toll) + alone)


def _behind(incident: Incident, figures: Sequence[Figure]) -> list[ClaimRef]:
    return [ref for figure in figures for ref in incident.tolls[figure.lookup.at or 0].claims[:2]]


def _citations(material: Material, *groups: Sequence[ClaimRef]) -> tuple[Citation, ...]:
    """The claims with their words: of no more than a few reports."""
    found: list[Evidence] = []
    documents: dict[str, None] = {}
    for ref in (ref for group in groups for ref in group):
        if ref.document in documents or len(documents) < material.limits.cited:
            documents[ref.document] = None
            found.append(material.reports.evidence(ref))
    return tuple(dict.fromkeys(found))


def _doers(incident: Incident, word: str) -> str:
    if not word:
        return ""
    both = (*incident.actors, *incident.recipients) if word == "involving" else incident.actors
    if word == "by" and any(a.contested for a in incident.actors):
        rivals = names_of(a for a in incident.actors if a.contested)
        return f"(reports differ on who did it: they name {listed(rivals, 4)})" if len(rivals) > 1 else ""
    names = names_of(both)
    if word == WHO:
        return f" ({listed(names, 3)})" if names else ""
    return f"{word} {listed(names, 3)}" if names else ""


def _standing(incident: Incident) -> str:
    """How well the incident is founded, in words."""
    if incident.grade == "contested":
        return "contested"
    words = {"confirmed": "confirmed by the side that did it", "fair": "more than one credible source"}
    return words.get(incident.grade, "one source" if incident.independent_sources < 2 else "no two credible sources")
