"""What ships is broad enough: every country, its bodies, the missions, groups, monitors and leaders that news names."""

from __future__ import annotations

import pycountry
import pytest

from dateline.ontology.authority import Authority

AUTHORITY = Authority.load()
NOBODY_LIVES_THERE = {"ATA", "ATF", "BVT", "HMD", "SGS", "UMI"}
BODIES = tuple(
    "foreign ministry,defence ministry,interior ministry,health ministry,army,air force,police,gendarmerie".split(",")
)


CAPITALS = (
    "Kabul Tirana Algiers Luanda Canberra Vienna Baku Dhaka Minsk Brussels Sarajevo Ouagadougou Bujumbura Bangui Bogota Moroni "
    "Kinshasa Brazzaville Zagreb Havana Nicosia Copenhagen Quito Cairo Asmara Tallinn Paris Libreville Tbilisi Berlin Accra "
    "Athens Conakry Bissau Budapest Jakarta Tehran Baghdad Dublin Rome Tokyo Amman Astana Nairobi Pyongyang Seoul Bishkek "
    "Beirut Monrovia Tripoli Vilnius Antananarivo Bamako Nouakchott Chisinau Rabat Maputo Naypyidaw Kathmandu Managua Niamey "
    "Abuja Oslo Islamabad Lima Manila Warsaw Lisbon Doha Bucharest Moscow Kigali Riyadh Dakar Belgrade Freetown Mogadishu "
    "Pretoria Juba Madrid Colombo Khartoum Stockholm Damascus Taipei Dushanbe Dodoma Bangkok Tunis Ankara Kampala Kyiv London "
    "Washington Montevideo Tashkent Caracas Hanoi Sanaa Lusaka Harare Belmopan Vaduz Kingstown"
).split()


def test_every_country_is_there_with_its_bodies() -> None:
    for country in pycountry.countries:
        if country.alpha_3 in NOBODY_LIVES_THERE:
            continue
        state = AUTHORITY.country_actor(country.alpha_3)
        assert state is not None, country.name
        missing = [b for b in BODIES if AUTHORITY.find(f"{state.name}'s {b}") is None]
        assert not missing, f"{state.name} has no {missing}"


def test_adjectives_lead_to_bodies() -> None:
    for state in AUTHORITY.actors:
        if not state.state or state.id != (state.country or "").lower():
            continue
        army = AUTHORITY.body(state, "army", 2020)
        assert army is not None
        assert army.country == state.country


@pytest.mark.parametrize("name", CAPITALS)
def test_capitals_stand_for_governments(name: str) -> None:
    state = AUTHORITY.capital(name)
    assert state is not None
    assert state.kind == "government"


@pytest.mark.parametrize(
    ("kinds", "least"),
    [({"rebel", "militia", "criminal"}, 700), ({"igo"}, 150), ({"ngo"}, 150), ({"media"}, 300), ({"party"}, 100)],
)
def test_there_are_many(kinds: set[str], least: int) -> None:
    assert len([a for a in AUTHORITY.actors if a.kind in kinds and not a.individual]) >= least


def test_most_armed_groups_have_years() -> None:
    armed = [a for a in AUTHORITY.actors if a.kind in ("rebel", "militia") and not a.individual]
    assert sum(a.since is not None or a.until is not None for a in armed) > 0.8 * len(armed)


def test_leaders_of_states_and_groups_are_there() -> None:
    people = [a for a in AUTHORITY.actors if a.individual]
    led = {o.of for p in people for o in p.offices}
    states = {of for of in led if (found := AUTHORITY.actor(of)) is not None and found.state}
    groups = {of for of in led if (found := AUTHORITY.actor(of)) is not None and found.kind in ("rebel", "militia")}
    assert len(states) >= 120
    assert len(groups) >= 80


@pytest.mark.parametrize("state", "usa rus chn gbr fra deu ind pak irn isr tur ukr syr irq egy sau".split())
def test_foreign_ministers_are_known_over_the_years(state: str) -> None:
    known = [y for y in range(1995, 2025) if AUTHORITY.holders(state, "foreign minister", y)]
    assert len(known) >= 8


NAMED = [
    ("UNIFIL", "a mission"),
    ("MONUC", "a mission of the past"),
    ("AUSSOM", "a mission of the African Union"),
    ("SAMIDRC", "a mission of a regional body"),
    ("OHCHR", "an office of the United Nations"),
    ("IGAD", "a regional body"),
    ("OIC", "a body of states"),
    ("Airwars", "a monitor"),
    ("IDMC", "a monitor"),
    ("White Helmets", "rescuers who count"),
    ("Jabhat al-Nusra", "a group by its Arabic name"),
    ("Jabhat Fateh al-Sham", "what it was called next"),
    ("GSPC", "an acronym of French words"),
    ("NSCN-IM", "a faction"),
    ("Segunda Marquetalia", "dissidents"),
    ("Estado Mayor Central", "dissidents"),
    ("Mai-Mai Yakutumba", "one of many militias of a kind"),
    ("Arakan Army", "an ethnic army"),
    ("BIFF", "an acronym"),
    ("Naxalites", "a name for Maoists"),
    ("Hashd al-Shaabi", "a transliteration"),
    ("Kadyrovtsy", "men of one leader"),
    ("Comando Vermelho", "a gang"),
    ("Viv Ansanm", "a coalition of gangs"),
    ("Carabinieri", "a police force with a name of its own"),
    ("Tatmadaw", "an army with a name of its own"),
    ("FARDC", "an army by its acronym"),
    ("Spetsnaz", "special forces"),
    ("KCNA", "a state's news agency"),
    ("IRNA", "a state's news agency"),
    ("Amaq", "an armed group's news agency"),
]


@pytest.mark.parametrize(("name", "why"), NAMED)
def test_news_names(name: str, why: str) -> None:
    assert AUTHORITY.find(name) is not None, why


@pytest.mark.parametrize(
    "name",
    "Commons,Eastern Front,Southern Front,Rangers,Emergency,Dawn,Liberation,Platform,Scorpions,Watchlist,Goal,Time".split(
        ","
    ),
)
def test_words_of_other_meaning_are_no_names(name: str) -> None:
    assert AUTHORITY.candidates(name) == ()
