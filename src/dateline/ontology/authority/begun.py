"""Actors by how the words of their names begin, for whoever is still typing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dateline.ontology.authority.authority import Authority
from dateline.ontology.authority.record import AuthorityActor, fold


@dataclass(frozen=True, slots=True)
class Begun:
    """An actor, and which of its names it was found by."""

    actor: AuthorityActor
    name: str


def begun(authority: Authority, written: str, most: int) -> list[Begun]:
    """Up to ``most`` actors of one of whose names every word written begins a word, in any order.

    Those that are called just so come first, then those whose main name begins so, then the rest; what is over comes after
    what goes on. A body of a state that has no entry of its own ("Syrian air force") is found by its full name.
    """
    words = fold(written).split()
    if not words:
        return []
    ranked = sorted(_ranked(authority, words), key=lambda item: item[0])
    found = {item.actor.id: item for _, item in reversed(ranked)}
    made = authority.find(written)
    body = [] if made is None or made.id in found else [Begun(made, made.name)]
    first = [item for _, item in ranked if found[item.actor.id] is item]
    return [*body, *first][:most]


def _ranked(authority: Authority, words: list[str]) -> Iterator[tuple[tuple[int, bool, int, str], Begun]]:
    whole = " ".join(words)
    for actor in authority.actors:
        for number, name in enumerate((actor.name, *actor.aliases)):
            folded = fold(name)
            if not all(f" {word}" in f" {folded}" for word in words):
                continue
            how = 0 if folded == whole else 1 if folded.startswith(whole) and not number else 2
            yield (how, actor.until is not None, len(folded), actor.id), Begun(actor, name)
