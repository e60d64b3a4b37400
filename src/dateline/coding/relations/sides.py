"""Backing, leading and taking sides, told by verbs, participles and adjectives."""

from __future__ import annotations

from collections.abc import Iterator

from dateline.coding.relations.page import Found, Page
from dateline.coding.syntax import child, children, conjuncts, is_negated, is_passive
from dateline.parse import Token
from dateline.records import RelationName

_PARTICIPLES: dict[str, RelationName] = {
    "led": "leads",
    "headed": "leads",
    "chaired": "leads",
    "founded": "leads",
    "dominated": "leads",
    "controlled": "leads",
    "run": "leads",
    "commanded": "commands",
    "backed": "supports",
    "supported": "supports",
    "armed": "supports",
    "trained": "supports",
    "funded": "supports",
    "sponsored": "supports",
    "financed": "supports",
    "equipped": "supports",
    "allied": "ally_of",
    "aligned": "ally_of",
}
_TIED: dict[str, tuple[RelationName, frozenset[str]]] = {
    "allied": ("ally_of", frozenset({"with", "to"})),
    "aligned": ("ally_of", frozenset({"with", "to"})),
    "affiliated": ("ally_of", frozenset({"with", "to"})),
    "linked": ("ally_of", frozenset({"to", "with"})),
    "loyal": ("supports", frozenset({"to"})),
    "faithful": ("supports", frozenset({"to"})),
    "hostile": ("opposes", frozenset({"to"})),
    "opposed": ("opposes", frozenset({"to"})),
}
_VERBS: dict[str, RelationName] = {
    "lead": "leads",
    "head": "leads",
    "chair": "leads",
    "run": "leads",
    "found": "leads",
    "direct": "leads",
    "manage": "leads",
    "govern": "leads",
    "command": "commands",
    "back": "supports",
    "support": "supports",
    "sponsor": "supports",
    "fund": "supports",
    "finance": "supports",
    "arm": "supports",
    "oppose": "opposes",
}
_VERBS_WITH: dict[tuple[str, str], RelationName] = {
    ("speak", "for"): "spokesperson_of",
    ("belong", "to"): "member_of",
    ("split", "from"): "opposes",
    ("defect", "from"): "opposes",
}
_OF_BODIES = frozenset({"leads", "commands"})
_PERSONS_ONLY = frozenset({"head", "chair", "run", "found", "direct", "manage", "govern"})
_MODALS = frozenset({"would", "could", "might", "may", "should", "will", "shall", "must"})
_MEN = frozenset({"rebel", "militia", "military", "criminal", "police"})
_OPPOSING = frozenset({"anti"})
_NOUNS = frozenset({"NOUN", "PROPN"})


def adjectives(page: Page, token: Token) -> Iterator[Found]:
    """What a word that stands with a noun says of it: "Turkish-backed rebels", "forces loyal to NAME", "troops under NAME"."""
    word = token.lower_
    if word in _PARTICIPLES and token.i >= 2 and page.doc[token.i - 1].text == "-":
        yield from _hyphened(page, token)
    elif word in _PARTICIPLES and token.tag_ in ("VBN", "VBD") and _PARTICIPLES[word] != "ally_of":
        yield from _passive(page, token)
    if word in _TIED and not (token.i and page.doc[token.i - 1].text == "-"):
        yield from _tied(page, token)
    elif word == "under":
        yield from _under(page, token)
    elif word == "alliance" and token.i and page.doc[token.i - 1].lower_ == "in":
        yield from _in_alliance(page, token)
    elif word in _OPPOSING and token.i + 2 < len(page.doc) and page.doc[token.i + 1].text == "-":
        yield from _anti(page, token)


def _is_somebody(page: Page, actor_id: str) -> bool:
    """Whether the actor is named, or of a kind that takes sides as one: not "people", "individuals" or "a party"."""
    return page.is_named(actor_id) or page.actor(actor_id).kind not in ("civilians", "unknown")


def _hyphened(page: Page, token: Token) -> Iterator[Found]:
    """ "Turkish-backed rebels", "US- and Saudi-backed forces"."""
    relation = _PARTICIPLES[token.lower_]
    noun = _noun_after(page, token)
    if noun is None:
        return
    second = [c for c in token.children if c.dep_ == "conj" and c.i < token.i]
    for doer in (page.doc[token.i - 2], *second):
        for one in page.at(doer)[:1]:
            for other in page.at(noun):
                if page.actor(other).individual and relation != "ally_of":
                    continue
                how = f"the adjective in {token.lower_!r}"
                yield Found(one, relation, other, None, doer.i, noun.i, f"relation/{token.lower_}-adjective", 0.9, how)


def _noun_after(page: Page, token: Token) -> Token | None:
    """The actor's noun that a hyphened adjective stands before."""
    if token.dep_ in ("amod", "compound", "nmod", "acl") and page.at(token.head):
        return token.head
    for after in page.doc[token.i + 1 : token.i + 5]:
        if after.pos_ not in ("ADJ", "NOUN", "PROPN", "NUM"):
            return None
        if after.pos_ in _NOUNS and page.at(after):
            return after
    return None


