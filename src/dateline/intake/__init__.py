"""Taking reports in: the route read → parse → code → store → link, for many reports, in several processes.

::

    add_and_link(inputs, intake) → what was added, known, failed, linked
    add_batches(outputs, intake) → the same, of what dateline batch coded

It stands above the rooms, as the pipeline does: ``dateline add`` and ``dateline watch`` are its doors. What is public is in
``__all__``; each name is imported when it is first asked for, so that processes that code need no store.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dateline.intake.add import Added, Intake, add_and_link, add_coded
    from dateline.intake.batches import add_batches
    from dateline.intake.versions import versions_of

__all__ = ["Added", "Intake", "add_and_link", "add_batches", "add_coded", "versions_of"]
_HOME = {"versions_of": "versions", "add_batches": "batches"}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME.get(name, 'add')}"), name)
