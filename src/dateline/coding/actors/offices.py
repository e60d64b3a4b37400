"""Who holds which office, and what is said of whom in an apposition: read from the order of the words.

The parser loses long appositions ("the superintendent of the Civil Hospital, Nadia Aziz"), so what stands between commas
is read here by the words themselves: a noun phrase next to a name, with nothing in between that would make it another's.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from dateline.coding.syntax import child, is_negated
from dateline.ontology.authority import Lexicon
from dateline.parse import Doc, Token

Way = Literal["title", "apposition", "copula"]

SORTS = ("spokesperson", "commands", "leads", "member", "state", "post", "ally", "backer", "opponent", "part")
_OF_BODIES = frozenset({"spokesperson", "ally", "backer", "opponent", "part", "member"})
_MOST_WORDS = 16
_LINKS = frozenset("of for at in with to from".split())
_CLOSERS = frozenset({",", ".", ";", ":", ")", "-", "—", "–", '"', "!", "?", "("})
_PHRASE = frozenset({"NOUN", "PROPN", "ADJ", "DET", "PART", "NUM", "ADV", "X"})
_NOMINAL = frozenset({"NOUN", "PROPN"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_BECOMING = frozenset(
    "be become remain appoint name elect make serve act declare proclaim nominate reappoint reelect".split()
)
_OFFICIAL = frozenset("deputy vice assistant senior chief prime executive research general".split())
_KIN = frozenset(
    "son daughter brother sister wife husband father mother uncle cousin nephew relative bodyguard driver lawyer aide "
    "successor predecessor widow house home office convoy death arrest killing murder car residence friend".split()
)


@dataclass(frozen=True, slots=True)
class Holder:
    """A name that an office may belong to. Token numbers; ``last`` is included, ``first`` is that of its title if it has one."""

    first: int
    last: int
    head: int
    person: bool


@dataclass(frozen=True, slots=True)
class Office:
    """A noun that says what a named one is. Token numbers: ``noun`` of the noun, ``holder`` of the name's head.

    ``first`` and ``last`` are the words to look for the owner in; ``sort`` is the list of roles.yaml that the noun is in,
    empty for a noun that only describes ("a militia").
    """

    noun: int
    sort: str
    holder: int
    first: int
    last: int
    way: Way


def sort_of(doc: Doc, i: int, lexicon: Lexicon) -> str:
    """Which list of roles.yaml the noun at ``i`` is in, with the word before it where the two are one office; else ""."""
    word = doc[i].lower_
    two = f"{doc[i - 1].lower_} {word}" if i else word
    for name in SORTS:
        if two in lexicon.roles[name]:
            return name
    if word.endswith("s") and word[:-1] in lexicon.roles["member"]:
        return "member"
    return next((name for name in SORTS if word in lexicon.roles[name]), "")


def is_only_office(words: str, lexicon: Lexicon) -> bool:
    """Whether a "name" is nothing but words for offices: "Deputy President", "Research Director"."""
    each = [w.strip(".") for w in words.lower().split()]
    return all(
        w in lexicon.nouns or w in lexicon.roles["honorifics"] or w in lexicon.kind_of_modifier or w in _OFFICIAL
        for w in each
    )


def find_offices(doc: Doc, holders: Iterable[Holder], lexicon: Lexicon) -> Iterator[Office]:
    """The offices and descriptions that stand in a name's title, next to it between commas, or after "is" and "became"."""
    known = sorted(holders, key=lambda h: h.first)
    inside = frozenset(i for h in known for i in range(h.first, h.last + 1))
    for holder in known:
        if holder.person:
            yield from _title(doc, holder, lexicon)
        yield from _before(doc, holder, lexicon)
        yield from _after(doc, holder, lexicon)
        yield from _said_of(doc, holder, lexicon, inside)


def owners(doc: Doc, office: Office, lexicon: Lexicon) -> Iterator[Token]:
    """Tokens that may say whose the office is, the likeliest first."""
    before = [t for t in doc[office.first : office.noun - _is_two_words(doc, office, lexicon)] if t.i != office.holder]
    mark = next((t.i for t in reversed(before) if t.tag_ in ("POS", "PRP$")), None)
    for token in reversed(before):
        if (mark is None or token.i > mark) and token.pos_ in _NOMINAL and is_body(token, lexicon):
            yield token
    if mark is not None:
        yield doc[mark] if doc[mark].tag_ == "PRP$" else doc[mark - 1]
    late: list[Token] = []
    for at in {office.noun + 1, *([_name_end(doc, office) + 1] if office.way == "title" else ())}:
        for link, obj in _objects(doc, at, office.last):
            if link in ("in", "to"):
                late.extend((obj,) if at == office.noun + 1 else ())
            else:
                yield obj
    yield from (t for t in reversed(before) if t.pos_ in ("PROPN", "ADJ", "NOUN") and (mark is None or t.i > mark))
    yield from late


