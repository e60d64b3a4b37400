"""Pieces of HTML and XML to plain text: a paragraph, heading, list item or row of a table a line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from dateline.errors import ReadError
from dateline.read.encoding import decode

if TYPE_CHECKING:
    from lxml.etree import _Element

_TAG = re.compile(r"<[A-Za-z!/?]|&(#\d+|#x[0-9a-fA-F]+|\w+);")
_NO_TEXT = frozenset({"script", "style", "template", "noscript", "iframe", "svg", "math", "head", "form", "button"})
_LINES = frozenset(
    """address article aside blockquote body br dd div dl dt fieldset figcaption figure footer h1 h2 h3 h4 h5 h6 header
    hr li main nav ol p pre section table tbody tfoot thead tr ul block body.content hedline hl1 hl2 byline abstract
    tagline note ol fn media media-caption para""".split()
)
_CELLS = frozenset({"td", "th"})
_DECLARED = re.compile(rb"""<\?xml\b[^>]{0,80}?\bencoding\s*=\s*["']\s*([\w.:-]+)""")
_XML_DECLARATION = re.compile(r"\s*<\?xml[^>]{0,200}\?>")
# Comments and processing instructions before the root, and a document type without declarations of its own.
_BEFORE_ROOT = re.compile(
    r"(?>\s+|<!--.*?-->|<\?.*?\?>|<!DOCTYPE\b[^\[>]*+(?>\[[^\]]*+\]\s*+)?>)*+", re.DOTALL | re.IGNORECASE
)
"""Nothing of it is tried twice: a head of ten thousand beginnings would keep a searching expression busy for minutes."""
_ROOT = re.compile(r"<([A-Za-z_][\w.:-]*)([^>]*)")
_ENTITY = re.compile(r"<!ENTITY\b", re.IGNORECASE)
_LOOKED_AT = 2**14


def root_of(head: bytes) -> tuple[str, str]:
    """The local name of the root element in lower case, and its attributes as they are written; two "" for no XML."""
    text = head[:_LOOKED_AT].decode("utf-16" if head[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8", "replace")
    text = text.removeprefix("\ufeff")
    if not text.lstrip().startswith("<"):
        return "", ""
    before = _BEFORE_ROOT.match(text)
    root = _ROOT.match(text, before.end() if before else 0)
    return (root[1].rpartition(":")[2].lower(), root[2]) if root else ("", "")


def parse_xml(data: bytes, where: str) -> _Element:
    """The root element. Nothing is fetched, and entities are not expanded.

    Raises ReadError where the data is no well-formed XML, or declares entities of its own.
    """
    from lxml.etree import XMLParser, XMLSyntaxError, fromstring

    parser = XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True,
                       remove_pis=True)  # fmt: skip
    try:
        return fromstring(plain_xml(data, where).encode(), parser)
    except XMLSyntaxError as error:
        raise ReadError(where, f"it is no well-formed XML ({error})", "Save or export it again") from error
    except ValueError as error:
        raise ReadError(where, f"it cannot be parsed as XML ({error})", "Save or export it again") from error


def plain_xml(data: bytes, where: str) -> str:
    """The XML as text, without the declaration of its encoding. Raises ReadError where it declares entities."""
    declared = _DECLARED.search(data[:200])
    text = decode(data, where, declared=declared[1].decode("ascii") if declared else None).text
    if _ENTITY.search(text):
        problem = "it declares entities of its own, with which a few lines can stand for gigabytes or for other files"
        raise ReadError(where, problem, "Save it with its entities written out")
    return _XML_DECLARATION.sub("", text, count=1)


def text_of_html(markup: str) -> str:
    """The text of a piece of HTML, a block a line, without scripts and white space at the ends.

    Text without any markup comes back as it is, but for its ends.
    """
    if not _TAG.search(markup):
        return markup.strip()
    from lxml import html
    from lxml.etree import LxmlError

    parser = html.HTMLParser(remove_comments=True, remove_pis=True, no_network=True, huge_tree=True, encoding="utf-8")
    try:
        # In a whole document of its own, so that text beside tags is kept where it stands.
        root = html.document_fromstring(f"<body><div>{markup}</div></body>".encode("utf-8", "replace"), parser=parser)
    except (LxmlError, ValueError):  # nothing but comments, say
        return ""
    return text_of_element(root)


def text_of_element(element: _Element) -> str:
    """The text within an element of HTML, XHTML or NITF, a block a line."""
    lines = "".join(_pieces(element)).split("\n")
    return "\n".join(line for line in (" ".join(line.split()) for line in lines) if line)


def _pieces(root: _Element) -> Iterator[str]:
    """The text piece by piece, line ends around blocks. Walked without recursion: a page may nest without end."""
    from lxml.etree import iterwalk

    skipped: _Element | None = None
    for event, element in iterwalk(root, events=("start", "end")):
        tag = _local(element)
        if event == "start":
            if skipped is None and tag in _NO_TEXT:
                skipped = element
            if skipped is None:
                yield ("\n" if tag in _LINES else " " if tag in _CELLS else "") + _one_line(element.text)
        else:
            if skipped is element:
                skipped = None
            if skipped is None:
                tail = _one_line(element.tail) if element is not root else ""
                yield ("\n" if tag in _LINES else " " if tag in _CELLS else "") + tail


def _one_line(text: str | None) -> str:
    """White space of the source is no line of the text."""
    return re.sub(r"\s+", " ", text or "")


def _local(element: _Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def with_headline(headline: str | None, body: str) -> str:
    """The body below its headline, as pages show it; the body alone where it begins with it, or there is none."""
    headline = " ".join((headline or "").split())
    return body if not headline or not body or body.startswith(headline) else f"{headline}\n{body}"
