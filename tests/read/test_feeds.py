"""RSS and Atom: what becomes of an entry, when its article is asked for, and what a second run asks for."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from dateline.read import FeedMemory, Item, ReadFailure, ReadOptions, Received, read_bytes
from tests.read.conftest import Answer, Website

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Lakeside Courier</title><link>https://courier.example/</link>
<item><title>Militia overruns ford</title><link>https://courier.example/ford</link><guid>courier-1</guid>
<dc:creator>A. Reporter</dc:creator><pubDate>Tue, 03 Dec 2024 23:30:00 -0500</pubDate>
<description>Short &lt;b&gt;teaser&lt;/b&gt;…</description>
<content:encoded><![CDATA[<p>Militiamen overran the ford at dawn.</p><p>Nine soldiers were killed &amp; six were taken.</p>
<script>track()</script>]]></content:encoded></item>
<item><title>Truce talks resume</title><link>https://courier.example/talks</link>
<description>Envoys met in the capital.</description></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>River Monitor</title><id>urn:f</id><updated>2024-12-04T00:00:00Z</updated>
<entry><title type="html">Shelling &lt;i&gt;resumes&lt;/i&gt;</title><id>urn:e:1</id><link href="https://monitor.example/1"/>
<updated>2024-12-04T08:00:00Z</updated><published>2024-12-03T08:00:00Z</published>
<author><name>B. Watcher</name></author><author><name>C. Watcher</name></author>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Shells fell on two villages.</p><p>Four people died.</p></div></content>
</entry></feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://old.example/"><title>Old Wire</title></channel>
<item rdf:about="https://old.example/1"><title>Bridge blown up</title><link>https://old.example/1</link>
<dc:date>2003-04-05</dc:date><description>Retreating troops blew up the bridge.</description></item></rdf:RDF>"""


def read(feed: str | bytes, name: str = "a.xml") -> list[Item]:
    return list(read_bytes(feed.encode() if isinstance(feed, str) else feed, name))


def received(items: list[Item]) -> list[Received]:
    return [item for item in items if isinstance(item, Received)]


def failures(items: list[Item]) -> list[str]:
    return [str(item.error) for item in items if isinstance(item, ReadFailure)]


def test_rss_with_whole_texts() -> None:
    first, second = received(read(RSS))
    document = first.document
    assert document.text.split("\n") == [
        "Militia overruns ford",
        "Militiamen overran the ford at dawn.",
        "Nine soldiers were killed & six were taken.",
    ]
    assert (document.title, document.source, document.url) == (
        "Militia overruns ford", "Lakeside Courier", "https://courier.example/ford",
    )  # fmt: skip
    assert document.published == "2024-12-03", "the day that stands there, in its own time zone"
    assert document.extra == {"byline": "A. Reporter", "id": "courier-1"}
    assert first.notes == ()
    assert first.where == "a.xml, entry 1"
    assert [note.code for note in second.notes] == ["W108"], "a file's summaries are kept, and said to be summaries"


def test_atom_in_xhtml() -> None:
    (only,) = received(read(ATOM, "a.atom"))
    assert only.document.text.split("\n") == ["Shelling resumes", "Shells fell on two villages.", "Four people died."]
    assert only.document.published == "2024-12-03", "when it was published, not when it was last changed"
    assert only.document.extra == {"byline": "B. Watcher, C. Watcher", "id": "urn:e:1"}


def test_rss_1_is_found_by_its_bytes() -> None:
    (only,) = received(read(RDF, "standard input"))
    assert (only.document.published, only.document.source) == ("2003-04-05", "Old Wire")


@pytest.mark.parametrize(
    ("feed", "problem", "reason"),
    [
        ('<!DOCTYPE r [<!ENTITY a "x"><!ENTITY b "&a;&a;">]><rss><channel><title>&b;</title></channel></rss>',
         "entities", "a bomb of entities"),
        ('<!DOCTYPE r [<!ENTITY f SYSTEM "file:///etc/passwd">]><rss><channel><item><title>&f;</title></item></channel></rss>',
         "entities", "a file of this machine"),
        ("<rss version='2.0'><channel><title>T</title></channel></rss>", "no entry", "nothing in it"),
        ("<svg xmlns='http://www.w3.org/2000/svg'/>", "its root is <svg>", "XML of another kind"),
    ],
)  # fmt: skip
def test_hostile_and_empty_feeds(feed: str, problem: str, reason: str) -> None:
    (message,) = failures(read(feed))
    assert problem in message, reason


