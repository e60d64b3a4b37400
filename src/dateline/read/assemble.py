"""From what a reader found to a checked document: one place for what every format has in common."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime
from typing import Any, BinaryIO

from dateline.errors import ReadError, TooLongError
from dateline.read.contract import Found, ReadOptions, Received
from dateline.read.language import detect
from dateline.read.published import parse_published, why_senseless
from dateline.records import Document, Note

_PIECE = 2**20


def read_whole(stream: BinaryIO, where: str, options: ReadOptions) -> bytes:
    """Every byte of the stream. Raises ReadError when there are more than ``options.max_bytes``."""
    data = _pieces(stream, options.max_bytes + 1)
    if len(data) > options.max_bytes:
        problem = f"it is longer than {options.max_bytes:,} bytes"
        raise ReadError(where, problem, "Split it, or give many texts as JSON Lines, which is read a line at a time")
    return data


def _pieces(stream: BinaryIO, most: int) -> bytes:
    """As much of the stream as there is, a piece at a time: room is taken for all that is asked for."""
    data = bytearray()
    while len(data) < most and (piece := stream.read(min(_PIECE, most - len(data)))):
        data += piece
    return bytes(data)


def receive(found: Found, original: bytes, where: str, options: ReadOptions) -> Received:
    """The document of what was found, with ``original`` hashed.

    Metadata never costs a document: a value that cannot be used stays in ``extra`` under its own name, with a note.
    Raises ReadError when the text cannot be coded, TooLongError when it is too long to be.
    """
    text = _checked_text(found, where, options)
    extra, notes = dict(found.extra), list(found.notes)
    fields: dict[str, str | None] = {}
    defaults = {"title": None, "published": options.published, "source": options.source, "url": options.url}
    for name, default in defaults.items():
        received_as = getattr(found.names, name)
        value = found.metadata.get(name)
        usable = _usable(name, value)
        if usable is None and value not in (None, ""):
            extra[received_as] = value
            notes.append(_unusable(received_as, value))
        if name == "published" and usable and (why := why_senseless(usable, _had_on(options))):
            extra[received_as], usable = value, None
            message = f"the field {received_as!r} holds {value!r:.80}, which {why}; it is kept in extra"
            notes.append(Note(code="W104", message=message))
        fields[name] = default if usable is None else usable
    document = Document.from_text(
        text,
        **fields,
        retrieved=options.retrieved,
        language=detect(text),
        original_sha256=hashlib.sha256(original).hexdigest(),
        extra=extra,
    )
    return Received(document, tuple(notes), where, original)


def _checked_text(found: Found, where: str, options: ReadOptions) -> str:
    text = found.text
    if not isinstance(text, str):
        problem = f"the field {found.names.text!r} holds {_kind(text)}, not text"
        raise ReadError(where, problem, "Give the text as one string, or name its field with --text-field")
    if not text or text.isspace():
        problem = "it holds no text, only white space" if text else "its text is empty"
        raise ReadError(where, problem, "Check how it was saved")
    if len(text) > options.max_chars:
        problem = f"the text has {len(text):,} characters, more than the {options.max_chars:,} allowed"
        raise TooLongError(where, problem, "Split it into reports, or raise DATELINE_MAX_CHARS")
    if (nul := text.find("\0")) >= 0:
        raise ReadError(where, f"character {nul} of the text is NUL: binary data", "Remove it, or give the text alone")
    return text


def _had_on(options: ReadOptions) -> date:
    """The day on which the input was had: archived, fetched, or read just now."""
    if options.retrieved:
        return datetime.fromisoformat(options.retrieved).date()
    return datetime.now(UTC).date()


def _usable(name: str, value: object) -> str | None:
    if name == "published" and isinstance(value, str | int) and not isinstance(value, bool):
        return parse_published(str(value))
    return value if isinstance(value, str) and value.strip() else None


def _unusable(received_as: str, value: Any) -> Note:
    message = f"the field {received_as!r} holds {value!r:.80}, which cannot be used; it is kept in extra"
    return Note(code="W102", message=message)


def _kind(value: object) -> str:
    names = {dict: "an object", list: "a list", bool: "true or false", type(None): "null"}
    return names.get(type(value), "a number")
