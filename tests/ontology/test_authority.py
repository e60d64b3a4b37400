"""The authority file: its names, its linter, and files that a user adds."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from dateline.errors import OntologyError
from dateline.ontology.authority import Authority, lint
from dateline.ontology.authority.files import packaged_sections

AUTHORITY = Authority.load()

FOUND = [
    ("HTS", "hayat-tahrir-al-sham", "an acronym"),
    ("Hay'at Tahrir al-Sham", "hayat-tahrir-al-sham", "another romanisation"),
    ("ISIL", "islamic-state", "an acronym of a longer name"),
    ("the Islamic State", "islamic-state", "the article does not matter"),
    ("Da’esh", "islamic-state", "nor does the shape of an apostrophe"),
    ("U.N.", "united-nations", "full stops in an acronym"),
    ("IS", "islamic-state", "a short acronym in capitals"),
    ("HIZBULLAH", "hezbollah", "capitals of a headline"),
    ("Côte d’Ivoire", "civ", "accents do not matter"),
    ("Syrian air force", "syr-air-force", "an adjective and a body"),
    ("Russia's Defence Ministry", "rus-defence-ministry", "a possessive and a body"),
    ("Ministry of Defence of Russia", "rus-defence-ministry", "a body of a state"),
    ("North Korean navy", "prk-navy", "an adjective of two words"),
    ("Chechen police", "chechnya-police", "a region's body"),
    ("U.S. State Department", "state-department", "an entry goes before a pattern"),
    ("Kremlin", "kremlin", "a building that stands for a government"),
]


@pytest.mark.parametrize(("name", "actor_id", "why"), FOUND)
def test_finds(name: str, actor_id: str, why: str) -> None:
    found = AUTHORITY.find(name)
    assert found is not None, why
    assert found.id == actor_id, why


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("is", "a verb and not the Islamic State"),
        ("us", "a pronoun and not the United States"),
        ("who", "a pronoun and not the World Health Organization"),
        ("amnesty", "a pardon and not Amnesty International"),
        ("Damascus", "a town is no actor of its own"),
        ("Regional Interior Ministry", "no state is named"),
        ("", "nothing is named"),
    ],
)
def test_does_not_find(name: str, why: str) -> None:
    assert AUTHORITY.find(name) is None, why


@pytest.mark.parametrize(
    ("name", "countries", "actor_id", "why"),
    [
        ("RSF", {"SDN"}, "rapid-support-forces", "in a text about Sudan"),
        ("RSF", {"HUN"}, "reporters-without-borders", "elsewhere the one of no single country"),
        ("PDF", {"MMR"}, "peoples-defence-force", "in a text about Myanmar"),
        ("PDF", {"PAN"}, "panama-defense-forces", "in a text about Panama"),
        ("ADF", set(), None, "of two countries, and nothing tells which"),
    ],
)
def test_shared_acronyms_are_told_apart_by_country(
    name: str, countries: set[str], actor_id: str | None, why: str
) -> None:
    found = AUTHORITY.find(name, countries)
    assert (found.id if found else None) == actor_id, why


def test_shared_acronym_is_told_apart_by_year() -> None:
    bearers = {a.name for a in AUTHORITY.candidates("UPC")}
    assert len(bearers) == 2
    early, late = AUTHORITY.find("UPC", year=2003), AUTHORITY.find("UPC", year=2019)
    assert early is not None
    assert early.country == "COD"
    assert late is not None
    assert late.country == "CAF"


def test_adjectives_capitals_and_states() -> None:
    assert AUTHORITY.demonym("Dutch") == "NLD"
    assert AUTHORITY.demonym("polish") is None, "a verb, not the adjective"
    kurdish = AUTHORITY.demonym_actor("Kurdish")
    assert kurdish is not None
    assert kurdish.kind == "ethnic"
    assert not kurdish.state
    moscow, kenya, danes = AUTHORITY.capital("Moscow"), AUTHORITY.country_actor("KEN"), AUTHORITY.people("Danes")
    assert moscow is not None
    assert moscow.country == "RUS"
    assert kenya is not None
    assert kenya.name == "Kenya"
    assert danes is not None
    assert danes.country == "DNK"


def test_packaged_files_have_no_faults() -> None:
    assert lint() == []


def test_packaged_files_are_broad() -> None:
    groups = [a for a in AUTHORITY.actors if a.kind in ("rebel", "militia", "criminal")]
    assert len(groups) >= 150
    assert len([a for a in AUTHORITY.actors if a.state]) >= 195


def test_a_users_file_adds_actors(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text("actors:\n- {name: Free Coast Front, kind: rebel, country: KEN, also: [FCF]}\n", encoding="utf-8")
    found = Authority.load([own]).find("FCF")
    assert found is not None
    assert (found.name, found.kind, found.country) == ("Free Coast Front", "rebel", "KEN")
    assert AUTHORITY.find("FCF") is None, "the packaged authority stays as it was"


@pytest.mark.parametrize(
    ("text", "complaint", "why"),
    [
        (
            "actors:\n- {name: New Front, kind: rebel, country: SYR, also: [HTS]}\n",
            "'HTS' means both",
            "an alias taken by another of that country",
        ),
        ("actors:\n- {name: New Front, kind: army, country: SYR}\n", "no kind of actor", "a kind that is none"),
        ("actors:\n- {name: New Front, kind: rebel, country: SY}\n", "alpha-3", "a code of two letters"),
        ("actors:\n- {name: Hezbollah, kind: rebel, country: SYR}\n", "is taken", "an id that exists"),
        ("actors:\n- {name: New Front, kind: rebel, since: 1066}\n", "1066 is no year", "a year out of range"),
        ("actors:\n- {name: New Front, since: 2010, until: 2001}\n", "before it begins", "an end before the start"),
        ("actors:\n- {name: New Front, parent: no-such}\n", "no actor 'no-such'", "a parent that is not there"),
        ("actors:\n- {name: New Front, predecessors: [new-front]}\n", "come from itself", "its own predecessor"),
        (
            "actors:\n- {name: Front A, parent: front-b}\n- {name: Front B, parent: front-a}\n",
            "part of what is part of it",
            "parents in a circle",
        ),
        (
            "actors:\n- {name: New Front, predecessors: [gulf-clan], until: 1990}\n",
            "which it is said to come from",
            "older than what it comes from",
        ),
        (
            "actors:\n- {name: New Front, was: [{until: 2010, kind: rebel}, {until: 2001, kind: party}]}\n",
            "in order of their years",
            "phases out of order",
        ),
        ("actors:\n- {name: New Front, was: [{until: 2010, kind: army}]}\n", "no kind of actor", "a phase's kind"),
        ("actors:\n- {name: New Front, id: New Front}\n", "small letters", "an id that is no slug"),
        ("actors:\n- {name: New Front, wikidata: '30'}\n", "no id of a Wikidata item", "an id of no item"),
        ("actors:\n- {name: Grey Force, country: DEU, body: [armed forces]}\n", "Bundeswehr already", "two of a body"),
        ("actors:\n- {name: Grey Force, country: DEU, body: [choir]}\n", "no entry of bodies", "an unknown body"),
        ("people:\n- {name: A. N. Other, offices: [leader of no-such 2001-]}\n", "no actor", "a post of nobody"),
        (
            "people:\n- {name: A. N. Other, offices: [leader of seleka 2020-]}\n",
            "had ended when the office began",
            "a post in a group that was gone",
        ),
    ],
)
def test_lint_complains(tmp_path: Path, text: str, complaint: str, why: str) -> None:
    own = tmp_path / "own.yaml"
    own.write_text(text, encoding="utf-8")
    assert any(complaint in line for line in lint([own])), why


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("actors: [{kind: rebel}]", "an entry without a name"),
        ("- a", "no mapping"),
        ("groups: []", "an unknown section"),
        ("actors: [", "no YAML"),
        ("actors: [{name: A, leader: B}]", "an unknown key"),
        ("actors: [{name: A, also: B}]", "a name where a list belongs"),
        ("actors: [{name: A, also: [1]}]", "a number for a name"),
        ("actors: [{name: A, since: long ago}]", "words for a year"),
        ("actors: [{name: A, was: [{kind: rebel}]}]", "a phase without its last year"),
        ("people: [{name: A, offices: [president]}]", "a post of nothing"),
        ("states: [{name: A}]", "a state without a code"),
    ],
)
def test_a_broken_file_is_refused(tmp_path: Path, text: str, why: str) -> None:
    own = tmp_path / "own.yaml"
    own.write_text(text, encoding="utf-8")
    with pytest.raises(OntologyError, match=r"own\.yaml"):
        Authority.load([own])


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OntologyError, match="cannot be read"):
        Authority.load([tmp_path / "none.yaml"])


def test_look_up_takes_microseconds() -> None:
    names = ["Hayat Tahrir al-Sham", "Syrian air force", "Some Name Nobody Has"] * 200
    start = time.process_time()
    for name in names:
        AUTHORITY.find(name)
    assert (time.process_time() - start) / len(names) < 200e-6


def test_an_entry_of_the_user_takes_the_place_of_the_one_that_ships(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text("actors:\n- {name: Hezbollah, kind: party, country: LBN}\n", encoding="utf-8")
    found = Authority.load([own]).actor("hezbollah")
    assert found is not None
    assert found.kind == "party"


def test_what_is_kept_is_what_the_files_say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_CACHE", str(tmp_path))
    texts = {"a": "actors:\n- {name: Coast Front, kind: rebel, also: [CF]}\n"}
    first = packaged_sections(texts)
    (kept,) = tmp_path.iterdir()
    again = packaged_sections(texts)
    assert [list(map(list, items)) for items in first.values()] == [list(map(list, items)) for items in again.values()]
    packaged_sections({"a": "actors: []\n"})
    assert len(list(tmp_path.iterdir())) == 2, "other texts are kept beside it"
    assert kept.exists()


def test_a_cache_that_cannot_be_written_costs_nothing_but_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("", encoding="utf-8")
    monkeypatch.setenv("DATELINE_CACHE", str(blocked))
    sections = packaged_sections({"a": "actors:\n- {name: Coast Front}\n"})
    assert [item["name"] for _, item in sections["actors"]] == ["Coast Front"]
