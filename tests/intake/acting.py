"""Processes that code nothing and do what a text says; with no import that takes long."""

from __future__ import annotations

import os
import signal
import time
from typing import Any

from dateline.errors import SettingError
from dateline.records import CodedDocument, Document
from dateline.settings import Settings


def acting(settings: Settings) -> Any:
    """In place of ``dateline.intake.workers.coding``."""

    def work(documents: list[Document], say: Any) -> list[CodedDocument]:
        say(None, settings.worker_seconds)
        for document in documents:
            if "KILL" in document.text:
                os.kill(os.getpid(), signal.SIGKILL)
            if "HANG" in document.text:
                signal.pause()
            if "SLOW" in document.text:
                time.sleep(0.2)
            if "WRONG" in document.text:
                raise SettingError("as asked")
        return [CodedDocument(document=document) for document in documents]

    return work


def hanging() -> Any:
    """Says what it is given, or never ends."""

    def work(job: str, say: Any) -> str:
        say(job, None)
        if job == "HANG":
            while True:
                sum(range(10_000))
        return job

    return work
