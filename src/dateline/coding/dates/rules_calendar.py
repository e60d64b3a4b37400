"""Rules for dates that the calendar names: days, months, years, decades, centuries, seasons, quarters, weekdays,
feasts.
"""

from __future__ import annotations

import re

from dateline.coding.dates.expressions import CalendarDate, Feast, Fixed, Meaning, PartOfDay
from dateline.coding.dates.grammar import Found, NotATimeError, Rule
from dateline.coding.dates.lexicon import cue_words
from dateline.parse import Token

_RELATION = {"last": "last", "past": "last", "next": "next", "this": "this", "that": "that"}


def _relation(found: Found, group: str = "R") -> str | None:
    """Such as "last", "next", "this" or "that", of the word in the group; "previous" and "following" stand for the
    reference's.
    """
    if not found.has(group):
        return None
    relation = _RELATION[found.kind(group)]
    return relation + "-reference" if found.word(group) == "reference" and relation != "that" else relation


def _mod(found: Found) -> str | None:
    return found.word("MOD") or None


def _year(found: Found) -> int | None:
    """The year, astronomical: 1 BC is 0."""
    if not found.has("Y"):
        return None
    year = int(found.amount("Y") or 0)
    return 1 - year if found.has("E") and found.word("E") == "-1" else year


def _year_relation(found: Found) -> str | None:
    """The relation of "of that year"; raises NotATimeError when the unit is none but a year."""
    if not found.has("YU"):
        return None
    if found.word("YU") != "Y":
        raise NotATimeError
    return _relation(found, "YR") or "that"


def _plausible(found: Found) -> bool:
    """Whether the year, if there is one, can be meant as one, and the word before the date narrows it."""
    year = _year(found)
    return _narrows(found) and (year is None or found.has("E") or 1000 <= year <= 2399)


def _narrows(found: Found) -> bool:
    """Not so the verb of "beginning in 1970", nor a bare "end" or "start" without "of"."""
    if not found.has("MOD") or found.token("MOD").lower_ in cue_words("narrowing_adjectives"):
        return True
    after = found.match.end("MOD")
    month_follows = "M" in found.match.re.groupindex and after == found.match.start("M")
    return month_follows or found.doc[after].lower_ == "of"


def day_of_month(found: Found) -> Meaning | None:
    """Such as "26 November 2024", "November 26th", "Tuesday, Nov. 26", "July 25 of that year"."""
    if not _plausible(found) or not 1 <= (found.figure("D") or 0) <= 31:
        return None
    if found.kind("D") == "ordinal" and not found.token("D").text[0].isdigit() and not found.has("OF"):
        return None
    return CalendarDate(
        year=_year(found),
        month=found.figure("M"),
        day=found.figure("D"),
        weekday=found.figure("W"),
        year_relation=_year_relation(found),
        mod=_mod(found),
    )


def month(found: Found) -> Meaning | None:
    """Such as "November", "early November 2024", "last August", "the end of June", "August of that year"."""
    token = found.token("M")
    bare = not any(found.has(g) for g in ("MOD", "R", "Y", "YU"))
    if not _plausible(found):
        return None
    if bare and token.lower_ in cue_words("common_months") and not _common_word_is_month(found):
        return None
    if bare and len(token) <= 3 and token.lower_ != "may" and not token.is_title:
        return None
    return CalendarDate(
        year=_year(found),
        month=found.figure("M"),
        relation=_relation(found),
        year_relation=_year_relation(found),
        mod=_mod(found),
    )


def _common_word_is_month(found: Found) -> bool:
    """Whether a "May" or "March" that stands alone is the month: by the word before it."""
    before = found.before
    return before is not None and before.lower_ in cue_words("before_month") and found.token("M").tag_ != "MD"


def year(found: Found) -> Meaning | None:
    """Such as "2011", "mid-2009", "the end of 2011", "490 BC"; figures that count or name something else are none."""
    figure = int(float(found.amount("Y") or 0)) if found.has("E") else found.figure("Y")
    if figure is None:
        return None
    if found.has("E"):
        return CalendarDate(year=1 - figure if found.word("E") == "-1" else figure, mod=_mod(found))
    text = found.token("Y").text
    if found.before is not None and not found.has("MOD"):
        times = ("at", "until", "by", "around", "about", "between", "from") if figure > 2100 else ("at",)
        if found.before.lower_ in times:
            return _military_time(text)
    if text[0] == "0" or not _plausible(found):
        return None
    if not found.has("MOD") and not _bare_year(found, figure):
        return None
    return CalendarDate(year=figure, mod=_mod(found))


def _military_time(text: str) -> Meaning | None:
    return PartOfDay(f"{text[:2]}:{text[2:]}") if int(text[:2]) < 24 and int(text[2:]) < 60 else None


