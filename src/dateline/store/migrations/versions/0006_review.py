"""What verdicts on claims come to, and an index by which judgements about links are found among them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

RowNumber = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables; there are no verdicts yet."""
    op.create_table(
        "reviewed",
        sa.Column("document", RowNumber, nullable=False, autoincrement=False),
        sa.Column("latest", RowNumber, nullable=False),
        sa.Column("waiting", sa.Integer(), nullable=False),
        sa.Column("judged", sa.Integer(), nullable=False),
        sa.Column("lost", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("packed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["document"], ["documents.row"]),
        sa.PrimaryKeyConstraint("document"),
    )
    done = sa.text("waiting = 0")
    op.create_index("reviewed_done", "reviewed", ["document"], sqlite_where=done, postgresql_where=done)
    op.create_table(
        "claim_reviews",
        sa.Column("claim", RowNumber, nullable=False, autoincrement=False),
        sa.Column("judgement", RowNumber, nullable=False),
        sa.Column("review", sa.String(length=9), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["claim"], ["claims.row"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["judgement"], ["judgements.number"]),
        sa.PrimaryKeyConstraint("claim"),
    )
    op.create_index(op.f("ix_claim_reviews_judgement"), "claim_reviews", ["judgement"], unique=False)
    op.create_index(op.f("ix_judgements_kind"), "judgements", ["kind"], unique=False)
