"""How the text says that actors stand to one another: who leads, backs, speaks for or belongs to whom."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from dateline.coding.claims import Reason, Reasoned
from dateline.coding.mentions import Mentions
from dateline.coding.syntax import child, children, conjuncts, is_negated, is_passive
from dateline.ontology.authority import Lexicon
from dateline.parse import Token
from dateline.records import Actor, Attribution, Relation, RelationName

_PARTICIPLES: dict[str, RelationName] = {
    "led": "leads",
    "headed": "leads",
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
_VERBS: dict[str, RelationName] = {
    "lead": "leads",
    "head": "leads",
    "command": "commands",
    "back": "supports",
    "support": "supports",
    "sponsor": "supports",
    "fund": "supports",
    "finance": "supports",
    "arm": "supports",
    "oppose": "opposes",
}
_ENDURING_ONLY = frozenset({"lead", "head", "fund", "arm", "finance"})
_SIDE_OF: dict[str, RelationName] = {"ally": "ally_of", "backer": "supports", "opponent": "opposes"}
_LESSER = frozenset(
    {"deputy", "assistant", "former", "vice", "regional", "local", "provincial", "district", "acting", "ex"}
)
_ANYONE = frozenset(
    "official diplomat representative lawmaker analyst journalist activist adviser aide politician general judge prosecutor".split()
)
_MODALS = frozenset({"would", "could", "might", "may", "should", "will", "shall", "must"})


class Attributing(Protocol):
    """What relations need of the document's statements."""

    def attribution_at(self, token_index: int) -> tuple[Attribution, ...]:
        """The sources responsible for the words at the token, the outermost first."""
        ...


@dataclass(frozen=True, slots=True)
class _Found:
    """A relation before it has an id: token numbers of its evidence, and what it was read from."""

    subject: str
    relation: RelationName
    object: str
    role: str | None
    first: int
    last: int
    rule: str
    confidence: float
    how: str


class _Page:
    """One document's actors, reached from tokens."""

    def __init__(self, mentions: Mentions, lexicon: Lexicon) -> None:
        self.mentions = mentions
        self.doc = mentions.parsed.doc
        self.by_head = mentions.actors.by_head
        self.roles = lexicon.roles
        self.lexicon = lexicon

    def at(self, token: Token) -> tuple[str, ...]:
        """The ids of the actors that the token is the head of."""
        return self.by_head.get(token.i, ())

    def actor(self, actor_id: str) -> Actor:
        """The actor of the id."""
        return self.mentions.actor(actor_id)

    def role_of(self, word: str) -> str | None:
        """Which list of roles.yaml a noun for an office is in."""
        return next(
            (name for name in ("spokesperson", "commands", "leads", "member", "state") if word in self.roles[name]),
            None,
        )


def find_relations(mentions: Mentions, statements: Attributing) -> tuple[Reasoned[Relation], ...]:
    """The relations that the text states, each once, with every place that says so as evidence."""
    page = _Page(mentions, Lexicon.load())
    found: list[_Found] = []
    for token in page.doc:
        if token.i in page.by_head and token.pos_ in ("NOUN", "PROPN", "ADJ"):
            for rule in _NOUN_RULES:
                found.extend(rule(page, token))
        elif token.tag_ in ("VBN", "VBD") and token.lower_ in _PARTICIPLES:
            found.extend(_participle(page, token))
        if token.pos_ == "VERB" and token.lemma_ in _VERBS:
            found.extend(_active_verb(page, token))
    return tuple(_claims(mentions, statements, [f for f in found if f.subject != f.object]))


def _claims(mentions: Mentions, statements: Attributing, found: Iterable[_Found]) -> Iterator[Reasoned[Relation]]:
    by_triple: dict[tuple[str, str, str], list[_Found]] = {}
    for one in found:
        by_triple.setdefault((one.subject, one.relation, one.object), []).append(one)
    for number, same in enumerate(sorted(by_triple.values(), key=lambda ones: ones[0].first), 1):
        best = max(same, key=lambda f: (f.confidence, -f.first))
        spans = list(dict.fromkeys(mentions.parsed.tokens_span(f.first, f.last) for f in same))
        relation = Relation(
            id=f"r{number}",
            subject=best.subject,
            relation=best.relation,
            object=best.object,
            role=best.role,
            attribution=statements.attribution_at(best.first),
            evidence=tuple(spans),
            rule=best.rule,
            confidence=best.confidence,
        )
        yield Reasoned(
            relation, tuple(Reason("relation", mentions.parsed.tokens_span(f.first, f.last), f.how) for f in same)
        )


