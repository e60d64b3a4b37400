"""How a brief says figures, days, places and names: plainly, and no more precisely than they are known."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache

from dateline.brief.record import Amount
from dateline.incidents import IncidentTime

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_BIDI = re.compile(r"[\u200e\u200f\u202a-\u202e\u2066-\u2069]")


_DATELINE = re.compile(
    r"""^[^\W\d_a-z](?:[^\W\d_a-z]|['’ -]){2,}(?:,\s*[^\W\d_][\w. ]{1,40}){0,3}\s*(?:\([^()]{2,40}\))?\s+[-–—]{1,2}\s+(?=\S)"""
)


def clean(text: str) -> str:
    """Words of a report on one line, without control characters and bidirectional overrides."""
    return _CONTROL.sub("\ufffd", _BIDI.sub("", " ".join(text.split())))


def without_dateline(text: str) -> str:
    """A sentence without the town, day and agency before a story: "JUBA, March 8 (Agency) - The army …"."""
    return _DATELINE.sub("", text, count=1)


def quoted(text: str, longest: int = 220) -> str:
    """Words of a report in quotation marks, cut at a word where they are too long."""
    words = _balanced(clean(text).rstrip(" ,;:"))
    if len(words) > longest:
        words = words[:longest].rsplit(" ", 1)[0].rstrip(" ,;:–—-") + " …"
        words += "’" if words.rfind("‘") > words.rfind("’") else ""
    return f"“{words}”"


def _balanced(words: str) -> str:
    """The words with inner quotation marks, each with its other half: a cut through a quotation loses one of them."""
    inner = re.sub(r'(?<!\S)"', "“", words).replace('"', "”").replace("«", "“").replace("»", "”")
    if inner[:1] == "“" and inner[-1:] == "”" and "“" not in inner[1:]:
        return inner[1:-1]
    opened, closed = inner.find("“"), inner.find("”")
    if closed >= 0 and (opened < 0 or closed < opened):
        inner = f"“{inner}" if closed < len(inner) - 1 else inner[:-1]
    if inner.rfind("“") > inner.rfind("”"):
        inner = inner[1:] if inner.rfind("“") == 0 else f"{inner}”"
    return inner.replace("“", "‘").replace("”", "’")


def number(value: int) -> str:
    """A number with separators of thousands."""
    return f"{value:,}"


def amount_words(amount: Amount, phrase: str | None = None, *, noun: str = "") -> str:
    """A figure in words: "41", "at least 41", "30 to 60 people (best-founded figure: 43)", "up to 12"."""
    of = f" {noun}" if noun else ""
    low, best, high = amount.low, amount.best, amount.high
    if best is None:
        return (f"up to {number(high)}" if high is not None else quoted(phrase) if phrase else "no figure of") + of
    founded = f" (best-founded figure: {number(best)})" if best not in (low, high) else ""
    if low is None:
        return (f"up to {number(best)}" if best == high else f"about {number(best)}") + of
    if high is None:
        return f"at least {number(low)}{of}{founded}"
    return f"{number(low) if low == high else f'{number(low)} to {number(high)}'}{of}{founded}"


def cell(amount: Amount) -> str:
    """A figure in a table: "41", "41+", "30–60", "30–60+ (43)" for an open top; "–" for none."""
    low, best, high = amount.low, amount.best, amount.high
    if best is None:
        return "–" if high is None else f"≤ {number(high)}"
    if high is None:
        return f"{number(low if low is not None else best)}+"
    if low is None:
        return f"≤ {number(high)}"
    return number(best) if low == high else f"{number(low)}–{number(high)}"


def day_words(iso: str | None) -> str:
    """ "3 December 2024", "December 2024" or "2024", as precise as the date is; the text itself where it is none."""
    match = re.fullmatch(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?(?:T.*)?", iso or "")
    if match is None:
        return iso or "an unknown date"
    year, month, day = match.groups()
    parts = [str(int(day))] if day else []
    parts += [calendar.month_name[int(month)]] if month and 1 <= int(month) <= 12 else []
    return " ".join([*parts, year])


def when_words(when: IncidentTime) -> str:
    """ "on 3 December 2024", "between 1 and 4 December 2024", "in December 2024"; empty where no day is known."""
    if when.start is None or when.precision == "unknown":
        return ""
    if when.precision == "year":
        return f"in {when.start[:4]}"
    if when.precision == "month":
        return f"in {day_words(when.start[:7])}"
    if when.end is None or when.end == when.start:
        return f"on {day_words(when.start)}"
    return f"between {day_words(when.start)} and {day_words(when.end)}"


def span_words(since: date | None, until: date | None) -> str:
    """The period of a brief: "27 November to 3 December 2024", "since 27 November 2024", "all dates"."""
    first, last = (day_words(day.isoformat()) if day else "" for day in (since, until))
    if first and last:
        return first if first == last else f"{_shared(first, last)} to {last}"
    return f"since {first}" if first else f"until {last}" if last else "all dates"


def _shared(first: str, last: str) -> str:
    """The first day without the year, or the month and year, that it shares with the last."""
    ours, theirs = first.split(), last.split()
    while len(ours) > 1 and ours[-1] == theirs[-1]:
        ours, theirs = ours[:-1], theirs[:-1]
    return " ".join(ours)


def listed(names: Sequence[str], most: int = 3) -> str:
    """ "A", "A and B", "A, B and 2 others"."""
    kept = list(names[:most])
    rest = len(names) - len(kept)
    if rest:
        kept.append(f"{rest} other{'s' if rest > 1 else ''}")
    return kept[0] if len(kept) == 1 else f"{', '.join(kept[:-1])} and {kept[-1]}" if kept else ""


def plural(count: int, word: str, words: str | None = None) -> str:
    """ "1 report", "12 reports"."""
    return f"{number(count)} {word if count == 1 else words or word + 's'}"


def capital(text: str) -> str:
    """The text with its first letter large."""
    return text[:1].upper() + text[1:]


def distinct(names: Iterable[str]) -> list[str]:
    """Each name once, in order, whatever its case."""
    return list({name.casefold(): name for name in reversed([n for n in names if n])}.values())[::-1]


@cache
def country_name(alpha3: str) -> str:
    """The usual name of a country; the code itself where it is none."""
    import pycountry

    found = pycountry.countries.get(alpha_3=alpha3)
    if found is None:
        return alpha3
    name, _, rest = str(getattr(found, "common_name", None) or found.name).partition(", ")
    return f"{rest} {name}".removeprefix("The ") if rest else name
