"""Who is harmed and how: every harm and every construction that names it, in invented sentences."""

from __future__ import annotations

import pytest
from reading_tolls import told, tolls_of

CASES = [
    ("Gunmen killed 12 farmers near Marrin.", ["killed exact 12 farmers"], "active verb, its object"),
    ("Twelve farmers were killed near Marrin.", ["killed exact 12 farmers"], "passive verb, its subject"),
    ("The 12 farmers killed on Monday were brothers.", ["killed exact 12 farmers"], "reduced relative clause"),
    ("The raid, which killed 12 farmers, began at dawn.", ["killed exact 12 farmers"], "relative clause"),
    ("A mortar round hit the market, killing 12 farmers.", ["killed exact 12 farmers"], "participle after a comma"),
    (
        "The militia was accused of killing 12 farmers.",
        ["killed exact 12 farmers"],
        "gerund: they were killed, by whomever",
    ),
    ("Fourteen hikers died in the ambush.", ["killed exact 14 hikers"], "subject of an intransitive verb"),
    ("Nine soldiers lost their lives.", ["killed exact 9 soldiers"], "those who lose their lives"),
    ("The shelling claimed the lives of at least 40 villagers.", ["killed at_least 40- villagers"], "lives of"),
    ("The shelling claimed 40 lives.", ["killed exact 40 lives"], "lives counted themselves"),
    ("The deaths of six teachers shocked the town.", ["killed exact 6 teachers"], "noun with of"),
    ("Officials reported 25 deaths.", ["killed exact 25 deaths"], "noun counted itself"),
    ("Rescuers found 17 bodies in the ruins.", ["killed exact 17 bodies"], "bodies are the dead"),
    ("The bodies of three men were found.", ["killed exact 3 men"], "bodies of"),
    ("The blast left 12 dead.", ["killed exact 12 12"], "light verb; the number stands for the victims"),
    ("There were three dead.", ["killed exact 3 three"], "existential"),
    ("Police shot dead four men.", ["killed exact 4 men"], "shot dead"),
    ("Police fatally shot four men.", ["killed exact 4 men"], "fatally shot"),
    ("A mob beat two traders to death.", ["killed exact 2 traders"], "beaten to death"),
    ("The rebels executed 30 captives.", ["killed exact 30 captives"], "executed"),
    ("The army massacred 200 peasants.", ["killed exact 200 peasants"], "massacred"),
    ("Six fighters were martyred, the group said.", ["killed exact 6 fighters"], "a party's word for its dead"),
    ("Truck Bomb Kills 31 in Dolbek", ["killed exact 31 31"], "headline whose verb is tagged as a name"),
    ("At Least 9 Slain in Marrin Raid", ["killed at_least 9- 9"], "headline without auxiliary"),
    ("5 killed, 12 injured in Marrin blast", ["killed exact 5 5", "injured exact 12 12"], "headline with two harms"),
    ("The death toll stands at 35.", ["killed exact 35 35"], "figure after the toll"),
    (
        "The death toll rose from 20 to 35 after Monday's blast.",
        ["killed exact 35 35"],
        "the later figure, not a range",
    ),
    ("The death toll has gone up to 35.", ["killed exact 35 35"], "gone up to is no bound"),
    ("The number of wounded reached 70 after the blast.", ["injured exact 70 70"], "number of wounded"),
    ("The grenade wounded seven shoppers.", ["injured exact 7 shoppers"], "wounded"),
    ("Two people were hurt.", ["injured exact 2 people"], "hurt"),
    ("Soldiers captured and blindfolded ten guards.", ["captured exact 10 guards"], "an object shared by two verbs"),
    ("About 17 orvaks were arrested.", ["detained approximately ~17 orvaks"], "a people that no list knows"),
    ("Thirteen people suffered minor injuries.", ["injured exact 13 people"], "suffered injuries"),
    ("An unknown number of wounded men were flown out.", ["injured order ? wounded men"], "an unknown number"),
    ("The band freed 12 farmers it had kidnapped.", ["abducted exact 12 farmers"], "relative clause without a pronoun"),
    ("Eleven sailors are missing.", ["missing exact 11 sailors"], "missing"),
    ("Thirty boys went missing after the raid.", ["missing exact 30 boys"], "went missing"),
    ("Bandits kidnapped 200 schoolgirls.", ["abducted exact 200 schoolgirls"], "kidnapped"),
    ("Bandits took nine nurses hostage.", ["abducted exact 9 nurses"], "taken hostage"),
    ("Police arrested 40 protesters.", ["detained exact 40 protesters"], "arrested"),
    ("Some 40 protesters were taken into custody.", ["detained approximately ~40 protesters"], "taken into custody"),
    ("Soldiers rounded up 60 youths.", ["detained exact 60 youths"], "rounded up"),
    ("The front captured 14 soldiers.", ["captured exact 14 soldiers"], "captured fighters"),
    ("The front took 14 soldiers prisoner.", ["captured exact 14 soldiers"], "taken prisoner"),
    ("The fighting displaced 9,000 people.", ["displaced exact 9000 people"], "displaced"),
    ("About 1,500 families fled Marrin.", ["displaced approximately ~1500 families"], "fled: the object is the origin"),
    ("The raids forced 600 residents to flee.", ["displaced exact 600 residents"], "forced to flee"),
    ("The raids forced 600 residents from their homes.", ["displaced exact 600 residents"], "forced from their homes"),
    ("The fire left 250 people homeless.", ["displaced exact 250 people"], "homeless"),
    (
        "The raids set off a mass exodus of Harani farmers.",
        ["displaced unquantified ? Harani farmers"],
        "exodus without a number",
    ),
    ("Crews evacuated 400 residents.", ["evacuated exact 400 residents"], "evacuated"),
    ("The flood forced the evacuation of 400 residents.", ["evacuated exact 400 residents"], "noun with of"),
    ("More than 400 people had to evacuate.", ["evacuated at_least 400- people"], "evacuate without an object"),
    ("Some 300 villagers were relocated.", ["evacuated approximately ~300 villagers"], "relocated"),
    ("Around 2,000 refugees returned to their villages.", ["returned approximately ~2000 refugees"], "returned"),
    ("Nearly 60 homes were destroyed.", ["homes_destroyed approximately ~60 homes"], "homes"),
    ("The shelling flattened 12 houses and two tanks.", ["homes_destroyed exact 12 houses"], "tanks are no homes"),
    ("Some 40,000 people are trapped in the town.", ["besieged approximately ~40000 people"], "trapped"),
    (
        "The army suffered 30 casualties.",
        ["unspecified exact 30 casualties"],
        "casualties: killed or wounded is not said",
    ),
    ("The raid killed or wounded 50 rebels.", ["unspecified exact 50 rebels"], "two harms share one number"),
    ("Raiders burned 30 houses.", ["homes_destroyed exact 30 houses"], "burned, not only burnt"),
    ("Twelve extremists were eliminated.", ["killed exact 12 extremists"], "a party's word for killing"),
    ("The clinic received 23 people with gunshot wounds.", ["injured exact 23 people"], "received with wounds"),
    ("The ward says 51 people are being treated for burns.", ["injured exact 51 people"], "treated for wounds"),
    ("Dozens of families have gone back to Marrin.", ["returned order 12- families"], "gone back"),
    ("Six nurses were taken from a bus by gunmen.", ["abducted exact 6 nurses"], "taken by gunmen"),
    ("Eleven hostages are still being held.", ["abducted exact 11 hostages"], "hostages are the abducted"),
    ("The storm left 400 families without any shelter.", ["displaced exact 400 families"], "without shelter"),
    ("Some 300 people are staying with host families.", ["displaced approximately ~300 people"], "with host families"),
    ("About 900 people remain in six relief camps.", ["displaced approximately ~900 people"], "remain in camps"),
    (
        "Some 3 lakh villagers were accommodated by Friday.",
        ["displaced approximately ~300000 villagers"],
        "lakhs, accommodated",
    ),
    (
        "The storm came at night and 640 villagers were\nhomeless by dawn.",
        ["displaced exact 640 villagers"],
        "a line that breaks the sentence",
    ),
    (
        "In Dolbek 815 traders lost\ntheir houses in the fire.",
        ["displaced exact 815 traders"],
        "the homes on the next line",
    ),
    ("47\nHuts\nburnt", ["homes_destroyed exact 47 Huts"], "a table's cells, one a line"),
    (
        "They searched the farm without incident, capturing the smuggler.",
        ["captured exact 1 smuggler"],
        '"without" before a comma denies nothing after it',
    ),
    (
        "Coalition forces captured an Islamic Union of Morocco leader yesterday.",
        ["captured exact 1 Morocco leader"],
        "a group's name before a role",
    ),
    ("Houses destroyed: 146", ["homes_destroyed exact 146 146"], "a table's line"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), CASES, ids=[c[2] + ": " + c[0][:30] for c in CASES])
