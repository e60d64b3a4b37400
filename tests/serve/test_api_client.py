"""The Python client against a workbench that runs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from dateline.client import ApiError, Client, Project
from dateline.serve.workbench import Workbench
from dateline.store import Store
from tests.browser.serving import served


class Noting(httpx.HTTPTransport):
    """Notes what was asked."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: set[tuple[str, str]] = set()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.asked.add((request.method, request.url.path))
        return super().handle_request(request)


@pytest.fixture
def noting() -> Noting:
    return Noting()


@pytest.fixture
def client(own_store: Store, noting: Noting) -> Iterator[Client]:
    with served(Workbench(projects={"samples": own_store})) as address, Client(address, transport=noting) as client:
        yield client


def test_the_client_reaches_every_operation(client: Client, own_store: Store, noting: Noting, tmp_path: Path) -> None:
    project = client.project("samples")
    described = client.description()
    assert client.projects() == [{"name": "samples", "role": "admin"}]
    _read(project, own_store, tmp_path)
    _decide(project, own_store)
    _ask_of_names(project)
    _work_together(project, own_store)
    operations = {
        (method.upper(), path): operation["operationId"]
        for path, methods in described["paths"].items()
        for method, operation in methods.items()
    }
    missed = [
        name
        for (method, path), name in operations.items()
        if not any(method == asked and _is(path, where) for asked, where in noting.asked)
    ]
    assert missed == []


def _is(template: str, path: str) -> bool:
    return re.fullmatch(re.sub(r"\{[^}]+\}", "[^/]+", template), path) is not None


def _read(project: Project, store: Store, folder: Path) -> None:
    assert project.stats()["holds"]["documents"]
    assert project.overview(country="SSD")["selected"]["counted"]
    (document, *_) = project.documents(text="killed")
    coded = project.document(document["id"])
    assert coded == store.document(document["id"])
    (coding,) = project.codings(coded.document.id)
    assert project.coding(coded.document.id, coding["number"]) == coded
    (custody,) = project.custody(coded.document.id)
    assert project.original(coded.document.id, custody["original"]).decode() == coded.document.text
    assert len(list(project.claims("tolls", harm="killed"))) == len(list(store.tolls(harm="killed")))
    incidents = list(project.incidents(order="oldest", limit=2))
    assert incidents == list(store.incidents(order="oldest"))
    assert project.incident(incidents[0].id) == incidents[0]
    assert project.events_of(incidents[0].id)
    assert isinstance(project.pairs_of(incidents[0].id), list)
    assert {form["name"] for form in project.export_formats()} >= {"csv", "geojson"}
    path = project.export("geojson", folder / "out.geojson", harm="killed")
    assert json.loads(path.read_text("utf-8"))["features"]
    assert [line["form"] for line in project.export_log()] == ["geojson"]
    assert project.changes("2025-03-05", "2025-03-12")
    assert project.situation("2025-03-10", place="South Sudan")
    assert b"South Sudan" in project.brief("2025-03-01", until="2025-03-12", place="South Sudan", form="md")


def _decide(project: Project, store: Store) -> None:
    several = next(i for i in store.incidents() if len(i.reports) > 1 and not i.aggregate)
    event = (several.reports[0].document, several.reports[0].event)
    made = project.judge("split", incidents=[several.id], events=[event], reason="another day")
    assert len(made["incidents"]) == 2
    assert len(project.undo(made["number"])["incidents"]) == 1
    assert next(project.log())["kind"] == "undo"
    (profile, *_) = project.source_profiles()
    assert project.source_profile(profile["name"])["standing"] == profile["standing"]
    assert project.set_source_profile(profile["name"], standing=3)["profile"]["standing"] == 3
    toll = next(iter(store.tolls()))
    assert project.review(toll.document)["verdicts"] == []
    (line,) = project.add_verdicts(toll.document, [{"verdict": "accepted", "claim": toll.claim}])
    assert project.undo_verdict(line["number"])
    (result,) = project.add_verdicts_in_bulk([{"document": toll.document, "verdict": "accepted", "claim": toll.claim}])
    assert result["status"] == 201


def _ask_of_names(project: Project) -> None:
    actor = next(project.actors())
    assert project.actor(actor["key"])["actor"] == actor
    place = next(place for place in project.places() if place["geonames_id"])
    assert project.place(place["geonames_id"])["place"]["name"] == place["name"]
    source = next(project.sources())
    assert project.source(source["key"])["source"] == source
    assert project.points(harm="killed")["columns"]["number"]
    assert any(found["name"] == "United Nations" for found in project.known_actors("united nat"))
    assert project.known_places("Juba", country="SSD")[0]["name"] == "Juba"


