"""Archives for the tests of batches; a coder that codes nothing, so that no process has models to load."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    """JSON Lines of 50 reports."""
    file = tmp_path / "reports.jsonl"
    file.write_text("".join(json.dumps({"text": f"Report {n}.", "published": "2024-12-03"}) + "\n" for n in range(50)))
    return file


@pytest.fixture
def packed_lines(lines: Path) -> Path:
    """The same, packed."""
    file = lines.with_name("packed.jsonl.gz")
    file.write_bytes(gzip.compress(lines.read_bytes()))
    return file
