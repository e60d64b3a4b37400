"""What formats of one row an incident share: which incidents they take, their days, numbers and words."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from dateline.export.event_data.codes import code_of, country_name
from dateline.export.words.claims import one_line
from dateline.export.words.days import first_day, interval_words, last_day
from dateline.export.words.incidents import figure, whose
from dateline.export.words.reports import Reported
from dateline.incidents import Incident, IncidentActor, IncidentTime

Actors = tuple[IncidentActor, ...]
CIVILIANS = 7
"""ACLED's code of civilians."""
_HARM_WORDS = {"homes_destroyed": "homes destroyed", "unspecified": "casualties"}
_ID_DIGITS = 12


def violent(incidents: Iterable[Incident], left_out: Counter[str]) -> Iterator[Incident]:
    """The incidents that ACLED would code, each once; what is left out is counted by its reason."""
    for incident in incidents:
        reason = _why_not(incident)
        if reason is None:
            yield incident
        else:
            left_out[reason] += 1


def _why_not(incident: Incident) -> str | None:
    if incident.acled is None:
        return "incidents that ACLED would not code (statements, calls, meetings)"
    if incident.aggregate:
        return "summaries of several incidents, whose figures may be theirs"
    if incident.grade == "discounted":
        return "discounted incidents: there is better evidence against them"
    if days_of(incident) is None:
        return "incidents without a date (most often of reports without a day of publication: dateline add --published gives it)"
    return None


def days_of(incident: Incident) -> tuple[date, date] | None:
    """The first and last day on which it may have happened; None where neither is known."""
    first = first_day(incident.when.start or incident.when.end)
    last = last_day(incident.when.end or incident.when.start)
    return (first, max(first, last)) if first and last else None


def length_of(days: tuple[date, date]) -> int:
    """How many days, both ends included."""
    return (days[1] - days[0]).days + 1


