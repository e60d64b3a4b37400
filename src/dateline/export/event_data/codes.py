"""What the codebooks of others call countries, regions, kinds of actors and words for numbers, from the ontology's data."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import yaml

Scheme = Literal["acled", "ucdp"]
_WORD = re.compile(r"[a-z]+")


def country_name(alpha3: str | None) -> str | None:
    """The short English name of a country; its code where it has no name, None where there is no country."""
    if alpha3 is None:
        return None
    if named := _data("regions")["names"].get(alpha3):
        return str(named)
    country = _iso(alpha3)
    return str(getattr(country, "common_name", country.name)) if country else alpha3


def country_number(alpha3: str | None) -> int | None:
    """The number of ISO 3166; None where the list has none."""
    country = _iso(alpha3) if alpha3 else None
    return int(country.numeric) if country else None


def country_alpha2(alpha3: str | None) -> str | None:
    """The two letters of ISO 3166; None where the list has none."""
    country = _iso(alpha3) if alpha3 else None
    return str(country.alpha_2) if country else None


def region(alpha3: str | None, scheme: Scheme) -> str | None:
    """The region that the scheme puts a country in; None where it puts it in none."""
    return _regions(scheme).get(alpha3 or "")


def code_of(kind: str, scheme: str) -> Any:
    """What a kind of actor is in the scheme: a table of ``actors.yaml``. None where it is nothing there."""
    return _data("actors")[scheme].get(kind)


def figure_of(phrase: str | None) -> int | None:
    """The figure that is written for words such as "dozens"; None for words that have none.

    Phrases apart by semicolons are of different reports: the lowest holds.
    """
    figures: Mapping[str, int] = _data("phrases")["figures"]
    found = []
    for part in (phrase or "").split(";"):
        known = [figures[word] for word in _WORD.findall(part.casefold()) if word in figures]
        found += [max(known)] if known else []
    return min(found, default=None)


def displacement() -> Mapping[str, Any]:
    """IDMC's terms: the tables of ``displacement.yaml`` by name."""
    return _data("displacement")


@cache
def _data(name: str) -> Mapping[str, Any]:
    text = (files("dateline.ontology") / "data" / "exports" / f"{name}.yaml").read_text("utf-8")
    loaded: Mapping[str, Any] = yaml.safe_load(text)
    return loaded


@cache
def _regions(scheme: Scheme) -> Mapping[str, str]:
    return {country: name for name, countries in _data("regions")[scheme].items() for country in countries.split()}


@cache
def _iso(alpha3: str) -> Any:
    import pycountry

    return pycountry.countries.get(alpha_3=alpha3)
