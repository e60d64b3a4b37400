"""The reports behind a brief: whose word a claim is, and in which words of the report, each report read once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dateline.brief.phrases import named
from dateline.brief.record import Evidence
from dateline.brief.words import clean, distinct, listed, without_dateline
from dateline.incidents import ClaimRef
from dateline.link.facts import EventFacts, TollFacts, facts_of, loose_tolls
from dateline.records import CodedDocument, Relation, Statement
from dateline.store import Store

_ARTICLE = re.compile(r"\b(a|an|the)\s+$", re.IGNORECASE)
_SENTENCE_ENDS = frozenset('.!?:”"')
_UNNAMED = "a publisher not named"
_NOBODY = frozenset({"", "it", "he", "she", "they", "we", "i", "who", "which", "that", "one", "those", "others"})


@dataclass(frozen=True, slots=True)
class Report:
    """A report as a brief needs it: its record, and its events and tolls by their ids, with whose word each is."""

    coded: CodedDocument
    events: dict[str, EventFacts]
    tolls: dict[str, TollFacts]

    @property
    def publisher(self) -> str:
        """Who published it, in words."""
        return clean(self.coded.document.source or "") or _UNNAMED

    def cited(self, claim: str) -> str:
        """Whom the report cites for the claim, the innermost who has a name; empty where it says so in its own voice."""
        event, toll = self.events.get(claim), self.tolls.get(claim)
        sources = (event or toll).sources if event or toll else ()  # type: ignore[union-attr]
        if event is not None and not sources:
            sources = next((t.sources for t in event.tolls if t.sources), ())
        if toll is not None and not sources and toll.event in self.events:
            sources = self.events[toll.event].sources
        named_ones = [source for source in sources if source.name.casefold() not in _NOBODY]
        return self._said(named_ones[-1].name, named_ones[-1].authority_id) if named_ones else ""

    def _said(self, name: str, authority_id: str | None) -> str:
        """A name as it stands in a sentence: with the article of the report where it describes somebody who is on no list."""
        text = self.coded.document.text
        spans = (span for a in self.coded.actors if a.name == name for span in a.mentions)
        span = next((s for s in spans if s.text.replace("’", "'") == name.replace("’", "'")), None)
        if authority_id or span is None:
            return named(clean(name))
        before = text[max(0, span.start - 5) : span.start]
        if article := _ARTICLE.search(before):
            return f"{article[1].casefold()} {clean(name)}"
        first, rest = name[:1].lower(), clean(name[1:])
        begins = not before.strip() or before.rstrip()[-1:] in _SENTENCE_ENDS or "\n" in before
        word = re.escape(f"{first}{name[1:].split()[0] if name[1:].split() else ''}")
        return f"{first}{rest}" if begins and rest.islower() and re.search(rf"\b{word}\b", text) else clean(name)

    def speaker(self, statement: Statement) -> str:
        """Who made the statement; empty where the report names nobody."""
        actor = next((a for a in self.coded.actors if a.id == statement.speaker), None)
        known = actor is not None and actor.name.casefold() not in _NOBODY
        return self._said(actor.name, actor.authority_id) if actor and known else ""

    def evidence(self, claim: str) -> Evidence:
        """The claim with its words."""
        event, toll = self.events.get(claim), self.tolls.get(claim)
        if event is not None:
            quote = without_dateline(event.sentence) or event.text
        elif toll is not None:
            quote = toll.text
        else:
            claims: tuple[Statement | Relation, ...] = (*self.coded.statements, *self.coded.relations)
            spans = next(c.evidence for c in claims if c.id == claim)
            quote = " … ".join(dict.fromkeys(span.text for span in spans))
        return Evidence(document=self.coded.document.id, claim=claim, quote=clean(quote))


def _carried(publishers: Sequence[str]) -> str:
    """Through whom a word came: "in Nile Courier"."""
    known = [publisher for publisher in publishers if publisher != _UNNAMED]
    return f"in {listed(known, 2)}" if known else "publisher not named"


class Reports:
    """Reads reports from a store, each once. A brief cites a few dozen."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._read: dict[str, Report] = {}

    def of(self, document: str) -> Report:
        """The report with this id. Raises StoreError when there is none."""
        if document not in self._read:
            coded = self._store.document(document)
            events = {f.event: f for f in facts_of(coded)}
            tolls = {t.toll: t for t in loose_tolls(coded)} | {t.toll: t for f in events.values() for t in f.tolls}
            self._read[document] = Report(coded, events, tolls)
        return self._read[document]

    def read(self) -> Iterable[Report]:
        """The reports read so far, in the order in which they were."""
        return self._read.values()

    def voices(self, refs: Iterable[ClaimRef]) -> list[str]:
        """Whose words claims are, each once: "medics (in Nile Courier)", or the publisher where a report cites nobody.

        A publisher that is named with those whom it cites is not named again alone.
        """
        told: dict[str, dict[str, None]] = {}
        for ref in refs:
            report = self.of(ref.document)
            told.setdefault(report.cited(ref.claim), {})[report.publisher] = None
        own = told.pop("", {})
        carriers = {publisher for publishers in told.values() for publisher in publishers}
        voices = [f"{cited} ({_carried(list(publishers))})" for cited, publishers in told.items()]
        return distinct([*voices, *(publisher for publisher in own if publisher not in carriers)])

    def evidence(self, ref: ClaimRef) -> Evidence:
        """A claim with its words."""
        return self.of(ref.document).evidence(ref.claim)
