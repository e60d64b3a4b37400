"""Sentences that say who holds a place: "Nasir remains under the control of the army". They tell of no event.

A sentence is read where an actor, a word of control and a place stand next to one another, in either order; see the
lists of ``situation.yaml``. Wishes, plans, conditions and denials are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dateline.brief.situation.lexicon import lexicon
from dateline.store.told import ToldActor, ToldPlace, ToldRecord, ToldSpan, ToldStatement

_WORD = re.compile(r"n't\b|[^\W\d_][\w’'-]*", re.UNICODE)
_CLAUSE = re.compile(r"[,;:()]")
_STOP = re.compile(r"[.!?](?=[\s\"”])|\n")
_REACH = 60
"""Characters between a word of control and the actor or place that it belongs to."""
GUESSED = "guessed"
"""The feature of a place that is known by nothing but its name, which may be that of something else."""
_LIST = re.compile(r"\s*(?:,|and|,\s*and|as well as)\s+(?:the\s+(?:town|city|village)s?\s+of\s+)?")


@dataclass(frozen=True, slots=True)
class Held:
    """That the actor holds (or no longer holds: ``lost``) the places, as the sentence from ``start`` to ``end`` says."""

    actor: ToldActor
    places: tuple[ToldPlace, ...]
    lost: bool
    statement: ToldStatement | None
    start: int
    end: int


def held(record: ToldRecord) -> Iterator[Held]:
    """What the text says of who holds places, in the order of the text."""
    text = record.document.text
    found = list(lexicon().cues.finditer(text))
    if not found:
        return
    actors = sorted(((m, a) for a in record.actors for m in a.mentions), key=lambda x: (x[0].start, -x[0].end))
    places = sorted(((m, p) for p in _places(record) for m in p.mentions), key=lambda x: (x[0].start, -x[0].end))
    for match in found:
        cue = " ".join(match[1].casefold().split())
        start, end = sentence(text, match.start(), match.end())
        if cue in lexicon().held_by:
            actor = _after(text, match.end(), end, actors)
            about = _before(text, match.start(), start, places)
        else:
            actor = _doer(text, match.start(), start, actors)
            about = _listed(text, match.end(), end, places)
        if actor is None or not about or _unreal(text, start, match.start()):
            continue
        yield Held(actor, about, cue in lexicon().lost, _statement(record, match.start()), start, end)


def _places(record: ToldRecord) -> Iterator[ToldPlace]:
    """The places, and names that nobody knows to be an actor's: next to a word of control, they may be of places."""
    yield from record.places
    named = {m.start for p in record.places for m in p.mentions}
    for actor in record.actors:
        if actor.kind == "unknown" and not actor.authority_id:
            mentions = tuple(m for m in actor.mentions if m.start not in named and m.text[:1].isupper())
            yield ToldPlace(actor.id, actor.name, None, None, None, None, None, GUESSED, None, mentions)


def sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch between full stops around a word, without the space at its ends."""
    first = max((m.end() for m in _STOP.finditer(text, max(0, start - 600), start)), default=max(0, start - 600))
    stop = _STOP.search(text, end, end + 600)
    last = stop.start() + (stop[0] != "\n") if stop else min(len(text), end + 600)
    first += len(text[first:last]) - len(text[first:last].lstrip(' \t\r\n"”'))
    return first, last


def _after(
    text: str, at: int, end: int, mentions: Sequence[tuple[ToldSpan, ToldActor]]
) -> ToldActor | None:  # fmt: skip
    """The first actor after the place in the text, with nothing before it but words that may stand there."""
    for span, actor in mentions:
        if at <= span.start <= min(end, at + _REACH):
            between = _WORD.findall(text[at : span.start].casefold())
            return actor if all(w in lexicon().between for w in between) else None
    return None


def _doer(text: str, at: int, start: int, mentions: Sequence[tuple[ToldSpan, ToldActor]]) -> ToldActor | None:
    """The last actor before a word, with nothing between but adverbs."""
    for span, actor in reversed(mentions):
        if max(start, at - _REACH) <= span.start and span.end <= at:
            between = text[span.end : at].casefold()
            words = _WORD.findall(between)
            return actor if not _CLAUSE.search(between) and all(w in lexicon().adverbs for w in words) else None
    return None


def _before(
    text: str, at: int, start: int, mentions: Sequence[tuple[ToldSpan, ToldPlace]]
) -> tuple[ToldPlace, ...]:  # fmt: skip
    """The places right before a word, with nothing between but adverbs: the last, and those listed with it."""
    kept: list[ToldPlace] = []
    edge = at
    for span, place in reversed(mentions):
        if span.start < start or span.end > edge:
            continue
        between = text[span.end : edge]
        if not kept and (
            _CLAUSE.search(between) or any(w not in lexicon().adverbs for w in _WORD.findall(between.casefold()))
        ):
            return ()
        if kept and not _LIST.fullmatch(between):
            break
        kept.append(place)
        edge = span.start
    return tuple(dict.fromkeys(reversed(kept)))


def _listed(text: str, at: int, end: int, mentions: Sequence[tuple[ToldSpan, ToldPlace]]) -> tuple[ToldPlace, ...]:
    """The places right after a word: the first, and those listed with it."""
    kept: list[ToldPlace] = []
    edge = at
    for span, place in mentions:
        if span.start < edge or span.end > end:
            continue
        between = text[edge : span.start]
        if not kept and (
            len(between) > _REACH
            or _CLAUSE.search(between)
            or any(w not in lexicon().between for w in _WORD.findall(between.casefold()))
        ):
            return ()
        if kept and not _LIST.fullmatch(between):
            break
        kept.append(place)
        edge = span.end
    return tuple(dict.fromkeys(kept))


def _unreal(text: str, start: int, at: int) -> bool:
    """Whether the clause before the cue says that it is wished, planned, supposed or denied."""
    before = text[start:at]
    cut = max((m.end() for m in _CLAUSE.finditer(before)), default=0)
    words = _WORD.findall(before[cut:].casefold())
    words += ["not"] if any(w.endswith(("n't", "n’t")) for w in words) else []
    for number, word in enumerate(words):
        if word in lexicon().not_after and not (
            word == "to" and number and words[number - 1] in lexicon().but_after
        ):  # fmt: skip
            return True
    return False


def _statement(record: ToldRecord, at: int) -> ToldStatement | None:
    """The statement in whose words a place of the text lies: the shortest."""
    around = [s for s in record.statements if any(c.start <= at < c.end for c in s.content)]
    return min(around, key=lambda s: (sum(c.end - c.start for c in s.content), s.id), default=None)
