"""Incidents as of a day: what a store would have shown that had only received what was known by then."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest
from click.testing import CliRunner

from dateline.cli import cli
from dateline.errors import StoreError
from dateline.incidents import Incident
from dateline.intake.linking import link_waiting
from dateline.link import linker
from dateline.records import CodedDocument
from dateline.store import Store, create_store
from dateline.store.incidents import Maker
from tests.contracts.made import FIRST, At, Did, Who, coded
from tests.contracts.stores import NewAddress, keep
from tests.faults import scores

_FIRST_DAY = date(2024, 3, 1)
_TOWNS = tuple(
    At(name, lat, lon, country, "Coast", 700 + number)
    for number, (name, lat, lon, country) in enumerate(
        [("Kasubi", 1.5, 30.2, "UGA"), ("Palma", -10.8, 40.5, "MOZ"), ("Buga", 3.9, -76.3, "COL"), ("Lashio", 22.9, 97.7, "MMR")]
    )
)  # fmt: skip


def told(
    town: At, number: int, known: date, killed: int, *, happened: date = _FIRST_DAY, words: str = ""
) -> CodedDocument:
    """One report of the air strike on the market of the town."""
    said = f"an air strike on the {town.name} market killed {killed} people"
    event = Did(said, mode="aerial", acled=("Explosions/Remote violence", "Air/drone strike"), at=town, by=Who("Red Front"),
                days=(happened.isoformat(), happened.isoformat()), tolls=(("killed", killed),))  # fmt: skip
    return coded(
        f"Account {number} of {town.name}: {said}. {words}", event, published=known.isoformat(), source=f"Wire {number}"
    )


def reports(seed: int) -> list[CodedDocument]:
    """Reports of a strike on each town, known on any of six days, with figures that rise, in a random order of arrival."""
    chance = random.Random(seed)
    made = [
        told(town, number, _FIRST_DAY + timedelta(days=(day := chance.randrange(6))), 10 + day)
        for town in _TOWNS
        for number in range(chance.randint(1, 5))
    ]
    chance.shuffle(made)
    return made


def link(store: Store) -> None:
    with store.run("link", FIRST) as run:
        link_waiting(store, run)


def filled(address: str, arriving: list[CodedDocument], batch: int) -> Store:
    """A store that received the reports so many at a time, linking after each."""
    store = create_store(address)
    for start in range(0, len(arriving), batch):
        keep(store, *arriving[start : start + batch])
        link(store)
    return store


def seen(store: Store, as_of: date | None = None) -> set[str]:
    """The incidents without their ids, which depend on what arrived first."""
    found = store.incidents() if as_of is None else store.incidents(as_of=as_of)
    return {incident.model_copy(update={"id": "i"}).model_dump_json() for incident in found}


@pytest.fixture(autouse=True)
def scored(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Scores that need no time, but where a test asks for the model's own: Splink starts anew at each linking."""
    if getattr(request, "param", "quickly") == "quickly":
        monkeypatch.setattr(linker, "score_within", scores.within)
        monkeypatch.setattr(linker, "score_between", scores.between)


@pytest.mark.parametrize(
    ("scored", "seed"), [("by the model", 0), ("quickly", 1), ("quickly", 2), ("quickly", 3)], indirect=["scored"]
)
def test_a_day_is_as_a_store_that_had_only_received_what_was_known(new_address: NewAddress, seed: int) -> None:
    arriving = reports(seed)
    day = _FIRST_DAY + timedelta(days=1 + seed % 3)
    known = [r for r in arriving if r.document.published and date.fromisoformat(r.document.published) <= day]
    random.Random(seed + 100).shuffle(known)
    assert 0 < len(known) < len(arriving)
    with filled(new_address(), arriving, 4) as all_of_it, filled(new_address(), known, 3) as of_the_day:
        assert seen(all_of_it, day) == seen(of_the_day)
        assert seen(all_of_it, day) != seen(all_of_it)
        assert seen(all_of_it, _FIRST_DAY + timedelta(days=30)) == seen(all_of_it)


def judged(store: Store, *sides: CodedDocument, kind: str) -> int:
    refs = [[(record.document.id, "e1")] for record in sides]
    number = store.judge(kind, "A. Analyst", sides=refs)  # type: ignore[arg-type]
    link(store)
    return number


def sizes(store: Store, as_of: date | None) -> list[int]:
    found = store.incidents() if as_of is None else store.incidents(as_of=as_of)
    return sorted(len(incident.reports) for incident in found)


def test_what_a_person_decided_later_does_not_count(new_address: NewAddress) -> None:
    """The judgements are of today, the day asked for is long ago: it is seen as it was before anyone judged."""
    one, other, third = (
        told(_TOWNS[0], 1, _FIRST_DAY, 10),
        told(_TOWNS[0], 2, _FIRST_DAY, 10),
        told(_TOWNS[1], 3, _FIRST_DAY, 4),
    )
    then = _FIRST_DAY + timedelta(days=3)
    with filled(new_address(), [one, other, third], 3) as store:
        assert sizes(store, then) == sizes(store, None) == [1, 2]
        judged(store, one, other, kind="split")
        assert (sizes(store, None), sizes(store, then)) == ([1, 1, 1], [1, 2])
        number = judged(store, one, third, kind="merge")
        assert (sizes(store, None), sizes(store, then)) == ([1, 2], [1, 2])
        reviewed = [incident.reviewed for incident in store.incidents(as_of=then)]
        assert reviewed == [False, False]
        store.undo(number, "A. Analyst")
        link(store)
        assert (sizes(store, None), sizes(store, then)) == ([1, 1, 1], [1, 2])
        assert (sizes(store, date.max), sizes(store, date.today())) == ([1, 1, 1], [1, 1, 1])