def test_harm(text: str, expected: list[str], reason: str) -> None:
    assert told(text) == expected, reason


SHARED = [
    (
        "Rebels killed five soldiers and two civilians.",
        ["killed exact 5 soldiers", "killed exact 2 civilians"],
        "one verb, two objects: two claims",
    ),
    (
        "The attack killed 12 and wounded 30.",
        ["killed exact 12 12", "injured exact 30 30"],
        "two verbs, each with its own number",
    ),
    (
        "Nine farmers were killed and 16 were wounded.",
        ["killed exact 9 farmers", "injured exact 16 16"],
        "ellipsis: the number names the second victims",
    ),
    (
        "The war has claimed the lives of at least 90 civilians and displaced about 7,000 people.",
        ["killed at_least 90- civilians", "displaced approximately ~7000 people"],
        "the second verb shares the subject, not the harm",
    ),
    (
        "The clash ended with three officers and about a dozen raiders left dead.",
        ["killed exact 3 officers", "killed approximately ~12 raiders"],
        "both coordinated groups are left dead",
    ),
    (
        "Nineteen people, including two children and a nurse, were killed.",
        ["killed exact 19 people", "killed exact 2 children", "killed exact 1 nurse"],
        "parts of a total are claims of their own (rule 2)",
    ),
    (
        "The 19 killed included four children and five women.",
        ["killed exact 19 19", "killed exact 4 children", "killed exact 5 women"],
        "the dead included",
    ),
    (
        "Raiders seized 12 pupils. Raiders kidnapped 12 pupils, three of them girls.",
        ["abducted exact 12 pupils", "abducted exact 3 girls"],
        "some of them; to seize alone is no abduction",
    ),
    (
        "Of the 40 injured, 12 were children.",
        ["injured exact 40 40", "injured exact 12 children"],
        "a bare number said to be children",
    ),
    (
        "Among the dead were four women and a doctor.",
        ["killed exact 4 women", "killed exact 1 doctor"],
        "among the dead",
    ),
    (
        "The bodies of four of the nine students who were kidnapped were found.",
        ["killed exact 4 students", "abducted exact 9 students"],
        "a group within a group",
    ),
    (
        "Ten guards died. Later reports said 13 guards died.",
        ["killed exact 10 guards", "killed exact 13 guards"],
        "conflicting figures both stand (rules 1 and 5)",
    ),
]


