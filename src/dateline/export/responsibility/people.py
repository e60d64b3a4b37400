"""Who is a private individual: someone whom a record names, and who is in no list of those known to the public."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from dateline.export.responsibility.names import NameFinder, folded_pieces, pieces_of, telling
from dateline.export.responsibility.rules import ProfileRules, people_rules
from dateline.ontology.authority import Authority, Lexicon, fold
from dateline.records import Actor, CodedDocument, Span

WITHHELD = "[name withheld]"
CONTACT = "[contact withheld]"
_STAND_IN_DIGITS = 10
_NAME_WORDS = 4
_CAPITALISED = r"[^\W\d_a-z][\w’'-]*"
_NAME = rf"{_CAPITALISED}(?:[ \u00a0](?:(?:al|el|bin|ibn|abu|umm|de|da|van|von|la)[ -])?{_CAPITALISED}){{0,{_NAME_WORDS - 1}}}"
_MAIL = r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
_PHONE = r"(?<![\w.])\+\d[\d\s().-]{7,}\d"
CONTACTS = re.compile(f"{_MAIL}|{_PHONE}")

Pieces = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Keys:
    """Stand-ins of names: the same name has the same one wherever ``secret`` is the same, and nobody else can tell whose."""

    secret: bytes

    def of(self, what: str, name: str, digits: int = _STAND_IN_DIGITS) -> str:
        """The first hexadecimal digits of a keyed hash of the name, ``what`` being what it is a name of."""
        return hmac.new(self.secret, f"{what}\0{name}".encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()[
            :digits
        ]


class People:
    """Tells private individuals from those known to the public, and finds them in texts as a profile asks for it."""

    def __init__(
        self, rules: ProfileRules, authority: Authority, keys: Keys, roster: Iterable[tuple[str, str | None]] = ()
    ) -> None:
        """``roster``: the individuals that the store names, with the id that each has in the list of actors."""
        self._rules = rules
        self._authority = authority
        self._keys = keys
        self._let_out = {folded_pieces(name) for name in rules.let_out}
        self._always = {folded_pieces(name): self.key(name) for name in rules.withhold}
        self._known: dict[Pieces, str | None] = dict(self._always)
        if rules.people != "keep":
            self._add_roster(roster)
        self._everywhere = NameFinder(self._always, self._known)

    def _add_roster(self, roster: Iterable[tuple[str, str | None]]) -> None:
        for name, authority_id in roster:
            pieces = _name_pieces(name)
            if len(telling(pieces)) > 1 and not self._is_listed(authority_id) and not self._is_public(name):
                self._known.setdefault(pieces, self.key(name))

    @property
    def everywhere(self) -> NameFinder:
        """Finds the names that are known in the whole store, each of them whole."""
        return self._everywhere

    def finder(self, names: Mapping[Pieces, str]) -> NameFinder:
        """Finds also these names, by any of their parts."""
        return NameFinder({**names, **self._always}, self._known) if names else self._everywhere

    def key(self, name: str) -> str:
        """The stand-in of a name."""
        return f"Person {self._keys.of('person', ' '.join(_name_pieces(name) or folded_pieces(name)))}"

    def shown(self, key: str | None) -> str:
        """What stands in the place of a name."""
        return key if key is not None and self._rules.people == "pseudonymise" else WITHHELD

    def private(self, coded: CodedDocument) -> dict[str, str]:
        """The actors of the document who are private individuals with a name: from their ids to their stand-ins."""
        if self._rules.people == "keep":
            return {a.id: self.key(a.name) for a in coded.actors if folded_pieces(a.name) in self._always}
        spans = [span for place in coded.places for span in place.mentions]
        places = {folded_pieces(place.name) for place in coded.places if place.geonames_id is not None}
        return {
            actor.id: self.key(actor.name)
            for actor in coded.actors
            if actor.individual
            and self._is_private(actor)
            and not (_is_longer(actor.name) and (_all_within(actor, spans) or folded_pieces(actor.name) in places))
        }

    def names(self, coded: CodedDocument, private: Mapping[str, str]) -> dict[Pieces, str]:
        """The names of these actors, and those that the words around them give away, with the stand-in of each."""
        found: dict[Pieces, str] = {}
        for actor in coded.actors:
            if actor.id in private:
                for words in (actor.name, *(span.text for span in actor.mentions)):
                    if telling(pieces := _name_pieces(words)):
                        found.setdefault(pieces, private[actor.id])
        if self._rules.people != "keep":
            known = _others(coded, private)
            for words in _named_in(coded.document.text):
                pieces = _name_pieces(words)
                if telling(pieces) and pieces not in known and not self._is_no_name(words):
                    found.setdefault(pieces, self.key(words))
        return found

    def analyst(self, name: str) -> str:
        """Who made a judgement, as the profile lets it out."""
        if self._rules.analysts == "keep":
            return name
        return "Analyst " + self._keys.of("analyst", name) if self._rules.analysts == "pseudonymise" else "an analyst"

    def private_name(self, name: str) -> str | None:
        """The stand-in of a name that is known in the store as a private individual's; None for every other."""
        pieces = _name_pieces(name)
        return self._known.get(pieces)

    def _is_private(self, actor: Actor) -> bool:
        if not telling(_name_pieces(actor.name)) and not any(telling(_name_pieces(m.text)) for m in actor.mentions):
            return False
        if folded_pieces(actor.name) in self._always:
            return True
        if folded_pieces(actor.name) in self._let_out:
            return False
        return not self._is_listed(actor.authority_id)

    def _is_listed(self, authority_id: str | None) -> bool:
        known = self._authority.actor(authority_id) if authority_id else None
        return known is not None and known.individual

    def _is_no_name(self, words: str) -> bool:
        """Whether the words are known as those for a public figure, a body or a people."""
        listed = (
            self._authority.candidates(words) or self._authority.demonym_actor(words) or self._authority.people(words)
        )
        return bool(listed) or self._is_public(words)

    def _is_public(self, name: str) -> bool:
        return folded_pieces(name) in self._let_out or any(a.individual for a in self._authority.candidates(name))


