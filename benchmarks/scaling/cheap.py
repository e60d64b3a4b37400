"""Many documents that cost little and whose words are always new, so that what grows with words or documents shows.

Of each twenty, nineteen are of other news and long enough for the gate to pass over; one is a line on an attack, with names that no
other has, which is parsed and coded.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path

_ONSETS = "b br ch d dr f g gr h k kr l m n p pr r s sh st t tr v w y z".split()
_VOWELS = "a e i o u ai ei ou ia".split()
_CODAS = ["", "n", "r", "l", "s", "k", "m", "nd", "sh"]
_OTHER = (
    "The {0} festival opened in {1} with music, and visitors bought {2} cheese and {3} bread from stalls along the river. "
    "Chef {4} cooked for {5} guests, the choir of {6} sang, and children painted the old {7} bridge in bright colours. "
    "Tickets for the {8} concert in the park are sold out, said the organiser, {9}, who hopes for sunshine on Saturday."
)
_ATTACK = "Gunmen of the {0} {1} Front killed {5} people in {2} on Monday, said {3} {4}, a spokesman of the {6} police."
_OF_EACH = 20


def written(path: Path, count: int) -> int:
    """So many documents as JSON Lines, the same each time; how many words they have."""
    words = 0
    with path.open("w", encoding="utf-8") as stream:
        for text in _texts(count):
            words += len(text.split())
            stream.write(json.dumps({"text": text, "language": "en", "published": "2024-12-03"}) + "\n")
    return words


def _texts(count: int) -> Iterator[str]:
    chance = random.Random(20_240_412)
    for number in range(count):
        names = [_name(chance) for _ in range(10)]
        names[5] = str(chance.randint(2, 90))
        yield (_OTHER if number % _OF_EACH else _ATTACK).format(*names)


def _name(chance: random.Random) -> str:
    made = "".join(chance.choice(_ONSETS) + chance.choice(_VOWELS) + chance.choice(_CODAS) for _ in range(3))
    return made.capitalize()
