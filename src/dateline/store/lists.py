"""A store's own lists of actors and places: files that its team writes in the workbench, and that its coding takes.

They lie beside a store that is a file (``reports.db.lists/``), or in a folder of the setting ``lists``, under the name of
the store. They are the files of a user that the how-to guides describe, and may be edited by hand too; only comments in
them are lost when the workbench writes them. Whoever codes into the store takes them, after those of the settings.
"""

from __future__ import annotations

import csv
import io
import os
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING, Any

import yaml
from sqlalchemy.engine import URL

from dateline.errors import OntologyError, StoreError
from dateline.ontology.authority import Authority, AuthorityActor
from dateline.ontology.authority.actors import id_in
from dateline.ontology.authority.files import packaged_sections, packaged_texts
from dateline.ontology.gazetteer import Gazetteer
from dateline.ontology.gazetteer.added.place import COLUMNS, field_of
from dateline.settings import Settings, load_settings

if TYPE_CHECKING:
    from dateline.store.store import Store

_WRITING = threading.Lock()
_LONGEST, _MOST = 200, 200
_PARTING = "|"


@dataclass(frozen=True, slots=True)
class OwnPlace:
    """A place that the team gives further names: where it lies, in WGS 84 degrees."""

    geonames_id: int
    name: str
    lat: float
    lon: float
    country: str
    admin1: str


@dataclass(frozen=True, slots=True)
class Lists:
    """The files of one store. Neither needs to be there."""

    folder: Path

    @classmethod
    def of(cls, store: Store) -> Lists | None:
        """Those of a store; None where it is in a database server and no folder is set."""
        return lists_at(store.engine.url)

    @property
    def actors(self) -> Path:
        """The file of actors."""
        return self.folder / "actors.yaml"

    @property
    def places(self) -> Path:
        """The file of places."""
        return self.folder / "places.csv"

    def over(self, settings: Settings) -> Settings:
        """The settings with the files that are there after their own."""
        actors = (str(self.actors),) if self.actors.is_file() else ()
        places = (str(self.places),) if self.places.is_file() else ()
        return replace(settings, actors=(*settings.actors, *actors), gazetteers=(*settings.gazetteers, *places))

    def aliases_of_actor(self, actor_id: str) -> tuple[str, ...] | None:
        """The other names that the file gives an actor; None where it says nothing of it."""
        for section, items in self._sections().items():
            for item in items:
                if id_in(section, item) == actor_id:
                    return tuple(item.get("also", ()))
        return None

    def name_actor(self, actor: AuthorityActor, also: Sequence[str], seen: Sequence[str]) -> None:
        """Give an actor these other names, and no others; ``seen`` are those that it had when they were shown.

        Where they are those that ship, the file says nothing of it any more. Raises StoreError where somebody has changed
        them meanwhile, or a name cannot be one; the file is then as it was.
        """
        names = _names(also)
        with _WRITING:
            authority = Authority.load(self.over(load_settings()).actors)
            known = authority.actor(actor.id)
            if tuple(known.aliases if known else ()) != tuple(seen):
                raise StoreError(f"somebody changed the names of {actor.name} meanwhile; load the page again")
            sections = self._sections()
            for name, items in sections.items():
                items[:] = [item for item in items if id_in(name, item) != actor.id]
            section, item = _packaged(actor.id) or ("actors", _entry(actor))
            if names != tuple(item.get("also", ())):
                sections.setdefault(section, []).append({**item, "also": list(names)})
            sections = {name: items for name, items in sections.items() if items}
            text = yaml.safe_dump(sections, allow_unicode=True, sort_keys=False, width=120) if sections else ""
            _put(self.actors, text, lambda path: Authority.load((*load_settings().actors, path)))

    def aliases_of_place(self, geonames_id: int) -> tuple[str, ...]:
        """The further names that the file gives a place."""
        row = next((row for row in self._rows()[1] if row.get("geonames_id") == str(geonames_id)), None)
        return tuple(filter(None, (row or {}).get("alternates", "").replace(";", _PARTING).split(_PARTING)))

    def name_place(self, place: OwnPlace, also: Sequence[str], seen: Sequence[str]) -> None:
        """Give a place these further names, beside those of the gazetteer; as :meth:`name_actor`."""
        names = _names(also)
        if bad := next((name for name in names if _PARTING in name or ";" in name), None):
            raise StoreError(f"{bad!r}: a name of a place has no {_PARTING} and no semicolon in it")
        with _WRITING:
            if self.aliases_of_place(place.geonames_id) != tuple(seen):
                raise StoreError(f"somebody changed the names of {place.name} meanwhile; load the page again")
            columns, rows = self._rows()
            old = next((row for row in rows if row.get("geonames_id") == str(place.geonames_id)), {})
            rows = [row for row in rows if row is not old]
            if names:
                new = {"name": place.name, "lat": f"{place.lat}", "lon": f"{place.lon}", "country": place.country}
                new |= {"admin1": place.admin1, "geonames_id": str(place.geonames_id)}
                rows.append({**new, **old, "alternates": _PARTING.join(names)})
            out = io.StringIO()
            writer = csv.DictWriter(out, columns, lineterminator="\n", restval="")
            writer.writeheader()
            writer.writerows(rows)
            own = load_settings()

            def check(path: str) -> None:
                Gazetteer.open(replace(own, gazetteers=(*own.gazetteers, path)))

            _put(self.places, out.getvalue() if rows else "", check)

    def _sections(self) -> dict[str, list[dict[str, Any]]]:
        """What the file of actors holds. Raises OntologyError where somebody has made it unreadable."""
        if not self.actors.is_file():
            return {}
        try:
            loaded = yaml.load(self.actors.read_text("utf-8-sig"), Loader=yaml.CSafeLoader)
        except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
            raise OntologyError(str(self.actors), f"it cannot be read ({error}); mend it by hand") from error
        return {name: list(items) for name, items in (loaded or {}).items()}

    def _rows(self) -> tuple[list[str], list[dict[str, str]]]:
        """The columns and rows of the file of places, its headings as the gazetteer reads them."""
        columns = list(COLUMNS)
        if not self.places.is_file():
            return columns, []
        try:
            rows = list(csv.reader(io.StringIO(self.places.read_text("utf-8-sig"), newline=""), strict=True))
        except (OSError, UnicodeDecodeError, csv.Error) as error:
            raise OntologyError(str(self.places), f"it cannot be read ({error}); mend it by hand") from error
        heading = [field_of(column) or column for column in (rows[0] if rows else [])]
        columns += [column for column in heading if column not in columns]
        return columns, [dict(zip(heading, row, strict=False)) for row in rows[1:] if any(row)]


