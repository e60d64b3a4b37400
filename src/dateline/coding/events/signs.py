"""What a word's own surroundings say of its happening: negation, modals, modifiers, conditions, questions, commands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from dateline.coding.syntax import is_negated
from dateline.ontology.event_rules import StatusWords
from dateline.parse import Token
from dateline.records import Status

VERBAL = frozenset({"VERB", "AUX"})
FINITE = frozenset({"VBD", "VBZ", "VBP"})
_STATUSES = frozenset(
    {"called_for", "planned", "threatened", "hypothetical", "denied", "attempted", "ongoing", "occurred"}
)
_MODALS: dict[str, Status] = {
    "would": "hypothetical", "'d": "hypothetical", "could": "hypothetical", "might": "hypothetical", "may": "hypothetical",
    "can": "hypothetical", "ca": "hypothetical", "will": "planned", "shall": "planned", "'ll": "planned", "wo": "planned",
    "should": "called_for", "must": "called_for", "ought": "called_for",
}  # fmt: skip
_SENSES = frozenset({"hear", "see", "feel", "smell"})
_LATER = frozenset({"later", "eventually", "subsequently", "ultimately", "thereafter"})
_NOBODY = frozenset({"nobody", "none", "nothing", "neither", "no-one"})
_DEFINITE = frozenset({"the", "this", "that", "these", "those", "its", "their", "his", "her", "both"})
_TEMPORAL = frozenset({"until", "till", "once"})
_WHOEVER = frozenset({"anyone", "anybody", "whoever", "anything"})
_INVERTED = frozenset({"were", "had", "should"})
_UNITS = frozenset(
    "week weekend month year monday tuesday wednesday thursday friday saturday sunday spring summer autumn winter".split()
)
_PLAYED_IN = frozenset({"in", "during", "of", "for"})


@dataclass(frozen=True, slots=True)
class State:
    """A status and the word that it was read from; None when it is the plain ``occurred``."""

    status: Status
    word: Token | None = None


def own_sign(token: Token, words: StatusWords) -> State | None:
    """What the words right under the token say, before anything above it is asked."""
    if (no := _negation(token)) is not None:
        return State("denied", no)
    if (condition := condition_sign(token, words)) is not None:
        return condition
    verbal = token.pos_ in VERBAL
    for c in token.children:
        if c.dep_ == "aux" and c.lower_ in _MODALS:
            return _modal(token, c)
        if c.dep_ in ("amod", "compound", "advmod", "nmod") and c.i < token.i:
            found = _modifier(c, words)
            if found is not None:
                return State(found, c)
        elif c.dep_ == "prep" and verbal and (played := _pretence(token, c, words)) is not None:
            return State("hypothetical", played)
    if (ahead := _ahead(token)) is not None:
        return State("planned", ahead)
    return State("called_for", token) if verbal and _is_command(token) else None


def condition_sign(verb: Token, words: StatusWords) -> State | None:
    """ "if", "unless", "until" with the present, and the inverted "were fighting to break out"."""
    for c in verb.children:
        if c.dep_ == "mark" and (c.lower_ in words.markers or (c.lower_ in _TEMPORAL and _is_present(verb))):
            return State("hypothetical", c)
        if c.dep_ == "advmod" and verb.pos_ in VERBAL and c.lower_ in words.markers:
            return State("hypothetical", c)
    first = verb.left_edge
    if first.lower_ in _INVERTED and verb.dep_ in ("advcl", "ccomp") and verb.i < verb.head.i and verb.pos_ in VERBAL:
        return State("hypothetical", first) if first.i == verb.i or first.head.i == verb.i else None
    return None


def is_any(noun: Token) -> bool:
    """ "any attack", "anyone who": none in particular."""
    return noun.lower_ in _WHOEVER or (noun.pos_ in ("NOUN", "PROPN") and any(c.lower_ == "any" for c in noun.children))


def question_sign(token: Token) -> State | None:
    """A question asserts nothing; a definite noun in it stands for something known."""
    sent = token.sent
    mark = next((t for t in (sent[-1], sent[max(-2, -len(sent))]) if t.text == "?"), None)
    if mark is None or (token.pos_ not in VERBAL and is_definite(token)):
        return None
    return State("hypothetical", mark)


def is_definite(noun: Token) -> bool:
    """Whether the noun stands for something known: "the attack", "their talks"."""
    return any((c.dep_ == "det" and c.lower_ in _DEFINITE) or c.dep_ == "poss" for c in noun.children)


def is_infinitive(verb: Token) -> bool:
    """ "to attack", "to be attacked", "to have been deported"."""
    return verb.pos_ in VERBAL and any(c.dep_ == "aux" and c.lower_ == "to" for c in verb.children)


def is_perfect(verb: Token) -> bool:
    """Whether "have" stands before it."""
    return any(c.dep_ == "aux" and c.lemma_ == "have" for c in verb.children)


def is_past(verb: Token) -> bool:
    """Whether the verb is told of the past, its auxiliaries included."""
    return verb.tag_ == "VBD" or any(c.dep_ in ("aux", "auxpass") and c.tag_ == "VBD" for c in verb.children) or (
        is_perfect(verb) and not is_infinitive(verb)
    )  # fmt: skip


def is_told(clause: Token) -> bool:
    """A finite clause is told as a fact ("told reporters that troops attacked"), an infinitive is asked for."""
    return clause.tag_ in FINITE or any(c.dep_ in ("aux", "auxpass") and c.tag_ in FINITE for c in clause.children)


def has_subject(verb: Token) -> bool:
    """Whether the verb has a subject of its own."""
    return any(c.dep_ in ("nsubj", "nsubjpass", "csubj", "expl") for c in verb.children)


def as_status(section: str) -> Status | None:
    """The section's name as a status, if it is one."""
    return cast(Status, section) if section in _STATUSES else None


