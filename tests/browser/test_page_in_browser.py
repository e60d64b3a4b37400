"""The HTML page in a real browser: by eye, by keyboard, by screen reader, and under attack."""

from __future__ import annotations

import pytest
from invented import TEXT, coded_text, invented
from looking import Looking
from playwright.sync_api import Page, expect

from dateline.export.html import index, page
from dateline.records import Actor, CodedDocument, Document, Event, Span

WIDTHS, SCHEMES = (390, 1280), ("light", "dark")
SEVERAL = [("a.html", invented()), ("b.html", invented())]


def focused(page: Page) -> str:
    """The id of the element that has the focus."""
    return str(page.evaluate("document.activeElement.id"))


def violations(page: Page, axe: str) -> list[str]:
    """What axe-core objects to. It is evaluated over the debugging protocol, which the page's policy does not bind."""
    page.evaluate(axe)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{v['id']}: {node['html'][:160]} {node['failureSummary']}" for v in found["violations"] for node in v["nodes"]
    ]


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("html", [page(invented()), index(SEVERAL)], ids=["page", "index"])
def test_axe_finds_nothing(looking: Looking, axe: str, html: str, width: int, scheme: str) -> None:
    assert violations(looking.at(html, width=width, scheme=scheme), axe) == []


@pytest.mark.parametrize("scheme", SCHEMES)
def test_axe_finds_nothing_with_the_card_and_the_filters_open(looking: Looking, axe: str, scheme: str) -> None:
    opened = looking.at(page(invented()), scheme=scheme)
    opened.locator("summary").click()
    opened.locator("mark", has_text="between 30 and 40").hover()
    expect(opened.locator("#card")).to_be_visible()
    assert violations(opened, axe) == []


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("html", [page(invented()), index(SEVERAL)], ids=["page", "index"])
def test_nothing_is_wider_than_the_window(looking: Looking, html: str, width: int) -> None:
    assert looking.at(html, width=width).evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(
    "text",
    [TEXT, "\n first\r\nsecond\rthird\r\n\r\n\tlast ", "👨‍👩‍👧 e\u0301 قُتل \u202e x \u0085 \ufeff", "a  b\n\n\n\nc"],
    ids=["article", "line ends", "emoji and bidi", "blank lines"],
)
def test_article_that_the_browser_holds_is_the_text(looking: Looking, text: str) -> None:
    opened = looking.at(page(coded_text(text)))
    assert opened.evaluate("document.getElementById('article').textContent") == text


def test_marks_of_a_claim_hold_its_evidence(looking: Looking) -> None:
    opened = looking.at(page(invented()))
    assert opened.evaluate("document.getElementById('article').textContent") == TEXT
    for event in invented().events:
        marked = "".join(opened.locator(f"mark[data-claims~={event.id}]").all_text_contents())
        assert event.evidence[0].text in marked


@pytest.mark.parametrize("scripts", [True, False], ids=["with script", "without script"])
def test_tab_to_a_claim_enter_to_the_text_and_enter_back(looking: Looking, scripts: bool) -> None:
    opened = looking.at(page(invented()), scripts=scripts)
    for _ in range(200):
        opened.keyboard.press("Tab")
        if opened.locator("#c-e4:focus").count():
            break
    expect(opened.locator("#c-e4")).to_be_focused()
    opened.keyboard.press("Enter")
    expect(opened.locator("mark a:focus")).to_have_text("shelled")
    expect(opened.locator("mark a:focus")).to_be_in_viewport()
    opened.keyboard.press("Enter")
    expect(opened.locator("#c-e4")).to_be_focused()
    expect(opened.locator("#c-e4")).to_be_in_viewport()


def test_every_claim_can_be_reached_with_tab(looking: Looking) -> None:
    opened = looking.at(page(invented()))
    reached = set()
    for _ in range(250):
        opened.keyboard.press("Tab")
        reached.add(focused(opened))
    coded = invented()
    claims = (
        *coded.tolls,
        *coded.events,
        *coded.statements,
        *coded.relations,
        *coded.actors,
        *coded.places,
        *coded.dates,
    )
    assert {f"c-{claim.id}" for claim in claims} <= reached


def test_click_on_evidence_leads_to_its_claim(looking: Looking) -> None:
    opened = looking.at(page(invented()))
    opened.locator("mark", has_text="were killed when").click()
    expect(opened.locator("#c-t4")).to_be_focused()


