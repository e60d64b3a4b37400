"""Where headlines, headings, datelines and paragraphs start and end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.parse.segments import segments_of
from dateline.parse.text import plain

STORY = "Two men died on Monday."


def parts(text: str) -> list[tuple[str, str]]:
    return [(segment.kind, text[segment.start : segment.end]) for segment in segments_of(plain(text))]


@pytest.mark.parametrize(
    "dateline",
    [
        "KABUL, Afghanistan (Jan. 25, 2013) —",
        "KABUL, Afghanistan – Jan. 25, 2013 –",
        "GAZA CITY, Gaza Strip (AP) —",
        "Kyiv, 3 March (Agency) -",
        "ALEPPO, Syria, Nov 30 (Reuters) -",
        "DHAKA, Aug 15 (Delta News Network) –",
        "BEIRUT (AFP) –",
        "Beirut (AFP) -",
        "BAGHDAD —",
        "BAGHDAD --",
        "CAIRO, Egypt  -",
        "RAMALLAH, West Bank (AP) _",
        "Port-au-Prince, Haiti (CNN) --",
        "LONDON/PARIS, March 3 (Reuters) -",
        "UNITED NATIONS, 3 March 2022 (IPS) --",
        "N'DJAMENA, March 3 -",
        "SANA’A —",
        "AL-QAMISHLI, Syria (North Press) –",
        "ADEN, Yemen, 22 January –",
        "GOMA, Democratic Republic of Congo (Lakes Wire) —",
        "Washington, D.C. (AP) —",
        "MEXICO CITY:",
        "Yangon, 12 April -",
        "Nairobi, 3 May 2023 –",
        "Addis Ababa, Ethiopia, 12 April:",
        "(Geneva, 3 May 2023) –",
        "(Reuters) -",
    ],
)
@pytest.mark.parametrize("story", [STORY, "“We won,” he said."])
def test_datelines(dateline: str, story: str) -> None:
    assert parts(f"{dateline} {story}") == [("dateline", dateline), ("paragraph", story)]


@pytest.mark.parametrize("opening", ["Monday, 12 April –", "On Monday, 12 April -", "In Aleppo, 12 April -"])
def test_a_day_is_no_dateline(opening: str) -> None:
    assert [kind for kind, _ in parts(f"{opening} {STORY}")] == ["paragraph"]


def test_a_dateline_on_a_line_of_its_own() -> None:
    text = "KABUL, Afghanistan (Jan. 25, 2013)\nA force killed two men."
    assert parts(text) == [
        ("dateline", "KABUL, Afghanistan (Jan. 25, 2013)"),
        ("paragraph", "A force killed two men."),
    ]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("The town of Maru - once quiet - fell.", "dashes around words"),
        ("US troops - and no others - left.", "an abbreviation that starts a sentence"),
        ("President Ada Obi (left) - who was there - spoke.", "a note that is no agency"),
        ("Rebels took Maru, the army said - and left.", "a dash far into the sentence"),
        ("Ada said: two men died.", "a colon after a clause"),
        ("12 men died in Maru.", "a figure that starts a sentence is no list number"),
        ("At 16:40 two men died.", "a time inside a sentence"),
        ("By Monday two men were dead.", "a sentence that starts like a byline"),
        ("3.50 dollars is the price.", "a price is no time of day"),
    ],
)
def test_what_only_looks_like_one(text: str, reason: str) -> None:
    assert parts(text) == [("paragraph", text)], reason


@pytest.mark.parametrize(
    ("text", "wanted", "reason"),
    [
        ("Raid kills two\n\nTwo men died.", ["headline", "paragraph"], "a title over a story"),
        ("Raid kills two\nTwo men died.", ["headline", "paragraph"], "with no blank line between"),
        ("Raid kills two\r\n\r\nTwo men died.", ["headline", "paragraph"], "with the line ends of Windows"),
        ("Raid kills two", ["paragraph"], "a single line may be all that there is, and is read as a sentence"),
        ("Rebels Attack Town in North. The army said two died.", ["headline", "paragraph"], "run in, in title case"),
        (
            "Raid kills two in Maru. MARU, Nigeria (AP) — Two men died.",
            ["headline", "dateline", "paragraph"],
            "run in before a dateline",
        ),
        ("Raid kills two in Maru. Two more men died on Monday.", ["paragraph"], "two sentences are no headline"),
        ("Raid kills two\nBy Jane Doe and John Roe\n\nTwo died.", ["headline", "heading", "paragraph"], "a byline"),
        ("By Jane Doe\nRaid kills two\n\nTwo died.", ["heading", "headline", "paragraph"], "a byline above the title"),
        ("16:40\nDeath toll rises\nTwo died.", ["heading", "headline", "paragraph"], "a time stamp above the title"),
        ("LIVE: Blast in Maru\n16:40 GMT\nTwo died.", ["headline", "heading", "paragraph"], "rolling coverage"),
        ("Blast in Maru\n16:40 GMT: Two died.", ["headline", "heading", "paragraph"], "a time stamp before its entry"),
        ("Blast in Maru\n10:15am - Two died.", ["headline", "heading", "paragraph"], "and one with a dash"),
        ("# Report 14\n\n## Highlights\n\nTwo died.", ["headline", "heading", "paragraph"], "Markdown headings"),
        ("**Highlights**\nTwo died.", ["headline", "paragraph"], "a bold line"),
        ("Flood\n\nTwo died.\n\nSituation overview\n\nMore died.", ["headline", "paragraph", "heading", "paragraph"], "a sitrep"),
        ("HIGHLIGHTS\n- Two died.\n• Ten fled.\n1) Six left.", ["headline", *["paragraph"] * 3], "bullets"),
        ("Blast\n“We won,” he said", ["headline", "paragraph"], "a quotation without full stop is no heading"),
    ],
)  # fmt: skip
def test_shapes(text: str, wanted: list[str], reason: str) -> None:
    assert [kind for kind, _ in parts(text)] == wanted, reason


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("# Report 14 #\n\nTwo died.", "Report 14"),
        ("__Highlights__\n\nTwo died.", "Highlights"),
        ("## **Highlights**\n\nTwo died.", "Highlights"),
        ("- Two died.", "Two died."),
        ("• Two died.", "Two died."),
        ("  (2) Two died.  ", "Two died."),
    ],
)
def test_markup_is_left_out(text: str, wanted: str) -> None:
    assert parts(text)[0][1] == wanted


WORDS = [
    "Maru",
    "(AP)",
    "—",
    "-",
    "–",
    "died.",
    "two",
    "\n",
    "\n\n",
    "16:40",
    "#",
    "**",
    "By",
    "“",
    "”",
    ":",
    "• ",
    "1) ",
    "É",
    "🕯️",
    "\r",
]
LINES = st.lists(st.sampled_from(WORDS)).map(" ".join) | st.text()


@given(LINES)
def test_segments_are_in_order_and_tight(text: str) -> None:
    text = plain(text)
    at = 0
    for segment in segments_of(text):
        assert at <= segment.start < segment.end <= len(text)
        words = text[segment.start : segment.end]
        assert words == words.strip()
        assert "\n\n" not in words, "a blank line always parts"
        at = segment.end


@given(LINES)
def test_segments_leave_out_markup_only(text: str) -> None:
    """Nothing that a report says is lost between segments."""
    text = plain(text)
    outside = list(text)
    for segment in segments_of(text):
        outside[segment.start : segment.end] = " " * (segment.end - segment.start)
    left = {char for char in "".join(outside) if not char.isspace()}
    assert left <= set("#*_-•–·▪●().0123456789"), left


@pytest.mark.parametrize(
    ("text", "segments", "reason"),
    [
        ("People fled to camps in\nOnslow and Maru.", 1, "a wrap after a preposition"),
        ("More than 180 people\nwere moved on Monday.", 1, "a wrap before a small letter"),
        ("The provinces of Ferra,\nMaru and Teld were hit.", 1, "a wrap after a comma"),
        ("Army Retakes Town\nSoldiers entered Maru on Monday.", 2, "a title and its story"),
        ("Two died in Maru.\nthree fled.", 2, "a sentence that is over"),
        ("People fled to camps in\n\nonslow.", 2, "a blank line always parts"),
        ("People fled from\n- Maru and Teld.", 2, "a list is no wrapped line"),
        ("storm hits town\nhomes are gone, police say.", 2, "a text without capitals shows no wraps"),
    ],
)
def test_wrapped_lines(text: str, segments: int, reason: str) -> None:
    assert len(segments_of(plain(text))) == segments, reason
