"""Events in PLOVER's fields, each line checked by JSON Schema against PLOVER's own vocabulary."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, get_args

import jsonschema

from dateline.export.contract import Selection
from dateline.export.formats.plover import EXPORT, QUADS
from dateline.ontology.codes import PLOVER_CONTEXTS, PLOVER_MODES
from dateline.records import EventType
from tests.export.selections import ABOUT, ARTICLE, DOCUMENT, invented_selection

_ACTOR = {
    "type": "object",
    "required": ["actor_text"],
    "additionalProperties": False,
    "properties": {
        "code": {"type": "string", "pattern": "^[A-Z]{3}$"},
        "sector": {"enum": ["GOV", "MIL", "COP", "REB", "PRM", "PTY", "JRN", "SOC", "BUS", "REL", "CVL", "CRM"]},
        "actor_text": {"type": "string"},
        "identifier_id": {"type": "string"},
    },
}
SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["id", "has_event", "event", "quad_code", "cite_info", "coder"],
    "properties": {
        "id": {"type": "string"},
        "has_event": {"const": True},
        "date": {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
        "enddate": {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
        "source": {"type": "array", "items": _ACTOR},
        "recipient": {"type": "array", "items": _ACTOR},
        "event": {"type": "array", "minItems": 1, "items": {"enum": list(PLOVER_MODES)}},
        "mode": {"type": "array", "items": {"enum": sorted({m for ms in PLOVER_MODES.values() for m in ms})}},
        "context": {"type": "array", "items": {"enum": sorted(PLOVER_CONTEXTS)}},
        "quad_code": {"enum": [1, 2, 3, 4]},
        "event_loc": {"type": "object", "required": ["name"]},
        "size": {"type": "object", "propertyNames": {"enum": ["dead", "injured", "arrested"]}},
        "status": {"enum": ["occurred", "ongoing"]},
    },
}


def lines(chosen: Selection, path: Path) -> list[dict[str, Any]]:
    EXPORT.write(chosen, path)
    found = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    for line in found:
        jsonschema.validate(line, SCHEMA)
    return found


def test_a_line_an_event_that_happened(tmp_path: Path) -> None:
    found = lines(invented_selection(), tmp_path / "p.jsonl")
    assert {line["id"] for line in found} == {
        f"{DOCUMENT}:{event.id}"
        for event in ARTICLE.events
        if event.status in ("occurred", "ongoing") and event.same_as is None
    }


def test_what_did_not_happen_is_left_out_and_counted_by_its_status(tmp_path: Path) -> None:
    written = EXPORT.write(invented_selection(), tmp_path / "p.jsonl")
    not_happened = [e for e in ARTICLE.events if e.status not in ("occurred", "ongoing")]
    assert sum(n for why, n in written.left_out.items() if "did not happen" in why) == len(not_happened)
    assert any("denied" in why for why in written.left_out)


def test_the_strike_with_its_place_deaths_incident_and_report(tmp_path: Path) -> None:
    strike = lines(invented_selection(), tmp_path / "p.jsonl")[0]
    assert (strike["event"], strike["mode"], strike["quad_code"]) == (["ASSAULT"], ["drone"], 4)
    assert (strike["date"], strike["enddate"]) == ("2024-03-14", "2024-03-14")
    assert (strike["event_loc"]["name"], strike["event_loc"]["cc3"]) == ("Karsh", "XVR")
    assert strike["size"] == {"dead": 14, "injured": 30}, "the five children are among the fourteen"
    assert strike["link"] == "i0001"
    assert strike["cite_info"]["publication"] == "Lodestar News"
    start, end = strike["text_info"]["start"], strike["text_info"]["end"]
    assert ARTICLE.document.text[start:end] == "drone strike"


def test_only_the_claims_that_answer_the_conditions(tmp_path: Path) -> None:
    some = Selection(
        incidents=lambda: iter(()), documents=lambda: iter([ARTICLE]), about=ABOUT,
        answering=lambda coded: frozenset({"e2"}),
    )  # fmt: skip
    assert [line["id"] for line in lines(some, tmp_path / "p.jsonl")] == [f"{DOCUMENT}:e2"]


def test_every_event_type_has_its_quad_category() -> None:
    assert QUADS.keys() == set(get_args(EventType))
