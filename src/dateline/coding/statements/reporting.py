"""Reported speech and thought: who says what, by the construction of the reporting verb.

Each construction is a *frame*; the lexicon says which frames of a verb report speech, and how often. The frames:

- ``clause``: "X said (that) it fell", "it fell, X said", "in Y, X said, it fell";
- ``infinitive``: "X vowed to go on", "X urged Y to leave";
- ``object``: "X reported the deaths of five", "X called it an outrage";
- a preposition: "X warned of famine", "X called for calm";
- ``passive_by``, ``passive_clause``, ``passive_infinitive``, ``passive_as``, ``passive``: "was condemned by X", "it was
  reported that", "is said to have fled", "is seen as", "was criticised".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dateline.coding.statements.extent import closed, cue_extent, cue_with_medium, is_nominal, source_extent, trimmed
from dateline.coding.statements.lexicon import Cue, Lexicon
from dateline.coding.statements.saying import Saying, Tokens
from dateline.coding.statements.sources import listener_of, source_of
from dateline.coding.syntax import PASSIVE_SUBJECTS, SUBJECTS, agents_of, child, children, phrase
from dateline.parse import Token

_CLAUSES = frozenset({"ccomp", "xcomp"})
_OBJECT_GOES_ON = frozenset({"dobj", "prep", "xcomp", "ccomp", "oprd", "acl", "agent", "dative", "attr", "acomp"})
_ENDS_PREDICATE = frozenset({"conj", "cc", "advcl", "parataxis"})
_SUBORDINATES = frozenset(
    [
        "as",
        "when",
        "while",
        "if",
        "although",
        "though",
        "because",
        "since",
        "after",
        "before",
        "once",
        "unless",
        "until",
    ]
)
_SINGLE_QUOTES = frozenset({"'", "''"})
_BEFORE_REPORT = frozenset({",", '"', "'", "''", "—", "–", "-", "--", "?", "!"})
_DESCRIBES = frozenset({"a", "an", "the", "one", "which", "who", "whose"})
_PREPOSITIONS = ("for", "of", "on", "about", "against", "over", "to", "with", "at", "as", "from")


@dataclass(frozen=True, slots=True)
class _Reading:
    """What one frame makes of a verb."""

    frame: str
    content: tuple[Tokens, ...]
    source: Token | None = None
    addressee: Token | None = None
    cue: Tokens | None = None
    direct: bool = False


def saying_of(verb: Token, entry: Cue, lexicon: Lexicon) -> Saying | None:
    """What the verb reports; None when it stands in no construction that the lexicon knows for it."""
    for reading in _readings(verb, entry, lexicon):
        confidence = entry.frames.get(reading.frame)
        if confidence is None:
            continue
        content = tuple(closed(verb.doc, t) for part in reading.content if (t := trimmed(verb.doc, *part)))
        if not content or (reading.frame == "object" and _is_excluded(verb, entry)):
            continue
        source = source_extent(reading.source, verb) if reading.source is not None else None
        return Saying(
            entry=entry,
            verb=verb.i,
            cue=cue_with_medium(verb, reading.cue or cue_extent(verb), lexicon),
            content=content,
            source=source,
            speaker=reading.source.i if reading.source is not None else None,
            addressee=reading.addressee.i if reading.addressee is not None else None,
            direct=reading.direct,
            attributes=entry.attributes(reading.frame),
            rule=f"{entry.kind}.{entry.lemma}.{reading.frame}",
            confidence=confidence,
        )
    return None


def _readings(verb: Token, entry: Cue, lexicon: Lexicon) -> Iterator[_Reading]:
    """The frames that the verb may stand in, the likeliest first."""
    if any(c.dep_ in ("auxpass", "nsubjpass") for c in verb.children):
        yield from _passive(verb)
        return
    source = source_of(verb, lexicon)
    yield from _as_saying(verb)
    yield from _for_clause(verb, source)
    yield from _clause(verb, source, entry)
    yield from _infinitive(verb, source, entry)
    yield from _object(verb, source, entry)
    yield from sorted(_preposition(verb, source), key=lambda r: -entry.frames.get(r.frame, 0.0))
    yield from _parenthesis(verb, source, entry)
    yield from _described_last(verb, entry)
    yield from _named_last(verb, entry)


def _is_excluded(verb: Token, entry: Cue) -> bool:
    """Whether the object gives the verb another meaning: "claimed the lives of five", "put the gun on the table"."""
    thing = child(verb, "dobj")
    lemma = thing.lemma_.lower() if thing is not None else ""
    return lemma in entry.unless or bool(entry.only and lemma not in entry.only)


def _clause(verb: Token, source: Token | None, entry: Cue) -> Iterator[_Reading]:
    right = [c for c in verb.children if c.i > verb.i and (c.dep_ == "ccomp" or _is_question(c, entry))]
    if right and (source is not None or verb.dep_ != "ROOT"):
        first = max(right[0].left_edge.i, verb.i + 1)
        content = [(first, _content_end(verb, max(c.right_edge.i for c in right)))]
        if before := _before_parenthesis(verb, source, first):
            content.insert(0, before)
        yield _Reading("clause", tuple(content), source, _listener(verb, right[0], entry))
    doc = verb.doc
    for clause in children(verb, "ccomp"):
        start = _reporting_start(verb, source)
        if clause.i < start and _precedes(clause, verb, start, entry):
            first = verb.sent.start if verb.dep_ == "ROOT" else clause.left_edge.i
            quoted = doc[start - 1].text in _SINGLE_QUOTES and doc[first].text in _SINGLE_QUOTES
            yield _Reading("clause", ((first, start - 1),), source, _listener(verb, clause, entry), direct=quoted)


def _content_end(verb: Token, last: int) -> int:
    """Where the clause ends; on over what a dangling "and" joins to it, which the parser has hung on the verb."""
    if verb.doc[last].dep_ != "cc":
        return last
    joined = (c for c in verb.children if c.i > last and c.dep_ == "conj" and c.left_edge.i <= last + 3)
    return max((c.right_edge.i for c in joined), default=last - 1)


def _is_question(clause: Token, entry: Cue) -> bool:
    """Whether the clause is what is asked or told: "asked residents whether they had seen it"."""
    if clause.dep_ != "advcl" or not entry.addressee:
        return False
    return any(c.dep_ == "mark" and c.lower_ in ("if", "whether", "that") for c in clause.children)


def _precedes(clause: Token, verb: Token, start: int, entry: Cue) -> bool:
    """Whether a clause before the verb is what it reports, and no condition or time that it starts with."""
    if verb.doc[start - 1].text not in _BEFORE_REPORT:
        return False
    if any(
        c.dep_ in ("mark", "advmod") and c.i == clause.left_edge.i and c.lower_ in _SUBORDINATES
        for c in clause.children
    ):
        return False
    thing = child(verb, "dobj")
    return thing is None or thing.i < verb.i or entry.addressee


def _before_parenthesis(verb: Token, source: Token | None, content_first: int) -> Tokens | None:
    """The words before a reporting clause between commas: "In Hama, the spokesman said, shelling went on"."""
    start = _reporting_start(verb, source)
    doc = verb.doc
    if start - 1 > verb.sent.start and doc[start - 1].text == "," and doc[content_first - 1].text == ",":
        return verb.sent.start, start - 1
    return None


def _reporting_start(verb: Token, source: Token | None) -> int:
    """The first token of subject and verb together."""
    first = cue_extent(verb)[0]
    if source is not None and source.head == verb and source.i < verb.i:
        first = min(first, source.left_edge.i)
    return first


def _listener(verb: Token, clause: Token, entry: Cue) -> Token | None:
    """Whom it is said to; of "urged both sides to stop", where the parser has made them the clause's subject, these."""
    subject = child(clause, "nsubj")
    told_to_do = clause.tag_ == "VB" and any(c.dep_ == "aux" and c.lower_ == "to" for c in clause.children)
    if entry.addressee and child(verb, "dobj", "dative") is None and told_to_do and subject is not None:
        return subject if subject.i > verb.i else None
    return listener_of(verb, entry)


