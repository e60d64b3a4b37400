"""The API's resources, on both databases."""

from __future__ import annotations

import json

import pytest

from dateline.incidents import Incident
from dateline.records import CodedDocument
from dateline.serve.jobs.worker import Worker
from dateline.store import Store
from dateline.store.review import Decision, Review
from tests.serve.asking import Asking

API = "/api/v1/projects/samples"


def answer(asking: Asking, path: str, status: int = 200, **parameters: object) -> object:
    """The JSON at a path below the project."""
    response = asking.get(API + path, **parameters)
    assert response.status_code == status, response.text[:500]
    return response.json()


def test_the_projects_of_whoever_asks(asking: Asking) -> None:
    assert asking.get("/api/v1/projects").json() == [{"name": "samples", "role": "admin"}]
    held = answer(asking, "")
    assert isinstance(held, dict)
    assert held["holds"]["documents"] > 10


@pytest.mark.parametrize("path", ["/documents", "/incidents", "/claims/events", "/claims/tolls", "/claims/statements"])
def test_pages_go_on_where_the_last_one_ended(asking: Asking, path: str) -> None:
    whole = answer(asking, path, limit=500)
    assert isinstance(whole, dict)
    assert whole["items"]
    assert whole["next"] is None
    pieces: list[object] = []
    address: str | None = f"{API}{path}?limit=3"
    while address:
        response = asking.client.get(address)
        pieces += response.json()["items"]
        address = response.links.get("next", {}).get("url")
    assert pieces == whole["items"]
    streamed = asking.get(API + path, format="jsonl").text.splitlines()
    assert [json.loads(line) for line in streamed] == whole["items"]


def test_conditions_are_those_of_the_store(asking: Asking, filled_store: Store) -> None:
    found = answer(asking, "/incidents", harm="killed", at_least=5, order="oldest")
    assert isinstance(found, dict)
    wanted = [incident.id for incident in filled_store.incidents(harm="killed", at_least=5, order="oldest")]
    assert wanted
    assert [item["id"] for item in found["items"]] == wanted


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/incidents?type=NOSUCH", 400, "there is no type"),
        ("/incidents?near=1", 400, "give 2 numbers"),
        ("/incidents?cursor=zzz", 400, "no place where a page ended"),
        ("/incidents?limit=0", 422, "limit"),
        ("/incidents?since=yesterday", 422, "since"),
        ("/incidents/none", 404, "there is no incident"),
        ("/documents/" + "0" * 64, 404, "there is no document"),
        ("/claims/mentions", 422, "kind"),
        ("/exports/papyrus", 400, "there is no format"),
        ("/changes?first=2025-03-09&last=2025-03-01", 400, "no day is from"),
    ],
)
def test_what_is_wrong_is_said_as_a_problem(asking: Asking, path: str, status: int, words: str) -> None:
    response = asking.get(API + path)
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    assert words in response.json()["title"]


def test_a_document_with_its_history(asking: Asking, filled_store: Store) -> None:
    (first, *_) = filled_store.documents()
    response = asking.get(f"{API}/documents/{first.id}")
    coded = CodedDocument.from_json(response.text)
    assert coded == filled_store.document(first.id)
    known = asking.client.get(f"{API}/documents/{first.id}", headers={"if-none-match": response.headers["etag"]})
    assert (known.status_code, known.content) == (304, b"")
    (coding,) = asking.get(f"{API}/documents/{first.id}/codings").json()
    assert asking.get(f"{API}/documents/{first.id}/codings/{coding['number']}").json() == response.json()
    (custody,) = asking.get(f"{API}/documents/{first.id}/custody").json()
    original = asking.get(f"{API}/documents/{first.id}/originals/{custody['original']}")
    assert original.content.decode() == coded.document.text
    assert original.headers["content-disposition"].startswith("attachment")
    other = next(d for d in filled_store.documents() if d.id != first.id)
    assert asking.get(f"{API}/documents/{other.id}/codings/{coding['number']}").status_code == 404


