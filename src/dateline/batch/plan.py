"""What is to be coded: the inputs in shards, and which of these are there, and by which versions."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from dateline.batch.output import Output
from dateline.batch.shards import Shard, shard_id
from dateline.errors import BatchError
from dateline.read import ReadOptions
from dateline.read.parts import Part, cut
from dateline.settings import Settings

_WITHOUT_INFLUENCE = frozenset(
    "batch_size worker_seconds worker_megabytes reader_threads lists profiles reliefweb_appname sources openid_issuer"
    " openid_client_id openid_client_secret cache gazetteer gazetteers actors reader".split()
)
"""Settings that change no record, or whose files are hashed by themselves; any other makes another version."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run has to do: ``shards`` to be coded, how many are ``there`` already, and what is to be removed after."""

    shards: tuple[Shard, ...]
    there: int
    outdated: tuple[str, ...]
    copies: int


def batch_versions(settings: Settings, options: ReadOptions) -> dict[str, str]:
    """What a shard depends on beside its input: code, rules, model, settings, and how its input is read."""
    from dateline.intake.versions import parts_of

    of_settings = {f.name: getattr(settings, f.name) for f in fields(settings) if f.name not in _WITHOUT_INFLUENCE}
    reading = (asdict(options.fields), options.published, options.source, options.max_bytes)
    return {
        **parts_of(settings),
        "settings": _digest(sorted(of_settings.items())),
        "reading": _digest(reading),
    }


def plan_of(paths: Iterable[Path], output: Output, size: int, versions: Mapping[str, str], *, again: bool) -> Plan:
    """What is to be done for these inputs. Raises BatchError where shards of other versions are there, unless ``again``."""
    wanted, copies = _wanted(paths, output, size)
    there = {id_: output.manifest(id_) for id_ in sorted(output.ids())}
    stale = [id_ for id_ in wanted if id_ in there and there[id_]["versions"] != versions]
    given = {Path(part.path).absolute() for part in wanted.values()}
    outdated = [
        id_ for id_, held in there.items() if id_ not in wanted and Path(held["input"]["path"]).absolute() in given
    ]
    if (stale or outdated) and not again:
        raise BatchError(_what_differs(output, stale, outdated, there, versions))
    missing = [Shard(part=part) for id_, part in wanted.items() if id_ not in there]
    anew = [Shard(part=wanted[id_], replace=True) for id_ in stale]
    return Plan((*missing, *anew), len(wanted) - len(missing) - len(anew), tuple(outdated), copies)


def _wanted(paths: Iterable[Path], output: Output, size: int) -> tuple[dict[str, Part], int]:
    """The parts of all inputs by the ids of their shards, and how many inputs have the bytes of another."""
    known, kept = output.inputs(), dict[str, Any]()
    wanted: dict[str, Part] = {}
    hashes, copies = set[str](), 0
    for path in paths:
        parts, kept[str(path)] = _parts(path, size, known.get(str(path)))
        if parts and parts[0].sha256 in hashes:
            copies += 1
            continue
        hashes.update(part.sha256 for part in parts)
        wanted |= {shard_id(part): part for part in parts}
    output.keep_inputs(known | kept)
    return wanted, copies


def _parts(path: Path, size: int, known: Mapping[str, Any] | None) -> tuple[list[Part], dict[str, Any]]:
    """The parts of a file, as they were cut before where it has not changed since."""
    status = path.stat()
    seen = {"bytes": status.st_size, "changed": status.st_mtime_ns, "shard_size": size}
    if known is not None and {name: known.get(name) for name in seen} == seen:
        return [Part(**part) for part in known["parts"]], dict(known)
    parts = cut(path, size)
    return parts, {**seen, "parts": [asdict(part) for part in parts]}


def _what_differs(
    output: Output,
    stale: list[str],
    outdated: list[str],
    there: Mapping[str, Mapping[str, Any]],
    versions: Mapping[str, str],
) -> str:
    told = []
    if stale:
        changed: Counter[str] = Counter()
        for id_ in stale:
            held = there[id_]["versions"]
            changed.update(name for name in {*held, *versions} if held.get(name) != versions.get(name))
        names = ", ".join(sorted(changed))
        told.append(f"{len(stale):,} shards in it were made by other versions ({names})")
    if outdated:
        paths = sorted({there[id_]["input"]["path"] for id_ in outdated})
        more = f" and {len(paths) - 1:,} more" if len(paths) > 1 else ""
        told.append(f"{len(outdated):,} shards in it are of inputs that have changed since ({paths[0]}{more})")
    return f"{output.folder}: {'; '.join(told)}. Say --again to code these anew, or give another output"


def _digest(value: Any) -> str:
    return hashlib.sha256(repr(value).encode()).hexdigest()[:16]
