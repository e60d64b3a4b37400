"""The parser: a spaCy pipeline, loaded once, when it is first needed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from dateline.errors import SettingError, TooLongError
from dateline.parse.quotes import quotes_of
from dateline.parse.record import ParsedDocument, Quote, Segment
from dateline.parse.segments import segments_of
from dateline.parse.text import plain
from dateline.records import Document
from dateline.settings import Settings

_MARK_ENDS = "\"'"
_NEEDED = ("tagger", "parser", "lemmatizer", "ner")


class Parser:
    """Parses documents with the pipeline that the settings name."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    @cached_property
    def nlp(self) -> Language:
        """The spaCy pipeline. Raises SettingError when it is not installed or lacks a component."""
        try:
            nlp = spacy.load(self.settings.model)
        except OSError as error:
            raise SettingError(
                f"the spaCy pipeline {self.settings.model!r} is not installed; install it, or name another in DATELINE_MODEL"
            ) from error
        if missing := [name for name in _NEEDED if name not in nlp.pipe_names]:
            raise SettingError(f"the spaCy pipeline {self.settings.model!r} has no {', '.join(missing)}")
        nlp.max_length = max(nlp.max_length, self.settings.max_chars)
        return nlp

    def parse(self, document: Document) -> ParsedDocument:
        """One document parsed. Raises TooLongError for a text over the ``max_chars`` setting."""
        return next(self.pipe([document]))

    def pipe(self, documents: Iterable[Document]) -> Iterator[ParsedDocument]:
        """Documents parsed in batches, in order."""
        made = ((self._unparsed(document), document) for document in documents)
        for doc, document in self.nlp.pipe(made, as_tuples=True, batch_size=self.settings.batch_size):
            yield parsed_from(document, doc)

    def _unparsed(self, document: Document) -> Doc:
        """The document's tokens, with sentence starts fixed where segments start."""
        if len(document.text) > self.settings.max_chars:
            raise TooLongError(
                f"document {document.id[:12]}",
                f"its text has {len(document.text):,} characters, and the limit is {self.settings.max_chars:,}",
                "Split it, or raise DATELINE_MAX_CHARS",
            )
        text = plain(document.text)
        doc = self.nlp.make_doc(text)
        segments = segments_of(text)
        quotes = quotes_of(text, segments)
        fix_sentence_starts(doc, segments, quotes)
        _name_marks(doc, quotes)
        return doc


def fix_sentence_starts(doc: Doc, segments: Iterable[Segment], quotes: Iterable[Quote]) -> None:
    """Make each segment's first token start a sentence, before the parser decides.

    No space, closing quotation mark or word right after an opening mark starts one.
    """
    text = doc.text
    starts = {s.start for s in segments}
    inside: set[int] = set()
    for quote in quotes:
        if text[quote.start - 1] in _MARK_ENDS:
            inside.add(quote.start)
        if not quote.closed:
            continue
        mark = quote.end
        while text[mark].isspace():
            mark += 1
        inside.add(mark)
        if mark > quote.end and text[quote.end - 1] in ".!?":
            # The mark stands beside the next sentence, which starts behind it.
            starts.add(mark + 1)
    for token in doc[1:] if len(doc) else ():
        if token.idx in starts:
            token.is_sent_start = True
        elif token.is_space or token.idx in inside:
            token.is_sent_start = False


def _name_marks(doc: Doc, quotes: Iterable[Quote]) -> None:
    """Let the model read two apostrophes that open or close a quotation as the mark that they stand for."""
    ends = {place for quote in quotes for place in (quote.start - 2, quote.end)}
    for token in doc:
        if token.text == "''" and token.idx in ends:
            token.norm_ = '"'
            before = doc[token.i - 1] if token.i else None
            if before is not None and before.text in {".", "!", "?"} and before.whitespace_:
                token.is_sent_start = True


def parsed_from(document: Document, doc: Doc) -> ParsedDocument:
    """A parsed document of a spaCy Doc whose offsets are those of the document's text."""
    text = plain(document.text)
    segments = segments_of(text)
    return ParsedDocument(document, doc, segments, quotes_of(text, segments))
