"""Running the workbench: the socket, the server and the browser."""

from __future__ import annotations

import gc
import re
import socket
import sys
import threading
import webbrowser
from collections.abc import Callable, Sequence
from pathlib import Path
from urllib.parse import urlsplit

import uvicorn

from dateline.errors import DatelineError
from dateline.serve import assets
from dateline.serve.app import create_app
from dateline.serve.jobs.supervisor import Supervisor
from dateline.serve.workbench import Workbench

_NAMED = re.compile(r"([a-z0-9][a-z0-9_-]{0,62})=(.+)", re.DOTALL)
_NOT_IN_NAMES = re.compile(r"[^a-z0-9]+")

_TURN_SECONDS = 0.0005
"""So long a thread computes before another gets its turn. Reading a row from a database gives up a turn: by Python's own
5 ms, a page that reads many rows would wait for each behind a page that computes."""
_COLLECTED_AFTER = (10_000, 10, 100)
"""After so many new objects cycles are looked for; after so many such looks among older ones, and among all. Lists and
answers are kept by the hundred thousand: to go through all takes a third of a second, in which nobody is answered."""


class ServeError(DatelineError):
    """The workbench could not be started."""


def project_name(given: str) -> tuple[str, str]:
    """The name and the address in ``NAME=STORE``; a name is made from the file's or the database's where there is none."""
    if named := _NAMED.fullmatch(given):
        return named[1], named[2]
    stem = urlsplit(given).path.strip("/") if "://" in given else Path(given).stem
    return _NOT_IN_NAMES.sub("-", stem.casefold()).strip("-") or "store", given


def run(
    workbench: Workbench,
    host: str,
    port: int,
    *,
    said: Callable[[str], None],
    show: bool = False,
    tls: tuple[str, str] | None = None,
    proxies: Sequence[str] = (),
) -> None:
    """Serve until interrupted. Raises ServeError when the port cannot be had, or the assets are not there.

    ``tls`` are the files of a certificate and its key, ``proxies`` the addresses whose word is taken on who asks.
    """
    if lacking := assets.missing():
        raise ServeError(f"the pages' scripts are not built ({', '.join(lacking)}): {assets.HOW} builds them")
    certificate, key = tls or (None, None)
    config = uvicorn.Config(
        create_app(workbench), log_level="warning", server_header=False, date_header=False, timeout_graceful_shutdown=5,
        ws="none", proxy_headers=bool(proxies), forwarded_allow_ips=list(proxies), ssl_certfile=certificate,
        ssl_keyfile=key,
    )  # fmt: skip
    try:
        config.load()
    except (OSError, ValueError) as error:
        raise ServeError(f"the certificate and the key cannot be used: {error}") from error
    listening = _listen(host, port)
    _share_the_processor()
    scheme = "http" if tls is None else "https"
    address = f"{scheme}://{f'[{host}]' if ':' in host else host}:{listening.getsockname()[1]}/"
    said(f"The workbench is at {address} (Ctrl-C ends it)")
    if show:
        threading.Timer(1, webbrowser.open, [address]).start()
    with listening, Supervisor(workbench.projects, workbench.workers):
        uvicorn.Server(config).run(sockets=[listening])


def _share_the_processor() -> None:
    """Set up the interpreter for many pages at once."""
    sys.setswitchinterval(_TURN_SECONDS)
    gc.freeze()
    gc.set_threshold(*_COLLECTED_AFTER)


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        # From here on whoever asks waits, instead of being turned away.
        listening.listen()
    except OSError as error:
        listening.close()
        raise ServeError(
            f"port {port} of {host} cannot be had ({error.strerror}): choose another with --port"
        ) from error
    return listening