def middle_of(days: tuple[date, date]) -> date:
    """The day in the middle, the earlier one of two."""
    return days[0] + timedelta(days=(days[1] - days[0]).days // 2)


def number_of(incident_id: str) -> int:
    """A number for an incident's id: always the same, and small enough for a spreadsheet to keep all its digits."""
    return int(hashlib.sha256(incident_id.encode()).hexdigest()[:_ID_DIGITS], 16)


def sides_of(incident: Incident) -> tuple[Actors, Actors]:
    """Who acted and to whom it was done; in a battle of which reports name only one role, those armed of two kinds are the two sides.

    Of accounts that exclude one another the one with the best backing holds: a row has no room for the rest, and rivals
    must not stand side by side as if they had acted together. ``notes_of`` names them.
    """
    first, second = _standing(incident.actors, incident), _standing(incident.recipients, incident)
    named = first or second
    if (first and second) or not named or not _is_battle(incident):
        return first, second
    kind = code_of(named[0].kind, "acled_inter")
    ours = tuple(actor for actor in named if code_of(actor.kind, "acled_inter") == kind)
    others = tuple(actor for actor in named if actor not in ours)
    return (ours, others) if any(map(_is_armed, others)) else (first, second)


def _standing(actors: Actors, incident: Incident) -> Actors:
    """The actors of one role that a row names, by the account with the best backing.

    First those whose kind is known, for the first one's kind is the side's. In a battle, which only those who bear arms
    fight, these come first, and civilians who came to harm neither stand for a side nor exclude one.
    """
    if _is_battle(incident):
        armed = tuple(filter(_is_armed, actors))
        return _backed(armed) + _backed(tuple(actor for actor in actors if actor not in armed))
    return tuple(sorted(_backed(actors), key=lambda actor: code_of(actor.kind, "acled_inter") is None))


def _backed(actors: Actors) -> Actors:
    """The actors that no account excludes, and of those that exclude one another the first, which has the best backing."""
    contested = [actor for actor in actors if actor.contested]
    return tuple(actor for actor in actors if not actor.contested or actor is contested[0])


def _is_battle(incident: Incident) -> bool:
    return incident.acled is not None and incident.acled.event_type == "Battles"


def _is_armed(actor: IncidentActor) -> bool:
    return code_of(actor.kind, "acled_inter") not in (None, CIVILIANS)


def names_of(actors: Iterable[IncidentActor]) -> str | None:
    """The actors' names, each once."""
    return "; ".join(dict.fromkeys(one_line(actor.name) for actor in actors)) or None


def notes_of(incident: Incident, reported: Reported) -> str:
    """The incident in a few sentences, each figure with its words and whose word it is; composed from the record alone."""
    what = incident.acled.sub_event_type if incident.acled else incident.type.capitalize()
    actors, recipients = _standing(incident.actors, incident), _standing(incident.recipients, incident)
    who, whom = names_of(actors) or "not said who", names_of(recipients)
    where = _where(incident)
    happened = f"{what}: {who}{f' against {whom}' if whom else ''}{f', {where}' if where else ''}"
    # Whose word it is who did it; those who only tell of the victims say nothing of that.
    claims = [claim for actor in actors or recipients for claim in actor.claims]
    sentences = [f"{_when(incident.when)}, {happened}{_according(reported.sources(claims))}."]
    sentences += [_toll_words(incident, number, reported) for number in range(len(incident.tolls))]
    sentences += [
        _rivals("Others name as who did it", incident.actors, actors, reported),
        _rivals("Others name as target", incident.recipients, recipients, reported),
    ]
    sentences += [f"Reported by {publishers}." if (publishers := _publishers(incident, reported)) else ""]
    if incident.disagreements:
        sentences.append(f"Reports differ on: {', '.join(d.field.replace('_', ' ') for d in incident.disagreements)}.")
    sentences.append(f"Grade: {incident.grade}. Incident {incident.id}.")
    return " ".join(sentence for sentence in sentences if sentence)


def _when(when: IncidentTime) -> str:
    words = interval_words(when.start, when.end, when.precision)
    if when.start is None or when.end is None:
        return words[:1].upper() + words[1:]
    return f"{'In' if when.precision in ('month', 'year') else 'On'} {words}"


def _rivals(opening: str, actors: Actors, standing: Actors, reported: Reported) -> str:
    """Those whom other accounts name, with whose word it is: "Others name as who did it: army (according to the Front)."."""
    others = dict.fromkeys(
        f"{one_line(actor.name)}{f' ({said})' if (said := _according(reported.sources(actor.claims))[2:]) else ''}"
        for actor in actors
        if actor not in standing
    )
    return f"{opening}: {'; '.join(others)}." if others else ""


def _toll_words(incident: Incident, number: int, reported: Reported) -> str:
    """One figure: "Killed: at least 12 (“dozens”), civilians, according to the Corps."; nothing where it counts nothing."""
    toll = incident.tolls[number]
    if toll.rule == "nothing-counted":
        return ""
    harm = _HARM_WORDS.get(toll.harm, toll.harm).capitalize()
    phrase = f" (“{one_line(toll.phrase)}”)" if toll.phrase and toll.phrase != figure(toll) else ""
    quoted = f"“{one_line(toll.phrase)}”" if toll.phrase and not phrase else f"{figure(toll)}{phrase}"
    words = one_line(whose(toll))
    if toll.within is not None and not toll.group:
        words = f"of them: {words}" if words else "of them"
    people = f" {words}" if words else ""
    scope = ""
    if toll.scope == "cumulative":
        scope = f", a total{f' since {toll.since}' if toll.since else ' over time'} and not of this incident"
    return f"{harm}: {quoted}{people}{scope}{_according(reported.sources(toll.claims))}."


def _according(sources: tuple[str, ...]) -> str:
    *others, last = sources or ("",)
    return f", according to {' and '.join(x for x in (', '.join(others), last) if x)}" if last else ""


def _publishers(incident: Incident, reported: Reported) -> str:
    heads = dict.fromkeys((head.source, head.published) for head in reported.heads(incident.reports))
    return "; ".join(f"{one_line(source)}{f' ({day})' if day else ''}" for source, day in heads if source)


def _where(incident: Incident) -> str:
    place = incident.place
    if place is None:
        return ""
    wider = [place.admin1 if place.admin1 != place.name else None, country_name(place.country)]
    around = ", ".join(one_line(area) for area in wider if area and area != place.name)
    return f"{one_line(place.name)}{f' ({around})' if around else ''}"
