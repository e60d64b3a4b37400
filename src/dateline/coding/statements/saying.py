"""What the rules find before it becomes a statement: who says what, in token numbers."""

from __future__ import annotations

from dataclasses import dataclass

from dateline.coding.statements.lexicon import Cue

Tokens = tuple[int, int]
"""First and last token number, the last included."""


@dataclass(frozen=True, slots=True)
class Saying:
    """Words that someone is responsible for. Every ``Tokens`` is a first and a last token number, the last included.

    ``verb`` is the token whose entry in the lexicon decided; ``speaker`` and ``addressee`` are head tokens of noun
    phrases. ``content`` stands in text order.
    """

    entry: Cue
    verb: int
    cue: Tokens
    content: tuple[Tokens, ...]
    source: Tokens | None
    speaker: int | None
    addressee: int | None
    direct: bool
    attributes: bool
    """Whether the content is to be attributed to the source: nobody vouches for what is wanted or called for."""
    rule: str
    confidence: float
