"""The proper names of a document: where they stand and what kind of thing each names.

The parser's entity recogniser finds names well and types them badly. So its spans are mended at their edges, and their
kinds decided anew, from the authority file of actors, the gazetteer, the words around, and the other names of the document.
"""

from __future__ import annotations

from dateline.coding.mentions import Name
from dateline.coding.names.kinds import Kinds
from dateline.coding.names.spans import candidates, page_of
from dateline.coding.names.words import NameWords, name_words
from dateline.ontology.authority import Authority
from dateline.ontology.gazetteer import Gazetteer
from dateline.parse import ParsedDocument

__all__ = ["NameWords", "find_names", "name_words"]


def find_names(parsed: ParsedDocument, gazetteer: Gazetteer, authority: Authority) -> tuple[Name, ...]:
    """The names in order; none overlaps another."""
    page = page_of(parsed, gazetteer, authority, name_words())
    found = candidates(page)
    kinds = Kinds.of(page, found)
    return tuple(
        Name(c.start, c.end, kind, c.actor.id if c.actor else None)
        for c in found
        if (kind := kinds.kind(c)) is not None
    )
