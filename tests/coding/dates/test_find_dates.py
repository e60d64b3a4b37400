"""Time expressions: what they are, their TIMEX3 values, and the days they cover. 3 December 2024 is a Tuesday."""

from __future__ import annotations

import pytest

PUBLISHED = "2024-12-03"

CASES = [
    (
        "On November 26th gunmen took the mill.",
        "November 26th",
        "2024-11-26",
        "2024-11-26",
        "the year is the publication's",
    ),
    ("On 26 November 2023 gunmen fled.", "26 November 2023", "2023-11-26", "2023-11-26", "day first"),
    ("The mill burned on 2024-11-26.", "2024-11-26", "2024-11-26", "2024-11-26", "ISO"),
    ("The mill burned on 26/11/2024.", "26/11/2024", "2024-11-26", "2024-11-26", "figures with strokes, day first"),
    (
        "Gunmen took the mill on December 24.",
        "December 24",
        "2023-12-24",
        "2023-12-24",
        "the past is never after publication",
    ),
    ("It was rebuilt in the early 1990s.", "the early 1990s", "199", "1990-01-01", "a decade, its first third"),
    ("Gunmen took the mill last week.", "last week", "2024-W48", "2024-11-25", "the ISO week before"),
    (
        "Gunmen took the mill on Tuesday.",
        "Tuesday",
        "2024-12-03",
        "2024-12-03",
        "the same weekday is the publication day",
    ),
    ("Gunmen took the mill on Thursday.", "Thursday", "2024-11-28", "2024-11-28", "past tense: the weekday before"),
    ("The elders will meet on Thursday.", "Thursday", "2024-12-05", "2024-12-05", "future tense: the weekday after"),
    ("The union plans marches beginning on April 9.", "April 9", "2025-04-09", "2025-04-09", "plans point ahead"),
    ("Elections are planned for June.", "June", "2025-06", "2025-06-01", "a planned month is ahead"),
    ("Gunmen took the mill yesterday morning.", "yesterday morning", "2024-12-02TMO", "2024-12-02", "a part of a day"),
    ("Shooting went on overnight.", "overnight", "2024-12-02TNI", "2024-12-02", "the night before publication"),
    ("In the past 24 hours, 12 people died.", "the past 24 hours", "PT24H", "2024-12-02", "a length up to publication"),
    ("Earlier this month gunmen left.", "Earlier this month", "2024-12", "2024-12-01", "ends at publication"),
    ("It lasted for nearly 14 years.", "nearly 14 years", "P14Y", None, "a length that lies nowhere"),
    ("Talks will resume by mid-December.", "mid-December", "2024-12", "2024-12-11", "the middle third of the month"),
    ("Two days ago gunmen took the mill.", "Two days ago", "2024-12-01", "2024-12-01", "counted from publication"),
    ("The truce of last August failed.", "last August", "2024-08", "2024-08-01", "the August before"),
    (
        "The bomb went off shortly after noon on Thursday.",
        "noon on Thursday",
        "2024-11-28T12:00",
        "2024-11-28",
        "one time",
    ),
    ("The train left at 2330.", "2330", "2024-12-03T23:30", "2024-12-03", "a clock time after at"),
    (
        "It came at 10 p.m. on Monday.",
        "10 p.m. on Monday",
        "2024-12-02T22:00",
        "2024-12-02",
        "a clock time and its day",
    ),
    ("It was shut until 2330.", "2330", "2024-12-03T23:30", "2024-12-03", "no year that can be meant"),
    ("A three-hour gun battle followed.", "three-hour", "PT3H", None, "a length as an adjective"),
    ("The siege went on for several months.", "several months", "PXM", None, "a length without a figure"),
    ("Marches are held every Friday.", "every Friday", "XXXX-WXX-5", None, "a set"),
    ("During Ramadan the raids stopped.", "Ramadan", "2024-03", "2024-03-11", "the Islamic calendar"),
    ("It was bombed on Easter Sunday 2019.", "Easter Sunday 2019", "2019-04-21", "2019-04-21", "the moveable feast"),
    ("Raids rose in the first half of 2024.", "the first half of 2024", "2024-H1", "2024-01-01", "half a year"),
    (
        "Raids rose in the winter of 2023.",
        "the winter of 2023",
        "2023-WI",
        "2023-12-01",
        "winter runs into the next year",
    ),
    ("The end of last month saw raids.", "The end of last month", "2024-11", "2024-11-21", "the last third"),
    ("The March raid failed.", "March", "2024-03", "2024-03-01", "a common word that is a month here"),
    ("The 7 October raids failed.", "7 October", "2024-10-07", "2024-10-07", "the article is the noun's"),
    ("At the weekend, shelling resumed.", "the weekend", "2024-W48-WE", "2024-11-30", "the past weekend"),
    ("Raids are now rare.", "now", "PRESENT_REF", PUBLISHED, "the present is the publication's"),
]