# roles


def _title(page: _Page, token: Token) -> Iterator[_Found]:
    """ "U.S. State Department spokesman X", "Iranian Foreign Minister X": the words of the mention before the name."""
    for actor_id in page.at(token)[:1]:
        actor = page.actor(actor_id)
        if not actor.individual or token.pos_ != "PROPN":
            return
        span = next((m for m in actor.mentions if m.start <= token.idx < m.end), None)
        if span is None:
            return
        first = token.i
        while first > 0 and page.doc[first - 1].idx >= span.start:
            first -= 1
        before = page.doc[first : token.i]
        office = next((t for t in reversed(before) if page.role_of(t.lower_) or _two_words(page, t)), None)
        if office is None:
            return
        before_office = office.i - 1 if _two_words(page, office) else office.i
        owner = next(
            (t for t in reversed(page.doc[first:before_office]) if page.at(t) and page.at(t)[0] != actor_id), None
        )
        if owner is not None:
            yield from _in_role(page, actor_id, owner, office, (first, token.i), "relation/title")


def _two_words(page: _Page, token: Token) -> str | None:
    return page.role_of(f"{page.doc[token.i - 1].lower_} {token.lower_}") if token.i else None


def _office(page: _Page, token: Token) -> Iterator[_Found]:
    """ "Dagestan's leader", "the ministry's spokesman", "commander of the brigade", "a police spokesman"."""
    if token.pos_ != "NOUN" and token.tag_ != "NNP" or not (page.role_of(token.lower_) or _two_words(page, token)):
        return
    for actor_id in page.at(token)[:1]:
        known = page.actor(actor_id)
        if not known.individual or (token.lower_ in _ANYONE and known.name.split()[-1].islower()):
            return
        for owner in _owners(page, token):
            yield from _in_role(page, actor_id, owner, token, _around(page, actor_id, owner, token), "relation/office")
            break


def _owners(page: _Page, noun: Token) -> Iterator[Token]:
    """Whose the noun is, nearest first: possessives, "of" phrases, adjectives and names before it."""
    before = [c for c in noun.lefts if c.dep_ in ("amod", "compound", "nmod")]
    for owner in children(noun, "poss"):
        if page.at(owner) and not (owner.tag_ == "PRP$" and any(c.dep_ == "compound" for c in before)):
            yield owner
    for prep in children(noun, "prep"):
        if prep.lower_ in ("of", "for", "at", "with") and (obj := child(prep, "pobj")) is not None and page.at(obj):
            yield obj
    for owner in reversed(before):
        if page.at(owner):
            yield owner


def _in_role(
    page: _Page, subject: str, owner: Token, office: Token, bounds: tuple[int, int], rule: str
) -> Iterator[_Found]:
    word = f"{page.doc[office.i - 1].lower_} {office.lower_}" if _two_words(page, office) else office.lower_
    sort = page.role_of(word) or page.role_of(office.lower_)
    lo, hi = sorted((owner.i, office.i))
    role = (
        " ".join(
            t.text for t in page.doc[lo + 1 : hi + 1] if owner.i < office.i and t.pos_ not in ("PART", "PUNCT", "DET")
        ).lower()
        or word
    )
    for object_id in page.at(owner)[:1]:
        if page.actor(object_id).individual and sort not in ("spokesperson",):
            return
        relation: RelationName = "role_in"
        if sort == "spokesperson":
            relation = "spokesperson_of"
        elif sort in ("leads", "commands"):
            relation = "leads" if sort == "leads" else "commands"
        elif sort == "member" and page.actor(object_id).kind not in ("government",):
            relation = "member_of"
        if relation in ("leads", "commands") and _LESSER & set(role.split()):
            relation = "role_in"
        role_text = role if relation == "role_in" else None
        yield _Found(
            subject,
            relation,
            object_id,
            role_text,
            *bounds,
            f"{rule}",
            0.9 if rule.endswith("title") else 0.85,
            f"the office of {role!r}",
        )


