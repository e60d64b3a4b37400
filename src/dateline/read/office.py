"""Office documents (DOCX, ODT): a ZIP file of XML parts, each read within the limits; what they say of themselves."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO, cast

from dateline.errors import ReadError
from dateline.read.contract import ReadOptions
from dateline.read.limits import ZIP_DAMAGE, metered
from dateline.read.markup import parse_xml
from dateline.records import Note

if TYPE_CHECKING:
    from lxml.etree import _Element

CELLS = " | "
BETWEEN = "\n\n"
_OLE = b"\xd0\xcf\x11\xe0"
_BLANKS = re.compile(r"[ \t\xa0]+")


class Package:
    """The parts of an office document. Raises ReadError where it is none, or damaged."""

    def __init__(self, data: bytes, where: str, options: ReadOptions) -> None:
        self._where = where
        self._options = options
        if data.startswith(_OLE):
            problem = "it is protected by a password, or of an old kind (.doc)"
            raise ReadError(where, problem, "Save it as .docx or .odt, without a password")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except ZIP_DAMAGE as error:
            raise ReadError(where, f"it is no office document, or a damaged one ({error})", "Save it again") from error
        options.allowance.take(0 if options.depth else len(data))

    def names(self) -> list[str]:
        """The names of the parts."""
        return self._zip.namelist()

    def xml(self, name: str) -> _Element | None:
        """The root of an XML part; None where there is no such part. Raises ReadError where it cannot be read."""
        try:
            info = self._zip.getinfo(name)
        except KeyError:
            return None
        where = f"{self._where}: {name}"
        most = self._options.max_bytes
        try:
            with self._zip.open(info) as part:
                data = metered(cast(BinaryIO, part), self._options.allowance, where, unpacked=True).read(most + 1)
        except ZIP_DAMAGE as error:
            raise ReadError(self._where, f"its part {name} is damaged ({error})", "Save it again") from error
        if len(data) > most:
            raise ReadError(self._where, f"its part {name} is longer than {most:,} bytes", "Split it into reports")
        return parse_xml(data, where)


@dataclass(slots=True)
class Prose:
    """The text of a document as it is gathered: paragraphs, footnotes, and what is left out, with its number."""

    paragraphs: list[str] = field(default_factory=list)
    footnotes: list[str] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)
    title: str | None = None

    def add(self, text: str, *, is_item: bool = False) -> None:
        """One more paragraph, list item or row, where it holds anything."""
        lines = [_BLANKS.sub(" ", line).strip() for line in text.split("\n")]
        if clean := "\n".join(line for line in lines if line):
            self.paragraphs.append(f"• {clean}" if is_item else clean)

    def add_row(self, cells: list[str]) -> None:
        """A row of a table, on one line."""
        words = [" ".join(cell.split()) for cell in cells]
        if any(words):
            self.paragraphs.append(CELLS.join(words))

    def text(self) -> str:
        """All of it; footnotes stand below, under their numbers."""
        notes = [f"[{number}] {' '.join(note.split())}" for number, note in enumerate(self.footnotes, 1)]
        return BETWEEN.join([*self.paragraphs, *notes])

    def notes(self) -> Iterator[Note]:
        """What a reader of the record should know about the reading."""
        if self.left_out:
            kinds = ", ".join(f"{kind} ({count})" for kind, count in self.left_out.items())
            yield Note(code="W113", message=f"not in the text: {kinds}")


def about(root: _Element | None) -> dict[str, str]:
    """The properties of a document, by the local names of their elements."""
    if root is None:
        return {}
    found: dict[str, str] = {}
    for element in root.iter():
        if isinstance(element.tag, str) and element.text and element.text.strip():
            found.setdefault(local_name(element), " ".join(element.text.split()))
    return found


def local_name(element: _Element) -> str:
    """The name of an element without its namespace; "" of what is no element."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
