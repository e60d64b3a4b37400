"""What the pages use from npm: built from the lock file, in the wheel, and missed in clear words."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from dateline.serve import assets
from dateline.serve.access import NoAccounts
from dateline.serve.run import ServeError, run
from dateline.serve.workbench import Workbench

ROOT = Path(__file__).resolve().parents[2]


def test_what_is_there_was_built_from_the_lock_file() -> None:
    assert assets.missing() == []
    assert assets.up_to_date(), f"run {assets.HOW}"


def test_the_lock_file_names_no_address_and_pins_every_package() -> None:
    lock = json.loads((ROOT / "web" / "package-lock.json").read_text("utf-8"))
    packages = {path: about for path, about in lock["packages"].items() if path}
    assert packages
    assert [path for path, about in packages.items() if "resolved" in about or "integrity" not in about] == []


def test_no_bundle_points_to_a_map_of_sources() -> None:
    # A browser with its tools open would ask for it, and not find it.
    for name in assets.BUNDLES:
        assert "sourceMappingURL=" not in (assets.VENDOR / name).read_text("utf-8")[-500:]


def test_the_licences_of_all_that_is_bundled_are_there() -> None:
    lock = json.loads((ROOT / "web" / "package-lock.json").read_text("utf-8"))
    text = (assets.VENDOR / "LICENSES.txt").read_text("utf-8")
    said = set(re.findall(r"^(\S+) \S+ \(.+\)$", text, re.MULTILINE))
    bundled = {
        path.rpartition("node_modules/")[2]
        for path, about in lock["packages"].items()
        if path and not about.get("dev") and not about.get("optional")
    }
    assert {"htmx.org", "maplibre-gl", "d3-selection"} <= bundled
    assert bundled <= said


def test_what_is_up_to_date_is_not_built_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assets, "_run", lambda *_: pytest.fail("npm was run"))
    said: list[str] = []
    assets.build(said.append)
    assert said[-1].startswith("The assets are up to date")


def test_what_npm_says_is_wrong_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(assets, "_WEB", tmp_path)
    with pytest.raises(assets.AssetsError, match=r"npm ci ended with 1"):
        assets._run("npm", "ci")


def test_without_a_checkout_nothing_can_be_built(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(assets, "_WEB", tmp_path / "web")
    with pytest.raises(assets.AssetsError, match="a wheel has them"):
        assets.build(print)


def test_the_workbench_says_how_to_build_what_it_misses(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(assets, "VENDOR", tmp_path)
    with pytest.raises(ServeError, match=r"htmx\.js.* python -m dateline\.serve\.assets builds them"):
        run(Workbench(projects={}, accounts=NoAccounts("someone")), "127.0.0.1", 0, said=print)


def test_the_wheel_carries_the_assets(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        names = set(wheel.namelist())
    kept = "dateline/serve/static/vendor"
    assert {f"{kept}/{name}" for name in assets.BUNDLES} <= names
    assert f"{kept}/map/countries.json" in names
    assert "dateline/serve/templates/base.html" in names
    assert "dateline/serve/static/app.css" in names
    assert not any("node_modules" in name for name in names)
