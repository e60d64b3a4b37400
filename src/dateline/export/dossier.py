"""An incident in words: one line for a list, and the whole dossier for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from dateline.incidents import ClaimRef, Incident, IncidentActor, IncidentToll
from dateline.link.facts import EventFacts, TollFacts

_ID_SHOWN = 10
_QUOTE = 220
_CONTEXT = 80
_PAIRS = 5
_RULES = {
    "one-source": "the only source's figure",
    "one-source-latest": "the only source's latest figure",
    "sources-agree": "all sources agree",
    "most-credible-latest": "the most credible source's latest figure; low and high are the extremes",
    "enemy-claim-alone": "only a party to the event says so of its enemy: no best figure",
    "phrase-only": "no source gives a number",
    "nothing-counted": "no claim gives a figure of something that happened",
}


@dataclass(frozen=True, slots=True)
class Pair:
    """Two events that were compared: is the other one in another incident, the weight in bits, and what decided."""

    one: ClaimRef
    other: ClaimRef
    linked: bool
    weight: float
    reasons: tuple[tuple[str, str, float], ...]
    against: str | None = None


@dataclass(frozen=True, slots=True)
class Dossier:
    """All that is known of an incident. ``texts`` are those of its documents, by id; ``facts`` its events."""

    incident: Incident
    facts: Sequence[EventFacts]
    texts: Mapping[str, str]
    pairs: Sequence[Pair] = ()


def short(document: str) -> str:
    """A document's id, as much of it as is shown."""
    return document[:_ID_SHOWN]


def figure(toll: IncidentToll) -> str:
    """Low, best and high in words: "25", "25 (20–31)", "at least 25", "up to 40"."""
    low, best, high = toll.low, toll.best, toll.high
    if best is None:
        return f"up to {high}" if high is not None else toll.phrase or "no figure"
    if low == best == high:
        return f"{best:,}"
    if high is None:
        return (
            f"at least {best:,}" if low == best else f"{best:,} ({low:,} or more)" if low is not None else f"{best:,}"
        )
    return (
        f"up to {high:,}"
        if low is None and best == high
        else f"{best:,} ({'?' if low is None else f'{low:,}'}–{high:,})"
    )


def whose(toll: IncidentToll) -> str:
    """Which people the figure counts: "civilians", "combatants (islamic-state)", "of them: child"."""
    plural = {"civilian": "civilians", "combatant": "combatants", "mixed": "civilians and combatants", "unknown": ""}
    words = plural[toll.victims] + (f" ({toll.side})" if toll.side else "")
    if toll.group:
        words = f"of them: {toll.group}" + (f" ({words})" if words else "")
    units = {"household": "households", "dwelling": "dwellings", "person": ""}[toll.unit]
    return " ".join(x for x in (units, words) if x)


def line(incident: Incident) -> str:
    """The incident on one line: id, grade, title, its highest figures, and how many sources."""
    tolls = [t for t in incident.tolls if t.scope == "incident" and t.within is None and t.rule != "nothing-counted"]
    said = "; ".join(" ".join(x for x in (t.harm, figure(t), whose(t)) if x) for t in tolls[:3])
    kind = " [summary]" if incident.aggregate else ""
    count = f"{incident.sources} {_plural('source', incident.sources)}, {incident.independent_sources} independent"
    return f"{incident.id}  {incident.grade:10}  {incident.title}{kind}  {f'{said}  ' if said else ''}({count})"


def dossier(found: Dossier) -> Iterator[str]:
    """The whole dossier, a line at a time: figures with their claims, who said what when, the evidence, links and history."""
    incident = found.incident
    yield incident.title + ("  [a summary of several happenings]" if incident.aggregate else "")
    yield f"{incident.id} · {'reviewed' if incident.reviewed else 'machine-made, not reviewed'}"
    yield from _section("GRADE", [f"{incident.grade}: {'; '.join(incident.grade_reasons)}", _sources(incident)])
    yield from _section("WHERE AND WHEN", _setting(incident))
    yield from _section("WHO", _actors(incident))
    yield from _section("FIGURES", [x for t in incident.tolls for x in _toll(t)])
    yield from _section("WHAT WAS SAID, WHEN AND BY WHOM", _timeline(found))
    yield from _section("WHERE REPORTS DIFFER", _differences(incident))
    yield from _section("WHY THESE REPORTS ARE ONE INCIDENT", _pairs(found, linked=True))
    yield from _section("NEAR MISSES: COMPARED, AND LEFT APART", _pairs(found, linked=False))
    yield from _section("CONTAINS", list(incident.contains))
    yield from _section(
        "HISTORY", [f"{h.at}  {h.by}: {h.what}{f' ({h.why})' if h.why else ''}" for h in incident.history]
    )


def _section(title: str, lines: Iterable[str]) -> Iterator[str]:
    held = list(lines)
    if held:
        yield ""
        yield title
        yield from (f"  {text}" for text in held)


