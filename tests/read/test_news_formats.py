"""The news agencies' formats, ReliefWeb's and GDELT's: each as it is really sent, and one that means harm."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from dateline.read import Item, ReadFailure, ReadOptions, Received, Skipped, read_bytes
from tests.read.conftest import Website

G2 = 'xmlns="http://iptc.org/std/nar/2006-10-01/"'


def read(data: str | bytes | object, name: str = "a.json", **options: Any) -> list[Item]:
    if not isinstance(data, str | bytes):
        data = json.dumps(data)
    return list(read_bytes(data.encode() if isinstance(data, str) else data, name, options=ReadOptions(**options)))


def only(data: str | bytes | object, name: str = "a.json", **options: Any) -> Received:
    (item,) = read(data, name, **options)
    assert isinstance(item, Received), item
    return item


def problem(data: str | bytes | object, name: str = "a.json") -> str:
    (item,) = read(data, name)
    assert isinstance(item, ReadFailure), item
    return str(item.error)


NINJS_1 = {
    "uri": "http://agency.example/2024/12/03/77", "type": "text", "versioncreated": "2024-12-03T21:00:00-05:00",
    "language": "en", "byline": "Dana Field", "headline": "Convoy ambushed", "pubstatus": "usable",
    "body_html": "<p>Gunmen ambushed a convoy.</p><p>Two drivers died.</p>", "body_text": "Gunmen ambushed a convoy. Two…",
    "infosource": [{"name": "Plateau Agency"}], "subject": [{"name": "armed conflict"}],
}  # fmt: skip
NINJS_2 = {
    "uri": "tag:agency.example,2024:78", "standard": {"name": "ninjs", "version": "2.0"}, "type": "text",
    "contentcreated": "2024-12-03T10:00:00Z", "versioncreated": "2024-12-05T10:00:00Z", "by": "Dana Field",
    "headlines": [{"role": "short", "value": "Ambush"}, {"role": "main", "value": "Convoy ambushed"}],
    "bodies": [{"role": "main", "contenttype": "text/plain", "value": "Gunmen ambushed a convoy. Two drivers died."},
               {"role": "rich", "contenttype": "application/xhtml+xml", "value": NINJS_1["body_html"]}],
    "infosources": [{"name": "Plateau Agency", "role": "source"}],
}  # fmt: skip
NINJS_3 = {
    "uri": "urn:agency:79", "type": "text", "versionCreated": "2024-12-03T10:00:00Z", "by": "Dana Field",
    "headlines": [{"value": "Convoy ambushed"}],
    "bodies": [{"contentType": "text/html", "value": NINJS_1["body_html"]}], "infoSources": [{"name": "Plateau Agency"}],
}  # fmt: skip


@pytest.mark.parametrize("item", [NINJS_1, NINJS_2, NINJS_3], ids=["1", "2", "3, whose names are in camel case"])
def test_ninjs(item: dict[str, Any]) -> None:
    received = only(item)
    document = received.document
    assert document.text.split("\n") == ["Convoy ambushed", "Gunmen ambushed a convoy.", "Two drivers died."]
    assert (document.title, document.published, document.source) == ("Convoy ambushed", "2024-12-03", "Plateau Agency")
    assert document.extra["byline"] == "Dana Field"
    assert document.url == (item["uri"] if item is NINJS_1 else None), "only what can be opened is an address"
    assert document.extra["uri"] == item["uri"]
    assert received.notes == ()


def test_ninjs_by_lists_lines_and_envelopes() -> None:
    """However an agency packs its items, each is a document."""
    lines = "\n".join(json.dumps(item) for item in (NINJS_1, NINJS_2)).encode()
    for data, name in [([NINJS_1, NINJS_2], "a.json"), ({"items": [NINJS_1, NINJS_2]}, "a.json"),
                       ({"data": {"items": [{"item": NINJS_1}, {"item": NINJS_2}]}}, "a.json"), (lines, "a.jsonl")]:  # fmt: skip
        assert [isinstance(item, Received) for item in read(data, name)] == [True, True], name


def test_ninjs_that_was_withdrawn_says_so() -> None:
    received = only(NINJS_1 | {"pubstatus": "canceled"})
    assert [note.code for note in received.notes] == ["W106"]


def test_ninjs_without_a_story() -> None:
    picture = {"uri": "urn:p", "type": "picture", "versioncreated": "2024-12-03", "headline": "Smoke over the port"}
    assert "type 'picture' and has no body" in problem(picture)
    good, bad = read({"items": [NINJS_1, picture]})
    assert isinstance(good, Received)
    assert isinstance(bad, ReadFailure)
    assert bad.where == "a.json, item 2"


def test_hostile_ninjs() -> None:
    """Scripts are no text, and an item of wrong types is refused, not crashed on."""
    received = only(NINJS_1 | {"body_html": "<p>Two died.</p><script>alert(1)</script><style>p{}</style>"})
    assert received.document.text == "Convoy ambushed\nTwo died."
    wrong = {"uri": "urn:x", "headlines": [7, {"value": 3}], "bodies": {"value": "x"}, "versioncreated": {}, "by": 3}
    assert "has no body" in problem(wrong)


def test_an_object_with_a_text_is_no_ninjs() -> None:
    """What the user's field names say goes before any shape."""
    document = only(NINJS_1 | {"text": "Mine."}).document
    assert document.text == "Mine."
    assert document.extra["headline"] == "Convoy ambushed"


