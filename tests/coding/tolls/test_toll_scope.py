"""Incident or count over time: rule 4 of the coding rules."""

from __future__ import annotations

import pytest
from reading_tolls import tolls_of

PUBLISHED = "2023-06-15"
CUMULATIVE = [
    ("The fighting since 3 May has killed 44 people.", "2023-05-03", None, "since a day"),
    ("Since 2019, raids have displaced 9,000 people.", "2019", None, "since a year, no more precise than the text"),
    ("So far this year 340 people have been killed.", "2023", None, "so far this year"),
    ("Raids have killed 340 people this year.", "2023", None, "this year"),
    ("More than 200,000 people have died in the six-year war.", None, None, "in a war"),
    ("The conflict has killed tens of thousands of people.", None, None, "whom a conflict killed"),
    ("The army's offensive has killed over 52,000 people.", None, None, "what has lasted until now"),
    ("The war has left 40,000 people dead.", None, None, "whom a war left dead"),
    ("Some 82,000 refugees live in camps in the north.", None, None, "people counted at a date: a stock, no flow"),
    ("Some 60,000 people remain displaced.", None, None, "still displaced"),
    ("The death toll in the conflict has climbed past 1,200.", None, None, "a toll that has risen, of a conflict"),
    ("Gun crime kills 90 people a day.", None, None, "a rate"),
    (
        "Between 26 February and 6 March, 4,200 people were displaced.",
        "2023-02-26",
        "2023-03-06",
        "from one day to another",
    ),
    ("Clashes between 3 and 9 May killed 30 people.", "2023-05-03", "2023-05-09", "several clashes over a week"),
    (
        "Rebels killed 40 people between 3 and 9 May.",
        "2023-05-03",
        "2023-05-09",
        "over a week, though the doer is named",
    ),
    ("In the week to 6 May, floods displaced 900 people.", "2023-04-30", "2023-05-06", "the week up to a day"),
]
INCIDENT = [
    ("The bombing on 3 May killed 44 people.", "the day of one incident"),
    ("An attack between 3 and 5 May killed 12 people.", "one attack of three days"),
    ("The death toll from Monday's bombing has risen to 35.", "a rising toll of one incident is that incident's"),
    ("A bomb exploded in Dolbek. The death toll has risen to 35.", "the incident stands in the sentence before"),
    ("In 2015 gunmen killed 130 people in an attack on a hall.", "the year of one incident"),
    ("The city has been calm since the attack that killed 130 people.", "the harm is what the time counts from"),
    ("The journalist has been detained since March.", "one person's fate is no count"),
]


@pytest.mark.parametrize(("text", "since", "until", "reason"), CUMULATIVE, ids=[c[3] for c in CUMULATIVE])
def test_cumulative(text: str, since: str | None, until: str | None, reason: str) -> None:
    (toll,) = tolls_of(text, PUBLISHED)
    assert toll.scope == "cumulative", reason
    if since is not None:
        assert toll.since == since, reason
    assert toll.until == until, reason


@pytest.mark.parametrize(("text", "reason"), INCIDENT, ids=[c[1] for c in INCIDENT])
def test_incident(text: str, reason: str) -> None:
    (toll,) = tolls_of(text, PUBLISHED)
    assert (toll.scope, toll.since, toll.until) == ("incident", None, None), reason