def _ahead(token: Token) -> Token | None:
    """A time to come beside a noun or a progressive: "rallies next month", "is visiting tomorrow"."""
    if token.pos_ in VERBAL and token.tag_ != "VBG":
        return None
    owner = next((c for c in token.lefts if c.dep_ == "poss" and c.lemma_.lower() in _UNITS), None)
    if owner is not None and any(c.lower_ == "next" for c in owner.children):
        return owner
    after = token.doc[token.i + 1 : token.i + 3]
    words = [t.lower_ for t in after]
    if words[:1] == ["tomorrow"] or (words[:1] == ["next"] and after[-1].lemma_.lower() in _UNITS):
        return after[0]
    return None


def _negation(token: Token) -> Token | None:
    """The word that negates the token, a subject or object that is no one, or "no" before a noun."""
    verbal = token.pos_ in VERBAL
    if is_negated(token):
        only = any(c.lower_ in ("only", "just", "merely") and c.dep_ in ("advmod", "neg") for c in token.children)
        return None if only or _until(token) else token
    for c in token.children:
        if c.dep_ == "det" and c.lower_ in ("no", "neither") and not _counts(token):
            return c
        if verbal and c.dep_ in ("nsubj", "nsubjpass", "dobj") and _is_nobody(c):
            return c
        if verbal and c.lower_ in ("almost", "nearly") and c.i == token.i - 1 and c.dep_ == "advmod":
            return c
    return None


def _is_nobody(noun: Token) -> bool:
    if noun.lower_ in _NOBODY:
        return True
    return any(c.dep_ == "det" and c.lower_ in ("no", "neither") for c in noun.children) and not _counts(noun)


def _counts(noun: Token) -> bool:
    """ "no fewer than twenty people" are twenty."""
    numbers = (c for c in noun.children if c.dep_ == "nummod")
    return any(q.lower_ in ("than", "fewer", "less", "more") for number in numbers for q in number.children)


def _until(verb: Token) -> bool:
    """ "did not withdraw until Friday": then they did."""
    return is_past(verb) and any(c.lower_ == "until" or any(m.lower_ == "until" for m in c.children) for c in verb.rights)  # fmt: skip


def _modal(token: Token, modal: Token) -> State | None:
    lower = modal.lower_
    if lower in ("could", "would", "may", "might") and token.lemma_ in _SENSES:
        return None
    if lower == "would" and _is_future_in_past(token):
        return None
    if lower == "'d" and is_perfect(token):
        return None
    if lower in ("must", "should") and is_perfect(token):
        return State("hypothetical", modal)
    return State(_MODALS[lower], modal)


def _is_future_in_past(verb: Token) -> bool:
    """ "would later be killed", "would go on to kill": told from a time before, and done."""
    if any(c.dep_ == "advmod" and c.lower_ in _LATER for c in verb.children):
        return True
    return verb.lemma_ == "go" and any(c.lower_ == "on" and c.dep_ in ("prt", "advmod") for c in verb.children)


def _modifier(word: Token, words: StatusWords) -> Status | None:
    section = words.modifiers.get(word.lower_) or words.modifiers.get(word.lemma_.lower())
    return as_status(section) if section is not None else None


def _pretence(verb: Token, prep: Token, words: StatusWords) -> Token | None:
    """ "In the film, rebels attack": nothing happens there, but people do die in drills."""
    if prep.lower_ not in _PLAYED_IN or words.verbs.get(verb.lemma_.lower()) == "suffered":
        return None
    return next((o for o in prep.children if o.dep_ == "pobj" and words.nouns.get(o.lemma_.lower()) == "pretended"), None)  # fmt: skip


def _is_present(verb: Token) -> bool:
    if any(c.dep_ in ("aux", "auxpass") for c in verb.children):
        return any(c.dep_ in ("aux", "auxpass") and c.tag_ in ("VBZ", "VBP") for c in verb.children)
    return verb.tag_ in ("VBZ", "VBP", "VB")


def _is_command(verb: Token) -> bool:
    """A bare verb that opens a sentence or a quotation and has no subject: "Release our brothers"."""
    if (
        verb.tag_ != "VB"
        or verb.dep_ not in ("ROOT", "ccomp")
        or any(c.dep_ in ("aux", "nsubj", "mark") for c in verb.lefts)
    ):
        return False
    return verb.i == verb.sent.start or verb.nbor(-1).text in '"“‘'
