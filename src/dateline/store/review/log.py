"""Verdicts in the log of judgements: a line each, found by the document that it is about.

Nothing here reads the whole log.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from dateline.store import schema
from dateline.store.judgements import keep_judgement
from dateline.store.review.overlay import Verdict

KIND_OF_LINE: Mapping[str, str] = {
    "accepted": "review", "rejected": "review", "corrected": "correction", "added": "correction"
}  # fmt: skip
_AT_ONCE = 500
_FIELDS = ("was", "to", "around", "assignment")


def keep_verdict(connection: Connection, document: int, verdict: Verdict) -> int:
    """Add the verdict, whose number is not yet known, to the log; its number. ``subject`` 0 begins a new one."""
    content: dict[str, Any] = {"verdict": verdict.verdict}
    content |= {name: value for name in _FIELDS if (value := getattr(verdict, name)) not in (None, {})}
    content |= {"subject": verdict.subject} if verdict.subject else {}
    number = keep_judgement(
        connection, KIND_OF_LINE[verdict.verdict], verdict.person, reason=verdict.reason, content=content  # type: ignore[arg-type]
    )  # fmt: skip
    about = {
        "judgement": number, "position": 0, "side": 0, "document": document, "claim": verdict.claim,
        "kind": verdict.kind, "anchor_start": verdict.start, "anchor_end": verdict.end,
    }  # fmt: skip
    connection.execute(sa.insert(schema.judged_claims).values(about))
    return number


def verdicts_of(connection: Connection, document: int) -> list[Verdict]:
    """All verdicts on claims of the document with this row, the oldest first; drafts and those taken back among them."""
    log, judged = schema.judgements.c, schema.judged_claims.c
    query = (
        sa.select(
            log.number, log.made, log.person, log.reason, log.content, judged.claim, judged.kind, judged.anchor_start,
            judged.anchor_end,
        )
        .join(schema.judged_claims, judged.judgement == log.number)
        .where(judged.document == document, judged.position == 0, log.kind.in_(("review", "correction")))
        .order_by(log.number)
    )  # fmt: skip
    found = [made for row in connection.execute(query) if (made := _verdict(row)) is not None]
    return _as_it_stands(connection, found)


def verdict_at(connection: Connection, number: int) -> tuple[int, Verdict] | None:
    """The row of the document and the verdict that this line of the log is, or that it took back or restored."""
    log, judged = schema.judgements.c, schema.judged_claims.c
    undoes: int | None = number
    while undoes is not None:
        number = undoes
        undoes = connection.execute(sa.select(log.undoes).where(log.number == number)).scalar_one_or_none()
    document = connection.execute(
        sa.select(judged.document).where(judged.judgement == number, judged.position == 0)
    ).scalar_one_or_none()
    if document is None:
        return None
    return next(((document, v) for v in verdicts_of(connection, document) if v.number == number), None)


def _verdict(row: Any) -> Verdict | None:
    """The verdict that a line is; None for one that is of a whole incident's claims."""
    content = json.loads(row.content)
    if "verdict" not in content:
        return None
    return Verdict(
        number=row.number, made=row.made, person=row.person, verdict=content["verdict"], kind=row.kind,
        claim=row.claim, start=row.anchor_start, end=row.anchor_end, subject=content.get("subject", row.number),
        reason=row.reason, was=content.get("was"), to=content.get("to"), around=content.get("around", {}),
        assignment=content.get("assignment"), last=row.number,
    )  # fmt: skip


def _as_it_stands(connection: Connection, verdicts: Sequence[Verdict]) -> list[Verdict]:
    """The verdicts with whether each still holds: a line that took one back may have been taken back itself."""
    log = schema.judgements.c
    chain: dict[int, Any] = {}
    asked: Iterable[int] = [verdict.number for verdict in verdicts]
    while asked := list(asked):
        found = [
            row
            for start in range(0, len(asked), _AT_ONCE)
            for row in connection.execute(
                sa.select(log.number, log.undoes, log.person).where(log.undoes.in_(asked[start : start + _AT_ONCE]))
            )
        ]
        chain |= {row.undoes: row for row in found}
        asked = [row.number for row in found]
    made = []
    for verdict in verdicts:
        holds, last, by = True, verdict.number, None
        while (line := chain.get(last)) is not None:
            holds, last, by = not holds, line.number, line.person
        made.append(replace(verdict, holds=holds, last=last, undone_by=None if holds else by))
    return made
