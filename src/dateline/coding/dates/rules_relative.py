"""Rules for what is read against an anchor: "last week", "two days ago", "the following day", "10 p.m.", and for
lengths and sets.
"""

from __future__ import annotations

from dateline.coding.dates.expressions import Deictic, Fixed, Length, Meaning, Offset, PartOfDay, Shifted
from dateline.coding.dates.grammar import Found, NotATimeError, Rule
from dateline.coding.dates.lexicon import cue_words
from dateline.parse import Token

_SIGN = {"last": -1, "past": -1, "next": 1, "this": 0, "that": 0, "ago": -1, "earlier": -1, "later": 1}
_SET_OF_UNIT = {
    "D": "XXXX-XX-XX",
    "W": "XXXX-WXX",
    "M": "XXXX-XX",
    "Y": "XXXX",
    "TH": "XXXX-XX-XXTXX",
    "WE": "XXXX-WXX-WE",
}
_PARTS_OF_UNIT = frozenset({"TS", "TM", "TH"})


def _mod(found: Found) -> str | None:
    return found.word("MOD") or None


def single(found: Found) -> Meaning | None:
    """Such as "now", "recently", "the future"."""
    return Fixed(found.word("X"), mod=_mod(found))


def today(found: Found) -> Meaning | None:
    """Such as "yesterday", "late yesterday", "tomorrow morning", "tonight", "overnight"."""
    word = found.word("T")
    part = word[-2:] if word[-1].isalpha() else None
    return Deictic(int(word.removesuffix(part or "")), found.word("P") or part, _mod(found))


def relative_unit(found: Found) -> Meaning | None:
    """Such as "last week", "earlier this month", "the following day", "the end of that year", "the previous month"."""
    unit, kind = found.word("U"), found.kind("R")
    if unit in _PARTS_OF_UNIT or (unit == "Q" and found.has("THE") and kind not in ("last", "past", "next", "this")):
        return None
    sign, base = _SIGN[kind], "publication"
    if found.word("R") == "reference" or (kind == "next" and unit == "D") or (kind == "next" and found.has("THE")):
        base = "reference"
    whole = kind in ("last", "past") and base == "publication" and unit not in ("D", "WE")
    if whole and not found.has("MOD") and (found.has("THE") or found.token("R").lower_ == "past"):
        return Length(unit, 1, sign)
    edge = _SIGN[found.kind("E")] if found.has("E") else 0
    return Shifted(unit, sign, base, edge, _mod(found))


def unit_of_reference(found: Found) -> Meaning | None:
    """Such as "the end of the month", "later in the year", "the weekend"."""
    unit = found.word("U")
    if unit in _PARTS_OF_UNIT or (unit == "D" and not found.has("E") and found.word("MOD") != "END"):
        return None
    if not found.has("MOD") and not found.has("E") and unit != "WE":
        return None
    edge = _SIGN[found.kind("E")] if found.has("E") else 0
    return Shifted(unit, 0, "publication" if unit == "WE" else "reference", edge, _mod(found))


def unit_beside_reference(found: Found) -> Meaning | None:
    """Such as "the day before", "the week after", "the year earlier", "the day following"."""
    if found.word("U") in _PARTS_OF_UNIT:
        return None
    return Shifted(found.word("U"), _SIGN[found.kind("L")], "reference")


def offset(found: Found) -> Meaning | None:
    """Such as "two days ago", "a year later", "months earlier", "two years before" where nothing follows that it is
    before.
    """
    token = found.token("L")
    if token.lower_ in cue_words("needing_end") and not _ends_phrase(found):
        return None
    amount = _amount(found)
    base = "publication" if found.kind("L") == "ago" or token.lower_ in ("from", "hence") else "reference"
    return Offset(found.word("U"), amount, _SIGN[found.kind("L")], base)


def _ends_phrase(found: Found) -> bool:
    after = found.after
    return (
        after is None
        or after.is_punct
        or after.is_space
        or (after.pos_ in ("VERB", "AUX", "CCONJ", "ADP") and after.lower_ != "of")
    )


def _amount(found: Found) -> float | None:
    amount: float | None = None
    if found.has("N"):
        amount = found.amount("N")
    elif found.has("ONE"):
        amount = 1
    if found.has("HALF"):
        amount = 0.5 if not (found.has("ONE") and found.has("AND")) and not found.has("N") else (amount or 1) + 0.5
    return amount


