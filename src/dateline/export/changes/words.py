"""Changes as people read them: lines for a terminal, the same as Markdown, and an Atom feed."""

from __future__ import annotations

import hashlib
import json
import xml.etree.ElementTree as ET
from collections.abc import Iterator

from dateline.export.changes.comparing import Became, Change, Changes, JudgementChange, ReportChange
from dateline.export.words.incidents import short

_ATOM = "http://www.w3.org/2005/Atom"
_HEADINGS: dict[Became, str] = {
    "added": "New incidents",
    "changed": "Changed incidents",
    "retracted": "Retracted incidents",
}
_NOT_IN_XML = {n: "\ufffd" for n in (*range(0x20), 0xFFFE, 0xFFFF, *range(0xD800, 0xE000)) if n not in (9, 10, 13)}
_NONE = "–"


def lines(changes: Changes, *, markdown: bool = False) -> Iterator[str]:
    """The changes, a line each, with headings; a Markdown file or, without its signs, lines for a terminal."""
    head, item, sub = ("## ", "- ", "  - ") if markdown else ("", "  ", "      ")
    last = "" if changes.since == changes.until else f" to {changes.until}"
    yield f"{'# ' if markdown else ''}Changes from {changes.since}{last}"
    if changes.conditions:
        yield f"Of: {', '.join(f'{name} {value}' for name, value in changes.conditions.items())}"
    for became, heading in _HEADINGS.items():
        if found := changes.of(became):
            yield from ("", f"{head}{heading} ({len(found)})")
            for change in found:
                yield f"{item}{change.at or _NONE}  {change.title}  [{change.id}]"
                yield from (f"{sub}{words}" for words in details(change))
    if changes.reports:
        yield from ("", f"{head}Reports ({len(changes.reports)})")
        yield from (f"{item}{report_words(report)}" for report in changes.reports)
    if changes.judgements:
        yield from ("", f"{head}Judgements ({len(changes.judgements)})")
        yield from (f"{item}{judgement_words(judgement)}" for judgement in changes.judgements)
    if not (changes.incidents or changes.reports or changes.judgements):
        yield from ("", f"{item}Nothing has changed.")


def details(change: Change) -> Iterator[str]:
    """What differs, and why, a line each: "killed, civilians: 14 → 19"."""
    for part in change.differences:
        yield f"{part.field}: {part.before or _NONE} → {part.after or _NONE}"
    yield from (f"because: {reason}" for reason in change.reasons)


def report_words(report: ReportChange) -> str:
    """A report in one line."""
    said = f"{report.at}  {report.title or 'no title'}  ({report.source or 'no source'})  [{short(report.id)}]"
    if report.became == "read anew":
        return f"{said}  read anew"
    if report.corrects is None:
        return said
    return f"{said}  corrects {short(report.corrects)}" + (f": {report.figures}" if report.figures else "")


def judgement_words(judgement: JudgementChange) -> str:
    """A judgement in one line."""
    about = f"  of {', '.join(judgement.incidents)}" if judgement.incidents else ""
    why = f": {judgement.why}" if judgement.why else ""
    return (
        f"{judgement.at}  {judgement.what} by {judgement.by}{why}{about}{'  (taken back)' if judgement.undone else ''}"
    )


def atom(changes: Changes) -> str:
    """The changes as an Atom feed (RFC 4287), an entry each, the newest first. The same changes give the same feed."""
    feed = ET.Element(f"{{{_ATOM}}}feed")
    _put(feed, "id", f"urn:dateline:changes:{changes.profile}:{_slug(changes)}")
    _put(feed, "title", "Changes in the record of incidents")
    _put(feed, "updated", _moment(changes.until))
    author = ET.SubElement(feed, f"{{{_ATOM}}}author")
    _put(author, "name", "Dateline")
    _put(feed, "generator", "dateline")
    entries = [*map(_incident, changes.incidents), *map(_report, changes.reports), *map(_judged, changes.judgements)]
    for name, title, at, kind, content in sorted(entries, key=lambda e: (e[2], e[0]), reverse=True):
        entry = ET.SubElement(feed, f"{{{_ATOM}}}entry")
        _put(entry, "id", f"urn:dateline:{name}")
        _put(entry, "title", title)
        _put(entry, "updated", _moment(at or changes.until))
        ET.SubElement(entry, f"{{{_ATOM}}}category", term=kind)
        _put(entry, "content", content).set("type", "text")
    ET.register_namespace("", _ATOM)
    ET.indent(feed)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ET.tostring(feed, encoding="unicode")}\n'


def _incident(change: Change) -> tuple[str, str, str, str, str]:
    title = f"{change.became.capitalize()}: {change.title}"
    words = "\n".join(details(change)) or change.title
    return f"incident:{change.id}:{change.became}:{change.at}", title, change.at, change.became, words


def _report(report: ReportChange) -> tuple[str, str, str, str, str]:
    title = f"Report: {report.title or 'no title'}"
    return (
        f"report:{report.id}:{report.became.replace(' ', '-')}:{report.at}",
        title,
        report.at,
        "report",
        report_words(report),
    )


def _judged(judgement: JudgementChange) -> tuple[str, str, str, str, str]:
    words = judgement_words(judgement)
    return f"judgement:{judgement.number}", f"Judgement: {judgement.what}", judgement.at, "judgement", words


def _put(parent: ET.Element, name: str, text: str) -> ET.Element:
    element = ET.SubElement(parent, f"{{{_ATOM}}}{name}")
    element.text = text.translate(_NOT_IN_XML)
    return element


def _moment(day: str) -> str:
    """RFC 3339, of a day that may be known only to its month or year."""
    return f"{day}{'-01' * (2 - day.count('-'))}T00:00:00Z"


def _slug(changes: Changes) -> str:
    asked = json.dumps(dict(changes.conditions), sort_keys=True)
    return f"{changes.since}:{hashlib.sha256(asked.encode()).hexdigest()[:12]}"
