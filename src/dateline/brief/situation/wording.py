"""How a situation is said: always as somebody's word, and no more surely than it is told."""

from __future__ import annotations

from collections.abc import Sequence

from dateline.brief.phrases import named
from dateline.brief.situation.lexicon import lexicon
from dateline.brief.situation.record import ControlClaim, Holding, Tie
from dateline.brief.words import capital, day_words, listed, plural

OWN = "own claim"
_KINDS = {
    "taken": "taken by {}",
    "held": "held by {}",
    "left": "left by {}",
    "denied": "denial that it was taken by {}",
}
STATES = {"held": "said to be held", "contested": "CONTESTED", "left": "left; holder not known"}


def named_place(holding: Holding) -> str:
    """ "Maridi", or "the airport (Maridi)"."""
    return f"{holding.site} ({holding.place})" if holding.site else holding.place


def voices(names: Sequence[str]) -> str:
    """ "according to residents (in Nile Courier) and 2 others"."""
    return f"according to {listed(names, 2)}"


def holding_words(holding: Holding) -> str:
    """ "said to be held by X since 8 March 2025", "contested: …", "X is said to have left; …"."""
    who = named(holding.holder.name)
    if holding.state == "left":
        return f"{who} is said to have left on or before {day_words(holding.since)}; no later holder is named"
    held = f"said to be held by {who}, {since_words(holding)}"
    return f"contested; by the latest claim {held}" if holding.state == "contested" else held


def since_words(holding: Holding) -> str:
    """ "since 8 March 2025" where a text gives the day on which it was taken, else "reported since"."""
    words = "since" if holding.since_dated else "first reported"
    return f"{words} {day_words(holding.since)}"


def claim_words(claim: ControlClaim) -> str:
    """One claim: what, when, whose word, whether that is a party's own."""
    who = listed([named(claim.holder.name), *claim.beside])
    day = day_words(claim.day) if claim.dated else f"told {day_words(claim.known)}"
    own = f" [{OWN}]" if claim.own else ""
    return f"{_KINDS[claim.kind].format(who)} ({day}), {voices(claim.voices)}{own}"


def tie_words(tie: Tie) -> str:
    """ "X fights Y"."""
    return f"{capital(tie.one.name)} {lexicon().tie_words[tie.kind]} {tie.other.name}"


def told_words(tie: Tie) -> str:
    """ "3 reports, 2 sources"."""
    return f"{plural(tie.reports, 'report')}, {plural(tie.sources, 'source')}"