def test_hover_shows_the_card_which_stays_under_the_pointer_and_escape_dismisses(looking: Looking) -> None:
    opened = looking.at(page(invented()))
    card = opened.locator("#card")
    opened.locator("mark", has_text="bombed").hover()
    expect(card).to_be_visible()
    expect(card).to_contain_text("denied by Tervan Defence Ministry")
    expect(card.locator(".status").first).to_have_text("denied")
    card.hover()
    opened.wait_for_timeout(500)  # longer than the delay after which a card that is left goes away
    expect(card).to_be_visible()
    opened.keyboard.press("Escape")
    expect(card).to_be_hidden()


def test_card_goes_when_the_pointer_leaves(looking: Looking) -> None:
    opened = looking.at(page(invented()))
    opened.locator("mark", has_text="bombed").hover()
    expect(opened.locator("#card")).to_be_visible()
    opened.locator("h1").hover()
    expect(opened.locator("#card")).to_be_hidden()


def test_focus_shows_the_card_and_describes_the_words_by_it(looking: Looking) -> None:
    opened = looking.at(page(invented()))
    link = opened.locator("mark a", has_text="shelled")
    link.focus()
    expect(opened.locator("#card")).to_contain_text("Tervan soldiers → Northern Accord")
    expect(link).to_have_attribute("aria-describedby", "card")
    opened.keyboard.press("Escape")
    expect(opened.locator("#card")).to_be_hidden()
    expect(link).to_be_focused()


@pytest.mark.parametrize("width", WIDTHS)
def test_card_stays_within_the_window(looking: Looking, width: int) -> None:
    opened = looking.at(page(invented()), width=width)
    for link in opened.locator("mark a:not([tabindex])").all():
        link.focus()
        box = opened.locator("#card").bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width


def test_filters_hide_claims_and_their_highlights(looking: Looking) -> None:
    opened = looking.at(page(invented()))
    opened.locator("summary").click()
    opened.get_by_role("checkbox", name="occurred").uncheck()
    expect(opened.locator("#c-e4")).to_be_hidden()
    expect(opened.locator("#c-e3")).to_be_visible()
    opened.get_by_role("checkbox", name="Statements").uncheck()
    opened.get_by_role("checkbox", name="Actors").uncheck()
    expect(opened.locator("#group-statements")).to_be_hidden()
    expect(opened.locator("mark.off", has_text="shelled")).to_have_count(1)
    expect(opened.locator("mark:not(.off)", has_text="bombed")).to_have_count(1)
    expect(opened.locator("#count")).to_have_text("19 of 48 shown")
    opened.get_by_role("button", name="Show all").click()
    expect(opened.locator("#count")).to_have_text("all 48 shown")
    expect(opened.locator("#c-e4")).to_be_visible()


@pytest.mark.parametrize(
    "words",
    [
        "<script>window.hit = 1</script>",
        "</mark><img src=x onerror='window.hit = 1'>",
        '" autofocus onfocus="window.hit = 1" x="',
    ],
)
def test_hostile_words_stay_words(looking: Looking, words: str) -> None:
    whole = Span.of(words, 0, len(words))
    coded = CodedDocument(
        document=Document.from_text(words, title=words, source=words),
        actors=(Actor(id="a1", name=words, mentions=(whole,)),),
        events=(
            Event(
                id="e1", type="ASSAULT", trigger=whole, evidence=(whole,), actors=("a1",), rule=words, confidence=1.0
            ),
        ),
    )
    opened = looking.at(page(coded))
    opened.locator("#article mark").first.hover()
    expect(opened.locator("#card")).to_contain_text(words)
    assert opened.evaluate("window.hit") is None
    assert opened.evaluate("document.getElementById('article').textContent") == words


def test_policy_stops_what_is_injected_all_the_same(looking: Looking) -> None:
    """The second line of defence: were an element ever to slip through, the policy stops its script and its request."""
    injected = '<script>window.hit = 1</script><img src="https://tracker.example/x.png">'
    opened = looking.at(page(invented()).replace("<main>", f"{injected}<main>"))
    assert opened.evaluate("window.hit") is None
    assert any("Content Security Policy" in error for error in looking.errors)
    looking.errors.clear()
