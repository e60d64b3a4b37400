"""Finding the words that an event is read from."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass

from dateline.coding.events.classes import Classes, with_counted
from dateline.coding.syntax import child, children, objects_of, pobjs, subjects_of, verb_of_shot_dead
from dateline.ontology.event_rules import EventRule, EventRules, Pattern
from dateline.parse import Doc, Token

_VERBAL = frozenset({"VERB", "AUX"})
_NOMINAL = frozenset({"NOUN", "PROPN"})
_MAY = frozenset({"could", "may", "might"})
_RESPONSIBILITY = frozenset({"responsibility", "credit", "blame"})


@dataclass(frozen=True, slots=True)
class Trigger:
    """The words that a rule fired on. ``governor`` is the verb that carries or follows an event noun, else None.

    ``way`` says how the governor stands to the noun: ``light`` (its subject did it), ``suffering`` (its subject
    suffered it), ``occurrence`` (it happened), ``noticed`` (it was reported or heard) or ``effect`` (it did harm).
    """

    token: Token
    rule: EventRule
    words: tuple[Token, ...]
    nominal: bool
    governor: Token | None = None
    way: str = ""


def find_triggers(doc: Doc, rules: EventRules, classes: Classes, dated: Container[int]) -> list[Trigger]:
    """The triggers of a document in order; no word is used by two, and the longer pattern wins.

    The words of a date, by their token numbers in ``dated``, trigger nothing: "March" is a month.
    """
    found: list[Trigger] = []
    for token in doc:
        if token.i in dated:
            continue
        if token.pos_ in _VERBAL and not _is_misread_noun(token):
            trigger = _verbal(token, rules, classes)
        elif token.pos_ in _NOMINAL or token.pos_ in _VERBAL:
            trigger = _shot_dead(token, rules) or _nominal(token, rules, classes)
        else:
            continue
        if trigger:
            found.append(trigger)
    return _without_overlaps(found)


def _shot_dead(shot: Token, rules: EventRules) -> Trigger | None:
    """ "Gunmen riding a motorcycle shot dead a judge", where the parser has no verb."""
    verb = verb_of_shot_dead(shot)
    words = (shot, shot.nbor(1)) if verb is not None else ()
    return None if verb is None else Trigger(verb, rules.rules["assault/shoot-dead"], words, nominal=False)


def _is_misread_noun(token: Token) -> bool:
    """A noun that the tagger took for a verb has a noun's modifiers: "a series of U.S. airstrikes"."""
    return any(c.dep_ in ("det", "compound", "poss", "nummod") and c.i < token.i for c in token.children)


def _verbal(token: Token, rules: EventRules, classes: Classes) -> Trigger | None:
    if token.dep_ in ("aux", "auxpass", "amod", "compound") or _is_counted(token):
        return None
    near: set[str] | None = None
    for key in dict.fromkeys((*_compounded(token), token.lemma_.lower(), token.lower_)):
        for pattern in rules.verbs.get(key, ()):
            if pattern.below and pattern.below[0] != "to":
                near = _near(token) if near is None else near
                if pattern.below[0].rpartition("-")[2] not in near:
                    continue
            words = _hanging(token, pattern.below)
            if words is None or _only_foretells(token, pattern) or _stands_idle(words, pattern):
                continue
            if _verb_fits(token, words, pattern, classes):
                return Trigger(token, pattern.rule, (token, *words), nominal=False)
    return None


def _compounded(verb: Token) -> Iterator[str]:
    """The verb with what a hyphen joins it to, where the tokens are three: "test-fired", "baton-charged"."""
    if verb.i >= 2 and verb.nbor(-1).text == "-" and not verb.nbor(-1).whitespace_ and not verb.nbor(-2).whitespace_:
        yield f"{verb.nbor(-2).lower_}-{verb.lemma_.lower()}"


def _only_foretells(verb: Token, pattern: Pattern) -> bool:
    """Whether a warning is of what may come, and no threat: "warned that the toll could rise"."""
    clause = child(verb, "ccomp")
    if verb.lemma_ != "warn" or pattern.below or clause is None:
        return False
    about = child(clause, "nsubj", "nsubjpass")
    may = any(c.dep_ == "aux" and c.lower_ in _MAY for c in clause.children)
    return may and about is not None and about.pos_ != "PRON"


def _stands_idle(words: Sequence[Token], pattern: Pattern) -> bool:
    """Whether "stood by" stands by nobody, and is no support: "police stood by as the mob burned shops"."""
    return pattern.rule.type == "SUPPORT" and [w.lower_ for w in words] == ["by"] and child(words[0], "pobj") is None


def _is_counted(token: Token) -> bool:
    """Whether a participle only names those whom a count is of: "the number of wounded"."""
    return token.dep_ == "pobj" and token.head.lower_ == "of" and token.head.head.lemma_ in ("number", "count", "toll")


