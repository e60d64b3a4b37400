"""Bytes to text. The encoding is found, never assumed, and a guess is always noted."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from dateline.errors import ReadError
from dateline.records import Note

# UTF-32 first: its little-endian mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAGIC = {
    b"%PDF": "a PDF file",
    b"PK\x03\x04": "a ZIP archive or an office document",
    b"\xd0\xcf\x11\xe0": "an old office document",
    b"{\\rtf": "an RTF document",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"\x7fELF": "a program",
    b"7z\xbc\xaf": "a 7-Zip archive",
    b"Rar!": "a RAR archive",
    b"BZh": "compressed with bzip2",
    b"\xfd7zXZ": "compressed with xz",
    b"\x28\xb5\x2f\xfd": "compressed with zstd",
}
_CONTROL = re.compile(r"[\x01-\x08\x0e-\x1f\x7f]")
_MAX_CONTROL_SHARE = 0.01
# A page may declare any name at all; these are the encodings of the Web, and none of them runs code or yields bytes.
_DECLARABLE = re.compile(
    r"utf-8|cp125\d|iso8859-\d+|koi8-[ru]|mac-roman|cp866|gbk|gb2312|gb18030|big5|euc_jp|shift_jis|euc_kr|cp932|cp949|iso2022_jp"
)
_MOSTLY_ASCII = 0.1
_GUESSED_FROM = 2**16
_SAVE_AS_UTF8 = "Save it as UTF-8 text"


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of some bytes; ``notes`` say how its encoding was found where that was a guess."""

    text: str
    encoding: str
    notes: tuple[Note, ...] = ()


def decode(data: bytes, where: str, *, declared: str | None = None) -> Decoded:
    """The text of ``data``: by byte order mark, else as UTF-8, else as ``declared``, else by guess, with a note.

    A byte order mark is no part of the text; newlines and everything else are kept as they are.
    Raises ReadError when the bytes are no text in any encoding that can be told.
    """
    for magic, kind in _MAGIC.items():
        if data.startswith(magic):
            raise ReadError(where, f"this is {kind}, not text", "Give its text as .txt, .md, .html or .json")
    decoded = _by_mark(data, where) or _as_utf8(data, where) or _as_declared(data, declared) or _by_guess(data, where)
    controls = len(_CONTROL.findall(decoded.text))
    if controls > _MAX_CONTROL_SHARE * len(decoded.text) and controls > 1:
        problem = f"{controls} of {len(decoded.text)} characters are control characters: binary data"
        raise ReadError(where, problem, _SAVE_AS_UTF8)
    return decoded


def _by_mark(data: bytes, where: str) -> Decoded | None:
    for mark, encoding in _MARKS:
        if not data.startswith(mark):
            continue
        try:
            return Decoded(data[len(mark) :].decode(encoding), encoding)
        except UnicodeDecodeError as error:
            problem = f"it begins with the mark of {encoding}, but byte {len(mark) + error.start} is not that"
            raise ReadError(where, problem, _SAVE_AS_UTF8) from error
    return None


def _as_utf8(data: bytes, where: str) -> Decoded | None:
    if (nul := data.find(0)) >= 0:
        raise ReadError(where, f"byte {nul} is NUL: this is binary data, or UTF-16 without its mark", _SAVE_AS_UTF8)
    return _decoded(data, "utf-8")


def _as_declared(data: bytes, declared: str | None) -> Decoded | None:
    """The text in the encoding that the page declares, where it does not contradict the bytes."""
    if declared is None:
        return None
    try:
        name = codecs.lookup(declared).name
    except (LookupError, ValueError):
        return None
    # Browsers read both as windows-1252, and so pages are written.
    name = "cp1252" if name in {"iso8859-1", "ascii"} else name
    return _decoded(data, name) if _DECLARABLE.fullmatch(name) else None


def _by_guess(data: bytes, where: str) -> Decoded:
    """The text in the likeliest encoding.

    UTF-8 with some damage keeps what is whole. Text that is nearly all ASCII is windows-1252: English prose gives
    a detector too few other letters to tell the western code pages apart.
    """
    if damaged := _damaged_utf8(data):
        return damaged
    high = sum(byte >= 0x80 for byte in data[:_GUESSED_FROM])
    if high <= _MOSTLY_ASCII * len(data[:_GUESSED_FROM]) and (decoded := _decoded(data, "cp1252")):
        return _noted(decoded, "nearly all ASCII and not UTF-8")
    from charset_normalizer import from_bytes

    best = from_bytes(data[:_GUESSED_FROM]).best()
    if best is not None and (decoded := _decoded(data, best.encoding)):
        return _noted(decoded, "detected from its letters")
    if decoded := _decoded(data, "cp1252"):
        return _noted(decoded, "nothing better was detected")
    raise ReadError(where, "its bytes are text in no encoding that could be detected", _SAVE_AS_UTF8)


def _damaged_utf8(data: bytes) -> Decoded | None:
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    whole = sum(not char.isascii() for char in text) - broken
    if whole < broken:
        return None
    message = f"the text is damaged UTF-8: {broken} broken sequences were read as U+FFFD"
    return Decoded(text, "utf-8", (Note(code="W101", message=message),))


def _decoded(data: bytes, encoding: str) -> Decoded | None:
    try:
        return Decoded(data.decode(encoding), encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _noted(decoded: Decoded, why: str) -> Decoded:
    message = f"the text was read as {decoded.encoding}, a guess: {why}"
    return Decoded(decoded.text, decoded.encoding, (Note(code="W101", message=message),))
