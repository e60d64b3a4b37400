"""The event rules load, are indexed by their words, and refuse what they cannot use."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from dateline.errors import OntologyError
from dateline.ontology import event_rules
from dateline.ontology.codes import PLOVER_MODES
from dateline.ontology.event_rules import EventRule, load_event_rules, noun_pattern, rule_files, verb_pattern

RULE = EventRule(id="assault/r", type="ASSAULT")


@pytest.mark.parametrize(
    ("words", "head", "below", "reason"),
    [
        ("attack", "attack", (), "a verb"),
        ("open fire", "open", ("fire",), "a verb and its object"),
        ("Take control of", "take", ("control", "of"), "each word hangs below one before it"),
    ],
)
def test_verb_patterns(words: str, head: str, below: tuple[str, ...], reason: str) -> None:
    pattern = verb_pattern(words, RULE)
    assert (pattern.head, pattern.before, pattern.below) == (head, (), below), reason
    assert pattern.size == len(words.split())


@pytest.mark.parametrize(
    ("words", "head", "before", "below", "reason"),
    [
        ("raid", "raid", (), (), "a noun"),
        ("air strike", "strike", ("air",), (), "its head is the last word"),
        ("state of emergency", "state", (), ("of", "emergency"), "its head stands before the preposition"),
        ("armed attack on", "attack", ("armed",), ("on",), "a preposition may end it"),
        ("over flight", "flight", ("over",), (), "a preposition that starts it does not cut it"),
    ],
)
def test_noun_patterns(words: str, head: str, before: tuple[str, ...], below: tuple[str, ...], reason: str) -> None:
    pattern = noun_pattern(words, RULE)
    assert (pattern.head, pattern.before, pattern.below) == (head, before, below), reason


def test_every_plover_type_has_rules() -> None:
    assert {rule.type for rule in load_event_rules().rules.values()} == set(PLOVER_MODES)


def test_rules_are_found_by_every_word_of_theirs() -> None:
    rules = load_event_rules()
    for rule in rules.rules.values():
        for words in rule.verbs:
            head = verb_pattern(words, rule).head
            assert any(p.rule is rule for p in rules.verbs[head]), (rule.id, words)
        for words in rule.nouns:
            head = noun_pattern(words, rule).head
            assert any(p.rule is rule for p in rules.nouns[head]), (rule.id, words)


def test_the_longest_pattern_comes_first() -> None:
    for patterns in (*load_event_rules().verbs.values(), *load_event_rules().nouns.values()):
        sizes = [p.size for p in patterns]
        assert sizes == sorted(sizes, reverse=True)


def test_rules_are_frozen_and_loaded_once() -> None:
    rule = next(iter(load_event_rules().rules.values()))
    with pytest.raises(FrozenInstanceError):
        rule.confidence = 1.0  # type: ignore[misc]
    assert load_event_rules() is load_event_rules()


def test_a_language_without_rules() -> None:
    with pytest.raises(OntologyError, match="no event rules for the language 'xx'"):
        load_event_rules("xx")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the shipped rules that a test may break."""
    source = Path(event_rules.__file__).parent / "data" / "events" / "en"
    made = tmp_path / "data" / "events" / "en"
    made.mkdir(parents=True)
    for path in source.glob("*.yaml"):
        (made / path.name).write_bytes(path.read_bytes())
    monkeypatch.setattr(event_rules, "files", lambda package: tmp_path)
    rule_files.cache_clear()
    load_event_rules.cache_clear()
    yield made
    rule_files.cache_clear()
    load_event_rules.cache_clear()


def test_an_analyst_adds_a_verb_without_python(folder: Path) -> None:
    (folder / "extra.yaml").write_text(
        "type: ASSAULT\nrules:\n  zapping:\n    mode: unconventional\n    verbs: [zap]\n", "utf-8"
    )
    (pattern,) = load_event_rules().verbs["zap"]
    assert (pattern.rule.id, pattern.rule.type, pattern.rule.mode) == ("assault/zapping", "ASSAULT", "unconventional")


@pytest.mark.parametrize(
    ("content", "message", "reason"),
    [
        (
            "type: ASSAULT\nrules:\n  r: {verbs: [a], colour: red}",
            "extra.yaml: r: unknown key 'colour'",
            "a misspelt key",
        ),
        ("type: ASSAULT\nrules:\n  r: [a]", "extra.yaml: r: a rule must be a mapping", "a list for a rule"),
        ("type: ASSAULT\nrules:\n  r: {verbs: [no]}", "put yes, no, on and off in quotation marks", "a YAML trap"),
        ("type: ASSAULT\nrules: {r: {verbs: [a}", "extra.yaml: this is not YAML", "broken YAML"),
        ("- a\n- b", "extra.yaml: the file must be a mapping", "a list for a file"),
    ],
)
def test_a_wrong_file_is_named(folder: Path, content: str, message: str, reason: str) -> None:
    (folder / "extra.yaml").write_text(content, "utf-8")
    with pytest.raises(OntologyError, match=message):
        load_event_rules()
