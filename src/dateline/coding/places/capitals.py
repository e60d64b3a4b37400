"""Capitals that are not called by their names: "the Syrian capital", "the capital of Mali", "Kenya's capital", "the capital"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dateline.coding.places.scene import PlaceSpan, Scene

_CAPITAL = "capital"
_OF_A_COUNTRY = frozenset({"national", "own", "'s", "'", "the"})


def with_capitals(scene: Scene, spans: Sequence[PlaceSpan]) -> list[PlaceSpan]:
    """The spans, in order, with those of the capitals. A capital that is named beside the word is no second mention."""
    words = [i for i, word in enumerate(scene.lowers) if word == _CAPITAL]
    if not words:
        return list(spans)
    covered = {i for span in spans if not span.means for i in range(span.start, span.end)}
    found = [span for i in words if i not in covered and (span := _capital_at(scene, i, covered)) is not None]
    taken = {i for span in found for i in range(span.start, span.end)}
    kept = [span for span in spans if not (span.means and taken.intersection(range(span.start, span.end)))]
    return sorted([*kept, *found], key=lambda span: span.start)


def _capital_at(scene: Scene, i: int, covered: set[int]) -> PlaceSpan | None:
    after = i + 1 + (scene.lower(i + 1) == "city")
    if after < len(scene.lowers) and scene.doc[after].pos_ in ("NOUN", "ADJ"):
        return None  # "capital punishment"
    if after in covered or (after + 1 in covered and scene.lower(after) in (",", "-", "–", "(")):
        return None
    start, country = next(_countries_beside(scene, i), (i, ""))
    name = scene.authority.capital_of(country) if country else _only_capital(scene, i)
    return PlaceSpan(start, i + 1, "place", means=name.title()) if name else None


def _countries_beside(scene: Scene, i: int) -> Iterator[tuple[int, str]]:
    """The country whose capital is meant, with the first token of the words for it: "Syrian capital", "Mali's capital"."""
    for name in scene.names:
        text = scene.text(name.start, name.end)
        if name.kind == "demonym" and name.end == i and (country := scene.authority.demonym(text)):
            yield name.start, country
        if name.kind == "place" and (state := scene.authority.state(text)) and state.country:
            after = scene.lowers[name.end : i]
            before = scene.lowers[i + 1 : name.start]
            if after and name.end < i and after in (("'s",), ("'",)) or before in (("of",), ("of", "the")):
                yield i, state.country


def _only_capital(scene: Scene, i: int) -> str | None:
    """The one capital that the text names, where "the capital" says no more; None where it names several or none."""
    if scene.lower(i - 1) not in _OF_A_COUNTRY or scene.lower(i + 1) == "of":
        return None
    named = {
        text.lower(): None
        for name in scene.names
        if name.kind == "place" and scene.authority.capital(text := scene.text(name.start, name.end))
    }
    return next(iter(named)) if len(named) == 1 else None
