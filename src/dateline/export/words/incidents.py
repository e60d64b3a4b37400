"""An incident in a few words: its figures, whose they are, and the line that stands for it in a list."""

from __future__ import annotations

from dateline.incidents import Incident, IncidentToll

_ID_SHOWN = 10
_FIGURES_SHOWN = 3


def short(document: str) -> str:
    """A document's id, as much of it as is shown."""
    return document[:_ID_SHOWN]


def figure(toll: IncidentToll) -> str:
    """Low, best and high in words: "25", "25 (20–31)", "at least 25", "up to 40"."""
    low, best, high = toll.low, toll.best, toll.high
    if best is None:
        return f"up to {high}" if high is not None else toll.phrase or "no figure"
    if low == best == high:
        return f"{best:,}"
    if high is None:
        return (
            f"at least {best:,}" if low == best else f"{best:,} ({low:,} or more)" if low is not None else f"{best:,}"
        )
    return (
        f"up to {high:,}"
        if low is None and best == high
        else f"{best:,} ({'?' if low is None else f'{low:,}'}–{high:,})"
    )


def whose(toll: IncidentToll) -> str:
    """Which people the figure counts: "civilians", "combatants (islamic-state)", "of them: child"."""
    plural = {"civilian": "civilians", "combatant": "combatants", "mixed": "civilians and combatants", "unknown": ""}
    words = plural[toll.victims] + (f" ({toll.side})" if toll.side else "")
    if toll.group:
        words = f"of them: {toll.group}" + (f" ({words})" if words else "")
    units = {"household": "households", "dwelling": "dwellings", "person": ""}[toll.unit]
    return " ".join(x for x in (units, words) if x)


def line(incident: Incident) -> str:
    """The incident on one line: id, grade, title, its highest figures, and how many sources."""
    tolls = [t for t in incident.tolls if t.scope == "incident" and t.within is None and t.rule != "nothing-counted"]
    said = "; ".join(" ".join(x for x in (t.harm, figure(t), whose(t)) if x) for t in tolls[:_FIGURES_SHOWN])
    kind = " [summary]" if incident.aggregate else ""
    origins = incident.independent_sources
    count = f"{incident.sources} {plural('publisher', incident.sources)}, {origins} {plural('origin', origins)}"
    return f"{incident.id}  {incident.grade:10}  {incident.title}{kind}  {f'{said}  ' if said else ''}({count})"


def plural(word: str, count: int) -> str:
    """The word for so many of them."""
    return word if count == 1 else f"{word[:-1]}ies" if word.endswith("y") else f"{word}s"
