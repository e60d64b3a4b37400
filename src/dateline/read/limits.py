"""What one input may cost to read: against bombs, however they are wrapped.

A bomb is small and unpacks to what no machine holds. So everything that is unpacked out of one input, at any depth,
is counted together and measured against the bytes that were taken from the input itself.
"""

from __future__ import annotations

import io
import lzma
import struct
import time
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO, cast

from dateline.errors import ReadError

_MIB = 2**20
ZIP_DAMAGE = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, NotImplementedError, RuntimeError, OSError,
    ValueError,
)  # fmt: skip
"""What Python's zipfile raises of damaged archives: at opening, at taking a member, and while it is read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The limits of one input: a file, what standard input brings, or what an address holds."""

    depth: int = 4
    """How many containers (archives, mail) may stand one in another."""
    members: int = 1_000_000
    """How many members may be taken from all containers of one input together."""
    free_bytes: int = 256 * _MIB
    """How much may be unpacked whatever the ratio."""
    ratio: int = 200
    """How many times the bytes taken may be unpacked beyond that. Prose packs 3 to 5 times, tables up to 50."""
    seconds: float = 60
    """How long reading may go on without a document, a failure or anything else coming of it."""
    spooled_bytes: int = 4096 * _MIB
    """The largest container that is set aside on disk, where it comes as a stream and its index stands at its end."""


class Allowance:
    """What is left of the limits of one input. One is made for each input, and shared by all that is read out of it."""

    def __init__(self, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self._taken = 0
        self._unpacked = 0
        self._members = 0
        self._reading = 0.0
        self._since: float | None = None
        self.is_spent = False
        """Whether a limit of the whole input was reached: nothing more can come of it."""

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Count the time within: of reading alone, not of what the caller does between two items."""
        if self._since is not None:
            yield
            return
        self._since = time.monotonic()
        try:
            yield
        finally:
            self._reading += time.monotonic() - self._since
            self._since = None

    def came(self) -> None:
        """Something came of the reading: its time starts anew."""
        self._reading = 0.0
        if self._since is not None:
            self._since = time.monotonic()

    def check_time(self, where: str) -> None:
        """Raises ReadError when reading has gone on too long. For readers that work long between two reads."""
        spent = self._reading + (time.monotonic() - self._since if self._since is not None else 0.0)
        if spent > self.limits.seconds:
            problem = f"it was not read within {self.limits.seconds:g} seconds"
            raise ReadError(where, problem, "Check that it is what it seems; give its text in a simpler form")

    def take(self, count: int) -> None:
        """So many packed bytes of the input itself were taken."""
        self._taken += count

    def unpack(self, count: int, where: str) -> None:
        """So many bytes were unpacked. Raises ReadError when they are too many for what was taken, or the time is up."""
        self._unpacked += count
        limits = self.limits
        if self._unpacked > limits.free_bytes + limits.ratio * self._taken:
            self.is_spent = True
            problem = (
                f"it unpacks to more than {self._unpacked:,} bytes, over {limits.ratio} times its own size: "
                "this is how a decompression bomb looks"
            )
            raise ReadError(where, problem, "If it is none, unpack it yourself and give what is inside")
        self.check_time(where)

    def member(self, where: str) -> None:
        """One more member of a container. Raises ReadError when there are too many."""
        self._members += 1
        if self._members > self.limits.members:
            self.is_spent = True
            problem = f"it holds more than {self.limits.members:,} members"
            raise ReadError(where, problem, "Unpack it yourself and give the folder")


class Metered(io.RawIOBase):
    """A stream whose bytes are counted: as taken from the input, or as unpacked."""

    def __init__(self, stream: BinaryIO, allowance: Allowance, where: str, *, unpacked: bool) -> None:
        self._stream = stream
        self._allowance = allowance
        self._where = where
        self._unpacked = unpacked

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """As :meth:`io.RawIOBase.readinto`. Raises ReadError where the allowance is used up."""
        data = self._stream.read(len(buffer))
        buffer[: len(data)] = data
        if self._unpacked:
            self._allowance.unpack(len(data), self._where)
        else:
            self._allowance.take(len(data))
        return len(data)


def metered(stream: BinaryIO, allowance: Allowance, where: str, *, unpacked: bool) -> io.BufferedReader:
    """The stream, its bytes counted, with room to look ahead."""
    return io.BufferedReader(Metered(stream, allowance, where, unpacked=unpacked), 2**16)


def seekable(stream: BinaryIO, where: str, allowance: Allowance) -> BinaryIO:
    """The stream itself where it can be moved in, else a copy set aside (in memory, a large one on disk).

    Raises ReadError when it is too large to be set aside.
    """
    if stream.seekable():
        return stream
    import tempfile

    # Closed, and so deleted, when nobody holds it any more.
    aside = tempfile.SpooledTemporaryFile(max_size=64 * _MIB)  # noqa: SIM115
    most = allowance.limits.spooled_bytes
    left = most
    while left and (piece := stream.read(min(left, _MIB))):
        aside.write(piece)
        left -= len(piece)
    if not left and stream.read(1):
        raise ReadError(where, f"it is longer than {most:,} bytes", "Unpack it yourself and give what is inside")
    aside.seek(0)
    return cast(BinaryIO, aside)
