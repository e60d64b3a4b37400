"""An incident's figures: low, best and high by harm and class of victims, with the claims behind each and the rule that fired.

The rules are those of casualty recorders (UCDP's and Airwars' practice): claims are never overwritten or added up; a later
figure of one source replaces its earlier one; a party's word about its enemy's dead never sets the best figure alone.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, get_args

from dateline.incidents import ClaimRef, Grade, IncidentToll, SetAside
from dateline.link.facts import ActorFacts, TollFacts
from dateline.link.reconcile.voices import ARMED_KINDS, CREDIBLE, Scene, Voice, is_side
from dateline.ontology.authority import fold
from dateline.records import Harm, Scope, Unit, VictimStatus

_HAPPENED = frozenset({"occurred", "ongoing"})
_EARLIER = re.compile(
    r"\b(?:earlier|previous|initial|preliminary|prior) (?:\w+ )?(?:toll|count|figure|estimate|tally)\b", re.I
)
"""How a report names the figure that its own new one replaces: "raising an earlier toll of 18"."""
_SURENESS = {"exact": 4, "range": 3, "approximately": 2, "at_least": 1, "at_most": 0}
_FAR_APART, _FEW = 2, 5
_ASIDE = {
    "not-occurred": "it is not said to have happened",
    "unquantified": "it gives no figure",
    "less-precise": "others give a number",
    "superseded": "the same source gave a later figure",
    "enemy-claim": "a party to the event says it of its enemy",
}


class _Key(NamedTuple):
    """What figures must share to be of the same people."""

    scope: Scope
    since: str | None
    harm: Harm
    unit: Unit
    victims: str
    side: str | None
    group: str | None


@dataclass(frozen=True, slots=True)
class _Said:
    """A figure with whose word it is."""

    toll: TollFacts
    voice: Voice

    @property
    def ref(self) -> ClaimRef:
        return ClaimRef(document=self.toll.document, claim=self.toll.toll)

    @property
    def known(self) -> tuple[date, int]:
        """When it became known; within a report, what stands later in the text."""
        return self.toll.published or date.min, self.toll.start

    @property
    def figures(self) -> tuple[int | None, int | None, int | None]:
        return self.toll.low, self.toll.best, self.toll.high


def reconcile_tolls(tolls: Sequence[TollFacts], scene: Scene) -> tuple[IncidentToll, ...]:
    """The figures of an incident from all that was claimed; cumulative ones in rows of their own, after the others."""
    said: dict[_Key, list[_Said]] = defaultdict(list)
    groups = _groups(tolls)
    for toll in tolls:
        said[_key(toll, groups)].append(_Said(toll, scene.of_toll(toll)))
    keys = sorted(said, key=_order)
    rows = [_Row(key, said[key], scene).reconciled() for key in keys]
    rows = [row.model_copy(update={"within": _whole(i, keys)}) for i, row in enumerate(rows)]
    return tuple(_supported(row, key, keys, said, scene) for row, key in zip(rows, keys, strict=True))


def _groups(tolls: Iterable[TollFacts]) -> dict[tuple[str, str], str | None]:
    """By document and toll, the name of the part of the victims that it counts ("child", "female", "nurses")."""
    return {(t.document, t.toll): _group(t) for t in tolls}


def _group(toll: TollFacts) -> str | None:
    described = " ".join(x for x in (toll.age, toll.sex) if x)
    if described or toll.part_of is None:
        return described or None
    return fold(toll.victims_text or "") or "part"


def _key(toll: TollFacts, groups: dict[tuple[str, str], str | None]) -> _Key:
    victims = toll.victims if toll.victims in ("civilian", "combatant") else "any"
    cumulative = toll.scope == "cumulative"
    side = _side(toll.side) if victims == "combatant" else None
    return _Key(
        toll.scope,
        toll.since if cumulative else None,
        toll.harm,
        toll.unit,
        victims,
        side,
        groups[toll.document, toll.toll],
    )


def _side(actor: ActorFacts | None) -> str | None:
    return (actor.authority_id or fold(actor.name)) if actor is not None else None


def _order(key: _Key) -> tuple[object, ...]:
    return (
        key.scope == "cumulative",
        key.since or "",
        get_args(Harm).index(key.harm),
        key.unit,
        key.group is not None,
        ("any", "civilian", "combatant").index(key.victims),
        key.side or "",
        key.group or "",
    )


def _whole(number: int, keys: Sequence[_Key]) -> int | None:
    """Which row counts the people of this one too: that of all victims of the same class, else of any."""
    key = keys[number]
    wider = [key._replace(group=None)] if key.group else []
    wider += [key._replace(group=None, victims="any", side=None)] if key.victims != "any" or key.group else []
    return next((keys.index(w) for w in wider if w != key and w in keys), None)


class _Row:
    """The claims about one class of victims, becoming one row."""

    def __init__(self, key: _Key, said: Sequence[_Said], scene: Scene) -> None:
        self.key, self.scene = key, scene
        self.aside: list[SetAside] = []
        self.counted: list[_Said] = []
        self.enemy: list[_Said] = []
        self._sort_out(said)

    def _sort_out(self, said: Sequence[_Said]) -> None:
        """Which claims count: those that happened, with a number where any has one, the latest of each origin."""
        happened = []
        for s in said:
            denied = s.toll.status not in _HAPPENED or any(x.certainty == "denied" for x in s.toll.sources[-1:])
            rule = "not-occurred" if denied else "unquantified" if s.toll.bound == "unquantified" else None
            if (
                rule is None
                and _EARLIER.search(s.toll.text)
                and any(o.toll.document == s.toll.document for o in said if o is not s)
            ):
                rule = "superseded"
            if rule is not None:
                self._set_aside(s, rule)
            else:
                happened.append(s)
        numbered = [s for s in happened if s.toll.bound != "order"]
        if numbered:
            for s in happened:
                if s.toll.bound == "order":
                    self._set_aside(s, "less-precise")
        latest = self._latest(numbered or happened)
        self.enemy = [s for s in latest if is_enemy_claim(s.toll, s.voice, self.scene)]
        self.counted = [s for s in latest if s not in self.enemy]
        if self.counted:
            for s in self.enemy:
                self._set_aside(s, "enemy-claim")
            self.enemy = []

    def _latest(self, said: Iterable[_Said]) -> list[_Said]:
        """The latest figure of each origin, by every claim that gives it; within one report the highest of its day."""
        by_origin: dict[str, list[_Said]] = defaultdict(list)
        for s in said:
            by_origin[s.voice.key].append(s)
        out = []
        for one in by_origin.values():
            newest = max(s.known[0] for s in one)
            today = [s for s in one if s.known[0] == newest]
            last = max(today, key=lambda s: (s.toll.best or 0, _SURENESS.get(s.toll.bound, 0), s.known))
            for s in one:
                if s.figures == last.figures and s.toll.bound == last.toll.bound:
                    out.append(s)
                else:
                    self._set_aside(s, "superseded")
        return out

    def _set_aside(self, said: _Said, rule: str) -> None:
        self.aside.append(SetAside(claim=said.ref, rule=rule, reason=_ASIDE[rule]))

    def reconciled(self) -> IncidentToll:
        numbered = [s for s in self.counted if s.toll.bound != "order"]
        low, best, high, rule = self._figures(numbered)
        phrases = dict.fromkeys(s.toll.number or s.toll.text for s in self.counted if s.toll.bound == "order")
        claims = self.counted or self.enemy
        return IncidentToll(
            harm=self.key.harm,
            victims=self._victims(),
            side=self.key.side,
            group=self.key.group,
            unit=self.key.unit,
            scope=self.key.scope,
            since=self.key.since,
            low=low,
            best=best,
            high=high,
            phrase="; ".join(phrases) or None,
            grade=self._grade(numbered),
            rule=rule,
            claims=tuple(s.ref for s in claims),
            set_aside=tuple(self.aside),
        )

    def _victims(self) -> VictimStatus:
        if self.key.victims == "any":
            return "mixed" if any(s.toll.victims == "mixed" for s in self.counted) else "unknown"
        return "civilian" if self.key.victims == "civilian" else "combatant"

    def _figures(self, numbered: Sequence[_Said]) -> tuple[int | None, int | None, int | None, str]:
        if not numbered:
            if self.counted:
                return None, None, None, "phrase-only"
            if self.enemy:
                figures = [n for s in self.enemy if (n := s.toll.high or s.toll.best)]
                return None, None, max(figures, default=None), "enemy-claim-alone"
            return None, None, None, "nothing-counted"
        best = max(numbered, key=self._credibility).toll.best
        lows = [low for s in numbered if (low := _lower(s.toll)) is not None]
        return min(lows, default=None), best, _highest(numbered), self._rule(numbered)

    def _credibility(self, said: _Said) -> tuple[int, int, date, int, int]:
        """Standing first; then how many origins say the same, the latest, the surest, the highest."""
        same = {s.voice.key for s in self.counted if s.toll.best == said.toll.best}
        return (
            self.scene.standing(said.voice),
            len(same),
            said.known[0],
            _SURENESS.get(said.toll.bound, 0),
            said.toll.best or 0,
        )

    def _rule(self, numbered: Sequence[_Said]) -> str:
        if len({s.voice.key for s in numbered}) == 1:
            return "one-source-latest" if any(a.rule == "superseded" for a in self.aside) else "one-source"
        return "sources-agree" if len({s.figures for s in numbered}) == 1 else "most-credible-latest"

    def _grade(self, numbered: Sequence[_Said]) -> Grade:
        credible = [s for s in self.counted if s.voice.standing >= CREDIBLE and not self.scene.is_party(s.voice)]
        if any(self.scene.did_it(s.voice) for s in self.counted):
            return "confirmed"
        best = [s.toll.best for s in numbered if s in credible and s.toll.best]
        if best and max(best) >= _FAR_APART * min(best) and max(best) - min(best) >= _FEW:
            return "contested"
        return "fair" if len({s.voice.key for s in credible}) > 1 else "weak"


def is_enemy_claim(toll: TollFacts, voice: Voice, scene: Scene) -> bool:
    """Whether a party to the event tells the losses of the side that it fights (rule 5 of the coding rules)."""
    if toll.side is not None and is_side(voice, toll.side):
        return False
    fights = scene.is_party(voice)
    if toll.side is not None and toll.side.kind in ARMED_KINDS and toll.victims == "combatant":
        return fights or voice.kind in ARMED_KINDS
    return fights and toll.victims == "combatant" and scene.did_it(voice)


def _lower(toll: TollFacts) -> int | None:
    return None if toll.bound == "at_most" else toll.low if toll.low is not None else toll.best


def _highest(numbered: Sequence[_Said]) -> int | None:
    """The highest figure; None (open) where the highest is only known to be at least that many."""
    closed = [s.toll.high if s.toll.high is not None else s.toll.best for s in numbered if s.toll.bound != "at_least"]
    opened = [s.toll.low for s in numbered if s.toll.bound == "at_least"]
    top = max((c for c in closed if c is not None), default=None)
    if top is None or any(o is not None and o > top for o in opened):
        return None
    return top


def _supported(
    row: IncidentToll, key: _Key, keys: Sequence[_Key], said: dict[_Key, list[_Said]], scene: Scene
) -> IncidentToll:
    """The row of all victims, "fair" when another credible source gives the same people a class and no higher figure."""
    if row.grade != "weak" or key.victims != "any" or key.group or row.best is None:
        return row
    narrower = [k for k in keys if k.victims != "any" and k._replace(victims="any", side=None) == key]
    voices = {
        s.voice.key
        for k in (key, *narrower)
        for s in said[k]
        if s.voice.standing >= CREDIBLE and not scene.is_party(s.voice) and (s.toll.best or 0) <= row.best
    }
    own = {s.voice.key for s in said[key] if s.ref in row.claims}
    return row.model_copy(update={"grade": "fair"}) if len(voices) > 1 and voices - own else row
