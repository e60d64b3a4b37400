"""Reading a dependency parse (ClearNLP labels, as spaCy's English pipelines give them)."""

from __future__ import annotations

from collections.abc import Iterator

from dateline.parse import Doc, Token

SUBJECTS = frozenset({"nsubj", "csubj"})
PASSIVE_SUBJECTS = frozenset({"nsubjpass", "csubjpass"})
NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM"})
_INSIDE_PHRASE = frozenset(
    {"det", "amod", "compound", "nummod", "poss", "case", "nmod", "quantmod", "predet", "advmod", "punct"}
)
_BEYOND_PHRASE = frozenset({"appos", "relcl", "conj", "cc", "punct", "acl", "advcl", "parataxis", "preconj", "dep"})


def conjuncts(token: Token) -> list[Token]:
    """The token and those coordinated after it: "A, B and C" from A, "the driver, Ali Haddad, and his son" from "driver"."""
    return [token, *token.conjuncts, *_after_name(token)] if token.dep_ != "conj" else [token]


def _after_name(token: Token) -> list[Token]:
    """Those coordinated with the name that says who somebody is; two names would say who two are."""
    if token.tag_ != "NN":
        return []
    names = (c for c in token.children if c.dep_ == "appos" and c.tag_ == "NNP" and c.i > token.i)
    return [o for name in names for o in name.conjuncts if o.tag_ in ("NN", "NNS")]


def chain_head(token: Token) -> Token:
    """The first of the coordination that the token is in."""
    while token.dep_ == "conj":
        token = token.head
    return token


def child(token: Token, *labels: str) -> Token | None:
    """The token's first child with one of the labels."""
    return next((c for c in token.children if c.dep_ in labels), None)


def children(token: Token, *labels: str) -> list[Token]:
    """The token's children with one of the labels, in order."""
    return [c for c in token.children if c.dep_ in labels]


def pobjs(token: Token, *prepositions: str) -> Iterator[tuple[str, Token]]:
    """(preposition, object) for each prepositional phrase right under the token; all prepositions when none is named.

    Coordinated objects come one by one; "out of" and the like come under their last word.
    """
    for prep in token.children:
        if prep.dep_ not in ("prep", "agent", "dative") or prep.pos_ not in ("ADP", "SCONJ", "VERB", "ADV"):
            continue
        if prep.lower_ == "according":
            continue  # of "according to", the "to" names a source and no goal
        inner = child(prep, "prep") or prep
        for part in (inner, *children(inner, "conj")):
            word = part.lower_
            if prepositions and word not in prepositions:
                continue
            for obj in children(part, "pobj", "pcomp"):
                yield from ((word, o) for o in conjuncts(obj))


def phrase(head: Token) -> tuple[int, int]:
    """First and last token number of the noun phrase of ``head``, the last included: without appositions, relative
    clauses and coordinated phrases, but with "of" phrases.
    """
    first = last = head.i
    for c in head.lefts:
        if c.dep_ in _INSIDE_PHRASE and not (
            c.dep_ == "punct" and c.i == c.left_edge.i and c.text in {",", '"', "(", "-", "—", "–"}
        ):
            first = min(first, c.left_edge.i)
    for c in head.rights:
        if c.dep_ == "prep" and c.lower_ == "of" and c.i == last + 1:
            last = max((phrase(o)[1] for o in c.children if o.dep_ == "pobj"), default=last)
        elif c.dep_ in ("case", "nummod", "nmod") and c.i == last + 1:
            last = c.right_edge.i
    return first, last


def core(head: Token) -> tuple[int, int]:
    """As :func:`phrase`, without articles, possessives' marks and "of" phrases: what a thing is called."""
    first = min(
        (c.left_edge.i for c in head.lefts if c.dep_ in ("amod", "compound", "nmod", "nummod", "poss")), default=head.i
    )
    return first, head.i


def is_negated(token: Token) -> bool:
    """Whether "not", "never", "no" or the like stands right under the token."""
    return any(c.dep_ == "neg" or c.lower_ in {"never", "hardly", "neither", "nor"} for c in token.children)


