"""The neutral scorer's own modules, from the folder that it lies in: it is no package."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from types import ModuleType


def neutral(name: str, bench: Path) -> ModuleType:
    """The scorer's module of this name (``score``, ``measures``, ``facts``). Raises ImportError when ``bench`` has none."""
    if str(bench) not in sys.path:
        sys.path.insert(0, str(bench))
    return importlib.import_module(name)
