"""The fields of a claim as a form: each with the words to choose from, and back from the form to the record's JSON."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Literal, get_args

from dateline.export.words.claims import Names, one_line
from dateline.ontology.codes import ACLED_SUB_EVENTS, PLOVER_CONTEXTS, PLOVER_MODES
from dateline.records import (
    Bound,
    Certainty,
    CodedDocument,
    EventType,
    Harm,
    RelationName,
    Scope,
    Span,
    Status,
    Unit,
    VictimStatus,
    WhenPrecision,
)
from dateline.serve.pages.reader import dating
from dateline.serve.pages.reader.picked import is_picked, words_of
from dateline.serve.words import code_words
from dateline.store.review import ClaimKind, VerdictError
from dateline.store.review.bringing import BringingError
from dateline.store.rows import day_of

Shape = Literal["choice", "many", "number", "text", "day", "flag", "words", "chain", "days", "said"]
Json = dict[str, Any]
_DAY = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_CHAIN = 3
"""So many links of a chain of sources can be set; reports hardly ever have more."""


class FormError(VerdictError):
    """Some fields make no claim; ``made`` are those that are right."""

    def __init__(self, problems: Sequence[tuple[str, str]], made: Json) -> None:
        super().__init__(problems)
        self.made = made


@dataclass(frozen=True, slots=True)
class Choice:
    """A value that can be chosen: how it stands in the form, and in words."""

    value: str
    words: str
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Choices under a heading; those of one without a name stand by themselves."""

    name: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A field as the form shows it. ``links`` are those of a chain of sources; ``problem`` is what is wrong with it.

    ``picks`` is the list, of actors or of places, that others than those shown can be taken from.
    """

    name: str
    label: str
    shape: Shape
    value: str = ""
    groups: tuple[Group, ...] = ()
    links: tuple[tuple[tuple[Choice, ...], tuple[Choice, ...]], ...] = ()
    hint: str = ""
    problem: str = ""
    picks: str = ""


@dataclass(frozen=True, slots=True)
class _Field:
    """A field: its name in the record (``when.start``), what it is called, and its shape.

    ``of`` are the words to choose from: a vocabulary, or a layer of the document.
    """

    name: str
    label: str
    shape: Shape
    of: Sequence[str] | str = ()
    hint: str = ""


_EVIDENCE = _Field(
    "evidence", "Evidence", "words", hint="The words it rests on, as they stand in the text; one stretch a line."
)
_SAID = _Field("attribution", "According to", "chain", hint="Whose word it is; the innermost source last.")
_STATUS = _Field("status", "Whether it happened", "choice", get_args(Status))
_WHERE = (
    _Field("places", "Places", "many", "places"),
    _Field("origin", "From", "many", "places"),
    _Field("destination", "To", "many", "places"),
)
_ISO = "2024-11-26, or less: 2024-11"
FIELDS: Mapping[ClaimKind, tuple[_Field, ...]] = {
    "event": (
        _Field("type", "Type", "choice", get_args(EventType)),
        _Field("mode", "Mode", "choice", "modes"),
        _STATUS,
        _Field("actors", "Who did it", "many", "actors"),
        _Field("recipients", "To whom", "many", "actors"),
        *_WHERE,
        _Field("when.value", "When", "days", hint=dating.HINT),
        _Field("when.precision", "Dated to the", "choice", get_args(WhenPrecision)),
        _Field("when.date", "Read from", "choice", "dates"),
        _Field("when.words", "Or from these words", "said", hint="As they stand in the text."),
        _Field("acled", "ACLED", "choice", "acled"),
        _Field("contexts", "Contexts", "many", "contexts"),
        _Field("same_as", "The same as", "choice", "events"),
        _SAID,
        _Field("trigger", "Trigger", "words", hint="The words that say it."),
        _Field("means", "With what", "words"),
        _Field("targets", "What was hit", "words"),
        _EVIDENCE,
    ),
    "toll": (
        _Field("harm", "Harm", "choice", get_args(Harm)),
        _Field("bound", "The words mean", "choice", get_args(Bound)),
        _Field("best", "Figure", "number"),
        _Field("low", "Lowest, of a range", "number"),
        _Field("high", "Highest, of a range", "number"),
        _Field("unit", "Units", "choice", get_args(Unit)),
        _Field("scope", "It counts", "choice", get_args(Scope), hint="One incident, or over a time."),
        _Field("since", "Since", "day", hint=_ISO),
        _Field("until", "Until", "day", hint=_ISO),
        _Field("victims.status", "Victims are", "choice", get_args(VictimStatus)),
        _Field("victims.actor", "Victims belong to", "choice", "actors"),
        _Field("victims.age", "Age", "text"),
        _Field("victims.sex", "Sex", "text"),
        _Field("event", "Event", "choice", "events"),
        _Field("part_of", "Part of the figure", "choice", "tolls"),
        *_WHERE,
        _STATUS,
        _SAID,
        _Field("number", "Number", "words", hint="The words of the number."),
        _Field("victims.text", "Words for the victims", "words"),
        _EVIDENCE,
    ),
    "statement": (
        _Field("speaker", "Who says it", "choice", "actors"),
        _Field("addressee", "To whom", "choice", "actors"),
        _Field("direct", "It is a quotation", "flag"),
        _Field("content", "What is said", "words", hint="One stretch a line."),
        _Field("cue", "Reporting words", "words"),
        _Field("source_text", "Words for the speaker", "words"),
        _EVIDENCE,
    ),
    "relation": (
        _Field("subject", "Who", "choice", "actors"),
        _Field("relation", "Stands how", "choice", get_args(RelationName)),
        _Field("object", "To whom", "choice", "actors"),
        _Field("role", "Office", "text", hint="Of “role in” only."),
        _SAID,
        _EVIDENCE,
    ),
}
_SINGLE = frozenset({"trigger", "number", "victims.text", "cue", "source_text"})
_NEEDED = frozenset(
    {"type", "status", "harm", "bound", "unit", "scope", "victims.status", "when.precision", "relation"}
)
_NULL_BOUND = {"low": None, "best": None, "high": None}


def shown(
    kind: ClaimKind, claim: Mapping[str, Any], record: CodedDocument, problems: Sequence[tuple[str, str]] = ()
) -> tuple[Shown, ...]:
    """The form of a claim with these values (its record as JSON), with what is wrong beside each field."""
    told: dict[str, str] = {}
    for name, problem in problems:
        field = _field_of(kind, name)
        told[field] = "; ".join(filter(None, (told.get(field), problem)))
    words = _Words(record, claim.get("id"))
    return tuple(_shown(field, claim, words, told.get(field.name, "")) for field in FIELDS[kind])


def general_problems(kind: ClaimKind, problems: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """What is wrong that is of no one field."""
    return tuple(problem for name, problem in problems if not _field_of(kind, name))


def read(
    kind: ClaimKind, form: Mapping[str, Sequence[str]], claim: Mapping[str, Any], record: CodedDocument
) -> Json:  # fmt: skip
    """The claim's fields as the form has them, as JSON. Raises FormError for words that do not stand in the text."""
    made: Json = {}
    problems: list[tuple[str, str]] = []
    text = _Text(record.document.text, _near(claim))
    for field in FIELDS[kind]:
        try:
            value = _value(field, form.get(field.name, ()), claim, text, form)
        except ValueError as error:
            problems.append((field.name, str(error)))
            continue
        outer, _, inner = field.name.partition(".")
        if inner:
            made.setdefault(outer, dict(claim.get(outer) or {}))[inner] = value
        else:
            made[outer] = value
    if "when" in made:
        given = made.pop("when")
        try:
            made["when"] = dating.dated(given, claim.get("when") or {}, record, given.get("words"))
        except BringingError as error:
            problems.append(("when.value", str(error)))
    if problems:
        raise FormError(problems, made)
    if kind == "toll":
        made |= _figures(made)
    return made


