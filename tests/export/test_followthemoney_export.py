"""FollowTheMoney entities, checked by FollowTheMoney itself: its schemata, its types, and its links."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dateline.export.contract import Written
from dateline.export.formats.followthemoney import EXPORT
from dateline.incidents import Incident, IncidentActor
from dateline.records import Actor, CodedDocument, Document, Relation
from tests.export.invented import coded_text
from tests.export.selections import ARTICLE, claim, invented_incidents, selection
from tests.strategies import coded_documents, incidents

followthemoney = pytest.importorskip(
    "followthemoney", reason="FollowTheMoney is not installed: pip install followthemoney (its PyICU wants libicu-dev)"
)


def exported(documents: Sequence[CodedDocument], made: Sequence[Incident] = ()) -> tuple[dict[str, Any], Written]:
    """The entities by id, as they are written; FollowTheMoney's own cleaning takes every value of each."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.ftm.json"
        written = EXPORT.write(selection(made, documents), path)
        lines = [json.loads(line) for line in path.read_text("utf-8").split("\n") if line]
    entities = {line["id"]: followthemoney.model.get_proxy(line, cleaned=True) for line in lines}
    assert len(entities) == len(lines), "one entity an id"
    for line in lines:
        schema = followthemoney.model[line["schema"]]
        schema.validate(line)
        for name, values in line["properties"].items():
            prop = schema.get(name)
            assert prop is not None, f"{schema.name} has no {name}"
            assert all(prop.type.clean(value) for value in values), f"{schema.name}.{name} takes not all of {values}"
    _check_links(entities)
    return entities, written


def _check_links(entities: dict[str, Any]) -> None:
    for proxy in entities.values():
        for prop, value in proxy.itervalues():
            if prop.type.name == "entity":
                assert value in entities, f"{proxy.schema.name}.{prop.name} leads nowhere"
                assert entities[value].schema.is_a(prop.range), (
                    f"{proxy.schema.name}.{prop.name} is a {prop.range.name}"
                )


def of_schema(entities: dict[str, Any], name: str) -> list[Any]:
    return [proxy for proxy in entities.values() if proxy.schema.name == name]


def test_the_invented_article_and_its_incidents() -> None:
    entities, written = exported([ARTICLE], invented_incidents())
    assert written.counts["Event"] == 4
    (article,) = of_schema(entities, "Article")
    assert article.first("publisher") == "Lodestar News"
    assert article.first("bodyText") == ARTICLE.document.text
    assert article.first("publishedAt") == "2024-03-15"
    strike = next(event for event in of_schema(entities, "Event") if event.first("recordId") == "i0001")
    assert (strike.first("startDate"), strike.first("location")) == ("2024-03-14", "Karsh")
    assert strike.get("proof") == [article.id]
    assert "killed at least 14 civilians" in strike.first("summary")
    assert {entities[number].caption for number in strike.get("involved")} == {"Tervan Air Force", "civilians"}
    address = entities[strike.first("addressEntity")]
    assert (address.first("latitude"), address.first("longitude")) == ("10.42", "60.11")
    assert {proxy.caption for proxy in of_schema(entities, "Person")} == {
        "Ilan Dorvey",
        "Maren Tolk",
        "Provincial governor",
    }
    (leads,) = of_schema(entities, "Directorship")
    assert (entities[leads.first("director")].caption, entities[leads.first("organization")].caption) == (
        "Maren Tolk",
        "Northern Accord",
    )
    assert leads.first("proof") == article.id
    assert len(of_schema(entities, "Documentation")) == 4


def test_what_is_left_out_is_counted() -> None:
    _, written = exported([ARTICLE], invented_incidents())
    assert set(written.left_out) == {"codes of countries that ISO 3166 has not"}, "XVR and XTV are invented"
    _, written = exported([], invented_incidents())
    assert written.left_out["reports of incidents that are not in the export"] == 4


KNOWN = {"name": "Harbour Guard", "authority_id": "harbour-guard", "kind": "militia"}


