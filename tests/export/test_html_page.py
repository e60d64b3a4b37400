"""The HTML page: the article in it is the article, every claim is marked, and nothing can be injected."""

from __future__ import annotations

import base64
import hashlib
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented import TEXT, coded_text, invented
from reading_html import read_html

from dateline.errors import DatelineError
from dateline.export.html import index, page
from dateline.records import (
    Actor,
    Attribution,
    CodedDocument,
    Document,
    Event,
    Note,
    Place,
    Relation,
    Span,
    Statement,
    spans_of,
)

LINES = ["\n", "\r\n", "\r", "\n\n", " ", "\t", "\x85", "\ufeff"]
WORDS = ["a", "e\u0301", "👨‍👩‍👧", "🚑", "قُتل", "\u202e", "<b>", "&amp;", "&#13;", '"']
HARD = st.sampled_from(LINES + WORDS)
TEXTS = st.lists(st.one_of(HARD, st.text(max_size=5)), min_size=1, max_size=25).map("".join).filter(bool)


@st.composite
def coded_documents(draw: st.DrawFn) -> CodedDocument:
    """Any text, with claims and mentions anywhere in it."""
    text = draw(TEXTS)

    def spans(most: int) -> tuple[Span, ...]:
        starts = draw(st.lists(st.integers(0, len(text) - 1), min_size=1, max_size=most))
        return tuple(Span.of(text, start, draw(st.integers(start + 1, len(text)))) for start in starts)

    actors = tuple(
        Actor(id=f"a{number}", name="Someone", mentions=spans(3)) for number in range(draw(st.integers(0, 3)))
    )
    statements = tuple(
        Statement(id=f"s{number}", direct=False, content=spans(3), evidence=spans(2), rule="r", confidence=0.5)
        for number in range(draw(st.integers(0, 4)))
    )
    return coded_text(text, actors=actors, statements=statements)


@given(coded_documents())
def test_article_in_the_page_is_the_text(coded: CodedDocument) -> None:
    shown = read_html(page(coded)).by_id("article").text
    assert shown == re.sub("[\0\ud800-\udfff]", "\ufffd", coded.document.text)


@given(coded_documents())
def test_marks_of_a_claim_are_the_characters_it_was_read_from(coded: CodedDocument) -> None:
    text = coded.document.text
    marks = read_html(page(coded)).all("mark")
    for record in (*coded.statements, *coded.actors):
        covered = sorted({offset for span in spans_of(record) for offset in range(span.start, span.end)})
        marked = "".join(mark.text for mark in marks if record.id in str(mark.attributes["data-claims"]).split())
        assert marked == re.sub("[\0\ud800-\udfff]", "\ufffd", "".join(text[offset] for offset in covered))


@given(coded_documents())
def test_every_link_within_the_page_leads_somewhere(coded: CodedDocument) -> None:
    elements = read_html(page(coded)).elements
    ids = [element.attributes["id"] for element in elements if "id" in element.attributes]
    assert len(ids) == len(set(ids))
    wanted = {str(e.attributes["href"])[1:] for e in elements if str(e.attributes.get("href", "")).startswith("#")}
    assert wanted <= set(ids)


def test_text_and_claims_lead_to_each_other() -> None:
    read = read_html(page(invented()))
    for claim in (*invented().tolls, *invented().events, *invented().statements, *invented().relations):
        in_text = read.by_id(str(read.by_id(f"c-{claim.id}").attributes["href"])[1:])
        back = read.by_id(str(in_text.attributes["href"])[1:])
        # Where several claims hang on the same words, the words lead to the first of them.
        shared = [mark for mark in read.all("mark") if claim.id in str(mark.attributes.get("data-anchored")).split()]
        assert str(back.attributes["id"]).removeprefix("c-") in str(shared[0].attributes["data-anchored"]).split()


def test_nested_evidence_names_every_claim_that_covers_it() -> None:
    (five,) = [mark for mark in read_html(page(invented())).all("mark") if mark.text == "five"]
    assert str(five.attributes["data-claims"]).split() == ["t2", "t1", "t3", "e1"]


@pytest.mark.parametrize(
    ("words", "label"), [("bombed", "denied"), ("ceasefire", "called for"), ("send fighters", "planned")]
)
def test_what_did_not_happen_is_labelled_in_the_text(words: str, label: str) -> None:
    (mark,) = [mark for mark in read_html(page(invented())).all("mark") if mark.text == words]
    assert mark.attributes["data-label"] == label


def test_what_happened_has_no_label() -> None:
    (mark,) = [mark for mark in read_html(page(invented())).all("mark") if mark.text == "shelled"]
    assert "data-label" not in mark.attributes