def changed(made: Mapping[str, Any], claim: Mapping[str, Any]) -> Json:
    """What of the fields is otherwise than in the claim."""
    return {name: value for name, value in made.items() if value != claim.get(name)}


def _figures(made: Mapping[str, Any]) -> Json:
    """The figures as the bound has them, of the one that is given."""
    best = made["best"] if made["best"] is not None else made["low"] if made["low"] is not None else made["high"]
    figures: Mapping[str, Json] = {
        "exact": {"low": best, "best": best, "high": best},
        "at_least": {"low": best, "best": best, "high": None},
        "at_most": {"low": None, "best": best, "high": best},
        "approximately": {"low": None, "best": best, "high": None},
        "order": {"low": made["low"], "best": None, "high": None},
        "unquantified": _NULL_BOUND,
    }
    if made["bound"] == "range" and made["best"] is None:
        return {"best": made["low"]}
    return figures.get(made["bound"], {})


def _near(claim: Mapping[str, Any]) -> int:
    spans = [claim.get("trigger"), claim.get("number"), claim.get("cue"), *claim.get("evidence", ())]
    return next((int(span["start"]) for span in spans if span), 0)


def _value(
    field: _Field, given: Sequence[str], claim: Mapping[str, Any], text: _Text, form: Mapping[str, Sequence[str]]
) -> Any:
    one = given[0].strip() if given else ""
    if field.shape == "many":
        chosen, old = [value for value in given if value], list(_old(claim, field.name) or ())
        return [value for value in old if value in chosen] + [value for value in chosen if value not in old]
    if field.shape == "flag":
        return bool(given)
    if field.shape == "words":
        spans = text.spans(given[0] if given else "", _spans_in(_old(claim, field.name)))
        return (spans[0] if spans else None) if field.name in _SINGLE else spans
    if field.shape == "said":
        return text.span(one) if one else None
    if field.shape == "number":
        if one and not one.replace(",", "").replace(" ", "").isdecimal():
            raise ValueError(f"{one!r} is no whole number")
        return int(one.replace(",", "").replace(" ", "")) if one else None
    if field.shape == "chain":
        return _chain(form, claim.get("attribution") or [])
    if field.shape == "day" and one and one != _old(claim, field.name) and not _is_day(one):
        raise ValueError(f"{one!r} is no day, month or year; write {_ISO}")
    if field.of == "acled":
        event_type, _, sub = one.partition(": ")
        return {"event_type": event_type, "sub_event_type": sub} if one else None
    return one or None


