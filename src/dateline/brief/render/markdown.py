"""A brief as Markdown, for a wiki, a mail or a repository; pictures are left to their tables."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dateline.brief.record import Brief, Citation, Reference, Section, Table
from dateline.brief.render import lists

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~&!$])")
_LEADING = re.compile(r"^(\s*)([-+=]|\d+[.)])", re.MULTILINE)


def render(brief: Brief) -> bytes:
    """The brief as Markdown in UTF-8."""
    return ("\n".join(_lines(brief)) + "\n").encode("utf-8", "replace")


def escaped(text: str) -> str:
    """Text that no Markdown renderer takes for markup or HTML."""
    return _LEADING.sub(r"\1\\\2", _SPECIAL.sub(r"\\\1", text))


def _lines(brief: Brief) -> Iterator[str]:
    yield f"# {escaped(brief.title)}"
    yield ""
    yield f"**{escaped(brief.subtitle)}** · {escaped(lists.made(brief))}"
    for section in brief.sections:
        yield ""
        yield f"## {escaped(section.heading)}"
        yield ""
        yield from _section(brief, section)
    if brief.references:
        yield ""
        yield f"## {lists.SOURCES}"
        yield ""
    for reference in brief.references:
        yield f"- **\\[{reference.number}\\]** {_about(reference)}. {escaped(lists.words(reference))}"
    yield ""
    yield f"## {lists.SEARCHES}"
    yield ""
    for search in brief.searches:
        yield f"- **\\[Q{search.number}\\]** `{search.command.replace('`', chr(39))}`"
    for credit in brief.credits:
        yield ""
        yield escaped(credit)


def _section(brief: Brief, section: Section) -> Iterator[str]:
    for sentence in section.sentences:
        yield f"- {escaped(sentence.text)} {_marks(brief, sentence.citations)}"
    for table in section.all_tables():
        yield from _table(brief, table)


def _table(brief: Brief, table: Table) -> Iterator[str]:
    yield ""
    shared = brief.shared_marks(table)
    yield f"*{escaped(table.caption)}*" + (f" \\[{', '.join(shared)}\\]" if shared else "")
    yield ""
    rules = ["---:" if n in table.numeric else "---" for n in range(len(table.columns))]
    yield _cells([*map(escaped, table.columns), *([] if shared else ["Cited"])])
    yield _cells([*rules, *([] if shared else ["---"])])
    for row in table.rows:
        yield _cells([*map(escaped, row.cells), *([] if shared else [_marks(brief, row.citations)])])


def _cells(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _marks(brief: Brief, citations: tuple[Citation, ...]) -> str:
    return f"\\[{', '.join(brief.marks(citations))}\\]"


def _about(reference: Reference) -> str:
    text = escaped(lists.about(reference))
    if not lists.is_web_address(reference.url):
        return text
    address = re.sub(r"[\s<>()\[\]\\]", lambda m: f"%{ord(m[0]):02X}", str(reference.url))
    return f"[{text}]({address})"
