"""What a run does not use is not loaded, and what quickens the pipeline's networks changes no record."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

_HERE = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
_CODES = "import dateline; dateline.load().code('Gunmen killed four people there, in the town of Bria, on Monday.')"


def told(script: str) -> str:
    """What a new process prints: this one has imported too much."""
    return subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True, env=_HERE).stdout


@pytest.mark.parametrize(
    "package", ["spacy.cli", "numpy.ma", "httpx", "rich", "sqlalchemy", "pyarrow", "duckdb", "pandas"]
)
def test_coding_a_text_leaves_out_what_it_does_not_use(package: str) -> None:
    assert told(f"{_CODES}; import sys; print({package!r} in sys.modules)") == "False\n"


@pytest.mark.parametrize("package", ["pydantic", "spacy", "numpy", "sqlalchemy"])
def test_help_needs_none_of_what_codes(package: str) -> None:
    script = f"import sys; from dateline.cli import cli; cli(['--help'], standalone_mode=False); print({package!r} in sys.modules)"
    assert told(script).endswith("False\n")


def test_the_command_line_of_spacy_is_there_when_it_is_asked_for() -> None:
    script = (
        "import dateline.parse, spacy; from spacy.cli import download; import spacy.cli.info;"
        "print(spacy.info(silent=True)['spacy_version'] == spacy.__version__, callable(download))"
    )
    assert told(script) == "True True\n"


def test_spacy_that_is_there_already_stays_as_it_is() -> None:
    script = "import spacy.cli, sys; before = sys.modules['spacy.cli']; import dateline.parse; print(sys.modules['spacy.cli'] is before)"
    assert told(script) == "True\n"


def test_networks_multiply_by_numpy_in_one_thread_and_other_pipelines_as_before() -> None:
    script = (
        "import dateline, os; nlp = dateline.load().parser.nlp; from thinc.api import get_current_ops;"
        "ops = [node.ops for node in nlp.get_pipe('tok2vec').model.walk()];"
        "print(any(each.use_blis for each in ops), get_current_ops().use_blis, len(os.listdir('/proc/self/task')))"
    )
    assert told(script) == "False True 1\n"
