"""Who said what: whose words, after which word for saying, and of which reports."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from dateline.brief.compose import compose
from dateline.records import CodedDocument, Document, Span
from tests.brief.made_briefs import filled
from tests.contracts.made import Did, Who, coded

COUNCIL = "River Council"
TEXT = "Fighters attacked the bridge. The River Council {cue} that the road would open on Monday."


def report(cue: str, content: str = "the road would open on Monday") -> CodedDocument:
    """A report of an attack by the council's fighters, and of what the council said."""
    text = TEXT.format(cue=cue).replace("the road would open on Monday", content)
    base = coded(text, Did("Fighters attacked", by=Who(COUNCIL, None, "government"), days=("2024-06-03", "2024-06-03")),
                 published="2024-06-04", source="Nile Wire").model_dump(by_alias=True)  # fmt: skip

    def span(words: str) -> dict[str, Any]:
        start = text.index(words)
        return Span.of(text, start, start + len(words)).model_dump()

    base["statements"] = [
        {"id": "s1", "speaker": "a1", "direct": False, "cue": span(cue), "content": [span(content)], "rule": "by hand",
         "evidence": [span(text.partition(". ")[2].rstrip("."))], "confidence": 0.9}
    ]  # fmt: skip
    assert base["document"]["id"] == Document.from_text(text).id
    return CodedDocument.model_validate(base, strict=False)


@pytest.mark.parametrize(
    ("cue", "said", "why"),
    [
        (
            "said",
            "The River Council said “the road would open on Monday” (Nile Wire, 4 June 2024).",
            "a neutral word stays",
        ),
        ("has warned", "The River Council warned “the road would", "its tense does not matter"),
        (
            "boasted",
            "The River Council, in the words of Nile Wire (4 June 2024): “The River Council boasted that",
            "a loaded one is quoted",
        ),
    ],
)
def test_how_an_indirect_statement_is_told(tmp_path: Path, cue: str, said: str, why: str) -> None:
    with filled(tmp_path / "s.db", report(cue)) as store:
        brief = compose(store, {}, version="0")
    part = next(s for s in brief.sections if s.heading == "Who said what")
    assert part.sentences[0].text.startswith(said), why


def test_a_heading_is_no_position(tmp_path: Path) -> None:
    with filled(tmp_path / "s.db", report("said", "THE ROAD WILL OPEN ON MONDAY")) as store:
        brief = compose(store, {}, version="0")
    assert not [s for s in brief.sections if s.heading == "Who said what"]


def test_statements_are_of_the_reports_that_were_asked_for(tmp_path: Path) -> None:
    other = coded(
        "Gunmen shot at a clinic.", Did("Gunmen shot", by=Who("gunmen")), published="2024-06-04", source="Lakes Radio"
    )
    with filled(tmp_path / "s.db", report("said"), other) as store:
        about = compose(store, {"actor": "gunmen"}, version="0")
        typed = compose(store, {"type": "PROTEST"}, version="0")
    for brief in (about, typed):
        assert not [s for s in brief.sections if s.heading == "Who said what"]
