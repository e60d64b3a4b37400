"""The tables of the overview: each row is computed from an incident's record, and goes when the incident goes."""

from __future__ import annotations

import sqlalchemy as sa

from dateline.store.schema import METADATA, claims

outlines = sa.Table(
    "incident_outlines",
    METADATA,
    sa.Column("row", sa.ForeignKey("incidents.row", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    sa.Column("id", sa.String, nullable=False, unique=True),
    sa.Column("counts", sa.Boolean, nullable=False),
    sa.Column("first_day", sa.Date, nullable=False),
    sa.Column("last_day", sa.Date, nullable=False),
    sa.Column("known", sa.Date, nullable=False),
    sa.Column("begins", sa.Integer),
    sa.Column("ends", sa.Integer),
    sa.Column("day", sa.Integer),
    sa.Column("week", sa.Integer),
    sa.Column("month", sa.Integer),
    sa.Column("year", sa.Integer),
    sa.Column("kind", sa.String, nullable=False),
    sa.Column("grade", sa.String, nullable=False),
    sa.Column("aggregate", sa.Boolean, nullable=False),
    sa.Column("reviewed", sa.Boolean, nullable=False),
    sa.Column("contested", sa.Boolean, nullable=False),
    sa.Column("geonames_id", sa.Integer),
    sa.Column("place", sa.Text, nullable=False),
    sa.Column("admin1", sa.Text, nullable=False),
    sa.Column("country", sa.String(3), nullable=False),
    sa.Column("precision", sa.Integer),
    sa.Column("lat", sa.Float),
    sa.Column("lon", sa.Float),
    sa.Column("made", sa.String, nullable=False),
    sa.Column("changed", sa.String, nullable=False),
    sa.Column("title", sa.Text, nullable=False),
)
"""Each incident in short columns. ``counts`` is false for summaries and for what is discounted, which no sum and no
count holds. ``begins`` and ``ends`` are the days on which it may have happened as numbers (``date.toordinal``), empty where
no text gives them; ``day``, ``week`` (from the Monday on which the calendar begins), ``month`` (since the year 0) and ``year``
are those in which both lie, empty where it is not dated so closely. ``kind`` is the ACLED event type or empty,
``contested`` that the incident or one of its figures is. ``made`` is when it first was in the store, ``changed`` when its
record last became another one."""
sa.Index("outlines_counted", *(outlines.c[name] for name in
         ("counts", "aggregate", "grade", "reviewed", "contested", "begins", "ends")))  # fmt: skip
for _level in ("day", "week", "month", "year"):
    sa.Index(f"outlines_{_level}", outlines.c.counts, outlines.c[_level], outlines.c.kind)
sa.Index("outlines_places", *(outlines.c[name] for name in ("counts", "geonames_id", "place", "country", "precision")))
sa.Index("outlines_contested", outlines.c.contested, outlines.c.counts, outlines.c.row)
sa.Index("outlines_made", outlines.c.made, outlines.c.row)
sa.Index("outlines_changed", outlines.c.changed, outlines.c.made, outlines.c.row)
sa.Index("outlines_geonames", outlines.c.geonames_id)

bands = sa.Table(
    "incident_bands",
    METADATA,
    sa.Column("row", sa.ForeignKey("incidents.row", ondelete="CASCADE"), primary_key=True),
    sa.Column("harm", sa.String, primary_key=True),
    sa.Column("quantified", sa.Boolean, nullable=False),
    sa.Column("counts", sa.Boolean, nullable=False),
    sa.Column("low", sa.BigInteger),
    sa.Column("best", sa.BigInteger),
    sa.Column("high", sa.BigInteger),
    sa.Column("ends", sa.Integer),
    sqlite_with_rowid=False,
)
"""What each incident adds to the sum of a harm: see :mod:`dateline.store.overview.adding`. A row that is not quantified
tells of the harm, and adds nothing."""
sa.Index("bands_counted", *(bands.c[name] for name in
         ("counts", "quantified", "harm", "ends", "low", "best", "high")))  # fmt: skip

parts = sa.Table(
    "incident_parts",
    METADATA,
    sa.Column("row", sa.ForeignKey("incidents.row", ondelete="CASCADE"), primary_key=True),
    sa.Column("role", sa.String(8), primary_key=True),
    sa.Column("actor", sa.String, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("kind", sa.String, nullable=False),
    sa.Column("contested", sa.Boolean, nullable=False),
    sa.Column("counts", sa.Boolean, nullable=False),
    sqlite_with_rowid=False,
)
"""Who took part: ``role`` is did or suffered, ``actor`` the id in the authority or else the folded name."""
sa.Index("parts_actor", parts.c.actor, parts.c.role, parts.c.row)
sa.Index("parts_counted", parts.c.counts, parts.c.role, parts.c.actor, parts.c.contested)

repeats = sa.Table(
    "incident_repeats",
    METADATA,
    sa.Column("vague", sa.ForeignKey("incidents.row", ondelete="CASCADE"), primary_key=True),
    sa.Column("harm", sa.String, primary_key=True),
    sa.Column("close", sa.ForeignKey("incidents.row", ondelete="CASCADE"), primary_key=True, index=True),
    sqlite_with_rowid=False,
)
"""Incidents whose figure of a harm may be that of a closer one of the same report, and adds to no sum with that one."""

gone = sa.Table(
    "incidents_gone",
    METADATA,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("made", sa.String, nullable=False),
    sa.Column("changed", sa.String, nullable=False),
    sa.Column("gone", sa.String, nullable=False, index=True),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("first_day", sa.Date, nullable=False),
    sa.Column("sha256", sa.String(64), nullable=False),
)
"""Incidents that there were and are no more: reports were read or linked otherwise. ``sha256`` is of the record; an
incident that comes back, as it was, is no news."""

sa.Index("claims_kind", claims.c.kind, claims.c.document, claims.c.row)
