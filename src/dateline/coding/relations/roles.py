"""Who holds which office in what: titles, appositions, complements, and names that stand with a body's name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from dateline.coding.actors.offices import Office, find_offices, is_body, owners, sort_of
from dateline.coding.relations.page import Found, Page
from dateline.coding.syntax import child, children
from dateline.parse import Token
from dateline.records import RelationName

_LESSER = frozenset(
    "deputy assistant former vice regional local provincial district ex ex-chief onetime late then outgoing".split()
)
_BYGONE = frozenset({"former", "ex", "onetime", "late", "then"})
_HIGH_OFFICES = frozenset(
    {
        "president",
        "prime minister",
        "premier",
        "king",
        "queen",
        "emir",
        "sultan",
        "foreign minister",
        "interior minister",
        "home minister",
        "defence minister",
        "defense minister",
    }
)
_RELATION_OF: dict[str, RelationName] = {
    "spokesperson": "spokesperson_of",
    "leads": "leads",
    "commands": "commands",
    "ally": "ally_of",
    "backer": "supports",
    "opponent": "opposes",
    "part": "part_of",
}
_NO_BODIES = frozenset({"civilians", "ethnic"})


def offices(page: Page) -> Iterator[Found]:
    """ "U.S. State Department spokesman NAME", "NAME, the acting governor of the region", "the group's leader, NAME"."""
    for office in find_offices(page.doc, page.holders(), page.lexicon):
        if not office.sort:
            continue
        ids = page.by_head.get(office.holder, ())
        if len(ids) != 1:
            continue
        yield from _held(page, ids[0], office)
        if page.doc[office.noun].tag_ == "NNS":
            for other in page.doc[office.holder].conjuncts:
                for subject in page.at(other)[:1] if other.i > office.holder else ():
                    if page.actor(subject).individual and page.is_named(subject):
                        yield from _held(page, subject, replace(office, holder=other.i))


def _held(page: Page, subject: str, office: Office) -> Iterator[Found]:
    for owner in owners(page.doc, office, page.lexicon):
        object_id = next(iter(page.at(owner)), None)
        if object_id is None or object_id == subject or owner.i == office.noun:
            continue
        each = [object_id]
        if office.sort in ("ally", "backer", "opponent"):
            each += [i for c in owner.conjuncts if c.i > owner.i for i in page.at(c)[:1]]
        for one in each:
            yield from _in_role(page, subject, one, owner, office)
        return
    role = _role(page, None, office)
    state = page.clear_state()
    if state is not None and office.way == "title" and role in _HIGH_OFFICES:
        first, last = min(office.noun, office.holder), max(office.noun, office.holder)
        yield Found(
            subject, "role_in", state, role, first, last, "relation/title-alone", 0.6, "the one state of the document"
        )


def _in_role(page: Page, subject: str, object_id: str, owner: Token, office: Office) -> Iterator[Found]:
    known = page.actor(object_id)
    sort = office.sort
    if known.individual and sort in ("leads", "commands", "member", "part", "state", "post"):
        return
    role = _role(page, owner, office)
    relation: RelationName = _RELATION_OF.get(sort, "role_in")
    if sort == "member" and known.kind != "government":
        relation = "member_of"
    if sort == "leads" and known.kind == "military":
        relation = "commands" if page.doc[office.noun].lower_ in ("chief", "head") else "leads"
    if relation in ("leads", "commands") and _LESSER & set(role.split()) or _is_bygone(page, office):
        relation = "role_in"
    if _is_bygone(page, office) and not _BYGONE & set(role.split()):
        role = f"former {role}"
    first, last = page.around(subject, owner.i, office.noun, office.holder)
    confidence = {"title": 0.9, "apposition": 0.85, "copula": 0.8}[office.way]
    yield Found(
        subject,
        relation,
        object_id,
        role if relation == "role_in" else None,
        first,
        last,
        f"relation/{office.way}",
        confidence,
        f"the office of {role!r}",
    )


def _role(page: Page, owner: Token | None, office: Office) -> str:
    """The office in the words of the text, in lower case, without whose it is."""
    first = office.noun
    floor = office.first
    while (
        first > floor
        and page.doc[first - 1].pos_ in ("NOUN", "PROPN", "ADJ", "VERB")
        and not (owner is not None and first - 1 == owner.i)
    ):
        first -= 1
    return page.doc[first : office.noun + 1].text.lower()


def _is_bygone(page: Page, office: Office) -> bool:
    return any(t.lower_ in _BYGONE for t in page.doc[max(0, office.first - 2) : office.noun]) and office.way != "copula"


def at_noun(page: Page, token: Token) -> Iterator[Found]:
    """A description that stands for someone named elsewhere ("The group's leader was killed"), and what a body is."""
    sort = sort_of(page.doc, token.i, page.lexicon) if token.pos_ in ("NOUN", "PROPN") else ""
    ids = page.at(token)
    if sort and len(ids) == 1 and token.tag_ in ("NN", "NNP"):
        if page.is_named(ids[0]) and not _is_name_of(page, ids[0], token):
            first = token.left_edge.i
            last = min(token.right_edge.i, token.i + 12)
            office = Office(token.i, sort, token.i, first, last, "apposition")
            if any(t.tag_ in ("POS", "PRP$") for t in page.doc[first : token.i]) or any(
                c.dep_ == "prep" and c.lower_ in ("of", "for") and c.i == token.i + 1 for c in token.children
            ):
                yield from _described(page, ids[0], token, office)
        elif sort == "member":
            yield from _one_of(page, token)
    yield from _body_of_state(page, token)


def _described(page: Page, subject: str, token: Token, office: Office) -> Iterator[Found]:
    known = page.actor(subject)
    if not known.individual and office.sort not in ("ally", "backer", "opponent", "part", "spokesperson", "member"):
        return
    if office.sort == "part" and (known.country is not None and known.kind in ("military", "government", "police")):
        return
    yield from _held(page, subject, office)


def _is_name_of(page: Page, actor_id: str, token: Token) -> bool:
    """Whether the token is the last word of the actor's own name ("the Red Brigade")."""
    return page.actor(actor_id).name.split()[-1] == token.text and token.text[:1].isupper()


