"""Where places are named, and what the words around say of each: what kind of area, within what, near it or in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dateline.coding.mentions import Name, NameKind
from dateline.coding.names import NameWords
from dateline.ontology.authority import Authority
from dateline.ontology.gazetteer import Gazetteer
from dateline.parse import Doc, ParsedDocument

_MOST_BETWEEN = 5
_JOINING = frozenset({",", "in", "of", "the", "'s", "'", "(", "within", "inside"})
_WHOLE_AREAS = frozenset(
    {"region", "area", "countryside", "outskirts", "suburbs", "vicinity", "environs", "surroundings"}
)
_EMBEDDED_MOST = 4
_WELL_KNOWN = 40_000


@dataclass(frozen=True, slots=True)
class Toponym:
    """One mention of a place: token numbers, end exclusive, and what stands around it.

    ``generic`` is the word that says what it is ("province"), ``within`` the number of the toponym that it is said to
    lie in, ``country`` that of an adjective before it ("the Iraqi city of"), ``embedded`` a place's name inside the
    name of an organisation, ``hidden`` one inside the name of a place or facility (no mention of its own),
    ``near`` and ``vague`` whether something near it, or some part of it, is meant.
    """

    start: int
    end: int
    text: str
    kind: NameKind
    generic: str = ""
    within: int | None = None
    country: str | None = None
    embedded: bool = False
    near: bool = False
    vague: bool = False
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Scene:
    """What toponyms are read from."""

    parsed: ParsedDocument
    doc: Doc
    plain: str
    lowers: tuple[str, ...]
    names: tuple[Name, ...]
    words: NameWords
    gazetteer: Gazetteer
    authority: Authority

    def text(self, start: int, end: int) -> str:
        """The words from token ``start`` to ``end``, end exclusive."""
        last = self.doc[end - 1]
        return self.plain[self.doc[start].idx : last.idx + len(last)]

    def lower(self, i: int) -> str:
        """The token in lower case; "" outside the document."""
        return self.lowers[i] if 0 <= i < len(self.lowers) else ""


def find_toponyms(scene: Scene) -> list[Toponym]:
    """The toponyms in order."""
    spans = [span for name in scene.names for span in _spans_of(scene, name)]
    hidden = {i for i, span in enumerate(spans) if i and span[0] == spans[i - 1][0]}
    demonyms = {n.end - 1: n for n in scene.names if n.kind == "demonym"}
    found: list[Toponym] = []
    for number, (start, end, kind, embedded) in enumerate(spans):
        generic = _generic(scene, spans, number) if number not in hidden else ""
        if number + 1 in hidden:
            found.append(Toponym(start, end, scene.text(start, end), kind, "", number + 1))
            continue
        found.append(
            Toponym(
                start, end, scene.text(start, end), kind, generic,
                None if embedded else _within(scene, spans, number),
                _country_before(scene, start, demonyms), embedded,
                near=not embedded and _is_near(scene, start, end),
                vague=not embedded and scene.lower(start - 1) in scene.words.directions,
                hidden=number in hidden,
            )
        )  # fmt: skip
    return found


_PlaceSpan = tuple[int, int, NameKind, bool]


def _spans_of(scene: Scene, name: Name) -> Iterator[_PlaceSpan]:
    if name.kind in ("place", "facility"):
        yield name.start, name.end, name.kind, False
        last = scene.lowers[name.end - 1]
        if (
            name.end - name.start > 1
            and last in scene.words.facility - scene.words.street
            and not scene.gazetteer.has(scene.text(name.start, name.end))
        ):
            yield from (span for span in _embedded(scene, name) if span[0] == name.start)
    elif name.kind in ("organisation", "group") and name.authority_id is None and name.end - name.start > 1:
        yield from _embedded(scene, name)


def _embedded(scene: Scene, name: Name) -> Iterator[_PlaceSpan]:
    """The place in "Harford County Sheriff's Office" or "University of Tikrit": at the start, or after "of"."""
    starts = [name.start]
    starts += [i + 1 for i in range(name.start + 1, name.end - 1) if scene.lowers[i] in ("of", "in", "at", "for")]
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
            if entries and (
                end - start > 1 or entries[0].population > _WELL_KNOWN or entries[0].feature in ("PCLI", "ADM1")
            ):
                yield start, end, "place", True
                break


def _is_common(scene: Scene, i: int) -> bool:
    """Whether the word is a common noun's, or letters only, so that no town is meant though one is called so."""
    word, words = scene.lowers[i], scene.words
    if word in words.not_places or word in words.area or word in words.organisation or word in words.facility:
        return True
    return scene.doc[i].text.isupper() and len(word) < 5 and not (scene.authority.state(scene.doc[i].text))


