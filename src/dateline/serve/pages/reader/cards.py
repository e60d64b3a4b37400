"""The claims of a report as cards beside it: in the order of the text, each with whose it is and what was made of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dateline.export.words.claims import ClaimWords, claims_in_words
from dateline.export.words.days import day_words
from dateline.store.review import ClaimKind, Looked, Verdict
from dateline.store.review.overlay import claims_of, kind_of
from dateline.store.review.reattach import names_in

KINDS: Mapping[ClaimKind, str] = {
    "event": "Event", "toll": "Figure", "statement": "Statement", "relation": "Relation"
}  # fmt: skip
KIND_OF_LAYER: Mapping[str, ClaimKind] = {
    "events": "event", "tolls": "toll", "statements": "statement", "relations": "relation"
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A field that a person set to another value."""

    name: str
    was: str
    to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A claim beside the text. ``verdict`` is the one that holds, None where nobody has judged it.

    ``version`` is what the person has seen of the log about it. ``incident`` is (id, title), ``tolls`` are the ids of
    the figures that hang on an event.
    """

    words: ClaimWords
    kind: ClaimKind
    version: int
    verdict: Verdict | None
    is_lost: bool = False
    incident: tuple[str, str] | None = None
    tolls: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()

    @property
    def id(self) -> str:
        """The claim's id."""
        return self.words.id

    @property
    def state(self) -> str:
        """What was made of it: machine, accepted, corrected, added or rejected."""
        return self.verdict.verdict if self.verdict else "machine"

    @property
    def label(self) -> str:
        """Which kind of claim it is, in a word."""
        return KINDS[self.kind]

    @property
    def judged_words(self) -> str:
        """Who made what of it, and when."""
        if self.verdict is None:
            return "machine, not reviewed"
        return f"{self.verdict.verdict} by {self.verdict.person}, {day_words(self.verdict.made[:10])}"


def cards(looked: Looked, incidents: Mapping[str, tuple[str, str]]) -> tuple[Card, ...]:
    """A card for each claim of the effective record, and for each that was rejected."""
    over, record = looked.over, looked.record
    lost = {verdict.number for verdict in over.lost}
    tolls: dict[str, list[str]] = {}
    for toll in record.tolls:
        if toll.event is not None:
            tolls.setdefault(toll.event, []).append(toll.id)
    event_of = {toll.id: toll.event for toll in record.tolls} | {event.id: event.id for event in record.events}
    made = []
    for words in _all_words(looked):
        verdict = over.verdicts.get(words.id) or over.rejected.get(words.id)
        made.append(
            Card(
                words=words,
                kind=KIND_OF_LAYER[words.layer],
                version=looked.version(words.id),
                verdict=verdict,
                is_lost=verdict is not None and verdict.number in lost,
                incident=incidents.get(event_of.get(words.id) or ""),
                tolls=tuple(tolls.get(words.id, ())),
                changes=_changes(verdict),
            )
        )
    return tuple(sorted(made, key=_reading_order))


def record_of(looked: Looked, claim: str) -> Mapping[str, Any] | None:
    """The claim's record as JSON, also of one that was rejected; None where there is none."""
    for found in (*claims_of(looked.record), *claims_of(looked.machine)):
        if found.id == claim:
            return found.model_dump(mode="json")
    return None


def kind_in(looked: Looked, claim: str) -> ClaimKind | None:
    """Of which kind the claim is; None where there is none."""
    for found in (*claims_of(looked.record), *claims_of(looked.machine)):
        if found.id == claim:
            return kind_of(found)
    return None


def _all_words(looked: Looked) -> Iterator[ClaimWords]:
    yield from claims_in_words(looked.record)
    if looked.over.rejected:
        yield from (words for words in claims_in_words(looked.machine) if words.id in looked.over.rejected)


def marked(shown: Sequence[Card]) -> list[ClaimWords]:
    """The claims that the text is marked with: those that stand."""
    return [card.words for card in shown if card.state != "rejected"]


def _reading_order(card: Card) -> tuple[bool, int, int, str]:
    anchor = card.words.anchor
    return anchor is None, anchor.start if anchor else 0, anchor.end if anchor else 0, card.id


def _changes(verdict: Verdict | None) -> tuple[Change, ...]:
    if verdict is None or verdict.verdict != "corrected":
        return ()
    was, to = verdict.was or {}, verdict.to or {}
    named = names_in(verdict.around)
    return tuple(
        Change(name=name.replace("_", " "), was=_written(was.get(name), named), to=_written(to.get(name), named))
        for name in verdict.changed
        if name not in ("when",) or _written(was.get(name), named) != _written(to.get(name), named)
    )


def _written(value: Any, named: Mapping[str, str]) -> str:
    """A value of a record in words."""
    if value in (None, [], {}):
        return "none"
    if isinstance(value, Mapping):
        if "text" in value and "start" in value:
            return f"“{value['text']}”"
        parts = [_written(v, named) for k, v in value.items() if v not in (None, [], {}) and k != "derived_by"]
        return ", ".join(parts) or "none"
    if isinstance(value, list):
        return ", ".join(_written(item, named) for item in value)
    return named.get(str(value), str(value))


def waiting_after(shown: Sequence[Card], claim: str | None) -> str | None:
    """The next claim that nobody has judged, in the order of the text: after this one, else from the beginning."""
    ids = [card.id for card in shown]
    at = ids.index(claim) + 1 if claim in ids else 0
    order = [*shown[at:], *shown[:at]]
    return next((card.id for card in order if card.verdict is None), None)