def _around(page: _Page, actor_id: str, *tokens: Token) -> tuple[int, int]:
    """From the first to the last token of the words, with the actor's name where it stands right before or after."""
    lo, hi = min(t.i for t in tokens), max(t.i for t in tokens)
    for head, ids in page.by_head.items():
        if (
            actor_id in ids
            and (lo - 6 <= head < lo or hi < head <= hi + 6)
            and page.doc[head].sent.start == page.doc[lo].sent.start
        ):
            lo, hi = min(lo, head), max(hi, head)
    return lo, hi


def _apposition(page: _Page, token: Token) -> Iterator[_Found]:
    """ "X, a Syrian relief organization": a body's role in a state."""
    if token.dep_ not in ("appos", "attr") or token.pos_ != "NOUN":
        return
    for actor_id in page.at(token)[:1]:
        actor = page.actor(actor_id)
        if actor.individual or actor.kind == "unknown":
            return
        for adjective in token.lefts:
            for state in page.at(adjective)[:1]:
                if (
                    adjective.dep_ in ("amod", "compound")
                    and page.actor(state).kind == "government"
                    and state != actor_id
                ):
                    first, last = _around(page, actor_id, adjective, token)
                    role = page.doc[adjective.i + 1 : token.i + 1].text.lower()
                    yield _Found(
                        actor_id,
                        "role_in",
                        state,
                        role,
                        first,
                        last,
                        "relation/apposition",
                        0.7,
                        "an apposition that says of which state a body is",
                    )


# sides


def _side(page: _Page, token: Token) -> Iterator[_Found]:
    """ "a steadfast ally of X", "Syria's ally Russia", "a major backer of the opposition"."""
    sort = next((name for name in _SIDE_OF if token.lower_ in page.roles[name]), None)
    if sort is None:
        return
    for subject in page.at(token)[:1]:
        known = page.actor(subject)
        if all(m.text.split()[-1].lower() == token.lower_ for m in known.mentions):
            return
        owners = [o for o in _owners(page, token) if o.dep_ in ("poss", "pobj", "amod", "compound")]
        for owner in owners[:1]:
            for each in conjuncts(owner):
                for object_id in page.at(each)[:1]:
                    first, last = _around(page, subject, owner, each, token)
                    yield _Found(
                        subject,
                        _SIDE_OF[sort],
                        object_id,
                        None,
                        first,
                        last,
                        f"relation/{sort}-noun",
                        0.88,
                        f"the noun {token.text!r}",
                    )


def _part(page: _Page, token: Token) -> Iterator[_Found]:
    """ "the Brigades, the armed wing of the movement"."""
    if token.lower_ not in page.roles["part"]:
        return
    for subject in page.at(token)[:1]:
        if page.actor(subject).individual:
            return
        for owner in _owners(page, token):
            for object_id in page.at(owner)[:1]:
                if (
                    owner.dep_ in ("poss", "pobj")
                    and page.actor(object_id).authority_id != page.actor(subject).authority_id
                    and len(page.actor(subject).mentions) > 1
                ):
                    first, last = _around(page, subject, owner, token)
                    yield _Found(
                        subject,
                        "part_of",
                        object_id,
                        None,
                        first,
                        last,
                        "relation/part",
                        0.85,
                        f"the noun {token.text!r}",
                    )
            break


def _member(page: _Page, token: Token) -> Iterator[_Found]:
    """ "a Hamas fighter", "members of the Taliban"."""
    if token.lower_ not in page.roles["member"] and token.lemma_ not in page.roles["member"] or token.pos_ != "NOUN":
        return
    for subject in page.at(token)[:1]:
        if page.actor(subject).individual and token.lower_ in page.roles["member"]:
            return  # the office rule has it
        for owner in _owners(page, token):
            for object_id in page.at(owner)[:1]:
                body = page.actor(object_id)
                if not body.individual and body.kind not in (
                    "government",
                    "unknown",
                    "civilians",
                    "ethnic",
                    "religious",
                ):
                    first, last = _around(page, subject, owner, token)
                    yield _Found(
                        subject,
                        "member_of",
                        object_id,
                        None,
                        first,
                        last,
                        "relation/member",
                        0.8,
                        f"{token.text!r} of the group",
                    )
            break


_NOUN_RULES: tuple[Callable[[_Page, Token], Iterator[_Found]], ...] = (
    _title,
    _office,
    _apposition,
    _side,
    _part,
    _member,
)


# verbs


