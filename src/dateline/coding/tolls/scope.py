"""Whether a toll is one incident's or a count over a time or a conflict, and from when to when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dateline.coding.dates.period import Period, toll_period
from dateline.coding.mentions import Mentions
from dateline.coding.syntax import subjects_of
from dateline.coding.tolls.harmed import Harmed
from dateline.coding.tolls.lexicon import lexicon
from dateline.parse import Doc, Token
from dateline.records import IsoDate, Scope, Span

_COUNTED_STOCKS = frozenset({"displaced", "returned", "detained"})
_INCIDENT_DAYS = 3
"""One incident goes on for no longer; a count over more days is of several."""
_PERSISTING = frozenset({"still", "currently", "remain", "remains", "remained", "remaining"})


@dataclass(frozen=True, slots=True)
class Reach:
    """A toll's scope, its first and last date as far as they are said, and the words that decided it."""

    scope: Scope
    since: IsoDate | None = None
    until: IsoDate | None = None
    words: Span | None = None
    how: str = "nothing says that it is a count over time"


def reach_of(mentions: Mentions, harmed: Harmed) -> Reach:
    """The scope of a toll.

    Cumulative are counts "since May", "so far", "this year" and "in the ten-year war", a toll that "has risen to" and
    is of no incident named beside it, people counted at a date ("82,000 refugees"), and the count of a whole period.
    """
    doc = mentions.parsed.doc
    first, last = _clause(doc, harmed)
    if _another_follows(doc, harmed):
        last = max(last, doc[harmed.trigger.i].sent.end)
    period = toll_period(mentions, harmed.group.number[0] if harmed.group else harmed.head)
    found = (
        _by_words(doc, harmed, first, last)
        or _by_conflict(doc, first, last)
        or _by_doer(doc[harmed.trigger.i])
        or _by_rise(doc, harmed)
        or _by_period(doc, harmed, period, first, last)
        or _by_stock(doc, harmed, first, last)
    )
    if found is None:
        return Reach("incident")
    start, end, how = found
    since, until, _ = period
    return Reach("cumulative", since, until, mentions.parsed.tokens_span(start, end), how)


_Found = tuple[int, int, str]
"""The first and last token of the words that make a toll cumulative, and what they are."""


def _clause(doc: Doc, harmed: Harmed) -> tuple[int, int]:
    """The tokens of the sentence from the trigger's clause on, up to a later clause with a subject of its own."""
    trigger = doc[harmed.trigger.i]
    first, last = trigger.sent.start, trigger.sent.end
    if trigger.dep_ == "conj" and _has_subject(trigger):
        first = trigger.left_edge.i
    for token in doc[trigger.i + 1 : last]:
        clause = token.dep_ in ("conj", "parataxis", "ccomp", "advcl", "relcl") and token.pos_ in ("VERB", "AUX")
        if clause and _has_subject(token) and not _within(trigger, token):
            last = max(trigger.i + 1, token.left_edge.i)
            break
    return first, max(last, harmed.head + 1)


def _another_follows(doc: Doc, harmed: Harmed) -> bool:
    """Whether a second figure shares the words after it: "12 have been killed and 40 wounded since May"."""
    after = [t for t in doc[harmed.trigger.last + 1 : harmed.trigger.last + 5] if t.tag_ != "RB"]
    return len(after) > 2 and after[0].lower_ == "and" and after[1].like_num and after[2].tag_ in ("VBN", "VBD", "NNS")


def _has_subject(verb: Token) -> bool:
    return any(c.dep_ in ("nsubj", "nsubjpass") for c in verb.children)


def _within(token: Token, clause: Token) -> bool:
    return clause.left_edge.i <= token.i <= clause.right_edge.i


def _by_words(doc: Doc, harmed: Harmed, first: int, last: int) -> _Found | None:
    """As in "since …", "so far", "over the past two weeks"."""
    words = lexicon()
    for j in range(first, last):
        lower = doc[j].lower_
        if lower in words.scope["starts"] and doc[j].dep_ in ("prep", "mark") and not _opens(doc[j], harmed, doc):
            return j, min(doc[j].right_edge.i, last - 1) if doc[j].dep_ == "prep" else j, 'a count "since"'
        for phrase, _ in words.scope_phrases.get(lower, ()):
            if j + len(phrase) <= last and all(doc[j + k].lower_ == w for k, w in enumerate(phrase)):
                return j, j + len(phrase) - 1, "a count over time"
        if lower in words.scope["spans"] and (end := _past_span(doc, j, last)) is not None:
            return j, end, "a count over a stretch of time"
    return None


