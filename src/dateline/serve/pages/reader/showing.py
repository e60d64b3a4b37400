"""What the reader shows: the document, its text with marks, the claims beside it, and the form that is open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, get_args
from urllib.parse import quote

from fastapi import Request
from starlette.responses import Response

from dateline.errors import AbsentError
from dateline.export.words.claims import title_of
from dateline.records import ActorKind
from dateline.serve.access import Here, MissingError
from dateline.serve.api import PREFIX
from dateline.serve.pages.reader import fields as form
from dateline.serve.pages.reader.cards import KINDS, cards, kind_in, marked, record_of, waiting_after
from dateline.serve.pages.reader.text import paragraphs, sentences
from dateline.serve.repeats import new_key
from dateline.store.review import ClaimKind, Looked, Review
from dateline.store.review.laying import UncodedError
from dateline.store.review.listing import incidents_in, next_waiting, text_of

_LONGEST_SENTENCE = 140


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """The form that is open: of a claim that is corrected, or of one that is added from a stretch of the text."""

    kind: ClaimKind
    claim: str | None = None
    start: int = 0
    end: int = 0
    fields: tuple[form.Shown, ...] = ()
    problems: tuple[str, ...] = ()
    reason: str = ""
    words: str = ""
    key: str = field(default_factory=new_key)
    """What the form brings along, so that it adds no second claim when it is sent again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the page says besides: a conflict with whoever was first, and what was just done elsewhere."""

    conflict: str = ""
    conflict_claim: str | None = None
    wanted: str = ""
    done: tuple[str, str] | None = None
    sentences: tuple[tuple[int, int, str], ...] = field(default_factory=tuple)


def look(here: Here, document: str, assignment: int | None) -> Looked:
    """The document as the visitor sees it. Raises MissingError, and UncodedError where there is nothing but its text."""
    try:
        return Review(here.store).look(document, assignment=assignment, person=drafter(here, assignment))
    except UncodedError:
        raise
    except AbsentError as error:
        raise MissingError(str(error)) from error


def drafter(here: Here, assignment: int | None) -> str | None:
    """Whose drafts are shown: the visitor's own in an assignment; outside of one there are none."""
    return None if assignment is None else here.visitor.name


def reader(
    here: Here, looked: Looked, *, claim: str | None, assignment: int | None = None, open_: Open | None = None,
    told: Told | None = None,
) -> Response:  # fmt: skip
    """The page of the document, at a claim: the one asked for, else the first that waits."""
    document = looked.record.document
    shown = cards(looked, incidents_in(here.store, document.id))
    at = (
        claim
        if claim in {card.id for card in shown}
        else waiting_after(shown, None) or (shown[0].id if shown else None)
    )
    custody = here.store.custody(document.id)
    troubled = bool(told and told.conflict) or bool(open_ and (open_.problems or any(f.problem for f in open_.fields)))
    response = here.page(
        "reader.html",
        status_code=_status(here.request, bool(told and told.conflict), troubled),
        document=document,
        title=title_of(document),
        article=paragraphs(document.text, marked(shown)),
        cards=shown,
        current=at,
        judged=sum(card.verdict is not None for card in shown),
        custody=custody,
        lost=looked.over.lost,
        assignment=assignment,
        open=open_,
        told=told or Told(),
        next=next_waiting(here.store, document.id) if assignment is None else None,
        may_judge=here.may("coder"),
        kinds=KINDS,
        last=last_own(looked, here.visitor.name),
        base=here.path(f"documents/{document.id}"),
        actor_kinds=get_args(ActorKind),
        vocabulary=f"{PREFIX}/projects/{quote(here.project, safe='')}/vocabulary",
    )
    if "hx-request" in here.request.headers and here.request.method == "POST":
        response.headers["HX-Push-Url"] = "false"
    return response


def uncoded(here: Here, document: str, words: str) -> Response:
    """The page of a report of which there is nothing but its text."""
    found, text = text_of(here.store, document)
    return here.page(
        "reader_uncoded.html", document=found, title=found.title or f"Report {found.id[:10]}", words=words,
        paragraphs=[part for part in text.splitlines() if part.strip()], custody=here.store.custody(document),
        next=next_waiting(here.store, document),
    )  # fmt: skip


def _status(request: Request, conflict: bool, troubled: bool) -> int:
    """htmx puts in what answers with 200, and nothing else."""
    if "hx-request" in request.headers or not troubled:
        return 200
    return 409 if conflict else 422


def last_own(looked: Looked, person: str) -> int | None:
    """The visitor's last verdict on the document that holds: what undo takes back."""
    return max((verdict.number for verdict in looked.log if verdict.person == person and verdict.holds), default=None)


def editing(
    looked: Looked, claim: str, values: Mapping[str, Any] | None = None, problems: Sequence[tuple[str, str]] = (),
    reason: str = "",
) -> Open | None:  # fmt: skip
    """The form that corrects a claim, with its values or those that were sent; None where there is no such claim."""
    kind, record = kind_in(looked, claim), record_of(looked, claim)
    if kind is None or record is None:
        return None
    given = {**record, **(values or {})}
    return Open(
        kind=kind, claim=claim, fields=form.shown(kind, given, looked.record, problems),
        problems=form.general_problems(kind, problems), reason=reason,
    )  # fmt: skip


def adding(
    looked: Looked, kind: ClaimKind, at: tuple[int, int], values: Mapping[str, Any],
    problems: Sequence[tuple[str, str]] = (), reason: str = "",
) -> Open:  # fmt: skip
    """The form that adds a claim from a stretch of the text."""
    start, end = at
    return Open(
        kind=kind, start=start, end=end, fields=form.shown(kind, values, looked.record, problems),
        problems=form.general_problems(kind, problems), reason=reason, words=looked.record.document.text[start:end],
    )  # fmt: skip


def to_choose(text: str) -> tuple[tuple[int, int, str], ...]:
    """The sentences of the text to choose from, each in so many words as fit a line."""
    made = []
    for start, end in sentences(text):
        words = " ".join(text[start:end].split())
        made.append((start, end, words if len(words) <= _LONGEST_SENTENCE else f"{words[:_LONGEST_SENTENCE]} …"))
    return tuple(made)
