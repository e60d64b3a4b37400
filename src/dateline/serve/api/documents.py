"""Documents: as received, as coded, and how they came."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Request, Response

from dateline.records import CodedDocument
from dateline.serve.access import AsViewer, MissingError
from dateline.serve.api.answering import (
    NOT_CHANGED,
    Asked,
    AsWanted,
    PageOf,
    problems,
    row_as_json,
    tag_of,
    tagged,
)
from dateline.store import FoundDocument
from dateline.store.found import Coding, Custody

ROUTER = APIRouter(prefix="/projects/{project}/documents", tags=["documents"], responses=problems())
DocumentId = Annotated[str, Path(pattern=r"^[0-9a-f]{64}$", description="The SHA-256 of its text.")]


@ROUTER.get("", operation_id="findDocuments")
def find_documents(
    here: AsViewer,
    asked: Asked,
    wanted: AsWanted,
) -> PageOf[FoundDocument]:
    """The documents that meet all conditions."""
    return wanted.of(here.store.documents(**asked), row_as_json)  # type: ignore[no-any-return]


@ROUTER.get("/{document_id}", operation_id="getDocument", responses=NOT_CHANGED)
def get_document(here: AsViewer, document_id: DocumentId, request: Request, response: Response) -> CodedDocument:
    """The record of a document: what the machine read, with what people have decided about it."""
    coded = here.store.document(document_id)
    return tagged(request, response, tag_of(coded.to_json())) or coded  # type: ignore[return-value]


@ROUTER.get("/{document_id}/codings", operation_id="listCodings")
def list_codings(here: AsViewer, document_id: DocumentId) -> list[Coding]:
    """Every coding of the document by the machine, the oldest first, with the versions that made it."""
    here.store.document(document_id)
    return here.store.codings(document_id)


@ROUTER.get("/{document_id}/codings/{number}", operation_id="getCoding")
def get_coding(here: AsViewer, document_id: DocumentId, number: Annotated[int, Path(ge=1, le=2**53)]) -> CodedDocument:
    """One coding as the machine made it, whatever people have decided since."""
    coded = here.store.coding(number)
    if coded.document.id != document_id:
        raise MissingError(f"coding {number} is of another document")
    return coded


@ROUTER.get("/{document_id}/custody", operation_id="listCustody")
def list_custody(here: AsViewer, document_id: DocumentId) -> list[Custody]:
    """How the document came, each time: from where, when, and as which bytes."""
    here.store.document(document_id)
    return here.store.custody(document_id)


@ROUTER.get(
    "/{document_id}/originals/{sha256}",
    operation_id="getOriginal",
    response_class=Response,
    responses={200: {"content": {"application/octet-stream": {}}, "description": "The bytes received"}},
)
def get_original(
    here: AsViewer, document_id: DocumentId, sha256: Annotated[str, Path(pattern=r"^[0-9a-f]{64}$")]
) -> Response:
    """The bytes that the document was read from. They are never shown as a page: they are somebody else's."""
    if sha256 not in {custody.original for custody in here.store.custody(document_id)}:
        raise MissingError(f"the document did not come as bytes of the SHA-256 {sha256}")
    headers: dict[str, Any] = {"content-disposition": f'attachment; filename="{sha256}.bin"'}
    return Response(here.store.original(sha256), media_type="application/octet-stream", headers=headers)
