"""PDF: its prose in reading order, a blank line between paragraphs, without what runs through its pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, BinaryIO

from dateline.errors import ReadError, TooLongError
from dateline.read.assemble import read_whole, receive
from dateline.read.contract import FieldNames, Found, Reader, ReadOptions, Received
from dateline.read.extras import require
from dateline.read.file_dates import FILE_DATE, day_of_file
from dateline.read.pdf.glyphs import PageText, pieces_of
from dateline.read.pdf.lines import blocks_of
from dateline.read.pdf.paragraphs import rebuilt
from dateline.read.pdf.running import Page, without_running_lines
from dateline.read.pdf.scanned import OcrError, is_picture, missing_for_ocr, recognised
from dateline.read.registry import reader_of_bytes
from dateline.records import Note

_MAGIC_WITHIN = 1024
_HEAD = 2**14
_MOST_PAGES = 5_000
_DATE = re.compile(r"(?:D:)?(\d{4})(\d{2})?(\d{2})?")
# What programs write as a title where nobody gave one.
_NO_TITLE = re.compile(
    r"(microsoft word|microsoft powerpoint|untitled|document ?\d*$|slide \d|layout \d|title$|template)|"
    r"\.(docx?|odt|indd|pdf|qxd|rtf|pptx?|xlsx?|tmp)\b",
    re.IGNORECASE,
)
_LARGE = 1.2
_LONGEST_TITLE = 300
# pdfium holds one document at a time for all threads.
_PDFIUM = Lock()
_NAMES = FieldNames(title="Title", published=FILE_DATE)


@dataclass(slots=True)
class _Pages:
    """What was had from the pages, and which of them (from 1) were read how."""

    pages: list[Page] = field(default_factory=list)
    by_ocr: dict[int, float] = field(default_factory=dict)
    """Page: how sure the OCR is of its words, from 0 to 100."""
    pictures: list[int] = field(default_factory=list)
    damaged: list[int] = field(default_factory=list)
    slanted: int = 0
    ocr_problem: str = ""


def _sniff(head: bytes) -> float:
    return 1.0 if b"%PDF-" in head[:_MAGIC_WITHIN] else 0.0


def _read(stream: BinaryIO, where: str, options: ReadOptions) -> Iterator[Received]:
    pdfium = require("pypdfium2", where)
    data = read_whole(stream, where, options)
    with _PDFIUM:
        document = _opened(pdfium, data, where)
        try:
            found = _found(pdfium, document, where, options)
        finally:
            document.close()
    yield receive(found, data, where, options)


def _opened(pdfium: Any, data: bytes, where: str) -> Any:
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise ReadError(where, "it is protected by a password", "Save it without one") from error
        if b"%PDF-" in data[:_MAGIC_WITHIN]:
            raise ReadError(where, "the PDF is damaged and cannot be opened", "Download or save it again") from error
        looks = reader_of_bytes(data[:_HEAD])
        problem = f"it is no PDF file, and looks like {looks.name}"
        remedy = f"Name it for what it is ({looks.suffixes[0]}?), or save it again"
        raise ReadError(where, problem, remedy) from error


def _found(pdfium: Any, document: Any, where: str, options: ReadOptions) -> Found:
    read = _pages(pdfium, document, where, options)
    first = read.pages[0] if read.pages else None
    kept, left_out = without_running_lines(read.pages)
    text, starts = rebuilt(kept)
    if not text:
        _refuse_empty(read, where)
    about = _about(document)
    extra: dict[str, Any] = {"pages": starts}
    if author := about.get("Author"):
        extra["byline"] = author
    if left_out:
        extra["running_lines"] = left_out
    day = day_of_file(_head(about.get("Title", ""), first), _day(about.get("CreationDate", "")), options)
    metadata = {"title": _title(about.get("Title", ""), first), "published": day.published}
    return Found(text=text, metadata=metadata, names=_NAMES, extra=extra | day.extra, notes=(*_notes(read), *day.notes))


def _pages(pdfium: Any, document: Any, where: str, options: ReadOptions) -> _Pages:
    read = _Pages()
    if len(document) > _MOST_PAGES:
        problem = f"it has {len(document):,} pages, more than the {_MOST_PAGES:,} that are read"
        raise ReadError(where, problem, "Split it into reports")
    can_ocr = missing_for_ocr() is None
    characters = 0
    for number in range(1, len(document) + 1):
        options.allowance.check_time(where)
        try:
            page = document[number - 1]
        except pdfium.PdfiumError:
            read.damaged.append(number)
            read.pages.append(Page((), 0.0))
            continue
        try:
            text = _page_text(page, number, read, can_ocr=can_ocr)
        finally:
            page.close()
        if number in read.by_ocr:
            options.allowance.came()  # each page has a time limit of its own
        read.slanted += text.slanted
        read.pages.append(Page(tuple(blocks_of(text.pieces)), text.height))
        characters += sum(len(piece.text) for piece in text.pieces)
        if characters > 2 * options.max_chars:
            problem = f"its first {number:,} pages have {characters:,} characters already, and {options.max_chars:,} are allowed"
            raise TooLongError(where, problem, "Split it into reports, or raise DATELINE_MAX_CHARS")
    return read


def _page_text(page: Any, number: int, read: _Pages, *, can_ocr: bool) -> PageText:
    text = pieces_of(page)
    if not is_picture(page, text):
        return text
    if can_ocr:
        try:
            seen = recognised(page)
        except OcrError as error:
            read.ocr_problem = str(error)
        else:
            read.by_ocr[number] = seen.confidence
            return seen.text
    read.pictures.append(number)
    return text if not text.unknown else PageText((), text.width, text.height, text.slanted, text.unknown)


def _refuse_empty(read: _Pages, where: str) -> None:
    if read.ocr_problem:
        raise ReadError(
            where, f"its pages are pictures, and the OCR failed ({read.ocr_problem})", "Give its text as .txt"
        )
    if read.pictures:
        problem = f"it holds no text: {_listed(read.pictures)} scanned and must be read by OCR"
        raise ReadError(where, problem, missing_for_ocr() or "Give its text as .txt")
    if read.by_ocr:
        raise ReadError(where, "its pages are pictures in which the OCR finds no text", "Scan them again, sharper")
    if read.damaged:
        raise ReadError(where, "all its pages are damaged", "Download or save it again")
    raise ReadError(where, "there is no text in the PDF", "Give its text as .txt")


def _notes(read: _Pages) -> Iterator[Note]:
    if read.by_ocr:
        sure = min(read.by_ocr.values())
        message = f"{_listed(list(read.by_ocr))} scanned and was read by OCR, which is {sure:.0f}% sure of its words"
        if len(read.by_ocr) > 1:
            message = (
                f"{_listed(list(read.by_ocr))} scanned and were read by OCR, at least {sure:.0f}% sure of its words"
            )
        yield Note(code="W110", message=message + ": check names and figures against the file")
    if read.pictures:
        why = f"the OCR failed: {read.ocr_problem}" if read.ocr_problem else missing_for_ocr() or "read by no OCR"
        yield Note(code="W111", message=f"{_listed(read.pictures)} scanned and not in the text. {why}")
    if read.damaged:
        yield Note(code="W112", message=f"{_listed(read.damaged)} damaged and not in the text")
    if read.slanted:
        yield Note(
            code="W113", message=f"{read.slanted} slanted or upright characters (stamps, axes) are not in the text"
        )


def _listed(pages: list[int]) -> str:
    """``page 3 is``, ``pages 2–4 and 7 are``."""
    spans: list[list[int]] = []
    for page in pages:
        if spans and page == spans[-1][1] + 1:
            spans[-1][1] = page
        else:
            spans.append([page, page])
    words = [f"{first}–{last}" if last > first else f"{first}" for first, last in spans]
    if len(pages) == 1:
        return f"page {words[0]} is"
    return f"pages {', '.join(words[:-1])}{' and ' if words[1:] else ''}{words[-1]} are"


def _about(document: Any) -> dict[str, str]:
    """What the file says of itself, without what no record could hold."""
    about = document.get_metadata_dict(skip_empty=True)
    return {
        name: " ".join(value.encode("utf-8", "replace").decode().replace("\0", " ").split())
        for name, value in about.items()
    }


def _day(value: str) -> str | None:
    """The day of a PDF's date (``D:20240305101500Z``), in the form that is read everywhere; other forms as they are."""
    match = _DATE.match(value.strip())
    return "-".join(filter(None, match.groups())) if match else value or None


