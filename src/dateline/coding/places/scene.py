"""What places are read from, and what is known of each mention of one."""

from __future__ import annotations

from dataclasses import dataclass

from dateline.coding.mentions import Name, NameKind
from dateline.coding.names import NameWords
from dateline.ontology.authority import Authority
from dateline.ontology.gazetteer import Gazetteer
from dateline.parse import Doc, ParsedDocument


@dataclass(frozen=True, slots=True)
class Scene:
    """A document with its names, and what is asked of its tokens again and again."""

    parsed: ParsedDocument
    doc: Doc
    plain: str
    lowers: tuple[str, ...]
    names: tuple[Name, ...]
    words: NameWords
    gazetteer: Gazetteer
    authority: Authority

    def text(self, start: int, end: int) -> str:
        """The words from token ``start`` to ``end``, end exclusive."""
        last = self.doc[end - 1]
        return self.plain[self.doc[start].idx : last.idx + len(last)]

    def lower(self, i: int) -> str:
        """The token in lower case; "" outside the document."""
        return self.lowers[i] if 0 <= i < len(self.lowers) else ""


@dataclass(frozen=True, slots=True)
class PlaceSpan:
    """Where a place is named: token numbers, end exclusive.

    ``embedded``: inside the name of an organisation. ``hidden``: inside the name of the place or facility before it in the
    list, which lies there; it is no mention of its own. ``means`` is the name of the place where the words are not it
    ("the Syrian capital").
    """

    start: int
    end: int
    kind: NameKind
    embedded: bool = False
    hidden: bool = False
    means: str = ""


@dataclass(frozen=True, slots=True)
class Offset:
    """How far, in km, and in which direction, in degrees from north (None: not said), something lies from a place."""

    km: float
    bearing: float | None = None


@dataclass(frozen=True, slots=True)
class Toponym:
    """One mention of a place: token numbers, end exclusive, and what stands around it.

    ``generic`` is the word that says what it is ("province"), ``within`` the number of the toponym that it is said to
    lie in, ``beside`` of one that it is said to lie near, ``country`` that of an adjective before it ("the Iraqi city
    of"), ``embedded`` a place's name inside the name of an organisation, ``hidden`` one inside the name of a place or
    facility (no mention of its own), ``near`` and ``vague`` whether something near it, or some part of it, is meant,
    ``offset`` how far from it, and ``article`` whether "the" stands before the name itself ("the Atlantic").
    """

    start: int
    end: int
    text: str
    kind: NameKind
    generic: str = ""
    within: int | None = None
    beside: int | None = None
    country: str | None = None
    embedded: bool = False
    near: bool = False
    vague: bool = False
    hidden: bool = False
    offset: Offset | None = None
    article: bool = False
