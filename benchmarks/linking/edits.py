"""Synthetic copies of synthetic texts: republished, trimmed, re-headed, with an added line, with wire boilerplate."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta

from dateline.link.copies import Article

EDITS = ("republished", "trimmed", "re-headed", "added line", "boilerplate", "new figure")
_SYLLABLES = "ka to ri ma shen dor pel vus ani tre gol lim bar nes cha fu ost wel".split()
_FIRST_DAY = date(2024, 1, 1)
_BOILERPLATE = (
    "(Reporting by our correspondents; editing by the news desk. All rights reserved, no part may be reproduced.)"
)
_ADDED = "This story has been updated with further details from the scene and a statement by the ministry."


def corpus(size: int, seed: int = 0) -> tuple[list[Article], dict[str, str]]:
    """So many texts, a fifth of them edited copies of others, and the original of each copy."""
    rng = random.Random(f"copies-{seed}")
    words = _vocabulary(rng)
    articles: list[Article] = []
    truth: dict[str, str] = {}
    while len(articles) < size:
        original = _article(rng, words, len(articles))
        articles.append(original)
        for _ in range(rng.choices((0, 1, 2), (80, 15, 5))[0]):
            copy = _edited(rng, original, words, len(articles))
            articles.append(copy)
            truth[copy.document] = original.document
    return articles[:size], {c: o for c, o in truth.items() if int(c[1:]) < size}


def _vocabulary(rng: random.Random) -> list[str]:
    """Words as frequent as words are: the list holds the common ones many times."""
    made = ["".join(rng.choices(_SYLLABLES, k=rng.randrange(1, 4))) for _ in range(6000)]
    return [w for rank, w in enumerate(made, 1) for _ in range(max(1, 3000 // rank))]


def _article(rng: random.Random, words: Sequence[str], number: int) -> Article:
    lines = [_sentence(rng, words) for _ in range(rng.randrange(6, 16))]
    headline = _sentence(rng, words).rstrip(".")
    text = headline + "\n\n" + "\n".join(" ".join(lines[n : n + 3]) for n in range(0, len(lines), 3))
    if rng.random() < 0.2:
        text += "\n" + _BOILERPLATE
    return Article(f"a{number:07d}", text, _FIRST_DAY + timedelta(days=rng.randrange(300)))


def _sentence(rng: random.Random, words: Sequence[str]) -> str:
    chosen = [rng.choice(words) for _ in range(rng.randrange(9, 24))]
    if rng.random() < 0.4:
        chosen[rng.randrange(len(chosen))] = str(rng.randrange(2, 400))
    return " ".join(chosen).capitalize() + "."


def _edited(rng: random.Random, original: Article, words: Sequence[str], number: int) -> Article:
    headline, _, body = original.text.partition("\n\n")
    edit = rng.choice(EDITS)
    if edit == "trimmed":
        sentences = body.replace("\n", " ").split(". ")
        body = ". ".join(sentences[: max(3, int(len(sentences) * rng.uniform(0.35, 0.9)))])
    elif edit == "re-headed":
        headline = _sentence(rng, words).rstrip(".")
    elif edit == "added line":
        body = f"{body}\n{_ADDED}" if rng.random() < 0.5 else f"{_sentence(rng, words)} {body}"
    elif edit == "boilerplate":
        body = f"{body}\n{_BOILERPLATE}"
    elif edit == "new figure":
        parts = body.split(" ")
        at = [n for n, p in enumerate(parts) if p.isdigit()]
        if at:
            parts[rng.choice(at)] = str(rng.randrange(400, 900))
        body = " ".join(parts)
    later = (original.published or _FIRST_DAY) + timedelta(days=rng.randrange(3))
    return Article(f"a{number:07d}", f"{headline}\n\n{body}", later)
