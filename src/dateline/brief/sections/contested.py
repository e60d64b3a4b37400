"""Contested claims side by side: figures that differ, and who is said to have done it, each with its source."""

from __future__ import annotations

from collections.abc import Iterator

from dateline.brief.count import Counted
from dateline.brief.lookup import written
from dateline.brief.material import Material
from dateline.brief.phrases import phrases
from dateline.brief.record import Amount, Citation, Figure, Lookup, Row, Section, Table
from dateline.brief.said import names_of, victims, where
from dateline.brief.sections.news import gravity
from dateline.brief.words import clean, day_words, listed
from dateline.incidents import ClaimRef, Incident, IncidentToll

_INCIDENTS, _ACCOUNTS = 12, 3
_MARKED = {"at_least": "at least ", "at_most": "up to ", "approximately": "about "}


def contested(material: Material) -> Section | None:
    """The gravest disagreements, an account a column; the account that more sources give comes first."""
    candidates = [one for one in material.counted if one.grade == "contested" or one.disagreements or _ranged(one)]
    order = sorted(candidates, key=lambda one: (one.grade == "contested", *gravity(one)), reverse=True)
    rows = [row for one in order[:_INCIDENTS] for row in _unrepeated(_rows(material, material.incident(one)))]
    if not rows:
        return None
    table = Table(
        caption="What reports say differently of one incident, with whose word each account is",
        columns=("Incident", "Question", "One account", "Another", "Further"),
        rows=tuple(rows[: material.limits.contested]),
    )
    return Section(heading="Contested claims, side by side", tables=(table,))


def _unrepeated(rows: Iterator[Row]) -> Iterator[Row]:
    """The rows of one incident, which is named in the first of them alone."""
    for number, row in enumerate(rows):
        yield row.model_copy(update={"cells": ("the same", *row.cells[1:])}) if number else row


def _ranged(one: Counted) -> bool:
    return any(band.high is not None and band.low < band.high for band in one.bands.values())


def _rows(material: Material, incident: Incident) -> Iterator[Row]:
    label = " ".join(x for x in (clean(incident.title.partition(",")[0]), where(incident), _day(incident)) if x)
    if len(rivals := [a for a in incident.actors if a.contested]) > 1 or _deniers(material, incident):
        accounts = [(name, list(actor.claims)) for actor in rivals or incident.actors for name in names_of([actor])]
        denied = _deniers(material, incident)
        accounts += [("it is denied", denied)] if denied else []
        if len(accounts) > 1:
            yield _row(material, label, "Who did it", accounts, ())
    for toll in incident.tolls:
        if toll.scope != "incident" or toll.within is not None:
            continue
        claims = _claims(material, toll)
        if len(claims) > 1:
            question = f"How many{victims(toll)} {phrases().harms[toll.harm]}"
            figures = [_figure(material, words, refs[0]) for words, refs in claims]
            yield _row(material, label, question, claims, tuple(figures))


def _row(
    material: Material, label: str, question: str, accounts: list[tuple[str, list[ClaimRef]]], figures: tuple[Figure, ...]
) -> Row:  # fmt: skip
    cells = [f"{what}: {listed(material.reports.voices(refs), 2)}" for what, refs in accounts]
    further = "; ".join(cells[_ACCOUNTS - 1 :])
    shown = [*cells[: _ACCOUNTS - 1], further]
    refs = [ref for _, those in accounts for ref in those[:2]]
    evidence: list[Citation] = list(dict.fromkeys(material.reports.evidence(ref) for ref in refs))
    return Row(
        cells=(label, question, *shown),
        citations=(*evidence, *(figure.lookup for figure in figures)),
        figures=figures,
    )


def _claims(material: Material, toll: IncidentToll) -> list[tuple[str, list[ClaimRef]]]:
    """Each figure that was claimed with its claims, those set aside too; the one that most sources give first."""
    said: dict[str, list[ClaimRef]] = {}
    for ref in (*toll.claims, *(aside.claim for aside in toll.set_aside if aside.rule != "not-occurred")):
        claim = material.reports.of(ref.document).tolls[ref.claim]
        if claim.best is None:
            continue
        marked = _MARKED.get(claim.bound, "")
        words = f"{marked}{claim.best:,}" if claim.bound != "range" else f"{claim.low:,} to {claim.high:,}"
        said.setdefault(words, []).append(ref)
    return sorted(said.items(), key=lambda item: -len(material.reports.voices(item[1])))


def _figure(material: Material, words: str, ref: ClaimRef) -> Figure:
    """The figure of one claim."""
    toll = material.reports.of(ref.document).tolls[ref.claim]
    conditions = written({**material.conditions, "harm": toll.harm})
    lookup = Lookup(kind="claim", conditions=conditions, document=ref.document, claim=ref.claim)
    return Figure(words=words, amount=Amount(low=toll.low, best=toll.best, high=toll.high), lookup=lookup)


def _deniers(material: Material, incident: Incident) -> list[ClaimRef]:
    """The events of the incident that say that it did not happen, or that someone did not do it."""
    refs = [ClaimRef(document=r.document, claim=r.event) for r in incident.reports]
    return [ref for ref in refs if material.reports.of(ref.document).events[ref.claim].status == "denied"]


def _day(incident: Incident) -> str:
    return day_words(incident.when.start) if incident.when.start and incident.when.precision == "day" else ""
