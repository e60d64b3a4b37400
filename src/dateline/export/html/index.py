"""An index page of several coded documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dateline.errors import DatelineError
from dateline.export.html.templating import fill
from dateline.export.words.claims import ClaimWords, claims_in_words, one_line, title_of
from dateline.export.words.days import day_words
from dateline.records import CodedDocument, Toll

_TOP_TOLLS = 3
_HARM_ORDER = ("killed", "missing", "injured")
_SCHEMES = ("http", "https", "file")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """One document as the index shows it."""

    href: str
    title: str
    about: str
    counts: tuple[tuple[str, int], ...]
    tolls: tuple[ClaimWords, ...]
    more_tolls: int
    unreal: int


def index(items: Sequence[tuple[str, CodedDocument]]) -> str:
    """One HTML file that lists the documents, in the order given, with their counts and their gravest tolls.

    ``items`` are (href of the document's own page, document). Raises DatelineError for an href that runs script.
    """
    return fill("index.html", lines=[_line(href, coded) for href, coded in items])


def _line(href: str, coded: CodedDocument) -> _Line:
    _check(href)
    document = coded.document
    claims = claims_in_words(coded)
    ranked = sorted(coded.tolls, key=_gravity)
    words = {claim.id: claim for claim in claims}
    source = one_line(document.source or "") or "source not known"
    return _Line(
        href=href,
        title=title_of(document),
        about=f"{source}, {day_words(document.published)}" if document.published else f"{source}, no date",
        counts=tuple((layer, len(getattr(coded, layer))) for layer in ("tolls", "events", "statements", "relations")),
        tolls=tuple(words[toll.id] for toll in ranked[:_TOP_TOLLS]),
        more_tolls=max(len(ranked) - _TOP_TOLLS, 0),
        unreal=sum(not claim.happened for claim in claims if claim.layer == "events"),
    )


def _gravity(toll: Toll) -> tuple[bool, int, int]:
    """Tolls of one incident before totals, deaths before other harm, more before fewer."""
    harm = _HARM_ORDER.index(toll.harm) if toll.harm in _HARM_ORDER else len(_HARM_ORDER)
    return toll.scope == "cumulative", harm, -(toll.best or toll.high or toll.low or 0)


def _check(href: str) -> None:
    """Links are relative, or have a scheme that shows a page and runs nothing in this one."""
    head = href.strip().split("/", 1)[0].split("?", 1)[0].split("#", 1)[0]
    scheme, colon, _ = head.partition(":")
    if colon and scheme.lower() not in _SCHEMES:
        raise DatelineError(
            f"{href!r} cannot be a link of the index: only relative, http, https and file addresses can"
        )
