"""What linking reads from a store and what is kept of its outcome.

Linking computes outside any transaction. What it computed is kept only if nobody changed the incidents meanwhile:
else it computes again. So two runs that link at once never mix what they found.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from dateline.link.blocks import MOST_MEMBERS
from dateline.link.copies import Article, Copy, Signature
from dateline.link.facts import EventFacts
from dateline.link.links import Group, Judgements, Linked
from dateline.link.tellings import Ref
from dateline.store import facts_json, schema
from dateline.store.arrivals import now
from dateline.store.incidents import Maker, Member, keep_incident, members_of, remove_incidents
from dateline.store.judgements import ABOUT_LINKS, for_linking, judgements
from dateline.store.write import count_change, drop_incidents, let_wait

_AT_ONCE = 500
_MOST_ALIKE = 200


class FindCopies(Protocol):
    """How copies are found: :mod:`dateline.link.copies`."""

    def signatures(self, texts: Sequence[str]) -> list[Signature]:
        """The signatures of texts."""

    def copies_of(self, new: Article, candidates: Iterable[Article]) -> list[Copy]:
        """How a text stands to each candidate that is a copy of it, or the other way round."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Documents whose events wait for linking: their rows and texts, their events, and the state that was read."""

    rows: tuple[int, ...]
    articles: tuple[Article, ...]
    facts: tuple[EventFacts, ...]
    state: int


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Events that may be one with the waiting ones, the other events of their incidents, and which incident each is of."""

    facts: tuple[EventFacts, ...]
    known: Mapping[Ref, str]


def waiting(connection: Connection, limit: int) -> Waiting:
    """The first documents that wait, in the order in which they were coded."""
    codings, documents, claims = schema.codings.c, schema.documents.c, schema.claims.c
    query = (
        sa.select(documents.row, documents.id, documents.text, documents.known)
        .join(schema.codings, codings.document == documents.row)
        .where(codings.superseded.is_(None), codings.linked.is_(None))
        .order_by(codings.number)
        .limit(limit)
    )
    found = connection.execute(query).all()
    events = sa.select(claims.facts).where(claims.kind == "event").order_by(claims.row)
    rows = [row.row for row in found]
    facts = [
        facts_json.from_json(EventFacts, text)
        for part in _parts(rows)
        for text in connection.execute(events.where(claims.document.in_(part))).scalars()
    ]
    articles = tuple(Article(row.id, row.text, row.known) for row in found)
    return Waiting(tuple(rows), articles, tuple(facts), _state(connection))


def neighbours(connection: Connection, keys: Collection[int], rows: Collection[int]) -> Neighbours:
    """The events that share a key, and those that are in an incident with one of these; not those of the rows' documents."""
    table, claims, members = schema.link_keys.c, schema.claims.c, schema.incident_claims.c
    sharing: set[int] = set()
    for part in _parts(sorted(keys)):
        # A key that very many share says nothing: linking leaves it out too.
        told = sa.select(table.key).where(table.key.in_(part)).group_by(table.key)
        telling = told.having(sa.func.count() <= MOST_MEMBERS)
        sharing |= set(connection.execute(sa.select(table.claim).where(table.key.in_(telling)).distinct()).scalars())
    ids: set[str] = set()
    for part in _parts(sorted(sharing)):
        ids |= set(connection.execute(sa.select(members.incident).where(members.claim.in_(part)).distinct()).scalars())
    for part in _parts(sorted(ids)):
        sharing |= set(connection.execute(sa.select(members.claim).where(members.incident.in_(part))).scalars())
    query = (
        sa.select(claims.document, claims.facts, members.incident)
        .outerjoin(schema.incident_claims, members.claim == claims.row)
        .order_by(claims.row)
    )
    facts: list[EventFacts] = []
    known: dict[Ref, str] = {}
    own = set(rows)
    for part in _parts(sorted(sharing)):
        for row in connection.execute(query.where(claims.row.in_(part))):
            if row.document not in own:
                facts.append(facts_json.from_json(EventFacts, row.facts))
                if row.incident:
                    known[facts[-1].document, facts[-1].event] = row.incident
    return Neighbours(tuple(facts), known)


def holding_judgements(connection: Connection) -> Judgements:
    """What people decided, as linking takes it."""
    return for_linking(judgements(connection, kinds=ABOUT_LINKS))


def event_count(connection: Connection) -> int:
    """About how many events there are: all that have been linked."""
    return int(connection.execute(sa.select(sa.func.count()).select_from(schema.incident_claims)).scalar_one())


def articles_sharing(connection: Connection, bands: Iterable[bytes], limit: int) -> list[Article]:
    """The texts that share a band of a signature, at most ``limit`` for each part of the bands asked for at once."""
    table, documents = schema.signature_bands.c, schema.documents.c
    rows: set[int] = set()
    for part in _parts(sorted(bands)):
        found = sa.select(table.document).where(table.band.in_(part)).distinct().limit(limit)
        rows |= set(connection.execute(found).scalars())
    articles = []
    for part in _parts(sorted(rows)):
        query = sa.select(documents.id, documents.text, documents.known).where(documents.row.in_(part))
        articles += [Article(r.id, r.text, r.known) for r in connection.execute(query)]
    return articles


