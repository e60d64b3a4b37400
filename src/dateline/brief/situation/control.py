"""Who is said to hold each place: the latest claim, since when, by whose word, and what stands against it.

The latest claim decides who is named, and never who is right. A claim stands against it when it is by or for another
side, nothing that is told later explains it, and it is not too old: then the place is contested.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from dateline.brief.situation.heard import HeardControl
from dateline.brief.situation.record import ControlClaim, Holding, Party
from dateline.brief.words import clean, distinct

STALE = timedelta(days=7)
"""A word on who holds a place stands against a later one for so long; after that, the place may have changed hands untold."""
_SHOWN = 3
"""The most reports that are cited for one claim."""


def holdings(claims: Iterable[HeardControl]) -> tuple[Holding, ...]:
    """A holding a place, those that changed last first."""
    by_place: dict[str, list[HeardControl]] = {}
    for claim in claims:
        by_place.setdefault(claim.key, []).append(claim)
    made = [holding for told in by_place.values() if (holding := _holding(told)) is not None]
    return tuple(sorted(made, key=lambda h: (h.latest, h.place, h.id), reverse=True))


def _holding(told: Sequence[HeardControl]) -> Holding | None:
    """Who is said to hold a place; None where all that is said is that someone did not take it."""
    claims = sorted(told, key=_when)
    says = [c for c in claims if c.kind != "denied"]
    if not says:
        return None
    last = next((c for c in reversed(says) if c.kind != "left"), None)
    gone = [
        c for c in says if c.kind == "left" and (last is None or (c.side.agrees(last.side) and _when(c) > _when(last)))
    ]
    if last is None or (gone and not _stays(last, gone)):
        return _made(claims, gone[-1], gone, [], "left")
    mine = [c for c in says if c.kind in ("taken", "held") and c.side.agrees(last.side)]
    run = _run(says, mine, last)
    began = run[0].day
    run = sorted(
        [*run, *(c for c in says if c.kind == "left" and not c.side.agrees(last.side) and c.day >= began)], key=_when
    )
    mine_now, lefts = set(map(id, run)), [c for c in says if c.kind == "left"]
    rivals = [c for c in claims if id(c) not in mine_now and _against(c, run, lefts, began, last)]
    return _made(claims, last, run, rivals, "contested" if rivals else "held")


def _stays(last: HeardControl, gone: Sequence[HeardControl]) -> bool:
    """Whether the holder is said to hold the place on the very day on which others say that it left: both stand."""
    return last.kind == "held" and last.day >= gone[-1].day


def _when(claim: HeardControl) -> tuple[date, date, bool, str, int]:
    """By the day that is told of; of one day, by when it became known, and a seizure after what was before it."""
    heard = claim.heard
    return claim.day, heard.known, claim.kind == "taken", heard.evidence.document, heard.at


def _run(says: Sequence[HeardControl], mine: Sequence[HeardControl], last: HeardControl) -> list[HeardControl]:
    """The claims for the holder since the place was last another's, in their order.

    It was another's before the last day on which the holder is said to have taken it, and once the holder had left.
    """
    taken = _last_taken(mine, last)
    breaks = [c for c in says if c.kind in ("taken", "held") and not c.side.agrees(last.side) and c.day < taken.day]
    breaks += [c for c in says if c.kind == "left" and c.side.agrees(last.side) and c.day < last.day]
    edge = max((_when(c) for c in breaks), default=None)
    return [c for c in mine if edge is None or _when(c) > edge]


def _last_taken(mine: Sequence[HeardControl], last: HeardControl) -> HeardControl:
    return next((c for c in reversed(mine) if c.kind == "taken"), last)


def _against(
    claim: HeardControl, run: Sequence[HeardControl], lefts: Sequence[HeardControl], began: date, last: HeardControl
) -> bool:
    """Whether a claim stands against the holder's, with nothing told later that explains it."""
    if claim.kind == "denied":
        return claim.side.agrees(last.side) and claim.day >= began
    if claim.kind == "left":
        return claim.side.agrees(last.side) and claim.day >= began
    if claim.side.agrees(last.side) or claim.day < last.day - STALE:
        return False
    if any(c.day >= claim.day and c.side.agrees(claim.side) for c in lefts):
        return False
    taken = [c for c in reversed(run) if c.kind == "taken"]
    if not taken:
        return True
    if claim.day != taken[0].day:
        return claim.day > taken[0].day
    # Told of the very day on which it changed hands: what became known before may have been true until then.
    return claim.kind == "taken" or claim.heard.known >= min(c.heard.known for c in taken if c.day == claim.day)


def _made(
    claims: Sequence[HeardControl], last: HeardControl, run: Sequence[HeardControl], rivals: Sequence[HeardControl], state: str
) -> Holding:  # fmt: skip
    used = {id(c) for c in (*run, *rivals)}
    earlier = [c for c in claims if id(c) not in used]
    shown = _named_best(run, last)
    place = last.place
    return Holding(
        id=last.key,
        place=clean(place.name),
        site=last.site,
        area=clean(place.admin1) if place.admin1 else None,
        country=last.country,
        lat=place.lat,
        lon=place.lon,
        precision=place.precision,
        state=state,  # type: ignore[arg-type]
        holder=shown,
        since=run[0].day.isoformat(),
        since_dated=run[0].dated and run[0].kind in ("taken", "left"),
        latest=max(c.day for c in run).isoformat(),
        claims=_joined(run),
        rivals=_joined(rivals),
        earlier=_joined(earlier),
    )


def _named_best(run: Sequence[HeardControl], last: HeardControl) -> Party:
    """The holder by the latest name that says who it is; by the latest of all where none does."""
    return next(
        (c.side.party for c in reversed(run) if not c.side.generic and c.side.agrees(last.side)), last.side.party
    )


def _joined(claims: Sequence[HeardControl]) -> tuple[ControlClaim, ...]:
    """The claims, latest first: those that say the same of the same day together, with all their voices."""
    groups: dict[tuple[str, str, date, bool], list[HeardControl]] = {}
    for claim in sorted(claims, key=_when, reverse=True):
        groups.setdefault((claim.kind, claim.side.party.id, claim.day, claim.own), []).append(claim)
    return tuple(_claim(group) for group in groups.values())


def _claim(group: Sequence[HeardControl]) -> ControlClaim:
    first = min(group, key=lambda c: c.heard.order)
    once = {
        c.heard.evidence.document: c.heard.evidence for c in sorted(group, key=lambda c: c.heard.order, reverse=True)
    }
    return ControlClaim(
        kind=first.kind,
        holder=first.side.party,
        beside=first.beside,
        day=first.day.isoformat(),
        dated=first.dated,
        known=first.heard.known.isoformat(),
        voices=tuple(distinct(c.heard.words for c in sorted(group, key=lambda c: c.heard.order))),
        own=first.own,
        quote=first.heard.evidence.quote,
        citations=tuple(list(once.values())[::-1][:_SHOWN]),
    )
