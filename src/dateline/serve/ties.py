"""Relations of an actor as a graph: who is tied to whom, by whose word, and against whom incidents were."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from dateline.export.words.claims import RELATION_WORDS, one_line
from dateline.ontology.authority import fold
from dateline.store import FoundClaim, Store
from dateline.store.named import Actors
from dateline.store.named.remembering import Remembering
from dateline.store.told import ToldActor, ToldRecord, ToldRelation, records_of

READ = 60
"""The latest claims of relations that are read."""


@dataclass(frozen=True, slots=True)
class Party:
    """An end of a tie: its key, by which its page is found, and its name."""

    key: str
    name: str

    @property
    def path(self) -> str:
        """Where its page is, within the project."""
        return f"actors/{quote(self.key, safe='')}"


@dataclass(frozen=True, slots=True)
class Tie:
    """One claim of a relation, or a count of incidents (``claim`` is then None); ``kind`` numbers how it is drawn."""

    one: Party
    words: str
    other: Party
    kind: str
    by: str
    quote: str
    path: str | None


@dataclass(frozen=True, slots=True)
class Graph:
    """The ties, and all that a drawing needs of them."""

    ties: tuple[Tie, ...]
    drawing: dict[str, Any]


def relations(store: Store, key: str, name: str) -> Graph:
    """The ties of an actor, by the latest claims and by its incidents."""
    ties = (*_Ties(store).claimed(key), *_fought(store, key, name))
    parties = {key: Party(key, one_line(name))} | {p.key: p for t in ties for p in (t.one, t.other)}
    links = {(t.one.key, t.other.key, t.words, t.kind) for t in ties}
    drawing = {
        "self": key,
        "nodes": [{"id": p.key, "name": p.name, "path": p.path} for p in parties.values()],
        "links": [{"source": a, "target": b, "words": w, "kind": k} for a, b, w, k in sorted(links)],
    }
    return Graph(ties, drawing)


class _Ties(Remembering):
    """Reads claims of relations; remembered until the store changes."""

    def claimed(self, key: str) -> tuple[Tie, ...]:
        """What reports say of how the actor stands to others."""

        def read(_: object) -> tuple[Tie, ...]:
            claims = self._store.claims("relation", actor=key).page(READ).items
            records = records_of(self._store, sorted({claim.document for claim in claims}))
            return tuple(tie for claim in claims if (tie := _tie(claim, records.get(claim.document))))

        return self.ask(read, key)


def _tie(claim: FoundClaim, record: ToldRecord | None) -> Tie | None:
    relation = next((r for r in record.relations if r.id == claim.claim), None) if record else None
    if record is None or relation is None:
        return None
    actors = {actor.id: actor for actor in record.actors}
    one, other = _party(actors[relation.subject]), _party(actors[relation.object])
    return Tie(
        one,
        RELATION_WORDS.get(relation.relation, relation.relation.replace("_", " ")),
        other,
        relation.relation,
        _by(claim, relation, actors),
        one_line(claim.evidence),
        f"documents/{quote(claim.document, safe='')}?claim={quote(claim.claim, safe='')}",
    )


def _party(actor: ToldActor) -> Party:
    return Party(actor.authority_id or fold(actor.name) or actor.name, one_line(actor.name))


def _by(claim: FoundClaim, relation: ToldRelation, actors: dict[str, ToldActor]) -> str:
    """Who says so: whom the report cites, and the report's publisher."""
    publisher = one_line(claim.source or "publisher not known")
    cited = next((a for a in reversed(relation.attribution)), None)
    if cited is None:
        return publisher
    name = actors[cited.source].name if cited.source else cited.source_text.text if cited.source_text else ""
    return f"{one_line(name)} (in {publisher})" if name else publisher


def _fought(store: Store, key: str, name: str) -> Iterator[Tie]:
    """Against whom its incidents were, and whose incidents were against it."""
    me, asks = Party(key, one_line(name)), Actors(store)
    for other in asks.others(key, "did"):
        words = f"acted on in {other.incidents:,} incident{'' if other.incidents == 1 else 's'}"
        yield Tie(me, words, Party(other.key, one_line(other.name)), "fights", "reconciled incidents", "", None)
    for other in asks.others(key, "suffered"):
        words = f"acted on in {other.incidents:,} incident{'' if other.incidents == 1 else 's'}"
        yield Tie(Party(other.key, one_line(other.name)), words, me, "fights", "reconciled incidents", "", None)
