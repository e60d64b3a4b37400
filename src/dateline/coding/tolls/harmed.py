"""Who a trigger says is harmed: by syntax first, then by what stands right beside it, since small parsers err."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dateline.coding.mentions import Mentions
from dateline.coding.syntax import (
    NOMINAL,
    children,
    conjuncts,
    is_passive,
    objects_of,
    phrase,
    pobjs,
    subjects_of,
    verb_of_shot_dead,
)
from dateline.coding.tolls.fellows import companion, gapped, restated
from dateline.coding.tolls.groups import Group, GroupIndex
from dateline.coding.tolls.lexicon import lexicon
from dateline.coding.tolls.lists import is_harm_itself, is_next_items, own_figure
from dateline.coding.tolls.nouns import noun_kind
from dateline.coding.tolls.triggers import Trigger
from dateline.parse import Doc, Token

_STEPS = 9
_ASIDE = 14
_LABEL_LENGTH = 12
_VERBAL_OR_STATE = frozenset({"object", "housed", "subject", "state"})
_WELL_GROUNDED = frozenset({"killed", "injured", "detained", "abducted", "captured"})


@dataclass(frozen=True, slots=True)
class Harmed:
    """Someone whom a trigger says is harmed: the noun's token number, and the group that it belongs to, if counted."""

    trigger: Trigger
    head: int
    group: Group | None
    how: str


def harmed_by(mentions: Mentions, trigger: Trigger, index: GroupIndex, triggers: Mapping[int, Trigger]) -> list[Harmed]:
    """Those whom the trigger says are harmed, in text order; none when it says so of nobody in particular."""
    doc = mentions.parsed.doc
    token = doc[trigger.i]
    if trigger.frame == "toll":
        return _of_toll(doc, trigger, index)
    if trigger.frame in ("act", "harmed"):
        found = _of_noun(token, trigger, index)
    elif trigger.frame == "subject":
        found = _of_subject(token, trigger, index, triggers)
    elif trigger.frame in ("lives", "losers"):
        found = _of_lives(token, trigger, index)
    elif trigger.frame == "state":
        found = _of_state(token, trigger, index, triggers)
    else:
        found = _of_object(token, trigger, index, triggers)
    if not any(h.group for h in found):
        found = _of_label(token, trigger, index) or found
    found = [h for h in found if _can_be_harmed(mentions, h) and not _is_anothers(doc, h, index, triggers)]
    fellows = [h for h in _fellows(doc, trigger, found, index, triggers) if _can_be_harmed(mentions, h)]
    return [*found, *fellows]


def _fellows(
    doc: Doc, trigger: Trigger, found: list[Harmed], index: GroupIndex, triggers: Mapping[int, Trigger]
) -> Iterator[Harmed]:
    """Those who share the harm of the ones found: along with them, or the same people counted in another unit."""
    for harmed in found:
        for same in restated(doc, harmed.group, index) if harmed.group is not None else ():
            yield Harmed(trigger, same.head, same, "the same people in another unit")
    if found and trigger.frame in ("object", "subject", "housed") and trigger.harm is not None:
        last = max(found[-1].head, trigger.last)
        if any(h.group for h in found) and (group := gapped(doc, last, index, triggers)) is not None:
            yield Harmed(trigger, group.head, group, "the same harm elsewhere")
        added = companion(doc, last, index, triggers)
        if added is not None and not any(h.head == added[0].i for h in found):
            yield Harmed(trigger, added[0].i, added[1], "along with others harmed")


def _harmed(trigger: Trigger, token: Token | int, index: GroupIndex, how: str) -> Harmed:
    i = token if isinstance(token, int) else token.i
    group = index.at(i)
    return Harmed(trigger, group.head if group else i, group, how)


def _is_anothers(doc: Doc, harmed: Harmed, index: GroupIndex, triggers: Mapping[int, Trigger]) -> bool:
    """Whether the group belongs to another word of a list: "46 deaths, 25 missing and 300 people displaced"."""
    trigger, group = harmed.trigger, harmed.group
    if group is not None and group.noun and group.head != trigger.i and trigger.frame in _VERBAL_OR_STATE:
        named = triggers.get(group.head)
        if named is not None and named.frame == "act":
            return True
    return is_next_items(doc, trigger, group, index, triggers)


