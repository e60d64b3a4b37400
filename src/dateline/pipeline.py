"""The route of a document: read → gate → parse → code."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import Any

from dateline.coding.coder import Explained, Knowledge, code, uncoded
from dateline.errors import OntologyError, SettingError, TooLongError
from dateline.ontology.authority import Authority
from dateline.ontology.event_rules import load_event_rules
from dateline.ontology.files_used import FileUsed, files_used
from dateline.ontology.gazetteer import Gazetteer
from dateline.parse import Gate, ParsedDocument, Parser, gate_of
from dateline.records import PASSED_OVER, CodedDocument, Document, Note
from dateline.settings import Settings, load_settings

OnError = Callable[[Document, Exception], None]


def load(settings: Settings | None = None) -> Coder:
    """A coder, its models loaded when they are first needed. Settings come from the environment unless given."""
    return Coder(settings or load_settings())


def knowledge_of(settings: Settings) -> Knowledge:
    """Actors, places and rules: those that ship, and the user's files of the settings over them.

    Raises OntologyError when a file of the user is wrong, SettingError when the gazetteer that the settings name is not there.
    """
    return Knowledge(
        Authority.load(settings.actors), Gazetteer.open(settings), load_event_rules(), rules=settings.engine != "model"
    )


class Coder:
    """Codes documents. Make one with :func:`load` and keep it: its models load once."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.parser = Parser(settings)

    @cached_property
    def gate(self) -> Gate | None:
        """What passes over reports that have nothing of conflict or crisis; None where all are coded."""
        return gate_of(self.settings)

    @cached_property
    def knowledge(self) -> Knowledge:
        """Actors, places and rules."""
        return knowledge_of(self.settings)

    def files_used(self) -> tuple[FileUsed, ...]:
        """The files of places and actors that the records of this coder depend on, each with the hash of its bytes."""
        return files_used(self.settings)

    def code(self, text: str | Document, **fields: Any) -> CodedDocument:
        """The record of one text.

        ``fields`` are those of :class:`~dateline.records.Document` (``published="2024-12-03"``, ``source=…``) for a
        bare text. Raises TooLongError for a text over the ``max_chars`` setting.
        """
        document = _document(text, fields)
        return self._passed_over(document) or self.explain(document).coded

    def explain(self, text: str | Document, **fields: Any) -> Explained:
        """The record of one text with its parse, and with the reasons for each claim."""
        document = _document(text, fields)
        parsed = self.parser.parse(document)
        if (passed := self._passed_over(document)) is not None:
            return Explained(passed, parsed)
        return code(parsed, self.knowledge)

    def pipe(self, documents: Iterable[Document | str], *, on_error: OnError | None = None) -> Iterator[CodedDocument]:
        """The records of many documents, in order, in batches and without holding them all.

        A document that cannot be coded is given to ``on_error`` with what went wrong, and the others go on; without
        ``on_error`` the error is raised.
        """
        made = (d if isinstance(d, Document) else Document.from_text(d) for d in documents)
        for batch in _batched(made, self.settings.batch_size):
            yield from self._code_batch(batch, on_error)

    def _passed_over(self, document: Document) -> CodedDocument | None:
        """The record of a document that there is nothing to code of, without a parse; None where there may be."""
        if len(document.text) > self.settings.max_chars:
            return None  # the parser says so
        if (record := uncoded(document)) is not None:
            return record
        judged = self.gate.judge(document.text) if self.gate is not None else None
        if self.gate is None or judged is None:
            return None
        told = f"; the words that spoke most for it: {', '.join(judged.words)}" if judged.words else ""
        message = (
            f"passed over by the relevance gate: its score is {judged.score:.3f}, under {self.gate.threshold:g}{told}"
        )
        return CodedDocument(document=document, notes=(Note(code=PASSED_OVER, message=message),))

    def _code_batch(self, batch: tuple[Document, ...], on_error: OnError | None) -> Iterator[CodedDocument]:
        passed = [self._passed_over(document) for document in batch]
        wanted = [document for document, record in zip(batch, passed, strict=True) if record is None]
        coded = self._code_wanted(wanted, on_error)
        for record in passed:
            if (made := record or next(coded)) is not None:
                yield made

    def _code_wanted(self, documents: list[Document], on_error: OnError | None) -> Iterator[CodedDocument | None]:
        """The record of each document; None for one that was given to ``on_error``."""
        if on_error is None:
            yield from (code(parsed, self.knowledge).coded for parsed in self.parser.pipe(documents))
            return
        parsed_batch: list[ParsedDocument] | None
        try:
            parsed_batch = list(self.parser.pipe(documents))
        except (TooLongError, ValueError):
            parsed_batch = None
        for number, document in enumerate(documents):
            try:
                parsed = parsed_batch[number] if parsed_batch else self.parser.parse(document)
                coded = code(parsed, self.knowledge).coded
            except (SettingError, OntologyError):
                raise  # these are wrong for every document
            except Exception as error:  # one broken document never stops a batch: the caller counts and lists it
                on_error(document, error)
                yield None
            else:
                yield coded


def _document(text: str | Document, fields: dict[str, Any]) -> Document:
    return text if isinstance(text, Document) else Document.from_text(text, **fields)


def _batched(documents: Iterator[Document], size: int) -> Iterator[tuple[Document, ...]]:
    while batch := tuple(itertools.islice(documents, size)):
        yield batch
