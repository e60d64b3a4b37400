"""Clustering against a slow and plain oracle, and on small graphs whose answer is known."""

from __future__ import annotations

from itertools import combinations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from dateline.link.clusters import JOIN_ABOVE, MOST, UNSEEN, Clusters
from dateline.link.contradictions import Certain
from dateline.link.pairs import Pairs

NOTHING = Certain(frozenset(), frozenset(), {"attack": 1}, frozenset((False,)))


def clustered(count: int, edges: dict[tuple[int, int], float]) -> list[list[int]]:
    clusters = Clusters([NOTHING] * count)
    left, right = (np.array([e[side] for e in edges], np.int64) for side in (0, 1))
    clusters.add_pairs(Pairs(left, right, np.array(list(edges.values()), float), np.zeros((len(edges), 1), np.int8)))
    clusters.link()
    return clusters.groups()


def plainly(count: int, edges: dict[tuple[int, int], float]) -> list[list[int]]:
    """The same by looking at every pair of clusters again after every join."""
    groups = [[n] for n in range(count)]

    def mean(one: list[int], other: list[int]) -> float:
        found = [edges.get((min(a, b), max(a, b))) for a in one for b in other]
        if all(f is None for f in found):
            return UNSEEN
        return sum(UNSEEN if f is None else max(UNSEEN, min(MOST, f)) for f in found) / len(found)

    while True:
        best = max(
            ((round(mean(a, b), 9), -min(a[0], b[0]), -max(a[0], b[0]), a, b) for a, b in combinations(groups, 2)),
            default=None,
        )
        if best is None or best[0] <= JOIN_ABOVE:
            return sorted(groups)
        *_, one, other = best
        groups = [g for g in groups if g not in (one, other)] + [sorted(one + other)]


@st.composite
def graphs(draw: st.DrawFn) -> tuple[int, dict[tuple[int, int], float]]:
    count = draw(st.integers(1, 8))
    pairs = list(combinations(range(count), 2))
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True)) if pairs else []
    # Weights that no two means share by chance: ties are settled in an order that the oracle need not know.
    return count, {pair: draw(st.integers(-80, 80)) / 10 + n * 1e-4 * 1.618**n for n, pair in enumerate(chosen[:14])}


@given(graphs())
def test_it_is_average_link(graph: tuple[int, dict[tuple[int, int], float]]) -> None:
    assert clustered(*graph) == plainly(*graph)


def test_a_chain_of_likenesses_is_not_one_cluster() -> None:
    chain = {(n, n + 1): 6.0 - n / 100 for n in range(9)}
    assert max(map(len, clustered(10, chain))) <= 2


def test_a_clique_is_one_cluster() -> None:
    assert clustered(6, dict.fromkeys(combinations(range(6), 2), 1.0)) == [[0, 1, 2, 3, 4, 5]]
