"""Releases: the same bytes each time, whole or not there, signed, and checked by the tools of others."""

from __future__ import annotations

import json
import shutil
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from dateline.cli import cli
from dateline.errors import ExportError
from dateline.export.registry import format_of
from dateline.export.release import Cover, Made, Order, check_release, make_release
from dateline.export.responsibility import open_profile
from dateline.intake.linking import link_waiting
from dateline.ontology.meanings import meanings
from dateline.store import Store, create_store
from dateline.store.exports import exports
from tests.contracts.made import FIRST, At, Did, coded
from tests.contracts.stores import keep

TODAY = "2024-12-05"
FORMATS = ("geojson", "csv", "json")


def _add(store: Store, town: str, killed: int, day: str) -> None:
    words = f"Shells hit {town} market and killed {killed} people"
    did = Did(
        words, mode="heavy-weapons", at=At(town, 6.2, 31.5, "SSD", "Jonglei", len(town)), tolls=(("killed", killed),),
        acled=("Explosions/Remote violence", "Shelling/artillery/missile attack"), days=("2024-12-03", "2024-12-03"),
    )  # fmt: skip
    keep(store, coded(f"{words}, {day}.", did, published=day, source=f"Wire {day}"))
    with store.run("link", FIRST) as run:
        link_waiting(store, run)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with create_store(tmp_path / "s.db") as made:
        _add(made, "Bor", 4, "2024-12-03")
        yield made


def _release(store: Store, folder: Path, day: str = TODAY, key: Path | None = None) -> Made:
    order = Order(
        folder=folder, cover=Cover(title="Shelling", authors=("A Desk",), day=day), person="Ada", key=key,
        formats=[format_of(name) for name in FORMATS],
    )  # fmt: skip
    return make_release(store, open_profile("public", store, day=day), order)


