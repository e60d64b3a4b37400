"""Search and saved searches: what answers, how it is shown, what is kept of it, and what is told when it changes."""

from __future__ import annotations

import hashlib
import hmac
import io
import json
import threading
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from xml.etree import ElementTree

import pytest
from starlette.testclient import TestClient

from dateline.client import ApiError, Client
from dateline.records import CodedDocument
from dateline.serve.app import create_app
from dateline.serve.jobs import hooks, worker
from dateline.serve.jobs.worker import Worker
from dateline.serve.pages.search import KINDS, marked, wanted_words
from dateline.serve.workbench import Workbench
from dateline.store import Arrival, Store
from dateline.store.exports import exports
from dateline.store.jobs import Uploads
from dateline.store.saved import Searches, names_beginning, news_of
from tests.browser.serving import served
from tests.contracts.made import SECOND, WHEN, At, Did, coded
from tests.serve.asking import Asking
from tests.serve.filled import fill

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.mark.parametrize("kind", list(KINDS))
def test_each_kind_is_found_and_leads_on(asking: Asking, filled_store: Store, kind: str) -> None:
    page = asking.page("search", kind=kind)
    links = page.xpath("//ol[contains(@class, 'hits')]/li/h3/a/@href")
    assert links
    first = next(iter(filled_store.find(kind)))
    wanted = f"incidents/{first.id}" if kind == "incidents" else f"documents/{getattr(first, 'document', first.row)}"
    if kind == "documents":
        wanted = f"documents/{first.id}"
    assert wanted in links[0]


def test_pages_go_on_without_a_gap_or_a_repeat(asking: Asking, filled_store: Store) -> None:
    seen: list[str] = []
    address: str | None = "search?kind=events"
    while address:
        page = asking.page(address)
        seen += page.xpath("//ol[contains(@class, 'hits')]/li/h3/a/@href")
        address = next(iter(page.xpath("//a[@rel='next']/@href")), None)
    assert len(seen) == len(set(seen)) == len(list(filled_store.events()))


def test_the_words_and_the_evidence_are_marked(asking: Asking) -> None:
    page = asking.page("search", kind="events", text="shelling")
    assert page.xpath("//blockquote/mark")
    hits = {words.casefold() for words in page.xpath("//*[@class='hit']/text()")}
    assert hits
    assert all(words.startswith("shell") for words in hits)


@pytest.mark.parametrize(
    ("text", "asked", "hits"),
    [
        ("Airstrikes killed five", "airstrike kill", ["Airstrikes", "killed"]),
        ("the al-Shabaab's men", '"al-shabaab"', []),
        ("<b>strike</b>", "strike", ["strike"]),
        ("قصف على إدلب", "إدلب", ["إدلب"]),
        ("nothing", "", []),
    ],
)
def test_words_are_marked_in_whatever_form_they_stand(text: str, asked: str, hits: list[str]) -> None:
    pieces = marked(text, wanted_words(asked))
    assert "".join(piece for piece, _ in pieces) == text
    assert [piece for piece, hit in pieces if hit and piece != "al"][: len(hits) or None] == hits or not hits


def test_machine_and_reviewed_are_told_apart(asking: Asking) -> None:
    assert "machine" in asking.page("search").text_content()


@pytest.mark.parametrize("asked", [{"since": "yesterday"}, {"type": "NOTHING"}, {"after": "x"}, {"country": "Nowhere"}])
def test_what_cannot_be_asked_is_said(asking: Asking, asked: dict[str, str]) -> None:
    answer = asking.get("search", **asked)
    assert answer.status_code == 400
    assert "<html" in answer.text


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "\u202eabc", "'; DROP TABLE", "🕊️ peace", "x" * 300])
def test_no_words_break_the_page(asking: Asking, text: str) -> None:
    answer = asking.get("search", text=text)
    assert answer.status_code in (200, 400)
    assert "<script>alert" not in answer.text


def test_names_are_suggested_by_how_they_begin(asking: Asking, filled_store: Store) -> None:
    place = next(event.place for event in filled_store.events() if event.place)
    told = asking.get("search/suggest", what="place", q=place[:3].lower()).json()
    assert place in told or len(told) == 8
    assert all(name.lower().startswith(place[:3].lower()) for name in told)
    assert len(set(told)) == len(told)
    assert asking.get("search/suggest", what="place", q="\0%_").json() == []
    assert names_beginning(filled_store, "source", "zzzz") == []


def test_a_download_is_logged_and_viewers_take_only_what_is_public(changing: Asking, own_store: Store) -> None:
    answer = changing.post("search/download?harm=killed", {"form": "csv", "profile": "public"})
    assert answer.status_code == 200, answer.text
    assert "incidents.csv" in zipfile.ZipFile(io.BytesIO(answer.content)).namelist()
    [line] = exports(own_store)
    assert (line.form, line.profile, line.conditions["harm"]) == ("csv", "public", "killed")
    assert line.sha256 == hashlib.sha256(answer.content).hexdigest()
    assert changing.post("search/download", {"form": "../x"}).status_code == 400


