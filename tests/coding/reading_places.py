"""Reads an invented text as far as its places."""

from __future__ import annotations

from functools import lru_cache

from dateline.coding.mentions import Places
from dateline.coding.names import find_names
from dateline.coding.places import find_places
from dateline.ontology.authority import Authority
from dateline.ontology.gazetteer import Gazetteer
from dateline.parse import ParsedDocument, Parser
from dateline.records import Document, Place
from dateline.settings import load_settings


@lru_cache(maxsize=1)
def knowledge() -> tuple[Parser, Gazetteer, Authority]:
    settings = load_settings()
    return Parser(settings), Gazetteer.open(settings), Authority.load()


def read(text: str) -> tuple[ParsedDocument, Places]:
    parser, gazetteer, authority = knowledge()
    parsed = parser.parse(Document.from_text(text))
    return parsed, find_places(parsed, find_names(parsed, gazetteer, authority), gazetteer, authority)


def place_of(text: str, mention: str) -> Place:
    _, found = read(text)
    return next(p for p in found.places if any(m.text == mention for m in p.mentions))


def where_things_happen(text: str) -> set[str]:
    """The words that lead to a place, as an event's place would."""
    parsed, found = read(text)
    return {parsed.doc[i].text for i in found.by_token}
