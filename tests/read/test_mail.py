"""Mail: whose words are whose, which part is the text, and what hangs on it."""

from __future__ import annotations

from email.message import EmailMessage
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.read import ReadFailure, ReadOptions, Received, Skipped, read_bytes
from dateline.read.quotes_of_mail import own_words
from tests.read import documents_made as made

REPLY = f"""{made.STRIKE}

On Mon, 4 Mar 2024 at 10:00, Bob Roe
<bob@desk.example> wrote:
> Were 40 people killed in Bel?
>
> Bob

We cannot confirm the figure.

-- \nJane Roe
Example Wire"""


def read(data: bytes, name: str = "a.eml", **options: Any) -> list[Any]:
    return list(read_bytes(data, name, options=ReadOptions(**options)))


def only(data: bytes, name: str = "a.eml", **options: Any) -> Received:
    (received,) = read(data, name, **options)
    assert isinstance(received, Received), received
    return received


def test_the_headers_are_metadata() -> None:
    document = only(made.mail().as_bytes()).document
    assert (document.title, document.source, document.published) == (
        "Market struck in Darma – 25 killed",
        "Example Wire",
        "2024-03-05",
    )
    assert document.extra == {"from": "Example Wire <desk@wire.example>", "message_id": "<1@wire.example>"}


def test_quotes_and_signature_are_marked_off_and_kept() -> None:
    """The forty of the question are not the sender's claim."""
    received = only(made.mail(REPLY).as_bytes())
    assert received.document.text == f"{made.STRIKE}\n\n\nWe cannot confirm the figure."
    (quoted,) = received.document.extra["quoted"]
    assert quoted.startswith("On Mon, 4 Mar 2024")
    assert "> Were 40 people killed in Bel?" in quoted
    assert received.document.extra["signature"] == "Jane Roe\nExample Wire"
    assert [note.message for note in received.notes] == [
        "a quoted passage and a signature of the mail stand in extra, not in the text"
    ]


WHOSE = [
    ("nothing is marked off where nothing is quoted", "One.\n\nTwo.", "One.\n\nTwo."),
    ("a mail that is all quote stays", "> One.\n> Two.", "> One.\n> Two."),
    ("the mail below the usual line", "Yes.\n\n-----Original Message-----\nFrom: B\nForty died.", "Yes."),
    ("the mail below its headers", "Yes.\n\nFrom: B\nSent: Monday\nTo: A\nSubject: x\n\nForty died.", "Yes."),
    ("a release that begins with From:", "From: the ministry\nTo: the press\nSubject: x\nTen died.", None),
    (
        "what is forwarded is what it is about",
        "See.\n\n---------- Forwarded message ---------\nFrom: B\nTen died.",
        None,
    ),
    ("'On … wrote:' in prose is prose", "On Monday the minister wrote:\nwe regret it.", None),
    ("two dashes in a long text are no signature", "One.\n-- \n" + "line\n" * 40, None),
]


@pytest.mark.parametrize(("reason", "body", "own"), WHOSE, ids=[case[0] for case in WHOSE])
def test_whose_words(reason: str, body: str, own: str | None) -> None:
    assert own_words(body).text == (own if own is not None else body).strip("\n")


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from(["One.", "> two", ">> three", "", "-- ", "On Monday B wrote:", "From: B", "To: C", "Date: D"])
    )
)
def test_no_word_of_a_mail_is_lost(lines: list[str]) -> None:
    body = "\n".join(lines)
    words = own_words(body)
    kept = [
        *words.text.split(),
        *(word for passage in words.quoted for word in passage.split()),
        *words.signature.split(),
    ]
    lost = [line for line in body.split() if line not in kept]
    assert lost in ([], ["--"])


def test_of_alternatives_plain_text_is_taken_where_it_is_whole() -> None:
    page = f"<html><body><p>{made.STRIKE}</p></body></html>"
    assert only(made.mail("Short, but it is the text of the page as well, more or less, in other words. " * 2, html=page).as_bytes()
        ).document.text.startswith("Short")  # fmt: skip
    notice = made.mail("See our page.", html=f"<html><body><p>{made.STRIKE}</p><p>{made.DENIAL}</p></body></html>")
    text = only(notice.as_bytes()).document.text
    assert made.STRIKE in text
    assert "See our page" not in text


def test_a_page_of_tables_is_not_lost() -> None:
    """Newsletters are tables of links, which is no article to who looks for one."""
    rows = "".join(f"<tr><td><a href='https://wire.example/{n}'>Town {n} was shelled.</a></td></tr>" for n in range(9))
    text = only(made.mail("", html=f"<table>{rows}</table>").as_bytes()).document.text
    assert [f"Town {n} was shelled." in text for n in range(9)] == [True] * 9


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1", "windows-1252", "koi8-r", "x-unknown"])
def test_charsets(charset: str) -> None:
    text = "Обстрел города Бел, пятеро погибших." if charset == "koi8-r" else "Café shelled in Bel – 5 dead."
    text = text.replace("–", "-") if charset == "iso-8859-1" else text
    encoded = text.encode("utf-8" if charset == "x-unknown" else charset)
    data = b"From: a@b.example\nMIME-Version: 1.0\nContent-Type: text/plain; charset=%s\n\n%s" % (
        charset.encode(),
        encoded,
    )
    assert only(data).document.text == text


