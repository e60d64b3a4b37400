"""The authority file of actors: states, bodies of states, organisations, armed groups, media and persons, by any of their
names, as of a year. How to ask it is told in ``authority.py``.
"""

from dateline.ontology.authority.authority import Authority
from dateline.ontology.authority.lexicon import Lexicon, NounSense
from dateline.ontology.authority.lint import lint
from dateline.ontology.authority.record import AuthorityActor, Office, Phase, fold

__all__ = ["Authority", "AuthorityActor", "Lexicon", "NounSense", "Office", "Phase", "fold", "lint"]