def _bare_year(found: Found, figure: int) -> bool:
    """Whether four figures alone are a year, by the words around them; "2000 people" and "resolution 2254" are none."""
    token, before, after = found.token("Y"), found.before, found.after
    if before is not None and (before.lower_ in cue_words("before_code") or _code(before, figure)):
        return False
    if before is not None and before.lower_ in cue_words("surely_before_year") and 1900 <= figure <= 2100:
        return True
    if token.dep_ in ("nummod", "quantmod") and token.head.i > token.i and token.head.tag_ in ("NNS", "NNPS", "CD"):
        return False
    if after is not None and (after.text == "%" or after.tag_ in ("NNS", "NNPS")):
        return False
    return 1700 <= figure <= 2100 or (
        figure < 1700 and before is not None and before.lower_ in cue_words("before_year")
    )


def _code(hyphen: Token, figure: int) -> bool:
    """Whether the token before a number is a hyphen that joins it to a name, as in "S-2000"."""
    if hyphen.text != "-" or hyphen.whitespace_ or not hyphen.i:
        return False
    name = hyphen.nbor(-1)
    return figure < 1700 or (not name.whitespace_ and name.text[0].isupper() and not name.text.isdigit())


def numeric_date(found: Found) -> Meaning | None:
    """Such as "26/11/2024", "26.11.2024", "2024/11/26"; day first, unless only month first gives a date."""
    a, b, c = (int(x) for x in re.split(r"[-/.]", found.word("X")))
    return _from_figures(a, b, c)


def _from_figures(a: int, b: int, c: int) -> Meaning | None:
    if a > 31:
        return CalendarDate(year=a, month=b, day=c) if 1 <= b <= 12 and 1 <= c <= 31 and a >= 1000 else None
    full = c if c > 99 else c + (2000 if c < 70 else 1900)
    if not 1000 <= full <= 2399:
        return None
    if 1 <= b <= 12:
        return CalendarDate(year=full, month=b, day=a)
    return CalendarDate(year=full, month=a, day=b) if 1 <= a <= 12 and b <= 31 else None


def iso_date(found: Found) -> Meaning | None:
    """Such as "2024-11-26" and "26-11-2024", which the tokeniser cuts at its hyphens."""
    if not found.tight(found.match.start(), found.match.end() - 1):
        return None
    if (
        found.after is not None
        and found.after.text == "-"
        and found.after.i
        and not found.doc[found.after.i - 1].whitespace_
    ):
        raise NotATimeError
    return _from_figures(*(int(found.doc[found.match.start() + n].text) for n in (0, 2, 4)))


def serial_number(found: Found) -> Meaning | None:
    """Such as "2011-07-S-003", "2010-10-CA-087": the number of a release, whose figures are no dates."""
    first = found.match.start()
    if found.tight(first, found.match.end() - 1) and found.after is not None and found.after.text[:1] in "-–":
        raise NotATimeError
    return None


def decade(found: Found) -> Meaning | None:
    """Such as "the 1990s", "the early '90s", "mid-2009" where the tokeniser leaves it whole."""
    value = found.scan.codes[found.match.start("X")].value
    if not isinstance(value, tuple):
        return None
    mod, figure = value
    if isinstance(figure, str):
        return CalendarDate(year=int(figure), mod=str(mod))
    number = int(str(figure))
    full = number if number >= 100 else 1900 + number if number > 10 else 2000 + number
    if found.has("E") and found.word("E") == "-1":
        return Fixed(f"BC{full // 10:03d}", mod=_mod(found))
    return Fixed(f"{full // 10:03d}", mod=str(mod) if mod else _mod(found))


def century(found: Found) -> Meaning | None:
    """Such as "the 19th century", "the early 21st century"."""
    if found.word("U") != "CE":
        return None
    number = (found.figure("O") or 1) - 1
    bc = found.has("E") and found.word("E") == "-1"
    return Fixed(f"BC{number:02d}" if bc else f"{number:02d}", mod=_mod(found))


def season(found: Found) -> Meaning | None:
    """Such as "the summer of 1963", "late autumn", "last winter"; not "the fall of the capital", nor a spring of water
    or of a verb.
    """
    token = found.token("S")
    alone = not found.has("Y") and not found.has("YU")
    if not _plausible(found) or (
        alone and found.after is not None and found.after.lower_ == "of" and token.lower_ in ("fall", "spring")
    ):
        return None
    if token.pos_ not in ("NOUN", "PROPN") and alone and not found.has("R"):
        return None
    if alone and token.lower_ in ("fall", "spring") and not _season_in_context(found):
        return None
    return CalendarDate(
        year=_year(found),
        season=found.word("S"),
        relation=_relation(found),
        year_relation=_year_relation(found),
        mod=_mod(found),
    )


def _season_in_context(found: Found) -> bool:
    """Whether a bare "fall" or "spring" is the season: it modifies a noun, or a word of time stands before it."""
    if found.token("S").dep_ == "compound" or found.has("R") or found.has("MOD"):
        return True
    return found.before is not None and found.before.lower_ in cue_words("before_season")


