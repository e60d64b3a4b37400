"""GDELT's lists of articles (the DOC API with ``format=json``): addresses to fetch."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dateline.read.contract import Item, ReadOptions
from dateline.read.json_shapes import JsonShape, JsonValue
from dateline.read.referrals import Referral, follow_all

SAYS = "GDELT, which gives the day on which it saw the article"


def _fits(value: dict[str, Any]) -> bool:
    articles = value.get("articles")
    return (
        isinstance(articles, list)
        and bool(articles)
        and all(isinstance(item, dict) and isinstance(item.get("url"), str) and "seendate" in item for item in articles)
    )


def _read(source: JsonValue, options: ReadOptions) -> Iterator[Item]:
    yield from follow_all(map(_referral, source.value["articles"]), source.where, options)


def _referral(article: dict[str, Any]) -> Referral:
    title, domain = article.get("title"), article.get("domain")
    return Referral(
        url=article["url"],
        title=title if isinstance(title, str) else None,
        published=day_of(article.get("seendate")),
        source=domain if isinstance(domain, str) else None,
        extra={"gdelt": {name: value for name, value in article.items() if name not in {"url", "title", "domain"}}},
        says=SAYS,
    )


def day_of(stamp: object) -> str | None:
    """The day of GDELT's stamps, ``20241203T101500Z`` or ``20241203101500``."""
    digits = stamp[:8] if isinstance(stamp, str) else ""
    return f"{digits[:4]}-{digits[4:6]}-{digits[6:]}" if len(digits) == 8 and digits.isdecimal() else None


SHAPE = JsonShape(name="gdelt articles", fits=_fits, read=_read)
