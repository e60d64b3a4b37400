"""The pages of actors, places and sources, on both databases: what they say, and what the team changes on them."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from urllib.parse import quote

import pytest
from lxml import html

from dateline.ontology.authority import fold
from dateline.settings import load_settings
from dateline.store import Arrival, Store
from dateline.store.lists import Lists
from dateline.store.named import Actors, Places, Sources
from dateline.store.names import KnownNames
from tests.contracts.made import At, Did, coded
from tests.serve.asking import Asking
from tests.serve.filled import RECEIVED, VERSIONS, fill

FRONT = "yubo liberation front"
TAMBURA = 366444
HOSTILE = "<script>alert('\u202e👩🏽‍🚒')</script>/" + "x" * 180


def text_of(page: html.HtmlElement) -> str:
    """The words of a page on one line."""
    return " ".join(page.text_content().split())


def test_actors_are_listed_by_what_they_took_part_in(filled_store: Store) -> None:
    counts: Counter[tuple[str, str]] = Counter()
    for incident in filled_store.incidents():
        if not incident.aggregate and incident.grade != "discounted":
            for role, actors in (("did", incident.actors), ("suffered", incident.recipients)):
                counts.update({(role, actor.authority_id or fold(actor.name)) for actor in actors})
    listed, count = Actors(filled_store).listed("", 1000)
    assert {(r, a.key): n for a in listed for r, n in (("did", a.did), ("suffered", a.suffered)) if n} == dict(counts)
    assert count == len(listed)
    assert [a.incidents for a in listed] == sorted((a.incidents for a in listed), reverse=True)


def test_places_are_listed_by_their_incidents(filled_store: Store) -> None:
    counts = Counter(
        i.place.geonames_id
        for i in filled_store.incidents()
        if i.place and i.place.geonames_id and not i.aggregate and i.grade != "discounted"
    )
    assert {p.geonames_id: p.incidents for p in Places(filled_store).listed("", 1000)[0] if p.geonames_id} == counts


def test_sources_are_listed_with_their_reports(filled_store: Store) -> None:
    counts = Counter(fold(d.source) for d in filled_store.documents() if d.source)
    assert {s.key: s.reports for s in Sources(filled_store).listed("", 1000)[0] if s.reports} == counts


def test_pages_of_all_of_them_can_be_read(asking: Asking, filled_store: Store) -> None:
    paths = [f"actors/{quote(a.key, safe='')}" for a in Actors(filled_store).listed("", 1000)[0]]
    paths += [f"places/{p.geonames_id}" for p in Places(filled_store).listed("", 1000)[0] if p.geonames_id]
    paths += [f"sources/{quote(s.key, safe='')}" for s in Sources(filled_store).listed("", 1000)[0]]
    for path in ("actors", "places", "sources", *paths):
        assert asking.page(path).xpath("//h1"), path


@pytest.mark.parametrize("path", ["actors", "places", "sources"])
def test_lists_are_searched_and_say_when_nothing_is_found(asking: Asking, path: str) -> None:
    assert asking.page(path, text="<img src=x>").xpath("//div[@class='empty']")
    assert asking.get(path, start="-5").status_code == 200


def test_an_actor_page_says_what_it_did_said_and_holds_and_by_whose_word(asking: Asking, filled_store: Store) -> None:
    page = asking.page(f"actors/{FRONT}")
    words = text_of(page)
    one = Actors(filled_store).one(FRONT)
    assert one is not None
    assert f"What it did: {one.did} incidents" in words
    assert "is an ally of White Plain Militia" in words
    assert "according to Lakes Radio" in words
    assert "had captured Tambura on Tuesday" in words
    drawn = json.loads(page.xpath("//script[@id='graph-data']")[0].text)
    assert FRONT in {node["id"] for node in drawn["nodes"]}
    held = asking.page(f"actors/{FRONT}/held")
    assert "Tambura" in text_of(held)
    assert "no finding of ours" in text_of(held)


def test_a_place_page_says_who_is_said_to_hold_it(asking: Asking) -> None:
    assert "What happened there" in text_of(asking.page(f"places/{TAMBURA}"))
    assert "Yubo Liberation Front since 4 Mar 2025" in text_of(asking.page(f"places/{TAMBURA}/held"))


def test_a_source_page_shows_what_it_republished(asking: Asking, filled_store: Store) -> None:
    copies = filled_store.copy_of([d.id for d in filled_store.documents()])
    sources = {d.id: d.source for d in filled_store.documents()}
    copy, original = next(iter(copies.items()))
    page = asking.page(f"sources/{quote(sources[copy] or '')}")
    taken = page.xpath("//h3[text()='It republished from']/following-sibling::ul[1]//a")
    assert [text_of(link) for link in taken] == [sources[original]]


@pytest.mark.parametrize(
    "path", ["actors/nobody%20at%20all", "places/1", "places/99999999999", "sources/nobody", "sources/%00"]
)
def test_what_nobody_names_is_not_there(asking: Asking, path: str) -> None:
    assert asking.get(path).status_code == 404


def test_names_of_an_actor_are_kept_in_the_list_that_coding_takes(
    changing: Asking, own_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATELINE_LISTS", str(tmp_path / "lists"))
    page = changing.page("actors/rapid-support-forces")
    seen = page.xpath("//form[contains(@action, '/names')]/input[@name='seen']/@value")[0]
    names = "\n".join([*json.loads(seen), "Men of the Market"])
    answer = changing.post("actors/rapid-support-forces/names", {"names": names, "seen": seen})
    assert answer.status_code == 200, answer.text
    assert "Men of the Market" in answer.text
    own_store.names = KnownNames(load_settings(), Lists.of(own_store))  # it was opened before the folder was set
    assert own_store.incidents(actor="Men of the Market").page(1).items, "the search knows the name at once"
    assert changing.post("actors/rapid-support-forces/names", {"names": names, "seen": seen}).status_code == 400
    new = changing.post(f"actors/{FRONT}/names", {"names": "YLF", "seen": "[]"})
    assert new.status_code == 200, new.text
    lists = Lists.of(own_store)
    assert lists is not None
    assert lists.aliases_of_actor("yubo-liberation-front") == ("YLF",)


def test_names_of_a_place_are_kept_and_a_mistake_is_said(
    changing: Asking, own_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATELINE_LISTS", str(tmp_path / "lists"))
    answer = changing.post(f"places/{TAMBURA}/names", {"names": "Tombora\nTamboura", "seen": "[]"})
    assert answer.status_code == 200, answer.text
    lists = Lists.of(own_store)
    assert lists is not None
    assert lists.aliases_of_place(TAMBURA) == ("Tombora", "Tamboura")
    wrong = changing.post(f"places/{TAMBURA}/names", {"names": "…", "seen": json.dumps(["Tombora", "Tamboura"])})
    assert wrong.status_code == 400
    assert "is no name" in wrong.text


def test_a_profile_is_kept_and_incidents_are_computed_again(changing: Asking, own_store: Store) -> None:
    path = "sources/equatoria%20wire%20%28invented%29"
    seen = changing.page(path).xpath("//input[@name='seen']/@value")[0]
    form = {"seen": seen, "standing": "0", "kind": "media", "side": "SSD", "ownership": "state", "origin": ""}
    answer = changing.post(f"{path}/profile", form)
    assert answer.status_code == 200, answer.text
    assert "computed again" in answer.text
    assert own_store.source_profiles().of("Equatoria Wire (invented)").standing == 0
    assert changing.post(f"{path}/profile", form).status_code == 400, "somebody was quicker"
    seen = changing.page(path).xpath("//input[@name='seen']/@value")[0]
    assert "has a side" in changing.post(f"{path}/profile", form | {"seen": seen, "side": ""}).text


def test_hostile_names_stay_words(changing: Asking, own_store: Store) -> None:
    hostile = coded(
        "Shells hit Bor and killed 4 people.",
        Did("Shells hit Bor", at=At("Bor", 6.2, 31.5, "SSD"), tolls=(("killed", 4),)),
        source=HOSTILE,
    )
    hostile = hostile.model_copy(update={"document": hostile.document.model_copy(update={"title": HOSTILE})})
    with own_store.run("test", VERSIONS) as run:
        own_store.add([Arrival(hostile, b"x", "<b>.txt", RECEIVED)], run)
    fill(own_store, [])
    for path in ("sources", f"sources/{quote(fold(HOSTILE), safe='')}"):
        response = changing.get(path)
        assert response.status_code == 200, f"{path}: {response.text[:500]}"
        assert "<script>alert" not in response.text
        assert "&lt;script&gt;alert" in response.text
    incident = next(i for i in own_store.incidents() if any(r.source == HOSTILE for r in i.reports))
    assert "<script>alert" not in changing.get(f"incidents/{incident.id}").text
