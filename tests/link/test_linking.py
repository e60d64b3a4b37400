"""Linking: what is gathered, what is kept apart, and why; on facts made by hand."""

from __future__ import annotations

from datetime import date
from functools import reduce
from math import log2
from typing import Any

import pytest

from dateline.link import scoring
from dateline.link.blocks import keys_of
from dateline.link.contradictions import SEVERAL, Certain, certain_of, contradiction
from dateline.link.facts import ActorFacts, EventFacts, PlaceFacts, TollFacts
from dateline.link.linker import Linker
from dateline.link.links import Judgements, Linked
from dateline.link.model import Model
from dateline.link.pairs import KEPT_WEIGHT
from dateline.link.rows import row_of
from dateline.link.scoring import score_between, score_within
from dateline.link.summaries import is_summary

GAO = PlaceFacts("Gao", 2457161, 16.27, -0.04, "MLI", "Gao", "PPLA", 1)
ANSONGO = PlaceFacts("Ansongo", 2460956, 15.66, 0.5, "MLI", "Gao", "PPL", 1)
UNRESOLVED = PlaceFacts("Gaoo", None, None, None, None, None, None, None)
MALI = PlaceFacts("Mali", 2453866, 17.0, -4.0, "MLI", None, "PCLI", 6)
ARMY = ActorFacts("the army", "mli-army", "military", "MLI")
REBELS = ActorFacts("JNIM", "jnim", "rebel", None)


def toll(killed: int, scope: str = "incident") -> TollFacts:
    return TollFacts(
        document="d", toll="t1", event="e1", part_of=None, harm="killed", number=str(killed), low=killed, best=killed, high=killed,
        bound="exact",        unit="person", scope=scope, since=None, until=None, victims="unknown", victims_text="villagers", side=None,
        age=None, sex=None, status="occurred", sources=(), text=f"{killed} villagers were killed", start=0,
        published=None, publisher=None, confidence=0.9,
    )  # fmt: skip


def event(document: str, **changed: Any) -> EventFacts:
    """An airstrike on a market in Gao on 3 May, six dead, published the day after; save what is changed."""
    made = EventFacts(
        document=document, event="e1", publisher="Wire", published=date(2023, 5, 4), type="ASSAULT", mode="aerial",
        acled="Air/drone strike", status="occurred", place=GAO, start=date(2023, 5, 3), end=date(2023, 5, 3),
        when_precision="day", derived_by="clause", actors=(ARMY,), recipients=(), means=(), targets=("a market",),
        tolls=(toll(6),), sources=(), trigger="airstrike", text="An airstrike hit a market in Gao.", offset=3,
        confidence=0.9, sentence="An airstrike hit a market in Gao and killed six villagers.", places=(GAO,),
    )  # fmt: skip
    return made._replace(**changed)


@pytest.fixture(scope="module")
def linker() -> Linker:
    return Linker.load()


def together(linked: Linked, one: str, other: str) -> bool:
    return any({one, other} <= {document for document, _ in group.members} for group in linked.groups)


CASES: tuple[tuple[str, dict[str, Any], bool], ...] = (
    ("the same facts in another paper", {}, True),
    ("a toll that has risen", {"published": date(2023, 5, 5), "tolls": (toll(9),)}, True),
    ("no actor, no figure", {"actors": (), "tolls": ()}, True),
    ("only the week is said", {"start": date(2023, 5, 1), "end": date(2023, 5, 5), "when_precision": "week"}, True),
    ("the place is on no map, its name spelled otherwise", {"place": UNRESOLVED, "places": ()}, True),
    ("the next day, exactly dated", {"start": date(2023, 5, 4), "end": date(2023, 5, 4)}, False),
    ("another town, 85 km away, on the same day", {"place": ANSONGO, "places": (ANSONGO,)}, False),
    ("a kind that excludes an airstrike", {"mode": "abduct", "acled": "Abduction/forced disappearance"}, False),
    (
        "a sum over days",
        {"trigger": "airstrikes", "start": date(2023, 5, 1), "end": None, "tolls": (toll(60, "cumulative"),)},
        False,
    ),
    ("what is only planned", {"status": "planned"}, False),
)


