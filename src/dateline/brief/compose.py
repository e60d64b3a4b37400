"""A brief, composed: material → sections → pictures → numbers of the citations. Every rule of wording is in the sections."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from dateline.brief.limits import LEVELS, fits
from dateline.brief.lookup import command
from dateline.brief.material import Material
from dateline.brief.pictures import DISPLACEMENT, pictures_of
from dateline.brief.record import (
    Brief,
    Citation,
    Evidence,
    Lookup,
    Measure,
    Picture,
    Reference,
    Row,
    Search,
    Section,
    Sentence,
    searched,
)
from dateline.brief.sections.contested import contested
from dateline.brief.sections.control import control
from dateline.brief.sections.displacement import Moved, displacement, movements
from dateline.brief.sections.headline import headline
from dateline.brief.sections.method import method
from dateline.brief.sections.news import newest, news
from dateline.brief.sections.places import by_area_and_kind
from dateline.brief.sections.positions import positions
from dateline.brief.sections.unknown import not_known
from dateline.brief.words import capital, clean, span_words
from dateline.store import Store

GEONAMES = "Place names and positions: GeoNames (geonames.org), CC BY 4.0."


def compose(store: Store, conditions: Mapping[str, Any], *, version: str, now: datetime | None = None) -> Brief:
    """The brief on what of a store meets the conditions (fields of a store's query, by name), as long as four pages hold.

    Raises StoreError for conditions that cannot be asked, or a store that cannot be read.
    """
    return next(compositions(store, conditions, version=version, now=now))


def compositions(
    store: Store, conditions: Mapping[str, Any], *, version: str, now: datetime | None = None
) -> Iterator[Brief]:
    """The brief from the length on that is likely to fit, each shorter than the one before, for forms that know their pages.

    Raises StoreError as :func:`compose` does.
    """
    material = Material.of(store, conditions)
    moved = movements(material)
    made = now or datetime.now(UTC)
    fit = False
    for limits in LEVELS:
        material = replace(material, limits=limits)
        fit = fit or fits(_brief(material, moved, (), version, made), pictures=bool(material.counted))
        if fit or limits is LEVELS[-1]:
            pictures = pictures_of(material, moved) if material.counted else ()
            yield _brief(material, moved, pictures, version, made)


def _brief(
    material: Material, moved: Sequence[Moved], pictures: Sequence[Picture], version: str, made: datetime
) -> Brief:  # fmt: skip
    """The brief with these pictures, its citations numbered in the order of reading."""
    sections = tuple(_sections(material, moved, pictures))
    citations = [c for section in sections for c in cited(section)]
    as_of = material.conditions.get("as_of")
    return Brief(
        title=f"Situation brief: {clean(material.place)}" if material.place else "Situation brief",
        subtitle=capital(span_words(material.since, material.until)) + (f" · as known on {as_of}" if as_of else ""),
        place=material.place,
        since=material.since.isoformat() if material.since else None,
        until=material.until.isoformat() if material.until else None,
        made=made.isoformat(timespec="minutes"),
        version=version,
        sections=sections,
        references=tuple(_references(material, citations)),
        searches=tuple(searches_of(citations)),
        credits=(GEONAMES,) if any(one.lat is not None for one in material.counted) else (),
    )


def _sections(material: Material, moved: Sequence[Moved], pictures: Sequence[Picture]) -> Iterator[Section]:
    yield headline(material)
    new = news(material)
    told = frozenset(one.id for one in newest(material))
    parts = (
        new,
        by_area_and_kind(material, [p for p in pictures if p.name != DISPLACEMENT], told),
        displacement(material, tuple(moved), [p for p in pictures if p.name == DISPLACEMENT]),
        control(material, told),
        positions(material, told),
        contested(material),
        not_known(material),
    )
    yield from (part for part in parts if part is not None)
    yield method(material)


def cited(section: Section) -> Iterator[Citation]:
    """Every citation of a section, in the order of reading."""
    for item in statements(section):
        yield from item.citations


def statements(section: Section) -> Iterator[Sentence | Row]:
    """Every sentence and row of a section: all that says something."""
    yield from section.sentences
    for table in section.all_tables():
        yield from table.rows


def _references(material: Material, citations: Sequence[Citation]) -> Iterator[Reference]:
    quotes: dict[str, dict[Evidence, None]] = {}
    for citation in citations:
        if isinstance(citation, Evidence):
            quotes.setdefault(citation.document, {})[citation] = None
    for number, (document, those) in enumerate(quotes.items(), 1):
        about = material.reports.of(document).coded.document
        first = about.text.strip().partition("\n")[0]
        yield Reference(
            number=number,
            document=document,
            title=clean(about.title or first)[:160],
            source=clean(about.source) if about.source else None,
            published=about.published,
            url=about.url,
            quotes=tuple(those),
        )


def searches_of(citations: Sequence[Citation]) -> Iterator[Search]:
    found: dict[Lookup, dict[Measure, None]] = {}
    for citation in citations:
        if isinstance(citation, Lookup):
            of = found.setdefault(searched(citation), {})
            of |= {citation.of: None} if citation.of else {}
    for number, (lookup, measures) in enumerate(found.items(), 1):
        yield Search(number=number, lookup=lookup, command=command(lookup, tuple(measures)))
