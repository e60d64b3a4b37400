"""Files in parts: what is read of all parts is what is read of the whole, each report once."""

from __future__ import annotations

import gzip
import io
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from dateline.read import ReadFailure, ReadOptions, Received, read_path
from dateline.read.parts import Part, cut, read_part

OPTIONS = ReadOptions()


def told(items: object) -> list[tuple[str, str]]:
    """Where each item is from, and its text or what is wrong; numbers of records in packed files may differ from those of the whole."""
    return [
        (item.where, item.document.text if isinstance(item, Received) else item.error.problem)
        for item in items  # type: ignore[attr-defined]
        if isinstance(item, Received | ReadFailure)
    ]


def of_parts(parts: list[Part]) -> list[tuple[str, str]]:
    return told(item for part in parts for _, item in read_part(part, OPTIONS))


def line(n: int) -> str:
    return json.dumps({"text": f"Report {n}."}) + "\n"


@pytest.mark.parametrize("size", [1, 3, 7, 10, 100])
@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("plain.jsonl", "".join(map(line, range(10)))),
        ("without-a-last-end.jsonl", "".join(map(line, range(10))).rstrip("\n")),
        ("with-a-mark.jsonl", "\ufeff" + "".join(map(line, range(10)))),
        ("with-blank-and-bad-lines.jsonl", line(0) + "\n\n{bad}\n" + line(1) + "\n" + line(2) + "\n\n"),
        ("of-windows.jsonl", "".join(map(line, range(10))).replace("\n", "\r\n")),
    ],
)
@pytest.mark.parametrize("packed", [False, True], ids=["plain", "packed"])
def test_lines_in_parts(tmp_path: Path, name: str, data: str, size: int, packed: bool) -> None:
    file = tmp_path / (name + ".gz" * packed)
    file.write_bytes(gzip.compress(data.encode()) if packed else data.encode())
    parts = cut(file, size)
    assert {part.kind for part in parts} == {"lines"}
    assert len(parts) == -(-len(data.rstrip("\n").split("\n")) // size) or size == 1 or "blank" in name
    assert of_parts(parts) == told(read_path(file))


@settings(max_examples=60, deadline=None)
@given(
    texts=st.lists(st.one_of(st.just(""), st.just("{"), st.text(min_size=1, max_size=20)), max_size=30),
    size=st.integers(1, 12),
    end=st.booleans(),
)
def test_any_lines_in_parts(tmp_path_factory: pytest.TempPathFactory, texts: list[str], size: int, end: bool) -> None:
    file = tmp_path_factory.mktemp("lines") / "any.jsonl"
    lines = [json.dumps({"text": text}) if text not in ("", "{") else text for text in texts]
    file.write_text("\n".join([line(0).strip(), *lines]) + "\n" * end)
    assert of_parts(cut(file, size)) == told(read_path(file))


@pytest.mark.parametrize("size", [1, 4, 5, 100])
def test_rows_in_parts(tmp_path: Path, size: int) -> None:
    file = tmp_path / "rows.parquet"
    texts = [f"Report {n}." if n != 6 else None for n in range(23)]
    pq.write_table(pa.table({"text": texts, "more": list(range(23))}), file, row_group_size=5)
    parts = cut(file, size)
    assert ({part.kind for part in parts}, len(parts)) == ({"rows"}, -(-23 // size))
    assert of_parts(parts) == told(read_path(file))


def archive(pages: int) -> bytes:
    """A web archive, each record packed by itself."""
    stream = io.BytesIO()
    writer = WARCWriter(stream, gzip=True)
    for n in range(pages):
        head = StatusAndHeaders("200 OK", [("Content-Type", "text/plain")], protocol="HTTP/1.1")
        payload = io.BytesIO(f"Report {n} of some length, so that it is a text.".encode())
        address = f"http://example.org/{n}"
        writer.write_record(writer.create_warc_record(address, "response", payload=payload, http_headers=head))
    return stream.getvalue()


@pytest.mark.parametrize("size", [1, 4, 100])
def test_records_in_parts(tmp_path: Path, size: int) -> None:
    file = tmp_path / "pages.warc.gz"
    file.write_bytes(archive(9))
    parts = cut(file, size)
    assert ({part.kind for part in parts}, len(parts)) == ({"records"}, -(-9 // size))
    assert of_parts(parts) == told(read_path(file))


def test_a_web_archive_that_is_cut_off_tells_so_once(tmp_path: Path) -> None:
    file = tmp_path / "pages.warc.gz"
    file.write_bytes(archive(9)[:-40])
    found = of_parts(cut(file, 2))
    assert [text for _, text in found][:8] == [text for _, text in told(read_path(file))][:8]
    assert sum("cut off" in text for _, text in found) == 1


def test_packed_lines_that_are_cut_off_tell_so(tmp_path: Path) -> None:
    file = tmp_path / "lines.jsonl.gz"
    file.write_bytes(gzip.compress("".join(map(line, range(5000))).encode())[:-2000])
    found = of_parts(cut(file, 100))
    assert found[-1][1] == "the compressed data stops before its end: the file is cut off"
    assert len({where for where, _ in found}) == len(found) > 1000


@pytest.mark.parametrize(
    ("name", "data"), [("one.json", '{"text": "One."}'), ("many.jsonl", '{\n"text": "One."}'), ("empty.jsonl", "")]
)
def test_other_files_are_one_part(tmp_path: Path, name: str, data: str) -> None:
    file = tmp_path / name
    file.write_text(data)
    parts = cut(file, 1)
    assert len(parts) == 1
    assert of_parts(parts) == told(read_path(file))


def test_what_is_skipped_is_not_read_and_what_is_read_is_said_before(tmp_path: Path) -> None:
    file = tmp_path / "lines.jsonl"
    file.write_text("".join(map(line, range(4))))
    begun: list[int] = []
    found = list(read_part(cut(file, 4)[0], OPTIONS, skip=frozenset({2}), begin=begun.append))
    assert begun == [1, 3, 4] == [number for number, _ in found]


def test_the_bytes_alone_say_what_a_part_is(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    for place in (tmp_path, tmp_path / "other"):
        (place / "lines.jsonl").write_text("".join(map(line, range(9))))
    one, other = cut(tmp_path / "lines.jsonl", 4), cut(tmp_path / "other" / "lines.jsonl", 4)
    assert [(p.sha256, p.first, p.end, p.start) for p in one] == [(p.sha256, p.first, p.end, p.start) for p in other]
    assert (one[1].first, one[1].start, one[2].end) == (5, len("".join(map(line, range(4)))), 10)
