"""Who said what: the latest words of the parties, and talks, calls, threats and measures between them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from dateline.brief.material import Material
from dateline.brief.phrases import phrases
from dateline.brief.record import Evidence, Section, Sentence
from dateline.brief.reports import Report
from dateline.brief.said import names_of, where
from dateline.brief.tally import paged
from dateline.brief.words import capital, clean, day_words, listed, quoted, when_words
from dateline.incidents import ClaimRef
from dateline.records import Statement
from dateline.store import FoundClaim

_DOCUMENTS, _READ = 5_000, 80
_FEWEST_WORDS = 4
_QUOTE = 260


def positions(material: Material, told: frozenset[str]) -> Section | None:
    """The last words of each of several speakers, then what was done in words between parties that is not ``told`` already."""
    statements = [*_statements(material)]
    sentences = [*statements, *_acts(material, told, _quotes_of(statements))]
    return Section(heading="Who said what", sentences=tuple(sentences)) if sentences else None


def _statements(material: Material) -> Iterator[Sentence]:
    """One statement a speaker: of the parties first, then of others, the latest of each."""
    best: dict[str, tuple[int, int, Report, Statement, FoundClaim]] = {}
    for order, (found, report, statement) in enumerate(_candidates(material)):
        speaker = report.speaker(statement)
        if speaker and speaker.casefold() not in best and _tells(statement):
            best[speaker.casefold()] = (_rank(report, statement), order, report, statement, found)
    for _, _, report, statement, found in sorted(best.values(), key=lambda x: x[:2])[: material.limits.speakers]:
        yield _said(report, statement, found)


def _candidates(material: Material) -> Iterator[tuple[FoundClaim, Report, Statement]]:
    """The latest statements of reports that tell of what was asked: a statement itself has no place."""
    about = {document for one in material.counted for document in one.documents}
    reports = () if material.narrower else paged(material.store.documents(**material.of_reports))
    for number, found in enumerate(reports):
        if number == _DOCUMENTS:
            break
        about.add(found.id)
    days = {name: material.conditions[name] for name in ("since", "until", "as_of") if material.conditions.get(name)}
    taken: dict[str, None] = {}
    for found in paged(material.store.claims("statement", **days)):
        if found.document in about:
            taken[found.document] = None
            if len(taken) > _READ:
                return
            report = material.reports.of(found.document)
            statement = next(s for s in report.coded.statements if s.id == found.claim)
            yield found, report, statement


def _tells(statement: Statement) -> bool:
    """Whether it is more than a name or a heading."""
    words = " ".join(span.text for span in statement.content)
    return len(words.split()) >= _FEWEST_WORDS and not words.isupper()


def _rank(report: Report, statement: Statement) -> int:
    """Parties and mediators before others, those on the list of actors first."""
    actor = next(a for a in report.coded.actors if a.id == statement.speaker)
    kinds = phrases().parties
    place = kinds.index(actor.kind) if actor.kind in kinds else len(kinds)
    return place + (0 if actor.authority_id else len(kinds) + 1)


def _said(report: Report, statement: Statement, found: FoundClaim) -> Sentence:
    """The words of the statement in quotation marks, after the report's own word for saying where that is a neutral one.

    Otherwise the report's whole sentence is quoted, its word for saying with it.
    """
    said = " … ".join(span.text.strip(' “”"') if statement.direct else span.text for span in statement.content)
    cue = _cue(statement)
    speaker, day = report.speaker(statement), day_words(found.known.isoformat())
    evidence = report.evidence(statement.id)
    if cue.startswith("according"):
        text = f"According to {speaker}: {quoted(said, _QUOTE)} ({report.publisher}, {day})."
    elif statement.direct or cue in phrases().neutral_cues:
        neutral = cue in phrases().neutral_cues
        colon = ":" if statement.direct else ""
        content = quoted(said.removeprefix("that "), _QUOTE)
        text = f"{capital(speaker)} {cue if neutral else 'said'}{colon} {content} ({report.publisher}, {day})."
    else:
        text = f"{capital(speaker)}, in the words of {report.publisher} ({day}): {quoted(evidence.quote, _QUOTE)}"
    return Sentence(text=text, citations=(evidence,))


def _cue(statement: Statement) -> str:
    """The word for saying, without what only gives its tense: "has offered" is "offered"."""
    cue = clean(statement.cue.text).casefold() if statement.cue else ""
    return re.sub(r"^(?:has|have|had|also|later|then|is|was)\s+", "", cue)


def _quotes_of(statements: Iterable[Sentence]) -> dict[str, str]:
    """The words that were quoted of each report."""
    quotes: dict[str, str] = {}
    for sentence in statements:
        for citation in sentence.citations:
            if isinstance(citation, Evidence):
                quotes[citation.document] = f"{quotes.get(citation.document, '')} {citation.quote}"
    return quotes


def _acts(material: Material, told: frozenset[str], quoted_of: Mapping[str, str]) -> Iterator[Sentence]:
    """Talks, calls, offers, threats and measures, the latest first, and those with more than one source before others.

    One that is ``told`` already, or whose words were quoted as a statement, is left out, as is one that its report tells again.
    """
    relations = phrases().relations
    acts: list[Any] = [
        one for one in material.counted if one.event_type in relations and one.actors and one.id not in told
    ]
    latest = sorted(acts, key=lambda one: (one.independent, one.end or one.known or date.min, one.id), reverse=True)
    said: set[tuple[str, ...]] = set()
    for one in latest[:_READ]:
        if len(said) == material.limits.acts:
            return
        incident = material.incident(one)
        doers, others = names_of(incident.actors), names_of(incident.recipients)
        others = [name for name in others if name not in doers]
        refs = [ClaimRef(document=r.document, claim=r.event) for r in incident.reports[:3]]
        act = (refs[0].document, incident.type, *doers)
        quoted_already = material.reports.evidence(refs[0]).quote in quoted_of.get(refs[0].document, "")
        if not doers or quoted_already or act in said:
            continue
        said.add(act)
        words = phrases().relations[incident.type]
        did = f"{words['with']} {listed(others)}" if others else words["alone"]
        parts = [listed(doers), did, where(incident), when_words(incident.when)]
        first = material.reports.evidence(refs[0])
        voices = listed(material.reports.voices(refs))
        text = f"According to {voices}, {' '.join(p for p in parts if p)}: {quoted(first.quote, material.limits.quote)}"
        yield Sentence(text=text, citations=tuple(dict.fromkeys(material.reports.evidence(ref) for ref in refs)))
