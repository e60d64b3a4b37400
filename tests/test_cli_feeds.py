"""``dateline add`` with a feed's address: into the store, once, and with what is not English counted."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from dateline.cli import cli
from dateline.read import FeedMemory
from tests.read.conftest import Website, website

__all__ = ["website"]

SPANISH = "Ayer el ejército atacó la ciudad y murieron dos civiles, según dijo la policía local de la zona. " * 3
ARABIC = "قتل خمسة مدنيين في غارة جوية على سوق شعبي"
ENGLISH = "Rebels killed two people in the town of Kara on Monday, the mayor said."


@pytest.fixture
def on_this_machine(website: Website, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Website:
    """The command may ask the website of the tests."""

    def fetcher(given: dict[str, Any], memory: FeedMemory | None = None) -> Any:
        return website.fetcher(memory=memory, follow=given["fetch"] != "never")

    for name in ("dateline.cli.add", "dateline.cli.inputs"):  # by name: the package has the command under the module's
        monkeypatch.setattr(sys.modules[name], "fetcher", fetcher)
    monkeypatch.setattr("dateline.settings.Settings.cache_folder", lambda _: tmp_path / "cache")
    return website


def add(store: Path, *inputs: str) -> Result:
    return CliRunner().invoke(cli, ["add", *inputs, "--store", str(store), "--no-link"])


def feed(website: Website, etag: str, *texts: str) -> None:
    items = "".join(
        f"<entry><id>urn:{i}</id><title>T{i}</title><content>{text}</content></entry>" for i, text in enumerate(texts)
    )
    body = f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Wire</title>{items}</feed>'.encode()
    website.pages["/feed"] = lambda headers: (
        (304, {}, b"")
        if headers.get("If-None-Match") == etag
        else (200, {"ETag": etag, "Content-Type": "application/atom+xml"}, body)
    )


@pytest.mark.usefixtures("coder")
def test_a_feed_is_added_once(on_this_machine: Website, tmp_path: Path) -> None:
    store, address = tmp_path / "s.db", on_this_machine.url("/feed")
    feed(on_this_machine, '"1"', ENGLISH)
    first = add(store, address)
    assert first.exit_code == 0, first.output
    assert "1 added" in first.output
    again = add(store, address)
    assert again.exit_code == 0
    assert f"{address}: nothing new since" in again.output
    feed(on_this_machine, '"2"', ENGLISH, ENGLISH.replace("two", "six"))
    third = add(store, address)
    assert "1 added" in third.output
    assert f"{address}: 1 entry read by an earlier run" in third.output
    store.unlink()
    for beside in tmp_path.glob("s.db-*"):
        beside.unlink()
    assert "2 added" in add(store, address).output, "a store made anew gets everything"


@pytest.mark.usefixtures("coder")
def test_what_is_not_english_is_kept_counted_and_not_coded(tmp_path: Path) -> None:
    store, lines = tmp_path / "s.db", tmp_path / "in.jsonl"
    lines.write_text(
        "\n".join(json.dumps({"text": text, "title": text[:9]}) for text in (SPANISH, ARABIC, ENGLISH)), "utf-8"
    )
    added = add(store, str(lines))
    assert "3 added\n2 not in English: kept, not coded (es 1, ar 1)" in added.output
    documents = CliRunner().invoke(cli, ["find", "--kind", "documents", "--store", str(store)]).output
    assert "[es: not coded]" in documents
    assert "[ar: not coded]" in documents
    for kind in ("events", "tolls", "statements", "relations"):
        found = CliRunner().invoke(cli, ["find", "--kind", kind, "--store", str(store), "--format", "jsonl"]).output
        assert all("Rebels" in line or "mayor" in line or "Kara" in line for line in found.splitlines()), kind
    assert "2 there already" not in added.output
    assert "not in English" not in add(store, str(lines)).output, "only what is new is counted"


def test_a_list_of_addresses_is_followed_where_that_is_asked_for(on_this_machine: Website, tmp_path: Path) -> None:
    on_this_machine.html("/1", "Raid on Kara", ENGLISH)
    table = tmp_path / "list.csv"
    table.write_text(f"URL,Title\n{on_this_machine.url('/1')},Raid\n", "utf-8")
    alone = add(tmp_path / "s.db", str(table))
    assert alone.exit_code == 3
    assert "it lists one address and no texts. Give --fetch always" in alone.output
    followed = add(tmp_path / "s.db", str(table), "--fetch", "always")
    assert followed.exit_code == 0, followed.output
    assert "1 added" in followed.output


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "ftp://example.org/a.txt", "HTTP://name:secret@example.org/"]
)
def test_addresses_that_are_never_asked_are_told_as_such(tmp_path: Path, address: str) -> None:
    """Not as files that are not there; and no password is said again."""
    refused = add(tmp_path / "s.db", address)
    assert refused.exit_code == 3
    assert "it is no http or https address" in refused.output or "password" in refused.output
    assert "secret" not in refused.output