def test_a_search_is_kept_opened_renamed_and_deleted(changing: Asking, own_store: Store) -> None:
    changing.post("saved?kind=tolls&harm=killed&since=2024-11-01", {"name": "<i>Deaths</i>"})
    page = changing.page("saved")
    assert "<i>Deaths</i>" in page.text_content()
    search = Searches(own_store).one(1)
    opened = changing.get(f"saved/{search.number}")
    assert "kind=tolls" in str(opened.url)
    assert "harm=killed" in str(opened.url)
    changing.post(f"saved/{search.number}/rename", {"name": "Killed", "shared": "yes"})
    assert [(s.name, s.shared) for s in Searches(own_store).of("anybody")] == [("Killed", True)]
    assert changing.post("saved?kind=poems", {"name": "Poems"}).status_code == 400, "nothing else can be searched for"
    changing.post(f"saved/{search.number}/delete")
    assert Searches(own_store).of("anybody") == []
    assert changing.get(f"saved/{search.number}").status_code == 404


def raid(day: str, killed: int) -> CodedDocument:
    text = f"On {day} an airstrike on Qaryat killed {killed} people. <script>alert(1)</script>"
    did = Did(
        f"an airstrike on Qaryat killed {killed} people", mode="aerial", at=At("Qaryat", 35.1, 36.1, "SYR"),
        days=(day, day), tolls=(("killed", killed),), acled=("Explosions/Remote violence", "Air/drone strike"),
    )  # fmt: skip
    return coded(text, did, published=day, source=f"Radio {killed}")


@pytest.fixture
def looks(own_store: Store) -> Worker:
    return Worker({"samples": own_store})


def do_all(looks: Worker) -> None:
    looks._looked = 0.0
    looks.look()
    while looks.step():
        pass


def test_a_feed_tells_what_is_new_and_ends_with_its_address(changing: Asking, own_store: Store, looks: Worker) -> None:
    changing.post("saved?place=Qaryat", {"name": "Qaryat & <others>"})
    search = Searches(own_store).one(1)
    changing.post(f"saved/{search.number}/feed", {"on": "yes"})
    do_all(looks)
    assert news_of(own_store, search.number) == [], "what was there when it began is not new"
    fill(own_store, [raid("2024-12-03", 4)])
    do_all(looks)
    key = Searches(own_store).one(search.number).feed
    address = f"/feeds/samples/{key}.atom"
    answer = changing.client.get(address)
    assert answer.headers["content-type"].startswith("application/atom+xml")
    root = ElementTree.fromstring(answer.content)
    assert root.findtext(f"{ATOM}title") == "Qaryat & <others>"
    [entry] = root.findall(f"{ATOM}entry")
    assert str(entry.findtext(f"{ATOM}title")).startswith("New: ")
    assert "killed 4" in str(entry.findtext(f"{ATOM}summary"))
    assert entry.find(f"{ATOM}link").attrib["href"].startswith("http://localhost/p/samples/incidents/")  # type: ignore[union-attr]
    same = changing.client.get(address, headers={"if-none-match": answer.headers["etag"]})
    assert (same.status_code, same.content) == (304, b"")
    changing.post(f"saved/{search.number}/feed", {"on": "yes"})
    assert changing.client.get(address).status_code == 404, "a new address ends the old one"
    changing.post(f"saved/{search.number}/feed", {})
    assert Searches(own_store).one(search.number).feed is None


@pytest.mark.parametrize(
    ("kind", "said", "path"),
    [("tolls", "killed", "documents/{}?claim="), ("events", "according to", "documents/{}?claim="),
     ("documents", "2024-12-03", "documents/{}")],
)  # fmt: skip
def test_a_feed_and_a_webhook_carry_claims_and_documents(
    changing: Asking, own_store: Store, looks: Worker, kind: str, said: str, path: str
) -> None:
    changing.post(f"saved?kind={kind}&place=Qaryat", {"name": "Qaryat"})
    changing.post("saved/1/feed", {"on": "yes"})
    do_all(looks)
    report = raid("2024-12-03", 4)
    fill(own_store, [report])
    do_all(looks)
    search = Searches(own_store).one(1)
    root = ElementTree.fromstring(changing.client.get(f"/feeds/samples/{search.feed}.atom").content)
    [entry] = root.findall(f"{ATOM}entry")
    assert said in f"{entry.findtext(f'{ATOM}title')} {entry.findtext(f'{ATOM}summary')}"
    assert path.format(report.document.id) in entry.find(f"{ATOM}link").attrib["href"]  # type: ignore[union-attr]
    assert {c.attrib["term"] for c in entry.findall(f"{ATOM}category")} == {"new", kind}
    told = json.loads(hooks.body_of(search, news_of(own_store, 1)))
    assert (told["kind"], told["news"][0]["document"]) == (kind, report.document.id)
    assert "incident" not in told["news"][0]
    do_all(looks)
    assert len(news_of(own_store, 1)) == 1, "nothing is told twice"
    assert path.format(report.document.id) in changing.get("saved").text


