"""The model card: ``python -m training.encoder.card MODEL TABLE [--whole TABLE] [--trained WORDS]``.

Writes MODEL/card.md from the manifest and from the tables that ``training.encoder.evaluate --table`` wrote, for the model as it ships
and, if given, for the same weights in 32 bits.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

LEARNED = {
    "names": "conll2003-train and crossner-politics-train (part of each)",
    "roles": "muc4-train: the windows with a role three times, and one in four of the others",
    "source": "polnear-train, without the tenth that is held out",
    "cue": "polnear-train, without the tenth that is held out",
    "content": "polnear-train, without the tenth that is held out",
    "trigger": "rams-dev (its types mapped to PLOVER's), the rules' own labels where they are sure, invented texts",
    "status": "the rules' own labels where they are sure (on muc4-train, rams-dev, satp-train), invented texts",
    "toll": "the rules' own labels where they are sure (on muc4-train, rams-dev, satp-train), invented texts",
    "relevance": "muc4-train, satp-train, gvdb-a and invented texts against sport and markets in conll2003-train and invented texts",
}


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=Path)
    parser.add_argument("table", type=Path)
    parser.add_argument("--whole", type=Path, help="the figures of the same weights in 32 bits")
    parser.add_argument("--trained", default="", help="how long it was trained, in words")
    args = parser.parse_args()
    manifest = json.loads((args.model / "manifest.json").read_text("utf-8"))
    rows = json.loads(args.table.read_text("utf-8"))
    whole = json.loads(args.whole.read_text("utf-8")) if args.whole else []
    size = (args.model / "model.onnx").stat().st_size / 1e6
    (args.model / "card.md").write_text(card(manifest, rows, whole, size, args.trained), "utf-8")


def card(
    manifest: Mapping[str, Any],
    rows: Sequence[Mapping[str, Any]],
    whole: Sequence[Mapping[str, Any]],
    size: float,
    trained: str,
) -> str:
    """The card in Markdown."""
    learned = [f"| {name} | {', '.join(d['labels'])} | {LEARNED[name]} |" for name, d in manifest["layers"].items()]
    parts = [
        f"# The reader, version {manifest['version']}",
        f"A small encoder that reads beside the rules. It began as {manifest['base']} (MIT) and ships in eight bits, three of its "
        f"layers in 32 ({size:.1f} MB). It gives probabilities, never claims: what becomes of them the fusion decides.",
        trained,
        "## What it says, and what it learned that from",
        "\n".join(["| layer | labels | learned from |", "| --- | --- | --- |", *learned]),
        "The texts of the corpora are not part of the project and are not in the model's folder. The invented texts are in "
        "`training/encoder/invented`. Nothing was learned from a file whose name says test, from polnear-dev, muc4-dev, idmc, isaf, "
        "ploverspec or the samples.",
        "## How well it reads",
        "The lowest figures first. No test file is among the sets; `polnear-train` is its tenth that nothing was learned from. For "
        "`invented`, other fillings of the same patterns: that figure says that the patterns were learned, not how well other texts "
        "are read. `wikievents-dev` marks few events, and fewer types than PLOVER has. The temperatures in the manifest were fitted "
        "on the same windows.",
        table(rows, whole),
        "## Where it is weak",
        "It reads English only, and windows of at most 256 word pieces, each by itself. Roles come from reports on Latin America "
        "around 1990, attribution from American political news of 2016: expect less elsewhere. `trigger`, `status` and `toll` were "
        "mostly learned from the rules' own labels, and share the rules' mistakes. Letters' case is not read.",
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def table(rows: Sequence[Mapping[str, Any]], whole: Sequence[Mapping[str, Any]]) -> str:
    """The figures, the lowest first; beside them those of the same weights in 32 bits, where they are known."""
    other = {(r["set"], r["layer"]): main_figure(r) for r in whole}
    lines = [
        "| set | layer | precision | recall | F1 of whole spans, or share right "
        "| F1 of pieces, or the commonest label's share | in 32 bits | n |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for row in sorted(rows, key=main_figure):
        second = row.get("pieces_f1", row.get("majority"))
        cells = [
            row.get("precision"),
            row.get("recall"),
            main_figure(row),
            second,
            other.get((row["set"], row["layer"])),
        ]
        shown = " | ".join("–" if c is None else f"{c:.3f}" for c in cells)
        lines.append(f"| {row['set']} | {row['layer']} | {shown} | {row['n']} |")
    return "\n".join(lines)


def main_figure(row: Mapping[str, Any]) -> float:
    """F1 of whole spans, or the share of right labels."""
    return float(row["f1"] if "f1" in row else row["accuracy"])


if __name__ == "__main__":
    main()
