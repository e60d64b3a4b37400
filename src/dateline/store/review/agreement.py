"""How far coders of the same documents agree, overall and by field, and exactly where they differ.

The claims of coders are matched by their words: two of one kind whose anchors overlap are one unit. What the machine
found and both coders rejected is a unit too: they agree that it is no claim. A claim that a coder left as the machine
made it counts as what they say.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dateline.ontology.authority import fold
from dateline.records import CodedDocument, Span
from dateline.store.review.alpha import Distance, interval, masi, measure, nominal
from dateline.store.review.overlay import LAYER, Claim, anchor_of

TOO_FEW = 10
"""From fewer units than these nothing is said."""
FOUND = "found"


@dataclass(frozen=True, slots=True)
class Said:
    """What someone says in one field: the value whose distance is measured, how it stands in words, and the rest of it.

    Two say the same where both ``value`` and ``rest`` are the same: 31 and at least 31 are one figure, differently bounded.
    """

    value: Hashable | None
    words: str
    rest: Hashable = None


@dataclass(frozen=True, slots=True)
class Field:
    """A field that is compared: its claims' attributes, the kinds that have it, and how far two of its values are apart."""

    name: str
    title: str
    kinds: tuple[str, ...]
    attributes: tuple[str, ...]
    read: Callable[[CodedDocument, Any], Said]
    distance: Distance = nominal


@dataclass(frozen=True, slots=True)
class Unit:
    """One claim as the machine and each coder have it; None where one of them has none."""

    document: str
    kind: str
    words: str
    machine: Claim | None
    coders: Mapping[str, Claim | None]
    records: Mapping[str | None, CodedDocument] = field(repr=False)
    """The records that the claims are of, by coder; the machine's under None."""

    @property
    def claim(self) -> str:
        """The id by which the unit is found in the reader: the machine's where it has it."""
        first = self.machine or next(claim for claim in self.coders.values() if claim is not None)
        return first.id

    @property
    def quote(self) -> str:
        """The words that the claim rests on."""
        first = self.machine or next(claim for claim in self.coders.values() if claim is not None)
        return " … ".join(dict.fromkeys(span.text for span in first.evidence))

    def said(self, field_: Field, coder: str | None) -> Said | None:
        """What a coder, or the machine for None, says in the field; None where they have no such claim."""
        claim = self.machine if coder is None else self.coders[coder]
        return None if claim is None else field_.read(self.records[coder], claim)

    @property
    def fields(self) -> tuple[Field, ...]:
        """The fields that a claim of this kind has."""
        return tuple(one for one in FIELDS if self.kind in one.kinds)

    def differing(self) -> tuple[Field, ...]:
        """The fields in which coders who have the claim differ."""
        who = [coder for coder, claim in self.coders.items() if claim is not None]
        return tuple(one for one in self.fields if len({_key(self.said(one, coder)) for coder in who}) > 1)

    @property
    def agreed(self) -> bool:
        """Whether all coders say the same of it."""
        found = {claim is not None for claim in self.coders.values()}
        return len(found) == 1 and not self.differing()


@dataclass(frozen=True, slots=True)
class FieldAgreement:
    """How far coders agree in a field; ``alpha`` is None where it cannot be said, and ``why`` tells why."""

    name: str
    title: str
    units: int
    agreed: int
    alpha: float | None
    why: str | None = None

    @property
    def percent(self) -> float | None:
        """The share of units on which all say the same."""
        return 100 * self.agreed / self.units if self.units else None


