"""Tokens to codes: one letter a token that says what it may be in a time expression, so that rules are regular
expressions.

A token that means nothing there is ".", and each further token of a phrase or number of several is "_". Positions
in the string of codes are token numbers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from dateline.coding.dates.figures import FIGURE_KINDS, Figures, Value, figures_at
from dateline.coding.dates.lexicon import Lexicon, Word
from dateline.coding.numbers import number_at
from dateline.parse import Doc

_OTHER, _MORE = ".", "_"
_NUMBER_WORDS = re.compile(
    r"a|an|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|fou?rty|fifty|sixty|seventy|"
    r"eighty|ninety|hundreds?|thousands?|several|few|couple|dozens?|tens|scores|half|millions?"
)


@dataclass(frozen=True, slots=True)
class Code:
    """What a token, or the phrase that it starts, means: a value of the lexicon, a number, or a tuple read from
    figures.
    """

    kind: str
    value: Value


@dataclass(frozen=True, slots=True)
class Scan:
    """The codes of a text: ``letters`` one letter a token, ``codes`` by token number."""

    letters: str
    codes: dict[int, Code]


class Alphabet:
    """The letters that stand for kinds, and rules compiled from names of kinds to patterns of letters."""

    def __init__(self, kinds: frozenset[str]) -> None:
        names = sorted(kinds | set(FIGURE_KINDS))
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
        found = _code(doc, lowers, i, lexicon)
        if found is None:
            i += 1
            continue
        codes[i] = Code(found.kind, found.value)
        letters[i] = alphabet.letters[found.kind]
        letters[i + 1 : found.last + 1] = _MORE * (found.last - i)
        i = found.last + 1
    return Scan("".join(letters), codes)


def _code(doc: Doc, lowers: list[str], i: int, lexicon: Lexicon) -> Figures | None:
    """The longest phrase of the lexicon, figures, a number in words, or a single word, in this order."""
    word = lowers[i]
    phrases = lexicon.phrases.get(word, ())
    for phrase in phrases:
        size = len(phrase.words)
        if size > 1 and tuple(lowers[i : i + size]) == phrase.words and _written_as_date(doc, i, phrase):
            return Figures(phrase.kind, phrase.value, i + size - 1)
    if any(c.isdigit() for c in word):
        found = figures_at(doc, i, lexicon.months)
        if found is not None:
            return found
    elif _NUMBER_WORDS.fullmatch(word) and (number := number_at(doc, i)):
        return Figures("figure", number, number.last)
    elif word == "'" and i + 1 < len(lowers) and lowers[i + 1].endswith("0s"):
        decade = figures_at(doc, i + 1, lexicon.months)
        return decade if decade is not None and decade.kind == "decade" else None
    for phrase in phrases:
        if len(phrase.words) == 1 and _written_as_date(doc, i, phrase):
            return Figures(phrase.kind, phrase.value, i)
    return None


def _written_as_date(doc: Doc, i: int, phrase: Word) -> bool:
    return not phrase.capitalised or doc[i].text[0].isupper()
