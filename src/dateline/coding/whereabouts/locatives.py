"""The places that a sentence names, each with what its words place there."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from dateline.coding.mentions import Mentions
from dateline.coding.syntax import clause_root
from dateline.coding.whereabouts.nesting import is_country
from dateline.coding.whereabouts.words import WhereWords
from dateline.parse import SpacySpan, Token

Way = Literal["at", "from", "to", "beside", "spoken"]
_UP = 10
_SAME_PHRASE = frozenset({"conj", "appos"})
_MODIFIERS = frozenset({"compound", "nmod", "amod", "poss", "nummod", "npadvmod"})
_VERBAL = frozenset({"VERB", "AUX"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_BACK = frozenset({"the", "this", "that", "these", "those"})
_BEFORE_SUBJECT = frozenset({"ADP", "ADV", "SCONJ", "VERB"})


@dataclass(frozen=True, slots=True)
class Locative:
    """A place where a sentence names it. ``token`` is the number of the mention's head, ``governor`` of the word that
    its phrase hangs on and ``clause`` of that word's verb.

    ``way``: ``at`` where it says where; ``from`` and ``to``; ``spoken`` where it tells where someone spoke; ``beside``
    where it only describes someone or something ("the governor of X"). ``opening``: its phrase opens the sentence and
    holds for all of it.
    """

    place: str
    token: int
    way: Way
    governor: int
    clause: int
    opening: bool = False


def locatives_in(mentions: Mentions, sentence: SpacySpan, words: WhereWords) -> Iterator[Locative]:
    """The places that the sentence names, in order; none that stand for an actor, and none of a dateline."""
    by_token, heads = mentions.places.by_token, mentions.actors.by_head
    i = sentence.start
    while i < sentence.end:
        place = by_token.get(i)
        if place is None:
            i += 1
            continue
        first = i
        while i < sentence.end and by_token.get(i) == place:
            i += 1
        head = _head(mentions, first, i)
        if any(t in heads for t in range(first, i)) or mentions.parsed.kind_of(head) == "dateline":
            continue
        yield _locative(mentions, place, head, sentence, words)


def _head(mentions: Mentions, first: int, end: int) -> Token:
    """The token of the mention that hangs on a word outside of it."""
    doc = mentions.parsed.doc
    return next((doc[i] for i in range(end - 1, first - 1, -1) if not first <= doc[i].head.i < end), doc[end - 1])


def _locative(mentions: Mentions, place: str, head: Token, sentence: SpacySpan, words: WhereWords) -> Locative:
    way, governor = _way(head, words, country=is_country(mentions.place(place)))
    clause = clause_root(governor)
    if way == "at" and _opens(mentions, head, sentence):
        return Locative(place, head.i, "at", governor.i, clause.i, opening=True)
    if way != "to" and _is_spoken(governor, clause, head, words):
        way = "spoken"
    return Locative(place, head.i, way, governor.i, clause.i)


def _way(head: Token, words: WhereWords, *, country: bool) -> tuple[Way, Token]:
    """How the place stands to the word that its phrase hangs on, and that word."""
    node = head
    way: Way = "at"
    for _ in range(_UP):
        up, dep = node.head, node.dep_
        if up.i == node.i:
            return way, node
        if dep in _SAME_PHRASE or (dep in _MODIFIERS and _leads(up, words)):
            node = up
        elif dep in _MODIFIERS:
            if up.lower_ in words.happening or up.lemma_ in words.happening or up.pos_ in _VERBAL:
                return way, up
            if country or up.pos_ != "PROPN":
                return "beside", up
            node = up
        elif dep == "pobj":
            word, outer = up.lower_, up.head
            if word == "of":
                if outer.lower_ in words.source:
                    return "from", outer.head
                if not _leads(outer, words):
                    happening = outer.lower_ in words.happening or outer.lemma_ in words.happening
                    return ("at" if happening else "beside"), outer
                node = outer
            elif _leads(up, words) and word not in words.at:
                node = outer
            else:
                return _by_preposition(word, words), _beyond(outer)
        elif dep == "dobj" and up.lemma_ in words.leaving:
            return "from", up
        else:
            return way, up
    return "beside", node


def _by_preposition(word: str, words: WhereWords) -> Way:
    if word in words.at:
        return "at"
    if word in words.source:
        return "from"
    return "to" if word in words.goal else "beside"


def _beyond(outer: Token) -> Token:
    """Past a preposition that stands before another: "from near X"."""
    return outer.head if outer.pos_ == "ADP" else outer


def _leads(token: Token, words: WhereWords) -> bool:
    return token.lower_ in words.leading or token.lemma_.lower() in words.leading


def _opens(mentions: Mentions, head: Token, sentence: SpacySpan) -> bool:
    """Whether the place's phrase opens the sentence: nothing but phrases of place and time stand before it, no subject.

    So of "In Marrin, in the far north, troops fired" both places, and the bare "Marrin: troops fired".
    """
    first = next((t for t in sentence if not t.is_space and not t.is_punct), head)
    if first.i == _start(mentions, head) or first.i == head.left_edge.i:
        after = mentions.parsed.doc[head.i + 1] if head.i + 1 < sentence.end else head
        return after.text in (":", "-", "–", "—", "/")
    dated = mentions.dates.by_token
    if first.pos_ not in _BEFORE_SUBJECT and first.i not in dated:
        return False
    if first.pos_ == "ADP" and first.right_edge.i >= head.i:
        return True
    return not any(
        t.dep_ in _SUBJECTS or (t.pos_ in _VERBAL and t.dep_ not in ("prep", "pcomp", "case") and t.i not in dated)
        for t in mentions.parsed.doc[first.i : head.i]
    ) and not _in_subject(head)


def _start(mentions: Mentions, head: Token) -> int:
    """The number of the first token of the place mention that the token is in; its own where it is in none."""
    by_token, i = mentions.places.by_token, head.i
    place = by_token.get(i)
    while place is not None and by_token.get(i - 1) == place:
        i -= 1
    return i


def _in_subject(token: Token) -> bool:
    node = token
    while node.head.i != node.i and node.pos_ not in _VERBAL:
        if node.dep_ in _SUBJECTS:
            return True
        node = node.head
    return False


def _is_spoken(governor: Token, clause: Token, head: Token, words: WhereWords) -> bool:
    """Whether it tells where someone speaks: "he told reporters in X", "a doctor in X said", "according to police in X"."""
    node = governor
    for _ in range(_UP):
        if node.pos_ not in _VERBAL and (node.lower_ in words.happening or node.lemma_ in words.happening):
            return False
        if node.dep_ in _SUBJECTS or node.dep_ == "agent":
            return node.head.lemma_ in words.spoken
        if node.dep_ == "pobj" and node.head.lower_ == "to" and node.head.head.lower_ == "according":
            return True
        if node.pos_ in _VERBAL or node.head.i == node.i:
            break
        node = node.head
    return clause.lemma_ in words.spoken and clause.i < head.i


def points_back(word: Token, words: WhereWords, named: Container[int]) -> str | None:
    """The kind of place that the word points back to ("the town"), "there", or None where it points to none."""
    lower = word.lower_
    if lower == "there":
        return lower if word.dep_ == "advmod" else None
    kind = word.lemma_.lower()
    if kind not in words.kinds or word.dep_ != "pobj":
        return None
    if any(c.dep_ in ("amod", "compound", "nmod") for c in word.lefts) or any(t.i in named for t in word.subtree):
        return None
    return kind if any(c.lower_ in _BACK for c in word.lefts if c.dep_ == "det") else None


def locative_at(mentions: Mentions, place: str, word: Token, words: WhereWords) -> Locative:
    """The place as a word names it that points back to it."""
    return _locative(mentions, place, word, word.sent, words)


def kinds_at(mentions: Mentions, words: WhereWords) -> Mapping[str, frozenset[str]]:
    """For each place of the document, the words for kinds of places that stand right beside its mentions."""
    doc = mentions.parsed.doc
    found: dict[str, frozenset[str]] = {}
    for i, place in mentions.places.by_token.items():
        near = {doc[j].lower_ for j in (i - 2, i - 1, i, i + 1) if 0 <= j < len(doc)} & words.kinds.keys()
        if near:
            found[place] = found.get(place, frozenset()) | near
    return found
