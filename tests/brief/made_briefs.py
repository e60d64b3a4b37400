"""A store of invented reports for tests of briefs: a contested strike, a count by month, displacement, control and diplomacy."""

from __future__ import annotations

from pathlib import Path

from dateline.intake.linking import link_all
from dateline.records import CodedDocument
from dateline.store import Store, create_store
from tests.contracts.made import At, Did, Who, arrival, coded
from tests.contracts.stores import FIRST

MARKET = At("Omdurman", 15.65, 32.48, "SDN", "Khartoum", 365137)
TOWN = At("El Obeid", 13.18, 30.22, "SDN", "North Kordofan", 377039)
BUKAVU = At("Bukavu", -2.5, 28.86, "COD", "South Kivu", 217831)
ARMY = Who("Army of the North", None, "military")
BRIGADE = Who("River Brigade", None, "rebel")
STRIKE = ("Explosions/Remote violence", "Air/drone strike")
TAKEN = ("Battles", "Non-state actor overtakes territory")
HOSTILE = Who('<script>alert("x")</script>\u202eevil', None, "rebel")


def reports() -> list[CodedDocument]:
    """Reports of 2 to 6 June 2024."""
    day = ("2024-06-03", "2024-06-03")
    return [
        coded(
            "Planes bombed the market in Omdurman, killing 22 and wounding 40, medics said.",
            Did("bombed the market", mode="aerial", acled=STRIKE, at=MARKET, by=ARMY, cited=Who("medics", None, "civilians"), days=day,
                tolls=[("killed", 22), ("injured", 40)]),
            published="2024-06-04", source="Nile Wire",
        ),
        coded(
            "An air strike on the market of Omdurman killed 25 people, the hospital said.",
            Did("air strike on the market", mode="aerial", acled=STRIKE, at=MARKET, by=ARMY, cited=Who("the hospital", None, "ngo"),
                days=day, tolls=[("killed", 25)]),
            published="2024-06-04", source="Savannah News",
        ),
        coded(
            "The River Brigade seized El Obeid on Monday, residents said.",
            Did("seized El Obeid", acled=TAKEN, at=TOWN, by=BRIGADE, days=("2024-06-02", "2024-06-02")),
            published="2024-06-05", source="Nile Wire",
        ),
        coded(
            "Fighting near El Obeid has driven 9000 from their homes.",
            Did("Fighting near El Obeid", at=TOWN, days=("2024-06-05", "2024-06-05"), tolls=[("displaced", 9000)]),
            published="2024-06-06", source="Aid Bulletin",
        ),
        coded(
            "Gunmen killed 3 farmers near Bukavu.",
            Did("Gunmen killed 3", mode="firearms", at=BUKAVU, by=Who("gunmen"), days=day, tolls=[("killed", 3)]),
            published="2024-06-04", source="Lakes Radio",
        ),
    ]  # fmt: skip


def filled(path: Path, *records: CodedDocument) -> Store:
    """A store with these reports (or all of them), linked; the caller closes it."""
    store = create_store(path)
    with store.run("test", FIRST) as run:
        store.add([arrival(record) for record in records or reports()], run)
    link_all(store)
    return store
