"""Rules for decades, centuries, seasons, quarters, weekdays, feasts, and parts of months and years."""

from __future__ import annotations

from dateline.coding.dates.expressions import CalendarDate, Feast, Fixed, Meaning, PartOf, Shifted
from dateline.coding.dates.grammar import Found, Rule
from dateline.coding.dates.lexicon import cue_words, lexicon
from dateline.coding.dates.rules_calendar import MOD, OF_YEAR, REL, Y, mod, plausible, relation, year_of, year_relation

_SIGN = {"last": -1, "past": -1, "next": 1, "this": 0, "that": 0}
_HIJRA = range(1300, 1501)
_PARTS_OF_MONTH = frozenset({"D", "W"})
_PARTS_OF_YEAR = frozenset({"D", "W", "M", "Q"})


def decade(found: Found) -> Meaning | None:
    """Such as "the 1990s", "the early '90s", "the nineties", "the 470s BC"."""
    value = found.scan.codes[found.match.start("X")].value
    word_mod, figure = value if isinstance(value, tuple) else (None, value)
    if not isinstance(value, tuple) and not found.has("THE"):
        return None
    number = int(str(figure))
    if found.has("E") and found.word("E") == "-1":
        return Fixed(f"BC{number // 10:03d}", mod=mod(found))
    if 100 <= number < 1000 and not found.has("E"):
        return None
    full = number if number >= 100 else 1900 + number if number > 10 else 2000 + number
    return Fixed(f"{full // 10:03d}", mod=str(word_mod) if word_mod else mod(found))


def narrowed_year(found: Found) -> Meaning | None:
    """Such as "mid-2009", where the tokeniser leaves it whole."""
    value = found.scan.codes[found.match.start("X")].value
    return CalendarDate(year=int(str(value[1])), mod=str(value[0])) if isinstance(value, tuple) else None


def century(found: Found) -> Meaning | None:
    """Such as "the 19th century", "the early 21st century"."""
    if found.word("U") != "CE":
        return None
    number = (found.figure("O") or 1) - 1
    bc = found.has("E") and found.word("E") == "-1"
    return Fixed(f"BC{number:02d}" if bc else f"{number:02d}", mod=mod(found))


def season(found: Found) -> Meaning | None:
    """Such as "the summer of 1963", "late autumn", "last winter"; not "the fall of the capital", nor a spring of water
    or of a verb.
    """
    token = found.token("S")
    alone = not found.has("Y") and not found.has("YU")
    if not plausible(found) or (
        alone and found.after is not None and found.after.lower_ == "of" and token.lower_ in ("fall", "spring")
    ):
        return None
    if token.pos_ not in ("NOUN", "PROPN") and alone and not found.has("R"):
        return None
    if alone and token.lower_ in ("fall", "spring") and not found.has("PAIR") and not _season_in_context(found):
        return None
    return CalendarDate(
        year=year_of(found),
        season=found.word("S"),
        relation=relation(found),
        year_relation=year_relation(found),
        mod=mod(found),
    )


def _season_in_context(found: Found) -> bool:
    """Whether a bare "fall" or "spring" is the season: it modifies a noun, or a word of time stands before it."""
    if found.token("S").dep_ == "compound" or found.has("R") or found.has("MOD"):
        return True
    return found.before is not None and found.before.lower_ in cue_words("before_season")


def quarter(found: Found) -> Meaning | None:
    """Such as "the third quarter", "Q3 2023", "the first half of 2008", "the last quarter of the year"."""
    if not plausible(found):
        return None
    if found.has("NAME"):
        return CalendarDate(year=year_of(found), quarter=found.word("NAME"))
    half = found.kind("Q") == "half"
    most = 2 if half else 4
    number = most if found.has("LAST") else found.figure("O") or 0
    if (not half and found.word("Q") != "Q") or not 1 <= number <= most:
        return None
    if not found.has("Y") and not found.has("YU") and (found.has("LAST") or (half and not _is_half_year(found))):
        return None
    return CalendarDate(
        year=year_of(found), quarter=f"{'H' if half else 'Q'}{number}", year_relation=year_relation(found)
    )


def _is_half_year(found: Found) -> bool:
    """Whether "the first half" alone is of the year: "in the first half, ..."."""
    before, after = found.before, found.after
    told = before is not None and before.lower_ in cue_words("before_half")
    return told and (after is None or after.is_punct or after.pos_ in ("VERB", "AUX"))


