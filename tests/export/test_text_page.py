"""The page for a terminal."""

from __future__ import annotations

import io

import pytest
from invented import coded_text, invented
from rich.cells import cell_len
from rich.console import Console

from dateline.export.text import render
from dateline.records import Actor, CodedDocument, Document, Event, Note, Span, Statement


def printed(coded: CodedDocument, *, width: int = 80, color: bool = False) -> str:
    stream = io.StringIO()
    render(coded, Console(file=stream, width=width, force_terminal=color, color_system="standard" if color else None))
    return stream.getvalue()


@pytest.mark.parametrize(
    ("expected", "reason"),
    [
        (
            "Drone strike on Karsh market kills at least 14, rescuers say\n"
            "Lodestar News · published 15 Mar 2024 · 75a67bd097\n",
            "the header says what was read, and which text it was",
        ),
        ("events 7 (4 occurred, 1 denied, 1 called for, 1 planned)", "what did not happen is not counted as if it had"),
        ("6 (1 not found on the map)", "a place that was not found is not passed over"),
        (
            "\nTOLLS\n t1   at least 14 killed — “civilians” — said by Karsh Rescue Corps (stated)\n"
            "      Where: Karsh · Event: Assault (drone), 14 Mar 2024 [e1]\n"
            "      “ORDUN, 14 March (Lodestar News) - A drone strike on a crowded market in\n"
            "      the town of Karsh killed at least 14 civilians, including five children,\n"
            "      and wounded between 30 and 40 others on Thursday, the Karsh Rescue Corps\n"
            "      said.”\n",
            "tolls come first, each with its victims, source, place and evidence",
        ),
        ("Counted in: at least 14 killed [t1]", "victims counted twice are said to be"),
        (
            "      Counts: cumulative total since 2019: not one incident",
            "a total cannot be taken for an incident's toll",
        ),
        (
            "\n e3   [DENIED] Assault (aerial) — Tervan Air Force — denied by Tervan Defence\n      Ministry\n",
            "a denial is loud, before anything else",
        ),
        ("\n e5   [CALLED FOR] Retreat (ceasefire)", "what was only called for is loud"),
        ("\n e7   [PLANNED] Mobilize (militia) — Northern Accord", "a plan is loud"),
        (
            " e2   Accuse (allege) — Karsh Rescue Corps → Tervan Air Force — in the report’s\n      own words\n",
            "who to whom",
        ),
        (
            " t8   14 killed — Karsh — \u2068said by “عامل إغاثة” (stated)\u2069\n",
            "right-to-left words reorder nothing else",
        ),
        ("\nNOTES\n W102 No place of this name was found: “Upper Sarn”\n", "what was not resolved is said"),
    ],
)
def test_page_says(expected: str, reason: str) -> None:
    assert expected in printed(invented()), reason


def test_no_line_is_wider_than_the_terminal() -> None:
    assert max(cell_len(line) for line in printed(invented()).splitlines()) <= 80


def test_no_colour_without_a_terminal() -> None:
    assert "\x1b" not in printed(invented())
    assert "\x1b[" in printed(invented(), color=True)


def test_a_text_without_claims_says_so() -> None:
    assert "No claims were read from this text." in printed(coded_text("Nothing."))


@pytest.mark.parametrize(
    ("hostile", "shown", "reason"),
    [
        ("[bold red]ten[/] dead", "[bold red]ten[/] dead", "article text is no rich markup"),
        ("ten :skull: dead", "ten :skull: dead", "nor are emoji codes"),
        ("ten \x1b[2Jdead", "ten \ufffd[2Jdead", "an escape sequence does not reach the terminal"),
        ("ten\r\ndead", "ten dead", "a line break in the evidence does not break the layout"),
    ],
)
def test_article_text_is_only_text(hostile: str, shown: str, reason: str) -> None:
    span = Span.of(hostile, 0, len(hostile))
    coded = CodedDocument(
        document=Document.from_text(hostile, title=hostile, source=hostile),
        actors=(Actor(id="a1", name=hostile, mentions=(span,)),),
        events=(
            Event(id="e1", type="ASSAULT", trigger=span, evidence=(span,), actors=("a1",), rule="r", confidence=1.0),
        ),
        statements=(Statement(id="s1", direct=False, content=(span,), evidence=(), rule="r", confidence=1.0),),
        notes=(Note(code="W1", message=hostile, span=span),),
    )
    page = printed(coded, width=200)
    assert "\x1b" not in page
    assert page.count(shown) == 7, reason  # title, source, actor, evidence, content, note and its words


def test_a_fragment_of_evidence_is_shown_in_its_sentence() -> None:
    text = "Nobody moved. He said five had died on arrival. More came.\nAnother line."
    trigger = Span.of(text, 31, 35)
    event = Event(id="e1", type="ASSAULT", trigger=trigger, evidence=(trigger,), rule="r", confidence=1.0)
    page = printed(CodedDocument(document=Document.from_text(text), events=(event,)))
    assert "\n      “He said five had died on arrival.”\n" in page


def test_long_evidence_is_cut_around_what_the_claim_hangs_on() -> None:
    text = "word " * 200 + "bombed " + "word " * 200
    whole, trigger = Span.of(text, 0, len(text)), Span.of(text, 1000, 1006)
    event = Event(id="e1", type="ASSAULT", trigger=trigger, evidence=(whole,), rule="r", confidence=1.0)
    page = printed(CodedDocument(document=Document.from_text(text), events=(event,)))
    assert "bombed" in page
    assert "“…" in page
    assert "…”" in page
    assert len(page) < 700
