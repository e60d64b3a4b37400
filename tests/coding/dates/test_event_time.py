"""When events happened: which date is whose. 3 December 2024 is a Tuesday."""

from __future__ import annotations

import pytest

from dateline.coding.dates.event_time import event_time
from dateline.coding.dates.period import toll_period

PUBLISHED = "2024-12-03"

CASES = [
    ("Gunmen attacked the mill on Sunday.", "attacked", "2024-12-01", "2024-12-01", "clause", "the verb's own date"),
    (
        "On 26 November, shelling hit the mill.",
        "shelling",
        "2024-11-26",
        "2024-11-26",
        "clause",
        "a gerund as subject happens when its verb does",
    ),
    ("Monday's attack killed five.", "attack", "2024-12-02", "2024-12-02", "clause", "the noun's own date"),
    ("Gunmen attacked the mill last week.", "attacked", "2024-11-25", "2024-12-01", "clause", "a week, from Monday"),
    (
        "After launching an attack on Kessa last week, they rested.",
        "attack",
        "2024-11-25",
        "2024-12-01",
        "clause",
        "its gerund's",
    ),
    (
        "Gunmen struck the mill on Sunday, killing five people.",
        "killing",
        "2024-12-01",
        "2024-12-01",
        "clause",
        "a participle shares it",
    ),
    (
        "Gunmen captured a clerk and beat a guard on Sunday.",
        "captured",
        "2024-12-01",
        "2024-12-01",
        "sentence",
        "joined verbs share it",
    ),
    (
        "The ministry said on Monday that gunmen attacked the mill.",
        "attacked",
        PUBLISHED,
        PUBLISHED,
        "publication-window",
        "the day of saying is not the day of the deed",
    ),
    (
        "The ministry said on Monday that gunmen attacked the mill.",
        "said",
        "2024-12-02",
        "2024-12-02",
        "clause",
        "the day of saying",
    ),
    (
        "Police arrested ten men ahead of rallies next month.",
        "rallies",
        "2025-01-01",
        "2025-01-31",
        "clause",
        "a noun's date may lie ahead",
    ),
    (
        "Police arrested ten men ahead of rallies next month.",
        "arrested",
        PUBLISHED,
        PUBLISHED,
        "publication-window",
        "a past deed has no date to come",
    ),
    (
        "After attacking the mill last week, gunmen burned a school.",
        "burned",
        PUBLISHED,
        PUBLISHED,
        "publication-window",
        "after: another time",
    ),
    (
        "The army has stepped up raids since a defeat last August.",
        "stepped",
        PUBLISHED,
        PUBLISHED,
        "publication-window",
        "since a noun: that noun's date",
    ),
    (
        "Fighting since November 26th destroyed the mill.",
        "Fighting",
        "2024-11-26",
        None,
        "clause",
        "since is open to the right",
    ),
    (
        "Three days of heavy fighting between the gangs ended Saturday.",
        "fighting",
        "2024-11-28",
        "2024-11-30",
        "sentence",
        "a length up to its end",
    ),
    ("Gunmen attacked the mill between 3 and 7 April.", "attacked", "2024-04-03", "2024-04-07", "clause", "a range"),
    (
        "Gunmen attacked the mill on Sunday. They burned a school.",
        "burned",
        "2024-12-01",
        "2024-12-01",
        "narrative",
        "the story stands at Sunday",
    ),
    (
        "Gunmen fled the mill in 2020. They burned a school.",
        "burned",
        PUBLISHED,
        PUBLISHED,
        "publication-window",
        "a year is no point of a story",
    ),
    (
        "Gunmen held the depot during the raid, which began on Wednesday.",
        "raid",
        "2024-11-27",
        "2024-11-27",
        "clause",
        "a relative clause tells when the noun was",
    ),
    (
        "Gunmen raided the town on Sunday, where they burned a school.",
        "burned",
        "2024-12-01",
        "2024-12-01",
        "clause",
        "what came of it there shares its time",
    ),
    (
        "Gunmen attacked the mill on Sunday.\n\nThe attackers fled towards the river.",
        "fled",
        "2024-12-01",
        "2024-12-01",
        "narrative",
        "the story goes on in the next paragraph",
    ),
    (
        "The blast struck the market on 3 October.\n\nIt wounded ten people.",
        "wounded",
        PUBLISHED,
        PUBLISHED,
        "publication-window",
        "a day long before the report does not carry over a paragraph",
    ),
    (
        "The mayor said on Monday that gunmen had attacked the mill on Saturday. They burned a school.",
        "burned",
        "2024-11-30",
        "2024-11-30",
        "narrative",
        "the story stands at what was told, not at the telling",
    ),
    (
        "The mayor said on Monday that the road was shut. Gunmen burned a school.",
        "burned",
        PUBLISHED,
        PUBLISHED,
        "publication-window",
        "the telling alone is no point of the story",
    ),
    (
        '"We fled on Sunday," a clerk said. Gunmen burned a school.',
        "burned",
        PUBLISHED,
        PUBLISHED,
        "publication-window",
        "someone's words do not date the story",
    ),
    (
        "Thousands have fled since the war began in March.",
        "fled",
        "2024-03-01",
        None,
        "clause",
        "open to the right from the war's beginning on",
    ),
    ("The war began in March.", "war", "2024-03-01", "2024-03-31", "clause", "a beginning in its own clause is a date"),
    (
        "Gunmen attacked the mill two days after the truce of 26 November.",
        "attacked",
        "2024-11-28",
        "2024-11-28",
        "clause",
        "so many days from a dated noun",
    ),
    (
        "Gunmen attacked the mill a week before the vote on 28 November.",
        "attacked",
        "2024-11-18",
        "2024-11-24",
        "clause",
        "back from it; a week is as precise as a week",
    ),
    (
        "Gunmen attacked the mill three days after a deal was signed on 21 November.",
        "attacked",
        "2024-11-24",
        "2024-11-24",
        "clause",
        "so many days from a dated clause",
    ),
    (
        "A truce took hold on 26 November. Two days after the truce, gunmen burned a mill.",
        "burned",
        "2024-11-28",
        "2024-11-28",
        "clause",
        "the noun was dated before",
    ),
    (
        "Two weeks after the clans accused him, gunmen burned a mill.",
        "burned",
        PUBLISHED,
        PUBLISHED,
        "publication-window",
        "nothing says when that was",
    ),
    (
        "Gunmen held the town on 26–28 November.",
        "held",
        "2024-11-26",
        "2024-11-28",
        "clause",
        "two days in one word are a range",
    ),
    (
        "Between 26 November and 1 December, gunmen burned ten farms.",
        "burned",
        "2024-11-26",
        "2024-12-01",
        "clause",
        "a range from its first day on, though the last is nearer",
    ),
    (
        "Gunmen attacked the former mayor in the recent fighting.",
        "attacked",
        PUBLISHED,
        PUBLISHED,
        "publication-window",
        '"former" and "recent" date nothing',
    ),
    (
        "Gunmen attacked the mill.",
        "attacked",
        PUBLISHED,
        PUBLISHED,
        "publication-window",
        "nothing but the publication",
    ),
]


