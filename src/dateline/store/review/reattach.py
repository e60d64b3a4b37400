"""Putting a claim that was judged in one coding into another one of the same text, where ids stand for other things."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from dateline.records import Actor, CodedDocument, Place, Span, When

Mention = Actor | Place | When
ClaimId = Callable[[str, Mapping[str, Any]], str | None]
Lead = Callable[[str, str], str | None]
"""From the layer and the id of a mention to another id, or to none."""
_RECORD: Mapping[str, type[Mention]] = {"actors": Actor, "places": Place, "dates": When}
_PREFIX = {"actors": "a", "places": "p", "dates": "d"}
LISTS = {
    "actors": "actors", "recipients": "actors", "places": "places", "origin": "places", "destination": "places"
}  # fmt: skip
SINGLE = {"speaker": "actors", "addressee": "actors", "subject": "actors", "object": "actors"}
CLAIMS = {"event": "event", "part_of": "toll", "same_as": "event"}


class Mentions:
    """The mentions of a coding, to which those of judged claims are added where it has them no more."""

    def __init__(self, coded: CodedDocument) -> None:
        self._layers: dict[str, list[Mention]] = {layer: list(getattr(coded, layer)) for layer in _RECORD}
        self._new: dict[str, list[Mention]] = {layer: [] for layer in _RECORD}
        self._taken = {item.id for layer in (*_RECORD, "events", "tolls", "statements", "relations")
                       for item in getattr(coded, layer)}  # fmt: skip

    def added(self) -> dict[str, dict[str, dict[str, Any]]]:
        """The mentions that were added, as JSON by layer and id."""
        return {layer: {m.id: m.model_dump(mode="json") for m in new} for layer, new in self._new.items() if new}

    def layers(self) -> dict[str, tuple[Mention, ...]]:
        """The mentions by layer."""
        return {layer: tuple(items) for layer, items in self._layers.items()}

    def id_of(self, layer: str, record: Mapping[str, Any]) -> str:
        """The id that this mention of another coding has in this one; it is added where it has none."""
        wanted = _RECORD[layer].model_validate_json(json.dumps(record))
        same = [(item.id != wanted.id, n) for n, item in enumerate(self._layers[layer]) if _is_same(item, wanted)]
        if same:
            return self._layers[layer][min(same)[1]].id
        number, made = 1, wanted.id
        while made in self._taken:
            made = f"{_PREFIX[layer]}{number}"
            number += 1
        self._taken.add(made)
        self._layers[layer].append(wanted.model_copy(update={"id": made}))
        self._new[layer].append(self._layers[layer][-1])
        return made


def attach(
    fields: Mapping[str, Any], around: Mapping[str, Any], mentions: Mentions, claim_id: ClaimId
) -> dict[str, Any]:
    """The fields of a claim with the ids of this coding.

    ``around`` is what :func:`around_of` kept of the coding that the fields are from; ``claim_id`` says what a claim
    of that coding is called now.
    """

    def mention(layer: str, old: str) -> str | None:
        record = around.get(layer, {}).get(old)
        return None if record is None else mentions.id_of(layer, record)

    made = led(fields, mention)
    for name in CLAIMS:
        if (old := made.get(name)) is not None:
            about = around.get("claims", {}).get(old)
            made[name] = None if about is None else claim_id(old, about)
    return made


def led(fields: Mapping[str, Any], lead: Lead) -> dict[str, Any]:
    """The fields of a claim, each id of a mention in them led to another one, or to nothing."""
    made = dict(fields)

    def mention(layer: str, old: str | None) -> str | None:
        return None if old is None else lead(layer, old)

    for name, layer in LISTS.items():
        if name in made:
            made[name] = list(dict.fromkeys(new for old in made[name] if (new := mention(layer, old)) is not None))
    for name, layer in SINGLE.items():
        if made.get(name) is not None:
            made[name] = mention(layer, made[name])
    if "attribution" in made:
        made["attribution"] = [link | {"source": mention("actors", link.get("source"))} for link in made["attribution"]]
    if made.get("victims"):
        made["victims"] = made["victims"] | {"actor": mention("actors", made["victims"].get("actor"))}
    if made.get("when"):
        made["when"] = made["when"] | {"date": mention("dates", made["when"].get("date"))}
    return made


def around_of(
    fields: Mapping[str, Any], coded: CodedDocument, claims: Mapping[str, Mapping[str, Any]]
) -> dict[str, Any]:
    """What the ids in the fields of a claim stand for: the mentions whole, and of claims what ``claims`` says of them."""
    around: dict[str, Any] = {}
    wanted = set(pointed_at(fields))
    for layer in _RECORD:
        kept = {m.id: m.model_dump(mode="json") for m in getattr(coded, layer) if (layer, m.id) in wanted}
        if kept:
            around[layer] = kept
    pointed = {old: dict(claims[old]) for name in CLAIMS if (old := fields.get(name)) is not None and old in claims}
    return around | ({"claims": pointed} if pointed else {})


def names_in(around: Mapping[str, Any]) -> dict[str, str]:
    """What the ids of mentions stand for, in a word each."""
    return {
        id_: str(item.get("name") or item.get("value"))
        for layer in _RECORD
        for id_, item in around.get(layer, {}).items()
    }


def pointed_at(fields: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The mentions that the fields of a claim point at: layer and id."""
    yield from ((layer, old) for layer, old in _pointers(fields) if old is not None)


def _pointers(fields: Mapping[str, Any]) -> Iterator[tuple[str, str | None]]:
    for name, layer in LISTS.items():
        yield from ((layer, old) for old in fields.get(name, ()))
    for name, layer in SINGLE.items():
        yield layer, fields.get(name)
    yield from (("actors", link.get("source")) for link in fields.get("attribution", ()))
    yield "actors", (fields.get("victims") or {}).get("actor")
    yield "dates", (fields.get("when") or {}).get("date")


def _is_same(item: Mention, wanted: Mention) -> bool:
    """Whether a mention of this coding is one of another: the same thing, named at the same words."""
    if isinstance(item, When) or isinstance(wanted, When):
        return isinstance(item, When) and isinstance(wanted, When) and _words_and_days(item) == _words_and_days(wanted)
    if not wanted.mentions:
        return _is_chosen(item, wanted)
    known = "authority_id" if isinstance(item, Actor) else "geonames_id"
    one, other = getattr(item, known, None), getattr(wanted, known, None)
    alike = one == other if one is not None and other is not None else item.name == wanted.name
    return alike and (not item.mentions or not wanted.mentions or _overlap(item.mentions, wanted.mentions))


def _words_and_days(when: When) -> tuple[Span, str | None, str | None]:
    return when.mention, when.start, when.end


def _is_chosen(item: Mention, wanted: Actor | Place) -> bool:
    """Whether a mention is what a person named who pointed at no words: the same in all that the person said of it."""
    if isinstance(item, Actor) and isinstance(wanted, Actor):
        if wanted.authority_id is not None:
            return item.authority_id == wanted.authority_id
        return item.authority_id is None and (item.name, item.kind, item.country) == (
            wanted.name, wanted.kind, wanted.country
        )  # fmt: skip
    return (
        isinstance(item, Place)
        and isinstance(wanted, Place)
        and (item.geonames_id, item.lat, item.lon, item.radius_km)
        == (wanted.geonames_id, wanted.lat, wanted.lon, wanted.radius_km)
        and (wanted.geonames_id is not None or item.name == wanted.name)
    )


def _overlap(one: tuple[Span, ...], other: tuple[Span, ...]) -> bool:
    return any(a.start < b.end and b.start < a.end for a in one for b in other)
