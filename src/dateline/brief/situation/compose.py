"""The situation of a place as of a day, from a store: one pass over its reports, and the sums of the brief."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from dateline.brief.material import Material, resolved
from dateline.brief.record import Lookup
from dateline.brief.situation.changes import changes
from dateline.brief.situation.control import holdings
from dateline.brief.situation.figures import running, totals
from dateline.brief.situation.heard import Hearing, hear
from dateline.brief.situation.positions import positions
from dateline.brief.situation.record import Holding, LeftOut, Situation
from dateline.brief.situation.ties import ties
from dateline.brief.words import listed, plural
from dateline.store import FoundDocument, Store

_NAMED = 12


def situation(
    store: Store, place: str | None, on: date, since: date | None = None
) -> tuple[Situation, dict[str, FoundDocument]]:
    """The situation as of the end of a day, with what changed ``since`` the end of an earlier one; and its reports by id.

    Raises StoreError where the store cannot be read.
    """
    now, reports = _as_of(store, place, on)
    if since is None:
        return now, reports
    then, _ = _as_of(store, place, since)
    return now.model_copy(update={"compared_with": since.isoformat(), "changes": changes(then, now)}), reports


def _as_of(store: Store, place: str | None, day: date) -> tuple[Situation, dict[str, FoundDocument]]:
    asked, words = resolved(store, {"place": place, "as_of": day})
    hearing = hear(store, asked)
    material = Material.of(store, asked)
    held = holdings(hearing.control)
    made = Situation(
        place=words,
        on=day.isoformat(),
        reports=len(hearing.reports),
        holdings=held,
        ties=ties(hearing.ties, store.copy_of(hearing.reports)),
        totals=totals(material, hearing),
        running=running(material, hearing, displacement=False),
        displaced=running(material, hearing, displacement=True),
        positions=positions(hearing),
        left_out=tuple(_left_out(material, hearing, held)),
    )
    return made, hearing.reports


def _left_out(material: Material, hearing: Hearing, held: tuple[Holding, ...]) -> Iterator[LeftOut]:
    """What is not known, each with the query of the reports that were read."""
    cited = (Lookup(kind="documents", conditions=material.written),)
    told = {h.id.partition("/")[0] for h in held}
    silent = sorted({p.name for id_, p in hearing.places.items() if id_ not in told})
    yield LeftOut(
        text=f"{plural(len(hearing.reports), 'report')} that name the place were known by then.", citations=cited
    )
    if silent:
        text = (
            f"No report says who holds {plural(len(silent), 'other place')} that they name ({listed(silent, _NAMED)});"
            " that does not mean that nobody does."
        )
        yield LeftOut(text=text, citations=cited)
    counts = (
        (hearing.nobody, "claim of control that names no holder", "claims of control that name no holder"),
        (hearing.vague, "claim of control of an area too wide to be held", "claims of control of areas too wide to be held"),
        (hearing.nowhere, "claim of control of a name that no report places", "claims of control of names that no report places"),
        (hearing.unreal, "seizure or withdrawal that was planned, threatened, called for or attempted",
         "seizures or withdrawals that were planned, threatened, called for or attempted"),
        (hearing.not_coded, "report in another language than English", "reports in other languages than English"),
        (len(material.gathered.summaries), "summary of several incidents", "summaries of several incidents"),
        (len(material.gathered.denied), "incident that is only denied, or discounted", "incidents that are only denied, or discounted"),
    )  # fmt: skip
    left = [plural(count, one, many) for count, one, many in counts if count]
    if left:
        yield LeftOut(text=f"Left out: {'; '.join(left)}.", citations=cited)
