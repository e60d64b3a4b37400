"""Tolls: how many people were harmed, in which way, according to whom."""

from dateline.coding.tolls.find import Attributing, find_tolls

__all__ = ["Attributing", "find_tolls"]
