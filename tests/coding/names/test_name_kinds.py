"""What names are names of, decided once for the whole document."""

from __future__ import annotations

import pytest

from dateline.coding.names import find_names
from dateline.ontology.authority import Authority
from dateline.ontology.gazetteer import Gazetteer
from dateline.parse import Parser
from dateline.records import Document
from dateline.settings import Settings
from tests.coding.names.kind_cases import IN_CAPITALS, MARKS, NOT_PLACES, PLACES, WITHOUT_CAPITALS

PARSER = Parser(Settings())
NOT_PLACE = "not place"


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.open(Settings())


@pytest.mark.parametrize(("text", "expected", "why"), PLACES + NOT_PLACES + MARKS + WITHOUT_CAPITALS + IN_CAPITALS)
def test_kind_of_every_mention(gazetteer: Gazetteer, text: str, expected: dict[str, str | None], why: str) -> None:
    parsed = PARSER.parse(Document.from_text(text))
    found: dict[str, set[str]] = {}
    for name in find_names(parsed, gazetteer, Authority.load()):
        found.setdefault(parsed.tokens_span(name.start, name.end - 1).text, set()).add(name.kind)
    for name, kind in expected.items():
        kinds = found.get(name, set())
        if kind == NOT_PLACE:
            assert "place" not in kinds, why
        else:
            assert kinds == ({kind} if kind else set()), f"{name}: {why}"