def test_a_program_sets_alerts_and_reads_what_is_new(own_store: Store, looks: Worker) -> None:
    with served(Workbench(projects={"samples": own_store})) as address, Client(address) as client:
        project = client.project("samples")
        number = project.save_search("Qaryat", {"place": "Qaryat"}, kind="tolls")["number"]
        path = project.set_feed(number, on=True)
        assert path == f"/feeds/samples/{Searches(own_store).one(number).feed}.atom"
        do_all(looks)
        fill(own_store, [raid("2024-12-03", 4)])
        do_all(looks)
        [item] = project.news(number)
        assert (item["what"], item["told"]["title"]) == ("new", "4 killed")
        with pytest.raises(ApiError, match="localhost"):
            project.set_hook(number, "http://localhost/x")
        past = project.save_search("Then", {"as_of": "2024-12-01"}, kind="documents")["number"]
        with pytest.raises(ApiError, match="without a day in the past"):
            project.set_feed(past, on=True)
        assert project.set_feed(number, on=False) is None
        assert not Searches(own_store).one(number).tells


def test_what_changed_and_what_is_gone_is_told(own_store: Store, looks: Worker) -> None:
    searches = Searches(own_store)
    number = searches.save("Fatal", "Reviewer", {"place": "Qaryat"}, kind="incidents")
    searches.set_feed(number, on=True)
    do_all(looks)
    fill(own_store, [raid("2024-12-03", 4)])
    do_all(looks)
    fill(own_store, [raid("2024-12-03", 5)])
    do_all(looks)
    kinds = [item.kind for item in news_of(own_store, number)]
    assert kinds[-1] == "new"
    assert set(kinds[:-1]) <= {"changed", "new"}
    assert len(kinds) >= 2
    assert news_of(own_store, number)[0].at


def test_an_incident_that_answers_no_more_is_told_of(own_store: Store, looks: Worker) -> None:
    searches = Searches(own_store)
    number = searches.save(
        "Weak", "Reviewer", {"place": "Qaryat", "since": "2024-12-03", "until": "2024-12-03"}, kind="incidents"
    )
    fill(own_store, [raid("2024-12-03", 4)])
    searches.set_feed(number, on=True)
    do_all(looks)
    with own_store.run("test", SECOND) as run:
        record = raid("2024-12-03", 4)
        empty = CodedDocument(document=record.document)
        own_store.add([Arrival(empty, b"x", "again", WHEN)], run, recode=True)
    fill(own_store, [])
    do_all(looks)
    assert [item.kind for item in news_of(own_store, number)] == ["retracted"]


class Listening(BaseHTTPRequestHandler):
    """An address that is told; it answers as it is asked to."""

    answers: list[int] = []
    told: list[tuple[dict[str, str], bytes]] = []

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        self.told.append(({name.lower(): value for name, value in self.headers.items()}, body))
        self.send_response(self.answers.pop(0) if self.answers else 200)
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture
def listening() -> Iterator[str]:
    Listening.answers, Listening.told = [], []
    server = HTTPServer(("127.0.0.1", 0), Listening)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/hook"
    server.shutdown()
    server.server_close()


def test_a_webhook_is_signed_tried_again_and_its_failures_shown(
    own_store: Store, listening: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        worker.hooks, "tell", lambda leased, bench, tell=hooks.tell: tell(leased, bench, lambda ip: True)
    )
    monkeypatch.setattr(hooks, "_FIRST_PAUSE_SECONDS", 0)
    Listening.answers = [503]
    searches = Searches(own_store)
    number = searches.save("Qaryat", "Reviewer", {"place": "Qaryat"}, kind="incidents", shared=True)
    secret = searches.set_hook(number, listening)
    assert secret
    looks = Worker({"samples": own_store})
    do_all(looks)
    fill(own_store, [raid("2024-12-03", 4)])
    do_all(looks)
    assert len(Listening.told) == 2, "the first time it was refused"
    headers, body = Listening.told[-1]
    assert headers["x-dateline-signature"] == "sha256=" + hmac.new(secret, body, hashlib.sha256).hexdigest()
    told = json.loads(body)
    assert (told["name"], [item["what"] for item in told["news"]]) == ("Qaryat", ["new"])
    [job] = Uploads(own_store).about("webhook", f"search {number}")
    assert (job.state, job.problem) == ("done", None)
    page = TestClient(create_app(Workbench(projects={"samples": own_store})), base_url="http://localhost").get(
        "/p/samples/saved"
    )
    assert "told" in page.text


def test_no_webhook_leads_inside_the_network(changing: Asking, own_store: Store) -> None:
    changing.post("saved?place=Qaryat", {"name": "Q"})
    for address in (
        "http://127.0.0.1/x",
        "http://10.0.0.1/",
        "https://localhost/",
        "ftp://a.example/",
        "http://u:p@a.example/",
    ):
        answer = changing.post("saved/1/hook", {"address": address})
        assert answer.status_code == 400, address
        assert Searches(own_store).one(1).hook is None, address
