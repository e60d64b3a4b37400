"""An incident as its dossier shows it: figures with the claims behind them, reports with their words, and comparisons."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import quote

from dateline.brief.situation.held import sentence
from dateline.export.dossier import Dossier, standings
from dateline.export.html.placemap import PlaceMap, draw_places
from dateline.export.words.claims import one_line
from dateline.export.words.incidents import short
from dateline.export.words.tellings import (
    day_said,
    event_said,
    figure_said,
    rule_words,
    toll_words,
    who_said,
    within_words,
)
from dateline.incidents import ClaimRef, Incident, IncidentToll
from dateline.link.facts import EventFacts, PlaceFacts, TollFacts
from dateline.link.links import reasons_of
from dateline.link.model import Model
from dateline.link.tellings import Ref
from dateline.serve.pages.incidents.steps import Said, Steps, steps
from dateline.store import Store
from dateline.store.dossiers import Compared, Dossiers, IncidentHead, ReportHead

SHOWN = 40
"""The most reports whose words are shown at once."""
PAIRS = 5
_SHOWN_AROUND = 4.0
"""So many degrees the map shows at least: a border or an area's line is then seen somewhere."""
_UNKNOWN = "publisher not known"


class Part(NamedTuple):
    """A stretch of a quotation; ``mark`` is whether it is what the claim hangs on."""

    text: str
    mark: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimSaid:
    """A figure as one report gives it; ``best`` when it is the reconciled one; ``aside`` why it did not count."""

    said: str
    day: str
    who: str
    publisher: str
    ref: str
    path: str
    copy: bool = False
    best: bool = False
    aside: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureTold:
    """A reconciled figure, why it is what it is, and the claims behind it and beside it."""

    words: str
    grade: str
    rule: str
    within: str
    claims: tuple[ClaimSaid, ...]
    aside: tuple[ClaimSaid, ...]
    chart: Steps | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EventTold:
    """What one report says in one place: in our words, and in its own, with what the claim hangs on marked."""

    ref: Ref
    value: str
    name: str
    said: str
    quote: tuple[Part, ...]
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportTold:
    """One report of the incident."""

    head: ReportHead
    day: str
    publisher: str
    path: str
    copy_of: str
    copy_path: str
    events: tuple[EventTold, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PairTold:
    """Two reports that were compared, with what spoke for one happening and against it; the other's incident if it is another."""

    one: str
    one_path: str
    other: str
    other_path: str
    bits: str
    reasons: tuple[str, ...]
    against: str
    incident: IncidentHead | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierTold:
    """All that the page shows beside the incident itself."""

    figures: tuple[FigureTold, ...]
    standings: tuple[str, ...]
    reports: tuple[ReportTold, ...]
    hidden: int
    hidden_values: tuple[str, ...]
    links: tuple[PairTold, ...]
    near_misses: tuple[PairTold, ...]
    contains: tuple[IncidentHead, ...]
    places: PlaceMap | None
    refs: tuple[Ref, ...]


def path_of(document: str, claim: str | None = None) -> str:
    """Where the reader shows a document, or a claim of it, within the project."""
    return f"documents/{quote(document, safe='')}" + (f"?claim={quote(claim, safe='')}" if claim else "")


def name_of(ref: Ref) -> str:
    """How an event or toll is called: as much of its document's id as is shown, and its own."""
    return f"{short(ref[0])}:{ref[1]}"


def tell(store: Store, incident: Incident, *, everything: bool = False, is_past: bool = False) -> DossierTold:
    """The dossier of an incident; of one as it was on a day (``is_past``) without what was compared with it since."""
    asks = Dossiers(store)
    refs = tuple((r.document, r.event) for r in incident.reports)
    facts = asks.facts(refs)
    heads = asks.heads({document for document, _ in refs})
    copy_of = {head.id: head.copy_of for head in heads.values() if head.copy_of}
    shown = list(dict.fromkeys(f.document for f in sorted(facts, key=_when)))
    kept = shown if everything else shown[:SHOWN]
    links = [] if is_past else asks.compared(incident.id, linked=True, limit=PAIRS * 4)
    near = [] if is_past else asks.compared(incident.id, linked=False, limit=PAIRS * 4)
    named = asks.incidents({p.incident for p in near if p.incident} | set(incident.contains))
    heads |= asks.heads({ref[0] for p in (*links, *near) for ref in (p.one, p.other)} - heads.keys())
    dossier = Dossier(incident, facts, {}, copy_of, (), store.source_profiles())
    return DossierTold(
        figures=tuple(_figures(incident, facts, copy_of)),
        standings=tuple(map(one_line, standings(dossier))),
        reports=tuple(_reports(kept, facts, heads, asks.texts(kept))),
        hidden=len(shown) - len(kept),
        hidden_values=tuple(f"{d}:{e}" for d, e in refs if d not in set(kept)),
        links=tuple(_pairs(links, heads, {})),
        near_misses=tuple(_pairs(near, heads, named)),
        contains=tuple(named[i] for i in incident.contains if i in named),
        places=_places(incident, facts),
        refs=refs,
    )


def _when(facts: EventFacts) -> tuple[bool, str, str, int]:
    return facts.published is None, str(facts.published), facts.document, facts.offset


def _figures(
    incident: Incident, facts: Sequence[EventFacts], copy_of: Mapping[str, str]
) -> Iterator[FigureTold]:  # fmt: skip
    known = {(t.document, t.toll): t for event in facts for t in event.tolls}
    for toll in incident.tolls:
        claims = [_claim(ref, known, copy_of, toll) for ref in toll.claims]
        aside = [_claim(a.claim, known, copy_of, toll, a.reason) for a in toll.set_aside]
        yield FigureTold(
            words=toll_words(toll),
            grade=toll.grade,
            rule=rule_words(toll.rule),
            within=within_words(toll, incident),
            claims=tuple(claim for _, claim in sorted(claims, key=lambda c: c[0])),
            aside=tuple(claim for _, claim in sorted(aside, key=lambda c: c[0])),
            chart=steps(tuple(_said(toll, known, copy_of))),
        )


def _claim(
    ref: ClaimRef, known: Mapping[Ref, TollFacts], copy_of: Mapping[str, str], toll: IncidentToll, aside: str = ""
) -> tuple[str, ClaimSaid]:
    """The claim with what it is sorted by."""
    name, path = name_of((ref.document, ref.claim)), path_of(ref.document, ref.claim)
    fact = known.get((ref.document, ref.claim))
    if fact is None:
        none = ClaimSaid(said="", day="", who="", publisher="", ref=name, path=path, aside=aside)
        return "", none
    return str(fact.published or ""), ClaimSaid(
        said=figure_said(fact),
        day=day_said(fact),
        who=one_line(who_said(fact.sources)) or "in its own voice",
        publisher=one_line(fact.publisher or _UNKNOWN),
        ref=name,
        path=path,
        copy=ref.document in copy_of,
        best=toll.best is not None and fact.best == toll.best and not aside,
        aside=aside,
    )


def _said(toll: IncidentToll, known: Mapping[Ref, TollFacts], copy_of: Mapping[str, str]) -> Iterator[Said]:
    """The claims of a figure as points of its chart; copies say nothing of their own."""
    for ref, counted in (*((c, True) for c in toll.claims), *((a.claim, False) for a in toll.set_aside)):
        fact = known.get((ref.document, ref.claim))
        if fact is None or fact.published is None or ref.document in copy_of:
            continue
        value = next((v for v in (fact.best, fact.low, fact.high) if v is not None), None)
        if value is not None:
            who = one_line(fact.sources[-1].name) if fact.sources else one_line(fact.publisher or _UNKNOWN)
            yield Said(who, fact.published, value, counted)


def _reports(
    ids: Sequence[str], facts: Sequence[EventFacts], heads: Mapping[str, ReportHead], texts: Mapping[str, str]
) -> Iterator[ReportTold]:
    events: dict[str, list[EventFacts]] = {}
    for event in sorted(facts, key=_when):
        events.setdefault(event.document, []).append(event)
    for id_ in ids:
        if (head := heads.get(id_)) is None:
            continue
        first = events[id_][0]
        yield ReportTold(
            head=head,
            day=day_said(first),
            publisher=one_line(first.publisher or _UNKNOWN),
            path=path_of(id_),
            copy_of=short(head.copy_of) if head.copy_of else "",
            copy_path=path_of(head.copy_of) if head.copy_of else "",
            events=tuple(_event(event, texts[id_]) for event in events[id_]),
        )


def _event(event: EventFacts, text: str) -> EventTold:
    ref = (event.document, event.event)
    return EventTold(
        ref=ref,
        value=f"{event.document}:{event.event}",
        name=name_of(ref),
        said=one_line(event_said(event)),
        quote=tuple(_quoted(event, text)),
        path=path_of(*ref),
    )


def _quoted(event: EventFacts, text: str) -> Iterator[Part]:
    """The sentence around the trigger, with the trigger and the figures in it marked."""
    first, last = sentence(text, event.offset, event.offset + len(event.trigger))
    first, last = min(first, event.offset), max(last, event.offset + len(event.trigger))
    marks = {(event.offset, event.offset + len(event.trigger))}
    marks |= {(t.start, t.start + len(t.number)) for t in event.tolls if t.number}
    at = first
    for start, end in sorted(marks):
        if start < at or end > last or text[start:end].strip() == "":
            continue
        if at < start:
            yield Part(_inner(text[at:start]), False)
        yield Part(_inner(text[start:end]), True)
        at = end
    if at < last:
        yield Part(_inner(text[at:last]), False)


def _inner(words: str) -> str:
    """Words on one line that keep the space at their ends: other words stand beside them."""
    left = " " if words[:1].isspace() else ""
    right = " " if words[-1:].isspace() and words.strip() else ""
    return f"{left}{one_line(words)}{right}"


def _pairs(
    found: Sequence[Compared], heads: Mapping[str, ReportHead], incidents: Mapping[str, IncidentHead]
) -> Iterator[PairTold]:
    """The heaviest pair of every two reports."""
    seen: set[frozenset[str]] = set()
    for pair in found:
        reports = frozenset((pair.one[0], pair.other[0]))
        if reports in seen:
            continue
        seen.add(reports)
        if len(seen) > PAIRS:
            return
        yield PairTold(
            one=_report(pair.one, heads),
            one_path=path_of(*pair.one),
            other=_report(pair.other, heads),
            other_path=path_of(*pair.other),
            bits=f"{pair.weight:+.1f}",
            reasons=tuple(
                f"{name.replace('_', ' ')}: {what} ({weight:+.1f})"
                for name, what, weight in reasons_of(pair.levels, Model.load())
            ),
            against=pair.against or "",
            incident=incidents.get(pair.incident or ""),
        )


def _report(ref: Ref, heads: Mapping[str, ReportHead]) -> str:
    head = heads.get(ref[0])
    source = f"{one_line(head.source)} " if head and head.source else ""
    return f"{source}[{name_of(ref)}]"


def _places(incident: Incident, facts: Sequence[EventFacts]) -> PlaceMap | None:
    """The places that the reports name, framed around the incident's own."""
    own = incident.place
    placed = {(p.name, p.lat, p.lon): p for f in facts for p in (f.place, *f.places) if p and p.lat is not None}
    located: list[PlaceFacts] = [p for p in placed.values() if p.lon is not None]
    framing = [p for p in located if own and (p.lat, p.lon) == (own.lat, own.lon)]
    return draw_places(located, framing or located, _SHOWN_AROUND)
