"""Who the victims are: rule 6 of the coding rules, and age and sex where they are said."""

from __future__ import annotations

import pytest
from reading_tolls import mentions_of, tolls_of

from dateline.coding.mentions import Actors, Mentions
from dateline.coding.tolls import find_tolls
from dateline.records import Actor, Attribution, Span, Toll

STATUS = [
    ("12 civilians", "civilian", "the word itself"),
    ("12 worshippers", "civilian", "people at prayer"),
    ("12 women and children", "civilian", "children are civilians"),
    ("12 soldiers", "combatant", "soldiers"),
    ("12 fighters", "combatant", "fighters"),
    ("12 militants", "combatant", "said in the text's own voice"),
    ("12 suspected militants", "unknown", "a suspicion is no evidence (rule 6)"),
    ("12 people", "unknown", "unknown is its own class"),
    ("12 men", "unknown", "men may be anyone"),
    ("12 police officers", "unknown", "police are neither civilians nor soldiers"),
    ("12 soldiers and civilians", "mixed", "both under one number"),
    ("12 people, most of them civilians", "mixed", "rule 2: one claim, status mixed"),
]


@pytest.mark.parametrize(("words", "status", "reason"), STATUS, ids=[c[2] for c in STATUS])
def test_status(words: str, status: str, reason: str) -> None:
    (toll, *_) = tolls_of(f"The raid killed {words}.")
    assert toll.victims.status == status, reason


PARTIES = [("military", "unknown"), ("police", "unknown"), ("ngo", "combatant"), ("media", "combatant")]


@pytest.mark.parametrize(("kind", "status"), PARTIES, ids=[k for k, _ in PARTIES])
def test_a_partys_word_alone_makes_no_combatants(kind: str, status: str) -> None:
    """Rule 6: what the perpetrator calls "militants" is context; what others call so counts."""
    text = "The spokesman said that 12 militants were killed."
    plain = mentions_of(text)
    speaker = Actor.model_validate(
        {"id": "a1", "name": "spokesman", "kind": kind, "mentions": (span(text, "spokesman"),)}
    )
    mentions = Mentions(plain.parsed, (), plain.places, plain.dates, Actors((speaker,), {1: ("a1",)}))
    (toll,) = (r.claim for r in find_tolls(mentions, SaidBy("a1"), ()))
    assert toll.victims.status == status
    assert [a.source for a in toll.attribution] == ["a1"]


class SaidBy:
    """Statements of a text that is all one actor's words."""

    def __init__(self, actor: str) -> None:
        self.actor = actor

    def attribution_at(self, token_index: int) -> tuple[Attribution, ...]:
        """The one actor."""
        return (Attribution(source=self.actor),)


def span(text: str, words: str) -> Span:
    start = text.index(words)
    return Span.of(text, start, start + len(words))


def only(text: str) -> Toll:
    (toll,) = tolls_of(text)
    return toll


AGES = [
    ("A 12-year-old boy was killed.", "12", "male", "age in years, sex by the noun"),
    ("Three women were killed.", None, "female", "no age said"),
    ("Two children were killed.", "child", None, "children have an age and no sex"),
    ("Four babies were killed.", "infant", None, "babies"),
    ("Four people were killed.", None, None, "nothing said"),
]


@pytest.mark.parametrize(("text", "age", "sex", "reason"), AGES, ids=[c[3] for c in AGES])
def test_age_and_sex(text: str, age: str | None, sex: str | None, reason: str) -> None:
    victims = only(text).victims
    assert (victims.age, victims.sex) == (age, sex), reason


def test_victims_actor_is_the_one_at_their_head() -> None:
    text = "The raid killed 12 farmers."
    plain = mentions_of(text)
    farmers = Actor(id="a4", name="farmers", kind="civilians", mentions=(span(text, "farmers"),))
    mentions = Mentions(plain.parsed, (), plain.places, plain.dates, Actors((farmers,), {4: ("a4",)}))
    (toll,) = (r.claim for r in find_tolls(mentions, SaidBy("a4"), ()))
    assert toll.victims.actor == "a4"
