"""Which places of a record are sensitive: hospitals, shelters, camps, aid on its way, schools."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from dateline.export.responsibility.rules import sensitive_rules
from dateline.records import CodedDocument, Event, Place, Span

_FINER_THAN_AREA = 4
_WINDOW = 160
"""How many characters around a place's name are looked at."""


@dataclass(frozen=True, slots=True)
class Sensitive:
    """What of a document is sensitive: from the ids of events and places to the kind, and the words that say so."""

    events: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)
    words: tuple[tuple[Span, str], ...] = ()


def sensitive(coded: CodedDocument) -> Sensitive:
    """What of the document is sensitive by its own words."""
    text = coded.document.text
    places = {p.id: kind for p in coded.places if (kind := _kind_of_place(p) or _kind_beside(text, p))}
    recipients = {a.id: [span for span in a.mentions if kind_of(span.text)] for a in coded.actors}
    victims: dict[str, list[Span]] = {}
    for toll in coded.tolls:
        if toll.event and toll.victims.text:
            victims.setdefault(toll.event, []).append(toll.victims.text)
    events: dict[str, str] = {}
    words: dict[tuple[int, int], tuple[Span, str]] = {}
    for event in coded.events:
        harmed = [*event.targets, *(s for a in event.recipients for s in recipients[a]), *victims.get(event.id, ())]
        told = [(span, kind) for span in harmed if (kind := kind_of(span.text))]
        told += [found for span in event.evidence for found in _around(text, span)]
        kinds = [kind for _, kind in told] + [places[p] for p in _places(event) if p in places]
        if kinds:
            events[event.id] = kinds[0]
            words.update({(span.start, span.end): (span, kind) for span, kind in told})
    told_places = (place for place in coded.places if place.id in places)
    words.update({(s.start, s.end): (s, places[p.id]) for p in told_places for s in p.mentions})
    return Sensitive(events, places, tuple(words[at] for at in sorted(words)))


def places_of(coded: CodedDocument, events: Mapping[str, str]) -> dict[str, str]:
    """The places of these events that are finer than a first-level area, with the kinds of the events."""
    fine = {p.id for p in coded.places if p.precision is None or p.precision < _FINER_THAN_AREA}
    found: dict[str, str] = {}
    for event in coded.events:
        if event.id in events:
            for place in _places(event):
                if place in fine:
                    found.setdefault(place, events[event.id])
    for toll in coded.tolls:
        if toll.event is not None and toll.event in events:
            for place in (*toll.places, *toll.origin, *toll.destination):
                if place in fine:
                    found.setdefault(place, events[toll.event])
    return found


def kind_of(words: str) -> str | None:
    """The kind of sensitive place that the words name."""
    found = _named().search(_plain(words))
    return _kinds()[found["word"]] if found else None


@lru_cache(maxsize=1)
def generic_words() -> frozenset[str]:
    """The single words of which the words for sensitive places are made: no part of such a place's own name."""
    return frozenset(word for phrase in _kinds() for word in phrase.replace("'", " ").split())


def label_of(kind: str) -> str:
    """A kind of sensitive place in words: "a school"."""
    return sensitive_rules().kinds[kind].label


def kind_of_feature(feature: str | None) -> str | None:
    """The kind of sensitive place that the gazetteer's feature code stands for."""
    kinds = sensitive_rules().kinds.items()
    return next((name for name, kind in kinds if feature in kind.features), None) if feature else None


def _places(event: Event) -> Iterable[str]:
    return (*event.places, *event.origin, *event.destination)


def _kind_of_place(place: Place) -> str | None:
    told = (kind_of(words) for words in (place.name, *(span.text for span in place.mentions)))
    return kind_of_feature(place.feature) or next(filter(None, told), None)


