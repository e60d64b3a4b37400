"""PDF as it comes: columns, running lines, hyphens, tables, scans, and what is wrong with it."""

from __future__ import annotations

import io
import shutil
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.errors import TooLongError
from dateline.read import FieldNames, ReadFailure, ReadOptions, Received, read_bytes
from dateline.read.pdf import scanned
from dateline.read.pdf.glyphs import Piece
from dateline.read.pdf.lines import blocks_of
from dateline.read.pdf.paragraphs import joined_lines
from tests.read import documents_made as made

has_tesseract = pytest.mark.skipif(shutil.which("tesseract") is None, reason="Tesseract is not installed")


def only(data: bytes, name: str = "a.pdf", **options: Any) -> Received:
    (received,) = read_bytes(data, name, options=ReadOptions(**options))
    assert isinstance(received, Received), received
    return received


def failure(data: bytes, **options: Any) -> ReadFailure:
    (failed,) = read_bytes(data, "a.pdf", options=ReadOptions(**options))
    assert isinstance(failed, ReadFailure)
    return failed


@pytest.fixture
def no_tesseract(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scanned.shutil, "which", lambda name: None)


def test_columns_are_read_one_after_the_other() -> None:
    """Justified, hyphenated, under a headline across both, over two pages: the paragraphs come out as they were."""
    received = only(made.newsletter())
    assert received.document.text.split("\n\n") == ["Weekly bulletin no. 14", *made.PROSE * 9]


def test_running_lines_are_left_out_and_said() -> None:
    """Headers, also where they differ on the left pages, and page numbers; each is found again in extra."""
    running = only(made.newsletter()).document.extra["running_lines"]
    assert "Page 1 of 2" in running
    assert "Page 2 of 2" in running
    assert any("5 March 2024" in line for line in running)


def test_pages_are_kept() -> None:
    """Each start is an offset into the text, and the text from there on is what the page begins with."""
    from pypdfium2 import PdfDocument

    data = made.newsletter()
    document = only(data).document
    starts = document.extra["pages"]
    assert starts[0] == 0
    assert len(starts) == len(PdfDocument(data)) == 2
    second = PdfDocument(data)[1].get_textpage().get_text_range()
    assert document.text[starts[1] :][:12] in second
    assert document.text[starts[1] - 25 : starts[1]].strip() not in second


def test_a_title_that_a_program_made_up_gives_way_to_the_headline() -> None:
    assert only(made.newsletter()).document.title == "Weekly bulletin no. 14"


def test_metadata() -> None:
    received = only(made.situation_report())
    document = received.document
    assert (document.title, document.published) == ("Situation report no. 14", None), "a file's day is no publication"
    assert (document.extra["byline"], document.extra["file_date"]) == ("Example Agency", "2024-03-05")
    assert [note.code for note in received.notes] == ["W114"], "which is said"


def test_the_day_of_the_file_stands_in_where_the_user_says_so() -> None:
    document = only(made.situation_report(), fields=FieldNames(published="file_date")).document
    assert document.published == "2024-03-05"
    assert "file_date" not in document.extra


def test_the_day_in_a_running_header_is_that_of_publication() -> None:
    """It is not in the text, where the day of an event could be told from it."""
    document = only(made.newsletter()).document
    assert "5 March 2024" not in document.text
    assert document.published == "2024-03-05"


def test_a_date_without_sense_is_kept_apart() -> None:
    data = made.pdf("<head><meta name=dcterms.created content='2093-03-05'></head><p>Rebels took the town of Bel.</p>")
    received = only(data, fields=FieldNames(published="file_date"))
    assert received.document.published is None
    assert received.document.extra["file_date"] == "2093-03-05"
    assert [note.code for note in received.notes if "2093" in note.message]


def test_a_file_named_pdf_that_is_none_is_told_what_it_looks_like() -> None:
    assert "it is no PDF file, and looks like docx" in str(failure(made.docx()).error)


