"""Addresses that an input names in place of texts: followed where someone may ask the network, else only named."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from dateline.errors import ReadError
from dateline.read.contract import Item, ReadFailure, ReadOptions, Received
from dateline.read.published import parse_published, why_senseless
from dateline.records import Document, Note

_COUNTED = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Referral:
    """An address and what the input says of it: that counts where the page itself does not say it."""

    url: str
    title: str | None = None
    published: str | None = None
    source: str | None = None
    extra: dict[str, Any] = field(default_factory=dict)
    says: str = "the list that it was found by"
    """Who says so, for the note on what was filled in."""


def follow_all(referrals: Iterable[Referral], where: str, options: ReadOptions) -> Iterator[Item]:
    """What the addresses hold, each asked for once.

    Raises ReadError, with their number, where there is nobody to follow them.
    """
    if options.follow is None:
        count = sum(1 for _ in islice(referrals, _COUNTED))
        addresses = "one address" if count == 1 else f"{count:,} addresses"
        raise ReadError(where, f"it lists {addresses} and no texts", "Give --fetch always to have them fetched")
    seen: set[str] = set()
    for referral in referrals:
        if referral.url not in seen:
            seen.add(referral.url)
            yield from follow_one(referral, where, options)
    if not seen:
        raise ReadError(where, "it lists no address", "Check how it was saved")


def follow_one(referral: Referral, where: str, options: ReadOptions) -> Iterator[Item]:
    """What the address holds, completed by what the input says of it; failures also name where the address stood."""
    assert options.follow is not None
    for item in options.follow(referral.url, options):
        if isinstance(item, Received):
            yield completed(item, referral)
        elif isinstance(item, ReadFailure):
            problem, remedy = item.error.problem, item.error.remedy
            yield ReadFailure(item.where, ReadError(item.where, f"{problem} (listed in {where})", remedy))
        else:
            yield item


def completed(received: Received, referral: Referral) -> Received:
    """The document, what it does not say of itself filled in by what was said of its address, with a note."""
    document = received.document
    told = {"title": referral.title, "source": referral.source}
    told["published"] = _sensible(referral.published, document)
    unsaid = {name for name in told if getattr(document, name) is None}
    if _is_host_alone(document):
        unsaid.add("source")
    filled: dict[str, Any] = {name: value for name, value in told.items() if value and name in unsaid}
    notes = received.notes
    if filled:
        names = " and ".join(sorted(filled))
        notes = (*notes, Note(code="W105", message=f"{names}: not from the page, but from {referral.says}"))
    filled["extra"] = {**referral.extra, **document.extra}
    return replace(received, document=document.model_copy(update=filled), notes=notes)


def _sensible(published: str | None, document: Document) -> str | None:
    """The day, where it is one on which a document that was had when this one was can have been published."""
    day = parse_published(published) if published else None
    had = datetime.fromisoformat(document.retrieved) if document.retrieved else datetime.now(UTC)
    return day if day and why_senseless(day, had.date()) is None else None


def _is_host_alone(document: Document) -> bool:
    """Whether the source is no more than the host of the address, which stands in where a page names no publisher."""
    try:
        host = urlsplit(document.url or "").netloc.lower().removeprefix("www.")
    except ValueError:  # the page's own address is none
        return False
    return bool(host) and (document.source or "").lower().removeprefix("www.") == host
