"""``python -m docs.generate``: writes the generated pages and blocks of the documentation; ``--check`` only compares.

What a page says of the code is taken from the code: the command line from click, settings and records from their
classes, rules from their files, figures from the committed baseline, and the output of examples by running them.
"""

from __future__ import annotations

import ast
import dataclasses
import difflib
import inspect
import json
import re
import shlex
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import click
import yaml
from click.testing import CliRunner

from benchmarks.accuracy.sets import GOLD_FIGURES, Figure, load_sets
from dateline import incidents, records, settings
from dateline.cli import cli
from dateline.export.maps import rows as map_rows
from dateline.ontology import event_rules
from dateline.ontology.codes import PLOVER_MODES
from dateline.ontology.event_rules import EventRule, load_event_rules
from docs.api import api_page

ROOT = Path(__file__).resolve().parents[1]
BASELINE = ROOT / "benchmarks" / "accuracy" / "baseline.json"
ABLATION = ROOT / "training" / "fusion" / "ablation.json"
_WIDTH = 100
_MADE = "<!-- Written by `make docs`: change the code, or docs/meanings.yaml, not this page. -->\n"
_BLOCK = re.compile(r"(<!-- (output|figures|ablation):? ?([^\n]*?) ?-->\n)(.*?)(<!-- /\2 -->)", re.DOTALL)
_PAGES_WITH_BLOCKS = ("README.md", "docs/**/*.md")


def main(arguments: list[str]) -> int:
    """Write every generated page, or with ``--check`` print how they differ. Returns the exit status."""
    check = "--check" in arguments
    stale = [(path, new) for path, new in generated() if not path.exists() or path.read_text("utf-8") != new]
    for path, new in stale:
        name = str(path.relative_to(ROOT))
        if check:
            old = path.read_text("utf-8") if path.exists() else ""
            difference = difflib.unified_diff(old.splitlines(), new.splitlines(), name, "as the code has it", n=1)
            print("\n".join(list(difference)[:40]))
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(new, "utf-8", newline="\n")
            print(f"wrote {name}")
    if check and stale:
        print(f"{len(stale)} pages are out of date: run make docs")
    return 1 if check and stale else 0


def generated() -> Iterator[tuple[Path, str]]:
    """Every page that holds something generated, with what it should hold."""
    pages: dict[str, Callable[[], str]] = {
        "api.md": api_page,
        "cli.md": cli_page,
        "settings.md": settings_page,
        "record.md": record_page,
        "incident.md": incident_page,
        "event-rules.md": event_rules_page,
        "rules/index.md": rules_index,
        "exports/map-columns.md": map_columns_page,
    }
    for name, make in pages.items():
        yield ROOT / "docs" / "reference" / name, make()
    for event_type in PLOVER_MODES:
        yield ROOT / "docs" / "reference" / "rules" / f"{event_type.lower()}.md", rules_page(event_type)
    for pattern in _PAGES_WITH_BLOCKS:
        for path in sorted(ROOT.glob(pattern)):
            text = path.read_text("utf-8")
            if _BLOCK.search(text):
                yield path, _BLOCK.sub(_filled, text)


def cli_page() -> str:
    """The command line, as click knows it."""
    top = click.Context(
        cli, info_name="dateline", terminal_width=_WIDTH, max_content_width=_WIDTH, **cli.context_settings
    )
    parts = [_MADE, "# The command line\n", _fenced(cli.get_help(top), "text")]
    for name, command in cli.commands.items():
        inner = click.Context(command, parent=top, info_name=name)
        parts += [f"## dateline {name}\n", _fenced(command.get_help(inner), "text")]
        for below, part in getattr(command, "commands", {}).items():
            context = click.Context(part, parent=inner, info_name=below)
            parts += [f"### dateline {name} {below}\n", _fenced(part.get_help(context), "text")]
    return "\n".join(parts)


