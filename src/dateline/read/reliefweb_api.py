"""ReliefWeb's API: ``reliefweb:?query[value]=Sudan`` to its address, and from page to page of an answer."""

from __future__ import annotations

import json
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from dateline.errors import ReadError

API = "https://api.reliefweb.int/v2/reports"
SCHEME = "reliefweb:"
_PAGE = "100"


def address_of(request: str, appname: str) -> str:
    """The API's address of ``reliefweb:?…``, whose parameters are the API's own.

    Raises ReadError where no name of an application is known: ReliefWeb answers only to names that it has registered.
    """
    query = request[len(SCHEME) :].lstrip("?")
    given = parse_qsl(query, keep_blank_values=True)
    names = {name for name, _ in given}
    if "appname" not in names and not appname:
        remedy = "Register one with ReliefWeb, and give it as appname=… or in DATELINE_RELIEFWEB_APPNAME"
        raise ReadError(request, "ReliefWeb's API answers only to a registered application name", remedy)
    if "appname" not in names:
        given.append(("appname", appname))
    if not any(name in {"profile", "preset"} or name.startswith("fields[") for name in names):
        given.append(("profile", "full"))
    if not any(name.startswith("sort") or name == "preset" for name in names):
        given.append(("sort[]", "date.created:desc"))
    return f"{API}?{urlencode(given)}"


def is_api(url: str) -> bool:
    """Whether the address is one of the API, which is there for machines."""
    try:
        asked, api = urlsplit(url), urlsplit(API)
    except ValueError:  # it is no address at all
        return False
    return (asked.scheme, asked.netloc) == (api.scheme, api.netloc)


def paged(url: str) -> tuple[str, bool]:
    """The address, and whether its answer goes on over pages: not where it says itself how many reports it wants."""
    parts = urlsplit(url)
    given = parse_qsl(parts.query, keep_blank_values=True)
    if any(name == "limit" for name, _ in given) or parts.path.rstrip("/").rpartition("/")[2].isdigit():
        return url, False
    return urlunsplit(parts._replace(query=urlencode([*given, ("limit", _PAGE)]))), True


def next_page(data: bytes, url: str) -> str | None:
    """The address of the page after this one, if there is one.

    Raises ReadError where it leads away from the API.
    """
    try:
        answer = json.loads(data)
    except (ValueError, RecursionError):  # the reader has said so
        return None
    links = answer.get("links") if isinstance(answer, dict) else None
    link = links.get("next") if isinstance(links, dict) else None
    href = link.get("href") if isinstance(link, dict) else None
    if not isinstance(href, str) or not answer.get("data"):
        return None
    if not is_api(href):
        raise ReadError(url, f"its next page is {href:.100}, which is no address of the API", "Check the answer")
    parts = urlsplit(href)
    given = parse_qsl(parts.query, keep_blank_values=True)
    names = {name for name, _ in given}
    kept = [(name, value) for name, value in parse_qsl(urlsplit(url).query) if name == "appname" and name not in names]
    return urlunsplit(parts._replace(query=urlencode([*given, *kept])))
