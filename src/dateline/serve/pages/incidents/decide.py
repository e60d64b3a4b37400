"""What a person decides about incidents: merge, split, pin, forbid, and undo; and what linking made of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import RedirectResponse, Response

from dateline.errors import StoreError
from dateline.incidents import Incident
from dateline.intake.linking import link_all
from dateline.link.tellings import Ref
from dateline.serve.access import AsReviewer, AsViewer, Here, MissingError
from dateline.serve.pages.incidents.beside import shown
from dateline.serve.pages.incidents.show import found
from dateline.serve.pages.incidents.told import name_of, path_of
from dateline.store.deciding import ChangedError, Deciding
from dateline.store.dossiers import Decision, Dossiers

ROUTER = APIRouter()
DONE = {
    "merge": "These are one happening.",
    "split": "These are two happenings.",
    "pin": "These belong together, whatever later runs find.",
    "forbid": "These are two happenings, whatever later runs find.",
}
Texts = Annotated[list[str], Form()]
Text = Annotated[str, Form()]


@ROUTER.post("/p/{project}/incidents/decide")
def decide(
    here: AsReviewer,
    kind: Text,
    one: Text,
    seen: Texts,
    other: Text = "",
    events: Texts = [],  # noqa: B006 - FastAPI copies it
    reason: Text = "",
) -> Response:
    """Keep a decision about the incidents as they were shown, link again, and lead to what came of it."""
    states = dict(part.partition("=")[::2] for part in seen)
    if not {one, *filter(None, [other])} <= states.keys():
        raise StoreError("The form does not say what was shown. Load the page again.")
    try:
        sides = _sides(here, kind, one, other, [_ref(e) for e in events])
        number = Deciding(here.store).judge(
            kind,  # type: ignore[arg-type]
            here.visitor.name,
            sides=sides,
            reason=reason.strip() or None,
            seen=states,
        )
    except (ChangedError, MissingError) as error:
        return _again(here, one, other, error, reason)
    _relink(here)
    return RedirectResponse(here.path(f"incidents/decisions/{number}"), 303)


@ROUTER.get("/p/{project}/incidents/decisions/{number}")
def decision(here: AsViewer, number: int) -> Response:
    """Show a decision, and which incidents its events are of now."""
    asks = Dossiers(here.store)
    line = _line(asks, number)
    refs = [ref for side in line.sides for ref in side]
    now = asks.incident_of(refs)
    heads = asks.incidents(set(now.values()))
    reports = asks.heads({document for document, _ in refs})
    sides = [
        [(name_of(ref), path_of(*ref), reports.get(ref[0]), heads.get(now.get(ref, ""))) for ref in side]
        for side in line.sides
    ]
    return here.page(
        "incident_decision.html",
        line=line,
        done=DONE[line.kind],
        sides=sides,
        incidents=sorted(heads.values(), key=lambda head: head.id),
        waiting=len(set(refs) - now.keys()),
        against=_against(line, [{now.get(ref) for ref in side} for side in line.sides]),
    )


@ROUTER.post("/p/{project}/incidents/decisions/{number}/undo")
def undo(here: AsReviewer, number: int, reason: Text = "") -> Response:
    """Take a decision back, or hold it again where it was taken back, and link again."""
    line = _line(Dossiers(here.store), number)
    here.store.undo(line.undone_by or number, here.visitor.name, reason.strip() or None)
    _relink(here)
    return RedirectResponse(here.path(f"incidents/decisions/{number}"), 303)


def _line(asks: Dossiers, number: int) -> Decision:
    if not 0 < number < 2**31 or (line := asks.decision(number)) is None:
        raise MissingError(f"There is no decision {number} about incidents.")
    return line


def _relink(here: Here) -> None:
    """Link what waits. A decision is kept whatever becomes of that: who links next does it."""
    try:
        link_all(here.store)
    except StoreError:
        return


def _sides(here: Here, kind: str, one: str, other: str, chosen: Sequence[Ref]) -> list[list[Ref]]:
    """The events that the decision is about, as the log wants them."""
    mine = _events(found(here, one))
    theirs = _events(found(here, other)) if other else []
    if kind == "pin":
        return [mine]
    if kind == "split":
        out = [ref for ref in mine if ref in set(chosen)]
        if not out or len(out) == len(mine):
            raise StoreError("Choose the reports that tell of another happening: at least one, and not all of them.")
        return [[ref for ref in mine if ref not in set(out)], out]
    if kind not in ("merge", "forbid"):
        raise StoreError(f"there is no decision {kind!r} about incidents")
    if not other or other == one:
        raise StoreError("Two incidents are needed.")
    if kind == "forbid":
        return [mine, theirs]
    sides = [[ref for ref in side if ref in set(chosen)] for side in (mine, theirs)]
    if not all(sides):
        raise StoreError("Choose at least one report of each of the two incidents: those that tell of one happening.")
    return sides


def _events(incident: Incident) -> list[Ref]:
    return [(r.document, r.event) for r in incident.reports]


def _ref(given: str) -> Ref:
    document, _, event = given.partition(":")
    return document, event


def _again(here: Here, one: str, other: str, error: Exception, reason: str) -> Response:
    """Both as they are now, where they are still there, and what was said kept."""
    problem = (
        f"Nothing was decided: somebody changed what you were looking at in the meantime. ({error}.)"
        " This is how it is now."
    )
    try:
        if other:
            return shown(here, one, other, problem=problem, reason=reason)
        found(here, one)
    except MissingError:
        gone = [i for i in (one, other) if i and not _is_there(here, i)]
        words = f"Nothing was decided: {', '.join(gone)} is not there any more. Somebody merged or split it meanwhile."
        return here.page(
            "incident_changed.html", status_code=409, problem=words, reason=reason, left=_left(here, one, other)
        )
    return here.page(
        "incident_changed.html", status_code=409, problem=problem, reason=reason, left=_left(here, one, other)
    )


def _left(here: Here, one: str, other: str) -> list[str]:
    return [i for i in (one, other) if i and _is_there(here, i)]


def _is_there(here: Here, incident: str) -> bool:
    return incident in Dossiers(here.store).incidents([incident])


def _against(line: Decision, now: Sequence[set[str | None]]) -> str:
    """Where linking came out otherwise than the decision says, though it holds."""
    if line.undone_by is not None:
        return ""
    together = set().union(*now) if now else set()
    if line.kind in ("merge", "pin") and len(together) > 1:
        return "They are still of more than one incident: a later decision holds them apart."
    if line.kind in ("split", "forbid") and len(now) > 1 and now[0] & now[1]:
        return "They are still of one incident: a later decision holds them together."
    return ""
