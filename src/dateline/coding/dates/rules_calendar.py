"""Rules for days, months and years that the calendar names."""

from __future__ import annotations

from dateline.coding.dates.expressions import CalendarDate, Meaning, Stretch
from dateline.coding.dates.figures import date_of_figures
from dateline.coding.dates.grammar import Found, NotATimeError, Rule
from dateline.coding.dates.lexicon import cue_words
from dateline.parse import Token

_RELATION = {"last": "last", "past": "last", "next": "next", "this": "this", "that": "that"}


def relation(found: Found, group: str = "R") -> str | None:
    """Such as "last", "next", "this" or "that", of the word in the group; "previous" and "following" stand for the
    reference's.
    """
    if not found.has(group):
        return None
    word = _RELATION[found.kind(group)]
    return word + "-reference" if found.word(group) == "reference" and word != "that" else word


def mod(found: Found) -> str | None:
    """What "early", "mid" or "late" makes of the date."""
    return found.word("MOD") or None


def year_of(found: Found) -> int | None:
    """The year, astronomical: 1 BC is 0."""
    if not found.has("Y"):
        return None
    figure = int(found.amount("Y") or 0)
    return 1 - figure if found.has("E") and found.word("E") == "-1" else figure


def year_relation(found: Found) -> str | None:
    """The relation of "of that year" and "last year"."""
    return (relation(found, "YR") or relation(found, "YS") or "that") if found.has("YU") else None


def plausible(found: Found) -> bool:
    """Whether the year, if there is one, can be meant as one, its unit is the year, and the word before the date narrows
    it.
    """
    if found.has("YU") and found.word("YU") != "Y":
        return False
    year = year_of(found)
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
    if not plausible(found) or not 1 <= (found.figure("D") or 0) <= 31:
        return None
    if found.kind("D") == "ordinal" and not found.token("D").text[0].isdigit() and not found.has("OF"):
        return None
    return CalendarDate(
        year=year_of(found),
        month=found.figure("M"),
        day=found.figure("D"),
        weekday=found.figure("W"),
        year_relation=year_relation(found),
        mod=mod(found),
    )


def day_alone(found: Found) -> Meaning | None:
    """Such as "on the 26th", "Wednesday the 27th": not "the 5th Brigade", nor a rank."""
    after, before = found.after, found.before
    if not found.token("D").text[0].isdigit():
        return None
    if after is not None and (
        after.pos_ in ("NOUN", "PROPN", "ADJ", "NUM") or after.lower_ in ("of", "and", "-", "to")
    ):
        return None
    if not found.has("W") and (before is None or before.lower_ not in cue_words("temporal_prepositions")):
        return None
    return CalendarDate(day=found.figure("D"), weekday=found.figure("W"))


def month(found: Found) -> Meaning | None:
    """Such as "November", "early November 2024", "last August", "the end of June", "August last year"."""
    token = found.token("M")
    bare = not any(found.has(g) for g in ("MOD", "R", "Y", "YU", "MU"))
    if not plausible(found) or (found.has("MU") and found.word("MU") != "M"):
        return None
    if bare and token.lower_ in cue_words("common_months") and not _common_word_is_month(found):
        return None
    if bare and len(token) <= 3 and token.lower_ != "may" and not token.is_title:
        return None
    return CalendarDate(
        year=year_of(found),
        month=found.figure("M"),
        relation=relation(found),
        year_relation=year_relation(found),
        mod=mod(found),
    )


def _common_word_is_month(found: Found) -> bool:
    """Whether a "May" or "March" that stands alone is the month: by the word before it."""
    before = found.before
    return before is not None and before.lower_ in cue_words("before_month") and found.token("M").tag_ != "MD"


def year(found: Found) -> Meaning | None:
    """Such as "2011", "mid-2009", "the year 2011", "490 BC"; figures that count or name something else are none."""
    if found.has("YW") and found.word("YW") != "Y":
        return None
    if found.has("E"):
        return CalendarDate(year=year_of(found), mod=mod(found))
    figure = int(found.token("Y").text)
    if found.token("Y").text[0] == "0" or not plausible(found):
        return None
    if not any(found.has(g) for g in ("MOD", "YW", "FISCAL")) and not _bare_year(found, figure):
        return None
    return CalendarDate(year=figure, mod=mod(found))


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


def whole_date(found: Found) -> Meaning | None:
    """Such as "26/11/2024", "26.11.2024", "20241126", "26Nov2024"; day first, unless only month first gives a date."""
    year, month, day = found.figures("X")
    if (
        found.token("X").text.isdecimal()
        and found.before is not None
        and found.before.lower_ in cue_words("before_code")
    ):
        return None
    return CalendarDate(year=year, month=month, day=day)


def iso_date(found: Found) -> Meaning | None:
    """Such as "2024-11-26" and "26-11-2024", which the tokeniser cuts at its hyphens."""
    if not found.tight(found.match.start(), found.match.end() - 1):
        return None
    after = found.after
    if after is not None and after.text == "-" and not found.doc[after.i - 1].whitespace_:
        raise NotATimeError
    date = date_of_figures(*(found.whole(found.match.start() + n) for n in (0, 2, 4)))
    return CalendarDate(*date) if date is not None else None


def iso_time(found: Found) -> Meaning | None:
    """Such as "2024-11-26T22:10:00Z" and "2024-11-26T22:10+03:00"."""
    last = found.match.end() - 1
    if not found.tight(found.match.start(), last):
        return None
    day, clock = found.parts("X")
    zone = found.doc[last - 1].text + found.doc[last].text if found.has("Z") else ""
    month = found.whole(found.match.start("M"))
    return CalendarDate(year_of(found), month, int(day), part=f"{clock}{zone}") if 1 <= month <= 12 else None


