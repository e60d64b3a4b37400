"""Who backs, leads, fights and talks to whom: a line between two parties for all reports that tell of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from dateline.brief.situation.heard import HeardTie
from dateline.brief.situation.record import Party, Tie
from dateline.brief.words import distinct

_SHOWN = 3
_ORDER = ("fights", "talks", "backs", "allied", "leads", "opposes")


def ties(heard: Iterable[HeardTie], copy_of: Mapping[str, str]) -> tuple[Tie, ...]:
    """The ties, those told of most first; ``copy_of`` leads from a copy to its original, and both count once."""
    groups: dict[tuple[str, str, str], list[HeardTie]] = {}
    for tie in heard:
        groups.setdefault((tie.kind, tie.one.id, tie.other.id), []).append(tie)
    names = _names(t for group in groups.values() for t in group)
    made = [_tie(group, copy_of, names) for group in groups.values() if any(not t.ends for t in group)]
    return tuple(sorted(made, key=lambda t: (-t.reports, _ORDER.index(t.kind), t.one.name, t.other.name)))


def _names(heard: Iterable[HeardTie]) -> dict[str, Party]:
    """Each party as it is called most, so that it has one name on the page."""
    called: dict[str, dict[Party, int]] = {}
    for tie in heard:
        for party in (tie.one, tie.other):
            counts = called.setdefault(party.id, {})
            counts[party] = counts.get(party, 0) + 1
    return {id_: max(counts, key=lambda p: (counts[p], p.name, p.kind)) for id_, counts in called.items()}


def _tie(group: Sequence[HeardTie], copy_of: Mapping[str, str], names: Mapping[str, Party]) -> Tie:
    told = sorted((t for t in group if not t.ends), key=lambda t: t.heard.order, reverse=True)
    once = {t.heard.evidence.document: t.heard.evidence for t in reversed(told)}
    ended = _ended(group)
    stops = [t.heard.evidence for t in group if t.ends and t.day == ended]
    return Tie(
        kind=told[0].kind,
        one=names[told[0].one.id],
        other=names[told[0].other.id],
        reports=len({copy_of.get(t.heard.evidence.document, t.heard.evidence.document) for t in told}),
        sources=len({t.heard.voice.key for t in told}),
        first=min(t.day for t in told).isoformat(),
        last=max(t.day for t in told).isoformat(),
        ended=ended.isoformat() if ended else None,
        voices=tuple(distinct(t.heard.words for t in told)),
        quote=told[0].heard.evidence.quote,
        citations=(*list(once.values())[::-1][:_SHOWN], *sorted(stops, key=lambda e: (e.document, e.claim))[:1]),
    )


def _ended(group: Sequence[HeardTie]) -> date | None:
    """The last day on which it is said to have stopped, where nothing tells of it on a later one."""
    stops = [t.day for t in group if t.ends]
    goes_on = [t.day for t in group if not t.ends]
    return max(stops) if stops and max(stops) >= max(goes_on) else None