def weekday(found: Found) -> Meaning | None:
    """Such as "Tuesday", "last Friday", "Monday morning", "late on Sunday", "Friday next", "a week ago Friday"."""
    token, after = found.token("W"), found.after
    if token.lower_ in cue_words("short_weekdays") and not any(found.has(g) for g in ("R", "P")):
        return None
    if found.has("BEHIND") and after is not None and not (after.is_punct or after.is_space):
        return None
    weeks = 0
    if found.has("AGO"):
        if found.word("U") != "W":
            return None
        weeks = int(found.amount("N") or 1) if found.has("N") else 1
    return CalendarDate(
        weekday=found.figure("W"), relation=relation(found), mod=mod(found), part=found.word("P") or None, weeks=weeks
    )


def weekday_of_week(found: Found) -> Meaning | None:
    """Such as "Tuesday last week", "Friday of next week"."""
    if found.word("U") != "W":
        return None
    base = "reference" if found.word("R") == "reference" else "publication"
    return PartOf(1, found.word("W"), Shifted("W", _SIGN[found.kind("R")], base))


def weekdays(found: Found) -> Meaning | None:
    """Such as "Fridays", "every Friday night", "Friday nights"."""
    return Fixed(f"XXXX-WXX-{found.word('W')}" + (f"T{found.word('P')}" if found.has("P") else ""), "SET")


def weekdays_back(found: Found) -> Meaning | None:
    """Such as "two Fridays ago", "the Friday before last"."""
    if found.has("BACK") and found.token("BACK").lower_ != "before":
        return None
    back = 1 if found.has("BACK") else int(found.amount("N") or 1) - 1
    return CalendarDate(weekday=found.figure("W"), relation="last", weeks=back)


def every_month(found: Found) -> Meaning | None:
    """Such as "every March", "each spring", "every May 9"."""
    if found.has("D") and not 1 <= (found.figure("D") or 0) <= 31:
        return None
    day = f"-{found.figure('D'):02d}" if found.has("D") else ""
    return Fixed(f"XXXX-{found.word('S') or format(found.figure('M') or 0, '02d')}{day}", "SET")


def feast(found: Found) -> Meaning | None:
    """Such as "Ramadan", "Eid al-Fitr 2024", "last Christmas", "15 Ramadan 1445"; a month may be someone's name."""
    rule, year = lexicon().holidays[found.word("H")], found.figure("Y")
    month = rule.startswith("hijri") and "-" not in rule
    bare = year is None and not any(found.has(g) for g in ("MOD", "R", "MU"))
    if found.has("D") and not month:
        return None
    if found.has("MU") and found.word("MU") != "M":
        return None
    if month and bare and _names_someone(found):
        return None
    hegira = year is not None and (found.has("AH") or (rule.startswith("hijri") and year in _HIJRA))
    return Feast(found.word("H"), year, relation(found), mod(found), found.figure("D"), hegira)


def _names_someone(found: Found) -> bool:
    """Whether the month is part of a person's name, or stands where no month does."""
    token = found.token("H")
    beside = (found.before, found.after)
    if token.ent_type_ == "PERSON" or any(t is not None and t.pos_ == "PROPN" for t in beside):
        return True
    return found.word("H") not in cue_words("surely_months") and (
        found.before is None or found.before.lower_ not in cue_words("before_month")
    )


def part_of(found: Found) -> Meaning | None:
    """Such as "the first week of April", "the last Friday of October", "the first nine months of 2024"."""
    ordinal = -1 if found.has("LAST") else found.figure("O") or 0
    kind = found.kind("PU")
    unit = "HALF" if kind == "half" else found.word("PU")
    whole = _whole(found)
    count = int(found.amount("N") or 0) if found.has("N") else None
    if whole is None or (unit == "HALF" and ordinal not in (1, 2, -1)) or (count is not None and kind != "units"):
        return None
    parts = _PARTS_OF_MONTH if isinstance(whole, CalendarDate) and whole.month else _PARTS_OF_YEAR
    if kind in ("unit", "units") and unit not in parts:
        return None
    if unit == "HALF" and isinstance(whole, CalendarDate) and not whole.month:
        return None
    return PartOf(ordinal, unit, whole, count) if kind != "units" or count else None