def _is_two_words(doc: Doc, office: Office, lexicon: Lexicon) -> bool:
    two = f"{doc[office.noun - 1].lower_} {doc[office.noun].lower_}"
    if office.noun == office.first or not office.sort or two not in lexicon.roles[office.sort]:
        return False
    return not is_body(doc[office.noun - 1], lexicon)


def is_body(token: Token, lexicon: Lexicon) -> bool:
    """Whether the noun is of a body that has officers: "police", "army", "village"."""
    sense = lexicon.nouns.get(token.lower_)
    if token.lower_ in ("country", "crown", "house") or sense is not None and sense.kind in ("media", "business"):
        return False
    return sense is not None and sense.many or token.lower_ in lexicon.seats


def _name_end(doc: Doc, office: Office) -> int:
    end = office.holder
    while end + 1 < len(doc) and doc[end + 1].head.i <= office.holder and doc[end + 1].pos_ == "PROPN":
        end += 1
    return end


def _objects(doc: Doc, at: int, last: int) -> Iterator[tuple[str, Token]]:
    """(preposition, head of its noun phrase) for the prepositional phrases from token ``at`` to ``last``."""
    while at <= last and at < len(doc) and doc[at].lower_ in _LINKS:
        end = at + 1
        while end <= last and (
            doc[end].pos_ in _PHRASE or doc[end].tag_ in ("POS", "VBN", "VBG", "PRP$") or doc[end].text == "-"
        ):
            end += 1
        nouns = [t for t in doc[at + 1 : end] if t.pos_ in _NOMINAL]
        if not nouns:
            return
        parsed = child(doc[at], "pobj")
        head = parsed if parsed is not None and at < parsed.i < end else nouns[-1]
        if parsed is not None and head.i + 1 < end and doc[head.i + 1].tag_ == "POS":
            head = nouns[-1]
        yield doc[at].lower_, head
        at = end


def _title(doc: Doc, holder: Holder, lexicon: Lexicon) -> Iterator[Office]:
    noun = next(
        (
            i
            for i in range(holder.head - 1, holder.first - 1, -1)
            if sort_of(doc, i, lexicon) not in ("", "part")
            and (doc[i + 1].tag_ != "NN" or sort_of(doc, i + 1, lexicon))
        ),
        None,
    )
    if noun is None:
        return
    first = holder.first
    floor = doc[holder.head].sent.start
    while first > floor and holder.first - first < 6 and _in_phrase(doc[first - 1]):
        first -= 1
    last = holder.last
    while last + 1 < doc[holder.head].sent.end and last - holder.last < 6 and doc[last + 1].pos_ in (*_PHRASE, "ADP"):
        last += 1
    yield Office(noun, sort_of(doc, noun, lexicon), holder.head, first, last, "title")


def _in_phrase(token: Token) -> bool:
    return token.pos_ in _PHRASE or token.tag_ in ("POS", "PRP$", "VBN") or token.text == "-"


def _before(doc: Doc, holder: Holder, lexicon: Lexicon) -> Iterator[Office]:
    """ "the mayor of Gao, NAME," and "A spokesman for the Front, NAME, said"."""
    comma = holder.first - 1
    floor = doc[holder.head].sent.start
    while comma > floor and (doc[comma].pos_ in ("DET", "ADJ") or doc[comma].lower_ in ("former", "retired", "one")):
        comma -= 1
    if comma <= floor or doc[comma].text not in (",", "—", "–") or not _closed(doc, holder.last + 1):
        return
    first = comma
    while (
        first > floor
        and comma - first < _MOST_WORDS
        and (_in_phrase(doc[first - 1]) or doc[first - 1].lower_ in _LINKS)
    ):
        first -= 1
    for noun in range(first, comma):
        if (
            not _heads_phrase(doc, noun, comma)
            or not (sort := _sort_for(doc, noun, holder, lexicon))
            and not _describes(doc, noun, holder, lexicon)
        ):
            continue
        if noun > first and _is_anothers(doc, noun, first):
            return
        if doc[noun].tag_ == "NNS" and sort != "member":
            return
        yield Office(noun, sort, holder.head, _phrase_start(doc, noun, first), comma - 1, "apposition")
        return


def _closed(doc: Doc, at: int) -> bool:
    """Whether an apposition may end here: at a mark, the end of the text or line; "and" only where names are listed."""
    return at >= len(doc) or doc[at].text in _CLOSERS or doc[at].is_space or doc[at].lower_ == "and"


def _phrase_start(doc: Doc, noun: int, floor: int) -> int:
    first = noun
    while first > floor and _in_phrase(doc[first - 1]):
        first -= 1
    return first


