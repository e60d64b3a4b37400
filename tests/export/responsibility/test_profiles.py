"""Profiles at work: records stay records, ids stay in step, and each profile does what its file says."""

from __future__ import annotations

from pathlib import Path
from typing import get_args, get_origin

import pytest
from hypothesis import HealthCheck, given, settings

from dateline import incidents, records
from dateline.errors import OntologyError, SettingError
from dateline.export.responsibility.profile import rules_of
from dateline.export.responsibility.rules import ProfileRules, profile_rules
from dateline.incidents import Incident
from dateline.records import CodedDocument
from dateline.settings import Settings
from tests.export.responsibility.withheld_people import incident_of, profile_over, report
from tests.strategies import coded_documents

TEXT = "The army hit the market in Manbij and killed Salwa Idrisi. Idrisi sold tea."
REPORT = report(
    TEXT, "Salwa Idrisi", ("Salwa Idrisi", "Idrisi"), "Manbij", 36.52816, 37.95528, source="The Gazette",
    url="https://example.org/market-hit", published="2024-12-03", title="Market hit in Manbij",
    extra={"byline": "N. Nordquist", "desk": "Idrisi desk", "lat": 36.5},
)  # fmt: skip
HOSPITAL = report(
    "The army hit the hospital in Manbij and killed Salwa Idrisi.", "Salwa Idrisi", ("Salwa Idrisi",), "Manbij",
    36.52816, 37.95528, "hospital", source="The Post", published="2024-12-04",
)  # fmt: skip


def _out(name: str, record: CodedDocument, *others: CodedDocument) -> CodedDocument:
    out = profile_over(name, (record, *others)).document(record)
    assert out is not None
    return out


@pytest.mark.parametrize("name", ["partner", "public"])
@given(record=coded_documents())
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_goes_in_a_valid_record_comes_out(name: str, record: CodedDocument) -> None:
    out = _out(name, record)
    assert CodedDocument.from_json(out.to_json()) == out
    assert out == _out(name, record), "the same record always comes out the same"
    for layer in records.LAYERS:
        assert [item.id for item in getattr(out, layer)] == [item.id for item in getattr(record, layer)]


def test_internal_changes_nothing() -> None:
    profile = profile_over("internal", [REPORT])
    assert profile.document(REPORT) is REPORT
    assert profile.incident(incident := incident_of(REPORT)) is incident
    assert profile.conditions({"near": "36.5,37.9"}) == {"near": "36.5,37.9"}


def test_public_withholds_names_and_points_and_keeps_the_claims() -> None:
    out = _out("public", REPORT)
    assert out.document.text.startswith(
        "The army hit the market in Manbij and killed [name withheld]. [name withheld] sold tea."
    )
    assert (out.actors[0].name, out.actors[0].individual, out.actors[0].kind) == ("[name withheld]", True, "civilians")
    assert out.places[0].name == "Manbij"
    assert (out.places[0].precision, out.places[0].geonames_id, out.places[0].radius_km) == (4, None, None)
    assert out.tolls[0].best == 1
    assert out.document.extra == {"responsibility": {"profile": "public", "names": 2}}
    assert out.document.url == "https://example.org/market-hit"


def test_partner_has_one_stand_in_for_one_person() -> None:
    one, other = _out("partner", REPORT, HOSPITAL), _out("partner", HOSPITAL, REPORT)
    shown = one.actors[0].name
    assert shown.startswith("Person ")
    assert shown == other.actors[0].name
    assert one.document.text.count(shown) == 2, "in full and by the surname alone"
    assert one.document.extra["desk"] == f"{shown} desk"
    assert "byline" not in one.document.extra
    assert one.document.extra["lat"] is None, "a fraction may be a coordinate"


def test_two_stores_have_different_stand_ins() -> None:
    from dateline.export.responsibility.people import Keys

    assert Keys(b"one").of("person", "salwa idrisi") != Keys(b"two").of("person", "salwa idrisi")


