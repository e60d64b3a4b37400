"""Which encoding bytes are read in, and that nothing is read as what it is not."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.errors import ReadError
from dateline.read.encoding import decode

WESTERN = "At least nine died in Nariño, said “the army”, and the café owner said… nothing."


@pytest.mark.parametrize(
    ("data", "text", "noted", "reason"),
    [
        (WESTERN.encode(), WESTERN, False, "UTF-8 needs no mark"),
        (WESTERN.encode("utf-8-sig"), WESTERN, False, "a mark is no text"),
        (WESTERN.encode("utf-16"), WESTERN, False, "UTF-16 by its mark"),
        (WESTERN.encode("utf-32"), WESTERN, False, "UTF-32, whose mark begins with that of UTF-16"),
        (WESTERN.encode("cp1252"), WESTERN, True, "English with few other letters is windows-1252"),
        (WESTERN.encode() + b"\xff.", WESTERN + "\ufffd.", True, "one broken byte does not spoil the rest"),
        (
            "Вчера военные обстреляли город, погибли двое".encode("cp1251"),
            "Вчера военные обстреляли город, погибли двое",
            True,
            "detected",
        ),
    ],
)
def test_encoding(data: bytes, text: str, noted: bool, reason: str) -> None:
    decoded = decode(data, "a.txt")
    assert decoded.text == text, reason
    assert [note.code for note in decoded.notes] == ["W101"] * noted


@pytest.mark.parametrize(
    ("declared", "reason"),
    [
        ("utf-8", "contradicted by the bytes"),
        ("no-such-encoding", "unknown"),
        ("utf-7", "no encoding of the Web: it can hide markup"),
        ("hex", "no encoding of text"),
        ("idna\0", "not even a name"),
    ],
)
def test_a_declaration_is_not_believed(declared: str, reason: str) -> None:
    decoded = decode(WESTERN.encode("cp1252"), "a.html", declared=declared)
    assert decoded.text == WESTERN, reason
    assert decoded.notes


def test_a_declaration_is_believed() -> None:
    text = "Wczoraj żołnierze ostrzelali miasto"
    decoded = decode(text.encode("iso8859-2"), "a.html", declared="ISO-8859-2")
    assert (decoded.text, decoded.notes) == (text, ())


PRINTABLE = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\r\n\t")).filter(
    lambda text: not text.startswith(("\ufeff", "%PDF", "PK\x03\x04", "{\\rtf", "GIF8", "BZh"))
)


@given(PRINTABLE)
def test_utf8_comes_back_byte_for_byte(text: str) -> None:
    data = text.encode()
    assert decode(data, "a.txt").text.encode() == data


@given(PRINTABLE, st.sampled_from(["utf-8-sig", "utf-16", "utf-32"]))
def test_marked_text_comes_back_character_for_character(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding), "a.txt").text == text


@given(st.binary())
def test_any_bytes_are_text_or_refused(data: bytes) -> None:
    with suppress(ReadError):
        text = decode(data, "a.txt").text
        assert text.encode().decode() == text, "no lone surrogates"
        assert b"\0" not in data or data.startswith((b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff"))
