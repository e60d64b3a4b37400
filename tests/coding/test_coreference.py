"""Coreference: what is one actor, and what must stay two."""

from __future__ import annotations

import pytest
from reading_actors import names_at

SAME = [
    (
        "The toll is 19, including four pupils, the Lakes Monitor, a rights group, said. Nine were hurt, it said.",
        "it",
        1,
        ["Lakes Monitor"],
        "who spoke, not the end of a list",
    ),
    ("Karim Danesh arrived in Geneva. Danesh met reporters.", "Danesh", 2, ["Karim Danesh"], "a surname"),
    ("Omar Bakri resigned. He left the capital.", "He", 1, ["Omar Bakri"], "he"),
    ("Leila Haddad met the minister. She thanked him.", "She", 1, ["Leila Haddad"], "she"),
    (
        "Human Rights Watch studied the images. HRW called for an inquiry.",
        "HRW",
        1,
        ["Human Rights Watch"],
        "an acronym of the authority file",
    ),
    (
        "The Free Coast Movement (FCM) claimed the attack. The FCM gave no details.",
        "FCM",
        2,
        ["Free Coast Movement"],
        "an acronym that the text explains",
    ),
    ("Rebels took the bridge. The rebels then burned it.", "rebels", 1, ["Rebels"], "a definite repeat"),
    (
        "Rebel forces took the bridge. The rebels then burned a post.",
        "rebels",
        1,
        ["Rebel forces"],
        "rebel forces are rebels",
    ),
    (
        "Iraqi officials confirmed the toll. The officials asked not to be named.",
        "officials",
        2,
        ["Iraqi officials"],
        "fewer words, the same noun",
    ),
    (
        "Amnesty International published a report. The campaign group blamed the army.",
        "group",
        1,
        ["Amnesty International"],
        "a general noun for a named body",
    ),
    (
        "The Interior Ministry opened an inquiry. The ministry gave no date.",
        "ministry",
        1,
        ["Interior Ministry"],
        "the noun in a name",
    ),
    (
        "Press Secretary Paul Hart spoke on Monday. The press secretary declined to comment.",
        "secretary",
        1,
        ["Paul Hart"],
        "a title alone",
    ),
    ("Boko Haram attacked a post. The group claimed 20 dead.", "group", 1, ["Boko Haram"], "the group"),
    ("Residents fled the town. They slept in the fields.", "They", 1, ["Residents"], "they"),
    ("The United Nations condemned the raid. It urged restraint.", "It", 1, ["United Nations"], "it"),
    ("Dagestan's leader, Murad Aliev, spoke.", "leader", 1, ["Murad Aliev"], "an apposition"),
    (
        "The White Helmets, a Syrian rescue organization, found a body.",
        "organization",
        1,
        ["White Helmets"],
        "what a named body is",
    ),
    ("The man who shot the guard fled.", "who", 1, ["man"], "a relative pronoun"),
    ('"We saw smoke," said Amina Sesay. "We ran," she said.', "she", 1, ["Amina Sesay"], "the last speaker"),
    (
        "Foreign Minister Karim Danesh met Foreign Minister Hakan Yildiz. Both sides called for calm.",
        "sides",
        1,
        ["Karim Danesh", "Hakan Yildiz"],
        "both sides of a meeting",
    ),
    (
        "Militants held the ridge. Helicopters fired on the militant positions.",
        "militant",
        1,
        ["Militants"],
        "whose a thing is",
    ),
    (
        "Ethiopia and Eritrea signed a treaty. They promised peace.",
        "They",
        1,
        ["Ethiopia", "Eritrea"],
        "two that were named together",
    ),
]


@pytest.mark.parametrize(("text", "word", "nth", "names", "why"), SAME)
def test_stands_for(text: str, word: str, nth: int, names: list[str], why: str) -> None:
    assert sorted(names_at(text, word, nth)) == sorted(names), why


APART = [
    (
        "The Arakan Army ambushed a ship near Sittwe. The army shelled the port.",
        ("Army", 1),
        ("army", 1),
        "the army is the state's, whatever rebels call themselves",
    ),
    (
        "Syrian rebels held the hill. Turkish-backed rebels took the road.",
        ("rebels", 1),
        ("rebels", 2),
        "modifiers that differ",
    ),
    (
        "The Syrian government protested. Syrian rebels advanced.",
        ("government", 1),
        ("rebels", 1),
        "different nouns of one country",
    ),
    (
        "Ten soldiers died in the north. Three soldiers died in the south.",
        ("soldiers", 1),
        ("soldiers", 2),
        "different numbers",
    ),
    ("A man was shot at noon. Another man was stabbed at night.", ("man", 1), ("man", 2), "another is not the same"),
    (
        "A resident saw the plane. A resident heard the blast.",
        ("resident", 1),
        ("resident", 2),
        "two indefinite descriptions",
    ),
    ("Omar Bakri met Karim Danesh. Danesh left.", ("Bakri", 1), ("Danesh", 2), "different surnames"),
    ("Sudan accused Chad. Chadian rebels denied it.", ("Chad", 1), ("rebels", 1), "a state and its rebels"),
    ("The president blamed him.", ("president", 1), ("him", 1), "an object is not its own subject"),
]


@pytest.mark.parametrize(("text", "one", "other", "why"), APART)
def test_stay_apart(text: str, one: tuple[str, int], other: tuple[str, int], why: str) -> None:
    first, second = names_at(text, *one), names_at(text, *other)
    assert first, f"{one} has no actor"
    if first == second:  # the same words may name two actors: then they must be two
        from reading_actors import mentions_in

        mentions = mentions_in(text)
        heads = [[t.i for t in mentions.parsed.doc if t.text == word][nth - 1] for word, nth in (one, other)]
        assert mentions.actors.by_head[heads[0]] != mentions.actors.by_head[heads[1]], why


@pytest.mark.parametrize(
    ("text", "why"),
    [("It is clear that the war goes on.", "an empty subject"), ("It rained on the camp.", "the weather")],
)
def test_empty_it_is_nobody(text: str, why: str) -> None:
    assert names_at(text, "It") == [], why
