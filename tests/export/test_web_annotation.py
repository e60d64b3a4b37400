"""Web Annotations: as the W3C's model wants them, and records again without loss."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from rdflib import RDF, Graph, Namespace, URIRef

from dateline import RecordError
from dateline.export.formats.web_annotation import EXPORT, from_web_annotation, incidents_from_web_annotation
from dateline.incidents import Incident
from dateline.records import LAYERS, CodedDocument, text_id
from tests.export.annotation_model import ANNO_CONTEXT, COLLECTION, PAGE
from tests.export.invented import RTL_SENTENCE, coded_text
from tests.export.selections import ARTICLE, DOCUMENT, invented_incidents, invented_selection, selection
from tests.strategies import coded_documents, incidents

OA = Namespace("http://www.w3.org/ns/oa#")


def exported(folder: Path, documents: Sequence[CodedDocument], made: Sequence[Incident] = ()) -> Path:
    out = folder / "out"
    out.mkdir()
    EXPORT.write(selection(made, documents), out)
    return out


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    EXPORT.write(invented_selection(), tmp_path)
    return tmp_path


def pages(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(path.read_text("utf-8")) for path in sorted(folder.glob("page-*.json"))]


def check_model(folder: Path) -> None:
    collection = json.loads((folder / "collection.json").read_text("utf-8"))
    Draft202012Validator(COLLECTION).validate(collection)
    start = 0
    for page in pages(folder):
        Draft202012Validator(PAGE).validate(page)
        assert page["startIndex"] == start
        start += len(page["items"])
    assert collection["total"] == start


def test_the_model_of_the_tests_refuses_what_is_wrong(folder: Path) -> None:
    """The validator is ours: it must be seen to fail."""
    page = pages(folder)[0]
    for change in (
        lambda a: a.pop("target"),
        lambda a: a["target"].clear(),
        lambda a: a.update(motivation="shouting"),
        lambda a: a["target"][0]["selector"][1].update(start=-1),
        lambda a: a["target"][0]["selector"][0].pop("exact"),
        lambda a: a["body"][0].pop("value"),
        lambda a: a.update(id="with a blank"),
    ):
        broken = json.loads(json.dumps(page))
        change(broken["items"][1])
        assert not Draft202012Validator(PAGE).is_valid(broken)


def test_an_export_fits_the_model(folder: Path) -> None:
    check_model(folder)
    first, last = pages(folder)
    assert "prev" not in first
    assert (first["next"], last["prev"]) == ("page-000002.json", "page-000001.json")
    assert "next" not in last


def test_positions_count_code_points_and_agree_with_the_quotation(folder: Path) -> None:
    seen = 0
    for item in pages(folder)[0]["items"]:
        for target in item["target"]:
            if "selector" not in target:
                continue
            text = (folder / target["source"]["id"]).read_bytes().decode()
            assert text_id(text) == target["source"]["sha256"] == DOCUMENT
            quoted, position = target["selector"]
            assert text[position["start"] : position["end"]] == quoted["exact"]
            around = quoted.get("prefix", "") + quoted["exact"] + quoted.get("suffix", "")
            assert around in text
            seen += quoted["exact"] == RTL_SENTENCE
    assert seen, "a sentence that stands behind emoji and in Arabic"


def test_every_span_of_a_claim_is_a_target_with_its_roles(folder: Path) -> None:
    item = next(i for i in pages(folder)[0]["items"] if i["id"].endswith(":t4"))
    roles = {target["selector"][0]["exact"]: target["role"] for target in item["target"]}
    assert roles["up to 6"] == ["number"]
    assert roles["State television"] == ["attribution.source_text"]
    assert "evidence" in item["target"][0]["role"], "evidence comes first"
    tags = {body["field"]: body["value"] for body in item["body"] if body.get("purpose") == "tagging"}
    assert tags == {"harm": "killed", "bound": "at_most", "unit": "person", "scope": "incident", "status": "occurred"}
    assert item["body"][0]["value"].startswith("up to 6 killed")


def test_incidents_link_the_annotations_of_their_events(folder: Path) -> None:
    documents, linking = pages(folder)
    known = {item["id"] for item in documents["items"]}
    assert [item["motivation"] for item in linking["items"]] == ["linking"] * 4
    assert {target for item in linking["items"] for target in item["target"]} <= known


def test_it_is_json_ld_of_the_oa_vocabulary(folder: Path) -> None:
    page = pages(folder)[0]
    page["@context"][0] = ANNO_CONTEXT
    graph = Graph().parse(data=json.dumps(page), format="json-ld", publicID="https://export.example/")
    annotations = set(graph.subjects(RDF.type, OA.Annotation))
    assert len(annotations) == len(page["items"])
    claim = URIRef(f"urn:dateline:annotation:{DOCUMENT}:e1")
    assert (claim, OA.motivatedBy, OA.classifying) in graph
    quotes = {
        str(graph.value(selector, OA.exact))
        for target in graph.objects(claim, OA.hasTarget)
        for selector in graph.objects(target, OA.hasSelector)
        if (selector, RDF.type, OA.TextQuoteSelector) in graph
    }
    assert ARTICLE.events[0].trigger.text in quotes
    record = next(
        value
        for body in graph.objects(claim, OA.hasBody)
        for value in graph.objects(body, URIRef("urn:dateline:term:record"))
    )
    assert json.loads(str(record))["id"] == "e1", "the claim itself is a literal of JSON, not lost"


def test_the_records_come_back(folder: Path) -> None:
    assert list(from_web_annotation(folder)) == [ARTICLE]
    assert tuple(incidents_from_web_annotation(folder)) == invented_incidents()


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(
    documents=st.lists(coded_documents(), max_size=2, unique_by=lambda coded: coded.document.id),
    made=st.lists(incidents(), max_size=2),
)
def test_any_records_come_back(documents: list[CodedDocument], made: list[Incident]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        out = exported(Path(folder), documents, made)
        check_model(out)
        assert list(from_web_annotation(out)) == documents
        assert list(incidents_from_web_annotation(out)) == made


def test_one_annotation_a_record() -> None:
    count = 1 + len(ARTICLE.notes) + sum(len(getattr(ARTICLE, layer)) for layer in LAYERS)
    with tempfile.TemporaryDirectory() as folder:
        written = EXPORT.write(selection((), [ARTICLE]), Path(folder))
    assert written.counts == {"annotations": count, "documents": 1, "incidents": 0}


def test_many_incidents_take_several_pages(tmp_path: Path) -> None:
    many = [invented_incidents()[0].model_copy(update={"id": f"i{n}"}) for n in range(1100)]
    out = exported(tmp_path, [], many)
    assert [len(page["items"]) for page in pages(out)] == [500, 500, 100]
    assert [i.id for i in incidents_from_web_annotation(out)] == [i.id for i in many]
    check_model(out)


TEXTS = [("", "an empty text"), ("\ufeffx", "a byte order mark"), ("a\r\nb\rc\n", "line ends as they came")]


@pytest.mark.parametrize(("text", "reason"), TEXTS, ids=[case[1] for case in TEXTS])
def test_texts_are_kept_to_the_byte(tmp_path: Path, text: str, reason: str) -> None:
    out = exported(tmp_path, [coded_text(text)])
    assert [coded.document.text for coded in from_web_annotation(out)] == [text]


def _edit(name: str, change: Callable[[str], str]) -> Callable[[Path], None]:
    def edit(folder: Path) -> None:
        path = folder / name
        path.write_bytes(change(path.read_bytes().decode()).encode())

    return edit


BROKEN = [
    (_edit(f"texts/{DOCUMENT}.txt", lambda t: t + "."), "SHA-256", "a text that was changed"),
    (lambda folder: (folder / f"texts/{DOCUMENT}.txt").unlink(), "cannot be read", "a text that is gone"),
    (_edit("page-000001.json", lambda t: t.replace('"exact": "rescuers"', '"exact": "robbers!"', 1)), "quotes 'robbers!'",
     "a quotation that is not in the text"),
    (_edit("page-000001.json", lambda t: t[:-20]), "as JSON", "half a page"),
    (_edit("page-000001.json", lambda t: t.replace('"layer": "actors"', '"layer": "poems"', 1)), "'poems'",
     "a layer that no record has"),
    (_edit("page-000001.json", lambda t: t.replace('"record": {"schema"', '"recorded": {"schema"', 1)), "no body", "no record"),
    (_edit("page-000001.json", lambda t: t.replace("page-000002.json", "../x.json", 1)), "no page", "a way out of the folder"),
    (_edit("page-000002.json", lambda t: t.replace('"startIndex"', '"next": "page-000001.json", "startIndex"', 1)),
     "no page", "pages in a circle"),
    (lambda folder: (folder / "collection.json").unlink(), "cannot be read", "no collection"),
]  # fmt: skip


@pytest.mark.parametrize(("harm", "message", "reason"), BROKEN, ids=[case[2] for case in BROKEN])
def test_what_is_broken_is_refused(folder: Path, harm: Callable[[Path], None], message: str, reason: str) -> None:
    harm(folder)
    with pytest.raises(RecordError, match=message):
        list(from_web_annotation(folder))
