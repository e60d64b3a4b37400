"""How names are compared: without case, accents, apostrophes, hyphens and Arabic articles."""

from __future__ import annotations

import hashlib
import re
import unicodedata

ARTICLES = frozenset("al el ad ar as ash at az an ed er es esh et ez en ul".split())
"""The Arabic article as it is written before a name, assimilated or not."""

_APOSTROPHES = dict.fromkeys(map(ord, "'‘’‚‛ʼʻʾʿʹʺ´`ʽ′ˈ\u02bb\u02bc.,"), None)
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ß": "ss", "ı": "i", "ə": "a", "ħ": "h"}
)
_ACCENTS = re.compile("[\u0300-\u036f]+")
_SPACES = re.compile(r"[\s\-‐‑–—_/()]+")


def fold(name: str) -> str:
    """The name in lower case, without accents and apostrophes, hyphens as spaces, and without "the" in front.

    >>> fold("Tall Rif‘at"), fold("the Gaza Strip"), fold("Dayr az-Zawr")
    ('tall rifat', 'gaza strip', 'dayr az zawr')
    """
    if not name.isascii():
        name = _ACCENTS.sub("", unicodedata.normalize("NFKD", name.casefold().translate(_LETTERS)))
        if not name.isascii():
            name = "".join(c for c in name if not unicodedata.combining(c))
    name = _SPACES.sub(" ", name.lower().translate(_APOSTROPHES)).strip()
    return name.removeprefix("the ")


def without_article(folded: str) -> str:
    """A folded name without the Arabic article in front of it; the name itself when it has none.

    >>> without_article("al bab"), without_article("mosul")
    ('bab', 'mosul')
    """
    first, space, rest = folded.partition(" ")
    return rest if space and first in ARTICLES and len(rest) > 2 else folded


def key_of(folded: str) -> int:
    """The 64-bit key under which a folded name is filed."""
    return int.from_bytes(hashlib.blake2b(folded.encode(), digest_size=8).digest(), "little")


def surface_key(surface: str) -> int:
    """The key of a short form that counts only as it is written ("Va.", "US")."""
    return key_of("\0surface\0" + surface)


def skeleton_key(country: str, consonants: str) -> int:
    """The key of a consonant skeleton within a country (alpha-3)."""
    return key_of(f"\0{country}\0{consonants}")
