"""Train the encoder: ``python -m training.encoder.train BASE DATA OUT --steps N``.

DATA is what ``training.encoder.prepare`` wrote. The same seed gives the same model on the same machine with the same number of workers.
A run that was stopped goes on from its last checkpoint in OUT; begun again with fewer or more steps, it slows down sooner or later.
``--after RUN`` begins with what another run has learned, with other data, steps or blocks left as they are. With
``--workers 2`` two processes of one thread each share every batch, which on two processors that others use as well is faster than two
threads.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import socket
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, distributed, nn
from torch.nn.functional import cross_entropy

from training.encoder.layers import LAYERS
from training.encoder.network import Reader, load_base
from training.encoder.prepare import load
from training.encoder.windows import IGNORED, Window

SEED, WARM_UP, SLOW_DOWN, SAVE_EVERY, SAY_EVERY = 20, 30, 0.3, 50, 10
HEADS_FASTER = 5.0
"""How much faster the heads learn, which begin at random, than the encoder under them."""
WEIGHTS = {"roles": 2.0, "relevance": 0.2, "names": 0.5}
"""What a layer's loss counts, where that is not 1."""


Lesson = Callable[[Tensor, Tensor, dict[str, Tensor]], Tensor]
"""From pieces, mask and scores, what is added to the loss: a teacher's lesson."""


@dataclass(frozen=True, slots=True)
class Run:
    """How to train."""

    base: Path
    out: Path
    steps: int
    rate: float
    pieces: int
    frozen: int
    worker: int = 0
    workers: int = 1
    lesson: Lesson | None = None
    after: Path | None = None


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    add_options(parser)
    parser.add_argument("--workers", type=int, default=1)
    args = parser.parse_args()
    run = replace(run_of(args), workers=args.workers)
    if args.workers == 1:
        train(run, load(args.data / "train.npz"))
    else:
        torch.multiprocessing.spawn(_worker, (run, args.data, _free_port()), args.workers)  # type: ignore[no-untyped-call]


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options that training and distilling share."""
    parser.add_argument(
        "base", type=Path, help="folder of the base encoder (config.json, model.safetensors, tokenizer.json)"
    )
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--steps", type=int, default=1500)
    parser.add_argument("--rate", type=float, default=3e-4)
    parser.add_argument("--pieces", type=int, default=1024, help="pieces a step")
    parser.add_argument("--after", type=Path, help="folder of a run to begin with, in place of the base's weights")
    parser.add_argument("--frozen", type=int, default=3, help="blocks that are left as they are, with the embeddings")


def run_of(args: argparse.Namespace) -> Run:
    """The run that the options describe; its folder is made."""
    args.out.mkdir(parents=True, exist_ok=True)
    return Run(args.base, args.out, args.steps, args.rate, args.pieces, args.frozen, after=args.after)


def _free_port() -> int:
    """A port of this machine on which the workers can meet: two runs beside each other need two."""
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


def _worker(number: int, run: Run, data: Path, port: int) -> None:
    # Torch interrupts the workers of a run that is killed. A run in the background would hand down that interrupts be ignored.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.environ |= {"MASTER_ADDR": "127.0.0.1", "MASTER_PORT": str(port)}
    torch.set_num_threads(1)
    distributed.init_process_group("gloo", rank=number, world_size=run.workers)
    train(replace(run, pieces=run.pieces // run.workers, worker=number), load(data / "train.npz"))
    distributed.destroy_process_group()


def stream(found: Sequence[Window], pieces: int, seed: int) -> Iterator[list[Window]]:
    """Batches without end: windows of like length together, in another order each time through all of them."""
    epoch = 0
    while True:
        yield from batches(found, pieces, seed + epoch)
        epoch += 1


def batches(found: Sequence[Window], pieces: int, seed: int) -> list[list[Window]]:
    """Windows of like length together, so many pieces at most in each batch, the batches in an order of the seed's."""
    chance = random.Random(seed)
    order = sorted(found, key=lambda w: len(w.pieces) + chance.random() * 16)
    out: list[list[Window]] = [[]]
    for window in order:
        if out[-1] and (len(out[-1]) + 1) * len(window.pieces) > pieces:
            out.append([])
        out[-1].append(window)
    chance.shuffle(out)
    return out


def collated(batch: Sequence[Window]) -> tuple[Tensor, Tensor, dict[str, Tensor]]:
    """Inputs, mask, and labels by layer; a layer that no window has is left out."""
    longest = max(len(w.pieces) for w in batch)
    ids = np.zeros((len(batch), longest), np.int64)
    mask = np.zeros_like(ids)
    labels: dict[str, NDArray[np.int64]] = {}
    for row, window in enumerate(batch):
        n = len(window.pieces)
        ids[row, :n], mask[row, :n] = window.pieces, 1
        for layer, values in window.labels.items():
            width = 1 if LAYERS[layer].kind == "window" else longest
            labels.setdefault(layer, np.full((len(batch), width), IGNORED, np.int64))[row, : len(values)] = values
    return torch.from_numpy(ids), torch.from_numpy(mask), {k: torch.from_numpy(v) for k, v in labels.items()}


