"""``python -m training.places``: learn the place ranking, and say how well it does on texts that it has not seen.

Prints, for rules and for learned weights, the share of mentions placed within 161 km: by five folds of documents over both corpora,
and trained on one corpus and tried on the other; with the expected calibration error of the confidence. Then writes to
``ontology/data/places/ranking.yaml`` the weights learned from all, if they beat the rules on unseen texts, or else the rules' own; the
confidence is learned in either case.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import yaml

from dateline.coding.places.features import FEATURES
from dateline.coding.places.ranking import CONFIDENCE, Ranking, load_ranking
from training.places.examples import Chosen, Marked, choices, examples, given_points, read_corpus
from training.places.fit import fit_confidence, fit_weights

ROOT = Path(__file__).resolve().parents[2]
TARGET = ROOT / "src/dateline/ontology/data/places/ranking.yaml"
CORPORA = ("lgl", "geowebnews")
FOLDS = 5
_ROUNDS = 2
_PULL = 30.0
_GAIN = 0.005
"""What learned weights must gain over the rules' on unseen texts to take their place."""
_HEAD = """\
# What each thing that speaks for a place is worth when a name may mean several (docs/explanation/place-ranking.md says what each is).
# Made by "python -m training.places"; what it starts from is in training/places/rules.yaml.
"""


def main(arguments: Sequence[str]) -> int:
    """Train, report and write. Returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m training.places", description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared/bench/data", help="where the corpora are")
    parser.add_argument("--pull", type=float, default=_PULL, help="how strongly the weights are drawn to the rules'")
    parser.add_argument("--dry", action="store_true", help="only report")
    options = parser.parse_args(arguments)
    documents = [d for corpus in CORPORA for d in read_corpus(options.data, corpus)]
    gain = report(documents, options.pull)
    kept = "learned" if gain >= _GAIN else "rules'"
    print(f"learning gains {gain:+.3f} over the folds; {_GAIN} are asked of it, so the {kept} weights are kept")
    if not options.dry:
        write(train(documents, options.pull if gain >= _GAIN else None))
    return 0


def rules() -> Ranking:
    """The weights before any learning."""
    weights = yaml.safe_load(Path(__file__).with_name("rules.yaml").read_text("utf8"))["weights"]
    return replace(load_ranking(), weights=np.array([weights[name] for name in FEATURES]))


def train(documents: Sequence[Marked], pull: float | None) -> Ranking:
    """The ranking learned from the documents; with no ``pull``, the rules' weights and a confidence learned for them."""
    ranking = rules() if pull is None else _weights(documents, pull)
    ranking = replace(ranking, confidence=tuple(fit_confidence(list(choices(documents, ranking))).tolist()))
    return replace(ranking, anchored=_anchored(documents, ranking))


def _anchored(documents: Sequence[Marked], ranking: Ranking) -> dict[str, float]:
    """For each way of being given another's point, how often it is right, over what that one's own confidence promises."""
    given = list(given_points(documents, ranking))
    out = {}
    for how in ranking.anchored:
        right = sum(g.mentions * g.right for g in given if g.how == how)
        promised = sum(g.mentions * g.confidence for g in given if g.how == how)
        out[how] = round(min(1.0, right / promised), 2) if promised else ranking.anchored[how]
    return out


def _weights(documents: Sequence[Marked], pull: float) -> Ranking:
    start = rules()
    ranking = start
    for _ in range(_ROUNDS):
        ranking = replace(start, weights=fit_weights(list(examples(documents, ranking)), start.weights, pull))
    return ranking


def _folds(documents: Sequence[Marked]) -> Iterator[tuple[list[Marked], list[Marked]]]:
    for fold in range(FOLDS):
        unseen = list(documents[fold::FOLDS])
        yield [d for n, d in enumerate(documents) if n % FOLDS != fold], unseen


def report(documents: Sequence[Marked], pull: float) -> float:
    """Print the figures, those of the rules beside those of the learned weights; the share that learning gains over the folds."""
    print(f"{'trained on':24}{'tried on':16}{'mentions':>9}{'rules':>7}{'ECE':>7}{'learned':>9}{'ECE':>7}")
    pooled: tuple[list[_Judged], list[_Judged]] = ([], [])
    for number, (seen, unseen) in enumerate(_folds(documents), start=1):
        each = _tried(f"all but fold {number}", f"fold {number}", seen, unseen, pull)
        for judged, more in zip(pooled, each, strict=True):
            judged.extend(more)
    _line("the other folds", "all five folds", *pooled)
    for corpus in CORPORA:
        seen = [d for d in documents if d.corpus != corpus]
        unseen = [d for d in documents if d.corpus == corpus]
        _tried(" and ".join(c for c in CORPORA if c != corpus), corpus, seen, unseen, pull)
    return _right(pooled[1]) - _right(pooled[0])


_Judged = tuple[Chosen, float]
"""A choice and the confidence in it."""


def _tried(
    trained: str, tried: str, seen: Sequence[Marked], unseen: Sequence[Marked], pull: float
) -> tuple[list[_Judged], list[_Judged]]:
    by_rules, learned = (
        [(c, ranking.sureness(c.entry, c.share, c.candidates)) for c in choices(unseen, ranking)]
        for ranking in (train(seen, None), train(seen, pull))
    )
    _line(trained, tried, by_rules, learned)
    return by_rules, learned


def _line(trained: str, tried: str, by_rules: Sequence[_Judged], learned: Sequence[_Judged]) -> None:
    print(
        f"{trained:24}{tried:16}{sum(c.mentions for c, _ in learned):9d}{_right(by_rules):7.3f}{calibration_error(by_rules):7.3f}"
        f"{_right(learned):9.3f}{calibration_error(learned):7.3f}",
        flush=True,
    )


def _right(judged: Sequence[_Judged]) -> float:
    return sum(c.mentions * c.right for c, _ in judged) / max(1, sum(c.mentions for c, _ in judged))


def calibration_error(judged: Sequence[_Judged]) -> float:
    """The mean gap, by tenths, between the confidence and the share of mentions that are right."""
    sure = np.array([confidence for _, confidence in judged])
    right = np.array([c.right for c, _ in judged], dtype=float)
    mentions = np.array([c.mentions for c, _ in judged], dtype=float)
    tenth = np.minimum(9, (sure * 10).astype(int))
    gaps = [abs(float((mentions * (sure - right))[tenth == n].sum())) for n in range(10)]
    return sum(gaps) / float(mentions.sum())


def write(ranking: Ranking) -> None:
    """Write the weights into the package."""
    lines = [_HEAD + "weights:"]
    lines += [f"  {name}: {weight:.3f}" for name, weight in zip(FEATURES, ranking.weights, strict=True)]
    lines.append(
        "# From the share of the belief around the chosen place to the probability that it is within 161 km (logistic)."
    )
    lines.append("confidence:")
    lines += [f"  {name}: {weight:.3f}" for name, weight in zip(CONFIDENCE, ranking.confidence, strict=True)]
    lines.append(
        "# How often a place without a known point lies within 161 km of the place that it was given the point of."
    )
    lines.append("anchored:")
    lines += [f"  {name}: {share}" for name, share in ranking.anchored.items()]
    TARGET.write_text("\n".join(lines) + "\n", "utf8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
