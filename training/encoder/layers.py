"""The layers of labels that the encoder gives, and what kind each is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["spans", "pieces", "window"]

STATUSES = ("occurred", "ongoing", "attempted", "planned", "threatened", "called_for", "hypothetical", "denied")
TYPES = (
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT",
    "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
)  # fmt: skip
HARMS = (
    "killed", "injured", "missing", "abducted", "detained", "captured", "displaced", "evacuated", "returned",
    "homes_destroyed", "besieged",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Layer:
    """What a head says: spans with labels, a label for every piece, or one for the window."""

    kind: Kind
    labels: tuple[str, ...]

    @property
    def tags(self) -> tuple[str, ...]:
        """The classes of the head: for spans, outside, then the beginning and the inside of each label."""
        if self.kind != "spans":
            return self.labels
        return ("O", *(f"{part}-{label}" for label in self.labels for part in "BI"))


LAYERS: dict[str, Layer] = {
    "names": Layer("spans", ("person", "organisation", "location", "group")),
    "roles": Layer("spans", ("PerpInd", "PerpOrg", "Target", "Victim", "Weapon")),
    "source": Layer("spans", ("source",)),
    "cue": Layer("spans", ("cue",)),
    "content": Layer("spans", ("content",)),
    "trigger": Layer("spans", TYPES),
    "status": Layer("pieces", STATUSES),
    "toll": Layer("spans", HARMS),
    "relevance": Layer("window", ("irrelevant", "relevant")),
}