def length(found: Found) -> Meaning | None:
    """Such as "three-hour", "nearly 14 years", "a week", "half an hour", "several months", "days"; ages are none."""
    after = found.after
    if found.token("U").lower_ == "second" or (found.word("U") == "Q" and (not found.has("N") or _is(after, "of"))):
        return None
    if found.has("ONE") and found.kind("ONE") == "a" and _is(after, "-"):
        return None
    if found.before is not None and found.before.lower_ in ("once", "twice", "times") and found.has("ONE"):
        return Fixed(_SET_OF_UNIT.get(found.word("U"), "XXXX"), "SET")
    if after is not None and (
        after.lower_ == "old"
        or (after.text == "-" and after.i + 1 < len(found.doc) and found.doc[after.i + 1].lower_ in ("old", "olds"))
    ):
        raise NotATimeError
    if found.has("LONG") and found.word("LONG") == "0":
        raise NotATimeError
    if (
        found.has("N")
        and found.amount("N") is not None
        and found.word("U") in ("Y", "D")
        and (found.amount("N") or 0) > 5000
    ):
        return None
    return Length(found.word("U"), _amount(found))


def _is(token: Token | None, word: str) -> bool:
    return token is not None and token.lower_ == word


def the_past(found: Found) -> Meaning | None:
    """Such as "in the past"."""
    return Fixed("PAST_REF") if found.token("R").lower_ == "past" and found.token("R").pos_ == "NOUN" else None


def anchored_length(found: Found) -> Meaning | None:
    """Such as "the past 24 hours", "the last three years", "the next two weeks", "recent months"."""
    word = found.token("R").lower_
    amount = found.amount("N") if found.has("N") else None
    base = "reference" if found.word("R") == "reference" else "publication"
    return Length(found.word("U"), amount, _SIGN[found.kind("R")], base, recent=word == "recent")


def part_by_relation(found: Found) -> Meaning | None:
    """Such as "this morning", "last night", "that evening", "the next morning", "the same night"."""
    part, kind = found.word("P"), found.kind("R")
    if kind == "this":
        return Deictic(0, part, _mod(found))
    if kind == "last":
        return Deictic(-1, part, _mod(found))
    return PartOfDay(part, _SIGN[kind])


def part_of_day(found: Found) -> Meaning | None:
    """Such as "in the morning", "at dawn", "early evening"."""
    if found.has("U") and found.word("U") != "TH":
        return None
    alone = not found.has("THE") and not found.has("MOD") and _is(found.before, "at")
    return PartOfDay(found.word("P"), base="none" if alone and found.token("P").lower_ == "night" else "reference")


def clock(found: Found) -> Meaning | None:
    """Such as "10 p.m.", "10:30", "2330 GMT", "ten o'clock"."""
    if found.has("C"):
        value = found.scan.codes[found.match.start("C")].value
        if not isinstance(value, tuple):
            return None
        hour, minute, glued = int(str(value[0])), int(str(value[1])), value[2]
        if found.token("C").text[len(str(hour)) : len(str(hour)) + 1] == "." and not (found.has("A") or glued):
            return None
        return _clock(hour, minute, 12 if glued and str(glued)[0] == "p" else 0 if glued else _ampm(found))
    if found.has("Y"):
        text = found.token("Y").text
        return _clock(int(text[:2]), int(text[2:]), None)
    return _clock(int(found.amount("H") or 0), 0, _ampm(found))


def _ampm(found: Found) -> int | None:
    return found.figure("A") if found.has("A") else None


def _clock(hour: int, minute: int, ampm: int | None) -> Meaning | None:
    if ampm is not None and hour <= 12:
        hour = hour % 12 + ampm
    return PartOfDay(f"{hour:02d}:{minute:02d}") if hour < 25 and minute < 60 else None


