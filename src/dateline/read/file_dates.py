"""The day of publication of PDF and office documents: the one at their head, not the one on which the file was made.

A file is as often made from an old template, converted, or saved again later; and every "on Tuesday" of its text would be
counted from that day.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from itertools import islice
from typing import Any

from dateline.read.contract import ReadOptions
from dateline.read.published import parse_published
from dateline.records import Note

FILE_DATE = "file_date"
"""The field of ``extra`` for the day of the file; a user may name it as the field of publication."""
_LINES = 12
_LONGEST_LINE = 120
_DAY = re.compile(
    r"(?<![\w/.-])(?:[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}[/.][0-9]{1,2}[/.][0-9]{4}"
    r"|[0-9]{1,2}(?:st|nd|rd|th)? [A-Za-z]{3,9}\.?,? [0-9]{4}|[A-Za-z]{3,9}\.? [0-9]{1,2}(?:st|nd|rd|th)?,? [0-9]{4})(?![\w/-])"
)
_CLOSES = re.compile(r"\s*(?:$|[)\]|,:;–—·•-]|\(|at\b|[0-9]{1,2}[:.h][0-9]{2})")
_OPENS = re.compile(r"(?:^|[(\[,:;–—·•-])\s*$")


@dataclass(frozen=True, slots=True)
class FileDay:
    """The day of publication, if it is known; and what goes into the document's ``extra`` and notes."""

    published: str | None
    extra: dict[str, Any] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()


def day_of_file(head: Iterable[str], file_date: str | None, options: ReadOptions) -> FileDay:
    """The day that stands in the lines at the head of the document; that of the file itself only where a user says so.

    ``file_date`` is what the file's properties give, in any form. ``options.fields.published`` names it
    (:data:`FILE_DATE`) where it shall be the day of publication.
    """
    file_day = (parse_published(file_date) or file_date) if file_date else None
    extra = {FILE_DATE: file_day} if file_day else {}
    if file_day and options.fields.published == FILE_DATE:
        return FileDay(
            file_day, notes=(_note(f"the day of publication is {file_day}, that of the file, as asked for"),)
        )
    if day := max(_days(head), default=None):
        return FileDay(day, extra, (_note(f"the day of publication, {day}, is the one at the head of the text"),))
    if file_day and not options.published:
        message = f"no day of publication is given: that of the file, {file_day}, may be any other, and is in extra.{FILE_DATE}"
        return FileDay(None, extra, (_note(message),))
    return FileDay(None, extra)


def _note(message: str) -> Note:
    return Note(code="W114", message=message)


def _days(head: Iterable[str]) -> Iterator[str]:
    """Days that stand for themselves: not in a sentence, and not as the day of something else."""
    lines = (" ".join(line.split()) for part in head for line in part.split("\n"))
    for line in islice(filter(None, lines), _LINES):
        if len(line) > _LONGEST_LINE or line.endswith((".", "?", "!")):
            continue
        for match in _DAY.finditer(line):
            day = parse_published(match[0])
            if day and _says_its_day(line[: match.start()]) and _CLOSES.match(line, match.end()):
                yield day


def _says_its_day(before: str) -> bool:
    """Whether a day after these words of its line is the report's own."""
    cell = before.rpartition("|")[2]
    return bool(_OPENS.search(cell) or _announces().search(cell)) and not _of_another().search(cell)


@cache
def _announces() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_words('announce')}):?\s*$", re.IGNORECASE)


@cache
def _of_another() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_words('of_something_else')})\b", re.IGNORECASE)


@cache
def _words(name: str) -> str:
    import yaml

    file = resources.files("dateline.ontology") / "data" / "documents" / "heads.yaml"
    words: list[str] = yaml.safe_load(file.read_text("utf-8"))[name]
    return "|".join(re.escape(each) for each in sorted(words, key=len, reverse=True))
