"""Saved searches, what is new in them, and what helps to search: names by how they begin, passages around evidence."""

from __future__ import annotations

from dateline.store.saved.counting import count_up_to
from dateline.store.saved.items import Found
from dateline.store.saved.news import Look, News, is_behind, look, news_of
from dateline.store.saved.passages import Passage, document_starts, incident_passages, passages
from dateline.store.saved.searches import SavedSearch, Searches
from dateline.store.saved.suggest import names_beginning

__all__ = [
    "Found",
    "Look",
    "News",
    "Passage",
    "SavedSearch",
    "Searches",
    "count_up_to",
    "document_starts",
    "incident_passages",
    "is_behind",
    "look",
    "names_beginning",
    "news_of",
    "passages",
]
