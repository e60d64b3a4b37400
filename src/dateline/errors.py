"""The errors that Dateline raises.

::

    DatelineError
    ├── ReadError             a file or text could not be made into a document (which, what is wrong, what to do)
    │   └── TooLongError      a text is longer than the limit
    ├── RecordError           a record contradicts itself or its document's text
    ├── OntologyError         a rule, code or actor file is wrong (file, entry, what is wrong)
    ├── SettingError          a setting has a value that cannot be used
    ├── StoreError            a store cannot be opened, read or written, or is not what it should be
    │   └── AbsentError       the store holds nothing of the id that was asked for
    ├── ExportError           an export cannot be written as it was asked for
    └── BatchError            a batch cannot be coded into the output that was asked for
"""

from __future__ import annotations


class DatelineError(Exception):
    """Anything that Dateline itself reports as wrong."""


class ReadError(DatelineError):
    """An input could not be read as a document.

    ``where`` names the input (path, and line or member where there is one), ``problem`` says what is
    wrong with it and ``remedy`` what its owner can do.
    """

    def __init__(self, where: str, problem: str, remedy: str) -> None:
        super().__init__(f"{where}: {problem}. {remedy}")
        self.where = where
        self.problem = problem
        self.remedy = remedy


class TooLongError(ReadError):
    """A text is longer than the ``max_chars`` setting allows."""


class RecordError(DatelineError, ValueError):
    """A record contradicts itself, its vocabulary or the text that it was read from."""


class OntologyError(DatelineError):
    """A file of the ontology is wrong."""

    def __init__(self, where: str, problem: str) -> None:
        super().__init__(f"{where}: {problem}")
        self.where = where
        self.problem = problem


class SettingError(DatelineError):
    """A setting has a value that cannot be used."""


class StoreError(DatelineError):
    """A store cannot be opened, read or written, or holds what it should not."""


class AbsentError(StoreError):
    """The store holds no document, claim, incident, judgement or anything else of the id that was asked for."""


class ExportError(DatelineError):
    """An export cannot be written as it was asked for: an unknown format, a missing package, a place that is taken."""


class BatchError(DatelineError):
    """A batch cannot be coded into its output: it is in use, of another version or another cut, or cannot be written."""
