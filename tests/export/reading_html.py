"""Reads a page back as a browser would, as far as the tests need it."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = {"br", "meta", "link", "input", "line", "circle", "rect", "path"}


@dataclass
class Element:
    """A start tag, and the text within it, its children's too."""

    tag: str
    attributes: dict[str, str | None]
    text: str = ""


@dataclass
class Page(HTMLParser):
    """Every element of a page, in the order of the start tags."""

    elements: list[Element] = field(default_factory=list)
    open: list[Element] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, dict(attrs))
        self.elements.append(element)
        if tag not in _VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(Element(tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open[-1].tag == tag, f"</{tag}> closes <{self.open[-1].tag}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element.text += data

    def all(self, tag: str) -> list[Element]:
        """The elements with the tag."""
        return [element for element in self.elements if element.tag == tag]

    def by_id(self, element_id: str) -> Element:
        """The one element with the id."""
        (found,) = [element for element in self.elements if element.attributes.get("id") == element_id]
        return found


def read_html(html: str) -> Page:
    """The page's elements. Fails where tags do not nest."""
    page = Page()
    page.feed(html)
    page.close()
    assert not page.open
    return page
