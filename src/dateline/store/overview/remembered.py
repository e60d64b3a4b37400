"""Answers remembered as long as nothing has changed, and computed once where several ask for the same at once."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar, cast

Answer = TypeVar("Answer")


class Remembered:
    """The last answers, each under a key that holds the version of what it was computed from."""

    def __init__(self, most: int = 4096) -> None:
        self._most = most
        self._answers: OrderedDict[Hashable, Any] = OrderedDict()
        self._waiting: dict[Hashable, threading.Lock] = {}
        self._lock = threading.Lock()

    def get(self, key: Hashable, compute: Callable[[], Answer]) -> Answer:
        """The answer under the key; who asks for it while it is computed waits for it."""
        with self._lock:
            if key in self._answers:
                self._answers.move_to_end(key)
                return cast(Answer, self._answers[key])
            own = self._waiting.setdefault(key, threading.Lock())
        with own:
            with self._lock:
                if key in self._answers:
                    return cast(Answer, self._answers[key])
            try:
                answer = compute()
                with self._lock:
                    self._answers[key] = answer
                    while len(self._answers) > self._most:
                        self._answers.popitem(last=False)
            finally:
                with self._lock:
                    self._waiting.pop(key, None)
        return answer
