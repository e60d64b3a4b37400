"""Events: who did what to whom, where and when, and whether it has happened."""

from dateline.coding.events.find import SPORT, find_events

__all__ = ["SPORT", "find_events"]
