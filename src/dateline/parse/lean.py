"""spaCy without what costs time and is of no use here.

Its package imports its own command line, and that three libraries for asking the Web: a tenth of the time until the
first report is coded. Its networks multiply by BLIS, whose wheels fall back on slow code on processors that they do not
know; NumPy's own library does the same three times as fast there.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

from dateline.settings import threads_bound

_CLI, _INFO = "spacy.cli", "spacy.cli.info"


def import_spacy() -> None:
    """Import spaCy, where nobody has yet; its command line is imported when somebody asks for it.

    What computes with it uses one thread, as its own library does, and as processes of a pool have one processor each.
    """
    if "spacy" in sys.modules:
        return
    commands, info = ModuleType(_CLI), ModuleType(_INFO)
    vars(commands)["__path__"] = []
    vars(info)["info"] = _info
    sys.modules |= {_CLI: commands, _INFO: info}
    try:
        with threads_bound():
            import spacy  # noqa: F401
    finally:
        del sys.modules[_CLI], sys.modules[_INFO]


@contextmanager
def quick_products() -> Iterator[None]:
    """Networks that are loaded in the block multiply by NumPy; where they would on a graphics card or by Apple's library, by that."""
    from thinc.api import NumpyOps, get_current_ops, use_ops

    if type(get_current_ops()) is not NumpyOps:
        yield
        return
    with use_ops("numpy", use_blis=False):
        yield


def _info(*given: Any, **named: Any) -> Any:
    """What ``spacy.info`` is."""
    from spacy.cli.info import info

    return info(*given, **named)
