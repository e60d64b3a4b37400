"""The terms under which a row is found: words folded for full text, and codes for everything that is equal or not.

Both databases index them in one inverted index, so that any number of conditions is one search that answers in the
order of the rows. A code is a prefix that says what it is of, and a value: ``c_syr0``, ``t_assault0``. It ends in a
digit so that no stemmer alters it.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_MARKS = re.compile(r"['’‘ʼʻʿʾ`´ʹ]")
_GAPS = re.compile(r"[\W_]+")
_LETTERS = str.maketrans({"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ħ": "h"})
_LONGEST = 48
_THOUSANDS = 9


def fold_words(text: str) -> str:
    """The words of the text in lower case, without accents and apostrophes, one space between them.

    "Tall Rif‘at" gives "tall rifat", "al-Shabaab's" gives "al shabaabs", which the stemmer then shortens.
    """
    folded = text.casefold()
    if not folded.isascii():
        decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", folded).casefold())
        folded = "".join(c for c in decomposed if not unicodedata.combining(c)).translate(_LETTERS)
    return _GAPS.sub(" ", _MARKS.sub("", folded)).strip()


@lru_cache(maxsize=50_000)
def code(prefix: str, value: str) -> str:
    """The code of a value; long values, and those in other scripts, are hashed."""
    slug = fold_words(value).replace(" ", "_")
    if not slug.isascii() or len(slug) > _LONGEST or not slug:
        slug = "h_" + hashlib.blake2b(value.casefold().encode(), digest_size=12).hexdigest()
    return f"{prefix}_{slug}0"


def code_start(prefix: str, value: str) -> str:
    """What the codes of all values that begin so begin with."""
    return code(prefix, value).removesuffix("0") + "_"


def powers(prefix: str, figure: int | None) -> Iterable[str]:
    """A code for each power of ten that the figure reaches: 250 gives those of 1, 10 and 100."""
    if figure is None or figure < 1:
        return
    for power in range(min(len(str(figure)), _THOUSANDS)):
        yield f"{prefix}_{power}0"


def power_of(prefix: str, at_least: int) -> str:
    """The code that every figure of ``at_least`` or more has."""
    return f"{prefix}_{min(len(str(at_least)), _THOUSANDS) - 1}0"


def joined(codes: Iterable[str]) -> str:
    """Codes as a row keeps them: each once, in order, a space between."""
    return " ".join(dict.fromkeys(codes))
