"""Each party's last stated position: its latest words, and its latest demand, refusal, threat or accusation."""

from __future__ import annotations

from dateline.brief.situation.heard import HeardPosition, Hearing
from dateline.brief.situation.lexicon import lexicon
from dateline.brief.situation.record import Position


def positions(hearing: Hearing) -> tuple[Position, ...]:
    """Those on the list of actors first, then others by name, then by description; the latest first among equals."""
    kept = [p for p in hearing.positions.values() if not _repeats(hearing, p)]
    kept.sort(key=lambda p: p.heard.order, reverse=True)
    kept.sort(key=lambda p: (p.party.authority_id is None, p.party.name.islower()))
    return tuple(_position(p) for p in kept)


def _repeats(hearing: Hearing, said: HeardPosition) -> bool:
    """Whether a statement says over what the party's act in the same report says."""
    act = hearing.positions.get((said.party.id, "act"))
    if said.act or act is None or act.heard.evidence.document != said.heard.evidence.document:
        return False
    return said.heard.evidence.quote.rstrip(",.") in act.heard.evidence.quote


def _position(said: HeardPosition) -> Position:
    heard = said.heard
    return Position(
        party=said.party,
        act=lexicon().acts[said.act] if said.act else "said",
        known=heard.known.isoformat(),
        voices=(heard.words if said.act else heard.publisher,),
        quote=heard.evidence.quote,
        citations=(heard.evidence,),
    )
