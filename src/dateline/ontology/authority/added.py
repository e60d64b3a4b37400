"""A user's files of actors: read with the line of each entry, and refused with the first thing that is wrong."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, get_args

import yaml

from dateline.errors import OntologyError
from dateline.records import ActorKind

_LOG = logging.getLogger(__name__)
_KINDS = get_args(ActorKind)
Check = Callable[[str, str, object], None]
"""Raises OntologyError for an entry of wrong shape: (where, section, entry)."""


def added_entries(path: Path | str, sections: Iterable[str], check: Check) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """(section, file and line, entry) for each entry of a user's file of actors.

    Raises OntologyError, with the line, for a file that cannot be read, is empty or no YAML of the sections, and for an entry
    that is wrong. An entry that is there twice is said as a warning; the later one counts.
    """
    text = _text(Path(path))
    try:
        whole = yaml.compose(text, Loader=yaml.CSafeLoader)
        loaded = yaml.load(text, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f"{path}, line {mark.line + 1}, column {mark.column + 1}" if mark else str(path)
        raise OntologyError(
            where, f"it is no YAML ({error.problem}); is a colon, bracket or quotation mark missing?"
        ) from error
    known = ", ".join(sections)
    if not isinstance(whole, yaml.MappingNode):
        raise OntologyError(
            str(path), f"it must be a mapping of sections, as 'actors:' with a list under it (sections: {known})"
        )
    seen: dict[tuple[str, str], str] = {}
    for key, entries in whole.value:
        where = f"{path}, line {key.start_mark.line + 1}"
        if key.value not in sections:
            raise OntologyError(where, f"{key.value!r} is no section; write one of {known}")
        if not isinstance(entries, yaml.SequenceNode) or not entries.value:
            raise OntologyError(where, f"{key.value} must be a list with at least one entry: each begins with a hyphen")
        for node, item in zip(entries.value, loaded[key.value], strict=True):
            line = f"{path}, line {node.start_mark.line + 1}"
            check(line, key.value, item)
            again = (key.value, str(item.get("id") or item["name"]))
            if again in seen:
                _LOG.warning("%s: %r is there twice; this one takes the place of %s", line, again[1], seen[again])
            seen[again] = line
            yield key.value, line, item


def _text(path: Path) -> str:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise OntologyError(str(path), f"it cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise OntologyError(
            f"{path}, line {line}", f"the byte 0x{error.object[error.start]:02x} is no UTF-8; save the file as UTF-8"
        ) from error
    if not text.strip():
        raise OntologyError(str(path), "it is empty")
    return text


def check_codes(where: str, item: Mapping[str, Any]) -> None:
    """Raises OntologyError for an entry whose name is empty or whose kind or country is unknown.

    The linter only lists such entries; coding with them would fail later, in a record and far from the file.
    """
    where = f"{where}: {item['name']}"
    if not item["name"].strip():
        raise OntologyError(where, "its name is empty")
    kind, country = item.get("kind"), item.get("country")
    if kind is not None and kind not in _KINDS:
        raise OntologyError(where, f"{kind!r} is no kind; write one of {', '.join(_KINDS)}")
    if country is not None and country not in _countries():
        raise OntologyError(where, f"{country!r} is no country; write its ISO code of three letters, as SYR")


@cache
def _countries() -> frozenset[str]:
    import pycountry

    return frozenset({c.alpha_3 for c in pycountry.countries} | {"XKX"})
