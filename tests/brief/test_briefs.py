"""Whole briefs: every sentence cited, every figure found again, and each form read by an outside reader."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import docx
import pypdfium2
import pytest
from markdown_it import MarkdownIt

from dateline.brief.check import differences, figures_of
from dateline.brief.compose import cited, compose, statements
from dateline.brief.lookup import command, find_again, read, written
from dateline.brief.record import Brief, Evidence, Figure, Lookup
from dateline.brief.render import FORMS, renderer
from dateline.brief.render.pdf import fitted
from dateline.errors import StoreError
from dateline.store import Store
from tests.brief.made_briefs import BUKAVU, HOSTILE, STRIKE, filled, reports
from tests.contracts.made import At, Did, Who, coded


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Brief:
    """A brief on a report whose every name tries to be markup."""
    place = At("![x](http://evil.test/p)|<b>", 1.0, 2.0, "COD", "<img src=x onerror=alert(1)>", 5)
    text = "</li><script>alert(1)</script> Rebels bombed 7 houses $x^2$ \u202eevil\u202c, killing 7. | `rm -rf` [1](javascript:x)"
    record = coded(
        text,
        Did("Rebels bombed", acled=STRIKE, at=place, by=HOSTILE, days=("2024-06-03", "2024-06-03"), tolls=[("killed", 7)]),
        published="2024-06-03", source='<a href="javascript:alert(1)">Wire</a>',
    )  # fmt: skip
    with filled(tmp_path_factory.mktemp("hostile") / "s.db", record) as store:
        return compose(store, {}, version="0")


def sentences(brief: Brief) -> list[str]:
    return [s.text for section in brief.sections for s in section.sentences]


def test_every_sentence_and_row_rests_on_something_that_is_listed(sudan: Brief) -> None:
    said = [item for section in sudan.sections for item in statements(section)]
    assert len(said) > 15
    for item in said:
        assert item.citations
        assert sudan.marks(item.citations)


def test_every_quotation_stands_in_its_report(brief_store: Store, sudan: Brief) -> None:
    quotes = [c for section in sudan.sections for c in cited(section) if isinstance(c, Evidence)]
    assert quotes
    for quote in quotes:
        record = brief_store.document(quote.document)
        assert quote.quote in " ".join(record.document.text.split())
        claims = {claim.id for layer in (record.events, record.tolls, record.statements) for claim in layer}
        assert quote.claim in claims


def test_every_figure_is_found_again_by_the_query_that_it_cites(brief_store: Store, sudan: Brief) -> None:
    figures = list(figures_of(sudan))
    assert Counter(f.lookup.kind for _, f in figures).keys() == {"tally", "toll", "claim", "documents"}
    for around, figure in figures:
        assert find_again(brief_store, figure.lookup) == figure.amount, around
        assert figure.words.casefold() in around.casefold()


def test_counts_are_those_of_the_store_itself(brief_store: Store, sudan: Brief) -> None:
    """The same question asked of the store without any code of the brief."""
    found = list(brief_store.incidents(country="SDN"))
    told = next(
        f
        for _, f in figures_of(sudan)
        if f.lookup == Lookup(kind="tally", conditions=(("country", "SDN"),), of="incidents")
    )
    assert told.amount.best == len(found)
    killed = next(f for _, f in figures_of(sudan) if f.lookup.of == "killed" and f.lookup.by is None)
    tolls = [t for i in found for t in i.tolls if t.harm == "killed" and t.within is None and t.scope == "incident"]
    assert killed.amount.low == sum(t.low or 0 for t in tolls)


def test_a_figure_that_has_changed_is_told(brief_store: Store, sudan: Brief) -> None:
    section = sudan.sections[0]
    first = section.sentences[0]
    figure = first.figures[0]
    wrong = figure.model_copy(update={"amount": figure.amount.model_copy(update={"best": 999})})
    lost = Figure(words="5", amount=figure.amount, lookup=Lookup(kind="toll", incident="i0", at=0))
    changed = first.model_copy(update={"figures": (wrong, lost)})
    brief = sudan.model_copy(update={"sections": (section.model_copy(update={"sentences": (changed,)}),)})
    assert differences(brief_store, sudan) == ()
    assert len(differences(brief_store, brief)) == 2


def test_the_parts_are_there_and_in_their_order(sudan: Brief) -> None:
    order = ["Headline", "What is new", "By area", "Displacement", "Control", "Contested", "What is not", "Method"]
    headings = [section.heading for section in sudan.sections]
    assert [next(h for h in headings if h.startswith(part)) for part in order] == headings


def test_words_stay_with_those_who_said_them(sudan: Brief) -> None:
    news = next(s for s in sudan.sections if s.heading.startswith("What is new"))
    strike = next(s.text for s in news.sentences if "22" in s.text)
    assert strike.startswith("According to ")
    assert "medics (in Nile Wire)" in strike
    assert "22 to 25 killed" in strike
    assert all(s.text.startswith("According to") for s in news.sentences)


def test_displacement_is_told_claim_by_claim(sudan: Brief) -> None:
    moved = next(s for s in sudan.sections if s.heading.startswith("Displacement"))
    assert moved.sentences[0].text.startswith(
        "9,000 people displaced, in connection with El Obeid, according to Aid Bulletin"
    )


def test_contested_figures_stand_side_by_side(sudan: Brief) -> None:
    (table,) = next(s for s in sudan.sections if s.heading.startswith("Contested")).tables
    row = next(r for r in table.rows if r.cells[1] == "How many killed")
    assert {cell.split(":")[0] for cell in row.cells[2:4]} == {"22", "25"}


def test_the_days_asked_for_bound_the_brief(brief_store: Store) -> None:
    brief = compose(brief_store, {"place": "Sudan", "since": date(2024, 6, 4)}, version="0")
    assert not any("Omdurman" in text for text in sentences(brief))
    assert differences(brief_store, brief) == ()


def test_the_brief_as_of_a_day_is_found_again(brief_store: Store) -> None:
    brief = compose(brief_store, {"as_of": date(2024, 6, 4)}, version="0")
    assert not any("El Obeid" in text for text in sentences(brief))
    assert differences(brief_store, brief) == ()


def test_a_brief_on_a_place_says_what_has_no_place(tmp_path: Path) -> None:
    nowhere = coded(
        "Gunmen shot a trader.", Did("Gunmen shot", by=Who("gunmen")), published="2024-06-04", source="Lakes Radio"
    )
    with filled(tmp_path / "s.db", *reports(), nowhere) as store:
        brief = compose(store, {"place": "Sudan", "since": date(2024, 6, 1)}, version="0")
        assert not differences(store, brief)
    [told] = [text for text in sentences(brief) if "was not found on the map" in text]
    assert "the place of 1 is not known" in told


def test_citations_of_a_brief_as_of_a_day_name_the_day(brief_store: Store) -> None:
    brief = compose(brief_store, {"as_of": date(2024, 6, 5)}, version="0")
    assert [s.command for s in brief.searches if s.lookup.kind == "toll"]
    assert all("--as-of 2024-06-05" in s.command for s in brief.searches)


def test_a_pdf_is_the_first_that_stands_on_four_pages(sudan: Brief) -> None:
    long = sudan.model_copy(update={"sections": sudan.sections * 5})
    assert fitted([long, sudan])[0] is sudan
    assert fitted([sudan, long])[0] is sudan
    assert fitted([long])[0] is long


def test_a_brief_on_nothing_says_so(brief_store: Store) -> None:
    brief = compose(brief_store, {"place": "Fiji"}, version="0")
    assert "no incident" in brief.sections[0].sentences[0].text
    assert not brief.references
    for form in FORMS:
        assert renderer(form)(brief)


def test_one_report_makes_a_brief(tmp_path: Path) -> None:
    with filled(tmp_path / "s.db", reports()[4]) as store:
        brief = compose(store, {}, version="0")
        assert differences(store, brief) == ()
    assert "1 incident" in brief.sections[0].sentences[0].text
    assert [r.source for r in brief.references] == ["Lakes Radio"]


def test_conditions_are_written_and_read_again() -> None:
    asked = {
        "near": (1.5, 2.25),
        "since": date(2024, 1, 2),
        "at_least": 3,
        "harm": "killed",
        "within_km": 25.0,
        "text": None,
    }
    found = written(asked)
    assert read(found) == {"near": (1.5, 2.25), "since": date(2024, 1, 2), "at_least": 3, "harm": "killed"}
    made = command(Lookup(kind="tally", conditions=found, of="killed", by="day"))
    assert (
        made
        == "dateline stats --of killed --by day --store STORE --at-least 3 --harm killed --near 1.5,2.25 --since 2024-01-02"
    )


def test_what_cannot_be_asked_is_an_error(brief_store: Store) -> None:
    with pytest.raises(StoreError, match="no type"):
        compose(brief_store, {"type": "PEACE"}, version="0")


# --- forms ---


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.attributes: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.attributes += attrs


@pytest.mark.parametrize("form", FORMS)
def test_all_forms_say_all_sentences(sudan: Brief, form: str) -> None:
    text = words_of(form, renderer(form)(sudan))
    for sentence in sentences(sudan):
        assert squeezed(sentence) in text


def words_of(form: str, content: bytes) -> str:
    """The text of a file as an outside reader gives it, without spaces."""
    if form == "docx":
        return squeezed("".join(p.text for p in docx.Document(io.BytesIO(content)).paragraphs))
    if form == "pdf":
        pages = pypdfium2.PdfDocument(content)
        assert 1 <= len(pages) <= 4
        text = "".join(page.get_textpage().get_text_bounded() for page in pages)
        return squeezed(re.sub(r"Situation brief: Sudan\s+\d+ / \d+", "", text))
    if form == "html":
        return squeezed(plain(content.decode("utf-8")))
    return squeezed(plain(MarkdownIt("commonmark", {"html": False}).enable("table").render(content.decode("utf-8"))))


def plain(html: str) -> str:
    class Words(HTMLParser):
        found: list[str]

        def handle_data(self, data: str) -> None:
            self.found.append(data)

    reader = Words()
    reader.found = []
    reader.feed(html)
    return "".join(reader.found)


def squeezed(text: str) -> str:
    return re.sub(r"[\s\ufffe\xad]", "", text)


@pytest.mark.parametrize("form", ["md", "html"])
def test_no_name_becomes_markup(hostile: Brief, form: str) -> None:
    content = renderer(form)(hostile).decode("utf-8")
    html = MarkdownIt("commonmark", {"html": True}).enable("table").render(content) if form == "md" else content
    page = _Page()
    page.feed(html)
    assert not page.tags["script"]
    assert not page.tags["b"] or form == "html"
    assert not [value for name, value in page.attributes if name.startswith("on")]
    links = [value or "" for name, value in page.attributes if name in ("href", "src")]
    assert all(link.startswith(("#", "data:image/png;base64,")) for link in links)
    assert "\u202e" not in content


@pytest.mark.parametrize("form", ["docx", "pdf"])
def test_hostile_names_break_no_file(hostile: Brief, form: str) -> None:
    content = renderer(form)(hostile)
    if form == "pdf":
        assert len(pypdfium2.PdfDocument(content)) <= 4
    else:
        assert any("<script>" in p.text for p in docx.Document(io.BytesIO(content)).paragraphs)


def test_the_page_loads_nothing(sudan: Brief) -> None:
    page = renderer("html")(sudan).decode("utf-8")
    assert "default-src 'none'" in page
    assert not re.findall(r'(?:src|href)="(?!#|data:image/png)[^"]*"', page)


def test_citations_of_the_page_lead_to_their_lists(sudan: Brief) -> None:
    page = renderer("html")(sudan).decode("utf-8")
    targets, ids = set(re.findall(r'href="#([rq]\d+)"', page)), set(re.findall(r'id="([rq]\d+)"', page))
    assert targets == ids


def test_pictures_have_words_and_tables(sudan: Brief) -> None:
    pictures = [p for section in sudan.sections for p in section.pictures]
    assert {p.name for p in pictures} >= {"map", "incidents", "killed"}
    for picture in pictures:
        assert len(picture.alt) > 30
        assert picture.table is None or picture.table.rows
        assert picture.png.startswith(b"\x89PNG")
    page = renderer("html")(sudan).decode("utf-8")
    assert page.count("<img ") == page.count(' alt="') == len(pictures)
    with zipfile.ZipFile(io.BytesIO(renderer("docx")(sudan))) as file:
        document = file.read("word/document.xml").decode("utf-8")
        assert document.count("<wp:docPr") == document.count(" descr=") == len(pictures)
        marks = set(re.findall(r'w:anchor="(\w+)"', document))
        assert marks
        assert marks == set(re.findall(r'w:bookmarkStart [^>]*w:name="(\w+)"', document))


def test_a_place_of_another_country_is_not_in_the_brief(sudan: Brief) -> None:
    assert not any(BUKAVU.name in text for text in sentences(sudan))
