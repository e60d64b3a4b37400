"""Bytes that no program meant, for every reader: ``python -m tests.read.fuzz --minutes 10``.

Each reader is given seeds of its format, mutated by Hypothesis, in a process of its own. It must not raise, nor compute
over five seconds for one input (nor wait two minutes in all), nor take over 1 GB of memory. What breaks it is written to a
file, and named.
"""

from __future__ import annotations

import argparse
import faulthandler
import os
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from dateline.read import ReadFailure, Received, Skipped, read_bytes
from dateline.read.language import detect
from dateline.read.registry import readers
from tests.read import documents_made as made

SECONDS_AN_INPUT = 5
MEMORY = 2**30
_ROUND = 120
_TEXT = b"Rebels shelled the town of Bel on Monday, killing five people, officials said."
_FEED = (
    b'<?xml version="1.0"?><rss version="2.0"><channel><title>Wire</title><item><title>Raid</title><link>https://w.example/1'
    b"</link><pubDate>Tue, 05 Mar 2024 10:00:00 GMT</pubDate><description>"
    + _TEXT * 9
    + b"</description></item></channel></rss>"
)
_NEWSML = (
    b'<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="u1" version="1"><itemMeta/><contentMeta><headline>Raid'
    b'</headline></contentMeta><contentSet><inlineXML><html xmlns="http://www.w3.org/1999/xhtml"><body><p>' + _TEXT
    + b"</p></body></html></inlineXML></contentSet></newsItem>"
)  # fmt: skip
_NITF = b"<nitf><head><title>Raid</title></head><body><body.content><p>" + _TEXT + b"</p></body.content></body></nitf>"
_NINJS = b'{"uri": "u1", "headline": "Raid", "versioncreated": "2024-03-05", "body_text": "' + _TEXT + b'"}'
_WARC = (
    b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://w.example/1\r\nWARC-Date: 2024-03-05T10:00:00Z\r\n"
    b"WARC-Record-ID: <urn:uuid:1>\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n"
)
_HTTP = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html><body><article><p>"
    + _TEXT
    + b"</p></article></body></html>"
)


def _parquet() -> bytes:
    import pyarrow
    import pyarrow.parquet

    out = BytesIO()
    pyarrow.parquet.write_table(pyarrow.table({"text": [_TEXT.decode()] * 3, "title": ["Raid"] * 3}), out)
    return out.getvalue()


def _xlsx() -> bytes:
    import openpyxl

    book, out = openpyxl.Workbook(), BytesIO()
    book.active.append(["text", "title"])
    book.active.append([_TEXT.decode(), "Raid"])
    book.save(out)
    return out.getvalue()


def _warc() -> bytes:
    return _WARC % (len(_HTTP), _HTTP)


SEEDS: Mapping[str, Callable[[], bytes]] = {
    ".txt": lambda: _TEXT,
    ".md": lambda: b"---\ntitle: Raid\ndate: 2024-03-05\n---\n# Raid\n\n" + _TEXT,
    ".html": lambda: b"<html><head><title>Raid</title></head><body><article><p>" + _TEXT + b"</p></article></body></html>",
    ".json": lambda: _NINJS,
    ".jsonl": lambda: b'{"text": "' + _TEXT + b'", "published": "2024-03-05"}\n' * 2,
    ".rss": lambda: _FEED,
    ".newsml": lambda: _NEWSML,
    ".nitf": lambda: _NITF,
    ".csv": lambda: b"title,text,published\nRaid,\"" + _TEXT + b'",2024-03-05\n',
    ".gkg": lambda: b"\t".join([b"20241203101500-1", b"20241203101500", b"1", b"w.example", b"https://w.example/1"] + [b""] * 22),
    ".xlsx": _xlsx,
    ".parquet": _parquet,
    ".warc": _warc,
    ".wacz": lambda: made.zipped({"archive/data.warc": _warc(), "datapackage.json": b"{}"}),
    ".pdf": made.situation_report,
    ".docx": made.docx,
    ".odt": made.odt,
    ".eml": lambda: made.mail("One.\n> Two.", html="<p>One.</p>", attachments={"a.docx": made.plain_docx("x")}).as_bytes(),
    ".mbox": lambda: made.mbox(made.mail(), made.mail(made.DENIAL)),
    ".zip": lambda: made.zipped({"a.txt": _TEXT, "b.odt": made.odt(), "c.zip": made.zipped({"d.html": b"<p>One."})}),
    ".tar": lambda: made.tarred({"a.txt": _TEXT, "b.jsonl": b'{"text": "One."}'}),
}  # fmt: skip
_BITS = [
    b"", b"\0", b"\xff" * 4, b"<", b">", b"<!ENTITY", b"<p>" * 99, b'"', b"[" * 99, b"{", b"\n", b"\r\n\r\n", b"--", b"From ",
    b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b", b"BZh9", b"%PDF-", b"obj", b"endstream", b"/Count 99999999", b"/Kids[1 0 R]",
    b"999999999", b"-1", b"Content-Length: 9999999999\r\n", b"boundary=", b"=?utf-8?b?", b"&#x110000;", b"\xed\xa0\x80",
]  # fmt: skip
_EDIT = st.tuples(
    st.sampled_from(["put", "over", "cut", "twice", "flip"]),
    st.floats(0, 1),
    st.floats(0, 1),
    st.sampled_from(_BITS) | st.binary(max_size=8),
)
_EDITS = st.lists(_EDIT, min_size=1, max_size=12)


