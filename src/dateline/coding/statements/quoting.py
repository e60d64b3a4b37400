"""Quotations and who speaks them: the reporting clause beside a quotation, and quotations that go on after it."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace

from dateline.coding.statements.extent import (
    QUOTATION_MARKS,
    cue_extent,
    cue_with_medium,
    is_nominal,
    source_extent,
    trimmed,
)
from dateline.coding.statements.lexicon import Cue, Lexicon
from dateline.coding.statements.saying import Saying, Tokens
from dateline.coding.statements.sources import listener_of, source_of
from dateline.coding.syntax import child
from dateline.parse import Doc, ParsedDocument, Quote, Token

_OPENS_SPEECH = frozenset({",", ":", ".", "?", "!", '"', "-", "—", "–", "...", "…", ")", "]"})
_CLOSES_SPEECH = (",", ".", "?", "!", "—", "-", "…")
_LONGEST_CLAUSE = 40
_INVERTED_SUBJECTS = frozenset({"nsubj", "dobj", "attr", "oprd", "npadvmod"})
_FIRST_PERSON = frozenset(["i", "we", "my", "our", "us", "me"])


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quotation in token numbers.

    ``inside`` is without and ``whole`` with the quotation marks; ``full`` when it holds whole sentences that somebody
    speaks, not some words of theirs in the reporter's sentence.
    """

    quote: Quote
    inside: Tokens
    whole: Tokens
    segment: int
    full: bool


@dataclass(frozen=True, slots=True)
class Quotations:
    """The direct speech of a document, and the tokens that stand in it."""

    sayings: tuple[Saying, ...]
    spoken: frozenset[int]
    used: frozenset[int]
    """The reporting verbs that have found their quotations."""


def find_quotations(parsed: ParsedDocument, lexicon: Lexicon) -> Quotations:
    """The quotations of whole sentences, each with the clause that reports it."""
    quoted = _quoted(parsed, lexicon)
    spoken = {i for q in quoted for i in range(q.whole[0], q.whole[1] + 1)}
    sayings: list[Saying] = []
    previous: Quoted | None = None
    for number, q in enumerate(quoted):
        if not q.full:
            if sayings and previous is not None and _resumes(parsed, sayings[-1], previous, q):
                sayings[-1] = replace(sayings[-1], content=(*sayings[-1].content, q.whole))
            continue
        after = quoted[number + 1] if number + 1 < len(quoted) else None
        own = _reported(parsed, lexicon, q, previous, after)
        if own is not None and sayings and own.verb == sayings[-1].verb:
            sayings[-1] = replace(sayings[-1], content=(*sayings[-1].content, q.whole))
        elif own is not None:
            sayings.append(own)
        elif sayings and previous is not None and (how := _goes_on(parsed, sayings[-1], previous, q)):
            last = sayings[-1]
            sayings[-1] = replace(last, content=(*last.content, q.whole), confidence=min(last.confidence, how))
        else:
            continue
        previous = q
    used = frozenset(s.verb for s in sayings)
    return Quotations(tuple(sayings), frozenset(spoken), used)


def _reported(
    parsed: ParsedDocument, lexicon: Lexicon, q: Quoted, previous: Quoted | None, after: Quoted | None
) -> Saying | None:
    """The reporting clause of a quotation: behind it when it ends in a comma, else rather in front of it."""
    if parsed.doc[q.inside[1]].text.endswith(","):
        return _after(parsed, lexicon, q, after) or _before(parsed, lexicon, q, previous)
    return _before(parsed, lexicon, q, previous) or _after(parsed, lexicon, q, after)


def _quoted(parsed: ParsedDocument, lexicon: Lexicon) -> list[Quoted]:
    if not parsed.quotes:
        return []
    doc = parsed.doc
    starts = [t.idx for t in doc]
    segment_starts = [s.start for s in parsed.segments]
    out: list[Quoted] = []
    for quote in parsed.quotes:
        first, last = bisect_left(starts, quote.start), bisect_left(starts, quote.end) - 1
        if first > last or (not quote.closed and _is_narration(parsed, lexicon, first, last)):
            continue
        opening = first - 1 if first and doc[first - 1].text in QUOTATION_MARKS else first
        closing = last + 1 if quote.closed and last + 1 < len(doc) and doc[last + 1].text in QUOTATION_MARKS else last
        segment = bisect_left(segment_starts, quote.start + 1) - 1
        begins = segment >= 0 and parsed.segments[segment].start >= doc[opening].idx
        full = _is_full(parsed, lexicon, first, last, opening, begins=begins)
        out.append(Quoted(quote, (first, last), (opening, closing), segment, full))
    return out


