"""Passwords: which are good enough, and the hashes that are kept of them."""

from __future__ import annotations

import re
from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from dateline.errors import DatelineError

SHORTEST = 12
LONGEST = 1000
_FEWEST_CHARACTERS = 5
_AT_ONCE = BoundedSemaphore(4)
"""A hash takes 64 MiB: many log-ins at once must not take the machine."""
_NOT_LETTERS = re.compile(r"[^a-z]+")
_ENDS = re.compile(r"[^a-z]+$")
_LEET = str.maketrans("0134578@$!", "oieastbasi")
_COMMON = frozenset(
    "password passwort passwd motdepasse contrasena senha parola qwerty qwertyuiop qwertyuiopasdfghjkl qwertz azerty"
    " asdfghjkl asdfgh zxcvbnm letmein welcome welcomeback iloveyou football baseball basketball superman batman"
    " trustno monkey dragon sunshine princess charlie michael shadow master killer secret changeme changemenow"
    " administrator admin root login access computer internet starwars whatever freedom mustang"
    " correcthorsebatterystaple thisisapassword mypassword yourpassword newpassword default guest dateline conflict"
    " january february march april may june july august september october november december spring summer autumn winter"
    " monday tuesday wednesday thursday friday saturday sunday".split()
)
"""Words that are tried first, without digits and signs."""
_ROWS = (
    "01234567890123456789",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiopasdfghjklzxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
)


class PasswordError(DatelineError):
    """A password is not good enough, with the reason."""


@cache
def _hasher() -> PasswordHasher:
    """Argon2id with the parameters of RFC 9106 for little memory: 64 MiB, three passes, four lanes."""
    return PasswordHasher()


def check(password: str, name: str) -> None:
    """Raises PasswordError where the password is short, long, common, or little but the name."""
    if len(password) < SHORTEST:
        raise PasswordError(f"a password has {SHORTEST} characters or more: three or four words are a good one")
    if len(password) > LONGEST:
        raise PasswordError(f"a password has {LONGEST} characters at most")
    if len(set(password.casefold())) < _FEWEST_CHARACTERS:
        raise PasswordError("this password has too few different characters")
    plain = password.casefold()
    if any(_unit(plain, row) for row in (*_ROWS, *(row[::-1] for row in _ROWS))):
        raise PasswordError("this password is a row of keys, and tried first by whoever guesses")
    # Digits and signs at the end are what people add to a word; within it they stand for letters.
    spelt = _ENDS.sub("", plain).translate(_LEET)
    words = {_NOT_LETTERS.sub("", plain), _NOT_LETTERS.sub("", spelt)}
    if words & _COMMON or any(_repeats(word) for word in words):
        raise PasswordError("this password is among those that are tried first: three or four words are a good one")
    bare = _NOT_LETTERS.sub("", name.casefold())
    if len(bare) > 2 and any(bare in word and len(word) - len(bare) < _FEWEST_CHARACTERS for word in words):
        raise PasswordError("this password is little more than the name")


def hash_of(password: str) -> str:
    """What is kept of a password."""
    with _AT_ONCE:
        return _hasher().hash(password)


def is_right(password: str, kept: str | None) -> bool:
    """Whether the password is the one of the hash. Without a hash it is not, and as much time is spent on finding out."""
    with _AT_ONCE:
        try:
            return _hasher().verify(kept or _nobody(), password[: LONGEST + 1]) and kept is not None
        except (VerificationError, InvalidHashError):
            return False


def is_weak(kept: str) -> bool:
    """Whether a hash was made with other parameters than are used now, and is to be made anew."""
    return _hasher().check_needs_rehash(kept)


@cache
def _nobody() -> str:
    return _hasher().hash("the password of nobody")


def _unit(password: str, row: str) -> bool:
    """Whether the password is of the row alone, repeated or not."""
    return password in row * 3


def _repeats(word: str) -> bool:
    """Whether it is one common word, several times."""
    return any(len(word) > len(unit) and word == unit * (len(word) // len(unit)) for unit in _COMMON)
