"""A coded document as a page for a terminal."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator

from rich.console import Console
from rich.text import Text

from dateline.export.words.claims import LAYERS, ClaimWords, claims_in_words, one_line, title_of
from dateline.export.words.credits import CREDIT, has_positions
from dateline.export.words.days import day_words
from dateline.records import CodedDocument, Note, Span

_STYLES = {"tolls": "bold red", "events": "bold", "statements": "bold", "relations": "bold"}
_QUOTE_WIDTH = 260
_ID_CHARS = 10
_MARGIN = 6
_MIN_WIDTH = 20
_SENTENCE_END = re.compile(r"[\r\n]|[.!?…][\"”’»)]*(?=\s)")
_RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})


def render(coded: CodedDocument, console: Console) -> None:
    """Print who claims what in the document: tolls, events, statements and relations, each in the order of the text.

    Colours and widths are the console's. Article text is never read as rich markup, and cannot move the cursor.
    """
    claims = claims_in_words(coded)
    for line in _header(coded, claims):
        console.print(line)
    if not claims:
        console.print(Text("\nNo claims were read from this text."))
    for layer in LAYERS:
        ours = [claim for claim in claims if claim.layer == layer]
        if ours:
            console.print(Text(f"\n{layer.upper()}", style="bold underline"))
        for claim in ours:
            _entry(claim.id, _claim_lines(claim, coded.document.text), console)
    if coded.notes:
        console.print(Text("\nNOTES", style="bold underline"))
    for note in coded.notes:
        _entry(note.code, [_note_line(note)], console)
    if has_positions(coded):
        console.print(Text(f"\n{CREDIT}", style="dim"))


def _header(coded: CodedDocument, claims: tuple[ClaimWords, ...]) -> Iterator[Text]:
    document = coded.document
    yield Text(isolated(title_of(document)), style="bold")
    published = f"published {day_words(document.published)}" if document.published else "publication date not known"
    source = one_line(document.source) if document.source else "source not known"
    yield Text(isolated(f"{source} · {published} · {document.id[:_ID_CHARS]}"))
    yield Text(_counts(coded, claims), style="dim")


def _counts(coded: CodedDocument, claims: tuple[ClaimWords, ...]) -> str:
    statuses = Counter(claim.status_words for claim in claims if claim.layer == "events")
    told = ", ".join(f"{count} {status}" for status, count in statuses.most_common())
    lost = sum(place.lat is None for place in coded.places)
    parts = [
        f"tolls {len(coded.tolls)}",
        f"events {len(coded.events)}" + (f" ({told})" if told else ""),
        f"statements {len(coded.statements)}",
        f"relations {len(coded.relations)}",
        f"actors {len(coded.actors)}",
        f"places {len(coded.places)}" + (f" ({lost} not found on the map)" if lost else ""),
    ]
    return " · ".join(parts)


def _claim_lines(claim: ClaimWords, text: str) -> Iterator[Text]:
    headline = Text()
    if not claim.happened:
        headline.append(f"[{claim.status_words.upper()}]", style="bold reverse yellow")
        headline.append(" ")
    elif claim.status != "occurred":
        headline.append(f"{claim.status_words}: ")
    headline.append(isolated(claim.headline), style=_STYLES[claim.layer])
    details = list(claim.details)
    if details:
        lead = details.pop(0)[1]
        headline.append(f"{': ' if claim.layer == 'statements' else ' — '}{isolated(lead)}")
    if claim.source or claim.layer in ("tolls", "events"):
        headline.append(f" — {isolated(claim.source) or 'in the report’s own words'}")
    yield headline
    if details:
        yield Text(" · ".join(f"{label}: {isolated(words)}" for label, words in details))
    # A statement's words are its evidence, and stand in the headline already.
    if claim.evidence and claim.layer != "statements":
        yield _quote(claim, text)


def _quote(claim: ClaimWords, text: str) -> Text:
    """The evidence that holds the claim's anchor, in its sentence, cut to what a reader can take in around it."""
    evidence = next((span for span in claim.evidence if claim.anchor and _holds(span, claim.anchor)), claim.evidence[0])
    first, last = _sentence(text, evidence)
    middle = claim.anchor.start if claim.anchor and _holds(evidence, claim.anchor) else evidence.start
    start = max(first, min(middle - _QUOTE_WIDTH // 2, last - _QUOTE_WIDTH))
    end = min(last, start + _QUOTE_WIDTH)
    # Whole words, where there are words: a cut moves inwards to the next blank, but not past what it is there to show.
    start = text.find(" ", start, middle) + 1 or start if start > first else start
    end = max(text.rfind(" ", middle, end), middle + 1) if end < last and " " in text[middle:end] else end
    before = "…" if start > first else ""
    after = "…" if end < last else ""
    return Text(isolated(f"“{before}{one_line(text[start:end])}{after}”"), style="dim italic")


def _sentence(text: str, evidence: Span) -> tuple[int, int]:
    """Start and end of the sentences that the evidence is in, as far as full stops and line ends tell them."""
    before = max((end.end() for end in _SENTENCE_END.finditer(text, 0, evidence.start)), default=0)
    after = _SENTENCE_END.search(text, evidence.end)
    end = after.end() if after else len(text)
    whole = text[before:end]
    return before + len(whole) - len(whole.lstrip()), end - len(whole) + len(whole.rstrip())


def _holds(outer: Span, inner: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _note_line(note: Note) -> Text:
    quoted = f": “{one_line(note.span.text)}”" if note.span else ""
    return Text(isolated(one_line(note.message) + quoted))


def _entry(label: str, lines: Iterable[Text], console: Console) -> None:
    """Print the lines wrapped beside their label, with nothing but their own words on the right."""
    margin = Text(f" {one_line(label)} ".ljust(_MARGIN), style="cyan")
    for line in lines:
        for part in line.wrap(console, max(console.width - len(margin), _MIN_WIDTH)):
            part.rstrip()
            console.print(Text.assemble(margin, part), soft_wrap=True)
            margin = Text(" " * len(margin))


def isolated(words: str) -> str:
    """The words, isolated where any run right to left, so that they reorder nothing else on the line."""
    if any(unicodedata.bidirectional(character) in _RIGHT_TO_LEFT for character in words):
        return f"\u2068{words}\u2069"
    return words
