"""The table in UCDP GED's columns, read back by pandas and checked by pandera against the codebook's codes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pandera.pandas as pa
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from dateline.export.contract import Selection
from dateline.export.formats.ucdp import EXPORT, priogrid
from dateline.incidents import Incident, IncidentActor, IncidentTime, IncidentToll
from dateline.records import Acled
from tests.export.selections import ABOUT, ARTICLE, claim, invented_incidents, selection
from tests.strategies import incidents

HEADER = (
    "id,relid,year,active_year,code_status,type_of_violence,conflict_dset_id,conflict_new_id,conflict_name,dyad_dset_id,"
    "dyad_new_id,dyad_name,side_a_dset_id,side_a_new_id,side_a,side_b_dset_id,side_b_new_id,side_b,number_of_sources,"
    "source_article,source_office,source_date,source_headline,source_original,where_prec,where_coordinates,"
    "where_description,adm_1,adm_2,latitude,longitude,geom_wkt,priogrid_gid,country,country_id,region,event_clarity,"
    "date_prec,date_start,date_end,deaths_a,deaths_b,deaths_civilians,deaths_unknown,best,high,low,gwnoa,gwnob"
)
_WHOLE = {"nullable": True, "coerce": True}
_DEATHS = pa.Column("Int64", pa.Check.ge(0), **_WHOLE)
SCHEMA = pa.DataFrameSchema(
    {
        "id": pa.Column("Int64", pa.Check.in_range(0, 2**48), unique=True, coerce=True),
        "type_of_violence": pa.Column("Int64", pa.Check.isin([1, 2, 3]), **_WHOLE),
        "where_prec": pa.Column("Int64", pa.Check.isin(range(1, 8)), **_WHOLE),
        "latitude": pa.Column(float, pa.Check.in_range(-90, 90), **_WHOLE),
        "longitude": pa.Column(float, pa.Check.in_range(-180, 180), **_WHOLE),
        "priogrid_gid": pa.Column("Int64", pa.Check.in_range(1, 259200), **_WHOLE),
        "region": pa.Column(str, pa.Check.isin(["Africa", "Americas", "Asia", "Europe", "Middle East"]), nullable=True),
        "event_clarity": pa.Column("Int64", pa.Check.isin([1, 2]), coerce=True),
        "date_prec": pa.Column("Int64", pa.Check.isin(range(1, 6)), coerce=True),
        "date_start": pa.Column(str, pa.Check.str_matches(r"^\d{4}-\d{2}-\d{2}$")),
        "date_end": pa.Column(str, pa.Check.str_matches(r"^\d{4}-\d{2}-\d{2}$")),
        **dict.fromkeys(("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "best", "high", "low"), _DEATHS),
    },
    checks=[
        pa.Check(lambda f: (f["deaths_a"] + f["deaths_b"] + f["deaths_civilians"] + f["deaths_unknown"] == f["best"])
                 | f["best"].isna()),
        pa.Check(lambda f: ((f["low"] <= f["best"]) & (f["best"] <= f["high"])) | f["best"].isna()),
        pa.Check(lambda f: f["date_start"] <= f["date_end"]),
    ],
)  # fmt: skip


def chosen(some: list[Incident], *, everything: bool = False) -> Selection:
    options = frozenset({"without-deaths"} if everything else ())
    return Selection(
        incidents=lambda: iter(some), documents=lambda: iter([ARTICLE]), about=ABOUT, options=options
    )  # fmt: skip


def table(some: list[Incident], path: Path, *, everything: bool = False) -> pd.DataFrame:
    EXPORT.write(chosen(some, everything=everything), path)
    return SCHEMA.validate(pd.read_csv(path, dtype=str, keep_default_na=False).replace("", None), lazy=True)


def changed(**fields: Any) -> Incident:
    return invented_incidents()[0].model_copy(update=fields)


def actor(kind: str, name: str = "X") -> IncidentActor:
    return IncidentActor(name=name, kind=kind, claims=(claim("e1"),))  # type: ignore[arg-type]


def test_the_49_columns_stand_in_the_codebooks_order(tmp_path: Path) -> None:
    EXPORT.write(chosen([]), tmp_path / "u.csv")
    assert (tmp_path / "u.csv").read_text("utf-8") == f"{HEADER}\n"
    assert len(HEADER.split(",")) == 49


def test_one_incident_is_one_row_with_what_the_record_says(tmp_path: Path) -> None:
    strike = table([invented_incidents()[0]], tmp_path / "u.csv").iloc[0]
    assert (strike["relid"], strike["year"]) == ("i0001", "2024")
    assert (strike["type_of_violence"], strike["side_a"], strike["side_b"]) == (3, "Tervan Air Force", "Civilians")
    assert (strike["deaths_civilians"], strike["deaths_unknown"], strike["best"]) == (14, 0, 14)
    assert (strike["where_prec"], strike["date_prec"], strike["event_clarity"]) == (1, 1, 1)
    assert strike["geom_wkt"] == "POINT (60.11 10.42)"
    assert strike["source_office"] == "Lodestar News"
    assert strike["source_headline"] == "Drone strike on Karsh market kills at least 14, rescuers say"
    assert "Karsh Rescue Corps" in strike["source_original"]


def test_what_only_ucdp_knows_is_empty(tmp_path: Path) -> None:
    strike = table([invented_incidents()[0]], tmp_path / "u.csv").iloc[0]
    unknown = ["active_year", "code_status", "conflict_name", "conflict_new_id", "dyad_new_id", "side_a_new_id", "adm_2",
               "country_id", "gwnoa", "gwnob"]  # fmt: skip
    assert strike[unknown].isna().all()


def test_an_incident_without_deaths_is_left_out_unless_asked_for(tmp_path: Path) -> None:
    calm = [changed(tolls=())]
    written = EXPORT.write(chosen(calm), tmp_path / "u.csv")
    assert written.counts == {"incidents": 0}
    assert list(written.left_out.values()) == [1]
    assert table(calm, tmp_path / "v.csv", everything=True).iloc[0]["best"] == 0


def test_the_enemys_word_alone_is_no_best_figure(tmp_path: Path) -> None:
    alone = IncidentToll(
        harm="killed", victims="combatant", side="x", high=6, rule="enemy-claim-alone", claims=(claim("t4"),)
    )
    shelling = [changed(tolls=(alone,))]
    assert EXPORT.write(chosen(shelling), tmp_path / "u.csv").counts == {"incidents": 0}
    found = table(shelling, tmp_path / "v.csv", everything=True).iloc[0]
    assert pd.isna(found["best"])
    assert found["high"] == 6


@pytest.mark.parametrize(
    ("actors", "recipients", "acled", "expected", "why"),
    [
        ("military", "rebel", "Battles", (1, "A", "R"), "a state against a group"),
        ("rebel", "military", "Battles", (1, "R", "A"), "the state is side a, whoever acted"),
        ("military", "military", "Battles", (1, "A", "R"), "two states"),
        ("militia", "rebel", "Battles", (2, "A", "R"), "two groups without a state"),
        ("rebel", "civilians", "Violence against civilians", (3, "A", "Civilians"), "one-sided"),
        ("police", "media", "Violence against civilians", (3, "A", "Civilians"), "journalists are civilians"),
        ("rebel", None, "Violence against civilians", (3, "A", "Civilians"), "ACLED's type says who was attacked"),
        ("unknown", "civilians", "Violence against civilians", (None, "A", "R"), "not known whether the side is armed"),
        (
            "rebel",
            "government",
            "Violence against civilians",
            (1, "R", "A"),
            "the police of a station that gunmen attack are no civilians",
        ),
        ("military", None, "Battles", (None, "A", None), "against whom is not known"),
    ],
)
def test_types_of_violence(
    actors: str,
    recipients: str | None,
    acled: str,
    expected: tuple[int | None, str, str | None],
    why: str,
    tmp_path: Path,
) -> None:
    sub = {"Battles": "Armed clash", "Violence against civilians": "Attack"}[acled]
    some = changed(
        actors=(actor(actors, "A"),),
        recipients=(actor(recipients, "R"),) if recipients else (),
        acled=Acled(event_type=acled, sub_event_type=sub),
    )
    found = table([some], tmp_path / "u.csv").iloc[0]
    got = tuple(None if pd.isna(found[c]) else found[c] for c in ("type_of_violence", "side_a", "side_b"))
    assert got == expected, why


@pytest.mark.parametrize(
    ("victims", "expected", "why"),
    [
        ("unknown", None, "people who die where two sides fight are not said to have been aimed at"),
        ("civilian", 3, "that civilians were killed is said"),
    ],
)
def test_civilians_in_a_battle_are_one_side_only_where_they_are_said_to_be_killed(
    victims: str, expected: int | None, why: str, tmp_path: Path
) -> None:
    killed = IncidentToll(harm="killed", victims=victims, low=9, best=9, high=9, rule="r", claims=(claim("t1"),))  # type: ignore[arg-type]
    battle = Acled(event_type="Battles", sub_event_type="Armed clash")
    some = changed(actors=(actor("rebel"),), recipients=(actor("civilians", "people"),), acled=battle, tolls=(killed,))
    found = table([some], tmp_path / "u.csv").iloc[0]["type_of_violence"]
    assert (None if pd.isna(found) else found) == expected, why


def test_a_side_names_those_alone_who_are_of_its_kind(tmp_path: Path) -> None:
    battle = Acled(event_type="Battles", sub_event_type="Armed clash")
    others = (actor("civilians", "people"), actor("military", "Coast Army"))
    some = changed(actors=(actor("rebel", "Hill Front"),), recipients=others, acled=battle)
    found = table([some], tmp_path / "u.csv").iloc[0]
    assert (found["side_a"], found["side_b"], found["type_of_violence"]) == ("Coast Army", "Hill Front", 1)


def test_deaths_go_to_the_side_that_they_belonged_to(tmp_path: Path) -> None:
    def fighters(side: str, count: int) -> IncidentToll:
        return IncidentToll(
            harm="killed",
            victims="combatant",
            side=side,
            low=count,
            best=count,
            high=count,
            rule="r",
            claims=(claim("t4"),),
        )

    some = changed(
        actors=(actor("rebel", "Hill Front"),),
        recipients=(actor("military", "Coast Army"),),
        tolls=(fighters("hill front", 3), fighters("coast army", 5), fighters("river guard", 2)),
    )
    found = table([some], tmp_path / "u.csv").iloc[0]
    assert (found["side_a"], found["deaths_a"], found["deaths_b"]) == ("Coast Army", 5, 3)
    assert found["deaths_unknown"] == 2, "a third side's dead are of neither"


@pytest.mark.parametrize(
    ("start", "end", "precision", "clarity"),
    [
        ("2024-03-14", "2024-03-14", 1, 1),
        ("2024-03-14", "2024-03-15", 2, 2),
        ("2024-03-14", "2024-03-19", 2, 2),
        ("2024-03-11", "2024-03-17", 3, 2),
        ("2024-03-01", "2024-03-31", 4, 2),
        ("2024", "2024", 5, 2),
    ],
)
def test_dates(start: str, end: str, precision: int, clarity: int, tmp_path: Path) -> None:
    found = table([changed(when=IncidentTime(start=start, end=end, precision="day"))], tmp_path / "u.csv").iloc[0]
    assert (found["date_prec"], found["event_clarity"]) == (precision, clarity)


@pytest.mark.parametrize(
    ("lat", "lon", "cell", "why"),
    [
        (34.531094, 69.162796, 179779, "Kabul's cell in the published GED"),
        (-90.0, -180.0, 1, "the south-west corner is the first"),
        (89.99, 179.99, 259200, "the north-east corner is the last"),
        (90.0, 180.0, 259200, "the pole and the date line belong to the last cells"),
    ],
)
def test_priogrid(lat: float, lon: float, cell: int, why: str) -> None:
    assert priogrid(lat, lon) == cell, why


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow], phases=(Phase.reuse, Phase.generate)
)
@given(st.lists(incidents(), max_size=3, unique_by=lambda i: i.id), st.booleans())
def test_any_incident_gives_a_table_that_the_codebook_allows(
    tmp_path_factory: pytest.TempPathFactory, some: list[Incident], everything: bool
) -> None:
    path = tmp_path_factory.mktemp("any") / "u.csv"
    written = EXPORT.write(chosen(some, everything=everything), path)
    SCHEMA.validate(pd.read_csv(path, dtype=str, keep_default_na=False).replace("", None), lazy=True)
    assert written.counts["incidents"] + sum(written.left_out.values()) == len(some)


def test_a_selection_of_no_documents_still_names_the_publisher(tmp_path: Path) -> None:
    EXPORT.write(selection([invented_incidents()[0]]), tmp_path / "u.csv")
    assert pd.read_csv(tmp_path / "u.csv").iloc[0]["source_office"] == "Lodestar News"
