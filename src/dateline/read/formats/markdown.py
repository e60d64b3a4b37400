"""Markdown: the text is kept as it is written, less a YAML front matter; the title is that or the first heading."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Any, BinaryIO

from dateline.read.assemble import read_whole, receive
from dateline.read.contract import FieldNames, Found, Reader, ReadFailure, ReadOptions, Received
from dateline.read.encoding import decode
from dateline.records import Note

_FRONT = re.compile(r"---[ \t]*\r?\n(?P<yaml>.{0,65536}?)^(---|\.\.\.)[ \t]*(\r?\n|\Z)", re.DOTALL | re.MULTILINE)
_HEADING = re.compile(rb"#{1,6} \S")
# Static site generators write "date" where Dateline's own name is "published".
_ALSO = {"published": ("date",), "source": ("publisher",)}
_TITLE_WITHIN = 2**14


def _sniff(head: bytes) -> float:
    if re.match(rb"---[ \t]*\r?\n\w[^\n]*:", head):
        return 0.6
    return 0.5 if _HEADING.match(head.lstrip()) else 0.0


def _read(stream: BinaryIO, where: str, options: ReadOptions) -> Iterator[Received | ReadFailure]:
    data = read_whole(stream, where, options)
    decoded = decode(data, where)
    fields, body, notes = _front_matter(decoded.text)
    names = _names_in(fields, options.fields)
    metadata = {name: fields.pop(getattr(names, name), None) for name in ("title", "published", "source", "url")}
    metadata["title"] = metadata["title"] or _first_heading(body)
    found = Found(text=body, metadata=metadata, names=names, extra=fields, notes=(*decoded.notes, *notes))
    yield receive(found, data, where, options)


def _names_in(fields: dict[str, Any], names: FieldNames) -> FieldNames:
    """The names under which this front matter has the metadata."""
    for name, others in _ALSO.items():
        key = next((key for key in others if fields.get(key)), None)
        if key and not fields.get(getattr(names, name)):
            names = replace(names, **{name: key})
    return names


def _front_matter(text: str) -> tuple[dict[str, Any], str, tuple[Note, ...]]:
    """The front matter's fields, and the text after it; where there is none to use, no fields and the whole text."""
    match = _FRONT.match(text)
    if not match:
        return {}, text, ()
    import yaml

    source = match["yaml"]
    try:
        # An alias lets a few lines stand for gigabytes.
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(source, Loader=yaml.CBaseLoader)):
            raise yaml.YAMLError("aliases are not read")
        # The base loader keeps every value as the words that were written.
        fields = yaml.load(source, Loader=yaml.CBaseLoader)
    except (yaml.YAMLError, RecursionError) as error:
        reason = " ".join(str(error).split())
        message = f"the front matter is no YAML and was kept as text: {reason:.200}"
        return {}, text, (Note(code="W103", message=message),)
    if not isinstance(fields, dict) or not all(isinstance(key, str) for key in fields):
        return {}, text, ()
    return fields, text[match.end() :], ()


def _first_heading(body: str) -> str | None:
    """The words of the first heading near the top, without their markup."""
    from markdown_it import MarkdownIt

    tokens = MarkdownIt("commonmark").parse(body[:_TITLE_WITHIN])
    for opening, inline in pairwise(tokens):
        if opening.type == "heading_open":
            return "".join(_words(child.type, child.content) for child in inline.children or ()) or None
    return None


def _words(kind: str, content: str) -> str:
    return " " if kind in {"softbreak", "hardbreak"} else content


READER = Reader(name="markdown", suffixes=(".md", ".markdown"), sniff=_sniff, read=_read)