def _of_object(token: Token, trigger: Trigger, index: GroupIndex, triggers: Mapping[int, Trigger]) -> list[Harmed]:
    if trigger.participle and token.dep_ == "amod" and token.head.i > token.i and token.head.pos_ in NOMINAL:
        if (own := own_figure(token.doc, trigger, index)) is not None:
            return _with_earlier(trigger, own, index, token.doc, triggers, "the list item's own number")
        return [_harmed(trigger, token.head, index, "participle before its noun")] if index.at(token.head.i) else []
    verb = verb_of_shot_dead(token)
    done_to = objects_of(token) if verb is None else [o for o in objects_of(verb) if o.i != token.i]
    given = (o for o in done_to if not _opens_part(index.at(o.i), token.doc))
    objects = [_named_by(o) for o in _nearest(list(given)) if not _is_other_harm(o, triggers)]
    if (
        not objects
        and trigger.participle
        and token.dep_ == "conj"
        and is_passive(token.head)
        and not children(token, "nsubj")
    ):
        objects = [o for o in objects_of(token.head) if token.nbor(-1).tag_ == "CC" or token.nbor(-1).pos_ == "ADV"]
    if not objects and trigger.participle:
        objects = _before_auxiliary(token) or _subjects_of_first(token) or _after_auxiliary(token)
    if not objects and (shared := _shared_with(token)) is not None:
        objects = objects_of(shared)
    if not objects and token.dep_ == "relcl" and children(token, "nsubj") and token.head.pos_ in NOMINAL:
        objects = [] if any(c.tag_ in ("WP", "WDT", "IN") for c in token.children) else [token.head]
    if trigger.frame == "housed" and not any(index.at(o.i) for o in objects):
        subjects = (s for s in subjects_of(token) if not _is_other_harm(s, triggers))
        moved = [s for s in subjects if index.at(s.i) or (trigger.harm == "injured" and s.tag_ in ("NN", "NNP"))]
        if moved:
            return [_harmed(trigger, s, index, "those who moved") for s in moved]
    if objects and (trigger.participle or any(o.i > token.i for o in objects) or is_passive(token)):
        counted = [o for o in objects if index.at(o.i)]
        beside = _beside(token, trigger, index, triggers)
        with_others = (
            bool(beside) and objects[0].tag_ == "NN" and objects[0].i < beside[0].head <= objects[0].right_edge.i
        )
        if counted or not beside or with_others:
            found = [_harmed(trigger, o, index, "object of the verb") for o in objects]
            return [*found, *beside] if with_others and not counted else found
    return _beside(token, trigger, index, triggers)


def _named_by(token: Token) -> Token:
    """The noun meant where the parser takes another of its phrase: a name's spelling in brackets, a group's name before
    its member's role ("a Movement for Unity leader").
    """
    doc = token.doc
    opening = next((j for j in range(token.i - 1, max(token.i - 4, token.sent.start), -1) if doc[j].text == "("), None)
    if opening is not None and any(t.text == ")" for t in doc[token.i : token.i + 4]):
        return doc[opening - 1]
    last = doc[phrase(token)[1]]
    role = token.tag_ == "NNP" and last.tag_ == "NN" and lexicon().nouns.get(last.lemma_.lower()) == "person"
    return last if role else token


def _before_auxiliary(verb: Token) -> list[Token]:
    """The nouns right before the auxiliaries of a passive verb without a subject: the parser has hung them elsewhere."""
    auxiliaries = [c.i for c in verb.children if c.dep_ == "auxpass"]
    if not auxiliaries or any(c.dep_ in ("nsubjpass", "nsubj", "csubjpass") for c in verb.children):
        return []
    first = min(c.i for c in verb.children if c.dep_ in ("aux", "auxpass", "neg", "advmod") and c.i <= auxiliaries[0])
    noun = verb.doc[first - 1] if first > verb.sent.start else verb
    if noun.tag_ not in ("NN", "NNS", "NNP", "NNPS"):
        return []
    earlier = [noun.head] if noun.dep_ == "conj" and noun.head.pos_ in NOMINAL else []
    return [*earlier, noun]


