"""Reports, names and addresses that mean harm, on every page that a browser finds: no script runs, and nothing breaks."""

from __future__ import annotations

import contextlib
import re
from collections import Counter, deque
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from playwright.sync_api import Browser, Error, Page

from dateline.records import CodedDocument, Document
from dateline.serve.access import SESSION_COOKIE
from dateline.serve.accounts import StoredAccounts
from dateline.serve.workbench import Workbench
from dateline.store import Failure, Store, create_store
from dateline.store.jobs import Came, Jobs, NewJob, keep_results
from dateline.store.saved import Searches
from tests.browser.serving import NARROW, Visit, overflows, served
from tests.contracts.made import At, Did, Who, coded
from tests.serve.filled import VERSIONS, fill

SCRIPT = "<script>window.__hit=1</script>"
IMAGE = '"><img src=x onerror="window.__hit=1">'
CLOSING = "</script></title></textarea><svg onload=window.__hit=1>"
TEMPLATE = "{{ ''.__class__ }} ${window.__hit=1} '-window.__hit=1-'"
TURNED = "\u202etxt.exe\u2066 \u200f"
LONG = "Wörd" * 2500
NASTY = (SCRIPT, IMAGE, CLOSING, TEMPLATE, TURNED, LONG)
ADDRESSES = ("javascript:window.__hit=1", "JaVaScRiPt:window.__hit=1", "data:text/html,<script>parent.__hit=1</script>",
             "\tjavascript:window.__hit=1", "//evil.example/x", 'https://evil.example/"onmouseover="window.__hit=1')  # fmt: skip
PERSON = '<img src=x onerror="window.__hit=1">'
_NAMES = re.compile(r"/[^/]{12,}|/\d+")
_OF_ONE_SHAPE, _MOST_PAGES = 2, 50
_FOUND_WRONG = """() => {
  const wrong = [];
  if (window.__hit !== undefined) wrong.push("a script ran");
  for (const element of document.querySelectorAll("*")) {
    for (const { name, value } of element.attributes) {
      if (name.startsWith("on")) wrong.push(`${element.tagName} has ${name}`);
      if (["href", "src", "action", "formaction", "xlink:href"].includes(name)) {
        const scheme = new URL(value, location.href).protocol;
        if (!["http:", "https:", "blob:"].includes(scheme) && !(scheme === "data:" && element.tagName === "IMG"))
          wrong.push(`${element.tagName} ${name}=${value.slice(0, 60)}`);
      }
    }
  }
  for (const script of document.scripts)
    if (!script.src && !/json$/.test(script.type)) wrong.push(`a script of its own: ${script.textContent.slice(0, 60)}`);
  for (const image of document.querySelectorAll('img[src="x"]')) wrong.push("an image of the report");
  if (!document.querySelector("main h1")) wrong.push("no heading: the page is broken");
  return wrong;
}"""


def hostile(word: str, url: str) -> CodedDocument:
    """A report whose every name is the word."""
    text = f"{word} shelled {word} in {word}, killing 4 people. {word}"
    record = coded(
        text,
        Did(
            "shelled", mode="heavy-weapons", at=At(word[:60] or "x", 13.62, 25.35, "SDN", word[:30], 17), by=Who(word),
            to=Who(word + " two"), cited=Who(word + " said"), days=("2024-12-01", "2024-12-01"), tolls=(("killed", 4),),
        ),
    )  # fmt: skip
    document = Document.from_text(
        text, title=word, source=word, url=url, published="2024-12-03", extra={"author": word}
    )
    return record.model_copy(update={"document": document})