def _is_day(written: str) -> bool:
    return _DAY.fullmatch(written) is not None and day_of(written, last=False) is not None


def _chain(form: Mapping[str, Sequence[str]], old: Sequence[Mapping[str, Any]]) -> list[Json]:
    """The links that are set, each with the words that it had."""
    links = []
    for number in range(max(_CHAIN, len(old))):
        source = (form.get(f"attribution.{number}.source") or [""])[0]
        certainty = (form.get(f"attribution.{number}.certainty") or [""])[0]
        before = dict(old[number]) if number < len(old) else {}
        if certainty and (source or before):
            same = before.get("source") == (source or None)
            kept = before if same else {"cue": before.get("cue"), "source_text": None}
            links.append(kept | {"source": source or None, "certainty": certainty})
    return links


class _Text:
    """The document's text, in which the words of a form are looked up again."""

    def __init__(self, text: str, near: int) -> None:
        self._text, self._near = text, near

    def spans(self, written: str, old: Sequence[Mapping[str, Any]]) -> list[Json]:
        """The stretch of each line: the one it was, or that which begins the nearest to where the claim stands."""
        unused = [dict(span) for span in old]
        return [self._span(line, unused) for line in (part.strip() for part in written.splitlines()) if line]

    def _span(self, line: str, unused: list[Json]) -> Json:
        for span in unused:
            if _lined(span["text"]) == line:
                unused.remove(span)
                return span
        starts = list(self._starts(line))
        if not starts:
            raise ValueError(f"“{one_line(line)[:80]}” does not stand in the text in these words")
        start = min(starts, key=lambda at: abs(at - self._near))
        return Span.of(self._text, start, start + len(line)).model_dump(mode="json")

    def span(self, written: str) -> Span:
        """The stretch of these words that begins the nearest to where the claim stands."""
        return Span.model_validate(self._span(_lined(written), []))

    def _starts(self, line: str) -> Iterator[int]:
        at = self._text.find(line)
        while at >= 0:
            yield at
            at = self._text.find(line, at + 1)


def _lined(text: str) -> str:
    """The words of a span as they stand on one line of a form."""
    return " ".join(text.split())


def _old(claim: Mapping[str, Any], name: str) -> Any:
    outer, _, inner = name.partition(".")
    value = claim.get(outer)
    return (value or {}).get(inner) if inner else value


def _spans_in(value: Any) -> list[Mapping[str, Any]]:
    return [] if value is None else [value] if isinstance(value, Mapping) else list(value)


