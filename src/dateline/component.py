"""Dateline inside a spaCy pipeline: ``nlp.add_pipe("dateline")``, then ``doc._.dateline``.

Import this module (or install the package, whose entry point spaCy finds) before adding the component. It reads the
tags, parse, lemmas and names that the components before it have set, so it goes last. Sentences and curly quotation
marks are as that pipeline has read them: :func:`dateline.load` reads plainer marks and keeps titles apart, and so
finds somewhat more.
"""

from __future__ import annotations

from functools import lru_cache

from dateline.coding.coder import code
from dateline.errors import SettingError
from dateline.parse import Doc, Language, parsed_from, spacy_component
from dateline.parse.reading import reader_of
from dateline.pipeline import knowledge_of
from dateline.records import CodedDocument, Document
from dateline.settings import load_settings

NAME = "dateline"
_METADATA = ("published", "source", "title", "url")
_from_json = lru_cache(maxsize=8)(CodedDocument.from_json)


def coded_of(doc: Doc) -> CodedDocument | None:
    """What ``doc._.dateline`` gives: the record of the doc, or None where the component has not seen it."""
    record = doc.user_data.get(NAME)
    return None if record is None else _from_json(record)


@spacy_component(NAME, coded_of)
class DatelineComponent:
    """Sets ``doc._.dateline`` to the doc's :class:`~dateline.records.CodedDocument`.

    ``doc.user_data["published"]``, ``["source"]``, ``["title"]`` and ``["url"]`` are used where they are set. The record
    is kept as JSON in ``doc.user_data["dateline"]``, so that it travels with the doc through ``to_bytes``, ``DocBin``
    and the processes of ``nlp.pipe``.
    """

    def __init__(self, nlp: Language, name: str = NAME) -> None:
        settings = load_settings()
        self._knowledge = knowledge_of(settings)
        self._reader = reader_of(settings)

    def __call__(self, doc: Doc) -> Doc:
        """Code one doc. Raises SettingError where the pipeline has not parsed it, RecordError for metadata of wrong form."""
        if missing := [layer for layer in ("TAG", "DEP", "LEMMA") if not doc.has_annotation(layer)]:
            raise SettingError(
                f"the component {NAME!r} needs {', '.join(missing)} on every token: put it after the tagger, parser and lemmatizer"
            )
        fields = {name: doc.user_data[name] for name in _METADATA if name in doc.user_data}
        document = Document.from_text(doc.text, language=doc.lang_ or "en", **fields)
        doc.user_data[NAME] = code(parsed_from(document, doc, self._reader), self._knowledge).coded.to_json()
        return doc
