"""What a phrase may stand for: number, sort, and the words next to it."""

from __future__ import annotations

from dateline.coding.actors.chain import Chain
from dateline.coding.actors.phrase import Phrase
from dateline.ontology.authority import fold
from dateline.parse import Token

_EITHER = frozenset(
    {
        "ally",
        "backer",
        "supporter",
        "partner",
        "rival",
        "member",
        "sponsor",
        "patron",
        "opponent",
        "enemy",
        "foe",
        "critic",
        "neighbour",
        "neighbor",
        "supplier",
    }
)
_EXPLETIVE_VERBS = frozenset({"be", "seem", "appear", "rain", "take", "remain", "happen", "become", "emerge"})


def apposition_head(token: Token) -> Token | None:
    """What the token is the apposition of, or said to be after "be", or called."""
    if token.dep_ == "appos":
        return token.head
    if token.dep_ == "attr" and token.head.lemma_ == "be" and not any(c.dep_ == "neg" for c in token.head.children):
        return next((c for c in token.head.children if c.dep_ == "nsubj" and c.i < token.i), None)
    if token.dep_ == "oprd" and token.head.dep_ == "acl" and token.head.lower_ in ("called", "named", "nicknamed"):
        return token.head.head
    return None


def agree(one: Phrase, other: Phrase) -> bool:
    """Whether an apposition may say what the first phrase is: same number, and no person for a body."""
    if other.lemma in _EITHER:
        return one.plural == other.plural or one.form == "name"
    if one.form == "name" and not one.person:
        return not other.individual
    return one.plural == other.plural and one.individual == other.individual


def is_they(chain: Chain) -> bool:
    """Whether "they" may stand for the actor."""
    if chain.phrases[0].form == "noun" and chain.plural:
        return True
    return (
        not chain.individual
        and not chain.state
        and (
            chain.plural
            or chain.kind in ("rebel", "militia", "military", "police", "criminal", "ethnic", "civilians", "religious")
        )
    )


def name_words(chain: Chain) -> set[str]:
    """The words of a body's names, folded; none of a person's."""
    return {word for p in chain.named for word in fold(p.name).split()} if not chain.person else set()


def expletive(token: Token) -> bool:
    """Whether "it" stands for nobody: "it is clear that", "it seems", and most objects."""
    if token.tag_ == "PRP$":
        return False
    verb = token.head
    if token.dep_ not in ("nsubj", "nsubjpass"):
        return True
    return (
        verb.lemma_ in _EXPLETIVE_VERBS
        or any(c.dep_ == "mark" for c in verb.children) is False
        and verb.dep_ == "parataxis"
    )