@pytest.mark.parametrize(("text", "words", "value", "start", "why"), CASES, ids=[c[0] for c in CASES])
def test_one_expression(mentions_of, text: str, words: str, value: str, start: str | None, why: str) -> None:
    dates = mentions_of(text, PUBLISHED).dates.dates
    assert [(d.mention.text, d.value, d.start) for d in dates] == [(words, value, start)], why


NONE = [
    ("He was 25 years old and she was a 30-year-old teacher.", "ages are no time expressions"),
    ("Resolution 2254 was passed after 2000 people fled.", "figures that name or count"),
    ("The S-300 and a T-72 fired.", "weapons have numbers"),
    ("Release 2011-07-S-003 was withdrawn.", "a serial number is no date"),
    ("They may march to the fall of the old wall.", "common words that are months and seasons elsewhere"),
    ("A second raid failed.", "an ordinal is no second of time"),
]


@pytest.mark.parametrize(("text", "why"), NONE, ids=[c[0] for c in NONE])
def test_no_expression(mentions_of, text: str, why: str) -> None:
    assert mentions_of(text, PUBLISHED).dates.dates == (), why


STORIES = [
    (
        "On December 1 gunmen took the mill. The following day they left.",
        PUBLISHED,
        ["2024-12-01", "2024-12-02"],
        "the story moves on",
    ),
    ("Between 3 and 7 April gunmen held the mill.", PUBLISHED, ["2024-04-03", "2024-04-07"], "days share a month"),
    ("Gunmen held it from November 12-17, 2023.", PUBLISHED, ["2023-11-12", "2023-11-17"], "days share month and year"),
    (
        "From 1 to 5 December, 40 people fled.",
        PUBLISHED,
        ["2024-12-01", "2024-12-05"],
        "days of one range share a year",
    ),
    ("It was held between June and August 2010.", PUBLISHED, ["2010-06", "2010-08"], "months share a year"),
    ("It was held in 1995-96.", PUBLISHED, ["1995", "1996"], "a short second year"),
    ("In 2011, marches began. In August, the mill burned.", PUBLISHED, ["2011", "2011-08"], "the paragraph's year"),
    (
        "In December 1944 he fled. In January he died.",
        None,
        ["1944-12", "1945-01"],
        "a story goes on into the next year",
    ),
    ("In 1862 he fled. In August of that year he died.", None, ["1862", "1862-08"], "of that year"),
    ("Gunmen took the mill on Friday.", None, ["XXXX-WXX-5"], "nothing to read a weekday against"),
    (
        "HILLTOWN, Freeland (Nov. 20, 2011) - Gunmen took the mill yesterday.",
        None,
        ["2011-11-20", "2011-11-19"],
        "a dateline dates the report",
    ),
]


@pytest.mark.parametrize(("text", "published", "values", "why"), STORIES, ids=[c[0] for c in STORIES])
def test_expressions_of_a_story(mentions_of, text: str, published: str | None, values: list[str], why: str) -> None:
    assert [d.value for d in mentions_of(text, published).dates.dates] == values, why


def test_tokens_lead_to_their_expression(mentions_of) -> None:
    mentions = mentions_of("Gunmen took the mill on 26 November 2024 and left last week.", PUBLISHED)
    doc = mentions.parsed.doc
    words = {i: [doc[t].text for t, d in mentions.dates.by_token.items() if d == i] for i in ("d1", "d2")}
    assert words == {"d1": ["26", "November", "2024"], "d2": ["last", "week"]}
