"""From the toponyms of a document to the questions that are asked of the gazetteer: one for each name in one sense."""

from __future__ import annotations

from dataclasses import dataclass

from dateline.coding.mentions import Name, NameKind
from dateline.coding.names import NameWords
from dateline.coding.places.evidence import Evidence
from dateline.coding.places.features import Asked
from dateline.coding.places.metonyms import speaks_for_state
from dateline.coding.places.resolution import candidates_of
from dateline.coding.places.scene import Offset, Scene, Toponym
from dateline.coding.places.toponyms import find_toponyms
from dateline.ontology.gazetteer import Entry, fold

_DEMONYM_WEIGHT, _DEMONYMS = 0.5, " demonyms"
_FORCES_WEIGHT = 0.1
"""Weight of an adjective that says whose soldiers or officials are meant: they may act anywhere."""


@dataclass(frozen=True, slots=True)
class Sense:
    """The mentions of one name in one sense.

    "Idlib province" and "Idlib" are two places, and so are "near Idlib" and "Idlib": they differ in precision.
    """

    name: str
    facility: bool
    near: bool
    vague: bool
    offset: Offset | None
    features: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """The toponyms, the senses with the toponyms' numbers of each, and one question for each sense, in the same order."""

    scene: Scene
    toponyms: tuple[Toponym, ...]
    senses: tuple[tuple[Sense, tuple[int, ...]], ...]
    where: dict[int, int]
    """From the number of a toponym to that of its sense."""
    asked: tuple[Asked, ...]
    evidence: Evidence


def read(scene: Scene) -> Reading:
    """The questions of a document."""
    toponyms = find_toponyms(scene)
    senses: dict[Sense, list[int]] = {}
    for number, t in enumerate(toponyms):
        senses.setdefault(_sense(t, scene.words), []).append(number)
    where = {i: order for order, members in enumerate(senses.values()) for i in members}
    holds: dict[int, list[int]] = {}
    for i, t in enumerate(toponyms):
        if t.within is not None and where[t.within] != where[i]:
            holds.setdefault(where[t.within], []).append(where[i])
    articles = frozenset(fold(t.text) for t in toponyms if t.article)
    asked = tuple(_asked(members, toponyms, where, holds, articles, scene) for members in senses.values())
    return Reading(
        scene, tuple(toponyms), tuple((s, tuple(m)) for s, m in senses.items()), where, asked, _evidence(scene)
    )


def _sense(t: Toponym, words: NameWords) -> Sense:
    features = words.administrative.get(t.generic, ())
    level = tuple(f for f in features if f.startswith("ADM"))[:1]
    kind: NameKind = t.kind
    return Sense(fold(t.text), kind == "facility", t.near, t.vague, t.offset, level)


def _asked(
    members: list[int],
    toponyms: list[Toponym],
    where: dict[int, int],
    holds: dict[int, list[int]],
    articles: frozenset[str],
    scene: Scene,
) -> Asked:
    first = toponyms[members[0]]
    generic = next((toponyms[i].generic for i in members if toponyms[i].generic), "")
    candidates = candidates_of(first.text, generic, scene.gazetteer, scene.words) or _abbreviated(scene, first)
    return Asked(
        first.text,
        scene.words.administrative.get(generic, ()),
        tuple(dict.fromkeys(c for i in members if (c := toponyms[i].country))),
        tuple(
            dict.fromkeys(
                where[w] for i in members if (w := toponyms[i].within) is not None and where[w] != where[members[0]]
            )
        ),
        tuple(dict.fromkeys(holds.get(where[members[0]], ()))),
        len(members),
        candidates,
        fold(first.text) in articles,
        sum(speaks_for_state(scene, toponyms[i], candidates) for i in members),
    )


def _abbreviated(scene: Scene, toponym: Toponym) -> tuple[Entry, ...]:
    """Of "Vt" before the full stop that ends the sentence too, what "Vt." means."""
    return (
        scene.gazetteer.find(toponym.text + ".")
        if scene.lower(toponym.end) == "." and scene.lower(toponym.start - 1) == ","
        else ()
    )


def _evidence(scene: Scene) -> Evidence:
    """What names that are no toponyms say of the countries that the text is about."""
    evidence = Evidence()
    for name in scene.names:
        if name.kind == "demonym" and (country := scene.authority.demonym(scene.text(name.start, name.end))):
            weight = _FORCES_WEIGHT if _is_of_a_state(scene, name) else _DEMONYM_WEIGHT
            evidence.add_country(country, weight, _DEMONYMS)
    return evidence


def _is_of_a_state(scene: Scene, name: Name) -> bool:
    """Whether the adjective says whose forces or officials are meant: "Russian forces", "the Turkish defence minister"."""
    token = scene.doc[name.end - 1]
    noun = token.head if token.head.i >= name.end else token
    state = scene.authority.demonym_actor(scene.text(name.start, name.end))
    return state is not None and scene.lowers[noun.i] in scene.words.of_state