@cache
def _names(kind: ClaimKind) -> frozenset[str]:
    return frozenset(field.name for field in FIELDS[kind])


def _field_of(kind: ClaimKind, name: str) -> str:
    """The field of the form that a part of the record is set by: of ``attribution.0.source``, ``attribution``."""
    parts = name.split(".")
    for length in range(len(parts), 0, -1):
        if (found := ".".join(parts[:length])) in _names(kind):
            return found
    return ""


class _Words:
    """The values to choose from in one document."""

    def __init__(self, record: CodedDocument, own: str | None) -> None:
        names = Names(record)
        self._layers: dict[str, list[tuple[str, str]]] = {
            "actors": list(names.actors.items()),
            "places": [
                (place.id, ", ".join(filter(None, (names.places[place.id], place.admin1, place.country))))
                for place in record.places
            ],
            "dates": [(when.id, one_line(when.mention.text)) for when in record.dates],
            "events": [(id_, words) for id_, words in names.events.items() if id_ != own],
            "tolls": [(id_, words) for id_, words in names.tolls.items() if id_ != own],
            "contexts": [(context, code_words(context)) for context in sorted(PLOVER_CONTEXTS)],
        }

    def groups(self, of: Sequence[str] | str, chosen: Sequence[str]) -> tuple[Group, ...]:
        """The choices, under headings where there are any."""
        if of == "modes":
            modes = {
                name.capitalize(): [(m, code_words(m)) for m in sorted(ms)] for name, ms in PLOVER_MODES.items() if ms
            }
            return tuple(Group(name, _choices(items, chosen)) for name, items in modes.items())
        if of == "acled":
            return tuple(
                Group(name, _choices([(f"{name}: {sub}", sub) for sub in sorted(subs)], chosen))
                for name, subs in ACLED_SUB_EVENTS.items()
            )
        items = self._layers[of] if isinstance(of, str) else [(value, code_words(value)) for value in of]
        items = [*items, *((value, words_of(value)) for value in chosen if is_picked(value))]
        return (Group("", _choices(items, chosen)),)


def _choices(items: Sequence[tuple[str, str]], chosen: Sequence[str]) -> tuple[Choice, ...]:
    return tuple(Choice(value, words, value in chosen) for value, words in items)


def _shown(field: _Field, claim: Mapping[str, Any], words: _Words, problem: str) -> Shown:
    value = _old(claim, field.name)
    picks = "actors" if field.shape == "chain" else field.of if field.of in ("actors", "places") else ""
    made = Shown(
        name=field.name, label=field.label, shape=field.shape, hint=field.hint, problem=problem, picks=str(picks)
    )  # fmt: skip
    if field.shape == "days":
        return replace(made, value=dating.shown_value(claim.get("when")))
    if field.shape == "words":
        return replace(made, value="\n".join(_lined(span["text"]) for span in _spans_in(value)))
    if field.shape == "flag":
        return replace(made, value="yes" if value else "")
    if field.shape == "chain":
        return replace(made, links=_links(value or [], words))
    if field.shape == "many":
        return replace(made, groups=words.groups(field.of, list(value or ())))
    if field.shape == "choice":
        written = f"{value['event_type']}: {value['sub_event_type']}" if isinstance(value, Mapping) else value or ""
        groups = words.groups(field.of, [written])
        if field.name not in _NEEDED:
            groups = (Group("", (Choice("", "none", not written),)), *groups)
        return replace(made, value=written, groups=groups)
    return replace(made, value="" if value is None else str(value))


def _links(
    chain: Sequence[Mapping[str, Any]], words: _Words
) -> tuple[tuple[tuple[Choice, ...], tuple[Choice, ...]], ...]:
    made = []
    for number in range(max(_CHAIN, len(chain))):
        link = chain[number] if number < len(chain) else {}
        said = link.get("source_text") or link.get("cue")
        nobody = f"“{one_line(said['text'])}”, nobody known" if said else "nobody"
        sources = (
            Choice("", nobody, not link.get("source")),
            *words.groups("actors", [link.get("source") or ""])[0].choices,
        )
        sure = words.groups(get_args(Certainty), [link.get("certainty", "")])[0].choices
        made.append((sources, (Choice("", "not set", not link), *sure)))
    return tuple(made)
