"""The ontology's linter: quiet about what ships, loud about every kind of mistake."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dateline.ontology import lint
from dateline.ontology.event_rules import EventRule, EventRules, load_event_rules, noun_pattern, verb_pattern


def test_the_shipped_ontology_is_in_order(capsys: pytest.CaptureFixture[str]) -> None:
    status = lint.main()
    printed = capsys.readouterr().out
    assert (status, printed) == (0, "the ontology is in order\n")


def rule(**fields: object) -> EventRule:
    return EventRule(**{"id": "assault/r", "type": "ASSAULT", "verbs": ("zap",), **fields})  # type: ignore[arg-type]


def findings(monkeypatch: pytest.MonkeyPatch, *rules: EventRule) -> list[str]:
    """What the linter says of these rules alone, with the shipped word lists."""
    made = EventRules(
        {r.id: r for r in rules},
        {"zap": tuple(verb_pattern(words, r) for r in rules for words in r.verbs)},
        {"zap": tuple(noun_pattern(words, r) for r in rules for words in r.nouns)},
        load_event_rules().words,
        load_event_rules().status,
    )
    monkeypatch.setattr(lint, "load_event_rules", lambda language: made)
    return list(lint.lint_events("en"))


def test_a_rule_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    assert findings(monkeypatch, rule(mode="aerial", contexts=("military",), place=("in",))) == []


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"mode": "ceasefire"}, "assault/r: 'ceasefire' is no mode of ASSAULT"),
        ({"contexts": ("weather",)}, "assault/r: 'weather' is no PLOVER context"),
        ({"confidence": 0.0}, "assault/r: confidence 0.0 must lie between 0 and 1"),
        ({"confidence": 1.0}, "assault/r: confidence 1.0 must lie between 0 and 1"),
        ({"verbs": ()}, "assault/r: it has neither verbs nor nouns"),
        ({"recipient": ("objekt",)}, "assault/r: recipient looks in 'objekt', which is neither a preposition"),
        ({"if_object": ("no-such-class",)}, "assault/r: if_object names 'no-such-class', which is no class"),
    ],
)
def test_each_mistake_is_found(monkeypatch: pytest.MonkeyPatch, fields: dict[str, object], message: str) -> None:
    (finding,) = findings(monkeypatch, rule(**fields))
    assert finding.startswith(message)


def test_a_rule_that_can_never_fire(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = rule(id="assault/first"), rule(id="assault/second")
    (finding,) = findings(monkeypatch, first, second)
    assert finding == "assault/second: 'zap' can never fire: assault/first takes it"


@pytest.mark.parametrize("condition", [{"if_prep": ("at",)}, {"if_infinitive": True}, {"unless_object": ("actor",)}])
def test_a_rule_behind_a_condition_can(monkeypatch: pytest.MonkeyPatch, condition: dict[str, object]) -> None:
    first = replace(rule(id="assault/first"), **condition)  # type: ignore[arg-type]
    assert findings(monkeypatch, first, rule(id="assault/second")) == []


def test_a_file_of_no_plover_type(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lint, "rule_files", lambda language: {"x.yaml": {"type": "FIGHT"}, "_words.yaml": {}})
    assert findings(monkeypatch, rule()) == ["x.yaml: 'FIGHT' is no PLOVER event type"]


def test_an_ontology_that_cannot_be_loaded_is_a_finding(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from dateline.errors import OntologyError

    def broken(language: str) -> EventRules:
        raise OntologyError("x.yaml: r", "a rule must be a mapping")

    monkeypatch.setattr(lint, "load_event_rules", broken)
    assert lint.main() == 1
    assert "event rules: x.yaml: r: a rule must be a mapping" in capsys.readouterr().out
