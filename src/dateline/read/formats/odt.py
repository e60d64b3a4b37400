"""ODT: paragraphs, headings, lists, tables a row a line, and footnotes; without what was deleted under tracking."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

from dateline.errors import ReadError
from dateline.read.assemble import read_whole, receive
from dateline.read.contract import FieldNames, Found, Reader, ReadOptions, Received
from dateline.read.file_dates import FILE_DATE, day_of_file
from dateline.read.markup import parse_xml
from dateline.read.office import Package, Prose, about, local_name

if TYPE_CHECKING:
    from lxml.etree import _Element

_NAMES = FieldNames(title="title", published=FILE_DATE)
_LEFT_OUT = {
    "annotation": "comments",
    "deletion": "tracked deletions",
    "table-of-content": "table of contents",
    "alphabetical-index": "index",
}
_NOT_TEXT = frozenset(
    {"annotation-end", "note-citation", "sequence-decls", "forms", "title", "desc", "bibliography-source"}
)
_MOST_SPACES = 100


def _sniff(head: bytes) -> float:
    if head.startswith(b"PK\x03\x04") and b"application/vnd.oasis.opendocument.text" in head:
        return 0.95
    return 0.95 if b"<office:document" in head and b"opendocument.text" in head else 0.0


def _read(stream: BinaryIO, where: str, options: ReadOptions) -> Iterator[Received]:
    data = read_whole(stream, where, options)
    content, properties = _flat(data, where) if data.lstrip()[:1] == b"<" else _packed(data, where, options)
    text_element = next((element for element in content.iter() if local_name(element) == "text"), None)
    if text_element is None:
        raise ReadError(where, "it holds no document of a word processor", "Save it as .odt again")
    prose = _Reading().prose(text_element)
    day = day_of_file([properties.get("title", ""), *prose.paragraphs], properties.get("date"), options)
    metadata = {"title": properties.get("title") or prose.title, "published": day.published}
    author = properties.get("initial-creator") or properties.get("creator")
    extra = {"byline": author} if author else {}
    notes = (*prose.notes(), *day.notes)
    yield receive(
        Found(text=prose.text(), metadata=metadata, names=_NAMES, extra=extra | day.extra, notes=notes),
        data,
        where,
        options,
    )


def _packed(data: bytes, where: str, options: ReadOptions) -> tuple[_Element, dict[str, str]]:
    package = Package(data, where, options)
    manifest = package.xml("META-INF/manifest.xml")
    if manifest is not None and any(local_name(element) == "encryption-data" for element in manifest.iter()):
        raise ReadError(where, "it is protected by a password", "Save it without one")
    content = package.xml("content.xml")
    if content is None:
        raise ReadError(where, "it holds no document of a word processor", "Save it as .odt again")
    return content, about(package.xml("meta.xml"))


def _flat(data: bytes, where: str) -> tuple[_Element, dict[str, str]]:
    """A document in one XML file (.fodt)."""
    root = parse_xml(data, where)
    meta = next((element for element in root if local_name(element) == "meta"), None)
    body = next((element for element in root if local_name(element) == "body"), root)
    return body, about(meta)


class _Reading:
    """One pass through a document."""

    def __init__(self) -> None:
        self._prose = Prose()

    def prose(self, text_element: _Element) -> Prose:
        self._blocks(text_element, in_list=False)
        return self._prose

    def _blocks(self, parent: _Element, *, in_list: bool) -> None:
        for element in parent:
            name = local_name(element)
            if name in ("p", "h"):
                self._paragraph(element, is_item=in_list and name == "p")
            elif name == "table":
                self._table(element)
            elif name == "tracked-changes":
                if deletions := sum(local_name(each) == "deletion" for each in element.iter()):
                    self._prose.left_out["tracked deletions"] += deletions
            elif name in _LEFT_OUT:
                self._prose.left_out[_LEFT_OUT[name]] += 1
            elif name not in _NOT_TEXT:
                self._blocks(element, in_list=in_list or name == "list")

    def _paragraph(self, element: _Element, *, is_item: bool) -> None:
        boxes: list[_Element] = []
        text = self._text(element, boxes)
        style = next((value for key, value in element.items() if str(key).endswith("}style-name")), "")
        if self._prose.title is None and str(style).lower() == "title" and text.strip():
            self._prose.title = " ".join(text.split())
        self._prose.add(text, is_item=is_item)
        for box in boxes:
            self._blocks(box, in_list=False)

    def _table(self, table: _Element) -> None:
        for row in table.iter("{*}table-row"):
            owner = next((parent for parent in row.iterancestors() if local_name(parent) == "table"), None)
            if owner is table:
                self._prose.add_row([self._cell(cell) for cell in row if local_name(cell) == "table-cell"])

    def _cell(self, cell: _Element) -> str:
        return " ".join(self._text(element, []) for element in cell.iter("{*}p", "{*}h"))

    def _text(self, element: _Element, boxes: list[_Element]) -> str:
        """The text of a paragraph; text boxes that hang on it are put into ``boxes``."""
        pieces: list[str] = []
        self._gather(element, pieces, boxes)
        return "".join(pieces)

    def _gather(self, element: _Element, pieces: list[str], boxes: list[_Element]) -> None:
        pieces.append(_one_line(element.text))
        for child in element:
            name = local_name(child)
            if name == "s":
                pieces.append(" " * _count(child))
            elif name == "tab":
                pieces.append(" ")
            elif name == "line-break":
                pieces.append("\n")
            elif name == "note":
                pieces.append(self._footnote(child))
            elif name == "text-box":
                boxes.append(child)
            elif name in _LEFT_OUT:
                self._prose.left_out[_LEFT_OUT[name]] += 1
            elif name not in _NOT_TEXT:
                self._gather(child, pieces, boxes)
            pieces.append(_one_line(child.tail))

    def _footnote(self, note: _Element) -> str:
        body = next((element for element in note if local_name(element) == "note-body"), None)
        if body is None:
            return ""
        self._prose.footnotes.append(" ".join(self._text(each, []) for each in body.iter("{*}p")))
        return f"[{len(self._prose.footnotes)}]"


def _one_line(text: str | None) -> str:
    """White space of the source is one space, as the format says."""
    if not text:
        return ""
    words = " ".join(text.split())
    return f"{' ' if text[:1].isspace() else ''}{words}{' ' if words and text[-1:].isspace() else ''}"


def _count(spaces: _Element) -> int:
    value = next((str(value) for key, value in spaces.items() if str(key).endswith("}c")), "1")
    return min(int(value), _MOST_SPACES) if value.isascii() and value.isdigit() and len(value) < 9 else 1


READER = Reader(name="odt", suffixes=(".odt", ".fodt"), sniff=_sniff, read=_read)
