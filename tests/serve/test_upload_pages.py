"""Uploading: what is given is taken, coded once, shown as it happens, and linked; what is wrong is said."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from functools import cache

import pytest

from dateline.pipeline import Coder, load
from dateline.read import Fetcher
from dateline.serve.jobs import coding, worker
from dateline.serve.jobs.worker import Worker
from dateline.serve.pages import upload as page
from dateline.settings import Settings
from dateline.store import Store
from dateline.store.jobs import Jobs, NewJob, Uploads
from tests.serve.asking import Asking

REPORT = b"KHARTOUM, March 3 (Example Agency) - An airstrike on Omdurman on Monday killed 12 civilians, doctors said."
OTHER = b"JUBA - Gunmen attacked Bor on Tuesday and wounded 5 soldiers, the army said."
HOSTILE = [
    "<script>alert(1)</script>.txt",
    "\u202etxt.exe.txt",
    "a\"b'c.txt",
    "../../etc/passwd.txt",
    "🕊️ " + "x" * 250 + ".txt",
]


@cache
def one_coder(settings: Settings) -> Coder:
    return load(settings)


@pytest.fixture
def work(own_store: Store, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Does all jobs that are due, in this process."""
    monkeypatch.setattr(worker, "load", one_coder)
    at_work = Worker({"samples": own_store}, fetcher=Fetcher(pause=0))

    def do_all() -> None:
        while at_work.step():
            pass

    return do_all


def give(changing: Asking, *files: tuple[str, bytes], **fields: str) -> dict[str, object]:
    answer = changing.post("upload/files", fields, files=[("files", (name, io.BytesIO(data))) for name, data in files])
    assert answer.status_code == 200, answer.text
    told: dict[str, object] = answer.json()
    return told


def test_files_are_coded_linked_and_lead_to_the_reader(
    changing: Asking, own_store: Store, work: Callable[[], None]
) -> None:
    given = give(
        changing, ("folder/one.txt", REPORT), ("bad.pdf", b"%PDF-1.4 nothing"), source="Radio A", published="2025-03-04"
    )
    assert (given["taken"], given["refused"]) == (2, [])
    waiting = changing.page(f"upload/{given['upload']}")
    assert "0 of 2 done" in waiting.text_content()
    assert waiting.xpath("//*[@id='progress']/@hx-trigger") == ["every 2s"], "it looks again by itself"
    work()
    done = changing.page(f"upload/{given['upload']}")
    words = " ".join(done.text_content().split())
    assert "2 of 2 done" in words
    assert "the PDF is damaged and cannot be opened" in words, "the reason stands there"
    assert done.xpath("//*[@id='progress']/@hx-trigger") == [], "and then it rests"
    [link] = done.xpath("//td//a/@href")
    document = own_store.document(link.rsplit("/", 1)[1])
    assert (document.document.source, document.document.published) == ("Radio A", "2025-03-04")
    assert any(incident.place and incident.place.name == "Omdurman" for incident in own_store.incidents("airstrike")), (
        "linked"
    )


def test_what_failed_can_be_tried_again_cancelled_and_taken_away(
    changing: Asking, own_store: Store, work: Callable[[], None]
) -> None:
    number = give(changing, ("bad.pdf", b"%PDF-1.4 nothing"))["upload"]
    work()
    [job] = Uploads(own_store).jobs(int(str(number)))
    path = f"upload/{number}/jobs/{job.number}"
    assert job.again
    assert changing.post(f"{path}/retry").status_code == 200
    assert Uploads(own_store).jobs(int(str(number)))[0].state == "waiting"
    part = changing.post(f"{path}/cancel", headers={"hx-request": "true"})
    assert "cancelled" in part.text
    assert "<html" not in part.text
    changing.post(f"{path}/remove")
    assert Uploads(own_store).jobs(int(str(number))) == []
    assert changing.post(f"{path}/retry").status_code == 404


def test_pasted_text_and_what_is_said_of_it(changing: Asking, own_store: Store, work: Callable[[], None]) -> None:
    fields = {
        "text": OTHER.decode(),
        "title": "<b>Attack</b>",
        "source": "Radio B",
        "published": "2025-03-05",
        "url": "https://b.example/1",
    }
    answer = changing.post("upload/text", fields)
    number = int(re.search(r"upload/(\d+)$", str(answer.url))[1])  # type: ignore[index]
    work()
    [job] = Uploads(own_store).jobs(number)
    document = own_store.document(job.documents[0][1]).document
    assert (document.title, document.source, document.url, document.published) == (
        "<b>Attack</b>", "Radio B", "https://b.example/1", "2025-03-05",
    )  # fmt: skip
    assert "<b>Attack" not in changing.get(f"upload/{number}").text


def test_what_is_there_already_is_said_and_kept_once(
    changing: Asking, own_store: Store, work: Callable[[], None]
) -> None:
    before = len(list(own_store.documents()))
    give(changing, ("one.txt", REPORT))
    work()
    number = give(changing, ("again.txt", REPORT))["upload"]
    work()
    assert len(list(own_store.documents())) == before + 1
    assert "1 of them was there already" in changing.page(f"upload/{number}").text_content()


def test_an_archive_is_read_with_what_is_wrong_in_it(changing: Asking, work: Callable[[], None]) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("one.txt", REPORT)
        archive.writestr("two.txt", OTHER)
        archive.writestr("empty.txt", b"")
        archive.writestr("picture.png", b"\x89PNG")
    number = give(changing, ("reports.zip", packed.getvalue()))["upload"]
    work()
    words = " ".join(changing.page(f"upload/{number}").text_content().split())
    assert "2 reports added" in words
    assert "1 failed" in words
    assert "passed over" in words


