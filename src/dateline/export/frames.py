"""A coded document as pandas DataFrames, one a layer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import UnionType
from typing import TYPE_CHECKING, Any, get_args

from pydantic import BaseModel

from dateline.errors import DatelineError
from dateline.export.arrow import LAYERS
from dateline.export.words.credits import CREDIT
from dateline.records import CodedDocument, Record, Span

if TYPE_CHECKING:
    import pandas as pd


def to_frames(coded: CodedDocument) -> dict[str, pd.DataFrame]:
    """One frame a layer, by the layer's name, a row a record; an empty layer keeps its columns.

    The first column, ``document``, is the document's id. A record inside a record is laid out flat
    (``when_start``, ``acled_sub_event_type``), and a single span gives three columns: its words under the field's
    name, and ``_start`` and ``_end``, code points into the document's text, end exclusive. Lists stay lists: of ids,
    or of dicts as in the JSON. ``attrs["credit"]`` of each frame says whom to name where positions are
    published. Raises DatelineError when pandas is not installed.
    """
    pandas = _pandas()
    frames = {}
    for layer, record in LAYERS.items():
        rows = [{"document": coded.document.id, **_flat(record, item)} for item in getattr(coded, layer)]
        columns = ["document", *_flat(record, None)]
        frames[layer] = pandas.DataFrame(rows, columns=columns).convert_dtypes()
        frames[layer].attrs["credit"] = CREDIT
    return frames


def frame_of(rows: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """What a search of a store found as one frame, a row an item. Raises DatelineError when pandas is not installed."""
    frame: pd.DataFrame = _pandas("to_frame").DataFrame(list(rows)).convert_dtypes()
    return frame


def _pandas(asker: str = "to_frames") -> Any:
    try:
        import pandas
    except ImportError as error:
        raise DatelineError(f"{asker} needs pandas, which is not installed: pip install dateline[pandas]") from error
    return pandas


def _flat(record: type[BaseModel], item: BaseModel | None, prefix: str = "") -> dict[str, Any]:
    """The record's fields by column name; with no item, the same columns with None in each."""
    row: dict[str, Any] = {}
    for name, field in record.model_fields.items():
        value = getattr(item, name) if item is not None else None
        inner = _record_in(field.annotation)
        if inner is Span:
            row[prefix + name] = value.text if value else None
            row[f"{prefix}{name}_start"] = value.start if value else None
            row[f"{prefix}{name}_end"] = value.end if value else None
        elif inner is not None:
            row.update(_flat(inner, value, f"{prefix}{name}_"))
        else:
            row[prefix + name] = _plain(value)
    return row


def _record_in(annotation: Any) -> type[Record] | None:
    """The record type of a field that holds one record, or one or none."""
    choices = get_args(annotation) if isinstance(annotation, UnionType) else (annotation,)
    for choice in choices:
        if isinstance(choice, type) and issubclass(choice, Record):
            return choice
    return None


def _plain(value: Any) -> Any:
    """A tuple as a list, with a dict for each record in it; anything else as it is."""
    if isinstance(value, tuple):
        return [item.model_dump() if isinstance(item, Record) else item for item in value]
    return value
