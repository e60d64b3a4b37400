"""What the log of verdicts comes to now, kept beside it so that nobody need read the log: made anew whenever it grows."""

from __future__ import annotations

import sqlalchemy as sa

from dateline.store.schema import METADATA, RowNumber

reviewed = sa.Table(
    "reviewed",
    METADATA,
    sa.Column("document", sa.ForeignKey("documents.row"), primary_key=True, autoincrement=False),
    sa.Column("latest", RowNumber, nullable=False),
    sa.Column("waiting", sa.Integer, nullable=False),
    sa.Column("judged", sa.Integer, nullable=False),
    sa.Column("lost", sa.Integer, nullable=False),
    sa.Column("sha256", sa.String(64), nullable=False),
    sa.Column("packed", sa.LargeBinary, nullable=False),
    sa.Index("reviewed_done", "document", sqlite_where=sa.text("waiting = 0"), postgresql_where=sa.text("waiting = 0")),
)
"""The documents on which a verdict holds: ``packed`` is the effective record, as codings are kept; ``latest`` the last
line of the log about it. ``waiting`` claims of its coding nobody has judged; ``judged`` is how many verdicts hold, and
``lost`` how many of them are about words on which no claim of the coding stands any more."""

claim_reviews = sa.Table(
    "claim_reviews",
    METADATA,
    sa.Column("claim", sa.ForeignKey("claims.row", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    sa.Column("judgement", sa.ForeignKey("judgements.number"), nullable=False, index=True),
    sa.Column("review", sa.String(9), nullable=False),
    sa.Column("person", sa.String, nullable=False),
)
"""The rows of claims that a person has accepted, corrected or added, with the line of the log that says so."""
