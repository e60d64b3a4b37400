"""Telling an address what is new in a saved search: signed, never into the own network, and again where it failed."""

from __future__ import annotations

import hashlib
import hmac
import json
from typing import TYPE_CHECKING

from dateline.errors import ReadError, StoreError
from dateline.read.web import IsAllowed, Web, is_public
from dateline.serve.jobs.news import changes
from dateline.store.saved import News, SavedSearch, Searches, news_of

if TYPE_CHECKING:
    from dateline.serve.jobs.coding import Bench
    from dateline.store.jobs import Leased

SIGNATURE = "X-Dateline-Signature"
MOST_TRIES = 8
"""The last one comes some ten hours after the first."""
_FIRST_PAUSE_SECONDS = 60
_ANSWER_BYTES = 64 * 2**10


def check_address(address: str, is_allowed: IsAllowed = is_public) -> None:
    """Raises ReadError where nothing may be sent there: no http or https, or inside the network of the workbench."""
    Web(is_allowed).check(address)


def signature(secret: bytes, body: bytes) -> str:
    """What proves that the body is the workbench's: HMAC-SHA256 with the secret of the search."""
    return f"sha256={hmac.new(secret, body, hashlib.sha256).hexdigest()}"


def tell(leased: Leased, bench: Bench, is_allowed: IsAllowed = is_public) -> None:
    """Send what a job names; where that fails it waits longer each time, and at last is failed with the reason."""
    try:
        search = Searches(bench.store).one(int(leased.content["search"]))
    except StoreError:
        bench.jobs.finish(leased)  # it was deleted: there is nothing to tell
        return
    if search.hook is None or search.hook_secret is None:
        bench.jobs.finish(leased)
        return
    first, last = int(leased.content["first"]), int(leased.content["last"])
    body = body_of(search, news_of(bench.store, search.number, first=first, last=last, limit=1000))
    headers = {
        "Content-Type": "application/json", SIGNATURE: signature(search.hook_secret, body),
        "X-Dateline-Delivery": str(leased.number),
    }  # fmt: skip
    try:
        answer = Web(is_allowed).post(search.hook, body, _ANSWER_BYTES, headers)
        problem = None if 200 <= answer.status < 300 else f"it answered {answer.status} {answer.reason}".rstrip()
    except ReadError as error:
        problem = f"{error.problem}. {error.remedy}"
    if problem is None:
        bench.jobs.finish(leased)
    elif int(leased.content.get("try", 1)) >= MOST_TRIES:
        bench.jobs.finish(leased, problem=problem)
    else:
        number = int(leased.content.get("try", 1))
        bench.jobs.put_back(
            leased, problem=problem, seconds=_FIRST_PAUSE_SECONDS * 2 ** (number - 1), content={"try": number + 1}
        )


def body_of(search: SavedSearch, news: list[News]) -> bytes:
    """What is sent, as JSON: the oldest news first."""
    told = [
        {
            "id": item.number, **_of(search, item), "what": item.kind, "at": item.at,
            **{name: value for name, value in item.told.items() if name != "before"}, "changes": changes(dict(item.told)),
        }
        for item in reversed(news)
    ]  # fmt: skip
    about = {"search": search.number, "name": search.name, "kind": search.kind}
    return json.dumps({**about, "news": told}, ensure_ascii=False).encode()


def _of(search: SavedSearch, item: News) -> dict[str, str]:
    """The incident that the news is of; where it is of a claim or a document, what is told says which."""
    return {"incident": item.item} if search.kind == "incidents" else {}