def _work_together(project: Project, store: Store) -> None:
    assert next(project.queue())
    assert project.progress()["claims"]["all"]
    document = next(iter(store.documents())).id
    me = next(project.log())["person"]
    number = project.assign("First", [document], [me, "B. Coder"], double=True, blind=True)
    assert project.assignment(number)["documents"] == 1
    assert len(project.tasks(number)) == 2
    assert [task["document"] for task in project.my_tasks()] == [document]
    project.finish_task(number, document)
    assert project.agreement(number)["overall"]["alpha"] is None
    with pytest.raises(ApiError):
        project.adopt_agreed(number, document)
    project.withdraw_assignment(number)
    assert [item["title"] for item in project.assignments()] == ["First"]
    assert {line["kind"] for line in project.log()} >= {"split", "undo", "export"}
    upload = project.upload(texts=[{"text": "Rebels shelled the town of Goma.", "published": "2025-03-01"}])
    assert project.upload_state(upload)["person"] == me == project.uploads()[0]["person"]
    (job,) = project.jobs(upload)
    project.change_job(upload, job["number"], "cancel")
    project.change_job(upload, job["number"], "retry")
    search = project.save_search("Killed", {"harm": "killed"}, shared=True)
    assert project.rename_search(search["number"], "Dead", shared=False)["name"] == "Dead"
    assert [found["name"] for found in project.searches()] == ["Dead"]
    assert (project.set_feed(search["number"], on=True) or "").endswith(".atom")
    assert project.set_hook(search["number"], None) is None
    assert isinstance(project.news(search["number"]), list)
    project.delete_search(search["number"])
    assert project.people() == []
    with pytest.raises(ApiError, match="no accounts"):
        project.set_role("somebody", "viewer")


def test_what_is_refused_is_said(client: Client) -> None:
    project = client.project("samples")
    with pytest.raises(ApiError, match="there is no incident 'none'") as caught:
        project.incident("none")
    assert caught.value.status == 404
    with pytest.raises(ApiError, match="there is no type"):
        list(project.incidents(type="NOSUCH"))


def test_a_workbench_that_is_busy_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter([(503, {}), (429, {"retry-after": "1"}), (200, {})])
    waited: list[float] = []
    monkeypatch.setattr("dateline.client.connection.time.sleep", waited.append)

    def answer(request: httpx.Request) -> httpx.Response:
        status, headers = next(answers)
        return httpx.Response(status, headers=headers, json=[])

    with Client("http://localhost", "t", transport=httpx.MockTransport(answer)) as client:
        assert client.projects() == []
    assert waited == [0.5, 1.0]


class Breaking(httpx.HTTPTransport):
    """Does what is asked, and loses the first answer to everything that is sent."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[str | None] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        response = super().handle_request(request)
        if request.method == "GET":
            return response
        self.sent.append(request.headers.get("idempotency-key"))
        if len(self.sent) % 2:
            response.close()
            raise httpx.ReadError("the line went dead")
        return response


def test_a_decision_whose_answer_was_lost_is_sent_again_and_done_once(own_store: Store) -> None:
    """Nobody knows whether a request that broke off was done: it goes again with its key, by which it is known."""
    toll, breaking = next(iter(own_store.tolls())), Breaking()
    several = next(i for i in own_store.incidents() if len(i.reports) > 1 and not i.aggregate)
    event = (several.reports[0].document, several.reports[0].event)
    with served(Workbench(projects={"samples": own_store})) as address, Client(address, transport=breaking) as client:
        project = client.project("samples")
        (line,) = project.add_verdicts(toll.document, [{"verdict": "accepted", "claim": toll.claim}])
        project.add_verdicts_in_bulk([{"document": toll.document, "verdict": "rejected", "claim": toll.claim}])
        project.undo_verdict(line["number"])
        project.assign("Once", [toll.document], ["A. Coder"])
        split = project.judge("split", incidents=[several.id], events=[event], reason="another day")
        assert len(split["incidents"]) == 2
        project.undo(split["number"])
        assert [line["kind"] for line in project.log()] == ["undo", "split", "undo", "review", "review"]
        assert [item["title"] for item in project.assignments()] == ["Once"]
        keys = breaking.sent[::2]
        assert keys == breaking.sent[1::2]
        assert len(set(keys)) == 6
        with pytest.raises(ApiError, match="was given to another request before") as caught:
            project.assign("Another", [toll.document], ["A. Coder"], key=keys[3])
        assert caught.value.status == 422
        with pytest.raises(ApiError, match="cannot be reached"):  # what has no key is not sent again
            project.withdraw_assignment(1)
        assert breaking.sent.count(None) == 1