def every(found: Found) -> Meaning | None:
    """Such as "every day", "every two weeks", "each year", "per month"."""
    unit = found.word("U")
    if found.has("N"):
        amount = found.amount("N")
        return Fixed(
            f"P{'T' if unit in _PARTS_OF_UNIT else ''}{'X' if amount is None else f'{amount:g}'}{unit[-1]}", "SET"
        )
    if found.token("E").lower_ == "per":
        return Fixed(f"P{'T' if unit in _PARTS_OF_UNIT else ''}1{unit[-1]}", "SET")
    return Fixed(_SET_OF_UNIT.get(unit, "XXXX"), "SET")


def every_part(found: Found) -> Meaning | None:
    """Such as "every morning"."""
    return Fixed(f"XXXX-XX-XXT{found.word('P')}", "SET")


def repeat(found: Found) -> Meaning | None:
    """Such as "daily", "weekly"; "annual" and the like only as such."""
    return Fixed(found.word("X"), "SET")


_MOD = "(?:(?:the)?(?P<MOD>mod)(?:in|on|of|hyphen)?)?"
_NUMBER = "(?P<N>day|year|figure)"
_COUNT = f"(?:approx)?(?:{_NUMBER}|(?P<ONE>a|the)|(?P<HALF>half)(?:hyphen)?(?:a)?)?(?:hyphen|whole)?"
_ANY = "(?P<U>unit|units)"

RELATIVE_RULES = (
    Rule(f"{_MOD}(?P<X>single)", single, ("X",)),
    Rule(f"(?:{_MOD}|(?:earlier|later))(?P<T>today)(?P<P>part)?", today),
    Rule(
        f"(?:{_MOD}|(?P<E>earlier|later)(?:in)?)(?P<THE>the)?(?P<R>last|past|next|this|that)(?P<U>unit)", relative_unit
    ),
    Rule("(?:the)(?P<MOD>mod)(?:of|in)the(?P<U>unit)", unit_of_reference),
    Rule("(?P<E>earlier|later)in(?:the|that)(?P<U>unit)", unit_of_reference),
    Rule("(?P<MOD>mod)(?:in)the(?P<U>unit)", unit_of_reference),
    Rule("the(?P<U>unit)", unit_of_reference),
    Rule("the(?P<U>unit)(?P<L>earlier|later|next|past)", unit_beside_reference),
    Rule(f"{_COUNT}{_ANY}(?P<AND>and a (?P<HALF2>half))?(?P<L>ago|earlier|later)", offset),
    Rule(f"(?:approx)?{_NUMBER}(?:hyphen)?{_ANY}(?:hyphen)?(?P<LONG>long)?", length),
    Rule("(?:approx)?(?P<ONE>a)(?:whole)?(?P<U>unit)(?:(?P<AND>and)a(?P<HALF>half))?(?P<LONG>long)?", length),
    Rule("(?:approx)?(?:a)?(?P<HALF>half)(?:hyphen)?(?:a)?(?:hyphen)?(?P<U>unit)", length),
    Rule("(?P<ONE>whole)(?:the)?(?P<U>unit)", length),
    Rule("(?:the)?(?P<ONE>whole)(?P<U>unit)", length),
    Rule("(?P<U>units)", length),
    Rule(
        "(?P<ONE>unit)hyphen(?P<LONG>long)",
        lambda found: Length(found.word("ONE"), 1) if found.word("LONG") == "1" else None,
    ),
    Rule(f"(?:the|this|that)?(?P<R>last|past|next)(?:approx)?{_NUMBER}(?:hyphen)?{_ANY}", anchored_length),
    Rule("(?:the|this|that)?(?P<R>last|past|next)(?P<U>units)", anchored_length),
    Rule(f"{_MOD}(?:the)?(?P<R>last|past|next|this|that)(?P<P>part)", part_by_relation),
    Rule(f"{_MOD}(?P<THE>the)?(?P<P>part)(?P<U>units)?", part_of_day),
    Rule("the(?P<R>past)", the_past),
    Rule("(?P<C>clock)(?P<A>ampm)?(?:zone)?", clock),
    Rule("(?P<H>day|figure)(?P<A>ampm)(?:zone)?", clock),
    Rule("(?P<H>day|figure)oclock", clock),
    Rule("(?P<Y>year)(?:zone|oclock)(?:zone)?", clock),
    Rule("(?P<E>every)(?:(?P<N>day|figure))?(?P<U>unit|units)", every),
    Rule("every(?P<P>part)", every_part),
    Rule("(?P<X>repeat)", repeat),
)