def news_item(contents: str, *, guid: str = "urn:newsml:plateau.example:20241203:1", status: str = "usable") -> str:
    return f"""<newsItem {G2} guid="{guid}" version="3"><itemMeta><provider qcode="prov:PLA"><name>Plateau Agency</name></provider>
<versionCreated>2024-12-05T10:00:00Z</versionCreated><pubStatus qcode="stat:{status}"/></itemMeta>
<contentMeta><contentCreated>2024-12-03T22:00:00-05:00</contentCreated><by>Dana Field</by>
<headline xml:lang="fr">Embuscade</headline><headline xml:lang="en">Convoy ambushed</headline><slugline>AMBUSH</slugline></contentMeta>
<contentSet>{contents}</contentSet></newsItem>"""


XHTML = """<inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><head><title>no</title></head>
<body><p>Gunmen ambushed a convoy.</p><p>Two drivers died.</p></body></html></inlineXML>"""
IN_NITF = """<inlineXML contenttype="application/nitf+xml"><nitf xmlns="http://iptc.org/std/NITF/2006-10-18/"><body><body.head>
<hedline><hl1>Convoy ambushed</hl1></hedline></body.head><body.content><p>Gunmen ambushed a convoy.</p><p>Two drivers died.</p>
</body.content></body></nitf></inlineXML>"""
PLAIN = '<inlineData contenttype="text/plain">Gunmen ambushed a convoy.\nTwo drivers died.</inlineData>'
PACKED = base64.b64encode(b"<p>Gunmen ambushed a convoy.</p><p>Two drivers died.</p>").decode()
BASE64 = f'<inlineData contenttype="text/html" encoding="encd:base64">{PACKED}</inlineData>'


@pytest.mark.parametrize("contents", [XHTML, IN_NITF, PLAIN, BASE64], ids=["XHTML", "NITF", "plain", "HTML in base64"])
def test_newsml(contents: str) -> None:
    document = only(news_item(contents), "a.xml").document
    assert document.text.split("\n") == ["Convoy ambushed", "Gunmen ambushed a convoy.", "Two drivers died."]
    assert (document.title, document.source, document.published) == ("Convoy ambushed", "Plateau Agency", "2024-12-03")
    assert document.extra == {
        "guid": "urn:newsml:plateau.example:20241203:1", "version": "3", "byline": "Dana Field", "slugline": "AMBUSH",
        "pubStatus": "stat:usable",
    }  # fmt: skip


def test_a_news_message_holds_several() -> None:
    """Stories become documents, a picture says where it is, and packages are counted."""
    remote = '<remoteContent href="http://agency.example/p.jpg" contenttype="image/jpeg"/>'
    message = f"""<newsMessage {G2}><header/><itemSet>{news_item(XHTML)}{news_item(remote)}{news_item(PLAIN, status="canceled")}
<packageItem guid="urn:p"/></itemSet></newsMessage>"""
    passed, story, picture, withdrawn = read(message, "feed.newsml")
    assert passed == Skipped("feed.newsml", {"packageItem": 1})
    assert isinstance(story, Received)
    assert story.where == "feed.newsml, item 1"
    assert isinstance(picture, ReadFailure)
    assert "its content is elsewhere: http://agency.example/p.jpg" in str(picture.error)
    assert isinstance(withdrawn, Received)
    assert [note.code for note in withdrawn.notes] == ["W106"]


def test_a_package_alone_is_passed_over() -> None:
    assert read(f"<packageItem {G2} guid='urn:p'/>", "a.xml") == [Skipped("a.xml", {"packageItem": 1})]


