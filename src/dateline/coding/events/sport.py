"""Sport speaks the language of war: a text that is full of its own words fights none."""

from __future__ import annotations

from dateline.ontology.event_rules import EventWords
from dateline.parse import Doc

SHARE = 0.035
"""The share of sport's words among the content words from which a text is read as sport (football pages have 0.06 to 0.15)."""
LEAST = 4
_CONTENT = frozenset({"NOUN", "PROPN", "VERB", "ADJ"})
_GRAVE = frozenset(
    "bomb bombing airstrike soldier troop civilian militant rebel insurgent gunman gunmen army ceasefire explosion hostage militia missile "
    "refugee police wounded casualty massacre terrorist artillery airstrikes warplane".split()
)


def is_sport(doc: Doc, words: EventWords) -> bool:
    """Whether the text is about sport and not about violence."""
    content = [t.lemma_.lower() for t in doc if t.pos_ in _CONTENT]
    sport = sum(lemma in words.sport for lemma in content)
    grave = sum(lemma in _GRAVE for lemma in content)
    return sport >= LEAST and sport >= SHARE * len(content) and sport > 3 * grave
