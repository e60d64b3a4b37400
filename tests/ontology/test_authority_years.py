"""Who a name means as of a year: groups that change, persons in and out of office, forces with a name of their own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.ontology.authority import Authority

AUTHORITY = Authority.load()


@pytest.mark.parametrize(
    ("name", "countries", "year", "expected", "why"),
    [
        ("Taliban", (), 1994, "taliban rebel AFG", "before they took the capital"),
        ("Taliban", (), 1999, "taliban government AFG", "their first rule"),
        ("Taliban", (), 2012, "taliban rebel AFG", "the insurgency"),
        ("Taliban", (), 2023, "taliban government AFG", "their second rule"),
        ("SPLA", ("SSD",), 1995, "sudan-peoples-liberation-army rebel SDN", "rebels of a country not yet parted"),
        ("SPLA", ("SSD",), 2013, "sudan-peoples-liberation-army military SSD", "the army of a new state"),
        ("Renamo", (), 1988, "renamo rebel MOZ", "in the civil war"),
        ("Renamo", (), 2005, "renamo party MOZ", "in parliament"),
        ("Rapid Support Forces", (), 2019, "rapid-support-forces militia SDN", "on the side of the army"),
        ("Rapid Support Forces", (), 2024, "rapid-support-forces rebel SDN", "at war with it"),
        ("Free Syrian Army", (), 2012, "free-syrian-army rebel SYR", "the one of its day"),
        ("Syrian National Army", (), 2020, "syrian-national-army rebel SYR", "its successor"),
        ("Syrian National Army", (), 2012, None, "nobody speaks of a group years before it is there"),
        ("Tamil Tigers", (), 2024, "liberation-tigers-of-tamil-eelam rebel LKA", "the past is still spoken of"),
        ("Syrian army", (), 2016, "syrian-arab-army military SYR", "an army with a name of its own"),
        ("Syrian army", (), 2026, "syr-army military SYR", "that army is no more"),
        ("Afghan National Army", (), 2015, "afghan-national-army military AFG", "by its full name"),
        ("Afghan army", (), 2015, "afghan-national-army military AFG", "by the body that it is"),
        ("Afghan army", (), 2023, "afg-army military AFG", "the body, now without a name that is known"),
        ("German armed forces", (), None, "bundeswehr military DEU", "without a year: as of now"),
        ("U.S. Defense Department", (), 2003, "pentagon military USA", "a building that stands for it"),
        ("ISF", ("IRQ",), 2016, "iraqi-security-forces military IRQ", "an acronym of three countries"),
        ("ISF", ("LBN",), 2016, "internal-security-forces-of-lebanon police LBN", "an acronym of three countries"),
    ],
)
def test_groups(name: str, countries: tuple[str, ...], year: int | None, expected: str | None, why: str) -> None:
    found = AUTHORITY.find(name, countries, year)
    assert (f"{found.id} {found.kind} {found.country}" if found else None) == expected, why


@pytest.mark.parametrize(
    ("name", "countries", "year", "expected", "why"),
    [
        ("Nelson Mandela", (), 1996, "nelson-mandela government ZAF", "president"),
        ("Nelson Mandela", (), 1992, "nelson-mandela party ZAF", "leader of a party"),
        ("Ahmed al-Sharaa", (), 2014, "ahmed-al-sharaa rebel SYR", "leader of a front"),
        ("Ahmed al-Sharaa", (), 2025, "ahmed-al-sharaa government SYR", "president"),
        ("Abu Mohammed al-Jolani", (), 2025, "ahmed-al-sharaa government SYR", "by his nom de guerre"),
        ("Hibatullah Akhundzada", (), 2019, "hibatullah-akhundzada rebel AFG", "he stays, his group changes"),
        ("Hibatullah Akhundzada", (), 2023, "hibatullah-akhundzada government AFG", "he stays, his group changes"),
        ("Kabila", ("COD",), 1998, "laurent-desire-kabila government COD", "the father"),
        ("Kabila", ("COD",), 2012, "joseph-kabila government COD", "the son"),
        ("Clinton", ("USA",), 1996, "bill-clinton government USA", "a surname alone, by who was in office"),
        ("Clinton", ("USA",), 2011, "hillary-clinton government USA", "a surname alone, by who was in office"),
        ("Kim", ("PRK",), 1990, "kim-il-sung government PRK", "a family name that stands first"),
        ("Kim", ("KOR",), 1999, "kim-dae-jung government KOR", "the same in another country"),
        ("de Klerk", ("ZAF",), 1992, "fw-de-klerk government ZAF", "a surname of two words"),
        ("Blair", ("GBR",), 1990, None, "nobody of the name holds an office yet"),
        ("Clinton", ("FRA",), 1996, None, "nobody of the name in the countries of the text"),
    ],
)
def test_persons(name: str, countries: tuple[str, ...], year: int, expected: str | None, why: str) -> None:
    found = AUTHORITY.person(name, countries, year)
    assert (f"{found.id} {found.kind} {found.country}" if found else None) == expected, why


def test_a_person_by_role() -> None:
    chief = AUTHORITY.person("Bush", ("USA",), 2007, role="president")
    assert chief is not None
    assert chief.id == "george-w-bush"
    assert AUTHORITY.person("Clinton", ("USA",), 2011, role="president") is not None, "a former president is called so"
    kerry = AUTHORITY.person("Kerry", ("USA",), 2015, role="secretary of state", of="usa")
    assert kerry is not None
    assert kerry.id == "john-kerry"
    assert AUTHORITY.person("Kerry", ("USA",), 2015, role="president") is None


@pytest.mark.parametrize(
    ("of", "role", "year", "expected", "why"),
    [
        ("irn", "foreign minister", 2015, ["mohammad-javad-zarif"], "one holder"),
        ("usa", "foreign minister", 2015, ["john-kerry"], "the office has another name there"),
        ("usa", "secretary of defense", 2007, ["robert-gates"], "by its own name"),
        ("united-nations", "secretary general", 1998, ["kofi-annan"], "without the hyphen"),
        ("usa", "president", 2021, ["donald-trump", "joe-biden"], "a year of change has two"),
        ("hezbollah", "chief", 2010, ["hassan-nasrallah"], "another word for a leader"),
        ("fra", "astronaut", 2015, [], "nobody"),
    ],
)
def test_holders(of: str, role: str, year: int, expected: list[str], why: str) -> None:
    assert [p.id for p in AUTHORITY.holders(of, role, year)] == expected, why


def test_renamings_splits_and_parts_can_be_followed_both_ways() -> None:
    hts = AUTHORITY.actor("hayat-tahrir-al-sham")
    assert hts is not None
    assert hts.predecessors == ("jabhat-fatah-al-sham",)
    assert [a.id for a in AUTHORITY.successors("jabhat-fatah-al-sham")] == ["hayat-tahrir-al-sham"]
    provinces = {a.id for a in AUTHORITY.parts("islamic-state")}
    assert {"islamic-state-west-africa-province", "islamic-state-khorasan-province", "sinai-province"} <= provinces


def test_actor_by_id_finds_bodies_of_states() -> None:
    navy = AUTHORITY.actor("prk-navy")
    assert navy is not None
    assert (navy.name, navy.kind, navy.parent) == ("North Korean navy", "military", "prk")
    assert AUTHORITY.actor("nobody") is None
    assert AUTHORITY.actor("prk-cheese") is None


@given(st.sampled_from(AUTHORITY.actors), st.integers(1985, 2030))
def test_an_actor_as_of_any_year_is_the_same_actor(actor, year) -> None:  # type: ignore[no-untyped-def]
    then = AUTHORITY.actor(actor.id).as_of(year)
    assert then.id == actor.id
    assert then.offices == actor.offices
    assert then.kind in {actor.kind, *(p.kind for p in actor.phases)}


@given(st.sampled_from([a for a in AUTHORITY.actors if a.since and not a.individual]), st.integers(1985, 2030))
def test_no_group_is_found_before_its_time(actor, year) -> None:  # type: ignore[no-untyped-def]
    found = AUTHORITY.find(actor.name, (actor.country,) if actor.country else (), year)
    assert found is None or found.since is None or found.since <= year + 1
