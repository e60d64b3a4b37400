"""Signing in, one's own account and the people of a project, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from dateline.serve import passwords
from dateline.serve.accounts import StoredAccounts
from dateline.serve.workbench import Workbench
from dateline.store import create_store
from tests.browser.serving import NARROW, WIDE, Visit, overflows, served

PASSWORD = "lemon tree at dusk"
LOOKS = [(WIDE, False), (NARROW, True)]


@pytest.fixture(scope="module")
def team_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A workbench with accounts: Ada is an admin, Ben a coder."""
    path: Path = tmp_path_factory.mktemp("team") / "team.db"
    with create_store(path) as store:
        accounts = StoredAccounts(store)
        for name, role in (("Ada", "admin"), ("Ben", "coder")):
            accounts.people.add(name, by="test", password=passwords.hash_of(PASSWORD))
            accounts.people.set_role(name, "team", role, by="test")  # type: ignore[arg-type]
        accounts.invitations.make("team", "viewer", "Cleo", by="Ada")
        with served(Workbench(projects={"team": store}, accounts=accounts)) as made:
            yield made


@pytest.fixture
def team_visit(browser: Browser, axe: str, team_address: str) -> Iterator[Visit]:
    """A visit to the team's workbench."""
    visit = Visit(browser, team_address, axe)
    yield visit
    visit.close()


def sign_in(page: Page, name: str = "Ada", password: str = PASSWORD) -> None:
    """By the keyboard alone: the first field has the focus."""
    expect(page.get_by_label("Name")).to_be_focused()
    page.keyboard.type(name)
    page.keyboard.press("Tab")
    page.keyboard.type(password)
    page.keyboard.press("Enter")


@pytest.mark.parametrize(("size", "dark"), LOOKS, ids=["wide", "narrow and dark"])
def test_the_pages_of_accounts_are_for_everybody(team_visit: Visit, size: dict[str, int], dark: bool) -> None:
    page = team_visit.open("/p/team/people", size=size, dark=dark)
    kind = "narrow-dark" if dark else "wide"
    expect(page).to_have_url(f"{team_visit.address}/sign-in?next=/p/team/people")
    looked = [("sign-in", "/sign-in?next=/p/team/people")]
    for name, path in (("people", "/p/team/people"), ("people-log", "/p/team/people/log"), ("account", "/account")):
        looked.append((name, path))
    for name, path in looked:
        if name == "people":
            sign_in(page)
            expect(page.get_by_role("heading", level=1)).to_have_text("People")
        page.goto(team_visit.address + path)
        assert team_visit.violations(page) == [], name
        assert not overflows(page), name
        team_visit.shot(page, f"accounts-{name}-{kind}")


def test_somebody_is_invited_joins_and_is_disabled(team_visit: Visit) -> None:
    page = team_visit.open("/p/team/people")
    sign_in(page)
    page.get_by_label("For whom").fill("Dora <b>")
    page.locator("form[action$='/people/invitations'] select").select_option("coder")
    page.get_by_role("button", name="Make an invitation").click()
    address = page.locator("code", has_text="/invitation/").inner_text()
    other = team_visit.open(address.removeprefix(team_visit.address))
    assert team_visit.violations(other) == []
    team_visit.shot(other, "accounts-invitation")
    other.get_by_label("Your name").fill("Dora")
    other.get_by_label("A password of").fill(PASSWORD)
    other.get_by_label("The password again").fill(PASSWORD)
    other.get_by_role("button", name="Join").click()
    expect(other).to_have_url(f"{team_visit.address}/p/team/")
    page.goto(f"{team_visit.address}/p/team/people")
    page.get_by_label("Role of Dora", exact=True).select_option("reviewer")
    page.get_by_role("button", name="Change the role of Dora").click()
    expect(page.get_by_label("Role of Dora", exact=True)).to_have_value("reviewer")
    page.get_by_role("button", name="Disable Dora").click()
    expect(page.get_by_role("button", name="Enable Dora")).to_be_visible()
    other.goto(f"{team_visit.address}/p/team/")
    expect(other.get_by_role("heading", level=1)).to_have_text("Sign in")


def test_a_token_is_made_and_one_signs_out(team_visit: Visit) -> None:
    page = team_visit.open("/account")
    sign_in(page, "Ben")
    page.get_by_label("What it is for").fill("nightly sync")
    page.get_by_role("button", name="Make a token").click()
    expect(page.locator("code", has_text="dateline_")).to_be_visible()
    team_visit.shot(page, "accounts-token")
    page.get_by_role("button", name="Revoke the token nightly sync").click()
    expect(page.get_by_text("None. A program")).to_be_visible()
    page.get_by_role("button", name="Sign out", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    page.go_back()
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
