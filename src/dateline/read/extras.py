"""Libraries that not every installation has: asked for by name where they are needed, and said plainly where missing."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from dateline.errors import ReadError


def require(module: str, where: str, *, extra: str = "formats") -> Any:
    """The module. Raises ReadError, which names the command that installs it, where it is not installed."""
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        if error.name is None or module.split(".")[0] != error.name.split(".")[0]:
            raise
        problem = f"reading it needs {error.name}, which is not installed"
        raise ReadError(where, problem, f"Run: pip install 'dateline[{extra}]'") from error
