"""The headline figures: how many incidents, how many harmed, at what range, by whose word."""

from __future__ import annotations

from collections.abc import Iterator

from dateline.brief.count import Counted
from dateline.brief.material import Material
from dateline.brief.phrases import phrases
from dateline.brief.record import Amount, Evidence, Figure, Section, Sentence
from dateline.brief.words import amount_words, capital, listed, number, plural, span_words
from dateline.incidents import ClaimRef
from dateline.records import Harm

_HARMS: tuple[Harm, ...] = ("killed", "injured", "missing", "abducted", "detained", "captured")
_LARGEST = 3
_GRADES = {
    "confirmed": "confirmed by the side that did it",
    "fair": "told by more than one credible source",
    "contested": "contested",
    "weak": "resting on a single source or on sources without standing",
}


def headline(material: Material) -> Section:
    """The figures that a reader takes away."""
    sentences = [_incidents(material)]
    sentences += [_toll(material, harm) for harm in _HARMS if material.tally(harm).total.with_figure]
    return Section(heading="Headline figures", sentences=tuple(sentences))


def _incidents(material: Material) -> Sentence:
    total = material.figure("incidents")
    when = span_words(material.since, material.until)
    about = f"{material.place}, {when}" if material.place else when
    if not material.counted:
        return Sentence(
            text=f"The record holds no incident ({about}).",
            citations=(total.lookup,),
            figures=(total.model_copy(update={"words": "no incident"}),),
        )
    grades = list(_grades(material))
    count = plural(len(material.counted), "incident")
    text = f"The record holds {count} ({about}): {listed([figure.words for figure in grades], 5)}."
    return Sentence(
        text=text,
        citations=(total.lookup, grades[0].lookup),
        figures=(total.model_copy(update={"words": count}), *grades),
    )


def _grades(material: Material) -> Iterator[Figure]:
    rows = {row.key: row for row in material.tally("incidents", "grade").rows}
    for grade, words in _GRADES.items():
        if row := rows.get(grade):
            figure = material.figure("incidents", "grade", grade)
            yield figure.model_copy(update={"words": f"{number(row.incidents)} {words}"})


def _toll(material: Material, harm: Harm) -> Sentence:
    """The sum of the harm, by whose word the largest figures in it are, and what it leaves out."""
    row, figure = material.tally(harm).total, material.figure(harm)
    largest = sorted((c for c in material.counted if harm in c.bands), key=lambda c: size(c, harm), reverse=True)
    refs = [ref for one in largest[:_LARGEST] for ref in _claims(material, one, harm)]
    voices = listed(material.reports.voices(refs), _LARGEST)
    word = phrases().harms[harm]
    alone = row.amount == Amount(low=1, best=1, high=1)
    amount = amount_words(row.amount, noun="person" if alone else "people")
    text = f"{capital(amount)} {'is' if alone else 'are'} reported {word}, in {plural(row.with_figure, 'incident')}"
    text += f"; the largest figure{'s are' if row.with_figure > 1 else ' is'} according to {voices}" if voices else ""
    rest = []
    if row.unquantified:
        rest.append(f"{plural(row.unquantified, 'more incident', 'more incidents')} without a number that can be added")
    if row.open and row.open < row.with_figure:
        rest.append(
            f"{number(row.open)} of the figures are minimums" if row.open > 1 else "one of the figures is a minimum"
        )
    if row.repeated:
        rest.append(
            f"{plural(row.repeated, 'more figure', 'more figures')} not added, as it may count people of another in the same report"
        )
    text += f"; {'; '.join(rest)}" if rest else ""
    evidence: tuple[Evidence, ...] = tuple(dict.fromkeys(material.reports.evidence(ref) for ref in refs))
    return Sentence(
        text=f"{text}.", citations=(figure.lookup, *evidence), figures=(figure.model_copy(update={"words": amount}),)
    )


def size(one: Counted, harm: Harm) -> int:
    """How large an incident's figure is, for ranking."""
    band = one.bands.get(harm)
    return 0 if band is None else max(band.low, band.best or 0)


def _claims(material: Material, one: Counted, harm: Harm) -> list[ClaimRef]:
    tolls = [t for t in material.incident(one).tolls if t.harm == harm and t.scope == "incident" and t.within is None]
    return [ref for toll in tolls for ref in toll.claims[:2]]
