"""The pages, a module each: its ``ROUTER``, and a ``NAV`` where the navigation leads to it. It is found by being there."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from types import ModuleType

from fastapi import APIRouter

from dateline.serve.access import Here, Role


@dataclass(frozen=True, slots=True)
class Nav:
    """An entry of the navigation: its place in the order, its title, its path within the project, and who sees it.

    ``key`` is the second key of the shortcut: ``g`` and then this one.
    """

    order: int
    title: str
    path: str
    key: str
    role: Role = "viewer"


def _modules() -> Iterator[ModuleType]:
    for found in sorted(pkgutil.iter_modules(__path__), key=lambda module: module.name):
        yield importlib.import_module(f"{__name__}.{found.name}")


def routers() -> list[APIRouter]:
    """The routers of all pages."""
    return [module.ROUTER for module in _modules() if hasattr(module, "ROUTER")]


@cache
def entries() -> tuple[Nav, ...]:
    """Those of all pages, in their order."""
    return tuple(sorted((module.NAV for module in _modules() if hasattr(module, "NAV")), key=lambda nav: nav.order))


def navigation(here: Here) -> Sequence[Nav]:
    """The entries that the visitor may see."""
    return [entry for entry in entries() if here.may(entry.role)]
