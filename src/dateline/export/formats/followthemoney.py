"""Incidents, reports, actors and places as FollowTheMoney entities, one a line."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from dateline.export.contract import Format, Selection, Written
from dateline.export.maps.rows import figures_in_words
from dateline.export.words.claims import one_line, title_of
from dateline.export.words.credits import CREDIT
from dateline.incidents import Incident, IncidentActor, IncidentPlace
from dateline.records import Actor, ActorKind, CodedDocument, Document, Place, Relation

Entity = Mapping[str, object]
Properties = Mapping[str, Iterable[str | None]]

_SCHEMATA: Mapping[ActorKind, str] = {
    "government": "PublicBody", "military": "PublicBody", "police": "PublicBody", "rebel": "Organization",
    "militia": "Organization", "party": "Organization", "igo": "Organization", "ngo": "Organization",
    "media": "Organization", "civil_society": "Organization", "business": "Company", "religious": "Organization",
    "criminal": "Organization", "ethnic": "LegalEntity", "civilians": "LegalEntity", "unknown": "LegalEntity",
}  # fmt: skip
"""The schema of an actor by its kind; one person is a Person."""
_TOPICS: Mapping[ActorKind, str] = {
    "government": "gov", "police": "gov.security", "military": "mil", "igo": "gov.igo", "party": "pol.party",
    "religious": "rel",
}  # fmt: skip
"""The topic that says no more than the kind does. No kind is taken for crime or terrorism."""
_ORGANISATIONS = frozenset({"PublicBody", "Organization", "Company"})
_PREFIX = "dateline-"
_LONGEST_WORDS = 380
_LONGEST_TEXT = 60_000
_LONGEST = {"full": 250, "location": 250, "sourceUrl": 4096, "summary": _LONGEST_TEXT, "description": _LONGEST_TEXT}
"""How long a value may be, by the type of its property in FollowTheMoney: most are names."""
_DATE = re.compile(r"[12][0-9]{3}(-[0-9]{2}(-[0-9]{2})?)?")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_ROLES = {
    "leads": "leads", "member_of": "member of", "part_of": "part of", "commands": "commands", "ally_of": "ally of",
    "supports": "supports", "opposes": "opposes", "spokesperson_of": "speaks for", "role_in": "has a role in",
}  # fmt: skip


def write(selection: Selection, path: Path) -> Written:
    """Write the entities as JSON Lines: what each report names, then the incidents."""
    entities = _Entities()
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        for coded in selection.documents():
            stream.writelines(map(_line, entities.of_document(coded)))
        for incident in selection.incidents():
            stream.writelines(map(_line, entities.of_incident(incident)))
        # Known actors come last, when every name that reports give them is known.
        stream.writelines(map(_line, entities.of_known_actors()))
    return Written(counts=entities.counts, left_out=+entities.left_out)


def _line(entity: Entity) -> str:
    return json.dumps(entity, ensure_ascii=False) + "\n"


class _Entities:
    """Makes the entities of an export, and keeps what is shared: known actors whole, of all else the ids alone."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.left_out: Counter[str] = Counter()
        self._written: set[bytes] = set()
        self._known: dict[str, dict[str, set[str]]] = {}
        self._schemata: dict[str, str] = {}

    def of_document(self, coded: CodedDocument) -> Iterator[Entity]:
        """The article, its actors with a mention each, its places, and its relations."""
        document = coded.document
        article = _article_id(document.id)
        if not self._first(article):
            return
        yield self._entity("Article", article, _article(document), body=document.text)
        actors = {actor.id: _actor_id(actor, document.id) for actor in coded.actors}
        schemata: dict[str, str] = {}
        by_entity: dict[str, list[Actor]] = {}
        for actor in coded.actors:
            by_entity.setdefault(actors[actor.id], []).append(actor)
        for number, same in by_entity.items():
            schemata[number] = self._schema_of(same[0], number)
            yield from self._actor(same[0], number, schemata[number], tuple(same))
            names = [name for actor in same for name in (actor.name, *(span.text for span in actor.mentions))]
            yield self._entity(
                "Mention", _id("mention", article, number),
                {"document": [article], "resolved": [number], "name": names, "detectedSchema": [schemata[number]],
                 "contextCountry": self._countries(same[0].country)},
            )  # fmt: skip
        for place in coded.places:
            yield from self._place(place, document.id)
        for relation in coded.relations:
            subject, target = actors[relation.subject], actors[relation.object]
            schema, ends = _edge(relation, schemata[subject], schemata[target])
            yield self._entity(
                schema, _id("relation", article, relation.id),
                {ends[0]: [subject], ends[1]: [target], "role": [relation.role or _ROLES[relation.relation]],
                 "proof": [article], "publisher": [document.source], "date": [_date(document.published)],
                 "description": [span.text for span in relation.evidence]},
            )  # fmt: skip

    def of_incident(self, incident: Incident) -> Iterator[Entity]:
        """The event, those of its actors and its place that no document gave, and a link from each report."""
        number = _id("incident", incident.id)
        own = incident.reports[0].document if incident.reports else incident.id
        involved = []
        for party in (*incident.actors, *incident.recipients):
            party_id = _actor_id(party, party.claims[0].document if party.claims else own)
            involved.append(party_id)
            yield from self._actor(party, party_id, self._schema_of(party, party_id))
        place = incident.place
        if place is not None:
            yield from self._place(place, own)
        reports = {report.document: report for report in incident.reports}
        held = {document for document in reports if not self._has(_article_id(document))}
        self.left_out["reports of incidents that are not in the export"] += len(held)
        yield self._entity("Event", number, {
            **_event(incident), "involved": involved,
            "country": self._countries(place.country if place is not None else None),
            "addressEntity": [_place_id(place, own)] if place is not None else [],
            "proof": [_article_id(document) for document in reports if document not in held],
        })  # fmt: skip
        originals = {report.document for report in incident.reports if report.original}
        for document, report in reports.items():
            article = _article_id(document)
            role = "reports it" if document in originals else "reports it, as a copy of another report"
            if document not in held:
                yield self._entity(
                    "Documentation", _id("documentation", article, number),
                    {"document": [article], "entity": [number], "role": [role], "date": [_date(report.published)],
                     "publisher": [report.source]},
                )  # fmt: skip

    def of_known_actors(self) -> Iterator[Entity]:
        """The actors of the authority, each once, with every name and country that was met."""
        for number, properties in self._known.items():
            yield self._entity(self._schemata[number], number, properties)

    def _schema_of(self, actor: Actor | IncidentActor, number: str) -> str:
        """The schema of an actor: of one that is known, always the one it was first met with."""
        person = isinstance(actor, Actor) and actor.individual
        schema = "Person" if person else _SCHEMATA[actor.kind]
        return self._schemata.setdefault(number, schema) if actor.authority_id is not None else schema

    def _actor(
        self, actor: Actor | IncidentActor, number: str, schema: str, same: tuple[Actor, ...] = ()
    ) -> Iterator[Entity]:
        """The entity of an actor, unless it was written, or waits until all its names are known."""
        topic = _TOPICS.get(actor.kind) if schema != "Person" else None
        properties: dict[str, list[str | None]] = {
            "name": [actor.name, *(other.name for other in same)],
            "country": [country for one in (actor, *same) for country in self._countries(one.country)],
            "topics": [topic],
            "keywords": [actor.kind.replace("_", " ")],
        }
        if actor.authority_id is not None:
            known = self._known.setdefault(number, {})
            for name, values in properties.items():
                known.setdefault(name, set()).update(value for value in values if value)
        elif self._first(number):
            yield self._entity(schema, number, properties)

    def _place(self, place: Place | IncidentPlace, document: str) -> Iterator[Entity]:
        number = _place_id(place, document)
        if not self._first(number):
            return
        full = ", ".join(x for x in (place.name, place.admin1, place.country) if x)
        yield self._entity("Address", number, {
            "name": [place.name], "full": [full], "state": [place.admin1], "country": self._countries(place.country),
            "latitude": [_number(place.lat)], "longitude": [_number(place.lon)],
            "remarks": [f"precision {place.precision} of 7 (UCDP where_prec)" if place.precision else None, CREDIT],
        })  # fmt: skip

    def _countries(self, code: str | None) -> list[str | None]:
        """The country as FollowTheMoney writes it: ISO 3166 alpha-2 in small letters. A code that is no country's is counted."""
        if code is None:
            return []
        found = _alpha2(code)
        if found is None:
            self.left_out["codes of countries that ISO 3166 has not"] += 1
        return [found]

    def _plain(self, name: str, value: str) -> str:
        """The words on one line, as long as the property lets them be; empty where nothing in them can be seen."""
        words, longest = one_line(value).strip(), _LONGEST.get(name, _LONGEST_WORDS)
        if len(words) > longest:
            self.left_out["ends of values longer than FollowTheMoney allows"] += 1
        # FollowTheMoney takes the quotation marks around a name away: of one that is nothing else, nothing is left.
        return words[:longest] if _seen(words[:longest].strip("'\" ")) else ""

    def _has(self, number: str) -> bool:
        return bytes.fromhex(number.removeprefix(_PREFIX)) in self._written

    def _first(self, number: str) -> bool:
        if self._has(number):
            return False
        self._written.add(bytes.fromhex(number.removeprefix(_PREFIX)))
        return True

    def _entity(self, schema: str, number: str, properties: Properties, *, body: str | None = None) -> Entity:
        self.counts[schema] += 1
        kept = {
            name: sorted({told for value in values if value and (told := self._plain(name, value))})
            for name, values in properties.items()
        }
        if body is not None:
            kept["bodyText"] = _parts(body)
        return {"id": number, "schema": schema, "properties": {name: values for name, values in kept.items() if values}}


