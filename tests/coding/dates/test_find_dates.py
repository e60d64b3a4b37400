"""Time expressions: what they are, their TIMEX3 values, and the days they cover. 3 December 2024 is a Tuesday."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

PUBLISHED = "2024-12-03"
TABLES = Path(__file__).parent / "cases"


def table(name: str) -> list[Any]:
    """The cases of a file."""
    cases: list[Any] = yaml.safe_load((TABLES / f"{name}.yaml").read_text("utf-8"))
    return cases


def expected(line: str) -> tuple[str, str, str | None, str | None, str]:
    """Words, value, first and last day, and type, of "words | value | days | type"; what the value tells may be left out."""
    words, value, days, *kind = (part.strip() for part in line.split(" | "))
    start, _, end = days.partition("/")
    by_value = (
        "DURATION"
        if value[0] == "P" and value[1] in "TX0123456789"
        else "TIME"
        if re.search(r"[\dX]T", value)
        else "DATE"
    )
    if days == "-":
        return words, value, None, None, kind[0] if kind else by_value
    return words, value, start, end or start, kind[0] if kind else by_value


ONE = [case for name in ("absolute", "vague", "relative", "clock", "lengths", "newswire") for case in table(name)]


@pytest.mark.parametrize("case", ONE, ids=[str(c[0]) for c in ONE])
def test_expressions(mentions_of, case: list[str]) -> None:
    text, why, *lines = case
    dates = mentions_of(text, PUBLISHED).dates.dates
    assert [(d.mention.text, d.value, d.start, d.end, d.type) for d in dates] == [expected(x) for x in lines], why


@pytest.mark.parametrize("case", table("none"), ids=lambda c: str(c[0]))
def test_no_expression(mentions_of, case: list[str]) -> None:
    text, why = case
    assert [(d.mention.text, d.value) for d in mentions_of(text, PUBLISHED).dates.dates] == [], why


@pytest.mark.parametrize("case", table("stories"), ids=lambda c: str(c["text"]))
def test_stories(mentions_of, case: dict[str, Any]) -> None:
    published = str(case["published"]) if case["published"] else None
    assert [d.value for d in mentions_of(case["text"], published).dates.dates] == case["values"], case["why"]


def test_tokens_lead_to_their_expression(mentions_of) -> None:
    mentions = mentions_of("Gunmen took the mill on 26 November 2024 and left last week.", PUBLISHED)
    doc = mentions.parsed.doc
    words = {i: [doc[t].text for t, d in mentions.dates.by_token.items() if d == i] for i in ("d1", "d2")}
    assert words == {"d1": ["26", "November", "2024"], "d2": ["last", "week"]}
