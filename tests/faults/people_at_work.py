"""People who review through the client of the API, and note what they asked and what they were answered."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from dateline.client import ApiError, Client, Project

Outcome = Literal["unanswered", "answered", "refused"]
PEOPLE = ("ReviewerA", "ReviewerB")
_HURRIES = 0.1
"""So often somebody sends again what was answered already."""
_REFUSED = (400, 412)
"""Somebody else was first: the claim was judged since, or is gone, or the verdict was taken back already."""
_ENDS_WITHIN = 120.0
_TIMEOUT = 60.0


@dataclass(slots=True)
class Sent:
    """A request: the mark by which what it wrote is found, and what was answered.

    ``size`` is how many lines it writes, ``numbers`` those that it was said to have written.
    """

    mark: str
    act: str
    do: Callable[[Project], list[int]] = field(repr=False)
    size: int = 1
    outcome: Outcome = "unanswered"
    numbers: list[int] = field(default_factory=list)


class Worker:
    """One person at work in a thread of their own, as long as the server is there."""

    def __init__(self, name: str, token: str, project: str, chance: random.Random) -> None:
        self._name, self._token, self._project, self._chance = name, token, project, chance
        self._going, self._idle = threading.Event(), threading.Event()
        self._over = False
        self._again: list[Sent] = []
        self._documents: list[str] = []
        self._address = ""
        self._broken: BaseException | None = None
        self.log: list[Sent] = []
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def go_on(self, address: str, *, repeat: float) -> None:
        """Work with the server at the address; first send this share of what was not answered again."""
        waiting = [sent for sent in self.log if sent.outcome == "unanswered"]
        self._again = [sent for sent in waiting if self._chance.random() < repeat]
        self._address = address
        self._idle.clear()
        self._going.set()

    def pause(self) -> None:
        """Do no more; returns when nothing is in hand."""
        self._going.clear()
        if not self._idle.wait(_ENDS_WITHIN):
            raise RuntimeError(f"{self._name} does not come to an end")
        if self._broken is not None:
            raise self._broken

    def repeat_all(self, address: str) -> None:
        """Send again whatever was not answered, and some of what was, which must be answered as before."""
        answered = [sent for sent in self.log if sent.outcome == "answered"]
        some = self._chance.sample(answered, min(10, len(answered)))
        with Client(address, self._token, timeout=_TIMEOUT) as client:
            for sent in [*(sent for sent in self.log if sent.outcome == "unanswered"), *some]:
                self._send(client.project(self._project), sent)

    def end(self) -> None:
        """Stop for good."""
        self._over = True
        self._going.set()
        self._thread.join(_ENDS_WITHIN)

    def _run(self) -> None:
        while not self._over:
            self._going.wait()
            try:
                if not self._over:
                    with Client(self._address, self._token, timeout=_TIMEOUT) as client:
                        self._work(client.project(self._project))
            except BaseException as error:
                self._broken = error
            self._going.clear()
            self._idle.set()

    def _work(self, project: Project) -> None:
        for sent in self._again:
            self._send(project, sent)
        while self._going.is_set():
            try:
                sent = self._next(project)
            except ApiError as error:
                if error.status != 0:
                    raise
                return  # the server is gone
            if sent is not None:
                self.log.append(sent)
                self._send(project, sent)
                if sent.outcome == "answered" and self._chance.random() < _HURRIES:
                    self._send(project, sent)

    def _send(self, project: Project, sent: Sent) -> None:
        """Send it; what was answered before must be answered so again."""
        try:
            numbers = sent.do(project)
        except ApiError as error:
            if error.status != 0:
                if error.status not in _REFUSED or sent.outcome == "answered":
                    raise AssertionError(f"{sent} was refused: {error}") from error
                sent.outcome = "refused"
            return
        assert sent.outcome != "answered" or numbers == sent.numbers, f"{sent} is now answered with {numbers}"
        sent.outcome, sent.numbers = "answered", numbers

    # --- what they do ---

    def _next(self, project: Project) -> Sent | None:
        """The next request; None where there is nothing of the kind to do."""
        self._documents = self._documents or [item["id"] for item in project.documents()]
        mark = f"{self._name}-{len(self.log)}"
        act = self._chance.choice(
            ("verdict", "verdict", "correction", "two verdicts", "addition", "undo", "assignment")
        )
        if act == "assignment":
            documents = self._chance.sample(self._documents, 2)
            return Sent(mark, act, lambda p: [p.assign(mark, documents, PEOPLE, double=True, key=mark)])
        document = self._chance.choice(self._documents)
        looked = project.review(document)
        if act == "undo":
            return self._undo(mark, looked)
        verdicts = self._verdicts(act, looked)
        if not verdicts:
            return None
        asked = [verdict | {"reason": mark} for verdict in verdicts]

        def judge(p: Project) -> list[int]:
            return [line["number"] for line in p.add_verdicts(document, asked, key=mark)]

        return Sent(mark, act, judge, size=len(asked))

    def _undo(self, mark: str, looked: Mapping[str, Any]) -> Sent | None:
        own = [line["number"] for line in looked["verdicts"] if line["holds"]]
        if not own:
            return None
        number = self._chance.choice(own)
        return Sent(mark, "undo", lambda p: [p.undo_verdict(number, mark, key=mark)])

    def _verdicts(self, act: str, looked: Mapping[str, Any]) -> list[dict[str, Any]]:
        record, chance = looked["record"], self._chance
        if act == "addition":
            return [_addition(record, chance)]
        claims = [claim for layer in ("events", "tolls") for claim in record[layer]]
        chosen = chance.sample(claims, min(len(claims), 2 if act == "two verdicts" else 1))
        made: list[dict[str, Any]] = []
        for claim in chosen:
            one = {"claim": claim["id"], "seen": looked["versions"].get(claim["id"], 0)}
            if act == "correction":
                figure = chance.randint(1, 90)
                is_toll = "harm" in claim
                fields = dict.fromkeys(("low", "best", "high"), figure) if is_toll else {"status": _status(chance)}
                made.append(one | {"verdict": "corrected", "fields": fields})
            else:
                made.append(one | {"verdict": chance.choice(("accepted", "accepted", "rejected"))})
        return made


def _status(chance: random.Random) -> str:
    return chance.choice(("occurred", "denied", "planned"))


def _addition(record: Mapping[str, Any], chance: random.Random) -> dict[str, Any]:
    text = record["document"]["text"]
    start = chance.randrange(len(text) - 20)
    words = {"start": start, "end": start + 12, "text": text[start : start + 12]}
    fields = {"type": "ASSAULT", "status": "occurred", "trigger": words, "evidence": [words],
              "when": {"precision": "unknown"}}  # fmt: skip
    return {"verdict": "added", "kind": "event", "fields": fields}
