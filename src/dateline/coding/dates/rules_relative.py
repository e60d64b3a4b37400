"""Rules for what is read against an anchor: "last week", "two days ago", "the following day"; and for lengths and sets."""

from __future__ import annotations

from dateline.coding.dates.calendars import PARTS_OF_DAY, length_value
from dateline.coding.dates.expressions import CalendarDate, Deictic, Fixed, Length, Meaning, Offset, Shifted
from dateline.coding.dates.grammar import Found, NotATimeError, Rule
from dateline.coding.dates.lexicon import cue_words
from dateline.parse import Token

_SIGN = {"last": -1, "past": -1, "next": 1, "this": 0, "that": 0, "ago": -1, "earlier": -1, "later": 1}
_MOST = 5000
"""So many days or years are no length of time in a report, but a count of something else."""


def _mod(found: Found) -> str | None:
    return found.word("MOD") or None


def _is_verb(found: Found) -> bool:
    """Whether the word that seems to narrow the date is the verb before it: "will close next month"."""
    return found.has("MOD") and found.token("MOD").pos_ == "VERB"


def single(found: Found) -> Meaning | None:
    """Such as "now", "recently", "the future"; not in a name ("the Future Party")."""
    last, after = found.doc[found.match.end("X") - 1], found.after
    if last.text[0].isupper() and not last.is_sent_start and after is not None and after.pos_ == "PROPN":
        return None
    return Fixed(found.word("X"), mod=_mod(found))


def today(found: Found) -> Meaning | None:
    """Such as "yesterday", "late yesterday", "tomorrow morning", "tonight", "overnight"."""
    word = found.word("T")
    if _is_verb(found):
        return None
    part = word[-2:] if word[-1].isalpha() else None
    return Deictic(int(word.removesuffix(part or "")), found.word("P") or part, _mod(found))


def relative_unit(found: Found) -> Meaning | None:
    """Such as "last week", "earlier this month", "the following day", "the end of that year", "the previous month"."""
    unit, kind = found.word("U"), found.kind("R")
    if _is_verb(found):
        return None
    if unit in PARTS_OF_DAY or (unit == "Q" and found.has("THE") and kind not in ("last", "past", "next", "this")):
        return None
    sign, base = _SIGN[kind], "publication"
    if found.word("R") == "reference" or (kind == "next" and unit == "D") or (kind == "next" and found.has("THE")):
        base = "reference"
    whole = kind in ("last", "past") and base == "publication" and unit not in ("D", "WE")
    latest = found.token("R").lower_ in ("latest", "most")
    if whole and not latest and not found.has("MOD") and (found.has("THE") or found.token("R").lower_ == "past"):
        return Length(unit, 1, sign)
    edge = _SIGN[found.kind("E")] if found.has("E") else 0
    return Shifted(unit, sign, base, edge, _mod(found))


def unit_of_reference(found: Found) -> Meaning | None:
    """Such as "the end of the month", "later in the year", "the weekend"."""
    unit = found.word("U")
    if unit in PARTS_OF_DAY or (unit == "D" and not found.has("E") and found.word("MOD") != "END"):
        return None
    if not found.has("MOD") and not found.has("E") and unit != "WE":
        return None
    edge = _SIGN[found.kind("E")] if found.has("E") else 0
    return Shifted(unit, 0, "publication" if unit == "WE" else "reference", edge, _mod(found))


def unit_beside_reference(found: Found) -> Meaning | None:
    """Such as "the day before", "the week after", "the year earlier", "the day following"."""
    if found.word("U") in PARTS_OF_DAY:
        return None
    return Shifted(found.word("U"), _SIGN[found.kind("L")], "reference")


def end_of_unit(found: Found) -> Meaning | None:
    """Such as "year-end", "month's end", "year-end 2012"."""
    if found.has("Y"):
        return CalendarDate(year=found.figure("Y"), mod="END") if found.word("U") == "Y" else None
    return Shifted(found.word("U"), 0, "publication", mod="END")


def unit_apart(found: Found) -> Meaning | None:
    """Such as the "year-ago" of "the year-ago quarter", "year-earlier"."""
    base = "publication" if found.kind("L") == "ago" else "reference"
    return None if found.word("U") in PARTS_OF_DAY else Offset(found.word("U"), 1, -1, base)


def then(found: Found) -> Meaning | None:
    """The "then" of "since then" and "by then": the day that the story stands at."""
    before = found.before
    told = before is not None and before.lower_ in cue_words("before_then")
    return Shifted("D", 0, "reference") if told else None


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
    unit, after = found.word("U"), found.after
    if _is_age(found):
        if _of_long_standing(found):
            return Length(unit, _amount(found))
        raise NotATimeError
    if unit == "Q" and (not found.has("N") or _is(after, "of")):
        return None
    if found.has("ONE") and found.kind("ONE") == "a" and _is(after, "-"):
        return None
    if unit == "WE" and found.kind("U") == "units" and not found.has("N"):
        return Fixed("XXXX-WXX-WE", "SET")
    amount = _amount(found)
    if amount is not None and unit in ("Y", "D") and amount > _MOST:
        return None
    return Length(unit, amount)


def _is_age(found: Found) -> bool:
    """Such as "25 years old", "a 30-year-old", "45-year-olds"."""
    if found.has("LONG"):
        return found.word("LONG") == "0"
    after = found.after
    if after is None:
        return False
    if after.text == "-" and after.i + 1 < len(found.doc):
        after = found.doc[after.i + 1]
    return after.lower_ in cue_words("ages")


def _of_long_standing(found: Found) -> bool:
    """Whether it is of a war or the like that "two-year-old" is said."""
    end = found.match.end()
    return any(t.lemma_.lower() in cue_words("long_standing") for t in found.doc[end : end + 3])