@pytest.mark.parametrize(
    ("xml", "message", "reason"),
    [
        (f'<!DOCTYPE x [<!ENTITY a "b">]><newsItem {G2}>&a;</newsItem>', "entities", "entities of its own"),
        (
            "<!DOCTYPE x [<!ENTITY f SYSTEM 'file:///etc/hostname'>]><nitf>&f;</nitf>",
            "entities",
            "a file of this machine",
        ),
        (f"<newsItem {G2}>", "no well-formed XML", "cut off"),
        (f"<newsMessage {G2}/>", "no news item", "a message of nothing"),
        ("<nitf/>", "no body.content", "NITF without a story"),
        (
            news_item('<inlineData contenttype="text/plain" encoding="encd:base64">???</inlineData>'),
            "base64",
            "no base64",
        ),
    ],
)
def test_hostile_and_broken_xml(xml: str, message: str, reason: str) -> None:
    assert message in problem(xml, "a.xml"), reason


NITF = """<?xml version="1.0" encoding="iso-8859-1"?><!DOCTYPE nitf SYSTEM "http://nitf.example/nitf-3-4.dtd">
<nitf><head><title>ignored</title><docdata><doc-id id-string="pla-1"/><date.issue norm="20241203T103000Z"/></docdata>
<pubdata type="web" name="Plateau Daily" ex-ref="https://plateau.example/1"/></head><body><body.head>
<hedline><hl1>Caf\u00e9 bombed</hl1><hl2>Second line</hl2></hedline><byline>By Dana Field</byline>
<dateline><location>PORT BEL</location>, Dec 3 (PLA) —</dateline></body.head><body.content>
<media><media-caption>Not the story.</media-caption></media><p>A bomb killed <num>four</num>.</p><hl2>Reaction</hl2>
<p>Nobody claimed it.</p></body.content></body></nitf>""".replace(" —", "")


def test_nitf() -> None:
    document = only(NITF.encode("iso-8859-1"), "a.xml").document
    assert document.text.split("\n") == [
        "Café bombed", "PORT BEL, Dec 3 (PLA) A bomb killed four.", "Reaction", "Nobody claimed it.",
    ]  # fmt: skip
    assert (document.published, document.source, document.url) == (
        "2024-12-03",
        "Plateau Daily",
        "https://plateau.example/1",
    )
    assert document.extra == {"byline": "By Dana Field", "dateline": "PORT BEL, Dec 3 (PLA)", "id": "pla-1"}


@pytest.mark.parametrize(
    ("dateline", "first", "reason"),
    [
        ("<dateline><location>KARA</location></dateline>", "KARA — Two died.", "a dash, as it is printed"),
        ("<dateline>KARA (PLA) -</dateline>", "KARA (PLA) - Two died.", "it has its own dash"),
        ("", "Two died.", "none"),
    ],
)
def test_the_dateline_stands_before_the_story(dateline: str, first: str, reason: str) -> None:
    xml = f"<nitf><body><body.head>{dateline}</body.head><body.content><p>Two died.</p></body.content></body></nitf>"
    assert only(xml, "a.nitf").document.text == first, reason


def report(number: int, **fields: Any) -> dict[str, Any]:
    return {
        "id": str(number), "score": 1, "href": f"https://api.reliefweb.int/v2/reports/{number}",
        "fields": {
            "title": f"Plateau: Flash Update {number}", "body": "Some **3,000** people fled.",
            "body-html": "<p>Some <strong>3,000</strong> people fled.</p><ul><li>Two clinics closed.</li></ul>",
            "date": {"original": "2024-12-03T00:00:00+00:00", "created": "2024-12-05T08:00:00+00:00"},
            "source": [{"name": "Office A"}, {"name": "Office B"}], "url": f"https://reliefweb.int/node/{number}",
            "url_alias": f"https://reliefweb.int/report/plateau/{number}", "language": [{"code": "en"}],
        } | fields,
    }  # fmt: skip


def test_reliefweb_one_and_many() -> None:
    document = only({"data": [report(7)], "totalCount": 1}).document
    assert document.text.split("\n") == ["Plateau: Flash Update 7", "Some 3,000 people fled.", "Two clinics closed."]
    assert (document.source, document.published) == ("Office A, Office B", "2024-12-03")
    assert document.url == "https://reliefweb.int/report/plateau/7"
    assert document.extra["id"] == "7"
    assert document.extra["language"] == [{"code": "en"}]
    assert [item.where for item in read({"data": [report(7), report(8)]})] == ["a.json, report 7", "a.json, report 8"]


