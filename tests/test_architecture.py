"""The house rules: which room may import which, who reads the environment, how long a file may be."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "dateline"
ROUTE = ("read", "parse", "coding", "link", "store", "export", "brief")
ENDS = {"brief": "export"}
"""Rooms that stand beside another at the end of the route: none of them imports another."""
FREE = {"records", "incidents", "errors", "settings", "ontology"}
ABOVE = {"pipeline", "component", "processes", "batch", "intake", "serve", "client", "cli", "__init__", "__main__"}
"""Modules that join rooms: no room imports them."""
LONGEST_FILE = 600


def _files() -> list[Path]:
    return sorted(SOURCE.rglob("*.py"))


def _room(path: Path) -> str:
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


def _imports(path: Path) -> Iterator[tuple[int, str]]:
    """Every module that the file imports, also late and for types only, in full: (line, name)."""
    package = ["dateline", *path.relative_to(SOURCE).parts[:-1]]
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*above, *([node.module] if node.module else [])])
            yield from (
                (node.lineno, f"{module}.{alias.name}" if module == "dateline" else module) for alias in node.names
            )


def _may_import(importer: str, imported: str) -> bool:
    if imported == "cli":
        return importer in {"cli", "__main__"}
    if imported in FREE or imported == importer or importer in ABOVE:
        return True
    if importer in FREE or imported in ABOVE:
        return False
    steps = {room: ROUTE.index(ENDS.get(room, room)) for room in ROUTE}
    return steps[imported] < steps[importer]


@pytest.mark.parametrize(
    ("importer", "imported", "allowed"),
    [
        ("coding", "parse", True),
        ("parse", "coding", False),
        ("read", "parse", False),
        ("coding", "ontology", True),
        ("ontology", "coding", False),
        ("ontology", "records", True),
        ("export", "coding", True),
        ("export", "serve", False),
        ("brief", "export", False),
        ("serve", "export", True),
        ("serve", "cli", False),
        ("coding", "pipeline", False),
        ("pipeline", "coding", True),
    ],
)
def test_the_rule_of_rooms(importer: str, imported: str, allowed: bool) -> None:
    assert _may_import(importer, imported) is allowed


def test_no_room_imports_a_later_one() -> None:
    wrong = [
        f"{path.relative_to(SOURCE)}:{line} imports {name}"
        for path in _files()
        for line, name in _imports(path)
        if name.startswith("dateline.")
        and not _may_import(_room(path), name.split(".")[1])
        # to_frames() is the record's own method, and to_frame() that of what a store finds, by the published interface.
        and (path.name, name) not in {("records.py", "dateline.export.frames"), ("found.py", "dateline.export.frames")}
    ]
    assert wrong == []


def test_every_room_is_known() -> None:
    """A new folder takes a place in the route before it is used."""
    assert {_room(path) for path in _files()} <= {*ROUTE, *FREE, *ABOVE}


@pytest.mark.parametrize(
    ("package", "owners"),
    [
        ("spacy", {"parse"}),
        ("onnxruntime", {"parse"}),
        ("tokenizers", {"parse"}),
        ("trafilatura", {"read"}),
        ("click", {"cli"}),
        ("pandas", {"export", "store"}),
        ("sqlalchemy", {"store"}),
        ("alembic", {"store"}),
        ("splink", {"link"}),
        ("fastapi", {"serve"}),
    ],
)
def test_a_heavy_package_has_its_owners(package: str, owners: set[str]) -> None:
    users = {_room(path) for path in _files() for _, name in _imports(path) if name.split(".")[0] == package}
    assert users == owners


def test_only_settings_reads_the_environment() -> None:
    readers = set()
    for path in _files():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            named = isinstance(node, ast.Attribute) and node.attr in {"environ", "getenv", "environb"}
            imported = isinstance(node, ast.ImportFrom) and {a.name for a in node.names} & {"environ", "getenv"}
            if named or imported:
                readers.add(_room(path))
    assert readers == {"settings"}


def test_no_file_is_too_long() -> None:
    lengths = {str(p.relative_to(SOURCE)): len(p.read_text("utf-8").splitlines()) for p in _files()}
    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}


def test_no_file_is_named_for_nothing() -> None:
    assert [p for p in _files() if p.stem in {"utils", "util", "helpers", "helper", "common", "core", "misc"}] == []
