"""Who the gathered actors are in the world: persons in the authority, of the year of the document, and of which body or
state everyone is said to be.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dateline.coding.actors.chain import Chain
from dateline.coding.actors.known import Known
from dateline.coding.actors.offices import Office, owners
from dateline.coding.actors.phrase import Phrase
from dateline.coding.coreference import Resolver
from dateline.coding.syntax import chain_head, child
from dateline.ontology.authority import AuthorityActor, Lexicon, fold
from dateline.ontology.event_rules import load_event_rules
from dateline.parse import Doc, Token

_OF_ITS_OWN = frozenset({"spokesperson", "leads", "commands", "member", "post", "state"})
_GENERAL_KINDS = frozenset({"government", "unknown", "military", "party", "civilians"})
_OF_STATES = frozenset({"government", "military", "police"})
_TELLS_NOTHING = frozenset({"unknown", "civilians", "ethnic"})
_NO_HOLDER = frozenset(
    "former ex deputy vice assistant late then acting interim next new first previous future onetime outgoing "
    "designate elect incoming other another current-day would-be shadow regional local".split()
)
_PARTICLES = frozenset("al el bin ibn ben abu de da dos van von der den la le del".split())
_CLAIMED = frozenset(
    {"responsibility", "attack", "bombing", "blast", "killing", "raid", "shooting", "ambush", "assault"}
)


def stand_for(resolver: Resolver, offices: Sequence[Office], lexicon: Lexicon, known: Known) -> list[Chain]:
    """The document's actors, gathered by the resolver, each linked and told of as far as the text goes."""
    chains = resolver.resolve()
    held = _held(resolver, offices, lexicon)
    for chain in chains:
        for _, owner in held.get(id(chain), ()):
            _tell(chain, owner)
        for owner in _possessors(resolver, chain):
            _tell(chain, owner)
        if chain.authority is None and chain.individual:
            roles = [(o, w) for o, w in held.get(id(chain), ())]
            chain.authority = _person(resolver.doc, chain, roles, known) if chain.person else _holder(chain, known)
        elif chain.kind == "unknown" and not chain.individual and _is_armed(resolver.doc, chain):
            chain.told_kind = "rebel"
        _tell_of_claim(resolver.doc, chain, [w for _, w in held.get(id(chain), ()) if w is not None])
    return _once_each(resolver, chains)


def _held(
    resolver: Resolver, offices: Sequence[Office], lexicon: Lexicon
) -> dict[int, list[tuple[Office, Chain | None]]]:
    """By the id of each person's chain: the offices said of the person, with whose each is."""
    found: dict[int, list[tuple[Office, Chain | None]]] = {}
    for office in offices:
        holders = [c for c in resolver.of_head.get(office.holder, ()) if not c.merged]
        if office.sort and len(holders) == 1 and holders[0].person:
            owner = next(_owners(resolver, office, holders[0], lexicon), None)
            found.setdefault(id(holders[0]), []).append((office, owner))
    return found


def _owners(resolver: Resolver, office: Office, holder: Chain, lexicon: Lexicon) -> Iterator[Chain]:
    doc = resolver.doc
    for token in owners(doc, office, lexicon):
        edge = token.left_edge.i
        if edge > office.noun and doc[edge - 1].lower_ == "to":
            continue
        yield from (
            c for c in resolver.of_head.get(token.i, ()) if not c.merged and c is not holder and not c.individual
        )


def _tell(chain: Chain, owner: Chain | None) -> None:
    """Note of which body or state the person is said to be: a spokesman of rebels is one of them, an envoy of the UN no state's."""
    if owner is None or not chain.individual:
        return
    chain.told_country = chain.told_country or owner.country
    if owner.state or owner.kind in _TELLS_NOTHING or chain.told_kind is not None:
        return
    if chain.kind in _GENERAL_KINDS and not {chain.kind, owner.kind} <= _OF_STATES:
        chain.told_kind = owner.kind


def _possessors(resolver: Resolver, chain: Chain) -> Iterator[Chain]:
    """The bodies that a person's name is the possession of, or that stand after it with "of": "Save the Children's NAME"."""
    for phrase in chain.named if chain.person else ():
        head = resolver.doc[phrase.head]
        of = next((c for c in head.children if c.dep_ == "prep" and c.lower_ in ("of", "from") and c.i > head.i), None)
        for token in (child(head, "poss"), child(of, "pobj") if of is not None else None):
            for owner in resolver.of_head.get(token.i, ()) if token is not None else ():
                if not owner.merged and owner is not chain and not owner.individual:
                    yield owner


