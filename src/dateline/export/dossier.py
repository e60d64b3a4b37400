"""The dossier of an incident for a terminal: its figures and who says them, who said what when, and why it is one incident."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from dateline.export.text import isolated
from dateline.export.words.claims import one_line
from dateline.export.words.incidents import plural, short
from dateline.export.words.tellings import (
    actor_words,
    day_said,
    event_said,
    figure_said,
    place_words,
    reports_counted,
    rule_words,
    time_words,
    toll_words,
    who_said,
    within_words,
)
from dateline.incidents import ClaimRef, Incident, IncidentToll
from dateline.link.facts import EventFacts, TollFacts
from dateline.link.reconcile.voices import Scene
from dateline.ontology.authority import fold
from dateline.ontology.sources import Profiles
from dateline.records import Document

_QUOTE = 220
_CONTEXT = 80
_PAIRS = 5
_MARGIN = 2


@dataclass(frozen=True, slots=True)
class Pair:
    """Two events that were compared: whether they are linked, the weight in bits, what spoke for and against, and what decided."""

    one: ClaimRef
    other: ClaimRef
    linked: bool
    weight: float
    reasons: tuple[tuple[str, str, float], ...]
    against: str | None = None


@dataclass(frozen=True, slots=True)
class Dossier:
    """All that is known of an incident: ``facts`` are its events, ``documents`` its reports and those of near misses.

    ``copy_of`` names the original of each report that is a copy. Documents go by their ids. ``profiles`` say how far
    each source is believed, and to whom it belongs.
    """

    incident: Incident
    facts: Sequence[EventFacts]
    documents: Mapping[str, Document]
    copy_of: Mapping[str, str]
    pairs: Sequence[Pair] = ()
    profiles: Profiles | None = None


def render(found: Dossier, console: Console) -> None:
    """Print the whole dossier. Words of reports are never read as rich markup, and cannot move the cursor."""
    incident = found.incident
    summary = "  [a summary of several happenings]" if incident.aggregate else ""
    console.print(_text(incident.title + summary, "bold"))
    console.print(_text(f"{incident.id} · {'reviewed' if incident.reviewed else 'machine-made, not reviewed'}", "dim"))
    _section(console, "GRADE", _grade(incident))
    _section(console, "WHERE AND WHEN", _setting(incident))
    _section(console, "WHO", _actors(incident))
    _section(console, "FIGURES", (x for t in incident.tolls for x in _toll(t, found)))
    _section(console, "WHOSE WORD IT IS", _sources(found))
    _section(console, "WHAT WAS SAID, WHEN AND BY WHOM", _timeline(found))
    _section(console, "WHERE REPORTS DIFFER", _differences(found))
    _section(console, "WHY THESE REPORTS ARE ONE INCIDENT", _pairs(found, linked=True))
    _section(console, "NEAR MISSES: COMPARED, AND LEFT APART", _pairs(found, linked=False))
    _section(console, "CONTAINS", (_text(contained) for contained in incident.contains))
    _section(console, "HISTORY", _history(incident))


def _section(console: Console, title: str, parts: Iterable[Text | Table | Padding]) -> None:
    """The parts under their title, set in from the left; nothing where there are none."""
    for number, part in enumerate(parts):
        if not number:
            console.print(Text(f"\n{title}", style="bold underline"))
        console.print(Padding(part, (0, 0, 0, _MARGIN), expand=False))


def _text(words: str, style: str = "") -> Text:
    return Text(isolated(one_line(words)), style=style)


def _under(words: str, style: str = "") -> Padding:
    return Padding(_text(words, style), (0, 0, 0, 2 * _MARGIN), expand=False)


def _grade(incident: Incident) -> Iterator[Text]:
    yield _text(f"{incident.grade}: {'; '.join(incident.grade_reasons)}", "bold")
    yield _text(reports_counted(incident))


def _setting(incident: Incident) -> Iterator[Text]:
    yield _text(place_words(incident))
    yield _text(time_words(incident))


def _actors(incident: Incident) -> Iterator[Text]:
    for label, actors in (("by", incident.actors), ("to", incident.recipients)):
        for actor in actors:
            yield _text(f"{label}  {actor_words(actor)}")


def _toll(toll: IncidentToll, found: Dossier) -> Iterator[Text | Padding]:
    """A figure, the rule behind it, and each claim that it was made from with who says so."""
    within = f" · {inside}" if (inside := within_words(toll, found.incident)) else ""
    yield _text(f"{toll_words(toll)} · {toll.grade}{within}", "bold")
    yield _under(rule_words(toll.rule), "dim")
    tolls = {(t.document, t.toll): t for e in found.facts for t in e.tolls}
    if toll.claims:
        yield Padding(_claims(toll, found, tolls), (0, 0, 0, 2 * _MARGIN), expand=False)
    for aside in toll.set_aside:
        claim = tolls.get((aside.claim.document, aside.claim.claim))
        words = ""
        if claim is not None:
            who = f"{said}, " if (said := who_said(claim.sources)) else ""
            words = f"{figure_said(claim)} · {who}{claim.publisher or 'publisher not known'}"
        yield _under(f"set aside: {words} [{_ref(aside.claim)}]: {aside.reason}", "dim")


def _claims(toll: IncidentToll, found: Dossier, tolls: Mapping[tuple[str, str], TollFacts]) -> Table:
    """A row a claim: its figure, who says so, where that was published and when; ▸ marks those that give the best figure."""
    table = Table.grid(padding=(0, 2))
    for number in range(6):
        table.add_column(no_wrap=number in (1, 2, 5))
    claims = [(ref, tolls.get((ref.document, ref.claim))) for ref in toll.claims]
    for ref, claim in sorted(claims, key=lambda c: str(c[1].published) if c[1] else ""):
        if claim is None:
            table.add_row("", "", "", "", "", _text(f"[{_ref(ref)}]", "cyan"))
            continue
        copied = " (copy)" if ref.document in found.copy_of else ""
        table.add_row(
            "▸" if toll.best is not None and claim.best == toll.best else " ",
            _text(figure_said(claim)),
            _text(day_said(claim)),
            _text(who_said(claim.sources) or "in its own voice"),
            _text(f"{claim.publisher or 'publisher not known'}{copied}"),
            _text(f"[{_ref(ref)}]", "cyan"),
        )
    return table


def _sources(found: Dossier) -> Iterator[Text]:
    yield from map(_text, standings(found))


def standings(found: Dossier) -> Iterator[str]:
    """Whom the reports go back to, the most believed first: the standing of each here, its side, and who passes its word on."""
    if found.profiles is None:
        return
    scene = Scene(tuple(found.facts), found.profiles, found.copy_of)
    voices = {v.key: v for e in found.facts for v in (scene.of_event(e), *map(scene.of_toll, e.tolls))}
    passing: dict[str, set[str]] = defaultdict(set)
    for name in {e.publisher for e in found.facts if e.publisher}:
        if (origin := found.profiles.origin_of(name)) != name:
            passing[fold(origin)].add(name)
    for voice in sorted(voices.values(), key=lambda v: (-scene.standing(v), v.name)):
        profile = found.profiles.of(voice.name, voice.kind)
        of_side = f" · side {profile.side}" if profile.side else ""
        party = " · of a side to the event" if scene.is_party(voice) else ""
        through = f" · passed on by {', '.join(sorted(passing[fold(voice.name)]))}" if passing[fold(voice.name)] else ""
        yield f"{voice.name} · standing {scene.standing(voice)} of 4{of_side}{party}{through}"


def _timeline(found: Dossier) -> Iterator[Text | Padding]:
    """Report by report, the earliest first: what each says of the incident, in its own words. A copy is one line."""
    told: dict[str, list[EventFacts]] = defaultdict(list)
    for event in sorted(found.facts, key=lambda f: (f.published is None, str(f.published), f.document, f.offset)):
        told[event.document].append(event)
    for document, events in told.items():
        first = events[0]
        by = f"{day_said(first)}  {first.publisher or 'publisher not known'}"
        if (original := found.copy_of.get(document)) is not None:
            yield _text(f"{by}  [{short(document)}]: a copy of [{short(original)}]", "dim")
            continue
        title = found.documents[document].title
        yield _text(f"{by}{f' — {title}' if title else ''}  [{short(document)}]", "bold")
        for event in events:
            yield _under(f"{event.event}  {event_said(event)}")
            yield _under(f"“{_in_context(found.documents[document].text, event)}”", "dim italic")


def _in_context(text: str, event: EventFacts) -> str:
    """The words around the trigger, cut between words."""
    start = max(0, event.offset - _CONTEXT)
    end = min(len(text), event.offset + len(event.trigger) + _QUOTE - _CONTEXT)
    start = text.find(" ", start, event.offset) + 1 or start if start else 0
    end = max(text.rfind(" ", event.offset, end), event.offset + len(event.trigger)) if end < len(text) else end
    return f"{'…' if start else ''}{one_line(text[start:end])}{'…' if end < len(text) else ''}"


def _differences(found: Dossier) -> Iterator[Text | Padding]:
    publishers = {f.document: f.publisher for f in found.facts}
    for differ in found.incident.disagreements:
        yield _text(differ.field, "bold")
        for value in differ.values:
            who = dict.fromkeys(publishers.get(c.document) or short(c.document) for c in value.claims)
            yield _under(f"{value.value}: {', '.join(who)}")


def _pairs(found: Dossier, *, linked: bool) -> Iterator[Text | Padding]:
    """The heaviest pair of every two reports with what spoke for and against it, copies left out."""
    strongest: dict[frozenset[str], Pair] = {}
    for pair in found.pairs:
        reports = frozenset((pair.one.document, pair.other.document))
        if pair.linked is linked and len(reports) > 1 and not reports & found.copy_of.keys():
            strongest.setdefault(reports, pair)
    for pair in list(strongest.values())[:_PAIRS]:
        why = ", ".join(f"{name.replace('_', ' ')}: {what} ({weight:+.1f})" for name, what, weight in pair.reasons)
        against = f" · apart because {pair.against}" if pair.against else ""
        yield _text(f"{_report(pair.one, found)} ~ {_report(pair.other, found)}  {pair.weight:+.1f} bits{against}")
        yield _under(why, "dim")
    if len(strongest) > _PAIRS:
        more = len(strongest) - _PAIRS
        yield _text(f"and {more} more {plural('pair', more)} of reports", "dim")


def _report(claim: ClaimRef, found: Dossier) -> str:
    document = found.documents.get(claim.document)
    source = f"{document.source} " if document and document.source else ""
    return f"{source}[{_ref(claim)}]"


def _history(incident: Incident) -> Iterator[Text]:
    for step in incident.history:
        yield _text(f"{step.at}  {step.by}: {step.what}{f' ({step.why})' if step.why else ''}")


def _ref(claim: ClaimRef) -> str:
    return f"{short(claim.document)}:{claim.claim}"