def settings_page() -> str:
    """The settings, each with its variable, default and meaning."""
    rows = []
    documented = _field_docstrings(settings.Settings)
    for field in dataclasses.fields(settings.Settings):
        default = f"`{field.default}`" if field.default not in ("", ()) else "–"
        variable = f"`{settings.PREFIX}{field.name.upper()}`"
        rows.append((f"`{field.name}`", variable, default, documented[field.name]))
    intro = (
        "Set a variable of the environment, or pass `dateline.Settings(...)` to `dateline.load` in Python.\n"
        "Dateline reads no other variable but `XDG_CACHE_HOME`, for the place of its cache.\n"
    )
    return "\n".join([_MADE, "# Settings\n", intro, _table(("setting", "variable", "default", "meaning"), rows)])


def _field_docstrings(kind: type) -> dict[str, str]:
    """The string that stands under each field of a class, by the field's name."""
    body = ast.parse(inspect.getsource(kind)).body[0]
    assert isinstance(body, ast.ClassDef)
    out = {}
    for field, below in zip(body.body, body.body[1:], strict=False):
        if isinstance(field, ast.AnnAssign) and isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant):
            out[getattr(field.target, "id", "")] = str(below.value.value)
    return out


def record_page() -> str:
    """Every record with every field."""
    meanings = _meanings()["record"]
    kinds = {kind.__name__: kind for kind in _in_order(records.CodedDocument)}
    _same_names("record", meanings, kinds)
    parts = [_MADE, "# The record\n", _RECORD_INTRO, *_kinds(kinds, meanings)]
    parts += ["## Vocabularies\n", *_vocabularies()]
    parts += ["### Figures of a toll's bound\n", _BOUNDS]
    return "\n".join(parts)


def incident_page() -> str:
    """The incident, and the records that only it is made of."""
    meanings = _meanings()["incident"]
    coded = _in_order(records.CodedDocument)
    kinds = {kind.__name__: kind for kind in _in_order(incidents.Incident) if kind not in coded}
    _same_names("incident", meanings, kinds)
    grades = ", ".join(f"`{grade}`" for grade in get_args(incidents.Grade))
    tables = "\n".join(_kinds(kinds, meanings))
    for kind in (*coded, *(name for name in _vocabulary_names().values() if name != "Grade")):
        name = kind if isinstance(kind, str) else kind.__name__
        tables = tables.replace(f"](#{name.lower()})", f"](record.md#{name.lower()})")
    return "\n".join([_MADE, "# The incident\n", _INCIDENT_INTRO, tables, "## Grade\n", f"{grades}\n"])


def _kinds(kinds: Mapping[str, Any], meanings: Mapping[str, Any]) -> Iterator[str]:
    """A section with a table of fields for each record."""
    for name, kind in kinds.items():
        fields = {field.alias or key: field for key, field in kind.model_fields.items()}
        _same_names(name, meanings[name], fields)
        rows = []
        for key, field in fields.items():
            required = "" if field.is_required() else f" = {_default(field.get_default(call_default_factory=True))}"
            rows.append((f"`{key}`", f"{_type_words(field.annotation)}{required}", meanings[name][key]))
        yield f"## {name}\n"
        yield _plain_doc(kind) + "\n"
        yield _table(("field", "type", "meaning"), rows)


_INCIDENT_INTRO = """\
What the reports of one happening tell together: `dateline incidents --format jsonl` writes one object a line with these
fields. An incident is computed from claims and from what people decided; it never replaces them.
[From reports to figures](../explanation/reconciling.md) says by which rules.
"""
_RECORD_INTRO = """\
One report gives one coded document: the report as received, the actors, places and dates that it names, and its claims.
A claim is what the text says, according to someone; it is never a fact of Dateline's own. `--format json` and `to_json` write
exactly these fields; `dateline schema` prints the JSON Schema.

Offsets count Unicode code points into `document.text`, from 0, the end exclusive: `text[start:end]` in Python 3. JavaScript and
Java strings count UTF-16 units, which differ after the first emoji. `text == document.text[start:end]` holds for every span of
every record: a record for which it does not cannot be made.
"""
_BOUNDS = """\
| bound | words | low | best | high |
| --- | --- | --- | --- | --- |
| `exact` | "12" | 12 | 12 | 12 |
| `at_least` | "at least 12", "more than 12" | 12 | 12 | – |
| `at_most` | "up to 12" | – | 12 | 12 |
| `approximately` | "about 12" | – | 12 | – |
| `range` | "between 12 and 15" | 12 | 12 | 15 |
| `order` | "several", "dozens", "hundreds" | 3, 12, 100 | – | – |
| `unquantified` | "a mass exodus" | – | – | – |
"""


