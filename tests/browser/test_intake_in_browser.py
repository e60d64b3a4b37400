"""Uploading and search in a real browser: by mouse, by keyboard, wide and narrow, and with a server that is killed."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Route, expect
from serving import NARROW, WIDE, Visit, overflows

from dateline.serve.jobs.supervisor import address_of
from dateline.store import Store, open_store
from dateline.store.jobs import Jobs, NewJob, Uploads

REPORT = "KHARTOUM, March {day} (Example Agency) - An airstrike on Omdurman killed {n} civilians, doctors said.\n"
ARABIC = "قتل أربعة مدنيين في قصف على أم درمان"
_WITHIN_MS = 180_000


def wait_until_it_answers(process: subprocess.Popen[bytes], port: int) -> None:
    """Wait until the server is up; it must not end before."""
    until = time.monotonic() + _WITHIN_MS / 1000
    while process.poll() is None and time.monotonic() < until:
        try:
            urlopen(f"http://127.0.0.1:{port}/static/app.css").close()
        except URLError:
            time.sleep(0.1)
        else:
            return
    pytest.fail("the server did not start")


@contextmanager
def command(store: Store, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """``dateline serve`` on the store, as a person starts it; killed at the end, with whatever it was doing."""
    arguments = ["serve", "--store", f"samples={address_of(store)}", "--port", str(port), "--by", "Reviewer"]
    process = subprocess.Popen([sys.executable, "-m", "dateline", *arguments])
    try:
        wait_until_it_answers(process, port)
        yield process
    finally:
        process.kill()
        process.wait()


@pytest.fixture
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def test_files_paste_and_progress_with_a_server_that_is_killed(
    browser: Browser, axe: str, own_store: Store, port: int, tmp_path: Path
) -> None:
    folder = tmp_path / "reports"
    (folder / "inner").mkdir(parents=True)
    for n in range(2, 14):
        (folder / "inner" / f"report {n}.txt").write_text(REPORT.format(day=n, n=n))
    (folder / "bad <script>.pdf").write_bytes(b"%PDF-1.4 nothing")
    visit = Visit(browser, f"http://127.0.0.1:{port}", axe)
    own_store.close()
    with command(own_store, port) as server:
        page = visit.open("/p/samples/upload")
        with page.expect_file_chooser() as chooser:
            page.get_by_text("Choose a folder").click()
        chooser.value.set_files(folder)
        expect(page.locator("#chosen li")).to_have_count(13)
        visit.shot(page, "upload")
        page.get_by_label("Source, where a report names none").first.fill("Radio Example")
        page.get_by_role("button", name="Upload", exact=True).click()
        page.wait_for_url("**/upload/*")
        expect(page.get_by_text("13 done")).to_be_visible()
        expect(page.locator(".state-done").first).to_be_visible(timeout=_WITHIN_MS)
        server.send_signal(signal.SIGKILL)
        server.wait()
    visit.errors.clear()  # the page asked a server that was gone
    with open_store(address_of(own_store)) as store:
        [upload] = Uploads(store).last()
        assert upload.counts.total == 13, "all that was sent is there"
    with command(own_store, port):
        page = visit.open(f"/p/samples/upload/{upload.number}")
        expect(page.get_by_text("13 of 13 done")).to_be_visible(timeout=_WITHIN_MS)
        expect(page.get_by_text("12 reports added")).to_be_visible()
        assert page.get_by_text("the PDF is damaged").count() == 1
        assert visit.violations(page) == []
        visit.shot(page, "upload-done")
        page.get_by_role("button", name="Try again").click()
        expect(page.locator(".state-failed")).to_be_visible(timeout=_WITHIN_MS)
        page.get_by_role("link", name="Upload", exact=True).first.click()
        page.get_by_label("Text of one report").fill(f"{ARABIC}\n\nShelling in Bor killed 3 people on Monday.")
        page.get_by_role("button", name="Add text").click()
        expect(page.get_by_text("1 of 1 done")).to_be_visible(timeout=_WITHIN_MS)
    visit.errors.clear()
    visit.close()
    with open_store(address_of(own_store)) as store:
        outcomes = Uploads(store).one(upload.number).counts.outcomes
        assert (outcomes["added"], outcomes.get("known", 0)) == (12, 0), "none lost, and none done twice"


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_the_pages_are_read_by_everyone(visit_own: Visit, own_store: Store, size: dict[str, int]) -> None:
    jobs = Jobs(own_store)
    number = jobs.open_upload("Reviewer", {"source": "Radio <b>Example</b>"})
    names = ["folder/" + "very-long-name-" * 12 + ".txt", "<script>alert(1)</script>.pdf", ARABIC + ".txt", "🕊️.html"]
    jobs.add([NewJob(kind="file", name=name, data=b"x", upload=number) for name in names])
    leased = jobs.lease("worker")
    assert leased
    jobs.finish(leased, problem="the file is empty. Check how it was saved")
    narrow = "" if size is WIDE else "-narrow"
    for path, name in (
        ("search", "search"),
        ("search?kind=tolls&harm=killed&text=strike", "search-tolls"),
        ("search?kind=documents&text=shelling", "search-documents"),
        ("search?text=nothingatall", "search-none"),
        ("upload", "upload-empty"),
        (f"upload/{number}", "upload-one"),
    ):
        page = visit_own.open(f"/p/samples/{path}", size=size)
        assert not overflows(page), path
        assert visit_own.violations(page) == [], path
        visit_own.shot(page, name + narrow)
        page.emulate_media(color_scheme="dark")
        assert visit_own.violations(page) == [], path
        visit_own.shot(page, f"{name}{narrow}-dark")


def test_a_name_typed_before_the_script_is_there_is_heard(visit_own: Visit, own_store: Store) -> None:
    """On a slow line the script comes late: what was typed by then has its suggestions as well."""
    page = visit_own.open("/p/samples/documents")
    late: list[Route] = []
    page.route("**/static/search.js*", lambda route: late.append(route))
    page.goto(f"{visit_own.address}/p/samples/search", wait_until="commit")
    place = next(event.place for event in own_store.events() if event.place)
    page.locator("input[name=place]").press_sequentially(place[:3])
    assert page.locator("#suggest-place").count() == 0
    late[0].continue_()
    expect(page.locator("#suggest-place option").first).to_be_attached()


def test_a_search_is_narrowed_kept_and_told_of(visit_own: Visit, own_store: Store) -> None:
    page = visit_own.open("/p/samples/search")
    before = page.locator(".hits > li").count()
    page.locator("input[name=text]").fill("shelling")
    page.locator("input[name=text]").press("Enter")
    expect(page).to_have_url(re.compile("text=shelling"))
    expect(page.locator(".hit").first).to_be_visible()
    assert page.locator(".hits > li").count() <= before
    page.get_by_role("link", name="Tolls").click()
    expect(page).to_have_url(re.compile("kind=tolls"))
    page.get_by_role("link", name="Incidents").click()
    expect(page).not_to_have_url(re.compile("kind=tolls"))
    place = next(event.place for event in own_store.events() if event.place)
    page.locator("input[name=place]").press_sequentially(place[:3])
    expect(page.locator("#suggest-place option").first).to_be_attached()
    page.locator("input[name=place]").fill("")
    page.locator(".keep input[name=name]").fill("Shelling <now>")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("link", name="Shelling <now>")).to_be_visible()
    page.get_by_text("Tell what is new").click()
    page.get_by_role("button", name="Make an Atom feed").click()
    assert "/feeds/samples/" in page.locator("input.address").first.input_value()
    assert visit_own.violations(page) == []
    visit_own.shot(page, "saved")
    page.set_viewport_size(NARROW)
    assert not overflows(page)
    visit_own.shot(page, "saved-narrow")
