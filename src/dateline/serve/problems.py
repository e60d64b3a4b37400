"""What is said when something is wrong: a page, a part of one, or RFC 9457 problem JSON, by who asked."""

from __future__ import annotations

from urllib.parse import quote

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException

from dateline.serve.api.answering import status_of
from dateline.serve.templating import page

_BROKEN = "Something broke in the workbench. What you had saved is safe; the server's log says more."


def wrong(request: Request, error: Exception) -> Response:
    """The answer to a request that could not be done; strangers are led to the log-in."""
    if isinstance(error, HTTPException):
        return said(request, error.status_code, str(error.detail))
    status = status_of(error)
    if status == 401 and request.method in ("GET", "HEAD") and not is_api(request) and not _is_part(request):
        asked = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        return RedirectResponse("/sign-in" if asked == "/" else f"/sign-in?next={quote(asked, safe='/')}", 303)
    return said(request, status, _words(error))


def broken(request: Request) -> Response:
    """An error of our own: it is in the log of the server, with where it happened, and not shown to the visitor."""
    return said(request, 500, _BROKEN)


def said(request: Request, status: int, words: str) -> Response:
    """The words, as the one who asked can read them."""
    if is_api(request):
        problem = {"type": "about:blank", "status": status, "title": words}
        response: Response = JSONResponse(problem, status, media_type="application/problem+json")
    elif _is_part(request):
        response = page(request, "problem_part.html", status_code=status, words=words)
    else:
        response = page(request, "problem.html", status_code=status, words=words, status=status)
    if status == 401:
        response.headers["www-authenticate"] = "Bearer"
    return response


def is_api(request: Request) -> bool:
    """Whether a program asks."""
    return request.url.path.startswith("/api/")


def _is_part(request: Request) -> bool:
    return "hx-request" in request.headers


def _words(error: Exception) -> str:
    if isinstance(error, RequestValidationError):
        return "; ".join(f"{'.'.join(map(str, part['loc'][1:]))}: {part['msg']}" for part in error.errors())
    return str(error)