def _subjects_of_first(verb: Token) -> list[Token]:
    """The subject of the active verb that a passive one goes on from: "the men opened fire and were killed"."""
    first = verb.head
    if verb.dep_ != "conj" or first.pos_ != "VERB" or not is_passive(verb) or children(verb, "nsubj", "csubj"):
        return []
    return [s for s in subjects_of(first) if s.i < first.i]


def _after_auxiliary(verb: Token) -> list[Token]:
    """Those who stand after "were" where the participle opens the sentence: "Also killed in the raid were two guards"."""
    be = next((c for c in (verb.head, *verb.children) if c.lemma_ == "be" and c.i > verb.i), None)
    if verb.tag_ != "VBN" or be is None:
        return []
    after = [c for c in be.children if c.i > be.i and c.dep_ in ("nsubj", "attr", "nsubjpass") and c.pos_ in NOMINAL]
    return [o for c in after[:1] for o in conjuncts(c)]


def _shared_with(token: Token) -> Token | None:
    """The verb right after "and" whose object the verb shares: "captured and blindfolded ten guards"."""
    joined = (c for c in token.children if c.dep_ == "conj" and c.pos_ == "VERB" and c.i == token.i + 2)
    return next((c for c in joined if children(c, "dobj")), None)


def _nearest(objects: list[Token]) -> list[Token]:
    """The first object and those coordinated with it, or joined to its verb: a second one is a parser's slip."""
    return [
        o
        for o in objects
        if o in conjuncts(objects[0])
        or o in objects[0].conjuncts
        or (o.dep_ == "conj" and o.head.i == objects[0].head.i)
    ]


def _beside(token: Token, trigger: Trigger, index: GroupIndex, triggers: Mapping[int, Trigger]) -> list[Harmed]:
    passive = is_passive(token) or any(c.dep_ == "auxpass" for c in token.children)
    if not passive and (group := _right(token, index, triggers)):
        return _with_conjuncts(trigger, group, index, token.doc, triggers, "number right after the verb")
    if (trigger.participle or trigger.frame == "housed") and (group := _left(token, index, triggers)):
        return _with_earlier(trigger, group, index, token.doc, triggers, "number right before the participle")
    return []


def _of_subject(token: Token, trigger: Trigger, index: GroupIndex, triggers: Mapping[int, Trigger]) -> list[Harmed]:
    subjects = subjects_of(token) or [c for c in token.children if c.dep_ == "nsubjpass"]
    if token.dep_ == "acl" and token.head.pos_ in NOMINAL:
        subjects = subjects or conjuncts(token.head)
    counted = [s for s in subjects if index.at(s.i)]
    if counted or (subjects and not _left(token, index, triggers)):
        return [_harmed(trigger, s, index, "subject of the verb") for s in subjects]
    if group := _left(token, index, triggers):
        return [Harmed(trigger, group.head, group, "number right before the verb")]
    if (group := _right(token, index, triggers)) and trigger.form == "ing":
        return [Harmed(trigger, group.head, group, "number right after the verb")]
    return []


def _of_lives(token: Token, trigger: Trigger, index: GroupIndex) -> list[Harmed]:
    """As in "claimed the lives of 44 people", "cost 12 lives", "12 people lost their lives", "12 lives were lost"."""
    doc = token.doc
    lives = next(
        (
            j
            for j in (trigger.last, *range(token.i + 1, min(token.i + 10, len(doc))))
            if doc[j].lower_ in ("lives", "life")
        ),
        None,
    )
    if lives is None:
        return []
    if group := index.at(lives):
        return [Harmed(trigger, group.head, group, "number of lives")]
    of = [o for _, o in pobjs(doc[lives], "of")]
    if of:
        return [_harmed(trigger, o, index, "those whose lives") for o in of]
    if lives + 2 < len(doc) and doc[lives + 1].lower_ == "of":
        group = next((g for j in range(lives + 2, min(lives + 6, len(doc))) if (g := index.at(j))), None)
        return [Harmed(trigger, group.head, group, "those whose lives")] if group else []
    if trigger.frame == "losers":
        return [_harmed(trigger, s, index, "subject of the verb") for s in subjects_of(token)]
    return []