def loss_of(scores: dict[str, Tensor], labels: dict[str, Tensor]) -> Tensor:
    """The sum of the layers' losses, each the mean over the pieces that its corpora mark."""
    total = torch.zeros((), device=next(iter(scores.values())).device)
    for layer, wanted in labels.items():
        given = scores[layer].flatten(0, -2)
        total = total + WEIGHTS.get(layer, 1.0) * cross_entropy(given, wanted.flatten(), ignore_index=IGNORED)
    return total


def train(run: Run, found: Sequence[Window]) -> None:
    """Train on the windows and write ``model.pt`` to the run's folder, with checkpoints on the way."""
    torch.manual_seed(SEED + run.worker)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    model = load_base(run.base)
    if run.after is not None:
        model.load_state_dict(torch.load(run.after / "model.pt", weights_only=True, map_location="cpu"))
    model.to(device).train()
    for held in (model.words, model.places, model.norm, model.blocks[: run.frozen]):
        held.requires_grad_(run.frozen == 0)
    model.kinds.requires_grad_(run.frozen == 0)
    optimizer = _optimizer(model, run.rate)
    checkpoint, done = run.out / "checkpoint.pt", 0
    if checkpoint.exists():
        state = torch.load(checkpoint, weights_only=True)
        model.load_state_dict(state["model"])
        optimizer.load_state_dict(state["optimizer"])
        done = state["step"]
    if run.worker == 0:
        print(f"{len(found):,} windows, {sum(len(w.pieces) for w in found):,} pieces, from step {done}", flush=True)
    _steps(run, model, optimizer, found, done)
    if run.worker == 0:
        aside = run.out / "model.part"
        torch.save(model.state_dict(), aside)
        aside.replace(run.out / "model.pt")


def _steps(run: Run, model: Reader, optimizer: torch.optim.Optimizer, found: Sequence[Window], done: int) -> None:
    began, losses = time.monotonic(), []
    own = stream(found[run.worker :: run.workers], run.pieces, SEED)
    for step, batch in zip(range(1, run.steps + 1), own, strict=False):
        if step <= done:
            continue
        for group in optimizer.param_groups:
            group["lr"] = group["full"] * share(step, run.steps)
        losses.append(_step(run, model, optimizer, batch))
        if run.worker == 0 and step % SAY_EVERY == 0:
            left = (time.monotonic() - began) / (step - done) * (run.steps - step) / 60
            print(f"{step}/{run.steps} loss {np.mean(losses[-50:]):.4f}, {left:.0f} min left", flush=True)
        if run.worker == 0 and step % SAVE_EVERY == 0:
            _save(model, optimizer, step, run.out / "checkpoint.pt")


def _step(run: Run, model: Reader, optimizer: torch.optim.Optimizer, batch: Sequence[Window]) -> float:
    ids, mask, labels = collated(batch)
    device = model.kinds.device
    ids, mask, labels = ids.to(device), mask.to(device), {k: v.to(device) for k, v in labels.items()}
    with torch.set_grad_enabled(run.frozen == 0):
        hidden = model.lower(ids, mask, run.frozen)
    scores = model.upper(hidden, mask, run.frozen)
    loss = loss_of(scores, labels)
    if run.lesson is not None:
        loss = loss + run.lesson(ids, mask, scores)
    optimizer.zero_grad()
    loss.backward()  # type: ignore[no-untyped-call]
    learning = [p for p in model.parameters() if p.requires_grad]
    if run.workers > 1:
        _share_gradients(learning, run.workers)
    torch.nn.utils.clip_grad_norm_(learning, 1.0)
    optimizer.step()
    return float(loss.detach())


def _share_gradients(learning: Sequence[nn.Parameter], workers: int) -> None:
    """The mean of all workers' gradients, for each of them: a head that had nothing to learn here counts as nothing."""
    flat = torch.cat([(torch.zeros_like(p) if p.grad is None else p.grad).flatten() for p in learning])
    distributed.all_reduce(flat)
    at = 0
    for parameter in learning:
        parameter.grad = (flat[at : at + parameter.numel()] / workers).view_as(parameter)
        at += parameter.numel()


def _optimizer(model: Reader, rate: float) -> torch.optim.Optimizer:
    groups = []
    for heads in (False, True):
        for decay in (0.01, 0.0):
            own = [
                p
                for name, p in model.named_parameters()
                if p.requires_grad and name.startswith("heads.") == heads and (p.ndim > 1) == (decay > 0)
            ]
            groups.append({"params": own, "weight_decay": decay, "full": rate * (HEADS_FASTER if heads else 1.0)})
    return torch.optim.AdamW(groups, lr=rate)


def share(step: int, steps: int) -> float:
    """The learning rate's share: up in a straight line, level, and down to nothing over the last part."""
    down = max(1.0, steps * SLOW_DOWN)
    return min(1.0, step / WARM_UP, (steps - step + 1) / down)


def _save(model: Reader, optimizer: torch.optim.Optimizer, step: int, path: Path) -> None:
    """Written aside and moved into place, so that a kill leaves the checkpoint before."""
    aside = path.with_suffix(".part")
    torch.save({"model": model.state_dict(), "optimizer": optimizer.state_dict(), "step": step}, aside)
    aside.replace(path)


if __name__ == "__main__":
    main()
