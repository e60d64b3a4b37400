"""Who was harmed, by both: the reader's vote on the rules' figures, and figures of harm that it alone saw."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import cast, get_args

from dateline.coding.claims import Reason, Reasoned
from dateline.coding.fusion.tokens import Tokens, head_of, share_tokens, surest_over, tokens_of
from dateline.coding.fusion.weights import Weights, shipped
from dateline.coding.mentions import Mentions
from dateline.coding.statements import Statements
from dateline.coding.tolls import Counted, count_of, counted_groups, tolls_of
from dateline.parse.reading import Found
from dateline.records import Event, Harm, Toll

RULE = "reader/toll"
_LAYER = "toll"


def fuse_tolls(
    mentions: Mentions,
    statements: Statements,
    events: Sequence[Reasoned[Event]],
    tolls: tuple[Reasoned[Toll], ...],
    weights: Weights | None = None,
    *,
    by_rules: bool = True,
) -> tuple[Reasoned[Toll], ...]:
    """The rules' tolls with the confidence of both, and those that the reader alone is sure of, in text order.

    ``by_rules`` is false where the rules were not asked: then the reader need not be so sure.
    """
    reading = mentions.parsed.reading
    if reading is None:
        return tolls
    weights = weights or shipped()
    voted = [_voted(mentions, weights, reasoned) for reasoned in tolls]
    least = weights.needed("toll alone" if by_rules else "toll without rules")
    known = [tokens_of(mentions.parsed, r.claim.number) for r in tolls if r.claim.number is not None]
    found = [f for f in reading.found(_LAYER) if f.name in get_args(Harm) and f.probability >= least]
    counted = list(_counted(mentions, found, known))
    alone = [_alone(mentions, weights, found, reasoned) for reasoned in tolls_of(mentions, statements, events, counted)]
    return _numbered([*voted, *alone]) if alone else tuple(voted)


def _voted(mentions: Mentions, weights: Weights, reasoned: Reasoned[Toll]) -> Reasoned[Toll]:
    """The rules' toll with the confidence of both."""
    reading, toll = mentions.parsed.reading, reasoned.claim
    assert reading is not None, "fuse_tolls() has asked"
    words = toll.number if toll.number is not None else toll.evidence[0]
    shares = {"rule": toll.confidence, "toll": reading.share(_LAYER, *tokens_of(mentions.parsed, words))}
    together = weights.together("tolls", shares)
    if together is None:
        return reasoned
    confidence = round(together, 2)
    how = f"rules {shares['rule']:.2f}; reader {shares['toll']:.2f}; together {confidence:.2f}"
    return replace(
        reasoned,
        claim=toll.model_copy(update={"confidence": confidence}),
        reasons=(*reasoned.reasons, Reason("confidence", words, how)),
        shares=shares,
    )


def _counted(mentions: Mentions, found: Sequence[Found], known: Sequence[Tokens]) -> Iterator[Counted]:
    """The numbers of people and homes that the reader takes for harm, without those that are tolls already."""
    for group in counted_groups(mentions).groups:
        best = surest_over(group.number, found)
        if best is None or any(share_tokens(group.number, other) for other in known):
            continue
        head = mentions.parsed.doc[head_of(mentions.parsed.doc, (group.first, group.last))]
        counted = count_of(mentions, group, cast(Harm, best.name), head.head.i, "the reader takes the figure for harm")
        if counted is not None:
            yield counted


def _alone(mentions: Mentions, weights: Weights, found: Sequence[Found], reasoned: Reasoned[Toll]) -> Reasoned[Toll]:
    """The reader's toll, with its vote for a confidence where no weights were fitted."""
    number = reasoned.claim.number
    assert number is not None, "only what is counted is the reader's alone"
    best = surest_over(tokens_of(mentions.parsed, number), found)
    assert best is not None, "it was found by this"
    shares = {"toll": best.probability}
    together = weights.together("tolls alone", shares)
    confidence = round(best.probability if together is None else together, 2)
    claim = reasoned.claim.model_copy(update={"rule": RULE, "confidence": confidence})
    how = f"rules: none; reader: {best.name} {best.probability:.2f}; together {confidence:.2f}"
    return Reasoned(claim, (*reasoned.reasons, Reason("confidence", number, how)), shares)


def _numbered(tolls: Sequence[Reasoned[Toll]]) -> tuple[Reasoned[Toll], ...]:
    """In text order with ids t1, t2, …; a part points at its whole still. (The reader's tolls are no parts.)"""
    order = sorted(tolls, key=lambda r: r.claim.evidence[0].start)
    ids = {r.claim.id: f"t{number}" for number, r in enumerate(order, 1) if r.claim.rule != RULE}
    return tuple(
        replace(
            r,
            claim=r.claim.model_copy(
                update={"id": f"t{number}", "part_of": ids[r.claim.part_of] if r.claim.part_of else None}
            ),
        )
        for number, r in enumerate(order, 1)
    )
