"""DOCX and ODT as programs write them, with changes, notes and tables; and what is wrong with some."""

from __future__ import annotations

from typing import Any

import pytest

from dateline.read import ReadFailure, ReadOptions, Received, read_bytes
from dateline.read.limits import Allowance, Limits
from tests.read import documents_made as made

BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    b'<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><document><body><p>&c;</p></body></document>'
)
THIEF = b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><document>&x;</document>'


def only(data: bytes, name: str, **options: Any) -> Received:
    (received,) = read_bytes(data, name, options=ReadOptions(**options))
    assert isinstance(received, Received), received
    return received


def message(data: bytes, name: str, **options: Any) -> str:
    (failed,) = read_bytes(data, name, options=ReadOptions(**options))
    assert isinstance(failed, ReadFailure)
    return str(failed.error)


def test_docx() -> None:
    """As it reads with the changes accepted; footnotes below; nothing that is hidden."""
    received = only(made.docx(), "a.docx")
    assert received.document.text.split("\n\n") == [
        "Situation in Darma",
        made.STRIKE,
        "Shelling killed 25 people[1].",
        "Needs",
        "• Food for 12,400 people",
        "Place | Killed",
        "Darma | 25",
        made.FLIGHT,
        "[1] Count of the provincial health office.",
    ]
    document = received.document
    assert (document.title, document.published, document.extra) == (
        "Situation in Darma",
        None,
        {"byline": "Jane Roe", "file_date": "2024-03-05"},
    )
    assert [note.message for note in received.notes] == [
        "not in the text: tracked deletions (1), hidden passages (1)",
        "no day of publication is given: that of the file, 2024-03-05, may be any other, and is in extra.file_date",
    ]


def test_odt() -> None:
    received = only(made.odt(), "a.odt")
    assert received.document.text.split("\n\n") == [
        "Situation in Darma",
        "Shelling killed 25 people[1] in Darma.",
        "• Food for 12,400 people",
        "Place | Killed",
        "Darma | 25",
        made.FLIGHT,
        "[1] Count of the provincial health office.",
    ]
    assert (received.document.title, received.document.published) == ("Situation in Darma", None)
    assert received.document.extra == {"byline": "Jane Roe", "file_date": "2024-03-05"}
    assert received.notes[0].message == "not in the text: comments (1)"


def test_a_day_at_the_head_is_that_of_publication() -> None:
    """python-docx begins with a template of 2013: its day is no evidence of anything."""
    received = only(made.plain_docx("Flash update 3 (as of 5 March 2024)", made.STRIKE), "a.docx")
    assert received.document.published == "2024-03-05"
    assert received.document.extra["file_date"] == "2013-12-23"
    assert [note.message for note in received.notes] == [
        "the day of publication, 2024-03-05, is the one at the head of the text"
    ]


def test_an_odt_in_one_file() -> None:
    data = (
        b'<?xml version="1.0"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        b'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        b'office:mimetype="application/vnd.oasis.opendocument.text"><office:meta><dc:title>Raid</dc:title></office:meta>'
        b"<office:body><office:text><text:tracked-changes><text:changed-region><text:deletion><text:p>Ten died.</text:p>"
        b"</text:deletion></text:changed-region></text:tracked-changes><text:p>Nine \n died<text:line-break/>in Bel.</text:p>"
        b"</office:text></office:body></office:document>"
    )
    for name in ("a.fodt", "no suffix"):
        received = only(data, name)
        assert (received.document.text, received.document.title) == ("Nine died\nin Bel.", "Raid")
        assert received.notes[0].message == "not in the text: tracked deletions (1)"


@pytest.mark.parametrize(
    ("make", "name"), [(made.docx, "report"), (made.odt, "report"), (made.docx, "mail attachment.zip")]
)
def test_told_without_the_suffix(make: Any, name: str) -> None:
    assert only(make(), name).document.title == "Situation in Darma"


def _document(body: bytes) -> bytes:
    namespace = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    part = b"<w:document %s><w:body>%s</w:body></w:document>" % (namespace, body)
    return made.with_parts(made.plain_docx("x"), {"word/document.xml": part})


