"""What every page does in a real browser: the keyboard, what is said when something goes wrong, and the menu.

Nothing of it asks the database, so it is looked at on one.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from serving import NARROW, Visit

pytestmark = pytest.mark.parametrize("filled_address", ["sqlite"], indirect=True)

START = "/p/samples/upload"
"""A page of the navigation; any would do."""


@pytest.fixture
def page(visit: Visit) -> Page:
    return visit.open(START)


def asked(visit: Visit, page: Page) -> str:
    """The path that the browser is at."""
    return page.url.removeprefix(visit.address)


def test_g_and_a_letter_lead_to_a_page(visit: Visit, page: Page) -> None:
    page.keyboard.press("g")
    page.keyboard.press("o")
    page.wait_for_url("**/p/samples/")


def test_question_mark_lists_the_shortcuts_and_escape_closes_the_list(page: Page) -> None:
    page.keyboard.press("?")
    keys = page.locator("#keys")
    expect(keys).to_be_visible()
    expect(keys.get_by_text("go to Map")).to_be_visible()
    expect(keys.get_by_text("this list")).to_be_visible()
    page.keyboard.press("Escape")
    expect(keys).to_be_hidden()


def test_the_list_of_shortcuts_is_read_by_everyone(visit: Visit, page: Page) -> None:
    page.get_by_role("button", name="Keyboard shortcuts").click()
    expect(page.locator("#keys")).to_be_visible()
    assert visit.violations(page) == []


def test_shortcuts_can_be_switched_off_and_on_again(visit: Visit, page: Page) -> None:
    page.keyboard.press("?")
    page.get_by_label("Shortcuts are on").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    page.keyboard.press("o")
    page.wait_for_timeout(200)
    assert asked(visit, page).startswith(START)
    page.keyboard.press("?")
    page.get_by_label("Shortcuts are on").check()
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    page.keyboard.press("o")
    page.wait_for_url("**/p/samples/")


def test_slash_leads_to_the_search(visit: Visit) -> None:
    page = visit.open("/p/samples/")
    page.keyboard.press("/")
    expect(page.locator("input[type=search]").first).to_be_focused()


def test_nothing_fires_while_typing(visit: Visit, page: Page) -> None:
    page.evaluate("document.querySelector('main').insertAdjacentHTML('afterbegin', '<input id=own aria-label=own>')")
    page.locator("#own").press_sequentially("gs?/")
    assert page.locator("#own").input_value() == "gs?/"
    expect(page.locator("#keys")).to_be_hidden()
    assert asked(visit, page).startswith(START)
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement === document.body")


def test_a_shortcut_of_the_page_clicks_what_is_to_be_seen(page: Page) -> None:
    page.evaluate("""() => {
      const main = document.querySelector("main");
      main.insertAdjacentHTML("afterbegin",
        '<button data-shortcut="Q" hidden>Unseen</button><button data-shortcut="Q w" data-does="count">Count</button>');
      window.clicked = [];
      main.addEventListener("click", (event) => window.clicked.push(event.target.textContent));
    }""")
    page.keyboard.press("Shift+Q")
    page.keyboard.press("w")
    assert page.evaluate("window.clicked") == ["Count", "Count"]
    page.keyboard.press("?")
    expect(page.locator("#keys").get_by_text("count", exact=True)).to_be_visible()


def test_what_the_server_refuses_is_said(visit: Visit, page: Page) -> None:
    page.evaluate("htmx.ajax('GET', '/p/samples/documents/none', {target: 'main'}).catch(() => null)")
    said = page.locator("body > #said [role=alert]")
    expect(said).to_be_visible()
    expect(said).not_to_contain_text("<")
    assert visit.violations(page) == []
    said.get_by_role("button", name="Close").click()
    expect(said).to_have_count(0)
    visit.errors.clear()  # the browser, too, tells of an answer that is 404


def test_the_focus_stays_where_it_was_when_its_part_is_replaced(page: Page) -> None:
    page.evaluate("""() => {
      const main = document.querySelector("main");
      main.innerHTML = '<h1>Focus</h1><div id="part"><button id="again">Again</button></div>';
      document.getElementById("again").focus();
      htmx.swap("#part", '<div id="part"><button id="again">Anew</button></div>', {swapStyle: "outerHTML"});
    }""")
    expect(page.get_by_role("button", name="Anew")).to_be_focused()


def test_a_narrow_window_has_a_menu_that_closes(visit: Visit) -> None:
    page = visit.open(START, size=NARROW)
    expect(page.get_by_role("link", name="Map", exact=True)).to_be_hidden()
    page.get_by_text("Menu").click()
    expect(page.get_by_role("link", name="Map", exact=True)).to_be_visible()
    assert visit.violations(page) == []
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="Map", exact=True)).to_be_hidden()


def test_the_first_key_leads_past_the_navigation(page: Page) -> None:
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