def _kind_beside(text: str, place: Place) -> str | None:
    """The kind of sensitive place that the words before or after the place's name put there."""
    if (place.precision or 1) >= _FINER_THAN_AREA:
        return None
    for span in place.mentions:
        start = max(0, span.start - _WINDOW)
        found = _up_to_place().search(_plain(text[start : span.start]))
        if found and not _is_elsewhere(text, start + found.start("word"), start + found.end("word")):
            return _kinds()[found["word"]]
        if found := _after_place().match(_plain(text[span.end : span.end + _WINDOW])):
            return _kinds()[found["word"]]
    return None


def _around(text: str, evidence: Span) -> Iterable[tuple[Span, str]]:
    """Sensitive places that the evidence puts the event at."""
    for found in _placed().finditer(_plain(evidence.text)):
        start, end = evidence.start + found.start("word"), evidence.start + found.end("word")
        if not _is_elsewhere(text, start, end):
            yield Span.of(text, start, end), _kinds()[found["word"]]


def _is_elsewhere(text: str, start: int, end: int) -> bool:
    """Whether it did not happen at the sensitive place of these characters: the wounded went there, or someone there tells of it."""
    before = _plain(text[max(0, start - _WINDOW) : start])
    if _elsewhere().search(before):
        return True
    return bool(_speaker_at().search(before) and _says().match(_plain(text[end : end + _WINDOW])))


def _plain(words: str) -> str:
    """The words in lower case, with plain apostrophes: as long as they were."""
    lowered = words.replace("’", "'").lower()
    return lowered if len(lowered) == len(words) else words.replace("’", "'")


@lru_cache(maxsize=1)
def _kinds() -> Mapping[str, str]:
    """From each word, in both numbers, to its kind; the first kind that lists it has it."""
    found: dict[str, str] = {}
    for name, kind in sensitive_rules().kinds.items():
        for word in kind.words:
            for form in (word, f"{word}s", f"{word}es", re.sub("y$", "ies", word)):
                found.setdefault(form, name)
    return found


@lru_cache(maxsize=1)
def _word() -> str:
    return f"(?P<word>{'|'.join(re.escape(w) for w in sorted(_kinds(), key=lambda w: (-len(w), w)))})"


@lru_cache(maxsize=1)
def _named() -> re.Pattern[str]:
    return re.compile(rf"\b{_word()}\b")


@lru_cache(maxsize=1)
def _placed() -> re.Pattern[str]:
    rules = sensitive_rules()
    around = "|".join(map(re.escape, rules.around))
    return re.compile(rf"\b(?:{around})\b(?:[ ,]+[\w'’-]+){{0,{rules.reach}}}?[ ,]+{_word()}\b")


@lru_cache(maxsize=1)
def _up_to_place() -> re.Pattern[str]:
    rules = sensitive_rules()
    speaking = "|".join(map(re.escape, rules.not_before))
    return re.compile(rf"\b{_word()}\b(?:[ ,]+(?!(?:{speaking})\b)[\w'-]+){{1,{rules.near_place}}}[ ,]+$")


@lru_cache(maxsize=1)
def _after_place() -> re.Pattern[str]:
    speaking = "|".join(map(re.escape, sensitive_rules().not_before))
    return re.compile(rf"(?:'s)? (?:[\w'-]+ ){{0,2}}?{_word()}\b(?! (?:{speaking})\b)")


@lru_cache(maxsize=1)
def _elsewhere() -> re.Pattern[str]:
    return _shortly_before(sensitive_rules().not_after)


@lru_cache(maxsize=1)
def _speaker_at() -> re.Pattern[str]:
    return _shortly_before(sensitive_rules().speaker_at)


@lru_cache(maxsize=1)
def _says() -> re.Pattern[str]:
    rules = sensitive_rules()
    return re.compile(rf"(?:[ ,]+[\w'-]+){{0,{rules.near_place}}}?[ ,]+(?:{'|'.join(map(re.escape, rules.says))})\b")


def _shortly_before(words: Iterable[str]) -> re.Pattern[str]:
    """One of the words, then a few others of the same sentence, up to the end."""
    wanted = "|".join(map(re.escape, words))
    return re.compile(rf"\b(?:{wanted})(?:[ ,]+[\w'’-]+){{0,{sensitive_rules().reach}}}?[ ,]+$")