def give(store: Store) -> None:
    """Files and searches whose names mean harm; of the files one is done, one has failed, and the rest wait."""
    jobs, searches = Jobs(store), Searches(store)
    for word in NASTY:
        upload = jobs.open_upload(PERSON, {"source": word[:200], "published": word[:200]})
        jobs.add([NewJob(kind="file", name=f"{word[:200]}.txt", data=b"x", upload=upload)])
        number = searches.save(word[:200], PERSON, {"text": word[:200]}, kind="incidents", shared=True)
        searches.set_hook(number, f"https://evil.example/{quote(word[:200])}")
    done, failed = jobs.lease("worker"), jobs.lease("worker")
    assert done is not None
    assert failed is not None
    with store.run("test", VERSIONS) as run:
        came = [
            Came(origin=word[:500], key=f"{n}", kept=Failure(word[:500], word[:500])) for n, word in enumerate(NASTY)
        ]
        keep_results(jobs, done, came, run)
    jobs.finish(done)
    jobs.finish(failed, problem=CLOSING)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A workbench whose reports, sources and signed-in person mean harm; its address, and the cookie after a blank."""
    path: Path = tmp_path_factory.mktemp("hostile") / "hostile.db"
    with create_store(path) as store:
        fill(store, [hostile(word, url) for word, url in zip(NASTY, ADDRESSES, strict=True)])
        accounts = StoredAccounts(store)
        person = accounts.people.add(PERSON, by="test")
        accounts.people.set_role(PERSON, "hostile", "admin", by="test")
        accounts.invitations.make("hostile", "viewer", IMAGE, by=PERSON)
        accounts.tokens.make(person.number, IMAGE, scopes=["read"], days=1, project="hostile")
        give(store)
        session = accounts.sessions.start(person.number, address="::1", agent=IMAGE)
        with served(Workbench(projects={"hostile": store}, accounts=accounts)) as made:
            yield f"{made} {session}"


@pytest.fixture
def hostile_visit(browser: Browser, axe: str, address: str) -> Visit:
    """A visit by the person. What pages say in the console is looked at by the tests themselves."""
    return Visit(browser, address.partition(" ")[0], axe)


def look(visit: Visit, session: str, **how: object) -> Page:
    """A page of somebody who is signed in."""
    page = visit.open("/sign-in", **how)  # type: ignore[arg-type]
    page.context.add_cookies([{"name": SESSION_COOKIE, "value": session, "url": visit.address}])
    page.on("dialog", lambda dialog: (visit.errors.append("a dialog"), dialog.dismiss()))
    return page


def ways(page: Page) -> list[str]:
    """Where the page leads to within the project."""
    found = page.evaluate(
        "() => [...document.querySelectorAll('a[href]')].map(a => new URL(a.getAttribute('href'), location.href).href)"
    )
    parts = [urlsplit(link) for link in found]
    return [
        part.path + (f"?{part.query}" if part.query else "")
        for part in parts
        if part.path.startswith(("/p/hostile/", "/account")) and "/api/" not in part.path
    ]


def test_no_page_that_leads_on_runs_what_a_report_says(hostile_visit: Visit, address: str) -> None:
    page = look(hostile_visit, address.partition(" ")[2])
    waiting, known, shapes = deque(["/p/hostile/", "/account"]), {"/p/hostile/", "/account"}, Counter[str]()
    wrong: dict[str, list[str]] = {}
    seen = 0
    while waiting and seen < _MOST_PAGES:
        path, response = waiting.popleft(), None
        with contextlib.suppress(Error):  # a download is no page
            response = page.goto(hostile_visit.address + path)
        if response is None:
            continue
        assert response.status < 500, path
        seen += 1
        if "text/html" not in response.headers["content-type"]:
            continue
        found = page.evaluate(_FOUND_WRONG)
        if overflows(page):
            found.append("must be scrolled sideways")
        if found:
            wrong[path[:100]] = found
        for way in ways(page):
            shape = _NAMES.sub("/…", way.partition("?")[0]) + ("?" if "?" in way else "")
            if way not in known and shapes[shape] < _OF_ONE_SHAPE:
                shapes[shape] += 1
                known.add(way)
                waiting.append(way)
    assert wrong == {}
    assert seen > 15
    refused = [said for said in hostile_visit.errors if "Content Security Policy" in said or "dialog" in said]
    assert refused == []
    assert hostile_visit.foreign == []
    page.context.close()


def test_what_is_asked_for_is_not_run_either(hostile_visit: Visit, address: str) -> None:
    page = look(hostile_visit, address.partition(" ")[2], size=NARROW)
    page.goto(f"{hostile_visit.address}/p/hostile/")
    pages = {urlsplit(way).path for way in ways(page)} | {"/p/hostile/nowhere" + quote(IMAGE), "/" + quote(SCRIPT)}
    said, wrong = quote(IMAGE + CLOSING), {}
    for path in sorted(pages):
        response = page.goto(f"{hostile_visit.address}{path}?text={said}&place={said}&actor={said}&q={said}&x={said}")
        assert response is not None
        assert response.status < 500, path
        if found := page.evaluate(_FOUND_WRONG) + (["sideways"] if overflows(page) else []):
            wrong[path[:100]] = found
    assert wrong == {}
    assert [said for said in hostile_visit.errors if "Content Security Policy" in said or "dialog" in said] == []
    page.context.close()


def test_no_name_of_a_file_or_of_a_search_is_run(hostile_visit: Visit, address: str) -> None:
    page = look(hostile_visit, address.partition(" ")[2], size=NARROW)
    wrong: dict[str, list[str]] = {}
    for path, shown in (("upload", ""), ("upload/1", SCRIPT), ("upload/2", IMAGE), ("upload/5", ".txt"),
                        ("saved", SCRIPT), ("saved/2", ""), ("search", "")):  # fmt: skip
        response = page.goto(f"{hostile_visit.address}/p/hostile/{path}")
        assert response is not None
        assert response.status == 200, path
        assert shown in page.inner_text("main") + "".join(
            page.eval_on_selector_all("input", "all => all.map(i => i.value)")
        )
        if found := page.evaluate(_FOUND_WRONG) + (["sideways"] if overflows(page) else []):
            wrong[path] = found
    page.goto(f"{hostile_visit.address}/p/hostile/upload")
    names = [word.replace("/", "_")[:200] for word in NASTY]
    page.set_input_files("#files", [{"name": name, "mimeType": "text/plain", "buffer": b"x"} for name in names])
    page.locator("#chosen li").nth(len(names) - 1).wait_for()
    if found := page.evaluate(_FOUND_WRONG) + (["sideways"] if overflows(page) else []):
        wrong["the chosen files"] = found
    assert wrong == {}
    assert [said for said in hostile_visit.errors if "Content Security Policy" in said or "dialog" in said] == []
    page.context.close()
