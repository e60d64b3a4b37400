"""A situation's page on a terminal: as wide as the window, plain characters, every line with its citations."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from dateline.brief.record import Brief, Section, Table
from dateline.brief.render import lists

_NARROWEST = 40


def render(brief: Brief, width: int = 100) -> str:
    """The page as text, ``width`` characters wide."""
    return "\n".join(_lines(brief, max(width, _NARROWEST))) + "\n"


def _lines(brief: Brief, width: int) -> Iterator[str]:
    yield from textwrap.wrap(f"{brief.title} · {brief.subtitle}", width)
    yield from textwrap.wrap(lists.made(brief), width)
    for section in brief.sections:
        yield ""
        yield from textwrap.wrap(section.heading.upper(), width)
        yield from _section(brief, section, width)
    if brief.references:
        yield ""
        yield lists.SOURCES.upper()
    for reference in brief.references:
        yield from _hanging(f"[{reference.number}] {lists.about(reference)}", width)
    if brief.searches:
        yield ""
        yield lists.SEARCHES.upper()
    for search in brief.searches:
        yield from _hanging(f"[Q{search.number}] {search.command}", width)


def _section(brief: Brief, section: Section, width: int) -> Iterator[str]:
    for table in section.tables:
        yield from _table(brief, table, width)
    for sentence in section.sentences:
        yield from _hanging(f"- {sentence.text} [{', '.join(brief.marks(sentence.citations))}]", width)


def _table(brief: Brief, table: Table, width: int) -> Iterator[str]:
    """The table in columns; each cell is wrapped in its own."""
    yield from textwrap.wrap(table.caption + ":", width)
    rows = [[*row.cells, f"[{', '.join(brief.marks(row.citations))}]"] for row in table.rows]
    head = [*table.columns, "Cited"]
    widths = _widths([head, *rows], width - 2 * len(head))
    for row in (head, ["-" * w for w in widths], *rows):
        yield from _cells(row, widths)


def _widths(rows: Sequence[Sequence[str]], room: int) -> list[int]:
    """The widths of columns: as wide as their longest cell, the widest cut where there is no room for all."""
    widths = [max(len(row[n]) for row in rows) for n in range(len(rows[0]))]
    while sum(widths) > room and max(widths) > 6:
        widths[widths.index(max(widths))] -= 1
    return widths


def _cells(row: Sequence[str], widths: Sequence[int]) -> Iterator[str]:
    parts = [textwrap.wrap(cell, width) or [""] for cell, width in zip(row, widths, strict=True)]
    for n in range(max(map(len, parts))):
        line = "  ".join(
            (part[n] if n < len(part) else "").ljust(width) for part, width in zip(parts, widths, strict=True)
        )
        yield f"  {line}".rstrip()


def _hanging(text: str, width: int) -> list[str]:
    return textwrap.wrap(text, width, subsequent_indent="  ", break_on_hyphens=False)
