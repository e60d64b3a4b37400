"""What is otherwise on the later of two days: places, ties, figures and positions, compared one by one."""

from __future__ import annotations

from collections.abc import Iterator

from dateline.brief.phrases import phrases
from dateline.brief.record import Citation
from dateline.brief.situation.lexicon import lexicon
from dateline.brief.situation.record import Change, Position, Running, Situation, Tie
from dateline.brief.situation.wording import holding_words, named_place, tie_words, voices
from dateline.brief.words import capital, day_words, quoted


def changes(then: Situation, now: Situation) -> tuple[Change, ...]:
    """The changes, in the order of the page."""
    return (
        *_control(then, now),
        *_ties(then, now),
        *_totals(then, now),
        *_running("tolls", then.running, now.running),
        *_running("displacement", then.displaced, now.displaced),
        *_positions(then, now),
    )


def _control(then: Situation, now: Situation) -> Iterator[Change]:
    before = {h.id: h for h in then.holdings}
    for holding in now.holdings:
        old = before.get(holding.id)
        said = f"{named_place(holding)}: {holding_words(holding)}, {voices(holding.claims[0].voices)}"
        cited = (*holding.claims[0].citations, *(c for r in holding.rivals[:1] for c in r.citations))
        if old is None:
            yield Change(part="control", text=f"{said}. Nothing was told of it before.", citations=cited)
        elif (old.holder.id, old.state) != (holding.holder.id, holding.state):
            text = f"{said}. Before: {holding_words(old)}."
            yield Change(part="control", text=text, citations=_each(cited, old.claims[0].citations))
        elif {c.citations for c in holding.rivals} - {c.citations for c in old.rivals}:
            yield Change(part="control", text=f"{said}. There are new claims against it.", citations=cited)


def _ties(then: Situation, now: Situation) -> Iterator[Change]:
    before = {_tie_key(t): t for t in then.ties}
    for tie in now.ties:
        old = before.get(_tie_key(tie))
        if tie.ended and (old is None or not old.ended):
            text = f"Said to have ended or stopped on {day_words(tie.ended)}: {tie_words(tie)}, {voices(tie.voices)}."
            yield Change(part="ties", text=text, citations=tie.citations[::-1])
        elif old is None:
            text = f"New: {tie_words(tie)}, {voices(tie.voices)}."
            yield Change(part="ties", text=text, citations=tie.citations)
        elif old.ended and not tie.ended:
            text = f"Told of again: {tie_words(tie)}, {voices(tie.voices)}."
            yield Change(part="ties", text=text, citations=tie.citations)


def _tie_key(tie: Tie) -> tuple[str, str, str]:
    return tie.kind, tie.one.id, tie.other.id


def _totals(then: Situation, now: Situation) -> Iterator[Change]:
    before = {t.harm: t for t in then.totals}
    for total in now.totals:
        old = before.get(total.harm)
        if old is None or old.amount != total.amount:
            was = f"was {old.words}" if old else "none was told of before"
            text = f"{capital(phrases().harms[total.harm])}: {total.words} ({was})."
            yield Change(part="tolls", text=text, citations=_each(total.citations, old.citations if old else ()))


def _running(part: str, then: tuple[Running, ...], now: tuple[Running, ...]) -> Iterator[Change]:
    before = {_running_key(r): r for r in then}
    for figure in now:
        old = before.get(_running_key(figure))
        if old is not None and old.amount == figure.amount:
            continue
        was = f" (was {old.words})" if old else " (new)"
        place = f", {figure.place}" if figure.place else ""
        text = f"{capital(phrases().harms[figure.harm])}{place}: {figure.words}{was}, {voices(figure.voices)}."
        cited = _each(figure.citations, old.citations if old else ())
        yield Change(part=part, text=text, citations=cited)  # type: ignore[arg-type]


def _running_key(figure: Running) -> tuple[object, ...]:
    return figure.harm, figure.unit, figure.place, figure.voices


def _positions(then: Situation, now: Situation) -> Iterator[Change]:
    before = {_position_key(p): p.citations for p in then.positions}
    for position in now.positions:
        if before.get(_position_key(position)) != position.citations:
            text = f"{capital(position.party.name)} {position.act}: {quoted(position.quote, 200)} ({day_words(position.known)})"
            yield Change(part="positions", text=f"{text}.", citations=position.citations)


def _position_key(position: Position) -> tuple[str, bool]:
    return position.party.id, position.act in lexicon().acts.values()


def _each(one: tuple[Citation, ...], other: tuple[Citation, ...]) -> tuple[Citation, ...]:
    return tuple(dict.fromkeys((*one, *other)))