def test_a_known_actor_is_one_entity_with_all_its_names() -> None:
    first = coded_text("x", actors=(Actor(id="a1", mentions=(), country="SDN", **KNOWN),))
    other = coded_text("y", actors=(Actor(id="a7", mentions=(), **{**KNOWN, "name": "The Harbour Guard"}),))
    party = IncidentActor(**{**KNOWN, "kind": "unknown"}, claims=(claim("e1"),))
    incident = invented_incidents()[3].model_copy(update={"actors": (party,)})
    entities, _ = exported([first, other], [incident])
    (guard,) = of_schema(entities, "Organization")
    assert sorted(guard.get("name")) == ["Harbour Guard", "The Harbour Guard"]
    assert guard.get("country") == ["sd"]
    assert len(of_schema(entities, "Mention")) == 2


def test_unknown_actors_of_one_name_are_one_within_a_report_only() -> None:
    people = tuple(Actor(id=f"a{n}", name="residents", kind="civilians", mentions=()) for n in (1, 2))
    entities, _ = exported([coded_text("x", actors=people), coded_text("y", actors=people[:1])])
    assert len(of_schema(entities, "LegalEntity")) == 2


EDGES = [
    ("leads", "rebel", True, "Directorship", "who leads an organisation"),
    ("leads", "ethnic", True, "UnknownLink", "a people is no organisation"),
    ("member_of", "party", True, "Membership", "a member"),
    ("role_in", "government", True, "Employment", "a person's office"),
    ("role_in", "government", False, "UnknownLink", "an organisation is nobody's employee"),
    ("spokesperson_of", "ngo", True, "Representation", "who speaks for another"),
    ("ally_of", "rebel", False, "UnknownLink", "a link that FollowTheMoney has no schema for"),
]


@pytest.mark.parametrize(("relation", "kind", "person", "schema", "reason"), EDGES, ids=[case[4] for case in EDGES])
def test_the_schema_of_a_relation(relation: Any, kind: Any, person: bool, schema: str, reason: str) -> None:
    actors = (
        Actor(id="a1", name="Ada", individual=person, kind="rebel", mentions=()),
        Actor(id="a2", name="Them", kind=kind, mentions=()),
    )
    link = Relation(id="r1", subject="a1", relation=relation, object="a2", evidence=(), rule="r", confidence=1.0)
    entities, _ = exported([coded_text("x", actors=actors, relations=(link,))])
    assert len(of_schema(entities, schema)) == 1


def test_a_long_text_is_kept_whole_in_parts() -> None:
    text = "🕯️ The siege of the town went on. " * 4000
    entities, _ = exported([coded_text(text)])
    (article,) = of_schema(entities, "Article")
    assert "".join(article.get("bodyText")) == text


def test_kinds_are_never_taken_for_crime() -> None:
    rebels = Actor(id="a1", name="Them", kind="rebel", mentions=())
    gang = Actor(id="a2", name="Others", kind="criminal", mentions=())
    entities, _ = exported([coded_text("x", actors=(rebels, gang))])
    assert [proxy.get("topics") for proxy in of_schema(entities, "Organization")] == [[], []]


def test_a_text_in_which_nothing_can_be_seen_is_left_empty() -> None:
    entities, _ = exported([CodedDocument(document=Document.from_text("\ufeff \u200b"))])
    (article,) = of_schema(entities, "Article")
    assert article.get("bodyText") == []


def test_a_name_of_quotation_marks_is_no_name() -> None:
    entities, _ = exported([CodedDocument(document=Document.from_text("Rebels took Bel.", title='""'))])
    (article,) = of_schema(entities, "Article")
    assert article.get("title") == []


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(
    documents=st.lists(coded_documents(), max_size=2, unique_by=lambda coded: coded.document.id),
    made=st.lists(incidents(), max_size=2, unique_by=lambda incident: incident.id),
)
def test_any_records_are_valid_entities(documents: list[CodedDocument], made: list[Incident]) -> None:
    entities, _ = exported(documents, made)
    assert len(of_schema(entities, "Article")) == len(documents)
    assert len(of_schema(entities, "Event")) == len(made)
