"""What changed between two days: added, changed and retracted, with the reasons; as text, JSON and Atom."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import feedparser
import pytest
from click.testing import CliRunner

from dateline.cli import cli
from dateline.export.changes.comparing import Changes, Entry, compared
from dateline.export.changes.since import changes_since
from dateline.export.changes.words import atom, lines
from dateline.export.responsibility import open_profile
from dateline.intake.linking import link_waiting
from dateline.store import Store, create_store
from dateline.store.exports import exports
from tests.contracts.made import FIRST, At, Did, coded
from tests.contracts.stores import keep

ENTRY = Entry(
    title="Attack, Bor", type="Attack", place="Bor, SSD", when="2024-12-03", actors="militia", recipients="", grade="weak",
    figures={"killed": "4"}, disputed="", known="2024-12-03", reports=[("d1", "Wire", "2024-12-03")], events=[("d1", "e1")],
)  # fmt: skip
MORE = replace(
    ENTRY, figures={"killed": "6", "injured": "9"}, grade="fair",
    reports=[*ENTRY.reports, ("d2", "Post", "2024-12-05")], events=[*ENTRY.events, ("d2", "e1")],
)  # fmt: skip


def test_nothing_changes_where_nothing_did() -> None:
    assert compared({"i1": ENTRY}, {"i1": ENTRY}, [], "2024-12-09") == []


def test_a_new_incident_is_added_on_the_day_of_its_report() -> None:
    [change] = compared({}, {"i1": ENTRY}, [], "2024-12-09")
    assert (change.became, change.id, change.at, change.reasons) == ("added", "i1", "2024-12-03", ())


def test_figures_are_told_before_and_after_with_the_reports_that_changed_them() -> None:
    [change] = compared({"i1": ENTRY}, {"i1": MORE}, [], "2024-12-09")
    told = {(d.field, d.before, d.after) for d in change.differences}
    assert told == {("killed", "4", "6"), ("injured", None, "9"), ("grade", "weak", "fair"), ("reports", "1", "2")}
    assert change.reasons == ("1 more report: Post (2024-12-05)",)
    assert change.at == "2024-12-05"


def test_a_merged_incident_is_retracted_into_the_one_that_has_its_events() -> None:
    other = replace(ENTRY, events=[("d2", "e1")], reports=[("d2", "Post", "2024-12-05")])
    log = [(frozenset({("d2", "e1")}), "merge by an analyst on 2024-12-06: one strike")]
    changed, retracted = compared({"i1": ENTRY, "i2": other}, {"i1": MORE}, log, "2024-12-09")
    assert (changed.became, retracted.became, retracted.id) == ("changed", "retracted", "i2")
    assert retracted.reasons == (
        "it is now told as part of i1 (Attack, Bor)", "merge by an analyst on 2024-12-06: one strike",
    )  # fmt: skip


def test_a_split_incident_says_where_its_events_went() -> None:
    one, other = replace(ENTRY), replace(ENTRY, events=[("d2", "e1")])
    found = compared({"i1": MORE}, {"i2": one, "i3": other}, [], "2024-12-09")
    assert {change.became for change in found} == {"added", "retracted"}
    [retracted] = [change for change in found if change.became == "retracted"]
    assert retracted.reasons == ("it was taken apart: its events are now told as i2, i3",)


def test_an_incident_whose_reports_are_read_otherwise_is_retracted() -> None:
    [change] = compared({"i1": ENTRY}, {}, [], "2024-12-09")
    assert (change.became, change.at) == ("retracted", "2024-12-09")
    assert "read otherwise" in change.reasons[0]


def test_an_incident_that_only_got_another_id_is_the_same() -> None:
    [change] = compared({"i1": ENTRY}, {"i9": MORE}, [], "2024-12-09")
    assert (change.became, change.id) == ("changed", "i9")


def _told(words: str, killed: int, day: str) -> object:
    did = Did(
        f"{words} hit Bor market and killed {killed} people", mode="heavy-weapons", at=At("Bor", 6.2, 31.5, "SSD", "Jonglei", 1),
        acled=("Explosions/Remote violence", "Shelling/artillery/missile attack"), days=("2024-12-03", "2024-12-03"),
        tolls=(("killed", killed),),
    )  # fmt: skip
    return coded(f"{words} hit Bor market and killed {killed} people, {day}.", did, published=day, source=f"Wire {day}")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Two reports of one shelling, with another figure on the later day; and a shelling that is told of on that day only."""
    with create_store(tmp_path / "s.db") as made:
        for record in (_told("Shells", 4, "2024-12-03"), _told("Shells", 6, "2024-12-05")):
            keep(made, record)  # type: ignore[arg-type]
            with made.run("link", FIRST) as run:
                link_waiting(made, run)
        yield made