def _in_order(kind: type[records.Record], seen: dict[str, type[records.Record]] | None = None) -> list[Any]:
    """The record and those it is made of, each once, the outer first."""
    seen = {} if seen is None else seen
    seen.setdefault(kind.__name__, kind)
    for field in kind.model_fields.values():
        for inner in _records_in(field.annotation):
            if inner.__name__ not in seen:
                _in_order(inner, seen)
    return list(seen.values())


def _records_in(annotation: Any) -> Iterator[type[records.Record]]:
    if isinstance(annotation, type) and issubclass(annotation, records.Record):
        yield annotation
    for inner in get_args(annotation):
        yield from _records_in(inner)


def _vocabulary_names() -> dict[tuple[Any, ...], str]:
    """The named vocabularies of the record, by their words."""
    return {
        get_args(value): name
        for name, value in {**vars(records), "Grade": incidents.Grade}.items()
        if get_origin(value) is Literal and name[0].isupper()
    }


def _vocabularies() -> Iterator[str]:
    for words, name in _vocabulary_names().items():
        if name == "Grade":
            continue
        yield f"### {name}\n"
        yield ", ".join(f"`{word}`" for word in words) + "\n"


def _type_words(annotation: Any) -> str:
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return "date" if annotation is records.IsoDate else _type_words(inner[0])
    if origin is Literal:
        name = _vocabulary_names().get(inner)
        return f"[{name}](#{name.lower()})" if name else ", ".join(f"`{word}`" for word in inner)
    if origin in (Union, UnionType):
        return " or ".join("null" if part is type(None) else _type_words(part) for part in inner)
    if origin is tuple:
        return f"list of {_type_words(inner[0])}"
    if isinstance(annotation, type) and issubclass(annotation, records.Record):
        return f"[{annotation.__name__}](#{annotation.__name__.lower()})"
    names = {str: "text", int: "whole number", float: "number", bool: "true or false"}
    return "object" if origin is dict else names[annotation]


def _default(value: Any) -> str:
    if isinstance(value, records.Record):
        return "empty"
    return "`[]`" if value == () else f"`{json.dumps(value)}`"


def _plain_doc(kind: type) -> str:
    text = " ".join((kind.__doc__ or "").split())
    return re.sub(r"``([^`]+)``", r"`\1`", text)


def event_rules_page() -> str:
    """Every key of an event rule, and the words that its slots and conditions may use."""
    meanings = _meanings()["rule_keys"]
    fields = {field.name: field for field in dataclasses.fields(EventRule)}
    _same_names("rule_keys", meanings, fields)
    unread = [key for key in fields if not _is_read(key)]
    rows = [(f"`{key}`", _rule_default(field), meanings[key]) for key, field in fields.items()]
    words = load_event_rules().words
    parts = [_MADE, "# Event rules\n", _RULES_INTRO, "## Keys of a rule\n", _table(("key", "default", "meaning"), rows)]
    if unread:
        parts.append(f"No code reads these keys yet; they change nothing: {_quoted(unread)}.\n")
    slots = "`subject`, `object`, `iobj`, `poss`, `modifier`, `between`, `clause`, or a preposition"
    parts += ["## Slots\n", f"`actor`, `recipient`, `origin` and the like list where to look: {slots}.\n"]
    parts += ["## Classes of words\n", _CLASSES_INTRO, f"Classes: {_quoted(sorted(words.classes))}.\n"]
    parts += ["## Rules\n", "[All rules, by type](rules/index.md)."]
    return "\n".join(parts) + "\n"


_RULES_INTRO = """\
Event rules are YAML files in `src/dateline/ontology/data/events/en/`, one a PLOVER type. Each entry under `rules:` is one rule.
[Add an event rule](../how-to/add-event-rule.md) walks through one. `python -m dateline.ontology.lint` checks them all: unknown
codes, unknown slots, and rules that can never fire because another takes their words first.

Files whose name starts with an underscore hold words that all rules share: `_words.yaml` (light verbs, classes of words, weapons),
`_status.yaml` (words under which nothing has happened) and `_contexts.yaml` (words that give an event its contexts).

Where several rules fit the same words, the longest phrase wins, then the surest rule.
"""
_CLASSES_INTRO = """\
Conditions such as `if_object` name words, in the base form, or classes. `actor`, `place`, `number` and `person` are always there;
the others are lists in `_words.yaml`.
"""


