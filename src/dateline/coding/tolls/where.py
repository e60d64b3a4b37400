"""Where a toll was suffered, and which event caused it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from dateline.coding.mentions import Mentions
from dateline.coding.syntax import pobjs
from dateline.coding.tolls.harmed import Harmed
from dateline.coding.tolls.lexicon import lexicon
from dateline.parse import Token
from dateline.records import Event, EventType, Harm

_CAUSES: dict[str, tuple[EventType, ...]] = {
    "killed": ("ASSAULT",),
    "injured": ("ASSAULT", "PROTEST"),
    "unspecified": ("ASSAULT",),
    "missing": ("ASSAULT", "COERCE"),
    "homes_destroyed": ("ASSAULT",),
    "abducted": ("ASSAULT", "COERCE"),
    "detained": ("COERCE",),
    "captured": ("COERCE", "ASSAULT"),
    "displaced": ("ASSAULT", "COERCE"),
    "evacuated": ("ASSAULT", "COERCE", "AID", "RETREAT"),
    "besieged": ("ASSAULT", "COERCE"),
    "returned": ("RETREAT", "AID"),
}
_IN_OR_BY = ("in", "by", "during", "from", "after", "amid", "following", "when", "with")
_BACK = frozenset({"the", "this", "these", "that", "those"})
_SAME_CLAUSE = frozenset({"acl", "advcl", "conj", "oprd", "xcomp", "relcl"})
_CLIMB = 4
_FROM = frozenset({"from", "out"})
_TO = frozenset({"to", "into", "toward", "towards"})
_MOVES = frozenset({"displaced", "evacuated", "returned"})
_ASIDES = frozenset({"appos", "relcl", "acl", "advcl", "ccomp", "parataxis"})
_SPEECH = frozenset({"say", "tell", "add", "state", "report", "announce", "speak"})


@dataclass(frozen=True, slots=True)
class Scene:
    """The places of a toll by their ids: where it was suffered, and where the harmed moved from and to."""

    places: tuple[str, ...] = ()
    origin: tuple[str, ...] = ()
    destination: tuple[str, ...] = ()


class EventIndex:
    """A text's events by the tokens of their triggers."""

    def __init__(self, mentions: Mentions, events: Iterable[Event]) -> None:
        self.events = tuple(events)
        starts = {t.idx: t.i for t in mentions.parsed.doc} if self.events else {}
        self.by_token: dict[int, Event] = {}
        self.token_of: dict[str, int] = {}
        for event in self.events:
            first = starts.get(event.trigger.start)
            if first is None:
                continue
            self.token_of[event.id] = first
            for token in mentions.parsed.doc[first:]:
                if token.idx >= event.trigger.end:
                    break
                self.by_token.setdefault(token.i, event)
        self._lemmas = [(mentions.parsed.doc[i].lemma_.lower(), i) for i in sorted(self.by_token)]

    def meant_by(self, token: Token) -> Event | None:
        """The event that the token tells of; for "these airstrikes", the last one told in the same word before."""
        event = self.by_token.get(token.i)
        if event is not None or not any(c.lower_ in _BACK for c in token.lefts if c.dep_ == "det"):
            return event
        lemma = token.lemma_.lower()
        before = [i for word, i in self._lemmas if i < token.i and word == lemma]
        return self.by_token[before[-1]] if before else None

    def first_told(self, event: Event) -> Event:
        """The event itself, or the one told before that it is said to be the same as."""
        return next((e for e in self.events if e.id == event.same_as), event)


def cause_of(mentions: Mentions, harmed: Harmed, events: EventIndex) -> tuple[Event | None, str]:
    """The event that did the harm, and how it was found.

    First what the words name as its cause ("killed in these airstrikes"), then the event of the harm's own word, then
    the verb that it follows from ("exploded, killing"), then the nearest of the sentence that could be.
    """
    if not events.events:
        return None, ""
    doc, harm = mentions.parsed.doc, harmed.trigger.harm
    trigger, head = doc[harmed.trigger.i], doc[harmed.head]
    own = ((doc[j], "the harm is the event") for j in range(harmed.trigger.i, harmed.trigger.last + 1))
    for near, how in (*_named_causes(trigger, head), *own, *_governors(trigger)):
        event = events.meant_by(near)
        if event is not None and _could(event, harm):
            return events.first_told(event), how
    sent = trigger.sent
    others = (j for j in range(sent.start, sent.end) if j in events.by_token and not _is_other_harm(doc[j], trigger))
    here = [(abs(j - trigger.i), j) for j in others if _could(events.by_token[j], harm)]
    return (events.by_token[min(here)[1]], "nearest event of the sentence") if here else (None, "")


