"""The places of a document, each with all its mentions, resolved by what the whole document says.

A place that cannot be resolved stays, without coordinates, and a note (W302) says why.
"""

from __future__ import annotations

from dataclasses import dataclass

from dateline.coding.mentions import Name, Places
from dateline.coding.names import NameWords, name_words
from dateline.coding.places.evidence import Evidence
from dateline.coding.places.metonyms import stands_for_government
from dateline.coding.places.resolution import Answer, Asked, candidates_of, resolve
from dateline.coding.places.toponyms import Scene, Toponym, find_toponyms
from dateline.ontology.authority import Authority
from dateline.ontology.gazetteer import Entry, Gazetteer, fold
from dateline.parse import ParsedDocument
from dateline.records import Note, Place

__all__ = ["UNRESOLVED", "find_places"]

UNRESOLVED = "W302"
_WATER = frozenset({"OCN", "SEA", "GULF", "STRT", "BAY", "CHN"})
_PRECISIONS = {"PCLI": 6, "PCLH": 6, "CONT": 6, "ADM1": 4, "ADM2": 3}
_PARTS_OF_TOWNS = frozenset({"district", "neighborhood", "neighbourhood", "suburb", "subdistrict", "quarter", "area"})
_DEMONYM_WEIGHT = 0.5


@dataclass(frozen=True, slots=True)
class _Group:
    """The mentions of one name in one sense."""

    name: str
    facility: bool
    near: bool
    vague: bool
    features: tuple[str, ...]


def find_places(parsed: ParsedDocument, names: tuple[Name, ...], gazetteer: Gazetteer, authority: Authority) -> Places:
    """The places that the text names.

    Where the name of a country or capital stands for its government it is an actor, and no token of it leads to the place;
    a country that is named in no other way is no place of the document. Nor does a token lead to a place whose name is
    part of an organisation's ("Tikrit police"). Such names are mentions of the place all the same: the text names it.
    """
    words = name_words()
    scene = Scene(
        parsed, parsed.doc, parsed.doc.text, tuple(t.lower_ for t in parsed.doc), names, words, gazetteer, authority
    )
    toponyms = find_toponyms(scene)
    groups = _grouped(toponyms, words)
    order = {key: number for number, key in enumerate(groups)}
    where = {i: order[key] for key, members in groups.items() for i in members}
    holds: dict[int, list[int]] = {}
    for i, t in enumerate(toponyms):
        if t.within is not None and where[t.within] != where[i]:
            holds.setdefault(where[t.within], []).append(where[i])
    asked = [_asked(members, toponyms, where, holds, scene) for members in groups.values()]
    answers = resolve(asked, _evidence(scene), gazetteer)
    return _places(scene, list(groups.items()), toponyms, answers, where)


def _grouped(toponyms: list[Toponym], words: NameWords) -> dict[_Group, list[int]]:
    """The toponyms' numbers by the place that they may name together.

    "Idlib province" and "Idlib" are two places, and so are "near Idlib" and "Idlib": they differ in precision.
    """
    groups: dict[_Group, list[int]] = {}
    for number, t in enumerate(toponyms):
        features = words.administrative.get(t.generic, ())
        level = tuple(f for f in features if f.startswith("ADM"))[:1]
        key = _Group(fold(t.text), t.kind == "facility", t.near, t.vague, level)
        groups.setdefault(key, []).append(number)
    return groups


def _asked(
    members: list[int], toponyms: list[Toponym], where: dict[int, int], holds: dict[int, list[int]], scene: Scene
) -> Asked:
    first = toponyms[members[0]]
    generic = next((toponyms[i].generic for i in members if toponyms[i].generic), "")
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
        candidates_of(first.text, generic, scene.gazetteer, scene.words) or _abbreviated(scene, first),
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
            evidence.countries[country] += _DEMONYM_WEIGHT  # type: ignore[assignment]
    return evidence