def _infinitive(verb: Token, source: Token | None, entry: Cue) -> Iterator[_Reading]:
    clause = child(verb, "xcomp")
    if clause is None or clause.i < verb.i:
        return
    listener = _listener(verb, clause, entry)
    given = child(verb, "dobj")
    first = given.left_edge.i if given is not None and verb.i < given.i < clause.i else clause.left_edge.i
    yield _Reading("infinitive", ((first, clause.right_edge.i),), source, listener)


def _object(verb: Token, source: Token | None, entry: Cue) -> Iterator[_Reading]:
    thing = child(verb, "dobj", "oprd", "attr")
    if thing is None:
        seen = next((c for c in children(verb, "ccomp") if c.tag_ == "VBG" and c.i > verb.i), None)
        if seen is not None:
            yield _Reading("object", ((seen.left_edge.i, seen.right_edge.i),), source)
        return
    if thing.i < verb.i:
        yield _Reading("object", (_meant(thing),), source)
        return
    listener = thing if entry.addressee and is_nominal(thing) else None
    yield _Reading("object", (_predicate_from(verb, thing),), source, listener)


def _meant(thing: Token) -> Tokens:
    """The object before its verb; of a bare "that" or "which", the noun that it stands for: "the truce that they declared"."""
    before = thing.doc[thing.i - 1] if thing.i else thing
    if thing.lower_ in ("that", "which") and before.pos_ in ("NOUN", "PROPN"):
        return phrase(before)
    return thing.left_edge.i, thing.right_edge.i


