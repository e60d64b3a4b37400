"""Dateline reads reports of conflict and crisis, and writes down who says what happened, and in which words.

::

    import dateline

    coder = dateline.load()
    coded = coder.code("Rebels took the town on Monday.", published="2024-12-03")

Everything public is in ``__all__``; each name is imported when it is first asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dateline.errors import (
        AbsentError,
        BatchError,
        DatelineError,
        ExportError,
        OntologyError,
        ReadError,
        RecordError,
        SettingError,
        StoreError,
        TooLongError,
    )
    from dateline.incidents import Incident
    from dateline.pipeline import Coder, load
    from dateline.records import (
        Acled,
        Actor,
        Attribution,
        CodedDocument,
        Document,
        Event,
        EventTime,
        Note,
        Place,
        PlaceAlternative,
        Relation,
        Span,
        Statement,
        Toll,
        Victims,
        When,
        json_schema,
    )
    from dateline.settings import Settings
    from dateline.store import Store, create_store, open_store

__version__ = "0.1.0"

__all__ = [
    "AbsentError",
    "Acled",
    "Actor",
    "Attribution",
    "BatchError",
    "CodedDocument",
    "Coder",
    "DatelineError",
    "Document",
    "Event",
    "EventTime",
    "ExportError",
    "Incident",
    "Note",
    "OntologyError",
    "Place",
    "PlaceAlternative",
    "ReadError",
    "RecordError",
    "Relation",
    "SettingError",
    "Settings",
    "Span",
    "Statement",
    "Store",
    "StoreError",
    "Toll",
    "TooLongError",
    "Victims",
    "When",
    "__version__",
    "create_store",
    "json_schema",
    "load",
    "open_store",
]

_HOMES = {
    "dateline.errors": (
        "AbsentError",
        "BatchError",
        "DatelineError",
        "ExportError",
        "OntologyError",
        "ReadError",
        "RecordError",
        "SettingError",
        "StoreError",
        "TooLongError",
    ),
    "dateline.incidents": ("Incident",),
    "dateline.pipeline": ("Coder", "load"),
    "dateline.settings": ("Settings",),
    "dateline.store": ("Store", "create_store", "open_store"),
}
_HOME = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOME.get(name, "dateline.records")), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
