"""The parse: exact offsets, and sentences that begin where a reader would begin them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline import Coder, Document, RecordError, TooLongError
from dateline.parse import ParsedDocument, Parser
from dateline.settings import Settings

Read = Callable[[str], ParsedDocument]


@pytest.fixture(scope="module")
def read(coder: Coder) -> Read:
    return lambda text: coder.parser.parse(Document.from_text(text))


def sentences(parsed: ParsedDocument) -> list[str]:
    text = parsed.document.text
    return [text[s.start_char : s.end_char].strip() for s in parsed.sentences()]


@pytest.mark.parametrize(
    ("text", "wanted", "reason"),
    [
        (
            "Raid on Camp Kills Two\nThe army said on Monday that it had left.",
            ["Raid on Camp Kills Two", "The army said on Monday that it had left."],
            "a headline is never glued to the story",
        ),
        (
            "“We won the war.” The general left the room.",
            ["“We won the war.”", "The general left the room."],
            "a closing mark belongs to what it closes",
        ),
        (
            "The general left. “We won the war,” he said later.",
            ["The general left.", "“We won the war,” he said later."],
            "an opening mark belongs to what it opens",
        ),
        (
            '"We heard it from our sources. "Police came and shots were fired.',
            ['"We heard it from our sources. "', "Police came and shots were fired."],
            "a closing mark that stands beside the next sentence",
        ),
        (
            "''We won the war,'' he said. ''We are home.''",
            ["''We won the war,'' he said.", "''We are home.''"],
            "two apostrophes as marks",
        ),
        (
            "MARU, Nigeria (AP) — Rebels killed two men. They left.",
            ["MARU, Nigeria (AP) —", "Rebels killed two men.", "They left."],
            "a dateline stands for itself",
        ),
        ("Two men died\n\n\n  \nThree fled", ["Two men died", "Three fled"], "blank lines are no sentence"),
    ],
)
def test_sentences(read: Read, text: str, wanted: list[str], reason: str) -> None:
    assert sentences(read(text)) == wanted, reason


ODD = [
    *("🕯️", "👨‍👩‍👧", "e\u0301", "\r\n", "\n", " ", "  ", "لا", "\u202e", "𝔸", '"', "“", "”", "''", '""'),
    *("’s", "Maru", "died", ".", "**", "#", "—", "\u2028", "\u00a0", "12"),
]


@settings(max_examples=60, deadline=None)
@given(text=st.lists(st.sampled_from(ODD), max_size=30).map("".join) | st.text(max_size=40))
def test_offsets_are_those_of_the_text(coder: Coder, text: str) -> None:
    parsed = coder.parser.parse(Document.from_text(text))
    assert len(parsed.doc.text) == len(text)
    at = 0
    for token in parsed.doc:
        assert token.idx == at, "tokens leave nothing out"
        at += len(token.text_with_ws)
        if token.text.isalnum():
            assert text[token.idx : token.idx + len(token.text)] == token.text
            assert parsed.tokens_span(token.i, token.i).text == token.text
    for sentence in parsed.sentences():
        inside = [s for s in parsed.segments if s.start < sentence.end_char and s.end > sentence.start_char]
        held = [
            s for s in inside if not text[max(s.start, sentence.start_char) : min(s.end, sentence.end_char)].isspace()
        ]
        assert len(held) <= 1, "no sentence crosses a segment"


def test_two_apostrophes_look_like_a_mark_to_the_model(read: Read) -> None:
    parsed = read("He said ''we won'' twice, and left the rebels' camp.")
    assert [(t.text, t.norm_) for t in parsed.doc if "'" in t.text] == [("''", '"'), ("''", '"'), ("'", "'")]


def test_where_a_character_stands(read: Read) -> None:
    text = "Raid kills two\n\nMARU, Nigeria — He said “we won” twice."
    parsed = read(text)
    kinds = {w: parsed.kind_of(next(t for t in parsed.doc if t.text == w)) for w in ("Raid", "MARU", "twice")}
    assert kinds == {"Raid": "headline", "MARU": "dateline", "twice": "paragraph"}
    assert parsed.segment_at(text.index("\n")) is None
    assert parsed.segment_at(len(text)) is None
    quote = parsed.quote_at(text.index("won"))
    assert quote is not None
    assert text[quote.start : quote.end] == "we won"
    assert parsed.quote_at(text.index("twice")) is None
    assert parsed.quote_at(0) is None


def test_a_span_outside_the_text_is_refused(read: Read) -> None:
    with pytest.raises(ValueError, match="cannot hold"):
        read("Two died.").span(5, 50)
    assert issubclass(RecordError, ValueError)


@pytest.mark.parametrize("text", ["", " ", "\n\n", "🕯️", ".", '"', "\u200b"])
def test_texts_without_words(read: Read, text: str) -> None:
    parsed = read(text)
    assert len(parsed.doc.text) == len(text)
    assert all(s.text.strip() for s in parsed.sentences())


def test_the_limit(coder: Coder) -> None:
    parser = Parser(Settings(max_chars=20))
    parser.nlp = coder.parser.nlp
    assert len(parser.parse(Document.from_text("x" * 20)).doc) == 1
    with pytest.raises(TooLongError, match=r"21 characters, and the limit is 20.*DATELINE_MAX_CHARS"):
        parser.parse(Document.from_text("x" * 21))


def test_a_batch_is_parsed_as_each_alone(coder: Coder) -> None:
    texts = ["Two men died.", "", "“We won,” he said.\nMore fled."]
    documents = [Document.from_text(text) for text in texts]
    together = list(coder.parser.pipe(documents))
    assert [p.document for p in together] == documents
    for parsed, document in zip(together, documents, strict=True):
        alone = coder.parser.parse(document)
        assert [(t.text, t.dep_, t.head.i) for t in parsed.doc] == [(t.text, t.dep_, t.head.i) for t in alone.doc]
        assert (parsed.segments, parsed.quotes) == (alone.segments, alone.quotes)
