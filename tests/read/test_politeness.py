"""What a site asks of machines is heeded, and said; ReliefWeb's API is read page by page."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping

import pytest

from dateline.read import Fetcher, Item, ReadFailure, Received, politeness, reliefweb_api
from tests.read.conftest import Answer, Website

PLAIN = {"Content-Type": "text/plain"}


def problem_of(items: list[Item]) -> str:
    (item,) = items
    assert isinstance(item, ReadFailure), item
    return item.error.problem


@pytest.mark.parametrize(
    ("robots", "asked", "reason"),
    [
        ((404, {}, b""), True, "none"),
        ((403, {}, b""), True, "closed to us, which closes nothing else"),
        ((200, PLAIN, b"User-agent: *\nDisallow: /private"), True, "another part"),
        ((200, PLAIN, b"User-agent: *\nDisallow: /"), False, "everything, to all"),
        ((200, PLAIN, b"User-agent: Dateline\nDisallow: /a\nUser-agent: *\nAllow: /"), False, "this page, to us"),
        ((200, PLAIN, b"User-agent: *\nDisallow: /\nUser-agent: dateline\nAllow: /"), True, "we are let in by name"),
        ((500, {}, b""), False, "nobody can say"),
        ((429, {}, b""), False, "too busy to say"),
        ((302, {"Location": "http://169.254.169.254/"}, b""), False, "it leads into the network"),
    ],
)
def test_robots(website: Website, robots: Answer, asked: bool, reason: str) -> None:
    website.pages |= {"/robots.txt": robots, "/a": (200, PLAIN, b"Two died in Bel.")}
    items = list(website.fetcher().read(website.url("/a")))
    assert (website.paths() == ["/a"]) is asked, reason
    assert isinstance(items[0], Received) is asked
    if not asked:
        assert "robots.txt" in problem_of(items), "what is refused says why"


def test_robots_are_asked_once_and_hold_for_redirections(website: Website) -> None:
    website.pages |= {
        "/robots.txt": (200, PLAIN, b"User-agent: *\nDisallow: /b"),
        "/a": (302, {"Location": "/b"}, b""),
        "/b": (200, PLAIN, b"Two died."),
    }
    fetcher = website.fetcher()
    for _ in range(2):
        assert "asks machines not to read it" in problem_of(list(fetcher.read(website.url("/a"))))
    assert [path for path, _ in website.asked] == ["/robots.txt", "/a", "/a"]


def test_a_crawl_delay_is_kept(website: Website) -> None:
    website.pages |= {"/robots.txt": (200, PLAIN, b"User-agent: *\nCrawl-delay: 0.3"), "/a": (200, PLAIN, b"Two died.")}
    fetcher = website.fetcher()
    began = time.monotonic()
    for _ in range(2):
        list(fetcher.read(website.url("/a")))
    assert 0.3 <= time.monotonic() - began < 5


def test_a_delay_too_long_is_not_waited_for(website: Website) -> None:
    website.pages |= {
        "/robots.txt": (200, PLAIN, b"User-agent: *\nCrawl-delay: 3600"),
        "/a": (200, PLAIN, b"Two died."),
    }
    fetcher = website.fetcher()
    first, second = list(fetcher.read(website.url("/a"))), list(fetcher.read(website.url("/a")))
    assert isinstance(first[0], Received)
    assert "pause of 3,600 seconds" in problem_of(second)


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_server_is_left_alone(website: Website, status: int) -> None:
    website.pages |= {"/a": (status, {"Retry-After": "900"}, b""), "/b": (200, PLAIN, b"Two died.")}
    fetcher = website.fetcher()
    assert str(status) in problem_of(list(fetcher.read(website.url("/a"))))
    assert "pause of 900 seconds" in problem_of(list(fetcher.read(website.url("/b"))))
    assert website.paths() == ["/a"]


@pytest.mark.parametrize(
    ("value", "seconds", "reason"),
    [
        ("30", 30, "seconds"),
        ("Wed, 21 Oct 2015 07:28:00 GMT", 0, "a moment that is past"),
        ("soon", 60, "no moment"),
        (None, 60, "none"),
    ],
)
def test_when_to_come_back(value: str | None, seconds: float, reason: str) -> None:
    assert politeness._come_back_in(value) == seconds, reason


@pytest.mark.parametrize("kind", ["image/jpeg", "video/mp4", "audio/mpeg", "font/woff2"])
def test_media_are_refused_by_their_type(website: Website, kind: str) -> None:
    website.pages["/a"] = 200, {"Content-Type": kind}, b"x" * 100
    assert f"it is {kind}" in problem_of(list(website.fetcher().read(website.url("/a"))))


def test_the_encoding_that_the_server_names_is_used(website: Website) -> None:
    website.pages["/a"] = 200, {"Content-Type": "text/plain; charset=koi8-r"}, "Двое убиты в городе.".encode("koi8-r")
    (item,) = website.fetcher().read(website.url("/a"))
    assert isinstance(item, Received)
    assert item.document.text == "Двое убиты в городе."


def test_an_answer_that_trickles_is_cut_off(website: Website, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dateline.read.web._LONGEST_SECONDS", -1)
    website.pages["/a"] = 200, PLAIN, b"Two died."
    assert "did not come within" in problem_of(list(website.fetcher().read(website.url("/a"))))


class TestReliefWeb:
    """The API, played by the website."""

    @pytest.fixture(autouse=True)
    def api(self, website: Website, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(reliefweb_api, "API", website.url("/v2/reports"))
        website.pages["/robots.txt"] = 200, PLAIN, b"User-agent: *\nDisallow: /"

    def put_up(self, website: Website, pages: int, next_of_last: str | None = None) -> None:
        def answer(number: int) -> Answer:
            fields = {
                "title": f"Update {number}",
                "body": f"Some {number},000 people fled.",
                "url": "https://reliefweb.int/1",
            }
            link = website.url(f"/v2/reports/page{number + 1}?offset={number}") if number < pages else next_of_last
            value = {
                "data": [{"id": number, "href": "h", "fields": fields}],
                "links": {"next": {"href": link}} if link else {},
            }
            return 200, {"Content-Type": "application/json"}, json.dumps(value).encode()

        website.pages["/v2/reports"] = answer(1)
        for number in range(2, pages + 1):
            website.pages[f"/v2/reports/page{number}"] = answer(number)

    def test_every_page_is_read(self, website: Website) -> None:
        self.put_up(website, 3)
        fetcher = Fetcher(is_allowed=lambda _: True, pause=0, reliefweb_appname="our-app")
        items = list(fetcher.read("reliefweb:?query[value]=plateau"))
        assert [item.document.title for item in items if isinstance(item, Received)] == [
            "Update 1",
            "Update 2",
            "Update 3",
        ]
        first, second, _ = website.paths()
        for part in ("query%5Bvalue%5D=plateau", "appname=our-app", "profile=full", "limit=100"):
            assert part in first
        assert "appname=our-app" in second, "also where the API's own address of the next page leaves it out"

    def test_a_limit_is_a_limit(self, website: Website) -> None:
        self.put_up(website, 3)
        list(website.fetcher().read("reliefweb:?appname=ours&limit=1"))
        assert len(website.paths()) == 1

    def test_no_name_no_question(self, website: Website) -> None:
        assert "registered application name" in problem_of(list(website.fetcher().read("reliefweb:?query[value]=x")))
        assert website.asked == []

    def test_a_next_page_elsewhere_is_refused(self, website: Website) -> None:
        self.put_up(website, 1, "https://elsewhere.example/next")
        good, bad = website.fetcher().read("reliefweb:?appname=ours")
        assert isinstance(good, Received)
        assert isinstance(bad, ReadFailure)
        assert "no address of the API" in bad.error.problem

    def test_what_the_api_says_is_wrong_is_said(self, website: Website) -> None:
        def refuse(headers: Mapping[str, str]) -> Answer:
            return 400, {"Content-Type": "application/json"}, b'{"error": {"message": "bad filter"}}'

        website.pages["/v2/reports"] = refuse
        assert "400" in problem_of(list(website.fetcher().read("reliefweb:?appname=ours")))
