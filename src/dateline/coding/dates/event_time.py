"""When an event happened: the date of its own clause first, then of its sentence, then of the story, then the
publication.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from dateline.coding.dates.attachment import DateMention, dates_in, range_partner
from dateline.coding.dates.distances import counted_from
from dateline.coding.dates.finder import publication_day
from dateline.coding.dates.lexicon import cue_words
from dateline.coding.dates.tense import direction
from dateline.coding.mentions import Mentions
from dateline.coding.syntax import clause_root
from dateline.parse import SpacySpan, Token
from dateline.records import EventTime, WhenPrecision

_UPWARD = frozenset({"conj", "xcomp", "acl", "parataxis", "dep"})
_DAYS = re.compile(r"P(\d+)([DW])")
_OPEN_START = frozenset({"since", "from"})
_UP = 8


def event_time(mentions: Mentions, trigger: int) -> EventTime:
    """The time of the event whose trigger is token number ``trigger``.

    ``derived_by`` says where it was read: "clause", "sentence", "narrative" (the date that the paragraph stands
    under) or "publication-window". All fields are empty when neither the text nor the publication date says.
    """
    token = mentions.parsed.doc[trigger]
    way = direction(mentions.parsed.doc, trigger, trigger)
    sentence = token.sent
    found = [d for d in dates_in(mentions, sentence) if _dates_events(d)]
    usable = [d for d in found if _fits(d, mentions, way) and _agrees(d, token, mentions)]
    for how, chosen in (
        ("clause", _of_itself(token, found) or _of_clause(token, usable)),
        ("sentence", _of_sentence(token, usable, mentions)),
    ):
        if chosen is not None:
            return _time(chosen, found, mentions, token, how)
    if way < 0 and _tells(token) and (story := _of_story(mentions, sentence, way)) is not None:
        return _time(story, [story], mentions, None, "narrative")
    published = mentions.dates.report_day
    if published and way <= 0:
        return EventTime(start=published, end=published, precision="unknown", derived_by="publication-window")
    return EventTime(start=published, derived_by="publication-window") if published else EventTime()


def _dates_events(found: DateMention) -> bool:
    """Whether the expression can date an event: not "now", not "every Friday", not "for five hours"."""
    date = found.date
    return date.start is not None and date.type != "SET" and not date.value.endswith("_REF")


def _fits(found: DateMention, mentions: Mentions, way: int) -> bool:
    """Whether the date lies on the side of the publication that the clause's tense tells of."""
    published = mentions.dates.report_day
    if published is None:
        return True
    if way < 0:
        return (found.date.start or "") <= published
    return way == 0 or (found.date.end or "9") >= published or found.preposition in _OPEN_START


def _agrees(found: DateMention, trigger: Token, mentions: Mentions) -> bool:
    """Not a date that is over with a clause in the present perfect: "has stepped up pressure" is not said of last
    August.
    """
    root = clause_root(trigger)
    if not any(c.dep_ == "aux" and c.lower_ in ("has", "have", "'ve") for c in root.children) or root.tag_ == "VB":
        return True
    published = mentions.dates.report_day
    return published is None or found.opens or found.preposition == "from" or (found.date.end or "") >= published[:7]


def _of_itself(trigger: Token, found: Sequence[DateMention]) -> DateMention | None:
    """The date that a noun has of its own, whatever the tense around it: "arrested before the rallies next month"."""
    if trigger.pos_ not in ("NOUN", "PROPN"):
        return None
    own = [
        d
        for d in found
        if d.governor == trigger
        or _inside(d, trigger)
        or d.first == trigger.i + 1
        or _tells_when(d.governor, trigger)
        or _in_own_clause(d, trigger)
    ]
    return _nearest(trigger, own) if own else None


def _of_clause(trigger: Token, found: Sequence[DateMention]) -> DateMention | None:
    """The date that hangs on the trigger itself, on its clause's verb, or on the verb whose subject and tense the
    clause shares.
    """
    if own := [d for d in found if d.governor == trigger or _inside(d, trigger)]:
        return _nearest(trigger, own)
    root = clause_root(trigger)
    found = [d for d in found if not d.beside or clause_root(d.governor) == root]
    for _ in range(_UP):
        if here := [d for d in found if _clause_of(d) == root and not _under_other_noun(d, trigger)]:
            return _nearest(trigger, here)
        if not _shares_time(root) or root.head.i == root.i:
            return None
        root = clause_root(root.head)
    return None


def _clause_of(found: DateMention) -> Token:
    """The verb of the clause that the date is of: of the one above where its own is "since the war began in March"."""
    own = clause_root(found.governor)
    return clause_root(own.head) if found.opens and found.preposition != "since" else own


