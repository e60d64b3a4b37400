"""Every input in every shape: what becomes of it, and why."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

import pytest

from dateline.errors import TooLongError
from dateline.read import FieldNames, ReadFailure, ReadOptions, Received, read_bytes

TEXT = "Rebels took Bel on Monday."
PAGE = """<!doctype html><html lang="en"><head><meta charset="{charset}"><title>Army shells café | Example Wire</title>
<meta property="og:site_name" content="Example Wire"><meta name="author" content="Jane Roe">
<meta property="article:published_time" content="2024-03-05T23:30:00-05:00">
<link rel="canonical" href="https://wire.example/a/1"></head><body><nav><a href="/">Home</a><a href="/w">World</a></nav>
<article><h1>Army shells café</h1><p>Three people were killed in Kara.</p><h2>Reaction</h2>
<p>The union condemned it &amp; asked for an inquiry.</p></article><footer>© 2019 Example Wire</footer></body></html>"""


def read(data: bytes, name: str, **options: object) -> list[Received | ReadFailure]:
    return list(read_bytes(data, name, options=ReadOptions(**options)))  # type: ignore[arg-type]


def only(data: bytes, name: str, **options: object) -> Received:
    (received,) = read(data, name, **options)
    assert isinstance(received, Received), received
    return received


class Good(NamedTuple):
    reason: str
    name: str
    data: bytes
    text: str
    fields: Mapping[str, object] = MappingProxyType({})


GOOD = [
    Good("plain text is the document as it is", "a.txt", TEXT.encode(), TEXT, {"title": None}),
    Good("CRLF stays, or every offset after it would be wrong", "a.txt", b"One.\r\nTwo.\r", "One.\r\nTwo.\r"),
    Good("the suffix may be in capitals", "A.TXT", TEXT.encode(), TEXT),
    Good("an unknown suffix is sniffed", "a.dat", b'{"text": "One."}', "One."),
    Good("standard input has no suffix", "standard input", TEXT.encode(), TEXT),
    Good("gzip is told by its bytes, with no .gz in the name", "a.txt", gzip.compress(TEXT.encode()), TEXT),
    Good(
        "the suffix before .gz is the format's", "a.md.gz", gzip.compress(b"# T\n\nOne."), "# T\n\nOne.", {"title": "T"}
    ),
    Good(
        "the first heading is the title, without its markup",
        "a.md",
        b"x\n\n## A *b* [c](d)\n",
        "x\n\n## A *b* [c](d)\n",
        {"title": "A b c"},
    ),
    Good(
        "a hash in a code block is no heading",
        "a.md",
        b"```\n# no\n```\n\nYes\n===\n",
        "```\n# no\n```\n\nYes\n===\n",
        {"title": "Yes"},
    ),
    Good(
        "front matter is metadata, and the text begins after it",
        "a.md",
        b"---\r\ntitle: Raid\r\ndate: 2024-03-05 10:00\r\npublisher: Wire\r\nn: 012\r\n---\r\nOne.",
        "One.",
        {"title": "Raid", "published": "2024-03-05", "source": "Wire", "extra": {"n": "012"}},
    ),
    Good("rules of dashes are no front matter", "a.md", b"---\n\nOne.\n\n---\n", "---\n\nOne.\n\n---\n", {"extra": {}}),
    Good("one JSON object", "a.json", b'{"text": "One.", "id": 7}', "One.", {"extra": {"id": 7}}),
    Good(
        "escapes of JSON are one character, also beyond the first plane",
        "a.json",
        b'{"text": "\\ud83d\\ude00."}',
        "\N{GRINNING FACE}.",
    ),
    Good("a byte order mark is no text", "a.json", b'\xef\xbb\xbf{"text": "One."}', "One."),
    Good(
        "NaN, which JSON has not, costs nothing",
        "a.jsonl",
        b'{"text": "One.", "n": NaN}',
        "One.",
        {"extra": {"n": "NaN"}},
    ),
    Good(
        "a number may be a day, as in exports of data frames",
        "a.json",
        b'{"text": "One.", "published": 1709600000000}',
        "One.",
        {"published": "2024-03-05"},
    ),
    Good(
        "a short fragment of HTML is an article too", "a.html", b"<p>Rebels took the town.</p>", "Rebels took the town."
    ),
]


@pytest.mark.parametrize("case", GOOD, ids=lambda case: case.reason)
def test_good_input(case: Good) -> None:
    received = only(case.data, case.name)
    assert received.document.text == case.text
    assert {name: getattr(received.document, name) for name in case.fields} == case.fields
    plain = gzip.decompress(case.data) if case.data.startswith(b"\x1f\x8b") else case.data
    assert received.document.original_sha256 == hashlib.sha256(plain).hexdigest()
    assert not received.notes


@pytest.mark.parametrize("charset", ["utf-8", "windows-1252", "iso-8859-1"])
def test_html_article(charset: str) -> None:
    """The page's charset is believed where its bytes are not UTF-8, and menus and footers are left out."""
    encoding = "cp1252" if charset != "utf-8" else charset
    received = only(PAGE.format(charset=charset).encode(encoding), "a.html")
    document = received.document
    assert document.text.splitlines() == [
        "Army shells café",
        "Three people were killed in Kara.",
        "Reaction",
        "The union condemned it & asked for an inquiry.",
    ]
    assert (document.title, document.source, document.url) == (
        "Army shells café",
        "Example Wire",
        "https://wire.example/a/1",
    )
    assert document.published == "2024-03-05", "the date as it stands there, not moved to UTC"
    assert document.extra == {"byline": "Jane Roe"}
    assert not received.notes