def _bytes(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_the_same_store_on_the_same_day_gives_the_same_bytes(store: Store, tmp_path: Path) -> None:
    one, other = _release(store, tmp_path / "one"), _release(store, tmp_path / "other")
    assert one.folder.name == "dateline-public-2024-12-05"
    assert _bytes(one.folder) == _bytes(other.folder)
    again = _release(store, tmp_path / "one")
    assert again.again
    assert _bytes(again.folder) == _bytes(other.folder)


def test_a_folder_holds_all_that_a_stranger_needs(store: Store, tmp_path: Path) -> None:
    folder = _release(store, tmp_path).folder
    held = _bytes(folder)
    assert {"README.md", "codebook.md", "methodology.md", "changes.md", "changes.json", "CITATION.cff", "datapackage.json",
            "SHA256SUMS", "data/incidents.geojson", "data/csv/incidents.csv"} <= held.keys()  # fmt: skip
    citation = yaml.safe_load(held["CITATION.cff"])
    assert (citation["cff-version"], citation["version"], citation["authors"]) == ("1.2.0", TODAY, [{"name": "A Desk"}])
    package = json.loads(held["datapackage.json"])
    assert {r["path"] for r in package["resources"]} == {name for name in held if name.startswith("data/")}
    names = [r["name"] for r in package["resources"]]
    assert len(names) == len(set(names))
    book = held["codebook.md"].decode()
    assert all(f"| `{field}` |" in book for fields in meanings()["incident"].values() for field in fields)
    assert "first-level areas" in held["methodology.md"].decode()


def test_the_next_release_tells_what_changed(store: Store, tmp_path: Path) -> None:
    first = _release(store, tmp_path, "2024-12-04")
    assert [c.became for c in first.changes.incidents] == ["added"]
    _add(store, "Bor", 7, "2024-12-05")
    _add(store, "Pibor", 2, "2024-12-05")
    second = _release(store, tmp_path, "2024-12-05")
    assert second.changes.since == "2024-12-04"
    assert [c.became for c in second.changes.incidents] == ["added", "changed"]
    changed = second.changes.of("changed")[0]
    assert any(d.field.startswith("killed") and d.before == "4" for d in changed.differences)
    assert _release(store, tmp_path / "again", "2024-12-05").changes == second.changes, (
        "one of today is not the one before"
    )


def test_a_release_is_never_replaced(store: Store, tmp_path: Path) -> None:
    before = _bytes(_release(store, tmp_path).folder)
    _add(store, "Pibor", 2, "2024-12-05")
    with pytest.raises(ExportError, match="never replaced"):
        _release(store, tmp_path)
    assert _bytes(tmp_path / "dateline-public-2024-12-05") == before
    assert [p.name for p in tmp_path.iterdir() if p.name.endswith(".part")] == []


def test_what_is_released_is_logged_before_it_is_there(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = _release(store, tmp_path / "one")
    [line] = exports(store)
    assert (line.form, line.person, line.target) == ("release", "Ada", str(made.folder))

    def refuse(*_: object) -> int:
        raise ExportError("the log cannot be written")

    monkeypatch.setattr("dateline.export.release.making.log_export", refuse)
    with pytest.raises(ExportError, match="cannot be written"):
        _release(store, tmp_path / "two")
    assert list((tmp_path / "two").iterdir()) == [], "what is not logged does not leave"


def test_a_write_that_fails_leaves_nothing(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("dateline.export.release.making.sums_of", full)
    with pytest.raises(ExportError, match="No space left"):
        _release(store, tmp_path)
    assert [p for p in tmp_path.iterdir() if p.is_dir()] == []
    assert exports(store) == []


def test_sha256sum_checks_it_and_so_do_we(store: Store, tmp_path: Path) -> None:
    folder = _release(store, tmp_path).folder
    assert check_release(folder).wrong == ()
    if shutil.which("sha256sum"):
        subprocess.run(["sha256sum", "--strict", "--check", "SHA256SUMS"], cwd=folder, check=True, capture_output=True)
    (folder / "data" / "incidents.geojson").write_text("{}")
    (folder / "methodology.md").unlink()
    (folder / "extra.csv").write_text("a")
    wrong = check_release(folder).wrong
    assert wrong == (
        "methodology.md is not there",
        "extra.csv is not in the list",
        "data/incidents.geojson has changed",
    )


def test_a_list_that_leads_out_of_the_folder_is_refused(store: Store, tmp_path: Path) -> None:
    folder = _release(store, tmp_path).folder
    with (folder / "SHA256SUMS").open("a") as sums:
        sums.write("0" * 64 + "  ../../secret\n")
    with pytest.raises(ExportError, match="no hash and path"):
        check_release(folder)


@pytest.fixture
def keys(tmp_path: Path) -> tuple[Path, Path]:
    """A key, and the list of allowed signers that has it."""
    if shutil.which("ssh-keygen") is None:
        pytest.skip("OpenSSH is not installed: apt-get install openssh-client")
    key = tmp_path / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(key)], check=True)
    signers = tmp_path / "signers"
    signers.write_text(f"desk@example.org {(tmp_path / 'key.pub').read_text()}")
    return key, signers


def test_a_signed_release_is_checked_by_ssh_keygen(store: Store, tmp_path: Path, keys: tuple[Path, Path]) -> None:
    key, signers = keys
    folder = _release(store, tmp_path / "out", key=key).folder
    assert "desk@example.org" in (check_release(folder, signers).signature or "")
    asked = ["ssh-keygen", "-Y", "verify", "-n", "dateline-release", "-f", str(signers), "-I", "desk@example.org", "-s"]
    with (folder / "SHA256SUMS").open("rb") as sums:
        subprocess.run([*asked, str(folder / "SHA256SUMS.sig")], stdin=sums, check=True, capture_output=True)
    assert _bytes(folder) == _bytes(_release(store, tmp_path / "again", key=key).folder)


def test_a_signature_of_another_list_or_another_key_is_told(
    store: Store, tmp_path: Path, keys: tuple[Path, Path]
) -> None:
    key, signers = keys
    folder = _release(store, tmp_path / "out", key=key).folder
    other = tmp_path / "others"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(tmp_path / "k2")], check=True)
    other.write_text(f"someone {(tmp_path / 'k2.pub').read_text()}")
    with pytest.raises(ExportError, match="none of the keys"):
        check_release(folder, other)
    sums = folder / "SHA256SUMS"
    sums.write_text(sums.read_text().replace("0", "1", 1))
    with pytest.raises(ExportError, match="no signature of"):
        check_release(folder, signers)
    unsigned = _release(store, tmp_path / "unsigned").folder
    with pytest.raises(ExportError, match="not signed"):
        check_release(unsigned, signers)


def test_a_key_that_is_none_leaves_no_release(store: Store, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="there is no key"):
        _release(store, tmp_path / "out", key=tmp_path / "none")
    assert list((tmp_path / "out").iterdir()) == []


def test_the_command(store: Store, tmp_path: Path) -> None:
    def run(*arguments: str, code: int = 0) -> str:
        done = CliRunner().invoke(cli, ["release", *arguments])
        assert done.exit_code == code, done.output
        return done.output

    told = run("--store", store.where, "-o", str(tmp_path / "out"), "--format", "geojson", "--country", "SSD")
    [folder] = (tmp_path / "out").iterdir()
    assert f"{folder}: 1 incidents" in told
    assert "are as the list of hashes says" in run("--verify", str(folder))
    (folder / "README.md").write_text("other")
    assert "WRONG README.md has changed" in run("--verify", str(folder), code=3)
    assert "give --store" in run("-o", str(tmp_path), code=2)
    listed = CliRunner().invoke(cli, ["store", "exports", store.where])
    assert "release (public)" in listed.output
    assert "country SSD" in listed.output


def test_a_wheel_carries_the_meanings_that_the_codebook_tells() -> None:
    root = Path(__file__).parents[2]
    targets = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["build"]["targets"]
    assert targets["wheel"]["force-include"] == {"docs/meanings.yaml": "dateline/ontology/data/meanings.yaml"}
    assert (root / "docs" / "meanings.yaml").is_file()
    assert "docs/meanings.yaml" in targets["sdist"]["include"], "a wheel is made of the source distribution too"
