"""Rules for parts of the day and clock times."""

from __future__ import annotations

from dateline.coding.dates.expressions import Deictic, Fixed, Meaning, PartOfDay
from dateline.coding.dates.grammar import Found, Rule
from dateline.coding.dates.lexicon import cue_words
from dateline.coding.dates.rules_calendar import mod
from dateline.parse import Token

_SIGN = {"last": -1, "past": -1, "next": 1, "this": 0, "that": 0, "earlier": -1, "later": 1}
_MINUTES_PAST = frozenset({5, 10, 15, 20, 25})


def part_by_relation(found: Found) -> Meaning | None:
    """Such as "this morning", "last night", "that evening", "the next morning", "the night before"."""
    part, kind = found.word("P"), found.kind("R")
    if kind == "this":
        return Deictic(0, part, mod(found))
    if kind == "last":
        return Deictic(-1, part, mod(found))
    return PartOfDay(part, _SIGN[kind])


def part_of_day(found: Found) -> Meaning | None:
    """Such as "in the morning", "at dawn", "early evening"."""
    if found.has("U") and found.word("U") != "TH":
        return None
    token, before = found.token("P"), found.before
    bare = not found.has("THE") and not found.has("MOD")
    if bare and _is_name(token, before, found.after):
        return None
    no_day = bare and (
        token.dep_ == "compound" or (token.lower_ == "night" and before is not None and before.lower_ == "at")
    )
    return PartOfDay(found.word("P"), base="none" if no_day else "reference")


def _is_name(token: Token, before: Token | None, after: Token | None) -> bool:
    """Whether the word is part of a name: "Operation Red Dawn", "Morning Herald"."""
    beside = [t for t in (before, after) if t is not None]
    return token.text[0].isupper() and token.pos_ == "PROPN" and any(t.text[0].isupper() for t in beside)


def clock(found: Found) -> Meaning | None:
    """Such as "10 p.m.", "10:30", "22:15 GMT", "ten o'clock in the morning"."""
    if found.has("C"):
        value = found.scan.codes[found.match.start("C")].value
        if not isinstance(value, tuple):
            return None
        hour, minute, glued, zone = int(str(value[0])), int(str(value[1])), str(value[2] or ""), str(value[3])
        text = found.token("C").text
        if "." in text[:3] and not (found.has("A") or glued or found.has("P")):
            return None
        return _clock(
            found, hour, minute, 12 if glued[:1] == "p" else 0 if glued[:1] == "a" else _half_of_day(found), zone
        )
    return _clock(found, int(found.amount("H") or 0), 0, _half_of_day(found), "")


def _half_of_day(found: Found) -> int | None:
    """12 for the afternoon and evening, 0 for the morning, None where the words do not say."""
    if found.has("A"):
        return found.figure("A")
    if found.has("P"):
        return {"MO": 0, "AF": 12, "EV": 12, "NI": 12}.get(found.word("P"))
    return None


def _clock(found: Found, hour: int, minute: int, half: int | None, zone: str) -> Meaning | None:
    if half is not None and hour <= 12:
        small_hours = found.word("P") == "NI" and hour < 6
        hour = hour % 12 + (0 if small_hours else half)
    zone = found.word("Z") or zone
    return PartOfDay(f"{hour:02d}:{minute:02d}{zone}") if hour < 25 and minute < 60 else None


def hour_in_words(found: Found) -> Meaning | None:
    """Such as "3 in the morning"; not "killed 3 in the morning"."""
    before = found.before
    return clock(found) if before is not None and before.lower_ in cue_words("before_clock") else None


def four_figures(found: Found) -> Meaning | None:
    """Such as "at 2330", "1730 GMT", "0430 hours": not what can be a year, nor a length."""
    text, before = found.token("Y").text, found.before
    if len(text) != 4 or not text.isdecimal() or not (int(text[:2]) < 24 and int(text[2:]) < 60):
        return None
    told = before is not None and before.lower_ in cue_words("before_clock")
    if found.has("HRS"):
        if found.word("HRS") != "TH" or not (told or text[0] == "0"):
            return None
    elif not found.has("MARK"):
        at = before is not None and before.lower_ == "at"
        if not at and not (told and (int(text) > 2100 or text[0] == "0")):
            return None
    return PartOfDay(f"{text[:2]}:{text[2:]}{found.word('Z')}")


def minutes_past(found: Found) -> Meaning | None:
    """Such as "half past six", "quarter to seven", "ten past four"."""
    before, hour = found.before, int(found.amount("H") or 0)
    kind = found.kind("F")
    if not 1 <= hour <= 12 or (found.has("PT") and found.token("PT").lower_ != "past"):
        return None
    if kind == "half":
        minutes = 30
    elif kind == "unit":
        minutes = 15 if found.word("F") == "Q" else 0
    else:
        told = before is not None and before.lower_ in cue_words("before_clock")
        minutes = int(found.amount("F") or 0) if told else 0
        minutes = minutes if minutes in _MINUTES_PAST else 0
    if not minutes or (minutes == 30 and found.has("TO")):
        return None
    half = _half_of_day(found)
    if found.has("TO"):
        hour, minutes = hour - 1 or 12, 60 - minutes
    return _clock(found, hour, minutes, half, "")


def every_part(found: Found) -> Meaning | None:
    """Such as "every morning"."""
    return Fixed(f"XXXX-XX-XXT{found.word('P')}", "SET")


_MOD = "(?:(?:the)?(?P<MOD>mod)(?:in|on|of|hyphen)?)?"
_OF_DAY = "(?:(?:in the|at|in)(?P<P>part))"
_FRACTION = "(?:a)?(?P<F>half|unit|day|figure)"
_HOUR = "(?P<H>day|figure)(?:oclock)?(?P<A>ampm)?"

CLOCK_RULES = (
    Rule(f"(?P<C>clock)(?P<A>ampm)?(?P<Z>zone)?{_OF_DAY}?", clock),
    Rule("(?P<H>day|figure)(?P<A>ampm)(?P<Z>zone)?", clock),
    Rule(f"(?P<H>day|figure)oclock{_OF_DAY}?", clock),
    Rule(f"(?P<H>day|figure){_OF_DAY}", hour_in_words),
    Rule("(?P<Y>year|figure)(?P<MARK>oclock)(?P<Z>zone)?", four_figures),
    Rule("(?P<Y>year|figure)(?P<MARK>)(?P<Z>zone)", four_figures),
    Rule("(?P<Y>year|figure)(?P<HRS>units)", four_figures),
    Rule("(?P<Y>year|figure)", four_figures),
    Rule(f"{_FRACTION}(?:(?P<PT>past)|(?P<TO>to)){_HOUR}", minutes_past),
    Rule(f"{_MOD}(?:the)?(?P<R>last|past|next|this|that)(?P<P>part)", part_by_relation),
    Rule("(?:the)(?P<P>part)(?P<R>earlier|later)", part_by_relation),
    Rule(f"{_MOD}(?P<THE>the)?(?P<P>part)(?P<U>units)?", part_of_day),
    Rule("every(?P<P>part)", every_part),
)
