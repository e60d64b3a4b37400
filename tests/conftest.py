"""What the tests of several rooms share."""

from __future__ import annotations

import pytest

import dateline
from dateline.pipeline import Coder


@pytest.fixture(scope="session")
def coder() -> Coder:
    """The real pipeline, loaded once."""
    return dateline.load()
