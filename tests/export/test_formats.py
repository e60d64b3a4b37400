"""What holds for every format there is: found by being there, whole on nothing, on much and on odd records, and documented."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from dateline.errors import ExportError
from dateline.export.contract import Format, Written
from dateline.export.formats import acled, idmc, ucdp
from dateline.export.placing import export_to
from dateline.export.registry import OPTIONS, all_formats, check_usable, format_of
from dateline.export.tables.layers import TITLES, columns_of
from tests.export.selections import invented_selection, selection

ROOT = Path(__file__).parents[2]
OURS = {"acled", "csv", "idmc", "json", "jsonl", "parquet", "plover", "ucdp", "xlsx"}


def usable(form: Format) -> Format:
    if any(find_spec(package) is None for package in form.packages):
        pytest.skip(f"{form.name} needs dateline[{form.extra}]")
    return form


@pytest.fixture(params=all_formats(), ids=lambda form: form.name)
def form(request: pytest.FixtureRequest) -> Format:
    return usable(request.param)


def test_the_formats_are_found_each_under_its_own_name() -> None:
    names = [form.name for form in all_formats()]
    assert names == sorted(set(names))
    assert set(names) >= OURS


def test_options_are_those_that_the_command_has(form: Format) -> None:
    assert form.options <= OPTIONS.keys()
    assert bool(form.packages) == bool(form.extra)


def test_an_export_of_nothing_is_whole(form: Format, tmp_path: Path) -> None:
    written = export_to(form, selection(), tmp_path / f"nothing{form.suffix}")
    assert isinstance(written, Written)
    assert set(written.counts.values()) <= {0}
    assert (tmp_path / f"nothing{form.suffix}").exists()


def test_an_export_counts_what_it_holds(form: Format, tmp_path: Path) -> None:
    written = export_to(form, invented_selection(), tmp_path / f"some{form.suffix}")
    assert sum(written.counts.values()) > 0
    assert all(count > 0 for count in written.left_out.values())


def test_the_same_records_give_the_same_bytes(form: Format, tmp_path: Path) -> None:
    found = []
    for name in ("one", "two"):
        # Under one name: a format may name the file inside it.
        out = tmp_path / name / f"export{form.suffix}"
        out.parent.mkdir()
        export_to(form, invented_selection(), out)
        files = sorted(out.rglob("*")) if out.is_dir() else [out]
        found.append([(file.name, file.read_bytes()) for file in files if file.is_file()])
    assert found[0] == found[1]


def test_every_format_has_its_page(form: Format) -> None:
    page = ROOT / "docs" / "reference" / "exports" / f"{form.name}.md"
    assert page.is_file(), f"{form.name} has no page {page.relative_to(ROOT)}"
    assert "lost" in page.read_text("utf-8").casefold(), "a page says what is lost"
    assert f"[`{form.name}`]({form.name}.md)" in (ROOT / "docs" / "reference" / "exports" / "index.md").read_text(
        "utf-8"
    )


PAGES = {
    "acled": acled.COLUMNS,
    "ucdp": ucdp.COLUMNS,
    "idmc": idmc.COLUMNS,
    "csv": [column for layer in TITLES for column in columns_of(layer)],
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_tells_every_column_in_its_order_with_the_meaning_that_the_code_has(name: str) -> None:
    page = (ROOT / "docs" / "reference" / "exports" / f"{name}.md").read_text("utf-8")
    told = [line for line in page.splitlines() if line.startswith("| `")]
    wanted = [f"| `{c.name}` | {c.meaning} | {f'`{c.hxl}`' if c.hxl else '–'} |" for c in PAGES[name]]
    assert told == wanted


def test_no_format_loads_what_is_heavy_before_it_is_asked_to_write() -> None:
    import subprocess

    code = (
        "import sys; from dateline.export.registry import all_formats; all_formats();"
        "print([m for m in ('pandas', 'geopandas', 'pyogrio', 'pyarrow', 'xlsxwriter', 'followthemoney') if m in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120)
    assert ran.stdout.strip() == "[]"


def test_an_unknown_format_is_answered_with_those_there_are() -> None:
    with pytest.raises(ExportError, match=r"no format 'shapefile', only .*acled"):
        format_of("shapefile")


def test_a_missing_package_is_answered_with_the_command_that_installs_it() -> None:
    form = Format(
        name="x", title="X", suffix=".x", extra="exports", packages=("not_there_at_all",),
        write=lambda selection, path: Written(counts={}),
    )  # fmt: skip
    with pytest.raises(ExportError, match=r"not_there_at_all.*pip install 'dateline\[exports\]'"):
        check_usable(form)


def test_an_option_that_a_format_does_not_know_is_refused_with_those_that_do() -> None:
    with pytest.raises(ExportError, match=r"--without-deaths is nothing that .* json knows; it goes with ucdp"):
        check_usable(format_of("json"), frozenset({"without-deaths"}))
