"""What happens when the other side of a pipe goes: of standard output it is no error, of anything else it is one, and told.

A process that gives itself up at every broken pipe, as the tools of Unix do, would end without a word too when a worker of its
own is killed, or the connection to Spark, a database or a browser breaks.
"""

from __future__ import annotations

import io
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from dateline.errors import DatelineError


class _Output(io.FileIO):
    """Standard output or error; once nobody reads it any more, the process ends as every Unix tool does, without a word."""

    def write(self, data: object, /) -> int:
        try:
            return super().write(data)  # type: ignore[arg-type]
        except BrokenPipeError:
            signal.signal(signal.SIGPIPE, signal.SIG_DFL)
            os.kill(os.getpid(), signal.SIGPIPE)
            raise


def end_with_reader() -> None:
    """Let the process end when nobody reads its standard output or error any more: ``dateline code … | head``."""
    if not hasattr(signal, "SIGPIPE"):
        return
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if isinstance(stream, io.TextIOWrapper):
            raw = _Output(stream.fileno(), "wb", closefd=False)
            outer = io.TextIOWrapper(
                io.BufferedWriter(raw), stream.encoding, stream.errors, line_buffering=stream.line_buffering,
                write_through=stream.write_through,
            )  # fmt: skip
            stream.flush()
            setattr(sys, name, outer)


@contextmanager
def broken_pipes_told() -> Iterator[None]:
    """Raises DatelineError in place of a broken pipe, which click would leave the process for without a word."""
    try:
        yield
    except BrokenPipeError as error:
        problem = "a process or connection that Dateline was writing to has ended"
        raise DatelineError(f"{problem} ({error}); what it said of it stands above or in its own log") from error
