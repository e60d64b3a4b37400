"""Phrases that are names: persons with their titles, organisations, groups, and states where they act."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from dateline.coding.actors.extents import of_state, ordinal_before
from dateline.coding.actors.known import Known
from dateline.coding.actors.phrase import Form, Gender, Phrase
from dateline.coding.actors.words import people_words
from dateline.coding.mentions import Name
from dateline.coding.names import name_words
from dateline.coding.syntax import chain_head, ends_address
from dateline.ontology.authority import AuthorityActor, Lexicon
from dateline.parse import Doc, ParsedDocument, Token
from dateline.records import ActorKind

_TITLE_DEPS = frozenset(
    {"compound", "amod", "nmod", "poss", "case", "punct", "npadvmod", "appos", "det", "prep", "pobj", "conj", "cc"}
)
_MOST_TITLE_WORDS = 9
_LOCATIVE = frozenset(
    "in into inside across throughout within near outside around through at over via beyond off along onto amid "
    "between? northern southern".split()
)
_MOTION = frozenset(
    "go travel flee return cross arrive come move withdraw enter fly drive escape head leave spread advance retreat "
    "deport evacuate displace migrate pull".split()
)
_LINKED = frozenset(
    {
        "backed",
        "led",
        "allied",
        "supported",
        "aligned",
        "armed",
        "trained",
        "funded",
        "sponsored",
        "affiliated",
        "linked",
        "based",
        "run",
        "controlled",
        "held",
        "dominated",
        "installed",
        "appointed",
        "mediated",
        "brokered",
        "imposed",
    }
)
_BORDERS = frozenset(
    "border frontier coast part region city town area north south east west province capital map".split()
)


class NameFinder:
    """Makes phrases of a document's names."""

    def __init__(self, lexicon: Lexicon, known: Known) -> None:
        self.lexicon = lexicon
        self.known = known
        self.words = people_words()

    def find(self, parsed: ParsedDocument, names: Sequence[Name]) -> Iterator[Phrase]:
        """The phrases of the names that name an actor where they stand, in order."""
        taken = {i for n in names for i in range(n.start, n.end)}
        surnames = {parsed.doc[n.end - 1].text for n in names if n.kind == "person"}
        for name in names:
            head = head_of(parsed.doc, name.start, name.end)
            if (
                self._is_part_of_office(parsed.doc, name)
                or all(self.known.demonym_actor(t.text) for t in parsed.doc[name.start : name.end])
                and name.kind == "group"
            ):
                continue
            if (
                head.tag_ == "JJ"
                and head.dep_ == "amod"
                and name.authority_id is None
                and name.kind in ("group", "organisation")
            ):
                continue  # "Democratic", "Eastern": a quality of somebody, and nobody
            actor = self._actor(parsed.doc, name)
            if (
                name.kind in ("place", "other")
                and actor is None
                and name.authority_id is None
                and self._is_person_after_all(parsed.doc, name, head, surnames, taken)
            ):
                name = replace(name, kind="person")
            if name.kind == "person" and (actor is None or actor.individual):
                if not _qualifies_body(head, self.lexicon):
                    yield self._person(parsed.doc, name, head, taken)
            elif name.kind in ("organisation", "group") or (
                actor is not None and not actor.state and name.kind != "demonym"
            ):
                yield self._organisation(parsed.doc, name, head, actor)
                yield from self._leader_inside(parsed.doc, name)
            elif name.kind == "place" and parsed.kind_of(head) != "dateline":
                yield from self._state(parsed.doc, name, head)
            elif name.kind == "demonym":
                yield from self._adjective(parsed.doc, name, head)

    def _is_part_of_office(self, doc: Doc, name: Name) -> bool:
        """Whether a "name" is a word of an office: "Press" of "Press Secretary"."""
        if name.end - name.start != 1 or name.end >= len(doc):
            return False
        return f"{doc[name.start].lower_} {doc[name.end].lower_}" in self.lexicon.nouns

    def _is_person_after_all(
        self, doc: Doc, name: Name, head: Token, surnames: Collection[str], taken: Collection[int]
    ) -> bool:
        """Whether what was read as a place has a person's title, or a surname that a person of the document has."""
        if name.end - name.start < 2:
            return False
        if doc[name.end - 1].text in surnames or (
            head.dep_ == "nsubj" and head.head.lemma_ in self.lexicon.acting_verbs and _only_words(doc, name)
        ):
            return True
        return name.kind == "place" and (
            self._title_start(doc, name, head, taken)[0] < name.start and head.dep_ != "poss"
        )

    def _actor(self, doc: Doc, name: Name) -> AuthorityActor | None:
        """The actor that the name has in the authority, or that it is of the state before or after it."""
        text = doc[name.start : name.end].text
        if (found := self.known.find(text)) is not None:
            return found
        if text.islower() and name.authority_id is not None:
            return self.known.actor(name.authority_id)
        if (owner := self._owner(doc, name.start)) is not None:
            return self.known.body(owner, text)
        after = of_state(doc, name.end - 1, self.known)
        return self.known.body(after[1], text) if after is not None else None

    def _owner(self, doc: Doc, first: int) -> AuthorityActor | None:
        """The state whose adjective or possessive stands right before the token."""
        if not first:
            return None
        before = doc[first - 1]
        if country := self.known.demonym(before.text):
            return self.known.country_actor(country)
        if before.tag_ != "POS" or first < 2:
            return None
        word = doc[first - 2]
        return self.known.state(word.text) or self.known.state(doc[word.left_edge.i : word.i + 1].text)

    def _person(self, doc: Doc, name: Name, head: Token, taken: Collection[int]) -> Phrase:
        first, heads = self._title_start(doc, name, head, taken)
        title = tuple(t.lower_ for t in doc[first : name.start])
        text = doc[name.start : name.end].text.removesuffix("'s").removesuffix("’s").strip()
        if title and title[-1].strip(".") in ("abu", "saint", "st") or not text:
            text = doc[first : name.end].text
        return Phrase(
            head=head.i,
            first=first,
            last=name.end - 1 if doc[name.end - 1].tag_ != "POS" else name.end - 2,
            form="name",
            name=text,
            lemma=head.lower_,
            individual=True,
            title=title,
            gender=self._gender_of_title(title),
            heads=tuple(heads),
            person=True,
            kind=self._kind_of_title(title),
            country=next((c for t in doc[first : name.start] if (c := self._country(t))), None),
        )

    def _country(self, token: Token) -> str | None:
        if country := self.known.demonym(token.text):
            return country
        state = self.known.state(token.text) if token.pos_ == "PROPN" else None
        return state.country if state else None

    def _title_start(self, doc: Doc, name: Name, head: Token, taken: Collection[int]) -> tuple[int, list[int]]:
        """The first token of the titles before a name, and the tokens that head them in the parse.

        The titles are the words right before the name that hang on it, or that it is the apposition of, and hold a noun for an office.
        """
        first = name.start
        for token in reversed(doc[max(0, name.start - _MOST_TITLE_WORDS, head.sent.start) : name.start]):
            if (
                token.is_space
                or token.text in ',;:()"'
                or token.pos_ in ("VERB", "AUX", "PRON", "CCONJ", "ADP", "SCONJ")
                and token.text != "of"
            ):
                break
            if not (token.head.i >= token.i or token.head.i >= first) or (token.pos_ == "DET" and token.i == first - 1):
                break
            if token.dep_ not in _TITLE_DEPS and token.i + 1 != first:
                break
            first = token.i
        while first < name.start and (
            doc[first].pos_ in ("DET", "ADP", "PUNCT", "PART", "NUM") or doc[first].lower_ in ("former", "then", "ex")
        ):
            first += 1
        if not any(titles(t, self.lexicon) for t in doc[first : name.start]):
            return name.start, []
        last_title = doc[name.start - 1]
        hangs = head.dep_ == "appos" and first <= head.head.i < name.start
        return first, [head.head.i] if hangs else (
            [last_title.i] if last_title.dep_ in ("nsubj", "dobj", "pobj", "nsubjpass") else []
        )

    def _kind_of_title(self, title: tuple[str, ...]) -> ActorKind:
        if not title:
            return "unknown"
        found = self.lexicon.noun(title[-3:]) or self.lexicon.noun(title[-1:])
        ranks = (k for w in reversed(title) if (k := self.words.rank_kind.get(w.strip("."))))
        kind: ActorKind = found[0].kind if found else next(ranks, "unknown")
        if title[-1] in self.lexicon.general:
            return next((k for t in reversed(title[:-1]) if (k := self.lexicon.kind_of_modifier.get(t))), kind)
        return kind

    def _gender_of_title(self, title: tuple[str, ...]) -> Gender | None:
        words = {t.strip(".") for t in title}
        if words & self.lexicon.roles["female"]:
            return "female"
        return "male" if words & self.lexicon.roles["male"] else None

    def _organisation(self, doc: Doc, name: Name, head: Token, actor: AuthorityActor | None) -> Phrase:
        last = name.end - 1 if doc[name.end - 1].tag_ != "POS" else name.end - 2
        first = name.start + 1 if doc[name.start].pos_ == "DET" and name.start < last else name.start
        owner = self._owner(doc, first)
        country = actor.country if actor else self._country_in(doc, first, last, owner)
        adjective = (
            owner is not None and doc[first - 1].tag_ != "POS" and doc[first - 1].head.i in range(first, last + 1)
        )
        if adjective and actor is None or ordinal_before(doc, first):
            first -= 1
        if actor is not None and (after := of_state(doc, last, self.known)) and actor.country == after[1].country:
            last = after[0]
        return Phrase(
            head=head.i,
            first=first,
            last=last,
            form="name",
            name=doc[first : last + 1].text,
            lemma=doc[last].lower_,
            kind=actor.kind if actor else self._kind_of_name(doc, name),
            plural=doc[last].tag_ == "NNPS",
            definite=True,
            country=country,
            authority=actor,
        )

    def _country_in(self, doc: Doc, first: int, last: int, owner: AuthorityActor | None) -> str | None:
        if owner is not None:
            return owner.country
        return next((c for t in doc[first : last + 1] if (c := self._country(t))), None)

    def _leader_inside(self, doc: Doc, name: Name) -> Iterator[Phrase]:
        """The state in a name like "US-led coalition"."""
        if name.end - name.start < 3 or doc[name.start + 1].text != "-" or doc[name.start + 2].lower_ not in _LINKED:
            return
        word = doc[name.start]
        state = self.known.state(word.text) or self.known.demonym_actor(word.text)
        if state is not None and state.state:
            yield state_phrase(state, "adjective", state.name, word.i, (word.i, word.i))

    def _kind_of_name(self, doc: Doc, name: Name) -> ActorKind:
        words = [t.lower_ for t in doc[name.start : name.end]]
        kinds = [k for w in words if (k := self.lexicon.in_names.get(w))]
        if "rebel" in kinds and "liberation" in words:
            return "rebel"
        if "media" in kinds and words[-1] == "network":
            return "media"
        if kinds:
            return kinds[-1] if words[-1] in self.lexicon.in_names else kinds[0]
        head = doc[name.end - 1].head
        sense = self.lexicon.nouns.get(head.lower_) if head.i == name.end else None
        return (
            sense.kind
            if sense is not None and sense.kind in ("rebel", "militia", "criminal", "party", "military", "police")
            else "unknown"
        )

    def _state(self, doc: Doc, name: Name, head: Token) -> Iterator[Phrase]:
        text = doc[name.start : name.end].text
        of_land = name.start > 0 and doc[name.start - 1].lower_ in name_words().directions  # "southern Israel"
        if of_land or ends_address(doc, name.start, name.end):
            return
        state = self.known.state(text)
        capital = self.known.capital(text) if state is None else None
        linked = head.i + 2 < len(doc) and doc[head.i + 1].text == "-" and doc[head.i + 2].lower_ in _LINKED
        if capital is not None and linked:
            state = capital
        if (
            state is not None
            and not linked
            and not self._acts(head)
            or state is None
            and not (capital and self._decides(head))
        ):
            return
        owner = state or capital
        assert owner is not None
        linked = head.i + 2 < len(doc) and doc[head.i + 1].text == "-"
        modifies = head.dep_ in ("compound", "amod", "nmod", "npadvmod") or linked
        yield state_phrase(owner, "adjective" if modifies else "name", text, head.i, (name.start, name.end - 1))

    def _acts(self, head: Token) -> bool:
        """Whether a state's name stands where an actor would, and not where a place would."""
        lead = chain_head(head)
        above = lead.head
        if lead.dep_ in ("nsubj", "nsubjpass", "agent", "dative", "ROOT"):
            return above.lemma_ not in self.lexicon.place_verbs or lead.dep_ != "nsubjpass"
        if lead.dep_ in ("dobj", "attr"):
            return above.lemma_ not in self.lexicon.place_verbs
        if lead.dep_ == "pobj":
            if above.lower_ in _LOCATIVE:
                return False
            if above.head.lemma_.lower() in _BORDERS:
                return False
            if above.lower_ == "of":
                return self._relational(above.head)
            return above.lower_ not in ("from", "to", "toward", "towards") or above.head.lemma_ not in _MOTION
        if lead.dep_ in ("poss", "compound", "amod", "nmod", "npadvmod"):
            return self._owned_is_act(head, above)
        return lead.dep_ == "appos" and above.pos_ == "NOUN"

    def _relational(self, noun: Token) -> bool:
        word = noun.lower_
        roles = self.lexicon.roles
        return any(
            word in roles[name]
            for name in ("ally", "backer", "opponent", "leads", "state", "commands", "spokesperson", "member")
        ) or word in (
            "support",
            "backing",
            "part",
            "behalf",
            "government",
            "army",
            "people",
            "help",
            "assistance",
            "aggression",
            "favour",
            "favor",
        )

    def _owned_is_act(self, modifier: Token, noun: Token) -> bool:
        """Whether what a state's name or adjective modifies is the state's doing, a role in it, or a link to it."""
        if noun.lower_ in _LINKED:
            return True
        if noun.pos_ == "PROPN" and noun.lower_ not in self.lexicon.nouns:
            return False
        if noun.lower_ in self.lexicon.places_and_times or noun.lemma_.lower() in self.lexicon.places_and_times:
            return False
        sense = self.lexicon.nouns.get(noun.lower_)
        return (
            sense is None
            or sense.individual
            and not sense.plural
            and sense.kind not in ("civilians", "rebel", "criminal", "religious")
            or modifier.dep_ == "poss"
        )

    def _decides(self, head: Token) -> bool:
        """Whether a capital stands for its government: the subject of what only someone does, or one of two parties."""
        lead = chain_head(head)
        if lead.dep_ == "nsubj":
            return lead.head.lemma_ in self.lexicon.acting_verbs
        if lead.dep_ == "pobj" and lead.head.lower_ in ("by", "with", "between", "against"):
            return lead.head.lower_ != "with" or lead.head.head.pos_ == "NOUN"
        return lead.dep_ == "poss" and lead.head.lemma_ in (
            "ally",
            "backer",
            "support",
            "decision",
            "demand",
            "claim",
            "envoy",
            "ambassador",
            "allegation",
            "refusal",
            "response",
            "policy",
        )

    def _adjective(self, doc: Doc, name: Name, head: Token) -> Iterator[Phrase]:
        text = doc[name.start : name.end].text
        actor = self.known.demonym_actor(text) or self.known.demonym_actor(text.title())
        if actor is None or not actor.state:
            return
        above = head.head
        if (
            _of_person(head, self.lexicon)
            or _in_apposition(head)
            or self._owned_is_act(head, above)
            and head.dep_ in ("amod", "compound", "nmod", "npadvmod", "poss")
            and above.pos_ in ("NOUN", "VERB", "ADJ", "PROPN")
        ):
            if above.pos_ == "PROPN" and not _of_person(head, self.lexicon) and above.lower_ not in self.lexicon.nouns:
                return
            yield state_phrase(actor, "adjective", actor.name, head.i, (name.start, name.end - 1))


