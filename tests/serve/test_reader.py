"""The list of documents, and the reader: what it shows, what a verdict does, and what is said where one cannot be."""

from __future__ import annotations

import re
from typing import Any

import pytest
import sqlalchemy as sa
from lxml import html
from starlette.testclient import TestClient

from dateline.records import CodedDocument, Document
from dateline.serve.access import NoAccounts
from dateline.serve.app import create_app
from dateline.serve.pages.reader import fields as form
from dateline.serve.pages.reader.showing import Open
from dateline.serve.templating import environment
from dateline.serve.workbench import Workbench
from dateline.store import Store
from dateline.store.review import Review
from dateline.store.review.overlay import LAYER
from tests.serve.asking import Asking
from tests.serve.filled import fill

ARABIC = "قال شهود إن القصف أصاب السوق 🌧.\n\nوقُتل <b>أربعة</b> أشخاص."


def with_tolls(store: Store) -> CodedDocument:
    """A sample with an event that has figures."""
    found = (store.document(d.id) for d in store.documents())
    return next(record for record in found if any(toll.event for toll in record.tolls) and len(record.events) > 2)


def words(page: html.HtmlElement) -> str:
    return " ".join(page.text_content().split())


def css(page: html.HtmlElement, selector: str) -> list[html.HtmlElement]:
    """What a selector of tags, ids, classes, attributes and descendants finds."""
    path = ""
    for part in selector.split(" "):
        tag = re.match(r"[\w-]*", part)
        path += f"//{(tag and tag[0]) or '*'}"
        for sign, name, attribute, _, value in re.findall(r"([.#])([\w-]+)|\[([\w-]+)(=\"?([^\"\]]*)\"?)?\]", part):
            if sign == ".":
                path += f"[contains(concat(' ', normalize-space(@class), ' '), ' {name} ')]"
            else:
                path += f"[@{attribute}='{value}']" if value else f"[@{attribute}]" if attribute else f"[@id='{name}']"
    found: list[html.HtmlElement] = page.xpath(f".{path}")
    return found


def claim_ids(page: html.HtmlElement) -> list[str]:
    return [claim.get("data-claim") for claim in css(page, ".claim")]


def test_the_list_shows_what_waits_and_how_far_each_is(changing: Asking, own_store: Store) -> None:
    page = changing.page("documents")
    rows = css(page, "table.documents tbody tr")
    assert rows
    assert "none reviewed" in words(rows[0])
    record = with_tolls(own_store)
    changing.post(
        f"documents/{record.document.id}/judge", {"claim": record.events[0].id, "verdict": "accepted", "seen": "0"}
    )
    assert "1 of" in words(changing.page("documents", show="all"))


def test_the_list_takes_filters_and_says_when_nothing_is_found(asking: Asking) -> None:
    some = css(asking.page("documents", text="market", show="all"), "table.documents tbody tr")
    every = css(asking.page("documents", show="all"), "table.documents tbody tr")
    assert 0 < len(some) < len(every)
    assert "under these filters" in words(asking.page("documents", text="zzyzx"))
    assert asking.get("documents", show="nonsense").status_code == 400
    assert asking.get("documents", after="x").status_code == 400


def test_the_article_is_there_to_the_letter_with_every_claim_marked(asking: Asking, filled_store: Store) -> None:
    record = with_tolls(filled_store)
    page = asking.page(f"documents/{record.document.id}")
    text = page.get_element_by_id("text")
    shown = "".join(piece.text_content() for piece in css(text, "[data-piece]"))
    assert shown == record.document.text
    marked = {claim for mark in css(text, "mark") for claim in mark.get("data-claims").split(" ")}
    everything = {c.id for layer in ("events", "tolls", "statements", "relations") for c in getattr(record, layer)}
    assert marked == everything == set(claim_ids(page))
    assert "machine, not reviewed" in words(page)
    assert css(
        asking.page(f"documents/{record.document.id}", claim=record.tolls[0].id),
        "[aria-current=true]#c-" + record.tolls[0].id,
    )


def test_claims_stand_in_the_order_of_the_text(asking: Asking, filled_store: Store) -> None:
    record = with_tolls(filled_store)
    page = asking.page(f"documents/{record.document.id}")
    starts = {e.id: e.trigger.start for e in record.events}
    order = [starts[id_] for id_ in claim_ids(page) if id_ in starts]
    assert order == sorted(order)