def test_an_incident_is_judged_only_as_it_was_seen(changing: Asking, own_store: Store) -> None:
    several = next(i for i in own_store.incidents() if len(i.reports) > 1 and not i.aggregate)
    response = changing.get(f"{API}/incidents/{several.id}")
    assert Incident.model_validate_json(response.text) == several
    event = [several.reports[0].document, several.reports[0].event]
    body = {"kind": "split", "incidents": [several.id], "events": [event], "reason": "another day"}
    stale = changing.post(f"{API}/judgements", json=body, headers={"if-match": '"another"'})
    assert stale.status_code == 412
    assert changing.get(f"{API}/review/log").json()["items"] == []
    made = changing.post(f"{API}/judgements", json=body, headers={"if-match": response.headers["etag"]})
    assert made.status_code == 201, made.text
    assert len(made.json()["incidents"]) == 2
    (line,) = changing.get(f"{API}/review/log").json()["items"]
    assert (line["kind"], line["reason"], line["holds"]) == ("split", "another day", True)
    assert {(claim["document"], claim["side"]) for claim in line["about"]} >= {(event[0], 0)}
    undone = changing.post(f"{API}/judgements/{line['number']}/undo", json={})
    assert undone.status_code == 201
    assert len(undone.json()["incidents"]) == 1


def test_a_change_of_a_source_reaches_its_incidents(changing: Asking, own_store: Store) -> None:
    source = next(d.source for d in own_store.documents() if d.source)
    path = f"{API}/source-profiles/{source}"
    before = changing.get(path)
    token = changing.token()
    how = {"x-csrf-token": token, "if-match": before.headers["etag"]}
    made = changing.client.patch(path, json={"standing": 4, "ownership": "community"}, headers=how)
    assert made.status_code == 200, made.text
    assert made.json()["profile"] | {"standing": 4, "ownership": "community"} == made.json()["profile"]
    assert changing.client.patch(path, json={"standing": 1}, headers=how).status_code == 412
    assert changing.get(path).json()["standing"] == 4


def test_exports_leave_under_a_profile_and_are_logged(changing: Asking) -> None:
    response = changing.get(f"{API}/exports/geojson", harm="killed")
    assert response.status_code == 200, response.text[:300]
    assert json.loads(response.content)["type"] == "FeatureCollection"
    assert 'filename="dateline-samples-geojson.geojson"' in response.headers["content-disposition"]
    folder = changing.get(f"{API}/exports/parquet", profile="internal")
    assert folder.content.startswith(b"PK")
    log = changing.get(f"{API}/export-log").json()["items"]
    assert [(line["form"], line["profile"]) for line in log] == [("parquet", "internal"), ("geojson", "public")]


def test_the_situation_the_changes_and_the_brief(asking: Asking) -> None:
    made = answer(asking, "/situation", on="2025-03-10", place="South Sudan")
    assert isinstance(made, dict)
    assert answer(asking, "/changes", first="2025-03-05", last="2025-03-12")
    brief = asking.get(f"{API}/brief", since="2025-03-01", until="2025-03-12", place="South Sudan", format="md")
    assert brief.status_code == 200, brief.text[:500]
    assert "South Sudan" in brief.text


def test_every_operation_is_described_for_programs_and_for_people(asking: Asking) -> None:
    described = asking.get("/api/v1/openapi.json").json()
    assert described["openapi"].startswith("3.1")
    names = [operation["operationId"] for methods in described["paths"].values() for operation in methods.values()]
    assert len(names) == len(set(names))
    page = asking.page("api")
    shown = page.text_content()
    assert [name for name in names if name not in shown] == []


def test_what_was_decided_by_whom_was_stopped_is_linked_by_itself(own_store: Store) -> None:
    """A server that is killed between a verdict and the linking after it leaves a report that waits."""
    toll = next(iter(own_store.tolls()))
    worker = Worker({"samples": own_store})
    worker.look()
    assert worker.step() == 0, "there is nothing to do"
    Review(own_store).judge(toll.document, "A. Coder", Decision("rejected", claim=toll.claim))
    assert own_store.waiting(1).rows
    after = Worker({"samples": own_store})
    after.look()
    assert after.step() == 1
    assert not own_store.waiting(1).rows


