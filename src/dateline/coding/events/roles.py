"""Who did it, to whom, with what and where: the slots of an event, filled from syntax as its rule says."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from dateline.coding.claims import Reason
from dateline.coding.events.classes import with_counted
from dateline.coding.events.triggers import Trigger
from dateline.coding.mentions import Mentions
from dateline.coding.syntax import (
    agents_of,
    chain_head,
    child,
    children,
    conjuncts,
    core,
    is_nobody,
    objects_of,
    phrase,
    pobjs,
    subjects_of,
)
from dateline.ontology.event_rules import EventRules
from dateline.parse import Token
from dateline.records import Span

_WHERE = tuple(
    "in at near around inside outside across throughout within off along over into on from of to toward towards between "
    "through".split()
)
_INSIDE = ("compound", "poss", "amod", "nmod")
_DESTINATION = frozenset({"to", "into", "toward", "towards"})
_VIOLENT = frozenset({"ASSAULT", "COERCE", "PROTEST"})
_BEFALLING = frozenset({"arrest", "abduct", "targeted", "release", "deport", "convict"})
_OF_GOODS = frozenset({"AID", "SANCTION"})
_ABOUT_DEEDS = frozenset({"AGREE", "THREATEN", "REJECT", "REQUEST"})


@dataclass(slots=True)
class Roles:
    """The slots of one event while they are filled: ids of actors and places, spans of targets and means."""

    actors: list[str] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    targets: list[Span] = field(default_factory=list)
    means: list[Span] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    origin: list[str] = field(default_factory=list)
    destination: list[str] = field(default_factory=list)
    reasons: list[Reason] = field(default_factory=list)
    means_mode: str | None = None
    tokens: set[int] = field(default_factory=set)
    """The numbers of the tokens that a slot was filled from: what the evidence must cover."""


def _befalls_its_owner(trigger: Trigger) -> bool:
    """Whether the possessive is whom it was done to: "his arrest", "the bishop's killing", not "the army's killing of nine"."""
    return trigger.rule.mode in _BEFALLING and not any(pobjs(trigger.token, "of"))


class RoleFiller:
    """Fills the slots of the events of one document."""

    def __init__(self, mentions: Mentions, rules: EventRules) -> None:
        self.mentions = mentions
        self.parsed = mentions.parsed
        self.words = rules.words
        self._heads = mentions.actors.by_head
        self._places = mentions.places.by_token
        self._dated = mentions.dates.by_token

    def fill(self, trigger: Trigger) -> Roles:
        """The slots of the trigger's event."""
        roles = Roles()
        for slot in trigger.rule.actor:
            for token, how in self._at(trigger, slot, "actor"):
                if slot == "poss" and _befalls_its_owner(trigger):
                    self._add_recipient(roles, trigger, token, "possessive of what was done")
                else:
                    self._add_actor(roles, token, how)
        for slot in trigger.rule.recipient:
            for token, how in self._at(trigger, slot, "recipient"):
                self._add_recipient(roles, trigger, token, how)
        if not roles.actors and trigger.rule.type == "MOBILIZE":
            roles.actors, roles.recipients = roles.recipients, []
            for token, how in () if roles.actors else self._who_moves(trigger):
                self._add_actor(roles, token, how)
        self._add_means(roles, trigger)
        self._add_places(roles, trigger)
        self._share_between(roles, trigger)
        return roles

    def add_recipients(self, roles: Roles, trigger: Trigger, slot: str, *, but: Collection[str] = ()) -> None:
        """Fill the recipients from one more slot, leaving out the words in ``but``."""
        for token, how in self._at(trigger, slot, "actor"):
            if token.lower_ not in but:
                self._add_recipient(roles, trigger, token, how)

    def _who_moves(self, trigger: Trigger) -> Iterator[tuple[Token, str]]:
        """Who moves, when nobody sends them: "troops were deployed", "reinforcements were rushed in"."""
        yield from self._at(trigger, "object", "actor")
        yield from ((word, "who is sent") for word in trigger.words[1:] if word.dep_ == "nsubjpass")

    # ---------------------------------------------------------------- where a slot looks
    def _at(self, trigger: Trigger, slot: str, role: str) -> Iterator[tuple[Token, str]]:
        """The tokens in a slot: ``subject``, ``object``, ``poss``, ``modifier``, ``between`` or a preposition."""
        verb = trigger.governor if trigger.nominal else trigger.token
        if slot == "subject":
            yield from self._subjects(trigger, verb)
        elif slot in ("object", "iobj"):
            yield from self._objects(trigger, verb, slot)
        elif slot == "poss" and trigger.nominal:
            yield from ((o, "possessive") for c in children(trigger.token, "poss") for o in conjuncts(c))
        elif slot == "modifier" and trigger.nominal:
            for word in (*trigger.words[:1], trigger.token):
                yield from (
                    (c, "modifier") for c in children(word, "amod", "compound", "nmod") if c not in trigger.words
                )
        elif slot == "between":
            pair = _sides(trigger)
            yield from ((o, "between") for o in (pair[:1] if role == "actor" else pair[1:]))
        elif slot == "clause" and not trigger.nominal:
            clauses = [c for w in trigger.words for c in children(w, "ccomp")]
            yield from ((s, "who should act") for c in clauses for s in subjects_of(c) or objects_of(c))
        elif slot not in ("poss", "modifier", "clause"):
            yield from self._under(trigger, verb, slot)

    def _subjects(self, trigger: Trigger, verb: Token | None) -> Iterator[tuple[Token, str]]:
        if verb is None:
            return
        if not trigger.nominal:
            harmed = {t.i for t in _harmed_subjects(trigger)}
            yield from ((s, "subject") for s in subjects_of(verb) if s.i not in harmed)
        elif trigger.way == "light":
            yield from ((s, f"subject of {verb.text!r}") for s in subjects_of(verb))
        elif trigger.way == "suffering":
            yield from ((o, "from") for word in (trigger.token, verb) for _, o in pobjs(word, "from"))

    def _objects(self, trigger: Trigger, verb: Token | None, slot: str) -> Iterator[tuple[Token, str]]:
        if verb is None:
            return
        if trigger.nominal:
            if trigger.way == "suffering":
                yield from ((s, f"subject of {verb.text!r}") for s in subjects_of(verb))
            elif trigger.way == "effect":
                yield from ((o, f"object of {verb.text!r}") for o in objects_of(verb))
            return
        used = {w.i for w in trigger.words}
        if slot == "object":
            yield from ((s, "counted subject of a harm without an object") for s in _harmed_subjects(trigger))
            yield from ((o, "object") for v in _verbs_of(trigger) for o in objects_of(v) if o.i not in used)
            named = [w for w in trigger.words[1:] if w.dep_ in ("dobj", "pobj", "nsubjpass")]
            yield from ((owner, "whose it is") for w in named for owner, _ in self._inside(w))
        yield from ((o, "dative") for o in children(verb, "dative") if o.pos_ != "ADP")

    def _under(self, trigger: Trigger, verb: Token | None, preposition: str) -> Iterator[tuple[Token, str]]:
        if preposition == "by":
            hosts = [trigger.token] if not trigger.nominal else [trigger.token, *([verb] if verb is not None else [])]
            for host in hosts:
                yield from ((o, "by") for _, o in agents_of(host))
            return
        hosts = [*trigger.words, *([verb] if verb is not None and trigger.nominal else [])]
        if not trigger.nominal and trigger.rule.type not in _VIOLENT:
            for v in _verbs_of(trigger):
                hosts += [v, *(o for o in objects_of(v) if o.i not in self._heads)]
        for host in {h.i: h for h in hosts}.values():
            yield from ((o, preposition) for _, o in pobjs(host, preposition) if o not in trigger.words)

    # ---------------------------------------------------------------- filling
    def actors_at(self, token: Token) -> tuple[str, ...]:
        """The actors that a token stands for: by its own mention, or as its head word's."""
        found = self._heads.get(token.i, ())
        if found or token.dep_ != "conj":
            return found
        return ()

    def _inside(self, token: Token) -> list[tuple[Token, tuple[str, ...]]]:
        """Actors named inside the phrase of a token that is no actor itself ("Peshmerga positions", "the rebels' base")."""
        out = []
        for c in token.lefts:
            if c.dep_ in _INSIDE:
                found = self._heads.get(c.i, ()) if c.lemma_.lower() not in self.words.means else ()
                if found:
                    out.append((c, found))
                else:
                    out.extend(self._inside(c))
        return out

    def _add_actor(self, roles: Roles, token: Token, how: str) -> None:
        if is_nobody(token):
            return
        if token.pos_ == "ADJ" and token.i not in self._heads:
            # "The paramilitary Support Forces": the parse may take the adjective.
            token = child(token, "appos") or token
        found = self.actors_at(token)
        hits = (
            [(token, found)]
            if found
            else self._inside(token)
            if token.pos_ in ("NOUN", "PROPN") and self._is_arm(token)
            else []
        )
        for at, ids in hits:
            self._note(roles, "actors", at, how)
            roles.actors.extend(i for i in ids if i not in roles.actors)

    def _is_arm(self, token: Token) -> bool:
        """A weapon, strike or the like, whose owner is the actor ("Israeli warplanes", "a U.S. strike")."""
        lemma = token.lemma_.lower()
        return (
            lemma in self.words.means
            or lemma in self.words.classes["armed"]
            or lemma in self.words.classes["weapon"]
            or token.pos_ == "NOUN"
        )

    def _add_recipient(self, roles: Roles, trigger: Trigger, token: Token, how: str) -> None:
        if (token.i in self._places and token.i not in self._heads) or token.i in self._dated:
            return
        found = self.actors_at(token)
        if found:
            self._note(roles, "recipients", token, how)
            roles.recipients.extend(i for i in found if i not in roles.recipients and i not in roles.actors)
            return
        for at, ids in self._inside(token) + [
            (o, self._heads[o.i]) for _, o in pobjs(token, "of") if o.i in self._heads
        ]:
            if trigger.rule.type in _OF_GOODS and at.tag_ == "JJ" and at.ent_type_ != "NORP":
                continue  # "military aid" is not given to the military
            self._note(roles, "recipients", at, f"named in the {how}")
            roles.recipients.extend(i for i in ids if i not in roles.recipients and i not in roles.actors)
        if trigger.rule.type in ("ASSAULT", "COERCE") and token.pos_ in ("NOUN", "PROPN") and not self._is_means(token):
            first, last = phrase(token)
            while first < last and any(w.i == first for w in trigger.words):
                first += 1
            span = self._without_article(first, last)
            if span not in roles.targets:
                roles.targets.append(span)
                self._note(roles, "targets", token, how)

    def _without_article(self, first: int, last: int) -> Span:
        doc = self.parsed.doc
        while first < last and (doc[first].pos_ in ("DET", "PUNCT") or doc[first].dep_ == "det"):
            first += 1
        return self.parsed.tokens_span(first, last)

    def _note(self, roles: Roles, slot: str, token: Token, how: str) -> None:
        first, last = core(token)
        roles.tokens.update((first, last))
        roles.reasons.append(Reason(slot, self.parsed.tokens_span(first, last), how))

    # ---------------------------------------------------------------- means
    def _is_means(self, token: Token) -> str | None:
        """The mode that a weapon implies; the longest name of it decides."""
        lemma = token.lemma_.lower()
        before = token.doc[token.i - 1].lower_ if token.i else ""
        return self.words.means.get(f"{before} {lemma}") or self.words.means.get(lemma)

    def _add_means(self, roles: Roles, trigger: Trigger) -> None:
        verb = trigger.governor if trigger.nominal else trigger.token
        hosts = [trigger.token, *([verb] if verb is not None else [])]
        candidates = [o for h in hosts for _, o in pobjs(h, "with", "by", "using", "from")]
        candidates += [o for h in hosts for c in h.children if c.lower_ == "using" for o in objects_of(c)]
        if verb is not None:
            candidates += [*subjects_of(verb), *objects_of(verb)] if not trigger.nominal else subjects_of(verb)
        if trigger.nominal:
            candidates += [c for w in trigger.words for c in w.lefts if c.dep_ in ("compound", "amod", "nmod")]
        candidates += [w for w in trigger.words if w is not trigger.token]
        for token in (t for c in candidates for t in with_counted(c)):
            mode = self._is_means(token)
            if mode is None or (token.i in self._heads and token.lemma_.lower() not in self.words.means):
                continue
            span = self._means_span(token)
            if span not in roles.means:
                roles.means.append(span)
                roles.means_mode = roles.means_mode or mode
                self._note(roles, "means", token, "weapon")

    def _means_span(self, token: Token) -> Span:
        before = token.doc[token.i - 1] if token.i else token
        joined = f"{before.lower_} {token.lemma_.lower()}" in self.words.means
        return self.parsed.tokens_span(before.i if joined else token.i, token.i)

    # ---------------------------------------------------------------- places
    def _add_places(self, roles: Roles, trigger: Trigger) -> None:
        hosts = self._place_hosts(trigger)
        for host in hosts:
            for preposition, token in pobjs(host, *_WHERE):
                self._add_place(roles, trigger, preposition, token)
            if host.i in self._places:
                self._put_place(roles, "places", host, "named")
        for slot in trigger.rule.place + trigger.rule.destination + trigger.rule.origin:
            for token, how in self._at(trigger, slot, "place"):
                goal = (
                    "destination"
                    if slot in trigger.rule.destination
                    else "origin"
                    if slot in trigger.rule.origin
                    else "places"
                )
                self._put_place(roles, goal, token, how)
        if not roles.places:
            self._add_modifier_places(roles, trigger)

    def _place_hosts(self, trigger: Trigger) -> list[Token]:
        """The words whose prepositional phrases say where: trigger, governor, what the event is done to, and the words
        that its clause hangs on.
        """
        hosts = list(trigger.words)
        verb = trigger.governor if trigger.nominal else trigger.token
        if verb is not None:
            hosts.append(verb)
            hosts += [o for o in objects_of(verb) if o.pos_ in ("NOUN", "PROPN")]
            if not trigger.nominal:
                hosts += [s for s in subjects_of(verb) if s.pos_ == "NOUN"] if trigger.rule.harm else []
            if verb.dep_ == "conj" and verb.head.pos_ == "VERB":
                hosts += [
                    c
                    for c in [chain_head(verb)]
                    if c.pos_ == "VERB" and not any(True for _ in pobjs(verb, "in", "at", "near"))
                ]
        for slot in trigger.rule.recipient:
            hosts += [o for o, _ in self._at(trigger, slot, "recipient") if slot != "object"]
        return list({h.i: h for h in hosts}.values())

    def _add_place(self, roles: Roles, trigger: Trigger, preposition: str, token: Token) -> None:
        if preposition == "from" and trigger.rule.type not in ("RETREAT", "MOBILIZE"):
            goal = "origin"
        elif preposition in _DESTINATION and trigger.rule.type in ("MOBILIZE", "AID", "CONSULT", "COERCE", "RETREAT"):
            goal = "destination"
        else:
            goal = "places"
        if preposition == "of" and trigger.rule.id == "assault/kill" and token.i in self._heads:
            return
        self._put_place(roles, goal, token, preposition)

    def _put_place(self, roles: Roles, goal: str, token: Token, how: str, depth: int = 0) -> None:
        found = self._places.get(token.i)
        if found:
            slot: list[str] = getattr(roles, goal)
            if found not in slot:
                slot.append(found)
                self._note(roles, goal, token, how)
            if goal == "destination" and found not in roles.places:
                roles.places.append(found)
            return
        if depth < 2 and token.pos_ in ("NOUN", "PROPN"):
            inner = [
                (c, "modifier")
                for c in token.lefts
                if c.i in self._places and c.dep_ in ("compound", "nmod", "poss", "amod")
            ]
            inner += [(o, "modifier") for c, _ in tuple(inner) for o in c.conjuncts if o.i in self._places]
            inner += [(o, p) for p, o in pobjs(token, *_WHERE)]
            inner += [(c, "apposition") for c in children(token, "appos", "npadvmod")]
            for part, way in inner:
                self._put_place(roles, goal, part, way, depth + 1)

    def _add_modifier_places(self, roles: Roles, trigger: Trigger) -> None:
        """ "the Aleppo offensive", "Baghdad bombings": a place as the noun's modifier."""
        if trigger.nominal:
            for word in trigger.words:
                for c in word.lefts:
                    if c.i in self._places and c.i not in self._heads:
                        self._put_place(roles, "places", c, "modifier")

    # ---------------------------------------------------------------- both ways
    def _share_between(self, roles: Roles, trigger: Trigger) -> None:
        """Fighting, meeting and agreeing go both ways: of two on one side, the second is the recipient too."""
        if not trigger.rule.reciprocal:
            return
        pair = [i for t, _ in self._at(trigger, "between", "recipient") for i in self.actors_at(t)]
        roles.recipients.extend(i for i in pair if i not in roles.recipients and i not in roles.actors)
        if not roles.recipients and len(roles.actors) > 1:
            roles.recipients.extend(roles.actors[1:])


