"""Row numbers that are an order: by day first, then by the document's number, then by the claim's place in it.

A row's number holds the day under which it stands, so that rows come back newest first, or oldest first, with no
sorting, each query can go on after a number (keyset paging), and a range of days is a range of numbers. Both
databases keep their indexes in this order.
"""

from __future__ import annotations

from datetime import date, timedelta

from dateline.errors import StoreError

_FIRST = date(1850, 1, 1)
_DAYS = 2**17
_DAY_SHIFT = 46
_NUMBER_SHIFT = 16
LAST = 2**63 - 1
"""No row has a higher number."""


def row_number(day: date, number: int, ordinal: int = 0) -> int:
    """The row number of the claim ``ordinal`` (from 1; 0 for the document itself) of the document ``number``.

    Days before 1850 and after 2208 share the first and last place. Raises StoreError when a number is out of range.
    """
    if not (0 < number < 2 ** (_DAY_SHIFT - _NUMBER_SHIFT) and 0 <= ordinal < 2**_NUMBER_SHIFT):
        raise StoreError(f"there is no row number for document {number:,}, claim {ordinal:,}: the store is full")
    return first_of(day) + (number << _NUMBER_SHIFT) + ordinal


def first_of(day: date) -> int:
    """The lowest row number of the day."""
    return min(max((day - _FIRST).days, 0) + 1, _DAYS - 1) << _DAY_SHIFT


def after(day: date) -> int:
    """The lowest row number of the day after."""
    return LAST if day == date.max else first_of(day + timedelta(days=1))


def day_number(column: str) -> str:
    """SQL for the number of the day under which the row of a column stands: see :func:`day_numbered`."""
    return f"({column} >> {_DAY_SHIFT})"


def day_numbered(number: int) -> date:
    """The day with this number in the order of the rows."""
    return _FIRST + timedelta(days=number - 1)
