"""Whatever the text: the dates lie in it, their days are in order, and reading it again gives the same."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dateline.coding.dates import find_dates
from dateline.coding.dates.event_time import event_time
from dateline.coding.dates.finder import publication_day
from dateline.coding.dates.period import toll_period
from dateline.coding.mentions import Actors, Mentions, Places
from dateline.parse import ParsedDocument, Parser
from dateline.records import CodedDocument, Document
from dateline.settings import Settings

PIECES = st.sampled_from(
    "on by since until the of in at a last next this that every around early mid - – , ( ) / : . ' + and to or for "
    "first second 31st 26th twenty-first 0 1 8) 12 30 31 32 99 2024 1445 0430 2359 9999 99999999 20241126 1990s '90s 470s BC AD "
    "January May March Nov. Friday Sundays summer fall Ramadan Rajab Easter week weeks month year years day days hours decade "
    "quarter half past ago later before now then yesterday overnight night noon midnight p.m. GMT 10:30 25:61 "
    "061345D 991345ZFEB31 former current future recent year-end weeklong "
    "2024-02-30 29/02/2023 2024-11-26T22:10:00Z 26–28 2011–24 2011/12 Q3 5-10 twice daily old raid fled "
    "said will has have killed Gunmen 🙂 ماه \r\n é".split()
)
TEXTS = st.lists(PIECES, min_size=1, max_size=25).map(" ".join) | st.text(max_size=200)
DAYS = st.none() | st.sampled_from(["2024-12-03", "2024-02-29", "0001-01-01", "9999-12-31", "2024", "2024-11"])
MANY = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.fixture(scope="module")
def parse():
    parser = Parser(Settings())

    def read(text: str, published: str | None) -> ParsedDocument:
        return parser.parse(Document.from_text(text, published=published))

    return read


@MANY
@given(text=TEXTS, published=DAYS)
def test_any_text_has_dates_in_order_and_in_the_text(parse, text: str, published: str | None) -> None:
    parsed = parse(text, published)
    dates = find_dates(parsed)
    CodedDocument(document=parsed.document, dates=dates.dates)  # checks that each span holds its words
    ends = [(d.mention.start, d.mention.end) for d in dates.dates]
    assert ends == sorted(ends)
    for when in dates.dates:
        assert (when.start is None) == (when.end is None)
        if when.start is not None and when.end is not None:
            assert date.fromisoformat(when.start) <= date.fromisoformat(when.end), when
        assert when.value
        assert when.type != "SET" or when.start is None
    dating = {mention.date.id for mentions in dates.attached.values() for mention in mentions}
    assert set(dates.by_token.values()) <= dating <= {d.id for d in dates.dates}
    for when in dates.dates:
        if when.id not in dates.by_token.values():
            shared = when.mention.text[0].isdigit()  # the second date of a token that holds two: "26–28"
            assert shared or when.value.endswith("_REF"), when


@MANY
@given(text=TEXTS, published=DAYS)
def test_reading_again_gives_the_same(parse, text: str, published: str | None) -> None:
    parsed = parse(text, published)
    assert find_dates(parsed).dates == find_dates(parsed).dates


@MANY
@given(text=TEXTS, published=DAYS)
def test_every_word_may_be_a_trigger_or_a_number(parse, text: str, published: str | None) -> None:
    parsed = parse(text, published)
    mentions = Mentions(parsed, (), Places(), find_dates(parsed), Actors())
    for token in parsed.doc:
        when = event_time(mentions, token.i)
        if when.start is not None and when.end is not None:
            assert when.start <= when.end, (token.text, when)
        since, until, _ = toll_period(mentions, token.i)
        if since is not None and until is not None:
            assert since <= until or until.startswith(since), (token.text, since, until)


@pytest.mark.parametrize("published", ["2024", "2024-11", "2024-13-40", None])
def test_a_publication_that_is_no_day(published: str | None) -> None:
    assert publication_day(published) is None
