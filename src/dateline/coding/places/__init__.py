"""The places of a document, each with all its mentions, resolved by what the whole document says.

A place that cannot be resolved stays, without coordinates, and a note (W302) says why.
"""

from __future__ import annotations

from dateline.coding.mentions import Name, Places
from dateline.coding.names import name_words
from dateline.coding.places.ranking import load_ranking
from dateline.coding.places.reading import Reading, read
from dateline.coding.places.resolution import resolve
from dateline.coding.places.scene import Scene
from dateline.coding.places.writing import UNRESOLVED, Writer
from dateline.ontology.authority import Authority
from dateline.ontology.gazetteer import Gazetteer
from dateline.parse import ParsedDocument

__all__ = ["UNRESOLVED", "Reading", "find_places", "reading_of"]


def find_places(parsed: ParsedDocument, names: tuple[Name, ...], gazetteer: Gazetteer, authority: Authority) -> Places:
    """The places that the text names.

    Where the name of a country or capital stands for its government it is an actor, and no token of it leads to the place;
    a country that is named in no other way is no place of the document. Nor does a token lead to a place whose name is
    part of an organisation's ("Tikrit police"). Such names are mentions of the place all the same: the text names it.
    """
    reading = reading_of(parsed, names, gazetteer, authority)
    ranking = load_ranking()
    answers = resolve(reading.asked, reading.evidence, gazetteer, ranking)
    return Writer(reading, answers, ranking).places()


def reading_of(parsed: ParsedDocument, names: tuple[Name, ...], gazetteer: Gazetteer, authority: Authority) -> Reading:
    """What the text says of its places, before any is resolved; the ranking is trained on this."""
    lowers = tuple(t.lower_ for t in parsed.doc)
    return read(Scene(parsed, parsed.doc, parsed.doc.text, lowers, names, name_words(), gazetteer, authority))
