"""One report's telling of one happening: events that coding kept apart, but that the report tells in one breath.

"Shot and killed three people" is read as a shooting and a killing; "fired rockets at the town, killing five" as rocket
fire and a killing. They are one happening, and only together do they have a weapon, a place and a figure to compare.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dateline.link.facts import EventFacts, TollFacts
from dateline.link.knowledge import kinds
from dateline.link.rows import is_exact

Ref = tuple[str, str]
"""An event: the id of its document, and its own id there."""


@dataclass(frozen=True, slots=True)
class Telling:
    """The events of one report that tell of one happening, and their facts put together."""

    refs: tuple[Ref, ...]
    facts: EventFacts


def tellings_of(facts: Iterable[EventFacts]) -> list[Telling]:
    """The tellings of many reports, the earliest report first; the order of the input does not matter."""
    by_sentence: dict[tuple[str, str], list[Telling]] = {}
    for event in sorted(facts, key=order):
        told = by_sentence.setdefault((event.document, event.sentence or event.event), [])
        single = Telling(((event.document, event.event),), event)
        for at, other in enumerate(told):
            if _is_one(other.facts, event):
                told[at] = Telling((*other.refs, *single.refs), _together(other.facts, event))
                break
        else:
            told.append(single)
    return sorted((t for told in by_sentence.values() for t in told), key=lambda t: order(t.facts))


def order(facts: EventFacts) -> tuple[int, str, int, str]:
    """By publication, then by document, then by place in the document."""
    return facts.published.toordinal() if facts.published else 0, facts.document, facts.offset, facts.event


def _is_one(one: EventFacts, other: EventFacts) -> bool:
    """Whether two events of one sentence are one happening: nothing that they say of it differs."""
    if (one.status == "denied") != (other.status == "denied"):
        return False
    table = kinds()
    kind, second = (table.of(f.type, f.mode, f.acled) for f in (one, other))
    generic = kind in table.generic or second in table.generic
    if kind != second and not (generic and second in table.alike.get(kind, ())):
        return False
    if one.place and other.place and one.place.name != other.place.name:
        return False
    if is_exact(one) and is_exact(other) and one.start != other.start:
        return False
    return not _differ(one.tolls, other.tolls) and _may_be_same(one, other)


def _may_be_same(one: EventFacts, other: EventFacts) -> bool:
    names = [{a.authority_id or a.name.casefold() for a in f.actors} for f in (one, other)]
    return not names[0] or not names[1] or bool(names[0] & names[1])


def _differ(tolls: Sequence[TollFacts], others: Sequence[TollFacts]) -> bool:
    """Whether both give a figure for one harm, and not the same."""
    figures = [{t.harm: t.best for t in each if t.scope == "incident"} for each in (tolls, others)]
    return any(figures[0][harm] != figures[1][harm] for harm in figures[0].keys() & figures[1].keys())


def _together(one: EventFacts, other: EventFacts) -> EventFacts:
    """The facts of both, each field from the one that says more."""
    table = kinds()
    special, plain = (one, other) if table.of(one.type, one.mode, one.acled) not in table.generic else (other, one)
    if special.mode is None and plain.mode is not None:
        special, plain = plain, special
    dated = one if is_exact(one) or not is_exact(other) else other
    return special._replace(
        event=one.event,
        offset=one.offset,
        place=one.place or other.place,
        start=dated.start,
        end=dated.end,
        when_precision=dated.when_precision,
        derived_by=dated.derived_by,
        actors=one.actors or other.actors,
        recipients=(*one.recipients, *(r for r in other.recipients if r not in one.recipients)),
        means=(*one.means, *other.means),
        targets=(*one.targets, *other.targets),
        tolls=(*one.tolls, *(t for t in other.tolls if t not in one.tolls)),
        sources=one.sources or other.sources,
        places=tuple(dict.fromkeys((*one.places, *other.places))),
    )
