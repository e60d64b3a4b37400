"""Search: incidents, claims and documents by words and by everything else that the store can be asked."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, Any, get_args

from fastapi import APIRouter, Form, Query
from starlette.background import BackgroundTask
from starlette.responses import FileResponse, JSONResponse, Response

from dateline.errors import DatelineError, ExportError
from dateline.export.placing import MANIFEST, manifest
from dateline.export.registry import all_formats, check_usable, format_of
from dateline.export.responsibility import open_profile
from dateline.export.selection import conditions_in_words, selection_of
from dateline.export.sums import hash_of
from dateline.ontology.codes import PLOVER_CONTEXTS, PLOVER_MODES
from dateline.records import Status
from dateline.serve.access import AsViewer, ForbiddenError, Here
from dateline.serve.filters import CHOICES, Asked, Filters
from dateline.serve.pages import Nav
from dateline.store.exports import Export, log_export
from dateline.store.plan import words_of
from dateline.store.saved import Searches, count_up_to, document_starts, incident_passages, names_beginning, passages
from dateline.store.terms import fold_words

ROUTER = APIRouter()
NAV = Nav(40, "Search", "search", "s")

KINDS: Mapping[str, str] = {
    "incidents": "Incidents",
    "events": "Events",
    "tolls": "Tolls",
    "statements": "Statements",
    "relations": "Relations",
    "documents": "Documents",
}
FIELDS = (
    "text", "country", "place", "since", "until", "type", "actor", "role", "harm", "at_least", "grade", "source", "cited",
    "status",
)  # fmt: skip
MORE_FIELDS = ("admin1", "mode", "context", "as_of", "near", "within_km", "min_confidence")
"""What is asked for seldom: it is shown to whom wants it, or has it set."""
_ALL_CHOICES = {
    **CHOICES,
    "status": get_args(Status),
    "mode": tuple(sorted({mode for modes in PLOVER_MODES.values() for mode in modes})),
    "context": tuple(sorted(PLOVER_CONTEXTS)),
}
_PAGE = 25
_MOST_COUNTED = 1_000
_MOST_DOWNLOADED = 20_000
_FORMATS = ("csv", "jsonl", "json", "geojson", "xlsx", "acled", "ucdp", "idmc", "plover", "kml")
"""The formats that are offered, those that are asked for most first."""
_WORD = re.compile(r"\w+|\W+")
_ENDINGS = ("ings", "ing", "edly", "ers", "ed", "er", "es", "s")
_SHORTEST_STEM = 3


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that was found, with the words of its evidence."""

    item: Any
    passage: Any


@ROUTER.get("/p/{project}/search")
def search(
    here: AsViewer,
    filters: Asked,
    kind: str = "incidents",
    more: str = "",
    after: str | None = Query(None, max_length=40),
) -> Response:
    """What answers, a page at a time."""
    chosen = kind if kind in KINDS else "incidents"
    found = here.store.find(chosen, **filters.conditions()).page(_PAGE, after or None)
    total = None
    if chosen != "incidents" or filters.as_of is None:
        total = count_up_to(here.store, chosen, filters.conditions(), _MOST_COUNTED)
    shows_more = bool(more) or any(filters.written(name) for name in MORE_FIELDS)
    return here.page(
        "search.html", filters=filters, kind=chosen, kinds=KINDS, found=list(_hits(here, chosen, found.items, filters)),
        next=found.after, after=after, total=total, most_counted=_MOST_COUNTED, more=shows_more,
        fields=(*FIELDS, *MORE_FIELDS) if shows_more else FIELDS, choices=_ALL_CHOICES, formats=_formats(),
        wanted=wanted_words(filters.text), saved=Searches(here.store).of(here.visitor.name), marked=marked,
    )  # fmt: skip


@ROUTER.get("/p/{project}/search/suggest")
def suggest(
    here: AsViewer, what: Annotated[str, Query(pattern="^(actor|place|source)$")], q: str = Query("", max_length=100)
) -> Response:
    """Names that begin so, as they stand in the store."""
    return JSONResponse(names_beginning(here.store, what, q))