@pytest.mark.parametrize(("changed", "same"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_two_reports(linker: Linker, changed: dict[str, Any], same: bool) -> None:
    linked = linker.link([event("a"), event("b", **changed)])
    assert together(linked, "a", "b") is same


def test_a_link_shows_why_by_comparison(linker: Linker) -> None:
    linked = linker.link([event("a"), event("b")])
    (link,) = linked.links
    reasons = {r.comparison: r for r in link.reasons(linker.model)}
    assert reasons["time"].found == "the same day in both"
    prior = linker.model.prior(2)
    total = sum(linker.model.weights[n][level] for n, level in enumerate(memoryview(link.levels).cast("b")))
    assert link.weight == pytest.approx(log2(prior / (1 - prior)) + total, abs=1e-3)


def test_a_near_miss_says_what_spoke_against_it(linker: Linker) -> None:
    linked = linker.link([event("a"), event("b", start=date(2023, 5, 4), end=date(2023, 5, 4))])
    assert [miss.against for miss in linked.near_misses] == ["different days, both exact"]


def test_a_vague_report_does_not_chain_two_days(linker: Linker) -> None:
    vague = event("vague", start=date(2023, 5, 1), end=date(2023, 5, 7), when_precision="week")
    days = [event(f"{d}-{n}", start=date(2023, 5, d), end=date(2023, 5, d)) for d in (3, 4) for n in range(3)]
    linked = linker.link([*days, vague])
    assert not together(linked, "3-0", "4-0")
    assert together(linked, "3-0", "3-2")


APART: tuple[tuple[str, str, bool], ...] = (
    ("no cue: told twice", "The airstrike killed six villagers in the market of Gao.", True),
    ("a cue at the start", "Separately, an airstrike killed six villagers in the market of Gao.", False),
    ("a cue within", "The army said another airstrike killed six villagers in the market of Gao.", False),
    (
        "a word that opens the cue only at the start",
        "The army also struck a market of Gao and killed six villagers.",
        True,
    ),
)


@pytest.mark.parametrize(("sentence", "same"), [c[1:] for c in APART], ids=[c[0] for c in APART])
def test_what_a_report_sets_apart_stays_apart(linker: Linker, sentence: str, same: bool) -> None:
    later = event("a", event="e2", offset=90, sentence=sentence)
    linked = linker.link([event("a"), later])
    assert any(len(group.members) == 2 for group in linked.groups) is same


def test_what_a_report_sets_apart_keeps_other_reports_apart(linker: Linker) -> None:
    second = event(
        "a", event="e2", offset=90, sentence="Separately, an airstrike killed six villagers in the market of Gao."
    )
    linked = linker.link([event("a"), second, event("b"), event("c")])
    assert not any({("a", "e1"), ("a", "e2")} <= set(group.members) for group in linked.groups)


def told(market: int, school: int) -> list[EventFacts]:
    """So many reports of a strike on a market, and so many of one on a school in the same town on the same day."""
    places = [("market", n) for n in range(market)] + [("school", n) for n in range(school)]
    return [
        event(f"{target}-{n}", targets=(f"a {target}",), sentence=f"An airstrike hit a {target} in Gao and killed six villagers.")
        for target, n in places
    ]  # fmt: skip


@pytest.mark.parametrize(("each", "apart"), [(SEVERAL - 1, False), (SEVERAL, True)], ids=["too few to tell", "several"])
def test_two_targets_are_two_happenings_once_several_reports_agree(each: int, apart: bool) -> None:
    rows = [certain_of(f, row_of(f, lambda _: ())) for f in told(each, each)]
    market, school = (reduce(Certain.joined, part) for part in (rows[:each], rows[each:]))
    assert (contradiction(market, school) is not None) is apart


def test_people_win(linker: Linker) -> None:
    facts = [event("a"), event("b"), event("c", start=date(2023, 5, 9), end=date(2023, 5, 9))]
    a, b, c = (("a", "e1"), ("b", "e1"), ("c", "e1"))
    linked = linker.link(facts, Judgements(together=((a, c),), apart=((a, b),)))
    assert together(linked, "a", "c")
    assert not together(linked, "a", "b")


def test_the_order_of_arrival_does_not_matter(linker: Linker) -> None:
    facts = [event(f"d{n}", tolls=(toll(6 + n),)) for n in range(5)] + [event("x", place=ANSONGO)]
    assert linker.link(facts) == linker.link(facts[::-1])


def test_one_more_report_leaves_the_others_where_they_are(linker: Linker) -> None:
    old = [event("a"), event("b"), event("c", place=ANSONGO)]
    before = linker.link(old)
    known = {ref: g.id for g in before.groups for ref in g.members}
    after = linker.link_new([event("new")], old, known, events=4)
    now = {ref: g.id for g in after.groups for ref in g.members}
    assert {ref: now[ref] for ref in known} == known
    assert now["new", "e1"] == known["a", "e1"]


def test_linking_again_keeps_the_ids(linker: Linker) -> None:
    first = linker.link([event("b"), event("c", place=ANSONGO)])
    known = {ref: g.id for g in first.groups for ref in g.members}
    again = linker.link([event("a", published=date(2023, 5, 3)), event("b"), event("c", place=ANSONGO)], known=known)
    assert {ref: g.id for g in again.groups for ref in g.members if ref in known} == known


def test_one_sentence_told_as_two_events_is_one_telling(linker: Linker) -> None:
    shot = event("a", mode="firearms", acled="Attack", tolls=(), trigger="shot")
    killed = event("a", event="e2", mode=None, acled="Attack", trigger="killed", offset=12)
    linked = linker.link([shot, killed])
    assert [g.members for g in linked.groups] == [(("a", "e1"), ("a", "e2"))]


SUMS: tuple[tuple[str, dict[str, Any], bool], ...] = (
    ("one strike on one day", {}, False),
    ("a vague day in one town", {"trigger": "clashes", "start": date(2023, 5, 1), "end": date(2023, 5, 5)}, False),
    ("since a day", {"trigger": "airstrikes", "end": None}, True),
    ("a war's dead", {"trigger": "war", "place": MALI, "end": None, "tolls": (toll(9000, "cumulative"),)}, True),
    ("a country over days", {"trigger": "attacks", "place": MALI, "end": date(2023, 5, 9)}, True),
)


@pytest.mark.parametrize(("changed", "summed"), [c[1:] for c in SUMS], ids=[c[0] for c in SUMS])
def test_what_is_a_summary(changed: dict[str, Any], summed: bool) -> None:
    assert is_summary(event("a", **changed)) is summed


def test_a_summary_contains_what_lies_in_its_time_and_place(linker: Linker) -> None:
    summary = event("sum", trigger="airstrikes", place=MALI, start=date(2023, 5, 1), end=date(2023, 5, 20), tolls=())
    later = event("later", start=date(2023, 6, 3), end=date(2023, 6, 3))
    linked = linker.link([summary, event("a"), later])
    assert [(c.summary[0], c.event[0]) for c in linked.contained] == [("sum", "a")]


def test_the_shipped_weights_are_splinks(linker: Linker) -> None:
    """The sum of the weights that we show is the match weight that Splink gives, for every pair."""
    facts = [event(f"d{n}", tolls=(toll(3 + n),), actors=(ARMY, REBELS)[n % 2 :]) for n in range(6)]
    rows = [row_of(f, linker.parents) for f in facts]
    pairs = score_within(rows, linker.model)
    assert len(pairs.left)
    assert (pairs.weights >= KEPT_WEIGHT).all()
    prior = linker.model.prior(len(rows))
    for weight, levels in zip(pairs.weights, pairs.levels, strict=True):
        shown = sum(linker.model.weights[n][int(level)] for n, level in enumerate(levels))
        assert weight == pytest.approx(log2(prior / (1 - prior)) + shown, abs=1e-3)


def test_few_events_are_scored_as_splink_scores_them(linker: Linker, monkeypatch: pytest.MonkeyPatch) -> None:
    facts = [
        event(f"d{n}", place=(GAO, ANSONGO, UNRESOLVED, MALI)[n % 4], tolls=(toll(2 + n % 7),), start=date(2023, 5, 1 + n % 3))
        for n in range(40)
    ]  # fmt: skip
    rows = [row_of(f, linker.parents) for f in facts]
    few = score_within(rows, linker.model), score_between(rows[::2], rows[1::2], linker.model, events=900)
    monkeypatch.setattr(scoring, "_FEW", 0)
    splinks = score_within(rows, linker.model), score_between(rows[::2], rows[1::2], linker.model, events=900)
    for one, other in zip(few, splinks, strict=True):
        assert len(one.left)
        assert (one.left.tolist(), one.right.tolist()) == (other.left.tolist(), other.right.tolist())
        assert (one.levels == other.levels).all()
        assert one.weights == pytest.approx(other.weights, abs=1e-6)


def test_an_event_without_a_time_shares_no_block(linker: Linker) -> None:
    row = row_of(event("a", start=None, end=None, published=None), linker.parents)
    assert keys_of(row) == ()


def test_more_events_make_one_link_less_likely() -> None:
    model = Model.load()
    priors = [model.prior(n) for n in (12, 3000, 100_000, 1_000_000)]
    assert priors == sorted(priors, reverse=True)
    assert priors[0] > priors[-1]
