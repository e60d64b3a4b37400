"""How often a log-in may be tried, by name and by address."""

from __future__ import annotations

import ipaddress
import math
import time
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

_MOST_KEYS = 20_000
_IPV6_NETWORK = 64


class Attempts:
    """Counts what was tried within the last ``within`` seconds. No more than some thousand keys are remembered."""

    def __init__(self, most: int, within: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._most, self._within, self._clock = most, within, clock
        self._tried: OrderedDict[str, list[float]] = OrderedDict()
        self._lock = Lock()

    def take(self, key: str) -> int:
        """Try once more: 0, or after how many seconds that may be done.

        It counts before the outcome is known, so that nobody tries many at once.
        """
        with self._lock:
            now = self._clock()
            recent = [moment for moment in self._tried.pop(key, []) if moment > now - self._within]
            waits = len(recent) >= self._most
            self._tried[key] = recent if waits else [*recent, now]
            while len(self._tried) > _MOST_KEYS:
                self._tried.popitem(last=False)
            return max(1, math.ceil(recent[0] + self._within - now)) if waits else 0

    def forget(self, key: str) -> None:
        """Start anew: it went well."""
        with self._lock:
            self._tried.pop(key, None)


def network(address: str) -> str:
    """The address as one asks from it: of IPv6 the network, of which one machine has as many addresses as it likes."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped is None:
        return str(ipaddress.ip_network((parsed, _IPV6_NETWORK), strict=False))
    return str(getattr(parsed, "ipv4_mapped", None) or parsed)
