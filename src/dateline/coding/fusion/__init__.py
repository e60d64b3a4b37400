"""Rules and reader together: what each says of a claim, and what both say between them."""

from dateline.coding.fusion.attribution import fuse_statements
from dateline.coding.fusion.events import fuse_events
from dateline.coding.fusion.tolls import fuse_tolls

__all__ = ["fuse_events", "fuse_statements", "fuse_tolls"]
