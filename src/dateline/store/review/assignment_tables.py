"""The tables of assignments: who is to code which documents, and how far they are."""

from __future__ import annotations

import sqlalchemy as sa

from dateline.store.schema import METADATA, RowNumber

assignments = sa.Table(
    "assignments",
    METADATA,
    sa.Column("number", RowNumber, primary_key=True),
    sa.Column("made", sa.String, nullable=False),
    sa.Column("person", sa.String, nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("note", sa.Text),
    sa.Column("due", sa.String(10)),
    sa.Column("double", sa.Boolean, nullable=False),
    sa.Column("blind", sa.Boolean, nullable=False),
    sa.Column("withdrawn", sa.String),
    sa.Column("withdrawn_by", sa.String),
)
"""Documents given to people to be coded; ``double``: each by two of them, ``blind``: neither sees the other's work."""

assigned_documents = sa.Table(
    "assigned_documents",
    METADATA,
    sa.Column("assignment", sa.ForeignKey("assignments.number"), primary_key=True),
    sa.Column("document", sa.ForeignKey("documents.row"), primary_key=True, index=True),
    sa.Column("settled", sa.String),
    sa.Column("settled_by", sa.String),
)
"""The documents of an assignment; ``settled`` is when a reviewer had decided on all in which two coders differed."""

tasks = sa.Table(
    "tasks",
    METADATA,
    sa.Column("assignment", sa.ForeignKey("assignments.number"), primary_key=True),
    sa.Column("document", sa.ForeignKey("documents.row"), primary_key=True, index=True),
    sa.Column("person", sa.String, primary_key=True),
    sa.Column("given", sa.String, nullable=False),
    sa.Column("given_by", sa.String, nullable=False),
    sa.Column("done", sa.String),
    sa.Column("withdrawn", sa.String),
    sa.Column("withdrawn_by", sa.String),
    sa.Index("tasks_of_person", "person", "done"),
)
"""One document for one person to code: open until it is done or withdrawn."""
