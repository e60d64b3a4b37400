"""Countries and capitals that stand for their governments: "Damascus said", "Turkey seized the town"."""

from __future__ import annotations

from collections.abc import Sequence

from dateline.coding.places.scene import Scene, Toponym
from dateline.coding.syntax import ends_address
from dateline.ontology.gazetteer import Entry
from dateline.parse import Token

_LOCATIVE_VERBS = frozenset(
    "be have see become remain lie border face experience suffer contain host witness mark celebrate need grow sit stand fall slip "
    "stay hold include share enter sink plunge descend account rank use import export produce".split()
)
_ADDRESSED = frozenset(
    "urge accuse blame criticize criticise condemn ask tell warn thank praise sue persuade pressure press support back help arm oppose "
    "defend attack sanction threaten provoke denounce invite join recognize recognise slam".split()
)
_DONE_TO_PLACES = frozenset({"attack", "defend", "threaten", "support", "back", "arm"})


def stands_for_government(scene: Scene, toponym: Toponym, entry: Entry | None) -> bool:
    """Whether a country's or capital's name is an actor's here: subject of what states do, agent, or whom they are told."""
    if entry is None or entry.feature not in ("PCLI", "PPLC") or toponym.embedded or toponym.kind == "facility":
        return False
    if scene.lower(toponym.start - 1) in scene.words.directions:
        return False  # "attacked southern Israel"
    if ends_address(scene.doc, toponym.start, toponym.end):
        return False
    head = _head(scene, toponym)
    while head.dep_ == "conj" and head.head.pos_ == "PROPN":
        head = head.head
    verb = head.head
    if head.dep_ == "nsubj" and verb.pos_ in ("VERB", "AUX"):
        return verb.lemma_ not in _LOCATIVE_VERBS
    if head.dep_ == "pobj" and verb.dep_ == "agent":
        return True
    if head.dep_ in ("dobj", "nsubjpass"):
        return verb.lemma_ in _ADDRESSED and (entry.feature == "PCLI" or verb.lemma_ not in _DONE_TO_PLACES)
    if head.dep_ in ("poss", "compound", "nmod") and verb.pos_ in ("NOUN", "PROPN"):
        state = scene.authority.state(toponym.text) or scene.authority.capital(toponym.text)
        return state is not None and scene.authority.body(state, verb.text) is not None
    return False


def speaks_for_state(scene: Scene, toponym: Toponym, candidates: Sequence[Entry]) -> bool:
    """Whether the name stands for a government, should the first country or capital of the name be meant."""
    state = next((e for e in candidates[:3] if e.feature in ("PCLI", "PPLC")), None)
    return stands_for_government(scene, toponym, state)


def _head(scene: Scene, toponym: Toponym) -> Token:
    """The word of the name that hangs on a word outside it."""
    for i in range(toponym.end - 1, toponym.start - 1, -1):
        token = scene.doc[i]
        if not toponym.start <= token.head.i < toponym.end:
            return token
    return scene.doc[toponym.end - 1]