@pytest.mark.parametrize(
    ("verdict", "status", "words"),
    [
        ({"verdict": "corrected", "fields": {"bound": "roughly"}}, 400, "bound"),
        ({"verdict": "accepted", "claim": "t900"}, 400, "there is no claim"),
        ({"verdict": "accepted", "seen": 0}, 412, "since you looked"),
    ],
)
def test_a_verdict_that_cannot_be_is_refused_with_the_reason(
    changing: Asking, own_store: Store, verdict: dict[str, object], status: int, words: str
) -> None:
    toll = next(iter(own_store.tolls()))
    Review(own_store).judge(toll.document, "B. Coder", Decision("accepted", claim=toll.claim))
    asked = {"claim": toll.claim} | verdict
    answer = changing.post(f"{API}/documents/{toll.document}/verdicts", json=[asked])
    assert (answer.status_code, words in answer.json()["title"]) == (status, True), answer.text
    (result,) = changing.post(f"{API}/verdicts", json=[asked | {"document": toll.document}]).json()
    assert (result["status"], words in result["title"]) == (status, True)
    (missing,) = changing.post(f"{API}/verdicts", json=[asked | {"document": "0" * 64}]).json()
    assert missing["status"] == 404


def test_verdicts_hold_at_once_and_only_on_what_was_seen(changing: Asking, own_store: Store) -> None:
    toll = next(claim for claim in own_store.tolls() if claim.harm == "killed" and claim.best)
    path = f"{API}/documents/{toll.document}"
    before = changing.get(f"{path}/review").json()
    number = next(t["number"] for t in before["record"]["tolls"] if t["id"] == toll.claim)
    fields = {"low": 99, "best": 99, "high": 99, "bound": "exact"}
    body = [{"verdict": "corrected", "claim": toll.claim, "fields": fields, "reason": "misread", "seen": 0}]
    made = changing.post(f"{path}/verdicts", json=body)
    assert made.status_code == 201, made.text
    assert made.json()[0]["to"]["best"] == 99
    after = changing.get(f"{path}/review").json()
    assert next(t for t in after["record"]["tolls"] if t["id"] == toll.claim)["review"] == "corrected"
    assert next(t for t in after["machine"]["tolls"] if t["id"] == toll.claim)["number"] == number
    assert [t.best for t in own_store.tolls(harm="killed", at_least=99)] == [99]
    assert changing.post(f"{path}/verdicts", json=body).status_code == 412
    wrong = [{"verdict": "corrected", "claim": toll.claim, "fields": {"low": "many"}}]
    assert "low" in changing.post(f"{path}/verdicts", json=wrong).json()["title"]
    many = [
        {"document": toll.document, "verdict": "accepted", "claim": toll.claim, "seen": after["versions"][toll.claim]},
        {"document": toll.document, "verdict": "accepted", "claim": "t99"},
        {"document": "0" * 64, "verdict": "rejected", "claim": "t1"},
    ]
    results = changing.post(f"{API}/verdicts", json=many)
    assert results.status_code == 207
    assert [result["status"] for result in results.json()] == [201, 400, 404]
    taken = changing.post(f"{API}/verdicts/{made.json()[0]['number']}/undo", json={})
    assert taken.status_code == 201, taken.text


def test_the_overview_is_tagged_by_the_version_of_the_store(asking: Asking, filled_store: Store) -> None:
    response = asking.get(f"{API}/overview", country="SSD")
    found = response.json()
    incidents = [i for i in filled_store.incidents(country="SSD") if not i.aggregate and i.grade != "discounted"]
    assert found["selected"]["counted"] == len(incidents) > 0
    again = asking.client.get(f"{API}/overview?country=SSD", headers={"if-none-match": response.headers["etag"]})
    assert again.status_code == 304
