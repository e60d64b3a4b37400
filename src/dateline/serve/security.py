"""What stands before every route: the host asked for, strangers, forms from elsewhere, and the headers of every answer.

A stranger is let through to the log-in, its static files and ``/health`` alone, whatever a route may say: a route that
forgets to ask who comes is still not reached. Written as plain ASGI: a response that streams is not held up.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from urllib.parse import parse_qs, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dateline.errors import DatelineError
from dateline.serve.access import Visitor, bearer_of, find_visitor, form_token, is_secure, not_signed_in
from dateline.serve.problems import broken, said, wrong
from dateline.serve.workbench import Workbench

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; worker-src 'self' blob:; manifest-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
"""No script and no style but our own files, and no address but our own. ``blob:`` pictures are the map's."""

HEADERS: Mapping[str, str] = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
TOKEN_HEADER, TOKEN_FIELD = "x-csrf-token", "csrf_token"
OPEN = frozenset({"/health", "/sign-in"})
OPEN_UNDER = ("/static/", "/sign-in/", "/invitation/", "/feeds/")
"""What strangers reach: what leads in, and feeds of alerts, whose addresses are secrets themselves."""
FREE = frozenset({"/sign-in"})
"""Where a form is sent before anybody is known: only the origin is checked."""
LARGEST = 2**23
LARGEST_OF_STRANGERS = 2**16
_LARGEST_FORM = 2**20
_MOST_FIELDS = 2000
_SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
_FORM = "application/x-www-form-urlencoded"
_UPLOADS = ("multipart/form-data", "application/octet-stream", "application/x-ndjson")
_REFUSED = "This form was not sent by a page of the workbench. Load the page again, and send it from there."


class Guard:
    """The application, guarded."""

    def __init__(self, app: ASGIApp, workbench: Workbench) -> None:
        self._app = app
        self._workbench = workbench

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or hand it on."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
            return
        request, started = Request(scope), False

        async def guarded(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                self._add_headers(request, MutableHeaders(scope=message))
            await send(message)

        try:
            response, receive = await self._before(request, receive)
            if response is not None:
                await response(scope, receive, guarded)
            else:
                await self._app(scope, receive, guarded)
        except (DatelineError, HTTPException) as error:
            # The accounts could not be asked, or a form was too large.
            await wrong(request, error)(scope, receive, guarded)
        except Exception:
            if not started:
                await broken(request)(scope, receive, guarded)
            raise  # to the log of the server

    def _add_headers(self, request: Request, given: MutableHeaders) -> None:
        for name, value in HEADERS.items():
            given.setdefault(name, value)
        # What a visitor may see is theirs: no store between keeps it.
        given.setdefault("cache-control", "private, no-cache")
        if is_secure(request):
            given.setdefault("strict-transport-security", "max-age=31536000; includeSubDomains")

    async def _before(self, request: Request, receive: Receive) -> tuple[Response | None, Receive]:
        """What is answered at once, if anything; and the body, to be read by the route."""
        if (problem := self._wrong_host(request)) is not None:
            return PlainTextResponse(problem, 421), receive
        path = request.scope["path"]
        if path.startswith("/static/") and request.method in _SAFE:
            return None, receive
        visitor = await run_in_threadpool(find_visitor, request)
        if visitor is None and path not in OPEN and not path.startswith(OPEN_UNDER):
            return wrong(request, not_signed_in(request)), receive
        largest = self._largest(request, visitor)
        if (length := request.headers.get("content-length", "0")).isdecimal() and int(length) > largest:
            return said(request, 413, f"This is too large: {largest:,} bytes are taken at most here."), receive
        receive = _no_more_than(receive, largest)
        if request.method not in _SAFE:
            is_ours, receive = await self._is_ours(request, visitor, receive)
            if not is_ours:
                return said(request, 403, _REFUSED), receive
        return None, receive

    def _wrong_host(self, request: Request) -> str | None:
        host = _name(request.headers.get("host", ""))
        if "*" in self._workbench.hosts or host in self._workbench.hosts:
            return None
        return f"This workbench is not {host!r}. Start it with --host-name {host} if it is to be.\n"

    def _largest(self, request: Request, visitor: Visitor | None) -> int:
        if visitor is None:
            return LARGEST_OF_STRANGERS
        kind = request.headers.get("content-type", "").casefold()
        return self._workbench.largest_upload if kind.startswith(_UPLOADS) else LARGEST

    async def _is_ours(self, request: Request, visitor: Visitor | None, receive: Receive) -> tuple[bool, Receive]:
        """Whether a request that changes something was sent by one of our own pages; and the body, to be read again."""
        headers = request.headers
        if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            return False, receive
        if (origin := headers.get("origin")) is not None:
            from_where = urlsplit(origin)
            if from_where.netloc != headers.get("host") or (is_secure(request) and from_where.scheme != "https"):
                return False, receive
        # A program with a token is no browser that carries a cookie along. Of a stranger, the route thinks.
        if visitor is None or bearer_of(request) is not None or request.scope["path"] in FREE:
            return True, receive
        given = headers.get(TOKEN_HEADER)
        if given is None and headers.get("content-type", "").startswith(_FORM):
            body, receive = await _read(receive)
            given = _field(body, TOKEN_FIELD)
        wanted = form_token(self._workbench, visitor)
        return given is not None and hmac.compare_digest(given.encode(), wanted.encode()), receive


def _name(host: str) -> str:
    """The host without its port."""
    return host[: host.index("]") + 1] if host.startswith("[") and "]" in host else host.partition(":")[0].casefold()


def _field(body: bytes, name: str) -> str | None:
    try:
        return parse_qs(body.decode("latin-1"), max_num_fields=_MOST_FIELDS).get(name, [None])[0]
    except ValueError:
        return None


def _no_more_than(receive: Receive, largest: int) -> Receive:
    """The body, which ends with an error where it is larger than it may be, whatever length it said."""
    seen = 0

    async def limited() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > largest:
            raise HTTPException(413, f"This is too large: {largest:,} bytes are taken at most here.")
        return message

    return limited


async def _read(receive: Receive) -> tuple[bytes, Receive]:
    """The body of a form, and a ``receive`` that gives it again."""
    messages: list[Message] = []
    body, more = b"", True
    while more and len(body) <= _LARGEST_FORM:
        message = await receive()
        messages.append(message)
        body += message.get("body", b"")
        more = bool(message.get("more_body", False)) and message["type"] == "http.request"
    waiting = iter(messages)

    async def again() -> Message:
        return next(waiting, None) or await receive()

    return body, again
