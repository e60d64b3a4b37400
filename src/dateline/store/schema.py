"""The tables, the same in SQLite and PostgreSQL. The migrations make them; a test holds that both agree.

Full text and places are indexed by what each database has for it (FTS5 and R*Tree; tsvector with GIN and PostGIS
with GiST): the migrations add those, and :mod:`dateline.store.dialects` asks them.
"""

from __future__ import annotations

import sqlalchemy as sa

METADATA = sa.MetaData()

RowNumber = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
"""SQLite gives the row itself this number only where the column is called INTEGER."""


def _number() -> sa.Column[int]:
    return sa.Column("number", RowNumber, primary_key=True)


runs = sa.Table(
    "runs",
    METADATA,
    _number(),
    sa.Column("kind", sa.String, nullable=False),
    sa.Column("started", sa.String, nullable=False),
    sa.Column("finished", sa.String),
    sa.Column("fingerprint", sa.String, nullable=False),
    sa.Column("versions", sa.Text, nullable=False),
)
"""Every run that wrote: ``versions`` is JSON (code, rules, model, gazetteer …), ``fingerprint`` its SHA-256."""

originals = sa.Table(
    "originals",
    METADATA,
    sa.Column("sha256", sa.String(64), primary_key=True),
    sa.Column("size", sa.Integer, nullable=False),
    sa.Column("packed", sa.LargeBinary, nullable=False),
)
"""The bytes received, each once, compressed with zlib; ``size`` and ``sha256`` are of the bytes themselves."""

