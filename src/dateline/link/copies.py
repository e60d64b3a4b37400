"""Copies: near-duplicate texts, found by MinHash over three-word shingles and verified by the shingles themselves.

A copy may be republished word for word, trimmed, given a new headline, or have a line added. The original is the
earliest. A copy in which a figure changed is a new version, and is said to be one: its figures are claims of their own.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import SequenceMatcher
from hashlib import blake2b
from typing import Literal, NamedTuple

import numpy as np
from rensa import CMinHash

SIGNATURE_VERSION = "minhash-1"
"""Changes whenever bands of before cannot be compared with new ones."""
PERMUTATIONS = 128
SHINGLE = 3
_SEED = 20231
_ROWS = 3
_LEAD_WORDS, _LEAD_PERMUTATIONS = 60, 24
_SAME, _WITHIN, _LEAST_SHARE = 0.5, 0.72, 0.2
_FEWEST = 8
_ROUND = 4
_WORD = re.compile(r"\w+(?:[’'.,:]\w+)*")
_NUMBER = re.compile(
    r"\d[\d.,:]*|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
    r"|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?|dozens?|scores"
)


class Article(NamedTuple):
    """A text to compare: its document's id and when it was published, as far as that is known."""

    document: str
    text: str
    published: date | None = None


@dataclass(frozen=True, slots=True)
class Signature:
    """What a store keeps of a text: ``bands`` (8 bytes each, two texts that share one are compared), and the MinHash
    ``values`` (128 little-endian 64-bit numbers), whose share of equal ones estimates how alike two texts are.
    """

    bands: tuple[bytes, ...]
    values: bytes


@dataclass(frozen=True, slots=True)
class Copy:
    """``document`` is a copy of ``original``. ``alike`` is the Jaccard similarity of their shingles, ``within`` the share of
    the shorter that the longer holds; ``changed`` are the figures that differ, as (original's, copy's), in order.
    """

    document: str
    original: str
    kind: Literal["copy", "version"]
    alike: float
    within: float
    changed: tuple[tuple[str, str], ...] = ()


def signature(text: str) -> Signature:
    """The signature of one text."""
    return signatures([text])[0]


def signatures(texts: Sequence[str]) -> list[Signature]:
    """The signatures of many texts, faster than one by one."""
    worded = [_words(t) for t in texts]
    whole = CMinHash.digests64_from_token_sets([_shingles(w) for w in worded], PERMUTATIONS, _SEED)
    leads = [_shingles(w[:_LEAD_WORDS]) for w in worded]
    opening = CMinHash.digests64_from_token_sets(leads, _LEAD_PERMUTATIONS, _SEED + 1)
    made = []
    for values, lead, words in zip(whole, opening, worded, strict=True):
        bands = (*_bands("w", values), *_bands("l", lead)) if words else ()
        made.append(Signature(bands, np.array(values, "<u8").tobytes()))
    return made


def copies_of(new: Article, candidates: Iterable[Article]) -> list[Copy]:
    """How the new text stands to each candidate that it is a copy of, or that is a copy of it, the best first.

    ``candidates`` are the texts that share a band with it.
    """
    own = _Shingled(new)
    found = [
        pair for other in candidates if other.document != new.document and (pair := _compared(own, _Shingled(other)))
    ]
    return sorted(found, key=lambda c: (-c.alike, c.original, c.document))


def find_copies(articles: Iterable[Article]) -> list[Copy]:
    """Every copy among the texts, each with its one original: the earliest text that it is a copy of.

    Of texts of one day the one that was given first is the earlier.
    """
    ordered = sorted(articles, key=_age)
    marks = signatures([a.text for a in ordered])
    shingled: dict[int, _Shingled] = {}
    original: dict[int, int] = {}
    found: dict[int, Copy] = {}
    for early, late in sorted(_candidates(marks), key=lambda p: (p[1], p[0])):
        if late in found:
            continue
        for n in (early, late):
            if n not in shingled:
                shingled[n] = _Shingled(ordered[n])
        if pair := _compared(shingled[late], shingled[early]):
            original[late] = original.get(early, early)
            found[late] = pair if original[late] == early else _moved(pair, shingled[original[late]], shingled[late])
    return [found[n] for n in sorted(found)]


class _Shingled:
    """A text with its words and shingles."""

    __slots__ = ("article", "shingles", "words")

    def __init__(self, article: Article) -> None:
        self.article = article
        self.words = _words(article.text)
        self.shingles = frozenset(hash(s) for s in _shingles(self.words))


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _shingles(words: Sequence[str]) -> list[str]:
    """Every three words in a row; all the words of a text that has fewer."""
    if len(words) < SHINGLE:
        return [" ".join(words)]
    return [f"{a} {b} {c}" for a, b, c in zip(words, words[1:], words[2:], strict=False)]


def _bands(kind: str, values: Sequence[int]) -> Iterator[bytes]:
    for at in range(0, len(values) - _ROWS + 1, _ROWS):
        key = f"{kind}{at}".encode() + np.array(values[at : at + _ROWS], "<u8").tobytes()
        yield blake2b(key, digest_size=8).digest()


def _candidates(marks: Sequence[Signature]) -> set[tuple[int, int]]:
    """Pairs that share a band, the earlier first. In a crowded band each text meets the first ones and those next to it."""
    members: defaultdict[bytes, list[int]] = defaultdict(list)
    for number, mark in enumerate(marks):
        for band in mark.bands:
            members[band].append(number)
    pairs: set[tuple[int, int]] = set()
    for group in members.values():
        for at, late in enumerate(group):
            pairs.update((early, late) for early in (*group[: min(at, _ROUND)], *group[max(0, at - _ROUND) : at]))
    return pairs


def _compared(new: _Shingled, other: _Shingled) -> Copy | None:
    """The one as a copy of the other, the earlier (of one day: the other) being the original; None when neither is."""
    early, late = sorted((other, new), key=lambda s: _age(s.article))
    common = len(early.shingles & late.shingles)
    shorter = min(len(early.shingles), len(late.shingles))
    longer = max(len(early.shingles), len(late.shingles))
    alike, within = common / (shorter + longer - common), common / shorter
    trimmed = within >= _WITHIN and shorter >= max(_FEWEST, _LEAST_SHARE * longer)
    if alike < _SAME and not trimmed:
        return None
    changed = tuple(_changed_figures(early.words, late.words))
    kind: Literal["copy", "version"] = "version" if changed else "copy"
    return Copy(late.article.document, early.article.document, kind, round(alike, 3), round(within, 3), changed)


def _changed_figures(early: Sequence[str], late: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Figures in the place of one another, where the words around them are the same."""
    steps = SequenceMatcher(None, early, late, autojunk=False).get_opcodes()
    for tag, a, b, c, d in steps:
        if tag != "replace":
            continue
        before = [w for w in early[a:b] if _NUMBER.fullmatch(w)]
        after = [w for w in late[c:d] if _NUMBER.fullmatch(w)]
        if before and after and before != after and max(b - a, d - c) <= 2 * _ROUND:
            yield " ".join(before), " ".join(after)


def _moved(pair: Copy, original: _Shingled, late: _Shingled) -> Copy:
    """The copy of a copy, as a copy of the first."""
    changed = tuple(_changed_figures(original.words, late.words))
    return replace(pair, original=original.article.document, kind="version" if changed else "copy", changed=changed)


def _age(article: Article) -> date:
    return article.published or date.max