def _generic(scene: Scene, spans: list[_PlaceSpan], number: int) -> str:
    """The word that says what the place is: in its name, after it, before it with "of", or shared in a coordination."""
    words = scene.words.administrative
    start, end = spans[number][0], spans[number][1]
    last = scene.lowers[end - 1]
    if last in words and end - start > 1:
        return last
    if scene.lower(end) in words and not scene.lower(end - 1).endswith("."):
        return scene.lower(end)
    plural = _plural_after(scene, spans, number)
    if plural:
        return plural
    return _generic_before(scene, spans, number)


def _singular(word: str, words: object) -> str:
    assert isinstance(words, dict)
    for single in (word[:-1], word[:-3] + "y") if word.endswith("s") else ():
        if single in words:
            return single
    return ""


def _plural_after(scene: Scene, spans: list[_PlaceSpan], number: int) -> str:
    """ "Idlib and Hama provinces", "Homs, Hama and Idlib provinces"."""
    end = spans[number][1]
    for following in spans[number + 1 : number + 6]:
        between = scene.lowers[end : following[0]]
        if not between or any(w not in (",", "and", "or", "&", "the") for w in between):
            break
        end = following[1]
    return _singular(scene.lower(end), scene.words.administrative) if end != spans[number][1] else ""


def _generic_before(scene: Scene, spans: list[_PlaceSpan], number: int) -> str:
    """ "the town of A", "the towns of A, B and C"."""
    i = spans[number][0] - 1
    while i > 0 and scene.lowers[i] in ("the", "al"):
        i -= 1
    if scene.lower(i) == "of":
        word = scene.lower(i - 1)
        return word if word in scene.words.administrative else _singular(word, scene.words.administrative)
    back = number
    while (
        back > 0
        and scene.lowers[spans[back - 1][1] : spans[back][0]]
        and all(w in (",", "and", "or", "&") for w in scene.lowers[spans[back - 1][1] : spans[back][0]])
    ):
        back -= 1
    if back != number:
        i = spans[back][0] - 1
        if scene.lower(i) == "of":
            return _singular(scene.lower(i - 1), scene.words.administrative)
    return ""


def _within(scene: Scene, spans: list[_PlaceSpan], number: int) -> int | None:
    """The toponym that this one is said to lie in: after a comma or "in", or before it with "'s"."""
    start, end = spans[number][0], spans[number][1]
    if number + 1 < len(spans) and not spans[number + 1][3]:
        between = scene.lowers[end : spans[number + 1][0]]
        if (
            0 < len(between) <= _MOST_BETWEEN
            and any(w in _JOINING for w in between)
            and all(
                w in _JOINING
                or w in scene.words.administrative
                or w in scene.words.directions
                or w in ("area", "region")
                for w in between
            )
        ):
            same_sentence = not any(scene.doc[i].is_sent_start for i in range(end, spans[number + 1][0] + 1))
            if same_sentence and "'s" not in between:
                return number + 1
    if number and not spans[number - 1][3]:
        between = scene.lowers[spans[number - 1][1] : start]
        if between[:1] in (("'s",), ("'",)) and all(
            w in scene.words.directions or w in scene.words.administrative or w == "of" for w in between[1:]
        ):
            return number - 1
        if len(between) == 2 and between[0] in scene.words.administrative and between[1] == "'s":
            return number - 1
    return None


def _country_before(scene: Scene, start: int, demonyms: dict[int, Name]) -> str | None:
    """The country of "the Iraqi city of" or "Iraqi" right before the place."""
    for i in range(start - 1, max(start - 6, -1), -1):
        if i in demonyms:
            return scene.authority.demonym(scene.text(demonyms[i].start, demonyms[i].end))
        word = scene.lowers[i]
        if (
            word not in ("of", "the", "capital", "border", "coastal", "port")
            and word not in scene.words.administrative
            and word not in scene.words.directions
        ):
            return None
    return None


def _is_near(scene: Scene, start: int, end: int) -> bool:
    """Whether the words before or after it say that something near it is meant."""
    lowers, words = scene.lowers, scene.words
    if scene.lower(end) in _WHOLE_AREAS:
        return True
    i = start - 1
    while i > 0 and (lowers[i] == "the" or lowers[i] in words.directions and lowers[i - 1] in words.near):
        i -= 1
    before = scene.lower(i)
    if before in words.near and before not in words.directions:
        return before != "between"
    if before in ("of", "from", "in") and i:
        marked = lowers[max(0, i - 4) : i]
        if marked[-1] in words.near and marked[-1] not in ("km", "miles", "kilometers", "kilometres"):
            return marked[-1] not in words.directions or before == "of" and _has_distance(marked)
        if marked[-1] in ("km", "kilometers", "kilometres", "miles") and before == "from":
            return True
    return False


def _has_distance(words: tuple[str, ...]) -> bool:
    return any(w in ("km", "kilometers", "kilometres", "miles", "mile", "just", "km)") for w in words)