def test_two_that_only_a_later_judgement_joined_have_ids_of_their_own(new_address: NewAddress) -> None:
    one, other = told(_TOWNS[0], 1, _FIRST_DAY, 10), told(_TOWNS[1], 3, _FIRST_DAY, 4)
    with filled(new_address(), [one, other], 2) as store:
        judged(store, one, other, kind="merge")
        (now,) = store.incidents()
        then = list(store.incidents(as_of=_FIRST_DAY))
        assert {incident.id for incident in then} == {now.id, f"{now.id}~2"}
        for incident in then:
            assert store.incident(incident.id, _FIRST_DAY) == incident
        with pytest.raises(StoreError, match="no report was known"):
            store.incident(now.id, _FIRST_DAY - timedelta(days=1))
        pages = [store.incidents(as_of=_FIRST_DAY).page(1)]
        while pages[-1].after:
            pages.append(store.incidents(as_of=_FIRST_DAY).page(1, pages[-1].after))
        assert [incident.id for page in pages for incident in page.items] == [incident.id for incident in then]


LATER = _FIRST_DAY + timedelta(days=4)


@pytest.mark.parametrize(
    ("conditions", "then", "now"),
    [
        ({"harm": "killed", "at_least": 20}, 0, 1),  # the higher figure came later
        ({"text": "bakery"}, 0, 1),  # the word came later
        ({"text": "market -bakery"}, 1, 0),  # the word that must not be there came later
        ({"text": '"air strike"'}, 1, 1),  # a phrase of the first report
        ({"text": "market killed", "country": "UGA", "near": (1.5, 30.2)}, 1, 1),
        ({"box": (-1, 29, 2, 31), "since": _FIRST_DAY, "until": _FIRST_DAY}, 1, 1),
        ({"until": _FIRST_DAY - timedelta(days=1)}, 0, 0),
        ({"box": (-1, -31, 2, -29)}, 0, 0),
        ({"source": "Wire 2"}, 0, 1),  # the second source came later
    ],
)  # fmt: skip
def test_a_day_is_searched_by_what_was_known(
    new_address: NewAddress, conditions: dict[str, object], then: int, now: int
) -> None:
    given = [told(_TOWNS[0], 1, _FIRST_DAY, 10), told(_TOWNS[0], 2, LATER, 25, words="A bakery burned.")]
    given[1] = given[1].model_copy(
        update={"events": (given[1].events[0].model_copy(update={"evidence": (_whole(given[1]),)}),)}
    )
    with filled(new_address(), given, 2) as store:
        assert len(list(store.incidents(as_of=LATER - timedelta(days=1), **conditions))) == then
        found: list[Incident] = list(store.incidents(as_of=LATER, **conditions))
        assert len(found) == now == len(list(store.incidents(**conditions)))


def _whole(record: CodedDocument) -> object:
    from dateline.records import Span

    return Span.of(record.document.text, 0, len(record.document.text))


def test_the_dossier_of_a_day_tells_what_was_known_and_whose_word_it_was(new_address: NewAddress) -> None:
    given = [told(_TOWNS[0], 1, _FIRST_DAY, 10), told(_TOWNS[0], 2, LATER, 25)]
    with filled(address := new_address(), given, 2) as store:
        store.set_source_profile("Wire 1", ownership="state", side="UGA")
        (now,) = store.incidents()
    asked = ["incident", now.id, "--store", address]
    today = CliRunner().invoke(cli, asked).stdout
    then = CliRunner().invoke(cli, [*asked, "--as-of", _FIRST_DAY.isoformat()]).stdout
    assert "Wire 1 · standing 1 of 4 · side UGA" in today
    assert "Wire 1 · standing 1 of 4 · side UGA" in then
    assert ("Wire 2" in today, "Wire 2" in then) == (True, False)


def test_what_is_as_it_was_is_read_as_it_is_kept(new_address: NewAddress, monkeypatch: pytest.MonkeyPatch) -> None:
    """No incident is made anew for a day on which it was what it is now; one that was judged since is."""
    made: list[str] = []
    make = Maker.make

    def noted(maker: Maker, incident: str, *rest: object) -> Incident:
        made.append(incident)
        return make(maker, incident, *rest)  # type: ignore[arg-type]

    given = [told(town, 1, _FIRST_DAY, 10) for town in _TOWNS]
    with filled(new_address(), given, 4) as store:
        monkeypatch.setattr(Maker, "make", noted)
        before = list(store.incidents(as_of=LATER))
        assert before == list(store.incidents())
        assert made == []
        judged(store, given[0], given[1], kind="forbid")
        made.clear()
        assert {incident.id: incident for incident in store.incidents(as_of=LATER)} == {i.id: i for i in before}
        assert made
