"""Time expressions: found, resolved to ISO 8601, and given to the events and tolls that they date."""

from dateline.coding.dates.finder import find_dates

__all__ = ["find_dates"]
