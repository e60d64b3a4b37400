"""What kind of thing a name is the name of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dateline.coding.mentions import NameKind
from dateline.coding.names.spans import Candidate, Page
from dateline.ontology.gazetteer import Entry

_BY_LABEL: Mapping[str, float] = {
    "GPE": 2.5, "LOC": 2.0, "FAC": 1.0, "": 0.0, "ORG": -0.75, "PERSON": -1.25, "NORP": -0.5, "PRODUCT": -1.5,
    "EVENT": -2.5, "WORK_OF_ART": -2.5, "LAW": -3.0,
}  # fmt: skip
_KIND_OF_LABEL: Mapping[str, NameKind] = {
    "PERSON": "person", "ORG": "organisation", "GPE": "place", "LOC": "place", "NORP": "group", "FAC": "facility",
}  # fmt: skip
_GROUP_KINDS = frozenset({"rebel", "militia", "ethnic", "criminal"})
_LARGE, _MIDDLING = 300_000, 20_000
_WHOLE_COUNTRY = frozenset({"PCLI", "CONT", "RGN", "SEA", "OCN", "GULF", "MTS", "PEN"})
_UNKNOWN: Mapping[str, float] = {"GPE": -1.75, "LOC": -1.75}
"""What a name that the gazetteer lacks loses: the parser takes much for a place that is none."""
_PLACE_AT = 1.0
_SURE_AT = 3.0


@dataclass(slots=True)
class Kinds:
    """The kinds of a document's candidates, decided together: what is surely a person once is no place elsewhere."""

    page: Page
    people: set[str]
    places: set[str]
    seen: set[str]
    beside_places: set[int]

    @classmethod
    def of(cls, page: Page, found: list[Candidate]) -> Kinds:
        """Reads who is surely a person and what surely a place before any doubtful name is decided."""
        kinds = cls(page, set(), set(), set(), set())
        for c in found:
            if page.title_case[c.start]:
                continue
            kinds.seen.add(page.text(c.start, c.end).lower())
            if c.actor is None and c.label == "PERSON" and not _entries(page, c):
                kinds.people.add(page.lowers[c.end - 1])
        for c in found:
            if c.actor is None and not page.title_case[c.start] and kinds.place_score(c) >= _SURE_AT:
                kinds.places.add(page.text(c.start, c.end).lower())
        kinds._note_coordinations(found)
        return kinds

    def _note_coordinations(self, found: list[Candidate]) -> None:
        """Notes what stands in a row with a place: "the towns of A, B and C"."""
        sure = False
        for before, c in zip([None, *found], found, strict=False):
            between = self.page.lowers[before.end : c.start] if before else ()
            in_row = 0 < len(between) <= 2 and all(w in (",", "and", "or") for w in between)
            if in_row and sure and c.label not in ("PERSON", "NORP") or in_row and sure and _entries(self.page, c):
                self.beside_places.add(c.start)
            sure = c.actor is None and self.place_score(c) >= _PLACE_AT

    def kind(self, c: Candidate) -> NameKind | None:
        """The kind, or None when the span is no name after all."""
        page = self.page
        if c.actor is not None:
            return self._kind_of_actor(c)
        text = page.text(c.start, c.end)
        shown = text.title() if page.lower_cased else text
        if page.authority.demonym_actor(shown) or page.authority.people(shown):
            return "demonym"
        last, first = page.lowers[c.end - 1], page.lowers[c.start]
        several = c.end - c.start > 1
        if text[-1] in "-–" or not several and page.doc[c.start].pos_ in ("VERB", "AUX") and c.label == "":
            return None
        if (
            several
            and first in page.words.title
            and first not in page.words.organisation
            and c.label != "GPE"
            and not _entries(page, c)
        ):
            return "person"
        if several and (kind := self._kind_by_head(c, first, last)):
            return kind
        if page.lower(c.start - 1) in page.words.title and not _entries_are_large(page, c) and c.label != "GPE":
            return "person"
        score = self.place_score(c)
        if score >= _PLACE_AT:
            return "place"
        return self._kind_otherwise(c, text)

    def place_score(self, c: Candidate) -> float:
        """How much speaks for a place: the parser's label, the gazetteer, the words around, and the rest of the document."""
        page = self.page
        text = page.text(c.start, c.end)
        lower = text.lower()
        if c.end - c.start == 1 and (lower in page.words.not_places or len(text) < 2 or lower in page.words.title):
            return -5.0
        entries = _entries(page, c)
        score = (
            _BY_LABEL.get(c.label, -2.0)
            + (_known(entries) if entries else _UNKNOWN.get(c.label, -0.75))
            + self._context(c)
        )
        if (
            c.end - c.start == 1
            and text.isupper()
            and len(text) < 6
            and entries
            and entries[0].feature not in ("PCLI", "ADM1")
        ):
            score -= 1.0
        if page.lower_cased and c.end - c.start == 1 and not _entries_are_large(page, c):
            score -= 1.0
        if c.start in self.beside_places:
            score += 1.5
        if lower in self.places:
            score += 1.5
        if c.end - c.start == 1 and lower in self.people:
            score -= 3.0
        return score

    def _context(self, c: Candidate) -> float:
        page, words = self.page, self.page.words
        before, after = page.lower(c.start - 1), page.lower(c.end)
        score = 0.0
        if before in words.directions:
            before = page.lower(c.start - 2)
            score += 1.0
        if before == "the":
            before = page.lower(c.start - 2)
        if before in words.locative:
            score += 1.0
        elif before == "of":
            score += 2.5 if _is_area_noun(page, page.lower(c.start - 2)) else 0.25
        elif before in words.taken:
            score += 1.75
        elif before == "'s" and c.start > 1 and page.doc[c.start - 2].ent_type_ == "GPE":
            score += 1.5
        elif before in ("by", "with", "than", "mr", "ms"):
            score -= 0.5
        elif before in words.title and not _entries_are_large(page, c):
            score -= 2.5
        if after in words.area or after in words.administrative:
            score += 1.5
        if self.speaks(c) and not _is_state_or_capital(_entries(page, c)):
            score -= 1.5
        elif after == "," and self._is_place_after(c.end + 1):
            score += 1.5
        elif (
            after == "in"
            and c.end + 2 < len(page.texts)
            and (
                self._is_place_after(c.end + 1)
                or (page.lower(c.end + 1) in words.directions and self._is_place_after(c.end + 2))
            )
        ):
            score += 1.25
        elif before == "," and self._is_place_before(c.start - 2):
            score += 0.75
        if c.end - c.start == 1 and self._is_first_of_more(c.end):
            score -= 2.0
        return score

    def speaks(self, c: Candidate) -> bool:
        """Whether a verb of saying stands right before or after the name."""
        return self.page.lower(c.end) in self.page.words.said or self.page.lower(c.start - 1) in self.page.words.said

    def _is_first_of_more(self, i: int) -> bool:
        """Whether the capitalised words go on, as in a first name that is a town's name too."""
        page = self.page
        if (
            i >= len(page.texts)
            or not page.capital[i]
            or page.title_case[i]
            or not page.doc[i - 1].whitespace_
            or page.doc[i].is_sent_start
        ):
            return False
        return (
            page.doc[i].pos_ == "PROPN"
            and page.lowers[i] not in page.words.area
            and page.doc[i].ent_type_ not in ("DATE", "NORP", "GPE")
        )

    def _is_place_after(self, i: int) -> bool:
        """Whether a country or first-level area follows the comma: "Sarmin, Syria"."""
        page = self.page
        for size in (2, 1):
            if i + size <= len(page.texts) and page.capital[i]:
                entries = page.gazetteer.find(page.text(i, i + size))
                if any(e.feature in ("PCLI", "ADM1") for e in entries[:3]):
                    return True
        return False

    def _is_place_before(self, i: int) -> bool:
        return i >= 0 and self.page.capital[i] and self.page.doc[i].ent_type_ in ("GPE", "LOC")

    def _kind_of_actor(self, c: Candidate) -> NameKind:
        page, actor = self.page, c.actor
        assert actor is not None
        text = page.text(c.start, c.end)
        if actor.individual:
            return "person"
        if actor.state:
            return "place"
        if page.authority.people(text) or (page.authority.demonym_actor(text) and c.end - c.start == 1):
            return "demonym"
        return "group" if actor.kind in _GROUP_KINDS else "organisation"

    def _kind_by_head(self, c: Candidate, first: str, last: str) -> NameKind | None:
        """By the noun that a name of several words ends or starts with."""
        words = self.page.words
        known = bool(_entries(self.page, c))
        if last in words.area and c.label != "PERSON" and not known:
            if last in words.organisation and c.label not in ("GPE", "LOC"):
                return "organisation"
            if c.label in ("GPE", "LOC", "FAC") or last in words.administrative:
                return "place"
        if first in words.area and (known or c.label in ("LOC", "GPE", "FAC")):
            return "place"
        if (
            last in words.facility
            and not known
            and (c.label not in ("PERSON", "ORG") or last not in words.organisation)
        ):
            return "facility"
        if (last in words.group or first in words.group) and not known:
            return "group" if c.label != "PERSON" else None
        if (last in words.organisation or first in words.organisation) and not (known and c.label == "GPE"):
            return "organisation" if c.label != "PERSON" or last in words.organisation else None
        return None

    def _kind_otherwise(self, c: Candidate, text: str) -> NameKind | None:
        page = self.page
        last = page.lowers[c.end - 1]
        if (
            page.title_case[c.start]
            and text.lower() not in self.seen
            and not (c.label == "PERSON" and last in self.people)
        ):
            return None
        if c.label == "" and (last in page.words.title or last in page.words.not_places):
            return None
        if c.label in ("", "GPE", "LOC") and last in self.people:
            return "person"
        if c.label in ("PERSON", "ORG", "NORP", "FAC"):
            return _KIND_OF_LABEL[c.label]
        if c.end - c.start == 1:
            lower = text.lower()
            if page.doc[c.start].is_sent_start and not text.isupper():
                return None
            if (
                lower in page.words.not_places
                or lower in page.words.title
                or lower in page.words.organisation
                or page.doc[c.start].pos_ != "PROPN"
            ):
                return None
            if text.isupper() and 1 < len(text) < 7:
                return "organisation"
        return "other" if not page.lower_cased else None


