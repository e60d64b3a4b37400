"""Actors: case tables of invented sentences, each with its reason."""
# ruff: noqa: E501  (a case a line)

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reading_actors import actors_in, mentions_in, names_at

NAMED = [
    (
        "Rebels seized the town of Marat on Sunday.",
        "Rebels",
        "rebel",
        None,
        False,
        "a bare plural that opens a sentence",
    ),
    (
        "A senior Kenyan military official spoke to reporters.",
        "senior Kenyan military official",
        "military",
        "KEN",
        True,
        "kind by modifier, country by adjective, no article",
    ),
    (
        "Turkish-backed rebels took the crossing.",
        "Turkish-backed rebels",
        "rebel",
        None,
        False,
        "whoever backs them, their country is not his",
    ),
    (
        "US-allied Kurdish forces left the valley.",
        "US-allied Kurdish forces",
        "military",
        None,
        False,
        "a hyphened adjective is part of the name",
    ),
    ("At least 25 civilians were killed.", "civilians", "civilians", None, False, "the number is no part of the name"),
    ("Police shot four men at a checkpoint.", "men", "civilians", None, False, "counted people are actors"),
    ("Hundreds of villagers fled.", "villagers", "civilians", None, False, "the noun after the number is the actor"),
    ("Security forces opened fire on the crowd.", "Security forces", "military", None, False, "forces with a modifier"),
    ("The crowd threw stones.", "crowd", "civil_society", None, False, "a mass noun"),
    ("Gunmen abducted a priest near the border.", "priest", "religious", None, True, "one man of the church"),
    (
        "The defence ministry denied the report.",
        "defence ministry",
        "government",
        None,
        False,
        "a body without a state",
    ),
    ("The Peruvian army attacked the camp.", "Peruvian army", "military", "PER", False, "a state's body"),
    ("The international community must act.", "international community", "igo", None, False, "a standing phrase"),
    (
        "Amnesty International condemned the raid.",
        "Amnesty International",
        "ngo",
        None,
        False,
        "a name in the authority file",
    ),
    ("Moscow said it would respond.", "Russia", "government", "RUS", False, "a capital that speaks is its government"),
    (
        "Ethiopia accused Eritrea of sending troops.",
        "Eritrea",
        "government",
        "ERI",
        False,
        "a state that is accused is an actor",
    ),
    ("Boko Haram attacked a convoy.", "Boko Haram", "rebel", "NGA", False, "a group"),
    (
        "Prime Minister Anwar Hadi visited the wounded.",
        "Anwar Hadi",
        "government",
        None,
        True,
        "a title is no part of the name, and tells the kind",
    ),
    ("Drug traffickers killed a judge.", "Drug traffickers", "criminal", None, False, "a compound noun"),
    (
        "Non-state armed groups raided the market.",
        "Non-state armed groups",
        "rebel",
        None,
        False,
        "armed groups are no army",
    ),
    ("The armed forces withdrew.", "armed forces", "military", None, False, "armed forces are one"),
    ("Activists marched.", "Activists", "civil_society", None, False, "who acts for a cause is no aid agency"),
    ("The Lagos Times reported it.", "Lagos Times", "media", None, False, "the last word of a name is no other paper"),
    ("Delta News Network reported it.", "Delta News Network", "media", None, False, "news, though it is a network"),
    (
        "The monitoring group Observa Norte said so.",
        "Observa Norte",
        "ngo",
        None,
        False,
        "what is called a group is no person",
    ),
    ("Chad denied it. Its forces had left, it said.", "forces", "military", "TCD", False, "the possessor's country"),
    (
        "Samir Haddad, a coordinator of the Harvest Platform, spoke.",
        "Samir Haddad",
        "civil_society",
        None,
        True,
        "who holds an office is a person, of the kind of the body",
    ),
    (
        "Samir al-Amin (سمير الأمين), a commander of the Dawn Brigade, was shot.",
        "Samir al-Amin",
        "military",
        None,
        True,
        "a name in its own script in brackets",
    ),
    ("Suspected Maoist rebels blew up a bridge.", "Suspected Maoist rebels", "rebel", None, False, "modifiers stay"),
]


