"""Passwords: which are refused, and what is kept of them."""

from __future__ import annotations

import contextlib

import pytest
from argon2 import PasswordHasher
from hypothesis import given
from hypothesis import strategies as st

from dateline.serve import passwords
from dateline.serve.accounts import network


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("short", "short"),
        ("elevenchars", "one character too short"),
        ("x" * 1001, "too long to be hashed"),
        ("aaaaaaaaaaaaaa", "one character"),
        ("abababababab", "two characters"),
        ("123456789012", "a row of digits"),
        ("098765432109", "backwards"),
        ("qwertyuiopas", "a row of keys"),
        ("password1234", "a common word with digits"),
        ("P@ssw0rd!!!!", "with signs for letters"),
        ("Password2026!", "with a year"),
        ("letmeinletmein", "a common word twice"),
        ("administrator1", "what an account is called"),
        ("Ada Lovelace 1", "the name"),
    ],
)
def test_what_is_tried_first_is_refused(password: str, why: str) -> None:
    with pytest.raises(passwords.PasswordError):
        passwords.check(password, "Ada Lovelace")


@pytest.mark.parametrize(
    "password", ["lemon tree at dusk", "корова на крыше", "tR7#kQ9!vX2m", "ada likes wet gravel roads"]
)
def test_what_is_not_is_taken(password: str) -> None:
    passwords.check(password, "Ada Lovelace")


@given(st.text(max_size=60), st.text(max_size=20))
def test_any_text_is_taken_or_refused_with_a_reason(password: str, name: str) -> None:
    with contextlib.suppress(passwords.PasswordError):
        passwords.check(password, name)
        assert len(password) >= passwords.SHORTEST


def test_only_the_password_itself_is_right() -> None:
    kept = passwords.hash_of("lemon tree at dusk")
    assert kept.startswith("$argon2id$")
    assert passwords.is_right("lemon tree at dusk", kept)
    assert not passwords.is_right("lemon tree at dawn", kept)
    assert not passwords.is_right("lemon tree at dusk", None), "nobody's"
    assert not passwords.is_right("the password of nobody", None)
    assert not passwords.is_right("lemon tree at dusk", "no hash")
    assert not passwords.is_weak(kept)
    assert passwords.is_weak(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash("x"))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("192.0.2.1", "192.0.2.2", False),
        ("2001:db8::1", "2001:db8::ffff", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("::ffff:192.0.2.1", "::ffff:192.0.2.2", False),
        ("testclient", "testclient", True),
    ],
)
def test_from_one_network_of_ipv6_comes_one(one: str, other: str, same: bool) -> None:
    assert (network(one) == network(other)) is same
