"""Headlines, where a colon stands for the reporting verb: "Police: Bomb kills five", "Bomb kills five: police"."""

from __future__ import annotations

from collections.abc import Iterator

from dateline.coding.statements.extent import is_nominal, trimmed
from dateline.coding.statements.lexicon import Cue, Lexicon
from dateline.coding.statements.saying import Saying, Tokens
from dateline.parse import Doc, ParsedDocument, Token

_LONGEST_SOURCE = 5
_SHORTEST_CONTENT = 3


def headline_sayings(parsed: ParsedDocument, lexicon: Lexicon) -> Iterator[Saying]:
    """What headlines and headings report with a colon; ``headline`` is the frame, the colon the cue."""
    entry = lexicon.verbs.get(":")
    if entry is None:
        return
    for segment in parsed.segments:
        if segment.kind not in ("headline", "heading"):
            continue
        words = parsed.doc.char_span(segment.start, segment.end, alignment_mode="expand")
        colons = [t for t in words if t.text == ":"] if words is not None else []
        if words is None or len(colons) != 1:
            continue
        before, after = (words.start, colons[0].i - 1), (colons[0].i + 1, words.end - 1)
        yield from _saying(parsed.doc, entry, colons[0], before, after)


def _saying(doc: Doc, entry: Cue, colon: Token, before: Tokens, after: Tokens) -> Iterator[Saying]:
    for source, content in ((before, after), (after, before)):
        whole, said = trimmed(doc, *source), trimmed(doc, *content)
        if (
            whole is None
            or said is None
            or whole[1] - whole[0] >= _LONGEST_SOURCE
            or said[1] - said[0] + 1 < _SHORTEST_CONTENT
        ):
            continue
        if sum(t.is_alpha and len(t.text) > 1 for t in doc[said[0] : said[1] + 1]) < _SHORTEST_CONTENT:
            continue
        head = doc[whole[1]]
        names_somebody = is_nominal(head) and (head.pos_ == "PROPN" or head.tag_ == "NNS" or head.text[:1].isupper())
        if not names_somebody or any(
            t.pos_ == "VERB" and t.tag_ in ("VBD", "VBZ", "VBP") for t in doc[whole[0] : whole[1] + 1]
        ):
            continue
        if head.ent_type_ in ("GPE", "LOC") and not any(t.pos_ in ("VERB", "AUX") for t in doc[said[0] : said[1] + 1]):
            continue  # "Northern Ethiopia: Hostilities in Afar" says where
        yield Saying(
            entry=entry,
            verb=colon.i,
            cue=(colon.i, colon.i),
            content=(said,),
            source=whole,
            speaker=head.i,
            addressee=None,
            direct=False,
            attributes=True,
            rule="speech.colon.headline",
            confidence=entry.frames["headline"],
        )
        return
