"""Who did it and to whom, where the words that say so stand far off, share a verb, or hang on the wrong word in the parse."""

from __future__ import annotations

import pytest

from dateline import Coder

SIDES = [
    ("Police have not been able to arrest the smugglers.", "arrest", "Police", "smugglers", "who is able"),
    ("The clash broke out, prompting the police to open fire.", "open fire", "police", "", "who is prompted, not the clash"),
    ("Marchers chanted after being denied entry by soldiers.", "denied entry", "soldiers", "", "by whom, below what was denied"),
    ("The base came under attack from rebels.", "attack", "rebels", "", "from whom it came under attack"),
    ("The convoy came under fire from insurgents.", "came under fire", "insurgents", "convoy", "who is under fire shot nobody"),
    ("The towns suffered heavy shelling from militiamen.", "shelling", "militiamen", "", "from whom they suffered it"),
    ("The attack was claimed by the Northern Front.", "attack", "Northern Front", "", "who claims it did it"),
    ("No group has claimed the attack.", "attack", "", "", "no group is nobody"),
    ("Missiles fired by militiamen struck the quay.", "Missiles fired", "militiamen", "", "the weapon before the participle"),
    ("They baton-charged the crowd.", "charged", "", "crowd", "a verb of two words"),
    ("Army reinforcements were rushed to Torvo.", "rushed", "reinforcements", "", "who moves when nobody sends them"),
    ("Clashes broke out between herders and farmers.", "Clashes", "herders", "farmers", "sides that hang on the verb"),
    (
        "Armed clashes between herders and the militiamen were reported on 12 June.",
        *("clashes", "herders", "militiamen", "the second side joined to the event"),
    ),
    (
        "Smugglers kidnapped the journalist Dana Turov and five members of her crew.",
        *("kidnapped", "Smugglers", "members", "a second object joined to the verb"),
    ),
    ("Rebels released ten students they had abducted.", "abducted", "Rebels", "students", "a relative clause without its pronoun"),
    ("The day they attacked, nine farmers died.", "attacked", "", "", "the day is not attacked"),
    ("Siddiqui was picked up by police on Monday.", "picked up", "police", "", "taken in by police"),
    ("Two men riding a motorbike shot dead a judge in Torvo.", "shot dead", "men", "judge", "they ride no shot"),
    ("Gunmen on motorcycles shot dead nine farmers.", "shot dead", "Gunmen", "farmers", "dead is no kind of farmer"),
    (
        "The envoy called on the government to stop the shelling.",
        *("stop the shelling", "government", "", "who is called on does it"),
    ),
    ("A guard was killed along with his mother.", "killed", "", "guard", "killed along with"),
    ("Trucks were looted by soldiers, according to the World Food Programme.", "looted", "soldiers", "", "a source is no victim"),
    (
        "On Monday, shelling in Torvo left two nurses injured. The ministry accused the militia of starting the offensive.",
        *("shelling", "", "", "whom somebody accuses is not who did it"),
    ),
    ("Soldiers shot and killed a shepherd.", "shot", "Soldiers", "shepherd", "two verbs share the object after the second"),
    (
        "Egypt and Qatar, which are mediating, called on both sides to return to the truce.",
        *("called on", "Egypt", "sides", "a main verb after an aside; and who calls on both sides is neither"),
    ),
    (
        "A senator was kidnapped on Monday. The Northern Front claimed responsibility for the kidnapping.",
        *("kidnapped", "Northern Front", "senator", "who claims it alleges nothing of others"),
    ),
    ("Militants attacked southern Israel in October.", "attacked", "Militants", "", "a part of a country is land"),
    ("The war began in May. The minister vowed to continue the war.", "war", "", "", "a vow does nothing yet"),
    ("Soldiers prevented hundreds of marchers from reaching the palace.", "prevented", "Soldiers", "marchers", "held back"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "word", "actors", "recipients", "reason"), SIDES, ids=[case[-1] for case in SIDES])
