"""Archives: each member by itself, whatever they hold; and bombs, links and other traps."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import tarfile
import tracemalloc
import zipfile
from pathlib import Path
from typing import Any

import pytest

from dateline.read import ReadFailure, ReadOptions, Received, Skipped, find_inputs, read_bytes, read_path, read_stream
from dateline.read.limits import Allowance, Limits
from tests.read import documents_made as made

MEMBERS = {
    "reports/a.txt": b"Rebels took Bel.",
    "reports/b.jsonl": b'{"text": "One."}\n{"text": 2}\n',
    "reports/c.docx": made.plain_docx("Three."),
    "photo.jpg": b"\xff\xd8",
    "notes": b"x",
    "__MACOSX/a.txt": b"x",
    ".hidden.txt": b"x",
}
KINDS = [
    ("a.zip", made.zipped(MEMBERS)),
    ("a.tar", made.tarred(MEMBERS)),
    ("a.tar.gz", made.tarred(MEMBERS, "w:gz")),
    ("a.tgz", made.tarred(MEMBERS, "w:gz")),
    ("a.tar.bz2", made.tarred(MEMBERS, "w:bz2")),
    ("a.tar.xz", made.tarred(MEMBERS, "w:xz")),
]


def read(data: bytes, name: str, **options: Any) -> list[Any]:
    return list(read_bytes(data, name, options=ReadOptions(**options)))


def told(items: list[Any]) -> list[str]:
    return [str(item.error) for item in items if isinstance(item, ReadFailure)]


@pytest.mark.parametrize(("name", "data"), KINDS, ids=[kind[0] for kind in KINDS])
def test_every_member_by_itself(name: str, data: bytes) -> None:
    found = read(data, name)
    assert [(item.where, item.document.text) for item in found if isinstance(item, Received)] == [
        (f"{name}: reports/a.txt", "Rebels took Bel."),
        (f"{name}: reports/b.jsonl, line 1", "One."),
        (f"{name}: reports/c.docx", "Three."),
    ]
    (failure,) = told(found)
    assert failure.startswith(f"{name}: reports/b.jsonl, line 2: ")
    assert found[-1] == Skipped(name, {".jpg": 1, "": 1}), "hidden files are left out, others counted"


@pytest.mark.parametrize(("name", "data"), KINDS, ids=[kind[0] for kind in KINDS])
def test_from_a_file_in_a_folder_and_from_a_pipe(name: str, data: bytes, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    (path,) = find_inputs([str(tmp_path)])
    assert isinstance(path, Path)
    texts = [item.document.text for item in read_path(path) if isinstance(item, Received)]
    assert texts == ["Rebels took Bel.", "One.", "Three."]
    reading, writing = os.pipe()
    with os.fdopen(writing, "wb") as pipe:
        pipe.write(data)
    with os.fdopen(reading, "rb") as stream:
        piped = [item.document.text for item in read_stream(stream, "standard input") if isinstance(item, Received)]
    assert piped == texts


@pytest.mark.parametrize(
    ("name", "pack"), [("a.txt.gz", gzip.compress), ("a.txt.bz2", bz2.compress), ("a.txt.xz", lzma.compress)]
)
def test_compressed_files(name: str, pack: Any) -> None:
    (item,) = read(pack(b"Rebels took Bel."), name)
    assert item.document.text == "Rebels took Bel."
    (cut,) = read(pack(b"Rebels took Bel." * 99)[:-9], name)
    assert "cut off" in str(cut.error) or "damaged" in str(cut.error)
    (other,) = read(b"Rebels took Bel.", name)
    assert "its name says" in str(other.error)


def test_archives_in_archives_as_deep_as_is_sensible() -> None:
    data, name = made.zipped({"a.txt": b"Rebels took Bel."}), "a.zip"
    for level in range(3):
        name = f"level{level}.zip"
        data = made.zipped({f"inner{level}.zip": data})
    (item,) = read(data, name)
    assert item.document.text == "Rebels took Bel."
    (failure,) = told(read(made.zipped({"outer.zip": data}), "too-deep.zip"))
    assert "4 is the most" in failure
    assert failure.startswith("too-deep.zip: outer.zip: inner2.zip: inner1.zip: inner0.zip: a.txt: ")


def flat_bomb(members: int = 40, size: int = 2**20) -> bytes:
    """Members that are each within bounds, and together are not."""
    return made.zipped({f"{n}.txt": b"a" * size for n in range(members)})


def test_a_member_that_is_a_bomb_is_refused_unread() -> None:
    found = read(made.zipped({"bomb.txt": bytes(30 * 2**20), "b.txt": b"Rebels took Bel."}), "a.zip")
    assert ["decompression bomb" in message for message in told(found)] == [True]
    assert found[-1].document.text == "Rebels took Bel.", "the others are read"


def test_members_that_together_are_a_bomb_end_the_archive() -> None:
    tight = Allowance(Limits(free_bytes=5 * 2**20, ratio=10))
    messages = told(read(flat_bomb(), "a.zip", allowance=tight, max_chars=10**9))
    assert ["decompression bomb" in message for message in messages] == [True, False]
    assert "what comes after that was not read" in messages[1]


def test_nested_bombs_are_counted_together() -> None:
    """Each level is within the ratio by itself."""
    inner = made.zipped({f"{n}.zip": flat_bomb(3) for n in range(9)})
    tight = Allowance(Limits(free_bytes=5 * 2**20, ratio=10))
    messages = told(read(made.zipped({"x.zip": inner}), "a.zip", allowance=tight, max_chars=10**9))
    assert any("decompression bomb" in message for message in messages)


@pytest.mark.parametrize("name", ["a.tar.gz", "a.jsonl.gz", "a.mbox.gz"])
def test_a_stream_that_is_a_bomb_ends_soon_and_in_little_memory(name: str) -> None:
    data = (
        gzip.compress(made.tarred({"a.txt": bytes(80 * 2**20)}))
        if "tar" in name
        else gzip.compress((b"a" * 9999 + b"\n") * 8000)
    )
    tight = Allowance(Limits(free_bytes=2**20, ratio=5))
    tracemalloc.start()
    try:
        messages = told(read(data, name, allowance=tight, max_bytes=10**6))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert "decompression bomb" in messages[-1]
    assert peak < 100 * 2**20


def test_an_archive_that_holds_itself_ends() -> None:
    """As far as the depth goes; a true quine is the same at each level."""
    data = made.zipped({"a.txt": b"x"})
    for _ in range(30):
        data = made.zipped({"r.zip": data})
    assert "4 is the most" in told(read(data, "r.zip"))[0]


def test_too_many_members() -> None:
    few = Allowance(Limits(members=10))
    found = read(made.zipped({f"{n}.txt": b"One." for n in range(20)}), "a.zip", allowance=few)
    assert sum(isinstance(item, Received) for item in found) == 10
    assert "more than 10 members" in told(found)[0]


def test_each_file_has_an_allowance_of_its_own() -> None:
    options = ReadOptions(allowance=Allowance(Limits(members=10)))
    for _ in range(3):
        found = list(read_bytes(made.zipped({f"{n}.txt": b"One." for n in range(9)}), "a.zip", options=options))
        assert not told(found)


def test_time_without_anything_read_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    from dateline.read import limits

    now = iter(range(0, 10**9, 61))
    monkeypatch.setattr(limits.time, "monotonic", lambda: float(next(now)))
    (failure,) = told(read(gzip.compress(b"a" * 10**6), "a.txt.gz"))
    assert "not read within 60 seconds" in failure


def tar_with(kind: bytes, **fields: Any) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        info = tarfile.TarInfo("bad.txt")
        info.type = kind
        for name, value in fields.items():
            setattr(info, name, value)
        archive.addfile(info)
        good = tarfile.TarInfo("good.txt")
        good.size = 4
        archive.addfile(good, io.BytesIO(b"One."))
    return out.getvalue()


TRAPS = [
    ("a link to a file of this machine", tar_with(tarfile.SYMTYPE, linkname="/etc/passwd"), "link to '/etc/passwd'"),
    ("a hard link out of the archive", tar_with(tarfile.LNKTYPE, linkname="../../x"), "link to '../../x'"),
    ("a device", tar_with(tarfile.CHRTYPE, devmajor=1, devminor=5), "a device or a pipe"),
    ("a pipe", tar_with(tarfile.FIFOTYPE), "a device or a pipe"),
]


@pytest.mark.parametrize(("reason", "data", "message"), TRAPS, ids=[trap[0] for trap in TRAPS])
def test_traps_in_tar(reason: str, data: bytes, message: str) -> None:
    bad, good = read(data, "a.tar")
    assert message in str(bad.error)
    assert good.document.text == "One."


def test_absolute_and_climbing_names_are_only_names() -> None:
    """Nothing is written, so they harm nobody; what would move a terminal's cursor is not shown."""
    found = read(made.tarred({"/etc/a.txt": b"One.", "../../b.txt": b"Two.", "c\x1b[2J.txt": b"Three."}), "a.tar")
    assert [item.where for item in found] == ["a.tar: /etc/a.txt", "a.tar: ../../b.txt", "a.tar: c\ufffd[2J.txt"]


