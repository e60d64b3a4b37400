"""What must be known of a report before anything that names it goes out: who in it is private, what in it is sensitive."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from dateline.export.responsibility.names import folded_pieces
from dateline.export.responsibility.people import People, Pieces
from dateline.export.responsibility.sensitive import Sensitive, places_of, sensitive
from dateline.link.tellings import Ref
from dateline.records import CodedDocument, Place

_DIGESTS_HELD = 4096


@dataclass(frozen=True, slots=True)
class Reports:
    """Where reports are looked up: ``document`` gives one by its id, ``tellings`` what :func:`dateline.store.exports.tellings_of` does."""

    document: Callable[[str], CodedDocument]
    tellings: Callable[[str], Mapping[str, list[Ref]]]


@dataclass(frozen=True, slots=True)
class Digest:
    """Of one document: stand-ins of its private individuals by actor, and by name; what is sensitive by its own words."""

    private: Mapping[str, str]
    names: Mapping[Pieces, str]
    sensitive: Sensitive


class Digests:
    """Digests of documents, the last ones held."""

    def __init__(self, people: People, reports: Reports) -> None:
        self._people = people
        self._reports = reports
        self.by_id = lru_cache(maxsize=_DIGESTS_HELD)(self._by_id)

    def of(self, coded: CodedDocument) -> Digest:
        """The digest of this document."""
        private = self._people.private(coded)
        return Digest(private, self._people.names(coded, private), sensitive(coded))

    def _by_id(self, document: str) -> Digest:
        return self.of(self._reports.document(document))

    def kind_told(self, refs: list[Ref]) -> str | None:
        """The kind of sensitive place at which the first of these events is, by its own report; None where none is."""
        told = (self.by_id(document).sensitive.events.get(event) for document, event in refs)
        return next(filter(None, told), None)

    def together(self, coded: CodedDocument) -> tuple[Digest, dict[str, str]]:
        """What must be heeded in the document, and its sensitive events with their kinds.

        What one report of an incident tells holds for all of them: whom one names as a private individual another may
        name by the surname alone, and where one has a hospital another may have a building.
        """
        own = self.of(coded)
        names, events = dict(own.names), dict(own.sensitive.events)
        for event, refs in self._reports.tellings(coded.document.id).items():
            if event not in events and (kind := self.kind_told(refs)):
                events[event] = kind
            for document in dict.fromkeys(document for document, _ in refs):
                for name, key in self.by_id(document).names.items():
                    names.setdefault(name, key)
        return Digest(own.private, names, own.sensitive), events


def sensitive_places(coded: CodedDocument, own: Digest, events: Mapping[str, str]) -> dict[str, str]:
    """The places of the document that are sensitive, with their kinds: whatever else is the same place is too."""
    found = {**places_of(coded, events), **own.sensitive.places}
    # Two readings of one town are two places of the record.
    same = {key: found[p.id] for p in coded.places if p.id in found for key in _keys(p)}
    for place in coded.places:
        if place.id not in found and not is_area(place):
            found.update((place.id, same[key]) for key in _keys(place) if key in same)
    return found


def is_area(place: Place) -> bool:
    """Whether the place is a first-level area, a country, or larger."""
    return (place.feature or "").startswith(("ADM1", "PCL")) or (place.precision or 1) > 3


def _keys(place: Place) -> tuple[object, ...]:
    own: tuple[object, ...] = (folded_pieces(place.name),) if folded_pieces(place.name) else ()
    return (*own, place.geonames_id) if place.geonames_id is not None else own
