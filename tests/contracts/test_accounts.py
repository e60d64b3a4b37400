"""People, roles, sessions, tokens and invitations, on both databases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from dateline.errors import StoreError
from dateline.store import Store
from dateline.store.accounts import Attempts, Invitations, People, Sessions, Tokens
from dateline.store.accounts.bearers import IDLE, LONGEST
from dateline.store.accounts.invitations import LASTS
from dateline.store.secret import secret_of
from tests.contracts.stores import count

NOW = datetime.now(UTC)
A_MINUTE = timedelta(minutes=1)


@pytest.fixture
def people(store: Store) -> People:
    """Ada is admin of one project and coder of another; Ben is nothing yet."""
    made = People(store)
    made.add("Ada", by="test", password="hash")
    made.add("Ben", by="test")
    made.set_role("Ada", "one", "admin", by="test")
    made.set_role("Ada", "two", "coder", by="test")
    return made


def number(people: People, name: str) -> int:
    person = people.called(name)
    assert person is not None
    return person.number


def test_who_is_there_and_what_they_are(people: People) -> None:
    assert [person.name for person in people.everyone()] == ["Ada", "Ben"]
    assert [person.name for person in people.everyone("one")] == ["Ada"]
    ada = people.called("ADA")
    assert ada is not None
    assert ada.roles == {"one": "admin", "two": "coder"}
    assert people.role(ada.number, "one") == "admin"
    assert people.role(ada.number, "three") is None
    assert people.called("Eve") is None


@pytest.mark.parametrize("name", ["ada", "ADA", " Ada ", "Ａda"])
def test_two_names_that_differ_in_case_or_width_are_one(people: People, name: str) -> None:
    with pytest.raises(StoreError, match="is taken"):
        people.add(name, by="test")


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("", "nothing"),
        ("  ", "only blanks"),
        ("...", "no letter"),
        ("A\u202eda", "turned round"),
        ("A\u200bda", "a blank that is not seen"),
        ("A\x00da", "a zero"),
        ("x" * 81, "too long"),
    ],
)
def test_a_name_that_could_pass_for_another_is_refused(people: People, name: str, why: str) -> None:
    with pytest.raises(StoreError, match="a name"):
        people.add(name, by="test")
    assert len(people.everyone()) == 2, why


@pytest.mark.parametrize(
    "name", ["<script>alert(1)</script>", "O'Neil; DROP TABLE people", "عائشة", "Ana 🕊", 'a" onload="x']
)
def test_any_other_name_is_a_name(people: People, name: str) -> None:
    assert people.add(name, by="test").name == name
    assert people.called(name) is not None


def test_the_last_admin_stays_one(people: People) -> None:
    for lose in (
        lambda: people.set_role("Ada", "one", None, by="test"),
        lambda: people.set_role("Ada", "one", "reviewer", by="test"),
        lambda: people.disable("Ada", by="test"),
    ):
        with pytest.raises(StoreError, match="last admin of 'one'"):
            lose()
    people.set_role("Ben", "one", "admin", by="test")
    people.disable("Ben", by="test")
    with pytest.raises(StoreError, match="last admin"):
        people.set_role("Ada", "one", None, by="test")
    people.enable("Ben", by="test")
    people.set_role("Ada", "one", None, by="test")
    assert people.role(number(people, "Ada"), "one") is None


def test_of_two_admins_who_take_each_others_role_one_is_left(people: People) -> None:
    people.set_role("Ben", "one", "admin", by="test")

    def lose(name: str) -> bool:
        try:
            people.set_role(name, "one", "viewer", by="test")
        except StoreError:
            return False
        return True

    with ThreadPoolExecutor(2) as both:
        assert sorted(both.map(lose, ["Ada", "Ben"])) == [False, True]


def test_a_session_lasts_until_it_is_idle_too_long_or_too_old(store: Store, people: People) -> None:
    sessions, ada = Sessions(store), number(people, "Ada")
    secret = sessions.start(ada, address="::1", agent="a browser\x00", moment=NOW)
    found = sessions.of(secret, NOW + IDLE - A_MINUTE)
    assert found is not None
    assert (found.person.name, found.agent) == ("Ada", "a browser")
    assert sessions.of(secret, NOW + IDLE + A_MINUTE) is None
    step = IDLE - A_MINUTE
    moment = NOW
    while moment < NOW + LONGEST - step:
        moment += step
        sessions.used(found.number, moment)
        assert sessions.of(secret, moment) is not None
    assert sessions.of(secret, NOW + LONGEST + A_MINUTE) is None, "however often it is used"
    sessions.start(ada, address="::1", agent="", moment=NOW + LONGEST + A_MINUTE)
    assert len(sessions.of_person(ada, NOW)) == 1, "what has expired is forgotten"


def test_sessions_end_one_by_one_or_all_together(store: Store, people: People) -> None:
    sessions, ada, ben = Sessions(store), number(people, "Ada"), number(people, "Ben")
    secrets = [sessions.start(ada, address="", agent="") for _ in range(3)]
    of_ben = sessions.start(ben, address="", agent="")
    first = sessions.of(secrets[0])
    assert first is not None
    assert sessions.end(ben, first.number) == 0, "another's session"
    assert sessions.end(ada, but=first.number) == 2
    assert [sessions.of(secret) is not None for secret in secrets] == [True, False, False]
    people.set_password("Ada", "another", by="Ada")
    assert sessions.of(secrets[0]) is None, "a new password ends them all"
    people.disable("Ben", by="test")
    assert sessions.of(of_ben) is None


def test_a_token_is_good_until_it_expires_or_is_revoked(store: Store, people: People) -> None:
    tokens, ada, ben = Tokens(store), number(people, "Ada"), number(people, "Ben")
    secret, token = tokens.make(ada, "sync", scopes=("write", "read"), days=2, project="one")
    assert (token.scopes, token.project, token.used) == ({"read", "write"}, "one", None)
    found = tokens.of(secret)
    assert found is not None
    assert found.person.name == "Ada"
    assert tokens.of(secret, datetime.now(UTC) + timedelta(days=2, minutes=5)) is None
    assert tokens.of(secret + "x") is None
    for wrong in ({"person": ben}, {"project": "two"}):
        with pytest.raises(StoreError, match="there is no token"):
            tokens.revoke(token.number, by="Ben", **wrong)  # type: ignore[arg-type]
    tokens.revoke(token.number, by="Ada", person=ada)
    assert tokens.of(secret) is None
    assert tokens.of_person(ada) == tokens.of_project("one") == []


@pytest.mark.parametrize(
    ("name", "scopes", "days"),
    [("", ["read"], 1), ("x", [], 1), ("x", ["all"], 1), ("x", ["read"], 0), ("x", ["read"], 999)],
)
def test_a_token_that_says_too_little_or_lasts_too_long_is_refused(
    store: Store, people: People, name: str, scopes: list[str], days: int
) -> None:  # fmt: skip
    with pytest.raises(StoreError, match="a token"):
        Tokens(store).make(number(people, "Ada"), name, scopes=scopes, days=days)


def test_an_invitation_is_good_once(store: Store, people: People) -> None:
    invitations = Invitations(store)
    code = invitations.make("two", "reviewer", "for Cleo", by="Ada")
    assert [invitation.note for invitation in invitations.of_project("two")] == ["for Cleo"]
    cleo = invitations.join(code, "Cleo", "hash")
    assert people.role(cleo, "two") == "reviewer"
    with pytest.raises(StoreError, match="not good any more"):
        invitations.join(code, "Dan", "hash")
    assert people.called("Dan") is None, "and adds nobody then"
    assert invitations.of(code) is None


def test_an_invitation_ends_and_can_be_taken_back(store: Store, people: People) -> None:
    invitations, ben = Invitations(store), number(people, "Ben")
    old = invitations.make("one", "viewer", "", by="Ada", moment=NOW - LASTS - A_MINUTE)
    back = invitations.make("one", "viewer", "", by="Ada")
    (made,) = invitations.of_project("one")
    with pytest.raises(StoreError, match="there is no invitation"):
        invitations.revoke(made.number, "two", by="Ada")
    invitations.revoke(made.number, "one", by="Ada")
    for code in (old, back, "nothing"):
        with pytest.raises(StoreError, match="not good any more"):
            invitations.take(code, ben)


def test_an_invitation_takes_no_role_away(store: Store, people: People) -> None:
    invitations, ada = Invitations(store), number(people, "Ada")
    invitations.take(invitations.make("two", "viewer", "", by="Ben"), ada)
    assert people.role(ada, "two") == "coder"
    invitations.take(invitations.make("two", "reviewer", "", by="Ben"), ada)
    assert people.role(ada, "two") == "reviewer"


def test_who_is_known_at_a_provider_is_one_person_whatever_their_name(people: People) -> None:
    first = people.add_known("Ada", "https://id.example", "17")
    assert first.name == "Ada (2)", "nobody gets another's name from a provider"
    assert (first.roles, first.password, first.issuers) == ({}, None, ("https://id.example",))
    assert people.add_known("Renamed", "https://id.example", "17").number == first.number
    assert people.add_known("\u202e", "https://id.example", "18").name == "Guest"
    assert people.add_known("Ada", "https://other.example", "17").name == "Ada (3)"


def test_all_that_is_done_stands_in_a_log_that_nobody_changes(store: Store, people: People) -> None:
    people.set_password("Ada", "x", by="Ada")
    people.set_role("Ben", "two", "viewer", by="Ada")
    lines = people.log()
    assert [(line.person, line.action, line.about, line.project) for line in lines][:2] == [
        ("Ada", "role", "Ben", "two"),
        ("Ada", "password", "Ada", None),
    ]
    assert {line.project for line in people.log("two")} == {"two", None}
    assert "hash" not in str(lines)
    for statement in ("DELETE FROM account_log", "UPDATE account_log SET person = 'Eve'"):
        with pytest.raises(sa.exc.DBAPIError, match="never changed"), store.engine.begin() as connection:
            connection.execute(sa.text(statement))


def test_no_secret_is_kept_as_it_is(store: Store, people: People) -> None:
    ada = number(people, "Ada")
    secrets = [
        Sessions(store).start(ada, address="", agent=""),
        Tokens(store).make(ada, "x", scopes=["read"], days=1)[0],
        Invitations(store).make("one", "viewer", "", by="Ada"),
    ]
    with store.engine.connect() as connection:
        for table in ("sessions", "api_tokens", "invitations", "account_log"):
            rows = str(connection.execute(sa.text(f"SELECT * FROM {table}")).all())
            assert not any(secret in rows for secret in secrets), table
    assert len(set(secrets)) == 3
    assert all(len(secret) >= 43 for secret in secrets)


def test_a_secret_of_the_store_is_made_once(store: Store) -> None:
    with ThreadPoolExecutor(4) as several:
        found = set(several.map(lambda _: secret_of(store, "forms"), range(8)))
    assert len(found) == 1
    assert len(found.pop()) == 32
    assert secret_of(store, "forms") != secret_of(store, "stand-ins")


def test_attempts_run_out_and_come_back(store: Store) -> None:
    start = datetime(2025, 3, 1, 12, tzinfo=UTC)

    def take(key: str, seconds: float) -> int:
        """Each time as another process does, which remembers nothing."""
        counted = Attempts(store, "name", most=3, within=timedelta(seconds=60))
        return counted.take(key, start + timedelta(seconds=seconds))

    assert [take("a", 0) for _ in range(3)] == [0, 0, 0]
    assert take("a", 0) == 60
    assert take("b", 0) == 0, "another"
    assert Attempts(store, "address", most=1, within=timedelta(seconds=60)).take("a", start) == 0, "of another kind"
    assert take("a", 45) == 15
    assert take("a", 61) == 0, "to be refused is no attempt"
    Attempts(store, "name", most=3, within=timedelta(seconds=60)).forget("a")
    assert [take("a", 62) for _ in range(4)] == [0, 0, 0, 60]
    take("c", 1000)
    assert count(store, "attempts") == 1, "what is over is not kept"


def test_no_more_attempts_are_let_through_than_may_be_though_they_come_at_once(store: Store) -> None:
    counted = Attempts(store, "name", most=5, within=timedelta(minutes=15))
    with ThreadPoolExecutor(8) as many:
        answers = list(many.map(lambda _: counted.take("a"), range(20)))
    assert sorted(answers)[:6].count(0) == 5
    assert sum(answer == 0 for answer in answers) == 5


def test_of_who_tried_only_a_hash_is_kept(store: Store) -> None:
    Attempts(store, "name", most=5, within=timedelta(minutes=15)).take("correct horse battery staple")
    with store.engine.connect() as connection:
        [row] = connection.execute(sa.text("SELECT * FROM attempts")).all()
    assert "horse" not in str(row)
