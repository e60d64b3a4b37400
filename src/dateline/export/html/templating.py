"""The Jinja environment of the pages, and what makes a page one file that can neither load nor run anything else."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from dateline.export.words.credits import CREDIT

_LONE_RETURN = re.compile(r"\r(?!\n)")
_NOT_IN_HTML = re.compile(r"[\x00\ud800-\udfff]")


def fill(template: str, *, script: str | None = None, **values: Any) -> str:
    """The page that a template gives, with its style sheet, its script and a policy that allows these two alone.

    Characters that no HTML page can hold (NUL, lone surrogates) become U+FFFD, one for one.
    """
    style = _asset("page.css")
    code = _asset(script) if script else ""
    policy = "; ".join(
        [
            "default-src 'none'",
            f"style-src {_hash_source(style)}",
            f"script-src {_hash_source(code)}" if code else "script-src 'none'",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )
    html = (
        _environment().get_template(template).render(style=Markup(style), script=Markup(code), policy=policy, **values)
    )
    return _NOT_IN_HTML.sub("\ufffd", html)


def exact_text(text: str) -> Markup:
    """Article text as HTML that a browser reads back character for character, carriage returns too.

    A carriage return alone, which browsers show as a space, gets a line break beside it.
    """
    return Markup(_LONE_RETURN.sub("\r<br>", str(escape(text))).replace("\r", "&#13;"))


def is_web_address(url: str | None) -> bool:
    """Whether a link may lead there: addresses of the web only, never script."""
    return bool(url) and str(url).lower().startswith(("https://", "http://"))


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("dateline.export"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["exact"] = exact_text
    environment.globals["credit"] = CREDIT
    return environment


@cache
def _asset(name: str) -> str:
    return files("dateline.export").joinpath("templates", name).read_text(encoding="utf-8")


def _hash_source(code: str) -> str:
    digest = base64.b64encode(hashlib.sha256(code.encode("utf-8")).digest()).decode("ascii")
    return f"'sha256-{digest}'"
