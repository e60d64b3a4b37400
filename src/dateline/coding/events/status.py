"""Whether what a trigger names has happened: codes.md, rule 10 on tolls, and record.md's list of states.

The path from the trigger to the root of its sentence is read upwards. A word's own negation, modal or modifier decides
first (:mod:`dateline.coding.events.signs`); then what it is the object, infinitive, clause or subject of. A word above
either says what has become of all below it ("threatened to"), or passes its own fate on ("managed to"), or presupposes
it ("condemned the attack"), and then the reading ends. ``_status.yaml`` says which word does which.
"""

from __future__ import annotations

from dataclasses import dataclass

from dateline.coding.events.signs import (
    VERBAL,
    State,
    as_status,
    condition_sign,
    has_subject,
    is_any,
    is_definite,
    is_infinitive,
    is_past,
    is_perfect,
    is_told,
    own_sign,
    question_sign,
)
from dateline.coding.syntax import is_negated, is_passive
from dateline.ontology.event_rules import StatusWords
from dateline.parse import Token

__all__ = ["State", "status_of"]

_CLAIMS = frozenset("accusation allegation claim charge report rumor rumour suggestion assertion".split())
_DENYING = frozenset("reject deny dismiss refute dispute rebut repudiate".split())
_DEPTH = 12
_CARRYING = frozenset("for to of from against".split())
_NOUN_CARRYING = frozenset("for to of from against at about".split())
_INSTEAD = frozenset({("instead", "of"), ("rather", "than"), ("far", "from"), ("short", "of")})
_WEAK = frozenset({"would", "will", "'ll", "'d", "should", "shall", "must", "wo"})
_BUT_FOR_KNOWN = frozenset({"plotted", "ordered", "shunned", "hypothetical"})
_PURPOSED = frozenset({"aim", "intend"})
_REFUSING = frozenset({"fail", "refuse", "decline", "neglect"})
_ASKED = frozenset({"called_for", "planned", "threatened", "plotted", "ordered"})
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM"})
_HAPPENED = State("occurred")


@dataclass(frozen=True, slots=True)
class _Step:
    """Where the reading goes on: ``word`` is judged next; ``signs`` says whether its own signs hold for what is below."""

    word: Token
    signs: str = "all"


def status_of(token: Token, words: StatusWords) -> State:
    """The status of what the token names."""
    found = question_sign(token) or _read_upwards(token, words)
    if is_any(token) and (found is None or found.status in ("occurred", "planned")):
        return State("hypothetical", token)
    if found is None or found.status == "occurred":
        return _in_progress(token) or _HAPPENED
    return found


def _read_upwards(token: Token, words: StatusWords) -> State | None:
    step = _Step(token)
    for _ in range(_DEPTH):
        node = step.word
        sign = own_sign(node, words) if step.signs != "none" else None
        if sign is None and node is token:
            sign = _participle_sign(node, words) or _gerund_sign(node, words)
        if sign is not None and (step.signs == "all" or _is_modal(sign)):
            return _reweighed(sign, node, words)
        above = _above(node, words)
        if not isinstance(above, _Step):
            return above
        step = above
    return None


def _above(node: Token, words: StatusWords) -> _Step | State | None:
    """What the word above says of the node: a state, where to read on, or None when it leaves the node alone."""
    dep, head = node.dep_, node.head
    if dep == "conj":
        return _from_conjunct(node, head)
    if (denial := _denied_claim(node, words)) is not None:
        return State("denied", denial)
    if is_infinitive(node) and not (is_perfect(node) and head.lemma_ != "be"):
        return _from_infinitive(node, head, words)
    if dep in ("nsubj", "nsubjpass", "csubj", "csubjpass"):
        return _from_subject(node, head, words)
    if dep in ("pobj", "pcomp"):
        return _from_preposition(node, head, words)
    if dep == "relcl":
        return State("hypothetical", head) if is_any(head) and not is_past(node) else None
    if dep == "advcl":
        return _Step(head, "modal") if node.tag_ == "VBG" and node.i > head.i and not _is_marked(node) else None
    if dep in ("dobj", "xcomp", "ccomp", "attr", "oprd", "acomp", "dative") or (dep == "acl" and _is_clause(node)):
        return _from_complement(node, head, words)
    return None


