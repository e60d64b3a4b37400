"""The actors of a document: who the text names or describes that can act, be acted upon or speak."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from dateline.coding.actors.chain import Chain
from dateline.coding.actors.extents import as_name, introduced, is_headline, whole_names
from dateline.coding.actors.known import Known
from dateline.coding.actors.named import NameFinder, head_of
from dateline.coding.actors.nouns import NounFinder
from dateline.coding.actors.offices import Holder, Office, find_offices, owners
from dateline.coding.actors.persons import PersonReader
from dateline.coding.actors.possessors import OwnerFinder
from dateline.coding.actors.standing import stand_for
from dateline.coding.actors.unread import caseless_names, unread_names
from dateline.coding.coreference import Resolver
from dateline.coding.mentions import Actors, Dates, Name, Places
from dateline.ontology.authority import Authority, Lexicon
from dateline.parse import Doc, ParsedDocument
from dateline.records import Actor, Span

__all__ = ["find_actors"]

_SPEAK_FOR_OTHERS = frozenset({"spokesperson", "state", "leads", "commands"})


def find_actors(
    parsed: ParsedDocument, names: Sequence[Name], places: Places, dates: Dates, authority: Authority
) -> Actors:
    """The actors, in the order of their first mention.

    States are actors where they act or are acted upon, and where their adjective says whose a role or deed is;
    towns are not, save a capital that stands for its government.
    """
    lexicon = Lexicon.load()
    doc = parsed.doc
    known = Known.of(
        authority,
        (doc[n.start : n.end].text for n in names if n.kind == "demonym"),
        (p.country for p in places.places if p.country),
        parsed.document.published,
        dates.dates,
    )
    said_of = dict(_introduced(doc, lexicon))
    again = list(_again(doc, said_of))
    names = [n for n in names if not is_headline(parsed, n, lexicon)]
    names = _typed_names(doc, [*_apart(names, [*said_of, *again]), *said_of, *again], places, dates, lexicon, known)
    phrases = list(NameFinder(lexicon, known).find(parsed, names))
    named = {i: n.start for n in names if n.kind not in ("demonym", "other") for i in range(n.start, n.end)}
    titled = frozenset(i for p in phrases if p.person for i in range(p.first, p.last + 1))
    phrases.extend(NounFinder(lexicon, known, named, caseless=doc.text.islower()).find(doc, titled))
    phrases = [as_name(doc, p) for p in phrases]
    holders = [Holder(p.first, p.last, p.head, p.person) for p in phrases if p.form == "name"]
    offices = list(find_offices(doc, holders, lexicon))
    phrases.extend(OwnerFinder(doc, names, places, known, lexicon).find(offices, phrases))
    beside = {o.noun: o.holder for o in offices if o.way == "apposition"}
    beside |= {noun: head_of(doc, name.start, name.end).i for name, noun in said_of.items()}
    resolver = Resolver(parsed, phrases, lexicon, beside, _spoken_for(doc, offices, lexicon))
    chains = stand_for(resolver, offices, lexicon, known)
    return _actors_of(parsed, resolver, chains)


def _typed_names(
    doc: Doc, names: Sequence[Name], places: Places, dates: Dates, lexicon: Lexicon, known: Known
) -> list[Name]:
    """The names with what the name finder has not seen, each whole, and people's told from others'."""
    on_map = {p.id for p in places.places if p.geonames_id is not None}
    resolved = frozenset(i for i, p in places.by_token.items() if p in on_map)
    typed = list(PersonReader(doc, lexicon, known, resolved).read(list(whole_names(doc, names, lexicon, known))))
    taken = frozenset(i for n in typed for i in range(n.start, n.end)) | dates.by_token.keys() | places.by_token.keys()
    unread = [*unread_names(doc, typed, taken, lexicon), *caseless_names(doc, taken, lexicon, known)]
    return sorted([*typed, *unread], key=lambda n: n.start)


def _introduced(doc: Doc, lexicon: Lexicon) -> Iterator[tuple[Name, int]]:
    """Names that groups are said to bear, with the noun for the group; none overlaps another."""
    end = 0
    for name, noun in introduced(doc, lexicon):
        if name.start >= end:
            yield name, noun
            end = name.end


def _again(doc: Doc, names: Collection[Name]) -> Iterator[Name]:
    """The other places where the names stand."""
    for text in {doc[n.start : n.end].text for n in names}:
        at = doc.text.find(text)
        while at >= 0:
            tokens = doc.char_span(at, at + len(text))
            if tokens is not None and all(n.end <= tokens.start or tokens.end <= n.start for n in names):
                yield Name(tokens.start, tokens.end, "group")
            at = doc.text.find(text, at + len(text))


def _apart(names: Sequence[Name], others: Collection[Name]) -> list[Name]:
    """The names that share no token with the others."""
    taken = {i for n in others for i in range(n.start, n.end)}
    return [n for n in names if taken.isdisjoint(range(n.start, n.end))]


def _spoken_for(doc: Doc, offices: Sequence[Office], lexicon: Lexicon) -> dict[int, tuple[int, ...]]:
    """From the head of the name of each who may speak for others to tokens that may be of the body or state it is."""
    return {o.holder: tuple(t.i for t in owners(doc, o, lexicon)) for o in offices if o.sort in _SPEAK_FOR_OTHERS}


def _actors_of(parsed: ParsedDocument, resolver: Resolver, chains: Sequence[Chain]) -> Actors:
    chains = sorted(chains, key=lambda c: min(c.spans))
    ids = {id(chain): f"a{number}" for number, chain in enumerate(chains, 1)}
    actors = tuple(_actor(parsed, chain, ids[id(chain)]) for chain in chains)
    by_head = {
        head: tuple(dict.fromkeys(ids[id(c)] for c in found))
        for table in (resolver.of_head, resolver.several)
        for head, found in table.items()
        if found
    }
    return Actors(actors, by_head)


def _actor(parsed: ParsedDocument, chain: Chain, actor_id: str) -> Actor:
    best = chain.best
    listed = chain.authority
    caseless = best.name.islower() and (best.form == "name" or not chain.individual)
    whole = listed is not None and (listed.state or not best.name or caseless)
    name = listed.name if listed is not None and whole else best.name
    if (
        listed is not None
        and not listed.state
        and len(listed.name) > len(best.name)
        and not listed.id.startswith((listed.country or "-").lower())
    ):
        name = listed.name
    return Actor(
        id=actor_id,
        name=name,
        authority_id=listed.id if listed else None,
        kind=chain.kind,
        country=chain.country,
        individual=chain.individual,
        mentions=_mentions(parsed, chain),
    )


def _mentions(parsed: ParsedDocument, chain: Chain) -> tuple[Span, ...]:
    return tuple(parsed.tokens_span(first, last) for first, last in sorted(set(chain.spans)))
