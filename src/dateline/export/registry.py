"""The formats of export there are: one a module of :mod:`dateline.export.formats`, found by being there."""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module
from importlib.util import find_spec

from dateline.errors import ExportError
from dateline.export import formats
from dateline.export.contract import Format

OPTIONS = {
    "hxl": "A row of HXL tags under the header.",
    "without-deaths": "Events in which nobody is known to have died, too.",
}
"""What can be asked of a format beyond its name, with the help of the command; a format says which it understands."""


@cache
def all_formats() -> tuple[Format, ...]:
    """Every format, by name."""
    names = [module.name for module in pkgutil.iter_modules(formats.__path__)]
    modules = [import_module(f"{formats.__name__}.{name}") for name in names]
    # A module beside a format that only serves others defines no EXPORT.
    return tuple(sorted((m.EXPORT for m in modules if hasattr(m, "EXPORT")), key=lambda found: found.name))


def format_of(name: str) -> Format:
    """The format of this name. Raises ExportError when there is none."""
    found = next((candidate for candidate in all_formats() if candidate.name == name), None)
    if found is None:
        known = ", ".join(candidate.name for candidate in all_formats())
        raise ExportError(f"there is no format {name!r}, only {known}")
    return found


def check_usable(form: Format, options: frozenset[str] = frozenset()) -> None:
    """Raises ExportError when the format's packages are not installed, or it does not know one of the options."""
    missing = [package for package in form.packages if find_spec(package) is None]
    if missing:
        raise ExportError(
            f"{form.title} needs {' and '.join(missing)}, which is not installed: pip install 'dateline[{form.extra}]'"
        )
    for option in sorted(options - form.options):
        able = ", ".join(f.name for f in all_formats() if option in f.options)
        raise ExportError(f"--{option} is nothing that the format {form.name} knows; it goes with {able}")
