"""Phrases whose head is a common noun for an actor: "a senior Syrian military official", "Turkish-backed rebels", "ten people"."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from dateline.coding.actors.extents import is_verb, of_state
from dateline.coding.actors.known import Known
from dateline.coding.actors.phrase import Gender, Phrase
from dateline.coding.syntax import chain_head, child, children
from dateline.ontology.authority import AuthorityActor, Lexicon, NounSense
from dateline.ontology.authority.lexicon import singular_of
from dateline.parse import Doc, Token
from dateline.records import ActorKind

_PREMODIFIERS = frozenset(
    {"amod", "compound", "nmod", "poss", "npadvmod", "advmod", "nummod", "quantmod", "predet", "det"}
)
_NAMING = frozenset({"amod", "compound", "nmod", "poss"})
_COUNTING_WORDS = frozenset(
    "other another several many few more most such same own further additional numerous various first last latest "
    "previous next fellow certain "
    "some any all both each every no multiple countless scores dozens hundreds thousands least fewer less half "
    "two-thirds second third".split()
)
_INDEFINITE = frozenset(
    {
        "a",
        "an",
        "another",
        "some",
        "several",
        "many",
        "few",
        "any",
        "no",
        "more",
        "other",
        "dozens",
        "hundreds",
        "thousands",
        "scores",
    }
)
_DEFINITE = frozenset({"the", "this", "that", "these", "those", "both"})
_NOT_HEADS = frozenset({"compound", "amod", "nmod", "npadvmod", "advmod", "quantmod", "dep", "intj"})
_NOMINAL_TAGS = frozenset({"NN", "NNS", "NNP", "NNPS"})
_ADJECTIVAL = frozenset("dead wounded injured elderly homeless missing poor displaced".split())
_PARTITIVES = frozenset(
    "hundred hundreds thousand thousands dozen dozens score scores million millions number "
    "majority one two three four five six seven eight nine ten "
    "some most many all none several both each any half handful couple few lot lots rest group "
    "crowd types kinds remainder".split()
)
_OFFICES_OF = frozenset(
    "member head leader chief commander director minister president secretary governor mayor supporter ally people "
    "spokesman spokeswoman resident citizen person villager family".split()
)
_MOST_OF_WORDS = 4
_LONGEST_NOUN = 4
_FIGHTING = frozenset({"force", "fighter", "group", "faction", "troop", "unit"})
_WHO_FIGHT = frozenset({"rebel", "insurgent", "militant", "guerrilla", "separatist"})
_OF_BODIES = frozenset({"government", "military", "rebel", "unknown", "party", "militia", "police"})
_BREAKS = frozenset({",", ";", ":", "(", ")", "—", "–", "--"})
_WHO_OWN = frozenset({"rebel", "police", "military", "militia", "government", "criminal"})
_LINKING = frozenset(
    {
        "backed",
        "led",
        "allied",
        "supported",
        "aligned",
        "funded",
        "sponsored",
        "trained",
        "armed",
        "run",
        "controlled",
        "held",
    }
)
_NO_SINGULAR = frozenset({"forces", "troops", "personnel", "reinforcements", "peacekeepers"})
_PARTIES = frozenset({"party", "side"})
_SIDES = frozenset({"both", "two", "all", "either", "warring", "opposing", "rival", "three", "conflicting"})


class NounFinder:
    """Finds the phrases of common nouns in a parse.

    ``named`` leads from the number of each token inside a name to that of the name's first.
    """

    def __init__(self, lexicon: Lexicon, known: Known, named: Mapping[int, int], *, caseless: bool = False) -> None:
        self.lexicon = lexicon
        self.known = known
        self.named = named
        self.caseless = caseless

    def find(self, doc: Doc, titled: Collection[int]) -> Iterator[Phrase]:
        """The phrases, in order; ``titled`` are the tokens of names with their titles, in which only bodies are looked for
        ("city police spokesman X").
        """
        for token in doc:
            if token.i in self.named:
                continue
            if not _may_head(token, titled):
                if token.dep_ in ("compound", "amod") and token.i not in titled:
                    yield from self._before_noun(token)
                continue
            if token.i in titled:
                yield from self._body_in_title(token)
                continue
            sense = self._sense(token)
            if sense is not None:
                yield from self._phrases(token, *sense)
            elif token.pos_ in ("PROPN", "NOUN") and (people := self.known.people(self._cased(token))):
                phrase = self._phrase(
                    token,
                    NounSense(
                        token.lower_,
                        "civilians" if people.state else people.kind,
                        token.tag_ in ("NN", "NNP"),
                        token.tag_ in ("NNS", "NNPS"),
                        False,
                    ),
                    1,
                )
                yield replace(phrase, country=people.country, individual=phrase.individual and people.kind != "ethnic")

    def _before_noun(self, token: Token) -> Iterator[Phrase]:
        """Whose a thing or deed is, told by a noun before it: "militant positions", "the police action"."""
        sense = self.lexicon.nouns.get(token.lower_)
        above = token.head
        if sense is None or sense.kind not in _WHO_OWN or above.lower_ in self.lexicon.nouns:
            return
        if above.pos_ != "NOUN" and above.tag_ != "VBG":
            return
        if (token.lower_, above.lower_) not in self.lexicon.never:
            yield Phrase(
                head=token.i,
                first=token.i,
                last=token.i,
                form="adjective",
                name=token.text,
                lemma=sense.lemma,
                kind=sense.kind,
            )

    def _body_in_title(self, token: Token) -> Iterator[Phrase]:
        sense = self._sense(token)
        if sense is None or not sense[0].many or token.doc[token.i + 1].text == "-":
            return
        first = token.i
        for before in reversed(token.doc[max(0, token.i - 4) : token.i]):
            own = self.lexicon.nouns.get(before.lower_)
            if (
                before.dep_ not in ("compound", "amod", "nmod")
                or before.i + 1 != first
                or own is not None
                and own.individual
            ):
                break
            first = before.i
        modifiers = list(token.doc[first : token.i])
        name = token.doc[first : token.i + 1].text
        yield Phrase(
            head=token.i,
            first=first,
            last=token.i,
            form="noun",
            name=name,
            lemma=sense[0].lemma,
            kind=self._kind(token, sense[0], modifiers),
            definite=True,
            country=next((c for m in modifiers if (c := self._country_of(m))), None),
            authority=self._listed(name),
            modifiers=frozenset(m.lower_ for m in modifiers),
        )

    def _is_partitive(self, token: Token) -> bool:
        """Whether "of" and others follow: the group of a "group of militants" is the militants."""
        inner = (o for prep in children(token, "prep") if prep.lower_ == "of" for o in children(prep, "pobj"))
        return any(o.tag_ == "NNS" and o.lower_ in self.lexicon.nouns and not child(o, "det") for o in inner)

    def _cased(self, token: Token) -> str:
        """The token's text; in a document without capitals, as it would be written with them."""
        text: str = token.text
        return text.capitalize() if self.caseless and len(text) > 2 else text

    def _listed(self, name: str) -> AuthorityActor | None:
        """The actor that a description names all the same: "Iraqi security forces"."""
        return self.known.find(name) if " " in name and (self.caseless or not name.islower()) else None

    def _sense(self, token: Token) -> tuple[NounSense, int] | None:
        words = _words_up_to(token)
        found = self.lexicon.noun(words)
        if found is None:
            return None
        sense, _ = found
        if token.lower_ in _ADJECTIVAL and not (
            child(token, "det") or token.pos_ == "NOUN" and token.dep_ in ("nsubj", "dobj", "pobj", "nsubjpass")
        ):
            return None
        if token.lower_ in _PARTITIVES and self._is_partitive(token):
            return None
        if sense.lemma in ("side", "party"):
            told = any(
                c.lower_ in _SIDES or c.pos_ == "PROPN" or self.lexicon.kind_of_modifier.get(c.lower_)
                for c in token.lefts
            )
            return found if told or token.lower_ == "party" and token.dep_ in ("nsubj", "poss", "agent") else None
        if sense.lemma == "service" and not any(self._tells_apart(c) or c.pos_ == "PROPN" for c in token.lefts):
            return None
        if sense.modified and not any(c.dep_ in _NAMING and c.lower_ not in _COUNTING_WORDS for c in token.lefts):
            return found if token.lower_ == "forces" or _partitive_object(token) else None
        return found

    def _phrases(self, token: Token, sense: NounSense, width: int) -> Iterator[Phrase]:
        shared = list(self._shared_modifiers(token)) if sense.plural or token.tag_ in ("NNS", "NNPS") else []
        phrase = self._phrase(token, sense, width)
        if len(shared) < 2:
            yield phrase
            return
        common = [t for t in token.lefts if t.dep_ in _NAMING and t.i > shared[-1].i]
        body = sense.many or sense.kind == "government"
        noun = (
            singular_of(token.lower_)
            if sense.many and token.lower_ not in _NO_SINGULAR or any(t.lower_ == "air" for t in common)
            else token.lower_
        )
        for part, modifier in enumerate(shared):
            words = [_words(modifier, stop_at_coordination=True), *(t.text for t in common), noun]
            country = self._country_of(modifier)
            name = " ".join(w for w in words if w)
            yield replace(
                phrase,
                name=name,
                part=part,
                country=country,
                modifiers=frozenset({modifier.lower_, *(t.lower_ for t in common)}),
                plural=phrase.plural and not body,
                authority=self.known.find(name),
                kind=self._kind(token, sense, [modifier, *common]),
            )

    def _shared_modifiers(self, token: Token) -> Iterator[Token]:
        """The coordinated modifiers that each make an actor of their own of a plural noun: "Syrian and Russian air forces"."""
        first = next(
            (
                c
                for c in token.lefts
                if c.dep_ in ("amod", "compound", "nmod") and any(k.dep_ == "conj" for k in c.rights)
            ),
            None,
        )
        if first is None:
            return
        each = [first, *(c for c in first.conjuncts if c.i < token.i)]
        if all(self._tells_apart(m) for m in each):
            yield from each

    def _tells_apart(self, modifier: Token) -> bool:
        return bool(
            self.known.demonym_actor(self._cased(modifier))
            or self.known.candidates(modifier.text)
            or modifier.lower_ in self.lexicon.kind_of_modifier
        )

    def _phrase(self, token: Token, sense: NounSense, width: int) -> Phrase:
        first, count, definite, owned = self._extent(token, width)
        heads = tuple(_partitive_heads(token))
        modifiers = frozenset(
            t.lower_
            for t in token.doc[first : token.i - width + 1]
            if t.pos_ not in ("PUNCT", "PART", "DET") and t.lower_ not in _COUNTING_WORDS
        )
        last = _of_end(token) if sense.lemma in _OFFICES_OF else token.i
        body, end = self._body_of_state(token, first, definite=definite)
        plural = token.tag_ in ("NNS", "NNPS") or sense.plural
        naming = [c for c in token.lefts if c.dep_ in _NAMING]
        whole = (plural or sense.many) and not count and not heads and not owned
        lemma = sense.lemma
        if (
            plural
            and sense.lemma in _FIGHTING
            and len(modifiers) == 1
            and (only := next(iter(modifiers))) in _WHO_FIGHT
        ):
            lemma, modifiers = only, frozenset()
        return Phrase(
            head=token.i,
            first=first,
            last=max(last, end),
            form="noun",
            name=token.doc[first : max(last, end) + 1].text,
            lemma=lemma,
            kind=self._kind(token, sense, [c for c in naming if c.i <= token.i - width]),
            individual=sense.individual and not plural and not heads and body is None,
            plural=plural,
            definite=definite,
            count=count or (token.doc[heads[0]].lower_ if heads else ""),
            authority=body or (self._listed(token.doc[first : token.i + 1].text) if whole else None),
            country=body.country if body else next((c for n in naming if (c := self._country_of(n))), None),
            modifiers=modifiers | {"'s"} if owned else modifiers,
            gender=self._gender(sense.lemma),
            heads=heads,
        )

    def _body_of_state(self, token: Token, first: int, *, definite: bool) -> tuple[AuthorityActor | None, int]:
        """The body of "the border guard of Chad" and the last token of its phrase; (None, -1) where there is none."""
        after = of_state(token.doc, token.i, self.known) if definite else None
        body = self.known.body(after[1], token.doc[first : token.i + 1].text) if after is not None else None
        return (body, after[0]) if body is not None and after is not None else (None, -1)

    def _gender(self, lemma: str) -> Gender | None:
        if lemma in self.lexicon.roles["male"]:
            return "male"
        return "female" if lemma in self.lexicon.roles["female"] else None

    def _extent(self, token: Token, width: int) -> tuple[int, str, bool, bool]:
        """First token of the name, the number or indefinite word, whether definite, and whether a pronoun owns it."""
        first, count, definite, owned = token.i - width + 1, "", False, False
        for c in token.lefts:
            word = c.lower_
            if c.is_quote or any(t.is_quote for t in token.doc[c.left_edge.i : c.i]):
                continue
            if c.dep_ == "poss" and c.tag_ in ("PRP$", "WP$"):
                definite = owned = True
            elif c.dep_ == "poss":
                definite = True
                first = min(first, _without_article(c))
            elif word in _DEFINITE and c.dep_ in ("det", "predet"):
                definite = True
            elif c.dep_ == "nummod":
                count = c.lower_
            elif word in _INDEFINITE:
                count = count or word
            elif (
                c.dep_ in _PREMODIFIERS
                and word not in _COUNTING_WORDS
                and c.dep_ not in ("advmod", "quantmod", "predet", "det")
            ):
                first = min(first, _without_article(c))
        while first < token.i and (
            token.doc[first].pos_ in ("PUNCT", "ADV", "CCONJ", "PART") or token.doc[first].is_quote
        ):
            first += 1
        first = self.named.get(first, first)
        if first < token.i and token.doc[first].pos_ == "DET":
            first += 1
        return self._after_verb(token, first), count, definite, owned

    def _after_verb(self, token: Token, first: int) -> int:
        """The first token of a name in a headline, whose verb was read as one of its words: "Army Arrests Party Members"."""
        words = token.doc[first : token.i]
        if len(words) > 1 and all(t.text[0].isupper() for t in words):
            for t in reversed(words[1:]):
                if t.lower_ in self.lexicon.nouns or t.i in self.named:
                    continue
                inflected = t.text[-1] in "sd" and is_verb(t.lower_[:-1], self.lexicon)
                if (
                    inflected
                    or is_verb(t.lower_, self.lexicon)
                    and all(w.text[0].isupper() for w in t.sent if len(w) > 3)
                ):
                    return int(t.i) + 1
        return first

    def _kind(self, token: Token, sense: NounSense, modifiers: list[Token]) -> ActorKind:
        """The noun's kind, made more exact by its modifiers where the noun is a general one ("rebel forces")."""
        if sense.lemma in _PARTIES and (kind := self._kind_of_party(token, modifiers)) is not None:
            return kind
        general = token.lower_ in self.lexicon.general
        for modifier in reversed(modifiers):
            if (
                modifier.pos_ == "PROPN"
                and sense.kind in _OF_BODIES
                and (actor := self._named_by(modifier)) is not None
                and not actor.state
            ):
                return actor.kind
            if sense.kind == "civilians" and modifier.lower_ == "armed":
                return "rebel"
            if general and (kind := self.lexicon.kind_of_modifier.get(modifier.lower_)):
                return kind
        return sense.kind

    def _kind_of_party(self, token: Token, modifiers: list[Token]) -> ActorKind | None:
        """A party with a name is a political one; "all parties" and "both sides", when nothing tells more, are those who fight."""
        if any(m.pos_ == "PROPN" and not self.known.demonym(m.text) for m in modifiers):
            return "party" if token.lower_ in ("party", "parties") else None
        told = any(m.lower_ in self.lexicon.kind_of_modifier for m in modifiers)
        return "military" if not told and token.tag_ == "NNS" else None

    def _named_by(self, modifier: Token) -> AuthorityActor | None:
        return self.known.find(modifier.doc[self.named.get(modifier.i, modifier.i) : modifier.i + 1].text)

    def _country_of(self, modifier: Token) -> str | None:
        if modifier.tag_ in ("VBN", "VBD") or modifier.lower_ in _LINKING:
            return None
        for token in modifier.subtree:
            if country := self.known.demonym(self._cased(token)):
                return country
            if token.pos_ == "PROPN" and (state := self.known.state(self._cased(token))):
                return state.country
            if token.dep_ == "punct" and token.text == "-":
                return None
        return None


