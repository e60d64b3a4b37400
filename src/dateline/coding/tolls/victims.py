"""Who the harmed are: their words, whether they are civilians, which actor, of what age and sex."""

from __future__ import annotations

from dateline.coding.mentions import Mentions
from dateline.coding.syntax import core, phrase
from dateline.coding.tolls.groups import Group
from dateline.coding.tolls.harmed import Harmed
from dateline.coding.tolls.lexicon import lexicon
from dateline.parse import Doc, Token
from dateline.records import Attribution, Unit, Victims, VictimStatus

_PARTIES = frozenset({"military", "government", "police", "rebel", "militia"})
_OPENINGS = frozenset(
    {"of", "the", "these", "those", "more", "other", "or", "so", "a", "an", "their", "its", "them", "whom"}
)
_PLURALS = frozenset({"NNS", "NNPS"})
_SUSPICION = frozenset({"suspect", "suspected", "allege", "alleged", "presumed", "presume"})
_MOST = frozenset({"most", "mostly", "mainly", "many", "majority", "largely"})


def victims_of(mentions: Mentions, harmed: Harmed, attribution: tuple[Attribution, ...]) -> Victims:
    """The victims as the text names them; without a noun of their own, the number's own words stand for them."""
    doc = mentions.parsed.doc
    first, last = _phrase(doc, harmed)
    words = [t.lemma_.lower() for t in doc[first : last + 1]]
    actors = mentions.actors.by_head.get(harmed.head, ())
    return Victims(
        text=mentions.parsed.tokens_span(first, last),
        status=_status(mentions, harmed, words, attribution),
        actor=actors[0] if len(actors) == 1 else None,
        age=_age(doc, first, last, words),
        sex=_only({lexicon().sex[w] for w in words if w in lexicon().sex}),
    )


def unit_of(mentions: Mentions, harmed: Harmed) -> Unit:
    """Persons, or the households or dwellings that the text counts."""
    kind = (
        harmed.group.kind
        if harmed.group is not None
        else lexicon().nouns.get(mentions.parsed.doc[harmed.head].lemma_.lower())
    )
    if kind == "household" or kind == "dwelling":
        return kind
    return "dwelling" if harmed.trigger.harm == "homes_destroyed" else "person"


def _phrase(doc: Doc, harmed: Harmed) -> tuple[int, int]:
    group = harmed.group
    if group is None:
        return _uncounted(doc[harmed.head])
    if not group.noun:
        return group.number
    start = group.number[1] + 1
    while start < group.head and (
        doc[start].lower_ in _OPENINGS or doc[start].pos_ in ("PUNCT", "AUX", "NUM", "SPACE")
    ):
        start += 1
    return start, max(group.last, phrase(doc[group.head])[1]) if group.last == group.head else group.last


def _uncounted(head: Token) -> tuple[int, int]:
    """The phrase of those who are not counted, with those listed after them: "men, women and children"."""
    doc = head.doc
    first, last = core(head)
    while first < last and (doc[first].is_punct or doc[first].pos_ in ("DET", "PART")):
        first += 1
    if head.tag_ in _PLURALS:
        last = max(last, *(t.i for t in (head, *head.conjuncts) if t.i >= head.i and t.tag_ in _PLURALS))
    return first, last


def _status(mentions: Mentions, harmed: Harmed, words: list[str], attribution: tuple[Attribution, ...]) -> VictimStatus:
    """Civilian or combatant where the noun says so; what a party to the conflict alone calls "militants" stays unknown."""
    if harmed.group is not None and _mostly_civilian(mentions.parsed.doc, harmed.group):
        return "mixed"
    found = {lexicon().status[word] for word in words if word in lexicon().status}
    if "civilian" in found:
        return "mixed" if "combatant" in found else "civilian"
    if "combatant" in found:
        return "combatant"
    if "disputed" not in found or _SUSPICION & set(words):
        return "unknown"
    sources = (mentions.actor(link.source).kind for link in attribution if link.source is not None)
    return "unknown" if any(kind in _PARTIES for kind in sources) else "combatant"


def _mostly_civilian(doc: Doc, group: Group) -> bool:
    """As in "20 people, most of them civilians", "30 people, mostly children"."""
    tail = doc[group.last + 1 : min(group.last + 9, doc[group.head].sent.end)]
    words = [t.lower_ for t in tail]
    if not words or words[0] not in (",", "(", "-", "—", "–") or not _MOST & set(words[:3]):
        return False
    return any(lexicon().status.get(t.lemma_.lower()) == "civilian" for t in tail)


def _age(doc: Doc, first: int, last: int, words: list[str]) -> str | None:
    """The age in years of "a 12-year-old boy"; else the one that the noun implies ("infant")."""
    old = next((t for t in doc[first : last + 1] if t.lower_ == "old" or t.lower_.endswith("-old")), None)
    if old is not None:
        figures = [w for t in doc[max(old.i - 5, 0) : old.i + 1] for w in t.text.split("-") if w.isdigit()]
        if figures:
            return figures[-1]
    return _only({lexicon().age[w] for w in words if w in lexicon().age})


def _only(found: set[str]) -> str | None:
    return found.pop() if len(found) == 1 else None
