"""The dossier: what it shows, and what is decided on it, on both databases."""

from __future__ import annotations

from typing import Any

import pytest
from lxml import html

from dateline.incidents import Incident
from dateline.store import Store
from dateline.store.dossiers import Dossiers
from tests.serve.asking import Asking


def text_of(element: html.HtmlElement) -> str:
    """The words of an element on one line."""
    return " ".join(element.text_content().split())


def of_many(store: Store) -> Incident:
    """The incident with the most reports."""
    return max(store.incidents(), key=lambda i: len({r.document for r in i.reports}))


def of_one(store: Store, *, without: str) -> Incident:
    """Another incident that is no summary."""
    return next(i for i in store.incidents() if i.id != without and not i.aggregate)


def seen(page: html.HtmlElement) -> list[str]:
    """The marks of the incidents that a page shows."""
    return list(dict.fromkeys(page.xpath("//input[@name='seen']/@value")))


def events(page: html.HtmlElement) -> list[str]:
    """The events that can be chosen on a page."""
    return page.xpath("//input[@name='events']/@value")


def decide(asking: Asking, page: html.HtmlElement, kind: str, one: str, **more: Any) -> Any:
    """The answer to a decision on a page."""
    return asking.post("incidents/decide", {"kind": kind, "one": one, "seen": seen(page), **more})


def test_every_dossier_can_be_read(asking: Asking, filled_store: Store) -> None:
    for incident in filled_store.incidents():
        page = asking.page(f"incidents/{incident.id}")
        assert text_of(page.xpath("//h1")[0]) == " ".join(incident.title.split())
        assert incident.grade in text_of(page.xpath("//*[@class='dossier-head']")[0])


def test_figures_stand_with_their_claims_and_rule(asking: Asking, filled_store: Store) -> None:
    incident = of_many(filled_store)
    page = asking.page(f"incidents/{incident.id}")
    figures = page.xpath("//section[@id='figures']/article")
    assert len(figures) == len(incident.tolls)
    for figure, toll in zip(figures, incident.tolls, strict=True):
        rows = figure.xpath(".//tbody/tr")
        assert len(rows) == len(toll.claims) + len(toll.set_aside)
        links = {link.rpartition("/documents/")[2] for link in figure.xpath(".//td[last()]/a/@href")}
        assert links == {f"{c.document}?claim={c.claim}" for c in (*toll.claims, *(a.claim for a in toll.set_aside))}


def test_rising_tolls_are_drawn_as_steps(asking: Asking, filled_store: Store) -> None:
    page = asking.page(f"incidents/{of_many(filled_store).id}")
    paths = page.xpath("//figure[@class='chart']//*[local-name()='path'][@class='latest']/@d")
    assert any("V" in path for path in paths), "no line rises"


def test_words_of_reports_stand_as_they_are_with_the_trigger_marked(asking: Asking, filled_store: Store) -> None:
    incident = of_many(filled_store)
    page = asking.page(f"incidents/{incident.id}")
    quotes = page.xpath("//section[@id='reports']//blockquote")
    texts = [" ".join(filled_store.document(r.document).document.text.split()) for r in incident.reports]
    assert quotes
    for quote in quotes:
        assert any(text_of(quote) in text for text in texts)
        assert quote.xpath("./mark")
        assert quote.get("dir") == "auto"


def test_as_of_a_day_it_is_what_was_known_then(asking: Asking, filled_store: Store) -> None:
    incident = of_many(filled_store)
    first = min(r.published for r in incident.reports if r.published)
    page = asking.page(f"incidents/{incident.id}", as_of=first)
    assert "what was known at the end of" in text_of(page)
    assert not page.xpath("//form[@id='split']")
    assert asking.get(f"incidents/{incident.id}", as_of="1999-01-01").status_code == 404
    assert asking.get(f"incidents/{incident.id}", as_of="tomorrow").status_code == 400


def test_an_incident_that_is_not_there_is_said(asking: Asking) -> None:
    response = asking.get("incidents/<script>alert(1)</script>")
    assert response.status_code == 404
    assert "<script>alert" not in response.text


