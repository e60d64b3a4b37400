"""The reader in a browser: a whole review by keyboard alone, words and claims beside one another, selecting, and looks."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from dateline.records import CodedDocument, Document
from dateline.store import Store
from dateline.store.review import Decision, Review
from tests.browser.serving import NARROW, WIDE, Visit, overflows
from tests.serve.filled import fill

ARABIC = (
    "قال شهود إن القصف أصاب السوق صباح الثلاثاء 🌧.\n\nوقُتل أربعة أشخاص وجُرح تسعة، بحسب مستشفى المدينة. "
    "ولم تعلّق السلطات على ذلك."
)


def told(store: Store) -> CodedDocument:
    """A sample with figures and several claims."""
    records = [store.document(found.id) for found in store.documents()]
    return max(records, key=lambda r: (len(r.events) > 1 and bool(r.tolls), -len(r.events) - len(r.tolls)))


def at(page: Page) -> str:
    """The claim that is the current one."""
    return str(page.locator('.claim[aria-current="true"]').get_attribute("data-claim"))


def settled(page: Page) -> None:
    page.wait_for_function("() => !document.querySelector('.htmx-request, .htmx-settling, .htmx-swapping')")


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_list_and_the_reader_are_sound(visit: Visit, filled_store: Store, size: dict[str, int], dark: bool) -> None:
    record = told(filled_store)
    for path, name in (("documents", "documents"), (f"documents/{record.document.id}", "reader"),
                       (f"documents/{record.document.id}/edit?claim={record.tolls[0].id}", "reader-edit")):  # fmt: skip
        page = visit.open(f"/p/samples/{path}", size=size, dark=dark)
        visit.shot(page, f"{name}-{size['width']}-{'dark' if dark else 'light'}")
        assert visit.violations(page) == []
        assert not overflows(page)


def test_a_whole_review_by_keyboard_alone(visit_own: Visit, own_store: Store) -> None:
    record = told(own_store)
    page = visit_own.open(f"/p/samples/documents/{record.document.id}")
    ids = [str(c.get_attribute("data-claim")) for c in page.locator(".claim").all()]
    assert at(page) == ids[0]
    page.keyboard.press("j")
    page.keyboard.press("k")
    assert at(page) == ids[0]
    assert page.evaluate("() => document.activeElement.dataset.claim") == ids[0]
    page.keyboard.press("a")
    expect(page.locator(f"#c-{ids[0]}")).to_contain_text("accepted by")
    settled(page)
    assert at(page) == ids[1]
    page.keyboard.press("x")
    expect(page.locator(f"#c-{ids[1]} s")).to_be_visible()
    settled(page)
    page.keyboard.press("u")
    expect(page.locator(f"#c-{ids[1]}")).to_contain_text("machine, not reviewed")
    settled(page)
    assert at(page) == ids[1], "what was taken back is the claim to judge"
    page.keyboard.press("e")
    expect(page.locator(".claim-form")).to_be_visible()
    settled(page)
    page.keyboard.press("Control+Enter")
    expect(page.locator(f"#c-{ids[1]}")).to_contain_text("accepted by")
    settled(page)
    for claim in ids[2:]:
        assert at(page) == claim
        page.keyboard.press("a")
        if claim != ids[-1]:
            expect(page.locator(f"#c-{claim}")).to_contain_text("accepted by")
        settled(page)
    expect(page.locator(".report")).to_contain_text("This is the next report")
    assert record.document.id not in page.url.partition("?")[0]
    assert all(e.review == "accepted" for e in own_store.document(record.document.id).events)
    page.keyboard.press("?")
    keys = page.locator("#keys")
    for words in ("accept the claim", "reject the claim", "edit the claim", "the next claim", "add a claim"):
        expect(keys).to_contain_text(words)
    page.keyboard.press("Escape")
    page.keyboard.press("N")
    page.wait_for_url("**/documents/*")


def test_a_mistake_in_the_form_is_said_beside_the_field(visit_own: Visit, own_store: Store) -> None:
    record = told(own_store)
    toll = record.tolls[0]
    page = visit_own.open(f"/p/samples/documents/{record.document.id}?claim={toll.id}")
    page.keyboard.press("e")
    page.get_by_label("The words mean").select_option("range")
    page.get_by_label("Lowest, of a range").fill("9")
    page.get_by_label("Highest, of a range").fill("7")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("a toll with bound range cannot have")
    visit_own.shot(page, "reader-mistake")
    assert visit_own.violations(page) == []
    assert page.get_by_label("Lowest, of a range").input_value() == "9", "what was typed is still there"
    page.get_by_label("Highest, of a range").fill("12")
    page.get_by_label("Figure", exact=True).fill("10")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(f"#c-{toll.id}")).to_contain_text("corrected by")
    assert next(t for t in own_store.document(record.document.id).tolls if t.id == toll.id).high == 12
    visit_own.shot(page, "reader-corrected")


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_any_actor_and_place_is_found_and_chosen_by_keyboard_alone(
    visit_own: Visit, own_store: Store, size: dict[str, int], dark: bool
) -> None:
    record = told(own_store)
    event = record.events[0].id
    page = visit_own.open(f"/p/samples/documents/{record.document.id}?claim={event}", size=size, dark=dark)
    look = f"{size['width']}-{'dark' if dark else 'light'}"
    page.keyboard.press("e")
    page.get_by_role("button", name="Another actor … for who did it").focus()
    page.keyboard.press("Enter")
    page.keyboard.type("ansar all")
    found = page.locator(".picker[open] [role=option]")
    expect(found.first).to_contain_text("Houthis")
    expect(found.first).to_contain_text("rebel · YEM")
    visit_own.shot(page, f"reader-pick-actor-{look}")
    assert visit_own.violations(page) == []
    assert not overflows(page)
    page.keyboard.press("Enter")
    chosen = page.locator('input[name="actors"]').last
    expect(chosen).to_be_checked()
    expect(chosen).to_be_focused()
    page.get_by_role("button", name="Another place … for places").press("Enter")
    page.keyboard.type("springfield")
    expect(found.first).to_contain_text("Missouri · USA · town or village")
    page.keyboard.press("ArrowDown")
    expect(found.nth(1)).to_have_attribute("aria-selected", "true")
    visit_own.shot(page, f"reader-pick-place-{look}")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("button", name="Another place … for places")).to_be_focused()
    page.keyboard.press("Enter")
    by_hand = page.get_by_role("dialog", name="Another place")
    by_hand.get_by_text("None of these: give it by hand").press("Enter")
    by_hand.get_by_label("Name", exact=True).fill("Eagle Pass")
    by_hand.get_by_label("Latitude").fill("91")
    by_hand.get_by_label("Longitude").fill("37.25")
    page.keyboard.press("Enter")
    expect(by_hand).to_be_visible()
    by_hand.get_by_label("Latitude").fill("36.5")
    visit_own.shot(page, f"reader-pick-by-hand-{look}")
    assert visit_own.violations(page) == []
    page.keyboard.press("Enter")
    page.get_by_label("When", exact=True).fill("2024-11-26/2024-12-03")
    visit_own.shot(page, f"reader-picked-{look}")
    page.keyboard.press("Control+Enter")
    expect(page.locator(f"#c-{event}")).to_contain_text("corrected by")
    settled(page)
    now = own_store.document(record.document.id)
    corrected = next(e for e in now.events if e.id == event)
    assert "houthis" in [a.authority_id for a in now.actors if a.id in corrected.actors]
    assert (36.5, 37.25) in [(p.lat, p.lon) for p in now.places if p.id in corrected.places]
    assert (corrected.when.start, corrected.when.end) == ("2024-11-26", "2024-12-03")


def test_words_and_claims_light_one_another(visit: Visit, filled_store: Store) -> None:
    record = told(filled_store)
    event = record.events[-1].id
    page = visit.open(f"/p/samples/documents/{record.document.id}")
    page.locator(f"#c-{event}").hover()
    lit = page.locator("mark.lit")
    assert lit.count() > 0
    assert all(event in str(mark.get_attribute("data-claims")).split(" ") for mark in lit.all())
    page.locator(f'mark[data-claims~="{event}"]').first.hover()
    expect(page.locator(f"#c-{event}")).to_have_class("claim is-machine lit")
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert f"claim={at(page)}" in page.url


def test_a_conflict_is_told_and_nothing_is_overwritten(visit_own: Visit, own_store: Store) -> None:
    record = told(own_store)
    toll = record.tolls[0].id
    page = visit_own.open(f"/p/samples/documents/{record.document.id}?claim={toll}")
    Review(own_store).judge(record.document.id, "B. Reviewer", Decision("rejected", claim=toll, reason="an age"))
    page.keyboard.press("a")
    expect(page.get_by_role("alert")).to_contain_text("B. Reviewer has rejected this toll since you looked: “an age”")
    visit_own.shot(page, "reader-conflict")
    assert visit_own.violations(page) == []
    assert [v.person for v in Review(own_store).verdicts(record.document.id)] == ["B. Reviewer"]
    page.keyboard.press("a")
    expect(page.locator(f"#c-{toll}")).to_contain_text("accepted by")
    assert len(Review(own_store).verdicts(record.document.id)) == 2


def test_a_claim_is_added_from_a_selection_in_a_right_to_left_article(visit_own: Visit, own_store: Store) -> None:
    record = CodedDocument(document=Document.from_text(ARABIC, title="تقرير من السوق", language="ar"))
    fill(own_store, [record])
    page = visit_own.open(f"/p/samples/documents/{record.document.id}")
    assert page.evaluate("() => getComputedStyle(document.querySelector('#text p')).direction") == "rtl"
    visit_own.shot(page, "reader-rtl")
    assert visit_own.violations(page) == []
    page.evaluate(
        """() => {
          const node = [...document.querySelectorAll("#text [data-piece]")].at(-1).firstChild;
          const range = document.createRange();
          const at = node.data.indexOf("أربعة");
          range.setStart(node, at); range.setEnd(node, at + 5);
          getSelection().removeAllRanges(); getSelection().addRange(range);
        }"""
    )
    page.keyboard.press("n")
    page.wait_for_url("**/add?**")
    page.get_by_label("It is").select_option("toll")
    page.keyboard.press("Control+Enter")
    page.get_by_label("Figure", exact=True).fill("4")
    visit_own.shot(page, "reader-rtl-add")
    assert visit_own.violations(page) == []
    page.keyboard.press("Control+Enter")
    expect(page.locator(".claim")).to_contain_text("added by")
    (toll,) = own_store.document(record.document.id).tolls
    assert toll.number is not None
    assert toll.number.text == "أربعة", "after an emoji, which a browser counts as two"
    assert toll.best == 4
