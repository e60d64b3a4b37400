"""The REST API under ``/api/v1``, a module a resource, each with a ``ROUTER``; it is found by being there."""

from __future__ import annotations

import importlib
import pkgutil

from fastapi import APIRouter

PREFIX = "/api/v1"


def routers() -> list[APIRouter]:
    """The routers of all resources."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    modules = [importlib.import_module(f"{__name__}.{name}") for name in names]
    return [module.ROUTER for module in modules if hasattr(module, "ROUTER")]