def state_phrase(state: AuthorityActor, form: Form, name: str, head: int, bounds: tuple[int, int]) -> Phrase:
    """The phrase of a state or region; ``bounds`` are its first and last token."""
    first, last = bounds
    return Phrase(
        head=head,
        first=first,
        last=last,
        form=form,
        name=name,
        lemma=name.lower(),
        kind="government",
        definite=True,
        country=state.country,
        authority=state,
    )


def _only_words(doc: Doc, name: Name) -> bool:
    """Whether a name is two to four capitalised words without a common noun, as people's names are."""
    return name.end - name.start <= 4 and all(
        t.is_alpha and t.text[0].isupper() and t.tag_ == "NNP" for t in doc[name.start : name.end]
    )


def titles(token: Token, lexicon: Lexicon) -> bool:
    """Whether the word is one that stands before people's names: an office, a description of one person, "Mr"."""
    sense = lexicon.nouns.get(token.lower_)
    return (sense is not None and sense.individual) or token.lower_.strip(".") in lexicon.roles["honorifics"]


def head_of(doc: Doc, start: int, end: int) -> Token:
    """The token of a stretch that the rest of it hangs on."""
    span = range(start, end)
    tops = [t for t in doc[start:end] if t.head.i not in span or t.dep_ == "ROOT"]
    nominal = [t for t in tops if t.pos_ in ("PROPN", "NOUN", "ADJ", "NUM")]
    return (nominal or tops or [doc[end - 1]])[-1]


