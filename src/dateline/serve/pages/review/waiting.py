"""The queue: incidents and claims that wait for a person to look at them, what matters most first, each with why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.responses import RedirectResponse, Response

from dateline.errors import StoreError
from dateline.export.words.incidents import figure, plural, whose
from dateline.incidents import Incident, IncidentToll
from dateline.serve.access import AsCoder, AsViewer
from dateline.serve.filters import CHOICES, Asked
from dateline.store.found import FoundClaim
from dateline.store.review.queue import MOST_MATCHING, Queue, Stakes

ROUTER = APIRouter()
ORDERS = {
    "mixed": "A mix of all three",
    "impact": "Most people harmed",
    "contested": "Most contested",
    "doubt": "Least certain claims",
}
_SIZE = 20
_SHOWN = 2
_DOUBTFUL = 0.5


@dataclass(frozen=True, slots=True)
class Item:
    """An incident of the queue, and in words why it stands where it does."""

    stakes: Stakes
    why: tuple[str, ...]

    @property
    def incident(self) -> Incident:
        """The incident itself."""
        return self.stakes.incident


@ROUTER.get("/p/{project}/review")
def queue(here: AsViewer, filters: Asked, first: str = "mixed", after: str | None = None) -> Response:
    """The queue; to who may only look, how far review has come."""
    if not here.may("coder"):
        return RedirectResponse(here.path("review/progress"), 303)
    if first not in ORDERS:
        raise StoreError(f"there is no order {first!r} of the queue, only {', '.join(ORDERS)}")
    asked, conditions = Queue(here.store), filters.conditions()
    items: Sequence[Item] = ()
    claims: Sequence[FoundClaim] = ()
    if first == "doubt":
        claims, more = asked.claims(_SIZE, after, **conditions)
    else:
        found = asked.incidents(first, _SIZE + 1, after, **conditions)  # type: ignore[arg-type]
        items = [Item(stakes, _why(stakes)) for stakes in found[:_SIZE]]
        more = found[_SIZE - 1].after if len(found) > _SIZE else None
    return here.page(
        "review_queue.html",
        items=items,
        claims=claims,
        first=first,
        orders=ORDERS,
        more=filters.address(first=first, after=more) if more else None,
        after=after,
        filters=filters,
        choices=CHOICES,
        most=MOST_MATCHING if conditions else None,
    )


@ROUTER.get("/p/{project}/review/next")
def start(here: AsCoder, first: str = "mixed") -> Response:
    """Lead to the claim to look at next, in the reader; to the queue where nothing waits."""
    asked = Queue(here.store)
    claim = next(iter(asked.claims(1)[0]), None) if first == "doubt" else asked.next(first)  # type: ignore[arg-type]
    if claim is None:
        return RedirectResponse(here.path("review"), 303)
    return RedirectResponse(here.path(f"documents/{claim.document}?{urlencode({'claim': claim.claim})}"), 303)


def _why(stakes: Stakes) -> tuple[str, ...]:
    """Why an incident waits where it does: its figures, who disagrees, and how little the machine trusts itself."""
    incident = stakes.incident
    tolls = [toll for toll in incident.tolls if toll.scope == "incident" and toll.within is None and toll.claims]
    why = [_figure_words(toll) for toll in tolls[:_SHOWN]]
    if fields := [each.field.replace("_", " ") for each in incident.disagreements]:
        why.append(f"the reports differ in {', '.join(fields)}")
    if incident.grade == "contested":
        why.append(f"contested: {incident.grade_reasons[0]}" if incident.grade_reasons else "contested")
    if stakes.doubt >= _DOUBTFUL:
        why.append(f"the machine gives its least certain claim {1 - stakes.doubt:.0%}")
    if incident.sources == 1:
        why.append("one publisher only")
    return tuple(why) or ("nothing in it is contested",)


def _figure_words(toll: IncidentToll) -> str:
    said = " ".join(part for part in (toll.harm.replace("_", " "), figure(toll), whose(toll)) if part)
    disagree = toll.low is not None and toll.high is not None and toll.low < toll.high and len(toll.claims) > 1
    base = "" if len(toll.claims) > 1 else ", from a single claim"
    aside = len(toll.set_aside)
    rest = f", {aside} {plural('claim', aside)} set aside" if aside else ""
    return f"{said}{', sources disagree' if disagree else base}{rest}"
