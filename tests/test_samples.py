"""The shipped samples: whole, well-formed, and coded without a slip."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from dateline import CodedDocument, Coder
from dateline.ontology.codes import ACLED_SUB_EVENTS, PLOVER_MODES
from dateline.read import Received, find_inputs, read_path
from dateline.records import spans_of

SAMPLES = Path(__file__).parents[1] / "samples"
GOLD = sorted(SAMPLES.glob("*.gold.json"))
REPORTS = [
    path
    for path in sorted(SAMPLES.iterdir())
    if path.suffix in {".txt", ".md", ".html", ".jsonl"} and path.stem != "README"
]
SUB_EVENTS = {name for names in ACLED_SUB_EVENTS.values() for name in names}


@pytest.fixture(scope="module")
def coded(coder: Coder) -> dict[str, list[CodedDocument]]:
    """Every sample's records, by the file's name."""
    out: dict[str, list[CodedDocument]] = {}
    for path in REPORTS:
        received = list(read_path(path))
        assert all(isinstance(item, Received) for item in received), received
        out[path.name] = list(coder.pipe(item.document for item in received if isinstance(item, Received)))
    return out


def facts(path: Path) -> dict[str, Any]:
    loaded = json.loads(path.read_text("utf-8"))
    assert isinstance(loaded, dict)
    return loaded


def test_there_are_samples() -> None:
    assert len(REPORTS) >= 10
    assert len(GOLD) >= 10


@pytest.mark.parametrize("name", [path.name for path in REPORTS])
def test_every_sample_is_coded(coded: dict[str, list[CodedDocument]], name: str) -> None:
    assert coded[name]
    for one in coded[name]:
        text = one.document.text
        assert all(text[span.start : span.end] == span.text for span in spans_of(one))
        assert one.document.language == "en"
        assert one.statements, "somebody says something in each of them"
        assert CodedDocument.from_json(one.to_json()) == one


@pytest.mark.parametrize("name", [path.name for path in REPORTS if "football" not in path.name])
def test_every_report_of_a_crisis_has_events(coded: dict[str, list[CodedDocument]], name: str) -> None:
    assert all(one.events for one in coded[name])


def test_sport_is_no_war(coded: dict[str, list[CodedDocument]]) -> None:
    (football,) = coded["football-no-conflict.txt"]
    assert [e.trigger.text for e in football.events] == []
    assert [t.evidence[0].text for t in football.tolls] == []


def test_diplomacy_kills_nobody(coded: dict[str, list[CodedDocument]]) -> None:
    (diplomacy,) = coded["horn-diplomacy.txt"]
    assert [t.evidence[0].text for t in diplomacy.tolls] == []


def test_what_surrounds_an_article_is_not_coded(coded: dict[str, list[CodedDocument]]) -> None:
    (page,) = coded["sudan-news-page.html"]
    html = (SAMPLES / "sudan-news-page.html").read_text("utf-8")
    assert len(page.document.text) < len(html) / 2
    assert "<" not in page.document.text
    assert page.document.title
    assert page.document.published
    assert page.document.source


def test_fields_of_the_feed_are_kept(coded: dict[str, list[CodedDocument]]) -> None:
    rows = [json.loads(line) for line in (SAMPLES / "haiti-philippines-feed.jsonl").read_text("utf-8").splitlines()]
    for row, one in zip(rows, coded["haiti-philippines-feed.jsonl"], strict=True):
        document = one.document
        assert (document.title, document.published, document.source) == (row["title"], row["published"], row["source"])
        assert document.extra == {key: row[key] for key in ("language", "invented", "desk")}


@pytest.mark.parametrize("path", GOLD, ids=[p.name for p in GOLD])
def test_facts_are_well_formed(path: Path) -> None:
    gold = facts(path)
    text = (SAMPLES / gold["document"]["file"]).read_bytes().decode("utf-8")
    assert gold["document"]["invented"] is True
    ids = [fact["id"] for layer in ("events", "tolls", "statements", "relations") for fact in gold[layer]]
    assert len(ids) == len(set(ids))
    for layer in ("events", "tolls", "statements", "relations"):
        for fact in gold[layer]:
            assert fact["quote"] in text, fact
            assert isinstance(fact["core"], bool), fact
    for event in gold["events"]:
        modes = {mode for kind in event["types"] for mode in PLOVER_MODES[kind]}
        assert set(event["modes"]) <= modes, event
        assert set(event.get("acled") or ()) <= SUB_EVENTS, event
    for lat, lon in gold["places"].values():
        assert -90 <= lat <= 90
        assert -180 <= lon <= 180


def test_every_text_sample_has_its_facts_and_its_line_in_the_readme() -> None:
    readme = (SAMPLES / "README.md").read_text("utf-8")
    for path in REPORTS:
        assert f"`{path.name}`" in readme, path.name
        if path.suffix in {".txt", ".md"}:
            assert path.with_suffix(".gold.json").is_file(), path.name


def test_the_folder_can_be_coded_as_it_stands() -> None:
    """``dateline code samples`` must not stumble over the facts beside the reports."""
    found = [item for item in find_inputs([str(SAMPLES)]) if isinstance(item, Path)]
    assert {path.name for path in REPORTS} <= {path.name for path in found}


def test_packed_samples_are_read_alike(tmp_path: Path) -> None:
    plain = SAMPLES / "yemen-taiz-short.txt"
    packed = tmp_path / "yemen.txt.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    (one,), (other,) = read_path(plain), read_path(packed)
    assert isinstance(one, Received)
    assert isinstance(other, Received)
    assert one.document == other.document
