"""Where an event happened when its own words do not say: its clause, its sentence, then the story so far.

The reporter's dateline is never an event's place (codes.md, rules for places), save in a round-up of reports that each
stand under their own.
"""

from __future__ import annotations

from collections.abc import Iterable

from dateline.coding.claims import Reason
from dateline.coding.events.roles import Roles
from dateline.coding.events.triggers import Trigger
from dateline.coding.mentions import Mentions
from dateline.coding.whereabouts import PHYSICAL, Found, Story, carries_on, is_country, most_specific
from dateline.records import EventType, Status

SPOKEN: frozenset[EventType] = frozenset({"REQUEST", "THREATEN", "SUPPORT", "ACCUSE", "REJECT", "AGREE", "CONCEDE"})
"""The types that are themselves done by speaking: whose words do it is the actor, not a source."""


class Setting:
    """Finds the places of the events of one document, in text order."""

    def __init__(self, mentions: Mentions, triggers: Iterable[Trigger]) -> None:
        """``triggers`` are those of all the document's events."""
        self._mentions = mentions
        deeds: dict[int, bool] = {}
        for t in triggers:
            start = t.token.sent.start
            deeds[start] = deeds.get(start, False) or t.rule.type in PHYSICAL
        self._story = Story(mentions, {start for start, deed in deeds.items() if not deed})

    def places(self, trigger: Trigger, roles: Roles, status: Status) -> tuple[tuple[str, ...], Reason | None]:
        """The event's places, the most specific that are named, and the reason where they were not read from its own words."""
        own = self._own(trigger, roles)
        found, how = (own, "") if own else self._from_around(trigger, status)
        happened = trigger.rule.type in PHYSICAL and status in ("occurred", "ongoing")
        if happened and not how.startswith("wh") and carries_on(trigger.token):
            self._story.tell(trigger.token, found)
        return found, Reason("places", None, how) if how and found else None

    def _own(self, trigger: Trigger, roles: Roles) -> tuple[str, ...]:
        """The places of the event's own words; who withdraws does so where he was.

        Of words spoken somewhere a country that they are about is not the place.
        """
        places = roles.places or (roles.origin if trigger.rule.type == "RETREAT" else [])
        if trigger.rule.type in PHYSICAL:
            spoken = self._story.only_spoken(trigger.token)
            places = [place for place in places if place not in spoken]
        own = most_specific(self._mentions, places)
        if trigger.rule.type in SPOKEN and all(is_country(self._mentions.place(i)) for i in own):
            return self._story.of_talk(trigger.token, spoken=True)[0] or own
        return own

    def _from_around(self, trigger: Trigger, status: Status) -> Found:
        if trigger.rule.type not in PHYSICAL:
            return self._story.of_talk(trigger.token, spoken=trigger.rule.type in SPOKEN)
        found, how = self._story.in_sentence(trigger.token)
        if how or status not in ("occurred", "ongoing"):
            return found, how
        return self._story.inherited(trigger.token)