def _sources(incident: Incident) -> str:
    copies = len({r.document for r in incident.reports if not r.original})
    documents = len({r.document for r in incident.reports})
    copied = f", {copies} of them {_plural('copy', copies)}" if copies else ""
    return (
        f"{documents} {_plural('report', documents)}{copied}; {incident.sources} {_plural('publisher', incident.sources)}; "
        f"{incident.independent_sources} independent"
    )


def _setting(incident: Incident) -> Iterator[str]:
    place, when = incident.place, incident.when
    if place is not None:
        inside = ", ".join(x for x in (place.admin1, place.country) if x)
        at = (
            f" · {place.lat:.4f}, {place.lon:.4f}"
            if place.lat is not None and place.lon is not None
            else " · not on the map"
        )
        yield f"{place.name}{f' ({inside})' if inside else ''}{at} · precision {place.precision or 'unknown'} of 7"
    else:
        yield "no place named"
    if when.start is None:
        yield "no day known"
    else:
        yield (
            when.start if when.start == when.end else f"{when.start} to {when.end}"
        ) + f" · precision {when.precision}"


def _actors(incident: Incident) -> Iterator[str]:
    for label, actors in (("by", incident.actors), ("to", incident.recipients)):
        for actor in actors:
            yield f"{label}  {_actor(actor)}"


def _actor(actor: IncidentActor) -> str:
    about = ", ".join(x for x in (actor.kind, actor.country) if x and x != "unknown")
    disputed = " · other reports name others" if actor.contested else ""
    count = len(actor.claims)
    return f"{actor.name}{f' ({about})' if about else ''} · {count} {_plural('claim', count)}{disputed}"


def _toll(toll: IncidentToll) -> Iterator[str]:
    scope = f" since {toll.since}" if toll.scope == "cumulative" and toll.since else ""
    kind = f" (cumulative{scope}, not of this incident)" if toll.scope == "cumulative" else ""
    within = " · counted in the figure above" if toll.within is not None else ""
    yield f"{toll.harm} {' '.join(x for x in (figure(toll), whose(toll)) if x)}{kind} · {toll.grade}{within}"
    yield f"    {_RULES.get(toll.rule, toll.rule)} · from {', '.join(_ref(c) for c in toll.claims) or 'nothing'}"
    for aside in toll.set_aside:
        yield f"    set aside {_ref(aside.claim)}: {aside.reason}"


def _timeline(found: Dossier) -> Iterator[str]:
    """Each event of each report with its source, its figures and its words in context, the earliest report first."""
    copies = {r.document for r in found.incident.reports if not r.original}
    for event in sorted(found.facts, key=lambda f: (f.published is None, str(f.published), f.document, f.offset)):
        cited = event.sources or next((t.sources for t in event.tolls if t.sources), ())
        told = " ← ".join(s.name for s in cited)
        figures = "; ".join(_said(t) for t in event.tolls)
        copy = " · copy" if event.document in copies else ""
        yield (
            f"{event.published or 'no date   '}  {event.publisher or 'publisher not known'}"
            f"{f', citing {told}' if told else ''}{f' · {figures}' if figures else ''}"
            f" · {event.status}{copy}  [{short(event.document)}:{event.event}]"
        )
        yield f"    {_in_context(found.texts.get(event.document, event.text), event.offset, event.trigger)}"


def _said(toll: TollFacts) -> str:
    words = toll.number or toll.victims_text or "one"
    bound = {"at_least": "at least ", "at_most": "up to ", "approximately": "about "}.get(toll.bound, "")
    number = f"{bound}{toll.best:,}" if toll.best is not None else words
    return f"{toll.harm} {number}"


def _in_context(text: str, offset: int, trigger: str) -> str:
    start, end = max(0, offset - _CONTEXT), min(len(text), offset + len(trigger) + _QUOTE - _CONTEXT)
    quote = " ".join(text[start:end].split())
    return f"{'…' if start else ''}{quote}{'…' if end < len(text) else ''}"


def _differences(incident: Incident) -> Iterator[str]:
    for differ in incident.disagreements:
        said = "; ".join(f"{v.value} ({', '.join(_ref(c) for c in v.claims)})" for v in differ.values)
        yield f"{differ.field}: {said}"


def _pairs(found: Dossier, *, linked: bool) -> Iterator[str]:
    """The heaviest pairs with what spoke for and against each, and how many there are beside them."""
    pairs = [pair for pair in found.pairs if pair.linked is linked]
    for pair in pairs[:_PAIRS]:
        why = ", ".join(f"{name.replace('_', ' ')}: {what} ({weight:+.1f})" for name, what, weight in pair.reasons)
        against = f" · apart because {pair.against}" if pair.against else ""
        yield f"{_ref(pair.one)} ~ {_ref(pair.other)}  {pair.weight:+.1f} bits{against}"
        yield f"    {why}"
    if len(pairs) > _PAIRS:
        yield f"and {len(pairs) - _PAIRS} more"


def _ref(claim: ClaimRef) -> str:
    return f"{short(claim.document)}:{claim.claim}"


def _plural(word: str, count: int) -> str:
    return word if count == 1 else f"{word[:-1]}ies" if word.endswith("y") else f"{word}s"
