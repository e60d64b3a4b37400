"""Which language a text is in, at the price of a few words looked up for the texts that are English."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

_SHORT = 200
_LOOKED_AT = 5_000
_SURE = 0.9
_WORD = re.compile(r"[^\W\d_]+")
# Frequent in English prose, and together in no other language's.
_ENGLISH = frozenset({"the", "of", "and", "that", "with", "from", "were", "which", "has", "by"})
_ENGLISH_SHARE = 0.08


def detect(text: str) -> str:
    """The ISO 639-1 code of the language of ``text``; ``en`` where that cannot be told.

    Texts under 200 characters are looked at only where they are mostly not in ASCII letters. The identifier, which
    takes a second and 100 MB to load, is asked only about texts that lack the common words of English.
    """
    head = text[:_LOOKED_AT]
    words = [word.lower() for word in _WORD.findall(head)]
    other_letters = sum(not word.isascii() for word in words) * 2 > len(words)
    if not words or (len(text) < _SHORT and not other_letters):
        return "en"
    common = [word for word in words if word in _ENGLISH]
    if len(common) >= _ENGLISH_SHARE * len(words) and len(set(common)) > 1:
        return "en"
    language, probability = _identifier().classify(head)
    return str(language) if other_letters or probability >= _SURE else "en"


@cache
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
