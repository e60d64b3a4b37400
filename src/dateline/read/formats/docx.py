"""DOCX: paragraphs, headings, lists, tables a row a line, and footnotes; as it reads with all changes accepted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

from dateline.errors import ReadError
from dateline.read.assemble import read_whole, receive
from dateline.read.contract import FieldNames, Found, Reader, ReadOptions, Received
from dateline.read.file_dates import FILE_DATE, day_of_file
from dateline.read.office import Package, Prose, about, local_name

if TYPE_CHECKING:
    from lxml.etree import _Element

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT_W = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_MAIN = "word/document.xml"
_NAMES = FieldNames(title="title", published=FILE_DATE)
_NOT_TEXT = frozenset(
    {"instrText", "delText", "delInstrText", "pPr", "rPr", "tblPr", "tcPr", "trPr", "sectPr", "Fallback"}
)
_MARKS = {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": " "}
_REMOVED = {"del": "tracked deletions", "moveFrom": "passages moved away", "commentReference": "comments"}


def _sniff(head: bytes) -> float:
    return 0.95 if head.startswith(b"PK\x03\x04") and b"word/" in head else 0.0


def _read(stream: BinaryIO, where: str, options: ReadOptions) -> Iterator[Received]:
    data = read_whole(stream, where, options)
    package = Package(data, where, options)
    root = package.xml(_main_part(package))
    if root is None:
        raise ReadError(where, "it holds no document of a word processor", "Save it as .docx again")
    prose = _Reading(package).prose(root)
    properties = about(package.xml("docProps/core.xml"))
    day = day_of_file([properties.get("title", ""), *prose.paragraphs], properties.get("modified"), options)
    metadata = {"title": properties.get("title") or prose.title, "published": day.published}
    extra = {"byline": properties["creator"]} if properties.get("creator") else {}
    notes = (*prose.notes(), *day.notes)
    yield receive(
        Found(text=prose.text(), metadata=metadata, names=_NAMES, extra=extra | day.extra, notes=notes),
        data,
        where,
        options,
    )


def _main_part(package: Package) -> str:
    """The part that is the document, by the package's own word for it."""
    relations = package.xml("_rels/.rels")
    for relation in relations if relations is not None else ():
        if (relation.get("Type") or "").endswith("/officeDocument"):
            return (relation.get("Target") or _MAIN).lstrip("/")
    return _MAIN


