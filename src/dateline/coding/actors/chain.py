"""The phrases of a document that stand for one actor, while they are being gathered."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from dateline.coding.actors.phrase import Gender, Phrase
from dateline.ontology.authority import AuthorityActor
from dateline.records import ActorKind

ROLE_WEIGHT = {"nsubj": 3, "nsubjpass": 3, "agent": 2, "dobj": 1, "appos": 1}


@dataclass(slots=True, eq=False)
class Chain:
    """One actor in the making. ``seen`` is the sentence, ``weight`` the standing, of its last mention.

    ``told_kind`` and ``told_country`` are those of the body or state that the actor is said to be of.
    """

    phrases: list[Phrase] = field(default_factory=list)
    pronouns: list[int] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    seen: int = -1
    weight: int = 0
    last: int = -1
    gender: Gender | None = None
    authority: AuthorityActor | None = None
    merged: bool = False
    told_kind: ActorKind | None = None
    told_country: str | None = None

    def add(self, phrase: Phrase, sentence: int, weight: int) -> None:
        """Take a phrase in. One inside another phrase does not make its actor what the text is about."""
        self.phrases.append(phrase)
        self.spans.append((phrase.first, phrase.last))
        self.heads.extend((phrase.head, *phrase.heads))
        self.gender = self.gender or phrase.gender
        self.authority = self.authority or phrase.authority
        if phrase.form != "adjective":
            self.touch(phrase.head, sentence, weight)

    def add_pronoun(self, token: int, sentence: int, weight: int) -> None:
        """Take a pronoun in."""
        self.pronouns.append(token)
        self.spans.append((token, token))
        self.heads.append(token)
        self.touch(token, sentence, weight)

    def touch(self, token: int, sentence: int, weight: int) -> None:
        """Note that the text has just spoken of the actor."""
        self.weight = max(weight, self.weight) if sentence == self.seen else weight
        self.seen = max(self.seen, sentence)
        self.last = max(self.last, token)

    def absorb(self, other: Chain) -> None:
        """Take everything of another chain, which is then no more."""
        self.phrases.extend(other.phrases)
        self.pronouns.extend(other.pronouns)
        self.spans.extend(other.spans)
        self.heads.extend(other.heads)
        self.gender = self.gender or other.gender
        self.authority = self.authority or other.authority
        if other.seen >= self.seen:
            self.seen, self.weight, self.last = other.seen, max(self.weight, other.weight), max(self.last, other.last)
        other.merged = True

    @property
    def named(self) -> list[Phrase]:
        """The phrases that are names."""
        return [p for p in self.phrases if p.form == "name"]

    @property
    def best(self) -> Phrase:
        """The phrase that says best who the actor is: its fullest name, else its first description."""
        names = self.named or [p for p in self.phrases if p.authority is not None and p.form == "adjective"]
        if names:
            return (
                max(names, key=lambda p: (len(p.name), -p.head))
                if names[0].person
                else max(names, key=lambda p: (len(p.name.split()), len(p.name), -p.head))
            )
        return max(self.phrases, key=lambda p: (p.form == "noun", len(p.modifiers) > 0, p is self.phrases[0]))

    @property
    def kind(self) -> ActorKind:
        """The most telling kind of its phrases."""
        if self.authority is not None:
            return self.authority.kind
        if self.told_kind is not None:
            return self.told_kind
        kinds = [p.kind for p in sorted(self.phrases, key=lambda p: p.form != "name") if p.kind != "unknown"]
        return kinds[0] if kinds else "unknown"

    @property
    def individual(self) -> bool:
        """Whether the actor is one human being."""
        if self.authority is not None:
            return self.authority.individual
        return any(p.individual for p in self.phrases) and (self.person or not self.named)

    @property
    def person(self) -> bool:
        """Whether the actor is a named human being."""
        return any(p.person for p in self.phrases)

    @property
    def plural(self) -> bool:
        """Whether the actor is several, and "they"."""
        return self.phrases[0].plural

    @property
    def state(self) -> bool:
        """Whether the actor is a state or region."""
        return self.authority is not None and self.authority.state

    @property
    def country(self) -> str | None:
        """The country that the authority or a phrase gives."""
        if self.authority is not None:
            return self.authority.country
        return next((p.country for p in self.phrases if p.country), self.told_country)

    def lemmas(self) -> Collection[str]:
        """The nouns it has been called by."""
        return {p.lemma for p in self.phrases if p.form == "noun"}

    def titles(self) -> set[str]:
        """The words of its titles."""
        return {word for p in self.phrases for word in p.title}
