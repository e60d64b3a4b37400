"""The tables of saved searches, of what they matched, and of what they tell."""

from __future__ import annotations

import sqlalchemy as sa

from dateline.store.schema import METADATA, RowNumber

searches = sa.Table(
    "searches",
    METADATA,
    sa.Column("number", RowNumber, primary_key=True),
    sa.Column("made", sa.String, nullable=False),
    sa.Column("changed", sa.String, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("owner", sa.String, nullable=False, index=True),
    sa.Column("shared", sa.Boolean, nullable=False),
    sa.Column("kind", sa.String, nullable=False),
    sa.Column("conditions", sa.Text, nullable=False),
    sa.Column("feed", sa.String(64), unique=True),
    sa.Column("hook", sa.Text),
    sa.Column("hook_secret", sa.LargeBinary),
    sa.Column("checked", sa.String),
    sa.Column("state", sa.Integer),
)
"""``conditions`` is JSON, as they stand in the address of the page. ``feed`` is the key of its feed, ``hook`` an address
that is told. ``checked`` and ``state`` say when it was last looked for, and how far the count of changes had come then."""

search_matches = sa.Table(
    "search_matches",
    METADATA,
    sa.Column("search", sa.ForeignKey("searches.number", ondelete="CASCADE"), primary_key=True),
    sa.Column("item", sa.String, primary_key=True),
    sa.Column("stamp", sa.String, nullable=False),
    sa.Column("told", sa.Text),
)
"""What the search matched when it was last looked for, by keys of :mod:`dateline.store.saved.items`; ``told`` is what may
be said of each, as JSON, where that is known."""

search_news = sa.Table(
    "search_news",
    METADATA,
    sa.Column("number", RowNumber, primary_key=True),
    sa.Column("search", sa.ForeignKey("searches.number", ondelete="CASCADE"), nullable=False),
    sa.Column("item", sa.String, nullable=False),
    sa.Column("kind", sa.String(9), nullable=False),
    sa.Column("at", sa.String, nullable=False),
    sa.Column("told", sa.Text, nullable=False),
    sa.Index("search_news_of", "search", "number"),
)
"""What is new: ``kind`` is new, changed or retracted; ``told`` is JSON, already as the public profile lets it out."""
