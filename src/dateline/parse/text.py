"""The text as the parser should see it: same length, same offsets, plainer marks."""

from __future__ import annotations

import re

_PLAIN = str.maketrans(
    {
        **dict.fromkeys("“”„‟«»〝〞＂", '"'),
        **dict.fromkeys("‘’‚‛ʼ´`", "'"),
        **dict.fromkeys("\u00a0\u2007\u202f\u2002\u2003\u2009\u200a\u3000", " "),
        **dict.fromkeys("\r\v\f\u0085\u2028\u2029", "\n"),
        **dict.fromkeys("‐‑", "-"),
        **dict.fromkeys("―─", "—"),
    }
)
_CSV_FIELD = re.compile(r'^([^\S\n]*)"(?=[^\n]*"")([^\n]*)"([^\S\n]*)$', re.MULTILINE)
_DOUBLED_OPENING = re.compile(r'""(?=\w)')
_DOUBLED_CLOSING = re.compile(r'(?<=[\w.,!?])""')


def plain(text: str) -> str:
    """The text with plain quotation marks, apostrophes, hyphens and spaces; of the same length.

    A line that a CSV export has put between quotation marks, those inside it doubled, is read without them.
    """
    text = text.translate(_PLAIN)
    if '""' not in text:
        return text
    text = _CSV_FIELD.sub(r"\1 \2 \3", text)
    return _DOUBLED_CLOSING.sub('" ', _DOUBLED_OPENING.sub(' "', text))