def _is_narration(parsed: ParsedDocument, lexicon: Lexicon, first: int, last: int) -> bool:
    """Whether an unclosed quotation is none: a stray mark before the reporter's own words, which report somebody."""
    words = parsed.doc[first : last + 1]
    if any(t.lower_ in _FIRST_PERSON for t in words):
        return False
    return any(
        t.pos_ == "VERB" and t.tag_ == "VBD" and lexicon.verb(t.lemma_.lower()) is not None
        and any(s.pos_ == "PROPN" for s in t.children if s.dep_ == "nsubj") and child(t, "ccomp") is not None
        for t in words
    )  # fmt: skip


def _is_full(parsed: ParsedDocument, lexicon: Lexicon, first: int, last: int, opening: int, *, begins: bool) -> bool:
    doc = parsed.doc
    ends_speech = doc[last].text.endswith(_CLOSES_SPEECH)
    starts_speech = doc[first].text[:1].isupper() or doc[first].text in ("...", "…", "[", "(")
    if begins:
        return ends_speech or (starts_speech and last - first >= 3)
    before = doc[opening - 1] if opening else None
    if before is None:
        return True
    entry = lexicon.verb(before.lemma_.lower()) if before.pos_ == "VERB" else None
    if entry is not None and "quote" in entry.frames:
        return last - first >= 3 or (starts_speech and ends_speech)
    if before.is_space or before.text not in _OPENS_SPEECH:
        return False
    if before.text == ":":
        return last - first >= 2 or ends_speech
    return starts_speech and (ends_speech or last - first >= 4)


def _before(parsed: ParsedDocument, lexicon: Lexicon, q: Quoted, previous: Quoted | None) -> Saying | None:
    """The reporting clause in front: 'He added, "…"', 'The ministry said in a statement: "…"'."""
    doc = parsed.doc
    opening = q.whole[0]
    if opening == 0 or doc[opening - 1].text in (".", "?", "!", '"', "''") or doc[opening - 1].is_space:
        return None
    floor = max(previous.whole[1] + 1 if previous else 0, _segment_start(parsed, q), opening - _LONGEST_CLAUSE)
    colon = doc[opening - 1].text == ":"
    for i in range(opening - 1, floor - 1, -1):
        token = doc[i]
        if token.text in (".", "?", "!") and token.is_sent_end:
            break
        entry = _entry(lexicon, token)
        if entry is None:
            continue
        if not colon and any(doc[k].text == "," for k in range(i + 1, opening - 1)) and token.tag_ == "VBN":
            continue
        source = source_of(token, lexicon)
        return _direct(lexicon, token, entry, q, source)
    return None


def _segment_start(parsed: ParsedDocument, q: Quoted) -> int:
    """The first token of the quotation's segment."""
    if q.segment < 0:
        return 0
    start = parsed.segments[q.segment].start
    i = q.whole[0]
    while i > 0 and parsed.doc[i - 1].idx >= start:
        i -= 1
    return i


def _after(parsed: ParsedDocument, lexicon: Lexicon, q: Quoted, following: Quoted | None) -> Saying | None:
    """The reporting clause behind: '"…," said the ministry', '"…," the ministry told reporters'."""
    doc = parsed.doc
    closing = q.whole[1]
    if closing + 1 < len(doc) and doc[closing + 1].is_space and "\n" not in doc[closing + 1].text:
        closing += 1
    if not q.quote.closed or closing + 1 >= len(doc) or doc[closing + 1].is_space:
        return None
    if (
        doc[q.inside[1]].text.endswith(".")
        and doc[closing + 1].text[:1].isupper()
        and not doc[q.inside[1]].text.endswith("..")
    ):
        return None
    limit = min(len(doc), closing + 1 + _LONGEST_CLAUSE, following.whole[0] if following else len(doc))
    commas = 0
    for i in range(closing + 1, limit):
        token = doc[i]
        if token.is_space or (token.text in (".", "?", "!", ";") and i > closing + 1):
            break
        commas += token.text == ","
        entry = _entry(lexicon, token)
        if entry is not None and (commas < 2 or token.dep_ == "ROOT" or "quote" in entry.frames):
            return _after_verb(lexicon, token, entry, q)
    return None