def _anti(page: Page, token: Token) -> Iterator[Found]:
    """ "anti-government militias"; those who only protest oppose, too, but so do their chants: bodies alone."""
    whom = page.doc[token.i + 2]
    noun = _noun_after(page, whom)
    if noun is None or noun.i == whom.i:
        return
    for one in page.at(noun)[:1]:
        for other in page.at(whom)[:1]:
            if page.actor(one).kind in _MEN:
                yield Found(
                    one,
                    "opposes",
                    other,
                    None,
                    token.i,
                    noun.i,
                    "relation/anti-adjective",
                    0.75,
                    "the adjective with 'anti-'",
                )


def _passive(page: Page, token: Token) -> Iterator[Found]:
    """ "rebel forces, led by NAME", "the army, which is backed by NAME"."""
    relation = _PARTICIPLES[token.lower_]
    if is_negated(token) or not is_passive(token) or any(c.lower_ in _MODALS for c in token.children):
        return
    if any(
        c.dep_ in ("prt", "advmod") and c.lower_ in ("away", "off", "out", "over", "back", "into")
        for c in token.children
    ):
        return
    for prep in token.children:
        if prep.dep_ != "agent" and not (prep.dep_ == "prep" and prep.lower_ == "by"):
            continue
        for doer in (d for obj in children(prep, "pobj") for d in conjuncts(obj)):
            for noun in _patients(page, token):
                for one in page.at(doer)[:1]:
                    for other in page.at(noun):
                        if relation in _OF_BODIES and (page.actor(other).individual or not page.is_named(one)):
                            continue
                        if not _is_somebody(page, one):
                            continue
                        lo, hi = sorted((noun.i, doer.i))
                        how = f"the passive {token.text!r}"
                        yield Found(one, relation, other, None, lo, hi, f"relation/{token.lower_}-by", 0.9, how)


def _patients(page: Page, verb: Token) -> list[Token]:
    subjects = [s for c in verb.children if c.dep_ == "nsubjpass" for s in conjuncts(c)]
    if subjects:
        return subjects
    if verb.dep_ in ("acl", "relcl", "amod") and verb.head.pos_ in _NOUNS:
        before = page.doc[verb.i - 1]
        return [before] if verb.dep_ == "acl" and page.at(before) else [verb.head]
    if verb.dep_ == "advcl" and verb.tag_ == "VBN":
        return [s for c in verb.head.children if c.dep_ in ("nsubj", "nsubjpass") for s in conjuncts(c)]
    return []


def _tied(page: Page, token: Token) -> Iterator[Found]:
    """ "a militia allied with the army", "fighters loyal to General NAME", "the group is affiliated with NAME"."""
    relation, links = _TIED[token.lower_]
    if is_negated(token) or is_negated(token.head):
        return
    link = next((t for t in page.doc[token.i + 1 : token.i + 3] if t.lower_ in links), None)
    obj = child(link, "pobj") if link is not None else None
    noun = _bearer(page, token)
    if noun is None or obj is None or not page.at(noun):
        return
    for each in conjuncts(obj):
        for one in page.at(noun)[:1]:
            for other in page.at(each)[:1]:
                if page.actor(one).individual and relation != "supports" or not _is_somebody(page, one):
                    continue
                rule, how = f"relation/{token.lower_}", f"the word {token.text!r}"
                first, last = noun.i, each.i
                if relation == "supports" and page.actor(other).individual and page.actor(one).kind in _MEN:
                    yield Found(other, "commands", one, None, first, last, rule, 0.75, how)
                else:
                    yield Found(one, relation, other, None, first, last, rule, 0.8, how)