def test_accepting_leads_on_to_the_next_claim_and_at_the_end_to_the_next_document(
    changing: Asking, own_store: Store
) -> None:
    record = with_tolls(own_store)
    path = f"documents/{record.document.id}"
    order = claim_ids(changing.page(path))
    for number, claim in enumerate(order):
        response = changing.post(f"{path}/judge", {"claim": claim, "verdict": "accepted", "seen": "0"})
        assert response.status_code == 200
        if number + 1 < len(order):
            assert response.url.params["claim"] == order[number + 1]
    assert response.url.params["done"] == record.document.id
    assert "are judged. This is the next report." in words(html.fromstring(response.text))
    assert all(event.review == "accepted" for event in own_store.document(record.document.id).events)
    page = changing.page(path)
    assert "machine, not reviewed" not in words(css(page, ".claims")[0])
    assert record.document.id not in str(changing.get("documents").text)


def test_a_correction_changes_only_what_was_changed(changing: Asking, own_store: Store) -> None:
    record = with_tolls(own_store)
    path, event = f"documents/{record.document.id}", record.events[0]
    sent = values(css(changing.page(f"{path}/edit", claim=event.id), "form.claim-form")[0])
    assert sent["type"] == [event.type]
    unchanged = changing.post(f"{path}/judge", sent | {"verdict": "corrected"})
    assert unchanged.status_code == 200
    (verdict,) = Review(own_store).verdicts(record.document.id)
    assert verdict.verdict == "accepted", "a form that is sent as it came corrects nothing"
    sent |= {"seen": str(verdict.number), "status": "planned", "reason": "a plan <only>", "verdict": "corrected"}
    page = html.fromstring(changing.post(f"{path}/judge", sent).text)
    now = own_store.document(record.document.id).events[0]
    assert now == event.model_copy(update={"status": "planned", "review": "corrected"})
    assert "corrected by" in words(page)
    assert "a plan <only>" in words(page)
    assert not [
        e for e in own_store.events(status="occurred") if (e.document, e.claim) == (record.document.id, event.id)
    ]


def values(form: html.HtmlElement) -> dict[str, Any]:
    """What a browser would send of a form."""
    made: dict[str, Any] = {}
    for name, value in form.form_values():
        # The line end after a textarea's tag is none of its value; browsers know that.
        made.setdefault(name, []).append((value or "").removeprefix("\n"))
    return made


@pytest.mark.parametrize("kind", ["event", "toll", "statement", "relation"])
def test_every_form_gives_back_what_it_shows(filled_store: Store, kind: str) -> None:

    template = environment().from_string(
        '{% from "reader_form.html" import form %}{{ form(open, "/x", 0, none, "t", {}) }}'
    )

    checked = 0
    for found in filled_store.documents():
        record = filled_store.document(found.id)
        for claim in getattr(record, LAYER[kind]):
            as_json = claim.model_dump(mode="json")
            shown = Open(kind=kind, claim=claim.id, fields=form.shown(kind, as_json, record))  # type: ignore[arg-type]
            page = html.fromstring(template.render(open=shown))
            made = form.read(kind, values(page if page.tag == "form" else css(page, "form")[0]), as_json, record)  # type: ignore[arg-type]
            assert form.changed(made, as_json) == {}
            checked += 1
    assert checked


