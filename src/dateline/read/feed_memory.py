"""What earlier runs have read of feeds, so that the next asks only for what is new: a small file for each feed and store."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

_FORM = 1


@dataclass(slots=True)
class _Feed:
    """``entries``: those read, each with what it looked like then. ``documents``: how many the store had at the end."""

    feed: str
    store: str
    form: int = _FORM
    documents: int = 0
    checked: str = ""
    etag: str | None = None
    modified: str | None = None
    entries: dict[str, str] = field(default_factory=dict)


class FeedMemory:
    """The memory of one run. Nothing is written before :meth:`keep`: what an interrupted run asked for is asked again.

    ``store`` names the store that the reports go into, and ``documents`` is how many it has: where it has fewer than it
    had, it is another one under the same name, and what was read into the old one is new to it.
    """

    def __init__(self, folder: Path, store: str, documents: int) -> None:
        self._folder = folder
        self._store = store
        self._documents = documents
        self._before: dict[str, _Feed] = {}
        self._now: dict[str, _Feed] = {}
        self._unread: set[str] = set()
        self.known: dict[str, int] = {}

    def conditions(self, feed: str) -> dict[str, str]:
        """The headers that let the server answer that nothing is new."""
        before = self._feed(feed)
        named = {"If-None-Match": before.etag, "If-Modified-Since": before.modified}
        return {name: value for name, value in named.items() if value}

    def checked(self, feed: str) -> str:
        """When the feed was last read, or ""."""
        return self._feed(feed).checked

    def came(self, feed: str, etag: str | None, modified: str | None) -> None:
        """The feed was answered, and its entries are being read."""
        self._now[feed] = _Feed(feed, self._store, etag=etag, modified=modified)

    def is_new(self, feed: str, entry: str, stamp: str) -> bool:
        """As :class:`~dateline.read.contract.FeedState`."""
        if self._feed(feed).entries.get(entry) == stamp:
            self.known[feed] = self.known.get(feed, 0) + 1
            self.has_read(feed, entry, stamp)
            return False
        self._unread.add(f"{feed}\n{entry}")
        return True

    def has_read(self, feed: str, entry: str, stamp: str) -> None:
        """As :class:`~dateline.read.contract.FeedState`."""
        self._unread.discard(f"{feed}\n{entry}")
        if feed in self._now:
            self._now[feed].entries[entry] = stamp

    def keep(self, documents: int) -> None:
        """Write down what was read: to be called when all of it is in the store, which then has so many documents.

        Raises OSError where that cannot be written; the next run then asks for everything again.
        """
        incomplete = {key.partition("\n")[0] for key in self._unread}
        for feed, now in self._now.items():
            if not now.entries and feed not in self._before:
                continue
            now.documents, now.checked = documents, datetime.now(UTC).isoformat(timespec="seconds")
            if feed in incomplete:
                # A server that answers "nothing new" would keep from us what could not be read this time.
                now.etag = now.modified = None
            self._write(self._path(feed), json.dumps(asdict(now), ensure_ascii=False))

    def _feed(self, feed: str) -> _Feed:
        if feed not in self._before:
            self._before[feed] = self._loaded(feed)
        return self._before[feed]

    def _loaded(self, feed: str) -> _Feed:
        try:
            kept = _Feed(**json.loads(self._path(feed).read_text("utf-8")))
        except (OSError, ValueError, TypeError):  # none yet, or one of another version: then everything is new
            return _Feed(feed, self._store)
        same = kept.form == _FORM and (kept.feed, kept.store) == (feed, self._store)
        return kept if same and self._documents >= kept.documents else _Feed(feed, self._store)

    def _path(self, feed: str) -> Path:
        key = hashlib.sha256(f"{self._store}\n{feed}".encode("utf-8", "surrogatepass")).hexdigest()[:32]
        return self._folder / f"{key}.json"

    def _write(self, path: Path, text: str) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, aside = tempfile.mkstemp(dir=path.parent, suffix=".part")
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8", errors="surrogatepass") as file:
                file.write(text)
            os.replace(aside, path)
        except BaseException:
            Path(aside).unlink(missing_ok=True)
            raise
