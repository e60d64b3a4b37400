"""A coded document as one HTML file that asks nothing of any network, and an index of such files."""

from dateline.export.html.index import index
from dateline.export.html.page import page

__all__ = ["index", "page"]
