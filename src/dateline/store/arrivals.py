"""What is given to a store, and what it says it did with it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from dateline.records import CodedDocument, Document

Outcome = Literal["added", "recoded", "known"]
"""What became of a document: it is new; its coding took the place of an older one; all of it was there already."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """A coded document, the bytes that it was read from, where they came from and when (UTC)."""

    coded: CodedDocument
    original: bytes
    origin: str
    received: datetime


@dataclass(frozen=True, slots=True)
class Receipt:
    """A document that the store has already, and that came once more: as which bytes, from where and when (UTC)."""

    document: Document
    original: bytes
    origin: str
    received: datetime


@dataclass(frozen=True, slots=True)
class Failure:
    """An input that could not be read, coded or kept; ``original`` are its bytes where there are any."""

    origin: str
    problem: str
    original: bytes | None = None


@dataclass(frozen=True, slots=True)
class Versions:
    """What a result depends on, by name: the code, the rules, the model, the gazetteer …"""

    of: Mapping[str, str]

    @property
    def fingerprint(self) -> str:
        """The SHA-256 of all of them: two runs of one fingerprint code a text alike."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()

    def to_json(self) -> str:
        """The versions as JSON, by name."""
        return json.dumps(dict(self.of), sort_keys=True, ensure_ascii=False)


def now() -> str:
    """This moment as the store keeps moments: ISO 8601, UTC, microseconds."""
    return stamp(datetime.now(UTC))


def stamp(moment: datetime) -> str:
    """The moment in UTC, always of the same length, so that text order is the order of time."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
