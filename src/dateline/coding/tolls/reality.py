"""Whether the harm that a trigger names happened at all, as the text has it."""

from __future__ import annotations

from dateline.coding.events.status import State, status_of
from dateline.coding.syntax import SUBJECTS
from dateline.coding.tolls.harmed import Harmed
from dateline.coding.tolls.lexicon import lexicon
from dateline.ontology.event_rules import load_event_rules
from dateline.parse import Token

_CLAUSES = frozenset(
    {"ccomp", "xcomp", "advcl", "pcomp", "acl", "relcl", "csubj", "conj", "parataxis", "dep"}
    | {"dobj", "pobj", "prep", "oprd", "acomp", "attr"}
)
_DEPTH = 12


def happened(harmed: Harmed, token: Token) -> bool:
    """False for what is threatened, planned, feared, supposed, denied or played: "could kill", "no one was killed".

    ``token`` is the trigger's token. Rule 10 of the coding rules: nobody died in what did not happen.
    """
    words = lexicon().reality
    doc = token.doc
    if harmed.trigger.frame == "harmed" and harmed.trigger.harm != "unspecified":
        return not _nobody(doc[harmed.head])  # who is a refugee is one, whatever is planned for them
    if _is_denied_here(token, harmed) or _nobody(doc[harmed.head]):
        return False
    if any(t.lower_ in words["feared"] for t in doc[max(token.sent.start, token.i - 2) : token.i]):
        return False
    if any(t.lower_ in words["pretence"] for t in token.sent):
        return False
    return not _is_unreal_above(token) and not _is_untrue(token)


def _is_untrue(token: Token) -> bool:
    """Whether the text calls the news of it false: "rumours that five died are untrue"."""
    news = token.head
    if token.dep_ not in ("acl", "relcl") or news.dep_ != "nsubj" or news.head.lemma_ != "be":
        return False
    untrue = lexicon().reality["untrue"]
    return any(c.lower_ in untrue for c in news.head.children if c.dep_ in ("acomp", "attr"))


def state_of(harmed: Harmed, token: Token) -> State:
    """The status of the harm; of people named by what they are ("refugees"), that they are it."""
    if harmed.trigger.frame in ("harmed", "state", "toll"):
        return State("occurred")
    return status_of(token, load_event_rules().status)


def _nobody(head: Token) -> bool:
    words = lexicon().reality
    first = head.left_edge
    if any(c.dep_ == "neg" for c in head.children):
        return True
    if head.lower_ in words["negative_subjects"]:
        return True
    return any(
        t.lower_ in ("no", "neither", "zero") for t in head.doc[max(first.i, head.i - 5, head.sent.start) : head.i + 1]
    ) and not any(t.lower_ in ("fewer", "less", "more") for t in head.doc[max(first.i, head.i - 5) : head.i])


def _is_denied_here(token: Token, harmed: Harmed) -> bool:
    words = lexicon().reality
    if any(c.lower_ in words["negators"] for c in token.children if c.dep_ in ("neg", "det", "advmod", "preconj")):
        return True
    before = list(token.doc[max(token.sent.start, token.i - 3) : token.i])
    while any(t.text == "," for t in before):
        before.pop(0)
    if any(t.lower_ in ("not", "n't", "never", "without") for t in before) and not any(
        t.lower_ == "only" for t in before
    ):
        return True
    subject = next((c for c in token.children if c.dep_ in (*SUBJECTS, "nsubjpass")), None)
    if subject is not None and subject.i != harmed.head and _nobody(subject):
        return True
    return any(c.lower_ in words["suppositions"] for c in token.children if c.dep_ in ("amod", "compound"))


def _is_unreal_above(token: Token) -> bool:
    """Whether a modal, a plan, a denial or a condition governs the clause that the token is in."""
    node = token
    for _ in range(_DEPTH):
        if node.pos_ in ("VERB", "AUX") and _is_modal_here(node):
            return True
        if node.dep_ == "ROOT" or (node.dep_ not in _CLAUSES and node.pos_ in ("VERB", "AUX")):
            return False
        head = node.head
        if node.dep_ == "conj" and (
            any(c.dep_ in ("nsubj", "nsubjpass") for c in node.children) or _other_form(node, head)
        ):
            return False
        if _is_unreal_under(node, head):
            return True
        if node.dep_ == "ccomp" and _reports(head):
            return False
        if node.dep_ in ("relcl", "acl"):
            words = lexicon().reality
            return any(
                c.lower_ in words["suppositions"] or c.lower_ == "any" for c in head.children
            ) or _supposed_by_mark(head)
        node = head
    return False


def _reports(verb: Token) -> bool:
    """Whether the clause under the verb stands as it is said: "we can report that seven were killed"."""
    return verb.lemma_.lower() in lexicon().reality["reports"]


def _other_form(verb: Token, other: Token) -> bool:
    """Whether two coordinated verbs differ in form, so that the one's modal or "to" does not govern the other."""
    return (
        verb.pos_ == "VERB"
        and other.pos_ in ("VERB", "AUX")
        and "VB" in (verb.tag_, other.tag_)
        and verb.tag_ != other.tag_
    )


def _supposed_by_mark(token: Token) -> bool:
    marks = lexicon().reality["marks"]
    for _ in range(_DEPTH):
        if any(c.lower_ in marks and c.dep_ in ("mark", "advmod") for c in token.children):
            return True
        if token.dep_ == "ROOT":
            return False
        token = token.head
    return False


def _is_modal_here(verb: Token) -> bool:
    words = lexicon().reality
    for c in verb.children:
        if c.dep_ in ("aux", "auxpass") and (c.tag_ == "MD" or c.lower_ in words["modals"]):
            return True
        if c.dep_ == "mark" and c.lower_ in words["marks"]:
            return True
    return False


def _is_unreal_under(node: Token, head: Token) -> bool:
    words = lexicon().reality
    lemma = head.lemma_.lower()
    if lemma in words["denials"] and node.dep_ in ("ccomp", "xcomp", "dobj", "pcomp", "pobj"):
        return True
    if (node.dep_ == "prep" and node.lower_ == "without") or (head.lower_ == "without" and head.pos_ == "ADP"):
        return True
    infinitive = node.pos_ in ("VERB", "AUX") and any(c.lower_ == "to" and c.dep_ == "aux" for c in node.children)
    if infinitive and lemma not in words["happened"]:
        return True
    if node.dep_ == "xcomp" and node.tag_ == "VBG" and lemma in words["not_yet"]:
        return True
    if (
        node.dep_ == "ccomp"
        and lemma in words["not_yet"]
        and lemma in ("fear", "hope", "warn", "threaten", "vow", "expect", "pledge")
    ):
        return True
    if node.dep_ in ("pcomp", "prep") and head.pos_ in ("NOUN", "VERB", "ADJ") and lemma in words["not_yet"]:
        return True
    if node.dep_ == "dobj" and lemma in words["objects_not_yet"]:
        return True
    if head.pos_ in ("VERB", "AUX") and any(c.lower_ in words["negators"] and c.dep_ == "neg" for c in head.children):
        return node.dep_ in ("dobj", "attr", "xcomp", "acomp", "oprd")
    return False
