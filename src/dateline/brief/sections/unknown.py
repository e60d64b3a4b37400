"""What is not known: the gaps in the record, counted."""

from __future__ import annotations

import math
from collections.abc import Iterator

from dateline.brief.count import NONE
from dateline.brief.lookup import written
from dateline.brief.material import Material
from dateline.brief.record import Figure, Lookup, Section, Sentence
from dateline.brief.tally import gather, tally
from dateline.brief.words import number, plural


def not_known(material: Material) -> Section | None:
    """A sentence a gap; gaps that nothing falls into are not told."""
    if not material.counted:
        return None
    return Section(heading="What is not known", sentences=tuple(_gaps(material)))


def _gaps(material: Material) -> Iterator[Sentence]:
    whole = material.tally("incidents")
    count = len(material.counted)
    if whole.undated:
        yield _gap(
            material,
            f"Of {plural(count, 'incident')}, {number(whole.undated)} {_have(whole.undated)} no day in any report; "
            "they are in the totals and on no chart.",
            "day",
        )
    if whole.unplaced:
        yield _gap(material, f"No place is known of {plural(whole.unplaced, 'incident')}.", "area")
    yield from _unlocated(material)
    violent = [one for one in material.counted if one.event_type == "ASSAULT"]
    if nameless := [one for one in violent if not one.actors]:
        yield _gap(
            material, f"No report names who did {number(len(nameless))} of {plural(len(violent), 'attack')}.", "actor"
        )
    silent = material.tally("killed").total
    if violent and silent.with_figure < len(violent):
        none = sum(1 for one in violent if "killed" not in one.bands)
        yield Sentence(
            text=f"Of {plural(len(violent), 'attack')}, {number(none)} {_have(none)} no number of people killed that can be "
            "added; that is not to say that nobody was.",
            citations=(material.lookup("killed"),),
        )  # fmt: skip
    yield from _delay(material)


def _unlocated(material: Material) -> Iterator[Sentence]:
    """What a brief on a place may lack: incidents whose place is not known, or is on no map.

    They are counted where the brief has a first day: without one it would take a walk through the whole store.
    """
    if material.anywhere == material.conditions:
        return
    lookup = Lookup(kind="tally", conditions=written(material.anywhere), of="incidents", by="area", key=NONE)
    if material.since is None:
        text = "Incidents whose place no report gives, or that was not found on the map, are not in this brief."
        yield Sentence(text=text, citations=(lookup,))
        return
    row = next(
        (r for r in tally(gather(material.store, material.anywhere), "incidents", "area").rows if not r.key), None
    )
    if row:
        text = (
            f"Of all incidents of the period, here or elsewhere, the place of {number(row.incidents)} is not known, or was not found on "
            "the map: they are not in this brief."
        )
        figure = Figure(words=number(row.incidents), amount=row.amount, lookup=lookup)
        yield Sentence(text=text, citations=(lookup,), figures=(figure,))


def _gap(material: Material, text: str, by: str) -> Sentence:
    return Sentence(text=text, citations=(material.lookup("incidents", by),))  # type: ignore[arg-type]


def _have(count: int) -> str:
    return "has" if count == 1 else "have"


def _delay(material: Material) -> Iterator[Sentence]:
    delay = material.tally("incidents").delay
    if delay.known:
        late = delay.nine_tenths or 0
        text = (
            f"Of {plural(delay.known, 'incident')} dated to one day, half were first reported {_within(delay.median or 0)} and nine in ten "
            f"{_within(late)}; of {number(delay.unknown)} it is not known. The last days of the period will still grow."
        )
        yield Sentence(text=text, citations=(material.lookup("incidents", "day"),))


def _within(value: float) -> str:
    days = math.ceil(value)
    return "on the same day" if days == 0 else f"within {plural(days, 'day')}"
