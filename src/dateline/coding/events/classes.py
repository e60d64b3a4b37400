"""What a word stands for, as the rules' conditions ask: an actor, a place, a weapon, a building …"""

from __future__ import annotations

from collections.abc import Iterable

from dateline.coding.mentions import Mentions
from dateline.coding.syntax import pobjs
from dateline.ontology.event_rules import EventRules
from dateline.parse import Token

_COUNTS = frozenset(
    "hundred thousand dozen score ten million number group handful kg kilo kilogram gram ton tonne litre liter round crate box load "
    "quantity cache amount bundle".split()
)


class Classes:
    """Answers the conditions of the event rules for the words of one document."""

    def __init__(self, mentions: Mentions, rules: EventRules) -> None:
        self._heads = mentions.actors.by_head
        self._places = mentions.places.by_token
        self._classes = rules.words.classes
        self._individual = {a.id for a in mentions.actors.actors if a.individual}

    def any(self, token: Token, names: Iterable[str]) -> bool:
        """Whether the word is of one of the classes, or is one of the words, named."""
        wanted = tuple(names)
        return any(self._is(t, _lemma(t), t.lower_, name) for t in with_counted(token) for name in wanted)

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


def _lemma(token: Token) -> str:
    """The word's base form, also of a plural that a line's beginning made a name: "Protesters gathered"."""
    return token.lower_.removesuffix("s") if token.pos_ == "PROPN" and token.is_title else token.lemma_.lower()


def with_counted(token: Token) -> list[Token]:
    """The word, and what it is a number of: "protesters" in "hundreds of protesters", "aid" in "$80 million in aid"."""
    if token.pos_ == "NUM":
        return [token, *(o for _, o in pobjs(token, "of", "in"))]
    counts = token.lemma_.lower() in _COUNTS
    return [token, *(o for _, o in pobjs(token, "of"))] if counts else [token]
