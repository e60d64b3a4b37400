"""Violence, repression, protest and movement: type, mode, who, whom, with what, where, by construction."""

from __future__ import annotations

import pytest
from reading_events import events_in

from dateline import CodedDocument, Coder, Event

PUBLISHED = "2025-06-15"

ROLES = [
    ("Rebels attacked the barracks.", "ASSAULT", None, "Rebels", "", "the active voice"),
    ("The barracks were attacked by rebels.", "ASSAULT", None, "rebels", "", "the passive with its agent"),
    ("Soldiers killed by rebels were buried on Monday.", "ASSAULT", None, "rebels", "Soldiers", "a reduced relative clause"),
    ("Rebels who ambushed a police patrol fled.", "ASSAULT", None, "Rebels", "police", "a relative clause"),
    ("The army and the police raided the village.", "ASSAULT", None, "army, police", "", "two subjects are two actors"),
    ("Militants killed two soldiers and a teacher.", "ASSAULT", None, "Militants", "soldiers, teacher", "two objects"),
    (
        "The Syrian and Russian air forces bombed the town of Idlib.",
        *("ASSAULT", "aerial", "Syrian air force, Russian air force", "", "a shared head"),
    ),
    ("The rebels launched an attack on government forces.", "ASSAULT", None, "rebels", "government forces", "a light verb"),
    ("The army carried out a raid on militants near Goma.", "ASSAULT", None, "army", "militants", "another light verb"),
    ("Rebels tried to storm the prison.", "ASSAULT", None, "Rebels", "", "control: the subject of the verb above"),
    ("An air strike by Ethiopian forces hit a school.", "ASSAULT", "aerial", "Ethiopian forces", "", "the agent in a phrase"),
    ("Turkey's offensive against Kurdish forces went on.", "ASSAULT", None, "Turkey", "Kurdish forces", "a possessive"),
    ("Fighting between the army and rebels killed nine people.", "ASSAULT", None, "army", "rebels, people", "between two sides"),
    ("Police clashed with protesters in Nairobi.", "ASSAULT", None, "Police", "protesters", "fighting goes both ways"),
    ("A suicide bomber blew himself up at a checkpoint.", "ASSAULT", "suicide-attack", "suicide bomber", "", "the way of attack"),
    ("A roadside bomb killed four soldiers.", "ASSAULT", "explosives", "", "soldiers", "the weapon as subject is no actor"),
    ("Gunmen shot dead a judge in Tripoli.", "ASSAULT", "firearms", "Gunmen", "judge", "a verb with its particle"),
    ("Russian forces shelled Kharkiv with artillery.", "ASSAULT", "heavy-weapons", "Russian forces", "", "the weapon by name"),
    ("Drones struck an oil depot near Belgorod.", "ASSAULT", "drone", "", "", "the weapon decides the mode"),
    ("Gunmen kidnapped 12 pupils from a school.", "ASSAULT", "abduct", "Gunmen", "pupils", "abduction"),
    ("Soldiers raped several women, residents said.", "ASSAULT", "sexual", "Soldiers", "women", "sexual violence"),
    ("Two activists were tortured by police.", "ASSAULT", "torture", "police", "activists", "torture"),
    ("Militiamen burned down dozens of houses in the village.", "ASSAULT", "destroy", "Militiamen", "", "destruction"),
    ("Police fired tear gas at students.", "ASSAULT", "crowd-control", "Police", "students", "crowd control"),
    ("The army captured the town of Sarmin.", "COERCE", "seize", "army", "", "territory taken"),
    ("The rebels seized control of Bukavu from government troops.", "COERCE", "seize", "rebels", "government troops", "from whom"),
    ("The town of Bukavu fell to the rebels.", "COERCE", "seize", "rebels", "", "a town falls to those who take it"),
    ("Police arrested three journalists in Harare.", "COERCE", "arrest", "Police", "journalists", "an arrest"),
    ("Three journalists were arrested in Harare.", "COERCE", "arrest", "", "journalists", "the passive without an agent"),
    ("The government imposed a curfew in Colombo.", "COERCE", "curfew", "government", "", "a curfew"),
    ("The junta declared martial law.", "COERCE", "martial-law", "junta", "", "martial law"),
    ("Authorities blocked the internet.", "COERCE", None, "Authorities", "", "censorship or restriction"),
    ("Thousands of people protested in Dhaka against the government.", "PROTEST", "demo", "people", "government", "a protest"),
    ("Students went on a hunger strike.", "PROTEST", "hunger", "Students", "", "a hunger strike is no air strike"),
    ("Protesters pelted police with stones.", "PROTEST", None, "Protesters", "", "violent protest"),
    ("Rwanda deployed troops to the border.", "MOBILIZE", "troops", "Rwanda", "", "troops are moved"),
    ("Troops withdrew from Mekelle on Sunday.", "RETREAT", "withdraw", "Troops", "", "a withdrawal"),
    ("The rebels released 20 hostages.", "RETREAT", "release", "rebels", "hostages", "a release"),
    ("Gunmen seized two nurses in Bukavu.", "ASSAULT", "abduct", "Gunmen", "nurses", "whom gunmen seize is abducted"),
    ("Soldiers seized two suspects in Bukavu.", "COERCE", "arrest", "Soldiers", "suspects", "whom soldiers seize is arrested"),
    ("Nine farmers were killed by machine-gun fire.", "ASSAULT", None, "", "farmers", "weapons' fire is no blaze"),
    ("Mortar fire tore through a bus and killed six pupils.", "ASSAULT", "explosives", "", "pupils", "one blast and its harm"),
    ("Health authorities report 21 traders killed and 43 injured.", "ASSAULT", None, "", "traders", "whom a terse report counts is harmed"),
    ("Two boys were killed by Israeli fire near Jenin.", "ASSAULT", None, "Israel", "boys", "a nation's fire is no blaze"),
    ("Nine people died when a bus hit a roadside bomb.", "ASSAULT", "explosives", "", "", "a bomb that is hit goes off"),
    ("The group declared a ceasefire.", "RETREAT", "ceasefire", "group", "", "declared, so it happened"),
]  # fmt: skip

