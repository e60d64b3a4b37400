"""How many died in one incident: every rule with the case that it is there for."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from dateline.export.event_data.deaths import Deaths, deaths_of
from dateline.incidents import Incident, IncidentToll
from tests.export.selections import claim, invented_incidents
from tests.strategies import incidents


def toll(**fields: Any) -> IncidentToll:
    return IncidentToll(**{"harm": "killed", "rule": "one-source", "claims": (claim("t1"),), **fields})


def with_tolls(*tolls: IncidentToll) -> Incident:
    return invented_incidents()[0].model_copy(update={"tolls": tolls})


CASES: list[tuple[str, tuple[IncidentToll, ...], Deaths]] = [
    ("no report tells of any: nobody is reported dead", (), Deaths(low=0, best=0, high=0)),
    ("the injured are no deaths", (toll(harm="injured", best=9, low=9, high=9),), Deaths()),
    (
        "an open end is the best figure",
        (toll(low=25, best=25),),
        Deaths(low=25, best=25, high=25, unknown=25),
    ),
    (
        "the whole holds its classes: they are not added to it",
        (toll(low=20, best=20, high=30), toll(victims="civilian", best=12, low=12, high=12, within=0)),
        Deaths(low=20, best=20, high=30, civilians=12, unknown=8),
    ),
    (
        "classes without a whole have nobody in common, and are added",
        (
            toll(victims="civilian", low=2, best=3, high=4),
            toll(victims="combatant", side="accord", low=5, best=5, high=9),
        ),
        Deaths(low=7, best=8, high=13, civilians=3, sides={"accord": 5}),
    ),
    (
        "classes that come to more than the whole are believed over it, so that the four columns still add up",
        (toll(low=4, best=4, high=4), toll(victims="civilian", low=6, best=6, high=6, within=0)),
        Deaths(low=6, best=6, high=6, civilians=6),
    ),
    (
        "children are in the civilians, not beside them",
        (
            toll(victims="civilian", low=14, best=14),
            toll(victims="civilian", group="child", best=5, low=5, high=5, within=0),
        ),
        Deaths(low=14, best=14, high=14, civilians=14),
    ),
    (
        "parts without a whole may overlap: three children and two women are at least three people and at most five",
        (toll(group="child", low=3, best=3, high=3), toll(group="female", low=2, best=2, high=2)),
        Deaths(low=3, best=3, high=5, unknown=3),
    ),
    (
        "a count over time is not of this incident",
        (toll(scope="cumulative", since="2019", best=410, low=410),),
        Deaths(),
    ),
    ("dozens are written as 12", (toll(phrase="dozens of people", rule="phrase-only"),), Deaths(low=12, best=12, high=12, unknown=12)),
    (
        "thousands have no figure, and none is made up",
        (toll(phrase="thousands", rule="phrase-only"),),
        Deaths(low=None, best=None, high=None),
    ),
    (
        "the other side's word alone is a highest figure and no best one",
        (toll(victims="combatant", side="accord", high=60, rule="enemy-claim-alone"),),
        Deaths(low=None, best=None, high=60),
    ),
    (
        "three of ours and, by our word alone, up to five of theirs: up to eight in all",
        (toll(victims="combatant", side="army", low=3, best=3, high=3),
         toll(victims="combatant", side="rebels", high=5, rule="enemy-claim-alone")),
        Deaths(low=3, best=3, high=8, sides={"army": 3}),
    ),
    ("a figure of which nothing counts says nothing", (toll(rule="nothing-counted"),), Deaths()),
    ("households killed are no people killed", (toll(unit="household", best=3, low=3, high=3),), Deaths()),
]  # fmt: skip


@pytest.mark.parametrize(("tolls", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_the_deaths_of_an_incident(tolls: tuple[IncidentToll, ...], expected: Deaths) -> None:
    assert deaths_of(with_tolls(*tolls)) == expected


@given(incidents())
def test_the_classes_add_up_to_the_best_figure(incident: Incident) -> None:
    deaths = deaths_of(incident)
    if deaths.best is not None:
        assert deaths.civilians + sum(deaths.sides.values()) + deaths.unknown == deaths.best
        assert deaths.low is not None
        assert deaths.high is not None
        assert 0 <= deaths.low <= deaths.best <= deaths.high
        assert deaths.unknown >= 0
