"""How names sound: their consonants, spellings of one sound made equal. The letters are those of ``data/places/sounds.yaml``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from dateline.ontology.gazetteer.files import load_yaml
from dateline.ontology.gazetteer.fold import ARTICLES

_VOWELS = frozenset("aeiou")
_REPEATED = re.compile(r"(.)\1+")
_FEWEST = 2


@dataclass(frozen=True, slots=True)
class _Sounds:
    """The letters as they are read in one country."""

    together: Mapping[str, str]
    pattern: re.Pattern[str]
    soft: re.Pattern[str]
    letters: Mapping[int, str | None]
    half_vowel: str

    def skeletons(self, folded: str) -> tuple[str, ...]:
        written = "".join(word for word in folded.split() if word not in ARTICLES)
        first = self._first(written[:1])
        heard = self.pattern.sub(self._consonant, self.soft.sub("s", written))
        if self.half_vowel not in heard:
            return self._bones(first, heard)
        return tuple(dict.fromkeys(self._bones(first, heard) + self._bones(first, heard.replace(self.half_vowel, ""))))

    def _first(self, letter: str) -> str:
        """What a name begins with, where it would be lost: any vowel, or an h (or what the country writes for it)."""
        if letter in _VOWELS:
            return "a"
        return "h" if letter == "h" or (letter == "g" and self.letters[ord("g")] is None) else ""

    def _consonant(self, match: re.Match[str]) -> str:
        return self.together[match.group()]

    def _bones(self, first: str, heard: str) -> tuple[str, ...]:
        bones = first + _REPEATED.sub(r"\1", heard.translate(self.letters))
        return (bones,) if consonants(bones) >= _FEWEST else ()


def skeletons(folded: str, country: str = "") -> tuple[str, ...]:
    """The consonants of a folded name, as a name of the country (alpha-3) is read; none when too few are left to tell names apart.

    Mostly one; two where a letter is read in two ways.

    >>> skeletons("hodeidah", "YEM") == skeletons("al hudaydah", "YEM")
    True
    >>> skeletons("horlivka", "UKR") == skeletons("gorlovka", "UKR")
    True
    """
    return _sounds(country).skeletons(folded)


def consonants(bones: str) -> int:
    """How many consonants a skeleton has; the "a" in front stands for any vowel."""
    return len(bones.removeprefix("a"))


@cache
def _sounds(country: str) -> _Sounds:
    data = _data()
    own = next((row["letters"] for row in data["countries"] if country in row["in"]), None)
    if country and own is None:
        return _sounds("")
    together = data["together"]
    letters = {**dict.fromkeys(data["silent"], ""), **data["letters"], **(own or {})}
    return _Sounds(
        together,
        re.compile("|".join(sorted(together, key=len, reverse=True))),
        re.compile(f"c(?=[{data['softening']}])"),
        {ord(letter): sound or None for letter, sound in letters.items()},
        data["half_vowel"],
    )


@cache
def _data() -> Mapping[str, Any]:
    data: Mapping[str, Any] = load_yaml("sounds.yaml")
    return data