def _of_state(token: Token, trigger: Trigger, index: GroupIndex, triggers: Mapping[int, Trigger]) -> list[Harmed]:
    if token.lower_ == "missing" and any(c.lower_ == "from" for c in token.children):
        return []
    group = index.at(token.i)
    if group is not None and group.head > token.i:
        return [Harmed(trigger, group.head, group, "state before its noun")]
    if group := _left(token, index, triggers):
        return _with_earlier(trigger, group, index, token.doc, triggers, "number right before the state")
    governor = token.head
    if token.dep_ in ("oprd", "acomp", "attr", "ccomp", "xcomp", "amod", "advcl", "conj") and governor.pos_ in (
        "VERB",
        "AUX",
    ):
        own = children(token, "nsubj") or objects_of(governor) or children(governor, "nsubjpass")
        if not own and governor.lemma_ not in ("leave", "render", "make", "report", "say"):
            own = subjects_of(governor)
        counted = [o for o in own if o.i != token.i]
        return [_harmed(trigger, s, index, "whose state the word tells") for o in counted for s in conjuncts(o)]
    if (group := _right(token, index, triggers, steps=2)) and group.first == token.i + 1 and token.dep_ != "amod":
        return [Harmed(trigger, group.head, group, "number right after the state")]
    return []


def _of_noun(token: Token, trigger: Trigger, index: GroupIndex) -> list[Harmed]:
    doc = token.doc
    of = (
        [o for _, o in pobjs(token, "of", "among")]
        if trigger.frame == "act" or token.lower_.startswith(("casualt", "bod", "corps"))
        else []
    )
    if of:
        return [_harmed(trigger, o, index, "of whom the noun tells") for o in of]
    j = token.i + 1
    if trigger.frame == "act" and j < len(doc) and doc[j].lower_ == "of":
        group = _after_of(doc, j + 1, index)
        if group is not None:
            return [Harmed(trigger, group.head, group, "of whom the noun tells")]
    group = index.at(token.i)
    if group is not None and group.head == token.i:
        return [Harmed(trigger, token.i, group, "the noun's own number")]
    group = _left(token, index, {}, steps=2)
    return [Harmed(trigger, token.i, group, "the noun's own number")] if group and not group.noun else []


def _after_of(doc: Doc, first: int, index: GroupIndex) -> Group | None:
    """The group after "of", a parenthesis between commas left out: "the evacuation of, officials said, 40 families"."""
    aside = doc[first].text == ","
    for k in range(first, min(first + 12, doc[first].sent.end)):
        if (group := index.at(k)) is not None:
            return group
        if k > first and doc[k].text == ",":
            aside = False
        elif not aside and doc[k].pos_ in ("VERB", "NOUN", "PROPN") and doc[k].lower_ != "total":
            return None
    return None


def _of_label(token: Token, trigger: Trigger, index: GroupIndex) -> list[Harmed]:
    """The figure of a table's line: "Houses destroyed: 146", "Population evacuated 1,200", "IDPs total 5,600"."""
    sent, doc = token.sent, token.doc
    if len(sent) > _LABEL_LENGTH or any(
        t.tag_ in ("VBD", "VBZ", "VBP", "MD") and t.i != token.i and t.lower_ not in lexicon().gaps["label"]
        for t in sent
    ):
        return []
    for j in range(token.i + 1, sent.end):
        if (group := index.at(j)) is not None:
            return [Harmed(trigger, group.head, group, "figure of a table's line")] if not group.noun else []
        if doc[j].lower_ not in lexicon().gaps["label"]:
            break
    return []


