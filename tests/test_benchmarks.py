"""The benchmark's own arithmetic, and what it says when there is nothing to measure."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.accuracy.__main__ import _fallen, pooled

ROOT = Path(__file__).parents[1]


def test_missing_corpora_are_said_plainly() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "benchmarks.accuracy", "--shared", "/nonexistent"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert "/nonexistent" in run.stdout
    assert "not here" in run.stdout
    assert "Traceback" not in run.stderr


def article(**figures: float | None) -> dict[str, float | None]:
    """The scores of one article: nothing found of nothing, but for what is given."""
    made: dict[str, float | None] = {"slots": None, "slots_n": 0}
    for kind in ("events", "tolls", "statements", "relations"):
        made |= {f"{kind}_{part}": None for part in ("recall_core", "recall", "precision")}
        made |= {f"{kind}_facts": 0, f"{kind}_claims": 0, f"{kind}_core": 0}
    return made | figures


def test_articles_pool_by_what_they_hold() -> None:
    """1 of 2 facts and 8 of 8 are 9 of 10, not the mean of the two shares."""
    one = article(events_recall=0.5, events_facts=2, events_precision=1.0, events_claims=1)
    two = article(events_recall=1.0, events_facts=8, events_precision=0.25, events_claims=4)
    together = pooled([one, two])
    assert together["events_recall"] == 0.9
    assert together["events_precision"] == 0.4, "1 of 1 and 1 of 4 are 2 of 5"


def test_core_recall_pools_by_core_facts() -> None:
    """1 of 2 core facts and 4 of 4 are 5 of 6, however many marginal facts there are beside them."""
    one = article(events_recall_core=0.5, events_core=2, events_facts=20)
    two = article(events_recall_core=1.0, events_core=4, events_facts=4)
    assert pooled([one, two])["events_recall_core"] == 0.8333


def test_an_article_without_facts_does_not_count() -> None:
    together = pooled([article(), article(tolls_recall=0.75, tolls_facts=4, slots=0.5, slots_n=6)])
    assert together["tolls_recall"] == 0.75
    assert together["slots"] == 0.5
    assert together["relations_recall"] is None, "nothing of nothing is no zero"


def test_claims_where_there_are_no_facts_pull_precision_down() -> None:
    sport = article(tolls_precision=0.0, tolls_claims=2)
    war = article(tolls_precision=1.0, tolls_claims=6)
    assert pooled([sport, war])["tolls_precision"] == 0.75


@pytest.mark.parametrize(
    ("now", "before", "falls", "reason"),
    [
        (0.8, 0.8, False, "the same"),
        (0.9, 0.8, False, "better"),
        (0.797, 0.8, False, "within the slack"),
        (0.79, 0.8, True, "beyond the slack"),
        (None, 0.8, True, "gone"),
        (0.1, None, False, "nothing to compare with"),
    ],
)
def test_what_has_fallen(now: float | None, before: float | None, falls: bool, reason: str) -> None:
    assert bool(list(_fallen({"s": {"f": now}}, {"s": {"f": before}}, 0.005))) is falls, reason