NOTHING = [
    ("A fire killed nine people in a hotel.", "a blaze is no attack"),
    ("Officials gave the number of wounded on Sunday.", "a count of the harmed does no harm"),
    ("The company launched an advertising campaign.", "a campaign of another kind"),
    ("Critics attacked the proposal.", "words are no violence"),
    ("He died of a heart attack.", "an illness"),
    ("The hurricane destroyed 40 houses.", "no one did it"),
    ("The talks took place in March.", "a month is no march"),
    ("The bank fired its chief executive.", "dismissed, not shot"),
    ("She shot a film about the war.", "a film"),
]

ACLED = [
    ("Government troops recaptured the town of Goma.", "Government regains territory"),
    ("Rebels captured the town of Goma.", "Non-state actor overtakes territory"),
    ("Soldiers fought rebels in Goma.", "Armed clash"),
    ("An air strike hit Sanaa.", "Air/drone strike"),
    ("Rebels shelled the town of Taiz.", "Shelling/artillery/missile attack"),
    ("A car bomb exploded in Mogadishu.", "Remote explosive/landmine/IED"),
    ("A suicide bomber blew himself up in Kabul.", "Suicide bomb"),
    ("Gunmen killed three villagers near Jos.", "Attack"),
    ("Gunmen kidnapped a priest near Jos.", "Abduction/forced disappearance"),
    ("Police arrested two bloggers.", "Arrests"),
    ("Thousands demonstrated in Tunis.", "Peaceful protest"),
    ("The president visited Cairo.", None),
    ("Rebels threatened to attack the dam.", None),
]


def code(coder: Coder, text: str) -> CodedDocument:
    return coder.code(text, published=PUBLISHED)


def names(coded: CodedDocument, ids: tuple[str, ...]) -> set[str]:
    by_id = {a.id: a.name.lower() for a in coded.actors}
    return {by_id[i] for i in ids}


def wanted(listed: str) -> set[str]:
    return {name.strip().lower() for name in listed.split(",") if name.strip()}


def matches(found: set[str], listed: str) -> bool:
    """Every wanted name is found, as itself or inside a longer one, and no other."""
    return len(found) == len(wanted(listed)) and all(any(w in f or f in w for f in found) for w in wanted(listed))


@pytest.mark.parametrize(("text", "kind", "mode", "actors", "recipients", "reason"), ROLES, ids=[r[0] for r in ROLES])
def test_roles(coder: Coder, text: str, kind: str, mode: str | None, actors: str, recipients: str, reason: str) -> None:
    coded = code(coder, text)
    found = [e for e in coded.events if e.type == kind and (mode is None or e.mode == mode)]
    assert found, (reason, [(e.type, e.mode) for e in coded.events])
    seen = [(names(coded, e.actors), names(coded, e.recipients)) for e in found]
    assert any(matches(a, actors) and matches(r, recipients) for a, r in seen), (reason, seen)


