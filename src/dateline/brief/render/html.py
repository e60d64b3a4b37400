"""A brief as one HTML page that loads nothing, reads on a telephone, and prints on A4."""

from __future__ import annotations

import base64
import re
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from dateline.brief.record import Brief, Picture
from dateline.brief.render import lists

_NOT_IN_HTML = re.compile(r"[\x00\ud800-\udfff]")


def render(brief: Brief) -> bytes:
    """The brief as a page in UTF-8."""
    return page(brief).encode("utf-8")


def page(brief: Brief) -> str:
    """The brief as a page. Everything that comes from a report is escaped; links lead to the web only."""
    style = files("dateline.brief.render").joinpath("templates", "brief.css").read_text("utf-8")
    template = _environment().get_template("brief.html")
    made = template.render(brief=brief, lists=lists, style=Markup(style), data=_data)
    return _NOT_IN_HTML.sub("\ufffd", made)


def _data(picture: Picture) -> str:
    return f"data:image/png;base64,{base64.b64encode(picture.png).decode('ascii')}"


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("dateline.brief.render"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
