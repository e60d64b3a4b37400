"""``python -m dateline.ontology.lint``: checks every file of the ontology, and says which entry is wrong and why."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator

from dateline.errors import OntologyError
from dateline.ontology.authority.lint import lint as lint_actors
from dateline.ontology.codes import PLOVER_CONTEXTS, PLOVER_MODES
from dateline.ontology.event_rules import EventRule, EventRules, Pattern, load_event_rules, rule_files

SLOTS = frozenset({"subject", "object", "iobj", "poss", "modifier", "between", "clause"})
CONDITIONS = ("if_object", "if_object_or_none", "if_subject", "if_subject_or_none", "if_prep", "if_infinitive", "if_of")
NEGATIVE_CONDITIONS = ("unless_object", "unless_subject", "unless_prep")
_PREPOSITION_SLOTS = frozenset(
    "about against at between by for from in into of on onto over to toward towards under upon with within through along "
    "near outside around until across targeting".split()
)


def main() -> int:
    """Print every finding; the exit status is 1 when there is one."""
    findings = [*_checked("event rules", lambda: lint_events("en")), *_checked("actors", lint_actors)]
    for finding in findings:
        print(finding)
    print(f"{len(findings)} findings" if findings else "the ontology is in order")
    return 1 if findings else 0


def _checked(what: str, check: Callable[[], object]) -> list[str]:
    try:
        return [str(finding) for finding in check()]  # type: ignore[attr-defined]
    except OntologyError as error:
        return [f"{what}: {error}"]


def lint_events(language: str) -> Iterator[str]:
    """What is wrong with the event rules of a language: unknown codes and slots, rules that can never fire."""
    rules = load_event_rules(language)
    for rule in rules.rules.values():
        yield from _codes(rule)
        yield from _slots(rule)
        yield from _classes(rule, rules)
    for patterns in (*rules.verbs.values(), *rules.nouns.values()):
        yield from _hidden(patterns)
    for name, content in rule_files(language).items():
        if not name.startswith("_") and content.get("type") not in PLOVER_MODES:
            yield f"{name}: {content.get('type')!r} is no PLOVER event type"


def _codes(rule: EventRule) -> Iterator[str]:
    if rule.mode is not None and rule.mode not in PLOVER_MODES[rule.type]:
        yield f"{rule.id}: {rule.mode!r} is no mode of {rule.type}"
    for context in rule.contexts:
        if context not in PLOVER_CONTEXTS:
            yield f"{rule.id}: {context!r} is no PLOVER context"
    if not 0 < rule.confidence < 1:
        yield f"{rule.id}: confidence {rule.confidence} must lie between 0 and 1"
    if not rule.verbs and not rule.nouns:
        yield f"{rule.id}: it has neither verbs nor nouns"


def _slots(rule: EventRule) -> Iterator[str]:
    for name in ("actor", "recipient", "place", "origin", "destination"):
        for slot in getattr(rule, name):
            if slot not in SLOTS and slot not in _PREPOSITION_SLOTS:
                yield f"{rule.id}: {name} looks in {slot!r}, which is neither a preposition nor one of {', '.join(sorted(SLOTS))}"


def _classes(rule: EventRule, rules: EventRules) -> Iterator[str]:
    """A class that a condition names must be there; words of its own may stand beside it, in their base form."""
    known = set(rules.words.classes) | {"actor", "place", "number", "person"}
    for name in ("if_object", "if_object_or_none", "if_subject", "if_subject_or_none", "if_of"):
        wanted = getattr(rule, name)
        if len(wanted) == 1 and wanted[0] not in known:
            yield f"{rule.id}: {name} names {wanted[0]!r}, which is no class"


def _hidden(patterns: tuple[Pattern, ...]) -> Iterator[str]:
    """A pattern that stands behind the same words of a rule without conditions can never fire."""
    open_rules: dict[tuple[object, ...], EventRule] = {}
    for pattern in patterns:
        words = (pattern.before, pattern.head, pattern.below)
        first = open_rules.get(words)
        if first is not None:
            yield f"{pattern.rule.id}: {' '.join((*pattern.before, pattern.head, *pattern.below))!r} can never fire: {first.id} takes it"
        elif not any(getattr(pattern.rule, name) for name in (*CONDITIONS, *NEGATIVE_CONDITIONS, "unless_modifier")):
            open_rules[words] = pattern.rule


if __name__ == "__main__":
    sys.exit(main())