def test_a_broken_feed_gives_what_can_be_read_with_a_note() -> None:
    items = received(read(RSS.replace("</channel></rss>", "<item><title>Cut off here</title><descr")))
    assert [item.document.title for item in items][:2] == ["Militia overruns ford", "Truce talks resume"]
    assert all("W107" in [note.code for note in item.notes] for item in items)


def put_up(website: Website, *entries: str, etag: str = '"1"') -> None:
    """A feed of summaries that answers that nothing is new to those who have its present state."""
    items = "".join(
        f"<item><title>{name} raided</title><link>/{name}</link><guid isPermaLink='false'>{name}</guid>"
        f"<pubDate>Tue, 03 Dec 2024 10:00:00 GMT</pubDate><description>{name} was raided...</description></item>"
        for name in entries
    )
    feed = f'<rss version="2.0"><channel><title>Wire</title>{items}</channel></rss>'.encode()

    def answer(headers: Mapping[str, str]) -> Answer:
        if headers.get("If-None-Match") == etag:
            return 304, {}, b""
        return 200, {"Content-Type": "application/rss+xml", "ETag": etag}, feed

    website.pages["/feed"] = answer
    for name in entries:
        website.html(f"/{name}", f"{name} raided", f"Gunmen raided {name} and killed three people, a nurse said.")


def run(
    website: Website, folder: Path, documents: int = 0, after: int = 0, store: str = "s"
) -> tuple[list[Item], list[str]]:
    """One run: what was read, and what was said. ``documents``: in the store before, ``after``: at its end."""
    website.asked.clear()
    memory = FeedMemory(folder, store, documents)
    fetcher = website.fetcher(memory=memory)
    items = list(fetcher.read(website.url("/feed")))
    memory.keep(after)
    return items, fetcher.said


def test_articles_of_summaries_are_fetched_and_completed(website: Website) -> None:
    put_up(website, "Ansa")
    (only,) = received(list(website.fetcher().read(website.url("/feed"))))
    assert only.document.text.split("\n") == [
        "Ansa raided",
        "Gunmen raided Ansa and killed three people, a nurse said.",
    ]
    assert only.document.url == website.url("/Ansa")
    assert (only.document.published, only.document.extra["id"]) == ("2024-12-03", "Ansa"), "what the page does not say"
    assert [note.code for note in only.notes] == ["W105"]
    assert only.document.retrieved is not None


def test_articles_that_cannot_be_had_leave_the_summary(website: Website) -> None:
    put_up(website, "Ansa")
    del website.pages["/Ansa"]
    failure, summary = website.fetcher().read(website.url("/feed"))
    assert isinstance(failure, ReadFailure)
    assert (failure.where, failure.error.problem) == (website.url("/Ansa"), "the server answered 404 Not Found")
    assert isinstance(summary, Received)
    assert "404" in summary.notes[0].message


def test_nothing_is_followed_that_is_not_wanted(website: Website) -> None:
    put_up(website, "Ansa")
    (summary,) = received(list(website.fetcher(follow=False).read(website.url("/feed"))))
    assert summary.document.text == "Ansa raided\nAnsa was raided..."
    assert website.paths() == ["/feed"]


def test_entries_that_lead_into_the_own_network_are_refused(website: Website) -> None:
    put_up(website, "Ansa")
    website.pages["/feed"] = (
        200, {"Content-Type": "text/xml"},
        b"<rss version='2.0'><channel><item><title>T</title><link>http://10.0.0.1/x</link><description>Short</description></item>"
        b"<item><title>U</title><link>file:///etc/passwd</link><description>Short</description></item></channel></rss>",
    )  # fmt: skip
    problems = failures(list(website.fetcher().read(website.url("/feed"))))
    assert "not on the public Internet" in problems[0]
    assert "no http or https address" in problems[1]
    assert website.paths() == ["/feed"]