def mark_copies(connection: Connection, seen: Waiting, find: FindCopies) -> int:
    """Keep the signature of each waiting text, and which texts are copies of which; how many are.

    A text never changes: one that has its signature has been looked at, and what was found stays, whatever came since.
    """
    table = schema.signatures.c
    done = {row for part in _parts(seen.rows) for row in connection.execute(
        sa.select(table.document).where(table.document.in_(part))).scalars()}  # fmt: skip
    new = [(row, article) for row, article in zip(seen.rows, seen.articles, strict=True) if row not in done]
    marks = find.signatures([article.text for _, article in new])
    found = 0
    for (row, article), mark in zip(new, marks, strict=True):
        alike = find.copies_of(article, articles_sharing(connection, mark.bands, _MOST_ALIKE))
        keep_signature(connection, row, mark)
        mine = [copy for copy in alike if copy.document == article.document]
        for copy in (*mine[:1], *(copy for copy in alike if copy.original == article.document)):
            keep_copy(connection, copy)
            found += 1
    return found


def link_again(connection: Connection, refs: Sequence[Ref]) -> None:
    """Let the events, and all that are in an incident with one of them, wait for linking."""
    rows = list(_rows_of(connection, set(refs)).items())
    mine = [row for ref, row in rows if ref in set(refs)]
    claims, members = schema.claims.c, schema.incident_claims.c
    for part in _parts(mine):
        let_wait(connection, sa.select(claims.document).where(claims.row.in_(part)))
        ids = connection.execute(sa.select(members.incident).where(members.claim.in_(part)).distinct()).scalars().all()
        drop_incidents(connection, ids)


def keep_signature(connection: Connection, row: int, signature: Signature) -> None:
    """Keep the signature of a document's text, and the bands by which its copies find it."""
    for table in (schema.signatures, schema.signature_bands):
        connection.execute(sa.delete(table).where(table.c.document == row))
    connection.execute(sa.insert(schema.signatures).values(document=row, signature=signature.values))
    bands = [{"band": band, "document": row} for band in sorted(set(signature.bands))]
    if bands:
        connection.execute(sa.insert(schema.signature_bands), bands)


def keep_copy(connection: Connection, copy: Copy) -> None:
    """Keep that a document is a copy, or a version, of another: of that one's own original where it is a copy itself."""
    documents, table = schema.documents.c, schema.copies
    query = sa.select(documents.id, documents.row).where(documents.id.in_((copy.document, copy.original)))
    rows = {row.id: row.row for row in connection.execute(query)}
    document, original = rows[copy.document], rows[copy.original]
    above = connection.execute(sa.select(table.c.original).where(table.c.document == original)).scalar_one_or_none()
    original = above if above is not None and above != document else original
    connection.execute(sa.delete(table).where(table.c.document == document))
    connection.execute(
        sa.update(table).where(table.c.original == document, table.c.document != original).values(original=original)
    )
    why = "; ".join(f"{old} → {new}" for old, new in copy.changed)
    row = {"document": document, "original": original, "kind": copy.kind, "likeness": copy.alike, "why": why}
    connection.execute(sa.insert(table).values(row))


def keep_linked(
    connection: Connection, run: int, seen: Waiting, near: Neighbours, linked: Linked, keys: Mapping[Ref, Sequence[int]]
) -> int | None:  # fmt: skip
    """Keep what linking found; how many incidents are new or changed, or None where the state was no longer the one read."""
    if not count_change(connection, seen.state):
        return None
    changed = _changed(linked.groups, near.known)
    rows = _rows_of(connection, {ref for group in linked.groups for ref in group.members} | set(keys))
    _keep_keys(connection, keys, rows)
    _keep_pairs(connection, run, linked, rows)
    _keep_groups(connection, run, changed, near.known, rows, linked)
    done = sa.and_(schema.codings.c.document.in_(seen.rows), schema.codings.c.superseded.is_(None))
    connection.execute(sa.update(schema.codings).where(done).values(linked=now()))
    return len(changed)


def _parts(items: Sequence[int] | Sequence[str] | Sequence[bytes]) -> Iterable[Sequence[object]]:
    return (items[start : start + _AT_ONCE] for start in range(0, len(items), _AT_ONCE))


def _state(connection: Connection) -> int:
    table = schema.counters.c
    return int(connection.execute(sa.select(table.value).where(table.name == "linked")).scalar_one())


def _changed(groups: Iterable[Group], known: Mapping[Ref, str]) -> list[Group]:
    """The groups that are not what they were: with other members, or new."""
    before: dict[str, set[Ref]] = {}
    for ref, incident in known.items():
        before.setdefault(incident, set()).add(ref)
    return [group for group in groups if before.get(group.id) != set(group.members)]


