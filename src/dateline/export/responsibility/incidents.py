"""An incident as a profile lets it out, in step with the documents that it names."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from dateline.export.responsibility.areas import Point
from dateline.export.responsibility.digest import Digest
from dateline.export.responsibility.documents import Means, place_shown
from dateline.export.responsibility.names import folded_pieces
from dateline.export.responsibility.sensitive import kind_of, kind_of_feature, label_of
from dateline.export.responsibility.wording import PLACE, Wording
from dateline.incidents import (
    ClaimRef,
    Disagreement,
    DisputedValue,
    History,
    Incident,
    IncidentActor,
    IncidentPlace,
    IncidentToll,
    Report,
    SetAside,
)

_AREA_PRECISION = 4
_JUDGED = frozenset({"merge", "split", "pin", "forbid", "correction", "review", "undo"})


@dataclass(frozen=True, slots=True)
class Told:
    """What the documents of an incident say that it must heed: their ids outside, digests, and the places held back in them."""

    ids: Callable[[str], str]
    digests: Sequence[Digest]
    held: Mapping[tuple[str, ...], str | None]
    kind: str | None


def documents_of(incident: Incident) -> list[str]:
    """The ids of all documents that the incident names, each once."""
    claims = [claim for actor in (*incident.actors, *incident.recipients) for claim in actor.claims]
    claims += [claim for toll in incident.tolls for claim in (*toll.claims, *(s.claim for s in toll.set_aside))]
    claims += [claim for d in incident.disagreements for value in d.values for claim in value.claims]
    return list(dict.fromkeys([*(r.document for r in incident.reports), *(c.document for c in claims)]))


def kind_of_place(place: IncidentPlace | None) -> str | None:
    """The kind of sensitive place that the incident's place itself is."""
    return (kind_of_feature(place.feature) or kind_of(place.name)) if place else None


class IncidentOut:
    """One incident on its way out. Make it, and ask for its ``record``."""

    def __init__(self, means: Means, incident: Incident, told: Told, day: str) -> None:
        self._means = means
        self._incident = incident
        self._told = told
        self._day = day
        own, place = kind_of_place(incident.place), incident.place
        is_fine = place is not None and (place.precision is None or place.precision < _AREA_PRECISION)
        heeded = means.rules.sensitive_places != "keep"
        self._kind = (own or (told.kind if is_fine else None)) if heeded else None
        self._marked = (told.kind or own) if heeded else None
        self._holds = means.rules.sensitive_places == "hold_back"
        names = {pieces: key for digest in told.digests for pieces, key in digest.names.items()}
        held = dict(told.held)
        if self._holds and self._kind and place and folded_pieces(place.name) != folded_pieces(place.admin1 or ""):
            held[folded_pieces(place.name)] = None
        held.pop((), None)
        self._wording: Wording = means.wording(means.people.finder(names), held)

    def record(self) -> Incident:
        """The incident as it may go out."""
        incident, words = self._incident, self._wording
        return incident.model_copy(
            update={
                "title": words.out(incident.title),
                "place": self._place(incident.place) if incident.place else None,
                "actors": tuple(map(self._actor, incident.actors)),
                "recipients": tuple(map(self._actor, incident.recipients)),
                "reports": tuple(map(self._report, incident.reports)),
                "grade_reasons": tuple(map(words.out, incident.grade_reasons)),
                "tolls": tuple(map(self._toll, incident.tolls)),
                "disagreements": tuple(map(self._disagreement, incident.disagreements)),
                "history": (*map(self._history, incident.history), *self._mark()),
            }
        )

    def _place(self, place: IncidentPlace) -> IncidentPlace:
        level = self._means.level(is_sensitive=self._kind is not None)
        held = self._holds and self._kind is not None
        if level == "exact" and not held:
            return place
        found = None
        if place.lat is not None and place.lon is not None:
            point = Point(
                lat=place.lat, lon=place.lon, country=place.country, admin1=place.admin1, precision=place.precision
            )
            found = self._means.areas.coarse(point, level, self._means.rules.grid_km)
        area = (place.feature or "").startswith(("ADM1", "PCL")) or (place.precision or 1) >= _AREA_PRECISION
        shown = place_shown(self._kind, place.admin1 or place.country) if held and self._kind else None
        return place.model_copy(
            update={
                "name": shown or self._wording.out(place.name),
                "geonames_id": place.geonames_id if area and not held else None,
                "lat": found.lat if found else None,
                "lon": found.lon if found else None,
                "precision": found.precision if found else place.precision,
            }
        )

    def _actor(self, actor: IncidentActor) -> IncidentActor:
        claims = tuple(map(self._ref, actor.claims))
        people = self._means.people
        if actor.authority_id is not None and not people.everywhere.hits(actor.name):
            return actor.model_copy(update={"claims": claims})
        return actor.model_copy(update={"name": self._wording.out(actor.name), "claims": claims})

    def _report(self, report: Report) -> Report:
        changed = {"document": self._told.ids(report.document), "source": self._wording.maybe(report.source)}
        return report.model_copy(update=changed)

    def _toll(self, toll: IncidentToll) -> IncidentToll:
        return toll.model_copy(
            update={
                "side": self._wording.maybe(toll.side),
                "group": self._wording.maybe(toll.group),
                "phrase": self._wording.maybe(toll.phrase),
                "claims": tuple(map(self._ref, toll.claims)),
                "set_aside": tuple(map(self._set_aside, toll.set_aside)),
            }
        )

    def _set_aside(self, item: SetAside) -> SetAside:
        return item.model_copy(update={"claim": self._ref(item.claim), "reason": self._wording.out(item.reason)})

    def _disagreement(self, item: Disagreement) -> Disagreement:
        hides = self._holds and self._kind is not None and item.field.startswith("place")
        values = tuple(
            DisputedValue(value=PLACE if hides else self._wording.out(v.value), claims=tuple(map(self._ref, v.claims)))
            for v in item.values
        )
        return item.model_copy(update={"values": values})

    def _history(self, step: History) -> History:
        if step.what not in _JUDGED or self._means.rules.analysts == "keep":
            return step.model_copy(update={"why": self._wording.maybe(step.why), "what": self._wording.out(step.what)})
        why = None if self._means.rules.analysts == "withhold" else self._wording.maybe(step.why)
        return step.model_copy(update={"by": self._means.people.analyst(step.by), "why": why})

    def _mark(self) -> list[History]:
        if self._marked is None:
            return []
        held = self._holds and self._kind is not None
        what = f"sensitive: {label_of(self._marked)}" + ("; the place is withheld" if held else "")
        return [History(at=self._day, by=f"profile {self._means.name}", what=what)]

    def _ref(self, claim: ClaimRef) -> ClaimRef:
        return ClaimRef(document=self._told.ids(claim.document), claim=claim.claim)
