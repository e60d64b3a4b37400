"""The situation page: what the command says, with links into the workbench, and only what was published by the day."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, Future
from concurrent.futures.process import BrokenProcessPool
from datetime import date
from functools import partial
from typing import Any

import pytest

from dateline.brief.record import Evidence
from dateline.brief.situation.compose import situation
from dateline.brief.situation.record import Party, Tie
from dateline.serve.geo import asof
from dateline.serve.geo.graph import HEIGHT, WIDTH, graph
from dateline.serve.pages import situation as situation_page
from dateline.store import Store
from tests.serve.asking import Asking


def test_it_says_what_the_record_says(asking: Asking, filled_store: Store) -> None:
    page = asking.page("situation", place="South Sudan", on="2025-03-10")
    made, reports = situation(filled_store, "South Sudan", date(2025, 3, 10))
    rows = page.xpath("//table[@class='holdings']//tr[@data-holder]")
    assert {(r.get("data-place"), r.get("data-holder"), r.get("data-state")) for r in rows} == {
        (h.place, h.holder.name, h.state) for h in made.holdings
    }
    cited = set(page.xpath("//ol/li[@value]/a/@href"))
    assert cited
    assert cited <= {f"/p/samples/documents/{document}" for document in reports}
    words = page.text_content()
    assert all(
        position.quote[:30] in words
        for position in made.positions[:5]
        if position.quote.isascii() and '"' not in position.quote
    )


def test_only_what_was_published_by_the_day_counts(asking: Asking, filled_store: Store) -> None:
    page = asking.page("situation", on="2025-03-03")
    known = {found.id: found.known for found in filled_store.documents()}
    linked = {
        href.rpartition("/")[2].partition("?")[0] for href in page.xpath("//a[contains(@href, '/documents/')]/@href")
    }
    linked.discard("documents")
    assert linked
    assert all(known[document] <= date(2025, 3, 3) for document in linked)


def test_two_days_show_what_changed_whichever_comes_first(asking: Asking) -> None:
    one = asking.page("situation", on="2025-03-10", against="2025-03-05")
    other = asking.page("situation", on="2025-03-05", against="2025-03-10")
    heading = "What changed, 5 March 2025 to 10 March 2025"
    for page in (one, other):
        assert heading in [h.text_content() for h in page.xpath("//h2")]
    assert "What changed, " not in asking.page("situation", on="2025-03-10", against="2025-03-10").text_content()


class Later(Executor):
    """Does what it was given when it is told to."""

    def __init__(self) -> None:
        self.given: list[tuple[Future[Any], Callable[[], Any]]] = []

    def submit(self, work: Callable[..., Any], /, *args: Any, **named: Any) -> Future[Any]:
        self.given.append((Future(), partial(work, *args, **named)))
        return self.given[-1][0]

    def do(self) -> None:
        future, work = self.given.pop()
        try:
            future.set_result(work())
        except Exception as error:
            future.set_exception(error)


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Later:
    """Every situation is taken for one of many reports."""
    made = Later()
    monkeypatch.setattr(asof, "AT_ONCE", 0)
    monkeypatch.setattr(situation_page, "AS_OF", asof.AsOf(lambda: made))
    return made


def test_many_reports_are_read_while_the_page_says_so(asking: Asking, later: Later) -> None:
    page = asking.page("situation", on="2025-03-10")
    (waits,) = page.xpath("//*[@id='waits']")
    assert "reports are being read" in waits.text_content()
    assert not page.xpath("//section[@class='situation']")
    still = asking.client.get(waits.get("hx-get"), headers={"hx-request": "true"})
    assert "being read" in still.text
    assert "HX-Refresh" not in still.headers
    assert len(later.given) == 1, "the same is read once, whoever asks for it"
    later.do()
    assert asking.client.get(waits.get("hx-get")).headers["HX-Refresh"] == "true"
    done = asking.page("situation", on="2025-03-10")
    assert done.xpath("//section[@class='situation']")
    assert not done.xpath("//*[@id='waits']")


def test_what_was_read_before_is_shown_while_it_is_read_again(changing: Asking, own_store: Store, later: Later) -> None:
    changing.page("situation", on="2025-03-10")
    later.do()
    changing.page("situation", on="2025-03-10")
    one = next(iter(own_store.events()))
    own_store.judge("pin", "A. Analyst", sides=[[(one.document, one.claim)]])
    page = changing.page("situation", on="2025-03-10")
    assert "since this was read" in page.xpath("//*[@id='waits']")[0].text_content()
    assert page.xpath("//section[@class='situation']")


def test_a_process_that_ended_is_told_and_another_one_is_asked(asking: Asking, later: Later) -> None:
    asking.page("situation", on="2025-03-10")
    later.given.pop()[0].set_exception(BrokenProcessPool())
    assert asking.get("situation", on="2025-03-10").status_code == 400
    assert "being read" in asking.page("situation", on="2025-03-10").text_content()
    later.do()
    assert asking.page("situation", on="2025-03-10").xpath("//section[@class='situation']")


def test_a_process_that_ended_while_nothing_was_read_is_started_again(
    asking: Asking, later: Later, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Ended(Later):
        def submit(self, work: Callable[..., Any], /, *args: Any, **named: Any) -> Future[Any]:
            raise BrokenProcessPool

    monkeypatch.setattr(situation_page, "AS_OF", asof.AsOf(iter([Ended(), later]).__next__))
    assert "being read" in asking.page("situation", on="2025-03-10").text_content()
    assert len(later.given) == 1


def test_a_process_of_its_own_reads_the_same(filled_address: str, filled_store: Store) -> None:
    with asof.in_a_process() as apart:
        made = apart.submit(asof.situation_at, filled_address, None, date(2025, 3, 10), None).result()
    assert made.situation == situation(filled_store, None, date(2025, 3, 10))[0]


def test_what_cannot_be_asked_is_said(asking: Asking) -> None:
    assert asking.get("situation", on="yesterday").status_code == 400
    page = asking.page("situation", place="<script>alert(1)</script>", on="2025-03-10")
    assert "No report says who holds any place" in page.text_content()
    assert asking.get("situation", place="x" * 500).status_code == 422
    assert asking.page("situation", on="1999-01-01").xpath("//h1")


def _tie(kind: str, one: str, other: str, *, reports: int = 1, ended: str | None = None) -> Tie:
    return Tie(
        kind=kind, one=Party(id=one, name=one), other=Party(id=other, name=other), reports=reports, sources=1, first="2025-03-01",
        last="2025-03-02", ended=ended, voices=("a",), quote="q", citations=(Evidence(document="d", claim="r1", quote="q"),),
    )  # type: ignore[arg-type]  # fmt: skip


def test_the_graph_has_a_box_a_party_and_a_line_a_tie() -> None:
    made = graph(
        [_tie("fights", "A", "B", reports=9), _tie("talks", "B", "A"), _tie("backs", "C", "A", ended="2025-03-02")]
    )
    assert {box.id for box in made.boxes} == {"A", "B", "C"}
    assert [(line.kind, line.arrow, line.ended) for line in made.lines] == [
        ("fights", False, False), ("talks", False, False), ("backs", True, True),
    ]  # fmt: skip
    assert made.lines[0].path != made.lines[1].path
    assert made.lines[0].width > made.lines[1].width
    assert made.left == 0


def test_the_graph_keeps_within_its_picture_and_says_what_it_leaves_out() -> None:
    made = graph([_tie("fights", f"The very long name of the party number {n}, of the east", "A") for n in range(40)])
    assert made.left == 40 - len(made.lines) > 0
    for box in made.boxes:
        assert box.x - box.width / 2 >= 0
        assert box.x + box.width / 2 <= WIDTH
        assert box.y - box.height / 2 >= 0
        assert box.y + box.height / 2 <= HEIGHT
        assert len(box.lines) <= 3