@ROUTER.post("/p/{project}/search/download")
def download(
    here: AsViewer,
    filters: Asked,
    form: Annotated[str, Form()] = "csv",
    profile: Annotated[str, Form()] = "public",
) -> Response:
    """All that answers, in a format of the exports, as a profile of data responsibility lets it out; it is logged."""
    if profile != "public" and not here.may("coder"):
        raise ForbiddenError("viewers take out what the profile public lets out")
    if form not in {name for name, _ in _formats()}:
        raise ExportError(f"there is no format {form!r} to download")
    conditions = filters.conditions()
    if count_up_to(here.store, "documents", conditions, _MOST_DOWNLOADED) > _MOST_DOWNLOADED:
        raise ExportError(
            f"more than {_MOST_DOWNLOADED:,} reports answer: narrow the search, or give it to dateline export"
        )
    folder = Path(tempfile.mkdtemp(prefix="dateline-download-"))
    try:
        path = _written(here, form, profile, conditions, folder)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    gone = BackgroundTask(shutil.rmtree, folder, ignore_errors=True)
    return FileResponse(path, filename=path.name, background=gone, media_type="application/octet-stream")


def wanted_words(text: str | None) -> tuple[str, ...]:
    """The words that were looked for, folded and without their endings."""
    try:
        found = [phrase for wanted, phrase in words_of(text or "") if wanted]
    except DatelineError:
        return ()
    return tuple({_stem(word) for phrase in found for word in phrase.split()})


def marked(text: str, wanted: Sequence[str]) -> list[tuple[str, bool]]:
    """The text in pieces, and whether each is a word that was looked for, in whatever form English gives it."""
    pieces: list[tuple[str, bool]] = []
    for piece in _WORD.findall(text):
        hit = bool(wanted) and piece[0].isalnum() and _stem(fold_words(piece)) in wanted
        if pieces and pieces[-1][1] == hit:
            pieces[-1] = (pieces[-1][0] + piece, hit)
        else:
            pieces.append((piece, hit))
    return pieces


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            word = word.removesuffix(ending)
            break
    return word.removesuffix("e") if len(word) > _SHORTEST_STEM else word


def _hits(here: Here, kind: str, items: Sequence[Any], filters: Filters) -> Iterator[Hit]:
    if kind == "incidents":
        told = incident_passages(here.store, [incident.id for incident in items])
        yield from (Hit(incident, told.get(incident.id)) for incident in items)
    elif kind == "documents":
        word = next((phrase.split()[0] for wanted, phrase in words_of(filters.text or "") if wanted), None)
        starts = document_starts(here.store, [document.row for document in items], word)
        yield from (Hit(document, starts.get(document.row, "")) for document in items)
    else:
        around = passages(here.store, [claim.row for claim in items])
        yield from (Hit(claim, around.get(claim.row)) for claim in items)


@cache
def _formats() -> tuple[tuple[str, str], ...]:
    """The formats that can be downloaded here, with their titles."""
    usable = []
    for form in sorted(all_formats(), key=lambda f: _FORMATS.index(f.name) if f.name in _FORMATS else len(_FORMATS)):
        try:
            check_usable(form)
        except ExportError:
            continue
        if form.name in _FORMATS:
            usable.append((form.name, form.title))
    return tuple(usable)


def _written(here: Here, form: str, profile: str, conditions: dict[str, Any], folder: Path) -> Path:
    """The file, whole and logged; a format that is a folder is packed."""
    chosen = format_of(form)
    selection = selection_of(here.store, conditions, open_profile(profile, here.store))
    path = folder / f"dateline-{here.project}-{chosen.name}{chosen.suffix}"
    if not chosen.suffix:
        path.mkdir()
    written = chosen.write(selection, path)
    if not chosen.suffix:
        (path / MANIFEST).write_text(manifest(chosen, selection, written), "utf-8", newline="\n")
        path = Path(shutil.make_archive(str(path), "zip", path))
    line = Export(
        person=here.visitor.name, form=chosen.name, profile=profile, conditions=conditions_in_words(conditions),
        counts=written.counts, target="download from the workbench", sha256=hash_of(path),
    )  # fmt: skip
    log_export(here.store, line)
    return path