def test_html_takes_no_date_that_is_not_its_own() -> None:
    """The footer's year and a day in the story are dates of other things."""
    story = b"<article><p>On 5 March 2019 rebels took the town of Bel.</p></article>"
    page = b"<html><body>" + story + b"<p>\xc2\xa9 2018 Example Wire</p></body></html>"
    assert only(page, "a.html").document.published is None


class Bad(NamedTuple):
    reason: str
    name: str
    data: bytes
    message: str


BAD = [
    Bad("empty", "a.txt", b"", "a.txt: the file is empty"),
    Bad("empty JSON Lines", "a.jsonl", b"\n\n", "a.jsonl: the file is empty"),
    Bad("white space", "a.txt", b" \r\n\t", "only white space"),
    Bad("white space in a JSON file", "a.json", b" \n", "only white space"),
    Bad("empty text in JSON", "a.json", b'{"text": ""}', "its text is empty"),
    Bad("NUL", "a.txt", b"One\0two", "byte 3 is NUL"),
    Bad("NUL by an escape", "a.json", b'{"text": "One\\u0000"}', "character 3 of the text is NUL"),
    Bad("half a character by an escape", "a.json", b'{"text": "\\ud800"}', "half a character"),
    Bad("control characters", "a.txt", b"\x01\x02\x03abc", "control characters"),
    Bad("PDF", "a.txt", b"%PDF-1.7\n", "a PDF file"),
    Bad("a word processor's file", "a.docx", b"PK\x03\x04rest", "office document"),
    Bad("a broken mark", "a.txt", b"\xff\xfea", "begins with the mark of utf-16"),
    Bad("bytes of no encoding", "a.txt", b"\x81\x8d\x8f\x90\x9d" * 9, "no encoding"),
    Bad(
        "HTML with no article",
        "a.html",
        b"<html><head><title>A site</title></head><body><a href=/>Home</a></body></html>",
        "no article",
    ),
    Bad("JSON without the text", "a.json", b'{"body": "One."}', "no field 'text', only 'body'"),
    Bad("JSON with no field", "a.json", b"{}", "only no field at all"),
    Bad("JSON with a text that is a number", "a.json", b'{"text": 1}', "'text' holds a number"),
    Bad("JSON with a text that is null", "a.json", b'{"text": null}', "'text' holds null"),
    Bad("JSON with a text that is a list", "a.json", b'{"text": ["One."]}', "'text' holds a list"),
    Bad("JSON that is no object", "a.json", b'"One."', "not an object"),
    Bad("an empty list", "a.json", b"[]", "the list in it is empty"),
    Bad("broken JSON", "a.json", b'{"text":\n "One."', "line 2, column 8"),
    Bad("JSON nested without end", "a.json", b"[" * 99_999, "not valid JSON"),
    Bad(
        "JSON nested too deep to be kept",
        "a.jsonl",
        b'{"text": "a", "x": ' + b"[" * 120 + b"]" * 120 + b"}",
        "nested more than",
    ),
    Bad("a number of too many digits", "a.jsonl", b'{"text": "a", "n": ' + b"1" * 5000 + b"}", "not valid JSON"),
    Bad("JSON over many lines under another name", "a.jsonl", b'{\n"text": "One."\n}', "over many lines"),
    Bad("JSON Lines in UTF-16", "a.jsonl", '{"text": "One."}'.encode("utf-16"), "UTF-16"),
    Bad("not gzip", "a.txt.gz", b"One.", "not gzip data"),
    Bad("gzip cut off", "a.txt.gz", gzip.compress(TEXT.encode())[:-9], "cut off"),
    Bad("gzip damaged", "a.txt.gz", gzip.compress(TEXT.encode())[:-8] + bytes(8), "damaged"),
]


