"""The reader: a small trained encoder that marks tokens. The only package that imports onnxruntime and tokenizers."""

from dateline.parse.reading.model import identity_of
from dateline.parse.reading.reader import Reader, reader_of
from dateline.parse.reading.record import Found, Reading

__all__ = ["Found", "Reader", "Reading", "identity_of", "reader_of"]
