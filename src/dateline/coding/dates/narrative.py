"""Whether a date carries the story on: the dates of its main line do, those of asides, bounds and plans do not."""

from __future__ import annotations

from dateline.coding.dates.lexicon import cue_words
from dateline.parse import Doc

_UP = 8


def carries_story(doc: Doc, first: int, last: int) -> bool:
    """Whether what comes next is told from the date in the tokens ``first`` to ``last`` on.

    Not so a date that bounds a stretch ("since 1998", "until 2004"), nor one in a relative clause ("the war, which
    ended in 1985").
    """
    token = next((doc[i] for i in range(last, first - 1, -1) if not first <= doc[i].head.i <= last), doc[last])
    for _ in range(_UP):
        if token.dep_ == "relcl" or token.lower_ in cue_words("bounds"):
            return False
        if token.pos_ in ("VERB", "AUX") or token.head.i == token.i:
            return True
        token = token.head
    return True
