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
_BOLD_WORDS = re.compile(r"(?<![*_\\])(\*\*|__)(?=\S)([^*_\n]+)(?<=\S)\1(?![*_])")
_RULE = re.compile(r"[^\w\s]{40,}")
_OTHER_SCRIPT = re.compile(r"\([^()A-Za-z\n]*[\u0370-\u1fff\u3040-\ud7af\ufb1d-\ufefc][^()A-Za-z\n]*\)")
_CITATION = re.compile(
    r"(?<=[^\s\[(])(?:\[(?:\d{1,3}|[a-c]|(?:note|nb|n) \d{1,2}|(?:citation|clarification) needed)\])+(?!\w)"
)
_IN_CAPITALS = 0.95
_LEAST_CAPITALS = 60
_PICTURES = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\ufe0f\u200d]+")


def plain(text: str) -> str:
    """The text with plain quotation marks, apostrophes, hyphens and spaces; of the same length.

    A line that a CSV export has put between quotation marks, those inside it doubled, is read without them. Markdown's
    marks of bold words become spaces, and so do rules that are drawn with signs, on which the tokenizer spends the
    square of their length; a name's other spelling in brackets, in another script; emoji; and the marks of citations
    behind a word ("[12]"). A text all in capitals is read in small letters: the parser takes every capital for a name's.
    """
    text = _without_shouting(text.translate(_PLAIN))
    for unread in (_RULE, _OTHER_SCRIPT, _PICTURES):
        text = unread.sub(_blank, text)
    if "[" in text:
        text = _CITATION.sub(_blank, text)
    if '""' in text:
        text = _CSV_FIELD.sub(r"\1 \2 \3", text)
        text = _DOUBLED_CLOSING.sub('" ', _DOUBLED_OPENING.sub(' "', text))
    if "**" in text or "__" in text:
        text = _BOLD_WORDS.sub(_unmarked, text)
    return text


def _without_shouting(text: str) -> str:
    capitals = sum(map(str.isupper, text))
    if capitals < _LEAST_CAPITALS or capitals < _IN_CAPITALS * (capitals + sum(map(str.islower, text))):
        return text
    return "".join(low if len(low := letter.lower()) == 1 else letter for letter in text)


def _blank(unread: re.Match[str]) -> str:
    return " " * len(unread.group())


def _unmarked(bold: re.Match[str]) -> str:
    """A line that is bold as a whole keeps its marks: they make it a heading."""
    text = bold.string
    before = text[text.rfind("\n", 0, bold.start()) + 1 : bold.start()]
    end = text.find("\n", bold.end())
    after = text[bold.end() : end if end >= 0 else len(text)]
    return bold.group() if not (before + after).strip(" #") else f"  {bold[2]}  "