def _denied_claim(clause: Token, words: StatusWords) -> Token | None:
    """The verb that denies what the clause says: "rejected the accusations by the council that troops had fired"."""
    noun = clause.head
    if clause.dep_ not in ("acl", "relcl", "ccomp") or clause.pos_ not in VERBAL:
        return None
    if noun.dep_ == "pobj" and noun.head.lower_ in ("by", "from", "of"):
        noun = noun.head.head
    if noun.lemma_.lower() not in _CLAIMS or noun.dep_ not in ("dobj", "nsubjpass"):
        return None
    verb = noun.head
    return verb if verb.lemma_.lower() in _DENYING and own_sign(verb, words) is None else None


def _participle_sign(noun: Token, words: StatusWords) -> State | None:
    """ "Talks planned for Monday", "a raid foiled by police": the participle behind an event noun."""
    for c in noun.rights:
        if c.dep_ == "acl" and c.tag_ == "VBN" and c.lemma_ not in _PURPOSED:
            given = _section(c, words, noun)
            judged = _judged(given, c, words, noun) if given not in (None, "realized", "hypothetical") else None
            return judged if isinstance(judged, State) else None
    return None


def _gerund_sign(participle: Token, words: StatusWords) -> State | None:
    """ "Families in the town risk being shelled": the verb before "being", where the parse took it for a noun."""
    being = next((c for c in participle.lefts if c.lower_ == "being" and c.dep_ in ("auxpass", "aux")), None)
    if being is None or being.i == 0:
        return None
    before = being.nbor(-1)
    lemma = before.lemma_.lower()
    feared = words.verbs.get(lemma) == "hypothetical" and words.nouns.get(lemma) == "hypothetical"
    return State("hypothetical", before) if feared else None


def _from_conjunct(node: Token, head: Token) -> _Step | None:
    """The second of two: it shares what stands above both; and the first one's signs, where it has the same form."""
    if node.pos_ not in VERBAL or head.pos_ not in VERBAL:
        return _Step(head, "none")
    same_form = (
        node.tag_ == head.tag_ or {node.tag_, head.tag_} <= {"VB", "VBP"} or {node.tag_, head.tag_} <= {"VBD", "VBN"}
    )
    but = any(c.dep_ == "cc" and c.lower_ == "but" for c in head.children)
    if has_subject(node):
        return _Step(head, "none") if same_form and head.dep_ == "ccomp" and not but else None
    if not same_form or any(c.dep_ in ("aux", "auxpass") and c.lower_ != "to" for c in node.children):
        return None
    return _Step(head, "modal" if but else "all")


def _from_infinitive(node: Token, head: Token, words: StatusWords) -> _Step | State | None:
    if node.i == head.i or node.dep_ in ("nsubj", "csubj", "parataxis"):
        return State("planned" if node.i == head.i else "hypothetical", node)
    if head.pos_ == "AUX" or head.lemma_ in ("be", "have"):
        return _from_auxiliary(node, head)
    if head.lemma_ == "go" and node.dep_ in ("xcomp", "advcl"):
        return _Step(head) if any(c.lower_ == "on" for c in head.children) else State("planned", head)
    if head.lower_ == "order" and head.dep_ == "pobj" and head.head.lower_ == "in":
        return State("planned", node)
    given = _section(head, words, node, "to")
    if given == "realized":
        return _Step(head)
    if given is None and any(words.modifiers.get(c.lower_) == "realized" for c in head.children if c.dep_ == "amod"):
        return None
    if given is not None:
        return _judged(given, head, words, node)
    if any(c.lower_ == "too" for c in head.children):
        return State("denied", head)
    if node.dep_ == "xcomp" and head.pos_ in VERBAL and is_negated(head):
        return State("denied", head)
    return State("planned", node)


def _from_auxiliary(node: Token, verb: Token) -> _Step | State:
    """ "is to meet", "was to have been deported"; "had to flee", "has to leave", "has yet to leave"."""
    if any(c.lower_ == "yet" for c in verb.children):
        return State("denied", verb)
    if verb.lemma_ == "have":
        return _Step(verb) if is_past(verb) else State("called_for", verb)
    return State("planned", verb)


