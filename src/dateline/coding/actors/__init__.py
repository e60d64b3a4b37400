"""The actors of a document: who the text names or describes that can act, be acted upon or speak."""

from __future__ import annotations

from collections.abc import Sequence

from dateline.coding.actors.chain import Chain
from dateline.coding.actors.named import NameFinder, unread_names
from dateline.coding.actors.nouns import NounFinder
from dateline.coding.actors.offices import Holder, Office, find_offices, owners
from dateline.coding.actors.possessors import OwnerFinder
from dateline.coding.actors.retyping import as_name, as_they_are_called
from dateline.coding.coreference import Resolver
from dateline.coding.mentions import Actors, Dates, Name, Places
from dateline.ontology.authority import Authority, Lexicon
from dateline.parse import Doc, ParsedDocument
from dateline.records import Actor, Span

__all__ = ["find_actors"]


def find_actors(
    parsed: ParsedDocument, names: Sequence[Name], places: Places, dates: Dates, authority: Authority
) -> Actors:
    """The actors, in the order of their first mention.

    States are actors where they act or are acted upon, and where their adjective says whose a role or deed is;
    towns are not, save a capital that stands for its government.
    """
    lexicon = Lexicon.load()
    countries = _countries(parsed, places, authority)
    taken = frozenset(i for n in names for i in range(n.start, n.end)) | dates.by_token.keys() | places.by_token.keys()
    names = sorted([*names, *unread_names(parsed.doc, names, taken, lexicon)], key=lambda n: n.start)
    names = list(as_they_are_called(parsed.doc, names, lexicon, authority))
    phrases = list(NameFinder(lexicon, authority).find(parsed, names, countries))
    named = {i: n.start for n in names if n.kind not in ("demonym", "other") for i in range(n.start, n.end)}
    titled = frozenset(i for p in phrases if p.person for i in range(p.first, p.last + 1))
    phrases.extend(NounFinder(lexicon, authority, named, caseless=parsed.doc.text.islower()).find(parsed.doc, titled))
    phrases = [as_name(parsed.doc, p) for p in phrases]
    holders = [Holder(p.first, p.last, p.head, p.person) for p in phrases if p.form == "name"]
    offices = list(find_offices(parsed.doc, holders, lexicon))
    phrases.extend(OwnerFinder(parsed.doc, names, places, authority, lexicon).find(offices, phrases))
    beside = {o.noun: o.holder for o in offices if o.way == "apposition"}
    resolver = Resolver(parsed, phrases, lexicon, beside, _spoken_for(parsed.doc, offices, lexicon))
    return _actors_of(parsed, resolver)


def _spoken_for(doc: Doc, offices: Sequence[Office], lexicon: Lexicon) -> dict[int, tuple[int, ...]]:
    """From the head of each spokesperson's name to tokens that may be of the body that they speak for."""
    return {o.holder: tuple(t.i for t in owners(doc, o, lexicon)) for o in offices if o.sort == "spokesperson"}


def _countries(parsed: ParsedDocument, places: Places, authority: Authority) -> frozenset[str]:
    """The countries that the document speaks of, by places and adjectives."""
    found = {p.country for p in places.places if p.country}
    for token in parsed.doc:
        if token.text[:1].isupper() and (country := authority.demonym(token.text)):
            found.add(country)
    return frozenset(found)


def _actors_of(parsed: ParsedDocument, resolver: Resolver) -> Actors:
    chains = sorted(resolver.resolve(), key=lambda c: min(c.spans))
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
    name = listed.name if listed is not None and (listed.state or not best.name) else best.name
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
