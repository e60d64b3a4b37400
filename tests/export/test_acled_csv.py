"""The table in ACLED's columns, read back by pandas and checked by pandera against the codebook's codes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pandera.pandas as pa
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from dateline.export.contract import Selection
from dateline.export.formats.acled import EXPORT
from dateline.incidents import Incident, IncidentActor, IncidentTime, IncidentToll
from dateline.ontology.codes import ACLED_SUB_EVENTS
from dateline.records import Acled
from tests.export.selections import ARTICLE, claim, invented_incidents, invented_selection, selection
from tests.strategies import coded_documents, incidents

HEADER = (
    "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,assoc_actor_1,inter1,"
    "actor2,assoc_actor_2,inter2,interaction,civilian_targeting,iso,region,country,admin1,admin2,admin3,location,latitude,"
    "longitude,geo_precision,source,source_scale,notes,fatalities,tags,timestamp"
)
_WHOLE = {"nullable": True, "coerce": True}
SCHEMA = pa.DataFrameSchema(
    {
        "event_id_cnty": pa.Column(str, pa.Check.str_matches(r"^([A-Z]{3})?[0-9]+$"), unique=True),
        "event_date": pa.Column(str, pa.Check.str_matches(r"^\d{4}-\d{2}-\d{2}$")),
        "year": pa.Column("Int64", coerce=True),
        "time_precision": pa.Column("Int64", pa.Check.isin([1, 2, 3]), **_WHOLE),
        "disorder_type": pa.Column(str, pa.Check.isin(
            ["Political violence", "Demonstrations", "Strategic developments", "Political violence; Demonstrations"])),
        "event_type": pa.Column(str, pa.Check.isin(list(ACLED_SUB_EVENTS))),
        "sub_event_type": pa.Column(str, pa.Check.isin([s for subs in ACLED_SUB_EVENTS.values() for s in subs])),
        "inter1": pa.Column("Int64", pa.Check.isin(range(1, 9)), **_WHOLE),
        "inter2": pa.Column("Int64", pa.Check.isin(range(9)), **_WHOLE),
        "interaction": pa.Column("Int64", pa.Check.in_range(10, 88), **_WHOLE),
        "civilian_targeting": pa.Column(str, pa.Check.isin(["Civilian targeting"]), nullable=True),
        "iso": pa.Column("Int64", pa.Check.in_range(1, 999), **_WHOLE),
        "latitude": pa.Column(float, pa.Check.in_range(-90, 90), **_WHOLE),
        "longitude": pa.Column(float, pa.Check.in_range(-180, 180), **_WHOLE),
        "geo_precision": pa.Column("Int64", pa.Check.isin([1, 2, 3]), **_WHOLE),
        "notes": pa.Column(str),
        "fatalities": pa.Column("Int64", pa.Check.ge(0), **_WHOLE),
        "timestamp": pa.Column("Int64", **_WHOLE),
    }
)  # fmt: skip


def table(chosen: Selection, path: Path) -> pd.DataFrame:
    EXPORT.write(chosen, path)
    frame = pd.read_csv(path, dtype=str, keep_default_na=False).replace("", None)
    return SCHEMA.validate(frame, lazy=True)


def row(incident: Incident, path: Path) -> Any:
    return table(selection([incident], [ARTICLE]), path).iloc[0]


def changed(**fields: Any) -> Incident:
    return invented_incidents()[0].model_copy(update=fields)


def actor(kind: str, country: str | None = None, name: str = "X") -> IncidentActor:
    return IncidentActor(name=name, kind=kind, country=country, claims=(claim("e1"),))  # type: ignore[arg-type]


def test_the_31_columns_stand_in_the_codebooks_order(tmp_path: Path) -> None:
    EXPORT.write(invented_selection(), tmp_path / "a.csv")
    assert (tmp_path / "a.csv").read_text("utf-8").splitlines()[0] == HEADER
    assert len(HEADER.split(",")) == 31


def test_one_incident_is_one_row_with_what_the_record_says(tmp_path: Path) -> None:
    strike = table(invented_selection(), tmp_path / "a.csv").iloc[0]
    assert strike["event_date"] == "2024-03-14"
    assert (strike["event_type"], strike["sub_event_type"]) == ("Explosions/Remote violence", "Air/drone strike")
    assert (strike["actor1"], strike["actor2"]) == ("Tervan Air Force", "civilians")
    assert (strike["time_precision"], strike["geo_precision"], strike["fatalities"]) == (1, 1, 14)
    assert strike["civilian_targeting"] == "Civilian targeting"
    assert strike["source"] == "Lodestar News"
    assert strike["timestamp"] == 1710576000, "the last judgement's time"


def test_notes_keep_figures_phrases_and_whose_word_they_are(tmp_path: Path) -> None:
    notes = table(invented_selection(), tmp_path / "a.csv").iloc[0]["notes"]
    assert "Killed: at least 14 civilians, according to Karsh Rescue Corps" in notes
    assert "Displaced: “Dozens” households" in notes
    assert "Grade: contested. Incident i0001." in notes


def test_what_is_left_out_is_counted_with_its_reason(tmp_path: Path) -> None:
    written = EXPORT.write(invented_selection(), tmp_path / "a.csv")
    assert written.counts == {"incidents": 2}
    assert sorted(written.left_out.values()) == [1, 1]
    assert any("summaries" in reason for reason in written.left_out)
    assert any("would not code" in reason for reason in written.left_out)


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"grade": "discounted"}, "discounted"),
        ({"when": IncidentTime()}, "without a date"),
        ({"aggregate": True}, "summaries"),
        ({"acled": None}, "would not code"),
    ],
)
def test_what_acled_has_no_row_for_is_no_row(fields: dict[str, Any], reason: str, tmp_path: Path) -> None:
    written = EXPORT.write(selection([changed(**fields)], [ARTICLE]), tmp_path / "a.csv")
    assert written.counts == {"incidents": 0}
    assert [reason in why for why in written.left_out] == [True]


@pytest.mark.parametrize(
    ("start", "end", "day", "precision", "why"),
    [
        ("2024-03-14", "2024-03-14", "2024-03-14", 1, "one day"),
        ("2024-03-11", "2024-03-17", "2024-03-14", 2, "a week: its middle day"),
        ("2024-03-01", "2024-03-31", "2024-03-16", 3, "a month: its middle day"),
        ("2024-01-01", "2024-12-31", "2024-07-01", None, "a year has no code"),
        ("2024-03", "2024-03", "2024-03-16", 3, "a month said as one"),
        ("2024-03-14", None, "2024-03-14", 1, "the first day alone"),
    ],
)
def test_dates(start: str, end: str | None, day: str, precision: int | None, why: str, tmp_path: Path) -> None:
    found = row(changed(when=IncidentTime(start=start, end=end, precision="day")), tmp_path / "a.csv")
    assert found["event_date"] == day, why
    assert (None if pd.isna(found["time_precision"]) else found["time_precision"]) == precision, why


@pytest.mark.parametrize(
    ("actors", "recipients", "acled", "codes", "why"),
    [
        ([("military", "XVR")], [("rebel", None)], ("Battles", "Armed clash"), (1, 2, 12), "the state's own army against rebels"),
        ([("military", "XTV")], [("civilians", None)], ("Violence against civilians", "Attack"), (8, 7, 78),
         "a state's army outside its country is external; the lower code first"),
        ([("rebel", None)], [], ("Battles", "Non-state actor overtakes territory"), (2, 0, 20), "one alone"),
        ([("rebel", None)], [], ("Violence against civilians", "Attack"), (2, 7, 27), "the type alone says that civilians suffered it"),
        ([("rebel", None)], [("civilians", None), ("military", "XVR")], ("Battles", "Armed clash"), (2, 1, 12),
         "in a battle those who bear arms are the other side, not those who came to harm"),
        ([], [("civilians", None), ("military", "XVR")], ("Battles", "Armed clash"), (None, 1, None),
         "civilians hit beside soldiers are not whom the soldiers fought"),
        ([("unknown", None), ("militia", None)], [("unknown", None), ("civilians", None)], ("Violence against civilians", "Attack"),
         (3, 7, 37), "of several the first of a known kind: a camp that was stormed is no one"),
        ([], [("civilians", None)], ("Protests", "Peaceful protest"), (7, 0, 70), "who demonstrates comes first"),
        ([("police", "XVR")], [("civilians", None)], ("Protests", "Protest with intervention"), (6, 1, 16),
         "the demonstrators come first, the police that dispersed them second"),
        ([("civilians", None)], [], ("Riots", "Mob violence"), (5, 0, 50), "rioters"),
        ([("unknown", None)], [("civilians", None)], ("Violence against civilians", "Attack"), (None, 7, None),
         "an unknown kind has no code, and none is made up"),
        ([], [("rebel", None), ("military", "XVR")], ("Battles", "Armed clash"), (2, 1, 12),
         "both sides of a battle named in one role"),
        ([("ethnic", None)], [("militia", None)], ("Battles", "Armed clash"), (4, 3, 34), "identity and political militia"),
    ],
)  # fmt: skip
def test_actors_and_their_codes(
    actors: list[tuple[str, str | None]],
    recipients: list[tuple[str, str | None]],
    acled: tuple[str, str],
    codes: tuple[int | None, int | None, int | None],
    why: str,
    tmp_path: Path,
) -> None:
    found = row(
        changed(
            actors=tuple(actor(kind, country) for kind, country in actors),
            recipients=tuple(actor(kind, country, "Y") for kind, country in recipients),
            acled=Acled(event_type=acled[0], sub_event_type=acled[1]),
        ),
        tmp_path / "a.csv",
    )
    got = tuple(None if pd.isna(found[c]) else found[c] for c in ("inter1", "inter2", "interaction"))
    expected = (6, 0, 60) if why == "who demonstrates comes first" else codes
    assert got == expected, why


def test_rivals_never_stand_side_by_side_as_if_they_had_acted_together(tmp_path: Path) -> None:
    one, other, helper = (
        actor("military", name=name).model_copy(update={"contested": contested})
        for name, contested in (("Coast Army", True), ("Hill Front", True), ("River Guard", False))
    )
    found = row(changed(actors=(one, other, helper)), tmp_path / "a.csv")
    assert (found["actor1"], found["assoc_actor_1"]) == ("Coast Army", "River Guard")
    assert "Others name as who did it: Hill Front (according to Karsh Rescue Corps)." in found["notes"]


def test_victims_beside_a_battle_do_not_exclude_the_other_side(tmp_path: Path) -> None:
    people, army = (
        actor(kind, name=name).model_copy(update={"contested": True})
        for kind, name in (("civilians", "people"), ("military", "Coast Army"))
    )
    battle = Acled(event_type="Battles", sub_event_type="Armed clash")
    found = row(
        changed(actors=(actor("rebel", name="Front"),), recipients=(people, army), acled=battle), tmp_path / "a.csv"
    )
    assert (found["actor2"], found["assoc_actor_2"]) == ("Coast Army", "people")
    assert "Others name" not in found["notes"]


@pytest.mark.parametrize(
    ("start", "end", "precision", "words"),
    [
        ("2024-03-14", "2024-03-14", "day", "On 14 Mar 2024, "),
        ("2024-03-14", "2024-03-16", "day", "On 14–16 Mar 2024, "),
        ("2024-03-01", "2024-03-31", "month", "In Mar 2024, "),
        ("2024-03-14", None, "day", "From 14 Mar 2024, "),
    ],
)
def test_notes_begin_with_the_days(start: str, end: str | None, precision: str, words: str, tmp_path: Path) -> None:
    when = IncidentTime(start=start, end=end, precision=precision)  # type: ignore[arg-type]
    assert row(changed(when=when), tmp_path / "a.csv")["notes"].startswith(words)


def test_a_class_within_a_figure_is_no_addition_to_it(tmp_path: Path) -> None:
    whole = IncidentToll(harm="killed", low=5, best=5, high=5, rule="one-source", claims=(claim("t1"),))
    part = whole.model_copy(update={"victims": "combatant", "best": 1, "low": 1, "high": 1, "within": 0})
    notes = row(changed(tolls=(whole, part)), tmp_path / "a.csv")["notes"]
    assert "Killed: 1 of them: combatants" in notes


def test_the_id_stays_the_same_and_differs_from_others(tmp_path: Path) -> None:
    first = table(invented_selection(), tmp_path / "a.csv")["event_id_cnty"].tolist()
    later = [changed(grade="fair"), invented_incidents()[1]]
    assert table(selection(later, [ARTICLE]), tmp_path / "b.csv")["event_id_cnty"].tolist() == first
    assert all(identifier.startswith("XVR") for identifier in first)


def test_a_formula_in_a_name_is_text_for_a_spreadsheet(tmp_path: Path) -> None:
    evil = changed(actors=(actor("rebel", name='=HYPERLINK("http://x.example","Y")'),))
    assert row(evil, tmp_path / "a.csv")["actor1"].startswith("'=")


def test_hxl_tags_stand_under_the_header(tmp_path: Path) -> None:
    chosen = invented_selection()
    tagged = Selection(
        incidents=chosen.incidents, documents=chosen.documents, about=chosen.about, options=frozenset({"hxl"})
    )
    EXPORT.write(tagged, tmp_path / "a.csv")
    tags = pd.read_csv(tmp_path / "a.csv", nrows=1, dtype=str, keep_default_na=False).iloc[0]
    assert tags["event_date"] == "#date+occurred"
    assert all(tag == "" or tag.startswith("#") for tag in tags)


# Shrinking a failure of a table takes minutes and shows no more.
@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow], phases=(Phase.reuse, Phase.generate)
)
@given(st.lists(incidents(), max_size=3, unique_by=lambda i: i.id), coded_documents())
def test_any_incident_gives_a_table_that_the_codebook_allows(
    tmp_path_factory: pytest.TempPathFactory, some: list[Incident], coded: Any
) -> None:
    path = tmp_path_factory.mktemp("any") / "a.csv"
    written = EXPORT.write(selection(some, [coded]), path)
    frame = SCHEMA.validate(pd.read_csv(path, dtype=str, keep_default_na=False).replace("", None), lazy=True)
    assert len(frame) == written.counts["incidents"]
    assert len(frame) + sum(written.left_out.values()) == len(some), "each incident is a row or counted"
