"""The forms of a brief: one small module each. None of them adds words of its own but the headings of its lists."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from dateline.brief.record import Brief

FORMS = ("md", "html", "docx", "pdf")


def renderer(form: str) -> Callable[[Brief], bytes]:
    """What makes the file of a form: ``md``, ``html``, ``docx`` or ``pdf``."""
    if form == "md":
        from dateline.brief.render import markdown

        return markdown.render
    if form == "html":
        from dateline.brief.render import html

        return html.render
    if form == "docx":
        from dateline.brief.render import word

        return word.render
    from dateline.brief.render import pdf

    return pdf.render


def rendered(form: str, briefs: Iterable[Brief]) -> tuple[Brief, bytes]:
    """The first of the briefs that is short enough, each being shorter than the one before, and its file.

    Only a PDF knows its pages: of the other forms the first is taken.
    """
    if form == "pdf":
        from dateline.brief.render import pdf

        return pdf.fitted(briefs)
    brief = next(iter(briefs))
    return brief, renderer(form)(brief)
