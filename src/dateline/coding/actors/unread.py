"""Names that the name finder has not seen: people's, and in texts without capitals those that the authority has."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from dateline.coding.actors.known import Known
from dateline.coding.actors.named import titles
from dateline.coding.mentions import Name, NameKind
from dateline.ontology.authority import Lexicon
from dateline.parse import Doc

_SHORTEST = 5
_GROUPS = frozenset({"rebel", "militia", "criminal", "ethnic"})


def unread_names(doc: Doc, names: Sequence[Name], taken: Collection[int], lexicon: Lexicon) -> Iterator[Name]:
    """Proper names that the name finder has not seen, where what they do or are called shows that they are persons'."""
    several = [n for n in names if n.end - n.start > 1 and n.kind in ("person", "other")]
    parts = {doc[n.end - 1].text for n in several}
    parts |= {doc[n.start].text for n in several if n.kind == "person" and len(doc[n.start]) > 2}
    for token in doc:
        if (
            token.tag_ != "NNP"
            or token.i in taken
            or token.dep_ not in ("nsubj", "nsubjpass", "appos", "pobj", "conj", "dobj", "oprd")
        ):
            continue
        if not token.is_alpha or not token.text[0].isupper() or token.text.isupper() or token.lower_ in lexicon.nouns:
            continue
        first = token.i
        while (
            first > 0
            and doc[first - 1].tag_ == "NNP"
            and doc[first - 1].head.i == token.i
            and doc[first - 1].is_alpha
            and first - 1 not in taken
        ):
            first -= 1
        while first < token.i and titles(doc[first], lexicon):
            first += 1
        acts = token.dep_ == "nsubj" and token.head.lemma_ in lexicon.acting_verbs
        described = any(
            c.dep_ == "appos" and (sense := lexicon.nouns.get(c.lower_)) and sense.individual for c in token.children
        )
        titled = (
            first > 0
            and doc[first - 1].i not in taken
            and titles(doc[first - 1], lexicon)
            and doc[first - 1].head.i == token.i
        )
        called = (
            token.dep_ == "oprd" and token.head.lower_ in ("called", "named", "nicknamed") and token.head.dep_ == "acl"
        )
        if called or titled or token.text in parts or (first < token.i and (acts or described)):
            yield Name(first, token.i + 1, "person")


def caseless_names(doc: Doc, taken: Collection[int], lexicon: Lexicon, known: Known) -> Iterator[Name]:
    """In a text without capitals, single words that are actors of the authority when written with one."""
    if not doc.text.islower():
        return
    for token in doc:
        word = token.lower_
        if token.i in taken or len(word) < _SHORTEST or token.pos_ not in ("PROPN", "NOUN") or word in lexicon.nouns:
            continue
        actor = known.find(word.capitalize())
        if actor is not None and not actor.state:
            kind: NameKind = "person" if actor.individual else "group" if actor.kind in _GROUPS else "organisation"
            yield Name(token.i, token.i + 1, kind, actor.id)
