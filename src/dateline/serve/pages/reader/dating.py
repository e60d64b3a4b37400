"""The days of an event as a form has them: any date or interval, where it was read, and how closely it dates the event."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dateline.records import CodedDocument, Span
from dateline.serve.pages.reader.picked import picked
from dateline.store.review.bringing import interval_of, precision_of_days, value_of

Json = dict[str, Any]
HINT = "2024-11-26, 2024-11, 2024-W48, or from/to: 2024-11-26/2024-12-03; .. where it is open."


def shown_value(when: Mapping[str, Any] | None) -> str:
    """The days as the form has them."""
    return value_of((when or {}).get("start"), (when or {}).get("end"))


def dated(given: Mapping[str, Any], old: Mapping[str, Any], record: CodedDocument, words: Span | None) -> Json:
    """The time of an event: ``given`` is what the form has of it, ``words`` those of the text that say it, if any.

    Where the days are other ones, and nobody says how closely they date the event, their length does. Where another date
    of the document is chosen, and no days, its days hold. Raises BringingError for what names no days.
    """
    value, start, end = str(given.get("value") or ""), old.get("start"), old.get("end")
    date, precision = given.get("date"), given.get("precision") or "unknown"
    if value != shown_value(old):
        start, end = interval_of(value) if value else (None, None)
    elif date and date != old.get("date"):
        chosen = next((one for one in record.dates if one.id == date and one.start), None)
        start, end = (chosen.start, chosen.end) if chosen else (start, end)
    if words is not None:
        said = value or value_of(start, end)
        date = picked(words.text, "dates", {"value": said, "start": words.start, "end": words.end})
    if (start, end) != (old.get("start"), old.get("end")) and precision == old.get("precision", "unknown"):
        precision = precision_of_days(start, end)
    made = {"start": start, "end": end, "precision": precision, "date": date}
    same = all(made[name] == old.get(name) for name in made)
    return made | {"derived_by": old.get("derived_by") if same else None}
