"""What is new: the incidents that became known last, the gravest first."""

from __future__ import annotations

from datetime import timedelta

from dateline.brief.count import Counted
from dateline.brief.material import Material
from dateline.brief.record import Section, Sentence
from dateline.brief.said import incident_sentence
from dateline.brief.sections.headline import size
from dateline.brief.words import plural, span_words

_DAYS = 3


def news(material: Material) -> Section | None:
    """The incidents first reported in the last three days of reporting; None where no report is dated."""
    new = _new(material)
    if not new:
        return None
    told = newest(material)
    last = max(one.known for one in new if one.known)
    first = last - timedelta(days=_DAYS - 1)
    sentences = [incident_sentence(material, one) for one in told]
    if len(new) > len(told):
        asked = material.lookup("incidents")
        rest = plural(len(new) - len(told), "more incident", "more incidents")
        sentences.append(Sentence(text=f"{rest} became known in these days.", citations=(asked,)))
    return Section(heading=f"What is new: first reported {span_words(first, last)}", sentences=tuple(sentences))


def newest(material: Material) -> list[Counted]:
    """The new incidents that are told, the gravest first."""
    return sorted(_new(material), key=gravity, reverse=True)[: material.limits.news]


def _new(material: Material) -> list[Counted]:
    last = max((one.known for one in material.counted if one.known), default=None)
    if last is None:
        return []
    return [one for one in material.counted if one.known and (last - one.known).days < _DAYS]


def gravity(one: Counted) -> tuple[int, int, int, bool, str]:
    """How grave an incident is, for choosing what to tell: by the dead, the injured, other harm, and its sources."""
    others = sum(size(one, harm) for harm in one.bands if harm not in ("killed", "injured"))
    violent = one.event_type in ("ASSAULT", "COERCE", "MOBILIZE", "PROTEST")
    return size(one, "killed"), size(one, "injured"), others + one.independent, violent, one.id
