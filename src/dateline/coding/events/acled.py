"""The ACLED 2024 type of an event (codebook: event types and sub-event types; see docs/explanation/coding.md)."""

from __future__ import annotations

from collections.abc import Sequence

from dateline.records import Acled, Actor, Status

_REMOTE = "Explosions/Remote violence"
_CIVILIANS = "Violence against civilians"
_STRATEGIC = "Strategic developments"
_BY_MODE = {
    "aerial": (_REMOTE, "Air/drone strike"),
    "drone": (_REMOTE, "Air/drone strike"),
    "heavy-weapons": (_REMOTE, "Shelling/artillery/missile attack"),
    "explosives": (_REMOTE, "Remote explosive/landmine/IED"),
    "suicide-attack": (_REMOTE, "Suicide bomb"),
    "unconventional": (_REMOTE, "Chemical weapon"),
    "abduct": (_CIVILIANS, "Abduction/forced disappearance"),
    "sexual": (_CIVILIANS, "Sexual violence"),
    "torture": (_CIVILIANS, "Attack"),
    "crowd-control": ("Protests", "Protest with intervention"),
}
_ARMED = frozenset({"military", "police", "rebel", "militia", "government", "criminal"})
_UNARMED = frozenset({"civilians", "ngo", "media", "civil_society", "religious", "ethnic", "business", "igo"})
_STATE = frozenset({"government", "military", "police"})


def acled_of(
    rule: str,
    mode: str | None,
    status: Status,
    actors: Sequence[Actor],
    recipients: Sequence[Actor],
    *,
    grenade: bool = False,
) -> Acled | None:
    """The ACLED type; None where ACLED would not code the event: words, plans, threats and what did not happen."""
    if status not in ("occurred", "ongoing"):
        return None
    event_type, _, key = rule.partition("/")
    if event_type == "assault":
        return _assault(key, mode, actors, recipients, grenade=grenade)
    if event_type == "coerce":
        return _coerce(mode, key, actors)
    if event_type == "protest":
        return (
            Acled(event_type="Riots", sub_event_type="Violent demonstration")
            if mode == "riot"
            else Acled(event_type="Protests", sub_event_type="Peaceful protest")
        )
    if event_type == "retreat" and mode == "ceasefire":
        return Acled(event_type=_STRATEGIC, sub_event_type="Agreement")
    if event_type == "retreat" and mode == "withdraw":
        return Acled(event_type=_STRATEGIC, sub_event_type="Non-violent transfer of territory")
    return None


def _assault(
    key: str, mode: str | None, actors: Sequence[Actor], recipients: Sequence[Actor], *, grenade: bool
) -> Acled:
    if grenade:
        return Acled(event_type=_REMOTE, sub_event_type="Grenade")
    if mode in _BY_MODE:
        event_type, sub = _BY_MODE[mode]
        return Acled(event_type=event_type, sub_event_type=sub)
    if mode == "destroy":
        return Acled(event_type=_STRATEGIC, sub_event_type="Looting/property destruction")
    if key in ("gain-ground", "advance", "fight", "war", "invade", "campaign"):
        return Acled(event_type="Battles", sub_event_type="Armed clash")
    kinds = {r.kind for r in recipients}
    if kinds & _ARMED or (key in ("ambush", "raid") and not kinds):
        return Acled(event_type="Battles", sub_event_type="Armed clash")
    if (
        kinds & _UNARMED
        or mode in ("targeted", "beat", "primitive", "firearms")
        or any(r.individual for r in recipients)
    ):
        return Acled(event_type=_CIVILIANS, sub_event_type="Attack")
    if {a.kind for a in actors} & _ARMED and not recipients:
        return Acled(event_type="Battles", sub_event_type="Armed clash")
    return Acled(event_type=_CIVILIANS, sub_event_type="Attack")


def _coerce(mode: str | None, key: str, actors: Sequence[Actor]) -> Acled | None:
    if mode == "seize" and key == "seize-property":
        return Acled(event_type=_STRATEGIC, sub_event_type="Disrupted weapons use")
    if mode == "seize":
        state = any(a.kind in _STATE for a in actors)
        return Acled(
            event_type="Battles",
            sub_event_type="Government regains territory" if state else "Non-state actor overtakes territory",
        )
    if mode == "arrest":
        return Acled(event_type=_STRATEGIC, sub_event_type="Arrests")
    return None
