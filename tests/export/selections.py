"""What exports are tried on: the invented article, incidents made from it by hand, and selections of any records."""

from __future__ import annotations

from collections.abc import Iterable

from dateline.export.contract import About, Selection
from dateline.incidents import (
    ClaimRef,
    Disagreement,
    DisputedValue,
    History,
    Incident,
    IncidentActor,
    IncidentPlace,
    IncidentTime,
    IncidentToll,
    Report,
    SetAside,
)
from dateline.records import Acled, CodedDocument
from tests.export.invented import invented

ARTICLE = invented()
DOCUMENT = ARTICLE.document.id

ABOUT = About(
    profile="internal",
    licence="CC BY 4.0",
    methodology="Coded by rules.",
    made="2024-03-20T06:00:00+00:00",
    version="1.2.3",
    conditions={"country": "XVR"},
)


def selection(
    incidents: Iterable[Incident] = (), documents: Iterable[CodedDocument] = (), about: About = ABOUT
) -> Selection:
    """A selection of these records, which can be gone through again and again."""
    kept, coded = tuple(incidents), tuple(documents)
    return Selection(incidents=lambda: iter(kept), documents=lambda: iter(coded), about=about)


def claim(number: str) -> ClaimRef:
    """A claim of the invented article."""
    return ClaimRef(document=DOCUMENT, claim=number)


def invented_incidents() -> tuple[Incident, ...]:
    """An air strike with contested actors, a shelling, a summary of a region, and a call with neither place nor day."""
    return (_strike(), _shelling(), _summary(), _call())


def invented_selection() -> Selection:
    """The invented article and its incidents."""
    return selection(invented_incidents(), (ARTICLE,))


def _report(event: str) -> Report:
    return Report(document=DOCUMENT, event=event, source="Lodestar News", published="2024-03-15")


def _strike() -> Incident:
    air_force = IncidentActor(
        name="Tervan Air Force", kind="military", country="XTV", contested=True, claims=(claim("e1"),)
    )
    killed = IncidentToll(
        harm="killed", victims="civilian", low=14, best=14, rule="one-source", claims=(claim("t1"), claim("t8")),
        set_aside=(SetAside(claim=claim("t7"), rule="cumulative", reason="counts since 2019"),),
    )  # fmt: skip
    children = IncidentToll(
        harm="killed", victims="civilian", group="child", low=5, best=5, high=5, rule="one-source", within=0,
        claims=(claim("t2"),),
    )  # fmt: skip
    injured = IncidentToll(harm="injured", low=30, best=30, high=40, rule="one-source", claims=(claim("t3"),))
    fled = IncidentToll(harm="displaced", unit="household", phrase="Dozens", rule="phrase-only", claims=(claim("t5"),))
    return Incident(
        id="i0001", title="Air/drone strike, Karsh, 2024-03-14", type="ASSAULT", mode="drone",
        acled=Acled(event_type="Explosions/Remote violence", sub_event_type="Air/drone strike"),
        place=IncidentPlace(
            name="Karsh", geonames_id=9900001, lat=10.42, lon=60.11, country="XVR", admin1="Highlands", feature="PPL",
            precision=1,
        ),
        when=IncidentTime(start="2024-03-14", end="2024-03-14", precision="day"), actors=(air_force,),
        recipients=(IncidentActor(name="civilians", kind="civilians", claims=(claim("e1"),)),),
        reports=(_report("e1"), _report("e2")), sources=1, independent_sources=1, grade="contested",
        grade_reasons=("the ministry denies it",), tolls=(killed, children, injured, fled),
        disagreements=(
            Disagreement(
                field="actors",
                values=(
                    DisputedValue(value="Tervan Air Force", claims=(claim("e1"),)),
                    DisputedValue(value="not the Tervan Air Force", claims=(claim("e3"),)),
                ),
            ),
        ),
        reviewed=True, history=(History(at="2024-03-16T08:00:00Z", by="A. Reviewer", what="pinned the place"),),
    )  # fmt: skip


def _shelling() -> Incident:
    fighters = IncidentToll(
        harm="killed", victims="combatant", side="northern-accord", best=6, high=6, rule="enemy-claim-alone",
        claims=(claim("t4"),),
    )  # fmt: skip
    return Incident(
        id="i0002", title="Shelling <at> Velm & bridge, 2024-03-13", type="ASSAULT", mode="heavy-weapons",
        acled=Acled(event_type="Explosions/Remote violence", sub_event_type="Shelling/artillery/missile attack"),
        place=IncidentPlace(name="Velm bridge", lat=-10.45, lon=-60.15, country="XVR", feature="BDG", precision=2),
        when=IncidentTime(start="2024-03-13", end="2024-03-13", precision="day"),
        actors=(IncidentActor(name="Tervan soldiers", kind="military", country="XTV", claims=(claim("e4"),)),),
        recipients=(IncidentActor(name="Northern Accord", kind="rebel", country="XVR", claims=(claim("e4"),)),),
        reports=(_report("e4"),), sources=1, independent_sources=1, grade="weak", tolls=(fighters,),
    )  # fmt: skip


def _summary() -> Incident:
    died = IncidentToll(
        harm="killed", scope="cumulative", since="2019-01-01", low=410, best=410, rule="one-source",
        claims=(claim("t7"),),
    )  # fmt: skip
    return Incident(
        id="i0003", title="Fighting, Highlands", type="ASSAULT",
        acled=Acled(event_type="Battles", sub_event_type="Armed clash"),
        place=IncidentPlace(name="Highlands", lat=10.7, lon=60.4, country="XVR", feature="ADM1", precision=4),
        when=IncidentTime(start="2019-01-01", end="2024-03-15", precision="year"), reports=(_report("e5"),), sources=1,
        independent_sources=1, grade="weak", tolls=(died,), aggregate=True, contains=("i0001", "i0002"),
    )  # fmt: skip


def _call() -> Incident:
    return Incident(
        id="i0004", title="Request (change): United Council", type="REQUEST", mode="change",
        actors=(IncidentActor(name="United Council", kind="igo", claims=(claim("e6"),)),), reports=(_report("e6"),),
        sources=1, independent_sources=1, grade="weak",
    )  # fmt: skip