def test_tables_are_read_across_and_footnote_marks_kept_from_figures() -> None:
    lines = only(made.situation_report()).document.text.split("\n\n")
    assert "Shelling killed 25[3] people in Darma." in lines, "not 253"
    assert lines[lines.index("Figures") + 1 :][:5] == [
        "Place | Killed | Injured | Displaced",
        "Darma | 25 | 60 | 9,000",
        "Kellim | 3 | 12 | 3,400",
        "• Food is needed for 12,400 people.",
        "• Roads to the east are closed.",
    ]


def test_ligatures_are_letters() -> None:
    text = only(
        made.pdf("<p style='font-family:DejaVu Sans'>Five offices of the chief official: ﬁve, ﬂed.</p>")
    ).document.text
    assert text == "Five offices of the chief official: five, fled."


def test_arabic_keeps_its_order() -> None:
    words = "قتل خمسة أشخاص في قصف على سوق البلدة"
    received = only(made.pdf(f"<p dir=rtl lang=ar style='font-family:DejaVu Sans'>{words}</p>"))
    assert received.document.text == words
    assert received.document.language == "ar"


def test_a_page_on_its_side_is_turned() -> None:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(made.situation_report())))
    writer.pages[0].rotate(90)
    out = io.BytesIO()
    writer.write(out)
    assert only(out.getvalue()).document.text == only(made.situation_report()).document.text


def test_text_on_its_side_is_counted() -> None:
    """A stamp at the margin is no line of the report, and is said to be left out."""
    stamp = "<div style='position:absolute;left:0;top:9cm;transform:rotate(-90deg)'>DRAFT COPY</div>"
    received = only(made.pdf(stamp + made.paragraphs(*made.PROSE)))
    assert received.document.text.split("\n\n") == list(made.PROSE)
    assert [note.message for note in received.notes if note.code == "W113"] == [
        "10 slanted or upright characters (stamps, axes) are not in the text"
    ]


@has_tesseract
def test_a_scan_is_read_by_ocr_and_said_to_be() -> None:
    received = only(made.scan())
    words = set(received.document.text.split())
    assert len(words & set(made.STRIKE.split())) > 0.8 * len(set(made.STRIKE.split()))
    (note,) = [note for note in received.notes if note.code == "W110"]
    assert note.message.startswith("page 1 is scanned and was read by OCR")


def test_a_scan_without_ocr_is_said_to_need_it(no_tesseract: None) -> None:
    message = str(failure(made.scan(2)).error)
    assert "pages 1–2 are scanned and must be read by OCR" in message
    assert "pip install 'dateline[ocr]'" in message


def test_a_scanned_page_among_others_is_named(no_tesseract: None) -> None:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter()
    for data in (made.situation_report(), made.scan(), made.situation_report()):
        writer.append(PdfReader(io.BytesIO(data)))
    out = io.BytesIO()
    writer.write(out)
    received = only(out.getvalue())
    assert [note.message[:33] for note in received.notes if note.code == "W111"] == [
        "page 2 is scanned and not in the "
    ]
    starts = received.document.extra["pages"]
    assert starts[1] == starts[2], "a page without text starts where the next one does"


def test_an_ocr_that_fails_costs_that_page_only(monkeypatch: pytest.MonkeyPatch) -> None:
    from dateline.read.formats import pdf as reader

    def fails(page: object) -> None:
        raise scanned.OcrError("out of ink")

    monkeypatch.setattr(reader, "missing_for_ocr", lambda: None)
    monkeypatch.setattr(reader, "recognised", fails)
    assert "the OCR failed (out of ink)" in str(failure(made.scan()).error)


BAD = [
    ("protected by a password", made.encrypted_pdf, "protected by a password"),
    ("cut off in the middle", lambda: made.situation_report()[:2000], "the PDF is damaged"),
    ("not a PDF at all", lambda: b"<html><p>404</p></html>" * 9, "it is no PDF file"),
    ("empty", lambda: b"", "the file is empty"),
    ("pages without text", lambda: made.pdf("<p></p>"), "no text in the PDF"),
]


