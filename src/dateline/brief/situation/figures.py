"""Tolls and displacement: what can be added over incidents, and beside it what sources give as counts of their own."""

from __future__ import annotations

from collections.abc import Iterator

from dateline.brief.count import HARMS
from dateline.brief.lookup import written
from dateline.brief.material import Material
from dateline.brief.phrases import phrases
from dateline.brief.record import Amount, Figure, Lookup
from dateline.brief.situation.heard import HeardToll, Hearing
from dateline.brief.situation.record import Running, Total
from dateline.brief.words import amount_words


def totals(material: Material, hearing: Hearing) -> tuple[Total, ...]:
    """The harms that incidents tell of, with their bands: sums by the rules of the brief, which add nothing twice."""
    return tuple(_totals(material, hearing))


def _totals(material: Material, hearing: Hearing) -> Iterator[Total]:
    for harm in HARMS:
        row = material.tally(harm).total
        if harm in phrases().displacement or not (row.with_figure or row.unquantified):
            continue
        figure = material.figure(harm)
        words = amount_words(row.amount) if row.with_figure else "no figure"
        evidence = [t.heard.evidence for t in hearing.largest.get(harm, ())]
        yield Total(
            harm=harm,
            words=words,
            amount=row.amount,
            incidents=row.with_figure,
            unquantified=row.unquantified,
            party_only=row.party_only,
            figure=figure.model_copy(update={"words": words}),
            citations=(*evidence, figure.lookup),
        )


def running(material: Material, hearing: Hearing, *, displacement: bool) -> tuple[Running, ...]:
    """The latest figure of each source, harm and place that stands for itself: of displacement, or of other counts over time."""
    kept = [t for t in hearing.running.values() if (t.toll.harm in phrases().displacement) is displacement]
    order = {harm: n for n, harm in enumerate((*phrases().displacement, *HARMS))}
    kept.sort(key=lambda t: (order[t.toll.harm], -(t.toll.best or 0), t.heard.order))
    return tuple(_running(material, one) for one in kept)


def _running(material: Material, one: HeardToll) -> Running:
    toll, heard = one.toll, one.heard
    amount = Amount(low=toll.low, best=toll.best, high=toll.high)
    bound = "about " if toll.bound == "approximately" else ""
    words = f"{bound}{amount_words(amount).removeprefix('about ')}"
    lookup = Lookup(
        kind="claim",
        conditions=written({**material.conditions, "harm": toll.harm}),
        document=heard.evidence.document,
        claim=toll.id,
    )
    return Running(
        harm=toll.harm,  # type: ignore[arg-type]
        words=words,
        amount=amount,
        unit=toll.unit,  # type: ignore[arg-type]
        since=toll.since,
        place=one.place,
        known=heard.known.isoformat(),
        voices=(heard.words,),
        figure=Figure(words=words, amount=amount, lookup=lookup),
        citations=(heard.evidence, lookup),
    )
