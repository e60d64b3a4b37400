"""Tokens to codes: one letter a token that says what it may be in a time expression, so that rules are regular
expressions.

A token that means nothing there is ".", and each further token of a phrase or number of several is "_". Positions
in the string of codes are token numbers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from dateline.coding.dates.lexicon import Lexicon, Value, Word
from dateline.coding.numbers import Number, number_at
from dateline.parse import Doc

_DIGIT_KINDS = ("day", "year", "figure", "clock", "numdate", "decade", "century", "range")
_OTHER, _MORE = ".", "_"
_ORDINAL = re.compile(r"(\d{1,2})(?:st|nd|rd|th)")
_CLOCK = re.compile(r"([01]?\d|2[0-3])[:.h]([0-5]\d)(?::[0-5]\d)?(am|pm|a\.m\.|p\.m\.)?")
_NUMDATE = re.compile(
    r"\d{1,2}/\d{1,2}/\d{4}|\d{1,2}\.\d{1,2}\.\d{4}|\d{4}/\d{1,2}/\d{1,2}|\d{4}-\d{2}-\d{2}|\d{1,2}/\d{1,2}/\d{2}"
)
_DECADE = re.compile(r"(?:(early|mid|late)-)?(\d{3}0|\d0)s")
_MOD_YEAR = re.compile(r"(early|mid|late)-(\d{4})")
_RANGE = re.compile(r"(\d{1,4})[–—](\d{1,4})")
_MODS = {"early": "START", "mid": "MID", "late": "END"}
_NUMBER_WORDS = re.compile(
    r"a|an|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|fou?rty|fifty|sixty|seventy|"
    r"eighty|ninety|hundreds?|thousands?|several|few|couple|dozens?|tens|scores|half|millions?"
)

MOST_DIGITS = 15
"""A longer run of digits is a code or a mistake, and counts nothing."""


@dataclass(frozen=True, slots=True)
class Code:
    """What a token, or the phrase that it starts, means: a value of the lexicon, a number, or a tuple read from
    figures.
    """

    kind: str
    value: Value | Number | tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Scan:
    """The codes of a text: ``letters`` one letter a token, ``codes`` by token number."""

    letters: str
    codes: dict[int, Code]


class Alphabet:
    """The letters that stand for kinds, and rules compiled from names of kinds to patterns of letters."""

    def __init__(self, kinds: frozenset[str]) -> None:
        names = sorted(kinds | set(_DIGIT_KINDS))
        self.letters = {kind: chr(0x4E00 + n) for n, kind in enumerate(names)}

    def compile(self, rule: str) -> re.Pattern[str]:
        """A rule such as "month day (comma? year)?" as a pattern of letters; names of groups are in capitals.

        Raises KeyError for a kind that there is not.
        """
        return re.compile(re.sub(r"[a-z]+", lambda m: f"(?:{self.letters[m.group()]}_*)", rule).replace(" ", ""))

    def any_of(self, *kinds: str) -> str:
        """A set of letters, to use between brackets."""
        return "".join(self.letters[k] for k in kinds)


def scan(doc: Doc, lexicon: Lexicon, alphabet: Alphabet) -> Scan:
    """The codes of the text's tokens, from left to right."""
    letters = [_OTHER] * len(doc)
    codes: dict[int, Code] = {}
    lowers = [token.lower_ for token in doc]
    i, size = 0, len(lowers)
    while i < size:
        word = lowers[i]
        found = _figures(doc, i, word) if word[0].isdigit() else None
        if found is None:
            found = _in_lexicon(doc, lowers, i, lexicon)
        if found is None:
            found = _odd(doc, i, word)
        if found is None:
            i += 1
            continue
        code, last = found
        codes[i] = code
        letters[i] = alphabet.letters[code.kind]
        letters[i + 1 : last + 1] = _MORE * (last - i)
        i = last + 1
    return Scan("".join(letters), codes)


def _in_lexicon(doc: Doc, lowers: list[str], i: int, lexicon: Lexicon) -> tuple[Code, int] | None:
    word = lowers[i]
    if _NUMBER_WORDS.fullmatch(word) and (number := number_at(doc, i)):
        return Code("figure", number), number.last
    for phrase in lexicon.phrases.get(word, ()):
        size = len(phrase.words)
        if (size == 1 or tuple(lowers[i : i + size]) == phrase.words) and _written_as_date(doc, i, phrase):
            return Code(phrase.kind, phrase.value), i + size - 1
    return None


def _written_as_date(doc: Doc, i: int, phrase: Word) -> bool:
    return not phrase.capitalised or doc[i].text[0].isupper()


def _figures(doc: Doc, i: int, word: str) -> tuple[Code, int] | None:
    """What a token that starts with a digit may be."""
    if word.isdigit():
        return _plain_figures(doc, i, word)
    if match := _ORDINAL.fullmatch(word):
        return Code("ordinal", int(match[1])), i
    if match := _CLOCK.fullmatch(word):
        return Code("clock", (int(match[1]), int(match[2]), match[3])), i
    if _NUMDATE.fullmatch(word):
        return Code("numdate", word), i
    if match := _DECADE.fullmatch(word):
        return Code("decade", (None, int(match[2]))), i
    if (match := _RANGE.fullmatch(word)) and int(match[1]) < 3000:
        return Code("range", (match[1], match[2])), i
    if number := number_at(doc, i):
        return Code("figure", number), number.last
    return None


def _plain_figures(doc: Doc, i: int, word: str) -> tuple[Code, int] | None:
    number = number_at(doc, i)
    if number is not None and number.kind == "exact" and number.last > i:
        return Code("figure", number), number.last
    if len(word) > MOST_DIGITS:
        return None
    figure = int(word)
    if len(word) <= 2 and 1 <= figure <= 31:
        return Code("day", figure), i
    if len(word) == 4 and (figure < 2400 or word[0] == "0"):
        return Code("year", word), i
    return Code("figure", Number(i, i, figure, figure)), i


def _odd(doc: Doc, i: int, word: str) -> tuple[Code, int] | None:
    """Such as "'90s" and "mid-1990s"."""
    if word != "'" and not any(c.isdigit() for c in word[-2:]):
        return None
    if (match := _DECADE.fullmatch(word)) is not None:
        return Code("decade", (_MODS.get(match[1]), int(match[2]))), i
    if (match := _MOD_YEAR.fullmatch(word)) is not None:
        return Code("decade", (_MODS[match[1]], match[2])), i
    if word == "'" and i + 1 < len(doc) and (match := _DECADE.fullmatch(doc[i + 1].lower_)):
        return Code("decade", (None, int(match[2]))), i + 1
    return None