@pytest.mark.parametrize(("text", "reason"), NOTHING, ids=[r[0] for r in NOTHING])
def test_no_violence(coder: Coder, text: str, reason: str) -> None:
    violent = [e.trigger.text for e in events_in(coder, text) if e.type in ("ASSAULT", "COERCE", "PROTEST")]
    assert violent == [], reason


@pytest.mark.parametrize(("text", "sub_event"), ACLED, ids=[r[0] for r in ACLED])
def test_acled(coder: Coder, text: str, sub_event: str | None) -> None:
    found = {e.acled.sub_event_type if e.acled else None for e in events_in(coder, text)}
    assert sub_event in found or (sub_event is None and not found), found


def only(coder: Coder, text: str, kind: str) -> Event:
    (event,) = [e for e in code(coder, text).events if e.type == kind]
    return event


def test_a_harm_belongs_to_the_violence_that_caused_it(coder: Coder) -> None:
    """One happening, and not an explosion beside a killing."""
    text = "A car bomb exploded near a market in Mogadishu, killing 12 people and wounding 30."
    coded = code(coder, text)
    (event,) = coded.events
    assert event.mode == "explosives"
    assert {t.event for t in coded.tolls} == {event.id}


def test_a_noun_that_points_back_tells_of_the_same_event(coder: Coder) -> None:
    text = "Gunmen attacked a convoy near Jos on Friday. The attack lasted two hours, officials said."
    event = only(coder, text, "ASSAULT")
    assert [s.text.split()[0] for s in event.evidence] == ["Gunmen", "attack"]


def test_the_place_of_a_dateline_is_no_events_place(coder: Coder) -> None:
    """codes.md: a dateline place is the reporter's."""
    coded = code(coder, "NAIROBI, Kenya (AP) — Gunmen killed four farmers, officials said.")
    (event,) = [e for e in coded.events if e.type == "ASSAULT"]
    assert event.places == ()


def test_the_place_is_where_it_happened_and_not_where_it_was_said(coder: Coder) -> None:
    coded = code(coder, "Shelling killed two people in Taiz, the envoy told reporters in Geneva.")
    (event,) = [e for e in coded.events if e.type == "ASSAULT"]
    assert [p.name for p in coded.places if p.id in event.places] == ["Taiz"]


def test_two_provinces_are_two_places(coder: Coder) -> None:
    coded = code(coder, "Airstrikes hit Idlib and Hama provinces.")
    (event,) = coded.events
    assert {p.name for p in coded.places if p.id in event.places} == {"Idlib", "Hama"}


def test_what_sport_says_is_no_war(coder: Coder) -> None:
    text = (
        "The striker shot from distance and the home side attacked until half-time. Their defender was booked. "
        "The league leaders beat the cup holders in a battle of a match, the coach said after the goal."
    )
    coded = code(coder, text)
    assert coded.events == ()
    assert "W301" in {n.code for n in coded.notes}


def test_what_was_denied_and_is_told_again_by_another_happened(coder: Coder) -> None:
    text = "The army denied that it had shelled the market. Doctors said nine people had been killed in the shelling."
    coded = coder.code(text, published=PUBLISHED)
    denied, told = (e for e in coded.events if e.type == "ASSAULT")
    assert (denied.status, told.status) == ("denied", "occurred")
    assert [t.event for t in coded.tolls] == [told.id]


def test_a_country_that_ends_an_address_is_no_actor(coder: Coder) -> None:
    coded = coder.code("A drone in Taiz, Yemen on Monday claimed the lives of eight farmers.", published=PUBLISHED)
    assert {place.name for place in coded.places} == {"Taiz", "Yemen"}
    assert "Yemen" not in {actor.name for actor in coded.actors}


@pytest.mark.parametrize(
    ("text", "day", "reason"),
    [
        (
            "The raid that killed nine farmers on 3 May may be a crime.",
            "2025-05-03",
            "a relative clause dates its noun",
        ),
        (
            "The two sides agreed on a truce on 13 June.",
            "2025-06-13",
            "what was agreed on a day was agreed in the past",
        ),
        ("The raid, which the council condemned on 3 May, was brief.", None, "another's deed does not date the noun"),
    ],
)
def test_the_day_of_a_described_event(coder: Coder, text: str, day: str | None, reason: str) -> None:
    event = next(e for e in coder.code(text, published=PUBLISHED).events if e.type in ("ASSAULT", "AGREE"))
    assert (event.when.start if event.when.derived_by == "clause" else None) == day, reason