RUN = b"<w:r><w:t>%s</w:t></w:r>"
SHAPES = [
    (
        "a text box is read once, though it is there twice, for old programs and new",
        b'<w:p><w:r><mc:AlternateContent xmlns:mc="urn:mc"><mc:Choice><w:txbxContent><w:p>' + RUN % b"Boxed."
        + b"</w:p></w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent><w:p>" + RUN % b"Boxed."
        + b"</w:p></w:txbxContent></mc:Fallback></mc:AlternateContent></w:r>" + RUN % b"Beside." + b"</w:p>",
        "Beside.\n\nBoxed.",
    ),
    (
        "the words of a link and of a field count, its instruction does not",
        b'<w:p><w:hyperlink>' + RUN % b"Darma" + b"</w:hyperlink><w:r><w:instrText> PAGE </w:instrText></w:r>"
        + RUN % b" fell" + b"</w:p>",
        "Darma fell",
    ),
    ("a line break stays one", b"<w:p><w:r><w:t>One</w:t><w:br/><w:t>two</w:t></w:r></w:p>", "One\ntwo"),
    (
        "a table within a table stands in its cell",
        b"<w:tbl><w:tr><w:tc><w:p>" + RUN % b"Darma" + b"</w:p></w:tc><w:tc><w:tbl><w:tr><w:tc><w:p>" + RUN % b"25"
        + b"</w:p></w:tc></w:tr></w:tbl></w:tc></w:tr></w:tbl>",
        "Darma | 25",
    ),
    (
        "what was moved is read where it is now",
        b"<w:p><w:moveFrom>" + RUN % b"Old" + b"</w:moveFrom><w:moveTo>" + RUN % b"New" + b"</w:moveTo></w:p>",
        "New",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("reason", "body", "text"), SHAPES, ids=[case[0] for case in SHAPES])
def test_shapes_of_docx(reason: str, body: bytes, text: str) -> None:
    assert only(_document(body), "a.docx").document.text == text


BAD = [
    ("entities that expand without end", "a.docx", {"word/document.xml": BOMB}, "declares entities"),
    ("an entity that is a file of this machine", "a.docx", {"word/document.xml": THIEF}, "declares entities"),
    ("XML cut off", "a.docx", {"word/document.xml": b"<w:document"}, "no well-formed XML"),
    ("elements nested without end", "a.docx", {"word/document.xml": b"<a>" * 9999}, "Excessive depth"),
    ("a part that is huge", "a.docx", {"word/document.xml": b"<a>" + b" " * 10**7 + b"</a>"}, "longer than 1,000,000"),
]


@pytest.mark.parametrize(("reason", "name", "parts", "told"), BAD, ids=[case[0] for case in BAD])
def test_hostile_parts(reason: str, name: str, parts: dict[str, bytes], told: str) -> None:
    assert told in message(made.with_parts(made.docx(), parts), name, max_bytes=10**6)


def test_a_part_that_is_a_bomb() -> None:
    bomb = made.with_parts(made.odt(), {"content.xml": b"<a>" + b" " * 10**7 + b"</a>"})
    tight = Allowance(Limits(free_bytes=10**6, ratio=20))
    assert "decompression bomb" in message(bomb, "a.odt", allowance=tight)


OTHERS = [
    (
        "a password, or the old format",
        "a.docx",
        b"\xd0\xcf\x11\xe0" + bytes(600),
        "protected by a password, or of an old kind",
    ),
    ("no ZIP file", "a.docx", b"PK\x03\x04rest", "no office document, or a damaged one"),
    ("another ZIP file", "a.odt", made.zipped({"a.txt": b"x"}), "no document of a word processor"),
    ("empty", "a.odt", b"", "the file is empty"),
    ("no words", "a.docx", made.plain_docx(""), "its text is empty"),
]


@pytest.mark.parametrize(("reason", "name", "data", "told"), OTHERS, ids=[case[0] for case in OTHERS])
def test_bad(reason: str, name: str, data: bytes, told: str) -> None:
    assert told in message(data, name)


def test_an_odt_with_a_password() -> None:
    manifest = b"<m:manifest xmlns:m='urn:m'><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>"
    assert "protected by a password" in message(
        made.with_parts(made.odt(), {"META-INF/manifest.xml": manifest}), "a.odt"
    )