@dataclass(frozen=True, slots=True)
class Difference:
    """A field of a unit in which coders differ: what each says, and the machine under None."""

    unit: Unit
    name: str
    title: str
    said: Mapping[str | None, str]


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far coders agree: overall, by field, and where they differ."""

    overall: FieldAgreement
    fields: tuple[FieldAgreement, ...]
    differences: tuple[Difference, ...]


def units_of(machine: CodedDocument, coders: Mapping[str, CodedDocument]) -> list[Unit]:
    """The units of one document, in the order of its text."""
    records: dict[str | None, CodedDocument] = {None: machine}
    records |= dict(coders.items())
    made: list[tuple[str, dict[str | None, Claim]]] = []
    for kind, layer in LAYER.items():
        units: list[dict[str | None, Claim]] = []
        for coder, record in records.items():
            claims: Sequence[Claim] = getattr(record, layer)
            for claim, place in zip(claims, _places(claims, units), strict=True):
                if place is None:
                    units.append({coder: claim})
                else:
                    units[place][coder] = claim
        made += [(kind, unit) for unit in units]
    units_made = [
        Unit(
            machine.document.id, kind, anchor_of(next(iter(unit.values()))).text, unit.get(None),
            {coder: unit.get(coder) for coder in coders}, records,
        )
        for kind, unit in made
    ]  # fmt: skip
    starts = {
        id(one): anchor_of(next(iter(unit.values()))).start for one, (_, unit) in zip(units_made, made, strict=True)
    }
    return sorted(units_made, key=lambda one: starts[id(one)])


def agreement(units: Iterable[Unit]) -> Agreement:
    """How far the coders of these units agree."""
    all_units = list(units)
    found = [[claim is not None for claim in unit.coders.values()] for unit in all_units]
    measured = [_measured(FOUND, "The claim at all", found, nominal, sum(len(set(each)) == 1 for each in found))]
    pooled = [measured[0][1]]
    differences = [
        Difference(unit, FOUND, "The claim at all", _found_words(unit))
        for unit, each in zip(all_units, found, strict=True)
        if len(set(each)) > 1
    ]
    for one in FIELDS:
        rows, seen = [], []
        agreed = 0
        for unit in all_units:
            if one in unit.fields and sum(claim is not None for claim in unit.coders.values()) > 1:
                said = {coder: unit.said(one, coder) for coder, claim in unit.coders.items() if claim is not None}
                rows.append([None if each is None else each.value for each in said.values()])
                if len({_key(each) for each in said.values()}) == 1:
                    agreed += 1
                else:
                    seen.append(Difference(unit, one.name, one.title, _said_words(unit, one)))
        measured.append(_measured(one.name, one.title, rows, one.distance, agreed))
        pooled.append(measured[-1][1])
        differences += seen
    order = {id(unit): place for place, unit in enumerate(all_units)}
    differences.sort(key=lambda each: order[id(each.unit)])
    return Agreement(_overall(pooled, len(all_units)), tuple(each for each, _ in measured), tuple(differences))


def _places(claims: Sequence[Claim], units: Sequence[Mapping[str | None, Claim]]) -> list[int | None]:
    """For each claim the unit that it is of: those whose words overlap the most are matched first."""
    likely = sorted(
        (-share, claim.id != first.id, n, place)
        for n, claim in enumerate(claims)
        for place, unit in enumerate(units)
        if (share := _overlap(anchor_of(claim), anchor_of(first := next(iter(unit.values()))))) > 0
    )
    found: list[int | None] = [None] * len(claims)
    taken: set[int] = set()
    for _, _, n, place in likely:
        if found[n] is None and place not in taken:
            found[n] = place
            taken.add(place)
    return found


def _overlap(one: Span, other: Span) -> float:
    shared = min(one.end, other.end) - max(one.start, other.start)
    return shared / (max(one.end, other.end) - min(one.start, other.start)) if shared > 0 else 0.0


def _key(said: Said | None) -> Hashable:
    return None if said is None else (said.value, said.rest)


def _said_words(unit: Unit, field_: Field) -> dict[str | None, str]:
    told = {coder: unit.said(field_, coder) for coder in (None, *unit.coders)}
    return {coder: "no such claim" if each is None else each.words for coder, each in told.items()}


def _found_words(unit: Unit) -> dict[str | None, str]:
    told: dict[str | None, str] = {None: "found" if unit.machine is not None else "not found"}
    return told | {coder: "a claim" if claim is not None else "no claim" for coder, claim in unit.coders.items()}


def _measured(
    name: str, title: str, rows: Sequence[Sequence[Any]], distance: Distance, agreed: int
) -> tuple[FieldAgreement, tuple[int, float, float]]:  # fmt: skip
    """What is said of the field, and for the overall figure: units, observed and expected disagreement."""
    got = measure(rows, distance)
    # Squares of figures would drown all other fields: overall, figures are the same or they are not.
    plain = measure(rows, nominal) if distance is interval else got
    why, alpha = None, got.alpha
    if got.units < TOO_FEW:
        why, alpha = f"too few to say: {got.units} of at least {TOO_FEW}", None
    elif alpha is None:
        why = "all say the same everywhere: there is nothing that chance could explain"
    return FieldAgreement(name, title, len(rows), agreed, alpha, why), (plain.units, plain.observed, plain.expected)


def _overall(pooled: Sequence[tuple[int, float, float]], units: int) -> FieldAgreement:
    """All fields together: their observed over their expected disagreement, each by how many units it has."""
    observed = sum(n * each for n, each, _ in pooled)
    expected = sum(n * each for n, _, each in pooled)
    alpha, why = None, None
    if units < TOO_FEW:
        why = f"too few to say: {units} of at least {TOO_FEW}"
    elif not expected:
        why = "all say the same everywhere: there is nothing that chance could explain"
    else:
        alpha = 1 - observed / expected
    return FieldAgreement("overall", "All fields together", units, 0, alpha, why)


def _plain(attribute: str) -> Callable[[CodedDocument, Any], Said]:
    def read(_: CodedDocument, claim: Any) -> Said:
        value = getattr(claim, attribute)
        return Said(str(value or ""), str(value) if value else "not said")

    return read


def _actors(attribute: str) -> Callable[[CodedDocument, Any], Said]:
    def read(coded: CodedDocument, claim: Any) -> Said:
        given = getattr(claim, attribute)
        return _set_of(coded, (given,) if isinstance(given, str) else given or ())

    return read


def _set_of(coded: CodedDocument, ids: Iterable[str | None]) -> Said:
    named = {actor.id: actor for actor in coded.actors}
    found = [named[one] for one in ids if one in named]
    value = frozenset(actor.authority_id or fold(actor.name) for actor in found)
    return Said(value, ", ".join(dict.fromkeys(actor.name for actor in found)) or "nobody")


def _place(coded: CodedDocument, claim: Any) -> Said:
    named = {place.id: place for place in coded.places}
    found = [named[one] for one in claim.places]
    value = frozenset(str(place.geonames_id or fold(place.name)) for place in found)
    return Said(value, ", ".join(dict.fromkeys(place.name for place in found)) or "nowhere")


def _day(_: CodedDocument, claim: Any) -> Said:
    start, end = claim.when.start, claim.when.end
    words = "not said" if not (start or end) else str(start or end) if start == end or not end else f"{start} to {end}"
    return Said((start, end), words)


def _figure(_: CodedDocument, claim: Any) -> Said:
    value = next((each for each in (claim.best, claim.low, claim.high) if each is not None), None)
    exact = claim.bound in ("exact", "unquantified", "order")
    words = "no number" if value is None else f"{value:,}" if exact else f"{value:,} ({claim.bound.replace('_', ' ')})"
    return Said(value, words, (claim.low, claim.best, claim.high, claim.bound))


def _chain(coded: CodedDocument, claim: Any) -> Said:
    said = _set_of(coded, (link.source for link in claim.attribution))
    unnamed = [link.source_text.text for link in claim.attribution if link.source is None and link.source_text]
    value = frozenset([*_as_set(said.value), *(fold(words) for words in unnamed)])
    names = [*([said.words] if _as_set(said.value) else []), *unnamed]
    return Said(value, ", ".join(names) or "the report itself")


def _as_set(value: Hashable | None) -> frozenset[Hashable]:
    return value if isinstance(value, frozenset) else frozenset()


FIELDS: tuple[Field, ...] = (
    Field("type", "Type", ("event",), ("type",), _plain("type")),
    Field("mode", "Mode", ("event",), ("mode",), _plain("mode")),
    Field("status", "Status", ("event", "toll"), ("status",), _plain("status")),
    Field("place", "Place", ("event", "toll"), ("places",), _place, masi),
    Field("day", "Day", ("event",), ("when",), _day),
    Field("actors", "Actors", ("event",), ("actors",), _actors("actors"), masi),
    Field("recipients", "Recipients", ("event",), ("recipients",), _actors("recipients"), masi),
    Field("harm", "Harm", ("toll",), ("harm",), _plain("harm")),
    Field("figure", "Figure", ("toll",), ("low", "best", "high", "bound"), _figure, interval),
    Field("attribution", "Attribution", ("event", "toll", "relation"), ("attribution",), _chain, masi),
    Field("speaker", "Speaker", ("statement",), ("speaker",), _actors("speaker"), masi),
    Field("subject", "Subject", ("relation",), ("subject",), _actors("subject"), masi),
    Field("relation", "Relation", ("relation",), ("relation",), _plain("relation")),
    Field("object", "Object", ("relation",), ("object",), _actors("object"), masi),
)
"""The fields that are compared, besides whether the claim was found at all."""
