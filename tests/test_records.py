"""The record keeps its promises however it is made: in Python, or read from JSON."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from pydantic import ValidationError

import dateline
from dateline import CodedDocument, Coder, Document, RecordError, Span
from dateline.records import SCHEMA, Record, spans_of, text_id

ROOT = Path(__file__).parents[1]
TEXT = "🚑 Raiders killed 12 people in Maru on Monday, Ada said.\r\nÉ"


def span(words: str) -> dict[str, Any]:
    start = TEXT.index(words)
    return {"start": start, "end": start + len(words), "text": words}


def whole() -> dict[str, Any]:
    """A record with something in every layer, as it stands in JSON."""
    chain = [{"source": "a2", "cue": span("said"), "source_text": span("Ada"), "certainty": "stated"}]
    made = {"evidence": [span("killed 12 people")], "rule": "r", "confidence": 0.5}
    return {
        "schema": SCHEMA,
        "document": {"id": text_id(TEXT), "text": TEXT, "published": "2024-12-03", "extra": {"a": [{"b": None}, 1.5]}},
        "actors": [
            {"id": "a1", "name": "Raiders", "kind": "rebel", "mentions": [span("Raiders")]},
            {"id": "a2", "name": "Ada", "individual": True, "country": "NGA", "mentions": [span("Ada")]},
        ],
        "places": [
            {
                "id": "p1",
                "name": "Maru",
                "lat": 12.3,
                "lon": 6.4,
                "precision": 1,
                "confidence": 0.8,
                "alternatives": [{"name": "Maru", "lat": 1.0, "lon": 2.0, "country": "TZA", "confidence": 0.1}],
                "mentions": [span("Maru")],
            }
        ],
        "dates": [{"id": "d1", "value": "2024-12-02", "type": "DATE", "mention": span("Monday")}],
        "events": [
            {
                "id": "e1",
                "type": "ASSAULT",
                "mode": "firearms",
                "contexts": ["military"],
                "trigger": span("killed"),
                "actors": ["a1"],
                "places": ["p1"],
                "when": {"precision": "day", "date": "d1"},
                "attribution": chain,
                "acled": {"event_type": "Violence against civilians", "sub_event_type": "Attack"},
                **made,
            },
            {"id": "e2", "type": "ASSAULT", "trigger": span("killed"), "same_as": "e1", **made},
        ],
        "tolls": [
            {
                "id": "t1",
                "harm": "killed",
                "low": 12,
                "best": 12,
                "high": 12,
                "bound": "exact",
                "victims": {"text": span("people"), "actor": "a1"},
                "event": "e1",
                "number": span("12"),
                "places": ["p1"],
                "attribution": chain,
                **made,
            }
        ],
        "statements": [
            {"id": "s1", "speaker": "a2", "addressee": "a1", "direct": False, "content": [span("Maru")], **made}
        ],
        "relations": [{"id": "r1", "subject": "a1", "relation": "leads", "object": "a2", **made}],
        "notes": [{"code": "W102", "message": "m", "span": span("É")}],
    }


def broken(path: str, value: object) -> dict[str, Any]:
    """The whole record with one value changed: ``path`` is "layer.0.field"."""
    record = whole()
    *above, last = path.split(".")
    at: Any = record
    for step in above:
        at = at[int(step)] if isinstance(at, list) else at[step]
    at[last] = value
    return record


BY_RECORD = [
    ("document.id", "0" * 64, "not the SHA-256", "an id that is not the hash of the text"),
    ("document.text", TEXT + ".", "not the SHA-256", "a text that was changed under its id"),
    ("dates.0.mention.text", "monday", "holds 'monday'", "a span whose words are not those of the text"),
    ("dates.0.mention.end", 60, "cannot hold", "a span whose length is not that of its words"),
    ("notes.0.span", {"start": 900, "end": 901, "text": "É"}, "holds 'É'", "a span beyond the end of the text"),
    ("notes.0.span", {"start": 5, "end": 5, "text": ""}, "cannot hold", "an empty span"),
    ("notes.0.span", {"start": 5, "end": 4, "text": "x"}, "cannot hold", "a span that runs backwards"),
    (
        "notes.0.span",
        {"start": 1, "end": 2, "text": "R"},
        "holds 'R'",
        "an offset counted as if the emoji were nothing",
    ),
    ("actors.1.id", "a1", "same id", "two actors of one id"),
    ("places.0.id", "a1", "same id", "one id in two layers"),
    ("events.0.actors", ["a9"], "'a9', which is not among the document's actors", "an actor that is not there"),
    ("events.0.actors", ["p1"], "'p1', which is not among the document's actors", "a place where an actor stands"),
    ("events.0.recipients", ["d1"], "'d1'.* actors", "a date where a recipient stands"),
    ("events.0.places", ["a1"], "'a1'.* places", "an actor where a place stands"),
    ("events.0.origin", ["p9"], "'p9'.* places", "an origin that is not there"),
    ("events.0.destination", ["p9"], "'p9'.* places", "a destination that is not there"),
    ("events.0.when.date", "d9", "'d9'.* dates", "a date that is not there"),
    ("events.1.same_as", "t1", "'t1'.* events", "a toll that repeats an event"),
    ("events.0.attribution.0.source", "a9", "'a9'.* actors", "a source that is not there"),
    ("tolls.0.victims.actor", "p1", "'p1'.* actors", "a place as victims"),
    ("tolls.0.event", "t1", "'t1'.* events", "a toll of a toll"),
    ("tolls.0.places", ["p2"], "'p2'.* places", "a toll's place that is not there"),
    ("tolls.0.attribution.0.source", "e1", "'e1'.* actors", "an event as source"),
    ("statements.0.speaker", "a9", "'a9'.* actors", "a speaker that is not there"),
    ("statements.0.addressee", "s1", "'s1'.* actors", "a statement as addressee"),
    ("relations.0.subject", "r1", "'r1'.* actors", "a relation as its own subject"),
    ("relations.0.object", "a3", "'a3'.* actors", "an object that is not there"),
    ("events.0.mode", "ceasefire", "no mode 'ceasefire' of ASSAULT", "a mode of another type"),
    ("events.0.contexts", ["military", "weather"], "no context 'weather'", "a context that PLOVER has not"),
    (
        "events.0.acled.event_type",
        "Battles",
        "no sub-event type 'Attack' under 'Battles'",
        "an ACLED pair that is none",
    ),
]
"""What the schema cannot say, and the record must refuse: path, value, message, reason."""

BY_SCHEMA = [
    ("schema", "dateline/2", "another version of the record"),
    ("document.published", "3 December", "a date that is not ISO 8601"),
    ("document.surprise", 1, "a field that the record has not"),
    ("document.text", 5, "a number for a text"),
    ("dates.0.mention.start", "5", "a number in quotation marks: nothing is converted"),
    ("dates.0.mention.start", -1, "a negative offset"),
    ("dates.0.type", "date", "a vocabulary word in the wrong case"),
    ("actors.0.kind", "army", "a kind that is none"),
    ("actors.0.country", "Nigeria", "a country that is no ISO 3166 alpha-3 code"),
    ("actors.0.id", "", "an empty id"),
    ("places.0.lat", 91.0, "a latitude beyond the pole"),
    ("places.0.lon", -181.0, "a longitude beyond the date line"),
    ("places.0.precision", 8, "where_prec ends at 7"),
    ("events.0.type", "FIGHT", "a type that PLOVER has not"),
    ("events.0.status", "maybe", "a status that is none"),
    ("events.0.confidence", 1.5, "a confidence above one"),
    ("events.0.attribution.0.certainty", "sure", "a certainty that is none"),
    ("tolls.0.harm", "dead", "a harm that is none"),
    ("tolls.0.low", -1, "fewer than nobody"),
    ("tolls.0.best", 12.5, "half a person"),
    ("tolls.0.since", "last week", "a date that is not ISO 8601"),
    ("relations.0.relation", "hates", "a relation that is none"),
]
"""What record and schema must both refuse: path, value, reason."""


def test_the_whole_record_is_one() -> None:
    """The cases below break this one in one place each, and prove nothing unless it is whole."""
    coded = CodedDocument.from_json(json.dumps(whole()))
    assert len(list(spans_of(coded))) == 19
    assert json.loads(coded.to_json())["tolls"][0]["number"] == span("12")


@pytest.mark.parametrize(("path", "value", "message", "reason"), BY_RECORD, ids=[c[3] for c in BY_RECORD])
def test_json_that_contradicts_itself_is_refused(path: str, value: object, message: str, reason: str) -> None:
    with pytest.raises(RecordError, match=message):
        CodedDocument.from_json(json.dumps(broken(path, value)))


@pytest.mark.parametrize(("path", "value", "reason"), BY_SCHEMA, ids=[c[2] for c in BY_SCHEMA])
def test_json_of_wrong_form_is_refused(path: str, value: object, reason: str) -> None:
    record = json.dumps(broken(path, value))
    with pytest.raises(RecordError, match="no coded document"):
        CodedDocument.from_json(record)
    assert not Draft202012Validator(dateline.json_schema()).is_valid(json.loads(record)), reason


@pytest.mark.parametrize("text", ["", "null", "[]", "{", "{}", '"x"', "\x00", '{"schema": "dateline/1"}'])
def test_what_is_no_record_is_refused(text: str) -> None:
    with pytest.raises(RecordError, match="no coded document"):
        CodedDocument.from_json(text)


@pytest.mark.parametrize(("path", "value", "message", "reason"), BY_RECORD, ids=[c[3] for c in BY_RECORD])
def test_construction_refuses_what_json_refuses(path: str, value: object, message: str, reason: str) -> None:
    with pytest.raises(ValidationError, match=message):
        CodedDocument.model_validate(_tuples(broken(path, value)))


def _tuples(value: object) -> Any:
    """As Python holds it: a strict record takes tuples, no lists (``extra`` holds what came in)."""
    if isinstance(value, dict):
        return {k: v if k == "extra" else _tuples(v) for k, v in value.items()}
    return tuple(map(_tuples, value)) if isinstance(value, list) else value


BOUNDS = [
    ("exact", (5, 5, 5), True, "one figure three times"),
    ("exact", (5, 6, 6), False, "two figures are not exact"),
    ("exact", (None, None, None), False, "exact and no figure"),
    ("at_least", (5, 5, None), True, "open upwards"),
    ("at_least", (5, 5, 5), False, "at least, and closed"),
    ("at_least", (5, None, None), False, "best is the low"),
    ("at_most", (None, 5, 5), True, "open downwards"),
    ("at_most", (0, 5, 5), False, "zero was not said"),
    ("approximately", (None, 5, None), True, "about five"),
    ("approximately", (4, 5, 6), False, "a width was not said"),
    ("range", (5, 5, 8), True, "best is the low"),
    ("range", (5, 6, 8), True, "best lies within"),
    ("range", (8, 8, 5), False, "a range that runs backwards"),
    ("range", (5, 9, 8), False, "best lies outside"),
    ("range", (5, None, 8), False, "best is missing"),
    ("order", (None, None, None), True, "dozens"),
    ("order", (12, None, None), True, "dozens: at least twelve"),
    ("order", (12, 12, None), False, "dozens has no best figure"),
    ("unquantified", (None, None, None), True, "an exodus"),
    ("unquantified", (None, 1, None), False, "an exodus has no figure"),
]


@pytest.mark.parametrize(("bound", "figures", "fits", "reason"), BOUNDS, ids=[f"{c[0]}: {c[3]}" for c in BOUNDS])
def test_bounds_of_tolls(
    bound: str, figures: tuple[int | None, int | None, int | None], fits: bool, reason: str
) -> None:
    record = whole()
    record["tolls"][0].update(bound=bound, **dict(zip(("low", "best", "high"), figures, strict=True)))
    if fits:
        toll = CodedDocument.from_json(json.dumps(record)).tolls[0]
        assert (toll.low, toll.best, toll.high) == figures
    else:
        with pytest.raises(RecordError, match=f"bound {bound} cannot have"):
            CodedDocument.from_json(json.dumps(record))


def _records(value: object) -> Iterator[Record]:
    if isinstance(value, Record):
        yield value
        for name in type(value).model_fields:
            yield from _records(getattr(value, name))
    elif isinstance(value, tuple):
        for item in value:
            yield from _records(item)


def test_every_record_is_frozen() -> None:
    records = list(_records(CodedDocument.from_json(json.dumps(whole()))))
    assert {type(r) for r in records} == {k for k in Record.__subclasses__() if k.__module__ == "dateline.records"}, (
        "each is tried"
    )
    for record in records:
        name = next(iter(type(record).model_fields))
        with pytest.raises(ValidationError, match="frozen"):
            setattr(record, name, getattr(record, name))


def test_records_convert_nothing() -> None:
    with pytest.raises(ValidationError):
        Span(start="1", end=2, text="x")  # type: ignore[arg-type]
    with pytest.raises(ValidationError):
        Document.from_text("x", publisher="y")


@pytest.mark.parametrize(("start", "end"), [(0, 0), (5, 3), (0, 9), (-2, 3), (9, 12)])
def test_span_of_refuses_what_is_outside(start: int, end: int) -> None:
    with pytest.raises(ValidationError):
        Span.of("words", start, end)


ODD = ["🕯️", "👨‍👩‍👧", "e\u0301", "\r\n", "\n", "\u2028", "لا", "\u202e", "𝔸", " ", '"', "\\", "a", "\ufeff"]
TEXTS = st.text(min_size=1) | st.lists(st.sampled_from(ODD), min_size=1).map("".join)
EXTRA = st.dictionaries(
    st.text(),
    st.recursive(
        st.none()
        | st.booleans()
        | st.integers(-(2**53), 2**53)
        | st.floats(allow_nan=False, allow_infinity=False)
        | st.text(),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
        max_leaves=8,
    ),
    max_size=4,
)


@given(text=TEXTS, extra=EXTRA, data=st.data())
def test_json_gives_back_the_record(text: str, extra: dict[str, Any], data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    part = Span.of(text, start, end)
    note = dateline.Note(code="W1", message=text, span=part)
    coded = CodedDocument(document=Document.from_text(text, extra=extra, title=text), notes=(note,))
    again = CodedDocument.from_json(coded.to_json())
    assert again == coded
    assert again.document.text[start:end] == part.text
    assert CodedDocument.from_json(coded.to_json(indent=2).encode()) == coded


def test_a_very_long_line_comes_back() -> None:
    text = "🕯️ The siege of the town went on. " * 20_000
    coded = CodedDocument(document=Document.from_text(text))
    assert CodedDocument.from_json(coded.to_json()).document.text == text


def test_the_published_schema_is_the_one_of_the_code() -> None:
    """Regenerate with ``dateline schema > docs/reference/schema.json``."""
    published = (ROOT / "docs" / "reference" / "schema.json").read_text("utf-8")
    Draft202012Validator.check_schema(json.loads(published))
    assert json.loads(published) == dateline.json_schema()


def test_the_schema_takes_whole_records_and_no_others() -> None:
    schema = Draft202012Validator(dateline.json_schema())
    schema.validate(whole())
    for layer in ("document", *CodedDocument.model_fields):
        if layer in {"schema_", "notes"}:
            continue
        record = copy.deepcopy(whole())
        record[layer] = "none"
        assert not schema.is_valid(record), layer


def test_the_schema_takes_what_is_written(coder: Coder) -> None:
    schema = Draft202012Validator(dateline.json_schema())
    for path in sorted((ROOT / "samples").glob("*.txt")):
        schema.validate(json.loads(coder.code(path.read_bytes().decode(), published="2024-06-01").to_json()))
