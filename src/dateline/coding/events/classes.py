"""What a word stands for, as the rules' conditions ask: an actor, a place, a weapon, a building …"""

from __future__ import annotations

from collections.abc import Iterable

from dateline.coding.mentions import Mentions
from dateline.ontology.event_rules import EventRules
from dateline.parse import Token


class Classes:
    """Answers the conditions of the event rules for the words of one document."""

    def __init__(self, mentions: Mentions, rules: EventRules) -> None:
        self._heads = mentions.actors.by_head
        self._places = mentions.places.by_token
        self._classes = rules.words.classes
        self._individual = {a.id for a in mentions.actors.actors if a.individual}

    def any(self, token: Token, names: Iterable[str]) -> bool:
        """Whether the word is of one of the classes, or is one of the words, named."""
        lemma, lower = token.lemma_.lower(), token.lower_
        return any(self._is(token, lemma, lower, name) for name in names)

    def _is(self, token: Token, lemma: str, lower: str, name: str) -> bool:
        if name == "actor":
            return (
                token.i in self._heads
                or token.tag_ in ("PRP", "WP")
                or lemma in self._classes["person"]
                or lemma in self._classes["armed"]
            )
        if name == "place":
            return token.i in self._places
        if name == "number":
            return token.like_num or token.pos_ == "NUM"
        if name == "person" and any(i in self._individual for i in self._heads.get(token.i, ())):
            return True
        words = self._classes.get(name)
        if words is None:
            return name in (lemma, lower)
        return lemma in words or lower in words