def _one_of(page: Page, token: Token) -> Iterator[Found]:
    """ "a Hamas fighter", "a member of the union": someone unnamed, but one."""
    subject = page.at(token)[0]
    if not page.actor(subject).individual or any(
        c.lower_ in ("no", "any", "every", "each", "one") for c in token.lefts
    ):
        return
    named = [c for c in token.lefts if c.dep_ in ("amod", "compound", "nmod") and page.at(c)]
    named += [o for p in children(token, "prep") if p.lower_ == "of" for o in children(p, "pobj") if page.at(o)]
    for owner in named[:1]:
        body = page.actor(page.at(owner)[0])
        if not body.individual and body.kind not in ("government", "unknown", "civilians", "ethnic", "religious"):
            first, last = sorted((owner.i, token.i))
            yield Found(
                subject, "member_of", body.id, None, first, last, "relation/member", 0.8, f"{token.text!r} of the group"
            )


def _body_of_state(page: Page, token: Token) -> Iterator[Found]:
    """ "NAME, a Syrian relief organization": a body's role in a state."""
    if token.dep_ not in ("appos", "attr") or token.pos_ != "NOUN":
        return
    for actor_id in page.at(token)[:1]:
        actor = page.actor(actor_id)
        if actor.individual or actor.kind == "unknown" or not page.is_named(actor_id):
            return
        for adjective in token.lefts:
            for state in page.at(adjective)[:1]:
                if (
                    adjective.dep_ in ("amod", "compound")
                    and page.actor(state).kind == "government"
                    and state != actor_id
                ):
                    first, last = page.around(actor_id, adjective.i, token.i)
                    role = page.doc[adjective.i + 1 : token.i + 1].text.lower()
                    how = "an apposition that says of which state a body is"
                    yield Found(actor_id, "role_in", state, role, first, last, "relation/body", 0.7, how)


def affiliations(page: Page) -> Iterator[Found]:
    """ "NAME of Doctors Without Borders", "the Unity Party's NAME"."""
    for holder in page.holders():
        if not holder.person:
            continue
        subject = page.by_head[holder.head][0]
        after = holder.last + 1
        if after < len(page.doc) and page.doc[after].lower_ in ("of", "from") and page.doc[after].head.i == holder.head:
            owner = child(page.doc[after], "pobj")
        else:
            owner = child(page.doc[holder.head], "poss")
        for object_id in page.at(owner)[:1] if owner is not None else ():
            body = page.actor(object_id)
            state = (
                body.authority_id is not None and body.country is not None and body.authority_id == body.country.lower()
            )
            if body.individual or state or body.kind in ("civilians", "ethnic") or not page.is_named(object_id):
                continue
            if is_body(page.doc[holder.head], page.lexicon):
                continue
            first, last = page.around(subject, owner.i if owner is not None else holder.head, holder.head)
            yield Found(
                subject,
                "member_of",
                object_id,
                None,
                first,
                last,
                "relation/affiliation",
                0.7,
                "a person named with a body",
            )