def test_sensitive_places_are_marked_for_partners_and_held_back_from_the_public() -> None:
    marked, held = _out("partner", HOSPITAL), _out("public", HOSPITAL)
    assert ("W404", "hospital") in {(n.code, n.span.text if n.span else None) for n in marked.notes}
    assert marked.places[0].name == "Manbij"
    assert held.places[0].name == "a health facility in Aleppo (place withheld)"
    assert held.places[0].alternatives == ()
    assert "Manbij" not in held.to_json()
    incident = profile_over("public", [HOSPITAL]).incident(incident_of(HOSPITAL))
    assert incident is not None
    assert incident.place is not None
    assert incident.place.name == "a health facility in Aleppo (place withheld)"
    assert "Manbij" not in incident.model_dump_json()
    assert incident.history[-1].what == "sensitive: a health facility; the place is withheld"


def test_what_one_report_of_an_incident_tells_holds_for_all_of_them() -> None:
    refs = [(REPORT.document.id, "e1"), (HOSPITAL.document.id, "e1")]
    together = {REPORT.document.id: {"e1": refs}, HOSPITAL.document.id: {"e1": refs}}
    out = profile_over("public", [REPORT, HOSPITAL], together).document(REPORT)
    assert out is not None
    assert "Manbij" not in out.to_json(), "the market's report would give the hospital's town away"


def test_whom_one_report_names_another_may_not_name_by_the_surname() -> None:
    other = report(
        "The army hit the market in Manbij; the Idrisi family fled from Omar.", "Omar", ("Omar",), "Manbij", 36.5, 37.9
    )
    refs = [(REPORT.document.id, "e1"), (other.document.id, "e1")]
    profile = profile_over("public", [REPORT, other], {other.document.id: {"e1": refs}})
    out = profile.document(other)
    assert out is not None
    assert "Idrisi" not in out.to_json()
    alone = profile_over("public", [other]).document(other)
    assert alone is not None
    assert "Idrisi" in alone.to_json(), "in a report of something else it is anybody's surname"


def test_incidents_and_documents_have_the_same_ids() -> None:
    profile = profile_over("public", [REPORT])
    incident = profile.incident(incident_of(REPORT))
    document = profile.document(REPORT)
    assert incident is not None
    assert document is not None
    assert document.document.id != REPORT.document.id
    assert {r.document for r in incident.reports} == {document.document.id}
    assert REPORT.document.id not in incident.model_dump_json()


def test_analysts_are_not_named() -> None:
    public, partner = (profile_over(name, [REPORT]).incident(incident_of(REPORT)) for name in ("public", "partner"))
    assert public is not None
    assert partner is not None
    assert (public.history[0].by, public.history[0].why) == ("an analyst", None)
    assert partner.history[0].by.startswith("Analyst ")
    assert "Idrisi" not in (partner.history[0].why or "")


def test_people_in_the_list_of_actors_are_named() -> None:
    actor = REPORT.actors[0].model_copy(update={"name": "Salva Kiir", "authority_id": "salva-kiir"})
    out = _out("public", REPORT.model_copy(update={"actors": (actor, *REPORT.actors[1:])}))
    assert out.actors[0].name == "Salva Kiir"


@pytest.mark.parametrize(
    ("text", "gone", "why"),
    [
        ("The dead were identified as Ilberin Zarathwi and others; hit.", "Zarathwi", "words before it tell a name"),
        ("A shell hit Vashkira Quellinor, 34, at home.", "Quellinor", "an age after it tells a name"),
        ("A shell hit the mother of Ilberin Zarathwi.", "Zarathwi", "kin of whoever is named"),
        ("Call +963 11 555 0199 now; hit.", "555", "a telephone"),
        ("Write to desk@example.org; hit.", "desk@", "an address of mail"),
    ],
)
def test_names_that_the_coding_did_not_find_are_found_by_the_words_around(text: str, gone: str, why: str) -> None:
    record = CodedDocument(document=records.Document.from_text(text))
    out = _out("partner", record)
    assert gone not in out.to_json(), why


