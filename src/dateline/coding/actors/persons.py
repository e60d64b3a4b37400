"""Which names are people's: decided once for a name, over all its mentions in the document.

The parser types names by the look of one sentence. Here each mention tells for or against a person by what stands around it
(an age, "who", an office, a given name, whether it is wed, shot or quoted), and the sum decides for all of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from dateline.coding.actors.extents import is_verb
from dateline.coding.actors.known import Known
from dateline.coding.actors.offices import Holder, find_offices, is_only_office
from dateline.coding.actors.words import people_words
from dateline.coding.mentions import Name
from dateline.coding.syntax import chain_head
from dateline.ontology.authority import Lexicon, fold
from dateline.parse import Doc, Token

_PERSONS_POSTS = frozenset({"spokesperson", "commands", "leads", "state", "post", "member"})
_OPEN_KINDS = frozenset({"organisation", "other", "place", "person", "group"})
_MOST_WORDS = 5
_PERSON_AT = 2.0
_PLACE_AT = 3.0
_NO_PERSON_BELOW = 0.0
_LABELS = {"PERSON": 1.0, "ORG": -0.25, "GPE": -0.5, "LOC": -1.0, "FAC": -1.0, "NORP": -0.5}
_MOST_FROM_LABELS = 2.0
_AGE, _WHO, _OFFICE, _TITLE, _GIVEN, _KIN, _HARMED, _ACTS, _ARTICLE = 3.0, 3.0, 3.0, 2.5, 2.0, 2.0, 1.0, 0.5, -2.0
_HARMS = frozenset(
    "kill shoot arrest detain abduct kidnap murder assassinate behead execute jail marry bury wound injure stab".split()
)
_KIN_WORDS = frozenset(
    "wife husband son daughter father mother brother sister uncle cousin nephew niece family lawyer bodyguard house home car".split()
)
_ALONE, _WHERE, _BESIDE_PLACE = -0.25, -1.0, -2.0
_LOCATIVE = frozenset("in at near from into toward towards outside around inside across throughout".split())
_KUNYA = frozenset({"abu", "umm", "bint"})
_BETWEEN = frozenset({"bin", "ibn", "ould", "bint"})
_OF_ONE = frozenset({"his", "her"})
_NO_PART = frozenset({"of", "the", "and", "for"})


class PersonReader:
    """Sorts a document's names into people's and others'. ``resolved`` are tokens of places that were found on the map."""

    def __init__(self, doc: Doc, lexicon: Lexicon, known: Known, resolved: Collection[int]) -> None:
        self.doc = doc
        self.lexicon = lexicon
        self.known = known
        self.resolved = resolved
        self.words = people_words()
        self._may_be: dict[str, bool] = {}
        self._placed: Collection[int] = ()

    def read(self, names: Sequence[Name]) -> Iterator[Name]:
        """The names, those of people typed so, with their titles left out; names of things and happenings are dropped."""
        kept = self._joined([self._without_title(n) for n in names if not self._is_nobody(n)])
        self._placed = frozenset(i for n in kept if n.kind == "place" for i in range(n.start, n.end))
        evidence = self._evidence(kept)
        people = {
            words for words, (score, resolved) in evidence.items() if score >= (_PLACE_AT if resolved else _PERSON_AT)
        }
        parts = {p for n in kept if n.kind == "person" or self._folded(n) in people for p in self._parts(n)}
        for name in kept:
            yield self._typed(name, people, parts, evidence)

    def _typed(
        self, name: Name, people: Collection[str], parts: Collection[str], evidence: Mapping[str, tuple[float, bool]]
    ) -> Name:
        words = self._folded(name)
        if name.authority_id is not None or name.kind not in _OPEN_KINDS:
            return name
        if words in people:
            return replace(name, kind="person")
        if name.kind == "person":
            score = evidence.get(words, (0.0, False))[0]
            if self._is_body(name, score):
                return replace(name, kind="organisation")
            if score >= _NO_PERSON_BELOW or words in parts:
                return name
            return replace(name, kind="other" if name.end - name.start == 1 else "organisation")
        single = name.end - name.start == 1 and name.kind != "place"
        if single and words in parts and not self._is_acronym(name) and self.known.find(self._text(name)) is None:
            return replace(name, kind="person")
        return name

    def _is_body(self, name: Name, score: float) -> bool:
        """Whether a name read as a person's is a body's: by its last word, or by the noun for a body right before it."""
        last = self.doc[name.end - 1]
        if name.end - name.start > 1 and score < _PERSON_AT and last.lower_ in self.lexicon.in_names:
            return self.doc[name.start].lower_ not in self.words.given
        if name.start < 2:
            return False
        noun = self.doc[name.start - 1]
        sense = self.lexicon.nouns.get(noun.lower_)
        return noun.lower_ in self.lexicon.stands_for and sense is not None and sense.many and noun.tag_ == "NN"

    def _is_nobody(self, name: Name) -> bool:
        """Whether the name is of a weapon, a happening, or a word that pages set in capitals."""
        if name.authority_id is not None:
            return False
        words = self._folded(name)
        if words in self.lexicon.no_names or words in self.words.things:
            return True
        sense = self.lexicon.nouns.get(self.doc[name.end - 1].lower_)
        if sense is not None and sense.individual and is_only_office(self._text(name), self.lexicon):
            return True
        if name.kind == "demonym":
            return False
        if self._is_acronym(name) and name.end - name.start == 1 and is_verb(self.doc[name.start].lower_, self.lexicon):
            return True
        several = name.end - name.start > 1
        first, last = self.doc[name.start].lower_, self.doc[name.end - 1].lower_
        if words in self.lexicon.roles["honorifics"]:
            return name.end < len(self.doc) and self.doc[name.end].text[:1].isupper()
        return name.kind != "place" and several and (first == "operation" or last in self.words.events)

    def _without_title(self, name: Name) -> Name:
        """ "Activist NAME": a title with a capital that was read as the start of the name; and "NAME of PLACE" cut short."""
        if name.authority_id is not None or name.kind in ("demonym", "group", "facility"):
            return name
        start = name.start
        of_office = start > 1 and self.doc[start - 1].lower_ == "to" and self._titles(self.doc[start - 2])
        if of_office and name.end - start > 2 and self.known.state(self.doc[start].text) is not None:
            start += 1
        while name.end - start > 1 and self._is_title(self.doc[start]) and self.doc[start + 1].text[:1].isupper():
            start += 1
        if name.end - start > 1 and self.doc[start].lower_ in self.words.given and name.kind in ("place", "other"):
            cut = next((i for i in range(start + 2, name.end) if self.doc[i].lower_ == "of"), name.end)
            if cut < name.end:
                return Name(start, cut, "person")
        if start == name.start:
            return name
        return Name(
            start,
            name.end,
            "person" if name.kind != "organisation" or self._may_be_persons(start, name.end) else "organisation",
        )

    def _joined(self, names: Sequence[Name]) -> list[Name]:
        """The names, a surname that the authority knows put back to the given name of someone else before it."""
        found: list[Name] = []
        for name in names:
            before = found[-1] if found else None
            if before is not None and before.end == name.start and before.authority_id is None:
                single = name.end - name.start == 1 and name.kind == "person" and name.authority_id is not None
                if single and before.kind in ("person", "other") and not self.doc[name.start].is_sent_start:
                    found[-1] = Name(before.start, name.end, "person")
                    continue
            found.append(name)
        return found

    def _is_title(self, token: Token) -> bool:
        return token.text[:1].isupper() and token.lower_.strip(".") in self.words.titles

    def _evidence(self, names: Iterable[Name]) -> dict[str, tuple[float, bool]]:
        """By the folded name: what speaks for a person in all, and whether the map has it."""
        total: dict[str, float] = defaultdict(float)
        labels: dict[str, float] = defaultdict(float)
        resolved: dict[str, bool] = defaultdict(bool)
        for name in names:
            if name.authority_id is not None or name.kind not in _OPEN_KINDS:
                continue
            if not self._may_be_persons(name.start, name.end):
                continue
            words = self._folded(name)
            labels[words] += _LABELS.get(self.doc[name.end - 1].ent_type_, 0.0)
            first = words not in total
            total[words] += self._at_mention(name) + (self._of_words(name) if first else 0.0)
            resolved[words] |= name.kind == "place" and name.end - 1 in self.resolved
        return {
            w: (score + max(-_MOST_FROM_LABELS, min(_MOST_FROM_LABELS, labels[w])), resolved[w])
            for w, score in total.items()
        }

    def _of_words(self, name: Name) -> float:
        each = self._folded(name).split()
        if each[0] in _KUNYA or _BETWEEN & set(each[1:]):
            return _GIVEN
        given = _GIVEN if fold(self.doc[name.start].text) in self.words.given else 0.0
        return given + (_ALONE if len(each) == 1 else 0.0)

    def _at_mention(self, name: Name) -> float:
        doc, end = self.doc, name.end
        last, lead = doc[end - 1], chain_head(doc[end - 1])
        after = [t.lower_ for t in doc[end : end + 3]] + [""] * 3
        score = 0.0
        if after[0] in (",", "(") and doc[end + 1 : end + 2].text.isdigit() and after[2] in (",", ")"):
            score += _AGE
        of = name.start > 0 and doc[name.start - 1].lower_ == "of"
        if not of and (after[0] == "who" or after[:2] in ([",", "who"], [",", "whose"])):
            score += _WHO
        if after[0] == "and" and after[1] in _OF_ONE or after[0] in ("'s", "’s") and after[1] in _KIN_WORDS:
            score += _KIN
        if lead.dep_ in ("dobj", "nsubjpass") and lead.head.lemma_ in _HARMS:
            score += _HARMED
        if lead.dep_ == "nsubj" and lead.head.lemma_ in self.lexicon.acting_verbs:
            score += _ACTS
        if lead.i != last.i and lead.i in self._placed:
            score += _BESIDE_PLACE
        before = doc[name.start - 1] if name.start else None
        if before is not None and before.lower_ in _LOCATIVE and end - name.start == 1:
            score += _WHERE
        if before is not None and before.lower_ == "the":
            score += _ARTICLE
        if before is not None and self._titles(before):
            score += _TITLE
        return score + (_OFFICE if self._has_office(name, last) else 0.0)

    def _titles(self, token: Token) -> bool:
        word = token.lower_.strip(".")
        if word in self.lexicon.roles["honorifics"] or word in self.words.rank_kind:
            return token.text[0].isupper()
        sense = self.lexicon.nouns.get(token.lower_)
        return sense is not None and sense.individual and not sense.plural

    def _has_office(self, name: Name, last: Token) -> bool:
        holder = Holder(name.start, name.end - 1, last.i, person=True)
        for office in find_offices(self.doc, (holder,), self.lexicon):
            sense = self.lexicon.nouns.get(self.doc[office.noun].lower_)
            if office.sort in _PERSONS_POSTS and (sense is None or sense.individual):
                return True
        return False

    def _may_be_persons(self, start: int, end: int) -> bool:
        """Whether the words could be a person's: five at most, written so, none that only bodies have in their names."""
        text = self.doc[start:end].text
        if text not in self._may_be:
            self._may_be[text] = self._could_be(start, end, text)
        return self._may_be[text]

    def _could_be(self, start: int, end: int, text: str) -> bool:
        words = [t for t in self.doc[start:end] if t.text not in "-'’."]
        if not 0 < len(words) <= _MOST_WORDS or not words[-1].text[0].isupper():
            return False
        if len(words) == 1 and (text.isupper() or self.doc[start].pos_ != "PROPN"):
            return False
        for t in words:
            word = t.lower_
            if (
                not t.is_alpha
                and "-" not in t.text
                and "'" not in t.text
                and t.text[-1] != "."
                or t.text.isupper()
                and len(t.text) > 2
            ):
                return False
            if (
                word in self.lexicon.in_names
                or word in self.lexicon.nouns
                or word in self.lexicon.seats
                or word in _NO_PART
            ):
                return False
        return not any(self.known.demonym_actor(t.text) for t in words) and self.known.find(text) is None

    def _folded(self, name: Name) -> str:
        return fold(self._text(name))

    def _text(self, name: Name) -> str:
        text: str = self.doc[name.start : name.end].text
        return text

    def _parts(self, name: Name) -> Iterator[str]:
        words = self._folded(name).split()
        yield from (w for w in words if len(words) > 1 and len(w) > 2)

    def _is_acronym(self, name: Name) -> bool:
        return self._text(name).isupper()