def _opens(opening: Token, harmed: Harmed, doc: Doc) -> bool:
    """Whether the harm is itself what "since" counts from: "since the attack that killed 130 people"."""
    clause = opening.head if opening.dep_ == "mark" else opening
    trigger = doc[harmed.trigger.i]
    return opening.i < trigger.i and clause.i != trigger.i and _within(trigger, clause) and clause.dep_ != "ROOT"


def _past_span(doc: Doc, j: int, end: int) -> int | None:
    """The last token of "in the past two weeks", "over the last year", "in 14 years of war"; None when it is none."""
    scope = lexicon().scope
    recent = False
    for k in range(j + 1, min(j + 6, end)):
        word = doc[k]
        recent |= word.lower_ in scope["durations"]
        if word.lemma_.lower() in scope["units"]:
            return k if recent or (doc[j].lower_ != "for" and word.tag_ == "NNS") else None
        if word.pos_ not in ("DET", "ADJ", "NUM", "ADP", "ADV"):
            return None
    return None


def _by_conflict(doc: Doc, first: int, last: int) -> _Found | None:
    """As in "in the 14-year war", "during the conflict": a count over a whole conflict."""
    conflicts = lexicon().scope["conflicts"]
    for j in range(first, last):
        within = doc[j].dep_ == "pobj" and doc[j].head.lower_ in ("in", "during", "throughout")
        if within and doc[j].lemma_.lower() in conflicts:
            return doc[j].head.i, j, "a count over a conflict"
    return None


def _by_doer(trigger: Token) -> _Found | None:
    """As in "the war killed" and "the offensive has killed": whom a conflict, or what has lasted until now, harmed."""
    verb = trigger.head if trigger.pos_ not in ("VERB", "AUX") and trigger.head.pos_ == "VERB" else trigger
    perfect = any(c.dep_ == "aux" and c.lower_ in ("has", "have") for c in verb.children)
    scope = lexicon().scope
    lasting = scope["conflicts"] | scope["lasting"] if perfect else scope["conflicts"]
    doer = next((s for s in subjects_of(verb) if s.lemma_.lower() in lasting), None)
    return None if doer is None else (doer.i, doer.i, "harm of a conflict")


def _by_rise(doc: Doc, harmed: Harmed) -> _Found | None:
    """A toll that "has risen to" is that of the incident named with it or in the sentence before, else of a conflict."""
    trigger, scope = harmed.trigger, lexicon().scope
    if trigger.frame != "toll":
        return None
    if not any(t.lemma_.lower() in scope["rises"] for t in doc[trigger.last + 1 : max(harmed.head, trigger.last + 1)]):
        return None
    sent = doc[trigger.i].sent
    before = doc[sent.start - 1].sent.start if sent.start else 0
    if any(token.lemma_.lower() in scope["incidents"] for token in doc[before : sent.end]):
        return None
    return trigger.i, trigger.last, "a toll that has risen, of no one incident"


def _by_period(doc: Doc, harmed: Harmed, period: Period, first: int, last: int) -> _Found | None:
    """As in "in 2014", "between May and June": a count of a whole period, where no one incident did the harm.

    From one day to another some days later many incidents may have: "clashes between 3 and 9 March".
    """
    long = _is_long(period)
    if not period[2] or (_is_told_of(doc, harmed) and not long):
        return None
    incidents = lexicon().scope["incidents"]
    if any(doc[j].lemma_.lower() in incidents and not (long and doc[j].tag_ == "NNS") for j in range(first, last)):
        return None
    return harmed.trigger.i, harmed.trigger.i, "a count of a whole period"


def _is_long(period: Period) -> bool:
    """Whether it is said from when to when, and that is longer than one incident goes on."""
    since, until, _ = period
    if since is None or until is None or len(since) != 10 or len(until) != 10:
        return since is not None and until is not None and since != until
    return (date.fromisoformat(until) - date.fromisoformat(since)).days > _INCIDENT_DAYS


def _is_told_of(doc: Doc, harmed: Harmed) -> bool:
    """Whether the words name who did it, as they do for one incident: "the rebels seized hundreds in 1995"."""
    token = doc[harmed.trigger.i]
    doers = (c for c in token.children if c.dep_ in ("nsubj", "agent") and c.i != harmed.head)
    return harmed.trigger.frame == "object" and any(c.lemma_.lower() not in lexicon().scope["wide"] for c in doers)


def _by_stock(doc: Doc, harmed: Harmed, first: int, last: int) -> _Found | None:
    """People counted at a date, however long ago they were harmed: "82,000 refugees live in …"."""
    if harmed.trigger.harm not in _COUNTED_STOCKS:
        return None
    head = doc[harmed.head]
    stock = harmed.trigger.frame == "harmed" or head.lemma_.lower() in lexicon().scope["stocks"]
    if stock or any(doc[j].lower_ in _PERSISTING for j in range(first, last)):
        return head.i, head.i, "people counted at a date"
    return None