def low_of_range(found: Found) -> Meaning | None:
    """Such as the "twelve" of "twelve to eighteen months"; not of an age."""
    end = found.match.end("U")
    if end < len(found.doc) and (found.doc[end].lower_ in cue_words("ages") or found.doc[end].text == "-"):
        return None
    low, high = found.amount("N"), found.amount("HIGH")
    return Length(found.word("U"), low) if low is not None and high is not None and low < high else None


def in_one_word(found: Found) -> Meaning | None:
    """Such as "weeklong", "yearlong"."""
    return Length(found.word("X"), 1)


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


def every(found: Found) -> Meaning | None:
    """Such as "every day", "every two weeks", "every other day", "each year", "per month", "twice a week"."""
    unit = found.word("U")
    if unit == "WE":
        return Fixed("XXXX-WXX-WE", "SET")
    amount: float | None = 1
    if found.has("N"):
        amount = found.amount("N")
    elif found.has("STEP"):
        amount = found.figure("STEP")
    return Fixed(length_value(unit, amount), "SET")


def before_last(found: Found) -> Meaning | None:
    """Such as "the week before last", "the year after next"."""
    sign = _SIGN[found.kind("L")]
    if (
        found.word("U") in PARTS_OF_DAY
        or _SIGN[found.kind("R")] != sign
        or found.token("L").lower_ not in ("before", "after")
    ):
        return None
    return Shifted(found.word("U"), 2 * sign, "publication")


def repeat(found: Found) -> Meaning | None:
    """Such as "daily", "weekly", "annual"; not in a name ("the Daily Courier")."""
    token, after = found.token("X"), found.after
    if token.text[0].isupper() and after is not None and after.pos_ == "PROPN":
        return None
    return Fixed(found.word("X"), "SET")


_MOD = "(?:(?:the)?(?P<MOD>mod)(?:in|on|of|hyphen)?)?"
_NUMBER = "(?P<N>day|year|figure|span)"
_COUNT = f"(?:approx)?(?:{_NUMBER}(?:of)?|(?P<ONE>a|the)|(?P<HALF>half)(?:hyphen)?(?:a)?)?(?:hyphen|whole)?"
_ANY = "(?P<U>unit|units)"
_BETWEEN = "(?:hyphen|whole|long|such)?"

RELATIVE_RULES = (
    Rule(f"{_MOD}(?P<X>single)", single, ("X",)),
    Rule(f"(?:{_MOD}|(?:earlier|later))(?P<T>today)(?P<P>part)?", today),
    Rule(
        f"(?:{_MOD}|(?P<E>earlier|later)(?:in)?)(?P<THE>the)?(?P<R>last|past|next|this|that)(?:fiscal)?(?P<U>unit)",
        relative_unit,
    ),
    Rule("(?:the)(?P<MOD>mod)(?:of|in)the(?P<U>unit)", unit_of_reference),
    Rule("(?P<E>earlier|later)in(?:the|that)(?P<U>unit)", unit_of_reference),
    Rule("(?P<MOD>mod)(?:in)the(?P<U>unit)", unit_of_reference),
    Rule("the(?P<U>unit)", unit_of_reference),
    Rule("the(?P<U>unit)(?P<L>earlier|later|next|past)", unit_beside_reference),
    Rule("the(?P<U>unit)(?P<L>earlier|later)(?P<R>last|next)", before_last),
    Rule(f"{_COUNT}{_ANY}(?P<AND>and a (?P<HALF2>half))?(?P<L>ago|earlier|later)", offset),
    Rule("(?:the)?(?P<U>unitend)(?P<Y>year)?", end_of_unit),
    Rule("(?P<U>unit)hyphen(?P<L>ago|earlier)", unit_apart),
    Rule(
        f"(?:approx)?(?P<N>day|figure)(?=(?:hyphen|to|or)(?P<HIGH>day|figure){_BETWEEN}{_ANY}(?!ago|earlier|later))",
        low_of_range,
    ),
    Rule("(?P<X>lasting)", in_one_word),
    Rule(f"(?:approx)?{_NUMBER}(?:of)?{_BETWEEN}{_ANY}(?:(?:hyphen)?(?P<LONG>long))?", length),
    Rule("(?:approx)?(?P<ONE>a)(?:whole)?(?P<U>unit)(?:(?P<AND>and)a(?P<HALF>half))?(?P<LONG>long)?", length),
    Rule("(?:approx)?(?:a)?(?P<HALF>half)(?:hyphen)?(?:a)?(?:hyphen)?(?P<U>unit)", length),
    Rule("(?P<ONE>whole)(?:the)?(?P<U>unit)", length),
    Rule("(?:the)?(?P<ONE>whole)(?P<U>unit)", length),
    Rule("(?P<U>units)(?:hyphen(?P<LONG>long))?", length),
    Rule(
        "(?P<ONE>unit)hyphen(?P<LONG>long)",
        lambda found: Length(found.word("ONE"), 1) if found.word("LONG") == "1" else None,
    ),
    Rule(f"(?:the|this|that)?(?P<R>last|past|next)(?:approx)?{_NUMBER}(?:hyphen|such)?{_ANY}", anchored_length),
    Rule(f"(?:the)?{_NUMBER}(?P<R>last|past|next)(?P<U>units)", anchored_length),
    Rule("(?:the|this|that)?(?P<R>last|past|next)(?P<U>units)", anchored_length),
    Rule("the(?P<R>past)", the_past),
    Rule("(?P<E>every)(?:(?P<N>day|figure)|(?P<STEP>other|ordinal))?(?P<U>unit|units)", every),
    Rule("(?:(?:day|figure)?times)(?:a|every)(?P<U>unit)", every),
    Rule("(?P<X>then)", then),
    Rule("(?P<X>repeat)", repeat),
)
