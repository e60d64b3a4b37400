"""What a noun stands for: a person, a household, a dwelling, or a thing that no toll counts."""

from __future__ import annotations

from dateline.coding.mentions import NON_STATE_ARMED, Mentions
from dateline.coding.tolls.lexicon import NounKind, lexicon
from dateline.parse import Token

_PEOPLE = frozenset({"NORP", "PERSON"})
_NO_PEOPLE = frozenset({"GPE", "LOC", "FAC", "ORG", "PRODUCT", "WORK_OF_ART", "LAW", "EVENT", "MONEY", "TIME"})
_PERSON_ENDINGS = (
    "man", "men", "woman", "women", "ist", "ian", "ite", "eer", "ant", "person", "people", "goer", "seeker", "er", "or",
    "ee", "folk", "wife",
)  # fmt: skip
_COUNTABLE = frozenset({"person", "household", "dwelling"})


def noun_kind(mentions: Mentions, token: Token) -> NounKind | None:
    """The kind of what the noun stands for; None when neither the word nor its shape tells."""
    words = lexicon()
    lemma, lower = token.lemma_.lower(), token.lower_
    kind = words.nouns.get(lemma) or words.nouns.get(lower) or words.nouns.get(lower.removesuffix("s"))
    if kind is not None:
        return kind
    if lemma in words.senses or lower in words.senses:
        return "person" if any(s.frame == "harmed" for s in words.senses.get(lower, ())) else None
    if token.ent_type_ in _PEOPLE or (token.tag_ == "NNPS" and token.ent_type_ not in ("GPE", "FAC", "ORG")):
        return "person"
    if any(mentions.actor(a).individual for a in mentions.actors.by_head.get(token.i, ())):
        return "person"  # "killed Rostum", whom the parser takes for an organisation
    if any(c.dep_ == "nummod" for c in token.lefts) and _is_armed_group(mentions, token):
        return "person"  # "11 Taliban"
    if token.ent_type_ in _NO_PEOPLE and token.tag_ != "NNPS":
        return "thing"
    return "person" if len(lemma) > 4 and lemma.endswith(_PERSON_ENDINGS) else None


def _is_armed_group(mentions: Mentions, token: Token) -> bool:
    actors = (mentions.actor(a) for a in mentions.actors.by_head.get(token.i, ()))
    return any(actor.kind in NON_STATE_ARMED for actor in actors)


def is_countable(mentions: Mentions, token: Token) -> bool:
    """Whether the noun is known to be of a kind that tolls count: people, households or dwellings."""
    return noun_kind(mentions, token) in _COUNTABLE


def is_single(mentions: Mentions, token: Token) -> bool:
    """Whether the noun phrase is one person: "a man", "his sister", "the party's regional head", "Ahmad Khan"."""
    if token.pos_ == "PRON":
        return token.lower_ in ("he", "she", "him", "her")
    if token.tag_ not in ("NN", "NNP") or {token.lemma_.lower(), token.lower_} & lexicon().collective:
        return False
    if token.tag_ == "NNP":
        return _is_person_name(mentions, token)
    if noun_kind(mentions, token) != "person":
        return False
    described = any(c.dep_ in ("det", "poss", "amod", "compound", "nummod") for c in token.lefts)
    return described or token.i in mentions.actors.by_head


def _is_person_name(mentions: Mentions, token: Token) -> bool:
    for actor_id in mentions.actors.by_head.get(token.i, ()):
        return mentions.actor(actor_id).individual
    if token.i in mentions.places.by_token:
        return False  # "captured Ulang": a town that the parser takes for somebody
    named = any(n.start <= token.i < n.end and n.kind == "person" for n in mentions.names)
    return named or token.ent_type_ == "PERSON"


def is_name(token: Token) -> bool:
    """Whether the noun is a person's name."""
    return token.tag_ == "NNP" and token.ent_type_ == "PERSON"
