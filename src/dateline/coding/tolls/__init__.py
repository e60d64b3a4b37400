"""Tolls: how many people were harmed, in which way, according to whom."""

from dateline.coding.tolls.find import Attributing, find_tolls, tolls_of
from dateline.coding.tolls.gather import Counted, count_of
from dateline.coding.tolls.groups import counted_groups

__all__ = ["Attributing", "Counted", "count_of", "counted_groups", "find_tolls", "tolls_of"]
