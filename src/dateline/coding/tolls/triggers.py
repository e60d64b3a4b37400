"""The words of a text that say that someone was harmed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dateline.coding.mentions import Mentions
from dateline.coding.tolls.lexicon import Frame, Lexicon, Sense, lexicon
from dateline.coding.tolls.lines import closes
from dateline.parse import Doc, Token
from dateline.records import Harm

_NEAR_AFTER, _NEAR_BEFORE = 9, 3
_NOT_NOUNS = frozenset({"base", "s", "past", "participle", "ing"})
_TOTALS = frozenset({"total", "tally"})
_RAISING = frozenset({"bring", "take", "push", "raise", "lift"})
_STOPS = frozenset({".", ";", ":", "?", "!"})


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word that names a harm: token number ``i``, the last token ``last`` of the words that complete it."""

    i: int
    last: int
    harm: Harm | None
    frame: Frame
    form: str
    near: bool = False

    @property
    def participle(self) -> bool:
        """Whether the word can be a passive participle: "killed", "shot", "slain"."""
        return self.form in ("past", "participle")


def find_triggers(mentions: Mentions) -> list[Trigger]:
    """Every trigger of the text from left to right, one a token; a count's name ("death toll") spans several."""
    doc, words = mentions.parsed.doc, lexicon()
    out: list[Trigger] = []
    taken = -1
    for token in doc:
        lower = token.lower_
        if token.i <= taken or (lower not in words.senses and lower not in words.tolls and lower not in _TOTALS):
            continue
        trigger = _toll(doc, token, words) or _total(token, out) or _sense(mentions, token, words)
        if trigger is not None:
            out.append(trigger)
            taken = trigger.last if trigger.frame == "toll" else -1
    return out


def _toll(doc: Doc, token: Token, words: Lexicon) -> Trigger | None:
    """A count's name ("death toll", "the number of wounded"); "an unknown number of wounded men" is a number itself."""
    if any(t.lower_ in ("a", "an") for t in doc[max(token.i - 2, 0) : token.i]) and token.lower_ == "number":
        return None
    for phrase, harm in words.tolls.get(token.lower_, ()):
        i = token.i
        for word in phrase:
            if (
                word not in ("of",)
                and i < len(doc)
                and doc[i].lower_ in ("the", "people", "persons", "those", "internally")
                and word != doc[i].lower_
            ):
                i += 1
            if i >= len(doc) or doc[i].lower_ != word:
                break
            i += 1
        else:
            if phrase == ("toll",) and i < len(doc) and doc[i].lower_ in ("road", "booth", "plaza", "gate"):
                return None
            return Trigger(token.i, i - 1, harm, "toll", "noun")
    return None


def _total(token: Token, found: Sequence[Trigger]) -> Trigger | None:
    """The count of the one harm that the sentence tells of: "41 deaths were reported, bringing the total to 900"."""
    verb = token.head
    if token.lower_ not in _TOTALS or token.dep_ != "dobj" or verb.lemma_ not in _RAISING:
        return None
    harms = {trigger.harm for trigger in found if trigger.i >= token.sent.start}
    raised = any(c.dep_ in ("prep", "dative") and c.lower_ == "to" for c in verb.children)
    return Trigger(token.i, token.i, harms.pop(), "toll", "noun") if raised and len(harms) == 1 else None


def _sense(mentions: Mentions, token: Token, words: Lexicon) -> Trigger | None:
    """The first sense that the token's part of speech and neighbours allow; those that need a neighbour go first."""
    title = mentions.parsed.kind_of(token) != "paragraph"
    for sense in words.senses.get(token.lower_, ()):
        if not _form_fits(token, sense, title=title):
            continue
        if sense.near:
            found = _near(token, sense)
            if found is None:
                continue
            return Trigger(token.i, max(token.i, found), sense.harm, sense.frame, sense.form, near=True)
        return Trigger(token.i, token.i, sense.harm, sense.frame, sense.form)
    return None


def _form_fits(token: Token, sense: Sense, *, title: bool) -> bool:
    if sense.form in _NOT_NOUNS:
        if token.pos_ in ("VERB", "AUX"):
            return True
        if sense.form in ("past", "participle"):
            return token.pos_ in ("ADJ", "VERB") or (
                token.pos_ in ("NOUN", "PROPN") and token.lower_.endswith(("ed", "ain", "ot"))
            )
        return sense.form == "s" and (
            (title and token.pos_ in ("NOUN", "ADJ")) or (token.pos_ == "PROPN" and token.is_title)
        )
    if sense.form == "state":
        return token.pos_ in ("ADJ", "NOUN", "VERB", "PROPN", "ADV")
    return token.pos_ in ("NOUN", "PROPN") or (
        sense.frame == "act" and token.tag_ == "VBG" and token.dep_ in ("nsubj", "dobj", "pobj", "conj", "nsubjpass")
    )


def _two_words(doc: Doc, j: int) -> str:
    """The word and the noun that it leads to: "without shelter" of "without any proper shelter"."""
    k = j + 1
    while k < len(doc) and k < j + 4 and doc[k].pos_ in ("DET", "ADJ"):
        k += 1
    return f"{doc[j].lower_} {doc[k].lower_}" if doc[j].pos_ == "ADP" and k < len(doc) else ""


def _is_said_of_others(word: Token, verb: Token) -> bool:
    """Whether the word completes a later verb that has a subject: "was stabbed by a man who was then shot dead"."""
    above = word.head.head if word.head.pos_ == "ADP" else word.head
    own = any(c.dep_ in ("nsubj", "nsubjpass") for c in above.children)
    return above.i > verb.i and above.pos_ == "VERB" and own


def _near(token: Token, sense: Sense) -> int | None:
    """The token number of the word that completes the phrase: within a few words, in the same sentence."""
    doc = token.doc
    for j in range(token.i + 1, min(token.i + 1 + _NEAR_AFTER, len(doc))):
        if (doc[j].is_sent_start and closes(doc, j - 1)) or doc[j].text in _STOPS:
            break
        found = doc[j].lower_ in sense.near or _two_words(doc, j) in sense.near
        if found and not (sense.harm == "killed" and _is_said_of_others(doc[j], token)):
            return j
        if doc[j].tag_ in ("VBD", "VBZ", "VBP") and doc[j].dep_ not in ("aux", "auxpass", "relcl"):
            break
    for j in range(token.i - 1, max(-1, token.i - 1 - _NEAR_BEFORE), -1):
        if doc[j].lower_ in sense.near:
            return j
        if doc[j + 1].is_sent_start:
            break
    if sense.frame in ("lives", "losers") and (
        subject := next((c for c in token.children if c.dep_ in ("nsubjpass", "nsubj")), None)
    ):
        return subject.i if subject.lower_ in sense.near else None
    return None
