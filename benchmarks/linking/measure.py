"""The figures of the linking benchmark: B-cubed and pairwise, over coded events and what the coder missed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

from benchmarks.linking.coded import Labelled
from dateline.link.links import Linked


@dataclass(frozen=True, slots=True)
class Figures:
    """Precision, recall and their harmonic mean."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def clusters_found(told: Labelled, linked: Linked) -> tuple[list[Hashable], list[int]]:
    """The cluster and the true incident of every event that tells of an incident.

    An event that was not linked at all (its report calls it denied, or planned) is a cluster of its own, and so is
    every telling that the coder missed: what was not found cannot be gathered.
    """
    cluster: dict[object, Hashable] = {ref: group.id for group in linked.groups for ref in group.members}
    found: list[Hashable] = []
    truth: list[int] = []
    for facts, incident in zip(told.facts, told.incidents, strict=True):
        if incident >= 0:
            ref = (facts.document, facts.event)
            found.append(cluster.get(ref, ("not linked", *ref)))
            truth.append(incident)
    for number, incident in enumerate(told.missed):
        found.append(("missed", number))
        truth.append(incident)
    return found, truth


def b_cubed(found: Sequence[Hashable], truth: Sequence[Hashable]) -> Figures:
    """B-cubed precision and recall: for each item the share of its cluster that is rightly there, and of its incident that is."""
    clusters, incidents, both = Counter(found), Counter(truth), Counter(zip(found, truth, strict=True))
    precision = sum(n * n / clusters[c] for (c, _), n in both.items()) / len(found)
    recall = sum(n * n / incidents[t] for (_, t), n in both.items()) / len(found)
    return Figures(precision, recall)


def pairwise(found: Sequence[Hashable], truth: Sequence[Hashable]) -> Figures:
    """The share of linked pairs that are right, and of right pairs that are linked."""
    right = _pairs(Counter(zip(found, truth, strict=True)))
    linked, real = _pairs(Counter(found)), _pairs(Counter(truth))
    return Figures(right / linked if linked else 1.0, right / real if real else 1.0)


def _pairs(counts: Mapping[Hashable, int]) -> int:
    return sum(n * (n - 1) // 2 for n in counts.values())
