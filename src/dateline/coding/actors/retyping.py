"""Names whose neighbours show that they are of another kind than they were read as."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from dateline.coding.actors.offices import Holder, find_offices
from dateline.coding.actors.phrase import Phrase
from dateline.coding.mentions import Name
from dateline.ontology.authority import Authority, Lexicon, fold
from dateline.parse import Doc

_PERSONS_POSTS = frozenset({"spokesperson", "commands", "leads", "state", "post"})
_MOST_NAME_WORDS = 5
_LAST_WORDS = frozenset({"media", "ngo"})


def as_they_are_called(doc: Doc, names: Sequence[Name], lexicon: Lexicon, authority: Authority) -> Iterator[Name]:
    """The names, bodies that hold an office or are "who" made persons, persons that are called a group made bodies.

    Words that pages set in capitals and that are nobody ("LIVE", "UPDATE") are left out.
    """
    names = list(_whole(doc, names, lexicon, authority))
    persons = {fold(doc[n.start : n.end].text) for n in names if n.kind == "person"}
    persons |= {
        fold(doc[n.start : n.end].text)
        for n in names
        if n.kind in ("organisation", "other", "place") and _is_persons(doc, n, lexicon, authority)
    }
    starts = {n.start for n in names if n.kind == "person"}
    for name in names:
        words = fold(doc[name.start : name.end].text)
        if words in lexicon.no_names or words in lexicon.roles["honorifics"] and name.end in starts:
            continue
        if (
            name.kind in ("organisation", "other", "place")
            and words in persons
            and _may_be_persons(doc, name, lexicon, authority)
        ):
            yield replace(name, kind="person")
        elif name.kind == "person" and _is_called_a_body(doc, name, lexicon):
            yield replace(name, kind="organisation")
        else:
            yield name


def _whole(doc: Doc, names: Sequence[Name], lexicon: Lexicon, authority: Authority) -> Iterator[Name]:
    """The names, a name's last word that was read as a name of its own put back: "Lagos Times" is not "The Times"."""
    found: list[Name] = []
    for name in sorted(names, key=lambda n: n.start):
        first = name.start
        if (
            name.end - first == 1
            and lexicon.in_names.get(doc[first].lower_) in _LAST_WORDS
            and doc[first].text[0].isupper()
        ):
            while first > doc[first].sent.start and doc[first - 1].tag_ == "NNP" and doc[first - 1].text[0].isupper():
                first -= 1
        if first < name.start and not any(authority.demonym_actor(t.text) for t in doc[first : name.start]):
            while found and found[-1].start >= first:
                found.pop()
            name = Name(first, name.end, "organisation")
        found.append(name)
    yield from found


def _may_be_persons(doc: Doc, name: Name, lexicon: Lexicon, authority: Authority) -> bool:
    words = [t for t in doc[name.start : name.end] if t.text not in "-'"]
    return (
        1 < len(words) <= _MOST_NAME_WORDS
        and all(
            t.is_alpha and not t.text.isupper() and t.lower_ not in lexicon.in_names and t.lower_ not in lexicon.nouns
            for t in words
        )
        and not any(t.lower_ in lexicon.seats or t.lower_ in ("of", "the", "and", "for") for t in words)
        and words[-1].text[0].isupper()
        and not any(authority.demonym_actor(t.text) for t in words)
        and authority.find(doc[name.start : name.end].text) is None
    )


def _is_persons(doc: Doc, name: Name, lexicon: Lexicon, authority: Authority) -> bool:
    if not _may_be_persons(doc, name, lexicon, authority):
        return False
    last = doc[name.end - 1]
    if any(c.dep_ == "relcl" and any(k.tag_ == "WP" and k.lower_ == "who" for k in c.children) for c in last.children):
        return True
    holder = Holder(name.start, name.end - 1, last.i, person=True)
    for office in find_offices(doc, (holder,), lexicon):
        sense = lexicon.nouns.get(doc[office.noun].lower_)
        if office.sort in _PERSONS_POSTS and (sense is None or sense.individual):
            return True
    return False


def _is_called_a_body(doc: Doc, name: Name, lexicon: Lexicon) -> bool:
    """ "the monitoring group NAME": what stands right before a name, and is one body, is what the name is of."""
    if name.start < 2:
        return False
    noun = doc[name.start - 1]
    sense = lexicon.nouns.get(noun.lower_)
    return noun.lower_ in lexicon.stands_for and sense is not None and sense.many and noun.tag_ == "NN"


def as_name(doc: Doc, phrase: Phrase) -> Phrase:
    """A description in capitals that the text gives an acronym to is a name: "Joint Information Unit (JIU)"."""
    if phrase.form != "noun" or phrase.individual or phrase.last + 2 >= len(doc) or doc[phrase.last + 1].text != "(":
        return phrase
    letters = "".join(t.text[0] for t in doc[phrase.first : phrase.last + 1] if t.text[0].isupper())
    if len(letters) < 2 or doc[phrase.last + 2].text.replace(".", "") != letters:
        return phrase
    return replace(phrase, form="name", plural=False, definite=True)
