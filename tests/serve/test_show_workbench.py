"""What `make demo` does at its end where there is no terminal: the workbench starts, has its pages, and ends."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from dateline.serve.pages import entries
from dateline.store import Store

SCRIPT = Path(__file__).resolve().parents[2] / "samples" / "show_workbench.py"
pytestmark = pytest.mark.parametrize("filled_address", ["sqlite"], indirect=True)


def shown(address: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, SCRIPT, address],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def test_every_page_of_the_samples_is_there(own_store: Store, tmp_path: Path) -> None:
    own_store.close()
    done = shown(str(tmp_path / "own.db"))
    assert done.returncode == 0, done.stdout + done.stderr
    for entry in entries():
        assert f"  /p/samples/{entry.path}\n" in done.stdout
    assert done.stdout.count("  200  ") == len(entries())
    assert "Open it with: dateline serve --store" in done.stdout


def test_a_store_that_is_not_there_is_said(filled_address: str, tmp_path: Path) -> None:
    assert shown(str(tmp_path / "none.db")).returncode == 1