def test_sides(coder: Coder, text: str, word: str, actors: str, recipients: str, reason: str) -> None:
    coded = coder.code(text, published="2025-06-15")
    event = next(e for e in coded.events if word in e.trigger.text)
    names = {a.id: a.name for a in coded.actors}
    assert actors.lower() in ", ".join(names[i] for i in event.actors).lower(), reason
    assert actors or not event.actors, reason
    assert recipients.lower() in ", ".join(names[i] for i in event.recipients).lower(), reason


KINDS = [
    ("Heavy shelling has been reported around the airport.", "ASSAULT", "heavy-weapons", "noticed, so it happened"),
    ("Gunfire was heard near the barracks.", "ASSAULT", "firearms", "heard, so it happened"),
    ("The militia test-fired a missile.", "MOBILIZE", "weapons", "a test is no attack"),
    ("Insurgents triggered a blast, injuring twelve miners.", "ASSAULT", "explosives", "the blast is theirs"),
    ("Demonstrators staged a sit-in.", "PROTEST", "demo", "staged"),
    ("The junta seized power in July.", "COERCE", "martial-law", "power is no property"),
    ("Police cordoned off the area.", "COERCE", "restrict", "cordoned off"),
    ("Police recovered 5 kg of explosives.", "COERCE", "seize", "a weight of what is seized"),
    ("The African Union suspended Mali.", "SANCTION", "withdraw", "shut out of a union"),
    ("The junta sent thousands of troops to the border.", "MOBILIZE", "troops", "what is counted is sent"),
    ("Militiamen fired scores of missiles at the port.", "ASSAULT", "heavy-weapons", "what is counted is fired"),
    (
        "Columns of fighters were marching through the district.",
        "MOBILIZE",
        "troops",
        "fighters who march protest nothing",
    ),
    ("Rebels took the town of Goma in late January.", "COERCE", "seize", 'an "in" that says when takes nobody in'),
    ("The minister survived an assassination attempt.", "ASSAULT", "targeted", "an attempt on a life"),
]


@pytest.mark.parametrize(("text", "kind", "mode", "reason"), KINDS, ids=[case[-1] for case in KINDS])
def test_kinds(coder: Coder, text: str, kind: str, mode: str, reason: str) -> None:
    [event] = coder.code(text, published="2025-06-15").events
    assert (event.type, event.mode) == (kind, mode), reason


def test_goods_are_given_by_whoever_has_them_and_to_whom_they_go(coder: Coder) -> None:
    coded = coder.code("Washington provided Ukraine with $80 million in military aid.", published="2025-06-15")
    names = {a.id: a.name for a in coded.actors}
    [event] = coded.events
    assert event.type == "AID"
    assert [names[i] for i in event.actors] == ["United States"]
    assert [names[i] for i in event.recipients] == ["Ukraine"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("The source requested anonymity.", "a wish for oneself"),
        ("The spokesman said on X that all was well.", "nobody's name is one letter"),
    ],
)
def test_nothing_happened(coder: Coder, text: str, reason: str) -> None:
    coded = coder.code(text, published="2025-06-15")
    assert coded.events == (), reason
    assert "X" not in {a.name.strip(".") for a in coded.actors}, reason


def test_who_left_without_a_fight_fought_nobody(coder: Coder) -> None:
    [event] = coder.code("The troops withdrew from Bukavu without a fight.", published="2025-06-15").events
    assert event.type == "RETREAT"


def test_a_lorry_out_of_control_is_no_territory(coder: Coder) -> None:
    assert coder.code("The driver lost control of the truck.", published="2025-06-15").events == ()
    [event] = coder.code("The rebels lost control of the bridge.", published="2025-06-15").events
    assert event.type == "COERCE"


def test_the_killed_and_the_hurt_of_one_attack_are_one_event(coder: Coder) -> None:
    text = "Nine people were killed and 23 others injured in an attack by bandits on the village."
    [event] = coder.code(text, published="2025-06-15").events
    assert event.trigger.text == "attack"
