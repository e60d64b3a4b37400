"""Grouping anew from pairs that were scored before: what a part of the events alone would have come to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from dateline.link.clusters import Clusters
from dateline.link.contradictions import certain_of
from dateline.link.facts import EventFacts
from dateline.link.linker import DENIED, Start, may_happen
from dateline.link.links import Judgements
from dateline.link.pairs import Pairs
from dateline.link.rows import ParentsOf, row_of
from dateline.link.tellings import Ref, tellings_of


def regrouped(
    facts: Sequence[EventFacts], weights: Mapping[tuple[Ref, Ref], float], judgements: Judgements, parents: ParentsOf
) -> list[tuple[Ref, ...]]:
    """The events in groups, each the tellings of one happening, as linking makes them.

    ``weights`` are the match weights, in bits, of the pairs that were scored, under the first event of each telling.
    Events that did not happen, and groups of denials alone, are left out.
    """
    told = tellings_of(f for f in facts if may_happen(f))
    number = {ref: n for n, telling in enumerate(told) for ref in telling.refs}
    certain = [certain_of(telling.facts, row_of(telling.facts, parents)) for telling in told]
    start = Start(judgements, {}, keep=False)
    clusters = Clusters(certain, start.groups(number))
    clusters.add_pairs(_pairs(weights, number))
    clusters.link(start.forbids(number))
    return [
        tuple(ref for n in group for ref in told[n].refs)
        for group in clusters.groups()
        if any(told[n].facts.status != DENIED for n in group)
    ]


def _pairs(weights: Mapping[tuple[Ref, Ref], float], number: Mapping[Ref, int]) -> Pairs:
    found = sorted(
        (min(number[one], number[other]), max(number[one], number[other]), weight)
        for (one, other), weight in weights.items()
        if one in number and other in number
    )
    left, right = (np.array([pair[side] for pair in found], np.int64) for side in (0, 1))
    none = np.empty((len(found), 0), np.int8)
    return Pairs(left, right, np.array([weight for _, _, weight in found], np.float64), none)
