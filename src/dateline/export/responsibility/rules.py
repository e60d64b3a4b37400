"""What a profile of data responsibility says, as it stands in its file, and the lists that all profiles share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Annotated, Any, Literal, Self, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from dateline.errors import OntologyError, SettingError
from dateline.settings import Settings

Level = Literal["exact", "grid", "admin2", "admin1", "country", "none"]
LEVELS: tuple[Level, ...] = ("exact", "grid", "admin2", "admin1", "country", "none")
"""How precise coordinates may be, the finest first."""
Rules = TypeVar("Rules", bound="_FromFile")
Hiding = Literal["keep", "pseudonymise", "withhold"]

_FOLDER = resources.files("dateline.ontology") / "data" / "responsibility"


class _FromFile(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ProfileRules(_FromFile):
    """A profile: what each field of ``data/responsibility/profiles.yaml`` means is told at the head of that file."""

    title: str
    coordinates: Level
    grid_km: Annotated[float, Field(ge=1, le=1000)] = 50.0
    sensitive_places: Literal["keep", "mark", "hold_back"]
    sensitive_coordinates: Level = "admin1"
    people: Hiding
    let_out: tuple[str, ...] = ()
    withhold: tuple[str, ...] = ()
    analysts: Hiding
    text: Literal["whole", "quotations"]
    other_fields: Literal["keep", "drop"]
    licence: str
    methodology: str

    @model_validator(mode="after")
    def _sensitive_is_coarser(self) -> Self:
        if self.sensitive_places != "keep" and LEVELS.index(self.sensitive_coordinates) < LEVELS.index(
            self.coordinates
        ):
            raise ValueError(
                f"sensitive_coordinates {self.sensitive_coordinates} is finer than coordinates {self.coordinates}"
            )
        return self

    @property
    def changes_nothing(self) -> bool:
        """Whether every record goes out as it is."""
        kept = (self.sensitive_places, self.people, self.analysts, self.other_fields) == ("keep",) * 4
        return kept and self.coordinates == "exact" and self.text == "whole" and not self.withhold


class SensitiveKind(_FromFile):
    """A kind of sensitive place: what it is called, and by which words and gazetteer features it is known."""

    label: str
    words: tuple[str, ...]
    features: tuple[str, ...] = ()


class SensitiveRules(_FromFile):
    """``data/responsibility/sensitive.yaml``."""

    kinds: Mapping[str, SensitiveKind]
    around: tuple[str, ...]
    reach: Annotated[int, Field(ge=0, le=20)]
    not_after: tuple[str, ...]
    speaker_at: tuple[str, ...]
    says: tuple[str, ...]
    near_place: Annotated[int, Field(ge=0, le=20)]
    not_before: tuple[str, ...]


class PeopleRules(_FromFile):
    """``data/responsibility/people.yaml``."""

    particles: frozenset[str]
    also_words: frozenset[str]
    not_names: frozenset[str]
    name_after: tuple[str, ...]
    ages: tuple[int, int]
    fields: frozenset[str]


def profile_rules(settings: Settings) -> Mapping[str, ProfileRules]:
    """Every profile by its name: those that ship, and those of the user's files over them.

    Raises OntologyError when a file is not as the packaged one is, SettingError when there is no such file.
    """
    return _profiles(settings.profiles)


@lru_cache(maxsize=4)
def _profiles(paths: Sequence[str]) -> Mapping[str, ProfileRules]:
    found = _read_profiles("profiles.yaml", (_FOLDER / "profiles.yaml").read_text("utf-8"))
    for path in paths:
        try:
            text = Path(path).read_text("utf-8")
        except OSError as error:
            raise SettingError(f"DATELINE_PROFILES names {path!r}, which cannot be read: {error.strerror}") from error
        except UnicodeDecodeError as error:
            raise OntologyError(path, f"it is not UTF-8 ({error})") from error
        found = {**found, **_read_profiles(path, text)}
    return found


def _read_profiles(where: str, text: str) -> dict[str, ProfileRules]:
    loaded = _loaded(where, text)
    return {str(name): _checked(ProfileRules, f"{where}, profile {name}", fields) for name, fields in loaded.items()}


@lru_cache(maxsize=1)
def sensitive_rules() -> SensitiveRules:
    """What makes a place sensitive."""
    return _checked(SensitiveRules, "sensitive.yaml", _shipped("sensitive.yaml"))


@lru_cache(maxsize=1)
def people_rules() -> PeopleRules:
    """How people's names are known."""
    return _checked(PeopleRules, "people.yaml", _shipped("people.yaml"))


def _shipped(name: str) -> Mapping[str, Any]:
    return _loaded(name, (_FOLDER / name).read_text("utf-8"))


def _loaded(where: str, text: str) -> Mapping[str, Any]:
    try:
        loaded = yaml.load(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        raise OntologyError(where, f"it is no YAML ({error})") from error
    if not isinstance(loaded, dict):
        raise OntologyError(where, "it must hold names with fields under each")
    return loaded


def _checked(kind: type[Rules], where: str, fields: object) -> Rules:
    try:
        return kind.model_validate(fields)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        field = ".".join(map(str, first["loc"]))
        raise OntologyError(where, f"{field + ': ' if field else ''}{first['msg']}, not {first['input']!r}") from error
