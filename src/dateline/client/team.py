"""What a client may do in a project: review by a team, giving reports, saved searches, people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

from dateline.client.parts import Part, quoted


class TeamPart(Part):
    """Assignments, agreement, the log; uploads, searches and people."""

    def queue(self, **conditions: Any) -> Iterator[dict[str, Any]]:
        """The claims that nobody has judged, the least certain first."""
        return self._pages("review/queue", **conditions)

    def progress(self) -> dict[str, Any]:
        """How much has been reviewed."""
        found: dict[str, Any] = self._get("review/progress")
        return found

    def assignments(self) -> Iterator[dict[str, Any]]:
        """The assignments, the newest first."""
        return self._pages("review/assignments")

    def assign(
        self, title: str, documents: Sequence[str], people: Sequence[str], *, key: str | None = None, **more: Any
    ) -> int:
        """Give documents to people to code; ``due``, ``note``, ``double`` and ``blind`` may be given. The number of it."""
        body = {"title": title, "documents": list(documents), "people": list(people), **more}
        made: dict[str, int] = self._decide("review/assignments", body, key=key)
        return made["number"]

    def assignment(self, number: int) -> dict[str, Any]:
        """One assignment, with how far it is."""
        found: dict[str, Any] = self._get(f"review/assignments/{number}")
        return found

    def tasks(self, number: int) -> list[dict[str, Any]]:
        """Who has which document of an assignment."""
        found: list[dict[str, Any]] = self._get(f"review/assignments/{number}/tasks")
        return found

    def my_tasks(self, *, every: bool = False) -> list[dict[str, Any]]:
        """What you have to code."""
        found: list[dict[str, Any]] = self._get("review/tasks", every=every)
        return found

    def finish_task(self, number: int, document: str) -> None:
        """You are done with a document of an assignment."""
        self._send("POST", f"review/assignments/{number}/documents/{quoted(document)}/done", {})

    def withdraw_assignment(self, number: int) -> None:
        """Take an assignment back."""
        self._send("POST", f"review/assignments/{number}/withdraw", {})

    def agreement(self, number: int) -> dict[str, Any]:
        """How far the coders of an assignment agree, and where they differ."""
        found: dict[str, Any] = self._get(f"review/assignments/{number}/agreement")
        return found

    def adopt_agreed(self, number: int, document: str) -> int:
        """Adopt all on which the coders of a document agree; how many claims that are."""
        made: dict[str, int] = self._send("POST", f"review/assignments/{number}/documents/{quoted(document)}/adopt", {})
        return made["number"]

    def log(self, **asked: Any) -> Iterator[dict[str, Any]]:
        """The log of all that was decided and exported; ``person``, ``kind``, ``since``, ``until``."""
        return self._pages("review/log", **asked)

    # --- giving reports ---

    def upload(self, *, texts: Sequence[Mapping[str, str]] = (), addresses: Sequence[str] = ()) -> int:
        """Give texts (text, title, source, published, url) and addresses to be coded; the number of the upload."""
        made: dict[str, int] = self._send("POST", "uploads", {"texts": list(texts), "addresses": list(addresses)})
        return made["number"]

    def uploads(self) -> list[dict[str, Any]]:
        """The newest uploads, with what came of them."""
        found: list[dict[str, Any]] = self._get("uploads")
        return found

    def upload_state(self, number: int) -> dict[str, Any]:
        """One upload, with what came of it so far."""
        found: dict[str, Any] = self._get(f"uploads/{number}")
        return found

    def jobs(self, number: int) -> Iterator[dict[str, Any]]:
        """The files, texts and addresses of an upload."""
        return self._pages(f"uploads/{number}/jobs")

    def change_job(self, number: int, job: int, act: Literal["retry", "cancel"]) -> None:
        """Do one again that failed, or do it no more."""
        self._send("POST", f"uploads/{number}/jobs/{job}/{act}", {})

    # --- searches and people ---

    def searches(self) -> list[dict[str, Any]]:
        """Your saved searches, and those that others share."""
        found: list[dict[str, Any]] = self._get("searches")
        return found

    def save_search(
        self, name: str, conditions: Mapping[str, str], *, kind: str = "incidents", shared: bool = False
    ) -> dict[str, Any]:
        """Keep a search: ``conditions`` as they stand in the address of the page."""
        body = {"name": name, "conditions": dict(conditions), "kind": kind, "shared": shared}
        made: dict[str, Any] = self._send("POST", "searches", body)
        return made

    def rename_search(self, number: int, name: str, *, shared: bool) -> dict[str, Any]:
        """Call your search something else, and share it or not."""
        made: dict[str, Any] = self._send("PUT", f"searches/{number}", {"name": name, "shared": shared})
        return made

    def set_feed(self, number: int, *, on: bool) -> str | None:
        """Begin a feed of what is new in your search at a new path, or end it; the path."""
        made: dict[str, str | None] = self._send("PUT", f"searches/{number}/feed", {"on": on})
        return made["path"]

    def set_hook(self, number: int, address: str | None) -> str | None:
        """Tell an address what is new in your search, or none; the secret that messages are signed with."""
        made: dict[str, str | None] = self._send("PUT", f"searches/{number}/hook", {"address": address})
        return made["secret"]

    def news(self, number: int) -> list[dict[str, Any]]:
        """What was new in a search that tells somebody, the newest first."""
        found: list[dict[str, Any]] = self._get(f"searches/{number}/news")
        return found

    def delete_search(self, number: int) -> None:
        """Delete your search."""
        self._ask("DELETE", f"searches/{number}")

    def people(self) -> list[dict[str, Any]]:
        """The people of the project."""
        found: list[dict[str, Any]] = self._get("people")
        return found

    def set_role(self, name: str, role: str | None) -> None:
        """Make somebody of the project something else in it, or nothing."""
        self._send("PUT", f"people/{quoted(name)}/role", {"role": role})