def _predicate_from(verb: Token, first: Token) -> Tokens:
    """From the first complement to the end of the predicate, adverbial clauses and further predicates left out."""
    last = first.right_edge.i
    for c in verb.rights:
        if c.i <= first.i:
            continue
        if c.dep_ in _ENDS_PREDICATE or (c.dep_ == "punct" and c.text not in ('"', "'")):
            break
        if c.dep_ in _OBJECT_GOES_ON:
            last = max(last, c.right_edge.i)
    return first.left_edge.i, last


def _preposition(verb: Token, source: Token | None) -> Iterator[_Reading]:
    for prep in children(verb, "prep", "dative"):
        if prep.i < verb.i or prep.lower_ not in _PREPOSITIONS:
            continue
        first, last = cue_extent(verb)
        inside = child(prep, "pobj", "pcomp", "prep")
        if inside is None:
            continue
        begin = min(inside.left_edge.i, inside.i)
        cue = (first, prep.i) if prep.i == last + 1 else (first, last)
        start = begin if prep.i == last + 1 else prep.i
        if begin <= prep.i:
            start = prep.i + 1
        yield _Reading(prep.lower_, (_predicate_to_end(verb, start, prep),), source, cue=cue)


def _for_clause(verb: Token, source: Token | None) -> Iterator[_Reading]:
    """The frame ``for`` with a clause: "called for the border to be opened"."""
    for clause in children(verb, "ccomp", "xcomp", "advcl"):
        edge = clause.left_edge
        if clause.i > verb.i and edge.lower_ == "for" and edge.i == verb.i + 1:
            yield _Reading("for", ((edge.i + 1, clause.right_edge.i),), source, cue=(cue_extent(verb)[0], edge.i))


def _predicate_to_end(verb: Token, start: int, prep: Token) -> Tokens:
    last = prep.right_edge.i
    for c in verb.rights:
        if c.i <= prep.i:
            continue
        if c.dep_ in _ENDS_PREDICATE or (c.dep_ == "punct" and c.text not in ('"', "'")):
            break
        if c.dep_ in ("xcomp", "prep"):
            last = max(last, c.right_edge.i)
    return start, last


def _parenthesis(verb: Token, source: Token | None, entry: Cue) -> Iterator[_Reading]:
    """A reporting clause after or amid the sentence that it reports, where the parser has made it an aside.

    So in "…, a spokesman insisted." and "In the south, she said, markets were shut".
    """
    if source is None or source.head != verb or "clause" not in entry.frames or verb.tag_ not in ("VBD", "VBZ", "VBP"):
        return
    told = child(verb, "dobj")
    if child(verb, "ccomp", "xcomp") is not None or (told is not None and not entry.addressee):
        return
    start, sent, doc = _reporting_start(verb, source), verb.sent, verb.doc
    if start - 2 <= sent.start or doc[start - 1].text not in _BEFORE_REPORT:
        return
    content = [(sent.start, start - 1)]
    end = max(c.right_edge.i for c in (verb, told, source) if c is not None) if verb.dep_ != "ROOT" else sent.end
    end = min(end, _first_comma(verb, end))
    goes_on = not verb.left_edge.i <= end + 1 <= verb.right_edge.i
    if verb.dep_ == "parataxis" and goes_on and end + 1 < sent.end and doc[end].text in (",", "—", "–"):
        content.append((end + 1, sent.end - 1))
    yield _Reading("clause", tuple(content), source, _listener(verb, verb, entry))


