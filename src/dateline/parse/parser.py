"""The parser: a spaCy pipeline, loaded once, when it is first needed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from dateline.errors import SettingError, TooLongError
from dateline.parse.attributes import quicken
from dateline.parse.lean import quick_products
from dateline.parse.lemmas import mend_lemmas
from dateline.parse.quotes import quotes_of
from dateline.parse.reading import Reader, reader_of
from dateline.parse.record import ParsedDocument, Quote, Segment
from dateline.parse.segments import segments_of
from dateline.parse.text import plain
from dateline.records import Document
from dateline.settings import Settings

_MARK_ENDS = "\"'"
Segments = tuple[Segment, ...]
Quotes = tuple[Quote, ...]
MOST_WORDS = 150_000
"""So many new words may the pipeline meet before it is loaded anew: some tens of megabytes."""
_NEEDED = ("tagger", "parser", "lemmatizer", "ner")


class Parser:
    """Parses documents with the pipeline that the settings name."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.most_words = MOST_WORDS
        self._known: int | None = None
        self._reader = reader_of(settings)

    @cached_property
    def nlp(self) -> Language:
        """The spaCy pipeline. Raises SettingError when it is not installed or lacks a component."""
        try:
            with quick_products():
                nlp = spacy.load(self.settings.model)
        except OSError as error:
            raise SettingError(
                f"the spaCy pipeline {self.settings.model!r} is not installed; install it, or name another in DATELINE_MODEL"
            ) from error
        if missing := [name for name in _NEEDED if name not in nlp.pipe_names]:
            raise SettingError(f"the spaCy pipeline {self.settings.model!r} has no {', '.join(missing)}")
        nlp.max_length = max(nlp.max_length, self.settings.max_chars)
        quicken(nlp)
        mend_lemmas(nlp)
        return nlp

    def parse(self, document: Document) -> ParsedDocument:
        """One document parsed. Raises TooLongError for a text over the ``max_chars`` setting."""
        return next(self.pipe([document]))

    def pipe(self, documents: Iterable[Document]) -> Iterator[ParsedDocument]:
        """Documents parsed in batches, in order."""
        self._renew()
        nlp = self.nlp
        made = (self._unparsed(nlp, document) for document in documents)
        size = self.settings.batch_size
        for doc, (document, segments, quotes) in nlp.pipe(made, as_tuples=True, batch_size=size):
            yield _parsed(document, doc, (segments, quotes), self._reader)

    def _renew(self) -> None:
        """Load the pipeline anew once it has met very many words: it keeps each for good, and grows with every report."""
        if "nlp" not in self.__dict__:
            return
        met = len(self.nlp.vocab.strings)
        if self._known is None or met < self._known:
            self._known = met
        elif met - self._known > self.most_words:
            self.__dict__.pop("nlp", None)
            self._known = None

    def _unparsed(self, nlp: Language, document: Document) -> tuple[Doc, tuple[Document, Segments, Quotes]]:
        """The document's tokens, with sentence starts fixed where segments start; and what it was made of."""
        if len(document.text) > self.settings.max_chars:
            raise TooLongError(
                f"document {document.id[:12]}",
                f"its text has {len(document.text):,} characters, and the limit is {self.settings.max_chars:,}",
                "Split it, or raise DATELINE_MAX_CHARS",
            )
        text = plain(document.text)
        doc = nlp.make_doc(text)
        segments = segments_of(text)
        quotes = quotes_of(text, segments)
        fix_sentence_starts(doc, segments, quotes)
        if "''" in text:
            _name_marks(doc, quotes)
        return doc, (document, segments, quotes)


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
    for number, (idx, is_space) in enumerate(doc.to_array(["IDX", "IS_SPACE"]).tolist()):
        if number == 0:
            continue
        if idx in starts:
            doc[number].is_sent_start = True
        elif is_space or idx in inside:
            doc[number].is_sent_start = False


def _name_marks(doc: Doc, quotes: Iterable[Quote]) -> None:
    """Let the model read two apostrophes that open or close a quotation as the mark that they stand for."""
    ends = {place for quote in quotes for place in (quote.start - 2, quote.end)}
    for token in doc:
        if token.text == "''" and token.idx in ends:
            token.norm_ = '"'
            before = doc[token.i - 1] if token.i else None
            if before is not None and before.text in {".", "!", "?"} and before.whitespace_:
                token.is_sent_start = True


def parsed_from(document: Document, doc: Doc, reader: Reader | None = None) -> ParsedDocument:
    """A parsed document of a spaCy Doc whose offsets are those of the document's text, read by the reader where there is one."""
    text = plain(document.text)
    segments = segments_of(text)
    return _parsed(document, doc, (segments, quotes_of(text, segments)), reader)


def _parsed(document: Document, doc: Doc, shape: tuple[Segments, Quotes], reader: Reader | None) -> ParsedDocument:
    reading = reader.read(doc) if reader is not None else None
    return ParsedDocument(document, doc, *shape, reading)
