"""Events by rules and reader together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from dateline.coding.claims import Reasoned
from dateline.coding.coder import code, find_mentions
from dateline.coding.events import find_events
from dateline.coding.fusion import fuse_events
from dateline.coding.fusion.weights import Weights
from dateline.coding.mentions import Mentions
from dateline.coding.statements import Statements
from dateline.records import Event
from tests.coding.fusion.marking import Mark, knowledge, marked

TEXT = "Gunmen attacked a police post in Nyala on Thursday. The mortars hit the western gate. A blaze followed."
WEIGHTS = Weights(
    {f"role {name}": 0.5 for name in ("PerpInd", "PerpOrg", "Target", "Victim", "Weapon")}
    | {"role extent": 0.5, "role reach": 0.5, "role beside others": 0.9, "event alone": 0.5},
    {
        "events": {"bias": 0.0, "rule": 0.5, "doubt": 0.5},
        "events alone": {"bias": 0.0, "trigger": 0.5, "role": 0.5},
    },
)


def _fused(marks: Mapping[str, Sequence[Mark]], text: str = TEXT) -> tuple[Mentions, list[Reasoned[Event]]]:
    mentions = find_mentions(marked(text, marks), knowledge())
    events, _ = find_events(mentions, Statements(), knowledge().events)
    mentions, fused = fuse_events(mentions, Statements(), events, knowledge().events, WEIGHTS)
    return mentions, list(fused)


def _attack(marks: Mapping[str, Sequence[Mark]], text: str = TEXT) -> tuple[Mentions, Reasoned[Event]]:
    mentions, events = _fused(marks, text)
    return mentions, next(r for r in events if r.claim.trigger.text == "attacked")


def test_the_vote_moves_confidence_and_is_told() -> None:
    doubted, sure = _attack({})[1], _attack({"trigger": [("attacked", "ASSAULT", 0.95)]})[1]
    assert doubted.claim.confidence < 0.5 < sure.claim.confidence
    assert "reader: a trigger 0.95, of ASSAULT 0.95" in sure.reasons[-1].how


def test_assent_does_not_raise_confidence() -> None:
    """Else what the text mentions by the way would come before what it is about."""
    confidence = [
        _attack({"trigger": [("attacked", "ASSAULT", share)]})[1].claim.confidence for share in (0.3, 0.5, 0.95)
    ]
    assert confidence[0] < confidence[1] == confidence[2]


def test_the_readers_status_is_told_and_not_followed() -> None:
    """Where rules and reader differ on the marked texts, the rules are right."""
    _, event = _attack({"status": [("attacked", "planned", 0.9)]})
    assert event.claim.status == "occurred"
    assert ", planned 0.90; together" in event.reasons[-1].how


def test_a_target_and_a_weapon_go_to_the_event_beside_them() -> None:
    _, event = _attack({"roles": [("western gate", "Target", 0.8), ("mortars", "Weapon", 0.7)]})
    held = [s.text for s in (*event.claim.targets, *event.claim.means)]
    other = [s.text for r in _fused({"roles": [("western gate", "Target", 0.8)]})[1] for s in r.claim.targets]
    assert "western gate" in held or "western gate" in other


@pytest.mark.parametrize(
    ("marked", "share", "mention", "why"),
    [
        (
            "masked gunmen on motorbikes",
            0.9,
            "masked gunmen on motorbikes",
            "the reader is sure that it reaches further",
        ),
        ("masked gunmen on motorbikes", 0.4, "masked gunmen", "the reader is not sure"),
        ("gunmen", 0.9, "masked gunmen", "the rules see more"),
    ],
)
def test_a_mention_reaches_as_far_as_the_reader_sees_it(marked: str, share: float, mention: str, why: str) -> None:
    text = "Three masked gunmen on motorbikes attacked a police post in Nyala."
    mentions, event = _attack({"roles": [(marked, "PerpInd", share)]}, text)
    actor = next(a for a in mentions.actors.actors if a.id in event.claim.actors)
    assert (actor.name, [m.text for m in actor.mentions]) == ("masked gunmen", [mention]), why
    told = [r.how for r in event.reasons if "takes the mention" in r.how]
    assert (told != []) == (mention != "masked gunmen")


@pytest.mark.parametrize("share", [0.4, 0.49])
def test_an_unsure_role_is_given_to_nobody(share: float) -> None:
    _, events = _fused({"roles": [("blaze", "Weapon", share)]})
    assert not any(s.text == "blaze" for r in events for s in r.claim.means)


def test_the_extent_of_a_target_is_the_readers_where_it_is_sure() -> None:
    text = "Rebels bombed the old bridge at dawn."
    before = [s.text for r in _fused({}, text)[1] for s in r.claim.targets]
    after = [s.text for r in _fused({"roles": [("bridge", "Target", 0.9)]}, text)[1] for s in r.claim.targets]
    assert before == ["old bridge"]
    assert after == ["bridge"]


def test_a_perpetrator_whom_no_rule_named_becomes_an_actor_of_the_record() -> None:
    text = "A bridge was bombed at dawn. A blaze was left by the Delta cell."
    mentions, events = _fused({"roles": [("blaze", "PerpInd", 0.95)]}, text)
    actor = mentions.actors.actors[-1]
    assert (actor.name, actor.individual, [m.text for m in actor.mentions]) == ("blaze", True, ["blaze"])
    assert any(actor.id in r.claim.actors for r in events)


def test_a_trigger_with_a_role_that_no_rule_took_is_an_event_of_its_own() -> None:
    marks = {"trigger": [("blaze", "ASSAULT", 0.9)], "roles": [("western gate", "Target", 0.9)]}
    assert not any(r.claim.rule == "reader/trigger" for r in _fused(marks)[1]), "the role stands in another sentence"
    text = "A blaze consumed the western gate."
    _, events = _fused(marks, text)
    (event,) = [r.claim for r in events if r.claim.rule == "reader/trigger"]
    assert (event.type, event.trigger.text, event.status) == ("ASSAULT", "blaze", "occurred")
    assert [s.text for s in event.targets] == ["western gate"]


def test_ids_are_in_text_order_and_the_record_holds_together() -> None:
    marks = {"trigger": [("Blaze", "ASSAULT", 0.9)], "roles": [("gate", "Target", 0.9), ("Hami", "Victim", 0.9)]}
    parsed = marked("Blaze took the gate of Hami. Gunmen attacked a police post in Nyala and killed two men.", marks)
    coded = code(parsed, knowledge()).coded
    assert [e.id for e in coded.events] == [f"e{n}" for n in range(1, len(coded.events) + 1)]
    assert type(coded).from_json(coded.to_json()) == coded
