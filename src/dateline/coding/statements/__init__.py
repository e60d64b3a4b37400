"""Who said what: statements, and the chain of sources behind each word."""

from dateline.coding.statements.chain import Statements
from dateline.coding.statements.coder import find_statements, sentences_of

__all__ = ["Statements", "find_statements", "sentences_of"]