def _entries(page: Page, c: Candidate) -> tuple[Entry, ...]:
    return page.gazetteer.find(page.text(c.start, c.end))


def _is_area_noun(page: Page, word: str) -> bool:
    """Whether the word is "town", "towns", "province" or the like."""
    nouns = page.words.area | page.words.administrative.keys()
    return word in nouns or word[:-1] in nouns or (word.endswith("ies") and word[:-3] + "y" in nouns)


def _is_state_or_capital(entries: tuple[Entry, ...]) -> bool:
    return bool(entries) and entries[0].feature in ("PCLI", "PPLC", "ADM1")


def _entries_are_large(page: Page, c: Candidate) -> bool:
    return any(e.population >= _LARGE or e.feature in _WHOLE_COUNTRY for e in _entries(page, c))


def _known(entries: tuple[Entry, ...]) -> float:
    """How well known the largest place of the name is."""
    best = 0.0
    for e in entries[:4]:
        weight = 0.75 if e.matched == "alternate" and e.feature not in ("PCLI", "ADM1") else 1.0
        if e.feature in _WHOLE_COUNTRY:
            value = 2.5
        elif e.feature in ("ADM1", "PPLC", "PPLA"):
            value = 2.25
        else:
            value = 2.0 if e.population >= _LARGE else 1.25 if e.population >= _MIDDLING else 0.75
        best = max(best, value * weight)
    return best