def _nominal(token: Token, rules: EventRules, classes: Classes) -> Trigger | None:
    if token.dep_ == "compound" and token.head.pos_ in _NOMINAL:
        return None
    singular = token.lower_.removesuffix("s") if token.tag_ == "NNPS" else token.lemma_.lower()
    for key in dict.fromkeys((token.lower_, singular)):
        for pattern in rules.nouns.get(key, ()):
            words = _around(token, pattern)
            if words is not None and _noun_fits(token, pattern.rule, classes):
                governor, way = governor_of(token, rules)
                return Trigger(token, pattern.rule, words, nominal=True, governor=governor, way=way)
    return None


def _near(head: Token) -> set[str]:
    """Every word that the first word of a pattern may be: those right below the head, or below a preposition of its."""
    words = {form for c in (*head.children, *_below(head)) for form in (c.lower_, c.lemma_.lower())}
    return words | {form for _, o in pobjs(head) for form in (o.lower_, o.lemma_.lower())}


def _described(verb: Token) -> tuple[Token, ...]:
    """What a participle says something of: the drones in "drones launched from the coast"."""
    return (verb.head,) if verb.dep_ == "acl" and verb.tag_ == "VBN" else ()


def _hanging(head: Token, below: Sequence[str]) -> tuple[Token, ...] | None:
    """The words that hang below the head or below one another, in the pattern's order; None when one is missing."""
    matched = [head]
    for word in (w.rpartition("-")[2] for w in below):
        found = next(
            (c for m in reversed(matched) for c in _below(m) if word in (c.lower_, c.lemma_.lower())),
            None,
        )
        if found is None and word == "to":
            continue
        if found is None:
            found = (
                next((o for m in matched for _, o in pobjs(m) if word in (o.lower_, o.lemma_.lower())), None)
                if len(below) == 1
                else None
            )
        if found is None:
            return None
        matched.append(found)
    return None if _says_when(matched[-1]) else tuple(matched[1:])


def _says_when(word: Token) -> bool:
    """Whether an "in" that would end the pattern stands off and opens a phrase of its own: "took Goma in late January"."""
    return word.lower_ == "in" and word.dep_ == "prep" and word.i > word.head.i + 1


def _below(head: Token) -> Iterator[Token]:
    """The words that complete the head: neither a clause beside it nor the subject of an active verb."""
    for word in head.children:
        if word.dep_ not in ("advcl", "relcl", "parataxis") and not (word.dep_ == "nsubj" and head.pos_ in _VERBAL):
            yield from with_counted(word) if word.dep_ in ("dobj", "nsubjpass") else (word,)
            yield from (c for c in word.lefts if c.lower_ == "dead" and c.i == head.i + 1)  # "shot dead nine farmers"
    yield from _described(head)


def _around(head: Token, pattern: Pattern) -> tuple[Token, ...] | None:
    before: list[Token] = []
    at = head.i - 1
    for word in reversed(pattern.before):
        while at >= 0 and head.doc[at].text in "-\"'":
            at -= 1
        if at < 0 or word not in (head.doc[at].lower_, head.doc[at].lemma_.lower()):
            return None
        before.insert(0, head.doc[at])
        at -= 1
    below = _hanging(head, pattern.below)
    return None if below is None else (*before, head, *below)


def _verb_fits(token: Token, words: Sequence[Token], pattern: Pattern, classes: Classes) -> bool:
    rule = pattern.rule
    used = {w.i for w in words}
    objects = [o for o in objects_of(token) if o.i not in used]
    if rule.without_object and (objects or child(token, "ccomp")):
        return False
    particles = (c for c in token.children if c.dep_ == "prt" and c.i not in used and c.lower_ != "along")
    if not pattern.below and next(particles, None) is not None:
        return False
    if rule.if_object and not any(classes.any(o, rule.if_object) for o in objects):
        return False
    if rule.if_object_or_none and objects and not any(classes.any(o, rule.if_object_or_none) for o in objects):
        return False
    if rule.unless_object and any(classes.any(o, rule.unless_object) for o in (*objects, *_of_what(words))):
        return False
    if (rule.if_subject or rule.unless_subject or rule.if_subject_or_none) and not _subject_fits(token, rule, classes):
        return False
    if rule.if_prep and not any(
        c.dep_ in ("prep", "advmod", "prt") and c.lower_ in rule.if_prep for c in token.children
    ):
        return False
    if rule.unless_prep and any(c.dep_ == "prep" and c.lower_ in rule.unless_prep for c in token.children):
        return False
    return not rule.if_infinitive or any(_is_infinitive(c) for c in children(token, "ccomp", "xcomp", "advcl"))


def _of_what(words: Sequence[Token]) -> Iterator[Token]:
    """What an object that is itself part of the pattern is of: the truck in "lost control of the truck"."""
    for word in words:
        if word.dep_ == "dobj":
            yield from (o for _, o in pobjs(word, "of"))


def _is_infinitive(verb: Token) -> bool:
    return verb.tag_ == "VB" and any(c.dep_ == "aux" and c.lower_ == "to" for c in verb.children)


