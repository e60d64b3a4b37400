"""The sets that accuracy is measured on, with their simple floors and the best figure known."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a set: its simple floor and the best known, where there are such."""

    name: str
    floor: float | None = None
    best: float | None = None


@dataclass(frozen=True, slots=True)
class BenchmarkSet:
    """One file of the benchmark, the scorer's task for it, and the figures to show. ``sample`` lines of it run in CI."""

    name: str
    task: str
    figures: tuple[Figure, ...]
    sample: int = 12


_GOLD = tuple(
    Figure(f"{kind}_{part}")
    for kind in ("events", "tolls", "statements", "relations")
    for part in ("recall_core", "precision")
) + (Figure("slots"),)

SETS = (
    BenchmarkSet("muc4-dev", "muc", (Figure("strict_micro_f1"), Figure("strict_PerpOrg_f1"), Figure("strict_Victim_f1"), Figure("strict_VictimAny_f1"))),
    BenchmarkSet("muc4-test", "muc", (Figure("strict_micro_f1", best=0.545), Figure("lenient_micro_f1")), sample=0),
    BenchmarkSet("isaf", "isaf", (
        Figure("date", 0.450), Figure("provinces_f1", 0.622), Figure("min_killed_where_positive", 0.689), Figure("min_captured_where_positive", 0.501),
    ), sample=30),
    BenchmarkSet("idmc-dev", "displacement", (Figure("found", 0.564, 0.755), Figure("precision", 0.507), Figure("term", None, 0.74), Figure("unit"), Figure("country")), sample=40),
    BenchmarkSet("idmc-test", "displacement", (Figure("found", 0.801, 0.755), Figure("precision", 0.812), Figure("term", None, 0.74), Figure("unit"), Figure("country")), sample=0),
    BenchmarkSet("geowebnews", "places", (Figure("acc161_found", 0.506, 0.941), Figure("acc161", 0.166), Figure("recognition_f1", 0.675), Figure("acc161_literal"))),
    BenchmarkSet("lgl", "places", (Figure("acc161_found", 0.507, 0.827), Figure("acc161", 0.168), Figure("recognition_f1", 0.687), Figure("acc161_literal"))),
    BenchmarkSet("polnear-dev", "attribution", (Figure("attribution_f1", 0.334, 0.923), Figure("source_token_f1"), Figure("cue_token_f1"), Figure("content_token_f1")), sample=6),
    BenchmarkSet("timex-dev", "timex", (Figure("value_f1", 0.356), Figure("relaxed_f1", 0.760), Figure("strict_f1")), sample=2),
    BenchmarkSet("tempeval3-platinum", "timex", (Figure("value_f1", 0.278, 0.776), Figure("relaxed_f1", 0.702, 0.903), Figure("strict_f1", None, 0.813)), sample=0),
    BenchmarkSet("indiapolice", "sentences", (
        Figure("kill_f1", 0.691), Figure("arrest_f1", 0.491), Figure("fail_f1", 0.271), Figure("force_f1", 0.685), Figure("any_f1", 0.670),
    )),
    BenchmarkSet("ploverspec", "plover", (Figure("accuracy", 0.124), Figure("any_event"), Figure("actors"), Figure("recipients")), sample=60),
)  # fmt: skip

GOLD_FIGURES = _GOLD
