"""A denial belongs to what it denies, and makes no incident of its own."""

from __future__ import annotations

import pytest

from dateline.link.facts import EventFacts
from dateline.link.linker import Linker
from tests.link.reconcile.told import ARMY, MONITOR, report

TEXT = "an air strike hit the cattle market in Berek and killed 12 people"


@pytest.fixture(scope="module")
def linker() -> Linker:
    return Linker.load()


def _told(doc: str, **fields: object) -> EventFacts:
    return report(doc, text=TEXT, targets=("market",), **fields)  # type: ignore[arg-type]


def test_a_denial_joins_what_others_say_happened(linker: Linker) -> None:
    linked = linker.link([_told("a", by=MONITOR), _told("b", by=ARMY, status="denied")])
    assert [set(group.members) for group in linked.groups] == [{("a", "e1"), ("b", "e1")}]


def test_a_denial_alone_is_no_incident(linker: Linker) -> None:
    assert linker.link([_told("b", by=ARMY, status="denied")]).groups == ()


def test_what_is_threatened_is_not_linked(linker: Linker) -> None:
    linked = linker.link([_told("a", by=MONITOR), _told("b", by=ARMY, status="threatened")])
    assert [group.members for group in linked.groups] == [(("a", "e1"),)]
    assert linked.left_out == 1
