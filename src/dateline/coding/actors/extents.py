"""How far names reach: words before and after them that are part of them, and names that a text introduces as such."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from dateline.coding.actors.known import Known
from dateline.coding.actors.phrase import Phrase
from dateline.coding.mentions import Name
from dateline.ontology.authority import AuthorityActor, Lexicon
from dateline.ontology.event_rules import load_event_rules
from dateline.parse import Doc, ParsedDocument, Token

_LAST_WORDS = frozenset({"media", "ngo"})
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)$")
_PROPER = frozenset({"NNP", "NNPS"})
_NAMING_VERBS = re.compile(r"\b(?:calling|called|named|dubbed|styling|known)\b")
_SELF = frozenset({"itself", "themselves"})
_INSIDE = frozenset("of the for and in on al el - '".split())
_MOST_STATE_WORDS = 4


def whole_names(doc: Doc, names: Sequence[Name], lexicon: Lexicon, known: Known) -> Iterator[Name]:
    """The names, those of which only the end was read made whole: "Lagos Times" is not "The Times", nor "Northern
    Resistance Front" the Resistance Front.
    """
    found: list[Name] = []
    for name in sorted(names, key=lambda n: n.start):
        first = name.start
        if _is_generic(doc, name, lexicon):
            while first > doc[first].sent.start and doc[first - 1].tag_ in _PROPER and doc[first - 1].text[0].isupper():
                first -= 1
        while first < name.start and (doc[first].lower_ == "the" or known.find(doc[first].text) is not None):
            first += 1
        if first < name.start and not any(known.demonym_actor(t.text) for t in doc[first : name.start]):
            while found and found[-1].start >= first:
                found.pop()
            if not found or found[-1].end <= first:
                name = Name(first, name.end, "organisation")
        found.append(name)
    yield from found


def _is_generic(doc: Doc, name: Name, lexicon: Lexicon) -> bool:
    """Whether a name is nothing but words that many bodies have in theirs, so that more may stand before it."""
    words = [t.lower_ for t in doc[name.start : name.end]]
    if not doc[name.start].text[0].isupper() or doc[name.start].text.isupper():
        return False
    if len(words) == 1:
        return lexicon.in_names.get(words[0]) in _LAST_WORDS
    return name.authority_id is not None and all(
        w in lexicon.in_names or w in lexicon.nouns or w in lexicon.kind_of_modifier for w in words
    )


def of_state(doc: Doc, last: int, known: Known) -> tuple[int, AuthorityActor] | None:
    """(last token, state) of an "of STATE" right after the token."""
    at = last + 1
    if at + 1 >= len(doc) or doc[at].lower_ != "of":
        return None
    first = at + 2 if doc[at + 1].lower_ == "the" else at + 1
    for end in range(min(first + _MOST_STATE_WORDS, len(doc)), first, -1):
        text = doc[first:end].text
        if text[:1].isupper() and "\n" not in text and (state := known.state(text)) is not None:
            return end - 1, state
    return None


def ordinal_before(doc: Doc, first: int) -> bool:
    """Whether the number of a unit stands right before the token: "4th Mountain Brigade"."""
    return first > 0 and bool(_ORDINAL.match(doc[first - 1].text)) and not doc[first].is_sent_start


def is_verb(form: str, lexicon: Lexicon) -> bool:
    """Whether the form may be that of a verb of deeds or words: "arrest", "arrests", "arrested"."""
    verbs = load_event_rules().verbs
    return any(
        s in lexicon.acting_verbs or s in verbs or s in lexicon.place_verbs for s in {form, form[:-1], form[:-2]} - {""}
    )


def is_headline(parsed: ParsedDocument, name: Name, lexicon: Lexicon) -> bool:
    """Whether a name is a headline, or most of one, that was read as a name: a verb stands inside it."""
    first = parsed.doc[name.start]
    if (
        name.authority_id is not None
        or name.end - name.start < 3
        or parsed.kind_of(first) not in ("headline", "heading")
    ):
        return False
    inner = parsed.doc[name.start + 1 : name.end - 1]
    return any(t.lower_ not in lexicon.nouns and is_verb(t.lower_, lexicon) for t in inner)


def introduced(doc: Doc, lexicon: Lexicon) -> Iterator[tuple[Name, int]]:
    """Names that a group is said to bear, with the token of the noun for it: "a group calling itself the Sons of Iron"."""
    for found in _NAMING_VERBS.finditer(doc.text):
        tokens = doc.char_span(found.start(), found.end())
        if tokens is None or tokens.end >= len(doc):
            continue
        token = tokens[0]
        noun = _body_before(token, lexicon)
        if noun is None:
            continue
        at = token.i + 1
        if doc[at].lower_ in _SELF or token.lower_ == "known" and doc[at].lower_ == "as":
            at += 1
        elif token.lower_ == "calling":
            continue
        while at < len(doc) and (doc[at].lower_ in ("the", "as") or doc[at].is_quote):
            at += 1
        end = _run_end(doc, at)
        if end > at:
            yield Name(at, end, "group"), noun.i


def _body_before(verb: Token, lexicon: Lexicon) -> Token | None:
    """The noun for a body that the naming verb is said of."""
    for token in (verb.head, *(verb.doc[i] for i in range(verb.i - 1, max(verb.sent.start, verb.i - 3) - 1, -1))):
        sense = lexicon.nouns.get(token.lower_)
        if token.i < verb.i and sense is not None and (sense.many or sense.plural) and not sense.individual:
            return token
    return None


def _run_end(doc: Doc, at: int) -> int:
    """The end of the capitalised words from the token on, with small words between them."""
    end = at
    while end < len(doc) and doc[end].text[:1].isupper() and not doc[end].is_sent_start:
        end += 1
        step = end
        while step < len(doc) and doc[step].lower_ in _INSIDE and step - end < 3:
            step += 1
        if step < len(doc) and doc[step].text[:1].isupper() and step > end and doc[end].lower_ != "and":
            end = step
    return end


def as_name(doc: Doc, phrase: Phrase) -> Phrase:
    """A description in capitals that the text gives an acronym to is a name: "Joint Information Unit (JIU)"."""
    if phrase.form != "noun" or phrase.individual or phrase.last + 2 >= len(doc) or doc[phrase.last + 1].text != "(":
        return phrase
    letters = "".join(t.text[0] for t in doc[phrase.first : phrase.last + 1] if t.text[0].isupper())
    if len(letters) < 2 or doc[phrase.last + 2].text.replace(".", "") != letters:
        return phrase
    return replace(phrase, form="name", plural=False, definite=True)
