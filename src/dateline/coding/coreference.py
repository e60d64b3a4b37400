"""Which phrases of a document stand for the same actor: names, descriptions, pronouns.

One pass in the order of the text over phrases that have been found already. It would rather leave two descriptions apart than
make one actor of two: "the rebels" are the rebels last spoken of, but "Syrian rebels" are never "Turkish-backed rebels".
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from dateline.coding.actors.agreement import agree, apposition_head, expletive, is_they, name_words
from dateline.coding.actors.chain import ROLE_WEIGHT, Chain
from dateline.coding.actors.first_persons import SPEECH, FirstPersons
from dateline.coding.actors.naming import NameGroups
from dateline.coding.actors.phrase import Gender, Phrase
from dateline.coding.mentions import NON_STATE_ARMED
from dateline.coding.syntax import clause_root, conjuncts, subjects_of
from dateline.ontology.authority import Lexicon
from dateline.ontology.event_rules import load_event_rules
from dateline.parse import ParsedDocument, Token

_SINGULAR: dict[str, Gender] = {
    "he": "male",
    "him": "male",
    "his": "male",
    "himself": "male",
    "she": "female",
    "her": "female",
    "hers": "female",
    "herself": "female",
}
_PLURAL = frozenset({"they", "them", "their", "theirs", "themselves"})
_NEUTER = frozenset({"it", "its", "itself"})
_RELATIVE = frozenset({"who", "which", "that", "whom"})
_STATE_ARMS = frozenset({"army", "military", "navy", "police"})
"""By these no armed group is meant, whatever its name: "the Arakan Army … the army"."""
_SIDES = frozenset(
    {
        "side",
        "party",
        "man",
        "leader",
        "country",
        "nation",
        "minister",
        "president",
        "government",
        "group",
        "official",
        "army",
        "woman",
        "force",
        "neighbour",
        "neighbor",
    }
)
_OF_STATES = frozenset({"military", "government", "police"})
_WINDOW = 3
_CLOSE_KINDS = (NON_STATE_ARMED, _OF_STATES)


class Resolver:
    """Gathers a document's phrases into chains."""

    def __init__(
        self,
        parsed: ParsedDocument,
        phrases: Iterable[Phrase],
        lexicon: Lexicon,
        held: Mapping[int, int] | None = None,
        spoken_for: Mapping[int, Sequence[int]] | None = None,
    ) -> None:
        """``held`` leads from the noun of an office or description in apposition to the head of the name it is said of,
        ``spoken_for`` from the head of a spokesperson's name to the words for the body.
        """
        self.parsed = parsed
        self.doc = parsed.doc
        self.lexicon = lexicon
        self.phrases = sorted(phrases, key=lambda p: (p.head, p.part))
        self.names = NameGroups(parsed.doc, self.phrases)
        self._spoken_for = spoken_for or {}
        self._beside = dict(held or {})
        self._beside |= {name: noun for noun, name in self._beside.items() if noun < name}
        self.chains: list[Chain] = []
        self._in_view: dict[int, Chain] = {}
        self._in_back: dict[int, Chain] = {}
        self.of_head: dict[int, list[Chain]] = {}
        self.several: dict[int, list[Chain]] = {}
        self._of_name: dict[str, Chain] = {}
        self._sentence: list[int] = [0] * len(self.doc)
        for number, sentence in enumerate(self.doc.sents):
            self._sentence[sentence.start : sentence.end] = [number] * (sentence.end - sentence.start)
        self._last_speaker: Chain | None = None

    def resolve(self) -> list[Chain]:
        """The chains, in the order of their first mention; :attr:`of_head` and :attr:`several` are filled on the way."""
        at = 0
        for token in self.doc:
            while at < len(self.phrases) and self.phrases[at].head == token.i:
                self._place(self.phrases[at])
                at += 1
            if token.pos_ in ("PRON", "DET", "SCONJ") or token.tag_ == "PRP$":
                self._pronoun(token)
        FirstPersons(self.parsed, self.of_head, self._sentence, self._spoken_for).read()
        self.chains = [c for c in self.chains if not c.merged]
        return self.chains

    # phrases

    def _place(self, phrase: Phrase) -> None:
        token = self.doc[phrase.head]
        if phrase.form == "adjective" and phrase.authority is None:
            chain = self._owner(phrase)
        else:
            chain = self._chain_of_name(phrase) if phrase.form != "noun" else self._chain_of_noun(phrase, token)
        if chain is None:
            return
        if phrase.form == "name" and (other := self._apposed(phrase, token)) is not None and other is not chain:
            self.unite(chain, other)
        chain.add(self._with_country(phrase, token), self._sentence[token.i], self._weight(token))
        if phrase.form != "adjective" or chain.last < 0:
            self._bring_forward(chain)
        for head in (phrase.head, *phrase.heads):
            at = self.of_head.setdefault(head, [])
            if chain not in at:
                at.append(chain)
        self._note_speaker(token, chain)

    def _with_country(self, phrase: Phrase, token: Token) -> Phrase:
        """The phrase with its possessor's country: "its forces" are of the state that "it" is."""
        if phrase.country is not None or "'s" not in phrase.modifiers or phrase.kind not in _OF_STATES:
            return phrase
        owners = (c for t in token.lefts if t.dep_ == "poss" for c in self.of_head.get(t.i, ()))
        return replace(phrase, country=next((c.country for c in owners if c.country), None))

    def _new(self) -> Chain:
        chain = Chain()
        self.chains.append(chain)
        return chain

    def unite(self, chain: Chain, other: Chain) -> None:
        """Make one actor of the two: the second is no more."""
        chain.absorb(other)
        self._forget(other, chain)

    def _forget(self, gone: Chain, instead: Chain) -> None:
        for chains in (*self.of_head.values(), *self.several.values()):
            if gone in chains:
                chains[:] = list(dict.fromkeys(instead if c is gone else c for c in chains))
        for key, chain in self._of_name.items():
            if chain is gone:
                self._of_name[key] = instead
        if self._last_speaker is gone:
            self._last_speaker = instead

    def _chain_of_name(self, phrase: Phrase) -> Chain:
        key = self.names.key(phrase)
        chain = self._of_name.get(key)
        if chain is None:
            chain = self._apposed(phrase, self.doc[phrase.head], names_too=True) or self._new()
            self._of_name[key] = chain
        return chain

    def _apposed(self, phrase: Phrase, token: Token, *, names_too: bool = False) -> Chain | None:
        """The chain of what the phrase is the apposition or, after "be", the complement of."""
        beside = self._beside.get(token.i)
        head = self.doc[beside] if beside is not None and beside < token.i else apposition_head(token)
        if head is None:
            return None
        for chain in self.of_head.get(head.i, ()):
            own = chain.phrases[-1]
            if (chain.merged or chain.state != (phrase.authority is not None and phrase.authority.state)) and not (
                chain.state
                and phrase.form == "noun"
                and phrase.lemma
                in ("country", "nation", "ally", "backer", "power", "neighbour", "neighbor", "state", "member")
            ):
                continue
            if names_too and (chain.named or phrase.person != chain.individual):
                continue
            if phrase.form == "noun" and not agree(own, phrase):
                continue
            if phrase.form == "name" and chain.named and not names_too:
                continue
            if phrase.person and own.plural:
                continue
            if phrase.form == "name" and own.plural and own.count and not phrase.plural:
                continue  # "including four children, the Watch, a network, said": one more name, not who the four are
            return chain
        return None

    def _chain_of_noun(self, phrase: Phrase, token: Token) -> Chain | None:
        if phrase.part:
            return self._new()
        if (apposed := self._apposed(phrase, token)) is not None:
            return apposed
        if several := self._both(phrase, token):
            self.several[token.i] = several
            for chain in several:
                chain.spans.append((self._with_determiner(phrase), phrase.last))
                chain.touch(token.i, self._sentence[token.i], self._weight(token))
                self._bring_forward(chain)
            return None
        if phrase.authority is not None:
            return self._chain_of_name(phrase)
        if group := self._members_of_group(phrase, token):
            return group
        found = self._same_description(phrase) or self._stood_for(phrase)
        if (
            found is None
            and phrase.lemma in ("country", "nation")
            and not phrase.plural
            and token.dep_ not in ("nsubj", "agent")
        ):
            return None
        return found or self._new()

    def _owner(self, phrase: Phrase) -> Chain | None:
        """Those last called by the noun that stands before another: "militant positions" are the militants'.

        Before a deed they are actors even when no one has named them yet ("police firing", "army shelling").
        """
        for chain in self._recent():
            if any(
                p.lemma == phrase.lemma and p.form == "noun" and not p.individual and not p.count for p in chain.phrases
            ):
                return chain
        return self._new() if self._is_deed(self.doc[phrase.head].head) else None

    def _is_deed(self, token: Token) -> bool:
        deeds = load_event_rules().nouns
        return token.lower_ in deeds or token.lemma_.lower() in deeds

    def _with_determiner(self, phrase: Phrase) -> int:
        first: int = phrase.first
        while (
            first > 0
            and self.doc[first - 1].lower_ in ("both", "two", "all")
            and self.doc[first - 1].head.i == phrase.head
        ):
            first -= 1
        return first

    def _members_of_group(self, phrase: Phrase, token: Token) -> Chain | None:
        """The group whose uncounted fighters or forces are meant: "the Taliban fighters", "SDF forces"."""
        if not phrase.plural or phrase.count or phrase.lemma not in _FIGHTERS:
            return None
        modifiers = [c for c in token.lefts if c.dep_ in ("amod", "compound", "nmod", "nummod")]
        for modifier in modifiers if len(modifiers) == 1 else ():
            for chain in self.of_head.get(modifier.i, ()):
                if chain.kind in ("rebel", "militia", "military", "criminal") and not chain.state:
                    return chain
        return None

    def _same_description(self, phrase: Phrase) -> Chain | None:
        """The chain last called by the same noun, where nothing in the words tells the two apart."""
        here = self._sentence[phrase.head]
        for chain in self._recent():
            for other in chain.phrases:
                if other.form != "noun" or other.lemma != phrase.lemma or other.plural != phrase.plural:
                    continue
                if (
                    phrase.count
                    and phrase.count != other.count
                    and not (phrase.definite and phrase.count == "")
                    or phrase.count
                    and not phrase.definite
                ):
                    continue
                if other.count and not phrase.definite:
                    continue
                alike = phrase.modifiers == other.modifiers
                narrower = phrase.definite and phrase.modifiers < other.modifiers
                wider = (
                    phrase.definite
                    and not other.modifiers
                    and not other.count
                    and other.definite
                    and here - chain.seen <= 1
                    and phrase.modifiers <= _COLOURLESS
                )
                if alike and (phrase.definite or not phrase.individual) or narrower or wider:
                    return chain
        return None

    def _bring_forward(self, chain: Chain) -> None:
        """Note that the chain has just been spoken of; one of adjectives only stays behind all others."""
        at = self._in_view if chain.last >= 0 else self._in_back
        self._in_back.pop(id(chain), None)
        at.pop(id(chain), None)
        at[id(chain)] = chain

    def _recent(self) -> Iterator[Chain]:
        """The chains, the one spoken of last first."""
        every = itertools.chain(reversed(self._in_view.values()), reversed(self._in_back.values()))
        return (c for c in every if not c.merged)

    def _stood_for(self, phrase: Phrase) -> Chain | None:
        """The named actor that a definite description stands for: "the group", "the press secretary", "the ministry"."""
        if not phrase.definite or phrase.count or "'s" in phrase.modifiers:
            return None
        here = self._sentence[phrase.head]
        words = {*phrase.lemma.split(), *phrase.modifiers}
        kinds = self.lexicon.stands_for.get(self.doc[phrase.head].lower_, frozenset())
        for chain in self._recent():
            if phrase.individual and chain.person and words <= chain.titles():
                return chain
            if phrase.country and chain.country and phrase.country != chain.country:
                continue
            if (
                not phrase.plural
                and not phrase.individual
                and phrase.lemma in name_words(chain)
                and not (phrase.lemma in _STATE_ARMS and chain.kind in NON_STATE_ARMED)
                and phrase.modifiers <= name_words(chain)
            ):
                return chain
            if here - chain.seen > _WINDOW or chain.individual or not kinds:
                continue
            fits = (
                chain.kind in kinds
                or (chain.state and "state" in kinds)
                or (chain.authority is not None and chain.authority.has_been(kinds))
            )
            told = phrase.modifiers <= self.lexicon.kind_of_modifier.keys()
            if (
                fits
                and told
                and (chain.named or chain.phrases[0].plural == phrase.plural)
                and not (chain.state and "state" not in kinds)
                and not chain.phrases[0].count.isdigit()
            ) and (chain.named or phrase.plural and not chain.phrases[0].count and chain.kind == "rebel"):
                return chain
        return None

    def _both(self, phrase: Phrase, token: Token) -> list[Chain]:
        """The two that "both sides" or "the two countries" are: the last two different actors of their sort spoken of."""
        pair = {c.lower_ for c in token.lefts} & {"both", "two", "either"}
        if (
            phrase.lemma not in _SIDES
            or not pair
            or not (phrase.definite or "both" in pair)
            or phrase.modifiers - {"two", "warring", "rival", "both"}
        ):
            return []
        here = self._sentence[token.i]
        doers = self._subjects_beside(token)
        found = [
            c
            for c in self._recent()
            if here - c.seen <= 1 and c.weight >= 0 and self._is_side(phrase, c) and id(c) not in doers
        ]
        same = [c for c in found if c.seen == here]
        chosen = same[:2] if len(same) >= 2 else found[:2]
        return chosen if len(chosen) == 2 else []

    def _subjects_beside(self, token: Token) -> set[int]:
        """The ids of the chains of the clause's own subject: whoever called on both sides is none of them."""
        if token.dep_ in ("nsubj", "nsubjpass"):
            return set()
        return {id(c) for s in subjects_of(clause_root(token)) for c in self.of_head.get(s.i, ())}

    def _is_side(self, phrase: Phrase, chain: Chain) -> bool:
        if chain.last < 0 or not (chain.named or chain.phrases[0].form == "noun"):
            return False
        if phrase.lemma in ("side", "party"):
            return bool(chain.named) or chain.kind in ("rebel", "government", "military", "militia")
        if phrase.lemma in ("country", "nation", "neighbour", "neighbor"):
            return chain.state
        if phrase.lemma in ("man", "leader", "minister", "president", "official", "woman"):
            return chain.individual
        return phrase.kind == chain.kind or phrase.lemma == "group"

    # pronouns

    def _pronoun(self, token: Token) -> None:
        word = token.lower_
        if word in _SINGULAR:
            found = self._best(token, self._people(token, _SINGULAR[word]))
        elif word in _PLURAL:
            if several := self._coordinated_subject(token):
                self.several[token.i] = several
                for chain in several:
                    chain.add_pronoun(token.i, self._sentence[token.i], self._weight(token))
                    self._bring_forward(chain)
                return
            found = self._best(token, [c for c in self._live(token) if is_they(c)])
        elif word in _NEUTER and not expletive(token):
            found = self._best(token, [c for c in self._live(token) if not c.individual and not c.plural])
        elif word in _RELATIVE and token.dep_ in ("nsubj", "nsubjpass", "dobj", "pobj"):
            self._relative(token)
            return
        else:
            return
        if found is None:
            return
        if word in _SINGULAR:
            found.gender = found.gender or _SINGULAR[word]
        found.add_pronoun(token.i, self._sentence[token.i], self._weight(token) or found.weight)
        self._bring_forward(found)
        self.of_head.setdefault(token.i, []).append(found)
        self._note_speaker(token, found)

    def _relative(self, token: Token) -> None:
        """ "who" and "which" stand for the noun that their clause hangs on."""
        verb = token
        while verb.dep_ != "relcl" and verb.head.i != verb.i and verb.head.i >= token.sent.start:
            if verb.pos_ in ("NOUN", "PROPN") and verb.i != token.i:
                return
            verb = verb.head
        if verb.dep_ == "relcl" and verb.head.i < token.i:
            found = self.of_head.get(verb.head.i, [])
            if not found and token.lower_ == "who" and verb.head.dep_ == "pobj" and verb.head.head.lower_ == "of":
                found = self.of_head.get(verb.head.head.head.i, [])  # "the people of PLACE, who"
            self.of_head.setdefault(token.i, []).extend(found)

    def _live(self, token: Token) -> list[Chain]:
        """The chains spoken of in the sentences just before the token, or in its own."""
        here = self._sentence[token.i]
        near = itertools.takewhile(lambda c: here - c.seen <= _WINDOW, self._recent())
        return sorted((c for c in near if 0 <= c.last < token.i), key=lambda c: c.heads[0])

    def _people(self, token: Token, gender: Gender) -> list[Chain]:
        return [c for c in self._live(token) if c.individual and (c.gender is None or c.gender == gender)]

    def _best(self, token: Token, candidates: Sequence[Chain]) -> Chain | None:
        """The candidate that the text has most in view at the pronoun."""
        here = self._sentence[token.i]
        quote = self.parsed.quote_at(token.idx)
        speaking = quote is None and token.dep_ == "nsubj" and token.head.lemma_ in SPEECH
        barred = self._clause_mates(token)
        best, most = None, 0.0
        for chain in candidates:
            distance = here - chain.seen
            if distance > _WINDOW or chain in barred:
                continue
            score = (
                10.0
                - 3 * distance
                + chain.weight
                + (1.5 if chain.person else 0)
                + min(len(chain.spans), 4) * 0.25
                - (token.i - chain.last) * 0.01
            )
            if chain is self._last_speaker:
                score += 4 if speaking else (-3 if quote is not None else 0)
            if score > most:
                best, most = chain, score
        return best

    def _clause_mates(self, token: Token) -> list[Chain]:
        """Those that a pronoun cannot be: the subject of the verb that it is the object of."""
        if token.dep_ not in ("dobj", "dative", "pobj"):
            return []
        verb = token.head if token.dep_ != "pobj" else token.head.head
        return [c for s in verb.lefts if s.dep_ in ("nsubj", "nsubjpass") for c in self.of_head.get(s.i, ())]

    def _coordinated_subject(self, token: Token) -> list[Chain]:
        """The actors of the coordination that is the subject of the sentence before, for a "they" with nothing plural nearer."""
        here = self._sentence[token.i]
        subject = None
        for head in (h for h in reversed(self.of_head) if h < token.i):
            candidate = self.doc[head]
            if here - self._sentence[head] > 1:
                break
            if (
                candidate.dep_ in ("nsubj", "nsubjpass")
                and candidate.i not in self.several
                and candidate.pos_ != "PRON"
            ):
                subject = candidate
                break
        if subject is None:
            return []
        members = [c for t in conjuncts(subject) for c in self.of_head.get(t.i, ())[:1]]
        return list(dict.fromkeys(members)) if len(members) > 1 else []

    def _note_speaker(self, token: Token, chain: Chain) -> None:
        if token.dep_ == "nsubj" and token.head.lemma_ in SPEECH and not chain.plural:
            self._last_speaker = chain

    def _weight(self, token: Token) -> int:
        lead = token
        while lead.dep_ == "conj":
            lead = lead.head
        if lead.dep_ == "pobj" and lead.head.dep_ == "agent":
            return ROLE_WEIGHT["agent"]
        return ROLE_WEIGHT.get(lead.dep_, 0)


_FIGHTERS = frozenset(
    "fighter force militant rebel insurgent operative troop gunman terrorist guerrilla militia militiaman jihadist "
    "extremist combatant cadre".split()
)
_COLOURLESS = frozenset({"local", "same", "armed"})
