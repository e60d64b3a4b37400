"""The overview against an independent count: every incident read one by one, and counted by the brief's own rules."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from dateline.brief.tally import gather, tally
from dateline.errors import StoreError
from dateline.incidents import Incident
from dateline.intake.linking import link_all
from dateline.records import CodedDocument
from dateline.store import Store, create_store
from dateline.store.engine import reading, write
from dateline.store.overview import Overview, sums
from dateline.store.overview.selection import selected
from dateline.store.overview.tables import bands, gone, outlines, parts, repeats
from tests.contracts.made import SECOND, At, Did, Who, coded
from tests.contracts.stores import NewAddress, keep, wrong

ARMY, REBELS = Who("Army", "army-1", "military"), Who("Free Front")
BOR = At("Bor", 6.2, 31.5, "SSD", "Jonglei", 11)
YEI = At("Yei", 4.1, 30.7, "SSD", "Central Equatoria", 22)
LIMA = At("Lima", -12.0, -77.0, "PER", "Lima", 33)
JONGLEI = At("Jonglei", 7.0, 32.0, "SSD", "Jonglei", 44)
BATTLE, STRIKE = ("Battles", "Armed clash"), ("Explosions/Remote violence", "Air/drone strike")


def days(first: str, last: str | None = None) -> tuple[str, str]:
    return first, last or first


RECORDS = (
    coded("Jets bombed Bor and killed 4 people.",
          Did("Jets bombed Bor", acled=STRIKE, at=BOR, by=ARMY, to=REBELS, days=days("2024-12-02"), tolls=(("killed", 4),)),
          source="Wire"),
    coded("An air strike on Bor killed 7, the front said.",
          Did("An air strike on Bor", acled=STRIKE, at=BOR, by=ARMY, to=REBELS, days=days("2024-12-02"), tolls=(("killed", 7),)),
          source="Radio"),
    coded("Gunmen attacked Yei, 12 dead; in Jonglei 30 fled, later 30 were said to have fled.",
          Did("Gunmen attacked Yei", acled=BATTLE, at=YEI, by=REBELS, days=days("2024-11-25", "2024-11-28"), tolls=(("killed", 12),)),
          Did("in Jonglei 30 fled", type="RETREAT", at=JONGLEI, days=days("2024-12-01"), tolls=(("displaced", 30),)),
          source="Wire"),
    coded("Police denied that crowds burned Lima, where 3 died.",
          Did("crowds burned Lima", at=LIMA, status="denied", days=days("2024-10-01"), tolls=(("killed", 3),)), source="Agency"),
    coded("The army said it will attack Yei again.", Did("attack Yei again", at=YEI, by=ARMY, status="planned"), source="Agency"),
    coded("Crowds marched somewhere.", Did("Crowds marched", type="PROTEST", mode="demo"), source="Agency"),
    coded("In Jonglei 31 died, and 31 died in Bor on Monday.",
          Did("In Jonglei 31 died", at=JONGLEI, tolls=(("killed", 31),)),
          Did("31 died in Bor", at=BOR, days=days("2024-12-09"), by=ARMY, tolls=(("killed", 31),)), source="Radio"),
)  # fmt: skip
CONDITIONS: tuple[dict[str, Any], ...] = (
    {}, {"country": "SSD"}, {"text": "bombed"}, {"text": "-bombed army"}, {"since": date(2024, 12, 1)}, {"until": date(2024, 11, 30)},
    {"since": date(2024, 11, 26), "until": date(2024, 12, 2)}, {"country": "SSD", "since": date(2024, 12, 1)},
    {"actor": "Free Front"}, {"type": "Battles"}, {"grade": "weak"}, {"harm": "killed", "at_least": 10},
    {"box": (0.0, 25.0, 10.0, 35.0)}, {"near": (6.2, 31.5), "within_km": 30.0}, {"admin1": "Jonglei"}, {"source": "Wire"},
    {"place": "Nowhere at all"}, {"place": "Jonglei", "text": "died"},
)  # fmt: skip


@pytest.fixture(scope="module")
def told(new_address: NewAddress) -> Store:
    """A store in which there is something of everything: dated and not, placed and not, summed up, denied, repeated."""
    store = create_store(new_address())
    keep(store, *RECORDS)
    link_all(store)
    return store


def everything(store: Store, conditions: dict[str, Any]) -> list[Incident]:
    return list(store.incidents(**conditions))


def named(conditions: dict[str, Any]) -> str:
    return ",".join(conditions) or "nothing"


@pytest.mark.parametrize("conditions", CONDITIONS, ids=named)
def test_what_is_counted_is_what_the_store_finds(told: Store, conditions: dict[str, Any]) -> None:
    found = everything(told, conditions)
    mine = [i for i in found if not i.aggregate and i.grade != "discounted"]
    seen = Overview(told).selected(**conditions)
    assert seen.counted == len(mine)
    assert seen.summaries + seen.discounted == len(found) - len(mine)
    assert seen.reviewed == sum(i.reviewed for i in mine)
    assert seen.undated == sum(i.when.precision == "unknown" or i.when.start is None for i in mine)
    assert dict(seen.grades) == dict(Counter(i.grade for i in mine))


@pytest.mark.parametrize("conditions", CONDITIONS, ids=named)
def test_sums_are_those_of_the_brief(told: Store, conditions: dict[str, Any]) -> None:
    gathered = gather(told, conditions)
    sums = Overview(told).figures(**conditions)
    for harm in ("killed", "displaced", "injured"):
        total = tally(gathered, harm).total  # type: ignore[arg-type]
        seen = sums.get(harm)
        if seen is None:
            assert (total.with_figure, total.unquantified) == (0, 0)
            continue
        assert (seen.incidents, seen.repeated) == (total.with_figure, total.repeated)
        assert seen.unquantified == total.unquantified
        if total.with_figure:
            assert (seen.low, seen.best, seen.high) == (total.low, total.best, total.high)
            assert (seen.open, seen.party_only) == (total.open, total.party_only)


@pytest.mark.parametrize("conditions", [c for c in CONDITIONS if c], ids=named)
def test_the_same_is_answered_whether_the_rows_are_known_or_asked_for_anew(
    told: Store, conditions: dict[str, Any]
) -> None:
    with reading(told.engine) as connection:
        anew = selected(connection, told.names, conditions)
        known = anew.found(anew.rows())
        assert known != anew
        assert sums.counted(known) == sums.counted(anew)
        assert sums.figures(known) == sums.figures(anew)
        assert sums.running(known, "killed") == sums.running(anew, "killed")
        assert sums.actors(known, "did", 5) == sums.actors(anew, "did", 5)
        assert sums.contested(known, 5) == sums.contested(anew, 5)


@pytest.mark.parametrize("level", ["day", "week", "month", "year"])
@pytest.mark.parametrize("conditions", CONDITIONS[:8], ids=named)
def test_bins_hold_what_is_dated_so_closely(told: Store, conditions: dict[str, Any], level: Any) -> None:
    expected: Counter[tuple[date, str]] = Counter()
    for one in everything(told, conditions):
        if one.aggregate or one.grade == "discounted" or one.when.start is None or one.when.end is None:
            continue
        first, last = (_stretch(date.fromisoformat(day), level) for day in (one.when.start, one.when.end))
        if first == last:
            expected[first, one.acled.event_type if one.acled else ""] += 1
    assert {(b.day, b.kind): b.incidents for b in Overview(told).bins(level, **conditions)} == dict(expected)


def _stretch(day: date, level: str) -> date:
    if level == "week":
        return day - timedelta(days=day.weekday())
    return day if level == "day" else day.replace(day=1) if level == "month" else day.replace(month=1, day=1)


@pytest.mark.parametrize("conditions", CONDITIONS, ids=named)
def test_the_running_sum_ends_at_the_sum_of_the_dated(told: Store, conditions: dict[str, Any]) -> None:
    dated = [one for one in gather(told, conditions).counted if one.end is not None]
    bands_ = [one.bands["killed"] for one in dated if "killed" in one.bands]
    steps = Overview(told).running("killed", **conditions)
    assert [s.day for s in steps] == sorted({s.day for s in steps})
    last = steps[-1] if steps else None
    assert (last.low if last else 0) == sum(b.low for b in bands_)
    assert (last.incidents if last else 0) == len(bands_)


@pytest.mark.parametrize("conditions", CONDITIONS, ids=named)
def test_places_and_actors_are_those_with_the_most_incidents(told: Store, conditions: dict[str, Any]) -> None:
    mine = [i for i in everything(told, conditions) if not i.aggregate and i.grade != "discounted"]
    overview = Overview(told)
    where = Counter(
        (i.place.geonames_id, i.place.country or "") for i in mine if i.place and (i.place.precision or 0) < 6
    )
    assert {(p.geonames_id, p.country): p.incidents for p in overview.places(50, **conditions)} == dict(where)
    for role, field in (("did", "actors"), ("suffered", "recipients")):
        who = Counter(a.name for i in mine for a in getattr(i, field))
        assert {a.name: a.incidents for a in overview.actors(role, 50, **conditions)} == dict(who)


def test_a_contested_incident_comes_first_with_its_figures(told: Store) -> None:
    contested = [
        i for i in everything(told, {}) if i.grade == "contested" or any(t.grade == "contested" for t in i.tolls)
    ]
    seen = Overview(told).contested()
    assert {c.id for c in seen} == {i.id for i in contested if not i.aggregate and i.grade != "discounted"}
    tops = [c.high or c.best or 0 for c in seen]
    assert tops == sorted(tops, reverse=True)


def test_what_is_drawn_one_by_one_is_all_or_nothing(told: Store) -> None:
    overview = Overview(told)
    dated = [i for i in everything(told, {}) if not i.aggregate and i.grade != "discounted" and i.when.start]
    drawn = overview.drawn()
    assert drawn is not None
    assert {d.id for d in drawn} == {i.id for i in dated}
    assert overview.drawn(len(dated) - 1) is None


def test_the_answer_is_another_one_when_the_store_has_changed(store: Store) -> None:
    overview = Overview(store)
    assert overview.selected().counted == 0
    version = overview.version
    keep(store, RECORDS[0])
    link_all(store)
    assert overview.version == version, "a page is of one version"
    assert Overview(store).version != version
    assert Overview(store).selected().counted == 1


def test_new_changed_and_gone_are_told_since_a_moment(store: Store) -> None:
    keep(store, RECORDS[0], RECORDS[2])
    link_all(store)
    first = Overview(store).news("2000")
    assert (first.made, first.changed, first.gone, first.documents) == (len(everything(store, {})), 0, 0, 2)
    later = _now(store)
    keep(store, RECORDS[1])
    link_all(store)
    second = Overview(store).news(later)
    assert (second.made, second.changed) == (0, 1), "the same strike in another report's words"
    assert keep(store, _without_events(RECORDS[2]), by=SECOND, recode=True) == ["recoded"]
    link_all(store)
    third = Overview(store).news(later)
    assert third.gone == 2
    assert {g.id for g in third.no_more}.isdisjoint(i.id for i in everything(store, {}))


def test_what_was_read_again_and_came_out_the_same_is_no_news(store: Store) -> None:
    keep(store, *RECORDS)
    link_all(store)
    moment, before = _now(store), everything(store, {})
    assert set(keep(store, *RECORDS, by=SECOND, recode=True)) == {"recoded"}
    link_all(store)
    news = Overview(store).news(moment)
    assert len(everything(store, {})) == len(before)
    assert (news.made, news.changed, news.gone) == (0, 0, 0)


def test_outlines_are_in_step_whatever_order_they_were_made_in(told: Store, new_address: NewAddress) -> None:
    with create_store(new_address()) as other:
        for record in reversed(RECORDS):
            keep(other, record)
            link_all(other)
        assert _rows(other) == _rows(told)
        assert wrong(other) == []


def test_the_migration_fills_what_linking_keeps(told: Store, new_address: NewAddress) -> None:
    from dateline.store.overview.keep import Times, keep_outlines, keep_repeats

    expected = _rows(told)

    def again(connection: sa.Connection) -> None:
        for table in (repeats, parts, bands, outlines):
            connection.execute(sa.delete(table))
        rows = connection.execute(sa.text("SELECT row, computed, record FROM incidents")).all()
        from dateline.store import schema

        kept = {r.row: r._mapping for r in connection.execute(sa.select(schema.incidents))}
        keep_outlines(
            connection, [(kept[r.row], Incident.model_validate_json(r.record), Times("a", "a")) for r in rows]
        )
        for r in rows:
            keep_repeats(connection, r.row)

    write(told.engine, again)
    assert _rows(told) == expected


@pytest.mark.parametrize(
    "conditions", [{"as_of": date(2024, 12, 1)}, {"min_confidence": 0.5}, {"type": "NOPE"}, {"country": "Utopia"}]
)
def test_conditions_that_are_none_are_refused(told: Store, conditions: dict[str, Any]) -> None:
    with pytest.raises(StoreError):
        Overview(told).selected(**conditions)


def _now(store: Store) -> str:
    from dateline.store.arrivals import now

    return now()


def _without_events(record: CodedDocument) -> CodedDocument:
    return record.model_copy(update={"events": (), "tolls": ()})


def _rows(store: Store) -> dict[str, list[Any]]:
    """The outlines without what differs between two stores: moments, row numbers and ids."""
    with store.engine.connect() as connection:
        named_ = dict(connection.execute(sa.text("SELECT row, title FROM incident_outlines")).all())
        o = sorted(
            tuple(str(v) for v in row)
            for row in connection.execute(sa.text(
                "SELECT title, counts, first_day, last_day, known, begins, ends, day, week, month, year, kind, grade,"
                " aggregate, reviewed, contested, geonames_id, place, admin1, country, precision, lat, lon FROM incident_outlines"
            ))
        )  # fmt: skip
        b = sorted((named_[r.row], r.harm, r.low, r.best, r.high, r.ends) for r in connection.execute(sa.select(bands)))
        p = sorted((named_[r.row], r.role, r.actor, r.name) for r in connection.execute(sa.select(parts)))
        x = sorted((named_[r.vague], r.harm, named_[r.close]) for r in connection.execute(sa.select(repeats)))
        g = connection.execute(sa.select(sa.func.count()).select_from(gone)).scalar_one()
    return {"outlines": o, "bands": b, "parts": p, "repeats": x, "gone": [g]}