def test_two_stand_beside_one_another_with_what_differs(asking: Asking, filled_store: Store) -> None:
    one = of_many(filled_store)
    other = of_one(filled_store, without=one.id)
    page = asking.page(f"incidents/{one.id}/beside/{other.id}")
    rows = {text_of(row.xpath("./th")[0]): text_of(row.xpath("./td")[2]) for row in page.xpath("//table//tbody/tr")}
    assert rows["Day"] in ("the same", "differ", "only one says it", "")
    assert len(events(page)) == len(one.reports) + len(other.reports)
    led = asking.page(f"incidents/{one.id}/beside", other=other.id)
    assert seen(led) == seen(page)


def test_split_shows_what_came_of_it_and_is_undone_in_one_step(changing: Asking, own_store: Store) -> None:
    incident = of_many(own_store)
    page = changing.page(f"incidents/{incident.id}")
    last = incident.reports[-1]
    out = f"{last.document}:{last.event}"
    answer = decide(changing, page, "split", incident.id, events=[out], reason="other <b>village</b>")
    assert answer.status_code == 200, answer.text
    assert "other &lt;b&gt;village&lt;/b&gt;" in answer.text
    refs = [(r.document, r.event) for r in incident.reports]
    now = Dossiers(own_store).incident_of(refs)
    assert now[last.document, last.event] not in {now[ref] for ref in refs[:-1] if ref in now}

    number = int(str(answer.url).rpartition("/")[2])
    undone = changing.post(f"incidents/decisions/{number}/undo", {"reason": "it was one"})
    assert "taken back" in undone.text
    assert len(set(Dossiers(own_store).incident_of(refs).values())) == 1
    again = changing.post(f"incidents/decisions/{number}/undo", {})
    assert "Undo it" in again.text
    assert len(set(Dossiers(own_store).incident_of(refs).values())) == 2


def test_merge_makes_one_of_two_and_says_who_decided(changing: Asking, own_store: Store) -> None:
    one = of_many(own_store)
    other = of_one(own_store, without=one.id)
    page = changing.page(f"incidents/{one.id}/beside/{other.id}")
    answer = decide(changing, page, "merge", one.id, other=other.id, events=events(page), reason="one strike")
    assert answer.status_code == 200, answer.text
    refs = [(r.document, r.event) for i in (one, other) for r in i.reports]
    (merged,) = set(Dossiers(own_store).incident_of(refs).values())
    dossier = changing.page(f"incidents/{merged}")
    assert "reviewed" in text_of(dossier.xpath("//*[@class='dossier-head']")[0])
    assert "one strike" in text_of(dossier.xpath("//section[@id='history']")[0])


@pytest.mark.parametrize("kind", ["pin", "forbid"])
def test_pin_and_forbid_are_kept(changing: Asking, own_store: Store, kind: str) -> None:
    one = of_many(own_store)
    other = of_one(own_store, without=one.id)
    page = changing.page(f"incidents/{one.id}/beside/{other.id}")
    more = {"other": other.id} if kind == "forbid" else {}
    answer = decide(changing, page, kind, one.id, **more)
    assert answer.status_code == 200, answer.text
    assert own_store.judgements()[-1].kind == kind


def test_the_second_of_two_people_is_told_and_nothing_is_decided(changing: Asking, own_store: Store) -> None:
    one = of_many(own_store)
    other = of_one(own_store, without=one.id)
    mine = changing.page(f"incidents/{one.id}")
    theirs = changing.page(f"incidents/{one.id}/beside/{other.id}")
    last = one.reports[-1]
    assert decide(changing, mine, "split", one.id, events=[f"{last.document}:{last.event}"]).status_code == 200
    before = len(own_store.judgements())
    answer = decide(changing, theirs, "merge", one.id, other=other.id, events=events(theirs), reason="my reason")
    assert answer.status_code == 409
    assert "Nothing was decided" in answer.text
    assert "my reason" in answer.text
    assert len(own_store.judgements()) == before


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"events": []}, "Choose the reports"),
        ({"seen": []}, "was shown"),
        ({"kind": "review"}, "no decision"),
        ({"kind": "merge"}, "Two incidents"),
    ],
)
def test_what_cannot_be_decided_is_said(
    changing: Asking, own_store: Store, changes: dict[str, Any], words: str
) -> None:  # fmt: skip
    incident = of_many(own_store)
    page = changing.page(f"incidents/{incident.id}")
    form = {"kind": "split", "one": incident.id, "seen": seen(page), "events": events(page)[:1]} | changes
    answer = changing.post("incidents/decide", form)
    assert answer.status_code in (400, 422)
    assert words in answer.text or answer.status_code == 422
    assert own_store.judgements() == []