def _from_subject(node: Token, verb: Token, words: StatusWords) -> _Step | State | None:
    """An event noun, or a clause, that is the subject: "no attack took place", "talks are due to begin"."""
    if verb.pos_ not in VERBAL:
        return None
    if verb.lemma_ == "be" and node.dep_ == "nsubj":
        return _from_copula(node, verb, words)
    given = _section(verb, words, node)
    raised = next((c for c in verb.children if c.dep_ == "xcomp" and is_infinitive(c)), None)
    if node.dep_ == "nsubjpass" or is_passive(verb):
        if given == "realized":
            return None if is_definite(node) and is_perfect(verb) and not is_negated(verb) else _Step(verb)
        if given is not None and given != "presumed":
            return _judged(given, verb, words, node)
    elif given == "ongoing":
        return condition_sign(verb, words) or State("ongoing", verb)
    elif given == "realized" and not any(c.dep_ == "dobj" for c in verb.children):
        return _Step(verb)
    elif raised is not None and given in ("planned", "called_for"):
        return State("planned", verb) if words.modifiers.get(verb.lower_) == "planned" else None
    if given == "presumed" or is_definite(node) or node.pos_ in VERBAL:
        return None
    return _Step(verb, "modal")


def _from_copula(node: Token, verb: Token, words: StatusWords) -> _Step | State | None:
    """ "An attack is likely", "fighting is under way", "talks are due to begin", "there was an attack"."""
    for c in verb.children:
        if c.dep_ in ("acomp", "attr", "advmod"):
            status = as_status(words.modifiers.get(c.lower_, ""))
            if status is not None:
                return State(status, c)
        if c.dep_ == "prep" and c.lower_ == "under" and any(o.lower_ == "way" for o in c.children):
            return State("ongoing", c)
    if any(c.dep_ == "expl" for c in verb.children):
        return _Step(verb)
    return None if is_definite(node) else _Step(verb, "modal")


def _from_preposition(node: Token, prep: Token, words: StatusWords) -> _Step | State | None:
    lower, above = prep.lower_, prep.head
    if lower in ("without", "barring"):
        return State("denied" if lower == "without" else "hypothetical", prep)
    before = next((c.lower_ for c in prep.lefts), None) or (above.lower_ if above.i == prep.i - 1 else "")
    if (before, lower) in _INSTEAD:
        return State("denied", prep)
    if prep.dep_ in ("prep", "pcomp") and above.pos_ == "ADP":
        return _from_preposition(node, above, words) if above.lower_ not in ("instead",) else State("denied", prep)
    if above.pos_ in VERBAL:
        given = _section(above, words, node, lower)
        if given == "realized":
            return _Step(above)
        if lower == "for" and is_definite(node) and any(c.dep_ == "dobj" for c in above.children):
            return None
        if given is not None:
            return _judged(given, above, words, node)
        if lower in ("in", "by", "during", "from") and node.pos_ not in VERBAL and not is_definite(node):
            return _Step(above, "modal")
        return None
    if lower not in _NOUN_CARRYING:
        return None
    given = _section(above, words, node, lower)
    if given == "realized":
        return _Step(above)
    if given == "planned" and _is_known(node, words):
        return None
    return _judged(given, above, words, node) if given is not None else None


def _from_complement(node: Token, head: Token, words: StatusWords) -> _Step | State | None:
    """An object, a gerund, a bare infinitive or a finite clause."""
    if head.lemma_ == "be" and (node.dep_ == "attr" or words.modifiers.get(node.lower_) == "realized"):
        return _Step(head)
    given = _section(head, words, node)
    clause = node.pos_ in VERBAL and node.dep_ in ("ccomp", "acl", "xcomp")
    if clause and given in _ASKED and is_told(node):
        return None
    if given == "realized":
        return _Step(head, "all" if node.pos_ not in VERBAL or node.dep_ != "ccomp" or is_negated(head) else "modal")
    if given is not None:
        return _judged(given, head, words, node)
    if clause and is_perfect(node) and is_infinitive(node) and is_negated(head):
        return State("denied", head)
    any_at_all = any(c.dep_ == "det" and c.lower_ == "any" for c in node.children)
    return State("denied", head) if any_at_all and is_negated(head) else None


def _judged(section: str, head: Token, words: StatusWords, node: Token) -> _Step | State | None:
    """What the head's section comes to here, the head's own negation counted in."""
    undone = _is_undone(head, words)
    if section in _BUT_FOR_KNOWN and _is_known(node, words):
        return None
    if section == "presumed":
        return State("ongoing", head) if undone and node.pos_ in VERBAL else None
    if section in ("prevented", "shunned", "denied"):
        if undone:
            return State("hypothetical", head) if _particle(head) == "out" else None
        if section != "denied":
            return State("denied" if is_past(head) or _is_past_participle(head) else "hypothetical", head)
        return State("denied", head)
    if section in ("plotted", "ordered"):
        return State("planned" if section == "plotted" else "called_for", head)
    status = as_status(section)
    if status is None:
        return None
    if undone and (head.pos_ in ("NOUN", "PROPN") or status in ("attempted", "ongoing", "planned")):
        return State("denied", head)
    return State(status, head)


