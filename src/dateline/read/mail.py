"""One message of mail: its own words as a document, and its attachments as documents of their own."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from email import message_from_bytes, policy
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import parseaddr
from typing import Any

from dateline.errors import ReadError
from dateline.read.archive import printable
from dateline.read.assemble import receive
from dateline.read.contract import FieldNames, Found, Item, ReadFailure, ReadOptions, Received, Skipped
from dateline.read.encoding import decode
from dateline.read.markup import text_of_html
from dateline.read.published import parse_published
from dateline.read.quotes_of_mail import OwnWords, own_words
from dateline.read.registry import reader_of_name
from dateline.read.route import read_member
from dateline.records import Note

_NAMES = FieldNames(title="Subject", published="Date", source="From")
_MULTIPART = re.compile(rb"^content-type:\s*multipart/", re.IGNORECASE | re.MULTILINE)
_MOST_MULTIPARTS = 100
_MOST_PARTS = 1_000
_LONGEST_HEADER = 10_000
_HTML_ONLY = 0.3
"""Plain text shorter than this share of the page's is a notice that there is a page."""
_KEPT = {"From": "from", "Sender": "sender", "Reply-To": "reply_to", "Message-ID": "message_id", "List-Id": "list",
         "In-Reply-To": "in_reply_to"}  # fmt: skip
_ENCRYPTED = ("multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime")
_SUFFIX_OF_TYPE = {"text/html": ".html", "text/plain": ".txt", "message/rfc822": ".eml", "application/pdf": ".pdf"}


@dataclass(slots=True)
class _Contents:
    """The parts of a message: bodies as (kind, text), attachments, and what was noted on the way."""

    bodies: list[str] = field(default_factory=list)
    attachments: list[Message] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    parts: int = 0


def read_message(data: bytes, where: str, options: ReadOptions) -> Iterator[Item]:
    """The document of the message's own words, then what its attachments hold.

    Quoted mail and the signature stand in ``extra``. Raises ReadError when the message can be read in no part.
    """
    message = _parsed(data, where)
    contents = _Contents()
    _gather(message, contents, where, options)
    headers = _headers(message)
    any_body = bool("".join(contents.bodies).strip())
    if any_body:
        try:
            yield _body(contents, headers, data, where, options)
        except ReadError as error:
            yield ReadFailure(where, error)
    elif not contents.attachments:
        if message.get_content_type() in _ENCRYPTED:
            raise ReadError(where, "the message is encrypted", "Save it decrypted")
        raise ReadError(where, "the message holds no text", "Check how it was saved")
    yield from _attached(contents.attachments, headers, where, options)


def _parsed(data: bytes, where: str) -> Message:
    # The parser of headers in policy.default takes minutes for some, so the plain one is used, here and below.
    if len(_MULTIPART.findall(data)) > _MOST_MULTIPARTS:
        raise ReadError(where, "its parts are nested without end", "Save the part that you need as a file")
    try:
        return message_from_bytes(data, policy=policy.compat32)
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError) as error:
        raise ReadError(where, f"it is no message of mail, or a damaged one ({error})", "Save it again") from error


def _headers(message: Message) -> dict[str, str]:
    """The headers that matter, decoded, by name."""
    found = {}
    for name in ("Subject", "Date", *_KEPT):
        value = header_text(message, name)
        if value:
            found[name] = value
    return found


def header_text(message: Message, name: str) -> str:
    """A header as one reads it, on one line; "" where there is none, or only the beginning of one without end."""
    try:
        raw = message.get(name)
    except (ValueError, TypeError, LookupError):
        return ""
    return decoded_words(str(raw)) if raw is not None else ""


def decoded_words(value: str) -> str:
    """A header's value with its encoded words (RFC 2047) decoded; one in an unknown encoding stays as it is."""
    value = value[:_LONGEST_HEADER].encode("utf-8", "replace").decode()
    try:
        pieces = decode_header(value)
        text = "".join(
            piece if isinstance(piece, str) else piece.decode(charset or "ascii", "replace")
            for piece, charset in pieces
        )
    except (HeaderParseError, LookupError, ValueError):
        text = value
    return " ".join(printable(" ".join(text.split())).split())


def _gather(part: Message, contents: _Contents, where: str, options: ReadOptions) -> None:
    """Put the part's text and attachments into ``contents``; of alternatives, the one that says most."""
    contents.parts += 1
    if contents.parts > _MOST_PARTS:
        raise ReadError(where, f"it has more than {_MOST_PARTS:,} parts", "Save the parts that you need as files")
    kind = part.get_content_type()
    children = _children(part)
    if kind == "message/rfc822" or _file_name(part) or part.get_content_disposition() == "attachment":
        contents.attachments.append(part)
    elif kind == "multipart/alternative":
        _alternatives(children, contents, where, options)
    elif kind == "multipart/signed":
        for child in children[:1]:
            _gather(child, contents, where, options)
    elif children:
        for child in children:
            _gather(child, contents, where, options)
    elif kind in ("text/plain", "text/html"):
        if text := _text_of(part, contents, where, options):
            contents.bodies.append(text)
    elif not part.is_multipart():
        contents.attachments.append(part)


def _children(part: Message) -> list[Message]:
    inside: object = part.get_payload()
    return [child for child in inside if isinstance(child, Message)] if isinstance(inside, list) else []


