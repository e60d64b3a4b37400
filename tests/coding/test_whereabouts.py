"""Properties of the story that a text tells: any text is read, and in good time."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.coding.coder import find_mentions
from dateline.coding.whereabouts import Story
from dateline.pipeline import Coder
from dateline.records import Document

SENTENCES = st.sampled_from(
    [
        "Rebels attacked Kidal.", "They were there.", "Two men died in the town.", "Elsewhere, shells fell.",
        "Gao:", "- A mine killed a boy.", "KIDAL, Mali - Troops came.", "He spoke in Bamako.", "", "\U0001f6a8 there",
    ]
)  # fmt: skip


@settings(max_examples=15, deadline=None)
@given(st.lists(SENTENCES, max_size=12), st.sampled_from([" ", "\n", "\n\n"]))
def test_every_token_of_any_text_has_an_answer(coder: Coder, sentences: list[str], between: str) -> None:
    parsed = coder.parser.parse(Document.from_text(between.join(sentences)))
    mentions = find_mentions(parsed, coder.knowledge)
    known = {place.id for place in mentions.places.places}
    story = Story(mentions)
    for token in parsed.doc:
        for found, how in (story.in_sentence(token), story.inherited(token)):
            assert set(found) <= known
            assert how or not found, "what was found says how"


def test_words_that_point_back_through_a_long_text_are_followed(coder: Coder) -> None:
    """Each "there" stands for the one before it: hundreds of them are no deeper than one."""
    parsed = coder.parser.parse(Document.from_text("Rebels attacked Kidal. " + "They killed men there. " * 300))
    mentions = find_mentions(parsed, coder.knowledge)
    (kidal,) = mentions.places.places
    found, _ = Story(mentions).in_sentence(parsed.doc[-2])
    assert found == (kidal.id,)