def _is_known(node: Token, words: StatusWords) -> bool:
    """Whether the node is a definite event noun, no claim about one and no "the release of the prisoners"."""
    if node.pos_ in VERBAL or not is_definite(node) or words.nouns.get(node.lemma_.lower()) is not None:
        return False
    return not any(c.dep_ == "prep" and c.lower_ == "of" for c in node.children)


def _is_undone(head: Token, words: StatusWords) -> bool:
    """Whether what the head says was itself not done: "did not prevent", "failed to prevent", "no plans"."""
    sign = own_sign(head, words)
    if sign is not None:
        return sign.status == "denied"
    above = head.head
    if head.dep_ != "xcomp" or above.i == head.i:
        return False
    return above.lemma_ in _REFUSING or words.modifiers.get(above.lower_) == "denied" or is_negated(above)


def _reweighed(sign: State, node: Token, words: StatusWords) -> State:
    """A "would" or "should" in a clause means what the verb above makes of it: "warned it would strike"."""
    if sign.word is None or sign.word.lower_ not in _WEAK:
        return sign
    top = node.head if node.dep_ == "conj" else node
    head = top.head
    if top.dep_ != "ccomp" or head.pos_ not in VERBAL or head.i == top.i:
        return sign
    status = as_status(_section(head, words, node) or "")
    if status in ("threatened", "denied", "called_for", "hypothetical") and top.i > head.i:
        return State(status, head)
    if sign.word.lower_ in ("would", "'d") and not is_perfect(node) and not _has_condition(node):
        return State("planned", sign.word)
    return sign


def _section(head: Token, words: StatusWords, node: Token, link: str = "") -> str | None:
    """The section of ``_status.yaml`` that the head stands in, for this node and the word that links them."""
    lemma = head.lemma_.lower()
    if head.pos_ in ("ADJ", "ADV"):
        return words.modifiers.get(head.lower_)
    if head.pos_ in _NOMINAL:
        return (words.nouns.get(f"{lemma} {link}") if link else None) or words.nouns.get(lemma)
    if head.pos_ not in VERBAL:
        return words.modifiers.get(head.lower_)
    verbs = words.verbs
    if link == "to" and has_subject(node) and lemma in verbs:
        return verbs[lemma]
    for second in (node.lemma_.lower(), link):
        if second and (found := verbs.get(f"{lemma} {second}")):
            return found
    particle = _particle(head)
    if particle:
        return verbs.get(f"{lemma} {particle}")
    if link and link != "to" and link not in _CARRYING:
        return None
    return verbs.get(lemma) or verbs.get(head.lower_)


def _particle(verb: Token) -> str:
    return next((c.lower_ for c in verb.children if c.dep_ == "prt"), "")


def _is_modal(sign: State) -> bool:
    return sign.word is not None and (sign.word.dep_ in ("aux", "mark") or sign.word.lower_ == "whether")


def _is_clause(node: Token) -> bool:
    """A clause that a noun has for its content ("reports that …"), not a participle that describes it."""
    return node.tag_ in ("VBD", "VBZ", "VBP", "VB") or any(c.dep_ in ("nsubj", "nsubjpass", "mark") for c in node.lefts)


def _is_marked(verb: Token) -> bool:
    return any(c.dep_ in ("mark", "aux") or c.tag_ == "WRB" for c in verb.lefts)


def _is_past_participle(verb: Token) -> bool:
    return verb.tag_ == "VBN" and not any(c.dep_ == "aux" for c in verb.children)


def _has_condition(verb: Token) -> bool:
    return any(c.dep_ == "advcl" and any(m.lower_ in ("if", "unless") for m in c.children) for c in verb.children)


def _in_progress(token: Token) -> State | None:
    """The present progressive, the perfect one, and what is being done."""
    if token.pos_ not in VERBAL:
        return None
    auxiliaries = [c for c in token.children if c.dep_ in ("aux", "auxpass")]
    present = any(c.tag_ in ("VBZ", "VBP") for c in auxiliaries)
    going = token.tag_ == "VBG" or (token.tag_ == "VBN" and any(c.lower_ == "being" for c in auxiliaries))
    return State("ongoing", token) if present and going else None