def _of_toll(doc: Doc, trigger: Trigger, index: GroupIndex) -> list[Harmed]:
    """The figure of a count: after "to", "at", "of", "is", ":" and the like; "from 20 to 35" is 35."""
    end = doc[trigger.i].sent.end
    if trigger.last + 1 < end and doc[trigger.last + 1].lower_ == "on":
        return []
    for j in range(trigger.last + 1, min(trigger.last + 16, end)):
        group = index.at(j)
        if group is None or group.first != j:
            continue
        if doc[j - 1].lower_ in ("from", "by", "since", "in") and not _spans_from_to(doc, group):
            continue
        return [Harmed(trigger, group.head, group, "figure of the count")]
    return []


def _spans_from_to(doc: Doc, group: Group) -> bool:
    """Whether the number is that of "from 20 to 35", which counts as its second figure."""
    return any(doc[j].lower_ == "to" for j in range(group.first, group.number[1]))


def _is_other_harm(token: Token, triggers: Mapping[int, Trigger]) -> bool:
    trigger = triggers.get(token.i)
    return trigger is not None and trigger.frame in ("act", "toll")


def _left(token: Token, index: GroupIndex, triggers: Mapping[int, Trigger], steps: int = _STEPS) -> Group | None:
    """The group that ends right before the token; auxiliaries, adverbs, other harms and an aside between commas
    ("8 people, including a priest, were killed") between them left out.
    """
    doc, start = token.doc, token.sent.start
    j = token.i - 1
    while j >= max(start, token.i - steps):
        if (group := index.at(j)) is not None:
            return group
        if (
            doc[j].dep_ == "conj"
            and doc[j].pos_ in ("NOUN", "PROPN")
            and (group := index.at(doc[j].head.i)) is not None
        ):
            return group
        if doc[j].text == "," and (aside := _aside_before(doc, j, start)) is not None:
            j, steps = aside, steps + (j - aside)
        elif not _may_stand_between(doc[j], triggers):
            return None
        j -= 1
    return None


def _aside_before(doc: Doc, comma: int, start: int) -> int | None:
    """The comma that opens the aside which the given comma closes; None when it closes none."""
    for j in range(comma - 1, max(start, comma - _ASIDE), -1):
        if doc[j].text == ",":
            opens = doc[j + 1].lower_ in lexicon().gaps["aside"] or _is_among_them(doc, comma - 2)
            return j if opens else None
    return None


def _may_stand_between(word: Token, triggers: Mapping[int, Trigger]) -> bool:
    """Whether the word can part a number from the participle that tells its fate: "12 were also killed or"."""
    if word.lower_ in lexicon().gaps["before_harm"] or word.pos_ in ("AUX", "ADV", "PART") or word.tag_ == "RB":
        return True
    if word.i in triggers and triggers[word.i].participle:
        return word.nbor(1).lower_ in ("or", "and", "/", ",")
    return word.lower_ in ("and", "or", "/") and (word.i - 1) in triggers


def _right(token: Token, index: GroupIndex, triggers: Mapping[int, Trigger], steps: int = 6) -> Group | None:
    doc, end = token.doc, token.sent.end
    for j in range(token.i + 1, min(token.i + 1 + steps, end)):
        if (group := index.at(j)) is not None:
            return group if group.first == j else None
        word = doc[j]
        if word.text in (",", "/") or word.tag_ == "CC":
            if j + 1 not in triggers:
                return None
            continue
        if (
            word.lower_ in lexicon().gaps["after_harm"]
            or word.pos_ in ("DET", "ADV")
            or (j in triggers and word.pos_ == "VERB")
        ):
            continue
        return None
    return None


def _with_conjuncts(
    trigger: Trigger, group: Group, index: GroupIndex, doc: Doc, triggers: Mapping[int, Trigger], how: str
) -> list[Harmed]:
    """The group and those coordinated after it: "killing 12 soldiers and two civilians"."""
    out = [Harmed(trigger, group.head, group, how)]
    while (following := _next_in_row(group, index, doc)) is not None and not _has_own_harm(following, doc, triggers):
        out.append(Harmed(trigger, following.head, following, how + ", coordinated"))
        group = following
    return out