def _subject_fits(token: Token, rule: EventRule, classes: Classes) -> bool:
    subjects = subjects_of(token)
    if rule.if_subject and not any(classes.any(s, rule.if_subject) for s in subjects):
        return False
    if rule.if_subject_or_none and subjects and not any(classes.any(s, rule.if_subject_or_none) for s in subjects):
        return False
    return not any(classes.any(s, rule.unless_subject) and not _is_gunfire(s, classes) for s in subjects)


def _is_gunfire(noun: Token, classes: Classes) -> bool:
    """Whether a noun that could be an accident's is weapons': "rocket fire", "machine-gun fire"."""
    return noun.lemma_.lower() == "fire" and any(
        c.ent_type_ == "NORP" or classes.any(c, ("of_arms", "armed")) for c in noun.lefts
    )


def _noun_fits(token: Token, rule: EventRule, classes: Classes) -> bool:
    if token.lower_ == "fight" and token.head.lower_ == "without":
        return False  # "withdrew without a fight"
    if rule.unless_modifier:
        modifiers = [c for c in token.lefts if c.dep_ in ("amod", "compound", "nmod", "poss", "nummod")]
        if any(m.lemma_.lower() in rule.unless_modifier or m.lower_ in rule.unless_modifier for m in modifiers):
            return False
    if rule.if_of:
        return any(classes.any(o, rule.if_of) for _, o in pobjs(token, "of"))
    return True


def governor_of(noun: Token, rules: EventRules) -> tuple[Token | None, str]:
    """The verb that carries the event noun or says what it did, and how it does; (None, "") when there is none."""
    words = rules.words
    top = noun
    while top.dep_ == "conj" and top.head.pos_ in _NOMINAL:
        top = top.head
    head = top.head
    if (
        top.dep_ == "pobj"
        and head.lower_ == "of"
        and head.head.pos_ in _NOMINAL
        and head.head.lemma_.lower() in _COLLECTIONS
    ):
        top, head = head.head, head.head.head
    if top.dep_ in ("dobj", "nsubjpass", "attr", "oprd"):
        lemma = _with_particle(head)
        if lemma in words.suffering_verbs or head.lemma_ in words.suffering_verbs:
            return head, "suffering"
        if lemma in words.light_verbs or head.lemma_ in words.light_verbs:
            return head, "light"
        if top.dep_ == "nsubjpass" and head.lemma_ in words.noticing_verbs:
            return head, "noticed"
    elif top.dep_ == "nsubj":
        if head.lemma_ in words.effect_verbs and (objects_of(head) or head.lemma_ == "land"):
            return head, "effect"
        if _with_particle(head) in words.occurrence_verbs or head.lemma_ in words.occurrence_verbs:
            return head, "occurrence"
    elif top.dep_ == "pobj":
        return _governor_through(head)
    elif top.dep_ in ("acl", "relcl", "appos"):
        return None, ""
    return None, ""


_COLLECTIONS = frozenset(
    "series wave spate string number round campaign spree barrage flurry rash succession slew set pair act".split()
)
_RESORT = ("to", "resort")
_UNDER = frozenset({"come", "be", "remain"})
_ENGAGING = frozenset({"engage", "participate", "take", "respond", "retaliate", "involve"})


def _governor_through(prep: Token) -> tuple[Token | None, str]:
    """The verb above a preposition: "claimed responsibility for", "came under", "engaged in", "responded with"."""
    above = prep.head
    if prep.lower_ == "for" and above.lemma_.lower() in _RESPONSIBILITY and above.dep_ == "dobj":
        return above.head, "light"
    if prep.lower_ == "under" and above.lemma_ in _UNDER:
        return above, "suffering"
    if (prep.lower_ in ("in", "with", "by") and above.lemma_ in _ENGAGING) or (prep.lower_, above.lemma_) == _RESORT:
        return above, "light"
    return None, ""


def _with_particle(verb: Token) -> str:
    particle = child(verb, "prt") or child(verb, "advmod") if children(verb, "prt") else None
    return f"{verb.lemma_} {particle.lower_}" if particle is not None else verb.lemma_


def _without_overlaps(found: Sequence[Trigger]) -> list[Trigger]:
    """A word that a longer phrase holds triggers nothing of its own ("call for talks", "opened fire")."""
    inside = {w.i for t in found for w in t.words if w.i != t.token.i and len(t.words) > 1}
    light = _light_phrases(found)
    return [t for t in found if t.token.i not in inside and t.token.i not in light]


def _light_phrases(found: Sequence[Trigger]) -> set[int]:
    """Verbs that only carry an event noun that is itself a trigger: the noun is the event."""
    carried = {t.governor.i for t in found if t.nominal and t.governor is not None and t.way in ("light", "suffering")}
    return {t.token.i for t in found if not t.nominal and len(t.words) == 1 and t.token.i in carried}
