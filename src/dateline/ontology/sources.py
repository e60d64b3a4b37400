"""Source profiles: who a source is, whose side it belongs to, and how far its figures go when others differ."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib import resources
from pathlib import Path
from typing import Any

import yaml

from dateline.errors import OntologyError

_PACKAGED = resources.files("dateline.ontology") / "data" / "sources" / "profiles.yaml"
_WORDS = re.compile(r"\w+(?:['’]\w+)?")
STANDINGS = range(5)


@dataclass(frozen=True, slots=True)
class Profile:
    """A source: its standing from 0 to 4 (see ``data/sources/profiles.yaml``), and the side that it belongs to."""

    standing: int
    side: str | None = None


@dataclass(frozen=True)
class Profiles:
    """The profiles of all sources. Make one with :meth:`load`."""

    by_name: Mapping[str, Profile]
    by_kind: Mapping[str, int]
    by_words: tuple[tuple[int, tuple[str, ...]], ...]

    @classmethod
    def load(cls, paths: Iterable[Path] = ()) -> Profiles:
        """The profiles that ship, and those of the user's files, of which the later wins.

        Raises OntologyError for a file that is not as the packaged one is.
        """
        made = cls({}, {}, ())
        for name, text in [(_PACKAGED.name, _PACKAGED.read_text("utf-8")), *((str(p), _read(p)) for p in paths)]:
            made = made._with(name, text)
        return made

    def of(self, name: str, kind: str = "unknown") -> Profile:
        """The profile of a source by its name, else by a word of its description, else by its kind of actor."""
        folded = fold(name)
        if (found := self.by_name.get(folded)) is not None:
            return found
        if kind in ("igo", "ngo", "media") and kind in self.by_kind:
            return Profile(self.by_kind[kind])
        return Profile(self._by_word(folded, self.by_kind.get(kind, 1)))

    def _by_word(self, folded: str, otherwise: int) -> int:
        padded = f" {folded} "
        return next((standing for standing, pattern in self._patterns if pattern.search(padded)), otherwise)

    @cached_property
    def _patterns(self) -> tuple[tuple[int, re.Pattern[str]], ...]:
        return tuple(
            (s, re.compile(rf" (?:{'|'.join(map(re.escape, words))}) ")) for s, words in self.by_words if words
        )

    def _with(self, name: str, text: str) -> Profiles:
        data = _parsed(name, text)
        named: dict[str, Profile] = {}
        for item in data.get("sources") or ():
            if not isinstance(item, dict) or not isinstance(item.get("name"), str) or set(item) - _FIELDS:
                raise OntologyError(name, f"a source has a name, and may have {sorted(_FIELDS - {'name'})}: {item!r}")
            named[fold(item["name"])] = Profile(_standing(name, item.get("standing", 1)), item.get("side"))
        kinds = {k: _standing(name, v) for k, v in (data.get("by_kind") or {}).items()}
        words = tuple(
            (_standing(name, w["standing"]), tuple(fold(x) for x in w["words"])) for w in data.get("by_words") or ()
        )
        return Profiles({**self.by_name, **named}, {**self.by_kind, **kinds}, (*words, *self.by_words))


_FIELDS = {"name", "standing", "side"}


def fold(name: str) -> str:
    """The name without case, accents and marks, for comparison: "Al-Masdar" and "al masdar" are one."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return " ".join(_WORDS.findall("".join(c for c in plain if not unicodedata.combining(c))))


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise OntologyError(str(path), f"cannot be read: {error}") from error


def _parsed(name: str, text: str) -> dict[str, Any]:
    try:
        data = yaml.load(text, yaml.CSafeLoader)
    except yaml.YAMLError as error:
        raise OntologyError(name, f"this is not YAML: {error}") from error
    if not isinstance(data, dict) or set(data) - {"by_kind", "by_words", "sources"}:
        raise OntologyError(name, "source profiles have the parts by_kind, by_words and sources")
    return data


def _standing(name: str, value: object) -> int:
    if not isinstance(value, int) or value not in STANDINGS:
        raise OntologyError(name, f"a standing is a whole number from 0 to 4, not {value!r}")
    return value