def _named_causes(trigger: Token, head: Token) -> Iterator[tuple[Token, str]]:
    """Nouns that the harm was suffered in or by, and the subjects of the verbs that it hangs on."""
    participles = [c for c in head.children if c.dep_ in ("acl", "relcl")]
    for anchor in (trigger, head, *participles):
        for _, noun in pobjs(anchor, *_IN_OR_BY):
            yield from ((n, "the harm was suffered in it") for n in _with_of(noun))
    node = trigger
    for _ in range(_CLIMB):
        for subject in (c for c in node.children if c.dep_ == "nsubj" and c.i != head.i):
            antecedent = node.head if subject.tag_ in ("WDT", "WP") else subject
            yield from ((n, "it did the harm") for n in _with_of(antecedent))
        if node.dep_ == "ROOT" or node.dep_ in ("ccomp", "relcl", "parataxis"):
            return
        node = node.head


def _with_of(noun: Token) -> Iterator[Token]:
    """The noun, and what it is a number or series of: "a series of airstrikes", "three days of fighting"."""
    yield noun
    yield from (o for _, o in pobjs(noun, "of"))


def _governors(trigger: Token) -> Iterator[tuple[Token, str]]:
    """The verbs and nouns that the harm follows from: "exploded, killing"."""
    node = trigger
    for _ in range(_CLIMB):
        if node.dep_ in ("ROOT", "ccomp", "parataxis"):
            return
        node = node.head
        yield node, "the harm followed from it"


def _is_other_harm(token: Token, trigger: Token) -> bool:
    """Whether the token is another harm's own word: "said 14 were killed, but others that 12 died"."""
    senses = lexicon().senses.get(token.lower_, ())
    return token.i != trigger.i and any(s.harm is not None and not s.near for s in senses)


def _could(event: Event, harm: Harm | None) -> bool:
    return event.type in _CAUSES.get(harm or "", ()) and event.status in ("occurred", "ongoing")


def scene_of(mentions: Mentions, harmed: Harmed, event: Event | None) -> Scene:
    """Places in the toll's own words, else the event's, else those of the sentence."""
    doc, by_token = mentions.parsed.doc, mentions.places.by_token
    token = doc[harmed.trigger.i]
    origin: list[str] = []
    destination: list[str] = []
    places: list[str] = []
    for j in range(token.sent.start, token.sent.end):
        place = by_token.get(j)
        if place is None or _belongs_to_speech(doc[j]):
            continue
        role = _role(doc[j], token) if harmed.trigger.harm in _MOVES else "place"
        (origin if role == "origin" else destination if role == "destination" else places).append(place)
    near = set(_own(token, doc[harmed.head], by_token))
    own = [p for p in places if p in near]
    if not own and event is not None:
        own = list(event.places)
        origin, destination = origin or list(event.origin), destination or list(event.destination)
    return Scene(_once(own or places), _once(origin), _once(destination))


def _own(token: Token, head: Token, by_token: Mapping[int, str]) -> list[str]:
    """The places in the phrases under the trigger and the harmed; else under the verb that they hang on and its subject;
    else in the sentence's opening ("In Marrin, …, he said"), which the parser hangs on the last verb.
    """
    near = [token, head, *([token.head] if token.dep_ in _SAME_CLAUSE else [])]
    wider = [t for t in (token.head, head.head) if t.pos_ in ("VERB", "AUX") and t.sent == token.sent]
    wider += [c for verb in wider for c in verb.children if c.dep_ in ("nsubj", "nsubjpass")]
    openings = [p for p in _phrases_of(token.ancestors) if p.i < min(token.i, head.i)]
    for phrases in (_phrases_of(near), _phrases_of(wider), openings):
        found = [by_token[t.i] for p in phrases for t in _phrase_under(p, by_token) if t.i in by_token]
        if found:
            return found
    return []


def _phrases_of(anchors: Iterable[Token]) -> list[Token]:
    return [c for a in anchors for c in a.children if c.dep_ in ("prep", "agent", "npadvmod", "advmod")]


def _phrase_under(token: Token, by_token: Mapping[int, str]) -> Iterator[Token]:
    """The token and what hangs on it; of appositions the names only, and no clauses: they tell of something else."""
    yield token
    for c in token.children:
        if c.dep_ not in _ASIDES or (c.dep_ == "appos" and c.i in by_token):
            yield from _phrase_under(c, by_token)


def _role(place: Token, token: Token) -> str:
    node = place
    for _ in range(5):
        if node.dep_ == "pobj":
            word = node.head.lower_
            if word in _FROM:
                return "origin"
            if word in _TO:
                return "destination"
        if node.dep_ == "dobj" and node.head.lemma_ in (
            "flee",
            "leave",
            "evacuate",
            "abandon",
            "escape",
            "quit",
            "vacate",
        ):
            return "origin"
        if node.dep_ == "ROOT" or node.i == token.i:
            break
        node = node.head
    return "place"


def _belongs_to_speech(place: Token) -> bool:
    """Whether the place tells where someone spoke: "he told reporters in Geneva"."""
    node = place
    while node.dep_ in ("pobj", "compound", "appos", "conj", "nmod", "prep", "poss") and node.dep_ != "ROOT":
        node = node.head
        if node.dep_ == "ROOT" or node.pos_ == "VERB":
            break
    return node.lemma_ in _SPEECH and node.i < place.i


def _once(ids: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ids))