def _rows_of(connection: Connection, refs: Collection[Ref]) -> dict[Ref, int]:
    documents, claims = schema.documents.c, schema.claims.c
    query = sa.select(documents.id, claims.claim, claims.row).join(schema.claims, claims.document == documents.row)
    query = query.where(claims.kind == "event")
    ids = sorted({document for document, _ in refs})
    return {
        (row.id, row.claim): row.row
        for part in _parts(ids)
        for row in connection.execute(query.where(documents.id.in_(part)))
    }


def _keep_keys(connection: Connection, keys: Mapping[Ref, Sequence[int]], rows: Mapping[Ref, int]) -> None:
    table = schema.link_keys
    for part in _parts([rows[ref] for ref in keys]):
        connection.execute(sa.delete(table).where(table.c.claim.in_(part)))
    made = [{"key": key, "claim": rows[ref]} for ref, each in keys.items() for key in dict.fromkeys(each)]
    if made:
        connection.execute(sa.insert(table), made)


def _keep_pairs(connection: Connection, run: int, linked: Linked, rows: Mapping[Ref, int]) -> None:
    """Links and near misses, each in the place of what was said of the same pair before; and what summaries contain."""
    made = []
    for kind, pairs in (("link", linked.links), ("near miss", linked.near_misses)):
        for pair in pairs:
            one, other = sorted((rows[pair.one], rows[pair.other]))
            against = getattr(pair, "against", None)
            made.append(
                {"kind": kind, "one": one, "other": other, "run": run, "weight": pair.weight, "levels": pair.levels,
                 "against": against}
            )  # fmt: skip
    table = schema.links
    if made:
        both = sa.and_(table.c.one == sa.bindparam("a"), table.c.other == sa.bindparam("b"))
        connection.execute(sa.delete(table).where(both), [{"a": row["one"], "b": row["other"]} for row in made])
        connection.execute(sa.insert(table), made)
    inside = {(rows[pair.summary], rows[pair.event]) for pair in linked.contained}
    kept = schema.contained
    if inside:
        both = sa.and_(kept.c.summary == sa.bindparam("a"), kept.c.event == sa.bindparam("b"))
        connection.execute(sa.delete(kept).where(both), [{"a": a, "b": b} for a, b in sorted(inside)])
        connection.execute(sa.insert(kept), [{"summary": a, "event": b} for a, b in sorted(inside)])


def _keep_groups(
    connection: Connection, run: int, changed: Sequence[Group], known: Mapping[Ref, str], rows: Mapping[Ref, int],
    linked: Linked,
) -> None:  # fmt: skip
    """Compute the incidents of the changed groups, and those of the summaries that now contain more; remove the others."""
    left = {group.id for group in linked.groups}
    remove_incidents(connection, sorted(set(known.values()) - left))
    members = schema.incident_claims
    for group in changed:
        mine = [rows[ref] for ref in group.members]
        connection.execute(sa.delete(members).where(members.c.claim.in_(mine)))
    maker = Maker.load(connection, documents=sorted({document for document, _ in rows}))
    facts = _members(connection, [rows[ref] for group in changed for ref in group.members])
    group_of = {rows[ref]: group.id for group in linked.groups for ref in group.members}
    for group in changed:
        told = [facts[rows[ref]] for ref in group.members]
        inside = _contained(connection, [m.row for m in told], group_of) if group.summary else ()
        keep_incident(connection, maker.make(group.id, told, group.summary, inside), told, run)
    summaries = {pair.summary for pair in linked.contained}
    grown = [g for g in linked.groups if g.summary and g not in changed and summaries & set(g.members)]
    for group in grown:
        told = members_of(connection, [group.id])[group.id]
        inside = _contained(connection, [m.row for m in told], group_of)
        keep_incident(connection, maker.make(group.id, told, True, inside), told, run)


def _members(connection: Connection, rows: Sequence[int]) -> dict[int, Member]:
    claims = schema.claims.c
    query = sa.select(claims.row, claims.known, claims.words, claims.codes, claims.facts)
    return {
        r.row: Member(r.row, r.known, r.words, r.codes, facts_json.from_json(EventFacts, r.facts))
        for part in _parts(rows)
        for r in connection.execute(query.where(claims.row.in_(part)))
    }


def _contained(connection: Connection, summary: Sequence[int], group_of: Mapping[int, str]) -> tuple[str, ...]:
    """The incidents of the events that a summary contains."""
    kept, members = schema.contained.c, schema.incident_claims.c
    query = sa.select(kept.event, members.incident).outerjoin(schema.incident_claims, members.claim == kept.event)
    found = connection.execute(query.where(kept.summary.in_(summary))).all()
    return tuple(sorted({group_of.get(row.event) or row.incident for row in found} - {None}))
