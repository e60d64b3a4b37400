"""What kind of thing a name is the name of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dateline.coding.mentions import NameKind
from dateline.coding.names.around import Around
from dateline.coding.names.spans import ADDED, AFTER_DATELINE, Candidate, Page
from dateline.coding.names.spoken import Spoken
from dateline.coding.names.words import around_words
from dateline.ontology.gazetteer import Entry

_BY_LABEL: Mapping[str, float] = {
    "GPE": 2.5, "LOC": 2.0, "FAC": 1.0, "": 0.0, "ORG": -0.75, "PERSON": -1.25, "NORP": -0.5, "PRODUCT": -1.5,
    ADDED: 6.0, "EVENT": -2.5, "WORK_OF_ART": -2.5, "LAW": -3.0,
}  # fmt: skip
_KIND_OF_LABEL: Mapping[str, NameKind] = {
    "PERSON": "person", "ORG": "organisation", "GPE": "place", "LOC": "place", "NORP": "group", "FAC": "facility",
}  # fmt: skip
_GROUP_KINDS = frozenset({"rebel", "militia", "ethnic", "criminal"})
_LARGE, _WELL_KNOWN, _MIDDLING = 300_000, 100_000, 20_000
_WHOLE_COUNTRY = frozenset({"PCLI", "CONT", "RGN", "SEA", "OCN", "GULF", "MTS", "PEN"})
_UNKNOWN: Mapping[str, float] = {"GPE": -1.75, "LOC": -1.75}
"""What a name that the gazetteer lacks loses: the parser takes much for a place that is none."""
_MOST_IN_ROW = 4
_AT_A_HOUSE = frozenset({"at", "inside", "outside", "near"})
_LEADING = frozenset({"PCLI", "ADM1", "PPLC", "PPLA"})
_OF_OTHERS = 0.9
_MISTAKEN = frozenset({"ORG", "PERSON", "NORP", "FAC", ""})
"""What the parser takes a town for that it does not know."""
_PER_ACT = 0.75
_STRONG = 1.75
_PLACE_AT = 1.0
_SURE_AT = 3.0


@dataclass(slots=True)
class Kinds:
    """The kinds of a document's candidates, decided together: what is surely a person once is no place elsewhere."""

    page: Page
    around: Around
    people: set[str]
    places: set[str]
    seen: set[str]
    countries: set[str]
    spoken: dict[str, Spoken]
    contexts: dict[int, float]
    in_rows: dict[int, float]

    @classmethod
    def of(cls, page: Page, found: list[Candidate]) -> Kinds:
        """Reads who is surely a person and what surely a place before any doubtful name is decided."""
        kinds = cls(page, Around(page, around_words()), set(), set(), set(), set(), {}, {}, {})
        for c in found:
            if page.title_case[c.start]:
                continue
            kinds.seen.add(page.text(c.start, c.end).lower())
            kinds._note_country(c)
        for c in found:
            if c.actor is None and not page.title_case[c.start]:
                kinds._note_spoken(c)
        for c in found:
            if c.actor is None and c.label == "PERSON" and not page.title_case[c.start] and not _entries(page, c):
                kinds._note_person(c)
        for c in found:
            if c.actor is None and not page.title_case[c.start] and kinds.place_score(c) >= _SURE_AT:
                kinds.places.add(page.text(c.start, c.end).lower())
        for row in _rows(page, found):
            kinds._note_row(row)
        return kinds

    def _note_country(self, c: Candidate) -> None:
        """Notes the countries that the document speaks of: those it names, and those of its well-known places."""
        text = self.page.text(c.start, c.end)
        if c.actor is not None and c.actor.country:
            self.countries.add(c.actor.country)
        elif c.label in ("GPE", "LOC"):
            known = _entries(self.page, c)
            if known and known[0].country and (known[0].feature in _LEADING or known[0].population >= _LARGE):
                self.countries.add(known[0].country)
        elif c.label == "NORP" and (country := self.page.authority.demonym(text)):
            self.countries.add(country)

    def _note_spoken(self, c: Candidate) -> None:
        """Notes what stands around this mention of the name."""
        own = self.contexts[c.start] = self._context(c) + self.around.of_place(c)
        actor = self.around.of_actor(c) + (1.0 if self.speaks(c) else 0.0)
        spoken = self.spoken.setdefault(self.page.text(c.start, c.end).lower(), Spoken())
        spoken.add(_BY_LABEL.get(c.label, -2.0), own, actor, close=self.around.is_close(c))

    def _note_person(self, c: Candidate) -> None:
        """Notes the family name, unless the document speaks of the one word as of a place."""
        spoken = self.spoken[self.page.text(c.start, c.end).lower()]
        if c.end - c.start > 1 or spoken.actor or spoken.ground < _STRONG:
            self.people.add(self.page.lowers[c.end - 1])

    def _note_row(self, row: list[Candidate]) -> None:
        """Notes what stands in a row with a place, or in a row that begins as one of places does: "the towns of A, B and C"."""
        if any(c.actor is not None and not c.actor.state or _is_acronym(self.page.text(c.start, c.end)) for c in row):
            return
        sure = [c.actor is not None or self.place_score(c) >= _PLACE_AT for c in row]
        shared = self.contexts.get(row[0].start, 0.0)
        for c in row:
            if c.actor is not None or self._acts(c) or c.label == "PERSON" and c.end - c.start > 1:
                continue
            self._forget_person(c, shared)
            if any(sure) and (c.label not in ("PERSON", "NORP") or _entries(self.page, c) or shared >= _PLACE_AT):
                self.in_rows[c.start] = 1.5 + (0.9 * max(0.0, shared) if c is not row[0] else 0.0)
            elif shared > 0.0 and c is not row[0]:
                self.in_rows[c.start] = min(shared, 1.5)

    def _forget_person(self, c: Candidate, shared: float) -> None:
        """In a row that begins as one of places does, one word alone is no person's name."""
        if c.end - c.start == 1 and shared >= _PLACE_AT:
            self.people.discard(self.page.lowers[c.start])

    def _acts(self, c: Candidate) -> bool:
        """Whether the document speaks of the name as of an actor."""
        spoken = self.spoken.get(self.page.text(c.start, c.end).lower())
        return spoken is not None and spoken.actor > 0.0

    def kind(self, c: Candidate) -> NameKind | None:
        """The kind, or None when the span is no name after all."""
        page = self.page
        if c.label == ADDED:
            return "place"
        if c.actor is not None:
            return self._kind_of_actor(c)
        text = page.text(c.start, c.end)
        shown = text.title() if page.lower_cased else text
        if page.authority.demonym_actor(shown) or page.authority.people(shown):
            return "demonym"
        last, first = page.lowers[c.end - 1], page.lowers[c.start]
        several = c.end - c.start > 1
        if text[-1] in "-–":
            return None
        if (
            not several
            and page.doc[c.start].pos_ in ("VERB", "AUX")
            and c.label == ""
            and self.place_score(c) < _SURE_AT
        ):
            return None
        if page.lower(c.start - 1) in page.words.vessel or several and first in page.words.vessel:
            return "other"
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
        score = self._said(c, lower, entries) + (_known(entries) if entries else _UNKNOWN.get(c.label, -0.75))
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
        if c.label in ("PERSON", "ORG") and entries and self._is_town_of_no_one(c, entries[0]):
            score += 0.75
        if c.end - c.start > 1 and page.lowers[c.start] in page.words.opens_place:
            score += 2.0
        score += self.in_rows.get(c.start, 0.0)
        if lower in self.places:
            score += 1.5
        if c.end - c.start == 1 and lower in self.people:
            score -= 3.0
        return score

    def _is_town_of_no_one(self, c: Candidate, entry: Entry) -> bool:
        """Whether a well-known town's name, alone, is taken for a person's, and nothing said of it is said of persons."""
        known = entry.population >= _WELL_KNOWN or entry.feature in ("ADM1", "PPLA", "PPLC")
        alone = c.end - c.start == 1 and entry.matched == "name" and not self.speaks(c)
        return known and alone and self.page.lower(c.end) not in ("who", "whose", "himself", "herself")

    def _said(self, c: Candidate, lower: str, entries: tuple[Entry, ...]) -> float:
        """What the parser and the words around say, of this mention and of the others of the name in the document."""
        own_label = _BY_LABEL.get(c.label, -2.0)
        own = self.contexts.get(c.start)
        if own is None:
            own = self._context(c) + self.around.of_place(c)
        spoken = self.spoken.get(lower)
        alone = c.end - c.start == 1 and self.page.lower(c.start - 1) != "the"
        if spoken is None or not (entries or alone) or _is_acronym(self.page.text(c.start, c.end)):
            return own_label + own
        label = own_label if spoken.actor else max(own_label, spoken.labels / spoken.mentions)
        score = label + (max(own, _OF_OTHERS * spoken.ground) if own > -0.5 else own)
        if lower in self.page.honoured and c.label == "PERSON":
            return own_label + own - 3.0
        large = c.label != "PERSON" and any(e.population >= _LARGE for e in entries)
        if spoken.actor and not large and not _is_state_or_capital(entries):
            if not spoken.close and spoken.actor > spoken.ground:
                return own_label + own - _PER_ACT * min(spoken.actor, 3.0)
            return score - _PER_ACT * max(0.0, min(spoken.actor, 3.0) - (spoken.ground if entries else 0.0))
        if alone and c.label in _MISTAKEN and spoken.ground > 0.0:
            if spoken.close or spoken.ground >= _STRONG:
                score += 0.75
            if (c.label != "PERSON" or spoken.close) and any(e.country in self.countries for e in entries[:4]):
                score += 0.5
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
            score += 1.75 if before in words.locative_strong or self._is_way(c) else 1.0
        elif before == "of":
            score += 2.5 if _is_area_noun(page, page.lower(c.start - 2)) else 1.75 if self._is_of_someone(c) else 0.25
        elif before in words.taken:
            score += 1.75
        elif before == "'s" and c.start > 1 and page.doc[c.start - 2].ent_type_ == "GPE":
            score += 1.5
        elif before in ("by", "with", "than", "mr", "ms"):
            score -= 0.5
        elif before in words.title and not _entries_are_large(page, c):
            score -= 2.5
        if self._is_before_area_noun(c) or after in words.of_place:
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
        if self._opens_story(c) or (after == "-" and page.lower(c.end + 1) == "based"):
            score += 2.5
        return score

    def _is_way(self, c: Candidate) -> bool:
        """Whether someone goes to or from there: "fled to X", "were driven from X", "was from X"."""
        page = self.page
        if page.lower(c.start - 1) not in ("to", "from", "for"):
            return False
        verb = page.doc[c.start - 1].head
        return verb.lemma_ in page.words.motion or verb.lemma_ == "be" and page.lower(c.start - 1) == "from"

    def _is_of_someone(self, c: Candidate) -> bool:
        """Whether it follows who or how old someone is: "Amina Diallo of X", "Omar Haddad, 41, of X"."""
        i = c.start - 2 - (self.page.lower(c.start - 2) == ",")
        return i >= 0 and self.page.doc[i].ent_type_ in ("PERSON", "DATE", "CARDINAL")

    def _is_before_area_noun(self, c: Candidate) -> bool:
        """Whether a noun for an area follows, or one that the name shares with the next: "X and Y counties"."""
        page, after = self.page, self.page.lower(c.end)
        if after in page.words.area or after in page.words.administrative:
            return True
        at, steps = c.end, 0
        while steps < _MOST_IN_ROW and page.lower(at) in (",", "and", "or") and at + 1 < len(page.texts):
            at += 1 + (page.lower(at + 1) in ("and", "or"))
            while at < len(page.texts) and page.capital[at]:
                at += 1
            steps += 1
        return page.lower(at).endswith("s") and _is_area_noun(page, page.lower(at))

    def _opens_story(self, c: Candidate) -> bool:
        """Whether it stands as the place of a dateline does: in capitals, first in its sentence, a dash or colon after it."""
        page = self.page
        first = page.doc[c.start].is_sent_start or page.lower(c.start - 1) in (".", "")
        return first and page.text(c.start, c.end).isupper() and page.lower(c.end) in AFTER_DATELINE

    def _is_land_around(self, c: Candidate) -> bool:
        """Whether an article or a word of place stands before the name: "along Anthony Creek" is no person."""
        before = self.page.lower(c.start - 1)
        return before == "the" or before in self.page.words.locative

    def _may_be_facility(self, c: Candidate) -> bool:
        """Whether more than the parser speaks for something built: a noun for it, or a word of place before the name."""
        page, words = self.page, self.page.words
        if any(w in words.facility or w in words.area for w in page.lowers[c.start : c.end + 1]):
            return True
        return c.end - c.start > 1 and page.lower(self._before_article(c)) in words.locative

    def _before_article(self, c: Candidate) -> int:
        """The number of the token before the name and its article."""
        return c.start - (2 if self.page.lower(c.start - 1) in ("the", "a", "an") else 1)

    def speaks(self, c: Candidate) -> bool:
        """Whether a verb of saying stands right before or after the name, and is not another's: "police in X said"."""
        page, before = self.page, self.page.lower(c.start - 1)
        if before in page.words.locative or before in self.around.words.fallen or before == "of":
            return False
        return page.lower(c.end) in page.words.said or before in page.words.said

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
            and page.lowers[i] not in page.words.of_town
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
        if last in words.landscape and not known and (c.label != "PERSON" or self._is_land_around(c)):
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
        if last in words.venue | words.organisation or first in words.venue:
            venue = {last, first} & words.venue and self.page.lower(self._before_article(c)) in _AT_A_HOUSE
            if venue and c.label != "PERSON" and not known:
                return "facility"
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
        if c.label == "FAC" and not self._may_be_facility(c):
            return "organisation" if text.isupper() else "other"
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


def _rows(page: Page, found: list[Candidate]) -> Iterator[list[Candidate]]:
    """The candidates that stand in rows, with nothing but commas, "and" and "or" between."""
    row: list[Candidate] = []
    for c in found:
        between = page.lowers[row[-1].end : c.start] if row else ()
        if not (0 < len(between) <= 2 and all(w in (",", "and", "or") for w in between)):
            if len(row) > 1:
                yield row
            row = []
        row.append(c)
    if len(row) > 1:
        yield row


def _is_acronym(text: str) -> bool:
    return text.isupper() and len(text) < 7


def _entries(page: Page, c: Candidate) -> tuple[Entry, ...]:
    """The places of the name; of "South Aleppo" or "Metro Manila", which the gazetteer lacks, those that it is a part of."""
    found = page.gazetteer.find(page.text(c.start, c.end))
    start = c.start
    while not found and start < c.end - 1 and page.lowers[start] in page.words.part_of_town:
        start += 1
        found = page.gazetteer.find(page.text(start, c.end))
    return found


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
