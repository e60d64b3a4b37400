"""Where the story of a document stands at each of its sentences."""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from dateline.coding.mentions import Mentions
from dateline.coding.whereabouts.locatives import Locative, Way, kinds_at, locative_at, locatives_in, points_back
from dateline.coding.whereabouts.narration import carries_on, clauses_above, narrates
from dateline.coding.whereabouts.nesting import is_country, lies_in, most_specific
from dateline.coding.whereabouts.outline import Outline
from dateline.coding.whereabouts.words import where_words
from dateline.parse import SpacySpan, Token
from dateline.records import Event, EventType, Place

PHYSICAL: frozenset[EventType] = frozenset({"ASSAULT", "COERCE", "PROTEST", "MOBILIZE", "RETREAT"})
"""The types of events that take place somewhere whether or not their words say so."""
_MOST_BACK = 12
_LEAD = 3
_SINCE = 7
_FAR = 30
Found = tuple[tuple[str, ...], str]
"""Places by their ids, and how they were found."""
NOWHERE: Found = ((), "")
APART: Found = ((), "elsewhere")
"""Where the words say that it was in no place that the text has told of: the story's place is not meant."""


class Story:
    """Follows a document from place to place.

    ``talks`` are the numbers of the first tokens of sentences that tell of talk only: no story moves there.
    """

    def __init__(self, mentions: Mentions, talks: Collection[int] = ()) -> None:
        self._mentions = mentions
        self._words = where_words()
        self._talks = talks
        self._told: dict[int, tuple[str, ...]] = {}
        self._locatives: dict[int, tuple[Locative, ...]] = {}
        self._outline = Outline(mentions)
        self._read = 0
        self._reading = False

    def tell(self, token: Token, places: tuple[str, ...]) -> None:
        """Something happened in these places, says the token's sentence."""
        if places:
            self._told[token.sent.start] = places

    # ---------------------------------------------------------------- in the sentence
    def locatives(self, token: Token) -> tuple[Locative, ...]:
        """The places that the token's sentence names."""
        return self._locatives_of(token.sent)

    def _locatives_of(self, sentence: SpacySpan) -> tuple[Locative, ...]:
        """The places of a sentence. Sentences are read in order, since words that point back need those before."""
        while not self._reading and self._read < len(self._outline.sentences):
            following = self._outline.sentences[self._read]
            if following.start > sentence.start:
                break
            self._reading = True
            named = self._locatives[following.start] = self._named_locatives(following)
            back = [locative_at(self._mentions, i, word, self._words) for word, i in self._meant_again(following)]
            if back:
                self._locatives[following.start] = tuple(sorted((*named, *back), key=lambda lo: lo.token))
            self._reading = False
            self._read += 1
        found = self._locatives.get(sentence.start)
        return self._named_locatives(sentence) if found is None else found

    def _named_locatives(self, sentence: SpacySpan) -> tuple[Locative, ...]:
        return tuple(locatives_in(self._mentions, sentence, self._words)) if self._names_any(sentence) else ()

    def _names_any(self, sentence: SpacySpan) -> bool:
        at = bisect_right(self._named, sentence.start - 1)
        return at < len(self._named) and self._named[at] < sentence.end

    @cached_property
    def _named(self) -> list[int]:
        return sorted(self._mentions.places.by_token)

    def in_sentence(self, token: Token) -> Found:
        """Where the token's sentence says that it happened: in its clause, those above, the opening, or elsewhere."""
        here = self.locatives(token)
        here = tuple(lo for lo in here if not self._parted(lo.token, token.i))
        told = [lo for lo in here if lo.way == "at"]
        clauses = clauses_above(token, self._words.spoken)
        for clause in clauses:
            if found := [lo for lo in told if lo.clause == clause]:
                return self._specific(found), "named in the same clause"
        if found := [lo for lo in told if lo.opening]:
            return self._specific(found), "named at the start of the sentence"
        if self._is_apart(token):
            return APART
        others = [lo for lo in told if not self._in_aside(lo, clauses, "relcl")]
        others = others or [
            lo for lo in here if lo.way in ("from", "to") and not self._in_aside(lo, clauses, "relcl", "acl")
        ]
        others = others or [lo for lo in here if lo.way == "beside" and lo.clause == clauses[0] and self._is_local(lo)]
        others = others or [lo for lo in told if not self._always(lo)]
        if others:
            nearest = min(others, key=lambda lo: abs(lo.token - token.i))
            return self._specific(
                [lo for lo in others if lo.governor == nearest.governor]
            ), "named in the same sentence"
        return NOWHERE

    def _in_aside(self, found: Locative, clauses: Sequence[int], *labels: str) -> bool:
        """Whether it only tells more of someone or something: "drones launched from X", "a man who lived in X"."""
        return found.clause not in clauses and self._mentions.parsed.doc[found.clause].dep_ in labels

    def _always(self, found: Locative) -> bool:
        """Whether it is told in a clause of what always is so: "a man who lives in X"."""
        return not narrates(self._mentions.parsed.doc[found.clause])

    def _is_local(self, found: Locative) -> bool:
        return not is_country(self._mentions.place(found.place))

    def of_talk(self, token: Token, *, spoken: bool) -> Found:
        """Where talks were held or, if ``spoken``, words were spoken: named at the start, or beside the verb of saying."""
        here = [lo for lo in self.locatives(token) if not self._parted(lo.token, token.i)]
        if found := [lo for lo in here if lo.opening]:
            return self._specific(found), "named at the start of the sentence"
        if found := [lo for lo in here if lo.way == "at" and lo.governor == token.i]:
            return self._specific(found), "named in the same clause"
        if spoken and (found := [lo for lo in here if lo.way == "spoken" and lo.governor == lo.clause]):
            return self._specific(found), "where it was said"
        return NOWHERE

    def _specific(self, found: Sequence[Locative]) -> tuple[str, ...]:
        return most_specific(self._mentions, [lo.place for lo in found])

    def _parted(self, one: int, other: int) -> bool:
        """Whether a semicolon stands between the two tokens: what it parts are as good as two sentences."""
        return any(self._mentions.parsed.doc[i].text == ";" for i in range(min(one, other), max(one, other)))

    def only_spoken(self, token: Token) -> frozenset[str]:
        """The places of the token's sentence that tell only where someone spoke."""
        ways: dict[str, set[Way]] = {}
        for lo in self.locatives(token):
            ways.setdefault(lo.place, set()).add(lo.way)
        return frozenset(place for place, every in ways.items() if every == {"spoken"})

    # ---------------------------------------------------------------- what is meant by "there" and "the town"
    def _meant_again(self, sentence: SpacySpan) -> Iterator[tuple[Token, str]]:
        """Each "there" and "the town" of the sentence that stands for a place, and that place."""
        first = bisect_left(self._pointing, sentence.start)
        for i in itertools.takewhile(lambda i: i < sentence.end, itertools.islice(self._pointing, first, None)):
            word = self._mentions.parsed.doc[i]
            kind = points_back(word, self._words, self._mentions.places.by_token)
            if kind == "there":
                yield from ((word, place) for place in self._just_before(word))
            elif kind is not None and (place := self._last_of_kind(word, kind)) is not None:
                yield word, place.id

    @cached_property
    def _pointing(self) -> list[int]:
        """The numbers of the tokens that may point back to a place."""
        doc = self._mentions.parsed.doc
        wanted = {doc.vocab.strings[word] for word in ("there", *self._words.kinds)}
        return [i for i, word in enumerate(doc.to_array("LOWER").tolist()) if word in wanted]

    def _is_apart(self, token: Token) -> bool:
        """Whether the token's sentence says that it happened in no place that the story is at: "elsewhere", "across the
        country", "since May".
        """
        meant = {lo.token for lo in self.locatives(token)}
        named = self._mentions.places.by_token
        return any(
            t.lower_ in self._words.apart
            or (
                t.i not in meant
                and points_back(t, self._words, named) in self._words.wide
                and t.head.lower_ in self._words.at
            )
            for t in token.sent
        )

    def _just_before(self, word: Token) -> tuple[str, ...]:
        """The place named last before the word, in its sentence or the one before, else where the story stands."""
        before = [
            lo for lo in self.locatives(word) if lo.token < word.i and lo.way in ("at", "to") and self._is_local(lo)
        ]
        number = self._outline.number(word) - 1
        if not before and number >= 0 and self._outline.together(number, number + 1):
            earlier = self._locatives_of(self._outline.sentences[number])
            before = [lo for lo in earlier if lo.way == "at" and self._is_local(lo)]
        return (before[-1].place,) if before else self.inherited(word)[0]

    def _last_of_kind(self, word: Token, kind: str) -> Place | None:
        """The place of the kind that was told of last before the word, else that was named last, or first after it."""
        features = self._words.kinds[kind]
        fits = [
            i
            for i in self._named
            if (place := self._place_at(i)).feature in features
            or kind in self._kinds.get(place.id, ())
            or kind in place.name.lower().split()
        ]
        at = bisect_left(fits, word.i)
        for i in reversed(fits[max(0, at - _MOST_BACK) : at]):
            token = self._mentions.parsed.doc[i]
            if token.sent.start != word.sent.start and any(
                lo.way == "at" and lo.place == self._place_at(i).id for lo in self._locatives_of(token.sent)
            ):
                return self._place_at(i)
        return self._place_at(fits[at - 1] if at else fits[0]) if fits else None

    def _place_at(self, i: int) -> Place:
        return self._mentions.place(self._mentions.places.by_token[i])

    @cached_property
    def _kinds(self) -> Mapping[str, frozenset[str]]:
        return kinds_at(self._mentions, self._words)

    # ---------------------------------------------------------------- from the sentences before
    def inherited(self, token: Token) -> Found:
        """Where the story stands at the token's sentence: the place of the sentences before it in its paragraph, of the
        heading or dateline that its paragraph stands under, of the paragraph before, or of the lead.
        """
        if self._since_date(token):
            return NOWHERE
        at = self._outline.number(token)
        kind = self._outline.kind(at)
        if kind == "headline":
            return self._lead(at), "where the report is set"
        found = self._in_paragraph(at)
        if found and self._any_local(found):
            return found, "where the story stands"
        if kind == "heading" or self._outline.is_item(at):
            above, how = self._heading_above(at) or self._subject() or self._lead(at), "what it stands under"
        else:
            above, how = self._paragraphs_above(at)
        within = found and any(self._lies_in(i, found) for i in above)
        return (found, "where the story stands") if found and not within else (above, how)

    def _in_paragraph(self, at: int) -> tuple[str, ...]:
        """Where the sentences before, of the same paragraph, let things happen; a country only where no more is said."""
        country: tuple[str, ...] = ()
        for number in range(at - 1, -1, -1):
            if not self._outline.together(number, at):
                break
            found = self._scene(number)
            if found and self._any_local(found) and (not country or any(self._lies_in(i, country) for i in found)):
                return found
            country = country or found
        return country

    def _any_local(self, ids: Sequence[str]) -> bool:
        return any(not is_country(self._mentions.place(i)) for i in ids)

    def _lies_in(self, inner: str, outer: Sequence[str]) -> bool:
        return any(lies_in(self._mentions.place(inner), self._mentions.place(o)) for o in outer)

    def _since_date(self, token: Token) -> bool:
        """Whether the token's sentence counts from a date on: then it is not the last story that it tells."""
        doc, dated = self._mentions.parsed.doc, self._mentions.dates.by_token
        return any(
            t.lower_ == "since" and any(j in dated for j in range(t.i, min(t.i + _SINCE, len(doc)))) for t in token.sent
        )

    def _paragraphs_above(self, at: int) -> Found:
        for number in range(at - 1, max(-1, at - _FAR), -1):
            kind = self._outline.kind(number)
            if self._outline.together(number, at):
                continue
            if kind == "dateline" and self._outline.is_roundup:
                return self._outline.named_in(number), "the dateline that it stands under"
            if kind == "heading":
                return self._outline.heading(number) or self._subject() or self._lead(at), "what it stands under"
            if kind == "headline":
                return self._scene(number), "where the report is set"
            if kind == "paragraph" and not self._outline.is_item(number) and (found := self._scene(number)):
                return found, "where the story stands"
        return self._lead(at), "where the report is set"

    def _heading_above(self, at: int) -> tuple[str, ...]:
        for number in range(at - 1, -1, -1):
            if self._outline.kind(number) in ("heading", "headline"):
                return self._outline.heading(number)
        return ()

    def _scene(self, number: int) -> tuple[str, ...]:
        """Where the sentence lets things happen: told of an event, else what its main clause or opening says."""
        sentence = self._outline.sentences[number]
        if sentence.start in self._told:
            return self._told[sentence.start]
        if sentence.start in self._talks or not narrates(sentence.root):
            return ()
        told = [lo for lo in self._locatives_of(sentence) if lo.way == "at" and self._is_local(lo)]
        main = [lo for lo in told if lo.opening or lo.clause == sentence.root.i]
        return self._specific(main or [lo for lo in told if not self._in_aside(lo, (), "relcl")])[:2]

    def _subject(self) -> tuple[str, ...]:
        """What the headline says that the whole report is about: what its entries and items go back to."""
        for number in range(len(self._outline.sentences)):
            if self._outline.kind(number) == "headline":
                return self._scene(number)
        return ()

    def _lead(self, at: int) -> tuple[str, ...]:
        """Where one of the first paragraphs lets things happen, else the headline: what sentence ``at`` may go back to."""
        headline: tuple[str, ...] = ()
        paragraphs = 0
        for number in range(len(self._outline.sentences)):
            kind = self._outline.kind(number)
            if kind == "headline":
                headline = headline or self._scene(number)
            elif kind == "paragraph":
                paragraphs += 1
                if paragraphs > _LEAD or (number > at and headline):
                    break
                if found := self._scene(number):
                    return found
        return headline


def story_of(mentions: Mentions, events: Iterable[Event]) -> Story:
    """The story of a document whose events are known: it goes where they happened."""
    doc = mentions.parsed.doc
    deeds: dict[int, bool] = {}
    told: list[tuple[Token, tuple[str, ...]]] = []
    for event in events:
        words = doc.char_span(event.trigger.start, event.trigger.end, alignment_mode="expand")
        if words is None:
            continue
        start, physical = words[0].sent.start, event.type in PHYSICAL
        deeds[start] = deeds.get(start, False) or physical
        if physical and event.status in ("occurred", "ongoing"):
            told.append((words.root, event.places))
    story = Story(mentions, {start for start, deed in deeds.items() if not deed})
    for token, places in told:
        if carries_on(token):
            story.tell(token, places)
    return story