def _inside(found: DateMention, trigger: Token) -> bool:
    """Such as "Tuesday's attack", "the November 26 attack", "three strikes on Monday"."""
    return trigger.left_edge.i <= found.first and found.last <= trigger.right_edge.i and _near(found.governor, trigger)


def _tells_when(verb: Token, noun: Token) -> bool:
    """Whether the verb says of the noun when it was: "the raid, which began on Wednesday"."""
    return verb.dep_ in ("relcl", "acl") and verb.head == noun and verb.lemma_ in cue_words("happening")


def _in_own_clause(found: DateMention, noun: Token) -> bool:
    """Whether a relative clause says what the noun did, and when: "the raid that killed nine people on 3 May"."""
    verb = clause_root(found.governor)
    if verb.dep_ != "relcl" or verb.head != noun or verb.tag_ not in ("VBD", "VBN"):
        return False
    return any(c.dep_ == "nsubj" and c.tag_ in ("WDT", "WP") for c in verb.children)


def _near(governor: Token, trigger: Token) -> bool:
    """Whether nothing but nouns and prepositions stands between the two in the tree."""
    for _ in range(_UP):
        if governor == trigger:
            return True
        if governor.pos_ in ("VERB", "AUX") or governor.head.i == governor.i:
            return False
        governor = governor.head
    return False


def _under_other_noun(found: DateMention, trigger: Token) -> bool:
    """Whether the date is another event noun's: "condemned Monday's attack" does not date the condemning."""
    return found.governor.pos_ in ("NOUN", "PROPN") and found.governor != trigger and found.last < found.governor.i


def _shares_time(root: Token) -> bool:
    """Whether a clause happens when its governing clause does: coordinated, participles, "to" infinitives; not
    reported speech.
    """
    if root.dep_ == "pcomp":
        return root.head.lower_ not in cue_words("other_time")
    if root.tag_ == "VBG" and root.dep_ in ("nsubj", "nsubjpass"):
        return True  # "on 12 September, shelling hit the market"
    if root.dep_ in _UPWARD or (root.dep_ == "relcl" and _goes_on_there(root)):
        return True
    if root.dep_ == "advcl":
        return not any(
            c.dep_ in ("mark", "advmod", "prep") and c.lower_ in cue_words("other_time") for c in root.children
        )
    return False


def _goes_on_there(root: Token) -> bool:
    """Whether a relative clause tells what came of the one above: "raided the town, where they burned a school"."""
    return root.tag_ == "VBD" and any(c.lower_ == "where" and c.i < root.i for c in root.children)


def _of_sentence(trigger: Token, found: Sequence[DateMention], mentions: Mentions) -> DateMention | None:
    """The only date of the sentence, unless it stands in reported speech, a relative clause or a quotation."""
    quote = mentions.parsed.quote_at(trigger.idx)
    same = [d for d in found if mentions.parsed.quote_at(mentions.parsed.doc[d.first].idx) == quote]
    if len(found) != 1 or len(same) != 1:
        return None
    return same[0] if not same[0].beside and _joined(same[0], trigger) else None


def _joined(found: DateMention, trigger: Token) -> bool:
    """Whether the clauses of date and trigger are joined by clauses that share their time."""
    line = _time_line(trigger)
    if _set_apart(found) and trigger.sent.root.i in line:
        return True
    return bool(_time_line(found.governor) & line) and not _in_relative(found.governor, trigger)


def _set_apart(found: DateMention) -> bool:
    """Whether the date opens the sentence, or closes it after a comma: then it is the whole sentence's, whatever the
    parser says.
    """
    doc, sentence = found.governor.doc, found.governor.sent
    rest = doc[found.last + 1 : sentence.end]
    if all(t.is_punct or t.is_space for t in rest):
        return found.first > sentence.start and doc[found.first - 1].text == ","
    return all(t.pos_ == "ADP" for t in doc[sentence.start : found.first])


def _time_line(token: Token) -> set[int]:
    """The clauses from the token's own up, as long as each shares its time with the next."""
    root = clause_root(token)
    line = {root.i}
    for _ in range(_UP):
        if root.head.i == root.i or not _shares_time(root):
            break
        root = clause_root(root.head)
        line.add(root.i)
    return line


def _in_relative(governor: Token, trigger: Token) -> bool:
    root = clause_root(governor)
    return root.dep_ == "relcl" and clause_root(trigger) != root


def _nearest(trigger: Token, found: Sequence[DateMention]) -> DateMention:
    """The narrowest of the dates, and of equally narrow ones the nearest; before both, "two days after" one of them."""

    def far(found: DateMention) -> tuple[int, int]:
        length = found.date.type == "DURATION"
        rank = -1 if length and counted_from(trigger.doc, found.last) else int(length)
        return rank, min(abs(found.first - trigger.i), abs(found.last - trigger.i))

    return min(found, key=far)


