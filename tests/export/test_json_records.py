"""The whole records as JSON and JSON Lines: any record comes back the same."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from hypothesis import HealthCheck, Phase, given, settings

from dateline.export.formats import json_lines, json_records
from dateline.incidents import Incident
from dateline.records import CodedDocument, json_schema
from tests.export.selections import ABOUT, ARTICLE, invented_incidents, invented_selection, selection
from tests.strategies import coded_documents, incidents


def test_the_object_holds_what_the_export_is_and_every_record(tmp_path: Path) -> None:
    path = tmp_path / "all.json"
    assert json_records.EXPORT.write(invented_selection(), path).counts == {"incidents": 4, "documents": 1}
    found = json.loads(path.read_text("utf-8"))
    assert found["about"] == {
        "profile": ABOUT.profile, "licence": ABOUT.licence, "methodology": ABOUT.methodology, "made": ABOUT.made,
        "version": ABOUT.version, "as_of": None, "conditions": {"country": "XVR"},
    }  # fmt: skip
    assert [item["id"] for item in found["incidents"]] == [incident.id for incident in invented_incidents()]
    jsonschema.validate(found["documents"][0], json_schema())


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow], phases=(Phase.reuse, Phase.generate)
)
@given(coded_documents(), incidents())
def test_any_records_come_back_the_same(
    tmp_path_factory: pytest.TempPathFactory, coded: CodedDocument, incident: Incident
) -> None:
    folder = tmp_path_factory.mktemp("any")
    some = selection([incident], [coded])
    json_records.EXPORT.write(some, folder / "all.json")
    found = json.loads((folder / "all.json").read_text("utf-8"))
    assert CodedDocument.from_json(json.dumps(found["documents"][0])) == coded
    assert Incident.model_validate_json(json.dumps(found["incidents"][0])) == incident
    json_lines.EXPORT.write(some, folder / "all.jsonl")
    lines = (folder / "all.jsonl").read_text("utf-8").split("\n")
    assert [CodedDocument.from_json(line) for line in lines if line] == [coded]


def test_an_export_of_nothing_is_json_too(tmp_path: Path) -> None:
    json_records.EXPORT.write(selection(), tmp_path / "none.json")
    found = json.loads((tmp_path / "none.json").read_text("utf-8"))
    assert (found["incidents"], found["documents"]) == ([], [])
    json_lines.EXPORT.write(selection(), tmp_path / "none.jsonl")
    assert (tmp_path / "none.jsonl").read_bytes() == b""


def test_the_lines_are_what_the_coder_writes(tmp_path: Path) -> None:
    json_lines.EXPORT.write(invented_selection(), tmp_path / "a.jsonl")
    assert (tmp_path / "a.jsonl").read_text("utf-8") == ARTICLE.to_json() + "\n"
