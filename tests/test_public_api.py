"""What ``import dateline`` gives, and what it costs."""

from __future__ import annotations

import subprocess
import sys

import pytest

import dateline


@pytest.mark.parametrize("name", dateline.__all__)
def test_every_public_name_can_be_had(name: str) -> None:
    assert getattr(dateline, name) is not None


def test_public_names_are_sorted_and_known_to_dir() -> None:
    assert dateline.__all__ == sorted(dateline.__all__)
    assert set(dateline.__all__) <= set(dir(dateline))


def test_every_record_is_public() -> None:
    from dateline import records

    own = {kind.__name__ for kind in records.Record.__subclasses__() if kind.__module__ == records.__name__}
    assert own <= set(dateline.__all__)


def test_every_error_is_public() -> None:
    from dateline import errors

    assert {name for name in vars(errors) if name.endswith("Error")} <= set(dateline.__all__)


def test_unknown_names_are_refused() -> None:
    with pytest.raises(AttributeError, match="no_such_name"):
        _ = dateline.no_such_name


@pytest.mark.parametrize("module", ["dateline", "dateline.cli"])
def test_imports_are_light(module: str) -> None:
    """Nothing heavy is imported before it is needed, so that ``dateline --help`` answers at once."""
    heavy = {"spacy", "pydantic", "rich", "numpy", "trafilatura"}
    script = f"import sys, {module}; print(*{heavy} & set(sys.modules))"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == ""