@pytest.mark.parametrize(
    ("change", "told", "why"),
    [
        ({"mode": "phone"}, "no mode 'phone'", "a mode of another type"),
        ({"when.value": "yesterday"}, "'yesterday' is no date", "no date"),
        ({"when.value": "2024-12-03/2024-11-26"}, "ends before it begins", "an interval the wrong way round"),
        ({"when.words": "a day that nobody wrote"}, "does not stand in the text", "words of a date that are not there"),
        (
            {"actors": '{"words": "X", "actors": {"authority_id": "nobody-at-all"}}'},
            "no actor 'nobody-at-all'",
            "in no list",
        ),
        ({"places": '{"words": "X", "places": {"name": "X"}}'}, "where does X lie?", "a place that lies nowhere"),
        ({"places": '{"words": "X", "places": {"name": "X", "lat": "91", "lon": "0"}}'}, "lat", "north of the pole"),
        ({"places": "p999"}, "no 'p999' among", "an id that the document has not"),
        ({"actors": "{"}, "is no name", "no form of ours sends it"),
        ({"trigger": "words that nobody wrote"}, "does not stand in the text", "words that are not there"),
        ({"trigger": ""}, "Trigger", "nothing it hangs on"),
    ],
)
def test_what_is_no_claim_is_said_beside_the_field_and_not_kept(
    changing: Asking, own_store: Store, change: dict[str, str], told: str, why: str
) -> None:
    record = with_tolls(own_store)
    path, event = f"documents/{record.document.id}", record.events[0]
    sent = values(css(changing.page(f"{path}/edit", claim=event.id), "form.claim-form")[0])
    response = changing.post(f"{path}/judge", sent | change | {"verdict": "corrected"})
    assert response.status_code == 422, why
    page = html.fromstring(response.text)
    assert told in words(css(page, '[role="alert"]')[0]), why
    assert Review(own_store).verdicts(record.document.id) == []
    again = changing.post(f"{path}/judge", sent | change | {"verdict": "corrected"}, headers={"hx-request": "true"})
    assert again.status_code == 200, "htmx puts in what was answered with 200 alone"


def test_a_rejected_claim_is_struck_through_and_can_be_taken_back(changing: Asking, own_store: Store) -> None:
    record = with_tolls(own_store)
    toll = next(toll for toll in record.tolls if toll.event)
    path = f"documents/{record.document.id}"
    changing.post(
        f"{path}/judge", {"claim": toll.event, "verdict": "rejected-with-figures", "seen": "0", "reason": "a drill"}
    )
    page = changing.page(path)
    rejected = css(page, ".claim.is-rejected")
    hung = {t.id for t in record.tolls if t.event == toll.event}
    assert {claim.get("data-claim") for claim in rejected} == {toll.event, *hung}
    assert all(css(claim, "h3 s") for claim in rejected)
    assert "a drill" in words(rejected[0])
    assert toll.id not in {t.id for t in own_store.document(record.document.id).tolls}
    assert not own_store.waiting(5).rows, "what changed is linked again at once"
    for _ in range(1 + len(hung)):
        (number,) = css(changing.page(path), '.tools form input[name="number"]')[0:1]
        changing.post(f"{path}/undo", {"number": number.get("value")})
    assert own_store.document(record.document.id) == record


def test_the_second_reviewer_is_told_and_decides(own_store: Store) -> None:
    record = with_tolls(own_store)
    path, claim = f"documents/{record.document.id}", record.tolls[0].id
    people = [
        TestClient(
            create_app(Workbench(projects={"samples": own_store}, accounts=NoAccounts(name))),
            base_url="http://localhost",
        )
        for name in ("A. Analyst", "B. <Reviewer>")
    ]
    first, second = (Asking(client, "samples") for client in people)
    first.post(f"{path}/judge", {"claim": claim, "verdict": "rejected", "seen": "0", "reason": "an age"})
    response = second.post(f"{path}/judge", {"claim": claim, "verdict": "accepted", "seen": "0"})
    assert response.status_code == 409
    page = html.fromstring(response.text)
    assert "A. Analyst has rejected this toll since you looked: “an age”" in words(css(page, '[role="alert"]')[0])
    assert len(Review(own_store).verdicts(record.document.id)) == 1
    seen = css(page, f'#c-{claim} form.verdict input[name="seen"]')[0].get("value")
    second.post(f"{path}/judge", {"claim": claim, "verdict": "accepted", "seen": seen})
    assert claim in {toll.id for toll in own_store.document(record.document.id).tolls}
    assert "accepted by B. <Reviewer>" in words(second.page(path))


