"""Statements of invented texts: parsed for real, with one actor for each distinct noun phrase."""

from __future__ import annotations

from functools import lru_cache

from dateline.coding.mentions import Actors, Dates, Mentions, Places
from dateline.coding.statements import Statements, find_statements
from dateline.parse import ParsedDocument, Parser
from dateline.records import Actor, Document, Span, Statement
from dateline.settings import Settings


@lru_cache(maxsize=1)
def parser() -> Parser:
    return Parser(Settings())


def mentions_in(text: str) -> Mentions:
    parsed = parser().parse(Document.from_text(text))
    return Mentions(parsed, (), Places(), Dates(), _actors(parsed))


def statements_in(text: str) -> Statements:
    return find_statements(mentions_in(text))


def claims_in(text: str) -> list[Statement]:
    return [r.claim for r in statements_in(text).statements]


def _actors(parsed: ParsedDocument) -> Actors:
    spans: dict[str, list[Span]] = {}
    by_head: dict[int, tuple[str, ...]] = {}
    ids: dict[str, str] = {}
    for chunk in parsed.doc.noun_chunks:
        name = chunk.root.text.casefold()
        ids.setdefault(name, f"a{len(ids) + 1}")
        spans.setdefault(name, []).append(parsed.tokens_span(chunk.start, chunk.end - 1))
        by_head[chunk.root.i] = (ids[name],)
    actors = tuple(Actor(id=ids[n], name=mentions[0].text, mentions=tuple(mentions)) for n, mentions in spans.items())
    return Actors(actors, by_head)
