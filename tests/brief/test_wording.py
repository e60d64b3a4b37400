"""How a brief says figures, days and names, and what stays in quotation marks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from dateline.brief.phrases import named, phrases
from dateline.brief.record import Amount, Row, Sentence
from dateline.brief.words import (
    amount_words,
    cell,
    clean,
    country_name,
    distinct,
    listed,
    quoted,
    span_words,
    without_dateline,
)
from dateline.incidents import IncidentToll
from dateline.ontology.codes import ACLED_SUB_EVENTS, PLOVER_MODES


@pytest.mark.parametrize(
    ("amount", "words", "in_table", "why"),
    [
        ((41, 41, 41), "41", "41", "exact"),
        ((41, 41, None), "at least 41", "41+", "a minimum stays one"),
        ((30, 43, 60), "30 to 60 (best-founded figure: 43)", "30–60", "a range with the best inside"),
        ((14, 21, 21), "14 to 21", "14–21", "the best is the top"),
        ((58, 65, None), "at least 58 (best-founded figure: 65)", "58+", "an open range"),
        ((None, 12, 12), "up to 12", "≤ 12", "a maximum"),
        ((None, 600, None), "about 600", "600+", "a round figure"),
        ((None, None, 9), "up to 9", "≤ 9", "only a party's word"),
        ((None, None, None), "no figure of", "–", "none"),
        ((1200, 1200, 1200), "1,200", "1,200", "thousands"),
    ],
)
def test_amounts(amount: tuple[int | None, int | None, int | None], words: str, in_table: str, why: str) -> None:
    made = Amount(low=amount[0], best=amount[1], high=amount[2])
    assert (amount_words(made).removesuffix(" figure"), cell(made)) == (words.removesuffix(" figure"), in_table), why


@pytest.mark.parametrize(
    ("said", "shown", "why"),
    [
        ("a “cowardly massacre”", "“a ‘cowardly massacre’”", "inner quotations keep both halves"),
        ("“We left,”", "“We left,”", "one pair is enough"),
        ("The army did it,” he said", "“‘The army did it,’ he said”", "a cut quotation gets its first half"),
        ("it was “theirs", "“it was ‘theirs’”", "and its second half"),
        ('he said "no" twice', "“he said ‘no’ twice”", "straight marks"),
        ("line\nbreak\x07", "“line break\ufffd”", "control characters"),
    ],
)
def test_quotations(said: str, shown: str, why: str) -> None:
    assert quoted(said) == shown, why


@given(st.text(max_size=400), st.integers(20, 200))
def test_a_quotation_is_one_line_in_one_pair_of_marks(text: str, longest: int) -> None:
    made = quoted(text, longest)
    assert made[0] == "“"
    assert made[-1] == "”"
    assert "“" not in made[1:]
    assert "”" not in made[:-1]
    assert "\n" not in made
    assert len(made) <= longest + 7


@given(st.text())
def test_no_report_can_turn_the_words_around(text: str) -> None:
    assert not set(clean(text)) & set("\u202a\u202b\u202d\u202e\u2066\u2067\u2068\x00\x1b\n")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("African Union", "the African Union"),
        ("army", "the army"),
        ("the army", "the army"),
        ("Chad", "Chad"),
        ("residents", "residents"),
        ("Doctors' Network", "the Doctors' Network"),
        ("People's Defence Forces", "the People's Defence Forces"),
        ("Chad's foreign ministry", "Chad's foreign ministry"),
        ("International Organization for Migration", "the International Organization for Migration"),
        ("Government of Chad", "the Government of Chad"),
    ],
)
def test_articles(name: str, said: str) -> None:
    assert named(name) == said


@pytest.mark.parametrize(
    ("sentence", "left", "why"),
    [
        ("ABÉCHÉ, Chad, March 8 (Sahel Wire) - The army left.", "The army left.", "town, country, day and agency"),
        ("PORT-AU-PRINCE — Gangs burned a market.", "Gangs burned a market.", "a town alone"),
        ("The army left - at last - the town.", "The army left - at last - the town.", "dashes within a sentence"),
        ("NATO said - again - that it would not come.", "NATO said - again - that it would not come.", "an acronym"),
    ],
)
def test_a_quotation_begins_after_the_dateline(sentence: str, left: str, why: str) -> None:
    assert without_dateline(sentence) == left, why


def test_lists_and_names() -> None:
    assert listed(["A"]) == "A"
    assert listed(["A", "B", "C", "D", "E"]) == "A, B, C and 2 others"
    assert distinct(["Army", "army", "", "Police"]) == ["Army", "Police"]
    assert country_name("COD") == "Democratic Republic of the Congo"
    assert country_name("XYZ") == "XYZ"
    assert span_words(None, None) == "all dates"


def test_every_type_of_event_has_neutral_words() -> None:
    words = phrases()
    assert {sub for subs in ACLED_SUB_EVENTS.values() for sub in subs} <= set(words.incidents)
    assert set(PLOVER_MODES) <= set(words.incidents)
    assert set(IncidentToll.model_fields["harm"].annotation.__args__) <= set(words.harms)  # type: ignore[union-attr]
    loaded = {"terrorist", "martyr", "regime", "liberat", "massacre", "brutal", "cowardly", "heroic", "thug"}
    said = " ".join(clause.clause for clause in words.incidents.values()).casefold()
    assert not [word for word in loaded if word in said]


def test_no_sentence_and_no_row_without_citations() -> None:
    for make in (
        lambda: Sentence(text="People died.", citations=()),
        lambda: Row(cells=("x",), citations=()),
        lambda: Sentence(text="", citations=()),
    ):
        with pytest.raises(ValidationError):
            make()
