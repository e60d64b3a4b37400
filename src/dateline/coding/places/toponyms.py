"""Where places are named, those inside the names of organisations and facilities too."""

from __future__ import annotations

from collections.abc import Iterator

from dateline.coding.mentions import Name
from dateline.coding.places.capitals import with_capitals
from dateline.coding.places.scene import PlaceSpan, Scene, Toponym
from dateline.coding.places.surroundings import Surroundings
from dateline.ontology.gazetteer import Entry
from dateline.ontology.gazetteer.fold import ARTICLES

_EMBEDDED_MOST = 4
_WELL_KNOWN, _ALL_KNOW = 40_000, 500_000
_TOWN_OF_FACILITY = 3_000
_MOST_MODIFIERS, _FIRST_FEW = 2, 4
_INSIDE = frozenset({"of", "in", "at", "for"})


def find_toponyms(scene: Scene) -> list[Toponym]:
    """The toponyms in order."""
    spans = with_capitals(scene, [span for name in scene.names for span in _spans_of(scene, name)])
    around = Surroundings.of(scene, spans)
    found: list[Toponym] = []
    for number, span in enumerate(spans):
        text = span.means or scene.text(span.start, span.end)
        if number + 1 < len(spans) and spans[number + 1].hidden:
            found.append(
                Toponym(
                    span.start, span.end, text, span.kind, within=number + 1, vague=around.is_vague(span),
                    near=around.is_near(span),
                )
            )  # fmt: skip
            continue
        offset, beside = (None, None) if span.embedded or span.hidden else around.offset(number)
        found.append(
            Toponym(
                span.start, span.end, text, span.kind,
                "" if span.hidden else around.generic(number),
                None if span.embedded or span.hidden else around.within(number),
                beside,
                around.country_before(span.start),
                span.embedded,
                near=not span.embedded and not span.hidden and (offset is not None or around.is_near(span)),
                vague=not span.embedded and not span.hidden and around.is_vague(span),
                hidden=span.hidden,
                offset=None if beside is not None else offset,
                article=not span.means and around.has_article(span),
            )
        )  # fmt: skip
    return around.with_neighbours(found)


def _spans_of(scene: Scene, name: Name) -> Iterator[PlaceSpan]:
    if name.kind in ("place", "facility"):
        yield PlaceSpan(name.start, name.end, name.kind)
        if name.end - name.start > 1 and not scene.gazetteer.has(scene.text(name.start, name.end)):
            yield from _holder_in_name(scene, name)
    elif name.kind == "demonym":
        if _is_land(scene, name) and (country := _country_of(scene, name)):
            yield PlaceSpan(name.start, name.end, "demonym", means=country)
    elif name.kind == "organisation" and name.authority_id is None and name.end - name.start > 1:
        yield from _embedded(scene, name)


def _is_land(scene: Scene, name: Name) -> bool:
    """Whether an adjective names a country for its land: "Ukrainian cities", "off the Yemeni coast"; not "the Iraqi city of"."""
    token = scene.doc[name.end - 1]
    noun = name.end + (scene.lower(name.end) in scene.words.directions)
    if token.dep_ in ("amod", "compound", "nmod") and noun < token.head.i <= name.end + _MOST_MODIFIERS:
        noun = token.head.i
    return scene.lower(noun) in scene.words.territory and scene.lower(noun + 1) != "of"


def _country_of(scene: Scene, name: Name) -> str:
    """The name of the country or continent whose adjective stands here; "" for a people's."""
    adjective = scene.text(name.start, name.end)
    named = scene.authority.demonym_actor(adjective)
    return named.name if named and named.state else scene.words.of_region.get(adjective.lower(), "")


def _holder_in_name(scene: Scene, name: Name) -> Iterator[PlaceSpan]:
    """The place that a facility or part of a town is named after: "Tikrit General Hospital", "East Ghouta", "Old Homs"."""
    words = scene.words
    if scene.lowers[name.end - 1] in words.street:
        return
    start = name.start
    while start < name.end - 1 and scene.lowers[start] in words.part_of_town:
        start += 1
    stop = name.end - (start == name.start)
    for end in range(stop, start, -1):
        text = scene.text(start, end)
        if not text[-1].isalnum() or end - start == 1 and (_is_common(scene, start) or text.lower() in ARTICLES):
            continue
        if end < name.end and scene.lowers[end] == "-":
            continue  # "Pont-Sondé" is named after no Pont
        known = scene.gazetteer.find(text)
        if known and (
            known[0].added or known[0].population >= _TOWN_OF_FACILITY or known[0].feature in ("ADM1", "ADM2")
        ):
            yield PlaceSpan(start, end, "place", hidden=True)
            return
    for i in range(name.start + 1, name.end - 1):
        if scene.lowers[i] in _INSIDE and scene.gazetteer.has(scene.text(i + 1, name.end)):
            yield PlaceSpan(i + 1, name.end, "place", hidden=True)
            return


def _embedded(scene: Scene, name: Name) -> Iterator[PlaceSpan]:
    """The place in "Harford County Sheriff's Office" or "University of Tikrit": at the start, or after "of"."""
    starts = [name.start]
    starts += [i + 1 for i in range(name.start + 1, name.end - 1) if scene.lowers[i] in _INSIDE]
    for start in starts:
        for end in range(min(start + _EMBEDDED_MOST, name.end - (start == name.start)), start, -1):
            text = scene.text(start, end)
            if (
                not text[0].isupper()
                or not text[-1].isalnum()
                and text[-1] != "."
                or end - start == 1
                and _is_common(scene, start)
            ):
                continue
            if scene.authority.demonym_actor(text):
                continue
            entries = scene.gazetteer.find(text)
            local = end < name.end and start == name.start and scene.lowers[end] in scene.words.local_body
            local = local and any(e.matched == "name" for e in entries[:_FIRST_FEW])
            if entries and _is_known(entries[0], single=end - start == 1 and not local):
                yield PlaceSpan(start, end, "place", embedded=True)
                break


def _is_known(entry: Entry, *, single: bool) -> bool:
    """Whether a name inside another is likely this place's; a single word is often a family's or a first name."""
    if not single or entry.added or entry.feature in ("PCLI", "ADM1", "PPLC"):
        return True
    return entry.population > (_WELL_KNOWN if entry.matched == "name" else _ALL_KNOW)


def _is_common(scene: Scene, i: int) -> bool:
    """Whether the word is a common noun's, or letters only, so that no town is meant though one is called so."""
    word, words = scene.lowers[i], scene.words
    if word in words.not_places or word in words.area or word in words.organisation or word in words.facility:
        return True
    return scene.doc[i].text.isupper() and len(word) < 5 and not (scene.authority.state(scene.doc[i].text))
