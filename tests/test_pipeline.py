"""The route of documents: order, batches, failures, limits."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import dateline
from dateline import CodedDocument, Coder, Document, Settings, TooLongError

TEXTS = (
    "Rebels attacked the town of Maru on Monday, killing 12 people, the army said.",
    "The two ministers met in Nairobi.",
    "",
    "🕯️ “We buried four of our men,” Ada Obi told reporters in Goma on 3 May.",
    "Police arrested 40 protesters in Dhaka.",
)


@pytest.fixture(scope="module")
def small(coder: Coder) -> Coder:
    """The coder with batches of two and short texts, so that few texts try every edge."""
    made = Coder(Settings(batch_size=2, max_chars=200))
    made.parser.nlp = coder.parser.nlp
    made.__dict__["knowledge"] = coder.knowledge
    return made


def documents() -> list[Document]:
    return [Document.from_text(text, published="2024-12-03") for text in TEXTS]


def test_one_document_whichever_way(small: Coder) -> None:
    """Alone, in a batch, as text or as document: the same record."""
    alone = [small.code(document) for document in documents()]
    assert list(small.pipe(documents())) == alone
    assert [small.code(text, published="2024-12-03") for text in TEXTS] == alone
    assert [one.document.text for one in alone] == list(TEXTS)
    assert any(one.events for one in alone), "something was coded, or the comparison is of nothing"


def test_twice_is_the_same_to_the_byte(small: Coder) -> None:
    first, second = ([coded.to_json() for coded in small.pipe(documents())] for _ in range(2))
    assert first == second


def test_fields_go_into_the_document(small: Coder) -> None:
    document = small.code("Two died.", published="2024-12", source="Wire", title="T", extra={"a": [1]}).document
    assert (document.published, document.source, document.title, document.extra) == ("2024-12", "Wire", "T", {"a": [1]})


def test_texts_are_streamed(small: Coder) -> None:
    """The first record is out before more than its own batch was asked for."""
    asked: list[int] = []

    def endless() -> Iterator[str]:
        for number in range(1000):
            asked.append(number)
            yield f"{number} people died."

    stream = small.pipe(endless())
    first = next(stream)
    assert first.document.text == "0 people died."
    assert len(asked) <= small.settings.batch_size
    next(stream)
    next(stream)
    assert len(asked) <= 2 * small.settings.batch_size


@pytest.mark.parametrize("bad", range(5))
def test_one_that_fails_stops_no_other(small: Coder, bad: int) -> None:
    given = documents()
    given[bad] = Document.from_text("x" * 201)
    failed: list[tuple[Document, Exception]] = []
    coded = list(small.pipe(given, on_error=lambda document, error: failed.append((document, error))))
    assert [one.document for one in coded] == [d for d in given if d is not given[bad]]
    ((document, error),) = failed
    assert document is given[bad]
    assert isinstance(error, TooLongError)
    assert coded == [small.code(d) for d in given if d is not given[bad]]


def test_one_that_coding_cannot_take_stops_no_other(small: Coder, monkeypatch: pytest.MonkeyPatch) -> None:
    from dateline import pipeline

    code = pipeline.code

    def fails_on_dhaka(parsed, knowledge):  # type: ignore[no-untyped-def]
        if "Dhaka" in parsed.document.text:
            raise ZeroDivisionError
        return code(parsed, knowledge)

    monkeypatch.setattr(pipeline, "code", fails_on_dhaka)
    failed: list[str] = []
    coded = list(small.pipe(documents(), on_error=lambda document, error: failed.append(type(error).__name__)))
    assert failed == ["ZeroDivisionError"]
    assert [one.document.text for one in coded] == list(TEXTS[:-1])
    with pytest.raises(ZeroDivisionError):
        list(small.pipe(documents()))


def test_without_on_error_the_error_is_raised_in_its_place(small: Coder) -> None:
    stream = small.pipe(["Two died.", "Three died.", "x" * 201, "Four died."])
    assert [next(stream).document.text for _ in range(2)] == ["Two died.", "Three died."]
    with pytest.raises(TooLongError, match="201 characters, and the limit is 200"):
        next(stream)


def test_too_long_says_what_to_do(small: Coder) -> None:
    with pytest.raises(TooLongError) as caught:
        small.code("x" * 201)
    assert isinstance(caught.value, dateline.ReadError)
    assert "DATELINE_MAX_CHARS" in caught.value.remedy
    assert small.code("x" * 200).document.text == "x" * 200


def test_a_language_without_rules_is_told(small: Coder) -> None:
    coded = small.code("Deux personnes ont été tuées à Goma.", language="fr")
    assert [note.code for note in coded.notes] == ["W201"]
    assert (coded.actors, coded.places, coded.events, coded.tolls) == ((), (), (), ())


def test_reasons_belong_to_claims(small: Coder) -> None:
    explained = small.explain(TEXTS[0], published="2024-12-03")
    claims = {c.id for layer in ("events", "tolls", "statements", "relations") for c in getattr(explained.coded, layer)}
    assert claims
    assert set(explained.reasons) == claims
    assert all(explained.reasons.values()), "every claim says why it was made"


def test_nothing_is_nothing(small: Coder) -> None:
    assert list(small.pipe([])) == []
    empty = small.code("")
    assert empty == CodedDocument(document=Document.from_text(""), notes=empty.notes)


OTHER_NEWS = (
    "The choir rehearses on Wednesdays in the church hall and welcomes new singers of all ages. Its summer concert, with songs "
    "from musicals and a piano solo, drew a record audience, and the proceeds will pay for new chairs. Tea and cake are served "
    "after each rehearsal, and nobody has to read music in order to join."
)


@pytest.fixture(scope="module")
def gated(coder: Coder) -> Coder:
    """The coder with the relevance gate on, in batches of three."""
    made = Coder(Settings(batch_size=3, max_chars=1000, gate="on"))
    made.parser.nlp = coder.parser.nlp
    made.__dict__["knowledge"] = coder.knowledge
    return made


def test_the_gate_passes_over_and_says_so(gated: Coder, coder: Coder) -> None:
    """All others are coded as ever, in their order; the record of one passed over is whole but for claims."""
    given = [TEXTS[0], OTHER_NEWS, TEXTS[4], OTHER_NEWS + " ", TEXTS[1]]
    records = list(gated.pipe(given))
    assert [record.document.text for record in records] == given
    passed = records[1], records[3]
    assert [[note.code for note in record.notes] for record in passed] == [["W202"], ["W202"]]
    assert "its score is 0." in passed[0].notes[0].message
    assert not passed[0].actors
    assert [records[0], records[2], records[4]] == [coder.code(text) for text in (given[0], given[2], given[4])]
    assert gated.code(OTHER_NEWS) == gated.explain(OTHER_NEWS).coded == passed[0]


def test_failures_keep_their_place_among_those_passed_over(gated: Coder) -> None:
    """Also where the gate would pass over a text that is too long to be read: that one is a failure as ever."""
    came: list[str] = []
    long = OTHER_NEWS * 4
    records = gated.pipe([OTHER_NEWS, long, TEXTS[0], OTHER_NEWS], on_error=lambda document, _: came.append("failed"))
    for record in records:
        came.append("coded" if record.events else "passed over")  # noqa: PERF401 (failures come between)
    assert came == ["passed over", "failed", "coded", "passed over"]


def test_the_pipeline_is_loaded_anew_before_it_grows_without_end(coder: Coder) -> None:
    """Its words are forgotten after some number of new ones, and the records stay the same."""
    made = Coder(Settings(batch_size=1))
    made.__dict__["knowledge"] = coder.knowledge
    made.parser.most_words = 5
    texts = [
        f"Rebels of the {name} Front killed 12 people in {name}town."
        for name in ("Zuq", "Wexo", "Plim", "Dargh", "Ulth")
    ]
    records, pipelines = [], []
    for text in texts:
        records.append(made.code(text))
        pipelines.append(made.parser.nlp)
    assert any(later is not pipelines[0] for later in pipelines)
    assert records == [coder.code(text) for text in texts]