def _others(coded: CodedDocument, private: Mapping[str, str]) -> set[Pieces]:
    """The names of places, and of actors that are not private individuals."""
    names = [place.name for place in coded.places] + [s.text for place in coded.places for s in place.mentions]
    for actor in coded.actors:
        if actor.id not in private:
            names += [actor.name, *(span.text for span in actor.mentions)]
    return {_name_pieces(name) for name in names}


def _is_longer(name: str) -> bool:
    """Whether the name is of several words: those of a town are nobody's name, but a girl may be called Sofia."""
    return len(telling(folded_pieces(name))) > 1


def _all_within(actor: Actor, spans: list[Span]) -> bool:
    """Whether all words for the actor stand within these spans."""
    return bool(actor.mentions) and all(
        any(s.start <= m.start and m.end <= s.end for s in spans) for m in actor.mentions
    )


@lru_cache(maxsize=1)
def _words_for_people() -> frozenset[str]:
    """Words that say what someone is, and not what he is called."""
    lexicon = Lexicon.load()
    roles = {word for words in lexicon.roles.values() for phrase in words for word in phrase.split()}
    return frozenset(roles | set(lexicon.nouns) | people_rules().not_names)


def _name_pieces(words: str) -> Pieces:
    """The pieces of the name that the words hold: titles before it are none, and a description holds no name."""
    particles = people_rules().particles
    pieces = list(pieces_of(words))
    while pieces and pieces[-1].folded in particles:
        del pieces[-1]
    if not pieces or not pieces[-1].capital:
        return ()
    named = [p.folded for p in pieces if p.capital or p.folded in particles]
    common = _words_for_people()
    first = next((at for at, piece in enumerate(named) if piece not in common), None)
    if first is not None:
        return tuple(named[first:])
    # A surname that is also a word, after a title: "Bishop Baker".
    return (named[-1],) if len(named) > 1 and named[-1] in people_rules().also_words else ()


@lru_cache(maxsize=1)
def _cues() -> re.Pattern[str]:
    rules = people_rules()
    before = "|".join(re.escape(words) for words in sorted(rules.name_after, key=len, reverse=True))
    low, high = rules.ages
    age = "|".join(str(n) for n in range(high, low - 1, -1))
    return re.compile(
        rf"(?i:\b(?:{before}))[.,:]?[ \u00a0]+(?P<after>{_NAME})"
        rf"|(?P<aged>{_NAME}),? (?:aged|age)[ \u00a0](?:{age})\b"
        rf"|(?P<with_age>{_CAPITALISED}[ \u00a0]{_NAME})(?:, (?:{age})(?=[,.;:)]|\s(?:and|who)\b)| \((?:{age})\))"
    )


def _named_in(text: str) -> Iterator[str]:
    """Names that the words around them tell to be a person's."""
    for found in _cues().finditer(text):
        name = found["after"] or found["aged"] or found["with_age"]
        if fold(name):
            yield name
