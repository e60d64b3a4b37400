"""The authority file: its names, its linter, and files that a user adds."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from dateline.errors import OntologyError
from dateline.ontology.authority import Authority, lint

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
