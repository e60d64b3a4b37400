"""The event rules: verbs, nouns and phrases → PLOVER type, mode and roles, read from ``data/events/<language>/``.

One file a PLOVER type, one entry a rule; ``docs/reference/event-rules.md`` says what each key means. Files whose name starts with an
underscore hold words that the rules share.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from importlib.resources import files
from typing import Any, cast

import yaml

from dateline.errors import OntologyError
from dateline.records import EventType

PREPOSITIONS = frozenset("for of on to in with against from into at over by under".split())
Words = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRule:
    """One rule. Slots are lists of where to look: ``subject``, ``object``, ``modifier``, ``poss``, ``clause`` or a preposition."""

    id: str
    type: EventType
    mode: str | None = None
    confidence: float = 0.7
    contexts: Words = ()
    verbs: Words = ()
    nouns: Words = ()
    actor: Words = ("subject", "by", "poss", "modifier", "between")
    recipient: Words = ("object",)
    place: Words = ()
    origin: Words = ()
    destination: Words = ()
    if_object: Words = ()
    if_object_or_none: Words = ()
    unless_object: Words = ()
    if_subject: Words = ()
    if_subject_or_none: Words = ()
    unless_subject: Words = ()
    if_prep: Words = ()
    if_of: Words = ()
    unless_prep: Words = ()
    unless_modifier: Words = ()
    if_infinitive: bool = False
    harm: bool = False
    effect: bool = False
    only_again: bool = False
    charge: bool = False
    without_object: bool = False
    reciprocal: bool = False
    background: bool = False
    background_nouns: bool = False


@dataclass(frozen=True, slots=True)
class Pattern:
    """Words that trigger a rule: ``head``, the words right before it and those that hang below it, in order."""

    head: str
    before: Words
    below: Words
    rule: EventRule

    @property
    def size(self) -> int:
        """How many words it takes: the longest pattern that fits wins."""
        return 1 + len(self.before) + len(self.below)


@dataclass(frozen=True, slots=True)
class EventWords:
    """The word lists that the rules of a language share."""

    light_verbs: frozenset[str]
    suffering_verbs: frozenset[str]
    occurrence_verbs: frozenset[str]
    noticing_verbs: frozenset[str]
    effect_verbs: frozenset[str]
    classes: Mapping[str, frozenset[str]]
    means: Mapping[str, str]
    contexts: Mapping[str, Words]
    sport: frozenset[str]


@dataclass(frozen=True, slots=True)
class StatusWords:
    """Words under which nothing has happened yet, or ever: (part, word) → status."""

    verbs: Mapping[str, str]
    nouns: Mapping[str, str]
    modifiers: Mapping[str, str]
    markers: frozenset[str]


@dataclass(frozen=True, slots=True)
class EventRules:
    """All the event rules of a language, by the head of the words that trigger them."""

    rules: Mapping[str, EventRule]
    verbs: Mapping[str, tuple[Pattern, ...]] = field(repr=False)
    nouns: Mapping[str, tuple[Pattern, ...]] = field(repr=False)
    words: EventWords = field(repr=False)
    status: StatusWords = field(repr=False)


@cache
def load_event_rules(language: str = "en") -> EventRules:
    """The event rules of a language. Raises OntologyError that names the file and entry that is wrong."""
    rules: dict[str, EventRule] = {}
    for name, content in rule_files(language).items():
        if name.startswith("_"):
            continue
        for key, entry in content["rules"].items():
            rule = _rule(f"{name}: {key}", content["type"], key, entry)
            rules[rule.id] = rule
    verbs = _index([verb_pattern(words, rule) for rule in rules.values() for words in rule.verbs])
    nouns = _index([noun_pattern(words, rule) for rule in rules.values() for words in rule.nouns])
    return EventRules(rules, verbs, nouns, _event_words(language), _status_words(language))


@cache
def rule_files(language: str) -> Mapping[str, dict[str, Any]]:
    """The files of the language's event rules, parsed, by name. Raises OntologyError for one that is no YAML mapping."""
    folder = files("dateline.ontology") / "data" / "events" / language
    if not folder.is_dir():
        raise OntologyError(str(folder), f"there are no event rules for the language {language!r}")
    out: dict[str, dict[str, Any]] = {}
    for path in sorted(folder.iterdir(), key=lambda p: p.name):
        if not path.name.endswith(".yaml"):
            continue
        try:
            content = yaml.load(path.read_text("utf-8"), yaml.CSafeLoader)
        except yaml.YAMLError as error:
            raise OntologyError(path.name, f"this is not YAML: {error}") from error
        if not isinstance(content, dict):
            raise OntologyError(path.name, "the file must be a mapping")
        out[path.name] = content
    return out


def verb_pattern(words: str, rule: EventRule) -> Pattern:
    """The pattern of a verb phrase: its first word is the verb, each other one hangs below one before it."""
    head, *below = words.lower().split()
    return Pattern(head, (), tuple(below), rule)


def noun_pattern(words: str, rule: EventRule) -> Pattern:
    """The pattern of a noun phrase: its head is the last word before any preposition."""
    parts = words.lower().replace("-", " ").split()
    at = next((i for i, word in enumerate(parts) if i and word in PREPOSITIONS), len(parts)) - 1
    return Pattern(parts[at], tuple(parts[:at]), tuple(parts[at + 1 :]), rule)


def _rule(where: str, event_type: str, key: str, entry: object) -> EventRule:
    if not isinstance(entry, dict):
        raise OntologyError(where, "a rule must be a mapping")
    known = {f.name: f for f in fields(EventRule)}
    if unknown := sorted(set(entry) - set(known)):
        raise OntologyError(where, f"unknown key {unknown[0]!r}; known are {', '.join(sorted(known))}")
    made: dict[str, Any] = {}
    for name, value in entry.items():
        if isinstance(value, list):
            if wrong := [v for v in value if not isinstance(v, str)]:
                raise OntologyError(
                    where, f"{name} holds {wrong[0]!r}, which is no text (put yes, no, on and off in quotation marks)"
                )
            value = tuple(value)
        made[name] = value
    return EventRule(id=f"{event_type.lower()}/{key}", type=cast(EventType, event_type), **made)


def _index(patterns: list[Pattern]) -> dict[str, tuple[Pattern, ...]]:
    """Patterns by head, the longest first, then those of the surest rule."""
    out: dict[str, list[Pattern]] = {}
    for pattern in patterns:
        out.setdefault(pattern.head, []).append(pattern)
    return {head: tuple(sorted(ps, key=lambda p: (-p.size, -p.rule.confidence))) for head, ps in out.items()}


def _event_words(language: str) -> EventWords:
    content = rule_files(language)["_words.yaml"]
    contexts: dict[str, list[str]] = {}
    for context, words in rule_files(language)["_contexts.yaml"].items():
        for word in words:
            contexts.setdefault(word, []).append(context)
    sets = {
        name: frozenset(content[name])
        for name in ("light_verbs", "suffering_verbs", "occurrence_verbs", "noticing_verbs", "effect_verbs", "sport")
    }
    return EventWords(
        **sets,
        classes={name: frozenset(words) for name, words in content["classes"].items()},
        means={word: mode for mode, words in content["means"].items() for word in words},
        contexts={word: tuple(names) for word, names in contexts.items()},
    )


def _status_words(language: str) -> StatusWords:
    content = rule_files(language)["_status.yaml"]
    part = {
        name: {word: status for status, entry in content.items() for word in entry.get(name, ())}
        for name in ("verbs", "nouns", "modifiers")
    }
    return StatusWords(**part, markers=frozenset(content["hypothetical"]["markers"]))
