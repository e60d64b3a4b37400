"""A phrase that stands for an actor, before it is known which other phrases stand for the same one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from dateline.ontology.authority import AuthorityActor
from dateline.records import ActorKind

Form = Literal["name", "noun", "pronoun", "adjective"]
Gender = Literal["male", "female"]


@dataclass(frozen=True, slots=True)
class Phrase:
    """One mention. ``head``, ``first`` and ``last`` are token numbers, the last included.

    ``heads`` are further tokens that claims may find it by ("hundreds" in "hundreds of people", the title in
    "minister, X"). ``name`` leaves out articles, numbers and titles. ``modifiers`` are the words in lower case that tell this actor
    from others of the same noun. ``count`` is the number or indefinite word before it ("four", "a", "another").
    ``adjective``: the phrase names a state within another phrase, as "Syrian" does, and can be no pronoun's antecedent.
    """

    head: int
    first: int
    last: int
    form: Form
    name: str
    lemma: str
    kind: ActorKind = "unknown"
    individual: bool = False
    plural: bool = False
    definite: bool = False
    count: str = ""
    country: str | None = None
    authority: AuthorityActor | None = None
    modifiers: frozenset[str] = frozenset()
    title: tuple[str, ...] = ()
    gender: Gender | None = None
    heads: tuple[int, ...] = ()
    part: int = 0
    person: bool = False
