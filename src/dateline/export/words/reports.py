"""What the reports of an export say of themselves, and whose word each of their claims is: for rows that cite them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from sys import intern

from dateline.export.words.claims import Names, one_line, title_of
from dateline.incidents import ClaimRef, Report
from dateline.records import Attribution, CodedDocument, Event, Toll


@dataclass(frozen=True, slots=True)
class Headed:
    """What a report says of itself."""

    title: str
    source: str | None
    url: str | None
    published: str | None


class Reported:
    """The heads of reports, and the sources of their events and tolls.

    It holds a few words a claim, so that an export can go through the incidents without reading the reports again.
    """

    def __init__(self, documents: Iterable[CodedDocument]) -> None:
        self.reports: dict[str, Headed] = {}
        self._sources: dict[tuple[str, str], str] = {}
        for coded in documents:
            self._add(coded)

    def _add(self, coded: CodedDocument) -> None:
        document = coded.document
        self.reports[document.id] = Headed(title_of(document), document.source, document.url, document.published)
        names = Names(coded).actors
        claims: tuple[Event | Toll, ...] = (*coded.events, *coded.tolls)
        for claim in claims:
            if claim.attribution and (source := said_by(claim.attribution, names)):
                self._sources[document.id, claim.id] = intern(source)

    def sources(self, claims: Iterable[ClaimRef]) -> tuple[str, ...]:
        """Whose word the claims are, each once, in their order; claims in a report's own voice name none."""
        found = (self._sources.get((claim.document, claim.claim)) for claim in claims)
        return tuple(dict.fromkeys(source for source in found if source))

    def heads(self, reports: Iterable[Report]) -> tuple[Headed, ...]:
        """The reports that are no copies, the oldest first; those that the export leaves out are known by their incident."""
        heads = {
            report.document: self.reports.get(report.document) or Headed("", report.source, None, report.published)
            for report in reports
            if report.original
        }
        return tuple(sorted(heads.values(), key=lambda head: (head.published or "9", head.source or "")))


def said_by(chain: tuple[Attribution, ...], names: Mapping[str, str]) -> str | None:
    """Who is responsible for the words: the innermost source, by its name or by the words that stand for it."""
    innermost = chain[-1]
    if innermost.source:
        return names[innermost.source]
    return one_line(innermost.source_text.text) if innermost.source_text else None
