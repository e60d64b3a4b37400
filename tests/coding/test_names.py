"""Names: where they stand and what they are names of."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline import Coder
from dateline.coding.names import find_names
from dateline.ontology.authority import Authority
from dateline.ontology.gazetteer import Gazetteer
from dateline.parse import Parser
from dateline.records import Document
from dateline.settings import Settings

PARSER = Parser(Settings())


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.open(Settings())


def names_in(text: str, gazetteer: Gazetteer) -> dict[str, str]:
    parsed = PARSER.parse(Document.from_text(text))
    return {parsed.doc[n.start : n.end].text: n.kind for n in find_names(parsed, gazetteer, Authority.load())}


CASES = [
    ("Fighters of the Liberation Army of Aden seized the port of Mukalla.", {"Liberation Army of Aden": "organisation", "Mukalla": "place"},
     "a place's name inside a group's is the group's"),
    ("The troops had retaken the towns of Saraqib, Maarrat Misrin and Binnish.",
     {"Saraqib": "place", "Maarrat Misrin": "place", "Binnish": "place"}, "what stands in a row after 'the towns of' are towns"),
    ("The Islamic State in Khorasan attacked a checkpoint near Jalalabad.", {"Jalalabad": "place"}, "after 'near'"),
    ("Hezbollah fighters and Lebanese soldiers clashed in Tripoli.", {"Hezbollah": "group", "Lebanese": "demonym", "Tripoli": "place"},
     "an armed group, an adjective of a people, a town"),
    ("Shelling hit the al-Noor mosque in Taiz.", {"al-Noor mosque": "facility", "Taiz": "place"}, "the noun belongs to the name"),
    ("The USS Cole left the Gulf of Aden on Tuesday.", {"Gulf of Aden": "place"}, "a gulf with 'of' in its name"),
    ("President Marco Delgado spoke to reporters in Bogota on Monday.", {"Marco Delgado": "person", "Bogota": "place"}, "after a title"),
    ("The army retook Zarbash in northern Syria.", {"Zarbash": "place", "Syria": "place"}, "unknown, but taken by an army and in Syria"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected", "why"), CASES)
def test_kinds(gazetteer: Gazetteer, text: str, expected: dict[str, str], why: str) -> None:
    found = names_in(text, gazetteer)
    assert {k: found.get(k) for k in expected} == expected, why


NO_NAMES = [
    ("Police said that nobody was hurt on Monday in March.", "days and months"),
    (
        "Three Killed as Heavy Shelling Rocks Border Town\nThe shelling began at dawn and went on for hours.",
        "a headline in title case",
    ),
]


@pytest.mark.parametrize(("text", "why"), NO_NAMES)
def test_no_places(gazetteer: Gazetteer, text: str, why: str) -> None:
    assert "place" not in names_in(text, gazetteer).values(), why


def test_text_without_capitals(gazetteer: Gazetteer) -> None:
    """Such a text has its places by the gazetteer, and common words stay common words."""
    text = (
        "the guerrillas attacked an army patrol in the department of antioquia, colombia, "
        "and fled towards medellin on tuesday night, officials said."
    )
    places = {name for name, kind in names_in(text, gazetteer).items() if kind == "place"}
    assert {"antioquia", "colombia", "medellin"} <= places
    assert not places & {"army", "patrol", "tuesday", "officials"}


WORDS = st.sampled_from(
    [
        "Aleppo",
        "said",
        "al-Bab",
        "the",
        "of",
        "Army",
        ",",
        "“",
        "Reuters",
        "in",
        "province",
        "\n",
        "Smith",
        "and",
        "—",
        "US",
    ]
)


@settings(max_examples=25, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=25))
def test_names_are_in_order_and_apart(words: list[str]) -> None:
    """Whatever the text, names lie within it and do not overlap."""
    parsed = PARSER.parse(Document.from_text(" ".join(words)))
    found = find_names(parsed, Gazetteer.open(Settings()), Authority.load())
    ends = [0, *(n.end for n in found)]
    assert all(n.start >= before and n.start < n.end <= len(parsed.doc) for n, before in zip(found, ends, strict=False))


def test_one_word_of_a_longer_name_is_not_the_paper_of_that_name(coder: Coder) -> None:
    coded = coder.code("The Lakes Monitor, a rights group, said on Monday that nine farmers had been killed.")
    assert [(a.name, a.authority_id) for a in coded.actors if "Monitor" in a.name] == [("Lakes Monitor", None)]


@pytest.mark.parametrize(
    ("text", "name", "reason"),
    [
        ("The Sudan Doctors' Watch said so.", "Sudan Doctors' Watch", "the country opens the body's name"),
        ("The Sudan army said so.", "Sudanese Armed Forces", "the state's own body is known by its state"),
    ],
)
def test_a_country_before_a_body(coder: Coder, text: str, name: str, reason: str) -> None:
    assert [a.name for a in coder.code(text, published="2024-09-13").actors] == [name], reason