def _sides(trigger: Trigger) -> list[Token]:
    """Those between whom it is, also where the parse hangs them on the verb, or joins the second to the event's noun."""
    hosts = [*trigger.words, *([trigger.governor] if trigger.governor is not None else [])]
    pair = [o for host in hosts for _, o in pobjs(host, "between")]
    if len(pair) == 1:
        pair += [c for c in trigger.token.conjuncts if c.i > pair[0].i]
    return pair


def _harmed_subjects(trigger: Trigger) -> list[Token]:
    """Those whom a report in few words leaves without an auxiliary: "authorities report 21 people killed"."""
    verb = trigger.token
    if not trigger.rule.harm or trigger.nominal or verb.tag_ not in ("VBD", "VBN") or objects_of(verb):
        return []
    return [s for s in subjects_of(verb) if any(c.dep_ == "nummod" for c in s.lefts)]


def _verbs_of(trigger: Trigger) -> list[Token]:
    """The verbs whose objects are the event's: the trigger's own, and what is promised, threatened, asked or refused."""
    verbs = [trigger.token, *(w for w in trigger.words if w.pos_ in ("VERB", "AUX") and w.i != trigger.token.i)]
    if trigger.rule.type in _ABOUT_DEEDS:
        verbs += [c for w in trigger.words for c in children(w, "xcomp") if c not in verbs]
    return verbs
