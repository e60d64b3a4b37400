"""How well an incident is founded: Airwars' grades, each with its reasons."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dateline.incidents import Grade
from dateline.link.facts import EventFacts
from dateline.link.reconcile.voices import CREDIBLE, Scene, Voice, is_side

_BETTER = 3
_HAPPENED = frozenset({"occurred", "ongoing", "attempted"})


def graded(events: Sequence[EventFacts], scene: Scene, *, rivals: bool) -> tuple[Grade, tuple[str, ...]]:
    """The grade of the incident, and why.

    ``rivals`` says that accounts name sides that exclude one another as having done it.
    """
    told = [e for e in events if e.status in _HAPPENED and not _is_denial(e)]
    voices = _distinct(scene.of_event(e) for e in told)
    deniers = _distinct(scene.of_event(e) for e in events if e.status == "denied" or _is_denial(e))
    credible = [v for v in voices if v.standing >= CREDIBLE and not scene.is_party(v)]
    if deniers and not credible and any(_outweighs(d, voices, scene) for d in deniers):
        return "discounted", (f"{_names(deniers)} says that it did not happen, against {_names(voices) or 'no one'}",)
    accepted = [v for v in voices if scene.did_it(v)]
    accused_deny = [v for v in deniers if scene.did_it(v) or _is_accused(v, told)]
    if rivals:
        return "contested", ("reports name different sides as having done it",)
    if accused_deny and not accepted:
        return "contested", (f"{_names(accused_deny)} denies it",)
    if accepted:
        return "confirmed", (f"{_names(accepted)} says so of its own side",)
    if len(credible) > 1:
        return "fair", (f"{len(credible)} independent credible sources: {_names(credible)}",)
    return "weak", (
        f"one source: {_names(voices)}"
        if len(voices) == 1
        else f"no two independent credible sources: {_names(voices)}",
    )


def _is_denial(event: EventFacts) -> bool:
    return bool(event.sources) and event.sources[-1].certainty == "denied"


def _is_accused(voice: Voice, told: Sequence[EventFacts]) -> bool:
    return any(is_side(voice, actor) for e in told for actor in e.actors)


def _outweighs(denier: Voice, voices: Sequence[Voice], scene: Scene) -> bool:
    best = max((scene.standing(v) for v in voices), default=0)
    return not scene.is_party(denier) and denier.standing >= _BETTER and denier.standing > best


def _distinct(voices: Iterable[Voice]) -> list[Voice]:
    return list({v.key: v for v in voices}.values())


def _names(voices: Sequence[Voice]) -> str:
    return ", ".join(dict.fromkeys(v.name for v in voices))