@pytest.mark.parametrize("case", BAD, ids=lambda case: case.reason)
def test_bad_input(case: Bad) -> None:
    (failure,) = read(case.data, case.name)
    assert isinstance(failure, ReadFailure)
    assert case.message in str(failure.error)
    assert str(failure.error).startswith(case.name)
    assert failure.error.remedy


def test_one_bad_line_stops_nothing() -> None:
    """Failures come in their place and are named by line; blank lines are counted and passed over."""
    data = b'{"text": "One."}\n\n{"text": 2}\n{bad\n{"text": "Five."}'
    found = read(data, "a.jsonl")
    assert [item.where for item in found] == [f"a.jsonl, line {number}" for number in (1, 3, 4, 5)]
    assert [isinstance(item, Received) for item in found] == [True, False, False, True]


def test_one_bad_item_stops_nothing() -> None:
    found = read(b'[{"text": "One."}, 2, {"text": "Three."}]', "a.json")
    assert [item.where for item in found] == [f"a.json, item {number}" for number in (1, 2, 3)]
    assert [isinstance(item, Received) for item in found] == [True, False, True]


def test_json_lines_hash_is_of_the_line_without_its_ending() -> None:
    line = b'{"text": "One."}'
    found = read(line + b"\r\n" + line + b"\n" + line, "a.jsonl")
    digests = {item.document.original_sha256 for item in found if isinstance(item, Received)}
    assert digests == {hashlib.sha256(line).hexdigest()}


def test_json_lines_in_a_file_called_json() -> None:
    found = read(b'{"text": "One."}\n{"text": "Two."}\n', "a.json")
    assert [item.document.text for item in found if isinstance(item, Received)] == ["One.", "Two."]


def test_what_was_whole_in_a_gzip_that_is_cut_off_is_read() -> None:
    lines = [
        json.dumps({"text": f"Report {n}", "hash": hashlib.sha256(str(n).encode()).hexdigest()}) for n in range(2000)
    ]
    found = read(gzip.compress("\n".join(lines).encode())[:-20_000], "a.jsonl.gz")
    *good, last = found
    assert len(good) > 100
    assert all(isinstance(item, Received) for item in good)
    assert isinstance(last, ReadFailure)
    assert "cut off" in str(last.error)


def test_a_line_too_long_is_passed_over() -> None:
    data = b'{"text": "' + b"a" * 5000 + b'"}\n{"text": "b"}\n'
    first, second = read(data, "a.jsonl", max_bytes=100)
    assert isinstance(first, ReadFailure)
    assert "line is longer than 100 bytes" in str(first.error)
    assert isinstance(second, Received)
    assert second.where == "a.jsonl, line 2"


@pytest.mark.parametrize(("size", "fits"), [(100, True), (101, False)])
def test_line_limit_is_of_the_line_without_its_ending(size: int, fits: bool) -> None:
    line = b'{"text": "' + b"a" * (size - 12) + b'"}'
    found = read(line + b"\n" + b'{"text": "b"}\n', "a.jsonl", max_bytes=100)
    assert [isinstance(item, Received) for item in found] == [fits, True]


def test_a_small_gzip_of_a_huge_file_is_refused_unread() -> None:
    (failure,) = read(gzip.compress(b"a" * 10**7), "a.txt.gz", max_bytes=10**5)
    assert isinstance(failure, ReadFailure)
    assert "longer than 100,000 bytes" in str(failure.error)


def test_a_text_too_long() -> None:
    (failure,) = read(b"a" * 101, "a.txt", max_chars=100)
    assert isinstance(failure, ReadFailure)
    assert isinstance(failure.error, TooLongError)
    assert only("é".encode() * 100, "a.txt", max_chars=100), "characters are counted, not bytes"


def test_field_names_are_settable_and_the_rest_is_kept() -> None:
    names = FieldNames(text="body", title="headline", published="day", source="outlet", url="link")
    record = {
        "body": "One.",
        "headline": "T",
        "day": "2024-03-05",
        "outlet": "W",
        "link": "u",
        "text": "other",
        "id": 3,
    }
    document = only(json.dumps(record).encode(), "a.json", fields=names).document
    assert (document.text, document.title, document.published) == ("One.", "T", "2024-03-05")
    assert (document.source, document.url) == ("W", "u")
    assert document.extra == {"text": "other", "id": 3}