def test_reliefweb_markdown_alone() -> None:
    fields = report(7)
    del fields["fields"]["body-html"]
    assert only(fields).document.text == "Plateau: Flash Update 7\nSome **3,000** people fled."


def test_reliefweb_that_asks_for_too_little_or_for_something_else() -> None:
    bare = {"data": [report(1, body="", **{"body-html": None}), {"id": "2", "fields": {"name": "Plateau"}}]}
    first, second = read(bare)
    assert isinstance(first, ReadFailure)
    assert "profile=full" in str(first.error)
    assert isinstance(second, ReadFailure)
    assert "no report of ReliefWeb" in str(second.error)


def test_a_report_in_an_attached_file_is_fetched_where_that_is_wanted(website: Website) -> None:
    website.html("/report", "Flash Update", "Some 3,000 people fled the plateau on Monday.")
    attached = report(1, body="", **{"body-html": "", "file": [{"url": website.url("/report")}]})
    assert "attached file" in problem(attached)
    received = only(attached, follow=website.fetcher().follow)
    assert (received.document.source, received.document.extra["id"]) == ("Office A, Office B", "1")


def articles(*urls: str) -> dict[str, Any]:
    return {"articles": [{"url": url, "title": "From the list", "seendate": "20241203T101500Z", "domain": "plateau.example",
                          "language": "English", "sourcecountry": "Chad"} for url in urls]}  # fmt: skip


def gkg(*urls: str, collection: str = "1") -> bytes:
    rows = []
    for number, url in enumerate(urls):
        row = [""] * 27
        row[:5] = [f"20241203101500-{number}", "20241203101500", collection, "plateau.example", url]
        row[25] = "srclc:fra;eng:x"
        row[26] = "<PAGE_AUTHORS>Dana Field</PAGE_AUTHORS><PAGE_TITLE>From &amp; the list</PAGE_TITLE>"
        rows.append("\t".join(row))
    return "\n".join(rows).encode()


def table(*urls: str) -> bytes:
    return (
        "URL,MobileURL,Date,Title\n" + "".join(f"{url},,2024-12-03 10:15:00,From the list\n" for url in urls)
    ).encode()


@pytest.mark.parametrize(
    ("make", "name"),
    [(articles, "a.json"), (gkg, "20241203101500.gkg.csv"), (table, "a.csv")],
    ids=["articles as JSON", "knowledge graph", "articles as a table"],
)
def test_gdelt(website: Website, make: Any, name: str) -> None:
    """Alone, a list is said to be one; where it may, each address is asked for once, and what the page says goes first."""
    head = '<meta property="og:title" content="From the page"><meta property="og:site_name" content="Plateau Daily">'
    website.html("/1", "From the page", "Gunmen ambushed a convoy near the plateau.", head=head)
    website.html("/2", "Other", "Shells fell on two villages near the plateau.")
    list_ = make(website.url("/1"), website.url("/2"), website.url("/1"), website.url("/gone"), "http://192.168.1.1/x")
    message = problem(list_, name)
    assert "lists 5 addresses and no texts" in message
    assert "--fetch always" in message
    first, second, gone, inside = read(list_, name, follow=website.fetcher().follow)
    assert isinstance(first, Received)
    assert (first.document.title, first.document.source) == ("From the page", "Plateau Daily")
    assert first.document.published == "2024-12-03"
    assert [note.code for note in first.notes] == ["W105"]
    assert isinstance(second, Received)
    assert isinstance(gone, ReadFailure)
    assert f"404 Not Found (listed in {name})" in str(gone.error)
    assert isinstance(inside, ReadFailure)
    assert "not on the public Internet" in str(inside.error)
    assert website.paths() == ["/1", "/2", "/gone"]


def test_gkg_rows_that_are_none_are_counted(website: Website) -> None:
    website.html("/1", "Raid", "Gunmen ambushed a convoy near the plateau.")
    data = gkg(website.url("/1")) + b"\ncut\toff\n" + gkg("BBC Monitoring", collection="2")
    first, passed = read(data, "x.gkg.csv", follow=website.fetcher().follow)
    assert isinstance(first, Received)
    assert first.document.extra["gdelt"]["language"] == "fra"
    assert first.document.extra["byline"] == "Dana Field"
    assert passed == Skipped("x.gkg.csv", {"row without 27 columns": 1, "row of no address of the Web": 1})