def test_a_store_tells_what_became_known_since_a_day(store: Store) -> None:
    profile = open_profile("internal", store)
    found = changes_since(store, profile, date(2024, 12, 4), date(2024, 12, 31))
    [change] = found.incidents
    assert change.became == "changed"
    figures = [(d.before, d.after) for d in change.differences if d.field.startswith("killed")]
    assert figures
    assert figures[0][0] == "4"
    assert [r.at for r in found.reports] == ["2024-12-05"]
    earlier = changes_since(store, profile, date(2024, 12, 1), date(2024, 12, 31))
    assert [c.became for c in earlier.incidents] == ["added"]
    later = changes_since(store, profile, date(2024, 12, 6), date(2024, 12, 31))
    assert (later.incidents, later.reports) == ((), ())


def test_changes_up_to_a_day_know_nothing_of_later_ones(store: Store) -> None:
    found = changes_since(store, open_profile("internal", store), date(2024, 12, 1), date(2024, 12, 4))
    assert [c.became for c in found.incidents] == ["added"]
    assert len(found.reports) == 1


CHANGES = Changes(
    since="2024-12-04", until="2024-12-09", profile="public",
    incidents=tuple(compared({"i1": ENTRY}, {"i1": MORE, "i2": replace(ENTRY, title="<Attack> & \x0bfire")}, [], "2024-12-09")),
)  # fmt: skip


def test_text_tells_all_of_it() -> None:
    text = "\n".join(lines(CHANGES))
    for words in (
        "New incidents (1)",
        "Changed incidents (1)",
        "killed: 4 → 6",
        "because: 1 more report: Post (2024-12-05)",
    ):
        assert words in text
    assert "Nothing has changed." in "\n".join(lines(replace(CHANGES, incidents=())))
    assert "## Changed incidents (1)" in "\n".join(lines(CHANGES, markdown=True))


def test_atom_is_read_by_a_feed_reader() -> None:
    feed = feedparser.parse(atom(CHANGES))
    assert not feed.bozo, feed.get("bozo_exception")
    assert feed.version == "atom10"
    assert [entry.title for entry in feed.entries] == ["Changed: Attack, Bor", "Added: <Attack> & \ufffdfire"]
    assert len({entry.id for entry in feed.entries}) == 2
    assert all(entry.updated_parsed for entry in feed.entries)
    assert atom(CHANGES) == atom(CHANGES)


def test_the_command(store: Store) -> None:
    def run(*arguments: str) -> str:
        done = CliRunner().invoke(cli, ["changes", "--store", store.where, *arguments])
        assert done.exit_code == 0, done.output
        return done.stdout

    since = ("--since", "2024-12-04", "--until", "2024-12-31")
    assert "Changed incidents (1)" in run(*since)
    assert json.loads(run(*since, "--format", "json"))["profile"] == "internal"
    assert feedparser.parse(run(*since, "--format", "atom")).entries
    assert [line.profile for line in exports(store)] == ["public"], "only the feed is for others, and is logged"
    assert "Nothing has changed." in run(
        *since, "--country", "KEN", "--since", (date(2024, 12, 5) + timedelta(1)).isoformat()
    )


def test_what_is_no_day_is_refused_with_how_to_write_one(store: Store) -> None:
    done = CliRunner().invoke(cli, ["changes", "--store", store.where, "--since", "yesterday"])
    assert (done.exit_code, "'yesterday' is no day; write it as 2024-12-03" in done.output) == (2, True)


def test_days_the_wrong_way_round_are_refused(store: Store) -> None:
    done = CliRunner().invoke(
        cli, ["changes", "--store", store.where, "--since", "2024-12-09", "--until", "2024-12-01"]
    )
    assert done.exit_code == 2
    assert "no day is from" in done.output