def is_nobody(token: Token) -> bool:
    """Whether the words say that it was none of them: "no group has claimed the attack"."""
    return token.lower_ in ("nobody", "none") or any(c.dep_ in ("det", "neg") and c.lower_ == "no" for c in token.lefts)


_NEEDS_OBJECT = frozenset(
    "release free execute behead torture deport expel charge convict sentence imprison jail question interrogate rescue "
    "kill beat".split()
)
"""Verbs that are done to somebody: without an object beside a passive verb, they are passive too."""


def is_passive(verb: Token) -> bool:
    """Whether the verb is in the passive, reduced relative participles ("those killed in") included."""
    if any(c.dep_ in ("auxpass", "nsubjpass", "agent") for c in verb.children):
        return True
    if _ends_aside(verb):
        return False
    if verb.dep_ == "conj" and verb.tag_ in ("VBN", "VBD") and verb.lemma_.lower() in _NEEDS_OBJECT:
        bare = not any(c.dep_ in ("nsubj", "dobj", "aux") for c in verb.children)
        return bare and any(c.dep_ == "auxpass" for c in verb.head.children)  # "were arrested and released"
    return (
        verb.tag_ == "VBN"
        and verb.dep_ in ("acl", "amod")
        and not any(c.dep_ in ("aux", "dobj") for c in verb.children)
    )


def _ends_aside(verb: Token) -> bool:
    """Whether a main verb after an aside was taken for a participle: "Qatar, which is mediating, called on both sides"."""
    noun = verb.head
    if verb.dep_ != "acl" or noun.dep_ != "ROOT" or noun.pos_ not in NOMINAL or verb.tag_ not in ("VBN", "VBD"):
        return False
    aside = any(c.dep_ in ("relcl", "appos") and noun.i < c.i < verb.i for c in noun.children)
    return aside and verb.nbor(-1).text in (",", "—", "–", ")")


def clause_root(token: Token) -> Token:
    """The verb (or other head) of the smallest clause that holds the token."""
    while token.head.i != token.i and token.pos_ not in ("VERB", "AUX"):
        token = token.head
    return token


def subjects_of(verb: Token) -> list[Token]:
    """Who does what the verb says: its own subject, or the one it shares.

    Coordinated verbs, complements without a subject ("agreed to send", "continued firing"), participles ("…, killing
    five") and relative clauses ("rebels who attacked", "fighters attacking") find theirs where syntax has put it. Passive subjects are
    not given: they are objects (:func:`objects_of`).
    """
    return _subjects(verb, depth=0)


def _subjects(verb: Token, depth: int) -> list[Token]:
    own = [c for c in verb.children if c.dep_ in SUBJECTS]
    if own:
        return [s for o in own for s in conjuncts(_antecedent(o, verb))]
    if any(c.dep_ in PASSIVE_SUBJECTS for c in verb.children) or is_passive(verb):
        return [o for _, o in agents_of(verb)]
    if depth > 6:
        return []
    head = verb.head
    if _ends_aside(verb):
        return conjuncts(head)
    if verb.dep_ == "conj" and head.pos_ in ("VERB", "AUX"):
        if is_passive(head):
            return [s for o in head.children if o.dep_ in PASSIVE_SUBJECTS for s in conjuncts(_antecedent(o, head))]
        return _subjects(head, depth + 1)
    if verb.dep_ == "xcomp" and head.pos_ in ("VERB", "AUX", "ADJ"):
        controller = child(head, "dobj") if head.pos_ == "VERB" else None
        if controller is not None and head.lemma_ in OBJECT_CONTROL:
            return conjuncts(controller)
        asked = _APPEALING.get(head.lemma_) if controller is None and verb.tag_ == "VB" else None
        called = [o for _, o in pobjs(head, *asked) if o.i < verb.i] if asked else []
        if called:
            return called
        return _subjects(head, depth + 1) or _passive_subjects(head)
    if verb.dep_ == "acomp" and verb.lower_ in _OF_DOERS:
        return _subjects(head, depth + 1)
    if verb.dep_ in ("advcl", "ccomp") and verb.tag_ in ("VBG", "VB") and head.pos_ in ("VERB", "AUX"):
        return _subjects(head, depth + 1) or _passive_subjects(head)
    if verb.dep_ in ("acl", "relcl") and verb.tag_ in ("VBG", "VB") and head.pos_ in NOMINAL:
        return conjuncts(head)
    if verb.dep_ == "acl" and verb.tag_ in ("VBN", "VBD") and child(verb, "dobj") and head.pos_ in NOMINAL:
        return conjuncts(_top_noun(head))  # with an object, it is the clause's verb: "gunmen on foot killed ten"
    if verb.dep_ == "pcomp":
        return _subjects_of_gerund(verb, depth)
    return []


