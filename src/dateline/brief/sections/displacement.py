"""Displacement: each figure as it was said, by whose word. They are never added: most count the same people again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from dateline.brief.lookup import written
from dateline.brief.material import Material
from dateline.brief.phrases import phrases
from dateline.brief.record import Amount, Figure, Lookup, Picture, Section, Sentence
from dateline.brief.tally import paged
from dateline.brief.words import amount_words, capital, cell, clean, day_words, listed, plural, quoted
from dateline.incidents import ClaimRef
from dateline.link.facts import TollFacts
from dateline.store import FoundClaim

_READ = 60
_HAPPENED = frozenset({"occurred", "ongoing"})


@dataclass(frozen=True, slots=True)
class Moved:
    """A figure of displacement: the claim as it was found and as its report gives it, and its lookup."""

    found: FoundClaim
    toll: TollFacts
    lookup: Lookup

    @property
    def amount(self) -> Amount:
        """Its figures."""
        return Amount(low=self.toll.low, best=self.toll.best, high=self.toll.high)

    @property
    def known(self) -> date:
        """When it became known."""
        return self.found.known

    @property
    def label(self) -> str:
        """What, where and whose, for a chart: "displaced, North Kordofan, 12 February 2025"."""
        unit = " (households)" if self.toll.unit == "household" else ""
        what = phrases().harms[self.toll.harm]
        return clean(", ".join(x for x in (what + unit, self.found.place or "", self.found.known.isoformat()) if x))

    @property
    def words(self) -> str:
        """Its figure in a table."""
        return f"about {cell(self.amount)}" if self.toll.bound == "approximately" else cell(self.amount)


def movements(material: Material) -> tuple[Moved, ...]:
    """The figures of displacement that were said last, the same one of the same source once; the largest first."""
    found = sorted(_found(material), key=lambda m: (m.found.known, m.toll.best or 0), reverse=True)
    once: dict[tuple[object, ...], Moved] = {}
    for moved in found:
        once.setdefault((moved.toll.harm, moved.toll.unit, moved.toll.best, moved.found.place, moved.toll.low), moved)
    return tuple(sorted(once.values(), key=lambda m: (m.toll.harm != "displaced", -(m.toll.best or 0))))


def displacement(material: Material, moved: tuple[Moved, ...], pictures: Sequence[Picture]) -> Section | None:
    """A sentence a figure, and the ``pictures`` of them."""
    if not moved:
        return None
    most = material.limits.displacement
    sentences = [_sentence(material, one) for one in moved[:most]]
    if len(moved) > most:
        lookup = moved[most].lookup
        rest = plural(len(moved) - most, "more figure of displacement is", "more figures of displacement are")
        sentences.append(Sentence(text=f"{rest} in the record.", citations=(lookup,)))
    return Section(
        heading="Displacement (figures as they were said; they overlap and are not added)",
        sentences=tuple(sentences),
        pictures=tuple(pictures),
    )


def _found(material: Material) -> Iterator[Moved]:
    for harm in phrases().displacement:
        if material.conditions.get("harm") not in (None, harm):
            continue
        conditions = {**material.conditions, "harm": harm}
        for number, found in enumerate(paged(material.store.claims("toll", **conditions))):
            if number == _READ:
                break
            if found.status not in _HAPPENED or (found.best is None and found.high is None):
                continue
            lookup = Lookup(kind="claim", conditions=written(conditions), document=found.document, claim=found.claim)
            toll = material.reports.of(found.document).tolls[found.claim]
            if toll.part_of is None:
                yield Moved(found, toll, lookup)


def _sentence(material: Material, moved: Moved) -> Sentence:
    toll, found = moved.toll, moved.found
    ref = ClaimRef(document=found.document, claim=found.claim)
    bound = "about " if toll.bound == "approximately" else ""
    amount = amount_words(moved.amount).removeprefix("about ")
    people = {"person": "people", "household": "households", "dwelling": "homes"}[toll.unit]
    verb = {
        "displaced": "displaced", "evacuated": "evacuated", "returned": "returned", "homes_destroyed": "destroyed",
        "besieged": "besieged",
    }.get(toll.harm, toll.harm)  # fmt: skip
    people = "homes" if toll.harm == "homes_destroyed" else people
    place = f", in connection with {clean(found.place)}" if found.place else ""
    since = f", counted since {day_words(toll.since)}" if toll.scope == "cumulative" and toll.since else ""
    total = ", a running total" if toll.scope == "cumulative" and not toll.since else ""
    evidence = material.reports.evidence(ref)
    text = (
        f"{capital(f'{bound}{amount}')} {people} {verb}{place}{since}{total}, according to {listed(material.reports.voices([ref]))}"
        f" (report of {day_words(found.known.isoformat())}): {quoted(evidence.quote, 140)}."
    )
    figure = Figure(words=f"{bound}{amount}", amount=moved.amount, lookup=moved.lookup)
    return Sentence(text=text, citations=(evidence, moved.lookup), figures=(figure,))
