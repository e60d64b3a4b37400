"""The papers of a release: what it is, how it was made, how to cite it, and what a program reads of it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from dateline.export.changes.comparing import Changes
from dateline.export.contract import About
from dateline.export.release.signing import NAMESPACE
from dateline.export.sums import sha256_of

SUMS = "SHA256SUMS"
SIGNATURE = f"{SUMS}.sig"
_KINDS = {
    ".csv": ("csv", "text/csv"),
    ".geojson": ("geojson", "application/geo+json"),
    ".json": ("json", "application/json"),
    ".jsonl": ("jsonl", "application/jsonl"),
    ".kml": ("kml", "application/vnd.google-earth.kml+xml"),
    ".gpkg": ("gpkg", "application/geopackage+sqlite3"),
    ".parquet": ("parquet", "application/vnd.apache.parquet"),
    ".xlsx": ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """What stands on a release: its title, who answers for it, and its day, ISO 8601."""

    title: str
    authors: Sequence[str]
    day: str


def readme(cover: Cover, about: About, counts: Mapping[str, int], *, signed: bool) -> str:
    """``README.md``: what is in the folder, and how it is checked."""
    held = ", ".join(f"{count:,} {what}" for what, count in counts.items()) or "nothing"
    signature = (
        f"\n`{SIGNATURE}` signs that list. With the keys that you trust in a file of allowed signers:\n\n"
        f"    dateline release --verify . --signers FILE\n"
        f"    ssh-keygen -Y verify -n {NAMESPACE} -f FILE -I SIGNER -s {SIGNATURE} < {SUMS}\n"
    )
    return (
        f"# {cover.title}, {cover.day}\n\n"
        f"Profile {about.profile}: {held}.\n\n"
        "| here | is |\n| --- | --- |\n"
        "| `data/` | the data, a file or folder a format |\n"
        "| `codebook.md` | what each field means, and which words it may hold |\n"
        "| `methodology.md` | how the data were made, what they leave out, the licence |\n"
        "| `changes.md`, `changes.json` | what was added, changed and retracted since the release before, and why |\n"
        "| `CITATION.cff` | how to cite it |\n"
        "| `datapackage.json` | the list of files for programs (Frictionless Data) |\n"
        f"| `{SUMS}` | the SHA-256 of every file |\n\n"
        f"## Is it whole?\n\n    dateline release --verify .\n    sha256sum --check {SUMS}\n"
        f"{signature if signed else ''}"
    )


def methodology(about: About, left_out: Mapping[str, Mapping[str, int]]) -> str:
    """``methodology.md``: how the data were made, and what every format leaves out."""
    asked = (
        "".join(f"- {name}: {value}\n" for name, value in sorted(about.conditions.items()))
        or "- all that the store holds\n"
    )
    lost = "".join(
        f"- {form}: {count:,} {reason}\n"
        for form, reasons in sorted(left_out.items())
        for reason, count in sorted(reasons.items())
    )
    return (
        f"# Methodology\n\n{about.methodology or ''}\n\n"
        f"Made by Dateline {about.version} under the profile {about.profile}.\n\n"
        f"## What was asked of the store\n\n{asked}\n"
        f"## What is left out\n\n{lost or '- nothing, beyond what the profile withholds'}\n\n"
        f"## Licence\n\n{about.licence or 'None was named: ask those who made the release.'}\n\n"
        "## Limits\n\n"
        "- Reports are read by rules, and rules err; a figure is what reports say, not what is known to be true.\n"
        "- What nobody reported is not in the data. Fewer incidents may mean fewer reports.\n"
        "- Figures of one incident may count the same people: add only what the codebook says can be added.\n"
        "- A withheld name or place may be guessed at from what is left. Do not try to find private individuals.\n"
    )


def citation(cover: Cover, about: About) -> str:
    """``CITATION.cff``, of version 1.2.0 of the Citation File Format."""
    held = {
        "cff-version": "1.2.0",
        "message": "If you use these data, please cite them as below.",
        "type": "dataset",
        "title": cover.title,
        "authors": [{"name": name} for name in cover.authors],
        "version": cover.day,
        "date-released": cover.day,
        "abstract": f"{about.methodology or ''} Licence: {about.licence or 'none named'}".strip(),
    }
    return yaml.safe_dump(held, allow_unicode=True, sort_keys=False, width=100)


def datapackage(cover: Cover, about: About, folder: Path) -> str:
    """``datapackage.json``: the files of ``folder/data`` with their sizes and hashes."""
    files = sorted(path for path in (folder / "data").rglob("*") if path.is_file())
    held = {
        "name": f"dateline-{about.profile.casefold()}",
        "title": cover.title,
        "version": cover.day,
        "created": about.made,
        "contributors": [{"title": name, "role": "author"} for name in cover.authors],
        "licenses": [{"name": "see-title", "title": about.licence}] if about.licence else [],
        "resources": [_resource(path, folder) for path in files],
    }
    return json.dumps(held, ensure_ascii=False, indent=1) + "\n"


def _resource(path: Path, folder: Path) -> dict[str, object]:
    form, media = _KINDS.get(path.suffix, (path.suffix.lstrip(".") or "data", "application/octet-stream"))
    at = path.relative_to(folder).as_posix()
    name = at.removeprefix("data/").replace("/", "-").replace("_", "-").lower()
    size = path.stat().st_size
    return {
        "name": name,
        "path": at,
        "format": form,
        "mediatype": media,
        "bytes": size,
        "hash": f"sha256:{sha256_of(path)}",
    }


def changes_json(changes: Changes) -> str:
    """``changes.json``."""
    return json.dumps(changes.to_dict(), ensure_ascii=False, indent=1) + "\n"
