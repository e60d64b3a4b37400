"""What all forms say the same: the head of a brief, and its lists of reports and queries."""

from __future__ import annotations

from dateline.brief.record import Brief, Reference
from dateline.brief.words import day_words, quoted

_QUOTE = 90
_QUOTES = 3
SOURCES = "Reports cited"
SEARCHES = "Queries: how each figure is found again"
NOTICE = (
    "Machine-made from reports, not reviewed. Numbers in brackets lead to reports, Q numbers to queries at the end."
)


def made(brief: Brief) -> str:
    """When and by what the brief was made."""
    return f"Made {day_words(brief.made[:10])}, {brief.made[11:16]} UTC, by Dateline {brief.version}. {NOTICE}"


def about(reference: Reference) -> str:
    """A report on one line: publisher, title, day, and the start of its id."""
    parts = [reference.source or "publisher not named", quoted(reference.title, _QUOTE)]
    parts += [day_words(reference.published)] if reference.published else ["not dated"]
    return f"{', '.join(parts)} · {reference.document[:10]}"


def words(reference: Reference) -> str:
    """The claims that were cited of a report, each with its words."""
    shown = [f"{quote.claim}: {quoted(quote.quote, _QUOTE)}" for quote in reference.quotes[:_QUOTES]]
    rest = [quote.claim for quote in reference.quotes[_QUOTES:]]
    return "; ".join([*shown, *([f"also {', '.join(rest)}"] if rest else [])])


def is_web_address(url: str | None) -> bool:
    """Whether a link may lead there: addresses of the web only, never script."""
    return (url or "").lower().startswith(("https://", "http://"))
