"""Filters of templates: how records stand in words on a page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from dateline.export.words.days import day_words, interval_words
from dateline.export.words.incidents import figure, plural, short, whose
from dateline.incidents import IncidentTime


def number(value: float | None) -> str:
    """A number with its thousands apart; a dash where there is none."""
    return "–" if value is None else f"{value:,}"


def counted(count: int, word: str) -> str:
    """So many of them: "1 report", "2,114 reports"."""
    return f"{count:,} {plural(word, count)}"


def days(when: IncidentTime) -> str:
    """The days on which it may have happened."""
    return interval_words(when.start, when.end, when.precision)


def code_words(code: str | None) -> str:
    """A code as words: "martial-law" is "martial law", "ASSAULT" is "assault"."""
    return (code or "").replace("_", " ").replace("-", " ").casefold()


def web_address(url: str | None) -> str | None:
    """An address that a link may lead to: of the Web, and no other scheme. None for any other."""
    try:
        parts = urlsplit((url or "").strip())
    except ValueError:
        return None
    return url.strip() if url and parts.scheme in ("http", "https") and parts.netloc else None


FILTERS: Mapping[str, Callable[..., Any]] = {
    "number": number,
    "counted": counted,
    "day": lambda iso: day_words(str(iso)) if iso else "–",
    "days": days,
    "interval": interval_words,
    "figure": figure,
    "whose": whose,
    "short": short,
    "plural": plural,
    "code_words": code_words,
    "web_address": web_address,
}
