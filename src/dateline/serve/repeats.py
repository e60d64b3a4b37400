"""Requests that may come twice: a key that the asker gives along says which are the same."""

from __future__ import annotations

import hashlib
import secrets
from typing import Annotated

from fastapi import Header
from pydantic import BaseModel

from dateline.serve.access import Here
from dateline.store.once import Once

LONGEST = 200
_KEY_BYTES = 12
Key = Annotated[
    str | None,
    Header(
        alias="idempotency-key",
        min_length=1,
        max_length=LONGEST,
        pattern="^[\x21-\x7e]+$",
        description="Any text of your own, new for each request. Sent again with the same one, the request is answered"
        " with what it wrote the first time, and writes nothing; so one whose answer was lost can be sent again.",
    ),
]


def new_key() -> str:
    """A key for a form: sent twice, by a second click or after the server broke off, it does its work once."""
    return secrets.token_urlsafe(_KEY_BYTES)


def form_of(here: Here, key: str, filled_in: str) -> Once | None:
    """The form under its key, as it was filled in: filled in otherwise, it is another request."""
    whole = f"{key}\0{filled_in}".encode("utf-8", "surrogatepass")
    return request_of(here, hashlib.sha256(whole).hexdigest(), filled_in) if key else None


def request_of(here: Here, key: str | None, asked: str | BaseModel, part: int = 0) -> Once | None:
    """The request under the key; None where none was given. ``part`` counts those that came together."""
    if not key:
        return None
    body = asked if isinstance(asked, str) else asked.model_dump_json()
    whole = f"{here.request.url.path}\0{body}"
    return Once(
        person=here.visitor.name,
        key=key[:LONGEST] if not part else f"{key[:LONGEST]} {part}",
        asked=hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest(),
    )