@pytest.mark.parametrize(("reason", "make", "message"), BAD, ids=[case[0] for case in BAD])
def test_bad(reason: str, make: Any, message: str) -> None:
    assert message in str(failure(make()).error)


def page_tree(count: int, kids: int) -> bytes:
    """A PDF whose tree of pages claims ``count`` of them and names one page ``kids`` times."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count %d/Kids[%s]>>" % (count, b"3 0 R " * kids),
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
    ]
    out = bytearray(b"%PDF-1.4\n")
    offsets = []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj%sendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 4\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return bytes(out + b"trailer<</Root 1 0 R/Size 4>>\nstartxref\n%d\n%%%%EOF" % start)


def test_a_tree_of_pages_without_end_is_refused() -> None:
    assert "more than the 5,000 that are read" in str(failure(page_tree(10**6, 10**5)).error)


def test_too_much_text_is_refused_before_the_end() -> None:
    error = failure(made.newsletter(), max_chars=1000).error
    assert isinstance(error, TooLongError)


def test_without_the_library_the_command_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    assert "pip install 'dateline[formats]'" in str(failure(made.situation_report()).error)


JOINED = [
    ("a word parted at the line's end is whole again", ["the dis-", "trict"], "the district"),
    ("number words keep their hyphen", ["some thirty-", "five people"], "some thirty-five people"),
    ("a name keeps its hyphen", ["fighters of al-", "Shabaab"], "fighters of al-Shabaab"),
    ("figures keep it", ["a 15-", "year-old boy"], "a 15-year-old boy"),
    ("so does the second part of a compound", ["the 15-year-", "old boy"], "the 15-year-old boy"),
    (
        "what stands with a hyphen elsewhere keeps it",
        ["cease-fire talks; a cease-", "fire"],
        "cease-fire talks; a cease-fire",
    ),
    ("what stands without one elsewhere loses it", ["anticrime; anti-", "crime unit"], "anticrime; anticrime unit"),
    ("a dash is no hyphen", ["the town –", "a port"], "the town – a port"),
]


@pytest.mark.parametrize(("reason", "lines", "text"), JOINED, ids=[case[0] for case in JOINED])
def test_line_ends(reason: str, lines: list[str], text: str) -> None:
    assert joined_lines(lines) == text


@st.composite
def _laid_out(draw: st.DrawFn) -> tuple[list[Piece], list[str]]:
    """Prose in columns of equal width, and its lines in the order in which they are read."""
    columns = draw(st.integers(1, 4))
    lines = draw(st.integers(4, 12))
    gutter = draw(st.floats(10, 40))
    shift = draw(st.floats(0, 9))
    pieces, order = [], []
    for column in range(columns):
        left = 50 + column * (120 + gutter)
        for line in range(lines):
            text = f"column {column} line number {line:02d}"
            top = 100 + 14 * line + shift * (column % 2)
            pieces.append(Piece(text, left, left + 120, top, top + 11))
            order.append(text)
    return draw(st.permutations(pieces)), order


@settings(max_examples=60, deadline=None)
@given(_laid_out())
def test_columns_in_whatever_order_they_are_drawn(laid_out: tuple[list[Piece], list[str]]) -> None:
    pieces, order = laid_out
    assert [line.text for block in blocks_of(pieces) for line in block] == order


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.builds(
            lambda text, left, top, width, size: Piece(text, left, left + width, top, top + size),
            st.text("abc ", min_size=1), st.floats(-50, 700), st.floats(-50, 900), st.floats(0.1, 600), st.floats(0.1, 90),
        ),
        max_size=40,
    )
)  # fmt: skip
def test_no_piece_is_lost_wherever_it_stands(pieces: list[Piece]) -> None:
    text = "".join(line.text for block in blocks_of(pieces) for line in block)
    assert sorted(text.replace("|", "").replace(" ", "")) == sorted("".join(p.text for p in pieces).replace(" ", ""))