def _words_up_to(token: Token) -> tuple[str, ...]:
    """The token and the three before it in its sentence, in small letters."""
    words = [token.lower_]
    doc, at = token.doc, token.i
    while len(words) < _LONGEST_NOUN and not doc[at].is_sent_start and at:
        at -= 1
        words.append(doc[at].lower_)
    return tuple(reversed(words))


def _may_head(token: Token, titled: Collection[int]) -> bool:
    if token.i in titled:
        return token.tag_ in _NOMINAL_TAGS and token.dep_ == "compound"
    if token.tag_ not in _NOMINAL_TAGS and not (token.tag_ in ("JJ", "VBN") and token.lower_ in _ADJECTIVAL):
        return False
    lead = chain_head(token)
    if lead.i != token.i and lead.dep_ in _NOT_HEADS and lead.head.i > token.i:
        return False
    return token.dep_ not in _NOT_HEADS or (token.dep_ == "dep" and token.pos_ == "NOUN")


def _without_article(modifier: Token) -> int:
    """The first token of a modifier, its own article left out."""
    first: int = modifier.left_edge.i
    return (
        first + 1
        if (modifier.doc[first].pos_ == "DET" or modifier.doc[first].tag_ == "PRP$") and first < modifier.i
        else first
    )


def _words(modifier: Token, *, stop_at_coordination: bool) -> str:
    """The modifier with its own modifiers, without articles and, if wanted, what is coordinated with it."""
    last = modifier.i
    first = min([c.left_edge.i for c in modifier.lefts if c.dep_ in _NAMING], default=modifier.i)
    text: str = (
        modifier.doc[first : last + 1].text
        if stop_at_coordination
        else modifier.doc[first : modifier.right_edge.i + 1].text
    )
    return text


def _of_end(token: Token) -> int:
    """The last token of a short "of" phrase right after the noun."""
    for prep in children(token, "prep"):
        if (
            prep.lower_ == "of"
            and prep.i == token.i + 1
            and (obj := child(prep, "pobj")) is not None
            and (
                obj.i - token.i <= _MOST_OF_WORDS
                and not any(t.dep_ in ("relcl", "acl", "conj") for t in obj.children)
                and obj.pos_ == "PROPN"
            )
        ):
            return int(obj.i)
    return int(token.i)


def _partitive_object(token: Token) -> bool:
    return any(True for _ in _partitive_heads(token))


def _partitive_heads(token: Token) -> Iterator[int]:
    """The words that stand for the noun in the sentence: "hundreds" of "hundreds of people", "two" of "two of the men"."""
    while token.dep_ == "pobj" and token.head.lower_ == "of" and token.head.head.lower_ in _PARTITIVES:
        token = token.head.head
        yield token.i