def mutated(data: bytes, edits: list[tuple[str, float, float, bytes]]) -> bytes:
    """The data after the edits, each at a share of its length."""
    out = bytearray(data)
    for kind, where, extent, piece in edits:
        at = int(where * len(out))
        end = at + int(extent**3 * (len(out) - at))
        if kind == "put":
            out[at:at] = piece
        elif kind == "over":
            out[at : at + len(piece)] = piece
        elif kind == "cut":
            del out[at:end]
        elif kind == "twice" and len(out) < 2**20:
            out[end:end] = out[at:end]
        elif out:
            out[min(at, len(out) - 1)] ^= 1 << int(extent * 7)
    return bytes(out)


def suffixes() -> list[str]:
    """One suffix of each reader: that of a seed where there is one."""
    return [next((suffix for suffix in reader.suffixes if suffix in SEEDS), reader.suffixes[0]) for reader in readers()]


def _work(suffix: str, number: int, seconds: float, case: Path) -> None:
    """Read mutated seeds of one format until the time is up; the input being read stands in ``case``."""
    os.environ["PATH"] = ""  # no Tesseract: it is another program
    faulthandler.register(signal.SIGPROF, chain=True)  # says where it was, and ends the process
    data = SEEDS.get(suffix, lambda: _TEXT)()
    parts = _parts(data)
    list(read_bytes(data, f"a{suffix}"))  # loads the libraries, which takes long on a busy machine
    detect("غير الإنجليزية")  # and what is needed of languages
    done = 0
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        number += 1

        @seed(number)
        @settings(max_examples=50, deadline=None, database=None, phases=[Phase.generate],
                  suppress_health_check=list(HealthCheck))  # fmt: skip
        @given(edits=_EDITS, inner=st.none() | st.sampled_from(parts) if parts else st.none())
        def one_round(edits: list[tuple[str, float, float, bytes]], inner: tuple[str, bytes] | None) -> None:
            nonlocal done
            if time.monotonic() > until:
                return
            # Packed formats are also damaged within, where no checksum gives it away.
            bad = made.with_parts(data, {inner[0]: mutated(inner[1], edits)}) if inner else mutated(data, edits)
            case.write_bytes(bad)
            signal.setitimer(signal.ITIMER_PROF, SECONDS_AN_INPUT)
            found = list(read_bytes(bad, f"a{suffix}"))
            signal.setitimer(signal.ITIMER_PROF, 0)
            assert all(isinstance(item, Received | ReadFailure | Skipped) for item in found)
            done += 1

        one_round()
    peak = _peak()
    print(f"{suffix}: {done:,} inputs, {peak / 2**20:,.0f} MiB")
    if peak > MEMORY:
        raise SystemExit(f"{suffix}: over {MEMORY / 2**20:,.0f} MiB")


def _peak() -> int:
    """The most memory that this program held, in bytes. ``ru_maxrss`` would count its parent's too, from before it was started."""
    status = Path("/proc/self/status").read_text("ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) * 1024


def _parts(data: bytes) -> list[tuple[str, bytes]]:
    if not data.startswith(b"PK\x03\x04"):
        return []
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return [(name, archive.read(name)) for name in archive.namelist()]


def run(seconds: float, number: int, only: list[str] | None = None) -> list[str]:
    """Fuzz every reader for its share of the time; what broke, in words."""
    broken = []
    wanted = only or suffixes()
    share = seconds / len(wanted)
    for suffix in wanted:
        case = Path(tempfile.gettempdir(), f"fuzz-{os.getpid()}{suffix}")
        command = [sys.executable, "-m", "tests.read.fuzz", "--worker", suffix, str(number), str(share), str(case)]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=share + _ROUND, check=False)
            said, failed = done.stdout + done.stderr, done.returncode != 0
        except subprocess.TimeoutExpired:
            said, failed = "it hung", True
        print(said if failed else said.strip().splitlines()[-1], flush=True)
        if failed:
            broken.append(f"{suffix}: {case}\n{said[-3000:]}")
        else:
            case.unlink(missing_ok=True)
    return broken


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--only", nargs="*", metavar="SUFFIX")
    parser.add_argument("--worker", nargs=4, metavar=("SUFFIX", "SEED", "SECONDS", "CASE"))
    args = parser.parse_args()
    if args.worker:
        suffix, number, seconds, case = args.worker
        _work(suffix, int(number), float(seconds), Path(case))
        return
    print(f"seed {args.seed}")
    if broken := run(args.minutes * 60, args.seed, args.only):
        raise SystemExit(f"{len(broken)} readers broke:\n" + "\n".join(broken))


if __name__ == "__main__":
    main()
