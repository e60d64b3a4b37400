"""What the forms for names of actors and places share."""

from __future__ import annotations

import json

from dateline.errors import StoreError

NOT_KEPT = "Where the team's names are kept is not set: start the workbench with DATELINE_LISTS=FOLDER."


def names_of(seen: str) -> list[str]:
    """The names that were shown with the form. Raises StoreError where it does not say."""
    try:
        found = json.loads(seen)
    except ValueError:
        found = None
    if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
        raise StoreError("the form does not say which names were shown; load the page again")
    return found
