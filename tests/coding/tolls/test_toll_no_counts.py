"""What is no toll: rules 9 and 10 of the coding rules."""

from __future__ import annotations

import pytest
from reading_tolls import told

NOT_HAPPENED = [
    ("No one was killed.", "nobody"),
    ("Not a single villager was killed.", "not a single"),
    ("There were no casualties.", "no casualties"),
    ("The army did not kill the 12 men.", "negated verb"),
    ("The raid could kill hundreds.", "modal"),
    ("Up to 50 people may have died.", "modal with a perfect"),
    ("If the dam fails, 3,000 people would be killed.", "condition"),
    ("The group threatened to kill 12 hostages.", "threatened"),
    ("They planned to execute 30 prisoners.", "planned"),
    ("The front vowed to kill 100 soldiers.", "vowed"),
    ("The army said it will evacuate 400 residents.", "future"),
    ("The army denied killing 12 villagers.", "denied"),
    ("The minister denied that 60 protesters were killed.", "denied clause"),
    ("Forty people were evacuated in a drill.", "drill"),
    ("In the novel, 40 people are killed.", "fiction"),
    ("Twenty miners are feared dead.", "feared"),
    ("Experts asked whether 40 people had been killed.", "a question whether"),
    ("The bomber tried to kill five judges.", "attempted"),
    ("The convoy passed without killing anyone.", "without"),
    ("Rumours that 20 people were killed are false.", "news that the text calls false"),
]
NO_COUNT = [
    ("Ten airstrikes killed.", "strikes are no victims"),
    ("The committee killed the bill by 12 votes.", "a bill is nobody, and votes are no dead"),
    ("He was killed aged 40.", "an age", ["killed exact 1 He"]),
    ("The unit fired 120mm shells at 12 villages.", "calibres and targets"),
    ("The blast destroyed eight trucks.", "vehicles"),
    ("The blast destroyed nine bridges.", "structures that nobody lives in"),
    ("The front captured three towns.", "places"),
    ("The brigade has 4,000 soldiers.", "troop strength"),
    ("The council adopted Resolution 1325.", "a resolution"),
    ("The attack took place 30 km from Dolbek.", "a distance"),
    ("The state paid 2,000 dollars to each wounded farmer.", "money"),
    ("Some 40% of the town was destroyed.", "a share"),
    ("The killers fled along Highway 9.", "a road's number"),
    ("Marrin United beat Dolbek 3-1.", "a score"),
    ("Amina Hassan, 22, who lost her brother, wept.", "an age between commas", []),
    ("The tax has taken a toll on 40 traders.", "a toll on someone is no death toll"),
    ("Actors were missing from the show.", "missing from is absence"),
]


@pytest.mark.parametrize(("text", "reason"), NOT_HAPPENED, ids=[c[1] for c in NOT_HAPPENED])
def test_what_did_not_happen_harms_nobody(text: str, reason: str) -> None:
    assert told(text) == [], reason


@pytest.mark.parametrize("case", NO_COUNT, ids=[c[1] for c in NO_COUNT])
def test_number_that_is_no_toll(case: tuple[str, str] | tuple[str, str, list[str]]) -> None:
    expected = case[2] if len(case) == 3 else []
    assert told(case[0]) == expected, case[1]


HAPPENED = [
    ("The quake forced 500 people to evacuate.", 1, "forced to: it happened"),
    ("Police said they had killed 12 rebels.", 1, "reported, and no supposition"),
    ("The raid, condemned as a crime, killed 12 farmers and could lead to war.", 1, "a modal of another clause"),
    ("We can report that 12 farmers were killed.", 1, "the modal of a report leaves what it reports"),
    ("No fewer than 12 farmers were killed.", 1, "'no' belongs to the bound"),
    ("Not only soldiers but also 12 farmers were killed.", 1, "'not only' denies nothing"),
]


@pytest.mark.parametrize(("text", "count", "reason"), HAPPENED, ids=[c[2] for c in HAPPENED])
def test_what_did_happen_is_kept(text: str, count: int, reason: str) -> None:
    assert len([t for t in told(text) if " ? " not in t]) == count, reason
