"""Who said what, by both: the reader settles how far the rules' cues, sources and contents reach, and finds more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from dateline.coding.claims import Reason, Reasoned
from dateline.coding.fusion.tokens import (
    Tokens,
    actors_in,
    nearest,
    sentences_between,
    share_tokens,
    stretch,
    surest_over,
    tokens_of,
)
from dateline.coding.fusion.weights import Weights, shipped
from dateline.coding.mentions import Mentions
from dateline.coding.statements import Statements, sentences_of
from dateline.parse.reading import Found, Reading
from dateline.records import Attribution, Span, Statement

RULE = "reader/attribution"
WITHOUT_RULES = "statement without rules"


def fuse_statements(
    mentions: Mentions, statements: Statements, weights: Weights | None = None, *, by_rules: bool = True
) -> Statements:
    """The rules' statements with the reader's vote, and those that the reader alone is sure of; in text order.

    ``by_rules`` is false where the rules were not asked: then the reader need not be so sure.
    """
    reading = mentions.parsed.reading
    if reading is None:
        return statements
    fusing = _Fusing(mentions, reading, weights or shipped(), "statement alone" if by_rules else WITHOUT_RULES)
    settled = [fusing.settled(reasoned) for reasoned in statements.statements]
    links = {
        _link(old.claim): (new.claim.cue, new.claim.source_text)
        for old, new in zip(statements.statements, settled, strict=True)
    }
    found = sorted([*settled, *fusing.alone([r.claim for r in settled])], key=_place)
    numbered = tuple(
        replace(r, claim=r.claim.model_copy(update={"id": f"s{number}"})) for number, r in enumerate(found, 1)
    )
    return Statements(numbered, _relinked(statements, links))


class _Fusing:
    def __init__(self, mentions: Mentions, reading: Reading, weights: Weights, bar: str) -> None:
        self._mentions, self._parsed, self._reading, self._weights = mentions, mentions.parsed, reading, weights
        self._bar = bar
        self._found = {layer: reading.found(layer) for layer in ("cue", "source", "content")}

    # ---------------------------------------------------------------- what the rules found
    def settled(self, reasoned: Reasoned[Statement]) -> Reasoned[Statement]:
        """The rules' statement, its parts as far as the reader says, its confidence that of both."""
        old = reasoned.claim
        if old.cue is None:
            return reasoned
        cue = tokens_of(self._parsed, old.cue)
        content = [tokens_of(self._parsed, part) for part in old.content]
        source = tokens_of(self._parsed, old.source_text) if old.source_text is not None else None
        shares = {"rule": old.confidence, "cue": self._share("cue", cue), "content": self._content_share(content)}
        new_cue = self._extent("cue", cue, (*content, source))
        new_source = self._extent("source", source, (cue, *content)) if source is not None else None
        new_content = self._contents(content, cue)
        together = self._weights.together("statements", shares)
        confidence = old.confidence if together is None else round(together, 2)
        claim = old.model_copy(
            update={
                "cue": self._span(new_cue),
                "source_text": self._span(new_source) if new_source is not None else None,
                "content": tuple(self._span(part) for part in new_content),
                "evidence": sentences_of(self._parsed, [new_cue, *new_content]),
                "confidence": confidence,
            }
        )
        reasons = (*reasoned.reasons, *self._reasons(old, claim, shares))
        return Reasoned(claim, reasons, shares)

    def _extent(self, layer: str, own: Tokens, others: Sequence[Tokens | None]) -> Tokens:
        """How far the part reaches by the reader, where it is sure, sees more than the rules and stays out of the other
        parts; else as it was. (Where it sees less, the rules are right more often.)
        """
        best = surest_over(own, self._found[layer])
        if best is None or best.probability < self._weights.needed(f"{layer} extent"):
            return own
        new = min(own[0], best.first), max(own[1], best.last)
        taken = [part for part in others if part is not None and not share_tokens(own, part)]
        return own if any(share_tokens(new, part) for part in taken) else new

    def _contents(self, content: Sequence[Tokens], cue: Tokens) -> list[Tokens]:
        """The parts of the content, each as far as the reader says where it is sure."""
        out: list[Tokens] = []
        for part in content:
            new = self._extent("content", part, (cue, *(c for c in content if c != part)))
            if not any(share_tokens(new, other) for other in out):
                out.append(new)
        return sorted(out)

    def _reasons(self, old: Statement, new: Statement, shares: dict[str, float]) -> Iterator[Reason]:
        yield Reason(
            "confidence",
            old.cue,
            f"rules {shares['rule']:.2f}; reader: cue {shares['cue']:.2f}, content {shares['content']:.2f}; "
            f"together {new.confidence:.2f}",
        )
        for name in ("cue", "source_text"):
            before, after = getattr(old, name), getattr(new, name)
            if before != after:
                yield Reason(name, before, f"the reader takes it to be {after.text!r}")
        if old.content != new.content:
            for part in old.content:
                if part not in new.content:
                    yield Reason("content", part, "the reader sees it reach otherwise")

    # ---------------------------------------------------------------- what the reader alone found
    def alone(self, known: Sequence[Statement]) -> Iterator[Reasoned[Statement]]:
        """Statements of the reader's cues that no rule took."""
        cues = [tokens_of(self._parsed, s.cue) for s in known if s.cue is not None]
        spoken = [(tokens_of(self._parsed, part), s) for s in known for part in s.content]
        for cue in self._found["cue"]:
            own = stretch(cue)
            if cue.probability < self._weights.needed("cue alone") or any(share_tokens(own, c) for c in cues):
                continue
            content = self._beside("content", own)
            if content is None or any(part == stretch(content) for part, _ in spoken):
                continue
            made = self._alone(cue, content, self._beside("source", own))
            if made is not None:
                yield made

    def _beside(self, layer: str, cue: Tokens) -> Found | None:
        """What a layer marks nearest to the cue, in its sentence or the one beside it."""
        sure = [f for f in self._found[layer] if f.probability >= self._weights.needed(f"{layer} alone")]
        found = nearest(cue, sure)
        if found is None:
            return None
        reach = 1 if layer == "content" else 0
        apart = sentences_between(self._parsed.doc, cue, stretch(found), reach + 1)
        return found if apart <= reach else None

    def _alone(self, cue: Found, content: Found, source: Found | None) -> Reasoned[Statement] | None:
        shares = {
            "cue": cue.probability,
            "content": content.probability,
            "source": source.probability if source is not None else 0.0,
        }
        together = self._weights.together("statements alone", shares)
        if together is None or together < self._weights.needed(self._bar):
            return None
        if source is None and self._bar != WITHOUT_RULES:
            return None  # what nobody is seen to say is right less often, and of less use
        speakers = actors_in(self._mentions, stretch(source)) if source is not None else ()
        said = self._span(stretch(content))
        claim = Statement(
            id="s0",
            speaker=speakers[0] if speakers else None,
            direct=self._is_quoted(said),
            cue=self._span(stretch(cue)),
            source_text=self._span(stretch(source)) if source is not None else None,
            content=(said,),
            evidence=sentences_of(self._parsed, [stretch(cue), stretch(content)]),
            rule=RULE,
            confidence=round(together, 2),
        )
        votes = ", ".join(f"{part} {share:.2f}" for part, share in shares.items())
        return Reasoned(
            claim,
            (
                Reason("cue", claim.cue, f"the reader marks it: {votes}"),
                Reason("confidence", None, f"rules: none; reader: {votes}; together {claim.confidence:.2f}"),
            ),
            shares,
        )

    def _is_quoted(self, said: Span) -> bool:
        first, last = self._parsed.quote_at(said.start + 1), self._parsed.quote_at(max(said.start, said.end - 2))
        return first is not None and first == last

    # ---------------------------------------------------------------- shares and spans
    def _share(self, layer: str, tokens: Tokens) -> float:
        return self._reading.share(layer, *tokens)

    def _content_share(self, parts: Sequence[Tokens]) -> float:
        return max((self._share("content", part) for part in parts), default=0.0)

    def _span(self, tokens: Tokens) -> Span:
        return self._parsed.tokens_span(*tokens)


def _place(reasoned: Reasoned[Statement]) -> tuple[int, int]:
    claim = reasoned.claim
    cue = claim.cue.start if claim.cue is not None else claim.content[0].start
    return min(cue, claim.content[0].start), cue


def _link(statement: Statement) -> tuple[Span | None, Span | None]:
    return statement.cue, statement.source_text


def _relinked(
    statements: Statements, links: dict[tuple[Span | None, Span | None], tuple[Span | None, Span | None]]
) -> dict[int, tuple[Attribution, ...]]:
    """The chains of the words, with the cues and sources as they are now."""
    made: dict[int, tuple[Attribution, ...]] = {}
    out: dict[int, tuple[Attribution, ...]] = {}
    for token, chain in statements.by_token.items():
        if id(chain) not in made:
            made[id(chain)] = tuple(_moved(link, links) for link in chain)
        out[token] = made[id(chain)]
    return out


def _moved(
    link: Attribution, links: dict[tuple[Span | None, Span | None], tuple[Span | None, Span | None]]
) -> Attribution:
    old = (link.cue, link.source_text)
    new = links.get(old, old)
    return link if new == old else link.model_copy(update={"cue": new[0], "source_text": new[1]})