def word_date(found: Found) -> Meaning | None:
    """Such as "26-Nov-2024", of which the tokeniser leaves the month and year in one, or "Nov-2024" alone."""
    year, month = found.figures("X")
    return CalendarDate(year=year, month=month, day=found.figure("D"))


def group(found: Found) -> Meaning | None:
    """A military date-time group: "061345D Jun 10", "061345ZJUN2010"."""
    day, clock, month, year = found.parts("G")
    if found.has("Y"):
        year = found.whole(found.match.start("Y"))
        year += 2000 if year < 100 else 0
    return CalendarDate(year=year, month=found.figure("M") or month, day=day, part=clock)


def serial_number(found: Found) -> Meaning | None:
    """Such as "2011-07-S-003", "2010-10-CA-087": the number of a release, whose figures are no dates.

    "2016-11" is a month where it can be no pair of years, as "2011-12" can.
    """
    first = found.match.start()
    if not found.tight(first, found.match.end() - 1):
        return None
    if found.after is not None and found.after.text[:1] in "-–":
        raise NotATimeError
    year, month = found.whole(first), found.whole(first + 2)
    if len(found.doc[first + 2]) == 2 and 1 <= month <= min(12, year % 100) and 1900 <= year <= 2100:
        return CalendarDate(year=year, month=month)
    return None


def stretch_of_days(found: Found) -> Meaning | None:
    """Such as "26–28 November 2023" and "November 26–28", where the days are one word."""
    first, last = found.figures("X")
    month, year = found.figure("M"), year_of(found)
    if not plausible(found) or not 1 <= first < last <= 31:
        return None
    return Stretch(CalendarDate(year, month, first), CalendarDate(year, month, last))


def stretch_of_years(found: Found) -> Meaning | None:
    """Such as "2011–2024", "2011–24" and "2011/12", where the years are one word; not a number that names a paper."""
    if found.before is not None and found.before.lower_ in cue_words("before_code"):
        return None
    first, last = found.figures("X")
    full = last if last > 99 else first // 100 * 100 + last
    return Stretch(CalendarDate(first), CalendarDate(full)) if 1700 <= first < full <= 2100 else None


WEEKDAY = "(?:(?P<W>weekday)(?:comma)?)?"
MOD = "(?:(?:the)?(?P<MOD>mod)(?:in|on|of|hyphen)?(?:the)?)?"
REL = "(?:(?P<R>last|past|next|this|that)(?:hyphen)?)?"
OF_YEAR = "(?:(?:of|in)(?:the)?(?:(?P<YR>that|past|next|this|last)(?=unit))?|(?:comma)?(?P<YS>that|past|next|this|last))(?P<YU>unit)"
Y = "(?P<Y>year|(?:figure|day)(?=era))(?P<E>era)?"
_YEAR = f"(?:(?:comma|point)?{Y})"
_DAY = "(?:the(?=ordinal|day of))?(?P<D>day|ordinal)(?P<OF>of)?(?P<M>month)"
_THE_MONTH = "(?:the(?P<MU>unit)of(?=month))?"

CALENDAR_RULES = (
    Rule("(?P<Y>year)hyphen(?P<M>day|figure)hyphen(?P<X>isotime)(?P<Z>(?:plus|hyphen)clock)?", iso_time),
    Rule("(?P<Y>year)hyphen(?:day|figure)hyphen(?:day|figure)", iso_date),
    Rule("(?:day|figure)hyphen(?:day|figure)hyphen(?:year)", iso_date),
    Rule("(?:year)hyphen(?:day|figure)", serial_number),
    Rule("(?P<X>wholedate)", whole_date),
    Rule("(?:(?P<D>day)hyphen)?(?P<X>monthyear)", word_date),
    Rule("(?P<G>group)(?:(?P<M>month)(?P<Y>year|day|figure)?)?", group),
    Rule(f"(?P<X>span)(?P<M>month){_YEAR}?", stretch_of_days),
    Rule(f"(?P<M>month)(?P<X>span){_YEAR}?", stretch_of_days),
    Rule("(?P<X>span)", stretch_of_years),
    Rule(f"{MOD}{WEEKDAY}{_DAY}{_YEAR}?", day_of_month),
    Rule(f"{MOD}{WEEKDAY}{_DAY}{OF_YEAR}", day_of_month),
    Rule(f"{MOD}{WEEKDAY}(?P<M>month)(?:the)?(?P<D>day|ordinal){_YEAR}?", day_of_month),
    Rule(f"{MOD}{WEEKDAY}(?P<M>month)(?:the)?(?P<D>day|ordinal){OF_YEAR}", day_of_month),
    Rule(f"{WEEKDAY}the(?P<D>ordinal)", day_alone),
    Rule(f"{MOD}{_THE_MONTH}{REL}(?P<M>month)(?:(?:comma|of)?{Y})?", month),
    Rule(f"{MOD}{REL}(?P<M>month){OF_YEAR}", month),
    Rule(f"{MOD}(?:the(?:fiscal)?(?P<YW>unit|units)|(?P<FISCAL>fiscal)(?:unit)?)?(?P<Y>year)", year),
    Rule("(?:the)?(?P<Y>year)(?P<FISCAL>fiscal)(?P<YW>unit)", year),
    Rule(f"{MOD}(?:approx)?(?P<Y>year|figure|day)(?P<E>era)", year),
    Rule("(?P<Y>year|figure|day)(?=(?:hyphen|to|and)(?:year|figure|day)(?P<E>era))", year, ("Y",)),
    Rule("(?P<E>era)(?P<Y>year|figure|day)", year),
)