_OF_DOERS = frozenset(
    "able unable ready unready willing unwilling eager keen reluctant likely unlikely due set poised prepared determined quick "
    "slow first powerless bound".split()
)
"""Adjectives of who is to do something: "were unable to stop", and not "were hard to stop"."""


def _top_noun(noun: Token) -> Token:
    """The noun whose phrase the noun stands in: "gunmen" of "gunmen on motorcycles"."""
    while noun.dep_ == "pobj" and noun.head.dep_ == "prep" and noun.head.head.pos_ in NOMINAL:
        noun = noun.head.head
    return noun


def _subjects_of_gerund(verb: Token, depth: int) -> list[Token]:
    """Of "accused X of killing": X; "after launching": the subject of the clause."""
    governor = verb.head.head
    if _is_harm_suffered(verb, governor):
        return []
    if governor.pos_ in ("VERB", "AUX"):
        direct = child(governor, "dobj", "nsubjpass")
        if verb.head.lower_ in ("of", "for", "from", "against") and direct is not None and direct.i < verb.i:
            return conjuncts(direct)
        return _subjects(governor, depth + 1) or _passive_subjects(governor)
    return []


def _is_harm_suffered(gerund: Token, governor: Token) -> bool:
    """Whether the clause tells what its subject suffered: "three men were wounded in shelling of the village"."""
    named = not child(gerund, "dobj") and any(c.dep_ == "prep" and c.lower_ == "of" for c in gerund.children)
    return named or (is_passive(governor) and governor.lemma_.lower() in _SUFFERED)


_SUFFERED = frozenset("kill wound injure hurt damage destroy displace hit maim".split())


def _passive_subjects(verb: Token) -> list[Token]:
    return [s for o in verb.children if o.dep_ in PASSIVE_SUBJECTS for s in conjuncts(_antecedent(o, verb))]


def _antecedent(subject: Token, verb: Token) -> Token:
    """What "who", "which" or "that" stands for in a relative clause."""
    if subject.tag_ in ("WP", "WDT") and verb.dep_ == "relcl" and verb.head.pos_ in NOMINAL:
        return verb.head
    return subject


OBJECT_CONTROL = frozenset(
    "urge ask call tell order request force allow permit help enable invite encourage press persuade convince warn "
    "authorize instruct beg implore compel cause lead push want expect require direct prompt spur provoke drive oblige "
    "pressure coerce incite task assign hire pay recruit train summon".split()
)


_APPEALING = {"call": ("on", "upon"), "appeal": ("to",), "plead": ("with",), "prevail": ("on", "upon"), "rely": ("on",)}
"""Verbs whose infinitive is done by whom a preposition names: "called on the government to stop"."""


def agents_of(verb: Token) -> Iterator[tuple[str, Token]]:
    """The "by" agents of a passive verb; those of "denied entry by police" hang below what was denied."""
    retained = children(verb, "dobj") if child(verb, "auxpass") is not None else []
    for prep in (p for host in (verb, *retained) for p in host.children):
        if prep.dep_ == "agent" or (prep.dep_ == "prep" and prep.lower_ == "by"):
            for obj in children(prep, "pobj"):
                yield from (("by", o) for o in conjuncts(obj))