def _is_anothers(doc: Doc, noun: int, first: int) -> bool:
    """Whether what stands next to the name is another's than the office's: "the son of the governor, NAME"."""
    start = _phrase_start(doc, noun, first)
    return start > first + 1 and doc[start - 1].lower_ in _LINKS and doc[start - 2].lemma_.lower() in _KIN


def _heads_phrase(doc: Doc, noun: int, end: int) -> bool:
    """Whether the noun ends its noun phrase: what follows is a preposition, a mark or the end."""
    if doc[noun].pos_ not in ("NOUN", "PROPN", "ADJ", "VERB") or doc[noun].text == "-":
        return False
    return noun + 1 >= end or not (
        doc[noun + 1].pos_ in ("NOUN", "PROPN") or doc[noun + 1].text == "-" or doc[noun + 1].tag_ == "POS"
    )


def _after(doc: Doc, holder: Holder, lexicon: Lexicon) -> Iterator[Office]:
    """ "NAME, 54, the acting governor of the region," and "NAME (in its own script), a commander of the brigade"."""
    sentence_end = doc[holder.head].sent.end
    at = _past_brackets(doc, holder.last + 1, sentence_end)
    if at + 2 < sentence_end and doc[at].text == "," and doc[at + 1].like_num and doc[at + 2].text == ",":
        at += 2
    if at + 1 >= sentence_end or doc[at].text not in (",", "—", "–"):
        return
    first = end = at + 1
    while (
        end < sentence_end
        and end - at < _MOST_WORDS
        and (
            _in_phrase(doc[end]) or doc[end].lower_ in _LINKS or doc[end].tag_ in ("VBG", "JJ", "VBN") and end - at < 4
        )
    ):
        end += 1
    phrase_end = next((i for i in range(first, end) if doc[i].lower_ in _LINKS), end)
    noun = next((i for i in range(phrase_end - 1, first - 1, -1) if doc[i].pos_ in ("NOUN", "PROPN", "ADJ")), None)
    noun = _office_within(doc, first, phrase_end, holder, lexicon) or noun
    if noun is None or doc[noun].tag_ in ("NNS", "NNPS") or end < sentence_end and doc[end].tag_ in _FINITE:
        return
    sort = _sort_for(doc, noun, holder, lexicon)
    if sort or doc[first].pos_ == "DET" and _describes(doc, noun, holder, lexicon):
        yield Office(noun, sort, holder.head, first, end - 1, "apposition")


def _office_within(doc: Doc, first: int, end: int, holder: Holder, lexicon: Lexicon) -> int | None:
    return next(
        (i for i in range(end - 1, first - 1, -1) if _heads_phrase(doc, i, end) and _sort_for(doc, i, holder, lexicon)),
        None,
    )


def _past_brackets(doc: Doc, at: int, end: int) -> int:
    """The token after what stands in brackets at ``at``."""
    if at < end and doc[at].text == "(":
        close = next((i for i in range(at, min(end, at + 14)) if doc[i].text == ")"), None)
        if close is not None:
            return close + 1
    return at


def _sort_for(doc: Doc, noun: int, holder: Holder, lexicon: Lexicon) -> str:
    sort = sort_of(doc, noun, lexicon)
    return sort if holder.person or sort in _OF_BODIES else ""


def _describes(doc: Doc, noun: int, holder: Holder, lexicon: Lexicon) -> bool:
    """Whether a noun of the lexicon may say what the named one is: a body for a body."""
    sense = lexicon.nouns.get(doc[noun].lower_)
    return sense is not None and not holder.person and sense.many and doc[noun].tag_ == "NN"


def _said_of(doc: Doc, holder: Holder, lexicon: Lexicon, inside: Collection[int]) -> Iterator[Office]:
    """ "NAME is the head of X", "NAME was appointed governor", "NAME, who is a member of X"."""
    head = doc[holder.head]
    verbs = [head.head] if head.dep_ in ("nsubj", "nsubjpass") else []
    verbs += [c for c in head.children if c.dep_ == "relcl" and any(k.tag_ == "WP" for k in c.children)]
    for verb in verbs:
        if verb.lemma_ not in _BECOMING or is_negated(verb) or any(c.tag_ == "MD" for c in verb.children):
            continue
        for noun in _complements(verb):
            if noun.i in inside or noun.tag_ == "NNS" or not (sort := _sort_for(doc, noun.i, holder, lexicon)):
                continue
            last = min(noun.right_edge.i, noun.i + _MOST_WORDS)
            yield Office(noun.i, sort, holder.head, _phrase_start(doc, noun.i, verb.i + 1), last, "copula")


def _complements(verb: Token) -> Iterator[Token]:
    for c in verb.children:
        if c.dep_ in ("attr", "oprd", "dobj") and (verb.lemma_ in ("be", "become", "remain") or c.dep_ != "dobj"):
            yield c
        elif c.dep_ == "prep" and c.lower_ == "as" and (obj := child(c, "pobj")) is not None:
            yield obj
