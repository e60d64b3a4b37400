"""What of a mail its sender wrote: without the mail that it answers, and without the signature."""

from __future__ import annotations

import re
from dataclasses import dataclass

_QUOTE = re.compile(r"\s{0,3}>")
_INTRODUCTION = re.compile(
    r"(?:On\b.{4,200}\bwrote:|.{0,120}<[^<>\s]+@[^<>\s]+> (?:wrote|writes):|Le .{4,200} a écrit\s?:|"
    r"El .{4,200} escribió:|Am .{4,200} schrieb.{0,100}:|في .{4,200} كتب.{0,100}:)\s*",
)
_ORIGINAL = re.compile(
    r"\s*-{2,}\s*(?:Original Message|Original Appointment|Ursprüngliche Nachricht|Message d'origine)\s*-{2,}\s*"
)
_FORWARDED = re.compile(r"\s*-{2,}\s*Forwarded [Mm]essage\s*-{2,}\s*|\s*Begin forwarded message:\s*")
_HEADER_BLOCK = re.compile(r"\*?From:\*? .+")
_HEADER_GOES_ON = re.compile(r"\*?(?:Sent|Date|To|Cc|Subject):\*? .+")
_SIGNATURE = "-- "
_LONGEST_SIGNATURE = 15
_INTRODUCTION_LINES = 3


@dataclass(frozen=True, slots=True)
class OwnWords:
    """The text less what is marked off: passages of other mail, in their order, and the signature."""

    text: str
    quoted: tuple[str, ...] = ()
    signature: str = ""


def own_words(body: str) -> OwnWords:
    """The sender's words in the body of a mail, lines parted by a line feed.

    A forwarded message is what the mail is about, and stays. Where nothing but quotes is there, all of it stays.
    """
    lines = body.split("\n")
    lines, below = _answered(lines)
    lines, signature = _signed(lines)
    own: list[str] = []
    quoted: list[list[str]] = []
    index = 0
    while index < len(lines):
        length = 0 if _QUOTE.match(lines[index]) else _introduction(lines, index)
        if length or _QUOTE.match(lines[index]):
            passage = lines[index : index + length]
            index += length
            while index < len(lines) and (_QUOTE.match(lines[index]) or _blank_inside(lines, index)):
                passage.append(lines[index])
                index += 1
            quoted.append(passage)
        else:
            own.append(lines[index])
            index += 1
    quoted += [below] if below else []
    text = "\n".join(own).strip("\n")
    if not text.strip():
        return OwnWords(body)
    return OwnWords(text, tuple("\n".join(passage).strip("\n") for passage in quoted), "\n".join(signature).strip("\n"))


def _answered(lines: list[str]) -> tuple[list[str], list[str]]:
    """The lines above the mail that is answered below without marks of quoting, and those of that mail."""
    for index, line in enumerate(lines):
        if _FORWARDED.fullmatch(line):
            return lines, []
        if _ORIGINAL.fullmatch(line) or (
            _HEADER_BLOCK.fullmatch(line)
            and index
            and sum(bool(_HEADER_GOES_ON.fullmatch(after)) for after in lines[index + 1 : index + 6]) >= 2
        ):
            return lines[:index], lines[index:]
    return lines, []


def _signed(lines: list[str]) -> tuple[list[str], list[str]]:
    """The lines above the signature, and the signature: what follows the usual mark, where it is short."""
    for index in range(len(lines) - 1, max(len(lines) - _LONGEST_SIGNATURE - 2, -1), -1):
        if lines[index].rstrip("\r") in (_SIGNATURE, _SIGNATURE.strip()):
            return lines[:index], lines[index + 1 :]
    return lines, []


def _introduction(lines: list[str], index: int) -> int:
    """How many lines from here on introduce a quote that follows them; 0 where none does."""
    if not lines[index].strip():
        return 0
    for length in range(1, _INTRODUCTION_LINES + 1):
        words = " ".join(line.strip() for line in lines[index : index + length])
        if _INTRODUCTION.fullmatch(words[:400]):
            after = next((line for line in lines[index + length : index + length + 3] if line.strip()), "")
            return length if _QUOTE.match(after) else 0
    return 0


def _blank_inside(lines: list[str], index: int) -> bool:
    """Whether the line is blank, and the quote goes on after it."""
    return not lines[index].strip() and index + 1 < len(lines) and bool(_QUOTE.match(lines[index + 1]))
