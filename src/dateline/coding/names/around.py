"""What the words around a name say of it: how much speaks for a place there, and how much for an actor."""

from __future__ import annotations

from dataclasses import dataclass

from dateline.coding.names.spans import Candidate, Page
from dateline.coding.names.words import AroundWords
from dateline.parse import Token

_PREPOSITIONS = frozenset(("in", "from", "to", "at", "on", "for", "into", "onto", "of", "with", "towards", "toward"))
_FARTHEST_LAND = 4


@dataclass(frozen=True, slots=True)
class Around:
    """The words around the names of a page."""

    page: Page
    words: AroundWords

    def of_place(self, c: Candidate) -> float:
        """How much the verb, noun or preposition that governs the name speaks for a place; 0 when nothing does."""
        page, words = self.page, self.words
        i = c.start - (2 if page.lower(c.start - 1) == "the" else 1)
        before = page.lower(i)
        score = 0.0
        if self._belongs_to_noun(c):
            return score
        if before in words.fallen:
            score += 1.75
        elif before in _PREPOSITIONS and i > 0:
            score += self._governed(i, before)
        return score + self._said_of(c)

    def _governed(self, i: int, preposition: str) -> float:
        """What the noun or verb before the preposition adds to it: "residents of X", "the road to X", "fled from X"."""
        noun = self.page.lower(i - 1)
        words = self.words
        if preposition == "of":
            return 1.5 if noun in words.of_lands else 0.0
        if noun in words.people or (preposition in ("to", "from") and noun in words.ways):
            return 0.75
        head = self.page.doc[i].head
        return 0.75 if head.pos_ == "VERB" and head.lemma_ in words.motion else 0.0

    def _said_of(self, c: Candidate) -> float:
        """What its own clause says: "X is a village", "X was shelled", "X, a town", "X lies"."""
        page, words = self.page, self.words
        after = page.lower(c.end)
        if after in words.settled:
            return 1.75
        if after == "," and page.lower(c.end + 1) in ("a", "an", "the"):
            return 2.5 if self._is_land(c.end + 2) else 0.0
        if after in ("is", "was", "remains", "remained", "has", "had"):
            state = c.end + 1 + (page.lower(c.end + 1) in ("been", "still", "again", "not", "now", "also"))
            word = page.lower(state)
            if word in words.fallen or word in words.quiet or word == "home":
                return 1.75
            if word in ("a", "an", "the", "one"):
                return 2.5 if self._is_land(state + 1) else 0.0
        return 0.0

    def _is_land(self, i: int) -> bool:
        """Whether the noun phrase that starts there is headed by "village" or the like."""
        page = self.page
        for j in range(i, min(i + _FARTHEST_LAND, len(page.lowers))):
            if page.lowers[j] in self.words.lands:
                return page.lower(j + 1) not in self.words.bearers
            if page.doc[j].pos_ not in ("ADJ", "NOUN", "PROPN", "ADV", "PUNCT") or page.lowers[j] == ",":
                return False
        return False

    def of_actor(self, c: Candidate) -> float:
        """How much the words around speak for somebody, or some body, that acts; 0 when nothing does."""
        page, words = self.page, self.words
        before, after = page.lower(c.start - 1), page.lower(c.end)
        score = 0.0
        if before in words.honorifics:
            score += 3.0
        if before in _PREPOSITIONS:
            noun = page.lower(c.start - 2)
            score += 2.0 if noun in words.idioms else 1.0 if noun in words.of_bearers else 0.0
        if after in words.bearers or (after == "'s" and page.lower(c.end + 1) in words.bearers):
            score += 1.5
        if before not in _PREPOSITIONS and (
            after == "who" or after == "," and page.lower(c.end + 1) in ("who", "whose")
        ):
            score += 2.0
        return score + self._does(page.doc[c.end - 1])

    def _belongs_to_noun(self, c: Candidate) -> bool:
        """Whether another noun stands behind an unknown name, of which all that is before is said: "into the X offices"."""
        page = self.page
        last, follows = page.doc[c.end - 1], c.end < len(page.texts) and page.doc[c.end].pos_ == "NOUN"
        inside = last.dep_ in ("compound", "poss") or follows and page.lower(c.start - 1) == "the"
        return inside and not page.gazetteer.has(page.text(c.start, c.end))

    def _does(self, last: Token) -> float:
        """What the verb of the name says: only actors accuse, and only persons are arrested."""
        verb = last.head
        if verb.pos_ != "VERB":
            return 0.0
        if last.dep_ == "nsubj":
            return 1.5 if verb.lemma_ in self.words.deeds else 0.0
        if last.dep_ in ("dobj", "nsubjpass"):
            return 1.5 if verb.lemma_ in self.words.harmed else 0.0
        return 0.0

    def is_close(self, c: Candidate) -> bool:
        """Whether a preposition stands before it, after which an actor seldom does, and nothing gives it another sense."""
        i = c.start - (2 if self.page.lower(c.start - 1) == "the" else 1)
        if self._belongs_to_noun(c):
            return False
        return self.page.lower(i) in self.words.close and self.page.lower(i - 1) not in self.words.idioms
