"""The noun that a number counts: "soldiers" in "25 Afghan National Army soldiers", none in "14 were wounded"."""

from __future__ import annotations

from dateline.coding.mentions import Mentions
from dateline.coding.tolls.lexicon import lexicon
from dateline.coding.tolls.nouns import is_countable, noun_kind
from dateline.parse import Doc, Token

_LONGEST = 9
_FURTHER = frozenset({"more", "other", "others", "additional", "further", "different", "separate"})
_THEM = frozenset({"them", "whom", "these", "those", "which"})
_DETERMINERS = frozenset({"the", "these", "those", "their", "its", "his", "her", "our", "an", "a"})
_JOINTS = frozenset({"-", "/", "'"})
_MODIFIERS = frozenset({"ADJ", "NOUN", "PROPN", "ADV"})
_MODIFIER_TAGS = frozenset({"VBN", "VBG", "VBD", "POS", "HYPH"})


def counted_noun(mentions: Mentions, number: Token, i: int, end: int) -> tuple[int, int] | None:
    """The noun counted by a number that ends before token ``i``, and the last token of its phrase; None without one.

    ``number`` is the number's last token, ``end`` the end of the sentence, exclusive.
    """
    start = _over_of(mentions.parsed.doc, i)
    head = _noun_from(mentions, start, end)
    if head is not None and number.dep_ == "nummod" and head < number.head.i < min(head + 3, end):
        joined = is_countable(mentions, number.head) and not _is_made(number.head, mentions.parsed.doc[head])
        head = number.head.i if joined else head
    return None if head is None else (head, _with_fellows(mentions, head))


def _over_of(doc: Doc, i: int) -> int:
    """Past "more", "other", "of", "of the" and "of them": "12 more", "dozens of the", "three of them"."""
    start = i
    while i < len(doc) and doc[i].lower_ in _FURTHER:
        i += 1
    if i < len(doc) and doc[i].lower_ == "of":
        after = doc[i + 1].lower_ if i + 1 < len(doc) else ""
        if after in _THEM and i + 2 < len(doc) and doc[i + 2].pos_ == "NOUN":
            return i + 2
        i += 2 if after in _DETERMINERS else 1
    return i if i < len(doc) else start


def _noun_from(mentions: Mentions, i: int, end: int) -> int | None:
    """The last noun of the run of modifiers and nouns from token ``i``; None when the run has none."""
    doc, head = mentions.parsed.doc, None
    for j in range(i, min(i + _LONGEST, end)):
        token = doc[j]
        if token.is_space and head is None:
            continue
        if _is_time(mentions, token):
            break
        if _is_noun(token):
            if head is not None and (not _belongs(token, doc[head]) or _is_made(token, doc[head])):
                break
            if not _tells_state(token):
                head = j
            elif (head is not None and is_countable(mentions, doc[head])) or not _noun_next(doc, j, end):
                break
        elif _is_inside_name(mentions, token):
            continue
        elif not _may_modify(doc, j, seen=head is not None) or not _noun_next(doc, j, end):
            break
    return head


def _is_inside_name(mentions: Mentions, token: Token) -> bool:
    """Whether a name goes on over the word, as over "of" in "several Army of Unity fighters"."""
    return token.tag_ in ("IN", "CC", "DT") and any(n.start < token.i < n.end - 1 for n in mentions.names)


def _is_time(mentions: Mentions, token: Token) -> bool:
    if token.i in mentions.dates.by_token:
        return True
    return token.ent_type_ in ("DATE", "TIME") and token.lower_ not in lexicon().nouns


def _is_noun(token: Token) -> bool:
    if token.text in _JOINTS:
        return False
    return token.pos_ in ("NOUN", "PROPN") or (token.lower_ in lexicon().nouns and token.pos_ not in ("VERB", "AUX"))


def _tells_state(token: Token) -> bool:
    """Whether the word can tell the state that the counted are in: "12 wounded", "17 slain"."""
    senses = lexicon().senses.get(token.lower_, ())
    return any(s.form in ("past", "participle", "state") for s in senses)


def _may_modify(doc: Doc, j: int, *, seen: bool) -> bool:
    """Whether the token can stand between the number and its noun; ``seen``: a noun has been found already."""
    token = doc[j]
    joins = token.text in _JOINTS or doc[j - 1].text == "-"
    if joins or token.tag_ == "POS":
        return True
    if seen or token.pos_ == "AUX":
        return False
    if token.text == ",":
        return doc[j - 1].pos_ == "ADJ"
    return token.pos_ in ("ADJ", "ADV", "NUM") or token.tag_ in _MODIFIER_TAGS or token.text in ("'", '"')


def _belongs(token: Token, head: Token) -> bool:
    """Whether two nouns in a row are of one phrase."""
    if token.nbor(-1).text in _JOINTS or head.dep_ == "compound":
        return True
    return token.head.i >= head.i or head.head.i == token.i


def _is_made(token: Token, head: Token) -> bool:
    """Whether the noun tells what the ones before it were made: "nine nurses hostage"."""
    return token.lower_ in lexicon().gaps["made"] and head.tag_ in ("NNS", "NNPS")


def _noun_next(doc: Doc, j: int, end: int) -> bool:
    """Whether a noun still comes before the run of modifiers ends."""
    for token in doc[j + 1 : min(j + 6, end)]:
        if token.pos_ in ("NOUN", "PROPN"):
            return True
        joined = token.text in ("-", ",") or (token.tag_ == "CC" and doc[token.i - 1].text == "-")
        if not joined and token.pos_ not in _MODIFIERS and token.tag_ not in ("VBN", "VBG", "HYPH"):
            return False
    return False


def _with_fellows(mentions: Mentions, head: int) -> int:
    """The end of the phrase with nouns that share the number: "13 women and children", "40 Kurds, Arabs and others"."""
    doc, last = mentions.parsed.doc, head
    if noun_kind(mentions, doc[head]) != "person":
        return head
    for j in range(head + 1, min(head + 10, len(doc))):
        token = doc[j]
        if token.tag_ in ("NNS", "NNPS"):
            listed = token.dep_ == "conj" or doc[j - 1].tag_ == "CC"
            if not listed or noun_kind(mentions, token) != "person":
                break
            last = j
        elif token.tag_ != "CC" and (token.text != "," or j - 1 != last):
            break
    return last