def test_format_flowed_is_unflowed() -> None:
    data = b"From: a@b.example\nContent-Type: text/plain; format=flowed\n\nRebels took \nthe town.\nIt fell."
    assert only(data).document.text == "Rebels took the town.\nIt fell."


def test_attachments_are_documents_of_their_own() -> None:
    files = {
        "report.docx": made.docx(),
        "figures.zip": made.zipped({"in/b.txt": b"Two died."}),
        "photo.jpg": b"\xff\xd8",
    }
    body, report, inner, skipped = read(made.mail(attachments=files).as_bytes())
    assert body.document.extra["attachments"] == ["report.docx", "figures.zip", "photo.jpg"]
    assert (report.where, report.document.title) == ("a.eml: report.docx", "Situation in Darma")
    assert (inner.where, inner.document.text) == ("a.eml: figures.zip: in/b.txt", "Two died.")
    assert (inner.document.source, inner.document.published) == ("Example Wire", "2024-03-05"), "the mail stands in"
    assert isinstance(skipped, Skipped)
    assert skipped.suffixes == {"application/octet-stream": 1}


def test_a_mail_in_a_mail() -> None:
    outer = made.mail("For your attention.")
    outer.add_attachment(made.mail(made.DENIAL))
    _, inner = read(outer.as_bytes())
    assert inner.document.text.split() == made.DENIAL.split()
    assert inner.document.title == "Market struck in Darma – 25 killed"


def test_a_damaged_attachment_leaves_the_mail_alone() -> None:
    body, bad = read(made.mail(attachments={"a.pdf": b"%PDF-1.4 rest"}).as_bytes())
    assert isinstance(body, Received)
    assert isinstance(bad, ReadFailure)
    assert "a.eml: a.pdf: the PDF is damaged" in str(bad.error)


def test_mbox() -> None:
    """Lines that begin with From are quoted in the file, and not in the text."""
    messages = [made.mail(), made.mail("From Bel came 300 people.\nFrom Kara none."), EmailMessage()]
    first, second, third = read(made.mbox(*messages), "a.mbox")
    assert [item.where for item in (first, second, third)] == [f"a.mbox, message {n}" for n in (1, 2, 3)]
    assert second.document.text == "From Bel came 300 people.\nFrom Kara none."
    assert isinstance(third, ReadFailure)
    assert "holds no text" in str(third.error)


def test_a_mailbox_is_read_a_message_at_a_time() -> None:
    message = made.mbox(made.mail())
    huge = made.mbox(made.mail("long " * 9999))
    found = read(message + huge + message, "a.mbox", max_bytes=10_000)
    assert [isinstance(item, Received) for item in found] == [True, False, True]
    assert "longer than 10,000 bytes" in str(found[1].error)


@pytest.mark.parametrize(("data", "name"), [(made.mail().as_bytes(), "saved"), (made.mbox(made.mail()), "Inbox")])
def test_told_without_the_suffix(data: bytes, name: str) -> None:
    assert only(data, name).document.title == "Market struck in Darma – 25 killed"


def test_a_press_release_is_no_mail() -> None:
    text = "From: the ministry\nTo: the press\nSubject: truce\n\nThe truce holds."
    assert only(text.encode(), "standard input").document.text == text


def nested(depth: int) -> bytes:
    opened = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(depth))
    return b"From: a@b.example\nMIME-Version: 1.0\n" + opened + b"\nOne."


MANY = b"From: a@b.example\nContent-Type: multipart/mixed; boundary=b\n" + b"\n--b\n\nx" * 3000
HOSTILE = [
    ("parts nested without end", nested(2000), "nested without end"),
    ("parts without number", MANY, "more than 1,000 parts"),
    ("encrypted", b"From: a@b.example\nContent-Type: application/pkcs7-mime; name=smime.p7m\n\nabc", None),
    ("no text at all", b"From: a@b.example\nSubject: x\n\n", "holds no text"),
    ("a body that is binary", b"From: a@b.example\n\n\0\0\0", "holds no text"),
]  # fmt: skip


@pytest.mark.parametrize(("reason", "data", "told"), HOSTILE, ids=[case[0] for case in HOSTILE])
def test_hostile(reason: str, data: bytes, told: str | None) -> None:
    (item,) = read(data)
    assert isinstance(item, Skipped if told is None else ReadFailure), item
    assert told is None or told in str(item.error)


def test_headers_without_end() -> None:
    data = b"From: " + b"=?utf-8?q?a?= " * 50_000 + b"<a@b.example>\nSubject: " + b"(" * 100_000 + b"\n\nOne."
    document = only(data).document
    assert document.text == "One."
    assert len(document.title or "") < 11_000
