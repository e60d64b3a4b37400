"""Sensitive places: what makes an event's place one, and what does not."""

from __future__ import annotations

import pytest

from dateline.export.responsibility.sensitive import kind_of, sensitive
from tests.export.responsibility.withheld_people import report

CASES = [
    ("the maternity hospital", "hospital", "its plain name"),
    ("two clinics", "hospital", "in the plural"),
    ("the Kodda refugee camp", "camp", "with a name of its own"),
    ("an army camp", None, "a camp of soldiers shelters nobody"),
    ("a WFP aid convoy", "aid convoy", "aid on its way"),
    ("a military convoy", None, "not aid"),
    ("a girls’ school", "school", "with the apostrophe of print"),
    ("a school used as a shelter", "shelter", "the longer words say more"),
    ("bakeries", None, "only those that the list has"),
]


@pytest.mark.parametrize(("words", "kind", "why"), CASES, ids=[case[0] for case in CASES])
def test_words_for_sensitive_places(words: str, kind: str | None, why: str) -> None:
    assert kind_of(words) == kind, why


EVENTS = [
    ("The army hit the hospital in Bor; Ana died.", "hospital", "hospital", "the target itself"),
    (
        "The army hit a house near the main hospital in Bor; Ana died.",
        "house",
        "hospital",
        "the evidence puts it near one",
    ),
    ("The army hit the market in Bor; Ana was taken to hospital.", "market", None, "where the wounded were taken to"),
    (
        "The army hit the market in Bor, a nurse at the town's clinic said; Ana died.",
        "market",
        None,
        "a nurse who only tells of it",
    ),
    (
        "The army hit two nurses at the clinic in Bor; Ana died.",
        "nurses",
        "hospital",
        "who works there and is hit tells of nothing",
    ),
    (
        "The army hit the market in Bor, doctors at the hospital said; Ana died.",
        "market",
        None,
        "where the source works",
    ),
    ("The army hit the market in Bor; Ana died.", "market", None, "nothing of the kind"),
]


@pytest.mark.parametrize(("text", "target", "kind", "why"), EVENTS, ids=[case[3] for case in EVENTS])
def test_events_at_sensitive_places(text: str, target: str, kind: str | None, why: str) -> None:
    found = sensitive(report(text, "Ana", ("Ana",), "Bor", 6.2, 31.5, target))
    assert found.events.get("e1") == kind, why


BESIDE = [
    (
        "An aid convoy was stopped near Bor; the army hit the market; Ana died.",
        "aid convoy",
        "an event that was not coded",
    ),
    ("The army hit the market; Ana died by the Bor hospital.", "hospital", "the place names it"),
    ("The army hit the market; Ana died, hospital officials in Bor said.", None, "they speak for it"),
    ("The army hit the market; Ana was taken to a hospital in Bor.", None, "where the wounded were taken to"),
    ("The army hit the market. Schools are shut. In Bor Ana died.", None, "another sentence"),
]


@pytest.mark.parametrize(("text", "kind", "why"), BESIDE, ids=[case[2] for case in BESIDE])
def test_places_beside_which_a_sensitive_one_is_named(text: str, kind: str | None, why: str) -> None:
    found = sensitive(report(text, "Ana", ("Ana",), "Bor", 6.2, 31.5))
    assert found.places.get("p1") == kind, why


def test_features_are_codes_of_geonames() -> None:
    from dateline.export.responsibility.rules import sensitive_rules

    codes = [code for kind in sensitive_rules().kinds.values() for code in kind.features]
    assert len(codes) == len(set(codes))
    assert all(code.isupper() and 3 <= len(code) <= 5 for code in codes)
