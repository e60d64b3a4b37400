"""What the tests of several rooms share."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings

import dateline
from dateline.pipeline import Coder

# How long an example takes on a busy machine is not what is tested.
settings.register_profile("dateline", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("dateline")


@pytest.fixture(scope="session")
def coder() -> Coder:
    """The real pipeline, loaded once."""
    return dateline.load()