def lists_at(url: URL) -> Lists | None:
    """The lists of the store at an address."""
    folder, is_file = load_settings().lists, url.get_backend_name() == "sqlite"
    database = url.database or ""
    if folder:
        return Lists(Path(folder) / (Path(database).stem if is_file else database))
    return Lists(Path(f"{database}.lists")) if is_file else None


def with_lists(settings: Settings, store: Store) -> Settings:
    """The settings to code into the store with: its own lists come after the files of the settings."""
    lists = Lists.of(store)
    return settings if lists is None else lists.over(settings)


def _names(also: Sequence[str]) -> tuple[str, ...]:
    """The names, each once and on one line. Raises StoreError for what can be none."""
    names = tuple(dict.fromkeys(filter(None, (" ".join(name.split()) for name in also))))
    if len(names) > _MOST:
        raise StoreError(f"{len(names)} names are too many for one; {_MOST} are the most")
    for name in names:
        if len(name) > _LONGEST:
            raise StoreError(f"{name[:40]}…: a name of {len(name)} characters is too long; {_LONGEST} are the most")
        if not any(map(str.isalnum, name)) or not name.isprintable():
            raise StoreError(f"{name!r} is no name: it needs a letter or figure, and nothing that cannot be seen")
    return names


def _packaged(actor_id: str) -> tuple[str, dict[str, Any]] | None:
    """The entry that ships, with its section: all of it must stand in the one that takes its place."""
    for section, entries in packaged_sections(packaged_texts()).items():
        if section in ("states", "regions", "peoples", "actors", "people"):
            for _, item in entries:
                if id_in(section, item) == actor_id:
                    return section, dict(item)
    return None


def _entry(actor: AuthorityActor) -> dict[str, Any]:
    """The entry of an actor that no list has."""
    entry: dict[str, Any] = {"id": actor.id, "name": actor.name, "kind": actor.kind}
    return entry | {"country": actor.country} if actor.country else entry


def _put(path: Path, text: str, check: Callable[[str], object]) -> None:
    """Put a file in its place whole, once its own reader has read it; without text, take it away."""
    try:
        if not text:
            path.unlink(missing_ok=True)
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(
            "w",
            dir=path.parent,
            prefix=f".{path.stem}-",
            suffix=path.suffix,
            delete=False,
            encoding="utf-8",
            newline="",
        ) as aside:
            aside.write(text)
            aside.flush()
            os.fsync(aside.fileno())
    except OSError as error:
        raise StoreError(f"{path} cannot be written ({error.strerror}); nothing was changed") from error
    try:
        check(aside.name)
        Path(aside.name).replace(path)
    except OntologyError as error:
        raise StoreError(f"this cannot be kept: {error.problem}") from error
    finally:
        Path(aside.name).unlink(missing_ok=True)
