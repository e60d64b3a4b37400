"""Linking: events of many reports gathered into happenings, with the reasons. Takes facts, returns links; keeps nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

import numpy as np

from dateline.link.clusters import JOIN_ABOVE, Clusters
from dateline.link.contradictions import Certain, certain_of, contradiction
from dateline.link.facts import EventFacts
from dateline.link.links import NO_JUDGEMENTS, Contained, Group, Judgements, Link, Linked, NearMiss
from dateline.link.model import Model
from dateline.link.names import name_groups
from dateline.link.pairs import Pairs
from dateline.link.rows import ParentsOf, Row, row_of
from dateline.link.scoring import score_between, score_within
from dateline.link.summaries import contains, is_summary
from dateline.link.tellings import Ref, Telling, tellings_of
from dateline.ontology.authority import Authority

HAPPENED = frozenset({"occurred", "ongoing", "attempted"})
DENIED = "denied"
NEAR_MISSES = 5
"""How many near misses are kept for an event at most, the nearest."""


@dataclass(frozen=True, slots=True)
class Linker:
    """Links events by a model. ``parents`` says what an actor of the authority file is part of.

    ``score`` scores the pairs where all events are linked from nothing: by DuckDB in this process unless given.
    """

    model: Model
    parents: ParentsOf = field(repr=False)
    score: Callable[[Sequence[Row], Model], Pairs] | None = field(default=None, repr=False)

    @classmethod
    def load(cls) -> Linker:
        """A linker with the shipped model and the packaged authority file."""
        return cls(Model.load(), parents_of(Authority.load()))

    def link(
        self, facts: Sequence[EventFacts], judgements: Judgements = NO_JUDGEMENTS, known: Mapping[Ref, str] = {}
    ) -> Linked:
        """All the events linked from nothing.

        ``known`` are the groups that events were in before: a group keeps its id where most of it stays together.
        Events that did not happen are left out, and counted.
        """
        told, left_out = _happened(facts)
        rows = self._rows(told)
        pairs = (self.score or score_within)(rows, self.model)
        return self._linked(told, rows, pairs, Start(judgements, known, keep=False), left_out)

    def link_new(
        self,
        new: Sequence[EventFacts],
        old: Sequence[EventFacts],
        known: Mapping[Ref, str],
        judgements: Judgements = NO_JUDGEMENTS,
        *,
        events: int,
    ) -> Linked:
        """New events linked to old ones and to one another.

        ``old`` are the events that share a key of :func:`dateline.link.blocks.keys_of` with a new one, and the other
        members of their groups; ``known`` says which group each is in. Groups that are there stay as they are, but
        for what joins them. ``events`` is how many there are in all.
        """
        old_told, _ = _happened(old)
        new_told, left_out = _happened(new)
        rows, added = self._rows(old_told), self._rows(new_told)
        between = score_between(rows, added, self.model, events=events)
        within = _shifted(score_within(added, self.model, events=events), len(rows))
        start = Start(judgements, known, keep=True)
        return self._linked([*old_told, *new_told], [*rows, *added], _both(between, within), start, left_out)

    def _rows(self, told: Sequence[Telling]) -> list[Row]:
        return [row_of(t.facts, self.parents) for t in told]

    def _linked(
        self, told: Sequence[Telling], rows: Sequence[Row], pairs: Pairs, start: Start, left_out: int
    ) -> Linked:
        number = {ref: n for n, t in enumerate(told) for ref in t.refs}
        certain = [certain_of(t.facts, row) for t, row in zip(told, rows, strict=True)]
        clusters = Clusters(certain, start.groups(number))
        clusters.add_pairs(pairs)
        clusters.link(start.forbids(number))
        grouped = [g for g in clusters.groups() if any(told[n].facts.status != DENIED for n in g)]
        groups = [[ref for n in group for ref in told[n].refs] for group in grouped]
        ids = name_groups(groups, start.known)
        heads = [t.refs[0] for t in told]
        sums = {n for n, t in enumerate(told) if is_summary(t.facts)}
        return Linked(
            groups=tuple(
                Group(id_, tuple(refs), summary=group[0] in sums)
                for id_, refs, group in zip(ids, groups, grouped, strict=True)
            ),
            links=tuple(_links(pairs, heads, clusters)),
            near_misses=tuple(_near_misses(pairs, heads, certain, clusters)),
            contained=tuple(_contained(told, rows, sums)),
            crowded=pairs.crowded,
            left_out=left_out,
        )


@dataclass(frozen=True, slots=True)
class Start:
    """Where clustering starts: people's judgements, and the groups of before when these are to be kept."""

    judgements: Judgements
    known: Mapping[Ref, str]
    keep: bool

    def groups(self, number: Mapping[Ref, int]) -> list[list[int]]:
        """What is together before anything is compared: the groups of before, and what a person put together."""
        groups: dict[str, list[int]] = defaultdict(list)
        if self.keep:
            for ref, n in number.items():
                if ref in self.known:
                    groups[self.known[ref]].append(n)
        pinned = [[number[r] for r in pair if r in number] for pair in self.judgements.together]
        return [*groups.values(), *(sorted(pair) for pair in sorted(pinned) if len(pair) > 1)]

    def forbids(self, number: Mapping[Ref, int]) -> _Forbidden | None:
        """What a person said is apart."""
        pairs = [
            (number[one], number[other]) for one, other in self.judgements.apart if one in number and other in number
        ]  # fmt: skip
        return _Forbidden(pairs) if pairs else None


