"""The codebook of a release: every field with its meaning, and every word that a coded field may hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import get_args

from dateline import incidents, records
from dateline.ontology.codes import ACLED_SUB_EVENTS, PLOVER_CONTEXTS, PLOVER_MODES
from dateline.ontology.meanings import meanings

_VOCABULARIES: Mapping[str, Iterable[str]] = {
    "Kinds of actors (`kind`)": get_args(records.ActorKind),
    "Status of a claim (`status`)": get_args(records.Status),
    "Certainty of a source (`certainty`)": get_args(records.Certainty),
    "Harm (`harm`)": get_args(records.Harm),
    "Bound of a figure (`bound`)": get_args(records.Bound),
    "Unit of a figure (`unit`)": get_args(records.Unit),
    "Victims (`victims`)": get_args(records.VictimStatus),
    "Scope of a figure (`scope`)": get_args(records.Scope),
    "Relations (`relation`)": get_args(records.RelationName),
    "Precision of days (`when.precision`)": get_args(records.WhenPrecision),
    "Grades (`grade`)": get_args(incidents.Grade),
    "PLOVER contexts (`contexts`)": sorted(PLOVER_CONTEXTS),
}
_PARTS = {"incident": "Incidents", "record": "Reports and their claims"}


def codebook() -> str:
    """The codebook as Markdown."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "# Codebook"
    yield ""
    yield "Every field of the data, and the words that coded fields may hold. A table's own columns are told in its"
    yield "`dictionary.csv`. Days are ISO 8601; coordinates are WGS 84 degrees; empty means not known."
    for part, title in _PARTS.items():
        yield from ("", f"## {title}")
        for name, fields in meanings()[part].items():
            yield from ("", f"### {name}", "", "| field | meaning |", "| --- | --- |")
            yield from (f"| `{field}` | {_cell(meaning)} |" for field, meaning in fields.items())
    yield from ("", "## Vocabularies")
    for title, words in _VOCABULARIES.items():
        yield from ("", f"### {title}", "", ", ".join(f"`{word}`" for word in words))
    yield from ("", "### PLOVER types and modes (`type`, `mode`)", "", "| type | modes |", "| --- | --- |")
    yield from (f"| `{name}` | {_listed(modes)} |" for name, modes in PLOVER_MODES.items())
    yield from ("", "### ACLED types (`acled`)", "", "| event type | sub-event types |", "| --- | --- |")
    yield from (f"| {name} | {', '.join(sorted(subs))} |" for name, subs in ACLED_SUB_EVENTS.items())


def _cell(text: str) -> str:
    return " ".join(str(text).split()).replace("|", "\\|")


def _listed(words: Iterable[str]) -> str:
    return ", ".join(f"`{word}`" for word in sorted(words)) or "–"