documents = sa.Table(
    "documents",
    METADATA,
    sa.Column("row", RowNumber, primary_key=True, autoincrement=False),
    sa.Column("number", sa.Integer, nullable=False, unique=True),
    sa.Column("id", sa.String(64), nullable=False, unique=True),
    sa.Column("title", sa.Text),
    sa.Column("source", sa.Text),
    sa.Column("url", sa.Text),
    sa.Column("published", sa.String(10)),
    sa.Column("language", sa.String(12), nullable=False),
    sa.Column("known", sa.Date, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("codes", sa.Text, nullable=False),
)
"""Each text once. ``known`` is the day that it was published, or else received."""
sa.Index("documents_source", documents.c.source, documents.c.row)

receipts = sa.Table(
    "receipts",
    METADATA,
    _number(),
    sa.Column("document", sa.ForeignKey("documents.row"), nullable=False, index=True),
    sa.Column("original", sa.ForeignKey("originals.sha256"), nullable=False, index=True),
    sa.Column("origin", sa.Text, nullable=False),
    sa.Column("received", sa.String, nullable=False),
    sa.Column("described", sa.Text, nullable=False),
    sa.UniqueConstraint("document", "original", "origin", name="receipts_once"),
)
"""The chain of custody: each time a document came from another place or as other bytes. ``described`` is JSON: the
title, source, url and publication that it came with that time."""

codings = sa.Table(
    "codings",
    METADATA,
    _number(),
    sa.Column("document", sa.ForeignKey("documents.row"), nullable=False),
    sa.Column("run", sa.ForeignKey("runs.number"), nullable=False, index=True),
    sa.Column("made", sa.String, nullable=False),
    sa.Column("superseded", sa.String),
    sa.Column("linked", sa.String),
    sa.Column("sha256", sa.String(64), nullable=False),
    sa.Column("packed", sa.LargeBinary, nullable=False),
    sa.Index("codings_of_document", "document"),
)
"""Every coding whole, as its canonical JSON, compressed; ``sha256`` is of the JSON. One a document is not superseded.
``linked`` is when its events were last linked."""
sa.Index("codings_current", codings.c.document, unique=True, sqlite_where=codings.c.superseded.is_(None),
         postgresql_where=codings.c.superseded.is_(None))  # fmt: skip
sa.Index("codings_unlinked", codings.c.number,
         sqlite_where=sa.and_(codings.c.superseded.is_(None), codings.c.linked.is_(None)),
         postgresql_where=sa.and_(codings.c.superseded.is_(None), codings.c.linked.is_(None)))  # fmt: skip

mentions = sa.Table(
    "mentions",
    METADATA,
    sa.Column("document", sa.ForeignKey("documents.row"), primary_key=True),
    sa.Column("mention", sa.String, primary_key=True),
    sa.Column("layer", sa.String(8), nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("authority_id", sa.String),
    sa.Column("geonames_id", sa.Integer),
    sa.Column("country", sa.String(3)),
    sa.Column("record", sa.Text, nullable=False),
)
"""The actors, places and dates of each current coding; ``record`` is the mention's JSON."""
sa.Index("mentions_authority", mentions.c.authority_id, sqlite_where=mentions.c.authority_id.is_not(None),
         postgresql_where=mentions.c.authority_id.is_not(None))  # fmt: skip
sa.Index("mentions_geonames", mentions.c.geonames_id, sqlite_where=mentions.c.geonames_id.is_not(None),
         postgresql_where=mentions.c.geonames_id.is_not(None))  # fmt: skip

claims = sa.Table(
    "claims",
    METADATA,
    sa.Column("row", RowNumber, primary_key=True, autoincrement=False),
    sa.Column("document", sa.ForeignKey("documents.row"), nullable=False),
    sa.Column("claim", sa.String, nullable=False),
    sa.Column("kind", sa.String(9), nullable=False),
    sa.Column("type", sa.String),
    sa.Column("mode", sa.String),
    sa.Column("acled", sa.String),
    sa.Column("status", sa.String),
    sa.Column("first_day", sa.Date, nullable=False),
    sa.Column("last_day", sa.Date, nullable=False),
    sa.Column("dated_by", sa.String),
    sa.Column("known", sa.Date, nullable=False),
    sa.Column("place", sa.Text),
    sa.Column("country", sa.String(3)),
    sa.Column("admin1", sa.Text),
    sa.Column("lat", sa.Float),
    sa.Column("lon", sa.Float),
    sa.Column("precision", sa.Integer),
    sa.Column("event", sa.String),
    sa.Column("harm", sa.String),
    sa.Column("low", sa.BigInteger),
    sa.Column("best", sa.BigInteger),
    sa.Column("high", sa.BigInteger),
    sa.Column("confidence", sa.Float, nullable=False),
    sa.Column("anchor_start", sa.Integer, nullable=False),
    sa.Column("anchor_end", sa.Integer, nullable=False),
    sa.Column("evidence", sa.Text, nullable=False),
    sa.Column("words", sa.Text, nullable=False),
    sa.Column("codes", sa.Text, nullable=False),
    sa.Column("facts", sa.Text, nullable=False),
    sa.UniqueConstraint("document", "claim", name="claims_once"),
)
"""The claims of each current coding, laid out for queries; ``facts`` is what linking needs, as JSON. ``words`` are
those of the evidence, folded; ``codes`` the terms of :mod:`dateline.store.terms`."""

links = sa.Table(
    "links",
    METADATA,
    _number(),
    sa.Column("kind", sa.String(9), nullable=False),
    sa.Column("one", sa.ForeignKey("claims.row", ondelete="CASCADE"), nullable=False),
    sa.Column("other", sa.ForeignKey("claims.row", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("run", sa.ForeignKey("runs.number"), nullable=False),
    sa.Column("weight", sa.Float, nullable=False),
    sa.Column("levels", sa.LargeBinary, nullable=False),
    sa.Column("against", sa.Text),
    sa.UniqueConstraint("one", "other", name="links_once"),
)
"""Pairs of events that were compared, ``kind`` link or near miss: the match weight in bits, what each comparison found
(as the model of that run numbers it), and what spoke against a link."""

link_keys = sa.Table(
    "link_keys",
    METADATA,
    sa.Column("key", sa.BigInteger, primary_key=True),
    sa.Column("claim", sa.ForeignKey("claims.row", ondelete="CASCADE"), primary_key=True, index=True),
    sqlite_with_rowid=False,
)
"""The blocking keys of each event: only events that share one are compared."""

contained = sa.Table(
    "contained",
    METADATA,
    sa.Column("summary", sa.ForeignKey("claims.row", ondelete="CASCADE"), primary_key=True),
    sa.Column("event", sa.ForeignKey("claims.row", ondelete="CASCADE"), primary_key=True, index=True),
)
"""Events that are among what another one sums up."""

counters = sa.Table(
    "counters",
    METADATA,
    sa.Column("name", sa.String, primary_key=True),
    sa.Column("value", sa.Integer, nullable=False),
)
"""``linked`` goes up with each change of incidents: who computed from an older state computes again."""

copies = sa.Table(
    "copies",
    METADATA,
    sa.Column("document", sa.ForeignKey("documents.row"), primary_key=True),
    sa.Column("original", sa.ForeignKey("documents.row"), nullable=False, index=True),
    sa.Column("kind", sa.String(8), nullable=False),
    sa.Column("likeness", sa.Float, nullable=False),
    sa.Column("why", sa.Text, nullable=False),
)
"""Documents that repeat another: ``kind`` is copy, or version where a figure changed."""

signatures = sa.Table(
    "signatures",
    METADATA,
    sa.Column("document", sa.ForeignKey("documents.row"), primary_key=True),
    sa.Column("signature", sa.LargeBinary, nullable=False),
)
"""The MinHash signature of each document's text."""

signature_bands = sa.Table(
    "signature_bands",
    METADATA,
    sa.Column("band", sa.LargeBinary, primary_key=True),
    sa.Column("document", sa.ForeignKey("documents.row"), primary_key=True, index=True),
    sqlite_with_rowid=False,
)
"""The bands of each signature: documents that share one may be copies."""

incidents = sa.Table(
    "incidents",
    METADATA,
    sa.Column("row", RowNumber, primary_key=True, autoincrement=False),
    sa.Column("number", sa.Integer, nullable=False, unique=True),
    sa.Column("id", sa.String, nullable=False, unique=True),
    sa.Column("run", sa.ForeignKey("runs.number"), nullable=False),
    sa.Column("computed", sa.String, nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("type", sa.String, nullable=False),
    sa.Column("mode", sa.String),
    sa.Column("acled", sa.String),
    sa.Column("grade", sa.String, nullable=False),
    sa.Column("first_day", sa.Date, nullable=False),
    sa.Column("last_day", sa.Date, nullable=False),
    sa.Column("known", sa.Date, nullable=False),
    sa.Column("place", sa.Text),
    sa.Column("country", sa.String(3)),
    sa.Column("admin1", sa.Text),
    sa.Column("lat", sa.Float),
    sa.Column("lon", sa.Float),
    sa.Column("sources", sa.Integer, nullable=False),
    sa.Column("independent_sources", sa.Integer, nullable=False),
    sa.Column("words", sa.Text, nullable=False),
    sa.Column("codes", sa.Text, nullable=False),
    sa.Column("record", sa.Text, nullable=False),
)
"""Incidents as they were last computed; ``record`` is the incident's JSON, ``known`` the day of its first report."""

incident_claims = sa.Table(
    "incident_claims",
    METADATA,
    sa.Column("claim", sa.ForeignKey("claims.row", ondelete="CASCADE"), primary_key=True),
    sa.Column("incident", sa.ForeignKey("incidents.id"), nullable=False, index=True),
    sa.Column("grade", sa.String, nullable=False),
    sa.Index("incident_claims_grade", "grade", "claim"),
)
"""Which incident each event is of, and its grade, by which events are found."""

incident_sources = sa.Table(
    "incident_sources",
    METADATA,
    sa.Column("source", sa.String, primary_key=True),
    sa.Column("incident", sa.ForeignKey("incidents.id", ondelete="CASCADE"), primary_key=True, index=True),
    sqlite_with_rowid=False,
)
"""The publishers of each incident's reports, and whom these cite, by their folded names."""

judgements = sa.Table(
    "judgements",
    METADATA,
    _number(),
    sa.Column("made", sa.String, nullable=False),
    sa.Column("person", sa.String, nullable=False),
    sa.Column("kind", sa.String, nullable=False, index=True),
    sa.Column("reason", sa.Text),
    sa.Column("content", sa.Text, nullable=False),
    sa.Column("undoes", sa.ForeignKey("judgements.number"), unique=True),
)
"""What people decided, as a log to which lines are only ever added; ``undoes`` takes an earlier one back."""

judged_claims = sa.Table(
    "judged_claims",
    METADATA,
    sa.Column("judgement", sa.ForeignKey("judgements.number"), primary_key=True),
    sa.Column("position", sa.Integer, primary_key=True),
    sa.Column("side", sa.Integer, nullable=False),
    sa.Column("document", sa.ForeignKey("documents.row"), nullable=False, index=True),
    sa.Column("claim", sa.String, nullable=False),
    sa.Column("kind", sa.String(9), nullable=False),
    sa.Column("anchor_start", sa.Integer, nullable=False),
    sa.Column("anchor_end", sa.Integer, nullable=False),
)
"""The claims that a judgement is about: by their words' place in the text, which outlasts their ids."""

source_profiles = sa.Table(
    "source_profiles",
    METADATA,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("changed", sa.String, nullable=False),
    sa.Column("profile", sa.Text, nullable=False),
)
"""What users say of sources: kind, side, ownership, origin, as JSON."""

failures = sa.Table(
    "failures",
    METADATA,
    _number(),
    sa.Column("origin", sa.Text, nullable=False),
    sa.Column("original", sa.ForeignKey("originals.sha256")),
    sa.Column("run", sa.ForeignKey("runs.number"), nullable=False),
    sa.Column("at", sa.String, nullable=False),
    sa.Column("problem", sa.Text, nullable=False),
    sa.UniqueConstraint("origin", "problem", name="failures_once"),
)
"""What could not be read or coded, with the reason, and the bytes where there were any."""

secrets = sa.Table(
    "secrets",
    METADATA,
    sa.Column("name", sa.String, primary_key=True),
    sa.Column("value", sa.LargeBinary, nullable=False),
)
"""Random bytes that never leave the store: ``stand-ins`` is the key of the stand-ins of names in exports."""

exports = sa.Table(
    "exports",
    METADATA,
    _number(),
    sa.Column("made", sa.String, nullable=False),
    sa.Column("person", sa.String, nullable=False),
    sa.Column("form", sa.String, nullable=False),
    sa.Column("profile", sa.String, nullable=False),
    sa.Column("conditions", sa.Text, nullable=False),
    sa.Column("counts", sa.Text, nullable=False),
    sa.Column("target", sa.Text, nullable=False),
    sa.Column("sha256", sa.String(64), nullable=False),
)
"""Who took what out of the store, as a log to which lines are only ever added; ``conditions`` and ``counts`` are JSON."""

releases = sa.Table(
    "releases",
    METADATA,
    _number(),
    sa.Column("export", sa.ForeignKey("exports.number"), nullable=False, unique=True),
    sa.Column("day", sa.String(10), nullable=False),
    sa.Column("profile", sa.String, nullable=False),
    sa.Column("conditions", sa.Text, nullable=False),
    sa.Column("packed", sa.LargeBinary, nullable=False),
)
"""What each release held, by which the next one tells what has changed: compressed JSON, an entry an incident."""
