"""What a form names that the document does not: an actor or place that was looked up or given by hand, a date's words.

A field has it as JSON where it else has an id: ``{"words": "Idlib, SYR", "places": {"geonames_id": 169389}}``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from dateline.records import CodedDocument
from dateline.store.review import VerdictError
from dateline.store.review.bringing import Brought, MentionsByRef
from dateline.store.review.reattach import led
from dateline.store.vocabulary import Vocabulary

Json = dict[str, Any]
_LAYERS = ("actors", "places", "dates")


def is_picked(value: str) -> bool:
    """Whether the value of a field is something that the document does not name."""
    return value.startswith("{")


def picked(words: str, layer: str, what: Mapping[str, Any]) -> str:
    """The value of a field that brings this along."""
    return json.dumps({"words": words, layer: what}, ensure_ascii=False)


def words_of(value: str) -> str:
    """What the form calls it."""
    return str(_read(value).get("words") or "a new one")


def brought(fields: Mapping[str, Any], record: CodedDocument, vocabulary: Vocabulary) -> tuple[Json, MentionsByRef]:
    """The fields with a name for each thing that they bring along, and what these names stand for.

    Raises VerdictError, StoreError for what cannot be brought.
    """
    found: dict[str, Json] = {layer: {} for layer in _LAYERS}

    def lead(layer: str, value: str) -> str:
        if not is_picked(value):
            return value
        given = _read(value).get(layer)
        what = {n: each for n, each in given.items() if each not in (None, "")} if isinstance(given, dict) else {}
        if "country" in what:
            what["country"] = _country(str(what["country"]), vocabulary)
        ref = f"new-{len(found[layer]) + 1}"
        found[layer][ref] = what
        return ref

    made = led(fields, lead)
    try:
        asked = Brought.model_validate(found)
    except ValidationError as error:
        wrong = error.errors(include_url=False)[0]
        raise VerdictError([("", f"{wrong['loc'][-1]}: {wrong['msg']}")]) from error
    return made, asked.mentions(vocabulary, record)


def _country(words: str, vocabulary: Vocabulary) -> str:
    code = vocabulary.country(words)
    if code is None:
        raise VerdictError([("", f"there is no country {words!r}: write its name, or its ISO 3166 alpha-3 code")])
    return code


def _read(value: str) -> Json:
    """What was chosen; nothing where no form of ours sent it."""
    try:
        found = json.loads(value)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