def _entry(lexicon: Lexicon, token: Token) -> Cue | None:
    if token.pos_ not in ("VERB", "NOUN", "PROPN", "ADJ", "AUX") or (
        token.tag_ in ("NN", "NNP", "VB") and token.pos_ != "VERB"
    ):
        return None
    lemma = token.lemma_.lower()
    entry = lexicon.verb(lemma)
    return entry if entry is not None and "quote" in entry.frames else None


def _after_verb(lexicon: Lexicon, verb: Token, entry: Cue, q: Quoted) -> Saying | None:
    cue = cue_extent(verb)
    between = trimmed(verb.doc, q.whole[1] + 1, cue[0] - 1)
    if between is None:
        subject = next((c for c in verb.rights if c.dep_ in _INVERTED_SUBJECTS and is_nominal(c)), None)
        if subject is None and verb.i + 1 < len(verb.doc):
            subject = _top(verb.doc, verb.i + 1, min(verb.i + 6, verb.sent.end - 1))
        return _direct(lexicon, verb, entry, q, subject)
    subject = next((c for c in verb.children if c.dep_ == "nsubj" and between[0] <= c.i <= between[1]), None)
    subject = subject or _top(verb.doc, *between)
    if subject is None:
        return None
    return _direct(lexicon, verb, entry, q, subject, source=between)


def _top(doc: Doc, first: int, last: int) -> Token | None:
    """The nominal among the tokens whose head stands outside of them, else the first nominal."""
    nominals = [t for t in doc[first : last + 1] if is_nominal(t)]
    return next((t for t in nominals if not first <= t.head.i <= last), nominals[0] if nominals else None)


def _direct(
    lexicon: Lexicon, verb: Token, entry: Cue, q: Quoted, speaker: Token | None, *, source: Tokens | None = None
) -> Saying:
    if source is None and speaker is not None:
        source = source_extent(speaker, verb)
        if source[0] <= q.whole[1] and source[1] >= q.whole[0]:
            source = (speaker.i, speaker.i)
    told = listener_of(verb, entry)
    if told is not None and (told == speaker or q.whole[0] <= told.i <= q.whole[1]):
        told = None
    return Saying(
        entry=entry,
        verb=verb.i,
        cue=cue_with_medium(verb, cue_extent(verb), lexicon),
        content=(q.whole,),
        source=source,
        speaker=speaker.i if speaker is not None else None,
        addressee=told.i if told is not None else None,
        direct=True,
        attributes=True,
        rule=f"{entry.kind}.{entry.lemma}.quote",
        confidence=entry.frames["quote"],
    )


def _resumes(parsed: ParsedDocument, saying: Saying, previous: Quoted, q: Quoted) -> bool:
    """Whether quoted words end the sentence that a reporting clause has split: '"We stay," she said, "because …"'."""
    before, opening = previous.whole[1] + 1, q.whole[0]
    doc = parsed.doc
    if not before <= saying.verb < opening or doc[opening - 1].text != ",":
        return False
    return doc[previous.inside[1]].text.endswith(",") and not any(
        t.text in (".", "?", "!") for t in doc[before:opening]
    )


def _goes_on(parsed: ParsedDocument, saying: Saying, previous: Quoted, q: Quoted) -> float | None:
    """How surely the quotation goes on with what was said before: None when it does not."""
    if q.segment == previous.segment:
        between = range(previous.whole[1] + 1, q.whole[0])
        sentences = sum(parsed.doc[i].is_sent_start is True and not parsed.doc[i].is_space for i in between)
        return 0.9 if sentences <= 1 else 0.6
    if q.segment == previous.segment + 1:
        return 0.9 if not previous.quote.closed else 0.6
    return None
