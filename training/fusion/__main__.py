"""``python -m training.fusion``: fit how much the reader's word counts, and write ``src/dateline/models/fusion``.

Learns from the tenth of polnear-train that the reader has not seen and from the shipped samples; says how well the confidence holds on
texts that were left out. The marked articles of ``../shared/gold`` are not used.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

from dateline.parse import Parser
from dateline.parse.reading import identity_of
from dateline.pipeline import knowledge_of
from dateline.settings import Settings
from training.fusion.examples import of_articles, of_news
from training.fusion.fit import Claim, fitted, unseen_error

ROOT = Path(__file__).resolve().parents[2]
OUT = ROOT / "src" / "dateline" / "models" / "fusion"
LEAST = {
    "cue extent": 0.6,
    "source extent": 0.6,
    "content extent": 1.01,
    "cue alone": 0.5,
    "content alone": 0.4,
    "source alone": 0.4,
    "statement alone": 0.6,
    "statement without rules": 0.3,
    "role PerpInd": 0.75,
    "role PerpOrg": 0.75,
    "role Target": 0.75,
    "role Victim": 0.75,
    "role Weapon": 0.75,
    "role extent": 0.75,
    "role reach": 0.75,
    "role beside others": 0.75,
    "event alone": 1.01,
    "event without rules": 0.1,
    "toll alone": 1.01,
    "toll without rules": 0.5,
}
"""From which share the reader is believed; more than 1: never. Chosen on that tenth of polnear-train, on muc4-dev and on the samples."""
START = {
    "statements": {"bias": 0.0, "rule": 1.0, "cue": 0.0, "content": 0.0},
    "statements alone": {"bias": 0.0, "cue": 1.0, "content": 0.0, "source": 0.0},
    "events": {"bias": 0.0, "rule": 1.0, "doubt": 0.0},
    "events alone": {"bias": -1.0, "trigger": 1.0, "role": 0.0},
    "tolls": {"bias": 0.0, "rule": 1.0, "toll": 0.0},
    "tolls alone": {"bias": 0.0, "toll": 1.0},
}
"""What the weights are drawn to: the rules' word as it is."""


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m training.fusion", description=__doc__)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "bench" / "data")
    args = parser.parse_args()
    settings = Settings(engine="both")
    parsing, knowledge = Parser(settings), knowledge_of(settings)
    claims: dict[str, list[Claim]] = {layer: [] for layer in START}
    for layer, claim in (
        *of_news(args.data, parsing, knowledge, START),
        *of_articles(ROOT / "samples", parsing, knowledge, START),
    ):
        claims[layer].append(claim)
    votes = {layer: fitted(claims[layer], start) for layer, start in START.items()}
    lines = [
        f"| {layer} | {len(held)} | {sum(c.right for c in held)} | {unseen_error(held, START[layer]):.3f} |"
        for layer, held in claims.items()
        if held
    ]
    _write({"least": LEAST, "votes": votes}, lines)
    print("\n".join(lines))


def _write(weights: Mapping[str, Mapping[str, object]], lines: list[str]) -> None:
    data = json.dumps(weights, indent=1, sort_keys=True).encode() + b"\n"
    (OUT / "fusion.json").write_bytes(data)
    (OUT / "fusion.sha256").write_text(hashlib.sha256(data).hexdigest() + "\n", "utf-8")
    card = (OUT / "card.md").read_text("utf-8")
    head = card[: card.index("| layer |")]
    table = [
        "| layer | claims | right | expected calibration error on texts left out |",
        "| --- | ---: | ---: | ---: |",
        *lines,
    ]
    told = head[: head.index("Fitted for ")] + f"Fitted for {identity_of()}.\n\n"
    (OUT / "card.md").write_text(told + "\n".join(table) + "\n", "utf-8")


if __name__ == "__main__":
    main()