def _qualifies_body(head: Token, lexicon: Lexicon) -> bool:
    """Whether a person's name is only part of another's ("the Assad regime", "the Haqqani network")."""
    if head.dep_ not in ("compound", "amod", "nmod") or head.head.pos_ != "NOUN" or head.head.i <= head.i:
        return False
    return head.doc[head.i + 1].lower_ not in ("of", "from")


def _in_apposition(adjective: Token) -> bool:
    """Whether an adjective says of which state a named body is: "X, a Syrian relief organization"."""
    noun = adjective.head
    return (
        adjective.dep_ == "amod"
        and noun.dep_ in ("appos", "attr")
        and noun.pos_ == "NOUN"
        and noun.head.pos_ in ("PROPN", "AUX")
    )


def _of_person(adjective: Token, lexicon: Lexicon) -> bool:
    """Whether an adjective stands in the title of someone named or described singly: "Turkish Foreign Minister X"."""
    if adjective.dep_ not in ("amod", "compound", "nmod", "poss"):
        return False
    noun = adjective.head
    if noun.dep_ == "compound" and noun.head.pos_ == "PROPN" and noun.head.i > noun.i:
        return True
    if noun.pos_ == "PROPN" and any(
        t.lower_ in lexicon.nouns and lexicon.nouns[t.lower_].individual
        for t in adjective.doc[adjective.i + 1 : noun.i]
    ):
        return True
    sense = lexicon.nouns.get(noun.lower_)
    return (
        sense is not None
        and sense.individual
        and not sense.plural
        and sense.kind in ("government", "military", "police", "civil_society", "party")
    )
