"""The authority file of actors: states, bodies of states, organisations, armed groups and media, by any of their names."""

from dateline.ontology.authority.authority import Authority
from dateline.ontology.authority.lexicon import Lexicon, NounSense
from dateline.ontology.authority.lint import lint
from dateline.ontology.authority.record import AuthorityActor, fold

__all__ = ["Authority", "AuthorityActor", "Lexicon", "NounSense", "fold", "lint"]
