"""Who, where, when and how many, as the record's layers see them, against the marked entities of re3d.

The gold marks stretches of text by type; the record has layers. Read so:

- ``Person``: the mentions of actors that are one human being (``individual``), named, described or a pronoun.
- ``Organisation``: the mentions of all other actors: states, bodies, groups, and people in the plural.
- ``Nationality``: of these, a mention that is one adjective of a state, region or people ("Syrian", "Kurdish", but no "U.S.").
- ``Location``: the mentions of places. ``Temporal``: the dates. ``Quantity``: the numbers of tolls.

The gold counts where its crowd accepted it (``confidence`` above 0). Its accepted stretches seldom lie inside one another, and never
have the same extent: so a mention inside a longer one is left out ("Iraqi" in "Iraqi forces"), and a state that acts where it is
named is an organisation and no location. Possessive pronouns ("his house") are left out on both sides: the crowd marked one in ten.

Relaxed: the two overlap, one to one, equal extents first. Strict: the same extent, when articles, possessives and marks at
the edges are left out on both sides, for a mention leaves out what the gold takes in. The record has no layer for weapons,
vehicles, documents, money or coordinates, for places that have no name ("the hospital", a location in the gold), nor for
numbers that count no people: what the gold has of the last two counts as missed. ``named_f1`` is relaxed F1 over the
stretches that hold a capital letter after their first word, or are one capitalised word other than a pronoun or article.

Half of the texts (by the last digit of their id) may be looked at when rules are written: ``look``. The figure is that of
the other half: ``held``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

from benchmarks.accuracy.neutral import neutral
from dateline.ontology.authority import Authority

TYPES = ("Organisation", "Person", "Location", "Nationality", "Temporal", "Quantity")
HALVES = ("held", "look")
Row = dict[str, Any]
Stretch = tuple[int, int, str]
"""Start and end in code points, and the type."""
_EDGES = re.compile(
    r"(?i)^(?:(?:the|an?|this|that|these|those|his|her|its|their|our|my|all|some|any)\b|[\s\W])+|(?:['’]s?|[\s\W])+$"
)
_POSSESSIVE = frozenset({"his", "her", "hers", "its", "their", "theirs", "our", "ours", "my", "mine", "your", "yours"})
_NO_NAMES = frozenset(
    "the a an this that these those he she it they we i his her its their our my him them us me you your some all any "
    "many most several no one two three there here today yesterday tomorrow".split()
)  # fmt: skip


def figures(rows: Sequence[Row], coded: Sequence[Row], bench: Path) -> dict[str, float | None]:
    """F1 by type and half, relaxed, strict and for names only; ``bench`` is the folder of the neutral scorer, whose matching is used.

    ``rows`` are gold lines, ``coded`` the coded documents as plain data, one for each, ``document.extra.id`` naming the line.
    """
    measures = neutral("measures", bench)
    pairs, found = measures.pair(rows, coded)
    out: dict[str, float | None] = dict(found)
    for half in HALVES:
        own = [(gold, document) for gold, document in pairs if half_of(gold["id"]) == half]
        every = [(list(accepted(gold)), list(seen(document)), gold["text"]) for gold, document in own]
        out[f"{half}_texts"] = len(own)
        for kind in TYPES:
            out |= _of_type(every, kind, f"{half}_{kind}_", measures)
    return out


def half_of(row_id: str) -> str:
    """``look`` where the last digit of the id is even, else ``held``."""
    return HALVES[int(row_id[-1], 16) % 2 == 0]


def accepted(gold: Row) -> Iterator[Stretch]:
    """What the crowd accepted, of the types that are measured."""
    for entity in gold["gold"]["entities"]:
        if entity["confidence"] > 0 and entity["type"] in TYPES and entity["text"].lower() not in _POSSESSIVE:
            yield entity["start"], entity["end"], entity["type"]


def seen(document: Row) -> Iterator[Stretch]:
    """What the record has, by type; of two that share an extent the first, and none inside a longer one."""
    known: dict[tuple[int, int], str] = {}
    for start, end, kind in _layers(document):
        known.setdefault((start, end), kind)
    longest = -1
    for (start, end), kind in sorted(known.items(), key=lambda item: (item[0][0], -item[0][1])):
        if end > longest:
            yield start, end, kind
            longest = end


def _layers(document: Row) -> Iterator[Stretch]:
    for actor in document["actors"]:
        for mention in actor["mentions"]:
            if mention["text"].lower() not in _POSSESSIVE:
                yield mention["start"], mention["end"], _kind_of(actor, mention["text"])
    for place in document["places"]:
        yield from ((m["start"], m["end"], "Location") for m in place["mentions"])
    yield from ((d["mention"]["start"], d["mention"]["end"], "Temporal") for d in document["dates"])
    yield from ((t["number"]["start"], t["number"]["end"], "Quantity") for t in document["tolls"] if t["number"])


def _kind_of(actor: Row, words: str) -> str:
    if actor["individual"]:
        return "Person"
    authority = Authority.load()
    adjective = authority.demonym_actor(words) is not None and not words.replace(".", "").isupper()
    belongs = adjective and (actor["kind"] == "government" or authority.people(words) is None)
    return "Nationality" if belongs else "Organisation"


def _of_type(
    every: Iterable[tuple[list[Stretch], list[Stretch], str]], kind: str, tag: str, measures: ModuleType
) -> dict[str, float | None]:
    counts = dict.fromkeys(("gold", "seen", "relaxed", "strict", "named_gold", "named_seen", "named"), 0)
    for gold, found, text in every:
        wanted = [s for s in gold if s[2] == kind]
        had = [s for s in found if s[2] == kind]
        same = measures.align(wanted, had)
        names = [s for s in wanted if is_name(text[s[0] : s[1]])]
        names_had = [s for s in had if is_name(text[s[0] : s[1]])]
        counts["gold"] += len(wanted)
        counts["seen"] += len(had)
        counts["relaxed"] += len(same)
        counts["strict"] += sum(bare(text, wanted[i]) == bare(text, had[j]) for i, j in same)
        counts["named_gold"] += len(names)
        counts["named_seen"] += len(names_had)
        counts["named"] += len(measures.align(names, names_had))
    out: dict[str, float | None] = {}
    for name, gold_key, seen_key in (
        ("relaxed", "gold", "seen"),
        ("strict", "gold", "seen"),
        ("named", "named_gold", "named_seen"),
    ):
        prefix = tag if name == "relaxed" else f"{tag}{name}_"
        out |= measures.prf(counts[name], counts[seen_key], counts[name], counts[gold_key], prefix)
    return out


def bare(text: str, stretch: Stretch) -> tuple[int, int]:
    """The extent without articles, possessives and marks at its edges; the extent itself where nothing else is in it."""
    start, end = stretch[0], stretch[1]
    words = text[start:end]
    inner = _EDGES.sub("", words)
    if not inner:
        return start, end
    at = start + words.index(inner)
    return at, at + len(inner)


def is_name(words: str) -> bool:
    """Whether a word of the stretch is written as a name's is."""
    each = re.findall(r"[^\W\d_][\w'’.-]*", words)
    return any(w[0].isupper() and w.lower() not in _NO_NAMES for w in each) and any(
        w[0].isupper() for w in each[1:] or each
    )