def _head(title: str, first: Page | None) -> list[str]:
    """The lines in which a report says its own day: the title that the file gives, and the first page from its top on."""
    lines = [line for block in (first.blocks if first else ()) for line in block]
    return [title, *(line.text for line in sorted(lines, key=lambda line: line.top))]


def _title(given: str, first: Page | None) -> str | None:
    """The title that the file gives, else the large letters at the head of the first page."""
    if given and not _NO_TITLE.search(given):
        return given[:_LONGEST_TITLE]
    lines = [line for block in (first.blocks if first else ()) for line in block if line.text.strip()]
    if not lines or first is None:
        return None
    sizes = sorted(line.size for line in lines for _ in range(max(len(line.text) // 20, 1)))
    largest = (
        max(line.size for line in lines if line.top < first.height / 2) if lines[0].top < first.height / 2 else 0.0
    )
    if largest < _LARGE * sizes[len(sizes) // 2]:
        return None
    start = next(index for index, line in enumerate(lines) if line.size == largest)
    title = [lines[start].text]
    for line in lines[start + 1 :]:
        if abs(line.size - largest) > 0.05 * largest:
            break
        title.append(line.text)
    return " ".join(title)[:_LONGEST_TITLE]


READER = Reader(name="pdf", suffixes=(".pdf",), sniff=_sniff, read=_read)
