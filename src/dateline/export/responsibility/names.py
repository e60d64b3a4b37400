"""Names as texts write them: cut into pieces, folded, and found again whole, in part, possessive, or in an address."""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from dateline.export.responsibility.rules import people_rules
from dateline.ontology.authority import fold

_MARKS = r"\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u05b0-\u05c7"
_PIECE = re.compile(rf"[^\W\d_](?:[^\W\d_]|[{_MARKS}])*")
_HUMP = re.compile(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Þ])")
_JOINING = re.compile(r"[\s.'’ʼ‘`´_\-‐‑–]{1,3}|%20")
_GLUED = re.compile(r"[.'’ʼ‘`´\-‐‑]|\. ")
_LEAST_IN_ADDRESS = 4
_LEAST_WITHIN = 6
_SHORTEST = 2
_LONGEST_INITIAL = 2


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of letters of a text: where it stands, folded, and whether it begins as a name does."""

    start: int
    end: int
    folded: str
    capital: bool


def pieces_of(text: str) -> Iterator[Piece]:
    """The runs of letters of the text; "AdamZakaria" is two."""
    for found in _PIECE.finditer(text):
        word = found.group()
        cuts = [0, *(hump.start() for hump in _HUMP.finditer(word)), len(word)]
        for start, end in itertools.pairwise(cuts):
            part = word[start:end]
            # A script without capitals writes every word alike: each may be a name.
            capital = part[0].upper() == part[0] or not part[0].isascii() and part[0].lower() == part[0].upper()
            yield Piece(found.start() + start, found.start() + end, fold(part) or part.casefold(), capital)


def folded_pieces(name: str) -> tuple[str, ...]:
    """The pieces of a name, folded."""
    return tuple(piece.folded for piece in pieces_of(name))


def telling(pieces: Iterable[str]) -> tuple[str, ...]:
    """Those pieces of a name that tell whose it is, even alone."""
    particles = people_rules().particles
    return tuple(p for p in pieces if len(p) >= _SHORTEST and p not in particles)


@dataclass(frozen=True, slots=True)
class Hit:
    """Where a name stands in a text; ``key`` is whose it is, None where that could be more than one."""

    start: int
    end: int
    key: str | None
    whole: bool


class NameFinder:
    """Finds names in texts. ``parts`` are names of which each part tells; of ``wholes`` only all parts together do.

    Both map the pieces of a name, of which there is one at least, to the key of whose it is. Of ``capitals`` each is a
    name only where it begins with a capital letter.
    """

    def __init__(
        self,
        parts: Mapping[tuple[str, ...], str | None],
        wholes: Mapping[tuple[str, ...], str | None] | None = None,
        capitals: Collection[str] = (),
    ) -> None:
        self._capitals = {*people_rules().also_words, *capitals}
        self._single: dict[str, str | None] = dict.fromkeys(capitals)
        self._beside: set[str] = set()
        self._joined: set[str] = set()
        for pieces, key in parts.items():
            self._beside.update(pieces)
            words = telling(pieces)
            run_together = {"".join(pieces), "".join(words), "".join(reversed(words))} if len(words) > 1 else set()
            self._joined |= run_together
            for piece in (*words, *run_together):
                self._single[piece] = key if self._single.get(piece, key) == key else None
        # Written into one word with others: "VashkiraalTabrumi".
        self._long = [name for name in self._single if len(name) >= _LEAST_WITHIN]
        self._sequences: dict[str, list[tuple[tuple[str, ...], str | None]]] = {}
        for pieces, key in (*parts.items(), *(wholes or {}).items()):
            if len(telling(pieces)) > 1 or pieces not in parts:
                self._sequences.setdefault(pieces[0], []).append((pieces, key))
        for options in self._sequences.values():
            options.sort(key=lambda option: -len(option[0]))

    def hits(self, text: str) -> list[Hit]:
        """Every name in the text, in order, none over another."""
        if not self._single and not self._sequences:
            return []
        pieces = list(pieces_of(text))
        found: list[Hit] = []
        at = 0
        while at < len(pieces):
            taken = self._sequence(text, pieces, at) or self._part(pieces[at])
            if taken is None:
                at += 1
                continue
            count, key = taken
            found.append(Hit(pieces[at].start, pieces[at + count - 1].end, key, count > 1))
            at += count
        return [self._widened(text, pieces, hit) for hit in _joined(text, found, self._beside, pieces)]

    def in_address(self, address: str) -> bool:
        """Whether a name, or a part of one, stands anywhere in an address or a file's name, also run together."""
        plain = unquote(address)
        if self.hits(plain):
            return True
        squeezed = "".join(folded_pieces(plain))
        names = (p for p in (*self._single, *("".join(s) for o in self._sequences.values() for s, _ in o)))
        return any(len(name) >= _LEAST_IN_ADDRESS and name in squeezed for name in names)

    def _sequence(self, text: str, pieces: list[Piece], at: int) -> tuple[int, str | None] | None:
        for wanted, key in self._sequences.get(pieces[at].folded, ()):
            run = pieces[at : at + len(wanted)]
            if tuple(p.folded for p in run) == wanted and _beside_each_other(text, run):
                return len(wanted), key
        return None

    def _part(self, piece: Piece) -> tuple[int, str | None] | None:
        if piece.folded in self._single:
            if not piece.capital and piece.folded in self._capitals:
                return None
            return 1, self._single[piece.folded]
        for name in self._long:
            if len(piece.folded) > len(name) and (piece.folded.startswith(name) or piece.folded.endswith(name)):
                return 1, self._single[name]
        return None

    def _widened(self, text: str, pieces: list[Piece], hit: Hit) -> Hit:
        """With the particles of the name that are glued to it: the "al-" of "al-Rashid"."""
        start, end = hit.start, hit.end
        glued = re.search(rf"({_PIECE.pattern})({_GLUED.pattern})$", text[max(0, start - 24) : start])
        if glued and fold(glued[1]) in self._beside and fold(glued[1]) in people_rules().particles:
            start -= len(glued[0])
        return Hit(start, end, hit.key, hit.whole)


def _beside_each_other(text: str, run: list[Piece]) -> bool:
    return all(
        one.end == other.start or _JOINING.fullmatch(text, one.end, other.start)
        for one, other in itertools.pairwise(run)
    )


def _joined(text: str, hits: list[Hit], beside: Collection[str], pieces: list[Piece]) -> list[Hit]:
    """Hits beside one another, or with only particles between, as one."""
    particles = people_rules().particles
    joined: list[Hit] = []
    for hit in hits:
        last = joined[-1] if joined else None
        if last is not None:
            between = text[last.end : hit.start]
            words = folded_pieces(between)
            rest = _PIECE.sub("", between)
            near = all(w in particles and w in beside for w in words) and (
                not rest or all(c in " .'’ʼ‘`´_-‐‑–\n\t\xa0" for c in rest)
            )
            # "J. Idrisi" is one name; "… Idrisi. Idrisi …" is two, in two sentences.
            ends = last.end - last.start > _LONGEST_INITIAL and re.match(r"\.\s", between)
            if near and not ends and len(rest) <= 2 * (len(words) + 1):
                key = (
                    last.key if last.key == hit.key else (last.key or hit.key if None in (last.key, hit.key) else None)
                )
                joined[-1] = Hit(last.start, hit.end, key, True)
                continue
        joined.append(hit)
    return joined
