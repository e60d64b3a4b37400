"""Where coded documents go: one sink a format, into a stream, a file that is whole or not there, or a folder."""

from __future__ import annotations

import gzip
import io
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Protocol, cast

from dateline.errors import DatelineError
from dateline.records import CodedDocument

_TEXT_WIDTH = 100
_NOT_IN_NAMES = re.compile(r"[^\w.-]+")
_NAME_LENGTH = 60


class OutputError(DatelineError):
    """The documents do not fit the output that was asked for."""


class Sink(Protocol):
    """Takes coded documents one by one; ``finish`` is called once, after the last, unless something went wrong."""

    def add(self, coded: CodedDocument, where: str) -> None:
        """Write one document; ``where`` names its input."""

    def finish(self) -> None:
        """Write what comes after the last document."""


class JsonLinesSink:
    """One document a line."""

    def __init__(self, stream: IO[str]) -> None:
        self._stream = stream

    def add(self, coded: CodedDocument, where: str) -> None:
        self._stream.write(coded.to_json() + "\n")
        self._stream.flush()

    def finish(self) -> None:
        """Nothing comes after the last line."""


class JsonSink:
    """One document, indented; or a list of them when there are several."""

    def __init__(self, stream: IO[str]) -> None:
        self._stream = stream
        self._held: str | None = None
        self._several = False

    def add(self, coded: CodedDocument, where: str) -> None:
        if self._held is not None:
            opening = "" if self._several else "[\n"
            self._stream.write(f"{opening}{self._held},\n")
            self._several = True
        self._held = coded.to_json(indent=2)

    def finish(self) -> None:
        if self._held is not None:
            self._stream.write(f"{self._held}\n]\n" if self._several else f"{self._held}\n")


class TextSink:
    """Pages for a terminal, or the same in plain characters."""

    def __init__(self, stream: IO[str]) -> None:
        from rich.console import Console

        # A file has no width of its own, and must not change with the terminal that it is written from.
        self._console = Console(file=stream, width=None if stream.isatty() else _TEXT_WIDTH, highlight=False)
        self._any = False

    def add(self, coded: CodedDocument, where: str) -> None:
        from dateline.export.text import render

        if self._any:
            self._console.rule()
        self._any = True
        render(coded, self._console)

    def finish(self) -> None:
        """Nothing comes after the last page."""


class HtmlPageSink:
    """One document, one page."""

    def __init__(self, stream: IO[str]) -> None:
        self._stream = stream
        self._any = False

    def add(self, coded: CodedDocument, where: str) -> None:
        from dateline.export.html import page

        if self._any:
            raise OutputError("Several documents make several pages: name a folder with -o")
        self._any = True
        self._stream.write(page(coded))

    def finish(self) -> None:
        """Nothing comes after the page."""


class HtmlFolderSink:
    """A folder with one page a document and an ``index.html``."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._pages: list[tuple[str, CodedDocument]] = []

    def add(self, coded: CodedDocument, where: str) -> None:
        from dateline.export.html import page

        stem = _NOT_IN_NAMES.sub("-", Path(where).name)[:_NAME_LENGTH].strip("-.")
        name = f"{len(self._pages) + 1:04d}-{stem}.html"
        with whole_file(self._folder / name) as stream:
            stream.write(page(coded))
        self._pages.append((name, coded))

    def finish(self) -> None:
        from dateline.export.html import index

        with whole_file(self._folder / "index.html") as stream:
            stream.write(index(self._pages))


_STREAMED: dict[str, Callable[[IO[str]], Sink]] = {
    "json": JsonSink,
    "jsonl": JsonLinesSink,
    "text": TextSink,
    "html": HtmlPageSink,
}
FORMATS = tuple(_STREAMED)


@contextmanager
def open_sink(form: str, out: Path | None, stdout: IO[str]) -> Iterator[Sink]:
    """The sink for a format of :data:`FORMATS`: into ``stdout`` where ``out`` is None, else into that file.

    HTML goes into a folder where ``out`` is one or has no suffix. If the block raises, a file is left as it was.
    """
    if form == "html" and out is not None and (out.is_dir() or not out.suffix):
        out.mkdir(exist_ok=True)
        folder = HtmlFolderSink(out)
        yield folder
        folder.finish()
    elif out is None:
        sink = _STREAMED[form](stdout)
        yield sink
        sink.finish()
    else:
        with whole_file(out) as stream:
            sink = _STREAMED[form](stream)
            yield sink
            sink.finish()


@contextmanager
def whole_file(path: Path) -> Iterator[IO[str]]:
    """A stream of UTF-8 whose content takes the file's place when the block ends well, and else is gone.

    It is written beside the file and renamed, so that no reader and no kill ever sees half of it. A name in
    ``.gz`` is compressed. What is no regular file (a device, a pipe) is written into as it is.
    """
    path = path.resolve()
    if path.exists() and not path.is_file():
        with path.open("w", encoding="utf-8", newline="\n") as stream:
            yield stream
        return
    aside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with aside.open("wb") as raw:
            with _texts(path, raw) as stream:
                yield stream
            os.fsync(raw.fileno())
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)


@contextmanager
def _texts(path: Path, raw: IO[bytes]) -> Iterator[IO[str]]:
    """A text stream into ``raw``, which stays open."""
    if path.suffix == ".gz":
        # No time stamp: the same documents give the same bytes.
        with gzip.GzipFile(filename="", fileobj=raw, mode="wb", mtime=0) as packed:
            yield from _text(cast(IO[bytes], packed))
    else:
        yield from _text(raw)


def _text(stream: IO[bytes]) -> Iterator[IO[str]]:
    text = io.TextIOWrapper(stream, encoding="utf-8", newline="\n")
    yield text
    text.detach()
