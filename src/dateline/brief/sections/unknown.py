"""What is not known: the gaps in the record, counted."""

from __future__ import annotations

from collections.abc import Iterator

from dateline.brief.material import Material
from dateline.brief.record import Section, Sentence
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


def _gap(material: Material, text: str, by: str) -> Sentence:
    return Sentence(text=text, citations=(material.lookup("incidents", by),))  # type: ignore[arg-type]


def _have(count: int) -> str:
    return "has" if count == 1 else "have"


def _delay(material: Material) -> Iterator[Sentence]:
    delay = material.tally("incidents").delay
    if delay.known:
        late = delay.nine_tenths or 0
        text = (
            f"From incident to first report it took {_days(delay.median or 0)} in the middle case, and nine in ten were known "
            f"within {_days(late)} ({plural(delay.known, 'incident')} dated to a day; of {number(delay.unknown)} it is not known): "
            "the last days of the period will still grow."
        )
        yield Sentence(text=text, citations=(material.lookup("incidents", "day"),))


def _days(value: float) -> str:
    return "less than a day" if value == 0 else f"{value:g} day{'' if value == 1 else 's'}"
