"""Who is an actor, by name or description: case tables over varied conflicts."""

from __future__ import annotations

import pytest
from actor_cases import BODIES, LOWER_CASE, NOBODY, PERSONS, PLACES_NOT_BODIES

from tests.coding.reading_actors import actors_in, names_at


@pytest.mark.parametrize(("text", "name", "kind", "country", "individual", "why"), [*PERSONS, *BODIES, *LOWER_CASE])
def test_actor_is_found(text: str, name: str, kind: str, country: str | None, individual: bool, why: str) -> None:
    found = {a.name: a for a in actors_in(text)}
    assert name in found, f"{why}: {list(found)}"
    actor = found[name]
    assert (actor.kind, actor.country, actor.individual) == (kind, country, individual), why


@pytest.mark.parametrize(("text", "word", "why"), [*NOBODY, *PLACES_NOT_BODIES])
def test_no_actor(text: str, word: str, why: str) -> None:
    assert names_at(text, word) == [], why
