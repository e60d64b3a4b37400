"""The ids of groups: kept while a group stays mostly what it was, made of its first event where it is new."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from hashlib import blake2b

from dateline.link.tellings import Ref


def name_groups(groups: Sequence[Sequence[Ref]], known: Mapping[Ref, str]) -> list[str]:
    """An id for each group, by what its members were in before.

    A former id goes to the group that holds most of its members (on a tie to the one that comes first); a group that
    holds most of several keeps the one of which it holds most, and of those the one of its earliest member.
    """
    shares = [Counter(known[ref] for ref in group if ref in known) for group in groups]
    claims = sorted(
        (-count, at, next(n for n, ref in enumerate(groups[at]) if known.get(ref) == former), former)
        for at, share in enumerate(shares)
        for former, count in share.items()
    )
    taken: dict[int, str] = {}
    used: set[str] = set()
    for _, at, _, former in claims:
        if at not in taken and former not in used:
            taken[at] = former
            used.add(former)
    return [taken.get(at) or _new_id(group, used) for at, group in enumerate(groups)]


def _new_id(group: Sequence[Ref], used: set[str]) -> str:
    """An id of the first event of the group; of the next where that id is a former group's."""
    for document, event in group:
        made = "i" + blake2b(f"{document}\n{event}".encode(), digest_size=8).hexdigest()
        if made not in used:
            used.add(made)
            return made
    raise AssertionError("every event of the group has given its name to another group")
