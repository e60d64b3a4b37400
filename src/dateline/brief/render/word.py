"""A brief as a Word file: real headings, lists and tables, pictures with their words, citations that lead to numbered references."""

from __future__ import annotations

import io
import re
from datetime import datetime
from typing import Any

from dateline.brief.record import Brief, Picture, Section, Table
from dateline.brief.render import lists

_NOT_IN_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_WIDE, _HALF = 17.5, 8.6
"""Centimetres, between the margins of A4."""
_WIDE_PX = 1000


def render(brief: Brief) -> bytes:
    """The brief as DOCX."""
    return _Writer(brief).bytes()


class _Writer:
    """Writes one file: python-docx has no bookmarks, links inside a document, fields or alternative texts of its own."""

    def __init__(self, brief: Brief) -> None:
        import docx

        self._brief = brief
        self._file = docx.Document()
        self._bookmarks = 0

    def bytes(self) -> bytes:
        self._setup()
        self._file.add_paragraph(_text(self._brief.title), style="Title")
        self._file.add_paragraph(_text(self._brief.subtitle), style="Subtitle")
        self._small(lists.made(self._brief))
        for section in self._brief.sections:
            self._section(section)
        if self._brief.references:
            self._references()
        self._searches()
        for credit in self._brief.credits:
            self._small(credit)
        buffer = io.BytesIO()
        self._file.save(buffer)
        return buffer.getvalue()

    def _setup(self) -> None:
        """A4, narrow margins, a quiet type, page numbers, and what the file says of itself."""
        from docx.shared import Cm, Pt, RGBColor

        page = self._file.sections[0]
        page.page_width, page.page_height = Cm(21.0), Cm(29.7)
        page.left_margin = page.right_margin = Cm(1.75)
        page.top_margin = page.bottom_margin = Cm(1.5)
        for name, size, before in (
            ("Normal", 9.5, 0), ("Title", 18, 0), ("Subtitle", 11, 0), ("Heading 1", 12, 8), ("List Bullet", 9.5, 0),
            ("List Number", 8, 0), ("Caption", 8, 4),
        ):  # fmt: skip
            style = self._file.styles[name]
            style.font.size, style.font.color.rgb = Pt(size), RGBColor(0x1D, 0x1D, 0x1B)
            style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(3)
        self._file.styles["Caption"].font.bold = False
        self._file.styles["Caption"].paragraph_format.keep_with_next = True
        properties = self._file.core_properties
        properties.title = _text(f"{self._brief.title}, {self._brief.subtitle}")
        properties.author, properties.comments = "Dateline", lists.NOTICE
        properties.created = properties.modified = datetime.fromisoformat(self._brief.made).replace(tzinfo=None)
        footer = page.footer.paragraphs[0]
        self._field(footer, "PAGE")
        footer.add_run(" / ")
        self._field(footer, "NUMPAGES")

    def _section(self, section: Section) -> None:
        self._file.add_paragraph(_text(section.heading), style="Heading 1")
        for sentence in section.sentences:
            paragraph = self._file.add_paragraph(_text(sentence.text) + " ", style="List Bullet")
            self._marks(paragraph, self._brief.marks(sentence.citations))
        self._tables(section.tables)
        self._pictures(section.pictures)
        self._tables(section.all_tables()[len(section.tables) :])

    def _pictures(self, pictures: tuple[Picture, ...]) -> None:
        """Wide pictures in a line of their own, two others side by side; the words of all of them under them."""
        from docx.shared import Cm

        line: Any = None
        for picture in pictures:
            wide = picture.width > _WIDE_PX
            beside = line is not None and not wide
            paragraph = line if beside else self._file.add_paragraph()
            paragraph.paragraph_format.keep_with_next = True
            shape = paragraph.add_run().add_picture(io.BytesIO(picture.png), width=Cm(_WIDE if wide else _HALF))
            about = shape._inline.docPr
            about.set("descr", _text(picture.alt))
            about.set("title", _text(picture.name))
            line = None if wide or beside else paragraph
        for picture in pictures:
            self._small(picture.caption)

    def _tables(self, tables: tuple[Table, ...]) -> None:
        """Two tables beside one another; one that is left over over the whole width."""
        for one, *other in (tables[n : n + 2] for n in range(0, len(tables), 2)):
            if not other:
                self._table(self._file, one)
                continue
            row = self._file.add_table(rows=1, cols=2).rows[0]
            for cell, table in zip(row.cells, (one, *other), strict=True):
                self._table(cell, table)
                first = cell.paragraphs[0]._p
                first.getparent().remove(first)

    def _table(self, into: Any, table: Table) -> None:
        """A table under its caption, its head repeated on each page, in the file or in a cell."""
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.oxml import OxmlElement
        from docx.shared import Pt

        if not table.rows:
            return
        shared = self._brief.shared_marks(table)
        caption = into.add_paragraph(_text(table.caption) + " ", style="Caption")
        self._marks(caption, shared)
        columns = (*table.columns, *(() if shared else ("Cited",)))
        made = into.add_table(1, len(columns))
        made.style = self._file.styles["Light List"]
        head = made.rows[0]
        head._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        for cell, words in zip(head.cells, columns, strict=True):
            cell.text = _text(words)
        for row in table.rows:
            cells = made.add_row().cells
            for cell, words in zip(cells, row.cells, strict=False):
                cell.text = _text(words)
            if not shared:
                self._marks(cells[-1].paragraphs[0], self._brief.marks(row.citations))
        for line in made.rows:
            line._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
            for number, cell in enumerate(line.cells):
                paragraph = cell.paragraphs[0]
                paragraph.paragraph_format.space_after = Pt(0)
                if number in table.numeric:
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
                for run in paragraph.runs:
                    run.font.size = Pt(8)

    def _references(self) -> None:
        self._file.add_paragraph(lists.SOURCES, style="Heading 1")
        for reference in self._brief.references:
            paragraph = self._entry(f"r{reference.number}", f"[{reference.number}] ")
            self._run(paragraph, f"{lists.about(reference)}. {lists.words(reference)}")
            if lists.is_web_address(reference.url):
                self._run(paragraph, f" {reference.url}")

    def _searches(self) -> None:
        self._file.add_paragraph(lists.SEARCHES, style="Heading 1")
        for search in self._brief.searches:
            paragraph = self._entry(f"q{search.number}", f"[Q{search.number}] ")
            self._run(paragraph, search.command)

    def _entry(self, bookmark: str, label: str) -> Any:
        """A paragraph of a list that citations lead to."""
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn
        from docx.shared import Cm, Pt

        paragraph = self._file.add_paragraph()
        layout = paragraph.paragraph_format
        layout.left_indent, layout.first_line_indent, layout.space_after = Cm(0.8), Cm(-0.8), Pt(1)
        self._bookmarks += 1
        start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
        for mark in (start, end):
            mark.set(qn("w:id"), str(self._bookmarks))
        start.set(qn("w:name"), bookmark)
        paragraph._p.append(start)
        self._run(paragraph, label)
        paragraph._p.append(end)
        return paragraph

    def _marks(self, paragraph: Any, marks: tuple[str, ...]) -> None:
        """Citations in brackets, each a link to its reference."""
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        if not marks:
            return
        self._run(paragraph, "[")
        for number, mark in enumerate(marks):
            if number:
                self._run(paragraph, ", ")
            link = OxmlElement("w:hyperlink")
            link.set(qn("w:anchor"), f"q{mark[1:]}" if mark.startswith("Q") else f"r{mark}")
            run = self._run(paragraph, mark)
            link.append(run._r)
            paragraph._p.append(link)
        self._run(paragraph, "]")

    def _run(self, paragraph: Any, words: str) -> Any:
        from docx.shared import Pt

        run = paragraph.add_run(_text(words))
        run.font.size = Pt(8)
        return run

    def _small(self, words: str) -> None:
        self._run(self._file.add_paragraph(), words)

    def _field(self, paragraph: Any, name: str) -> None:
        """A number that Word fills in."""
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), name)
        paragraph._p.append(field)


def _text(words: str) -> str:
    """Words as XML can hold them."""
    return _NOT_IN_XML.sub("\ufffd", words)
