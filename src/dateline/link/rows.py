"""From the facts of an event to the row that the linking model compares: numbers, classes and hashed words only.

A word, a name or an actor's id is kept as the CRC-32 of its folded form: rows are small, and two events are compared
by the numbers that they share.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple, get_type_hints
from zlib import crc32

from dateline.link.facts import ActorFacts, EventFacts, PlaceFacts, TollFacts
from dateline.link.knowledge import Kinds, Words, kinds, words
from dateline.ontology.gazetteer.fold import fold as fold_place
from dateline.ontology.gazetteer.fold import without_article

if TYPE_CHECKING:
    import pyarrow as pa

WINDOW = 5
"""How many days before its publication an undated happening may lie."""
MOST_WORDS = 40
_NAMED = (1, 2, 3, 7)
ParentsOf = Callable[[str], Sequence[str]]
"""The ids of the actors that an actor of the authority file is part of, itself not among them."""

_WORD = re.compile(r"[^\W\d_](?:[\w'’-]*\w)?", re.UNICODE)
_NOT_CONSONANT = re.compile(r"[\Waeiouwy_]+")
_DOUBLED = re.compile(r"(.)\1+")
_ALIKE = str.maketrans({"q": "k", "c": "k", "z": "s", "v": "b", "j": "g"})
_MOVED = ("displaced", "evacuated", "abducted", "detained", "captured", "missing")
_SIDES = {"government": "state", "military": "state", "police": "state", "rebel": "armed", "militia": "armed"}
"""One report calls the soldiers and another the government that sent them."""
_ORDERS = {"dozen": (12, 99), "score": (20, 99), "hundred": (100, 999), "thousand": (1000, 9999), "several": (3, 20)}


class Row(NamedTuple):
    """One event as the model sees it. Days are proleptic ordinals; None is "not said".

    ``place`` is the place's key and ``spelled`` what the spellings of its name share; ``lat``, ``lon`` is its point in
    degrees and ``radius`` how far from it, in kilometres, the event may have happened. ``low`` and ``high`` are the
    first and last day, ``exact`` whether the text names that one day. ``killed_low`` to ``killed_high`` are what the
    figure allows, ``killed`` is the figure itself.
    """

    document: int
    place: int | None
    spelled: int | None
    lat: float | None
    lon: float | None
    radius: float | None
    country: str | None
    admin1: int | None
    low: int | None
    high: int | None
    exact: bool
    published: int | None
    kind: str
    alike: list[str]
    generic: bool
    actors: list[int]
    above: list[int]
    sides: list[str]
    recipients: list[int]
    victims: list[int]
    status: str | None
    killed: int | None
    killed_low: int | None
    killed_high: int | None
    injured: int | None
    moved: int | None
    weapons: list[str]
    targets: list[str]
    names: list[int]
    words: list[int]


def row_of(facts: EventFacts, parents: ParentsOf) -> Row:
    """The row of an event."""
    table, lexicon = kinds(), words()
    low, high = days_of(facts)
    said = facts.sentence or facts.text
    tokens = _WORD.findall(said)
    lower = [_folded(t) for t in tokens]
    place, lat, lon, radius, country, admin1 = _place(facts.place, table)
    where = _words_of_place(facts.place)
    weapons = _classes(lower, lexicon.weapons)
    kind = table.with_weapons(table.of(facts.type, facts.mode, facts.acled), weapons)
    killed = _largest(facts.tolls, ("killed",))
    injured, moved = _largest(facts.tolls, ("injured",)), _largest(facts.tolls, _MOVED)
    killed_low, killed_high = _bounds(killed)
    return Row(
        key_of(facts.document),
        place,
        key_of(_spelling(facts.place.name)) if facts.place and (facts.place.precision or 1) in _NAMED else None,
        lat,
        lon,
        radius,
        country,
        admin1,
        low,
        high,
        is_exact(facts),
        facts.published.toordinal() if facts.published else None,
        kind,
        sorted(table.alike.get(kind, ())),
        kind in table.generic,
        _ids(facts.actors),
        _above(facts.actors, parents),
        sorted({_SIDES.get(a.kind, a.kind) for a in facts.actors if a.kind != "unknown"}),
        _ids(facts.recipients),
        _victims(facts, lexicon),
        _status(facts.tolls),
        killed.best if killed else None,
        killed_low,
        killed_high,
        injured.best if injured else None,
        moved.best if moved else None,
        weapons,
        _classes(lower, lexicon.targets),
        _names(facts, tokens, lower, lexicon),
        sorted({key_of(_stem(w)) for w in lower if _tells(w, lexicon) and w not in where})[:MOST_WORDS],
    )


def table_of(rows: Sequence[Row], first: int = 0) -> pa.Table:
    """The rows as an Arrow table, with ``unique_id`` counting up from ``first``."""
    import pyarrow as pa

    schema = _schema()
    columns = zip(*rows, strict=True) if rows else ([] for _ in Row._fields)
    table = pa.Table.from_arrays(
        [pa.array(list(c), field.type) for c, field in zip(columns, schema, strict=True)], schema=schema
    )
    return table.append_column("unique_id", pa.array(range(first, first + len(rows)), pa.int64()))


def days_of(facts: EventFacts) -> tuple[int | None, int | None]:
    """The first and last day on which the event may have happened, as ordinals.

    Where the text gives none, they are the days before it was published.
    """
    published = facts.published.toordinal() if facts.published else None
    if facts.derived_by == "publication-window" and published is not None:
        return published - WINDOW, published
    if facts.start is None:
        return None, None
    start = facts.start.toordinal()
    end = facts.end.toordinal() if facts.end else published if published and published >= start else start
    return start, max(start, end)


def is_exact(facts: EventFacts) -> bool:
    """Whether the text itself names the one day on which it happened."""
    return facts.start is not None and facts.start == facts.end and facts.derived_by in ("clause", "sentence", None)


@lru_cache(maxsize=200_000)
def key_of(text: str) -> int:
    """A word, name or id as a number."""
    return crc32(text.encode("utf-8", "surrogatepass"))


@cache
def _schema() -> pa.Schema:
    import pyarrow as pa

    plain: dict[Any, Any] = {int: pa.int64(), float: pa.float64(), str: pa.string(), bool: pa.bool_()}
    arrow = {**plain, **{t | None: a for t, a in plain.items()}, **{list[t]: pa.list_(a) for t, a in plain.items()}}  # type: ignore[valid-type]
    return pa.schema([(name, arrow[hint]) for name, hint in get_type_hints(Row).items()])


@lru_cache(maxsize=100_000)
def _folded(word: str) -> str:
    plain = word.casefold().replace("’", "'").removesuffix("'s")
    if word.isascii():
        return plain
    return "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))


def _stem(word: str) -> str:
    """The word without the endings that paraphrase changes most."""
    for ending in ("ings", "ing", "ies", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def _place(
    place: PlaceFacts | None, table: Kinds
) -> tuple[int | None, float | None, float | None, float | None, str | None, int | None]:
    """Key, latitude, longitude, radius, country and first-level area of an event's place."""
    if place is None:
        return None, None, None, None, None, None
    key = key_of(f"g{place.geonames_id}" if place.geonames_id else "n" + _spelling(place.name))
    admin1 = key_of(f"{place.country}/{_spelling(place.admin1)}") if place.admin1 else None
    if place.lat is None or place.lon is None:
        return key, None, None, None, place.country, admin1
    radius = max(table.radius_km[place.precision or 1], place.radius_km or 0.0)
    return key, place.lat, place.lon, radius, place.country, admin1