class _Reading:
    """One pass through a document."""

    def __init__(self, package: Package) -> None:
        self._prose = Prose()
        self._lists = _styles(package.xml("word/styles.xml"))
        self._notes = {
            "footnoteReference": _notes_by_id(package.xml("word/footnotes.xml")),
            "endnoteReference": _notes_by_id(package.xml("word/endnotes.xml")),
        }

    def prose(self, root: _Element) -> Prose:
        body = next((element for element in root if local_name(element) == "body"), root)
        self._blocks(body)
        return self._prose

    def _blocks(self, parent: _Element) -> None:
        for element in parent:
            name = local_name(element)
            if name == "p":
                self._paragraph(element)
            elif name == "tbl":
                self._table(element)
            elif name == "sdt" and _is_contents(element):
                self._prose.left_out["table of contents"] += 1
            elif name in _REMOVED:
                self._prose.left_out[_REMOVED[name]] += 1
            elif name not in _NOT_TEXT:
                self._blocks(element)

    def _paragraph(self, paragraph: _Element) -> None:
        boxes: list[_Element] = []
        text = self._text(paragraph, boxes)
        style = _style_of(paragraph)
        if self._lists.get(style) == "contents":
            self._prose.left_out["lines of a table of contents"] += 1
            return
        if style.lower() == "title" and self._prose.title is None and text.strip():
            self._prose.title = " ".join(text.split())
        is_item = self._lists.get(style) == "item" or any(local_name(e) == "numPr" for e in _properties(paragraph))
        is_heading = self._lists.get(style) == "heading"
        self._prose.add(text, is_item=is_item and not is_heading)
        for box in boxes:
            self._blocks(box)

    def _table(self, table: _Element) -> None:
        for row in table.iter(f"{_W}tr", f"{_STRICT_W}tr"):
            if _enclosing_table(row) is table:
                cells = [cell for cell in row if local_name(cell) == "tc"]
                self._prose.add_row([self._cell(cell) for cell in cells])

    def _cell(self, cell: _Element) -> str:
        paragraphs = [element for element in cell.iter() if local_name(element) == "p"]
        return " ".join(self._text(paragraph, []) for paragraph in paragraphs)

    def _text(self, element: _Element, boxes: list[_Element]) -> str:
        """The text of a paragraph; text boxes that hang on it are put into ``boxes``."""
        pieces: list[str] = []
        self._gather(element, pieces, boxes)
        return "".join(pieces)

    def _gather(self, element: _Element, pieces: list[str], boxes: list[_Element]) -> None:
        for child in element:
            name = local_name(child)
            if name == "t":
                pieces.append(child.text or "")
            elif name in _MARKS:
                pieces.append(_MARKS[name])
            elif name in _REMOVED:
                self._prose.left_out[_REMOVED[name]] += 1
            elif name in self._notes:
                pieces.append(self._footnote(name, child))
            elif name == "txbxContent":
                boxes.append(child)
            elif name == "r" and _is_hidden(child):
                self._prose.left_out["hidden passages"] += 1
            elif name not in _NOT_TEXT:
                self._gather(child, pieces, boxes)

    def _footnote(self, kind: str, reference: _Element) -> str:
        note = self._notes[kind].get(_attribute(reference, "id") or "")
        if note is None:
            return ""
        text = " ".join(self._text(each, []) for each in note.iter() if local_name(each) == "p").strip()
        self._prose.footnotes.append(text)
        return f"[{len(self._prose.footnotes)}]"


def _notes_by_id(root: _Element | None) -> dict[str, _Element]:
    found = {}
    for note in root if root is not None else ():
        identity = _attribute(note, "id")
        if identity is not None and _attribute(note, "type") is None:  # a type: lines that part notes from text
            found[identity] = note
    return found


def _styles(root: _Element | None) -> dict[str, str]:
    """What the styles are for, of those that are for headings, list items and tables of contents."""
    kinds = {}
    for style in root if root is not None else ():
        identity = _attribute(style, "styleId")
        named = next((element for element in style if local_name(element) == "name"), None)
        name = (_attribute(named, "val") or "").lower() if named is not None else ""
        if identity is None:
            continue
        if name.startswith(("heading", "title", "subtitle")):
            kinds[identity] = "heading"
        elif name.startswith("list") and "paragraph" not in name:
            kinds[identity] = "item"
        elif name.startswith("toc "):
            kinds[identity] = "contents"
    return kinds


def _properties(paragraph: _Element) -> list[_Element]:
    return [inner for child in paragraph if local_name(child) == "pPr" for inner in child]


def _style_of(paragraph: _Element) -> str:
    style = next((inner for inner in _properties(paragraph) if local_name(inner) == "pStyle"), None)
    return (_attribute(style, "val") or "") if style is not None else ""


def _is_hidden(run: _Element) -> bool:
    properties = [inner for child in run if local_name(child) == "rPr" for inner in child]
    return any(local_name(inner) == "vanish" and _attribute(inner, "val") not in ("0", "false") for inner in properties)


def _is_contents(control: _Element) -> bool:
    galleries = control.iter(f"{_W}docPartGallery", f"{_STRICT_W}docPartGallery")
    return any("table of contents" in (_attribute(each, "val") or "").lower() for each in galleries)


def _enclosing_table(row: _Element) -> _Element | None:
    return next((parent for parent in row.iterancestors() if local_name(parent) == "tbl"), None)


def _attribute(element: _Element, name: str) -> str | None:
    value = element.get(f"{_W}{name}", element.get(f"{_STRICT_W}{name}"))
    return str(value) if value is not None else None


READER = Reader(name="docx", suffixes=(".docx", ".docm"), sniff=_sniff, read=_read)
