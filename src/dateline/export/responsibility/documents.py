"""A coded document as a profile lets it out: another text, another id, and every span and point moved along."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from dateline.export.responsibility.areas import Areas, Point
from dateline.export.responsibility.digest import Digest, is_area, sensitive_places
from dateline.export.responsibility.masking import Rewritten, left_out
from dateline.export.responsibility.names import NameFinder, folded_pieces
from dateline.export.responsibility.people import Keys, People
from dateline.export.responsibility.rules import Level, ProfileRules, people_rules
from dateline.export.responsibility.sensitive import generic_words, label_of
from dateline.export.responsibility.wording import Wording
from dateline.records import Actor, CodedDocument, Document, Note, Place, PlaceAlternative, Record, Span, spans_of

NAMES, PLACES, TEXT, SENSITIVE = "W401", "W402", "W403", "W404"
"""Notes: names are withheld; a place is; words that no claim rests on are left out; a place is sensitive."""

Some = TypeVar("Some", bound=Record)


@dataclass(frozen=True, slots=True)
class Means:
    """What documents and incidents are let out with."""

    name: str
    rules: ProfileRules
    areas: Areas
    people: People
    keys: Keys

    def level(self, *, is_sensitive: bool) -> Level:
        """How precise coordinates may be."""
        return self.rules.sensitive_coordinates if is_sensitive else self.rules.coordinates

    def wording(self, names: NameFinder, held: Mapping[tuple[str, ...], str | None]) -> Wording:
        """What texts are gone through with; ``held`` are the names of places that are held back."""
        exact, keep = self.rules.coordinates == "exact", self.rules.people == "keep"
        # What is left of a name without "camp" or "hospital" names the place too, if it is written as a name.
        own = {tuple(piece for piece in pieces if piece not in generic_words()) for pieces in held}
        wholes = {**held, **dict.fromkeys(pieces for pieces in own if len(pieces) > 1)}
        capitals = [pieces[0] for pieces in own if len(pieces) == 1 and pieces not in held]
        return Wording(self.people, names, NameFinder({}, wholes, capitals), positions=not exact, contacts=not keep)


def held_names(places: list[Place]) -> dict[tuple[str, ...], str | None]:
    """The names by which these places are found in texts; a name that is also that of the area around them is none."""
    found: dict[tuple[str, ...], str | None] = {}
    for place in places:
        area = folded_pieces(place.admin1 or "")
        for words in (place.name, *(span.text for span in place.mentions)):
            pieces = folded_pieces(words)
            if pieces and pieces != area and any(c.isupper() for c in words):
                found[pieces] = None
    return found


def place_shown(kind: str, area: str | None) -> str:
    """What stands for the name of a sensitive place that is held back: "a school in Idlib (place withheld)"."""
    return f"{label_of(kind)}{f' in {area}' if area else ''} (place withheld)"


class DocumentOut:
    """One document on its way out. Make it, and ask for its ``record``."""

    def __init__(self, means: Means, coded: CodedDocument, digest: Digest, events: Mapping[str, str]) -> None:
        self._means = means
        self._coded = coded
        self._digest = digest
        rules = means.rules
        self._sensitive = sensitive_places(coded, digest, events) if rules.sensitive_places != "keep" else {}
        self._held = self._sensitive if rules.sensitive_places == "hold_back" else {}
        self.held = held_names([place for place in coded.places if place.id in self._held])
        self._wording = means.wording(means.people.finder(digest.names), self.held)
        self._rewritten = self._rewrite()

    def record(self) -> CodedDocument:
        """The document as it may go out."""
        coded = self._coded
        return CodedDocument(
            document=self._document(),
            actors=tuple(map(self._actor, coded.actors)),
            places=tuple(map(self._place, coded.places)),
            dates=tuple(map(self._moved, coded.dates)),
            events=tuple(map(self._moved, coded.events)),
            tolls=tuple(map(self._moved, coded.tolls)),
            statements=tuple(map(self._moved, coded.statements)),
            relations=tuple(self._moved(r, role=self._wording.maybe(r.role)) for r in coded.relations),
            notes=(*(self._moved(n, message=self._wording.out(n.message)) for n in coded.notes), *self._notes()),
        )

    def _rewrite(self) -> Rewritten:
        text = self._coded.document.text
        edits = self._wording.edits(text, self._spared())
        if self._means.rules.text == "quotations":
            edits = left_out(text, [(span.start, span.end) for span in spans_of(self._coded)], edits)
        if not edits:
            return Rewritten(text, ())
        # Two reports whose texts have become the same are still two reports: each keeps an id of its own.
        copy = self._means.keys.of("document", self._coded.document.id, 16)
        return Rewritten(text, edits, f"\n\n[Changed for release under the profile {self._means.name}: copy {copy}]")

    def _spared(self) -> list[tuple[int, int]]:
        """Where the text speaks of someone who is known to the public, or of a place: a surname there is not the withheld one."""
        private = self._digest.private
        own = [span for actor in self._coded.actors if actor.id in private for span in actor.mentions]
        known = [span for a in self._coded.actors if a.id not in private and a.authority_id for span in a.mentions]
        known += [span for place in self._coded.places if place.geonames_id is not None for span in place.mentions]
        return [
            (span.start, span.end)
            for span in known
            if not any(other.start < span.end and span.start < other.end for other in own)
        ]

    @property
    def _counts(self) -> Mapping[str, int]:
        return Counter(edit.why for edit in self._rewritten.edits)

    def _document(self) -> Document:
        document, wording, means = self._coded.document, self._wording, self._means
        changed = bool(self._rewritten.edits)
        fields: dict[str, Any] = {} if means.rules.other_fields == "drop" else self._fields(document.extra)
        if changed:
            fields["responsibility"] = {"profile": means.name, **dict(sorted(self._counts.items()))}
        return Document.from_text(
            self._rewritten.new,
            title=wording.maybe(document.title),
            source=wording.maybe(document.source),
            url=wording.address(document.url),
            published=document.published,
            retrieved=document.retrieved,
            language=document.language,
            original_sha256=None if changed else document.original_sha256,
            extra=fields,
        )

    def _fields(self, value: Any) -> Any:
        """The fields of an input without those that name people, and every text in them gone through."""
        if isinstance(value, dict):
            left_out_fields = people_rules().fields if self._means.rules.people != "keep" else frozenset()
            return {
                self._wording.out(str(key)): self._fields(inner)
                for key, inner in value.items()
                if str(key).casefold() not in left_out_fields
            }
        if isinstance(value, (list, tuple)):
            return [self._fields(inner) for inner in value]
        if isinstance(value, str):
            if "://" in value and " " not in value:
                return self._wording.address(value)
            return self._wording.out(value)
        # A number with a fraction may be a coordinate.
        return None if isinstance(value, float) and self._means.rules.coordinates != "exact" else value

    def _actor(self, actor: Actor) -> Actor:
        if (key := self._digest.private.get(actor.id)) is not None:
            return self._moved(actor, name=self._means.people.shown(key), authority_id=None)
        return self._moved(actor, name=actor.name if actor.authority_id else self._wording.out(actor.name))

    def _place(self, place: Place) -> Place:
        kind = self._held.get(place.id)
        level = self._means.level(is_sensitive=place.id in self._sensitive)
        if level == "exact" and kind is None:
            return self._moved(place)
        found = self._coarse(place, place.precision, place.radius_km, level)
        name = self._wording.out(place.name) if kind is None else place_shown(kind, place.admin1 or place.country)
        alternatives = () if kind is not None else tuple(self._alternative(a, level) for a in place.alternatives)
        return self._moved(
            place,
            name=name,
            geonames_id=place.geonames_id if is_area(place) and kind is None else None,
            lat=found.lat if found else None,
            lon=found.lon if found else None,
            precision=found.precision if found else place.precision,
            radius_km=found.radius_km if found else None,
            confidence=place.confidence if found else None,
            alternatives=alternatives,
        )

    def _alternative(self, place: PlaceAlternative, level: Level) -> PlaceAlternative:
        found = self._coarse(place, None, None, level)
        return place.model_copy(
            update={
                "name": self._wording.out(place.name),
                "geonames_id": None,
                "lat": found.lat if found else None,
                "lon": found.lon if found else None,
            }
        )

    def _coarse(
        self, place: Place | PlaceAlternative, precision: int | None, radius_km: float | None, level: Level
    ) -> Point | None:
        if place.lat is None or place.lon is None:
            return None
        point = Point(
            lat=place.lat, lon=place.lon, country=place.country, admin1=place.admin1, precision=precision, radius_km=radius_km
        )  # fmt: skip
        return self._means.areas.coarse(point, level, self._means.rules.grid_km)

    def _moved(self, record: Some, **changed: Any) -> Some:
        """The record with its spans in the new text, and with what else has changed."""
        for name in type(record).model_fields:
            if name not in changed and (value := getattr(record, name)) is not None:
                moved = self._move(value)
                if moved is not value:
                    changed[name] = moved
        return record.model_copy(update=changed)

    def _move(self, value: Any) -> Any:
        if not self._rewritten.edits:
            return value
        if isinstance(value, Span):
            return self._rewritten.span(value)
        if isinstance(value, Record):
            return self._moved(value)
        if isinstance(value, tuple) and any(isinstance(item, (Record, tuple)) for item in value):
            return tuple(self._move(item) for item in value)
        return value

    def _notes(self) -> list[Note]:
        counts, rules = self._counts, self._means.rules
        notes = []
        if counts.get("names") or counts.get("contacts"):
            people = "pseudonymised" if rules.people == "pseudonymise" else "withheld"
            notes.append(Note(code=NAMES, message=f"names and contacts of private individuals are {people}"))
        kinds = sorted(set(self._held.values()))
        notes += [Note(code=PLACES, message=f"a place is withheld: {label_of(kind)}") for kind in kinds]
        if counts.get("text"):
            notes.append(Note(code=TEXT, message="words of the report on which no claim rests are left out"))
        if rules.sensitive_places == "mark":
            notes += [
                Note(code=SENSITIVE, message=f"sensitive: {label_of(kind)}", span=self._rewritten.span(span))
                for span, kind in self._digest.sensitive.words
            ]
        return notes