def _with_earlier(
    trigger: Trigger, group: Group, index: GroupIndex, doc: Doc, triggers: Mapping[int, Trigger], how: str
) -> list[Harmed]:
    """The group and those coordinated before it: "five officers and a dozen militants left dead"."""
    out = [Harmed(trigger, group.head, group, how)]
    for other in reversed([g for g in index.groups if g.last < group.first]):
        if _next_in_row(other, index, doc) is not group or _taken_before(other, doc, triggers):
            break
        out.insert(0, Harmed(trigger, other.head, other, how + ", coordinated"))
        group = other
    singles = (t for t in doc[doc[out[-1].head].i + 1 : trigger.i] if t.dep_ == "conj" and t.tag_ in ("NN", "NNP"))
    for single in singles:
        if index.at(single.i) is None and single.head.i in (out[-1].head, single.i) and single.pos_ in NOMINAL:
            out.append(Harmed(trigger, single.i, None, how + ", coordinated"))
    return out


def _next_in_row(group: Group, index: GroupIndex, doc: Doc) -> Group | None:
    """The group that "and" or a comma and nothing else parts from this one."""
    j = group.last + 1
    while j < len(doc) and j <= group.last + 2 and doc[j].lower_ in ("and", ",", "or", "plus"):
        j += 1
    following = index.at(j) if j > group.last + 1 else None
    return following if following is not None and following.first == j else None


def _has_own_harm(group: Group, doc: Doc, triggers: Mapping[int, Trigger]) -> bool:
    """Whether a harm of its own follows the group: "killing 12 and 30 were wounded"."""
    for j in range(group.last + 1, min(group.last + 6, len(doc))):
        if j in triggers and (triggers[j].participle or triggers[j].frame in ("state", "subject")):
            return True
        if doc[j].lower_ not in lexicon().gaps["before_harm"] and doc[j].pos_ not in ("AUX", "ADV"):
            return False
    return False


def _opens_part(group: Group | None, doc: Doc) -> bool:
    """Whether the group is told as a part of another: after "including", "among them"."""
    if group is None or group.first < 2:
        return False
    if doc[group.first - 1].lower_ in ("including", "include", "included"):
        return True
    return _is_among_them(doc, group.first - 2) or _is_among_them(doc, group.last + 1)


def _is_among_them(doc: Doc, i: int) -> bool:
    return i + 1 < len(doc) and doc[i].lower_ in ("among", "amongst") and doc[i + 1].lower_ in ("them", "whom")


def _taken_before(group: Group, doc: Doc, triggers: Mapping[int, Trigger]) -> bool:
    """Whether the group is part of another, or the object of an active verb right before it: "killed five and two died"."""
    j = group.first - 1
    if _opens_part(group, doc) or is_harm_itself(group, triggers):
        return True
    return j >= 0 and j in triggers and triggers[j].frame in ("object", "lives")


def _can_be_harmed(mentions: Mentions, harmed: Harmed) -> bool:
    """Whether the noun can suffer the harm: people and households, dwellings where homes are destroyed."""
    doc = mentions.parsed.doc
    token, harm = doc[harmed.head], harmed.trigger.harm
    group = harmed.group
    if group is not None and not group.noun:
        return harm != "homes_destroyed" or _homes_near(mentions, harmed)
    if harmed.head == harmed.trigger.i:
        return True
    kind = noun_kind(mentions, token)
    if harm == "homes_destroyed":
        return kind == "dwelling"
    if harm is None:
        return group is not None
    if kind == "dwelling":
        return harm == "evacuated" and group is not None and token.lemma_ in ("home", "house", "apartment", "household")
    if kind == "thing":
        return False
    if token.pos_ == "PRON":
        return harm in _WELL_GROUNDED and token.lower_ in ("he", "she", "him", "her", "them", "they", "who")
    if harm == "returned" and group is None:
        return False
    if kind is None and group is not None:
        return harm not in ("captured", "returned") or token.pos_ == "PROPN"
    if kind is None:
        return token.i in mentions.actors.by_head and harm != "unspecified"
    return True


def _homes_near(mentions: Mentions, harmed: Harmed) -> bool:
    """Whether a bare number stands for homes named shortly before: "31 houses were destroyed and 85 burnt"."""
    doc = mentions.parsed.doc
    sent = doc[harmed.head].sent
    return any(noun_kind(mentions, t) == "dwelling" for t in sent)
