"""Records made up by Hypothesis: any coded document and any incident that the records allow."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, get_args

from hypothesis import strategies as st

from dateline.incidents import (
    ClaimRef,
    Disagreement,
    DisputedValue,
    Grade,
    History,
    Incident,
    IncidentActor,
    IncidentPlace,
    IncidentTime,
    IncidentToll,
    Report,
    SetAside,
)
from dateline.ontology.codes import ACLED_SUB_EVENTS, PLOVER_CONTEXTS, PLOVER_MODES
from dateline.records import (
    Acled,
    Actor,
    ActorKind,
    Attribution,
    Certainty,
    CodedDocument,
    DateType,
    Document,
    Event,
    EventTime,
    EventType,
    Harm,
    Note,
    Place,
    PlaceAlternative,
    Relation,
    RelationName,
    Scope,
    Span,
    Statement,
    Status,
    Toll,
    Unit,
    Victims,
    VictimStatus,
    When,
    WhenPrecision,
)

ODD = [
    "🕯️",
    "👨‍👩‍👧",
    "e\u0301",
    "\r\n",
    "\n",
    "\u2028",
    "لا",
    "\u202e",
    "𝔸",
    " ",
    '"',
    "\\",
    "a",
    "\ufeff",
    "<b>",
    "&amp;",
    "\x0b",
]
"""Pieces of text that formats get wrong: wide, combined, right-to-left, invisible, quoting and markup."""

WORDS = st.text(min_size=1, max_size=12) | st.lists(st.sampled_from(ODD), min_size=1, max_size=6).map("".join)
"""Any short words; no lone surrogates, which no UTF-8 holds."""

JSON_OBJECTS = st.dictionaries(
    WORDS,
    st.recursive(
        st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False) | WORDS,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
        max_leaves=5,
    ),
    max_size=3,
)  # fmt: skip
DAYS = st.dates().map(lambda day: day.isoformat())
ISO_DATES = DAYS | DAYS.map(lambda day: day[:7]) | DAYS.map(lambda day: day[:4])
LATITUDES = st.floats(-90, 90)
LONGITUDES = st.floats(-180, 180)
COUNTRIES = st.sampled_from(["SYR", "SDN", "UKR", "COL", "MMR", "XVR"])
SHARES = st.floats(0, 1)
_ACLED = [Acled(event_type=t, sub_event_type=s) for t, subs in ACLED_SUB_EVENTS.items() for s in subs]
_FIGURES = st.integers(0, 10**7)


def _maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


def _any_of(choices: object) -> st.SearchStrategy[Any]:
    return st.sampled_from(get_args(choices))


def _few(strategy: st.SearchStrategy[Any], least: int = 0) -> st.SearchStrategy[Any]:
    return st.lists(strategy, min_size=least, max_size=2).map(tuple)


def _ids(known: Sequence[str]) -> st.SearchStrategy[Any]:
    return st.lists(st.sampled_from(known), max_size=2, unique=True).map(tuple) if known else st.just(())


def _one_id(known: Sequence[str]) -> st.SearchStrategy[Any]:
    return _maybe(st.sampled_from(known)) if known else st.none()


@st.composite
def _spans(draw: st.DrawFn, text: str) -> Span:
    start = draw(st.integers(0, len(text) - 1))
    return Span.of(text, start, draw(st.integers(start + 1, len(text))))


@st.composite
def _figures(draw: st.DrawFn) -> dict[str, Any]:
    """Bound and figures of a toll that fit one another."""
    low, best, high = sorted(draw(st.tuples(_FIGURES, _FIGURES, _FIGURES)))
    by_bound = {
        "exact": (best, best, best), "at_least": (low, low, None), "at_most": (None, high, high),
        "approximately": (None, best, None), "range": (low, best, high), "order": (None, None, None),
        "unquantified": (None, None, None),
    }  # fmt: skip
    bound = draw(st.sampled_from(sorted(by_bound)))
    return {"bound": bound, **dict(zip(("low", "best", "high"), by_bound[bound], strict=True))}


@st.composite
def _positions(draw: st.DrawFn) -> dict[str, Any]:
    """Latitude and longitude, or neither."""
    if draw(st.booleans()):
        return {"lat": None, "lon": None}
    return {"lat": draw(LATITUDES), "lon": draw(LONGITUDES)}


@st.composite
def _kinds(draw: st.DrawFn) -> dict[str, Any]:
    """Type, mode and ACLED type of an event."""
    kind = draw(_any_of(EventType))
    modes = sorted(PLOVER_MODES[kind])
    mode = draw(_maybe(st.sampled_from(modes))) if modes else None
    return {"type": kind, "mode": mode, "acled": draw(_maybe(st.sampled_from(_ACLED)))}


class _Layers:
    """Draws the layers of one document, whose claims point at its mentions."""

    def __init__(self, draw: st.DrawFn, text: str) -> None:
        self.draw = draw
        self.span = _spans(text)
        self.actors = self._several("a", self._actor)
        self.places = self._several("p", self._place)
        self.dates = self._several("d", self._date)
        self.actor_ids = [actor.id for actor in self.actors]
        self.place_ids = [place.id for place in self.places]
        self.events = self._several("e", self._event)
        self.tolls = self._several("t", self._toll)
        self.statements = self._several("s", self._statement)
        self.relations = self._several("r", self._relation) if self.actors else ()

    def _several(self, prefix: str, make: Any) -> tuple[Any, ...]:
        return tuple(make(f"{prefix}{number + 1}") for number in range(self.draw(st.integers(0, 2))))

    def _made(self) -> dict[str, Any]:
        return {"evidence": self.draw(_few(self.span)), "rule": self.draw(WORDS), "confidence": self.draw(SHARES)}

    def _where(self) -> dict[str, Any]:
        return {name: self.draw(_ids(self.place_ids)) for name in ("places", "origin", "destination")}

    def _chain(self) -> tuple[Attribution, ...]:
        link = st.builds(
            Attribution, source=_one_id(self.actor_ids), cue=_maybe(self.span), source_text=_maybe(self.span),
            certainty=_any_of(Certainty),
        )  # fmt: skip
        chain: tuple[Attribution, ...] = self.draw(_few(link))
        return chain

    def _actor(self, number: str) -> Actor:
        draw = self.draw
        return Actor(
            id=number, name=draw(WORDS), authority_id=draw(_maybe(WORDS)), kind=draw(_any_of(ActorKind)),
            country=draw(_maybe(COUNTRIES)), individual=draw(st.booleans()), mentions=draw(_few(self.span)),
        )  # fmt: skip

    def _place(self, number: str) -> Place:
        draw = self.draw
        other = st.builds(
            PlaceAlternative, name=WORDS, geonames_id=_maybe(_FIGURES), lat=_maybe(LATITUDES), lon=_maybe(LONGITUDES),
            country=_maybe(COUNTRIES), admin1=_maybe(WORDS), feature=_maybe(WORDS), confidence=SHARES,
        )  # fmt: skip
        return Place(
            id=number, name=draw(WORDS), geonames_id=draw(_maybe(_FIGURES)), **draw(_positions()),
            country=draw(_maybe(COUNTRIES)), admin1=draw(_maybe(WORDS)), feature=draw(_maybe(WORDS)),
            precision=draw(_maybe(st.integers(1, 7))), radius_km=draw(_maybe(st.floats(0, 1e4))),
            confidence=draw(_maybe(SHARES)), alternatives=draw(_few(other)), mentions=draw(_few(self.span)),
        )  # fmt: skip

    def _date(self, number: str) -> When:
        draw = self.draw
        return When(
            id=number, value=draw(WORDS), start=draw(_maybe(DAYS)), end=draw(_maybe(DAYS)), type=draw(_any_of(DateType)),
            mention=draw(self.span),
        )  # fmt: skip

    def _event(self, number: str) -> Event:
        draw = self.draw
        when = EventTime(
            start=draw(_maybe(DAYS)), end=draw(_maybe(DAYS)), precision=draw(_any_of(WhenPrecision)),
            date=draw(_one_id([date.id for date in self.dates])), derived_by=draw(_maybe(WORDS)),
        )  # fmt: skip
        return Event(
            id=number, **draw(_kinds()), contexts=draw(_few(st.sampled_from(sorted(PLOVER_CONTEXTS)))),
            trigger=draw(self.span), actors=draw(_ids(self.actor_ids)), recipients=draw(_ids(self.actor_ids)),
            means=draw(_few(self.span)), targets=draw(_few(self.span)), **self._where(), when=when,
            status=draw(_any_of(Status)), attribution=self._chain(), same_as=None if number == "e1" else "e1",
            **self._made(),
        )  # fmt: skip

    def _toll(self, number: str) -> Toll:
        draw = self.draw
        victims = Victims(
            text=draw(_maybe(self.span)), status=draw(_any_of(VictimStatus)), actor=draw(_one_id(self.actor_ids)),
            age=draw(_maybe(WORDS)), sex=draw(_maybe(WORDS)),
        )  # fmt: skip
        return Toll(
            id=number, harm=draw(_any_of(Harm)), **draw(_figures()), unit=draw(_any_of(Unit)), victims=victims,
            scope=draw(_any_of(Scope)), since=draw(_maybe(ISO_DATES)), until=draw(_maybe(ISO_DATES)),
            part_of=None if number == "t1" else draw(st.sampled_from([None, "t1"])),
            event=draw(_one_id([event.id for event in self.events])), **self._where(), number=draw(_maybe(self.span)),
            attribution=self._chain(), status=draw(_any_of(Status)), **self._made(),
        )  # fmt: skip

    def _statement(self, number: str) -> Statement:
        draw = self.draw
        return Statement(
            id=number, speaker=draw(_one_id(self.actor_ids)), addressee=draw(_one_id(self.actor_ids)),
            direct=draw(st.booleans()), cue=draw(_maybe(self.span)), source_text=draw(_maybe(self.span)),
            content=draw(_few(self.span)), **self._made(),
        )  # fmt: skip

    def _relation(self, number: str) -> Relation:
        draw = self.draw
        subject, target = (draw(st.sampled_from(self.actor_ids)) for _ in range(2))
        return Relation(
            id=number, subject=subject, relation=draw(_any_of(RelationName)), object=target, role=draw(_maybe(WORDS)),
            attribution=self._chain(), **self._made(),
        )  # fmt: skip


@st.composite
def coded_documents(draw: st.DrawFn) -> CodedDocument:
    """Any coded document: every layer with up to two records, every field used, over any text."""
    text = draw(WORDS)
    layers = _Layers(draw, text)
    notes = _few(st.builds(Note, code=WORDS, message=WORDS, span=_maybe(_spans(text))))
    document = Document.from_text(
        text, title=draw(_maybe(WORDS)), source=draw(_maybe(WORDS)), url=draw(_maybe(WORDS)),
        published=draw(_maybe(ISO_DATES)), retrieved=draw(_maybe(WORDS)), language=draw(st.sampled_from(["en", "ar"])),
        original_sha256=draw(_maybe(WORDS)), extra=draw(JSON_OBJECTS),
    )  # fmt: skip
    return CodedDocument(
        document=document, actors=layers.actors, places=layers.places, dates=layers.dates, events=layers.events,
        tolls=layers.tolls, statements=layers.statements, relations=layers.relations, notes=draw(notes),
    )  # fmt: skip


_CLAIMS = st.builds(ClaimRef, document=WORDS, claim=WORDS)
_PARTIES = st.builds(
    IncidentActor, name=WORDS, authority_id=_maybe(WORDS), kind=_any_of(ActorKind), country=_maybe(COUNTRIES),
    contested=st.booleans(), claims=_few(_CLAIMS),
)  # fmt: skip


@st.composite
def _incident_tolls(draw: st.DrawFn) -> IncidentToll:
    figures = draw(_figures())
    return IncidentToll(
        harm=draw(_any_of(Harm)), victims=draw(_any_of(VictimStatus)), side=draw(_maybe(WORDS)),
        group=draw(_maybe(WORDS)), unit=draw(_any_of(Unit)), scope=draw(_any_of(Scope)), since=draw(_maybe(DAYS)),
        low=figures["low"], best=figures["best"], high=figures["high"], phrase=draw(_maybe(WORDS)),
        grade=draw(_any_of(Grade)), rule=draw(WORDS), claims=draw(_few(_CLAIMS)),
        set_aside=draw(_few(st.builds(SetAside, claim=_CLAIMS, rule=WORDS, reason=WORDS))),
    )  # fmt: skip


@st.composite
def incidents(draw: st.DrawFn) -> Incident:
    """Any incident; its claims need not be those of any document."""
    place = None
    if draw(st.booleans()):
        place = IncidentPlace(
            name=draw(WORDS), geonames_id=draw(_maybe(_FIGURES)), **draw(_positions()), country=draw(_maybe(COUNTRIES)),
            admin1=draw(_maybe(WORDS)), feature=draw(_maybe(WORDS)), precision=draw(_maybe(st.integers(1, 7))),
        )  # fmt: skip
    start, end = sorted(draw(st.tuples(DAYS, DAYS)))
    when = IncidentTime(
        start=draw(st.sampled_from([None, start])), end=draw(st.sampled_from([None, end])),
        precision=draw(_any_of(WhenPrecision)),
    )  # fmt: skip
    reports = st.builds(
        Report, document=WORDS, event=WORDS, original=st.booleans(), source=_maybe(WORDS), published=_maybe(DAYS)
    )
    values = _few(st.builds(DisputedValue, value=WORDS, claims=_few(_CLAIMS)))
    sources = draw(st.integers(0, 9))
    return Incident(
        id=draw(WORDS), title=draw(WORDS), **draw(_kinds()), place=place, when=when, actors=draw(_few(_PARTIES)),
        recipients=draw(_few(_PARTIES)), reports=draw(_few(reports)), sources=sources,
        independent_sources=draw(st.integers(0, sources)), grade=draw(_any_of(Grade)), grade_reasons=draw(_few(WORDS)),
        tolls=draw(_few(_incident_tolls())),
        disagreements=draw(_few(st.builds(Disagreement, field=WORDS, values=values))), aggregate=draw(st.booleans()),
        contains=draw(_few(WORDS)), reviewed=draw(st.booleans()),
        history=draw(_few(st.builds(History, at=WORDS, by=WORDS, what=WORDS, why=_maybe(WORDS)))),
    )  # fmt: skip