def _places(
    scene: Scene,
    groups: list[tuple[_Group, list[int]]],
    toponyms: list[Toponym],
    answers: list[Answer],
    where: dict[int, int],
) -> Places:
    places: list[Place] = []
    notes: list[Note] = []
    by_token: dict[int, str] = {}
    merged: dict[tuple[object, ...], list[int]] = {}
    for number, (key, _) in enumerate(groups):
        entry = answers[number].entry
        identity: tuple[object, ...] = (
            (entry.number, key.near, key.vague, key.facility) if entry else (key.name, key.near)
        )
        merged.setdefault(identity, []).append(number)
    for numbers in merged.values():
        members = sorted(i for n in numbers for i in groups[n][1])
        members = [i for i in members if not toponyms[i].hidden]
        kept = [i for i in members if not stands_for_government(scene, toponyms[i], answers[numbers[0]].entry)]
        if not kept:
            continue
        answer = answers[numbers[0]]
        holder = _holder(scene, toponyms, kept, where, answers)
        place = _place(f"p{len(places) + 1}", scene, toponyms, members, answer, holder)
        places.append(place)
        by_token |= {
            t: place.id for i in kept if not toponyms[i].embedded for t in range(toponyms[i].start, toponyms[i].end)
        }
        if place.lat is None:
            notes.append(
                Note(
                    code=UNRESOLVED,
                    message=f"{place.name!r} has no coordinates: {answer.reason}",
                    span=place.mentions[0],
                )
            )
    return Places(tuple(places), by_token, tuple(notes))


def _holder(
    scene: Scene, toponyms: list[Toponym], kept: list[int], where: dict[int, int], answers: list[Answer]
) -> Entry | None:
    """The place that an unresolved one is said to lie in, or is named after, when it is small enough to stand for it.

    For a quarter or district, the one town that its sentence names.
    """
    for i in kept:
        within = toponyms[i].within
        if within is not None and where[within] != where[i]:
            entry = answers[where[within]].entry
            if entry is not None and (entry.feature.startswith("PPL") or entry.feature == "ADM2"):
                return entry
        if toponyms[i].generic in _PARTS_OF_TOWNS and (town := _town_of_sentence(scene, toponyms, i, where, answers)):
            return town
    return None


def _town_of_sentence(
    scene: Scene, toponyms: list[Toponym], i: int, where: dict[int, int], answers: list[Answer]
) -> Entry | None:
    """The only town that the sentence names; for "the eastern district" of no town, the town named last."""
    sentence = scene.doc[toponyms[i].start].sent
    towns: list[tuple[bool, Entry]] = []
    for k, t in enumerate(toponyms):
        entry = answers[where[k]].entry
        is_town = entry is not None and entry.feature.startswith("PPL") and t.start < sentence.end
        if entry is not None and is_town and scene.parsed.kind_of(scene.doc[t.start]) != "dateline":
            towns.append((t.start >= sentence.start, entry))
    here = {e.number: e for inside, e in towns if inside}
    if len(here) == 1:
        return next(iter(here.values()))
    return towns[-1][1] if towns and not here and toponyms[i].vague else None


def _place(
    place_id: str, scene: Scene, toponyms: list[Toponym], members: list[int], answer: Answer, holder: Entry | None
) -> Place:
    first = toponyms[members[0]]
    mentions = tuple(scene.parsed.tokens_span(toponyms[i].start, toponyms[i].end - 1) for i in members)
    entry = answer.entry
    if entry is None:
        at = holder
        return Place(
            id=place_id, name=mentions[0].text, lat=at.lat if at else None, lon=at.lon if at else None,
            country=at.country if at else answer.country, admin1=at.admin1 if at else answer.admin1,
            precision=2 if at else None, mentions=mentions,
        )  # fmt: skip
    return Place(
        id=place_id, name=entry.name, geonames_id=entry.geonames_id, lat=entry.lat, lon=entry.lon, country=entry.country,
        admin1=entry.admin1, feature=entry.feature, precision=_precision(entry, first), mentions=mentions,
    )  # fmt: skip


def _precision(entry: Entry, toponym: Toponym) -> int:
    """UCDP's where_prec: 1 a town, 2 near it, 3 and 4 areas of second and first level, 5 vague, 6 country, 7 sea."""
    if entry.feature in _WATER:
        return 7
    if entry.feature.startswith("PPL"):
        return 2 if toponym.near else 1
    if toponym.vague and entry.feature == "PCLI":
        return 5
    return _PRECISIONS.get(entry.feature, 5)
