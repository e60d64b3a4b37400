"""The tables of uploads and jobs."""

from __future__ import annotations

import sqlalchemy as sa

from dateline.store.schema import METADATA, RowNumber

uploads = sa.Table(
    "uploads",
    METADATA,
    sa.Column("number", RowNumber, primary_key=True),
    sa.Column("made", sa.String, nullable=False),
    sa.Column("person", sa.String, nullable=False),
    sa.Column("described", sa.Text, nullable=False),
)
"""What one person gave together; ``described`` is JSON: the source and publication that stand in where inputs have none."""

jobs = sa.Table(
    "jobs",
    METADATA,
    sa.Column("number", RowNumber, primary_key=True),
    sa.Column("upload", sa.ForeignKey("uploads.number"), index=True),
    sa.Column("subject", sa.String, index=True),
    sa.Column("kind", sa.String, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("content", sa.Text, nullable=False),
    sa.Column("size", sa.BigInteger, nullable=False),
    sa.Column("state", sa.String(9), nullable=False),
    sa.Column("tries", sa.Integer, nullable=False),
    sa.Column("due", sa.String, nullable=False),
    sa.Column("worker", sa.String),
    sa.Column("leased", sa.String),
    sa.Column("made", sa.String, nullable=False),
    sa.Column("finished", sa.String),
    sa.Column("problem", sa.Text),
    sa.Index("jobs_due", "state", "due", "number"),
    sa.Index("jobs_finished", "finished"),
)
"""``state`` is waiting, running, done, failed or cancelled. A running one belongs to ``worker`` until ``leased``.

``subject`` is what a job without an upload is about; of jobs of one kind and subject only one waits at a time, where
that was asked for. ``content`` is JSON for the worker.
"""

job_bytes = sa.Table(
    "job_bytes",
    METADATA,
    sa.Column("job", sa.ForeignKey("jobs.number", ondelete="CASCADE"), primary_key=True),
    sa.Column("packed", sa.LargeBinary, nullable=False),
)
"""The bytes that a job is to read, compressed with zlib, until it is done."""

job_results = sa.Table(
    "job_results",
    METADATA,
    sa.Column("job", sa.ForeignKey("jobs.number", ondelete="CASCADE"), primary_key=True),
    sa.Column("key", sa.String(64), primary_key=True),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("origin", sa.Text, nullable=False),
    sa.Column("document", sa.String(64)),
    sa.Column("title", sa.Text),
    sa.Column("outcome", sa.String(7), nullable=False),
    sa.Column("said", sa.Text, nullable=False),
)
"""What came of each report of a job: ``outcome`` is added, recoded, known, failed or skipped; ``said`` is JSON, what a
reader should know of it. ``key`` is a hash of where it stood and what it is: one that is there was dealt with."""
