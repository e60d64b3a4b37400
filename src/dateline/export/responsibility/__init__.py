"""Data responsibility: what of a store may go to whom, and in which shape.

A profile (internal, partner, public, or one of the user's own) turns records into records: coordinates coarser, private
individuals unnamed, sensitive places marked or held back. Formats only ever see what a profile let out.
"""

from __future__ import annotations

from dateline.export.responsibility.profile import Responsible, open_profile
from dateline.export.responsibility.rules import profile_rules

__all__ = ["Responsible", "open_profile", "profile_rules"]
