"""The words that report what somebody says, thinks or wants, read from ``ontology/data/speech/<language>``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources
from typing import Any, Literal, get_args

import yaml

from dateline.errors import OntologyError
from dateline.records import Certainty

Kind = Literal["speech", "thought", "stance", "request"]
"""What a cue reports: words, a belief, an attitude or intention, or a call for something.

What is said or believed is attributed to its source; what is wanted or called for has no one who vouches for it.
"""
_CERTAINTIES = frozenset(get_args(Certainty))
_KINDS = frozenset(get_args(Kind))
_PLAIN_FIELDS = frozenset({"kind", "certainty", "addressee", "asserts", "unless", "only"})
_CLAUSAL = frozenset({"clause", "quote", "passive_clause", "passive_infinitive", "passive_as", "headline"})


@dataclass(frozen=True, slots=True)
class Cue:
    """A reporting word: what it reports, how sure it makes it, and how far each of its constructions can be trusted.

    ``frames`` leads from the construction (``clause``, ``quote``, ``infinitive``, ``object``, ``for`` and other
    prepositions, ``passive``…) to the share of its uses that report what someone says or thinks.
    """

    lemma: str
    kind: Kind = "speech"
    certainty: Certainty = "stated"
    addressee: bool = False
    """Whether its object is whom it is said to ("told Reuters") rather than what is said."""
    frames: Mapping[str, float] = field(default_factory=dict)

    asserts: bool = False
    """Whether its object, too, is what its source vouches for: "confirmed the attack", not "condemned the attack"."""
    unless: frozenset[str] = frozenset()
    """Objects with which it reports nothing: "claimed the lives of five"."""
    only: frozenset[str] = frozenset()
    """Objects without which it reports nothing: "put the toll at five"; empty where any will do."""

    def attributes(self, frame: str) -> bool:
        """Whether the words that it introduces in this frame are to be attributed to its source."""
        return self.kind in ("speech", "thought") and (self.asserts or frame in _CLAUSAL)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The reporting words of one language, by lemma (adverbs: by word)."""

    verbs: Mapping[str, Cue]
    nouns: Mapping[str, Cue]
    adverbs: Mapping[str, Cue]
    documents: frozenset[str]
    """Nouns for what holds words: "according to a report by X" has X for its source."""
    lemma_of: Mapping[str, str]
    """Repairs of lemmas that taggers get wrong."""

    def verb(self, lemma: str) -> Cue | None:
        """The entry of a verb; None for one that reports nothing."""
        return self.verbs.get(self.lemma_of.get(lemma, lemma))


@lru_cache(maxsize=8)
def load_lexicon(language: str = "en") -> Lexicon:
    """The lexicon of a language. Raises OntologyError where a file of it is wrong."""
    folder = resources.files("dateline.ontology") / "data" / "speech" / language
    words = _read(folder / "words.yaml")
    return Lexicon(
        verbs=_cues(folder / "verbs.yaml"),
        nouns=_cues(folder / "nouns.yaml"),
        adverbs=_cues(folder / "adverbs.yaml"),
        documents=frozenset(words["documents"]),
        lemma_of=words["lemma_of"],
    )


def _read(path: Any) -> dict[str, Any]:
    try:
        read = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    except (OSError, yaml.YAMLError) as error:
        raise OntologyError(str(path), f"it cannot be read: {error}") from error
    if not isinstance(read, dict):
        raise OntologyError(str(path), "it must be a table")
    return read


def _cues(path: Any) -> dict[str, Cue]:
    return {lemma: _cue(str(path), lemma, entry) for lemma, entry in _read(path).items()}


def _cue(path: str, lemma: object, entry: object) -> Cue:
    if not isinstance(lemma, str) or not isinstance(entry, dict):
        raise OntologyError(path, f"{lemma!r} must be a word with a table")
    kind, certainty = entry.get("kind", "speech"), entry.get("certainty", "stated")
    frames = {frame: value for frame, value in entry.items() if frame not in _PLAIN_FIELDS}
    if kind not in _KINDS or certainty not in _CERTAINTIES:
        raise OntologyError(
            path, f"{lemma!r} has kind {kind!r} and certainty {certainty!r}, and one of them is unknown"
        )
    if wrong := [f for f, value in frames.items() if not isinstance(value, (int, float)) or not 0 < value < 1]:
        raise OntologyError(path, f"{lemma!r} needs a share above 0 and below 1 for {wrong[0]!r}")
    return Cue(
        lemma,
        kind,
        certainty,
        addressee=bool(entry.get("addressee", False)),
        frames=frames,
        asserts=bool(entry.get("asserts", False)),
        unless=frozenset(entry.get("unless", ())),
        only=frozenset(entry.get("only", ())),
    )