def _is_read(key: str) -> bool:
    """Whether the code of events reads the key: as an attribute, or by name through ``getattr``."""
    code = "".join(path.read_text("utf-8") for path in sorted((ROOT / "src/dateline/coding/events").glob("*.py")))
    code += inspect.getsource(event_rules).replace(inspect.getsource(EventRule), "")
    return re.search(rf"\.{key}\b|[\"']{key}[\"']", code) is not None


def _rule_default(field: dataclasses.Field[Any]) -> str:
    if field.default is dataclasses.MISSING:
        return "required"
    if isinstance(field.default, tuple):
        return ", ".join(f"`{word}`" for word in field.default) or "–"
    return "–" if field.default is None else f"`{json.dumps(field.default)}`"


def rules_index() -> str:
    """How many rules there are of each type and mode."""
    rules = load_event_rules().rules.values()
    rows = []
    for event_type in PLOVER_MODES:
        mine = [rule for rule in rules if rule.type == event_type]
        modes = sorted({rule.mode for rule in mine if rule.mode})
        missing = sorted(PLOVER_MODES[event_type] - set(modes))
        page = f"[{event_type}]({event_type.lower()}.md)"
        rows.append((page, str(len(mine)), _quoted(modes) or "–", _quoted(missing) or "–"))
    heads = ("type", "rules", "modes with rules", "modes without")
    intro = "The event rules for English, by PLOVER type. [What the keys mean](../event-rules.md).\n"
    return "\n".join([_MADE, "# Rules by type\n", intro, _table(heads, rows)])


def rules_page(event_type: str) -> str:
    """The rules of one PLOVER type, with every word that triggers them."""
    parts = [_MADE, f"# {event_type}\n"]
    shown = {"id", "type", "mode", "confidence", "verbs", "nouns", "contexts"}
    for rule in load_event_rules().rules.values():
        if rule.type != event_type:
            continue
        parts.append(f"## {rule.id}\n")
        facts = [f"mode `{rule.mode}`"] if rule.mode else []
        facts += [f"confidence {rule.confidence}"]
        facts += [f"contexts {_quoted(rule.contexts)}"] if rule.contexts else []
        parts.append(", ".join(facts) + "\n")
        parts += [f"- {name}: {', '.join(words)}" for name in ("verbs", "nouns") if (words := getattr(rule, name))]
        for field in dataclasses.fields(rule):
            value = getattr(rule, field.name)
            if field.name not in shown and value != field.default:
                parts.append(f"- `{field.name}`: {_shown(value)}")
        parts.append("")
    return "\n".join(parts)


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(value)
    return "yes" if value is True else str(value)


def _filled(block: re.Match[str]) -> str:
    opening, kind, argument, _, closing = block.groups()
    tables = {"figures": figures_table, "ablation": ablation_table}
    body = _output(argument) if kind == "output" else tables[kind]()
    return f"{opening}{body}{closing}"


def _output(line: str) -> str:
    """The command and what it prints, as a block; after ``| head N``, only so many lines."""
    command, _, head = line.partition(" | head ")
    words = shlex.split(command)
    run = CliRunner().invoke(cli, _in_root(words[1:]), env={"COLUMNS": str(_WIDTH), "NO_COLOR": "1", "TERM": "dumb"})
    if run.exit_code:
        raise SystemExit(f"{command}: exit code {run.exit_code}: {run.stderr}{run.exception or ''}")
    printed = [text.rstrip() for text in run.stdout.splitlines()]
    if head and len(printed) > int(head):
        printed = [*printed[: int(head)], "…"]
    return _fenced("\n".join([f"$ {command}", *printed]), "console") + "\n"


def _in_root(words: Iterable[str]) -> list[str]:
    return [str(ROOT / word) if word.startswith("samples") else word for word in words]