def objects_of(verb: Token) -> list[Token]:
    """Whom or what the verb is done to: direct objects, passive subjects, and the noun that a participle or relative
    clause belongs to ("those killed", "the town that rebels seized").
    """
    passive = [s for o in verb.children if o.dep_ in PASSIVE_SUBJECTS for s in conjuncts(_antecedent(o, verb))]
    if passive:
        return passive
    direct = [_antecedent_of_object(o, verb) for o in verb.children if o.dep_ in ("dobj", "obj")]
    if direct:
        return [*(c for o in direct for c in conjuncts(o)), *_hung_too_high(verb, direct[-1])]
    if (shared := _shared_object(verb)) is not None:
        return conjuncts(shared)
    if (head := _bare_relative(verb)) is not None:
        return conjuncts(head)
    if is_passive(verb):
        if verb.dep_ in ("acl", "relcl", "amod") and verb.head.pos_ in NOMINAL:
            return conjuncts(verb.head)
        if verb.dep_ == "conj" and is_passive(chain_head(verb)):
            return objects_of(chain_head(verb))
        if verb.dep_ in ("xcomp", "advcl"):
            return _subjects(verb.head, 1) or _passive_subjects(verb.head)
    return []


def _hung_too_high(verb: Token, last: Token) -> list[Token]:
    """The noun right after the object that the parse joins to the verb: "kidnapped the priest John Abu and two students"."""
    joined = (c for c in verb.children if c.dep_ == "conj" and c.tag_ in ("NN", "NNS", "NNP", "NNPS"))
    return [c for c in joined if c.left_edge.i == last.right_edge.i + 2 and verb.doc[c.left_edge.i - 1].tag_ == "CC"]


def _shared_object(verb: Token) -> Token | None:
    """The object after the second of two verbs that stand side by side: "shot and killed a boy"."""
    if verb.i + 2 >= len(verb.doc) or verb.tag_ not in ("VBD", "VBZ", "VBP", "VB") or verb.nbor(1).lower_ != "and":
        return None
    second = verb.nbor(2)
    shares = second.dep_ == "conj" and second.head.i == verb.i and second.tag_ == verb.tag_
    return child(second, "dobj") if shares else None


_NOT_DONE_TO = frozenset(
    "day night time morning evening week month year moment hour way reason place point extent degree speed".split()
)


def _bare_relative(verb: Token) -> Token | None:
    """The noun whose relative clause has no pronoun: "the students they had abducted", and not "the day they attacked"."""
    noun = verb.head
    if verb.dep_ != "relcl" or noun.pos_ not in ("NOUN", "PROPN") or noun.lemma_.lower() in _NOT_DONE_TO:
        return None
    asks = any(t.tag_ in ("WP", "WDT", "WRB", "WP$") for t in verb.doc[verb.left_edge.i : verb.i])
    if asks or is_passive(verb) or child(verb, "nsubj") is None:
        return None
    after = verb.nbor(1) if verb.i + 1 < len(verb.doc) else verb
    stranded = after.pos_ == "ADP" and child(after, "pobj") is None and after.dep_ == "prep"
    return None if stranded or child(verb, "xcomp", "ccomp") is not None else noun


def _antecedent_of_object(token: Token, verb: Token) -> Token:
    if token.tag_ in ("WP", "WDT") and verb.dep_ == "relcl" and verb.head.pos_ in NOMINAL:
        return verb.head
    return token


_IN = frozenset({"in", "at", "near", "from", "of", "outside", "around"})


def ends_address(doc: Doc, start: int, end: int) -> bool:
    """Whether the name at these tokens only says where a town lies, whatever the parse: "a drone in Taiz, Yemen on Monday killed".

    Not at the start of a sentence ("In Idlib, Turkey struck"), nor before its verb ("died in Idlib, Turkey said").
    """
    i = start - 2
    if i < 1 or doc[i + 1].text != "," or end >= len(doc) or doc[end].pos_ in ("VERB", "AUX", "ADV"):
        return False
    while i > 0 and doc[i].pos_ == "PROPN":
        i -= 1
    return i < start - 2 and doc[i].lower_ in _IN and not doc[i].is_sent_start


def verb_of_shot_dead(shot: Token) -> Token | None:
    """The word that has the subject and object of "shot dead" where the parser takes the verb for a noun.

    So in "gunmen riding a motorcycle shot dead a judge", where they seem to ride a shot. None elsewhere.
    """
    if shot.lower_ != "shot" or shot.pos_ in ("VERB", "AUX") or shot.i + 1 >= len(shot.doc):
        return None
    dead = shot.nbor(1)
    if dead.lower_ != "dead":
        return None
    return next((t for t in (dead, *dead.ancestors) if child(t, "nsubj") is not None), None)
