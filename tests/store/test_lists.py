"""A store's own lists of actors and places: written whole or not at all, and taken by whoever codes into the store."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from dateline.errors import OntologyError, StoreError
from dateline.ontology.authority import Authority, AuthorityActor
from dateline.ontology.gazetteer import Gazetteer
from dateline.settings import load_settings
from dateline.store import Store, create_store
from dateline.store.lists import Lists, OwnPlace, with_lists

OBEID = OwnPlace(365778, "El Obeid", 13.1842, 30.2167, "SDN", "North Kordofan")
HOSTILE = ["<script>alert(1)</script>", "\u202eevil", "x" * 201, "…", "\x00", "a\nb: [c"]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with create_store(tmp_path / "reports.db") as store:
        yield store


@pytest.fixture
def lists(store: Store) -> Lists:
    found = Lists.of(store)
    assert found is not None
    return found


def rsf() -> AuthorityActor:
    actor = Authority.load().actor("rapid-support-forces")
    assert actor is not None
    return actor


def test_other_names_of_an_actor_are_found_by_whoever_codes_into_the_store(store: Store, lists: Lists) -> None:
    actor = rsf()
    lists.name_actor(actor, [*actor.aliases, "Hemedti's men"], actor.aliases)
    settings = with_lists(load_settings(), store)
    found = Authority.load(settings.actors).find("Hemedti's men")
    assert found is not None
    assert (found.id, found.kind, found.country) == (actor.id, actor.kind, actor.country)
    assert Authority.load().find("Hemedti's men") is None
    assert store.names.actor("Hemedti's men", "a")[1:], "the search knows the name at once"


def test_the_names_that_ship_leave_nothing_in_the_file(lists: Lists) -> None:
    actor = rsf()
    lists.name_actor(actor, [*actor.aliases, "Other Name"], actor.aliases)
    lists.name_actor(actor, actor.aliases, [*actor.aliases, "Other Name"])
    assert not lists.actors.exists()


def test_an_actor_that_no_list_has_gets_an_entry(lists: Lists) -> None:
    actor = AuthorityActor(id="blue-river-committee", name="Blue River Committee", kind="militia", country="COD")
    lists.name_actor(actor, ["BRC"], ())
    found = Authority.load([lists.actors]).find("BRC")
    assert found is not None
    assert found.kind == "militia"


def test_the_second_of_two_people_is_told(lists: Lists) -> None:
    actor = rsf()
    lists.name_actor(actor, [*actor.aliases, "One"], actor.aliases)
    with pytest.raises(StoreError, match="meanwhile"):
        lists.name_actor(actor, [*actor.aliases, "Two"], actor.aliases)
    assert "One" in (lists.aliases_of_actor(actor.id) or ())


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_is_kept_as_it_is_or_refused_with_the_file_as_it_was(lists: Lists, name: str) -> None:
    actor = rsf()
    lists.name_actor(actor, [*actor.aliases, "Before"], actor.aliases)
    before, now = lists.actors.read_bytes(), [*actor.aliases, "Before"]
    try:
        lists.name_actor(actor, [*now, name], now)
    except StoreError:
        assert lists.actors.read_bytes() == before
    else:
        assert " ".join(name.split()) in (lists.aliases_of_actor(actor.id) or ())
    assert [path.name for path in lists.folder.iterdir()] == ["actors.yaml"], "nothing is left beside the file"


def test_a_file_that_somebody_broke_is_said_and_left(lists: Lists) -> None:
    lists.folder.mkdir()
    lists.actors.write_text("actors: [", encoding="utf-8")
    with pytest.raises(OntologyError):
        lists.name_actor(rsf(), ["X"], ())
    assert lists.actors.read_text(encoding="utf-8") == "actors: ["


def test_further_names_of_a_place_are_found_and_rows_of_others_stay(store: Store, lists: Lists) -> None:
    lists.folder.mkdir()
    lists.places.write_text("name,latitude,longitude,remark\nKafr Zaytun,36.21,36.71,ours\n", encoding="utf-8")
    lists.name_place(OBEID, ["Al-Ubayyid Junction"], ())
    with lists.places.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["name"] for row in rows] == ["Kafr Zaytun", "El Obeid"]
    assert rows[0]["remark"] == "ours"
    gazetteer = Gazetteer.open(with_lists(load_settings(), store))
    assert [entry.geonames_id for entry in gazetteer.find("Al-Ubayyid Junction")] == [OBEID.geonames_id]
    lists.name_place(OBEID, [], ["Al-Ubayyid Junction"])
    assert lists.aliases_of_place(OBEID.geonames_id) == ()


def test_a_place_that_cannot_be_used_is_refused_in_words(lists: Lists) -> None:
    with pytest.raises(StoreError, match="cannot be kept"):
        lists.name_place(replace(OBEID, lat=136.0), ["X1"], ())
    assert not lists.places.exists()


def test_a_store_in_a_server_has_lists_where_a_folder_is_set(
    monkeypatch: pytest.MonkeyPatch, store: Store, tmp_path: Path
) -> None:
    monkeypatch.setenv("DATELINE_LISTS", str(tmp_path / "own"))
    assert Lists.of(store) == Lists(tmp_path / "own" / "reports")
