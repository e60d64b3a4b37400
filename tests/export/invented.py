"""A coded document of an invented article, with everything that is hard to show.

Nested and overlapping evidence, a right-to-left paragraph with emoji, tolls of every bound, a denial inside a chain
of sources, events that did not happen, and a place that was not found. No place, group or person in it exists.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dateline.records import (
    Acled,
    Actor,
    Attribution,
    CodedDocument,
    Document,
    Event,
    EventTime,
    Note,
    Place,
    Relation,
    Span,
    Statement,
    Toll,
    Victims,
    When,
)

TITLE = "Drone strike on Karsh market kills at least 14, rescuers say"

TEXT = """\
Drone strike on Karsh market kills at least 14, rescuers say

ORDUN, 14 March (Lodestar News) - A drone strike on a crowded market in the town of Karsh killed at least \
14 civilians, including five children, and wounded between 30 and 40 others on Thursday, the Karsh Rescue \
Corps said.

The Rescue Corps accused the Tervan Air Force of carrying out the attack, the second on the market in a \
month. Tervan's defence ministry denied that its aircraft had bombed Karsh. "Our planes did not fly over \
the district," ministry spokesman Ilan Dorvey told Lodestar News, "and we regret any loss of life."

State television quoted the provincial governor as saying that up to 6 fighters of the Northern Accord \
were killed when soldiers shelled Velm bridge before dawn on Wednesday.

قال عامل إغاثة في كارش 🚑: «قُتل ١٤ شخصًا وفرّت عشرات العائلات 👨‍👩‍👧‍👦 إلى أوردون».

Dozens of families fled from Karsh to Ordun, and aid workers estimated that about 2,300 people had been \
displaced since 1 February. More than 410 people have died in the highlands since the uprising of 2019, \
according to the Highland Monitoring Desk.

