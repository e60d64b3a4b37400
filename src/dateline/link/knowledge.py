"""What linking knows of words and kinds of happening: ``data/linking`` of the ontology."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from dateline.errors import OntologyError

_DATA = files("dateline.ontology") / "data"


@dataclass(frozen=True, slots=True)
class Kinds:
    """Kinds of happening: how an event's is found, which are alike, and how far its place may be from its point."""

    finer: Mapping[str, str]
    sub_events: Mapping[str, str]
    modes: Mapping[str, str]
    types: Mapping[str, str]
    alike: Mapping[str, frozenset[str]]
    together: frozenset[frozenset[str]]
    generic: frozenset[str]
    by_weapon: Mapping[str, str]
    armed: frozenset[str]
    radius_km: Mapping[int, float]

    def of(self, type_: str, mode: str | None, acled: str | None) -> str:
        """The kind of an event; its own type and mode where the table has no kind for it."""
        named = f"{type_}/{mode or ''}"
        by_code = self.finer.get(named) or self.sub_events.get(acled or "") or self.modes.get(named)
        return by_code or self.types.get(type_) or named.lower()

    def with_weapons(self, kind: str, weapons: Collection[str]) -> str:
        """The kind by the one weapon that is named, of an attack whose own kind does not say how it was made."""
        named = {self.by_weapon[w] for w in weapons if w in self.by_weapon}
        return named.pop() if kind in self.armed and len(named) == 1 and len(weapons) == 1 else kind

    def may_be_one(self, kind: str, other: str) -> bool:
        """Whether reports of these two kinds can be about one happening."""
        return kind == other or other in self.alike.get(kind, ()) or frozenset((kind, other)) in self.together


@dataclass(frozen=True, slots=True)
class Words:
    """Words that tell happenings apart: each word or pair of words with its class.

    ``states`` are the words of the names of states and of their people: they name where, and not which happening.
    ``apart`` finds in a sentence the words that set what it tells apart from what was told before.
    """

    weapons: Mapping[str, str]
    targets: Mapping[str, str]
    idle: frozenset[str]
    sums: frozenset[str]
    states: frozenset[str]
    apart: re.Pattern[str]


@cache
def kinds() -> Kinds:
    """The kinds of ``kinds.yaml``. Raises OntologyError when one is alike to another that no event can have."""
    data = _read("kinds.yaml")
    known = {*data["finer"].values(), *data["sub_events"].values(), *data["modes"].values(), *data["types"].values()}
    alike: dict[str, set[str]] = {}
    for one, other in data["alike"]:
        alike.setdefault(one, set()).add(other)
        alike.setdefault(other, set()).add(one)
    named = {*alike, *data["generic"], *(k for members in data["groups"].values() for k in members)}
    if named - known:
        raise OntologyError("linking/kinds.yaml", f"no event has the kind {min(named - known)!r}")
    together = {
        frozenset((one, other)) for members in data["groups"].values() for one in members for other in members
    }  # fmt: skip
    return Kinds(
        data["finer"],
        data["sub_events"],
        data["modes"],
        data["types"],
        {kind: frozenset(others) for kind, others in alike.items()},
        frozenset(together),
        frozenset(data["generic"]),
        data["by_weapon"],
        frozenset(data["armed"]),
        data["radius_km"],
    )


@cache
def words() -> Words:
    """The words of ``words.yaml``, plurals among them. Raises OntologyError when a word has two classes."""
    data = _read("words.yaml")
    return Words(
        _by_word(data["weapons"]),
        _by_word(data["targets"]),
        frozenset(data["idle"].split()),
        frozenset(data["sums"]),
        frozenset(_words_of_states()),
        _apart(data["apart"]),
    )


def _read(name: str) -> Any:
    return yaml.load((_DATA / "linking" / name).read_text("utf-8"), Loader=yaml.CSafeLoader)


def _words_of_states() -> Iterator[str]:
    text = (_DATA / "actors" / "states.yaml").read_text("utf-8")
    for state in yaml.load(text, Loader=yaml.CSafeLoader)["states"]:
        for name in (state["name"], *state.get("also", ()), *state.get("adjectives", ()), *state.get("people", ())):
            yield from name.casefold().replace("-", " ").split()


def _apart(cues: Mapping[str, Iterable[str]]) -> re.Pattern[str]:
    opening, within = (
        "|".join(re.escape(c) for c in sorted(cues[where], key=len, reverse=True)) for where in ("opening", "within")
    )
    return re.compile(rf"^\W*(?:{opening})\b|\b(?:{within})\b", re.IGNORECASE)


def _by_word(classes: Mapping[str, Iterable[str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, members in classes.items():
        for word in members:
            if found.get(word, name) != name:
                raise OntologyError("linking/words.yaml", f"{word!r} is both {found[word]!r} and {name!r}")
            found[word] = name
    for word, name in list(found.items()):
        found.setdefault(_plural(word), name)
    return found


def _plural(word: str) -> str:
    if word.endswith("y") and word[-2] not in "aeiou":
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("s", "ch", "sh", "x")) else "s")
