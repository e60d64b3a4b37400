"""A profile of data responsibility at work: what goes in is the store's, what comes out may be handed on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from dateline.export.responsibility.areas import Areas
from dateline.export.responsibility.digest import Digests, Reports
from dateline.export.responsibility.documents import DocumentOut, Means
from dateline.export.responsibility.incidents import IncidentOut, Told, documents_of
from dateline.export.responsibility.people import Keys, People
from dateline.export.responsibility.rules import ProfileRules, profile_rules
from dateline.incidents import Incident
from dateline.records import CodedDocument
from dateline.settings import Settings, load_settings

if TYPE_CHECKING:
    from dateline.store import Store

_SAID_AS_IT_IS = frozenset({
    "since", "until", "as_of", "country", "admin1", "type", "mode", "context", "status", "harm", "at_least", "grade",
    "min_confidence", "role", "order",
})  # fmt: skip
"""Conditions that give nobody and no place away."""
_WITHHELD = "withheld"


class Responsible:
    """A profile. ``incident`` and ``document`` give each record as it may go out, the same for the same record always.

    The ids of documents whose text has changed are others outside; both methods use the same ones. ``day`` (ISO 8601)
    is when the profile says that it marked a record.
    """

    def __init__(self, means: Means, reports: Reports, day: str) -> None:
        self.name = means.name
        self.licence: str | None = means.rules.licence
        self.methodology: str | None = methodology(means.rules)
        self._means = means
        self._reports = reports
        self._day = day
        self._digests = Digests(means.people, reports)
        self._ids: dict[str, str] = {}
        self._held: dict[str, Mapping[tuple[str, ...], str | None]] = {}

    def document(self, coded: CodedDocument) -> CodedDocument | None:
        """The document as it may go out."""
        return coded if self._means.rules.changes_nothing else self._let_out(coded)

    def incident(self, incident: Incident) -> Incident | None:
        """The incident as it may go out."""
        if self._means.rules.changes_nothing:
            return incident
        documents = documents_of(incident)
        for document in documents:
            if document not in self._ids:
                self._let_out(self._reports.document(document))
        held = {pieces: None for document in documents for pieces in self._held.get(document, ())}
        kind = self._digests.kind_told([(r.document, r.event) for r in incident.reports])
        told = Told(self._ids.__getitem__, [self._digests.by_id(d) for d in documents], held, kind)
        return IncidentOut(self._means, incident, told, self._day).record()

    def conditions(self, conditions: Mapping[str, str]) -> Mapping[str, str]:
        """What an export may say of what was asked: a point, a name or a word may be what is withheld."""
        if self._means.rules.changes_nothing:
            return conditions
        return {name: value if name in _SAID_AS_IT_IS else _WITHHELD for name, value in conditions.items()}

    def judged(self, person: str, why: str | None) -> tuple[str, str | None]:
        """Who made a judgement and why, as far as that may be told."""
        rules, people = self._means.rules, self._means.people
        if rules.analysts == "keep":
            return person, why
        told = why if rules.analysts == "pseudonymise" else None
        return people.analyst(person), self._means.wording(people.everywhere, {}).maybe(told)

    def _let_out(self, coded: CodedDocument) -> CodedDocument:
        digest, events = self._digests.together(coded)
        out = DocumentOut(self._means, coded, digest, events)
        record = out.record()
        self._ids[coded.document.id] = record.document.id
        if out.held:
            self._held[coded.document.id] = out.held
        return record


def open_profile(name: str, store: Store, *, settings: Settings | None = None, day: str | None = None) -> Responsible:
    """The profile of this name, for what is in the store.

    Raises SettingError when there is no such profile, and OntologyError when the user's file of profiles is wrong.
    """
    from dateline.ontology.authority import Authority
    from dateline.store.exports import individuals, stand_in_key, tellings_of

    chosen = settings or load_settings()
    rules = rules_of(name, chosen)
    if rules.changes_nothing:
        keys, authority, roster = Keys(b""), Authority.load(), []
    else:
        keys, authority = Keys(stand_in_key(store)), Authority.load(chosen.actors)
        roster = list(individuals(store))
    means = Means(name, rules, areas_of(chosen), People(rules, authority, keys, roster), keys)
    reports = Reports(store.document, lambda document: tellings_of(store, document))
    return Responsible(means, reports, day or datetime.now(UTC).date().isoformat())


def areas_of(settings: Settings) -> Areas:
    """The areas that the installed gazetteer knows. Nothing is opened yet."""

    def gazetteer():  # type: ignore[no-untyped-def]
        from dateline.ontology.gazetteer import Gazetteer

        return Gazetteer.open(settings)

    return Areas(gazetteer)


def rules_of(name: str, settings: Settings) -> ProfileRules:
    """What the profile of this name says. Raises SettingError when there is none."""
    from dateline.errors import SettingError

    known = profile_rules(settings)
    if name not in known:
        raise SettingError(f"there is no profile {name!r}, only {', '.join(sorted(known))}")
    return known[name]


def methodology(rules: ProfileRules) -> str:
    """What an export says of how it was made: the profile's own words, and what the profile changed."""
    places = {
        "exact": "Coordinates are as they were read",
        "grid": f"Coordinates are the middle of cells of about {rules.grid_km:g} km",
        "admin2": "Coordinates are points of second-level areas",
        "admin1": "Coordinates are points of first-level areas",
        "country": "Coordinates are points of countries",
        "none": "There are no coordinates",
    }[rules.coordinates]
    sensitive = {
        "keep": "",
        "mark": "Hospitals, shelters, camps, aid on its way and schools are marked, and located more coarsely",
        "hold_back": "Hospitals, shelters, camps, aid on its way and schools are neither named nor located below their area",
    }[rules.sensitive_places]
    people = {
        "keep": "",
        "pseudonymise": "Private individuals are called by stand-ins",
        "withhold": "Private individuals are not named",
    }[rules.people]
    text = "Of texts only the words that claims rest on are given" if rules.text == "quotations" else ""
    return " ".join(f"{part.rstrip('.')}." for part in (rules.methodology, places, sensitive, people, text) if part)
