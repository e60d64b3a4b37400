"""Which names of a document are names of the same actor: short and full names, spellings, acronyms."""

from __future__ import annotations

from collections.abc import Sequence

from dateline.coding.actors.phrase import Phrase
from dateline.ontology.authority import fold
from dateline.parse import Doc

_PARTICLES = frozenset("al el bin ibn abu de da dos van von der la le ul ur an as ash".split())
_SMALL = frozenset("of the and for in on to al".split())


class NameGroups:
    """One key for all the names of an actor, worked out from the whole document."""

    def __init__(self, doc: Doc, phrases: Sequence[Phrase]) -> None:
        self._surnames: dict[str, str] = {}
        self._acronyms: dict[str, str] = {}
        self._people: list[tuple[frozenset[str], str]] = []
        self._same: dict[str, str] = {}
        for phrase in phrases:
            if phrase.form == "name" and phrase.person:
                self._learn_person(phrase)
            elif phrase.form == "name" and phrase.authority is None:
                self._learn_acronym(doc, phrase)
        self._explicit(doc, phrases)

    def key(self, phrase: Phrase) -> str:
        """The key of the phrase's actor."""
        if phrase.authority is not None:
            return f"authority {phrase.authority.id}"
        if phrase.person:
            return self._person_key(phrase)
        folded = fold(phrase.name)
        if folded in self._same:
            return self._same[folded]
        letters = phrase.name.replace(".", "")
        if letters.isupper() and letters in self._acronyms:
            return self._acronyms[letters]
        if phrase.kind == "unknown" and (key := self._mistaken_person(folded)):
            return key
        return f"name {folded}"

    def _mistaken_person(self, folded: str) -> str | None:
        """The key of the person whose surname or full name the name of no known body is."""
        words = set(folded.split())
        if len(words) == 1:
            return self._surnames.get(folded)
        return next((key for known, key in self._people if words == known), None)

    def _learn_person(self, phrase: Phrase) -> None:
        words = _person_words(phrase.name)
        if len(words) < 2:
            return
        key = next(
            (k for known, k in self._people if set(words) <= known or known <= set(words)), f"person {' '.join(words)}"
        )
        self._people.append((frozenset(words), key))
        self._surnames.setdefault(words[-1], key)

    def _person_key(self, phrase: Phrase) -> str:
        words = _person_words(phrase.name)
        if len(words) == 1:
            if words[0] in self._surnames:
                return self._surnames[words[0]]
            return next((key for known, key in self._people if words[0] in known), f"person {words[0]}")
        return next((key for known, key in self._people if set(words) <= known), f"person {' '.join(words)}")

    def _learn_acronym(self, doc: Doc, phrase: Phrase) -> None:
        words = [w for w in fold(phrase.name).split() if w not in _SMALL]
        if len(words) > 1:
            self._acronyms.setdefault("".join(w[0] for w in words).upper(), f"name {fold(phrase.name)}")
            every = fold(phrase.name).split()
            self._acronyms.setdefault("".join(w[0] for w in every).upper(), f"name {fold(phrase.name)}")

    def _explicit(self, doc: Doc, phrases: Sequence[Phrase]) -> None:
        """ "Full Name (FN)": the name in the brackets is that of the name before them."""
        by_first = {p.first: p for p in phrases if p.form == "name" and not p.person}
        for phrase in [p for p in phrases if p.form == "name" and not p.person]:
            after = phrase.last + 1
            if (
                after + 2 < len(doc)
                and doc[after].text == "("
                and (inner := by_first.get(after + 1))
                and doc[inner.last + 1 : inner.last + 2].text == ")"
            ):
                if inner.authority is None:
                    self._same[fold(inner.name)] = self.key(phrase)
                elif phrase.authority is None:
                    self._same[fold(phrase.name)] = self.key(inner)


def _person_words(name: str) -> list[str]:
    words = fold(name).split()
    return [w for w in words if w not in _PARTICLES] or words
