"""Numbers, in figures and in words: "48,500", "1.2 million", "two dozen", "half a million", "3-4", "dozens"."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from dateline.parse import Doc

NumberKind = Literal["exact", "range", "order"]


@dataclass(frozen=True, slots=True)
class Number:
    """A number that the text gives. ``first`` and ``last`` are token numbers, the last included.

    ``exact``: low = high = the number. ``range`` ("3-4", "20 to 30", "between 20 and 30", "two or three"): low and
    high, the words between them inside the number. ``order`` ("dozens", "hundreds", "several", "a few thousand"):
    low is the customary figure of the phrase (12, 100, 3, 3,000), and high is None.
    """

    first: int
    last: int
    low: float
    high: float | None
    kind: NumberKind = "exact"

    @property
    def value(self) -> int | None:
        """The whole number that it is; None for a range, an order or a fraction."""
        return int(self.low) if self.kind == "exact" and math.isfinite(self.low) and self.low == int(self.low) else None


_BELOW_TWENTY = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_SMALL = {word: value for value, word in enumerate(_BELOW_TWENTY)}
_TENS = {
    "twenty": 2, "thirty": 3, "forty": 4, "fifty": 5, "sixty": 6, "seventy": 7, "eighty": 8, "ninety": 9,
}  # fmt: skip
_UNITS = {**_SMALL, **{word: value * 10 for word, value in _TENS.items()}, "fourty": 40}
_SCALES = {
    "hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000, "trillion": 1_000_000_000_000,
    "dozen": 12, "score": 20, "lakh": 100_000, "lakhs": 100_000, "crore": 10_000_000, "crores": 10_000_000,
}  # fmt: skip
_SUFFIXES = {
    "k": 1_000, "m": 1_000_000, "mn": 1_000_000, "mln": 1_000_000, "million": 1_000_000, "b": 1_000_000_000,
    "bn": 1_000_000_000, "billion": 1_000_000_000,
}  # fmt: skip
_ORDERS = {
    "several": 3, "few": 3, "tens": 10, "dozens": 12, "scores": 20, "hundreds": 100, "thousands": 1_000,
    "millions": 1_000_000, "billions": 1_000_000_000,
}  # fmt: skip
_MULTIPLIED = frozenset({"tens", "dozens", "scores", "hundreds", "thousands"})
_QUARTERS = {"half": 0.5, "quarter": 0.25, "quarters": 0.25}
_FIGURE = re.compile(
    r"(?P<low>\d{1,3}(?:,\d{2,3})*,\d{3}(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"(?:[–—-](?P<high>\d{1,3}(?:,\d{2,3})*,\d{3}|\d+))?(?P<suffix>k|mn?|mln|bn?|million|billion)?",
    re.IGNORECASE,
)
_JOINS = frozenset({"-", "–", "—", "to", "or"})
_MONTHS = frozenset({
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december", "jan.", "feb.", "mar.", "apr.", "jun.", "jul.", "aug.", "sept.", "oct.", "nov.", "dec.",
    "sept", "oct", "nov", "dec", "jan",
})  # fmt: skip
_STARTS = frozenset({*_UNITS, *_SCALES, *_ORDERS, *_QUARTERS, "couple", "pair", "a", "an"})


def number_at(doc: Doc, i: int) -> Number | None:
    """The longest number that starts at token ``i``; None when none does.

    What the number counts, and whether it is a date, an age or a calibre, is for the caller to judge; "one" is a
    number here even where it stands for a person, and "a" begins one only before "hundred", "dozen", "few" and the
    like.
    """
    first = _single(doc, i)
    if first is None or first.kind != "exact":
        return first
    return _range(doc, i, first) or first


def numbers(doc: Doc) -> Iterator[Number]:
    """Every number of the text, from left to right, none inside another."""
    i, size = 0, len(doc)
    while i < size:
        number = number_at(doc, i)
        if number is not None:
            yield number
            i = number.last
        i += 1


def _single(doc: Doc, i: int) -> Number | None:
    word = doc[i].lower_
    if word[0].isdigit():
        return _in_figures(doc, i, word)
    if word not in _STARTS:
        return None
    if word in _ORDERS:
        return _order(doc, i, i)
    if word in ("a", "an", "couple", "pair"):
        return _after_article(doc, i)
    if word in _QUARTERS:
        return _fraction(doc, i)
    return _in_words(doc, i)


def _word(doc: Doc, i: int) -> str:
    return doc[i].lower_ if i < len(doc) else ""


def _in_figures(doc: Doc, i: int, word: str) -> Number | None:
    match = _FIGURE.fullmatch(word)
    if match is None:
        return None
    low, last = float(match["low"].replace(",", "")), i
    if match["high"] is None and match["suffix"] is None:
        low, last = _parted_thousands(doc, i, low) or _spaced_thousands(doc, i, low)
    scale = _SUFFIXES[match["suffix"]] if match["suffix"] else 1
    scale, last = (scale, last) if scale > 1 else _scale_after(doc, last)
    if match["high"]:
        high = float(match["high"].replace(",", ""))
        return Number(i, last, low * scale, high * scale, "range") if high > low else None
    half = _and_a_half(doc, last) if scale == 1 else 0
    if half:
        scale, last = _scale_after(doc, half)
        low += 0.5
    return Number(i, last, low * scale, low * scale)


def _spaced_thousands(doc: Doc, i: int, low: float) -> tuple[float, int]:
    """Such as "48 500": figures in groups of three, parted by spaces; not the day and hour of "12 500"."""
    last = i
    if not doc[i].is_digit or len(doc[i]) > 3 or low == 0 or (i and doc[i - 1].lower_ in _MONTHS):
        return low, last
    while last + 1 < len(doc) and doc[last].whitespace_ == " " and len(doc[last + 1]) == 3 and doc[last + 1].is_digit:
        last += 1
        low = low * 1_000 + int(doc[last].text)
    return low, last


def _parted_thousands(doc: Doc, i: int, low: float) -> tuple[float, int] | None:
    """Such as "61, 000" and "1, 250, 000", with a space after each comma; None unless the last group is "000".

    A list has no item "000", but "12, 345 and 600" may well be three numbers.
    """
    last = i
    if not doc[i].is_digit or len(doc[i]) > 3 or low == 0:
        return None
    while _word(doc, last + 1) == "," and not doc[last].whitespace_ and _is_group_of_three(doc, last + 2):
        last += 2
        low = low * 1_000 + int(doc[last].text)
    return (low, last) if last > i and doc[last].text == "000" else None


def _is_group_of_three(doc: Doc, i: int) -> bool:
    return i < len(doc) and len(doc[i]) == 3 and doc[i].is_digit


def _scale_after(doc: Doc, last: int) -> tuple[int, int]:
    """The scale words after token ``last`` multiplied out, and the last token that they reach."""
    scale = 1
    while (word := _word(doc, last + 1)) in _SCALES:
        scale *= _SCALES[word]
        last += 1
    if scale == 1 and word in ("m", "bn", "mn") and doc[last].whitespace_ == "":
        return _SUFFIXES[word], last + 1
    return scale, last


def _in_words(doc: Doc, i: int) -> Number | None:
    """Such as "twenty-five", "two hundred and six thousand", "two and a half million", "three dozen"."""
    total, group, last, j = 0.0, 0.0, i - 1, i
    while (word := _word(doc, j)) in _UNITS or word in _SCALES:
        if word in _UNITS:
            if last >= i and not _continues(doc, last, _UNITS[word]):
                break
            group += _UNITS[word]
        elif word == "hundred" or _SCALES[word] < 100:
            group = (group or 1) * _SCALES[word]
        else:
            total, group = total + (group or 1) * _SCALES[word], 0
        last = j
        j = _over_joint(doc, j + 1)
    if last < i:
        return None
    value = total + group
    half = _and_a_half(doc, last)
    if half:
        scale, last = _scale_after(doc, half)
        value = (value + 0.5) * scale
    return None if doc[i].lower_ == "score" else Number(i, last, value, value)


def _continues(doc: Doc, last: int, unit: int) -> bool:
    """Whether a number word of this value goes on with the number whose last word so far is token ``last``."""
    before = doc[last].lower_
    if before in _SCALES:
        return True
    return _UNITS[before] >= 20 and _UNITS[before] % 10 == 0 and 0 < unit < 10


def _over_joint(doc: Doc, j: int) -> int:
    """Past a hyphen or an "and" that stands between two number words of one number."""
    word, after = _word(doc, j), _word(doc, j + 1)
    if word == "-" and doc[j - 1].lower_ in _UNITS and doc[j - 1].whitespace_ == "" and after in _UNITS:
        return j + 1
    if word == "and" and doc[j - 1].lower_ in ("hundred", "thousand") and after in _UNITS:
        return j + 1
    return j


def _and_a_half(doc: Doc, last: int) -> int:
    """The token "half" of "and a half" after token ``last``, hyphens or none; 0 when it does not follow."""
    words = [(j, doc[j].lower_) for j in range(last + 1, min(last + 7, len(doc))) if doc[j].text != "-"][:3]
    return words[2][0] if [w for _, w in words] == ["and", "a", "half"] else 0


def _after_article(doc: Doc, i: int) -> Number | None:
    """Such as "a hundred", "a dozen", "a few thousand", "a couple of", "a million and a half"."""
    j = i + 1 if doc[i].lower_ in ("a", "an") else i
    word = _word(doc, j)
    if word in ("couple", "pair"):
        if _word(doc, j + 1) in ("of", "hundred", "thousand", "dozen") or j > i:
            last = j + 1 if _word(doc, j + 1) == "of" else j
            scale, end = _scale_after(doc, last)
            return Number(i, end if scale > 1 else j, 2 * scale, 2 * scale)
        return None
    if j == i:
        return None
    if word == "few":
        return _order(doc, i, j)
    if word in _QUARTERS and _word(doc, j + 1) in ("of", "million", "dozen"):
        return _fraction(doc, j, first=i)
    if word not in _SCALES or (word == "score" and _word(doc, j + 1) not in ("of", "or")):
        return None
    if word == "score":
        return Number(i, j, 20, 20)
    number = _in_words(doc, j)
    if number is None:
        return None
    half = _and_a_half(doc, j)
    value = 1.5 * _SCALES[word] if half and number.last == half else number.low
    return Number(i, number.last, value, value)


def _fraction(doc: Doc, i: int, first: int | None = None) -> Number | None:
    """Such as "half a million", "half a dozen", "a quarter of a million": a fraction of a scale word."""
    j = i + 1
    if _word(doc, j) == "of":
        j += 1
    if _word(doc, j) in ("a", "-"):
        j += 1
    scale, last = _scale_after(doc, j - 1)
    if scale == 1:
        return None
    value = _QUARTERS[doc[i].lower_] * scale
    return Number(i if first is None else first, last, value, value)


def _order(doc: Doc, first: int, i: int) -> Number | None:
    """Such as "dozens", "tens of thousands", "several hundred", "a few dozen"; "scores" only as a noun."""
    word = doc[i].lower_
    if word == "scores" and doc[i].pos_ == "VERB":
        return None
    figure, last = _ORDERS[word], i
    if word in ("several", "few"):
        scale, last = _scale_after(doc, i)
        if scale == 1 and _word(doc, i + 1) in _MULTIPLIED:
            scale, last = _ORDERS[_word(doc, i + 1)], i + 1
        return Number(first, last, figure * scale, None, "order")
    while _word(doc, last + 1) == "of" and _word(doc, last + 2) in _MULTIPLIED | {"millions"}:
        figure *= _ORDERS[_word(doc, last + 2)]
        last += 2
    return Number(first, last, figure, None, "order")


def _range(doc: Doc, i: int, first: Number) -> Number | None:
    """The range that ``first`` opens: "3-4", "20 to 30", "five or six", and "20 and 30" after "between"."""
    join, j = _word(doc, first.last + 1), first.last + 2
    if join == "-" and _word(doc, j) in ("to", "or"):  # "two-to-three"
        j += 2 if _word(doc, j + 1) == "-" else 1
    opened = i > 0 and doc[i - 1].lower_ in ("between", "from")
    if join not in _JOINS and not (opened and join == "and"):
        return None
    if j >= len(doc):
        return None
    second = _single(doc, j)
    if second is None or second.kind != "exact":
        return None
    low, high = first.low, second.low
    scale = _shared_scale(doc, first, second, low)
    if join == "or" and high * 1 > max(low * scale * 3, low * scale + 2):
        return None
    return Number(i, second.last, low * scale, high, "range") if high > low * scale else None


def _shared_scale(doc: Doc, first: Number, second: Number, low: float) -> float:
    """The scale that the second number lends the first: a million in "2 to 3 million", 1 in "900 to 1,000"."""
    last = doc[second.last].lower_
    if last not in _SCALES or doc[first.last].lower_ in _SCALES or second.first == second.last:
        return 1
    scale = _SCALES[last]
    return scale if low < 1_000 and low * scale < second.low else 1
