"""How far review has come: what people have judged of all there is, and who judged how much in which week."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa

from dateline.store import schema
from dateline.store.engine import reading
from dateline.store.overview.tables import outlines
from dateline.store.review.schema import claim_reviews, reviewed

if TYPE_CHECKING:
    from dateline.store.store import Store

WEEKS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """So many of so many have been reviewed."""

    reviewed: int
    all: int

    @property
    def machine(self) -> int:
        """How many stand as the machine made them."""
        return self.all - self.reviewed

    @property
    def percent(self) -> float:
        """The share that has been reviewed."""
        return 100 * self.reviewed / self.all if self.all else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far review has come.

    A document is reviewed when every claim of it is, and ``begun`` when some are; an incident when a person judged one of
    its claims or how it is put together. ``verdicts`` counts claims by what was decided; ``weeks`` are Mondays, the latest
    first, and ``people`` how many lines of the log each wrote in each of them, drafts of double coding among them.
    """

    documents: Share
    begun: int
    claims: Share
    verdicts: Mapping[str, int]
    incidents: Share
    weeks: tuple[date, ...]
    people: Mapping[str, Mapping[date, int]]


def progress_of(store: Store, today: date) -> Progress:
    """How far review has come; the weeks are those until the day ``today``."""
    monday = today - timedelta(days=today.weekday())
    weeks = tuple(monday - timedelta(weeks=n) for n in range(WEEKS))
    log, day = schema.judgements.c, sa.func.substr(schema.judgements.c.made, 1, 10)
    written = (
        sa.select(log.person, day.label("day"), sa.func.count().label("lines"))
        .where(log.made >= weeks[-1].isoformat(), log.kind != "undo")
        .group_by(log.person, day)
    )
    current = schema.codings.c.superseded.is_(None)
    with reading(store.engine) as connection:

        def count(table: sa.FromClause, *conditions: sa.ColumnElement[bool]) -> int:
            return int(
                connection.execute(sa.select(sa.func.count()).select_from(table).where(*conditions)).scalar_one()
            )

        verdicts: dict[str, int] = dict(
            connection.execute(
                sa.select(claim_reviews.c.review, sa.func.count()).group_by(claim_reviews.c.review)
            ).all()
        )  # fmt: skip
        people: dict[str, Counter[date]] = {}
        for row in connection.execute(written):
            on = date.fromisoformat(row.day)
            people.setdefault(row.person, Counter())[on - timedelta(days=on.weekday())] += row.lines
        return Progress(
            documents=Share(reviewed=count(reviewed, reviewed.c.waiting == 0), all=count(schema.codings, current)),
            begun=count(reviewed, reviewed.c.waiting > 0),
            claims=Share(reviewed=sum(verdicts.values()), all=count(schema.claims)),
            verdicts=verdicts,
            incidents=Share(reviewed=count(outlines, outlines.c.reviewed.is_(True)), all=count(outlines)),
            weeks=weeks,
            people=people,
        )
