"""What a store says of one actor, one place or one source: a page of each, from indexes alone.

Counts over all incidents are remembered until the store changes. What would need every mention of a name is taken from
a limited number of them, and says so.
"""

from __future__ import annotations

from dateline.store.named.actors import Actors, ListedActor, OtherActor
from dateline.store.named.places import ListedPlace, Places
from dateline.store.named.sources import ListedSource, Sources

__all__ = ["Actors", "ListedActor", "ListedPlace", "ListedSource", "OtherActor", "Places", "Sources"]