def test_metadata_that_cannot_be_used_costs_no_document() -> None:
    """It stays in extra under its own name, with a note each."""
    record = {"text": "One.", "published": "last week", "source": {"name": "W"}, "title": ["T"], "url": ""}
    received = only(json.dumps(record).encode(), "a.json")
    assert received.document.published is received.document.source is received.document.title is None
    assert received.document.extra == {"published": "last week", "source": {"name": "W"}, "title": ["T"]}
    assert [note.code for note in received.notes] == ["W102"] * 3


def test_options_stand_in_only_where_the_input_says_nothing() -> None:
    options = {"published": "2024-01-01", "source": "Mine", "url": "u"}
    assert only(b'{"text": "One.", "source": "Its"}', "a.json", **options).document.source == "Its"
    document = only(b"One.", "a.txt", **options).document
    assert (document.published, document.source, document.url) == ("2024-01-01", "Mine", "u")


def test_front_matter_that_is_no_yaml_is_kept_as_text() -> None:
    data = b"---\ntitle: [\n---\nOne."
    received = only(data, "a.md")
    assert received.document.text == data.decode()
    assert [note.code for note in received.notes] == ["W103"]


def test_front_matter_with_aliases_is_not_expanded() -> None:
    bomb = b"---\na: &a [x, x]\nb: [*a, *a]\n---\nOne."
    received = only(bomb, "a.md")
    assert received.document.extra == {}
    assert [note.code for note in received.notes] == ["W103"]


@pytest.mark.parametrize(
    ("record", "options", "published"),
    [
        ({"published": "2999-01-01"}, {}, None),
        ({"published": "0001-01-01"}, {}, None),
        ({"published": "2024-03-06"}, {"retrieved": "2024-03-05T10:00:00+00:00"}, "2024-03-06"),
        ({"published": "2024-03-07"}, {"retrieved": "2024-03-05T10:00:00+00:00"}, None),
        ({"published": "2999-01-01"}, {"published": "2024-03-05"}, "2024-03-05"),
    ],
    ids=["in the future", "before all", "a day after it was fetched", "two days after", "with one that stands in"],
)
def test_days_are_checked_against_sense(record: dict[str, str], options: dict[str, str], published: str | None) -> None:
    """A day that cannot be is kept in extra, with a note, and no date of the text is read against it."""
    received = only(json.dumps({"text": "One."} | record).encode(), "a.json", **options)
    assert received.document.published == published
    refused = published != record["published"]
    assert [note.code for note in received.notes] == ["W104"] * refused
    assert received.document.extra == (record if refused else {})
    assert received.document.retrieved == options.get("retrieved")


@pytest.mark.parametrize(
    ("canonical", "url", "extra"),
    [
        ("https://wire.example/story", "https://wire.example/story", {}),
        ("https://wire.example/", "https://m.wire.example/story?from=feed", {"canonical": "https://wire.example/"}),
        ("/story", None, None),
        ("javascript:alert(1)", None, None),
    ],
    ids=["its own", "the site's front page, which many give", "relative", "no address of the Web"],
)
def test_the_canonical_address(canonical: str, url: str | None, extra: dict[str, str] | None) -> None:
    asked = "https://m.wire.example/story?from=feed"
    page = f"""<html><head><link rel="canonical" href="{canonical}"><title>Raid</title></head>
<body><article><p>Three people were killed in Kara on Monday.</p></article></body></html>"""
    document = only(page.encode(), "a.html", url=asked).document
    if url is not None:
        assert (document.url, document.extra) == (url, extra)
    else:
        assert document.url is not None
        assert document.url.startswith("https://m.wire.example/")


def test_metadata_in_json_ld() -> None:
    data = {
        "@context": "https://schema.org", "@type": "NewsArticle", "headline": "Raid on Kara", "datePublished": "2024-03-05",
        "author": {"@type": "Person", "name": "Jane Roe"}, "publisher": {"@type": "Organization", "name": "Example Wire"},
    }  # fmt: skip
    page = f"""<html><head><script type="application/ld+json">{json.dumps(data)}</script></head>
<body><article><h1>Raid on Kara</h1><p>Three people were killed in Kara on Monday.</p></article></body></html>"""
    document = only(page.encode(), "a.html").document
    assert (document.published, document.source) == ("2024-03-05", "Example Wire")
    assert document.extra == {"byline": "Jane Roe"}
