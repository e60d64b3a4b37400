"""The situation page: what the command says, with links into the workbench, and only what was published by the day."""

from __future__ import annotations

from datetime import date

from dateline.brief.record import Evidence
from dateline.brief.situation.compose import situation
from dateline.brief.situation.record import Party, Tie
from dateline.serve.geo.graph import HEIGHT, WIDTH, graph
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