def test_paragraphs_have_their_own_direction() -> None:
    paragraphs = [
        element for element in read_html(page(invented())).all("p") if element.attributes.get("dir") == "auto"
    ]
    assert [paragraph.text[:5] for paragraph in paragraphs] == [part[:5] for part in TEXT.split("\n\n")]


def hostile_document(words: str) -> CodedDocument:
    """The words wherever a document can hold words."""
    whole = Span.of(words, 0, len(words))
    return CodedDocument(
        document=Document.from_text(words, title=words, source=words, url=f"javascript:{words}", published="2024"),
        actors=(Actor(id="a1", name=words, mentions=(whole,)), Actor(id="a2", name=words, mentions=(whole,))),
        places=(Place(id="p1", name=words, lat=1.0, lon=1.0, admin1=words, mentions=(whole,)),),
        events=(
            Event(
                id="e1",
                type="ASSAULT",
                trigger=whole,
                evidence=(whole,),
                means=(whole,),
                targets=(whole,),
                actors=("a1",),
                attribution=(Attribution(source_text=whole),),
                rule=words,
                confidence=1.0,
            ),
        ),
        statements=(Statement(id="s1", direct=True, content=(whole,), evidence=(whole,), rule=words, confidence=1.0),),
        relations=(
            Relation(
                id="r1",
                subject="a1",
                relation="role_in",
                role=words,
                object="a2",
                evidence=(),
                rule=words,
                confidence=1.0,
            ),
        ),
        notes=(Note(code=words, message=words, span=whole),),
    )


HOSTILE = [
    "<script>alert(1)</script>",
    "</mark></p></div><img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)" x="',
    "' autofocus onfocus='alert(1)",
    "</title></style></script><script>alert(1)</script>",
    "<!--",
    "{{ 7 * 7 }}{% raw %}",
    "&lt;script&gt;&#60;",
]


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_make_no_element_and_no_attribute(words: str) -> None:
    def shape(html: str) -> list[tuple[str, list[str]]]:
        return [(element.tag, sorted(element.attributes)) for element in read_html(html).elements]

    coded, harmless = hostile_document(words), hostile_document("words")
    assert shape(page(coded)) == shape(page(harmless))
    assert shape(index([("a.html", coded)])) == shape(index([("a.html", harmless)]))
    assert read_html(page(coded)).by_id("article").text == words


def test_web_address_leads_to_the_original() -> None:
    links = [a.attributes["href"] for a in read_html(page(invented())).all("a") if a.text == "original"]
    assert links == ["https://lodestar.example/karsh-market"]


def test_without_an_address_there_is_no_link_to_the_original() -> None:
    assert "original" not in [a.text for a in read_html(page(coded_text("Nothing."))).all("a")]


def test_script_addresses_are_no_links() -> None:
    links = read_html(page(hostile_document("x"))).all("a")
    assert not [a for a in links if not str(a.attributes.get("href", "#")).startswith("#")]


@pytest.mark.parametrize("html", [page(invented()), index([("a.html", invented())])], ids=["page", "index"])
def test_policy_allows_the_inline_style_and_script_and_nothing_else(html: str) -> None:
    read = read_html(html)
    (policy,) = [meta.attributes["content"] for meta in read.all("meta") if meta.attributes.get("http-equiv")]
    assert policy is not None
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    for element in (*read.all("style"), *read.all("script")):
        digest = base64.b64encode(hashlib.sha256(element.text.encode()).digest()).decode()
        assert f"{element.tag}-src 'sha256-{digest}'" in policy
    assert not [
        e for e in read.elements if "style" in e.attributes or any(name.startswith("on") for name in e.attributes)
    ]
    assert not [e for e in read.elements if "src" in e.attributes]


def test_place_that_was_not_found_is_in_the_table() -> None:
    (row,) = [row for row in read_html(page(invented())).all("tr") if row.attributes.get("data-claim") == "p5"]
    assert "not found" in row.text


def test_index_puts_deaths_in_one_incident_before_totals() -> None:
    tolls = [b.text for b in read_html(index([("a.html", invented())])).all("b")]
    assert tolls == ["at least 14 killed", "14 killed", "up to 6 killed"]


@pytest.mark.parametrize(
    "href", ["javascript:alert(1)", " JAVASCRIPT:alert(1)", "data:text/html,x", "java\nscript:alert(1)"]
)
def test_index_refuses_links_that_run_script(href: str) -> None:
    with pytest.raises(DatelineError, match="cannot be a link"):
        index([(href, invented())])


@pytest.mark.parametrize("href", ["a.html", "sub/a:b.html", "https://dateline.example/a", "?page=a:b"])
def test_index_takes_links_that_show_a_page(href: str) -> None:
    assert href in [a.attributes["href"] for a in read_html(index([(href, invented())])).all("a")]
