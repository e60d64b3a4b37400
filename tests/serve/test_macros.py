"""What pages share: how records stand in words, and that what a report brings along stays words."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from lxml import html

from dateline.incidents import Incident, IncidentTime, IncidentToll
from dateline.serve import words
from dateline.serve.templating import environment

HOSTILE = "\"><img src=x onerror='alert(1)'></script><script>alert(2)</script>\u202e"
HERE = SimpleNamespace(path=lambda path="": f"/p/one/{path}")


def rendered(call: str, **context: object) -> html.HtmlElement:
    """What a macro makes of the context, within a body."""
    macros = (
        "badge, made_by, kind, status, figure, tolls, when, incident_card, claim_chip, pager, empty, outward, scroll"
    )
    template = environment().from_string(f'{{% from "macros.html" import {macros} %}}<body>{call}</body>')
    return html.fromstring(template.render(here=HERE, **context))


def said(call: str, **context: object) -> str:
    return " ".join(rendered(call, **context).text_content().split())


@pytest.mark.parametrize(
    ("url", "leads", "why"),
    [
        ("https://example.org/a?b=c#d", True, "the Web"),
        (" http://example.org ", True, "with blanks around it"),
        ("javascript:alert(1)", False, "a script"),
        ("JaVaScRiPt:alert(1)", False, "a script, written otherwise"),
        ("java\nscript:alert(1)", False, "a script with a line end, which a browser takes out"),
        ("data:text/html,<script>", False, "a page in an address"),
        ("//example.org", False, "no scheme"),
        ("https://", False, "no host"),
        ("http://[", False, "no address at all"),
        (None, False, "none"),
        ("", False, "none"),
    ],
)
def test_only_addresses_of_the_web_become_links(url: str | None, leads: bool, why: str) -> None:
    assert (words.web_address(url) is not None) == leads, why
    assert bool(rendered("{{ outward(url) }}", url=url).xpath("//a")) == leads, why


def test_hostile_words_stay_words() -> None:
    incident = Incident(
        id=HOSTILE,
        title=HOSTILE,
        type="ASSAULT",
        mode=HOSTILE,
        reports=(),
        sources=1,
        independent_sources=1,
        grade="weak",
    )
    page = rendered(
        "{{ incident_card(here, incident) }}{{ claim_chip(here, words, words, words) }}{{ outward(words, words) }}"
        "{{ empty(words) }}{{ status(words) }}{% call scroll(words) %}{{ words }}{% endcall %}",
        incident=incident,
        words=HOSTILE,
    )
    assert page.xpath("//script | //img") == []
    assert [name for element in page.iter() for name in element.attrib if name.startswith("on")] == []
    assert page.xpath("//h3")[0].text_content() == HOSTILE


def test_a_grade_is_a_word_and_not_a_colour_alone() -> None:
    assert said("{{ badge('contested') }}").endswith("contested")


def test_machine_and_person_are_told_apart_in_words() -> None:
    assert said("{{ made_by(False) }}").endswith("machine")
    assert said("{{ made_by(True) }}").endswith("reviewed")


def test_what_occurred_needs_no_word() -> None:
    assert said("{{ status('occurred') }}") == ""
    assert said("{{ status('called_for') }}") == "called for"


def test_tolls_are_those_of_the_incident_itself() -> None:
    of = IncidentToll(harm="killed", low=20, best=25, high=31, rule="best", victims="civilian", claims=())
    part = IncidentToll(harm="killed", low=3, best=3, high=3, rule="best", group="child", within=0, claims=())
    assert said("{{ tolls(of) }}", of=(of, part)) == "killed 25 (20–31) civilians"
    assert said("{{ tolls(of) }}", of=()) == "no figure"
    assert said("{{ tolls(of, 1) }}", of=(of, of)).endswith("and 1 more")


def test_days_are_for_people_and_programs() -> None:
    day = rendered("{{ when(of) }}", of=IncidentTime(start="2025-03-12", end="2025-03-12", precision="day"))
    assert day.xpath("string(//time)") == "12 Mar 2025"
    assert day.xpath("string(//time/@datetime)") == "2025-03-12"
    assert said("{{ when(of) }}", of=IncidentTime()) == "date not given"


def test_a_list_that_goes_on_leads_on() -> None:
    assert rendered("{{ pager('?after=x') }}").xpath("string(//a/@href)") == "?after=x"
    assert rendered("{{ pager(None) }}").xpath("//a") == []


@pytest.mark.parametrize(
    ("made", "wanted"),
    [
        (words.number(1234567), "1,234,567"),
        (words.number(None), "–"),
        (words.counted(1, "report"), "1 report"),
        (words.counted(2114, "report"), "2,114 reports"),
        (words.code_words("martial-law"), "martial law"),
        (words.code_words("CALLED_FOR"), "called for"),
        (words.code_words(None), ""),
    ],
)
def test_words(made: str, wanted: str) -> None:
    assert made == wanted
