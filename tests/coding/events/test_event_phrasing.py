"""Turns of phrase of reports: who did it where the parse is thin, and words that look like an event and are none."""

from __future__ import annotations

import pytest
from reading_events import events_in

from dateline import Coder, Event

DONE = [
    (
        "Masked gunmen on horseback killed at least nine people, among them a nurse, when they rode into Torvo, a medic said.",
        *("killed", "ASSAULT", None, "gunmen", "people", "a clause that the parse hangs on a noun has its subject"),
    ),
    (
        "Police fired tear gas shells at the marchers.",
        "fired",
        "ASSAULT",
        "crowd-control",
        "Police",
        "marchers",
        "no artillery",
    ),
    ("Guards used tear gas to clear the hall.", "used", "ASSAULT", "crowd-control", "Guards", "", "no chemical weapon"),
    (
        "Police resorted to a baton charge.",
        "baton charge",
        "ASSAULT",
        "crowd-control",
        "Police",
        "",
        "resorting to it is doing it",
    ),
    (
        "Two reporters were detained and released a day later.",
        "released",
        "RETREAT",
        "release",
        "",
        "reporters",
        "passive goes on",
    ),
    (
        "Hundreds of protesters gathered outside the court.",
        "gathered",
        "PROTEST",
        "demo",
        "protesters",
        "",
        "a gathering protest",
    ),
    (
        "11:20\nProtesters assembled at the gate.",
        "assembled",
        "PROTEST",
        "demo",
        "Protesters",
        "",
        "a capital at a line's start",
    ),
    (
        "The bishop's murder shocked the town.",
        "murder",
        "ASSAULT",
        "targeted",
        "",
        "bishop",
        "the possessive suffered it",
    ),
    (
        "The army retook the town of Idlib on Sunday.",
        "retook",
        "COERCE",
        "seize",
        "army",
        "",
        "a past that taggers misread",
    ),
    (
        "Three men were wounded in shelling of the village.",
        "shelling",
        "ASSAULT",
        "heavy-weapons",
        "",
        "",
        "they did not shell",
    ),
    ("A missile slammed into a school in Idlib.", "slammed", "ASSAULT", "heavy-weapons", "", "", "it blames nobody"),
    (
        "The troops held the town, but Baghdad dismissed the claim.",
        "dismissed",
        "REJECT",
        None,
        "Iraq",
        "",
        "a capital dismisses",
    ),
    ("The army's killing of nine farmers went unpunished.", "killing", "ASSAULT", None, "army", "farmers", "or did it"),
    (
        "Two smugglers were caught by the police.",
        "caught",
        "COERCE",
        "arrest",
        "police",
        "smugglers",
        "caught by police",
    ),
    (
        "Extra troops have been deployed in Torvo.",
        "deployed",
        "MOBILIZE",
        "troops",
        "troops",
        "",
        "who moves when nobody sends them",
    ),
    (
        "Police stood by as a mob burned the stalls.",
        "stood by",
        "ACCUSE",
        "disapprove",
        "",
        "Police",
        "idle, and no support",
    ),
    (
        "Sappers defused a bomb under the bridge.",
        "defused",
        "COERCE",
        "seize",
        "Sappers",
        "",
        "a weapon put out of use",
    ),
]


@pytest.mark.parametrize(
    ("text", "word", "kind", "mode", "actors", "recipients", "reason"), DONE, ids=[case[-1] for case in DONE]
)
def test_done(
    coder: Coder, text: str, word: str, kind: str, mode: str | None, actors: str, recipients: str, reason: str
) -> None:
    coded = coder.code(text, published="2025-06-15")
    event = next(e for e in coded.events if word in e.trigger.text)
    names = {a.id: a.name for a in coded.actors}
    assert (event.type, event.mode) == (kind, mode), reason
    assert actors.lower() in ", ".join(names[i] for i in event.actors).lower(), reason
    assert recipients.lower() in ", ".join(names[i] for i in event.recipients).lower(), reason
    assert actors or not event.actors, reason


NONE = [
    ("Press release 31\n\nThe ministry thanked the volunteers.", "RETREAT", "a press release frees nobody"),
    ("The medics warned that the toll could rise.", "THREATEN", "a forecast is no threat"),
    ("The president dismissed the defence minister.", "REJECT", "a dismissal of a person rejects nothing"),
    ("The relief agency suspended operations in the camp.", "RETREAT", "relief work is no fighting"),
    ("Families sought refuge in a school.", "REQUEST", "taking refuge asks for nothing"),
    ("The guards stood by while the shops were looted.", "SUPPORT", "standing by nobody"),
]


@pytest.mark.parametrize(("text", "kind", "reason"), NONE, ids=[case[-1] for case in NONE])
def test_none(coder: Coder, text: str, kind: str, reason: str) -> None:
    assert [e.trigger.text for e in events_in(coder, text) if e.type == kind] == [], reason


def _statuses(events: tuple[Event, ...], word: str) -> list[str]:
    return [e.status for e in events if word in e.trigger.text]


def test_a_rejected_accusation_tells_of_a_denied_deed(coder: Coder) -> None:
    text = "The ministry rejects the accusations by the village council that troops fired at farmers."
    assert _statuses(events_in(coder, text), "fired") == ["denied"]


def test_a_threat_remains_one(coder: Coder) -> None:
    assert any(e.type == "THREATEN" for e in events_in(coder, "The rebels warned that they could shell the capital."))