def _participle(page: _Page, token: Token) -> Iterator[_Found]:
    """ "Turkish-backed rebels", "rebel forces, led by X", "the army, which is backed by Y"."""
    relation = _PARTICIPLES[token.lower_]
    hyphened = token.i >= 2 and page.doc[token.i - 1].text == "-"
    if hyphened:
        noun = token.head if token.dep_ in ("amod", "compound", "nmod", "acl") else None
        doers = [page.doc[token.i - 2], *_coordinated_before(page, token)]
        rule, how = f"relation/{token.lower_}-adjective", f"the adjective in {token.lower_!r}"
        for doer in doers:
            for one in page.at(doer)[:1]:
                for other in page.at(noun) if noun is not None else ():
                    yield _Found(
                        one, relation, other, None, doer.i, noun.i if noun is not None else token.i, rule, 0.9, how
                    )
        return
    if (
        token.lower_ in ("armed", "run", "controlled", "dominated")
        and not child(token, "agent")
        or is_negated(token)
        or not is_passive(token)
        and relation != "ally_of"
    ):
        return
    if any(c.lower_ in _MODALS for c in token.children):
        return
    for prep in token.children:
        if (
            prep.dep_ != "agent"
            and not (prep.dep_ == "prep" and prep.lower_ in ("by", "with", "to"))
            or (prep.lower_ in ("with", "to")) != (relation == "ally_of")
        ):
            continue
        for obj in children(prep, "pobj"):
            for doer in conjuncts(obj):
                for noun in _patients(page, token):
                    for one in page.at(doer)[:1]:
                        for other in page.at(noun):
                            lo, hi = min(noun.i, doer.i), max(noun.i, doer.i)
                            yield _Found(
                                one,
                                relation,
                                other,
                                None,
                                lo,
                                hi,
                                f"relation/{token.lower_}-by",
                                0.9,
                                f"the passive {token.text!r}",
                            )


def _coordinated_before(page: _Page, token: Token) -> list[Token]:
    """The second in "US- and Saudi-backed"."""
    return [c for c in token.children if c.dep_ == "conj" and page.at(c) and c.i < token.i]


def _patients(page: _Page, verb: Token) -> list[Token]:
    subjects = [s for c in verb.children if c.dep_ == "nsubjpass" for s in conjuncts(c)]
    if subjects:
        return subjects
    if verb.dep_ in ("acl", "relcl", "amod") and verb.head.pos_ in ("NOUN", "PROPN"):
        before = page.doc[verb.i - 1]
        return [before] if verb.dep_ == "acl" and page.at(before) else [verb.head]
    if verb.dep_ == "advcl" and verb.tag_ == "VBN":
        return [s for c in verb.head.children if c.dep_ in ("nsubj", "nsubjpass") for s in conjuncts(c)]
    return []


def _active_verb(page: _Page, verb: Token) -> Iterator[_Found]:
    """ "Iran backs the movement", "continues to support the government", "X, who commands the brigade"."""
    relation = _VERBS[verb.lemma_]
    if is_passive(verb) or is_negated(verb):
        return
    main = verb
    while main.dep_ == "xcomp" and main.head.lemma_ in ("continue", "keep"):
        main = main.head
    if (
        is_negated(main)
        or any(c.lower_ in _MODALS and c.dep_ == "aux" for c in main.children)
        or main.dep_ in ("xcomp", "pcomp", "csubj")
    ):
        return
    if (
        main.tag_ not in ("VBZ", "VBP")
        and not (main.tag_ in ("VBN", "VBG") and any(c.lower_ in ("has", "have") for c in main.children))
        and (verb.lemma_ not in ("command", "support", "back", "oppose") or main.tag_ != "VBD")
    ):
        return
    subjects = [s for c in main.children if c.dep_ == "nsubj" for s in conjuncts(c)]
    objects = [o for c in verb.children if c.dep_ == "dobj" for o in conjuncts(c)]
    for subject in subjects:
        for obj in objects:
            for one in page.at(subject):
                for other in page.at(obj)[:1]:
                    if verb.lemma_ in _ENDURING_ONLY and page.actor(other).kind in ("unknown", "civilians"):
                        continue
                    yield _Found(
                        one,
                        relation,
                        other,
                        None,
                        subject.i,
                        obj.i,
                        f"relation/{verb.lemma_}-verb",
                        0.75,
                        f"the verb {verb.text!r}",
                    )
