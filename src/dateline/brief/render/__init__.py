"""The forms of a brief: one small module each. None of them adds words of its own but the headings of its lists."""

from __future__ import annotations

from collections.abc import Callable

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