def _of_story(mentions: Mentions, sentence: SpacySpan, way: int) -> DateMention | None:
    """The date that the story stands at: the last one before the sentence that the main line of the text tells of.

    Within a paragraph it is any day; from paragraph to paragraph one of the week before the report, unless the sentence
    goes on with what was told ("The blast ...", "They ..."). No heading stands between. A headline stands under the date
    of the lead.
    """
    parsed, attached = mentions.parsed, mentions.dates.attached
    if parsed.kind_of(sentence[0]) == "headline":
        lead = next((s for s in parsed.sentences() if parsed.kind_of(s[0]) == "paragraph"), None)
        return _main_date(mentions, lead, way, recent=True) if lead is not None else None
    own = parsed.segment_at(sentence[0].idx)
    for start in reversed([start for start in attached if start < sentence.start]):
        before = parsed.doc[start].sent
        segment = parsed.segment_at(before[0].idx)
        if segment is None or segment.kind != "paragraph":
            return None
        main = _main_date(mentions, before, way, recent=segment != own)
        if main is not None:
            return main
    return None


def _tells(trigger: Token) -> bool:
    """Whether the trigger's clause tells of the past, as stories do; "has sought help" and "fighting continues" do
    not.
    """
    root = clause_root(trigger)
    if root.pos_ not in ("VERB", "AUX"):
        return True
    forms = [root, *(c for c in root.children if c.dep_ in ("aux", "auxpass"))]
    return not any(t.tag_ in ("VBZ", "VBP") for t in forms)


def _is_day(found: DateMention) -> bool:
    """Whether it is a day, or a night that two days share."""
    start, end = found.date.start, found.date.end
    return found.date.type != "DURATION" and start is not None and (start == end or found.date.value.endswith("TNI"))


def _main_date(mentions: Mentions, sentence: SpacySpan, way: int, *, recent: bool) -> DateMention | None:
    """The last date of the sentence's main clause that is a day, and in no quotation; ``recent``: in the week before
    the publication. Where the sentence reports what someone said, it is the date of what was told, not of the telling.
    """
    parsed, published = mentions.parsed, publication_day(mentions.dates.report_day)
    found = [d for d in dates_in(mentions, sentence) if _dates_events(d) and _is_day(d) and _fits(d, mentions, way)]
    told = {c.i for c in sentence.root.children if c.dep_ == "ccomp"} or {sentence.root.i}
    main = [
        d
        for d in found
        if (_set_apart(d) or told & _time_line(d.governor))
        and not d.opens
        and _tells(d.governor)
        and _tells(sentence.root)
    ]
    if not main or parsed.quote_at(parsed.doc[main[-1].first].idx) is not None:
        return None
    if recent and published and (main[-1].date.start or "") < (published - timedelta(days=7)).isoformat():
        return None
    return main[-1]


def _time(
    chosen: DateMention, found: Sequence[DateMention], mentions: Mentions, trigger: Token | None, how: str
) -> EventTime:
    """The time that the chosen date gives: a range with its partner, open after "since", back over a length that it
    ends.
    """
    chosen = next((d for d in found if range_partner(d, list(found), mentions) == chosen), chosen)
    start, end = chosen.date.start, chosen.date.end
    partner = range_partner(chosen, list(found), mentions)
    if partner is not None and partner.date.end and start and start <= partner.date.end:
        end = partner.date.end
    elif chosen.opens:
        end = None
    elif chosen.preposition in ("until", "till"):
        start = None
    elif trigger is not None and start and start == end and (days := _days_ended(trigger, chosen, mentions)):
        start = (date.fromisoformat(start) - timedelta(days=days - 1)).isoformat()
    return EventTime(start=start, end=end, precision=_precision(start, end), date=chosen.date.id, derived_by=how)


def _days_ended(trigger: Token, chosen: DateMention, mentions: Mentions) -> int | None:
    """How many days "three days of fighting ... ended Saturday" lasted, where the clause's verb is one of ending."""
    if not {clause_root(trigger).lemma_, clause_root(chosen.governor).lemma_} & cue_words("ending"):
        return None
    for found in dates_in(mentions, trigger.sent):
        match = _DAYS.fullmatch(found.date.value)
        if match and (abs(found.last - trigger.i) <= 4 or found.governor == trigger):
            return int(match[1]) * (7 if match[2] == "W" else 1)
    return None


def _precision(start: str | None, end: str | None) -> WhenPrecision:
    """How long the stretch is, in the words of the record; an open one is as precise as its one end, a day."""
    if start is None or end is None:
        return "day"
    days = (date.fromisoformat(end) - date.fromisoformat(start)).days + 1
    return "day" if days <= 2 else "week" if days <= 10 else "month" if days <= 31 else "year"