@pytest.mark.parametrize(("text", "expected", "reason"), SHARED, ids=[c[2] for c in SHARED])
def test_several_claims(text: str, expected: list[str], reason: str) -> None:
    assert told(text) == expected, reason


JOINED = [
    (
        "Troops detained the smuggler along with three of his guards.",
        ["detained exact 1 smuggler", "detained exact 3 his guards"],
        "along with: they share the harm",
    ),
    (
        "The storm displaced 260 families (1,430 people).",
        ["displaced exact 260 families", "displaced exact 1430 people"],
        "the same people in two units: two claims",
    ),
    (
        "Some 40,000 people were displaced in Marrin and 36,000 in Dolbek.",
        ["displaced approximately ~40000 people", "displaced exact 36000 36,000"],
        "the second clause leaves out its verb",
    ),
    (
        "At least 26 shoppers were killed, among them three guards, and more than 50 were injured.",
        ["killed at_least 26- shoppers", "killed exact 3 guards", "injured at_least 50- 50"],
        "among them takes the harm before it, not the one after",
    ),
    (
        "Five nurses, two women among them, were killed.",
        ["killed exact 5 nurses", "killed exact 2 women"],
        "among them after its number",
    ),
    (
        "The mine left four miners and a nurse dead.",
        ["killed exact 4 miners", "killed exact 1 nurse"],
        "a single person beside a number",
    ),
    (
        "They found 17 bodies, and six of them are women.",
        ["killed exact 17 bodies", "killed exact 6 women"],
        "six of them are women: one part, not two",
    ),
]


@pytest.mark.parametrize(("text", "expected", "reason"), JOINED, ids=[c[2] for c in JOINED])
def test_joined(text: str, expected: list[str], reason: str) -> None:
    assert told(text) == expected, reason


def test_evidence_of_a_part_holds_the_whole_phrase() -> None:
    _, part = tolls_of("They found 17 bodies, and six of them are women.")
    assert part.evidence[0].text == "17 bodies, and six of them are women"


UNCOUNTED = [
    ("A man whose sister was killed spoke to us.", ["killed exact 1 sister"], "a single person is one"),
    ("Police detained a driver.", ["detained exact 1 driver"], "an indefinite single person is one"),
    ("Women and children were killed.", ["killed unquantified ? Women and children"], "plurals without a number"),
    ("Police arrested several students.", ["detained order 3- students"], "several is an order"),
    ("The crowd was killed.", [], "a group noun is no one person"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), UNCOUNTED, ids=[c[2] for c in UNCOUNTED])
def test_without_a_number(text: str, expected: list[str], reason: str) -> None:
    tolls = tolls_of(text)
    assert told(text) == expected, reason
    assert all(t.number is None for t in tolls if t.bound in ("exact", "unquantified"))


UNITS = [
    ("The shelling displaced 800 families.", "household", "families are households"),
    ("The shelling destroyed 40 houses.", "dwelling", "houses are dwellings"),
    ("The shelling displaced 800 people.", "person", "people are persons"),
    ("The fire forced the evacuation of about 50 homes.", "dwelling", "homes evacuated are counted as homes"),
]


@pytest.mark.parametrize(("text", "unit", "reason"), UNITS, ids=[c[2] for c in UNITS])
def test_unit(text: str, unit: str, reason: str) -> None:
    assert [t.unit for t in tolls_of(text)] == [unit], reason