@pytest.mark.parametrize(
    ("text", "trigger", "start", "end", "how", "why"), CASES, ids=[f"{c[1]}: {c[0]}" for c in CASES]
)
def test_event_time(mentions_of, text: str, trigger: str, start: str, end: str | None, how: str, why: str) -> None:
    mentions = mentions_of(text, PUBLISHED)
    token = next(t.i for t in mentions.parsed.doc if t.text == trigger)
    when = event_time(mentions, token)
    assert (when.start, when.end, when.derived_by) == (start, end, how), why


PRECISION = [
    ("Gunmen attacked the mill on Sunday.", "day"),
    ("Gunmen attacked the mill last week.", "week"),
    ("Gunmen attacked the mill last month.", "month"),
    ("Gunmen attacked the mill in 2019.", "year"),
    ("Gunmen attacked the mill.", "unknown"),
]


@pytest.mark.parametrize(("text", "precision"), PRECISION, ids=[c[0] for c in PRECISION])
def test_precision(mentions_of, text: str, precision: str) -> None:
    assert event_time(mentions_of(text, PUBLISHED), 1).precision == precision


def test_nothing_known_gives_nothing(mentions_of) -> None:
    when = event_time(mentions_of("Gunmen attacked the mill."), 1)
    assert (when.start, when.end, when.precision, when.date, when.derived_by) == (None, None, "unknown", None, None)


PERIODS = [
    ("The fighting since November 26th has killed 44 people.", "44", ("2024-11-26", None, True), "since a day"),
    ("Since January, 600 people have died.", "600", ("2024-01", None, True), "since a month"),
    ("Some 300 people have died so far this year.", "300", ("2024", None, True), "a year that still runs"),
    ("The 14-year war has killed 5,000 people.", "5,000", ("2010", None, True), "a war of so many years"),
    ("Between 3 and 7 April, 40 people died.", "40", ("2024-04-03", "2024-04-07", True), "a range"),
    (
        "Between 26 November and 1 December, 4,200 people were displaced.",
        "4,200",
        ("2024-11-26", "2024-12-01", True),
        "a range of days",
    ),
    ("Some 900 people fled on 26–30 November.", "900", ("2024-11-26", "2024-11-30", True), "a range in one word"),
    (
        "In the week to 1 December, floods displaced 900 people.",
        "900",
        ("2024-11-25", "2024-12-01", True),
        "the week up to",
    ),
    (
        "In the three weeks ending 1 December, 900 people fled.",
        "900",
        ("2024-11-11", "2024-12-01", True),
        "so many weeks up to",
    ),
    ("The two-year-old war has displaced 900 people.", "900", ("2022", None, True), "how long a war has lasted"),
    (
        "Gunmen killed 12 people two weeks after the truce of 11 November.",
        "12",
        (None, None, False),
        "a distance is no period",
    ),
    ("Gunmen killed 12 people on Sunday.", "12", (None, None, False), "a day is an incident's"),
    ("Gunmen killed 12 people.", "12", (None, None, False), "no date"),
]


@pytest.mark.parametrize(("text", "number", "period", "why"), PERIODS, ids=[c[0] for c in PERIODS])
def test_toll_period(
    mentions_of, text: str, number: str, period: tuple[str | None, str | None, bool], why: str
) -> None:
    mentions = mentions_of(text, PUBLISHED)
    token = next(t.i for t in mentions.parsed.doc if t.text == number)
    assert toll_period(mentions, token) == period, why
