"""Finding names in texts: every way in which a withheld name may still stand there, and words that are none."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.export.responsibility.names import NameFinder, folded_pieces

PERSON = NameFinder({folded_pieces("Salwa al-Idrisi"): "Person 1"})

CASES = [
    ("Salwa al-Idrisi spoke.", "# spoke.", "the name itself"),
    ("SALWA AL-IDRISI SPOKE.", "# SPOKE.", "in capitals, as in headlines"),
    ("salwa al-idrisi spoke.", "# spoke.", "in small letters, as in posts"),
    ("Salwá al-Idrisí spoke.", "# spoke.", "with accents that the record does not have"),
    ("Idrisi's house", "#'s house", "possessive, surname alone"),
    ("Idrisi’s house", "#’s house", "with the apostrophe of print"),
    ("al-Idrisi fled", "# fled", "the particle that is glued to the surname goes with it"),
    ("Ms. Salwa said", "Ms. # said", "first name alone: in a village it is enough"),
    ("Idrisi, Salwa", "#, #", "as in lists"),
    ("Salwa\nal-Idrisi", "#", "broken over two lines"),
    ("I saw Idrisi. Idrisi ran.", "I saw #. # ran.", "the end of a sentence is between"),
    ("Salwa_Idrisi.pdf", "#.pdf", "in a file's name"),
    ("#SalwaIdrisi", "##", "in a hashtag"),
    ("#salwaalidrisi", "##", "run together in small letters"),
    ("the al of al-Shabab", "the al of al-Shabab", "a particle alone is nobody's name"),
    ("Idris spoke", "Idris spoke", "another name that begins alike"),
]


@pytest.mark.parametrize(("text", "shown", "why"), CASES, ids=[case[2] for case in CASES])
def test_names_are_found(text: str, shown: str, why: str) -> None:
    for hit in reversed(PERSON.hits(text)):
        text = f"{text[: hit.start]}#{text[hit.end :]}"
    assert text == shown, why


def test_a_name_that_is_also_a_word_needs_its_capital() -> None:
    finder = NameFinder({folded_pieces("Grace May"): "Person 1"})
    assert [h.start for h in finder.hits("Grace may come; it may help, May said.")] == [0, 29]


def test_names_known_in_the_whole_store_are_found_whole_only() -> None:
    finder = NameFinder({}, {folded_pieces("Omar Hassan"): "Person 1"})
    assert [(h.start, h.end) for h in finder.hits("Omar Hassan met Hassan Ali and Omar.")] == [(0, 11)]


def test_a_part_that_two_people_share_stands_for_neither() -> None:
    finder = NameFinder({folded_pieces("Ana Petrov"): "Person 1", folded_pieces("Ivo Petrov"): "Person 2"})
    assert [h.key for h in finder.hits("Ana spoke, Petrov left.")] == ["Person 1", None]


@pytest.mark.parametrize(
    ("address", "tells", "why"),
    [
        ("https://example.org/2024/salwa-al-idrisi-speaks", True, "in the path"),
        ("https://example.org/?who=Salwa%20al-Idrisi", True, "escaped"),
        ("https://example.org/xsalwaalidrisi9", True, "run together with other letters"),
        ("https://example.org/2024/market-hit", False, "nothing of the name"),
    ],
)
def test_addresses_that_tell_a_name(address: str, tells: bool, why: str) -> None:
    assert PERSON.in_address(address) is tells, why


@given(before=st.text(max_size=30), after=st.text(max_size=30))
def test_any_text_around_a_name_leaves_it_found(before: str, after: str) -> None:
    text = f"{before} Salwa al-Idrisi {after}"
    at = len(before) + 1
    hits = PERSON.hits(text)
    assert any(hit.start <= at and at + len("Salwa al-Idrisi") <= hit.end for hit in hits)
    assert all(one.end <= other.start for one, other in pairwise(hits))