def _person(doc: Doc, chain: Chain, held: Sequence[tuple[Office, Chain | None]], known: Known) -> AuthorityActor | None:
    """The person of the authority that the name, the office and its state point to."""
    name = chain.best.name
    words = fold(name).split()
    if len([w for w in words if w not in _PARTICLES]) > 1:
        found = known.person(name)
        if found is not None and (chain.country in (None, found.country) or found.country is None):
            return found
        surname, first = _surname(name), words[0]
    else:
        surname, first = name, None
    for office, owner in held:
        of = owner.authority.id if owner is not None and owner.authority is not None else None
        for role in _roles(doc, office):
            found = known.person(surname, role=role, of=of, country=owner.country if owner is not None else None)
            if found is not None and first in (None, fold(found.name).split()[0]):
                return found
    if first is not None or not known.countries or known.year is None:
        return None
    found = known.person(surname)
    return found if found is not None and found.offices_in(known.year) else None


def _surname(name: str) -> str:
    words = name.split()
    return " ".join(words[-2:]) if len(words) > 2 and fold(words[-2]) in _PARTICLES else words[-1]


def _roles(doc: Doc, office: Office) -> Iterator[str]:
    """The office as it may be written in the authority: "foreign minister", then "minister"."""
    noun = doc[office.noun].lower_
    after = doc[office.noun + 1 : office.noun + 3].text.lower()
    if after.startswith("of "):
        yield f"{noun} {after}"
    if office.noun:
        yield f"{doc[office.noun - 1].lower_} {noun}"
    yield noun


def _holder(chain: Chain, known: Known) -> AuthorityActor | None:
    """Who held in the document's year the one office that a description tells: "the Kenyan president"."""
    for phrase in chain.phrases:
        if phrase.form != "noun" or phrase.country is None or not phrase.definite or phrase.count:
            continue
        if phrase.modifiers & _NO_HOLDER or not _only_of_state(phrase, known):
            continue
        if (found := known.holder(phrase.country.lower(), phrase.lemma)) is not None:
            return found
    return None


def _only_of_state(phrase: Phrase, known: Known) -> bool:
    """Whether the words before the noun are the state and the office, and no more."""
    words = phrase.name.replace("’", "'").split()
    while words and (known.demonym(words[0]) or known.state(words[0].removesuffix("'s"))):
        words = words[1:]
    return " ".join(words).lower() == phrase.lemma


def _is_armed(doc: Doc, chain: Chain) -> bool:
    """Whether a body of no said kind does what only the armed do."""
    return any(_attacks(doc[head]) for head in chain.heads)


def _tell_of_claim(doc: Doc, chain: Chain, bodies: Sequence[Chain]) -> None:
    """A group of no said kind whose spokesman claims an attack is an armed one, and he is of it."""
    unknown = [b for b in bodies if b.kind == "unknown"]
    if chain.person and unknown and _is_armed(doc, chain):
        for one in (chain, *unknown):
            one.told_kind = "rebel"


def _attacks(token: Token) -> bool:
    lead = chain_head(token)
    verb = lead.head.head if lead.dep_ == "pobj" and lead.head.dep_ == "agent" else lead.head
    if lead.dep_ != "nsubj" and verb is lead.head or verb.pos_ != "VERB":
        return False
    rules = load_event_rules()
    if verb.lemma_ == "claim":
        return any(c.dep_ == "dobj" and c.lower_ in _CLAIMED for c in verb.children)
    return any(p.rule.type == "ASSAULT" and p.size == 1 for p in rules.verbs.get(verb.lemma_, ()))


def _once_each(resolver: Resolver, chains: Sequence[Chain]) -> list[Chain]:
    """The chains, those that have turned out to be of one person made one."""
    first: dict[str, Chain] = {}
    for chain in chains:
        if chain.authority is None or not chain.authority.individual:
            continue
        one = first.setdefault(chain.authority.id, chain)
        if one is not chain:
            resolver.unite(one, chain)
    return [c for c in chains if not c.merged]
