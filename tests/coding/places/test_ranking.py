"""The ranking: confidence, alternatives, and the weights that the package carries."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.coding.places.evidence import Evidence
from dateline.coding.places.features import FEATURES
from dateline.coding.places.ranking import load_ranking
from dateline.ontology.gazetteer import Entry
from tests.coding.reading_places import place_of, read

TEXTS = [
    "Two died in Tripoli. Libya's government blamed militias from Benghazi.",
    "Shots were heard in Springfield on Friday.",
    "Police in Cordoba, Merida and Valencia made arrests.",
    "The Iraqi city of Hillah was quiet.",
]


@pytest.mark.parametrize("text", TEXTS)
def test_confidence_and_alternatives_hold_together(text: str) -> None:
    """Every place with a point has a confidence; alternatives are ranked, other places, and share what is left."""
    _, found = read(text)
    for place in found.places:
        assert (place.confidence is None) == (place.lat is None)
        sure = [a.confidence for a in place.alternatives]
        assert sure == sorted(sure, reverse=True)
        assert place.geonames_id not in {a.geonames_id for a in place.alternatives if a.geonames_id}
        far = [a.confidence for a in place.alternatives if a.country != place.country]
        assert (place.confidence or 0) + sum(far) <= 1.01


def test_namesakes_are_kept_as_alternatives() -> None:
    place = place_of("Two died in Tripoli. Libya's government blamed militias from Benghazi.", "Tripoli")
    assert place.country == "LBY"
    assert "LBN" in {a.country for a in place.alternatives}


def test_more_evidence_makes_surer() -> None:
    bare = place_of("Shots were heard in Tripoli.", "Tripoli")
    told = place_of("Shots were heard in Tripoli, and in Misrata and Benghazi, other cities of Libya.", "Tripoli")
    assert (bare.confidence or 0) < (told.confidence or 0)


def test_weights_of_the_package_are_whole() -> None:
    ranking = load_ranking()
    assert len(ranking.weights) == len(FEATURES)
    assert np.isfinite(ranking.weights).all()
    assert ranking.weights[FEATURES.index("country_share")] > 0, (
        "what the document says of the country must speak for it"
    )


@given(st.lists(st.lists(st.floats(-5, 5), min_size=len(FEATURES), max_size=len(FEATURES)), min_size=1, max_size=9))
def test_shares_are_a_distribution(rows: list[list[float]]) -> None:
    shares = load_ranking().shares(rows)
    assert shares.sum() == pytest.approx(1.0)
    assert (shares >= 0).all()


@given(st.floats(0, 1), st.floats(0, 1))
def test_sureness_rises_with_the_share(a: float, b: float) -> None:
    town = Entry(1, None, "Town", 1.0, 1.0, "SYR", None, "PPL", 50_000)
    ranking = load_ranking()
    low, high = (ranking.sureness(town, share, 3) for share in sorted((a, b)))
    assert 0 <= low <= high <= 1


def test_no_name_is_evidence_for_itself() -> None:
    evidence = Evidence()
    evidence.add(Entry(1, None, "Taiz", 13.6, 44.0, "YEM", "Taiz", "PPLA", 600_000), 3.0, "taiz")
    assert evidence.apart_from("taiz")[0].get("YEM", 0.0) == pytest.approx(0.0)
    assert evidence.apart_from("ibb")[0]["YEM"] > 0.5
