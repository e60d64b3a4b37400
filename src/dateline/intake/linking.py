"""Linking what waits in a store, a batch at a time: copies first, then events, then the incidents they make."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import dateline
from dateline.errors import StoreError
from dateline.link import copies
from dateline.link.blocks import keys_of
from dateline.link.facts import EventFacts
from dateline.link.linker import Linker, may_happen
from dateline.link.model import Model
from dateline.link.rows import row_of
from dateline.link.tellings import Ref, tellings_of
from dateline.store import Store, Versions

_BATCH = 200
_TRIES = 20


@dataclass(frozen=True, slots=True)
class LinkReport:
    """How many documents were linked, how many of them are copies, and how many incidents are new or changed."""

    documents: int
    copies: int
    incidents: int


def link_all(store: Store) -> LinkReport:
    """Link what waits, as a run of its own: see :func:`link_waiting`."""
    with store.run("link", Versions({"dateline": dateline.__version__, "linking": Model.load().digest})) as run:
        return link_waiting(store, run)


def link_waiting(store: Store, run: int) -> LinkReport:
    """Link the events of all documents that wait for it.

    Every batch is kept whole or not at all. Where another run links at the same time, the one that comes second links
    its batch again on what the first one made. Raises StoreError when that never ends.
    """
    linker: Linker | None = None
    documents = copied = incidents = tries = 0
    while (seen := store.waiting(_BATCH)).rows:
        linker = linker or Linker.load()
        copied += store.mark_copies(seen, copies) if not tries else 0
        keys = _keys(seen.facts, linker)
        near = store.neighbours({key for each in keys.values() for key in each}, seen.rows)
        judgements, linked_before = store.links_wanted()
        count = linked_before + len(keys)
        linked = linker.link_new(seen.facts, near.facts, near.known, judgements, events=count)
        changed = store.keep_linked(run, seen, near, linked, keys)
        if changed is None:
            tries += 1
            if tries > _TRIES:
                raise StoreError("others changed incidents each time that linking was done; link again later")
            continue
        tries = 0
        documents += len(seen.rows)
        incidents += changed
    return LinkReport(documents, copied, incidents)


def _keys(facts: Iterable[EventFacts], linker: Linker) -> dict[Ref, tuple[int, ...]]:
    """The blocking keys of what happened, under the first event of each telling."""
    tellings = tellings_of(f for f in facts if may_happen(f))
    return {telling.refs[0]: keys_of(row_of(telling.facts, linker.parents)) for telling in tellings}
