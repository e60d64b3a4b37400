"""Templates: Jinja with escaping always on, and what every page shows around its own part."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from fastapi import Request
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from starlette.responses import HTMLResponse, Response

from dateline import __version__
from dateline.serve.access import Here, find_visitor, form_token
from dateline.serve.words import FILTERS
from dateline.serve.workbench import Workbench

FOLDER = Path(__file__).parent


@cache
def environment() -> Environment:
    """The templates of the workbench. A name that a template does not know is an error, not an empty place."""
    made = Environment(
        loader=PackageLoader("dateline.serve", "templates"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["version"] = __version__
    made.filters.update(FILTERS)
    return made


def page(
    request: Request, template: str, *, here: Here | None = None, status_code: int = 200, **context: Any
) -> Response:
    """A template as a response.

    It knows ``request``, ``here`` (None outside projects), ``nav``, ``visitor`` (None for strangers), ``csrf_token``,
    and ``accounts``: whether there are any, and so a page of one's own.
    """
    from dateline.serve.pages import navigation

    visitor = find_visitor(request)
    workbench: Workbench = request.app.state.workbench
    text = (
        environment()
        .get_template(template)
        .render(
            request=request,
            here=here,
            nav=navigation(here) if here is not None else (),
            visitor=visitor,
            accounts=not workbench.accounts.open,
            csrf_token=form_token(workbench, visitor) if visitor is not None else "",
            **context,
        )
    )
    return HTMLResponse(text, status_code)
