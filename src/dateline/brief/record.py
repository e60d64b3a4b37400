"""The record of a brief: sentences, figures and tables, none of which can exist without what it rests on.

A brief is composed once and rendered many times; a renderer adds no words of its own.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from dateline.records import Harm, Id, Record

Measure = Literal["incidents"] | Harm
"""What is counted: incidents, or the people (for ``homes_destroyed`` the dwellings) of one harm."""
Dimension = Literal["day", "week", "month", "area", "place", "type", "actor", "grade"]


class Amount(Record):
    """A figure as it is known: ``best`` within ``low`` and ``high``; ``high`` is None where it is open."""

    low: int | None = None
    best: int | None = None
    high: int | None = None


class Lookup(Record):
    """How a figure is found again in the store that the brief was made from.

    ``tally``: the row ``key`` (None: the total) of the measure ``of`` over the incidents that meet the conditions,
    split ``by``. ``toll``: the figure number ``at`` of an incident. ``claim``: one claim of one document.
    ``documents``: how many documents meet the conditions. ``conditions`` are those of a store's query, by name.
    """

    kind: Literal["tally", "toll", "claim", "documents"]
    conditions: tuple[tuple[str, str], ...] = ()
    of: Measure | None = None
    by: Dimension | None = None
    key: str | None = None
    incident: Id | None = None
    at: int | None = None
    document: Id | None = None
    claim: Id | None = None


class Evidence(Record):
    """A claim of a report, and the words that it rests on; an actor where no claim but only a sentence of the report tells of it."""

    document: Id
    claim: Id
    quote: str


Citation = Annotated[Evidence | Lookup, Field(union_mode="left_to_right")]


class Figure(Record):
    """A figure in a sentence or table: its words as they stand there, its amount, and how it is found again."""

    words: str
    amount: Amount
    lookup: Lookup


class Sentence(Record):
    """A sentence, with what it rests on: at least one claim or query."""

    text: Annotated[str, Field(min_length=1)]
    citations: Annotated[tuple[Citation, ...], Field(min_length=1)]
    figures: tuple[Figure, ...] = ()


class Row(Record):
    """A row of a table, with what it rests on."""

    cells: tuple[str, ...]
    citations: Annotated[tuple[Citation, ...], Field(min_length=1)]
    figures: tuple[Figure, ...] = ()


class Table(Record):
    """A table: as many cells in each row as there are columns; ``numeric`` columns stand to the right."""

    caption: str
    columns: tuple[str, ...]
    numeric: tuple[int, ...] = ()
    rows: tuple[Row, ...]


class Picture(Record):
    """A chart or map as PNG, with its words for those who cannot see it.

    Its data stand in ``table``, or, where that is None, in the sentences of its section.
    """

    name: Id
    caption: str
    alt: Annotated[str, Field(min_length=1)]
    png: bytes = Field(repr=False)
    width: int
    height: int
    table: Table | None = None


class Section(Record):
    """A part of the brief under one heading."""

    heading: str
    sentences: tuple[Sentence, ...] = ()
    tables: tuple[Table, ...] = ()
    pictures: tuple[Picture, ...] = ()

    def all_tables(self) -> tuple[Table, ...]:
        """The tables of the section and of its pictures, each once."""
        tables = (*self.tables, *(p.table for p in self.pictures if p.table))
        return tuple({table.caption: table for table in tables}.values())


class Reference(Record):
    """A report that the brief cites, by its number, with the claims that were cited and their words."""

    number: int
    document: Id
    title: str
    source: str | None = None
    published: str | None = None
    url: str | None = None
    quotes: tuple[Evidence, ...]


class Search(Record):
    """A query that the brief cites, by its number, and the command that runs it."""

    number: int
    lookup: Lookup
    command: str


class Brief(Record):
    """A situation brief. ``made`` is an ISO 8601 time, ``since`` and ``until`` are ISO 8601 days."""

    title: str
    subtitle: str
    place: str | None = None
    since: str | None = None
    until: str | None = None
    made: str
    version: str
    sections: tuple[Section, ...]
    references: tuple[Reference, ...]
    searches: tuple[Search, ...]
    credits: tuple[str, ...] = ()

    def shared_marks(self, table: Table) -> tuple[str, ...]:
        """The marks of a table all of whose rows rest on the same; empty where they differ."""
        marks = {self.marks(row.citations) for row in table.rows}
        return marks.pop() if len(marks) == 1 else ()

    def marks(self, citations: tuple[Citation, ...]) -> tuple[str, ...]:
        """The marks of citations as they stand in the text: "3" for a report, "Q2" for a query, each once."""
        reports = {r.document: r.number for r in self.references}
        searches = {s.lookup: s.number for s in self.searches}
        found = [
            str(reports[c.document]) if isinstance(c, Evidence) else f"Q{searches[searched(c)]}" for c in citations
        ]
        return tuple(dict.fromkeys(found))


def searched(lookup: Lookup) -> Lookup:
    """The query that finds a figure: without the measure, row, figure or claim of its answer, which the figure itself names."""
    return lookup.model_copy(update={"of": None, "key": None, "at": None, "document": None, "claim": None})