def map_columns_page() -> str:
    """The columns that all formats for maps share."""
    layers: tuple[tuple[str, str, tuple[map_rows.MapColumn[Any], ...]], ...] = (
        ("Incidents", "In GeoJSON, GeoParquet, KML and GeoPackage.", map_rows.INCIDENT_COLUMNS),
        ("Claims", "The layer `claims` of a GeoPackage.", map_rows.CLAIM_COLUMNS),
        ("Places", "The layer `places` of a GeoPackage.", map_rows.PLACE_COLUMNS),
    )
    parts = [_MADE, "\n# Columns for maps\n"]
    for title, where, columns in layers:
        rows = [(f"`{column.name}`", column.kind, column.meaning) for column in columns]
        parts.append(f"\n## {title}\n\n{where}\n\n{_table(('column', 'kind', 'meaning'), rows)}")
    radii = [(str(precision), f"{radius:g}") for precision, radius in sorted(map_rows.RADIUS_KM.items())]
    told = "What `radius_km` is for a `where_precision` where the text itself gives no radius. 25 km is what UCDP means by "
    told += "class 2; the others are rules of thumb for drawing, not measurements."
    parts.append(f"\n## Radius by precision\n\n{told}\n\n{_table(('where_precision', 'radius_km'), radii)}")
    return "".join(parts)


def ablation_table() -> str:
    """What rules and readers reach, each row a way to code, from the committed figures."""
    rows = []
    for row in json.loads(ABLATION.read_text("utf-8")):
        muc, said = row["figures"]["muc4-dev"], row["figures"]["polnear-train"]
        shown = [*muc.values(), *said.values()]
        name = f"{row['engine']}: {row['reader']}" if row["reader"] else row["engine"]
        rows.append((name, *(f"{value:.3f}" for value in shown), f"{row['words_s']:,.0f}", f"{row['memory_mb']:,.0f}"))
    roles = ("roles: precision", "recall", "F1")
    head = ("engine: reader", *roles, "attribution F1", "source", "cue", "content", "words/s", "MB")
    return f"\n{_table(head, rows)}\n"


def figures_table() -> str:
    """The figures of the committed baseline, those below their floor first."""
    if not BASELINE.exists():
        return "\nNo baseline is committed yet: nothing is claimed.\n\n"
    baseline: Mapping[str, Mapping[str, Mapping[str, float | None]]] = json.loads(BASELINE.read_text("utf-8"))
    figures = {item.name: item.figures for item in load_sets()}
    parts = []
    for part, title in (("full", "Whole sets"), ("sample", "The part that CI runs")):
        rows = [
            _figure_row(name, figure, scores.get(figure.name))
            for name, scores in baseline.get(part, {}).items()
            for figure in figures.get(name, GOLD_FIGURES)
            if scores.get(figure.name) is not None
        ]
        if rows:
            rows.sort(key=lambda row: row[0])
            heads = ("set", "figure", "measured", "floor", "best known", "")
            parts.append(f"\n### {title}\n\n{_table(heads, [row[1] for row in rows])}")
    return "".join(parts) + "\n"


def _figure_row(name: str, figure: Figure, value: float | None) -> tuple[tuple[float, float], tuple[str, ...]]:
    """What to sort by, and the row: the furthest below its floor first, then the lowest."""
    assert value is not None
    margin = value - figure.floor if figure.floor is not None else 1.0
    said = "**below its floor**" if margin < 0 else ""
    shown = [f"{x:.3f}" if x is not None else "–" for x in (value, figure.floor, figure.best)]
    return (min(margin, 0.0), value), (name, f"`{figure.name}`", *shown, said)


def _meanings() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((ROOT / "docs" / "meanings.yaml").read_text("utf-8"))
    return loaded


def _same_names(where: str, meanings: Mapping[str, object], wanted: Mapping[str, object]) -> None:
    if missing := sorted(set(wanted) - set(meanings)):
        raise SystemExit(f"docs/meanings.yaml: {where} says nothing of {', '.join(missing)}")
    if gone := sorted(set(meanings) - set(wanted)):
        raise SystemExit(f"docs/meanings.yaml: {where} tells of {', '.join(gone)}, which the code does not have")


def _table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [heads, tuple("---" for _ in heads), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines) + "\n"


def _fenced(text: str, language: str) -> str:
    return f"```{language}\n{text.rstrip()}\n```\n"


def _quoted(words: Iterable[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
