"""What a claim says and who said it, in words."""

from __future__ import annotations

from typing import Any

import pytest
from invented import invented

from dateline.export.words.claims import Names, claims_in_words, one_line, source_words, toll_amount, when_words
from dateline.records import Attribution, CodedDocument, Document, Event, EventTime, Span, Toll, Victims

TEXT = "Dozens of families fled, a source denied."


def toll(**fields: Any) -> Toll:
    fields = {"id": "t1", "harm": "displaced", "evidence": (), "rule": "test", "confidence": 1.0, **fields}
    return Toll(**fields)


@pytest.mark.parametrize(
    ("fields", "words", "reason"),
    [
        ({"bound": "exact", "low": 5, "best": 5, "high": 5}, "5 displaced", "an exact figure stands alone"),
        ({"bound": "at_least", "low": 5, "best": 5}, "at least 5 displaced", "the lower bound must not look exact"),
        ({"bound": "at_most", "best": 5, "high": 5}, "up to 5 displaced", "the upper bound must not look exact"),
        ({"bound": "approximately", "best": 2300}, "about 2,300 displaced", "thousands are parted"),
        ({"bound": "range", "low": 5, "best": 5, "high": 9}, "5 to 9 displaced", "a best at an end adds nothing"),
        (
            {"bound": "range", "low": 5, "best": 7, "high": 9},
            "5 to 9 (best 7) displaced",
            "a best within the range is said",
        ),
        ({"bound": "order", "number": Span.of(TEXT, 0, 6)}, "dozens displaced", "a bounded phrase stays the phrase"),
        (
            {"bound": "order", "number": Span.of(TEXT, 0, 6), "unit": "household"},
            "dozens of households displaced",
            "households are never taken for people",
        ),
        ({"bound": "unquantified"}, "an unstated number displaced", "no figure is made up"),
        (
            {"bound": "exact", "low": 40, "best": 40, "high": 40, "harm": "homes_destroyed", "unit": "dwelling"},
            "40 homes destroyed",
            "the harm names the unit already",
        ),
    ],
)
def test_toll_amount(fields: dict[str, Any], words: str, reason: str) -> None:
    assert toll_amount(toll(**fields)) == words, reason


def test_a_chain_of_sources_starts_with_the_innermost() -> None:
    names = Names(invented())
    chain = (Attribution(source="a6", certainty="reported"), Attribution(source="a7", certainty="alleged"))
    assert source_words(chain, names) == "said by Provincial governor (alleged), through State television (reported)"


def test_a_denial_is_not_said_but_denied() -> None:
    assert (
        source_words((Attribution(source="a3", certainty="denied"),), Names(invented()))
        == "denied by Tervan Defence Ministry"
    )


def test_a_source_without_a_name_keeps_its_words() -> None:
    link = Attribution(source_text=Span.of(TEXT, 25, 33), certainty="reported")
    assert source_words((link,), Names(invented())) == "said by “a source” (reported)"


def test_only_what_happened_counts_as_having_happened() -> None:
    unreal = {claim.id for claim in claims_in_words(invented()) if not claim.happened}
    assert unreal == {"e3", "e5", "e7"}


def test_a_total_says_that_it_is_not_one_incident() -> None:
    claims = {claim.id: claim for claim in claims_in_words(invented())}
    assert dict(claims["t7"].details)["Counts"] == "cumulative total since 2019: not one incident"
    assert "Counts" not in dict(claims["t1"].details)


def test_layers_come_in_order_and_each_in_the_order_of_the_text() -> None:
    assert [claim.id for claim in claims_in_words(invented())] == [
        *("t1", "t2", "t3", "t4", "t8", "t5", "t6", "t7"),
        *("e1", "e2", "e3", "e4", "e5", "e6", "e7"),
        *("s2", "s1", "s3"),
        *("r1", "r2", "r3"),
    ]


def test_a_statement_shows_its_cue_for_a_denial_must_not_read_as_an_admission() -> None:
    claims = {claim.id: claim for claim in claims_in_words(invented())}
    assert claims["s2"].gist == "Tervan Defence Ministry (“denied”) — that its aircraft had bombed Karsh"
    assert claims["s1"].headline == "Ilan Dorvey (“told”) to Lodestar News"


def test_days_that_the_text_gives_are_not_called_inferred() -> None:
    read = EventTime(start="2024-03-14", end="2024-03-14", precision="day", date="d2", derived_by="clause")
    guessed = EventTime(start="2024-03-14", end="2024-03-14", precision="day", derived_by="publication-window")
    assert when_words(read) == "14 Mar 2024"
    assert when_words(guessed) == "14 Mar 2024 (inferred: publication window)"


def test_a_number_that_stands_for_the_victims_is_not_said_twice() -> None:
    number = Span.of(TEXT, 0, 6)
    coded = CodedDocument(
        document=Document.from_text(TEXT),
        tolls=(toll(bound="order", number=number, victims=Victims(text=number), evidence=(number,)),),
    )
    assert claims_in_words(coded)[0].details == ()


def test_an_event_without_actors_says_so() -> None:
    event = Event(id="e1", type="ASSAULT", trigger=Span.of(TEXT, 0, 6), evidence=(), rule="test", confidence=1.0)
    (claim,) = claims_in_words(CodedDocument(document=Document.from_text(TEXT), events=(event,)))
    assert dict(claim.details)["Who"] == "not said who"


def test_a_claim_without_any_span_has_no_anchor_and_comes_last() -> None:
    spanless = toll(id="t9", bound="unquantified")
    coded = invented().model_copy(update={"tolls": (spanless, *invented().tolls)})
    claims = [claim for claim in claims_in_words(coded) if claim.layer == "tolls"]
    assert (claims[-1].id, claims[-1].anchor) == ("t9", None)


@pytest.mark.parametrize(
    ("words", "shown", "reason"),
    [
        ("a\r\n  b", "a b", "line breaks and runs of blanks become one blank"),
        ("a\x1b[31mb", "a\ufffd[31mb", "an escape sequence must not reach a terminal"),
        ("a\u202eb", "ab", "an override must not turn round what follows"),
        ("a\ud800b", "a\ufffdb", "a lone surrogate cannot be written in UTF-8"),
        ("👨‍👩‍👧", "👨‍👩‍👧", "joiners within emoji stay"),
    ],
)
def test_one_line(words: str, shown: str, reason: str) -> None:
    assert one_line(words) == shown, reason
