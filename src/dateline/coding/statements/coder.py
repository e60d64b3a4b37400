"""Statements: who said what to whom, in what words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from dateline.coding.claims import Reason, Reasoned
from dateline.coding.mentions import Mentions
from dateline.coding.statements.chain import Statements, chains
from dateline.coding.statements.extent import trimmed
from dateline.coding.statements.headlines import headline_sayings
from dateline.coding.statements.lexicon import Lexicon, load_lexicon
from dateline.coding.statements.nominal import noun_saying
from dateline.coding.statements.phrases import according_to, hearsay
from dateline.coding.statements.quoting import find_quotations
from dateline.coding.statements.reporting import saying_of
from dateline.coding.statements.saying import Saying, Tokens
from dateline.coding.statements.sources import speaker_of
from dateline.coding.statements.weighing import weighed
from dateline.coding.syntax import is_nobody
from dateline.parse import Doc, ParsedDocument, Token
from dateline.records import Attribution, Span, Statement


def find_statements(mentions: Mentions) -> Statements:
    """The statements of a document in text order, and the sources responsible for each of its words."""
    lexicon = load_lexicon()
    sayings = find_sayings(mentions.parsed, lexicon)
    made = [_statement(mentions, lexicon, saying, number) for number, saying in enumerate(sayings, start=1)]
    links = [_link(statement.claim, saying) for statement, saying in zip(made, sayings, strict=True)]
    return Statements(tuple(made), chains(sayings, links))


def find_sayings(parsed: ParsedDocument, lexicon: Lexicon) -> list[Saying]:
    """What somebody says in the text, in the order of the words that report it."""
    quotations = find_quotations(parsed, lexicon)
    found = [*quotations.sayings, *headline_sayings(parsed, lexicon)]
    accorded: list[Saying] = []
    for token in _reporting_words(parsed.doc):
        if token.i in quotations.spoken or token.i in quotations.used:
            continue
        if token.pos_ == "NOUN":
            found.extend(_known(noun_saying(token, lexicon)))
        elif token.pos_ == "ADV":
            found.extend(_known(hearsay(token, lexicon)))
        elif token.lower_ == "according":
            accorded.extend(_known(according_to(token, lexicon)))
        elif (entry := lexicon.verb(token.lemma_.lower())) is not None:
            saying = saying_of(token, entry, lexicon)
            found.extend(_known(weighed(parsed.doc, saying) if saying is not None else None))
    for saying in accorded:
        found = [_without(parsed.doc, other, saying) for other in found]
    return sorted([*found, *accorded], key=lambda s: (min(s.cue[0], s.content[0][0]), s.verb))


def _reporting_words(doc: Doc) -> Iterator[Token]:
    """The tokens that may report something, by their part of speech: read from the array, for speed."""
    wanted = {doc.vocab.strings[pos] for pos in ("VERB", "NOUN", "ADV")}
    for number, pos in enumerate(doc.to_array("POS").tolist()):
        if pos in wanted:
            yield doc[number]


def _without(doc: Doc, saying: Saying, accorded: Saying) -> Saying:
    """The saying without an "according to …" that its content ends with: that is about the whole."""
    end = accorded.source[1] if accorded.source is not None else accorded.cue[1]
    first, last = saying.content[-1]
    if not first < accorded.cue[0] <= last <= end:
        return saying
    rest = trimmed(doc, first, accorded.cue[0] - 1)
    return saying if rest is None else replace(saying, content=(*saying.content[:-1], rest))


def _known(saying: Saying | None) -> Iterable[Saying]:
    return () if saying is None else (saying,)


def _statement(mentions: Mentions, lexicon: Lexicon, saying: Saying, number: int) -> Reasoned[Statement]:
    parsed = mentions.parsed
    cue = parsed.tokens_span(*saying.cue)
    source = parsed.tokens_span(*saying.source) if saying.source is not None else None
    speaker = _actor(mentions, lexicon, saying.speaker)
    statement = Statement(
        id=f"s{number}",
        speaker=speaker,
        addressee=_actor(mentions, lexicon, saying.addressee),
        direct=saying.direct,
        cue=cue,
        source_text=source,
        content=tuple(parsed.tokens_span(*part) for part in saying.content),
        evidence=sentences_of(parsed, [saying.cue, *saying.content]),
        rule=saying.rule,
        confidence=round(saying.confidence, 2),
    )
    reasons = (
        Reason("cue", cue, f"a cue of {saying.entry.kind} in the construction {saying.rule.rsplit('.', 1)[-1]}"),
        Reason("speaker", source, "the subject of the reporting words" if source else "the text names nobody"),
    )
    return Reasoned(statement, reasons)


def _link(statement: Statement, saying: Saying) -> Attribution:
    return Attribution(
        source=statement.speaker, cue=statement.cue, source_text=statement.source_text, certainty=saying.entry.certainty
    )


def _actor(mentions: Mentions, lexicon: Lexicon, head: int | None) -> str | None:
    """The actor that the noun phrase with this head stands for: its own, or that of the phrase in apposition to it."""
    if head is None:
        return None
    by_head = mentions.actors.by_head
    token = mentions.parsed.doc[head]
    if is_nobody(token):
        return None
    behind = speaker_of(token, lexicon)
    for candidate in (token, behind, *(c for c in token.children if c.dep_ in ("appos", "compound", "poss"))):
        if ids := by_head.get(candidate.i):
            return ids[0]
    return None


def sentences_of(parsed: ParsedDocument, parts: Iterable[Tokens]) -> tuple[Span, ...]:
    """The sentences that hold the parts, in order."""
    found: dict[int, Span] = {}
    for first, last in parts:
        i = first
        while i <= last:
            sent = parsed.doc[i].sent
            words = sent.text.strip()
            if words and sent.start not in found:
                start = sent.start_char + len(sent.text) - len(sent.text.lstrip())
                found[sent.start] = parsed.span(start, start + len(words))
            i = sent.end
    return tuple(found[k] for k in sorted(found))