The United Council called for a ceasefire before the spring festival. The Northern Accord, led by Maren \
Tolk, threatened to close the Velm road, and plans to send fighters to Upper Sarn next week, two people \
familiar with the matter said. Mr Tolk's movement is allied with the Sarn Brigade.
"""

RTL_SENTENCE = "قُتل ١٤ شخصًا وفرّت عشرات العائلات 👨‍👩‍👧‍👦 إلى أوردون"


@dataclass(frozen=True)
class Finder:
    """Finds the spans of an article by their words."""

    text: str

    def __call__(self, words: str, nth: int = 0) -> Span:
        """The ``nth`` place, from 0, where the article has the words."""
        start = -1
        for _ in range(nth + 1):
            start = self.text.index(words, start + 1)
        return Span.of(self.text, start, start + len(words))


find = Finder(TEXT)

STRIKE = find(
    "A drone strike on a crowded market in the town of Karsh killed at least 14 civilians, including five children, "
    "and wounded between 30 and 40 others on Thursday, the Karsh Rescue Corps said"
)
DENIAL = find("Tervan's defence ministry denied that its aircraft had bombed Karsh")
SHELLING = find(
    "State television quoted the provincial governor as saying that up to 6 fighters of the Northern Accord were "
    "killed when soldiers shelled Velm bridge before dawn on Wednesday"
)
FLIGHT = find("Dozens of families fled from Karsh to Ordun")
DISPLACED = find("aid workers estimated that about 2,300 people had been displaced since 1 February")
ACCORD = find(
    "The Northern Accord, led by Maren Tolk, threatened to close the Velm road, and plans to send fighters to Upper "
    "Sarn next week, two people familiar with the matter said"
)
THURSDAY = EventTime(start="2024-03-14", end="2024-03-14", precision="day", date="d2")


def invented() -> CodedDocument:
    """The coded document."""
    return CodedDocument(
        document=Document.from_text(
            TEXT,
            title=TITLE,
            source="Lodestar News",
            url="https://lodestar.example/karsh-market",
            published="2024-03-15",
        ),
        actors=_actors(),
        places=_places(),
        dates=_dates(),
        events=_events(),
        tolls=_tolls(),
        statements=_statements(),
        relations=_relations(),
        notes=(Note(code="W102", message="No place of this name was found", span=find("Upper Sarn")),),
    )


def coded_text(text: str, **fields: Any) -> CodedDocument:
    """A coded document of any text, with no claims but those in ``fields``."""
    return CodedDocument(document=Document.from_text(text), **fields)


def _actors() -> tuple[Actor, ...]:
    return (
        Actor(
            id="a1",
            name="Karsh Rescue Corps",
            kind="ngo",
            country="XVR",
            mentions=(find("rescuers"), find("the Karsh Rescue Corps"), find("The Rescue Corps")),
        ),
        Actor(
            id="a2", name="Tervan Air Force", kind="military", country="XTV", mentions=(find("the Tervan Air Force"),)
        ),
        Actor(
            id="a3",
            name="Tervan Defence Ministry",
            kind="government",
            country="XTV",
            mentions=(find("Tervan's defence ministry"), find("ministry", 1)),
        ),
        Actor(
            id="a4",
            name="Ilan Dorvey",
            kind="government",
            country="XTV",
            individual=True,
            mentions=(find("ministry spokesman Ilan Dorvey"),),
        ),
        Actor(id="a5", name="Lodestar News", kind="media", mentions=(find("Lodestar News"), find("Lodestar News", 1))),
        Actor(id="a6", name="State television", kind="media", country="XTV", mentions=(find("State television"),)),
        Actor(
            id="a7",
            name="Provincial governor",
            kind="government",
            country="XTV",
            individual=True,
            mentions=(find("the provincial governor"),),
        ),
        Actor(
            id="a8",
            name="Northern Accord",
            kind="rebel",
            country="XVR",
            mentions=(find("the Northern Accord"), find("The Northern Accord"), find("Mr Tolk's movement")),
        ),
        Actor(id="a9", name="Tervan soldiers", kind="military", country="XTV", mentions=(find("soldiers"),)),
        Actor(id="a10", name="United Council", kind="igo", mentions=(find("The United Council"),)),
        Actor(
            id="a11",
            name="Maren Tolk",
            kind="rebel",
            country="XVR",
            individual=True,
            mentions=(find("Maren Tolk"), find("Mr Tolk")),
        ),
        Actor(id="a12", name="Highland Monitoring Desk", kind="ngo", mentions=(find("the Highland Monitoring Desk"),)),
        Actor(id="a13", name="Sarn Brigade", kind="militia", country="XVR", mentions=(find("the Sarn Brigade"),)),
        Actor(id="a14", name="Aid workers", kind="civil_society", mentions=(find("aid workers"),)),
    )


def _places() -> tuple[Place, ...]:
    return (
        Place(
            id="p1",
            name="Karsh",
            lat=10.42,
            lon=60.11,
            country="XVR",
            admin1="Highlands",
            feature="PPL",
            precision=1,
            mentions=(find("Karsh"), find("Karsh", 1), find("Karsh", 3), find("Karsh", 4)),
        ),
        Place(
            id="p2",
            name="Ordun",
            lat=10.31,
            lon=60.34,
            country="XVR",
            admin1="Highlands",
            feature="PPLA",
            precision=1,
            mentions=(find("ORDUN"), find("Ordun")),
        ),
        Place(
            id="p3",
            name="Velm bridge",
            lat=10.45,
            lon=60.15,
            country="XVR",
            admin1="Highlands",
            feature="BDG",
            precision=2,
            mentions=(find("Velm bridge"),),
        ),
        Place(
            id="p4",
            name="Highlands",
            lat=10.7,
            lon=60.4,
            country="XVR",
            admin1="Highlands",
            feature="ADM1",
            precision=4,
            mentions=(find("the highlands"),),
        ),
        Place(id="p5", name="Upper Sarn", mentions=(find("Upper Sarn"),)),
        Place(
            id="p6",
            name="Tervan",
            lat=14.0,
            lon=66.0,
            country="XTV",
            feature="PCLI",
            precision=6,
            mentions=(find("Tervan"),),
        ),
    )


def _dates() -> tuple[When, ...]:
    return (
        When(
            id="d1",
            value="2024-03-14",
            start="2024-03-14",
            end="2024-03-14",
            type="DATE",
            mention=find("14 March"),
        ),
        When(
            id="d2",
            value="2024-03-14",
            start="2024-03-14",
            end="2024-03-14",
            type="DATE",
            mention=find("Thursday"),
        ),
        When(
            id="d3",
            value="2024-03-13",
            start="2024-03-13",
            end="2024-03-13",
            type="DATE",
            mention=find("Wednesday"),
        ),
        When(
            id="d4",
            value="2024-02-01",
            start="2024-02-01",
            end="2024-02-01",
            type="DATE",
            mention=find("1 February"),
        ),
        When(id="d5", value="2019", start="2019-01-01", end="2019-12-31", type="DATE", mention=find("2019")),
        When(
            id="d6",
            value="2024-W12",
            start="2024-03-18",
            end="2024-03-24",
            type="DATE",
            mention=find("next week"),
        ),
        When(id="d7", value="P1M", type="DURATION", mention=find("in a month")),
    )


def _events() -> tuple[Event, ...]:
    by_rescuers = (Attribution(source="a1", cue=find("said"), source_text=find("the Karsh Rescue Corps")),)
    return (
        Event(
            id="e1",
            type="ASSAULT",
            mode="drone",
            contexts=("military",),
            acled=Acled(event_type="Explosions/Remote violence", sub_event_type="Air/drone strike"),
            trigger=find("drone strike"),
            evidence=(STRIKE,),
            targets=(find("a crowded market"),),
            places=("p1",),
            when=THURSDAY,
            attribution=by_rescuers,
            rule="assault-drone-strike",
            confidence=0.95,
        ),
        Event(
            id="e2",
            type="ACCUSE",
            mode="allege",
            trigger=find("accused"),
            evidence=(find("The Rescue Corps accused the Tervan Air Force of carrying out the attack"),),
            actors=("a1",),
            recipients=("a2",),
            when=EventTime(start="2024-03-14", end="2024-03-15", precision="day", derived_by="publication-window"),
            rule="accuse-of",
            confidence=0.9,
        ),
        Event(
            id="e3",
            type="ASSAULT",
            mode="aerial",
            contexts=("military",),
            acled=Acled(event_type="Explosions/Remote violence", sub_event_type="Air/drone strike"),
            trigger=find("bombed"),
            evidence=(DENIAL,),
            actors=("a2",),
            places=("p1",),
            when=THURSDAY,
            status="denied",
            attribution=(
                Attribution(
                    source="a3", cue=find("denied"), source_text=find("Tervan's defence ministry"), certainty="denied"
                ),
            ),
            same_as="e1",
            rule="assault-aerial-bomb",
            confidence=0.8,
        ),
        Event(
            id="e4",
            type="ASSAULT",
            mode="heavy-weapons",
            contexts=("military",),
            acled=Acled(event_type="Explosions/Remote violence", sub_event_type="Shelling/artillery/missile attack"),
            trigger=find("shelled"),
            evidence=(SHELLING, find("soldiers shelled Velm bridge")),
            actors=("a9",),
            recipients=("a8",),
            targets=(find("Velm bridge"),),
            places=("p3",),
            when=EventTime(start="2024-03-13", end="2024-03-13", precision="day", date="d3"),
            attribution=(
                Attribution(
                    source="a6", cue=find("quoted"), source_text=find("State television"), certainty="reported"
                ),
                Attribution(source="a7", cue=find("saying"), source_text=find("the provincial governor")),
            ),
            rule="assault-shell",
            confidence=0.88,
        ),
        Event(
            id="e5",
            type="RETREAT",
            mode="ceasefire",
            trigger=find("ceasefire"),
            evidence=(find("called for a ceasefire before the spring festival"),),
            when=EventTime(start="2024-03-15", precision="unknown"),
            status="called_for",
            attribution=(Attribution(source="a10", cue=find("called for"), source_text=find("The United Council")),),
            rule="retreat-ceasefire",
            confidence=0.7,
        ),
        Event(
            id="e6",
            type="THREATEN",
            mode="restrict",
            trigger=find("threatened"),
            evidence=(find("The Northern Accord, led by Maren Tolk, threatened to close the Velm road"), ACCORD),
            actors=("a8",),
            rule="threaten-to",
            confidence=0.85,
        ),
        Event(
            id="e7",
            type="MOBILIZE",
            mode="militia",
            trigger=find("send fighters"),
            evidence=(ACCORD,),
            actors=("a8",),
            destination=("p5",),
            when=EventTime(start="2024-03-18", end="2024-03-24", precision="week", date="d6"),
            status="planned",
            attribution=(
                Attribution(
                    cue=find("said", 1), source_text=find("two people familiar with the matter"), certainty="reported"
                ),
            ),
            rule="mobilize-send",
            confidence=0.75,
        ),
    )


def _tolls() -> tuple[Toll, ...]:
    by_rescuers = (Attribution(source="a1", cue=find("said"), source_text=find("the Karsh Rescue Corps")),)
    return (
        Toll(
            id="t1",
            harm="killed",
            low=14,
            best=14,
            bound="at_least",
            victims=Victims(text=find("civilians"), status="civilian"),
            event="e1",
            places=("p1",),
            number=find("at least 14", 1),
            attribution=by_rescuers,
            evidence=(STRIKE,),
            rule="toll-killed",
            confidence=0.96,
        ),
        Toll(
            id="t2",
            harm="killed",
            low=5,
            best=5,
            high=5,
            bound="exact",
            victims=Victims(text=find("children"), status="civilian", age="child"),
            event="e1",
            places=("p1",),
            number=find("five"),
            part_of="t1",
            attribution=by_rescuers,
            evidence=(find("killed at least 14 civilians, including five children"),),
            rule="toll-including",
            confidence=0.92,
        ),
        Toll(
            id="t3",
            harm="injured",
            low=30,
            best=30,
            high=40,
            bound="range",
            victims=Victims(text=find("others")),
            event="e1",
            places=("p1",),
            number=find("between 30 and 40"),
            attribution=by_rescuers,
            evidence=(STRIKE,),
            rule="toll-injured",
            confidence=0.9,
        ),
        Toll(
            id="t4",
            harm="killed",
            best=6,
            high=6,
            bound="at_most",
            victims=Victims(text=find("fighters of the Northern Accord"), status="combatant", actor="a8"),
            event="e4",
            places=("p3",),
            number=find("up to 6"),
            attribution=(
                Attribution(
                    source="a6", cue=find("quoted"), source_text=find("State television"), certainty="reported"
                ),
                Attribution(
                    source="a7", cue=find("saying"), source_text=find("the provincial governor"), certainty="alleged"
                ),
            ),
            evidence=(SHELLING,),
            rule="toll-killed",
            confidence=0.86,
        ),
        Toll(
            id="t5",
            harm="displaced",
            bound="order",
            unit="household",
            origin=("p1",),
            destination=("p2",),
            number=find("Dozens"),
            evidence=(FLIGHT,),
            rule="toll-fled",
            confidence=0.8,
        ),
        Toll(
            id="t6",
            harm="displaced",
            best=2300,
            bound="approximately",
            victims=Victims(text=find("people")),
            scope="cumulative",
            since="2024-02-01",
            number=find("about 2,300"),
            attribution=(
                Attribution(
                    source="a14", cue=find("estimated"), source_text=find("aid workers"), certainty="estimated"
                ),
            ),
            evidence=(DISPLACED,),
            rule="toll-displaced",
            confidence=0.84,
        ),
        Toll(
            id="t7",
            harm="killed",
            low=410,
            best=410,
            bound="at_least",
            victims=Victims(text=find("people", 1)),
            scope="cumulative",
            since="2019",
            places=("p4",),
            number=find("More than 410"),
            attribution=(
                Attribution(source="a12", cue=find("according to"), source_text=find("the Highland Monitoring Desk")),
            ),
            evidence=(
                find(
                    "More than 410 people have died in the highlands since the uprising of 2019, according to the "
                    "Highland Monitoring Desk"
                ),
            ),
            rule="toll-died",
            confidence=0.9,
        ),
        Toll(
            id="t8",
            harm="killed",
            low=14,
            best=14,
            high=14,
            bound="exact",
            places=("p1",),
            number=find("١٤"),
            attribution=(Attribution(source_text=find("عامل إغاثة"), cue=find("قال")),),
            evidence=(find(RTL_SENTENCE),),
            rule="toll-killed",
            confidence=0.6,
        ),
    )


def _statements() -> tuple[Statement, ...]:
    first, second = find('"Our planes did not fly over the district,"'), find('"and we regret any loss of life."')
    return (
        Statement(
            id="s1",
            speaker="a4",
            addressee="a5",
            direct=True,
            cue=find("told"),
            source_text=find("ministry spokesman Ilan Dorvey"),
            content=(first, second),
            evidence=(Span.of(TEXT, first.start, second.end),),
            rule="quote-split",
            confidence=0.95,
        ),
        Statement(
            id="s2",
            speaker="a3",
            direct=False,
            cue=find("denied"),
            source_text=find("Tervan's defence ministry"),
            content=(find("that its aircraft had bombed Karsh"),),
            evidence=(DENIAL,),
            rule="clause-that",
            confidence=0.9,
        ),
        Statement(
            id="s3",
            direct=False,
            cue=find("said", 1),
            source_text=find("two people familiar with the matter"),
            content=(find("plans to send fighters to Upper Sarn next week"),),
            evidence=(ACCORD,),
            rule="clause-final",
            confidence=0.7,
        ),
    )


def _relations() -> tuple[Relation, ...]:
    return (
        Relation(
            id="r1",
            subject="a4",
            relation="spokesperson_of",
            object="a3",
            evidence=(find("ministry spokesman Ilan Dorvey"),),
            rule="apposition",
            confidence=0.9,
        ),
        Relation(
            id="r2",
            subject="a11",
            relation="leads",
            object="a8",
            evidence=(find("The Northern Accord, led by Maren Tolk"),),
            rule="led-by",
            confidence=0.93,
        ),
        Relation(
            id="r3",
            subject="a8",
            relation="ally_of",
            object="a13",
            evidence=(find("Mr Tolk's movement is allied with the Sarn Brigade"),),
            rule="allied-with",
            confidence=0.9,
        ),
    )
