"""Review: what people decide about the claims of documents, and the effective record that comes of it.

What the machine coded is never changed (:meth:`dateline.store.Store.coding`); verdicts are laid over it, and
:meth:`dateline.store.Store.document` gives what comes of both. A verdict is never overwritten by a run.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from dateline.store.review.overlay import ClaimKind, Overlaid, Verdict, Word, overlaid, overlay

if TYPE_CHECKING:
    from dateline.store.review.verdicts import Decision, Looked, Review, StaleError, VerdictError

__all__ = [
    "ClaimKind",
    "Decision",
    "Looked",
    "Overlaid",
    "Review",
    "StaleError",
    "Verdict",
    "VerdictError",
    "Word",
    "overlaid",
    "overlay",
]


def __getattr__(name: str) -> Any:
    # What verdicts are made with needs this package itself: it comes when it is asked for.
    if name not in __all__:
        raise AttributeError(f"{__name__} has no {name}")
    return getattr(importlib.import_module(f"{__name__}.verdicts"), name)
