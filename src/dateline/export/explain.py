"""Why a claim was made, for a person: its rule, the words it was read from, and what each field was filled from."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from dateline.coding.coder import Explained
from dateline.errors import DatelineError
from dateline.records import Event, Relation, Span, Statement, Toll, spans_of

Claim = Event | Toll | Statement | Relation


def render_explanation(
    explained: Explained, *, at: int | None = None, claim: str | None = None, console: Console
) -> None:
    """Print why the claim with an id was made, or every claim that was read from the character at an offset.

    Raises DatelineError when there is no such claim, and says which there are.
    """
    chosen = _chosen(explained, at, claim)
    for number, found in enumerate(chosen):
        if number:
            console.print()
        _render(explained, found, console)


def _chosen(explained: Explained, at: int | None, claim: str | None) -> list[Claim]:
    claims: list[Claim] = [
        *explained.coded.events,
        *explained.coded.tolls,
        *explained.coded.statements,
        *explained.coded.relations,
    ]
    if claim is not None:
        found = [c for c in claims if c.id == claim]
        if not found:
            there = ", ".join(c.id for c in claims) or "none"
            raise DatelineError(f"there is no claim {claim!r}; there are {there}{_uncoded(explained)}")
        return found
    if at is None:
        return claims
    if not 0 <= at < len(explained.coded.document.text):
        raise DatelineError(
            f"offset {at} is outside the text, which has {len(explained.coded.document.text)} characters"
        )
    found = [c for c in claims if any(s.start <= at < s.end for s in spans_of(c))]
    if not found:
        raise DatelineError(f"no claim was read from offset {at}: {_around(explained, at)}{_uncoded(explained)}")
    return found


def _uncoded(explained: Explained) -> str:
    """Why nothing was coded of the document, where that is so."""
    return "".join(f"; {note.message}" for note in explained.coded.notes if note.code.startswith("W20"))


def _around(explained: Explained, at: int) -> str:
    text = explained.coded.document.text
    return repr(text[max(0, at - 30) : at] + "▶" + text[at : at + 30])


def _render(explained: Explained, claim: Claim, console: Console) -> None:
    console.print(Text(f"{claim.id}  {_what(claim)}", style="bold"))
    console.print(Text(f"rule {claim.rule}, confidence {claim.confidence:.2f}"))
    for span in claim.evidence:
        console.print(Text(f"“{span.text}”  {span.start}–{span.end}", style="italic"))
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    for name in ("field", "read from", "at", "because"):
        table.add_column(name)
    for reason in explained.reasons.get(claim.id, ()):
        table.add_row(
            reason.field, Text(reason.words.text if reason.words else "—"), _where(reason.words), Text(reason.how)
        )
    console.print(table)
    console.print(Text("tokens (word/part of speech/relation to its head)", style="dim"))
    for span in claim.evidence[:1]:
        console.print(Text("  ".join(_tokens(explained, span))))


def _where(span: Span | None) -> str:
    return f"{span.start}–{span.end}" if span else ""


def _what(claim: Claim) -> str:
    if isinstance(claim, Event):
        return f"{claim.type}{f'/{claim.mode}' if claim.mode else ''} {claim.status}"
    if isinstance(claim, Toll):
        return f"{claim.harm}, {claim.bound}"
    if isinstance(claim, Statement):
        return "statement, direct" if claim.direct else "statement, indirect"
    return claim.relation


def _tokens(explained: Explained, span: Span) -> Sequence[str]:
    inside = [t for t in explained.parsed.doc if span.start <= t.idx < span.end and not t.is_space]
    return [f"{t.text}/{t.pos_}/{t.dep_}→{t.head.text}" for t in inside]
