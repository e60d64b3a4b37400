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
_SPACES = re.compile(r"[\s\-‐‑–—_/()]+")
_SKELETON_PAIRS = (
    ("kh", "h"),
    ("gh", "g"),
    ("dh", "d"),
    ("th", "t"),
    ("sh", "s"),
    ("ch", "s"),
    ("ph", "f"),
    ("dj", "j"),
    ("ou", "u"),
)
_SKELETON_LETTERS = str.maketrans(
    {"q": "k", "c": "k", "x": "k", "z": "s", "v": "w", "p": "b", "h": None, "w": None, "y": None}
)
_VOWELS = str.maketrans(dict.fromkeys("aeiou", None))
_REPEATED = re.compile(r"(.)\1+")


def fold(name: str) -> str:
    """The name in lower case, without accents and apostrophes, hyphens as spaces, and without "the" in front.

    >>> fold("Tall Rif‘at"), fold("the Gaza Strip"), fold("Dayr az-Zawr")
    ('tall rifat', 'gaza strip', 'dayr az zawr')
    """
    if not name.isascii():
        name = unicodedata.normalize("NFKD", name.casefold().translate(_LETTERS))
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


def skeleton(folded: str) -> str:
    """The consonants of a folded name, spellings of one sound made equal; "" when too few are left to tell names apart.

    >>> skeleton("hodeidah") == skeleton("al hudaydah"), skeleton("deir ez zor") == skeleton("dayr az zawr")
    (True, True)
    """
    letters = "".join(word for word in folded.split() if word not in ARTICLES)
    first = "a" if letters[:1] in tuple("aeiou") else "h" if letters[:1] == "h" else ""
    for pair, single in _SKELETON_PAIRS:
        letters = letters.replace(pair, single)
    bones = first + _REPEATED.sub(r"\1", letters).translate(_VOWELS).translate(_SKELETON_LETTERS)
    return bones if len(bones.removeprefix("a")) >= 3 else ""


def key_of(folded: str) -> int:
    """The 64-bit key under which a folded name is filed."""
    return int.from_bytes(hashlib.blake2b(folded.encode(), digest_size=8).digest(), "little")


def surface_key(surface: str) -> int:
    """The key of a short form that counts only as it is written ("Va.", "US")."""
    return key_of("\0surface\0" + surface)


def skeleton_key(country: str, consonants: str) -> int:
    """The key of a consonant skeleton within a country (alpha-3)."""
    return key_of(f"\0{country}\0{consonants}")
