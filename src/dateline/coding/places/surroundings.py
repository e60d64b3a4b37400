"""What the words around a place's name say of it: what kind of area it is, what it lies in, and how near to it something is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from dateline.coding.mentions import Name
from dateline.coding.numbers import number_at
from dateline.coding.places.scene import Offset, PlaceSpan, Scene, Toponym

_MOST_BETWEEN = 5
_JOINING = frozenset({",", "in", "of", "the", "'s", "'", "(", "within", "inside"})
_LISTING = frozenset({",", "and", "or", "&", "the"})
_WHOLE_AREAS = frozenset(
    {"region", "area", "countryside", "outskirts", "suburbs", "vicinity", "environs", "surroundings"}
)
_UNITS: Mapping[str, float] = {
    "km": 1.0, "kms": 1.0, "kilometer": 1.0, "kilometers": 1.0, "kilometre": 1.0, "kilometres": 1.0,
    "mile": 1.609, "miles": 1.609, "mi": 1.609, "meters": 0.001, "metres": 0.001, "yards": 0.0009,
}  # fmt: skip
_QUARTERS = {"north": 0.0, "east": 90.0, "south": 180.0, "west": 270.0}
_BEARINGS: Mapping[str, float] = _QUARTERS | {
    f"{ns}{hyphen}{ew}": bearing
    for ns, ew, bearing in (
        ("north", "east", 45.0), ("south", "east", 135.0), ("south", "west", 225.0), ("north", "west", 315.0),
    )
    for hyphen in ("", "-")
}  # fmt: skip
_FARTHEST_WORDS = 14
_BESIDE = frozenset({("near",), (",", "near"), ("near", "the"), ("outside",), (",", "outside"), ("close", "to")})
_FROM = frozenset({"from", "of", "outside", "away", "off"})
_AWAY = frozenset({"of", "from", "outside", "away", "off", "inside", "to", "the", "due", "just", "deep", "inland"})
_BEFORE_MEASURE = frozenset(
    ", ( a about almost approximately around city is just less lies located more nearly roughly some than town village which".split()
)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The places' spans of a document, and what stands around each."""

    scene: Scene
    spans: list[PlaceSpan]
    demonyms: Mapping[int, Name]

    @classmethod
    def of(cls, scene: Scene, spans: list[PlaceSpan]) -> Surroundings:
        """The surroundings of the spans."""
        return cls(scene, spans, {n.end - 1: n for n in scene.names if n.kind == "demonym"})

    def generic(self, number: int) -> str:
        """The word that says what the place is: in its name, after it, before it with "of", or shared in a row of names."""
        words, scene = self.scene.words.administrative, self.scene
        start, end = self.spans[number].start, self.spans[number].end
        last = scene.lowers[end - 1]
        if last in words and end - start > 1:
            return last
        if scene.lower(end) in words and not last.endswith("."):
            return scene.lower(end)
        return self._plural_after(number) or self._generic_before(number)

    def _between(self, number: int) -> tuple[str, ...]:
        """The words between the place and the next one."""
        return self.scene.lowers[self.spans[number].end : self.spans[number + 1].start]

    def _plural_after(self, number: int) -> str:
        """ "Idlib and Hama provinces", "Homs, Hama and Idlib provinces"."""
        last = number
        while last + 1 < len(self.spans) and last < number + 8:
            between = self._between(last)
            if not between or any(w not in _LISTING for w in between):
                break
            last += 1
        in_row = last > number or number > 0 and self._row_start(number) != self.spans[number].start
        if not in_row:
            return ""
        return _singular(self.scene.lower(self.spans[last].end), self.scene.words.administrative)

    def _in_named_row(self, number: int) -> bool:
        """Whether the place stands in a row that one plural word names: "the towns of A, B and C", "A, B and C provinces"."""
        return (
            bool(self._plural_after(number))
            or self.scene.lower(self._row_start(number) - 2).endswith("s")
            and (self.scene.lower(self._row_start(number) - 1) == "of")
        )

    def _in_row_of_states(self, number: int) -> bool:
        """Whether the comma is that of a row of countries and capitals: "Moscow, Ukraine and the United States"."""
        known = self.scene.gazetteer.find(self.scene.text(self.spans[number].start, self.spans[number].end))
        if not any(e.feature in ("PCLI", "PPLC") for e in known[:3]) or number + 2 >= len(self.spans):
            return False
        between = self._between(number + 1)
        return bool(between) and all(w in _LISTING for w in between)

    def _row_start(self, number: int) -> int:
        """The token that the row of places starts with."""
        first = number
        while first > 0 and self._between(first - 1) and all(w in _LISTING for w in self._between(first - 1)):
            first -= 1
        return self.spans[first].start

    def _generic_before(self, number: int) -> str:
        """ "the town of A", "the towns of A, B and C"."""
        words, scene, start = self.scene.words.administrative, self.scene, self.spans[number].start
        i = start - 1
        while i > 0 and scene.lowers[i] in ("the", "al"):
            i -= 1
        if scene.lower(i) == "of":
            word = scene.lower(i - 1)
            return word if word in words else _singular(word, words)
        if scene.lower(i) in ("city", "town", "village", "district") and scene.lower(i - 1) in ("the", "'s", "of"):
            return scene.lower(i)
        i = self._row_start(number)
        if i != start and scene.lower(i - 1) == "of":
            return _singular(scene.lower(i - 2), words)
        return ""

    def within(self, number: int) -> int | None:
        """The toponym that this one is said to lie in: after a comma or "in", or before it with "'s"."""
        scene, words = self.scene, self.scene.words
        end = self.spans[number].end
        following = number + 1
        if following < len(self.spans) and not self.spans[following].embedded:
            between = self._between(number)
            if (
                0 < len(between) <= _MOST_BETWEEN
                and between[:2] != (",", "the")
                and not (between == (",",) and (self._in_named_row(number) or self._in_row_of_states(number)))
                and any(w in _JOINING for w in between)
                and all(
                    w in _JOINING or w in words.administrative or w in words.directions or w in ("area", "region")
                    for w in between
                )
                and not any(scene.doc[i].is_sent_start for i in range(end, self.spans[following].start + 1))
                and "'s" not in between
            ):
                return following
        if number and not self.spans[number - 1].embedded:
            between = self._between(number - 1)
            if between[:1] in (("'s",), ("'",)) and all(
                w in words.directions or w in words.administrative or w == "of" for w in between[1:]
            ):
                return number - 1
            if len(between) == 2 and between[0] in words.administrative and between[1] == "'s":
                return number - 1
        return None

    def country_before(self, start: int) -> str | None:
        """The country of "the Iraqi city of" or "Iraqi" right before the place."""
        scene = self.scene
        for i in range(start - 1, max(start - 6, -1), -1):
            if i in self.demonyms:
                name = self.demonyms[i]
                return scene.authority.demonym(scene.text(name.start, name.end))
            word = scene.lowers[i]
            if (
                word not in ("of", "the", "capital", "border", "coastal", "port")
                and word not in scene.words.administrative
                and word not in scene.words.directions
            ):
                return None
        return None

    def is_vague(self, span: PlaceSpan) -> bool:
        """Whether some part of it is meant: "northern Aleppo", "the north of Syria"."""
        scene = self.scene
        before = scene.lower(span.start - 1)
        if before in scene.words.directions:
            return True
        i = span.start - (2 if before == "the" else 1)
        return scene.lower(i) == "of" and scene.lower(i - 1) in _BEARINGS and scene.lower(i - 2) == "the"

    def has_article(self, span: PlaceSpan) -> bool:
        """Whether "the" belongs to the name itself, as to those of seas and regions: "the Atlantic", not "the Aleppo road"."""
        scene, i = self.scene, span.start - 1
        after = span.end
        if after < len(scene.lowers) and (
            scene.doc[after].pos_ in ("NOUN", "PROPN", "ADJ") or scene.lowers[after] == "-"
        ):
            return False
        while i > 0 and (scene.lowers[i] in scene.words.directions or scene.doc[i].pos_ == "ADJ"):
            i -= 1
        return scene.lower(i) == "the"

    def is_near(self, span: PlaceSpan) -> bool:
        """Whether the words before or after it say that something near it is meant."""
        lowers, words = self.scene.lowers, self.scene.words
        after = span.end + (self.scene.lower(span.end) in ("'s", "'"))
        while self.scene.lower(after) in words.directions:
            after += 1
        if (
            self._is_building(span.end)
            or self.scene.lower(after) in _WHOLE_AREAS
            or self.scene.lower(span.start - 1) == "rural"
        ):
            return True
        i = span.start - 1
        while i > 0 and (lowers[i] == "the" or lowers[i] in words.directions and lowers[i - 1] in words.near):
            i -= 1
        before = self.scene.lower(i)
        while i > 1 and before in ("city", "town", "village", "of", "the", "capital", "camp"):
            if before == "of" and lowers[i - 1] not in ("city", "town", "village", "capital"):
                break
            i -= 1
            before = lowers[i]
        if before in words.near and before not in words.directions:
            return before != "between"
        if before in ("of", "from", "to") and i > 1:
            marked = lowers[i - 1]
            if marked in _BEARINGS:
                return lowers[i - 2] != "the" or before == "to"
            return before == "of" and marked in words.near and marked not in words.directions
        return False

    def _is_building(self, i: int) -> bool:
        """Whether what stands there is something built that the town's name names: "Kabul airport", "Kakuma refugee camp"."""
        building = self.scene.words.building
        after = i + (self.scene.lower(i) in self.scene.words.of_building)
        return self.scene.lower(after) in building

    def offset(self, number: int) -> tuple[Offset | None, int | None]:
        """How far from the place something lies ("10 km south of X"), and the number of the toponym that does ("Y, 10 km …")."""
        start = self.spans[number].start
        for unit in range(start - 1, max(0, start - _FARTHEST_WORDS), -1):
            if self.scene.doc[unit + 1].is_sent_start:
                break
            if self.scene.lowers[unit] in _UNITS and (inside := self._after_unit(unit, start)) is not None:
                bearing = next((_BEARINGS[w] for w in inside if w in _BEARINGS), None)
                if bearing is None and not _FROM & set(inside):
                    break
                if (measured := self._measured(number, unit, bearing)) is not None:
                    return measured
        return None, None

    def _after_unit(self, unit: int, start: int) -> list[str] | None:
        """The words between the unit and the place, those in brackets left out; None when they say something else."""
        kept: list[str] = []
        bracket = False
        words = self.scene.words
        for word in self.scene.lowers[unit + 1 : start]:
            if word in "()":
                bracket = word == "("
            elif not bracket:
                kept.append(word)
        fits = all(
            w in _AWAY or w in _BEARINGS or w in words.directions or w in words.administrative or w in ("-", "border")
            for w in kept
        )
        return " ".join(kept).replace(" - ", "-").split() if kept and fits else None

    def _measured(self, number: int, unit: int, bearing: float | None) -> tuple[Offset, int | None] | None:
        """The distance whose unit stands there, and what it is said of; None without a figure, or for one in brackets."""
        for i in range(max(0, unit - 4), unit):
            amount = number_at(self.scene.doc, i)
            if amount is None or not unit - 2 <= amount.last < unit or self.scene.lower(i - 1) == "(":
                continue
            high = amount.high if amount.high is not None else amount.low
            km = (amount.low + high) / 2 * _UNITS[self.scene.lowers[unit]]
            return Offset(km, bearing), self._said_of(number, i)
        return None

    def _said_of(self, number: int, measure: int) -> int | None:
        """The toponym right before the measure, with a comma, "some" or "about" between: it is what lies so far away."""
        if not number:
            return None
        between = self.scene.lowers[self.spans[number - 1].end : measure]
        near = len(between) <= _MOST_BETWEEN and all(w in _BEFORE_MEASURE for w in between)
        return number - 1 if near and not self.spans[number - 1].embedded else None

    def with_neighbours(self, found: list[Toponym]) -> list[Toponym]:
        """The toponyms, each that stands before "near X" or "10 km from X" told what it is beside."""
        out = list(found)
        for number, toponym in enumerate(found):
            if toponym.beside is not None:
                offset, before = self.offset(number)[0], toponym.beside
                out[before] = replace(out[before], beside=number, offset=offset)
                out[number] = replace(toponym, beside=None)
            elif toponym.near and number and not toponym.hidden:
                before = number - 1 - (self.spans[number - 1].hidden and number > 1)
                between = self.scene.lowers[self.spans[before].end : self.spans[number].start]
                if between in _BESIDE:
                    out[before] = replace(out[before], beside=number)
        return out


def _singular(word: str, words: Mapping[str, object]) -> str:
    for single in (word[:-1], word[:-3] + "y") if word.endswith("s") else ():
        if single in words:
            return single
    return ""