def _bearer(page: Page, token: Token) -> Token | None:
    """The noun that a predicate or following adjective is said of."""
    before = page.doc[token.i - 1] if token.i else token
    if before.pos_ in _NOUNS and page.at(before):
        return before
    verb = token if token.dep_ in ("ROOT", "relcl", "conj", "ccomp", "advcl") and token.pos_ == "VERB" else token.head
    subject = next((c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass") and c.i < token.i), None)
    if subject is not None:
        return subject
    if before.text == "," and token.i >= 2:
        return next((t for t in (page.doc[token.i - 2],) if page.at(t)), None) or (
            token.head if token.head.pos_ in _NOUNS else None
        )
    if token.dep_ in ("acl", "amod", "relcl") and token.head.pos_ in _NOUNS and token.head.i < token.i:
        return token.head
    return None


def _under(page: Page, token: Token) -> Iterator[Found]:
    """ "troops under Colonel NAME": whoever men are under commands them."""
    obj = child(token, "pobj")
    before = page.doc[token.i - 1] if token.i else token
    if obj is None or obj.lower_ == "command":
        obj = next((o for p in children(obj, "prep") for o in children(p, "pobj")), None) if obj is not None else None
    if obj is None or before.pos_ not in _NOUNS:
        return
    for other in page.at(before)[:1]:
        for one in page.at(obj)[:1]:
            if page.actor(one).individual and page.is_named(one) and page.actor(other).kind in _MEN:
                yield Found(one, "commands", other, None, before.i, obj.i, "relation/under", 0.75, "men under someone")


def _in_alliance(page: Page, token: Token) -> Iterator[Found]:
    """ "NAME, in alliance with NAME"."""
    link = page.doc[token.i + 1] if token.i + 1 < len(page.doc) else token
    obj = child(link, "pobj") if link.lower_ == "with" else None
    before = page.doc[token.i - 2] if token.i >= 2 else token
    if before.text == "," and token.i >= 3:
        before = page.doc[token.i - 3]
    if obj is None or not page.at(before):
        before = next((c for c in token.head.head.children if c.dep_ == "nsubj"), before)
    for one in page.at(before)[:1]:
        for other in page.at(obj)[:1] if obj is not None else ():
            yield Found(
                one,
                "ally_of",
                other,
                None,
                min(before.i, token.i),
                max(before.i, token.i),
                "relation/alliance",
                0.8,
                "in alliance with",
            )


def verbs(page: Page, verb: Token) -> Iterator[Found]:
    """ "Iran backs the movement", "NAME, who commands the brigade", "gunmen who follow NAME", "NAME is part of NAME"."""
    if is_passive(verb) or is_negated(verb):
        return
    lemma = verb.lemma_
    if lemma in _VERBS:
        yield from _active(page, verb)
    elif lemma == "follow":
        yield from _follow(page, verb)
    for prep in verb.children:
        relation = _VERBS_WITH.get((lemma, prep.lower_)) if prep.dep_ == "prep" else None
        if relation is not None and not any(c.lower_ in _MODALS for c in verb.children):
            yield from _with_preposition(page, verb, prep, relation)


def _subjects(page: Page, main: Token) -> list[Token]:
    return [s for c in main.children if c.dep_ == "nsubj" for s in conjuncts(c)]


def _active(page: Page, verb: Token) -> Iterator[Found]:
    main = verb
    while main.dep_ == "xcomp" and main.head.lemma_ in ("continue", "keep"):
        main = main.head
    if is_negated(main) or main.dep_ in ("xcomp", "pcomp", "csubj"):
        return
    if any(c.lower_ in _MODALS and c.dep_ == "aux" for c in main.children) or not _lasts(verb, main):
        return
    objects = [o for c in verb.children if c.dep_ == "dobj" for o in conjuncts(c)]
    for subject in _subjects(page, main):
        for obj in objects:
            for one in page.at(subject):
                for other in page.at(obj)[:1]:
                    relation = _VERBS[verb.lemma_]
                    if page.actor(other).kind == "civilians" or relation in _OF_BODIES and page.actor(other).individual:
                        continue
                    if not _is_somebody(page, one) or not _is_somebody(page, other):
                        continue
                    if verb.lemma_ in _PERSONS_ONLY and not page.actor(one).individual:
                        continue
                    first, last = sorted((subject.i, obj.i))
                    how = f"the verb {verb.text!r}"
                    yield Found(one, relation, other, None, first, last, f"relation/{verb.lemma_}-verb", 0.75, how)


def _lasts(verb: Token, main: Token) -> bool:
    """Whether the verb tells what holds on, by its tense; "led" and "ran" in the past tell a deed."""
    if main.tag_ in ("VBZ", "VBP") or verb.lemma_ == "found":
        return True
    if main.tag_ in ("VBN", "VBG"):
        return any(c.lower_ in ("has", "have") for c in main.children)
    return verb.lemma_ in ("command", "support", "back", "oppose", "head", "chair") and main.tag_ == "VBD"


def _follow(page: Page, verb: Token) -> Iterator[Found]:
    """ "gunmen who follow a warlord called NAME": he leads them."""
    followed = child(verb, "dobj")
    if followed is None or verb.tag_ not in ("VBZ", "VBP") and verb.dep_ != "relcl":
        return
    name = next(
        (
            o
            for c in followed.children
            if c.dep_ == "acl" and c.lower_ in ("called", "named")
            for o in c.children
            if o.dep_ in ("oprd", "dobj", "attr")
        ),
        followed,
    )
    for subject in _subjects(page, verb):
        for other in page.at(subject)[:1]:
            for one in (*page.at(name)[:1], *page.at(followed)[:1])[:1]:
                if page.actor(one).individual and page.actor(other).kind in _MEN:
                    lo = verb.head.i if verb.dep_ == "relcl" else subject.i
                    yield Found(
                        one, "leads", other, None, lo, name.i, "relation/follow", 0.75, "those who follow someone"
                    )


def _with_preposition(page: Page, verb: Token, prep: Token, relation: RelationName) -> Iterator[Found]:
    for subject in _subjects(page, verb):
        for obj in children(prep, "pobj"):
            for one in page.at(subject)[:1]:
                for other in page.at(obj)[:1]:
                    actor = page.actor(one)
                    if (
                        not page.is_named(one)
                        or actor.individual
                        and relation == "opposes"
                        or page.actor(other).individual
                    ):
                        continue
                    how = f"{verb.text!r} with {prep.text!r}"
                    yield Found(
                        one, relation, other, None, subject.i, obj.i, f"relation/{verb.lemma_}-{prep.lower_}", 0.75, how
                    )
