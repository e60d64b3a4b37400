"""Clustering: constrained average-link, from nothing or from the clusters that are there already.

Two clusters are joined while the mean match weight over *all* pairs between them is above ``JOIN_ABOVE``. A pair that was never
compared, or that scored too low to be kept, counts with ``UNSEEN``: two large clusters do not become one because one
report of each resembles one of the other. Contradictions between clusters as wholes forbid a join. The result depends
on nothing but the input: ties are broken by the lowest member.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Sequence

import numpy as np

from dateline.link.contradictions import Certain, contradiction
from dateline.link.pairs import Pairs

UNSEEN = -5.0
"""The match weight, in bits, of a pair that was not scored."""
JOIN_ABOVE = -2.0
"""Below even odds: the mean is taken over vague reports too, each of which alone says little. Chosen on generated reports that the
model was not trained on, where 95 of 100 joined pairs are right, and on the pairs by hand."""
MOST = 8.0
"""One pair speaks at most this much for a join, and none speaks more against it than one that was not scored."""
Forbids = Callable[[Sequence[int], Sequence[int]], bool]


class Clusters:
    """Clusters of the events numbered from 0, joined step by step. ``members[n]`` is empty once n was joined to another."""

    def __init__(self, certain: Sequence[Certain], start: Iterable[Sequence[int]] = ()) -> None:
        self.members: list[list[int]] = [[n] for n in range(len(certain))]
        self.certain = list(certain)
        self.of = list(range(len(certain)))
        self._near: list[dict[int, tuple[float, int]]] = [{} for _ in certain]
        self._version = [0] * len(certain)
        for group in start:
            for other in group[1:]:
                self.join(self.of[group[0]], self.of[other])

    def add_pairs(self, pairs: Pairs) -> None:
        """Take note of how much speaks for each pair."""
        weights = np.clip(pairs.weights, UNSEEN, MOST)
        for left, right, weight in zip(pairs.left.tolist(), pairs.right.tolist(), weights.tolist(), strict=True):
            one, other = self.of[left], self.of[right]
            if one != other:
                self._count(one, other, weight, 1)
                self._count(other, one, weight, 1)

    def link(self, forbids: Forbids | None = None) -> None:
        """Join what belongs together, the surest first."""
        heap = [
            (-mean, one, other, 0, 0)
            for one, near in enumerate(self._near) for other in near
            if one < other and (mean := self._mean(one, other)) > JOIN_ABOVE
        ]  # fmt: skip
        heap = [(mean, one, other, self._version[one], self._version[other]) for mean, one, other, _, _ in heap]
        heapq.heapify(heap)
        while heap:
            _, one, other, seen, other_seen = heapq.heappop(heap)
            if self._version[one] != seen or self._version[other] != other_seen:
                continue
            if contradiction(self.certain[one], self.certain[other]):
                continue
            if forbids is not None and forbids(self.members[one], self.members[other]):
                continue
            self.join(one, other)
            for third in self._near[one]:
                if (mean := self._mean(one, third)) > JOIN_ABOVE:
                    low, high = min(one, third), max(one, third)
                    heapq.heappush(heap, (-mean, low, high, self._version[low], self._version[high]))

    def join(self, one: int, other: int) -> None:
        """Make one cluster of two; it keeps the number of the first."""
        if one == other:
            return
        self.members[one] = sorted(self.members[one] + self.members[other])
        for member in self.members[other]:
            self.of[member] = one
        self.members[other] = []
        self.certain[one] = self.certain[one].joined(self.certain[other])
        self._version[one] += 1
        self._version[other] = -1
        for third, (weight, count) in self._near[other].items():
            del self._near[third][other]
            if third != one:
                self._count(one, third, weight, count)
                self._count(third, one, weight, count)
        self._near[other] = {}

    def groups(self) -> list[list[int]]:
        """The clusters, each in order, by their lowest member."""
        return sorted(group for group in self.members if group)

    def _count(self, one: int, other: int, weight: float, count: int) -> None:
        total, seen = self._near[one].get(other, (0.0, 0))
        self._near[one][other] = (total + weight, seen + count)

    def _mean(self, one: int, other: int) -> float:
        total, seen = self._near[one][other]
        pairs = len(self.members[one]) * len(self.members[other])
        return (total + UNSEEN * (pairs - seen)) / pairs