def _alternatives(children: list[Message], contents: _Contents, where: str, options: ReadOptions) -> None:
    """Plain text where it is the whole, else the page."""
    found = {"plain": _Contents(parts=contents.parts), "other": _Contents(parts=contents.parts)}
    for child in children:
        if not child.is_multipart() and child.get_content_type() not in ("text/plain", "text/html", "message/rfc822"):
            continue  # a calendar's entry, say: the same once more
        _gather(child, found["plain" if child.get_content_type() == "text/plain" else "other"], where, options)
    plain, other = ("\n\n".join(each.bodies) for each in found.values())
    chosen = found["plain"] if len(plain) > _HTML_ONLY * len(other) else found["other"]
    contents.bodies += chosen.bodies
    contents.notes += chosen.notes
    contents.attachments += found["plain"].attachments + found["other"].attachments
    contents.parts = max(each.parts for each in found.values())


def _text_of(part: Message, contents: _Contents, where: str, options: ReadOptions) -> str:
    data = _payload(part)
    charset = part.get_content_charset()
    if not data.strip():
        return ""
    try:
        decoded = decode(data, where, declared=charset)
    except ReadError as error:
        contents.notes.append(Note(code="W112", message=f"a part of the mail cannot be read: {error.problem}"))
        return ""
    contents.notes += decoded.notes
    if part.get_content_type() == "text/html":
        return _text_of_page(decoded.text, where, options)
    text = decoded.text.replace("\r\n", "\n").replace("\r", "\n")
    return _unflowed(text) if str(part.get_param("format", "")).lower() == "flowed" else text


def _text_of_page(page: str, where: str, options: ReadOptions) -> str:
    """The article of a page, else all its text."""
    found = next(read_member(io.BytesIO(page.encode()), "body.html", where, options), None)
    whole = text_of_html(page)
    if isinstance(found, Received) and len(found.document.text) > len(whole) / 2:
        return found.document.text
    return whole


def _unflowed(text: str) -> str:
    """Lines that end in a space go on in the next one (RFC 3676)."""
    out: list[str] = []
    flows = False
    for line in text.split("\n"):
        is_quote = line.startswith(">")
        stuffed = line[1:] if line.startswith(" ") else line
        if flows and not is_quote:
            out[-1] += stuffed
        else:
            out.append(stuffed)
        flows = line.endswith(" ") and line != "-- " and not is_quote
    return "\n".join(out)


def _body(contents: _Contents, headers: dict[str, str], data: bytes, where: str, options: ReadOptions) -> Received:
    words = own_words("\n\n".join(contents.bodies).strip("\n"))
    name, address = parseaddr(headers.get("From", ""))
    metadata = {"title": headers.get("Subject"), "published": headers.get("Date"), "source": name or address}
    extra: dict[str, Any] = {key: headers[header] for header, key in _KEPT.items() if header in headers}
    if words.quoted:
        extra["quoted"] = list(words.quoted)
    if words.signature:
        extra["signature"] = words.signature
    if files := [_file_name(part) or part.get_content_type() for part in contents.attachments]:
        extra["attachments"] = files
    notes = [*contents.notes, *_notes(words)]
    found = Found(text=words.text, metadata=metadata, names=_NAMES, extra=extra, notes=tuple(notes))
    return receive(found, data, where, options)


def _notes(words: OwnWords) -> Iterator[Note]:
    left_out = (
        [f"{len(words.quoted)} quoted passages"] if len(words.quoted) > 1 else ["a quoted passage"][: len(words.quoted)]
    )
    left_out += ["a signature"] if words.signature else []
    if left_out:
        yield Note(code="W115", message=f"{' and '.join(left_out)} of the mail stand in extra, not in the text")


def _attached(attachments: list[Message], headers: dict[str, str], where: str, options: ReadOptions) -> Iterator[Item]:
    skipped: Counter[str] = Counter()
    name, address = parseaddr(headers.get("From", ""))
    inner = replace(
        options,
        published=parse_published(headers.get("Date", "")) or options.published,
        source=name or address or options.source,
    )
    for number, part in enumerate(attachments, 1):
        options.allowance.member(where)
        kind = part.get_content_type()
        file_name = _file_name(part) or f"attachment {number}{_SUFFIX_OF_TYPE.get(kind, '')}"
        is_message = kind == "message/rfc822"
        if is_message and not file_name.lower().endswith(".eml"):
            file_name += ".eml"
        if reader_of_name(file_name) is None:
            skipped[kind] += 1
            continue
        data = _inner_message(part) if is_message else _payload(part)
        yield from read_member(io.BytesIO(data), file_name, f"{where}: {file_name}", inner)
    if skipped:
        yield Skipped(where, dict(skipped))


def _payload(part: Message) -> bytes:
    """The bytes of a part, its transfer encoding undone as far as it goes."""
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _inner_message(part: Message) -> bytes:
    inner = part.get_payload()
    message = inner[0] if isinstance(inner, list) and inner else None
    try:
        return message.as_bytes() if isinstance(message, Message) else _payload(part)
    except (ValueError, TypeError, LookupError, AttributeError):  # headers that cannot be written again
        return _payload(part)


def _file_name(part: Message) -> str:
    """The name that an attachment has, without folders; "" where it has none."""
    try:
        name = part.get_filename()
    except (ValueError, TypeError, LookupError):
        return ""
    return re.split(r"[/\\]", decoded_words(name))[-1] if name else ""