@lru_cache(maxsize=50_000)
def _spelling(name: str) -> str:
    """What the spellings of one name have in common: its consonants, or the whole of a name with too few.

    The country is not known here, so the gazetteer's sounds, which depend on it, do not serve.
    """
    bare = without_article(fold_place(name))
    bones = _DOUBLED.sub(r"\1", _NOT_CONSONANT.sub("", bare).translate(_ALIKE))
    return bones if len(bones) > 2 else bare


def _words_of_place(place: PlaceFacts | None) -> frozenset[str]:
    """The words of the names of the place, which is compared by itself."""
    return frozenset(map(_folded, _WORD.findall(f"{place.name} {place.admin1 or ''}"))) if place else frozenset()


def _tells(word: str, lexicon: Words) -> bool:
    """Whether the folded word says something about which happening it is."""
    return len(word) > 2 and word not in lexicon.idle and word not in lexicon.states


def _ids(actors: Iterable[ActorFacts]) -> list[int]:
    """The actors that can be told from others: those on the authority file, and those with a proper name."""
    return sorted({key_of(a.authority_id or "n" + _spelling(a.name)) for a in actors if a.authority_id or _is_named(a)})


def _is_named(actor: ActorFacts) -> bool:
    return actor.kind not in ("civilians", "unknown") and any(w[0].isupper() for w in actor.name.split()[1:])