def test_a_link_in_a_zip() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        info = zipfile.ZipInfo("a.txt")
        info.external_attr = 0o120777 << 16
        archive.writestr(info, "/etc/passwd")
    assert "links in archives are not followed" in told(read(out.getvalue(), "a.zip"))[0]


def test_a_zip_with_a_password() -> None:
    data = bytearray(made.zipped({"a.txt": b"One."}))
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.find(signature) + flags] |= 1
    assert "protected by a password" in told(read(bytes(data), "a.zip"))[0]


def test_a_damaged_member_leaves_the_others_alone() -> None:
    members = {"a.txt": os.urandom(400).hex().encode(), "b.txt": b"Rebels took Bel."}
    data = bytearray(made.zipped(members))
    data[100] ^= 0xFF
    bad, good = read(bytes(data), "a.zip")
    assert isinstance(bad, ReadFailure)
    assert good.document.text == "Rebels took Bel."


BAD = [
    ("an empty archive", "a.zip", made.zipped({}), "the archive is empty"),
    ("nothing that is read", "a.zip", made.zipped({"a.jpg": b"x"}), "no file in the archive can be read"),
    ("a ZIP cut off", "a.zip", made.zipped(MEMBERS)[:-40], "no ZIP archive, or a damaged one"),
    ("a tar of rubbish", "a.tar", b"rubbish" * 200, "no tar archive, or a damaged one"),
    ("a tar cut off", "a.tar", made.tarred({"a.txt": b"x" * 5000})[:3000], "unexpected end of data"),
    ("a 7-Zip archive", "a.dat", b"7z\xbc\xaf\x27\x1c" + bytes(90), "a 7-Zip archive"),
]


@pytest.mark.parametrize(("reason", "name", "data", "message"), BAD, ids=[case[0] for case in BAD])
def test_bad(reason: str, name: str, data: bytes, message: str) -> None:
    assert message in told(read(data, name))[-1]