def test_a_missed_claim_is_added_from_selected_words(changing: Asking, own_store: Store) -> None:
    record = with_tolls(own_store)
    path = f"documents/{record.document.id}"
    marks = [m for m in css(changing.page(path), "[data-piece]") if re.search(r"\w{4,} \w{4,}", m.text_content())]
    piece = marks[0]
    text = piece.text_content()
    found = re.search(r"\w{4,} \w{4,}", text)
    assert found
    selected = {
        "from": piece.get("data-piece"), "from_words": text[: found.start()], "to": piece.get("data-piece"),
        "to_words": text[: found.end()],
    }  # fmt: skip
    page = changing.page(f"{path}/add", **selected)
    option = css(page, '#choose select[name="words"] option')[0]
    assert option.text_content() == found[0]
    page = changing.page(f"{path}/add", kind="event", words=option.get("value"))
    sent = values(css(page, "form.claim-form")[0])
    assert sent["trigger"] == [found[0]]
    response = changing.post(f"{path}/add", sent | {"type": "PROTEST", "mode": "demo", "acled": ""})
    assert response.status_code == 200
    added = own_store.document(record.document.id).events[-1]
    assert (added.type, added.mode, added.review, added.trigger.text) == ("PROTEST", "demo", "added", found[0])
    assert f"c-{added.id}" in response.text
    again = changing.post(f"{path}/add", sent | {"type": "PROTEST", "mode": "demo", "acled": ""})
    assert f"c-{added.id}" in again.text
    assert own_store.document(record.document.id).events[-1] == added, "a second click adds nothing"
    assert changing.post(f"{path}/add", sent | {"type": "PROTEST", "mode": "strike", "acled": ""}).status_code == 200
    assert own_store.document(record.document.id).events[-1].mode == "strike", "filled in otherwise it is another claim"
    refused = changing.post(f"{path}/add", sent | {"type": "PROTEST", "mode": "drone"})
    assert refused.status_code == 422


def test_what_was_selected_must_be_there(changing: Asking, own_store: Store) -> None:
    path = f"documents/{with_tolls(own_store).document.id}"
    for given in (
        {"from": "0", "from_words": "not these", "to": "0", "to_words": "not these words"},
        {"from": "99999", "to": "99999"},
        {"from": "x", "to": "1"},
        {"words": "5-2"},
        {"words": "0-999999999"},
    ):
        assert changing.get(f"{path}/add", kind="toll", **given).status_code == 400, given
    assert changing.get(f"{path}/add", kind="poem", words="0-5").status_code == 404


def test_a_report_in_another_script_is_shown_and_can_be_coded_by_hand(changing: Asking, own_store: Store) -> None:
    record = CodedDocument(document=Document.from_text(ARABIC, title="تقرير <i>", language="ar", source='"/><script>x'))
    fill(own_store, [record])
    path = f"documents/{record.document.id}"
    page = changing.page(path)
    assert "".join(piece.text_content() for piece in css(page, "#text [data-piece]")) == ARABIC
    assert all(p.get("dir") == "auto" for p in css(page, "#text p"))
    assert "are kept and can be read; they are not coded" in words(page)
    sent = values(css(changing.page(f"{path}/add", kind="toll", words="36-52"), "form.claim-form")[0])
    assert changing.post(f"{path}/add", sent | {"best": "4"}).status_code == 200
    (toll,) = own_store.document(record.document.id).tolls
    assert (toll.best, toll.review) == (4, "added")
    assert toll.number is not None
    assert ARABIC[toll.number.start : toll.number.end] == toll.number.text


def test_what_is_not_there_is_said(asking: Asking) -> None:
    assert asking.get("documents/nothing").status_code == 404
    assert asking.get("documents/nothing/edit", claim="e1").status_code == 404
    assert asking.post("documents/nothing/judge", {"claim": "e1", "verdict": "accepted"}).status_code == 404


def test_documents_that_nobody_was_given_take_no_drafts(asking: Asking, filled_store: Store) -> None:
    record = with_tolls(filled_store)
    sent = {"claim": record.events[0].id, "verdict": "accepted", "seen": "0", "assignment": "7"}
    assert asking.post(f"documents/{record.document.id}/judge", sent).status_code == 403


def test_a_report_without_a_coding_is_shown_with_its_text_and_cannot_be_judged(
    changing: Asking, own_store: Store
) -> None:
    document = next(iter(own_store.documents())).id
    text = own_store.document(document).document.text
    without = sa.text("DELETE FROM codings WHERE document = (SELECT row FROM documents WHERE id = :id)")
    with own_store.engine.begin() as connection:
        connection.execute(without, {"id": document})
    page = changing.page(f"documents/{document}")
    assert "Nothing of this report is coded" in words(page)
    assert " ".join(text.split()) in words(page)
    assert not css(page, "form.verdict")
    refused = changing.get(f"documents/{document}/edit", claim="e1")
    assert refused.status_code == 404
    assert "nothing of this report is coded" in refused.text