@pytest.mark.parametrize(("text", "name", "kind", "country", "individual", "why"), NAMED)
def test_actor_is_found(text: str, name: str, kind: str, country: str | None, individual: bool, why: str) -> None:
    found = {a.name: a for a in actors_in(text)}
    assert name in found, f"{why}: {list(found)}"
    actor = found[name]
    assert (actor.kind, actor.country, actor.individual) == (kind, country, individual), why


@pytest.mark.parametrize(
    ("text", "word", "why"),
    [
        ("They used excessive force in the square.", "force", "an abstract noun"),
        ("He was held at a police station.", "station", "a building"),
        ("Shelling hit the east side of the city.", "side", "a direction"),
        ("The attack took place in Ethiopia.", "Ethiopia", "a place where something happened"),
        ("He lives in Nairobi.", "Nairobi", "a town where someone lives"),
        ("The gunmen shot him in his house.", "house", "a building"),
        ("LIVE: A blast shook the city. UPDATE: Ten are dead.", "LIVE", "a word that pages set in capitals"),
        ("It rained near the border with Chad.", "Chad", "a border's other side"),
    ],
)
def test_no_actor(text: str, word: str, why: str) -> None:
    assert names_at(text, word) == [], why


@pytest.mark.parametrize(
    ("text", "word", "names", "why"),
    [
        (
            "The Syrian and Russian air forces struck the town.",
            "forces",
            ["Syrian air force", "Russian air force"],
            "two states' air forces on one noun",
        ),
        (
            "The U.S. and Iraqi militaries began a raid.",
            "militaries",
            ["U.S. military", "Iraqi military"],
            "a name and an adjective",
        ),
        ("Young and old people fled.", "people", ["Young and old people"], "qualities, not two actors"),
        (
            "Kenyan police and hospital officials gave different figures.",
            "officials",
            ["Kenyan police officials", "hospital officials"],
            "nouns before a noun",
        ),
    ],
)
def test_shared_heads(text: str, word: str, names: list[str], why: str) -> None:
    assert names_at(text, word) == names, why


def test_the_number_word_leads_to_the_actor_too() -> None:
    assert names_at("Dozens of soldiers were captured.", "Dozens") == ["soldiers"]


def test_title_is_in_the_mention_and_not_in_the_name() -> None:
    (actor,) = [a for a in actors_in("Iranian Foreign Minister Karim Danesh arrived.") if a.individual]
    assert actor.name == "Karim Danesh"
    assert actor.mentions[0].text == "Iranian Foreign Minister Karim Danesh"


def test_state_in_a_title_is_an_actor() -> None:
    assert names_at("Iranian Foreign Minister Karim Danesh arrived.", "Iranian") == ["Iran"]


def test_ids_follow_the_text() -> None:
    actors = actors_in("Rebels attacked police. Soldiers then shelled the rebels.")
    assert [a.id for a in actors] == [f"a{i}" for i in range(1, len(actors) + 1)]
    assert [a.mentions[0].start for a in actors] == sorted(a.mentions[0].start for a in actors)


WORDS = ["rebels", "the", "police", "said", "Syrian", "and", "Russian", "forces", ",", ".", "\n", '"', "he", "they", "Omar", "Hadi", "both", "sides", "who", "of", "hundreds", "it", "Kenya", "US", "-", "led", "is", "not"]  # fmt: skip


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=30))
def test_any_text_gives_sound_mentions(words: list[str]) -> None:
    text = " ".join(words)
    mentions = mentions_in(text)
    ids = {a.id for a in mentions.actors.actors}
    assert all(set(found) <= ids for found in mentions.actors.by_head.values())
    for actor in mentions.actors.actors:
        assert actor.name
        assert list(actor.mentions) == sorted(actor.mentions, key=lambda m: (m.start, m.end))
        assert all(text[m.start : m.end] == m.text for m in actor.mentions)