def _edge(relation: Relation, subject: str, target: str) -> tuple[str, tuple[str, str]]:
    """The schema of a relation and the names of its two ends, which fit the schemata of the actors."""
    if target in _ORGANISATIONS and relation.relation == "leads":
        return "Directorship", ("director", "organization")
    if target in _ORGANISATIONS and relation.relation == "member_of":
        return "Membership", ("member", "organization")
    if target in _ORGANISATIONS and subject == "Person" and relation.relation == "role_in":
        return "Employment", ("employee", "employer")
    if relation.relation == "spokesperson_of":
        return "Representation", ("agent", "client")
    return "UnknownLink", ("subject", "object")


def _article(document: Document) -> Properties:
    return {
        "name": [title_of(document)], "title": [document.title], "publisher": [document.source],
        "sourceUrl": [_address(document.url)], "publishedAt": [_date(document.published)],
        "language": [_alpha3(document.language)], "retrievedAt": [_date(document.retrieved)],
        "notes": [f"SHA-256 of the text: {document.id}"],
    }  # fmt: skip


def _event(incident: Incident) -> Properties:
    place, when = incident.place, incident.when
    codes = [incident.type, incident.mode]
    if incident.acled is not None:
        codes += [incident.acled.event_type, incident.acled.sub_event_type]
    grade = f"{incident.grade}: {'; '.join(incident.grade_reasons)}" if incident.grade_reasons else incident.grade
    return {
        "name": [incident.title], "keywords": codes, "startDate": [_date(when.start)], "endDate": [_date(when.end)],
        "location": [place.name if place is not None else None],
        "recordId": [incident.id],
        "summary": [figures_in_words(incident)],
        "description": [
            f"Founded: {grade}. {incident.sources} publishers, {incident.independent_sources} independent origins.",
            "A summary of several happenings: its figures are not to be added to theirs." if incident.aggregate else None,
            *(f"Reports differ in {d.field}: {' / '.join(v.value for v in d.values)}." for d in incident.disagreements),
        ],
        "publisher": [report.source for report in incident.reports],
    }  # fmt: skip


