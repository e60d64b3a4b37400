"""How the brief was made, each sentence with the query whose answer it describes."""

from __future__ import annotations

from collections import Counter

from dateline.brief.lookup import written
from dateline.brief.material import Material
from dateline.brief.record import Amount, Figure, Lookup, Section, Sentence
from dateline.brief.tally import paged
from dateline.brief.words import listed, number, plural


def method(material: Material) -> Section:
    """What was counted, and how sums were made."""
    whole = material.lookup("incidents")
    sums = material.lookup("killed")
    lines = [_basis(material)]
    lines.append(
        Sentence(
            text="This brief is composed by rule from a machine-made record of reports: it says what reports say, not what happened. "
            "Words in quotation marks are the reports' own.",
            citations=(whole,),
        )
    )
    lines.append(
        Sentence(
            text="Reports of one happening are one incident; its best-founded figure is the latest of its most credible source, "
            "its range the lowest and highest told, and “at least” stays where nobody gives an upper bound. "
            "Sums add each incident once, and leave out summaries, running totals, parts of other figures, figures in households, "
            "and a figure that may count the people of another incident of the same report.",
            citations=(sums,),
        )
    )
    summaries, denied = len(material.gathered.summaries), len(material.gathered.denied)
    left = [plural(summaries, "summary", "summaries") + " of several happenings"] if summaries else []
    left += [plural(denied, "incident") + " of which a better source says that it did not happen"] if denied else []
    if left:
        lines.append(Sentence(text=f"Left out of all counts: {listed(left)}.", citations=(whole,)))
    return Section(heading="Method", sentences=tuple(lines))


def _basis(material: Material) -> Sentence:
    asked = material.of_reports
    conditions = written(asked)
    sources: Counter[str] = Counter()
    reports = 0
    for found in paged(material.store.documents(**asked)):
        reports += 1
        sources[found.source or ""] += 1
    named = [name for name, _ in sources.most_common() if name]
    lookup = Lookup(kind="documents", conditions=conditions)
    words = plural(reports, "report") if reports else "No report"
    what = "those of the conditions that a whole report can meet" if material.narrower else "the same conditions"
    text = f"{words} that became known in the period answer{'s' if reports < 2 else ''} {what}"
    text += f", most of them from {listed(named)}" if len(named) > 3 else f", from {listed(named)}" if named else ""
    if sources[""]:
        text += f"; {number(sources[''])} name{'s' if sources[''] == 1 else ''} no publisher"
    figure = Figure(words=words, amount=Amount(low=reports, best=reports, high=reports), lookup=lookup)
    return Sentence(text=f"{text}.", citations=(lookup,), figures=(figure,))
