"""Where a toll was suffered, and which event caused it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from dateline.coding.mentions import Mentions
from dateline.coding.syntax import NOMINAL, pobjs, subjects_of
from dateline.coding.tolls.harmed import Harmed
from dateline.coding.tolls.lexicon import lexicon
from dateline.coding.whereabouts import Story, most_specific
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
_MOVES = frozenset({"displaced", "evacuated", "returned"})
_ASIDES = frozenset({"appos", "relcl", "acl", "advcl", "ccomp", "parataxis"})


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
        self.by_token: dict[int, Event] = {}
        self.token_of: dict[str, int] = {}
        doc = mentions.parsed.doc
        for event in self.events:
            words = doc.char_span(event.trigger.start, event.trigger.end, alignment_mode="expand")
            if words is None:
                continue
            self.token_of[event.id] = words.start
            for i in range(words.start, words.end):
                self.by_token.setdefault(i, event)
        self._by_id = {event.id: event for event in self.events}
        self._by_lemma: dict[str, list[int]] = {}
        for i in sorted(self.by_token):
            self._by_lemma.setdefault(doc[i].lemma_.lower(), []).append(i)

    def meant_by(self, token: Token) -> Event | None:
        """The event that the token tells of; for "these airstrikes", the last one told in the same word before."""
        event = self.by_token.get(token.i)
        if event is not None or not any(c.lower_ in _BACK for c in token.lefts if c.dep_ == "det"):
            return event
        told = self._by_lemma.get(token.lemma_.lower(), [])
        before = bisect_left(told, token.i)
        return self.by_token[told[before - 1]] if before else None

    def told_again_at(self, offset: int) -> Event | None:
        """The event of whose evidence, after the first telling, the character is a part."""
        again = (e for e in self.events for span in e.evidence[1:] if span.start <= offset < span.end)
        return next(again, None)

    def first_told(self, event: Event) -> Event:
        """The event itself, or the one told before that it is said to be the same as."""
        return self._by_id.get(event.same_as or event.id, event)


def cause_of(mentions: Mentions, harmed: Harmed, events: EventIndex) -> tuple[Event | None, str]:
    """The event that did the harm, and how it was found.

    First what the words name as its cause ("killed in these airstrikes"), then the event of the harm's own word, then
    the verb that it follows from ("exploded, killing"), then the nearest of the sentence that could be.
    """
    if not events.events:
        return None, ""
    doc, harm = mentions.parsed.doc, harmed.trigger.harm
    trigger, head = doc[harmed.trigger.i], doc[harmed.head]
    if any(s.lemma_.lower() in lexicon().scope["disasters"] for s in subjects_of(trigger)):
        return None, ""
    own = ((doc[j], "the harm is the event") for j in range(harmed.trigger.i, harmed.trigger.last + 1))
    for near, how in (*_named_causes(trigger, head), *own, *_governors(trigger)):
        event = events.meant_by(near)
        if event is not None and _could(event, harm):
            return events.first_told(event), how
    sent = trigger.sent
    others = (j for j in range(sent.start, sent.end) if j in events.by_token and not _is_other_harm(doc[j], trigger))
    here = [(abs(j - trigger.i), j) for j in others if _could(events.by_token[j], harm)]
    if here:
        return events.by_token[min(here)[1]], "nearest event of the sentence"
    again = events.told_again_at(trigger.idx)
    if again is not None and _could(again, harm):
        return events.first_told(again), "an event that the sentence tells of again"
    if harmed.trigger.frame != "toll":
        return None, ""
    return _told_before(sent.start, harm, events, mentions)


def _told_before(start: int, harm: Harm | None, events: EventIndex, mentions: Mentions) -> tuple[Event | None, str]:
    """The last event of the sentence before a count that names none: "Officials put the death toll at 12"."""
    doc = mentions.parsed.doc
    if not start or mentions.parsed.segment_at(doc[start].idx) != mentions.parsed.segment_at(doc[start - 1].idx):
        return None, ""
    before = doc[start - 1].sent
    told = [j for j in range(before.start, before.end) if j in events.by_token and _could(events.by_token[j], harm)]
    return (events.first_told(events.by_token[told[-1]]), "event of the sentence before") if told else (None, "")


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


def scene_of(mentions: Mentions, harmed: Harmed, event: Event | None, story: Story, *, over_time: bool) -> Scene:
    """Places in the toll's own words, else the event's, else those of its sentence, else where the story stands.

    A toll counted ``over_time`` is not the story's: "412 have been killed since May" were not killed in the last raid.
    """
    doc = mentions.parsed.doc
    token, head = doc[harmed.trigger.i], doc[harmed.head]
    moves = harmed.trigger.harm in _MOVES
    countries = frozenset(p.id for p in mentions.places.places if p.feature == "PCLI" and not moves)
    own = _own(token, head, mentions.places.by_token, story.only_spoken(token), countries)
    scene = Scene(most_specific(mentions, own))
    if moves:
        scene = _moved(mentions, harmed, story, own)
    if scene == Scene() and event is not None:
        scene = Scene(event.places, event.origin, event.destination)
    if scene == Scene():
        found, how = story.in_sentence(token)
        if not how and not over_time:
            found, how = story.inherited(token)
        scene = Scene(found)
    return scene


def _own(
    token: Token, head: Token, by_token: Mapping[int, str], spoken: frozenset[str], countries: frozenset[str]
) -> list[str]:
    """The places in the phrases under the trigger and the harmed; else under the verb that they hang on and its subject.

    Not a country that somebody is from: "a peacekeeper from India was injured".
    """
    near = [token, head, *([token.head] if token.dep_ in _SAME_CLAUSE else [])]
    wider = [t for t in (token.head, head.head) if t.pos_ in ("VERB", "AUX") and t.sent == token.sent]
    wider += [c for verb in wider for c in verb.children if c.dep_ in ("nsubj", "nsubjpass")]
    for phrases in (_phrases_of(near), _phrases_of(wider)):
        found = [
            by_token[t.i]
            for p in phrases
            for t in _phrase_under(p, by_token)
            if t.i in by_token and not (by_token[t.i] in countries and p.lower_ == "from" and p.head.pos_ in NOMINAL)
        ]
        if kept := [place for place in found if place not in spoken]:
            return kept
    return []


def _phrases_of(anchors: Iterable[Token]) -> list[Token]:
    return [c for a in anchors for c in a.children if c.dep_ in ("prep", "agent", "npadvmod", "advmod")]


def _phrase_under(token: Token, by_token: Mapping[int, str]) -> Iterator[Token]:
    """The token and what hangs on it; of appositions the names only, and no clauses: they tell of something else."""
    left = [token]
    while left:
        token = left.pop()
        yield token
        left += [c for c in token.children if c.dep_ not in _ASIDES or (c.dep_ == "appos" and c.i in by_token)][::-1]


def _moved(mentions: Mentions, harmed: Harmed, story: Story, own: Sequence[str]) -> Scene:
    """Of people who moved: where from and where to.

    Where they were driven out is where they came from; they are displaced where they left, and returned where they came
    to, unless the text names another place for it.
    """
    token = mentions.parsed.doc[harmed.trigger.i]
    here = story.locatives(token)
    ways = {way: [lo.place for lo in here if lo.way == way] for way in ("from", "to")}
    places = [place for place in own if place not in ways["from"] and place not in ways["to"]]
    if harmed.trigger.harm == "displaced" and not ways["from"] and harmed.trigger.frame == "object":
        driven_out = {c.i for c in token.subtree if c.i < token.i} if token.pos_ == "VERB" else set()
        ways["from"] = [lo.place for lo in here if lo.way == "at" and lo.token in driven_out and not lo.opening]
    origin, destination = most_specific(mentions, ways["from"]), most_specific(mentions, ways["to"])
    where = destination if harmed.trigger.harm == "returned" else origin
    return Scene(most_specific(mentions, places) or where, origin, destination)
