"""Relations: case tables of invented sentences, each with its reason."""


from __future__ import annotations

import pytest
from reading_actors import relation_claims, relations_in

STATED = [
    (
        "Rebel forces, led by the Free Coast Movement, attacked.",
        ("Free Coast Movement", "leads", "Rebel forces"),
        "a passive participle",
    ),
    ("The US-led coalition struck the base.", ("United States", "leads", "US-led coalition"), "a hyphened adjective"),
    ("Turkish-backed rebels took the town.", ("Turkey", "supports", "Turkish-backed rebels"), "backing"),
    ("Iran-backed militias fired rockets.", ("Iran", "supports", "Iran-backed militias"), "a name before the hyphen"),
    ("US-allied Kurdish forces withdrew.", ("United States", "ally_of", "US-allied Kurdish forces"), "an alliance"),
    (
        "Turkey, a major backer of the Libyan government, sent drones.",
        ("Turkey", "supports", "Libyan government"),
        "a noun for a supporter",
    ),
    ("Russia, a steadfast ally of Belarus, agreed.", ("Russia", "ally_of", "Belarus"), "a noun for an ally"),
    (
        "Interior Ministry spokesman Juma Otieno denied it.",
        ("Juma Otieno", "spokesperson_of", "Interior Ministry"),
        "a title with a body",
    ),
    (
        "City police spokesman Juma Otieno denied it.",
        ("Juma Otieno", "spokesperson_of", "City police"),
        "a body without capitals",
    ),
    ("Paul Hart, the ministry's spokesman, denied it.", ("Paul Hart", "spokesperson_of", "ministry"), "an apposition"),
    ("Chechnya's leader, Murad Aliev, spoke.", ("Murad Aliev", "leads", "Chechnya"), "a possessive and an apposition"),
    ("Taliban leader Mullah Rahim was killed.", ("Mullah Rahim", "leads", "Taliban"), "a group's name in the title"),
    (
        "Gen. Ali Reza, commander of the Quds Force, was in Baghdad.",
        ("Ali Reza", "commands", "Quds Force"),
        "a commander",
    ),
    ("Iran supports the Houthis.", ("Iran", "supports", "Houthis"), "a verb of lasting support"),
    (
        "France continues to support the Malian government.",
        ("France", "supports", "Malian government"),
        "goes on supporting",
    ),
    ("The rebels, who are backed by Uganda, advanced.", ("Uganda", "supports", "rebels"), "a relative clause"),
    ("A Hamas fighter was captured.", ("Hamas fighter", "member_of", "Hamas"), "one of a group"),
]


@pytest.mark.parametrize(("text", "relation", "why"), STATED)
def test_relation_is_found(text: str, relation: tuple[str, str, str], why: str) -> None:
    found = [r[:3] for r in relations_in(text)]
    assert relation in found, f"{why}: {found}"


@pytest.mark.parametrize(
    ("text", "relation", "why"),
    [
        (
            "Iranian Foreign Minister Karim Danesh arrived.",
            ("Karim Danesh", "role_in", "Iran", "foreign minister"),
            "an adjective in a title",
        ),
        ("Kenyan President Juma Otieno spoke.", ("Juma Otieno", "role_in", "Kenya", "president"), "a president"),
        (
            "Ana Ruiz, HRW's deputy Africa director, wrote it.",
            ("Ana Ruiz", "role_in", "Human Rights Watch", "deputy africa director"),
            "a deputy does not lead",
        ),
        (
            "The White Helmets, a Syrian rescue organization, dug on.",
            ("White Helmets", "role_in", "Syria", "rescue organization"),
            "a body of a state",
        ),
    ],
)
def test_role_is_named(text: str, relation: tuple[str, str, str, str], why: str) -> None:
    assert relation in relations_in(text), why


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Iran does not support the Houthis.", "denied"),
        ("France would support the Malian government.", "only possible"),
        ("France plans to support the Malian government.", "only planned"),
        ("A senior Kenyan official spoke.", "an official of whatever office"),
        ("The rebels attacked the army.", "a fight is no relation"),
        ("The president arrived in Kenya.", "a place is nobody's office"),
    ],
)
def test_no_relation(text: str, why: str) -> None:
    assert relations_in(text) == (), why


def test_a_repeat_is_evidence_and_no_second_relation() -> None:
    claims = relation_claims("Kenyan President Juma Otieno spoke. Later Kenyan President Juma Otieno left.")
    assert [c.relation for c in claims] == ["role_in"]
    assert len(claims[0].evidence) == 2


def test_evidence_is_the_words_that_say_so() -> None:
    (claim,) = relation_claims("Turkish-backed rebels took the town.")
    assert [s.text for s in claim.evidence] == ["Turkish-backed rebels"]
    assert claim.rule == "relation/backed-adjective"
