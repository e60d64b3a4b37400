"""Releases: dated folders with data, codebook, methodology, changes, checksums and citation, the same bytes each time."""

from __future__ import annotations

from dateline.export.release.checking import Checked, check_release
from dateline.export.release.making import FORMATS, Made, Order, make_release
from dateline.export.release.papers import Cover

__all__ = ["FORMATS", "Checked", "Cover", "Made", "Order", "check_release", "make_release"]
