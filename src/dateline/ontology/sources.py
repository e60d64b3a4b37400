"""Source profiles: who a source is, whose side it belongs to, and how far its figures go when others differ."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from functools import cached_property, lru_cache
from importlib import resources
from pathlib import Path
from typing import Any, Literal, get_args

import yaml

from dateline.errors import OntologyError
from dateline.ontology.authority.record import fold
from dateline.records import ActorKind

_PACKAGED = resources.files("dateline.ontology") / "data" / "sources" / "profiles.yaml"
STANDINGS = range(5)
Ownership = Literal["state", "party", "public", "private", "community"]
_OWNED_BY_A_SIDE = ("state", "party")
_OF_A_SIDE = 1
_DESCRIBED = ("igo", "ngo", "media")
_MOST_STEPS = 8
_PARTS = {"by_kind", "by_words", "sources"}


@dataclass(frozen=True, slots=True)
class Profile:
    """A source: its standing from 0 to 4 (see ``data/sources/profiles.yaml``), and the side that it belongs to.

    ``side`` is a state (ISO 3166 alpha-3) or the id of an actor. ``kind`` is the kind of actor that it is,
    ``ownership`` who owns it, ``origin`` the name of the source whose word it passes on.
    """

    standing: int
    side: str | None = None
    kind: ActorKind | None = None
    ownership: Ownership | None = None
    origin: str | None = None


PROFILE_FIELDS = tuple(field.name for field in fields(Profile))


@dataclass(frozen=True)
class Profiles:
    """The profiles of all sources. ``names`` gives the name of each as it is written. Make one with :meth:`load`."""

    by_name: Mapping[str, Profile]
    by_kind: Mapping[str, int]
    by_words: tuple[tuple[int, tuple[str, ...]], ...]
    names: Mapping[str, str]

    @classmethod
    def load(cls, paths: Iterable[str | Path] = ()) -> Profiles:
        """The profiles that ship, and those of the user's files, of which the later wins.

        Raises OntologyError for a file that is not as the packaged one is.
        """
        packaged = (_PACKAGED.name, _PACKAGED.read_text("utf-8"))
        return _loaded((packaged, *((str(path), _read(Path(path))) for path in paths)))

    def over(self, own: Mapping[str, Profile]) -> Profiles:
        """These profiles with others, by name, over them."""
        return Profiles(
            {**self.by_name, **{fold(name): profile for name, profile in own.items()}}, self.by_kind, self.by_words,
            {**self.names, **{fold(name): name for name in own}},
        )  # fmt: skip

    def of(self, name: str, kind: str = "unknown") -> Profile:
        """The profile of a source by its name, else by a word of its description, else by its kind of actor."""
        folded = fold(name)
        if (found := self.by_name.get(folded)) is not None:
            return found
        if kind in _DESCRIBED and kind in self.by_kind:
            return Profile(self.by_kind[kind])
        return Profile(self._by_word(folded, self.by_kind.get(kind, 1)))

    @property
    def digest(self) -> str:
        """The SHA-256, in hex, of all that these profiles say."""
        told = (sorted(self.by_name.items()), sorted(self.by_kind.items()), self.by_words)
        return hashlib.sha256(repr(told).encode()).hexdigest()

    def origin_of(self, name: str) -> str:
        """Whose word the source passes on: itself, unless its profile names another."""
        for _ in range(_MOST_STEPS):
            profile = self.by_name.get(fold(name))
            if profile is None or profile.origin is None:
                break
            name = profile.origin
        return name

    def _by_word(self, folded: str, otherwise: int) -> int:
        padded = f" {folded} "
        return next((standing for standing, pattern in self._patterns if pattern.search(padded)), otherwise)

    @cached_property
    def _patterns(self) -> tuple[tuple[int, re.Pattern[str]], ...]:
        return tuple(
            (s, re.compile(rf" (?:{'|'.join(map(re.escape, words))}) ")) for s, words in self.by_words if words
        )


def profile_of(where: str, given: Mapping[str, Any], by_kind: Mapping[str, int]) -> Profile:
    """The profile that these fields describe; its standing, where none is given, follows from its owner, then its kind.

    Raises OntologyError, naming ``where``, for a value that is none.
    """
    kind, ownership, side = given.get("kind"), given.get("ownership"), given.get("side")
    for field, value, allowed in (("kind", kind, get_args(ActorKind)), ("ownership", ownership, get_args(Ownership))):
        if value is not None and value not in allowed:
            raise OntologyError(where, f"there is no {field} {value!r} of a source, only {', '.join(allowed)}")
    for field in ("side", "origin"):
        if given.get(field) is not None and not (isinstance(given[field], str) and given[field].strip()):
            raise OntologyError(where, f"the {field} of a source is a name, not {given[field]!r}")
    if ownership in _OWNED_BY_A_SIDE and side is None:
        raise OntologyError(
            where, f"a source that a {ownership} owns has a side: a state's alpha-3 code, or an actor's id"
        )
    standing = given.get("standing")
    if standing is None:
        standing = _OF_A_SIDE if ownership in _OWNED_BY_A_SIDE else by_kind.get(kind or "unknown", 1)
    return Profile(_standing(where, standing), side, kind, ownership, given.get("origin"))


@lru_cache(maxsize=8)
def _loaded(texts: tuple[tuple[str, str], ...]) -> Profiles:
    """The profiles of some files, each with its name; a file that has not changed is not parsed again."""
    by_name: dict[str, Profile] = {}
    by_kind: dict[str, int] = {}
    by_words: tuple[tuple[int, tuple[str, ...]], ...] = ()
    names: dict[str, str] = {}
    for name, text in texts:
        data = _parsed(name, text)
        by_kind |= {kind: _standing(name, value) for kind, value in (data.get("by_kind") or {}).items()}
        by_words = (*_words(name, data.get("by_words") or ()), *by_words)
        for item in data.get("sources") or ():
            folded, profile = _source(name, item, by_kind)
            by_name[folded], names[folded] = profile, item["name"]
    return Profiles(by_name, by_kind, by_words, names)


def _source(where: str, item: Any, by_kind: Mapping[str, int]) -> tuple[str, Profile]:
    if not isinstance(item, dict) or not isinstance(item.get("name"), str) or set(item) - {"name", *PROFILE_FIELDS}:
        raise OntologyError(where, f"a source has a name, and may have {', '.join(PROFILE_FIELDS)}: {item!r}")
    return fold(item["name"]), profile_of(where, item, by_kind)


def _words(where: str, given: Iterable[Any]) -> list[tuple[int, tuple[str, ...]]]:
    try:
        return [(_standing(where, item["standing"]), tuple(fold(word) for word in item["words"])) for item in given]
    except (KeyError, TypeError, AttributeError) as error:
        raise OntologyError(where, "each of by_words has a standing and a list of words") from error


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
    if not isinstance(data, dict) or set(data) - _PARTS:
        raise OntologyError(name, "source profiles have the parts by_kind, by_words and sources")
    return data


def _standing(name: str, value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value not in STANDINGS:
        raise OntologyError(name, f"a standing is a whole number from 0 to 4, not {value!r}")
    return value