def test_no_file_name_can_run_or_break_the_page(changing: Asking) -> None:
    number = give(changing, *((name, REPORT) for name in HOSTILE))["upload"]
    text = changing.get(f"upload/{number}").text
    assert "0 of 5 done" in text
    assert "<script>alert" not in text
    assert "\u202e" not in text


@pytest.mark.parametrize(
    ("path", "fields", "said"),
    [
        ("upload/text", {"text": "  "}, "there is no text"),
        ("upload/text", {"text": "x" * 250_001}, "are the most"),
        ("upload/text", {"text": "x", "published": "soon"}, "is no day"),
        ("upload/addresses", {"addresses": ""}, "there is no address"),
        ("upload/addresses", {"addresses": "file:///etc/passwd"}, "is no address"),
        ("upload/addresses", {"addresses": "\n".join(f"https://a.example/{n}" for n in range(201))}, "too many"),
        ("upload/files", {}, "there is no file"),
    ],
)
def test_what_cannot_be_taken_is_said(asking: Asking, path: str, fields: dict[str, str], said: str) -> None:
    answer = asking.post(path, fields)
    assert answer.status_code in (400, 422)
    assert said in answer.text


def test_a_file_that_is_too_large_is_refused_and_the_others_are_taken(
    changing: Asking, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page, "MOST_FILE_BYTES", 200)
    given = give(changing, ("one.txt", REPORT), ("large.txt", b"x" * 201))
    assert given["taken"] == 1
    assert [refused["name"] for refused in given["refused"]] == ["large.txt"]  # type: ignore[attr-defined,index]


def test_no_address_inside_the_network_is_asked(changing: Asking, own_store: Store, work: Callable[[], None]) -> None:
    inside = {
        "http://127.0.0.1/": "this machine",
        "http://[::1]:8571/": "this machine, by IPv6",
        "http://10.0.0.8/secret": "a private network",
        "http://169.254.169.254/latest/meta-data/": "a cloud's own data",
        "http://[::ffff:127.0.0.1]/": "this machine, wrapped",
        "http://localhost:1/": "a name that leads to this machine",
        "http://2130706433/": "this machine, as one number",
    }
    answer = changing.post("upload/addresses", {"addresses": "\n".join(inside)})
    work()
    for job in Uploads(own_store).jobs(int(str(answer.url).rsplit("/", 1)[1])):
        assert job.state == "failed", inside[job.name]
        assert "not on the public Internet" in (job.problem or ""), inside[job.name]


def test_a_name_that_leads_inside_or_a_redirection_there_is_not_followed(
    own_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that resolves to a private address; and a public page that redirects to this machine."""
    import socket

    from dateline.read.web import Answer, Web

    def resolve(host: str, port: int, **_: object) -> list[tuple[object, ...]]:
        address = {"inside.example": "10.1.2.3", "public.example": "93.184.216.34"}.get(host, host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 0, "", (address, port))]

    def answer(self: Web, url: str, max_bytes: int, headers: object) -> Answer:
        assert "public.example" in url, "nothing inside is ever asked"
        if url.endswith("robots.txt"):
            return Answer(url, 404, "Not Found", {}, b"")
        return Answer(url, 302, "Found", {"location": "http://127.0.0.1/secret"}, b"")

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(Web, "get", answer)
    monkeypatch.setattr(worker, "load", one_coder)
    jobs = Jobs(own_store)
    number = jobs.open_upload("Reviewer", {})
    for url in ("http://inside.example/", "http://public.example/report"):
        jobs.add([NewJob(kind="address", name=url, content={"url": url}, upload=number)])
    at_work = Worker({"samples": own_store}, fetcher=Fetcher(pause=0))
    while at_work.step():
        pass
    assert ["not on the public Internet" in (job.problem or "") for job in Uploads(own_store).jobs(number)] == [
        True,
        True,
    ]


def test_a_job_that_was_begun_goes_on_where_it_stopped(own_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker that is lost after the first part keeps it; the next one does the rest, and nothing twice."""
    monkeypatch.setattr(worker, "load", one_coder)
    monkeypatch.setattr(coding, "_KEPT_TOGETHER", 1)
    lines = b"\n".join(b'{"text": "Shelling in Bor killed %d people on Monday."}' % n for n in range(2, 6))
    jobs = Jobs(own_store, lease_seconds=30)
    number = jobs.open_upload("Reviewer", {})
    [job] = jobs.add([NewJob(kind="file", name="many.jsonl", data=lines, upload=number)])
    leased = jobs.lease("first")
    assert leased
    steps = iter([False, False, True])
    bench = coding.Bench(
        store=own_store,
        jobs=jobs,
        coder=lambda: one_coder(Settings()),
        fetcher=Fetcher(pause=0),
        lost=lambda: next(steps),
    )
    with pytest.raises(Exception, match="no longer"):
        coding.code_job(leased, bench)
    assert Uploads(own_store).job(job).outcomes == {"added": 2}  # type: ignore[union-attr]
    jobs.release("first")
    at_work = Worker({"samples": own_store})
    while at_work.step():
        pass
    shown = Uploads(own_store).job(job)
    assert shown
    assert (shown.state, shown.outcomes) == ("done", {"added": 4})


def test_the_files_of_others_are_not_added_to(changing: Asking, own_store: Store) -> None:
    other = Jobs(own_store).open_upload("Somebody else", {})
    answer = changing.post("upload/files", {"upload": str(other)}, files=[("files", ("a.txt", io.BytesIO(REPORT)))])
    assert answer.status_code == 404
