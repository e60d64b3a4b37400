"""JSON-LD with PROV: plain JSON to who wants that, and a graph of provenance to an RDF tool."""

from __future__ import annotations

import json
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib import RDF, Graph, Literal, Namespace, URIRef

from dateline.export.contract import Provenance, Selection
from dateline.export.formats.jsonld import CONTEXT, EXPORT
from dateline.export.responsibility import open_profile
from dateline.export.selection import selection_of
from dateline.incidents import Incident
from dateline.records import CodedDocument, spans_of
from dateline.store import create_store
from tests.contracts import made
from tests.export.selections import ARTICLE, DOCUMENT, invented_incidents, invented_selection, selection
from tests.strategies import coded_documents, incidents

PROV = Namespace("http://www.w3.org/ns/prov#")
OURS = Namespace("urn:dateline:term:")


def exported(what: Selection) -> str:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.jsonld"
        EXPORT.write(what, path)
        return path.read_text("utf-8")


def graph_of(told: str) -> Graph:
    return Graph().parse(data=told, format="json-ld")


def node(number: str) -> URIRef:
    return URIRef(f"urn:dateline:record:{DOCUMENT}:{number}")


@pytest.fixture(scope="module")
def told() -> str:
    return exported(invented_selection())


@pytest.fixture(scope="module")
def graph(told: str) -> Graph:
    return graph_of(told)


def test_as_plain_json_the_records_are_there_whole(told: str) -> None:
    found = json.loads(told)
    (document,) = found["documents"]
    assert document["text"] == ARTICLE.document.text
    records = {claim["record"]["id"]: claim["record"] for claim in document["claims"]}
    assert records["t4"] == ARTICLE.tolls[3].model_dump(mode="json")
    assert [incident["record"] for incident in found["incidents"]] == [
        incident.model_dump(mode="json") for incident in invented_incidents()
    ]
    assert found["about"]["profile"] == "internal"


def test_every_claim_is_derived_from_its_spans(graph: Graph) -> None:
    for item in (*ARTICLE.events, *ARTICLE.tolls, *ARTICLE.statements, *ARTICLE.relations):
        values = {str(graph.value(s, PROV.value)) for s in graph.objects(node(item.id), PROV.wasDerivedFrom)}
        assert values == {span.text for span in spans_of(item)}


def test_a_span_is_addressed_by_its_characters(graph: Graph) -> None:
    trigger = ARTICLE.events[0].trigger
    span = URIRef(f"urn:dateline:document:{DOCUMENT}#char={trigger.start},{trigger.end}")
    assert graph.value(span, PROV.value) == Literal(trigger.text)
    assert graph.value(span, OURS.inText) == URIRef(f"urn:dateline:document:{DOCUMENT}")


def test_a_claim_is_attributed_to_who_made_it(graph: Graph) -> None:
    assert set(graph.objects(node("t4"), PROV.wasAttributedTo)) == {node("a6"), node("a7")}
    assert set(graph.objects(node("s1"), PROV.wasAttributedTo)) == {node("a4")}
    assert not set(graph.objects(node("t5"), PROV.wasAttributedTo)), "the report says it in its own voice"
    assert (node("a7"), RDF.type, PROV.Agent) in graph


def test_an_incident_is_derived_from_its_claims(graph: Graph) -> None:
    strike = URIRef("urn:dateline:incident:i0001")
    assert {node("e1"), node("e2"), node("t1"), node("t3")} <= set(graph.objects(strike, PROV.wasDerivedFrom))
    assert all((claim, RDF.type, PROV.Entity) in graph for claim in graph.objects(strike, PROV.wasDerivedFrom))


def test_the_document_has_its_publisher_and_address(graph: Graph) -> None:
    document = URIRef(f"urn:dateline:document:{DOCUMENT}")
    assert graph.value(document, PROV.hadPrimarySource) == URIRef("https://lodestar.example/karsh-market")
    assert graph.value(document, PROV.wasAttributedTo) == URIRef("urn:dateline:publisher:Lodestar%20News")


def test_the_coding_says_when_and_by_which_versions() -> None:
    known = Provenance(
        received="2024-03-15T09:00:00Z", coded="2024-03-15T09:01:00Z", versions={"code": "1.1", "rules": "a"}
    )
    whole = invented_selection()
    graph = graph_of(
        exported(
            Selection(
                incidents=whole.incidents, documents=whole.documents, about=whole.about, provenance=lambda _: known
            )
        )
    )
    coding = graph.value(node("t1"), PROV.wasGeneratedBy)
    assert (coding, RDF.type, PROV.Activity) in graph
    ended = graph.value(coding, PROV.endedAtTime)
    assert isinstance(ended, Literal)
    assert ended.toPython() == datetime(2024, 3, 15, 9, 1, tzinfo=UTC)
    software = graph.value(coding, PROV.wasAssociatedWith)
    assert (software, RDF.type, PROV.SoftwareAgent) in graph
    assert str(graph.value(software, OURS.version)) == "1.1"
    assert graph.value(coding, PROV.used) == URIRef(f"urn:dateline:document:{DOCUMENT}")


def test_no_term_is_lost_on_the_way_to_rdf(told: str) -> None:
    """A name that the context does not explain would be dropped in silence."""

    def names(value: Any) -> set[str]:
        if isinstance(value, list):
            return set().union(*map(names, value))
        if not isinstance(value, dict):
            return set()
        inner = (names(v) for k, v in value.items() if k != "@context" and CONTEXT.get(k, {}) != {} and not is_json(k))
        return {k for k in value if not k.startswith("@")}.union(*inner)

    def is_json(name: str) -> bool:
        term = CONTEXT[name]
        return isinstance(term, dict) and term.get("@type") == "@json"

    assert names(json.loads(told)) <= set(CONTEXT)


def test_nothing_is_fetched_and_an_empty_export_is_whole() -> None:
    found = json.loads(exported(selection()))
    assert isinstance(found["@context"], dict), "the context stands in the file"
    assert (found["documents"], found["incidents"]) == ([], [])


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(
    documents=st.lists(coded_documents(), max_size=1),
    found=st.lists(incidents(), max_size=1),
)
def test_any_records_are_json_ld(documents: list[CodedDocument], found: list[Incident]) -> None:
    graph = graph_of(exported(selection(found, documents)))
    claims = [c for d in documents for c in (*d.events, *d.tolls, *d.statements, *d.relations)]
    derived = {s for s in graph.subjects(RDF.type, PROV.Entity) if str(s).startswith("urn:dateline:record:")}
    mentions = [m for d in documents for m in (*d.actors, *d.places, *d.dates)]
    assert len(derived) == len(claims) + len(mentions)
    assert len(set(graph.subjects(RDF.type, OURS.Incident))) == len(found)


def test_from_a_store_the_coding_is_that_of_the_store(tmp_path: Path) -> None:
    report = made.coded("Raiders burned 12 homes in Maru.", made.Did("burned"))
    with create_store(str(tmp_path / "x.db")) as store:
        with store.run("test", made.FIRST) as run:
            store.add([made.arrival(report)], run)
        found = json.loads(exported(selection_of(store, {}, open_profile("internal", store))))
    (document,) = found["documents"]
    assert document["received"].startswith("2024-12-05T09:30")
    assert document["coding"]["versions"] == dict(made.FIRST.of)
    assert document["coding"]["wasAssociatedWith"]["version"] == "1"
