"""Whatever bytes come, every reader yields documents and failures, and raises nothing."""

from __future__ import annotations

import gzip
import io
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dateline.read import ReadFailure, ReadOptions, Received, read_bytes, read_stream
from dateline.read.registry import readers
from dateline.records import Document

NAMES = ["-", *sorted(f"a{suffix}" for reader in readers() for suffix in reader.suffixes)]
PIECES = [
    b"<p>",
    b"</p>",
    b"<html><body>",
    b"<article>",
    b"<!--",
    b"<meta charset=",
    b"---\n",
    b"a: &b\n",
    b"# ",
    b'{"text": ',
    b'"',
    b"}",
    b"[",
    b"\\u",
    b"\n",
    b"\r",
    b"\x1f\x8b\x08",
    b"\xff\xfe",
    b"killed five ",
]
BYTES = st.binary(max_size=200) | st.lists(st.sampled_from(PIECES) | st.binary(max_size=4), max_size=25).map(b"".join)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=BYTES, packed=st.booleans())
def test_any_bytes(name: str, data: bytes, packed: bool) -> None:
    found = list(read_bytes(gzip.compress(data, 1) if packed else data, name))
    assert found, "every input is a document or a failure"
    for item in found:
        assert isinstance(item, Received | ReadFailure)
        if isinstance(item, Received):
            assert Document.model_validate_json(item.document.model_dump_json()) == item.document


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(st.sampled_from(["text", "title", "published", "source", "url", "id"]), VALUES))
def test_any_json_object(record: dict[str, object]) -> None:
    """A document holds each field, as a field or in extra; and what JSON can write, a record can."""
    (item,) = read_bytes(json.dumps(record).encode(), "a.jsonl")
    if not isinstance(item, Received):
        return
    document = item.document
    assert document.text == record["text"]
    assert Document.model_validate_json(document.model_dump_json()) == document
    lost = {
        name
        for name in record
        if record[name] not in (None, "") and name not in document.extra and getattr(document, name, None) is None
    }
    assert not lost


class Endless(io.RawIOBase):
    """A stream of one line after another that never ends."""

    def __init__(self) -> None:
        self.taken = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        line = b'{"text": "One."}\n'
        size = len(buffer) // len(line) * len(line)
        buffer[:size] = line * (size // len(line))
        self.taken += size
        return size


def test_json_lines_are_read_as_they_come() -> None:
    stream = Endless()
    found = read_stream(stream, "a.jsonl", options=ReadOptions())  # type: ignore[arg-type]
    assert isinstance(next(found), Received)
    assert stream.taken < 100_000