class _Forbidden:
    """Whether two clusters hold a pair that a person said is apart."""

    def __init__(self, pairs: Iterable[tuple[int, int]]) -> None:
        self._apart: dict[int, set[int]] = defaultdict(set)
        for one, other in pairs:
            self._apart[one].add(other)
            self._apart[other].add(one)

    def __call__(self, one: Sequence[int], other: Sequence[int]) -> bool:
        members = set(other)
        return any(self._apart[n] & members for n in one if n in self._apart)


def may_happen(facts: EventFacts) -> bool:
    """Whether the event is one that happened, according to its report, or that someone denies: only those are linked.

    A denial joins what others say happened, and makes no incident of its own.
    """
    return facts.status in HAPPENED or facts.status == DENIED


def parents_of(authority: Authority) -> ParentsOf:
    """What an actor is part of and was before, by its id in the authority file; nothing for an id that is not there."""

    @cache
    def parents(actor_id: str) -> tuple[str, ...]:
        found: dict[str, None] = {}
        waiting = [actor_id]
        while waiting:
            actor = authority.actor(waiting.pop())
            if actor is None:
                continue
            above = [i for i in (actor.parent, *actor.predecessors) if i and i not in found and i != actor_id]
            found.update(dict.fromkeys(above))
            waiting.extend(above)
        return tuple(found)

    return parents


def _happened(facts: Sequence[EventFacts]) -> tuple[list[Telling], int]:
    """The tellings of what happened, in an order that does not depend on how they came, and how many events did not."""
    happened = [f for f in facts if may_happen(f)]
    return tellings_of(happened), len(facts) - len(happened)


def _links(pairs: Pairs, refs: Sequence[Ref], clusters: Clusters) -> Iterable[Link]:
    of = np.array(clusters.of, np.int64)
    for at in np.flatnonzero(of[pairs.left] == of[pairs.right]):
        yield Link(
            refs[pairs.left[at]], refs[pairs.right[at]], float(pairs.weights[at]), pairs.levels[at].tobytes()
        )  # fmt: skip


def _near_misses(
    pairs: Pairs, refs: Sequence[Ref], certain: Sequence[Certain], clusters: Clusters
) -> Iterable[NearMiss]:
    """For each event the nearest others that it was not linked to, with what spoke against it."""
    of = np.array(clusters.of, np.int64)
    apart = np.flatnonzero(of[pairs.left] != of[pairs.right])
    kept: dict[int, int] = defaultdict(int)
    for at in apart[np.argsort(-pairs.weights[apart], kind="stable")]:
        left, right, weight = int(pairs.left[at]), int(pairs.right[at]), float(pairs.weights[at])
        if kept[left] >= NEAR_MISSES and kept[right] >= NEAR_MISSES:
            continue
        kept[left] += 1
        kept[right] += 1
        against = (
            contradiction(certain[left], certain[right])
            or contradiction(clusters.certain[of[left]], clusters.certain[of[right]])
            or ("too little speaks for it" if weight <= JOIN_ABOVE else "the other reports of either speak against it")
        )
        yield NearMiss(refs[left], refs[right], weight, pairs.levels[at].tobytes(), against)


def _contained(told: Sequence[Telling], rows: Sequence[Row], sums: Iterable[int]) -> Iterable[Contained]:
    """Which events are among what the summaries sum up."""
    summed = set(sums)
    by_country: dict[str, list[int]] = defaultdict(list)
    for n, row in enumerate(rows):
        if row.country and n not in summed:
            by_country[row.country].append(n)
    for n in sorted(summed):
        place = told[n].facts.place
        for other in by_country.get(place.country or "" if place else "", ()):
            if contains(told[n].facts, rows[n], rows[other]):
                yield Contained(told[n].refs[0], told[other].refs[0])


def _shifted(pairs: Pairs, by: int) -> Pairs:
    return Pairs(pairs.left + by, pairs.right + by, pairs.weights, pairs.levels, pairs.crowded)


def _both(one: Pairs, other: Pairs) -> Pairs:
    return Pairs(
        np.concatenate([one.left, other.left]),
        np.concatenate([one.right, other.right]),
        np.concatenate([one.weights, other.weights]),
        np.concatenate([one.levels, other.levels]),
        one.crowded + other.crowded,
    )
