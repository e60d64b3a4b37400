"""The reader's vote on tolls: whether the words of a figure tell of harm."""

from __future__ import annotations

from dataclasses import replace

from dateline.coding.claims import Reason, Reasoned
from dateline.coding.fusion.tokens import tokens_of
from dateline.coding.fusion.weights import Weights, shipped
from dateline.coding.mentions import Mentions
from dateline.records import Toll


def fuse_tolls(
    mentions: Mentions, tolls: tuple[Reasoned[Toll], ...], weights: Weights | None = None
) -> tuple[Reasoned[Toll], ...]:
    """The rules' tolls with the confidence of both."""
    reading = mentions.parsed.reading
    if reading is None:
        return tolls
    weights = weights or shipped()
    out = []
    for reasoned in tolls:
        toll = reasoned.claim
        words = toll.number if toll.number is not None else toll.evidence[0]
        shares = {"rule": toll.confidence, "toll": reading.share("toll", *tokens_of(mentions.parsed, words))}
        together = weights.together("tolls", shares)
        if together is None:
            out.append(reasoned)
            continue
        confidence = round(together, 2)
        how = f"rules {shares['rule']:.2f}; reader {shares['toll']:.2f}; together {confidence:.2f}"
        out.append(
            replace(
                reasoned,
                claim=toll.model_copy(update={"confidence": confidence}),
                reasons=(*reasoned.reasons, Reason("confidence", words, how)),
                shares=shares,
            )
        )
    return tuple(out)
