"""Sentences that the parse has cut: lines of a copied page or a table end where the paper did, not where the sentence does."""

from __future__ import annotations

from dateline.parse import Doc

_ENDS = frozenset({".", "!", "?", ";"})


def closes(doc: Doc, i: int) -> bool:
    """Whether a sentence ends with token ``i``: with its mark, or before an empty line."""
    while i > 0 and doc[i].is_space:
        if doc[i].text.count("\n") > 1:
            return True
        i -= 1
    return doc[i].text in _ENDS or (doc[i].is_quote and doc[i - 1].text in _ENDS)


def run_on_end(doc: Doc, i: int) -> int:
    """The end, exclusive, of the sentence of token ``i``, with the next one where nothing closes the first."""
    end = doc[i].sent.end
    return doc[end].sent.end if end < len(doc) and not closes(doc, end - 1) else end


def passage(doc: Doc, i: int, furthest: int) -> tuple[int, int]:
    """The first token, and the end, of the sentences around token ``i`` that nothing closes in between."""
    sent = doc[i].sent
    first, last = sent.start, sent.end
    while first > 0 and i - first < furthest and not closes(doc, first - 1):
        first = doc[first - 1].sent.start
    while last < len(doc) and last - i < furthest and not closes(doc, last - 1):
        last = doc[last].sent.end
    return first, last
