"""How the text says that actors stand to one another: who leads, backs, speaks for or belongs to whom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from dateline.coding.claims import Reason, Reasoned
from dateline.coding.mentions import Mentions
from dateline.coding.relations.page import Found, Page
from dateline.coding.relations.roles import affiliations, at_noun, offices
from dateline.coding.relations.sides import adjectives, verbs
from dateline.ontology.authority import Lexicon
from dateline.records import Attribution, Relation

__all__ = ["find_relations"]


class Attributing(Protocol):
    """What relations need of the document's statements."""

    def attribution_at(self, token_index: int) -> tuple[Attribution, ...]:
        """The sources responsible for the words at the token, the outermost first."""
        ...


def find_relations(mentions: Mentions, statements: Attributing) -> tuple[Reasoned[Relation], ...]:
    """The relations that the text states, each once, with every place that says so as evidence."""
    page = Page(mentions, Lexicon.load())
    found = [*offices(page), *affiliations(page)]
    for token in page.doc:
        if token.i in page.by_head and token.pos_ in ("NOUN", "PROPN", "ADJ"):
            found.extend(at_noun(page, token))
        if token.pos_ in ("VERB", "ADJ", "NOUN", "ADV", "SCONJ", "ADP", "PROPN"):
            found.extend(adjectives(page, token))
        if token.pos_ in ("VERB", "AUX"):
            found.extend(verbs(page, token))
    return tuple(_claims(mentions, statements, [f for f in found if f.subject != f.object]))


def _claims(mentions: Mentions, statements: Attributing, found: Iterable[Found]) -> Iterator[Reasoned[Relation]]:
    by_triple: dict[tuple[str, str, str], list[Found]] = {}
    for one in found:
        by_triple.setdefault((one.subject, one.relation, one.object), []).append(one)
    for number, same in enumerate(sorted(by_triple.values(), key=lambda ones: ones[0].first), 1):
        best = max(same, key=lambda f: (f.confidence, -f.first))
        spans = list(dict.fromkeys(mentions.parsed.tokens_span(f.first, f.last) for f in same))
        relation = Relation(
            id=f"r{number}",
            subject=best.subject,
            relation=best.relation,
            object=best.object,
            role=best.role,
            attribution=statements.attribution_at(best.first),
            evidence=tuple(spans),
            rule=best.rule,
            confidence=best.confidence,
        )
        reasons = (Reason("relation", mentions.parsed.tokens_span(f.first, f.last), f.how) for f in same)
        yield Reasoned(relation, tuple(reasons))