def _parts(text: str) -> list[str]:
    """A text in parts of the greatest length that a value may have, without control characters; a part has something to be seen."""
    plain = _CONTROL.sub("\ufffd", text)
    parts = (plain[start : start + _LONGEST_TEXT] for start in range(0, len(plain), _LONGEST_TEXT))
    return [part for part in parts if _seen(part)]


def _seen(words: str) -> bool:
    """Whether anything in the words can be seen: a mark of byte order, say, cannot."""
    return any(unicodedata.category(character)[0] in "LNPS" for character in words)


def _date(iso: str | None) -> str | None:
    """A date as precise as it is, or a moment in UTC to the second; None where it is neither."""
    if iso is None or _DATE.fullmatch(iso):
        return iso
    try:
        moment = datetime.fromisoformat(iso)
    except ValueError:
        return None
    # A moment without a zone is in none that is known: its day is all that can be said.
    told = moment.astimezone(UTC).isoformat(timespec="seconds")[:19] if moment.tzinfo else moment.date().isoformat()
    return told if _DATE.fullmatch(told[:10]) else None


@cache
def _alpha2(country: str) -> str | None:
    import pycountry

    found = pycountry.countries.get(alpha_3=country)
    # Kosovo has no code of ISO 3166; this one is in general use, and FollowTheMoney's too.
    return found.alpha_2.lower() if found is not None else "xk" if country == "XKX" else None


@cache
def _alpha3(language: str) -> str | None:
    import pycountry

    found = pycountry.languages.get(alpha_2=language)
    return found.alpha_3 if found is not None else None


def _address(url: str | None) -> str | None:
    """An address of the web; nothing else that may stand for one."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.hostname else None


def _number(value: float | None) -> str | None:
    return f"{value:.6f}".rstrip("0").rstrip(".") if value is not None else None


def _article_id(document: str) -> str:
    return _id("document", document)


def _actor_id(actor: Actor | IncidentActor, document: str) -> str:
    """A known actor is one everywhere; any other is one within its document, by its name."""
    return _id("actor", actor.authority_id) if actor.authority_id else _id("actor", document, actor.name)


def _place_id(place: Place | IncidentPlace, document: str) -> str:
    """A place of the gazetteer is one everywhere at one position; any other is one within its document, by its name."""
    at = (repr(place.lat), repr(place.lon))
    return _id("place", str(place.geonames_id), *at) if place.geonames_id else _id("place", document, place.name, *at)


def _id(*parts: str) -> str:
    return f"{_PREFIX}{hashlib.sha1(json.dumps(parts).encode(), usedforsecurity=False).hexdigest()}"


EXPORT = Format(name="followthemoney", title="FollowTheMoney entities, one a line", suffix=".ftm.json", write=write)
