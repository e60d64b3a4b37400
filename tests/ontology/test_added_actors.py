"""A user's own actors: refused with the line, and put before those that ship."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from dateline.errors import OntologyError
from dateline.ontology.authority import Authority


def _with(tmp_path: Path, text: str | bytes, name: str = "own.yaml") -> Authority:
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return Authority.load([path])


ENTRY = "actors:\n- {name: Blue River Committee, kind: militia, country: COD, also: [BRC, River Watch]}\n"


@pytest.mark.parametrize("name", ["Blue River Committee", "the blue river committee", "BRC", "River Watch"])
def test_an_actor_is_found_by_each_of_its_names(tmp_path: Path, name: str) -> None:
    found = _with(tmp_path, ENTRY).find(name)
    assert found is not None
    assert (found.id, found.kind, found.country) == ("blue-river-committee", "militia", "COD")


WINS = [
    ("actors:\n- {name: Northern Guard, kind: militia, country: SYR, also: [UNICEF]}\n", "UNICEF", "northern-guard", "acronym"),
    (
        "actors:\n- {name: Children First, kind: ngo, also: [United Nations Children's Fund]}\n",
        "United Nations Children's Fund", "children-first", "name",
    ),
    ("states:\n- {alpha3: XKX, name: New Kosovo, adjectives: [Kosovan]}\n", "New Kosovo", "xkx", "a state's entry"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "name", "wanted", "why"), WINS)
def test_additions_win(tmp_path: Path, text: str, name: str, wanted: str, why: str) -> None:
    found = _with(tmp_path, text).find(name)
    assert found is not None, why
    assert found.id == wanted, why


def test_an_adjective_of_the_user_wins(tmp_path: Path) -> None:
    text = "regions:\n- {name: Riverland, country: COD, adjectives: [Syrian]}\n"
    assert Authority.load().demonym("Syrian") == "SYR"
    assert _with(tmp_path, text).demonym("Syrian") == "COD"


WRONG: list[tuple[str | bytes, str, str]] = [
    ("", "it is empty", "nothing"),
    ("# nothing\n", "must be a mapping of sections", "a comment alone"),
    ("- name: A\n", "must be a mapping of sections", "a list without its section"),
    ("actors:\n", "line 1: actors must be a list", "a section without entries"),
    ("\ngroups:\n- name: A\n", "line 2: 'groups' is no section; write one of states", "an unknown section"),
    ("actors:\n- {name: A, kind: militia\n- {name: B}\n", "line 3, column 3: it is no YAML", "a bracket left open"),
    (
        "actors:\n- {name: A}\n- name: B\n  kind: rebels\n",
        "line 3: B: 'rebels' is no kind; write one of",
        "an unknown kind",
    ),
    ("actors:\n- {name: A, country: Syria}\n", "line 2: A: 'Syria' is no country", "a country by name"),
    ("actors:\n- {name: A, country: NO}\n", "line 2: A", "a country of two letters, which YAML reads as no"),
    ("actors:\n- {kind: rebel}\n", "line 2: an entry of actors has no name", "no name"),
    ("actors:\n- {name: ' '}\n", "its name is empty", "a name of spaces"),
    ("actors:\n- {name: A, alias: [B]}\n", "line 2: A: unknown key alias", "a misspelt key"),
    ("actors:\n- {name: A, since: last year}\n", "line 2: A: since is 'last year'", "a year in words"),
    ("actors:\n- {name: Alençon}\n".encode("latin-1"), "line 2: the byte 0xe7 is no UTF-8", "Latin-1"),
]


@pytest.mark.parametrize(("text", "said", "why"), WRONG)
def test_a_bad_file_is_said_with_its_line(tmp_path: Path, text: str | bytes, said: str, why: str) -> None:
    with pytest.raises(OntologyError) as error:
        _with(tmp_path, text)
    assert said in str(error.value), why
    assert "own.yaml" in str(error.value)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(OntologyError, match="cannot be read"):
        Authority.load([tmp_path / "none.yaml"])


def test_an_entry_that_is_there_twice_is_said(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    text = "actors:\n- {name: Northern Guard, kind: rebel}\n- {name: Northern Guard, kind: militia}\n"
    with caplog.at_level(logging.WARNING):
        found = _with(tmp_path, text).find("Northern Guard")
    assert found is not None
    assert found.kind == "militia"
    assert "line 3: 'Northern Guard' is there twice" in caplog.text
    assert "line 2" in caplog.text
