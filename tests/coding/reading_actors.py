"""Reads an invented text as far as its actors and relations."""

from __future__ import annotations

from functools import lru_cache

from dateline.coding.actors import find_actors
from dateline.coding.mentions import Dates, Mentions, Places
from dateline.coding.names import find_names
from dateline.coding.relations import find_relations
from dateline.ontology.authority import Authority
from dateline.ontology.gazetteer import Gazetteer
from dateline.parse import Parser
from dateline.records import Actor, Attribution, Document, Relation
from dateline.settings import load_settings


class Unattributed:
    """Statements of a text that speaks in its own voice."""

    def attribution_at(self, token_index: int) -> tuple[Attribution, ...]:
        return ()


@lru_cache(maxsize=1)
def knowledge() -> tuple[Parser, Gazetteer, Authority]:
    settings = load_settings()
    return Parser(settings), Gazetteer.open(settings), Authority.load()


@lru_cache(maxsize=512)
def mentions_in(text: str) -> Mentions:
    """The mentions of a text of no date."""
    return mentions_of(text, None, knowledge()[2])


def mentions_of(text: str, published: str | None, authority: Authority) -> Mentions:
    """The mentions of a text of a date, as an authority knows them."""
    parser, gazetteer, _ = knowledge()
    parsed = parser.parse(Document.from_text(text, published=published))
    names = find_names(parsed, gazetteer, authority)
    places, dates = Places(), Dates()
    return Mentions(parsed, names, places, dates, find_actors(parsed, names, places, dates, authority))


def actors_in(text: str) -> tuple[Actor, ...]:
    return mentions_in(text).actors.actors


def names_at(text: str, word: str, nth: int = 1) -> list[str]:
    """The names of the actors that the nth token spelt ``word`` is the head of."""
    mentions = mentions_in(text)
    tokens = [t for t in mentions.parsed.doc if t.text == word]
    return [mentions.actor(i).name for i in mentions.actors.by_head.get(tokens[nth - 1].i, ())]


def relations_in(text: str) -> tuple[tuple[str, str, str, str | None], ...]:
    """(subject, relation, object, role) of each relation, actors by name."""
    mentions = mentions_in(text)
    return tuple(
        (mentions.actor(r.subject).name, r.relation, mentions.actor(r.object).name, r.role)
        for r in (reasoned.claim for reasoned in find_relations(mentions, Unattributed()))
    )


def relation_claims(text: str) -> tuple[Relation, ...]:
    return tuple(r.claim for r in find_relations(mentions_in(text), Unattributed()))
