"""Train a small encoder to read as a larger one does: ``python -m training.encoder.distil BASE DATA OUT --teacher BASE RUN``.

As ``training.encoder.train``, and at every step the student's scores are drawn to the teacher's as well, in all layers: those that a
text's corpus does not mark too. The teacher was trained by ``training.encoder.train`` on windows of its own word pieces. Both bases must
cut words alike, as MiniLM and MPNet do; their numbers for the pieces may differ.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn.functional import kl_div, log_softmax, softmax

from training.encoder.layers import LAYERS
from training.encoder.prepare import load, load_tokenizer
from training.encoder.quantise import load_run
from training.encoder.train import add_options, run_of, train
from training.encoder.windows import special

SOFT = 2.0
"""What both sides' scores are divided by: small differences among what the teacher thinks unlikely count too."""


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    add_options(parser)
    parser.add_argument("--teacher", type=Path, nargs=2, required=True, metavar=("BASE", "RUN"))
    parser.add_argument("--share", type=float, default=1.0, help="what the teacher's lesson counts beside the marks")
    args = parser.parse_args()
    run = run_of(args)
    train(replace(run, lesson=lesson(args.base, *args.teacher, args.share)), load(args.data / "train.npz"))


def lesson(
    base: Path, teacher_base: Path, teacher_run: Path, weight: float
) -> Callable[[Tensor, Tensor, dict[str, Tensor]], Tensor]:
    """How far the student's scores are from the teacher's, as a loss."""
    teacher = load_run(teacher_base, teacher_run)
    table = translation(load_tokenizer(base), load_tokenizer(teacher_base))

    def given(ids: Tensor, mask: Tensor, scores: dict[str, Tensor]) -> Tensor:
        device = mask.device
        teacher.to(device)
        with torch.no_grad():
            wanted = teacher(table.to(device)[ids], mask)
        total = torch.zeros((), device=device)
        for name, layer in LAYERS.items():
            rows = mask.bool() if layer.kind != "window" else torch.ones(len(mask), dtype=torch.bool, device=device)
            near = log_softmax(scores[name][rows] / SOFT, -1)
            total = total + kl_div(near, softmax(wanted[name][rows] / SOFT, -1), reduction="batchmean") * SOFT**2
        return weight * total

    return given


def translation(student: Tokenizer, teacher: Tokenizer) -> Tensor:
    """For each piece of the student's, the teacher's number for it. Raises ValueError when they do not cut words alike."""
    pairs = dict(zip(special(student), special(teacher), strict=True))
    known = teacher.get_vocab()
    unknown = known.get("[UNK]", known.get("<unk>", 0))
    table = [known.get(student.id_to_token(i), unknown) for i in range(student.get_vocab_size())]
    if sum(number == unknown for number in table) > len(table) // 100:
        raise ValueError("teacher and student do not cut words alike: distilling needs the same pieces")
    for ours, theirs in pairs.items():
        table[ours] = theirs
    return torch.tensor(table)


if __name__ == "__main__":
    main()