def _whole(found: Found) -> CalendarDate | Shifted | None:
    if found.has("WU"):
        unit = found.word("WU")
        if unit not in ("M", "Y", "W") or (found.word("PU"), unit) in (("M", "M"), ("W", "W")):
            return None
        named = found.has("R")
        publication = named and found.word("R") != "reference" and found.kind("R") != "that"
        return Shifted(unit, _SIGN[found.kind("R")] if named else 0, "publication" if publication else "reference")
    if not plausible(found):
        return None
    return CalendarDate(year=year_of(found), month=found.figure("M"), year_relation=year_relation(found))


_FIRST = "(?:the)?(?:(?P<O>ordinal)|(?P<LAST>last))(?P<N>day|figure)?(?P<PU>unit|units|weekday|half)(?:of|in)"
_HALF = "(?:the)?(?:fiscal)?(?:(?P<O>ordinal)|(?P<LAST>last))(?:hyphen)?(?P<Q>unit|half)"
_YEARS = "(?P<YS>last|past|next|this|that)(?:fiscal)?(?P<YU>unit)(?:possessive)"

PERIOD_RULES = (
    Rule("(?P<THE>the)?(?:(?P<MOD>mod)(?:hyphen|of the)?)?(?P<X>decade)(?P<E>era)?", decade),
    Rule("(?P<X>modyear)", narrowed_year),
    Rule("(?:the)?(?:(?P<MOD>mod)(?:hyphen)?)?(?P<O>ordinal)(?:hyphen)?(?P<U>unit)(?P<E>era)?", century),
    Rule(f"(?P<THE>the)?{MOD}{REL}(?P<S>season)(?:(?:of|comma)?{Y})?", season),
    Rule(f"(?P<THE>the)?{MOD}{REL}(?P<S>season){OF_YEAR}", season),
    Rule(f"(?P<THE>the)?{MOD}(?P<S>season)(?P<PAIR>(?=(?:and|to|hyphen)(?:mod)?(?:hyphen)?season))", season),
    Rule(f"{_HALF}(?:(?:of)?(?P<Y>year))?", quarter),
    Rule(f"{_HALF}{OF_YEAR}", quarter),
    Rule(f"{_YEARS}{_HALF}", quarter),
    Rule("(?P<NAME>quartername)(?:(?:of|comma)?(?P<Y>year))?", quarter),
    Rule("(?P<Y>year)(?:hyphen)?(?P<NAME>quartername)", quarter),
    Rule(f"{_FIRST}(?P<M>month)(?:(?:of|comma)?(?P<Y>year))?", part_of),
    Rule(f"{_FIRST}(?P<M>month){OF_YEAR}", part_of),
    Rule(f"{_FIRST}(?P<Y>year)", part_of),
    Rule(f"{_FIRST}(?:the)?(?P<R>last|past|next|this|that)?(?P<WU>unit)", part_of),
    Rule(f"(?:the)?{MOD}{REL}(?P<W>weekday)(?P<P>part)?", weekday),
    Rule("(?P<W>weekday)(?P<BEHIND>)(?P<R>last|next)", weekday),
    Rule("(?:(?P<N>day|figure)|a)(?P<U>unit|units)(?P<AGO>ago)(?:on)?(?P<W>weekday)", weekday),
    Rule("(?P<W>weekday)(?:of)?(?P<R>last|next|this)(?P<U>unit)", weekday_of_week),
    Rule("(?:every)?(?P<W>weekdays)(?P<P>part)?", weekdays),
    Rule("every(?P<W>weekday)(?P<P>part)?", weekdays),
    Rule("(?P<W>weekday|weekdays)(?P<P>parts)", weekdays),
    Rule("(?P<N>day|figure)(?P<W>weekdays)ago", weekdays_back),
    Rule("(?:the)?(?P<W>weekday)(?P<BACK>earlier)last", weekdays_back),
    Rule("every(?:(?P<M>month)(?P<D>day|ordinal)?|(?P<S>season))", every_month),
    Rule(
        "(?:(?:the)?(?P<MOD>mod)(?:of)?)?(?:the(?P<MU>unit)of)?(?P<R>last|past|next|this|that)?(?:(?P<D>day)(?:of)?)?"
        "(?P<H>holiday)(?:(?:comma)?(?P<Y>year)(?P<AH>hegira)?)?",
        feast,
    ),
)