def _described_last(verb: Token, entry: Cue) -> Iterator[_Reading]:
    """The reporting clause at the end of a list, whose source is described: "…, including two children, the Watch, a network, said".

    The parser takes such a source for one more member of the list, so this goes by the commas.
    """
    doc, sent = verb.doc, verb.sent
    if "clause" not in entry.frames or verb.tag_ not in ("VBD", "VBZ", "VBP") or child(verb, "ccomp", "xcomp"):
        return
    commas = [i for i in range(sent.start, verb.i) if doc[i].text == ","]
    if len(commas) < 2 or commas[-1] != verb.i - 1 or doc[commas[-2] + 1].lower_ not in _DESCRIBES:
        return
    begins = commas[-3] + 1 if len(commas) > 2 else sent.start
    named = [t for t in doc[begins : commas[-2]] if t.pos_ in ("PROPN", "NOUN")]
    told = any(t.tag_ in ("VBD", "VBZ", "VBP") for t in doc[sent.start : begins])
    if told and named and not any(t.pos_ in ("VERB", "AUX", "ADP") for t in doc[begins : commas[-2]]):
        yield _Reading("clause", ((sent.start, begins - 1),), named[-1])


def _named_last(verb: Token, entry: Cue) -> Iterator[_Reading]:
    """The reporting clause whose source the parser has hung on the last noun: "…, and burned 45 houses, spokesman Ali Haddad said"."""
    doc, sent = verb.doc, verb.sent
    finite = verb.tag_ in ("VBD", "VBZ", "VBP") and "clause" in entry.frames
    if not finite or child(verb, "nsubj", "ccomp", "xcomp", "dobj") is not None or doc[verb.i - 1].pos_ != "PROPN":
        return
    begins = verb.i
    while begins > sent.start and (doc[begins - 1].pos_ in ("PROPN", "NOUN", "ADJ") or doc[begins - 1].text in "-'’s"):
        begins -= 1
    told = any(t.tag_ in ("VBD", "VBZ", "VBP", "VBN") for t in doc[sent.start : begins])
    if begins - 1 > sent.start and doc[begins - 1].text == "," and told:
        yield _Reading("clause", ((sent.start, begins - 1),), doc[verb.i - 1])


def _first_comma(verb: Token, end: int) -> int:
    """The first comma after the verb, else ``end``."""
    return next((i for i in range(verb.i + 1, min(end + 2, verb.sent.end)) if verb.doc[i].text in (",", "—", "–")), end)


def _as_saying(verb: Token) -> Iterator[_Reading]:
    """The inner link of "cited X as saying that …", seen from "saying"."""
    if verb.dep_ != "pcomp" or verb.head.lower_ != "as" or verb.tag_ != "VBG":
        return
    outer = verb.head.head
    cited = child(outer, "nsubjpass") or child(outer, "dobj")
    clause = child(verb, "ccomp")
    if cited is None and outer.dep_ in ("acl", "relcl"):
        cited = outer.head
    if cited is not None and clause is not None and clause.i > verb.i:
        yield _Reading("clause", ((clause.left_edge.i, clause.right_edge.i),), cited)


def _passive(verb: Token) -> Iterator[_Reading]:
    by = next((o for _, o in agents_of(verb) if is_nominal(o)), None)
    subject = next((c for c in verb.children if c.dep_ in PASSIVE_SUBJECTS or c.dep_ in SUBJECTS), None)
    clause = next((c for c in verb.children if c.dep_ in _CLAUSES and c.i > verb.i), None)
    as_phrase = next((c for c in verb.children if c.dep_ == "prep" and c.lower_ == "as"), None)
    about: list[Tokens] = []
    if subject is not None and subject.lower_ not in ("it", "there"):
        about = [
            (subject.left_edge.i, min(subject.right_edge.i, verb.i - 1) if subject.i < verb.i else subject.right_edge.i)
        ]
    if clause is not None and clause.dep_ == "ccomp":
        yield _Reading("passive_clause", ((clause.left_edge.i, clause.right_edge.i),), by)
    if clause is not None:
        yield _Reading("passive_infinitive", (*about, (clause.left_edge.i, clause.right_edge.i)), by)
    if by is not None:
        yield _Reading("passive_by", (*about, *([(as_phrase.i, as_phrase.right_edge.i)] if as_phrase else [])), by)
    if as_phrase is not None:
        yield _Reading("passive_as", (*about, (as_phrase.i, as_phrase.right_edge.i)), by)
    yield _Reading("passive", tuple(about), None)