def test_a_child_with_the_name_of_a_town_is_withheld() -> None:
    record = report("The army hit the market; Sofia (7) survived.", "Sofia", ("Sofia",), "Sofia", 42.69751, 23.32415)
    out = _out("public", record)
    assert "Sofia" not in out.to_json()


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("36.2012N, 37.1343E.", "at the end of a sentence"), ("(36.2012, 37.1343)", "in brackets"),
        ("36°12'05\"N 37°08'03\"E", "degrees, minutes, seconds"), ("37SBV 12345 67890", "MGRS"),
        ("lat 36.2012, lon 37.1343", "with their names"),
    ],
)  # fmt: skip
def test_positions_in_texts_are_withheld(words: str, why: str) -> None:
    record = CodedDocument(document=records.Document.from_text(f"A drone fell at {words} It burned."))
    text = _out("partner", record).document.text
    assert "[position withheld]" in text, why
    assert not any(part in text for part in ("36.2", "37.1", "36°", "37°", "37S")), why


def test_a_profile_of_ones_own_takes_the_place_of_one_that_ships(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text(
        "public: {title: Ours, coordinates: country, sensitive_places: keep, people: keep, analysts: keep, text: whole,\n"
        "  other_fields: keep, licence: ODbL, methodology: Ours., withhold: [Salwa Idrisi]}\n"
    )
    rules = rules_of("public", Settings(profiles=(str(own),)))
    assert (rules.licence, rules.coordinates) == ("ODbL", "country")
    assert set(profile_rules(Settings(profiles=(str(own),)))) == {"internal", "partner", "public"}
    out = profile_over("public", [REPORT], rules=rules).document(REPORT)
    assert out is not None
    assert "Idrisi" not in out.to_json(), "a name that the profile lists is withheld though people are kept"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("public: {coordinates: admin9}", "coordinates"),
        ("- public", "names with fields"),
        ("public: [", "no YAML"),
        ("public: {coordinates: admin1, sensitive_places: mark, sensitive_coordinates: exact, people: keep, analysts: keep, "
         "text: whole, other_fields: keep, title: a, licence: b, methodology: c}", "finer"),
    ],
)  # fmt: skip
def test_a_wrong_file_of_profiles_is_told_with_its_place(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "wrong.yaml"
    path.write_text(text)
    with pytest.raises(OntologyError, match=told):
        profile_rules(Settings(profiles=(str(path),)))


def test_a_profile_that_is_none_is_told_with_those_there_are() -> None:
    with pytest.raises(SettingError, match="internal, partner, public"):
        rules_of("secret", Settings())
    with pytest.raises(SettingError, match="cannot be read"):
        profile_rules(Settings(profiles=("/nowhere/profiles.yaml",)))


SAFE = {
    "id", "authority_id", "kind", "country", "value", "start", "end", "type", "mode", "contexts", "event_type",
    "sub_event_type", "date", "derived_by", "status", "actors", "recipients", "places", "origin", "destination", "same_as",
    "rule", "source", "certainty", "harm", "bound", "unit", "scope", "since", "until", "part_of", "event", "actor", "age", "sex",
    "speaker", "addressee", "subject", "object", "relation", "code", "document", "claim", "published", "field", "at", "grade",
    "contains", "feature", "admin1", "precision", "victims", "schema_", "retrieved", "language", "original_sha256", "text",
}  # fmt: skip
"""Fields that hold ids, codes, days or areas; ``text`` is a span's, and so a slice of the text that was gone through."""
GONE_THROUGH = {
    "name", "title", "source", "url", "message", "role", "reason", "side", "group", "phrase", "what", "why", "by",
    "grade_reasons", "value", "text", "extra",
}  # fmt: skip


def test_every_field_that_can_hold_words_is_gone_through() -> None:
    """A new field of the record must be put into one of the two lists, and into the profile if its words are free."""
    words = set()
    for module in (records, incidents):
        for kind in vars(module).values():
            if isinstance(kind, type) and issubclass(kind, records.Record):
                words |= {name for name, f in kind.model_fields.items() if _holds_words(f.annotation)}
    assert words - SAFE - GONE_THROUGH == set()


def _holds_words(annotation: object) -> bool:
    return annotation is str or (get_origin(annotation) is not None and any(map(_holds_words, get_args(annotation))))


def test_rules_that_change_nothing_are_known_as_such() -> None:
    shipped = profile_rules(Settings())
    assert [name for name, rules in shipped.items() if rules.changes_nothing] == ["internal"]
    assert isinstance(shipped["public"], ProfileRules)
    assert isinstance(incident_of(REPORT), Incident)
