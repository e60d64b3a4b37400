"""WARC and WACZ: pages as they were archived, whatever is damaged between them."""

from __future__ import annotations

import gzip
import io
import tracemalloc
import zipfile
from typing import Any

import brotli
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from dateline.read import Item, ReadFailure, ReadOptions, Received, Skipped, read_bytes, read_stream
from dateline.read.warc_records import Damage, records

DAY = "2024-03-05T10:00:00Z"
HTML = "text/html; charset=utf-8"


def page(number: int) -> bytes:
    story = f"Rebels killed {number + 2} people in the town of Kara on Monday, the mayor said."
    head = f"<html><head><title>Raid {number}</title></head>"
    return f"{head}<body><article><h1>Raid {number}</h1><p>{story}</p></article></body></html>".encode()


def archive(*answers: tuple[str, bytes, dict[str, str]] | bytes, packed: bool = True, kind: str = "response") -> bytes:
    """A WARC file of answers (address, body, headers; ``:status`` among them), written by another library."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=packed)
    writer.write_record(writer.create_warcinfo_record("a.warc", {"software": "tests"}))
    for number, answer in enumerate(answers):
        url, body, headers = answer if isinstance(answer, tuple) else (f"https://wire.example/{number}", answer, {})
        sent = {"Content-Type": HTML} | headers
        status = sent.pop(":status", "200 OK")
        http = StatusAndHeaders(status, list(sent.items()), protocol="HTTP/1.1") if kind == "response" else None
        about = {"WARC-Date": DAY}
        writer.write_record(
            writer.create_warc_record(
                url,
                kind,
                payload=io.BytesIO(body),
                http_headers=http,
                warc_headers_dict=about,
                warc_content_type="application/http; msgtype=response" if http else sent["Content-Type"],
            )
        )
    return out.getvalue()


def read(data: bytes, name: str = "a.warc.gz", **options: Any) -> list[Item]:
    return list(read_bytes(data, name, options=ReadOptions(**options)))


def titles(items: list[Item]) -> list[str | None]:
    return [item.document.title for item in items if isinstance(item, Received)]


def problems(items: list[Item]) -> list[str]:
    return [str(item.error) for item in items if isinstance(item, ReadFailure)]


def chunked(body: bytes) -> bytes:
    return b"%x\r\n%s\r\n%x\r\n%s\r\n0\r\n\r\n" % (9, body[:9], len(body) - 9, body[9:])


@pytest.mark.parametrize("packed", [True, False], ids=["packed", "plain"])
@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (page(1), {}),
        (gzip.compress(page(1)), {"Content-Encoding": "gzip"}),
        (brotli.compress(page(1)), {"Content-Encoding": "br"}),
        (chunked(page(1)), {"Transfer-Encoding": "chunked"}),
    ],
    ids=["as it is", "gzip", "brotli", "chunked"],
)
def test_pages(body: bytes, headers: dict[str, str], packed: bool) -> None:
    for name in ("a.warc.gz" if packed else "a.warc", *([] if packed else ["a.dat"])):
        (item,) = read(archive(("https://wire.example/1", body, headers), packed=packed), name)
        assert isinstance(item, Received)
        assert item.document.text.startswith("Raid 1\nRebels killed 3 people")
        assert (item.document.url, item.document.retrieved) == ("https://wire.example/1", "2024-03-05T10:00:00+00:00")
        assert item.where == f"{name}, record 2 (https://wire.example/1)"
        assert item.original == page(1)


def test_a_page_is_no_younger_than_its_archive() -> None:
    """What a page says of its day is checked against the day on which it was archived."""
    head = b'<meta property="article:published_time" content="%s">'
    early, late = (
        page(1).replace(b"<title>", head % day + b"<title>") for day in (b"2024-03-05T23:00:00Z", b"2024-06-01")
    )
    first, second = read(archive(early, late))
    assert isinstance(first, Received)
    assert first.document.published == "2024-03-05"
    assert isinstance(second, Received)
    assert second.document.published is None
    assert [note.code for note in second.notes] == ["W104"]
    assert second.document.extra["published"] == "2024-06-01"


def test_what_is_no_report_is_counted() -> None:
    answers = [
        ("https://wire.example/p.png", b"x", {"Content-Type": "image/png"}),
        ("https://wire.example/q.png", b"x", {"Content-Type": "image/png"}),
        ("https://wire.example/gone", page(1), {":status": "404 Not Found"}),
        ("https://wire.example/robots.txt", b"User-agent: *", {"Content-Type": "text/plain"}),
        ("https://wire.example/1", page(1), {}),
        ("https://wire.example/", b"<html><body><a href=/>Home</a></body></html>", {}),
    ]
    good, bad, passed = read(archive(*answers))
    assert isinstance(good, Received)
    assert isinstance(bad, ReadFailure)
    assert "there is no article" in str(bad.error)
    assert passed == Skipped("a.warc.gz", {"image/png": 2, "answer 404": 1, "text/plain": 1})


def test_the_charset_of_the_answer_counts() -> None:
    body = page(1).replace(b"the mayor", "Müller".encode("latin-1") + b" of the town")
    (item,) = read(archive(("https://wire.example/1", body, {"Content-Type": "text/html; charset=iso-8859-1"})))
    assert isinstance(item, Received)
    assert "Müller of the town" in item.document.text


def test_extracted_texts_are_read() -> None:
    """Common Crawl's WET files: records of the kind "conversion", whose type is the record's own."""
    text = b"Raid on Kara\nRebels killed three people in the town on Monday."
    data = archive(("https://wire.example/1", text, {"Content-Type": "text/plain"}), kind="conversion")
    (item,) = read(data, "a.warc.wet.gz")
    assert isinstance(item, Received)
    assert item.document.text == text.decode()


@pytest.mark.parametrize(
    ("damage", "kept", "message", "reason"),
    [
        (lambda data, starts: data[: starts[2] + 30] + b"\xff" * 40 + data[starts[2] + 70 :], [0, 2, 3], "damaged", "bytes overwritten"),
        (lambda data, starts: data[: starts[2]] + b"junk" * 50 + data[starts[2] :], [0, 1, 2, 3], "damaged", "bytes between"),
        (lambda data, starts: data[: starts[4] + 60], [0, 1, 2], "cut off", "cut off"),
        (lambda data, starts: data[: starts[1]] + data[starts[1] + 20 :], [1, 2, 3], "damaged", "a beginning lost"),
    ],
)  # fmt: skip
def test_damaged_members_are_said_and_passed_over(damage: Any, kept: list[int], message: str, reason: str) -> None:
    data = archive(*map(page, range(4)))
    starts = [at for at in range(len(data)) if data[at : at + 4] == b"\x1f\x8b\x08\x00"]
    assert len(starts) == 5
    items = read(damage(data, starts))
    assert titles(items) == [f"Raid {number}" for number in kept], reason
    assert len(problems(items)) == 1
    assert message in problems(items)[0]


@pytest.mark.parametrize(
    ("old", "new", "kept", "reason"),
    [
        (b"Content-Length: ", b"Content-Length: x", [], "no lengths"),
        (b"WARC/1.0\r\n", b"", [], "no beginnings"),
        (b"Rebels killed 3", b"Rebels really killed 3", [0, 1, 2, 3], "longer than it says"),
    ],
)
def test_damaged_plain_records(old: bytes, new: bytes, kept: list[int], reason: str) -> None:
    data = archive(*map(page, range(4)), packed=False).replace(old, new)
    items = read(data, "a.warc")
    assert titles(items) == [f"Raid {number}" for number in kept], reason
    assert problems(items)


def test_a_record_too_long_is_passed_over_unread() -> None:
    items = read(archive(page(0), b"<p>" + b"a" * 200_000, page(2)), max_bytes=100_000)
    assert titles(items) == ["Raid 0", "Raid 2"]
    assert "longer than 100,000 bytes" in problems(items)[0]


def test_a_bomb_in_an_answer_is_refused() -> None:
    bomb = gzip.compress(b"<p>" + b"a" * 10**6)
    items = read(archive(("https://wire.example/b", bomb, {"Content-Encoding": "gzip"}), page(1)), max_bytes=100_000)
    assert "longer than 100,000 bytes" in problems(items)[0]
    assert titles(items) == ["Raid 1"]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "the file is empty"),
        (b"WARC/1.0\r\n", "how long"),
        (b"nothing of the kind", "no record"),
        (gzip.compress(b"x", mtime=0), "no record"),
    ],
    ids=["empty", "header cut", "no header", "packed, no header"],
)
def test_what_is_no_archive(data: bytes, message: str) -> None:
    assert any(message in problem for problem in problems(read(data, "a.warc"))), data


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 3000), st.binary(max_size=60), st.booleans())
def test_any_damage_leaves_the_rest(at: int, bytes_: bytes, packed: bool) -> None:
    """Whatever is overwritten, reading ends, and at most the records that it touches are lost."""
    data = bytearray(archive(*map(page, range(8)), packed=packed))
    at %= len(data)
    data[at : at + len(bytes_)] = bytes_[: len(data) - at]
    found = list(records(io.BytesIO(bytes(data)), 2**20))
    assert sum(not isinstance(item, Damage) for item in found) >= 6


def test_memory_stays_flat() -> None:
    """An archive is read a record at a time, however long it is."""
    one = archive(page(1))

    class Endless(io.RawIOBase):
        """The same archive over and over."""

        left = b""

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: Any) -> int:
            data = self.left or one
            size = min(len(data), len(buffer))
            buffer[:size], self.left = data[:size], data[size:]
            return size

    items = read_stream(io.BufferedReader(Endless(), 2**16), "a.warc.gz")
    for _ in range(20):
        next(items)
    tracemalloc.start()
    for _ in range(100):
        next(items)
    assert tracemalloc.get_traced_memory()[1] < 8 * 2**20
    tracemalloc.stop()


def wacz(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, data in members.items():
            file.writestr(name, data)
    return out.getvalue()


def test_wacz() -> None:
    data = wacz(**{
        "datapackage.json": b"{}", "archive/one.warc.gz": archive(page(0), page(1)), "archive/two.warc": archive(page(2), packed=False),
        "pages/pages.jsonl": b"{}", "indexes/index.cdx": b"x",
    })  # fmt: skip
    items = read(data, "a.wacz")
    assert titles(items) == ["Raid 0", "Raid 1", "Raid 2"]
    assert items[0].where == "a.wacz: archive/one.warc.gz, record 2 (https://wire.example/0)"


def test_wacz_with_a_damaged_archive_in_it() -> None:
    bad = archive(page(0))
    items = read(wacz(**{"archive/a.warc.gz": bad[: len(bad) // 2], "archive/b.warc.gz": archive(page(1))}), "a.wacz")
    assert titles(items) == ["Raid 1"]
    assert problems(items)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"PK\x03\x04", "no whole WACZ"),
        (wacz(**{"a.txt": b"x"}), "no WARC file"),
        (wacz(**{"archive/x.warc": archive(page(0))})[:-30], "no whole WACZ"),
    ],
)
def test_what_is_no_wacz(data: bytes, message: str) -> None:
    (problem,) = problems(read(data, "a.wacz"))
    assert message in problem
