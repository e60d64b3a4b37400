"""What differs between two days of a store, against all incidents of both days."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta

import pytest

from dateline.incidents import Incident
from dateline.store import Store
from dateline.store.changed import incidents_that_differ
from tests.contracts.stores import NewAddress
from tests.contracts.test_as_of import _FIRST_DAY, filled, reports

_TODAY = datetime.now(UTC).date()


def _differing(before: list[Incident], after: list[Incident]) -> set[str]:
    """The incidents that are on one day only, or other on one day than on the other."""
    return {one.model_dump_json() for one in before} ^ {other.model_dump_json() for other in after}


def _judge_something(store: Store, chance: random.Random) -> None:
    """A merge of two incidents, a split of one, and one of the two taken back."""
    held = [[(report.document, report.event) for report in incident.reports] for incident in store.incidents()]
    merged = store.judge("merge", "A. Analyst", sides=[side[:1] for side in chance.sample(held, 2)])
    several = [refs for refs in held if len(refs) > 1]
    if several:
        refs = chance.choice(several)
        store.judge("split", "A. Analyst", sides=[refs[:1], refs[1:]])
    if chance.random() < 0.5:
        store.undo(merged, "A. Analyst")


@pytest.mark.parametrize("seed", range(4))
def test_nothing_that_differs_is_missed(new_address: NewAddress, seed: int) -> None:
    chance = random.Random(seed)
    with filled(new_address(), reports(seed), batch=3) as store:
        _judge_something(store, chance)
        days = [_FIRST_DAY + timedelta(days=n) for n in range(-1, 6)] + [_TODAY - timedelta(days=1), _TODAY]
        looked_at = []
        for earlier in days:
            for later in days:
                if earlier < later:
                    every = [list(store.incidents(as_of=day)) for day in (earlier, later)]
                    some = incidents_that_differ(store, earlier, later, {})
                    assert _differing(*some) == _differing(*every), f"{earlier} to {later}"
                    looked_at.append(len(some[1]) < len(every[1]))
        assert any(looked_at), "some pair of days needs fewer than all incidents"


def test_between_days_on_which_nothing_came_nothing_is_looked_at(new_address: NewAddress) -> None:
    with filled(new_address(), reports(1), batch=30) as store:
        assert incidents_that_differ(store, date(2024, 5, 1), date(2024, 6, 1), {}) == ([], [])


def test_the_conditions_hold_for_both_days(new_address: NewAddress) -> None:
    with filled(new_address(), reports(1), batch=30) as store:
        _, after = incidents_that_differ(
            store, _FIRST_DAY - timedelta(days=1), _FIRST_DAY + timedelta(days=9), {"country": "UGA"}
        )
        assert {incident.place.country for incident in after if incident.place} == {"UGA"}