def quarter(found: Found) -> Meaning | None:
    """Such as "the third quarter", "the first half of 2008", "the second half of the year"."""
    half = found.kind("Q") == "half"
    number = found.figure("O") or 0
    if (not half and found.word("Q") != "Q") or not 1 <= number <= (2 if half else 4):
        return None
    if half and not found.has("Y") and not found.has("YU"):
        return None
    return CalendarDate(
        year=_year(found), quarter=f"{'H' if half else 'Q'}{number}", year_relation=_year_relation(found)
    )


def weekday(found: Found) -> Meaning | None:
    """Such as "Tuesday", "last Friday", "Monday morning", "late on Sunday"."""
    token = found.token("W")
    if token.lower_ in cue_words("short_weekdays") and not any(found.has(g) for g in ("R", "P")):
        return None
    return CalendarDate(
        weekday=found.figure("W"), relation=_relation(found), mod=_mod(found), part=found.word("P") or None
    )


def weekdays(found: Found) -> Meaning | None:
    """Such as "Fridays", "every Friday"."""
    return Fixed(f"XXXX-WXX-{found.word('W')}" + (f"T{found.word('P')}" if found.has("P") else ""), "SET")


def feast(found: Found) -> Meaning | None:
    """Such as "Ramadan", "Eid al-Fitr 2024", "last Christmas"."""
    return Feast(found.word("H"), _year(found), _relation(found), _mod(found))


_WEEKDAY = "(?:(?P<W>weekday)(?:comma)?)?"
_MOD = "(?:(?:the)?(?P<MOD>mod)(?:in|on|of|hyphen)?(?:the)?)?"
_REL = "(?:(?P<R>last|past|next|this|that)(?:hyphen)?)?"
_OF_YEAR = "(?:(?:of|in)(?:the)?(?P<YR>that|past|next|this|last)?(?P<YU>unit))"
_Y = "(?P<Y>year|(?:figure|day)(?=era))(?P<E>era)?"
_YEAR = f"(?:(?:comma|point)?{_Y})"

CALENDAR_RULES = (
    Rule("(?P<Y>year)hyphen(?:day)hyphen(?:day)", iso_date),
    Rule("(?:day)hyphen(?:day)hyphen(?:year)", iso_date),
    Rule("(?:year)hyphen(?:day)", serial_number),
    Rule("(?P<X>numdate)", numeric_date),
    Rule(f"{_MOD}{_WEEKDAY}(?:the(?=ordinal|day of))?(?P<D>day|ordinal)(?P<OF>of)?(?P<M>month){_YEAR}?", day_of_month),
    Rule(
        f"{_MOD}{_WEEKDAY}(?:the(?=ordinal|day of))?(?P<D>day|ordinal)(?P<OF>of)?(?P<M>month){_OF_YEAR}", day_of_month
    ),
    Rule(f"{_MOD}{_WEEKDAY}(?P<M>month)(?:the)?(?P<D>day|ordinal){_YEAR}?", day_of_month),
    Rule(f"{_MOD}{_WEEKDAY}(?P<M>month)(?:the)?(?P<D>day|ordinal){_OF_YEAR}", day_of_month),
    Rule(f"{_MOD}{_REL}(?P<M>month)(?:(?:comma|of)?{_Y})?", month),
    Rule(f"{_MOD}{_REL}(?P<M>month){_OF_YEAR}", month),
    Rule(f"{_MOD}(?P<Y>year)", year),
    Rule(f"{_MOD}(?:approx)?(?P<Y>year|figure|day)(?P<E>era)", year),
    Rule("(?:the)?(?:(?P<MOD>mod)(?:hyphen|of the)?)?(?P<X>decade)(?P<E>era)?", decade),
    Rule("(?:the)?(?:(?P<MOD>mod)(?:hyphen)?)?(?P<O>ordinal)(?:hyphen)?(?P<U>unit)(?P<E>era)?", century),
    Rule(f"(?P<THE>the)?{_MOD}{_REL}(?P<S>season)(?:(?:of|comma)?{_Y})?", season),
    Rule(f"(?P<THE>the)?{_MOD}{_REL}(?P<S>season){_OF_YEAR}", season),
    Rule("(?:the)?(?P<O>ordinal)(?P<Q>unit|half)(?:(?:of)?(?P<Y>year))?", quarter),
    Rule(f"(?:the)?(?P<O>ordinal)(?P<Q>unit|half){_OF_YEAR}", quarter),
    Rule(f"(?:the)?{_MOD}{_REL}(?P<W>weekday)(?P<P>part)?", weekday),
    Rule("(?:every)?(?P<W>weekdays)(?P<P>part)?", weekdays),
    Rule("every(?P<W>weekday)(?P<P>part)?", weekdays),
    Rule(
        "(?:(?:the)?(?P<MOD>mod)(?:of)?)?(?P<R>last|past|next|this|that)?(?P<H>holiday)(?:(?:comma)?(?P<Y>year))?",
        feast,
    ),
)