def test_a_second_run_asks_only_for_what_is_new(website: Website, tmp_path: Path) -> None:
    put_up(website, "Ansa", "Boro")
    assert len(run(website, tmp_path, 0, 2)[0]) == 2
    again, said = run(website, tmp_path, 2, 2)
    assert again == []
    assert website.paths() == ["/feed"]
    assert "nothing new since" in said[0]
    put_up(website, "Cana", "Boro", "Ansa", etag='"2"')
    items, said = run(website, tmp_path, 2, 3)
    assert [item.document.title for item in received(items)] == ["Cana raided"]
    assert website.paths() == ["/feed", "/Cana"]
    assert said == [f"{website.url('/feed')}: 2 entries read by an earlier run"]


def test_a_changed_entry_is_new(website: Website, tmp_path: Path) -> None:
    put_up(website, "Ansa")
    run(website, tmp_path, 0, 1)
    put_up(website, "Ansa", etag='"2"')
    status, headers, feed = website.pages["/feed"]({})  # type: ignore[operator]
    website.pages["/feed"] = status, headers, feed.replace(b"was raided", b"was raided twice")
    assert len(run(website, tmp_path, 1, 2)[0]) == 1


@pytest.mark.parametrize(
    ("documents", "store", "reason"),
    [(0, "s", "the store was made anew under the same name"), (1, "other", "another store has not seen them")],
)
def test_what_one_store_has_another_is_given(
    website: Website, tmp_path: Path, documents: int, store: str, reason: str
) -> None:
    put_up(website, "Ansa")
    run(website, tmp_path, 0, 1)
    assert len(run(website, tmp_path, documents, 1, store)[0]) == 1, reason


def test_what_failed_is_asked_for_again(website: Website, tmp_path: Path) -> None:
    """Though the feed itself has not changed: its ETag is not kept."""
    put_up(website, "Ansa", "Boro")
    page = website.pages.pop("/Boro")
    run(website, tmp_path, 0, 2)
    website.pages["/Boro"] = page
    items, _ = run(website, tmp_path, 2, 3)
    assert [item.document.url for item in received(items)] == [website.url("/Boro")]
    assert run(website, tmp_path, 3, 3)[0] == []


def test_an_interrupted_run_leaves_nothing_behind(website: Website, tmp_path: Path) -> None:
    put_up(website, "Ansa")
    list(website.fetcher(memory=FeedMemory(tmp_path, "s", 0)).read(website.url("/feed")))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", ["", "{", "[]", '{"form": 1}', json.dumps({"feed": 1, "store": "s", "form": 9})])
def test_a_memory_that_cannot_be_read_is_no_memory(website: Website, tmp_path: Path, content: str) -> None:
    put_up(website, "Ansa")
    run(website, tmp_path, 0, 1)
    (kept,) = tmp_path.iterdir()
    kept.write_text(content)
    assert len(run(website, tmp_path, 1, 1)[0]) == 1


def test_a_feed_that_is_sent_as_a_page_is_read_as_a_feed(website: Website) -> None:
    website.pages["/feed"] = 200, {"Content-Type": "text/html"}, ATOM.encode()
    (only,) = received(list(website.fetcher().read(website.url("/feed"))))
    assert [note.code for note in only.notes] == ["W109"]
    assert only.document.title == "Shelling resumes"


def test_options_reach_the_articles(website: Website) -> None:
    put_up(website, "Ansa")
    fetcher = website.fetcher()
    items = list(fetcher.read(website.url("/feed"), ReadOptions(max_chars=20)))
    assert "more than the 20 allowed" in failures(items)[0]


def test_a_hostile_first_line_costs_no_time() -> None:
    began = time.monotonic()
    read(b'<?xml version="1.0" encoding="' * 1000 + RSS.replace("\n", " ").encode())
    assert time.monotonic() - began < 5
