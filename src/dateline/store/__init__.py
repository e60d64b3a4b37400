"""The store: documents, claims, incidents and judgements in one database, SQLite or PostgreSQL.

::

    with create_store("reports.db") as store:
        for event in store.events("airstrike", country="SYR", since=date(2024, 12, 1)):
            print(event.first_day, event.place, event.evidence)

It is the only room that imports SQLAlchemy.
"""

from __future__ import annotations

from dateline.store.arrivals import Arrival, Failure, Outcome, Receipt, Versions
from dateline.store.check import Finding
from dateline.store.found import FoundClaim, FoundDocument, Page, Results
from dateline.store.query import Query
from dateline.store.store import Store, create_store, migrate_store, open_store

__all__ = [
    "Arrival",
    "Failure",
    "Finding",
    "FoundClaim",
    "FoundDocument",
    "Outcome",
    "Page",
    "Query",
    "Receipt",
    "Results",
    "Store",
    "Versions",
    "create_store",
    "migrate_store",
    "open_store",
]
