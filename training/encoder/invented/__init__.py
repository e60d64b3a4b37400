"""Texts that were invented for what no corpus marks: how sure a report is of an event, tolls, control of territory, diplomacy.

``patterns.yaml`` holds sentences with marks and blanks, ``words.yaml`` what goes into the blanks. No person, place or event in them is
meant to be real. A mark is ``[words|layer:label]``, several labels parted by commas; a blank is ``{name}``.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from training.encoder.corpora import Example, Span, apart
from training.encoder.layers import LAYERS

_BLANK = re.compile(r"\{(\w+)\}")
_MARK = re.compile(r"\[([^|\[\]]+)\|([^\[\]]+)\]")


def invented(copies: int, seed: int) -> Iterator[Example]:
    """Each pattern so often, with other words in its blanks, two or three patterns of a kind to a text."""
    chance = random.Random(seed)
    for kind, group in _read("patterns.yaml").items():
        sentences = [filled(pattern, chance) for pattern in group["sentences"] for _ in range(copies)]
        chance.shuffle(sentences)
        while sentences:
            size = chance.choice((1, 2, 3))
            taken, sentences = sentences[:size], sentences[size:]
            yield marked(
                f"invented/{kind}/{len(sentences)}", " ".join(taken), tuple(group["layers"]), group.get("window")
            )


def filled(pattern: str, chance: random.Random) -> str:
    """The pattern with words in its blanks, which may have blanks themselves. Raises KeyError for a blank that has no words."""
    while _BLANK.search(pattern):
        pattern = _BLANK.sub(lambda blank: str(chance.choice(_read("words.yaml")[blank[1]])), pattern)
    return pattern


def marked(name: str, text: str, layers: tuple[str, ...], window: str | None = None) -> Example:
    """The text without its marks, and the marks. Raises ValueError for a label that its layer does not have."""
    plain, at = "", 0
    found: dict[str, list[Span]] = {layer: [] for layer in layers}
    for mark in _MARK.finditer(text):
        plain += text[at : mark.start()]
        for label in mark[2].split(","):
            layer, _, value = label.strip().partition(":")
            if value not in LAYERS[layer].labels:
                raise ValueError(f"{layer} has no label {value!r}: {text}")
            found.setdefault(layer, []).append((len(plain), len(plain) + len(mark[1]), value))
        plain, at = plain + mark[1], mark.end()
    plain += text[at:]
    return Example(name, "invented", plain, {k: apart(v) for k, v in found.items()}, window=window)


@cache
def _read(name: str) -> Any:
    return yaml.safe_load(Path(__file__).with_name(name).read_text("utf-8"))
