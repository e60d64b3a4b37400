"""What holds of the tolls of any text: offsets, order, references, and silence about texts without harm."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reading_tolls import OwnVoice, mentions_of

from dateline.coding.tolls import find_tolls
from dateline.records import CodedDocument, Document

_WORDS = st.sampled_from(
    "killed wounded 12 dozens of people soldiers and , . including at least two children were dead homes destroyed fled from "
    "“ ” ’s Marrin the toll rose to 35 between 20 none no one could \n — since 2019 missing of them - é 🙂 years old".split(
        " "
    )
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(_WORDS, max_size=40).map(" ".join))
def test_any_words_give_a_valid_record(text: str) -> None:
    """Spans lie in the text, figures fit bounds and ids are unique: the record refuses to exist otherwise."""
    mentions = mentions_of(text)
    tolls = tuple(r.claim for r in find_tolls(mentions, OwnVoice(), ()))
    CodedDocument(document=Document.from_text(text), dates=mentions.dates.dates, tolls=tolls)
    assert [t.id for t in tolls] == [f"t{n}" for n in range(1, len(tolls) + 1)]


@settings(max_examples=40, deadline=None)
@given(st.integers(min_value=2, max_value=99_999_999))
def test_any_figure_is_read_as_it_stands(figure: int) -> None:
    for written in (str(figure), f"{figure:,}"):
        mentions = mentions_of(f"The raid killed {written} farmers.")
        (toll,) = (r.claim for r in find_tolls(mentions, OwnVoice(), ()))
        assert (toll.low, toll.best, toll.high) == (figure, figure, figure)
        assert toll.number is not None
        assert toll.number.text == written


def test_tolls_come_in_text_order() -> None:
    text = "Nine men died. The raid wounded 12 farmers and killed four nurses, including a midwife."
    tolls = [r.claim for r in find_tolls(mentions_of(text), OwnVoice(), ())]
    numbers = [t.number.start for t in tolls if t.number]
    assert numbers == sorted(numbers)
    assert len(tolls) == 4


def test_same_text_same_tolls() -> None:
    text = "The blast left 12 dead and 30 wounded, two of them children."
    first, second = (find_tolls(mentions_of(text), OwnVoice(), ()) for _ in range(2))
    assert first == second
    assert len(first) == 3
