"""The words for actors that have no name of their own, and for the offices people hold: ``nouns.yaml`` and ``roles.yaml``."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import yaml

from dateline.ontology.authority.files import packaged_text
from dateline.records import ActorKind


@dataclass(frozen=True, slots=True)
class NounSense:
    """What a common noun says of the actor that it names.

    ``individual``: one human being. ``many``: a mass or body, whose number does not tell how many there are.
    ``modified``: only an actor with a word before it.
    """

    lemma: str
    kind: ActorKind
    individual: bool
    plural: bool
    many: bool
    modified: bool = False


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The nouns by their inflected forms, and word lists by their names in the files."""

    nouns: Mapping[str, NounSense]
    compounds: Mapping[str, tuple[tuple[str, ...], ...]] = field(repr=False)
    never: frozenset[tuple[str, ...]] = field(repr=False)
    kind_of_modifier: Mapping[str, ActorKind] = field(repr=False)
    general: frozenset[str] = field(repr=False)
    stands_for: Mapping[str, frozenset[str]] = field(repr=False)
    places_and_times: frozenset[str] = field(repr=False)
    place_verbs: frozenset[str] = field(repr=False)
    acting_verbs: frozenset[str] = field(repr=False)
    roles: Mapping[str, frozenset[str]] = field(repr=False)
    in_names: Mapping[str, ActorKind] = field(repr=False)
    seats: Mapping[str, ActorKind] = field(repr=False)
    no_names: frozenset[str] = field(repr=False)

    @classmethod
    def load(cls) -> Lexicon:
        """The packaged lexicon. Raises OntologyError when its files are damaged."""
        return _loaded()

    def noun(self, words: tuple[str, ...]) -> tuple[NounSense, int] | None:
        """The sense of the last of the words, in lower case, and how many of them it takes ("prime minister": 2).

        None when the last word is no actor, or the words are a phrase that is none ("police station").
        """
        last = words[-1]
        for compound in self.compounds.get(last, ()):
            if words[-len(compound) :] == compound:
                return self.nouns[" ".join(compound)], len(compound)
        sense = self.nouns.get(last)
        if sense is None or words[-2:] in self.never or (last,) in self.never:
            return None
        return sense, 1


@lru_cache(maxsize=1)
def _loaded() -> Lexicon:
    nouns_file: dict[str, Any] = yaml.load(packaged_text("nouns"), Loader=yaml.CSafeLoader)
    roles: dict[str, list[str]] = yaml.load(packaged_text("roles"), Loader=yaml.CSafeLoader)
    nouns: dict[str, NounSense] = {}
    for sense, forms in _senses(nouns_file):
        for form in forms:
            nouns.setdefault(
                form,
                NounSense(
                    sense.lemma,
                    sense.kind,
                    sense.individual,
                    form != sense.lemma or sense.plural,
                    sense.many,
                    sense.modified,
                ),
            )
    compounds: dict[str, list[tuple[str, ...]]] = {}
    spaced: dict[str, NounSense] = {}
    for form in nouns:
        if " " in form or "-" in form:
            words = tuple(form.replace("-", " - ").split())
            compounds.setdefault(words[-1], []).append(words)
            spaced[" ".join(words)] = nouns[form]
    return Lexicon(
        nouns=nouns | spaced,
        compounds={last: tuple(sorted(set(found), key=len, reverse=True)) for last, found in compounds.items()},
        never=frozenset(tuple(w.split()) for w in nouns_file["never"]),
        kind_of_modifier={word: kind for kind, words in reversed(nouns_file["by_modifier"].items()) for word in words},
        general=frozenset(nouns_file["general"]),
        stands_for={word: frozenset(kinds) for word, kinds in nouns_file["stands_for"].items()},
        **{
            name: frozenset(nouns_file[name])
            for name in ("places_and_times", "place_verbs", "acting_verbs", "no_names")
        },
        roles={name: frozenset(words) for name, words in roles.items()},
        in_names={word: kind for kind, words in nouns_file["in_names"].items() for word in words},
        seats={word: kind for kind, words in nouns_file["seats"].items() for word in words},
    )


def _senses(nouns_file: Mapping[str, Any]) -> Iterator[tuple[NounSense, tuple[str, ...]]]:
    for group in ("one", "many", "modified"):
        for kind, words in nouns_file[group].items():
            for word in words:
                single, _, plural = str(word).partition("/")
                plural_only = group == "one" and single.endswith("people") or single in _PLURALS
                sense = NounSense(
                    lemma=single,
                    kind=kind,
                    individual=group == "one" and not plural_only,
                    plural=plural_only,
                    many=group != "one",
                    modified=group == "modified",
                )
                yield sense, (single, plural or plural_of(single))


_PLURALS = frozenset(
    "people dead wounded injured elderly homeless missing poor displaced persons police spokespersons folk youths "
    "others survivors defenses headquarters "
    "insurgents mujahideen jihadists protesters villagers".split()
)


def plural_of(noun: str) -> str:
    """The regular plural: "ally" gives "allies"."""
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "x", "ch", "sh")) else "s")


def singular_of(noun: str, irregular: Collection[str] = ()) -> str:
    """The regular singular: "armies" gives "army", "forces" "force"."""
    if noun in irregular or not noun.endswith("s") or noun.endswith("ss"):
        return noun
    if noun.endswith("ies"):
        return noun[:-3] + "y"
    return noun[:-2] if noun.endswith(("shes", "ches", "xes", "sses")) else noun[:-1]
