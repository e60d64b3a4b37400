"""The overview and the timeline: what they say is what the store holds, and any address is answered."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from starlette.testclient import TestClient

from dateline.brief.tally import gather, tally
from dateline.serve.app import create_app
from dateline.serve.charts import bars_of, figures_words, level_for
from dateline.serve.pages.overview import Look
from dateline.serve.pages.timeline import Range
from dateline.serve.workbench import Workbench
from dateline.store import Store, create_store
from dateline.store.overview import Bin, Figures, Overview
from tests.contracts.made import Did, Who, coded
from tests.serve.asking import Asking
from tests.serve.filled import fill

NOW = datetime(2025, 3, 12, 9, tzinfo=UTC)
HOSTILE = "<script>alert(1)</script>\"'\u202egnol 🧨 " + "x" * 300


def words(page: html.HtmlElement) -> str:
    return re.sub(r"\s+", " ", page.get_element_by_id("main").text_content())


def test_the_overview_says_what_the_store_holds(asking: Asking, filled_store: Store) -> None:
    page = asking.page()
    total = tally(gather(filled_store, {}), "killed").total
    said = words(page)
    assert f"{len(gather(filled_store, {}).counted)} incidents" in said
    assert figures_words(Overview(filled_store).figures()["killed"]) in said
    assert f"{total.low:,}" in said
    rows = page.xpath("//table[contains(caption, 'Incidents by')]/tbody/tr/td[last()]")
    days = Overview(filled_store).bins(level_for(Overview(filled_store).bins("month")))
    assert sum(int(row.text) for row in rows) == sum(b.incidents for b in days)


def test_filters_narrow_every_part_and_can_be_taken_away(asking: Asking) -> None:
    all_, some = words(asking.page()), asking.page("", type="Battles", level="day")
    assert "Battles" in words(some)
    assert words(some) != all_
    assert [
        a.get("href") for a in some.xpath("//ul[@aria-label='Filters that are set']//a") if "type" in a.text_content()
    ] == ["/p/samples/?level=day"]
    none = words(asking.page("", country="PER"))
    assert "No incident meets these conditions" in none


def test_an_empty_store_says_what_to_do(tmp_path: Any) -> None:
    with create_store(tmp_path / "empty.db") as store:
        client = TestClient(create_app(Workbench(projects={"one": store})), base_url="http://localhost")
        for path in ("", "timeline"):
            assert client.get(f"/p/one/{path}").status_code == 200
        text = client.get("/p/one/").text
        assert "There is nothing in this store yet" in text
        assert "/p/one/upload" in text


def test_what_is_new_is_told_since_one_last_looked(asking: Asking, filled_store: Store) -> None:
    first = asking.page()
    assert "you have not looked before" in words(first)
    (name,) = [cookie for cookie in asking.client.cookies if cookie.startswith("dateline_looked")]
    then = (datetime.now(UTC) - timedelta(days=3)).strftime("%Y-%m-%dT%H:%M:%SZ")
    asking.client.cookies.clear()
    asking.client.cookies.set(name, f".{then}", domain="localhost.local", path="/p/samples/")
    said = words(asking.page())
    assert "New since you last looked" in said
    assert f"{len(list(filled_store.incidents()))} new incidents" in said
    assert "0 new incidents" in words(asking.page("", new="2999-01-01"))


@pytest.mark.parametrize(
    "written",
    ["", ".", "x.y", "2025-13-45T00:00:00Z.2025-03-12T08:00:00Z", "2999-01-01T00:00:00Z" * 40, ".2999-01-01T00:00:00Z"],
)
def test_a_look_that_is_none_is_the_first_one(written: str) -> None:
    look = Look.after(written, NOW)
    assert look.now == NOW
    assert look.before is None or look.before <= NOW


def test_a_look_lasts_half_an_hour() -> None:
    monday, later, tuesday = NOW - timedelta(days=1), NOW - timedelta(days=1, minutes=-10), NOW
    first = Look.after("", monday)
    same = Look.after(first.written(), later)
    assert same.before is None, "still the first look"
    assert Look.after(same.written(), tuesday).before == later


@pytest.mark.parametrize(
    "address",
    ["?new=never", "?level=hour", "?type=%3Cscript%3E", "timeline?from=x&to=y", "timeline?from=2024-01-02&to=2024-01-01",
     "timeline?from=2024-01-01", "timeline?figure=eaten", "?since=2024-02-30"],
)  # fmt: skip
def test_a_wrong_address_is_told_in_words(asking: Asking, address: str) -> None:
    response = asking.get(address)
    assert response.status_code == 400
    assert "<script>" not in response.text.partition("<main")[2]


@pytest.mark.parametrize(
    "address",
    [
        "?as_of=2024-12-01",
        "timeline?as_of=2024-12-01",
        "timeline?since=2025-03-05&until=2025-03-06&from=2020-01-01&to=2020-02-01",
        "timeline?from=1850-01-01&to=2199-01-01",
    ],
)
def test_what_does_not_narrow_a_page_does_not_break_it(asking: Asking, address: str) -> None:
    assert asking.get(address).status_code == 200


def test_the_timeline_holds_the_same_as_table_and_as_data(asking: Asking, filled_store: Store) -> None:
    page = asking.page("timeline", **{"from": "2025-03-01", "to": "2025-03-14"})
    data = json.loads(page.get_element_by_id("timeline-data").text)
    links = {a.get("href") for a in page.xpath("//section[h2='Incidents']//th/a")}
    assert {item["link"] for item in data["items"]} == links
    assert len(links) == len(
        Overview(filled_store).drawn(since=datetime(2025, 3, 1).date(), until=datetime(2025, 3, 13).date()) or ()
    )
    assert {item["link"] for item in data["claimed"]} <= {
        a.get("href") for a in page.xpath("//section[h2[contains(., 'Figures')]]//a")
    }
    for link in links:
        assert asking.get(link).status_code == 200


def test_each_step_of_the_zoom_is_a_link_that_leads_on(asking: Asking) -> None:
    page = asking.page("timeline", **{"from": "2025-03-01", "to": "2025-03-15"})
    steps = {a.get("aria-label"): a.get("href") for a in page.xpath("//nav[@aria-label='Zoom']//a")}
    assert "from=2025-03-04T12%3A00&to=2025-03-11T12%3A00" in steps["Closer"]
    assert "from=2025-02-22&to=2025-03-22" in steps["Farther"]
    assert all(asking.get(href).status_code == 200 for href in steps.values())


@given(st.integers(0, 3_000_000), st.floats(0.3, 10_000), st.sampled_from([0.5, 2, 1]), st.floats(-1, 1))
def test_a_range_stays_a_range_however_it_is_zoomed(hours: int, days: float, factor: float, shift: float) -> None:
    start = datetime(1850, 1, 1) + timedelta(hours=hours)
    end = min(start + timedelta(days=days), datetime(2200, 1, 1))
    seen = Range(start, end)
    for _ in range(20):
        seen = seen.zoomed(factor, shift)
        assert timedelta(hours=5, minutes=59) <= seen.end - seen.start
        assert datetime(1849, 12, 31) <= seen.start
        assert seen.end <= datetime(2200, 1, 2)


def test_one_wrong_year_leaves_room_for_the_others() -> None:
    day = datetime(2024, 12, 1).date()
    bins = [
        Bin(datetime(1924, 1, 1).date(), "Battles", 1),
        *(Bin(day + timedelta(days=n), "Battles", 10) for n in range(20)),
    ]
    assert level_for([Bin(datetime(1924, 1, 1).date(), "Battles", 1), Bin(day, "Battles", 200)]) == "day"
    bars = bars_of(bins, "day")
    assert (bars.before, len(bars.bars), bars.most) == (1, 20, 10)


def test_sums_are_told_with_what_is_open() -> None:
    assert figures_words(Figures(5, 6, None, 2, 1, 0)) == "at least 5 (best-founded figure: 6)"
    assert figures_words(Figures(0, None, None, 0, 0, 0, 3)) == "no figure"
    assert figures_words(Figures(0, None, 9, 1, 0, 1)) == "up to 9"


def test_hostile_names_break_nothing(own_store: Store) -> None:
    text = f"{HOSTILE} shelled Bor."
    fill(
        own_store,
        [coded(text, Did("shelled Bor", by=Who(HOSTILE[:80]), days=("2025-03-05", "2025-03-05")), source=HOSTILE)],
    )
    client = TestClient(create_app(Workbench(projects={"samples": own_store})), base_url="http://localhost")
    for path in ("", "timeline", "timeline?from=2025-03-04&to=2025-03-07"):
        response = client.get(f"/p/samples/{path}")
        assert response.status_code == 200
        assert "<script>alert" not in response.text
