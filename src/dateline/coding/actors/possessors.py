"""Actors that only an office makes: the region of a governor, the hospital of a superintendent, the police of a chief."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from dateline.coding.actors.known import Known
from dateline.coding.actors.named import state_phrase
from dateline.coding.actors.offices import Office, is_body, owners
from dateline.coding.actors.phrase import Phrase
from dateline.coding.mentions import Name, Places
from dateline.coding.syntax import child
from dateline.ontology.authority import Lexicon
from dateline.ontology.authority.lexicon import singular_of
from dateline.parse import Doc, Token

_MINISTERS = frozenset({"minister", "secretary"})
_LEADING = frozenset("lead head command chair run found manage direct govern".split())
_FOLLOWING = frozenset({"rebel", "militant", "insurgent", "separatist", "guerrilla", "bandit"})


class OwnerFinder:
    """Makes phrases of what offices belong to where nothing else has made an actor of it."""

    def __init__(self, doc: Doc, names: Iterable[Name], places: Places, known: Known, lexicon: Lexicon) -> None:
        self.doc = doc
        self.known = known
        self.lexicon = lexicon
        self.names: Mapping[int, Name] = {i: n for n in names for i in range(n.start, n.end)}
        self.country_of = {p.id: p.country for p in places.places}
        self.places = places

    def find(self, offices: Iterable[Office], phrases: Iterable[Phrase]) -> Iterator[Phrase]:
        """One phrase for each office whose owner is no actor yet; none where the words name no owner."""
        heads = {h for p in phrases for h in (p.head, *p.heads)}
        holders = {p.head for p in phrases if p.person}
        for office in offices:
            if not office.sort:
                continue
            for owner in owners(self.doc, office, self.lexicon):
                if owner.i in holders:
                    continue
                if owner.i in heads or owner.tag_ == "PRP$":
                    break
                if (phrase := self._phrase(owner, office)) is not None:
                    heads.add(owner.i)
                    yield phrase
                    break

        for obj, subject in self._led(holders):
            if obj.i not in heads and (
                phrase := self._phrase(obj, Office(subject, "leads", subject, subject, obj.i, "copula"))
            ):
                heads.add(obj.i)
                yield phrase

    def _led(self, holders: Collection[int]) -> Iterator[tuple[Token, int]]:
        """What named persons head, run or command by a verb, with the person's head: "NAME, who runs the clinic"."""
        for i in holders:
            name = self.doc[i]
            verbs = [c for c in name.children if c.dep_ == "relcl"]
            verbs += [name.head] if name.dep_ == "nsubj" else []
            for verb in verbs:
                if (
                    verb.lemma_ in _LEADING
                    and (obj := child(verb, "dobj")) is not None
                    and obj.pos_ in ("NOUN", "PROPN")
                ):
                    yield obj, i

    def _phrase(self, token: Token, office: Office) -> Phrase | None:
        if token.lower_ in _FOLLOWING and token.i < office.noun:
            return self._noun(token, office, form_adjective=True)
        name = self.names.get(token.i)
        first = name.start if name is not None else token.i
        if name is not None and name.kind == "demonym":
            actor = self.known.demonym_actor(token.text)
            return state_phrase(actor, "adjective", actor.name, token.i, (token.i, token.i)) if actor else None
        if (ministry := self._ministry(token, office)) is not None:
            return ministry
        if (
            token.i in self.places.by_token
            or name is not None
            and name.kind in ("place", "facility", "organisation", "group")
        ):
            return self._named(token, first)
        sense = self.lexicon.nouns.get(token.lower_)
        if is_body(token, self.lexicon) or token.text[0].isupper() and sense is not None and sense.modified:
            return self._noun(token, office)
        if token.tag_ == "NNP" and token.i > office.noun and token.is_alpha:
            return self._named(token, self._start_of_name(token))
        return None

    def _ministry(self, token: Token, office: Office) -> Phrase | None:
        """The ministry of a "Minister of Defence"; none where it is a state that the minister is of."""
        first = office.noun + 2
        if self.doc[office.noun].lower_ not in _MINISTERS or not first <= token.i or self.doc[first - 1].lower_ != "of":
            return None
        words = self.doc[first : token.i + 1].text
        if not words[0].isupper() or token.i in self.places.by_token or self.known.state(words) is not None:
            return None
        return self._phrase_of(token, first, f"Ministry of {words}", form_name=True)

    def _start_of_name(self, token: Token) -> int:
        first: int = token.i
        while first > token.sent.start and self.doc[first - 1].pos_ == "PROPN" and self.doc[first - 1].is_alpha:
            first -= 1
        return first

    def _named(self, token: Token, first: int) -> Phrase:
        first = first + 1 if first < token.i and self.doc[first].pos_ == "DET" else first
        text = self.doc[first : token.i + 1].text
        state = self.known.state(text)
        if state is not None:
            return state_phrase(state, "name", text, token.i, (first, token.i))
        return self._phrase_of(token, first, text, form_name=True)

    def _noun(self, token: Token, office: Office, *, form_adjective: bool = False) -> Phrase:
        first = token.i
        floor = office.first if token.i < office.noun else office.noun + 2
        while (
            first > floor and self.doc[first - 1].pos_ in ("NOUN", "PROPN", "ADJ", "PART") and first - 1 != office.noun
        ):
            first -= 1
        while first < token.i and (self.doc[first].pos_ == "PART" or not self.doc[first].is_alpha):
            first += 1
        if form_adjective:
            first = token.i
        phrase = self._phrase_of(
            token,
            first,
            self.doc[first : token.i + 1].text,
            form_name=first < token.i and self._has_name(first, token.i),
        )
        if not form_adjective:
            return phrase
        return Phrase(
            head=token.i,
            first=token.i,
            last=token.i,
            form="adjective",
            name=token.text,
            lemma=token.lower_,
            kind="rebel",
        )

    def _has_name(self, first: int, last: int) -> bool:
        return any(t.pos_ == "PROPN" for t in self.doc[first:last])

    def _phrase_of(self, token: Token, first: int, name: str, *, form_name: bool) -> Phrase:
        word = token.lower_
        sense = self.lexicon.nouns.get(word)
        kind = self.lexicon.seats.get(word) or (sense.kind if sense is not None and sense.many else "unknown")
        place = self.places.by_token.get(token.i) or self.places.by_token.get(first)
        if kind == "unknown" and place is not None:
            kind = "government"
        return Phrase(
            head=token.i,
            first=first,
            last=token.i,
            form="name" if form_name else "noun",
            name=name,
            lemma=sense.lemma if sense is not None else singular_of(word),
            kind=kind,
            definite=True,
            country=self.country_of.get(place) if place else None,
            authority=self.known.find(name) if " " in name else None,
            modifiers=frozenset(t.lower_ for t in self.doc[first : token.i] if t.pos_ not in ("PART", "PUNCT")),
        )
