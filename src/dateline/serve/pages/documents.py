"""Documents: the list of reports with how far each is reviewed, and each report in the reader."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from dateline.errors import AbsentError
from dateline.export.words.claims import title_of
from dateline.serve.access import AsCoder, AsViewer, Here, MissingError
from dateline.serve.filters import CHOICES, Asked, FilterError, Filters
from dateline.serve.pages import Nav
from dateline.serve.pages.reader import judging
from dateline.serve.pages.reader.cards import cards, waiting_after
from dateline.serve.pages.reader.showing import Told, editing, look, reader, to_choose, uncoded
from dateline.serve.pages.reader.text import SelectionError, paragraphs, selected
from dateline.store.found import FoundDocument
from dateline.store.review import Looked
from dateline.store.review.laying import UncodedError
from dateline.store.review.listing import Progress, next_waiting, progress_of, waiting_documents

ROUTER = APIRouter()
NAV = Nav(50, "Documents", "documents", "d")
_PAGE = 50
_LOOKED_THROUGH = 6
"""So many pages at most are looked through for documents that wait, where filters are set."""
FIELDS = ("text", "source", "country", "place", "actor", "type", "harm", "since", "until")


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of the list: the documents, how far each is, and where the next page begins."""

    documents: tuple[FoundDocument, ...]
    progress: Mapping[str, Progress]
    after: str | None


@ROUTER.get("/p/{project}/documents")
def documents(here: AsViewer, filters: Asked, show: str = "waiting", after: str | None = None) -> Response:
    """List the reports, the newest first: those with claims that nobody has judged, or all."""
    if show not in ("waiting", "all"):
        raise FilterError(f"show: {show!r} is neither waiting nor all")
    listed = _listed(here, filters, show, after)
    kept = {"show": None if show == "waiting" else show}
    return here.page(
        "documents.html",
        filters=filters,
        choices=CHOICES,
        fields=FIELDS,
        show=show,
        kept=kept,
        listed=listed,
        further=None if listed.after is None else filters.address(**kept, after=listed.after),
        first=filters.address(**kept) or "?" if after else None,
    )


def _listed(here: Here, filters: Filters, show: str, after: str | None) -> Listed:
    conditions = filters.conditions()
    if show == "waiting" and not conditions:
        if after is not None and not after.lstrip("-").isdecimal():
            raise FilterError(f"{after!r} is no place where a page ended")
        found = waiting_documents(here.store, _PAGE + 1, None if after is None else int(after))
        further = str(found[_PAGE - 1].row) if len(found) > _PAGE else None
        return Listed(tuple(found[:_PAGE]), progress_of(here.store, found[:_PAGE]), further)
    results = here.store.documents(**conditions)
    made: list[FoundDocument] = []
    progress: dict[str, Progress] = {}
    for _ in range(_LOOKED_THROUGH if show == "waiting" else 1):
        page = results.page(_PAGE, after)
        told = progress_of(here.store, page.items)
        progress |= told
        made += [document for document in page.items if show == "all" or told[document.id].waiting]
        after = page.after
        if after is None or len(made) >= _PAGE:
            break
    return Listed(tuple(made), progress, after)


@ROUTER.get("/p/{project}/documents/next")
def following(here: AsViewer, after: str = "") -> Response:
    """Lead to the next report with claims that nobody has judged."""
    found = next_waiting(here.store, after)
    return RedirectResponse(here.path(f"documents/{found}" if found else "documents"), 303)


@ROUTER.get("/p/{project}/documents/{document_id}")
def document(
    here: AsViewer, document_id: str, claim: str | None = None, assignment: int | None = None, done: str | None = None
) -> Response:
    """Show a report in the reader, at a claim."""
    try:
        looked = look(here, document_id, assignment)
    except UncodedError as error:
        return uncoded(here, document_id, str(error))
    return reader(here, looked, claim=claim, assignment=assignment, told=Told(done=_done(here, done)))


@ROUTER.get("/p/{project}/documents/{document_id}/edit")
def edit(here: AsCoder, document_id: str, claim: str, assignment: int | None = None) -> Response:
    """Show a report with the form that corrects one of its claims."""
    looked = look(here, document_id, assignment)
    opened = editing(looked, claim)
    if opened is None:
        raise MissingError(f"there is no claim {claim!r} in this document any more; load the page again")
    return reader(here, looked, claim=claim, assignment=assignment, open_=opened)


@ROUTER.get("/p/{project}/documents/{document_id}/add")
def add(here: AsCoder, document_id: str, request: Request, kind: str = "", assignment: int | None = None) -> Response:
    """Show a report with the form that adds a claim: of what is selected, or first with its sentences to choose from."""
    looked = look(here, document_id, assignment)
    text = looked.record.document.text
    ends = _ends(looked, request)
    if ends is None or not kind:
        at = waiting_after(cards(looked, {}), None)
        sentences = to_choose(text)
        if ends is not None:
            sentences = ((*ends, " ".join(text[ends[0] : ends[1]].split())), *sentences)
        return reader(here, looked, claim=at, assignment=assignment, told=Told(sentences=sentences))
    opened = judging.opened_for(looked, judging.kind_named(kind), ends)
    return reader(here, looked, claim=None, assignment=assignment, open_=opened)


def _ends(looked: Looked, request: Request) -> tuple[int, int] | None:
    """The stretch of the text that is meant: by its offsets, or by what a browser says is selected."""
    given = request.query_params
    text = looked.record.document.text
    if "words" in given:
        start, _, end = given["words"].partition("-")
        if not (start.isdecimal() and end.isdecimal() and 0 <= int(start) < int(end) <= len(text)):
            raise SelectionError("select some words of the text first")
        return int(start), int(end)
    if "from" in given and "to" in given:
        if not (given["from"].isdecimal() and given["to"].isdecimal()):
            raise SelectionError("select some words of the text first")
        article = paragraphs(text, [card.words for card in cards(looked, {}) if card.state != "rejected"])
        before = given.get("from_words", ""), given.get("to_words", "")
        return selected(article, ((int(given["from"]), before[0]), (int(given["to"]), before[1])))
    return None


def _done(here: Here, document: str | None) -> tuple[str, str] | None:
    """The document that was just finished, and its title."""
    if document is None:
        return None
    try:
        return document, title_of(here.store.document(document).document)
    except AbsentError:
        return None


ROUTER.include_router(judging.ROUTER)