def _above(actors: Iterable[ActorFacts], parents: ParentsOf) -> list[int]:
    """The actors with all that they are part of, and with the state that they serve."""
    found: set[int] = set()
    for actor in actors:
        if actor.authority_id:
            found.update(key_of(i) for i in (actor.authority_id, *parents(actor.authority_id)))
        if actor.country and actor.kind in ("government", "military", "police"):
            found.add(key_of("c" + actor.country))
    return sorted(found)


def _victims(facts: EventFacts, lexicon: Words) -> list[int]:
    """The words for those who were harmed that say more than "people"."""
    texts = [a.name for a in facts.recipients] + [t.victims_text or "" for t in facts.tolls]
    found = {_stem(w) for text in texts for w in map(_folded, _WORD.findall(text)) if w not in lexicon.idle}
    return sorted(key_of(w) for w in found if len(w) > 2)


def _status(tolls: Iterable[TollFacts]) -> str | None:
    found = {t.victims for t in tolls} & {"civilian", "combatant"}
    return found.pop() if len(found) == 1 else None


def _largest(tolls: Iterable[TollFacts], harms: Collection[str]) -> TollFacts | None:
    """The figure for the whole happening: the largest, since others may be nested in it ("including three children")."""
    fitting = [t for t in tolls if t.harm in harms and t.scope == "incident" and t.status != "denied"]
    return max(fitting, key=lambda t: (t.best or 0, t.high or 0, t.toll), default=None)


def _bounds(toll: TollFacts | None) -> tuple[int | None, int | None]:
    """The least and most that a figure allows, with what a first count usually misses."""
    if toll is None:
        return None, None
    if toll.bound == "order":
        lower = toll.text.casefold()
        return next((b for word, b in _ORDERS.items() if word in lower), (3, 9999))
    if toll.best is None:
        return None, None
    low = toll.low if toll.low is not None else round(toll.best * 0.8)
    high = toll.high if toll.high is not None else round(toll.best * 1.25) + (toll.bound == "at_least")
    return low, max(high, low)


def _classes(lower: Sequence[str], classes: Mapping[str, str]) -> list[str]:
    """The classes of the words and pairs of words that occur; a word of a pair that has a class is not asked for its own."""
    found, taken = set(), -1
    for at, (word, following) in enumerate(pairwise((*lower, ""))):
        if named := classes.get(f"{word} {following}"):
            found.add(named)
            taken = at + 1
        elif at != taken and (named := classes.get(word)):
            found.add(named)
    return sorted(found)


def _names(facts: EventFacts, tokens: Sequence[str], lower: Sequence[str], lexicon: Words) -> list[int]:
    """The proper names near the event that are neither its place nor its actors: streets, hospitals, people."""
    known = [facts.place.name, facts.place.admin1 or "", facts.place.country or ""] if facts.place else []
    known += [a.name for a in (*facts.actors, *facts.recipients)] + [s.name for s in facts.sources]
    known += [p.name for p in facts.places]
    taken = {_spelling(w) for name in known for w in _WORD.findall(name)}
    proper = [
        (number, _spelling(token))
        for number, (token, word) in enumerate(zip(tokens, lower, strict=True))
        if number and token[0].isupper() and _tells(word, lexicon)
    ]
    doubles = {_spelling(f"{tokens[a]} {tokens[b]}") for (a, _), (b, _) in pairwise(proper) if b == a + 1}
    return sorted({key_of(bones) for bones in {*(bones for _, bones in proper), *doubles} if bones not in taken})
