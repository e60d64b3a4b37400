"""Reading effective records: as people left them where they judged something, and as the machine made them elsewhere."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from dateline.store import schema
from dateline.store.review.schema import reviewed


def effective_records() -> sa.Select[Any]:
    """The effective record of each document, to be narrowed down: ``id``, ``packed`` and ``sha256``, as codings are kept."""
    codings, documents = schema.codings.c, schema.documents.c
    packed, sha256 = (sa.func.coalesce(reviewed.c[name], codings[name]).label(name) for name in ("packed", "sha256"))
    joined = schema.codings.join(schema.documents, documents.row == codings.document)
    joined = joined.outerjoin(reviewed, reviewed.c.document == codings.document)
    return sa.select(documents.id, packed, sha256).select_from(joined).where(codings.superseded.is_(None))
