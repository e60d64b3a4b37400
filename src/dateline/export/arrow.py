"""Records as Arrow tables and back: the types come from the records' own fields, so that nothing is lost."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from types import UnionType
from typing import TYPE_CHECKING, Annotated, Any, Literal, Union, get_args, get_origin

from dateline.incidents import Incident
from dateline.records import (
    Actor,
    CodedDocument,
    Document,
    Event,
    Note,
    Place,
    Record,
    Relation,
    Statement,
    Toll,
    When,
)

if TYPE_CHECKING:
    import pyarrow as pa

LAYERS: Mapping[str, type[Record]] = {
    "actors": Actor,
    "places": Place,
    "dates": When,
    "events": Event,
    "tolls": Toll,
    "statements": Statement,
    "relations": Relation,
    "notes": Note,
}
"""The layers of a document: a table each, with the document's id in its first column."""
TABLES: Mapping[str, type[Record]] = {"incidents": Incident, "documents": Document, **LAYERS}


@cache
def schema_of(table: str) -> pa.Schema:
    """The Arrow schema of a table of :data:`TABLES`; the same whatever it holds."""
    import pyarrow as pa

    fields = [pa.field("document", pa.string(), nullable=False)] if table in LAYERS else []
    fields += _fields(TABLES[table])
    return pa.schema(fields)


def row_of(record: Record, document: str | None = None) -> dict[str, Any]:
    """A record as a row of its table; ``document`` is the id of its document, where it is of a layer."""
    row = record.model_dump()
    if isinstance(record, Document):
        # What an input said beside has no shape of its own.
        row["extra"] = json.dumps(row["extra"], ensure_ascii=False)
    return row if document is None else {"document": document, **row}


def document_of(document: Mapping[str, Any], layers: Mapping[str, list[dict[str, Any]]]) -> CodedDocument:
    """The coded document of a row of ``documents`` and the rows of its layers. Raises RecordError when they make none."""
    head = {**document, "extra": json.loads(document["extra"])}
    record = {"schema": "dateline/1", "document": head, **layers}
    return CodedDocument.from_json(json.dumps(record))


def _fields(record: type[Record]) -> list[Any]:
    import pyarrow as pa

    return [
        pa.field(name, _type(field.annotation), nullable=_optional(field.annotation))
        for name, field in record.model_fields.items()
    ]


def _optional(annotation: Any) -> bool:
    return get_origin(annotation) in (UnionType, Union) and type(None) in get_args(annotation)


def _type(annotation: Any) -> Any:
    """The Arrow type of a field. Raises TypeError for what no record has."""
    import pyarrow as pa

    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _type(inner[0])
    if origin in (UnionType, Union):
        return _type(next(choice for choice in inner if choice is not type(None)))
    if origin is Literal:
        return pa.string()
    if origin is tuple:
        return pa.list_(pa.field("element", _type(inner[0]), nullable=False))
    if origin is dict:
        return pa.string()
    if isinstance(annotation, type) and issubclass(annotation, Record):
        return pa.struct(_fields(annotation))
    plain = {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_()}
    if annotation not in plain:
        raise TypeError(f"no Arrow type is known for {annotation!r}")
    return plain[annotation]
