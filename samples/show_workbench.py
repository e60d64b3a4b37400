"""``python samples/show_workbench.py STORE``: opens the workbench on a store, as `make demo` does at its end.

Without a terminal there is nobody to look at it: it is started, asked for each of its pages, and ended again.
"""

from __future__ import annotations

import re
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence

_ADDRESS = re.compile(r"http://\S+/")
_NAVIGATION = re.compile(r'<a href="(/p/[^"]+)" data-key=')
_PATIENCE = 60


def command(store: str, *more: str) -> list[str]:
    """What starts the workbench."""
    return [sys.executable, "-m", "dateline", "serve", "--store", f"samples={store}", *more]


def pages(address: str) -> Iterator[tuple[str, int, float]]:
    """Each page of the navigation: its path, the status of its answer, and how long that took."""
    with urllib.request.urlopen(address, timeout=_PATIENCE) as answer:
        first = answer.read().decode()
    for path in dict.fromkeys(_NAVIGATION.findall(first)):
        began = time.perf_counter()
        try:
            with urllib.request.urlopen(address.rstrip("/") + path, timeout=_PATIENCE) as answer:
                answer.read()
                status = answer.status
        except urllib.error.HTTPError as error:
            status = error.code
        yield path, status, time.perf_counter() - began


def ask(store: str) -> int:
    """Start it, ask for its pages, and end it. Gives how many of them were not there."""
    with subprocess.Popen(command(store, "--port", "0"), stdout=subprocess.PIPE, text=True) as server:
        try:
            found = _ADDRESS.search(server.stdout.readline() if server.stdout else "")
            if found is None:
                return 1
            asked = list(pages(found[0]))
        except urllib.error.URLError as error:
            print(f"  the workbench did not answer: {error}")
            return 1
        finally:
            server.terminate()
    for path, status, took in asked:
        print(f"  {status}  {took * 1000:6.0f} ms  {path}")
    return sum(status != 200 for _, status, _ in asked) if asked else 1


def main(arguments: Sequence[str]) -> int:
    """Serve it to whoever sits at the terminal; without one, only ask."""
    (store,) = arguments
    how = f"dateline serve --store {store} --open"
    if sys.stdin.isatty() and sys.stdout.isatty():
        print(f"The workbench opens on the samples. Later: {how}", flush=True)
        try:
            return subprocess.run(command(store, "--port", "0", "--open"), check=False).returncode
        except KeyboardInterrupt:
            return 0
    print("The workbench on the samples, asked for its pages:", flush=True)
    wrong = ask(store)
    print(f"Open it with: {how}")
    return min(wrong, 1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
