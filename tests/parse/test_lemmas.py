"""Base forms that the pipeline's rules mistake: the rules of events and tolls find their words by them."""

from __future__ import annotations

import pytest

from dateline.parse import Parser
from dateline.parse.lemmas import mend_lemmas
from dateline.records import Document
from dateline.settings import Settings

WORDS = [
    ("Rebels staged an ambush.", "staged", "stage"),
    ("The militia is waging a war.", "waging", "wage"),
    ("Fighting raged in the hills.", "raged", "rage"),
    ("Soldiers raped four women.", "raped", "rape"),
    ("The court fined the editor.", "fined", "fine"),
    ("Residents hoped for rain.", "hoped", "hope"),
    ("The boys hopped over the wall.", "hopped", "hop"),
    ("They barred the road.", "barred", "bar"),
    ("She was singing a hymn.", "singing", "sing"),
    ("Police cordoned off the street.", "cordoned", "cordon"),
    ("The army readied its tanks.", "readied", "ready"),
    ("Rebels took three bases.", "bases", "base"),
    ("Villagers found corpses.", "corpses", "corpse"),
    ("Two army corps advanced.", "corps", "corps"),
]


@pytest.fixture(scope="module")
def parser() -> Parser:
    return Parser(Settings())


@pytest.mark.parametrize(("text", "word", "lemma"), WORDS, ids=[word for _, word, _ in WORDS])
def test_a_word_has_the_base_form_that_is_meant(parser: Parser, text: str, word: str, lemma: str) -> None:
    doc = parser.parse(Document.from_text(text)).doc
    [token] = [t for t in doc if t.text == word]
    assert token.lemma_ == lemma


def test_mending_again_changes_nothing(parser: Parser) -> None:
    tables = parser.nlp.get_pipe("lemmatizer").lookups  # type: ignore[attr-defined]
    before = {name: {k: dict(v) for k, v in tables.get_table(name).items()} for name in ("lemma_index", "lemma_exc")}
    mend_lemmas(parser.nlp)
    after = {name: {k: dict(v) for k, v in tables.get_table(name).items()} for name in ("lemma_index", "lemma_exc")}
    assert before == after
