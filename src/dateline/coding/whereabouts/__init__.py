"""Where what a text tells happened: the places that its sentences name for it, and those that the story stands at."""

from dateline.coding.whereabouts.locatives import Locative, Way
from dateline.coding.whereabouts.narration import carries_on
from dateline.coding.whereabouts.nesting import is_country, most_specific
from dateline.coding.whereabouts.story import PHYSICAL, Found, Story, story_of

__all__ = ["PHYSICAL", "Found", "Locative", "Story", "Way", "carries_on", "is_country", "most_specific", "story_of"]
