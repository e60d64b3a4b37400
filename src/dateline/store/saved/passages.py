"""The words around the evidence of claims, cut out by the database: no whole text is read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from dateline.store import schema
from dateline.store.engine import reading
from dateline.store.review.schema import claim_reviews

if TYPE_CHECKING:
    from dateline.store.store import Store

_AROUND = 140


@dataclass(frozen=True, slots=True)
class Passage:
    """The words that a claim hangs on, ``marked``, with those before and after; ``claim`` is its id in the document.

    ``grade`` is that of its incident; ``review`` says what a person did with the claim, None where nobody did.
    """

    document: str
    claim: str
    before: str
    marked: str
    after: str
    source: str | None = None
    grade: str | None = None
    review: str | None = None


def passages(store: Store, rows: Sequence[int]) -> dict[int, Passage]:
    """For each claim by its row number: the words that it hangs on, with some around them."""
    with reading(store.engine) as connection:
        return {r.row: _passage(r) for r in connection.execute(_query().where(schema.claims.c.row.in_(rows)))}


def incident_passages(store: Store, ids: Sequence[str]) -> Mapping[str, Passage]:
    """For each incident: the words that its first event hangs on, with some around them."""
    members = schema.incident_claims.c
    first = (
        sa.select(members.incident, sa.func.min(members.claim).label("claim"))
        .where(members.incident.in_(ids))
        .group_by(members.incident)
        .subquery()
    )
    query = _query().add_columns(first.c.incident).join(first, first.c.claim == schema.claims.c.row)
    with reading(store.engine) as connection:
        return {r.incident: _passage(r) for r in connection.execute(query)}


def _query() -> sa.Select[Any]:
    claims, documents = schema.claims.c, schema.documents.c
    start, end = claims.anchor_start, claims.anchor_end
    # Both databases count characters from 1, as code points.
    begin = sa.case((start > _AROUND, start - _AROUND), else_=0)
    members, reviews = schema.incident_claims, claim_reviews
    joined = (
        schema.claims.join(schema.documents, documents.row == claims.document)
        .outerjoin(members, members.c.claim == claims.row)
        .outerjoin(reviews, reviews.c.claim == claims.row)
    )
    return sa.select(
        claims.row, claims.claim, documents.id, documents.source, members.c.grade, reviews.c.review,
        sa.func.substr(documents.text, begin + 1, start - begin).label("before"),
        sa.func.substr(documents.text, start + 1, end - start).label("marked"),
        sa.func.substr(documents.text, end + 1, _AROUND).label("after"),
    ).select_from(joined)  # fmt: skip


def document_starts(store: Store, rows: Sequence[int], word: str | None = None) -> dict[int, str]:
    """For each document by its row number: the words around the first place of the word, else those that it begins with."""
    documents = schema.documents.c
    where: sa.ColumnElement[int] = sa.literal(0)
    if word:
        find = sa.func.strpos if store.engine.dialect.name == "postgresql" else sa.func.instr
        where = find(sa.func.lower(documents.text), word)
    begin = sa.case((where > _AROUND, where - _AROUND), else_=1)
    query = sa.select(
        documents.row, begin.label("begin"), sa.func.substr(documents.text, begin, 2 * _AROUND).label("words")
    )
    with reading(store.engine) as connection:
        found = connection.execute(query.where(documents.row.in_(rows))).all()
    return {r.row: _cut(r.words, whole=r.begin == 1) for r in found}


def _passage(r: Any) -> Passage:
    before, after = _from_word(r.before, whole=len(r.before) < _AROUND), _to_word(r.after)
    return Passage(r.id, r.claim, before, r.marked, after, r.source, r.grade, r.review)


def _from_word(words: str, *, whole: bool) -> str:
    """From the start of the sentence or of a word on."""
    cut = max(words.rfind("\n"), words.rfind(". ") + 1 if ". " in words else -1)
    if cut >= 0:
        return words[cut + 1 :].lstrip()
    return words if whole or " " not in words else "… " + words.split(" ", 1)[1]


def _to_word(words: str) -> str:
    if (line := words.find("\n")) >= 0:
        return words[:line]
    return words if len(words) < _AROUND or " " not in words else words.rsplit(" ", 1)[0] + " …"


def _cut(words: str, *, whole: bool) -> str:
    start = words if whole or " " not in words else "… " + words.split(" ", 1)[1]
    return start if len(words) < 2 * _AROUND or " " not in start else start.rsplit(" ", 1)[0] + " …"
