"""Events: who did what to whom, where and when, and whether it has happened."""

from dateline.coding.events.find import find_events

__all__ = ["find_events"]
