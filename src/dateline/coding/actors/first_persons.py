"""Who "I" and "we" are: those who speak, or whom they speak for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from dateline.coding.actors.chain import Chain
from dateline.parse import ParsedDocument, Token

SPEECH = frozenset(
    "say tell add state declare announce claim note report insist warn argue explain deny confirm admit acknowledge "
    "stress tell reply respond continue write believe "
    "conclude recall call urge accuse describe suggest".split()
)
"""Lemmas of verbs whose subject speaks."""
_WE = frozenset({"we", "us", "our", "ours", "ourselves"})
_I = frozenset({"i", "me", "my", "mine", "myself"})


class FirstPersons:
    """Gives the first persons of a document to its actors.

    ``of_head`` leads from tokens to chains, ``sentence`` from tokens to the numbers of their sentences, ``spoken_for``
    from the head of the name of one who holds an office to tokens that may be of the body it is of.
    """

    def __init__(
        self,
        parsed: ParsedDocument,
        of_head: dict[int, list[Chain]],
        sentence: Sequence[int],
        spoken_for: Mapping[int, Sequence[int]],
    ) -> None:
        self.parsed = parsed
        self.of_head = of_head
        self.sentence = sentence
        self.spoken_for = spoken_for

    def read(self) -> None:
        """Add the first persons of quotations and of statements to the chains of their speakers."""
        speaker: Chain | None = None
        doc = self.parsed.doc
        for quote in self.parsed.quotes:
            tokens = doc.char_span(quote.start, quote.end, alignment_mode="contract")
            if tokens is None or not len(tokens):
                continue
            same = speaker if self._near(tokens[0], speaker) else None
            speaker = self._speaker_around(tokens[0]) or self._speaker_around(tokens[-1]) or same
            self._give(tokens, speaker)
        self._read_statements()

    def _read_statements(self) -> None:
        """ "The minister said:", and then the words without marks: "I" and "we" in them are the minister's."""
        speaker: Chain | None = None
        for sentence in self.parsed.doc.sents:
            last = next((t for t in reversed(sentence) if not t.is_space), None)
            if last is not None and last.text == ":":
                speaker = self._speaker_around(last) or speaker
            if speaker is not None:
                self._give((t for t in sentence if self.parsed.quote_at(t.idx) is None), speaker)

    def _give(self, tokens: Iterable[Token], speaker: Chain | None) -> None:
        if speaker is None:
            return
        for token in tokens:
            word = token.lower_
            if token.i in self.of_head or word not in _WE and (word not in _I or not speaker.individual):
                continue
            meant = self._spoken_by(speaker) if word in _WE else speaker
            meant.add_pronoun(token.i, self.sentence[token.i], 0)
            self.of_head[token.i] = [meant]

    def _near(self, token: Token, speaker: Chain | None) -> bool:
        return speaker is not None and any(0 <= self.sentence[token.i] - self.sentence[h] <= 1 for h in speaker.heads)

    def _speaker_around(self, token: Token) -> Chain | None:
        """Who speaks in the sentence of the token, outside quotation marks."""
        for subject in token.sent:
            if subject.dep_ != "nsubj" or subject.head.lemma_ not in SPEECH or self.parsed.quote_at(subject.idx):
                continue
            found = [c for c in self.of_head.get(subject.i, ()) if not c.merged]
            if len(found) == 1:
                return found[0]
        return None

    def _spoken_by(self, speaker: Chain) -> Chain:
        for head in speaker.heads:
            for owner in self.spoken_for.get(head, ()):
                if bodies := [c for c in self.of_head.get(owner, ()) if not c.merged and c is not speaker]:
                    return bodies[0]
        return speaker
